"""Readings drawn at random: a few places, a few days, a few voices, so that tellings meet often."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from geo.model import CARGOES, STATUSES, Claim, DateSpan, Fatalities, Place, Reading, Resolution
from tests import builders as b

PLACES = (b.BENGHAZI, b.TRIPOLI, b.DAMASCUS, b.LIBYA, b.SYRIA, b.EAST_LIBYA)
NAMES = ("LNA", "GNA", "Russia")
VOICES = ("", "", "GNA", "Salem Test (GNA spokesman)", "LNA")
START = date(2020, 2, 20)

days = st.integers(0, 40).map(lambda number: START + timedelta(days=number))


@st.composite
def spans(draw: Any) -> DateSpan:
    kind = draw(st.sampled_from(["day", "day", "day", "week", "long", "from", "until", "none"]))
    first = draw(days)
    lengths = {"day": 0, "week": 6, "long": 40}
    if kind in lengths:
        return DateSpan(date_from=first, date_to=first + timedelta(days=lengths[kind]), precision=1, text="يوم")
    return DateSpan(date_from=first if kind == "from" else None, date_to=first if kind == "until" else None)


def names(values: Any = NAMES) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


@st.composite
def claims(draw: Any) -> Claim:
    status = draw(st.sampled_from(STATUSES))
    deniers = draw(names()) if status == "denied" else ()
    return Claim(
        claimed_by=draw(st.sampled_from(VOICES)),
        chain=draw(names()),
        denied_by=deniers,
        status=status,
        hedged=draw(st.booleans()),
    )


def _evidence(doc: str, number: int) -> Any:
    return b.evidence(doc=doc, start=number * 50, quote=f"جملة رقم {number}")


@st.composite
def events(draw: Any, doc: str, number: int) -> Any:
    toll = draw(st.none() | st.integers(0, 9))
    return b.event(
        doc=doc,
        id=f"e-{number}",
        type=draw(st.sampled_from(["ASSAULT", "AID"])),
        date=draw(spans()),
        mode=draw(st.sampled_from(["", "artillery", "airstrike"])),
        places=draw(names(PLACES)),
        actors=draw(names()),
        recipients=draw(names()),
        claim=draw(claims()),
        evidence=_evidence(doc, number),
        fatalities=None if toll is None else Fatalities(low=toll, best=toll + 1, high=toll + 2),
    )


@st.composite
def flows(draw: Any, doc: str, number: int) -> Any:
    ends = st.none() | st.sampled_from(PLACES)
    return b.flow(
        doc=doc,
        id=f"f-{number}",
        origin=draw(ends),
        destination=draw(ends),
        date=draw(spans()),
        mode=draw(st.sampled_from(["flight", "sea", "unknown"])),
        cargo=draw(names(CARGOES[:3])),
        carrier=draw(st.sampled_from(["", "Cham Wings", "cham  wings", "Other Air"])),
        claim=draw(claims()),
        count=draw(st.none() | st.integers(1, 3)),
        unit=draw(st.sampled_from(["flights", "people"])),
        evidence=_evidence(doc, number),
    )


@st.composite
def mentions(draw: Any, doc: str, number: int) -> Any:
    found: Place | None = draw(st.none() | st.sampled_from(PLACES))
    resolution = draw(st.sampled_from([None, Resolution(place=found, score=0.5, reason="لأنه الأقرب")]))
    return b.mention(doc=doc, start=number, text="بنغازي", resolution=resolution)


@st.composite
def readings(draw: Any, doc: str) -> Reading:
    numbers = range(draw(st.integers(0, 4)))
    return b.reading(
        document=b.document(
            id=doc,
            text=draw(st.text(max_size=60)),
            publisher=draw(st.sampled_from(["", "Wire", "Daily"])),
            published=draw(st.none() | days),
        ),
        mentions=tuple(draw(mentions(doc, number)) for number in range(draw(st.integers(0, 2)))),
        events=tuple(draw(events(doc, number)) for number in numbers),
        flows=tuple(draw(flows(doc, number)) for number in numbers),
        warnings=draw(st.lists(st.text(max_size=5), max_size=1).map(tuple)),
    )


@st.composite
def collections(draw: Any, *, most: int = 5) -> tuple[Reading, ...]:
    return tuple(draw(readings(f"doc-{number}")) for number in range(draw(st.integers(0, most))))
