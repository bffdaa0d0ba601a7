"""An entry says what it is about, or is refused with what is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from geo.errors import CorrectionError
from geo.model import DateSpan, Decision, Fatalities
from geo.workspace.corrections.entries import MAX_REASON, Entry, OwnPlace, checked, new_entry
from tests import builders as b
from tests.workspace.corrections import making as m

READING = m.read()
MENTION = m.target(READING)
FLOW = m.telling(READING)
EVENT = m.telling(READING, record="event")
ADDED = b.flow(doc="news", evidence=b.evidence(doc="news"))

GOOD: dict[str, tuple[str, dict[str, Any]]] = {
    "a mention": ("mention", {"mentions": (MENTION,), "decision": Decision(place=m.ALEPPO)}),
    "no place": ("mention", {"mentions": (MENTION,), "decision": Decision(place=None, is_place=False)}),
    "one nobody can tell": ("mention", {"mentions": (MENTION,), "decision": Decision(place=None)}),
    "a mention confirmed": ("confirm", {"mentions": (MENTION,)}),
    "a flow confirmed": ("confirm", {"tellings": (FLOW,)}),
    "a flow changed": ("change", {"tellings": (FLOW,), "flow": READING.flows[0], "fields": ("cargo",)}),
    "an event changed": ("change", {"tellings": (EVENT,), "event": READING.events[0], "fields": ("type", "places")}),
    "an event deleted": ("delete", {"tellings": (EVENT,)}),
    "a flow added": ("add", {"flow": ADDED}),
    "put together": ("together", {"tellings": (FLOW, m.telling(READING, 1))}),
    "taken apart": ("apart", {"tellings": (FLOW,)}),
    "a place": ("place", {"place": OwnPlace(place=m.NEW_CAMP, names=("Camp 7",))}),
    "undone": ("undo", {"undoes": "c-1"}),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_whole_stands(name: str) -> None:
    action, content = GOOD[name]
    entry = new_entry(action, author="  Lina  Test ", **content)  # type: ignore[arg-type]
    assert entry.author == "Lina Test"
    assert checked(entry) is entry


@pytest.mark.parametrize(
    ("action", "content", "said"),
    [
        ("mention", {"mentions": (MENTION,)}, "not what it means"),
        ("mention", {"decision": Decision(place=None)}, "names no mention"),
        ("confirm", {}, "nothing that is right"),
        ("change", {"tellings": (FLOW,), "flow": READING.flows[0], "fields": ("colour",)}, "no field colour"),
        ("change", {"tellings": (FLOW,), "flow": READING.flows[0], "fields": ("fatalities",)}, "no field fatalities"),
        ("change", {"tellings": (EVENT,), "event": READING.events[0], "fields": ("origin",)}, "no field origin"),
        ("change", {"tellings": (FLOW,), "flow": READING.flows[0]}, "not what changes"),
        ("change", {"tellings": (FLOW,), "fields": ("cargo",)}, "names no record"),
        ("change", {"flow": READING.flows[0], "fields": ("cargo",)}, "names no record"),
        ("add", {}, "neither event nor flow"),
        ("delete", {}, "names no record"),
        ("apart", {}, "names no record"),
        ("together", {"tellings": (FLOW,)}, "fewer than two"),
        ("place", {}, "no place with a name"),
        ("place", {"place": OwnPlace(place=m.NEW_CAMP, names=("", ""))}, "no place with a name"),
        ("place", {"place": OwnPlace(place=m.NEW_CAMP, names=("x" * 201,))}, "at most 200 characters"),
        ("place", {"place": OwnPlace(place=m.NEW_CAMP, names=("x",) * 101)}, "1 to 100"),
        ("undo", {}, "which entry"),
    ],
)
def test_what_misses_something_is_refused_by_name(action: str, content: dict[str, Any], said: str) -> None:
    with pytest.raises(CorrectionError, match=said):
        new_entry(action, author="Lina", **content)  # type: ignore[arg-type]


@pytest.mark.parametrize("author", ["", "   ", "x" * 121, "a\x1b[2J", "a\u202eb", "\ud800"])
def test_an_author_has_a_name_that_can_be_shown(author: str) -> None:
    with pytest.raises(CorrectionError, match="is no author"):
        checked(replace(m.means(MENTION), author=author))
    if author:
        with pytest.raises(CorrectionError, match="is no name"):
            checked(replace(m.means(MENTION), imported_by=author))


def test_an_author_may_be_written_in_arabic() -> None:
    assert m.means(MENTION, author="لينا").author == "لينا"


@pytest.mark.parametrize("reason", ["x" * (MAX_REASON + 1), "\udfff"])
def test_a_reason_is_text_of_some_length(reason: str) -> None:
    with pytest.raises(CorrectionError, match="the reason"):
        m.means(MENTION, reason=reason)


def test_a_reason_may_have_several_lines() -> None:
    assert m.means(MENTION, reason="أولًا\nثانيًا").reason == "أولًا\nثانيًا"


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"id": "a b"},
        {"id": "\ud800"},
        {"id": "c" * 81},
        {"time": "yesterday"},
        {"time": "2026-02-30T10:00:00Z"},
        {"time": ""},
    ],
)
def test_ids_and_times_are_what_tables_can_hold(changes: dict[str, str]) -> None:
    with pytest.raises(CorrectionError, match="no id with a time"):
        checked(replace(m.means(MENTION), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "place",
    [
        replace(m.ALEPPO, lat=97.0),
        replace(m.ALEPPO, lon=float("nan")),
        replace(m.ALEPPO, lon=1e300),
        replace(m.ALEPPO, radius_km=-1.0),
        replace(m.ALEPPO, radius_km=float("inf")),
        replace(m.ALEPPO, id=""),
    ],
)
def test_places_lie_on_the_earth_wherever_they_stand_in_an_entry(place: Any) -> None:
    flow = replace(READING.flows[0], origin=place)
    event = replace(READING.events[0], places=(place,))
    entries = [
        lambda: m.means(MENTION, place=place),
        lambda: m.means(replace(MENTION, was=place)),
        lambda: m.own_place(place, "Camp"),
        lambda: new_entry("change", author="L", tellings=(FLOW,), flow=flow, fields=("origin",)),
        lambda: new_entry("change", author="L", tellings=(EVENT,), event=event, fields=("places",)),
    ]
    for make in entries:
        with pytest.raises(CorrectionError, match="names a place"):
            make()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": DateSpan(date_from=date(2020, 3, 4), date_to=date(2020, 3, 3))}, "before it begins"),
        ({"date": DateSpan(precision=9)}, "precision 9"),
        ({"fatalities": Fatalities(low=-1, best=0, high=0)}, "number -1"),
        ({"fatalities": Fatalities(low=3, best=2, high=5)}, "in order"),
        ({"fatalities": Fatalities(low=0, best=0, high=10**15)}, "number 1000"),
    ],
)
def test_what_no_table_could_hold_is_refused(changes: dict[str, Any], said: str) -> None:
    event = replace(READING.events[0], **changes)
    with pytest.raises(CorrectionError, match=said):
        new_entry("change", author="Lina", tellings=(EVENT,), event=event, fields=("date", "fatalities"))


def test_a_count_is_no_less_than_nothing() -> None:
    with pytest.raises(CorrectionError, match="number -3"):
        new_entry("add", author="Lina", flow=replace(ADDED, count=-3))


@pytest.mark.parametrize(
    "evidence",
    [
        b.evidence(doc="news", quote="", end=0),
        b.evidence(doc="news", quote=" ", start=3),
        b.evidence(doc="other"),
        b.evidence(doc="news", start=-3),
    ],
)
def test_what_is_added_rests_on_a_sentence(evidence: Any) -> None:
    with pytest.raises(CorrectionError, match="in which sentence"):
        new_entry("add", author="Lina", flow=replace(ADDED, evidence=evidence))


def test_ids_differ_and_the_time_is_now_in_utc() -> None:
    entries = [m.means(MENTION) for _ in range(50)]
    assert len({entry.id for entry in entries}) == 50
    told = datetime.fromisoformat(entries[0].time)
    assert told.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - told) < timedelta(minutes=1)


def test_two_corrections_of_one_thing_share_a_key() -> None:
    other = replace(MENTION, was=None, before="", after="")
    assert m.means(MENTION).keys == m.means(other, place=b.TRIPOLI).keys
    assert not m.means(MENTION).keys & m.means(m.target(READING, number=1)).keys
    assert not m.means(MENTION).keys & m.means(replace(MENTION, text_hash="another")).keys


def test_a_telling_is_the_same_though_its_id_follows_from_what_was_read() -> None:
    assert replace(FLOW, id="f-other").key == FLOW.key
    assert replace(FLOW, trigger_start=-1, trigger_end=-1).key != FLOW.key


def test_an_entry_knows_the_documents_that_it_speaks_of() -> None:
    other = replace(MENTION, doc="other")
    assert m.means(MENTION, other).docs == {"news", "other"}
    assert new_entry("add", author="Lina", flow=ADDED).docs == {"news"}
    assert m.own_place().docs == frozenset()
    assert isinstance(m.own_place(), Entry)
