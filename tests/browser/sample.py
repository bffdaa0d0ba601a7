"""A made-up workspace for the browser: the eight places of the project, and a document that tries to run scripts.

The sentences were written for this project.
"""

from datetime import date
from pathlib import Path
from typing import Any

from geo.model import Candidate, Claim, Document, Event, Evidence, Flow, Mention, Place, Reading, Resolution
from geo.workspace.store import Workspace
from tests.builders import (
    BENGHAZI,
    DAMASCUS,
    EAST_LIBYA,
    GHOUTA,
    HMEIMIM,
    IDLIB,
    LIBYA,
    SWEIDA,
    SYRIA,
    TRIPOLI,
    TRIPOLI_LEBANON,
    day,
    document,
    event,
    flow,
    mention,
    place,
    reading,
)

TUWEISHA = place(
    name="Tuweisha", name_ar="الطويشة", kind="neighbourhood", lat=32.745, lon=13.107, radius_km=4.0, id="LY-tuweisha"
)
EIGHT_PLACES = {
    "Benghazi": "بنغازي",
    "Tripoli": "طرابلس",
    "Damascus": "دمشق",
    "Ghouta": "الغوطة",
    "As-Suwayda": "السويداء",
    "Idlib": "إدلب",
    "Hmeimim air base": "قاعدة حميميم",
    "Tuweisha": "الطويشة",
}

_NAMES: dict[str, Place] = {
    "بنغازي": BENGHAZI,
    "طرابلس": TRIPOLI,
    "دمشق": DAMASCUS,
    "الغوطة": GHOUTA,
    "السويداء": SWEIDA,
    "إدلب": IDLIB,
    "حميميم": HMEIMIM,
    "الطويشة": TUWEISHA,
    "شرق ليبيا": EAST_LIBYA,
    "ليبيا": LIBYA,
    "سوريا": SYRIA,
}
_SENTENCES = (
    "قالت حكومة الوفاق إن شركة أجنحة الشام تسيّر رحلات من دمشق إلى بنغازي لنقل مقاتلين.",
    "ورصد مراقبون اثنتي عشرة رحلة من سوريا إلى شرق ليبيا خلال شباط.",
    "وجنّد وسطاء شبانا من الغوطة للقتال في ليبيا لقاء راتب شهري.",
    "ونفى الناطق أن يكون مجندون من السويداء قد وصلوا إلى ليبيا.",
    "ونُقلت أسلحة من قاعدة حميميم إلى ليبيا على متن طائرة شحن.",
    "وتوجه وفد من شرق ليبيا إلى دمشق في الأول من آذار.",
    "وتسلّم الوفد مبنى السفارة الليبية في دمشق في الثالث من آذار.",
    "والتقى الوفد في دمشق مسؤولين سوريين وبحث معهم التعاون.",
    "وتعرضت أحياء في طرابلس لقصف قُتل فيه خمسة مدنيين.",
    "وتجدد القصف على طرابلس في اليوم التالي.",
    "وهددت القوات بدخول طرابلس خلال أيام.",
    "وحشدت القوات آلياتها عند محور الطويشة جنوب العاصمة.",
    "وأعلنت أنقرة بدء عملية عسكرية في إدلب.",
    "ومن المقرر أن تفتح قنصلية في بنغازي خلال الشهر المقبل.",
    "واتهمت الحكومة ليبيا بلا تفصيل بخرق حظر السلاح.",
)


def _text() -> str:
    return " ".join(_SENTENCES)


def _evidence(doc: str, number: int) -> Evidence:
    quote = _SENTENCES[number]
    start = _text().index(quote)
    return Evidence(doc=doc, start=start, end=start + len(quote), quote=quote)


def _mentions(doc: str) -> tuple[Mention, ...]:
    """Every name in the text; a longer name takes its letters first."""
    text, taken, found = _text(), set[int](), []
    for name, where in sorted(_NAMES.items(), key=lambda pair: -len(pair[0])):
        start = text.find(name)
        while start >= 0:
            span = range(start, start + len(name))
            if not taken & set(span):
                taken |= set(span)
                found.append(mention(doc=doc, start=start, text=name, place=where))
            start = text.find(name, start + 1)
    return tuple(sorted(found, key=lambda one: one.start))


GNA = Claim(claimed_by="Salem Test (GNA spokesman)", status="claimed")
MONITOR = Claim(claimed_by="the Observatory", status="claimed")


def _events(doc: str) -> tuple[Event, ...]:
    told: list[tuple[int, str, tuple[Place, ...], str, Claim]] = [
        (2, "MOBILIZE", (GHOUTA,), "2020-02-10", MONITOR),
        (6, "COOPERATE", (DAMASCUS,), "2020-03-03", Claim()),
        (7, "CONSULT", (DAMASCUS,), "2020-03-01", Claim()),
        (8, "ASSAULT", (TRIPOLI,), "2020-03-04", Claim()),
        (9, "ASSAULT", (TRIPOLI,), "2020-03-05", GNA),
        (10, "THREATEN", (TRIPOLI,), "2020-03-06", GNA),
        (11, "MOBILIZE", (TUWEISHA,), "2020-03-06", Claim()),
        (12, "ASSAULT", (IDLIB,), "2020-03-01", Claim()),
        (13, "COOPERATE", (BENGHAZI,), "2020-04-01", Claim(status="planned")),
        (14, "ACCUSE", (LIBYA,), "2020-03-02", Claim(denied_by=("LNA",), status="denied")),
    ]
    return tuple(
        event(doc=doc, type=kind, mode="", places=where, date=day(when), claim=claim, evidence=_evidence(doc, number))
        for number, kind, where, when, claim in told
    )


def _flows(doc: str) -> tuple[Flow, ...]:
    return (
        flow(
            doc=doc,
            carrier="Cham Wings",
            cargo=("fighters",),
            claim=GNA,
            date=day("2020-03-01", "2020-03-07"),
            evidence=_evidence(doc, 0),
        ),
        flow(
            doc=doc,
            origin=SYRIA,
            destination=EAST_LIBYA,
            count=12,
            unit="flights",
            claim=MONITOR,
            date=day("2020-02-01", "2020-02-29"),
            evidence=_evidence(doc, 1),
        ),
        flow(
            doc=doc,
            origin=GHOUTA,
            destination=LIBYA,
            mode="unknown",
            cargo=("fighters",),
            claim=MONITOR,
            date=day(None),
            evidence=_evidence(doc, 2),
        ),
        flow(
            doc=doc,
            origin=SWEIDA,
            destination=LIBYA,
            mode="unknown",
            cargo=("fighters",),
            date=day(None),
            claim=Claim(denied_by=("LNA",), status="denied"),
            evidence=_evidence(doc, 3),
        ),
        flow(
            doc=doc,
            origin=HMEIMIM,
            destination=LIBYA,
            cargo=("arms",),
            date=day("2020-02-20"),
            evidence=_evidence(doc, 4),
        ),
        flow(
            doc=doc,
            origin=EAST_LIBYA,
            destination=DAMASCUS,
            mode="unknown",
            cargo=("delegation",),
            count=1,
            unit="delegation",
            date=day("2020-03-01"),
            evidence=_evidence(doc, 5),
        ),
    )


def sample_reading(doc: str = "sample", publisher: str = "Test Agency") -> Reading:
    """Return a made-up report that names the eight places, with ten events and six flows."""
    return reading(
        document=document(
            id=doc,
            text=_text(),
            title="دمشق وبنغازي",
            publisher=publisher,
            published=date(2020, 3, 10),
            url="https://example.org/report",
        ),
        mentions=_mentions(doc),
        events=_events(doc),
        flows=_flows(doc),
    )


ATTACKS = (
    "<script>window.hacked='script'</script>",
    "<img src=x onerror=\"window.hacked='img'\">",
    "${window.hacked='template'}",
    "`+(window.hacked='backtick')+`",
    "</script><script>window.hacked='closed'</script>",
    "'\"><svg onload=\"window.hacked='svg'\">",
    "{{window.hacked}} \u2028 javascript:window.hacked='address'",
)


def hostile_reading(doc: str = "<b>hostile</b>${1}`") -> Reading:
    """Return a document that tries to run scripts by every text it has."""
    attack = " ".join(ATTACKS)
    text = f"وصل {attack} إلى بنغازي قادما من {attack} دمشق. {attack}"
    evil = place(id="evil|`${1}", name=f"Evil {attack}", name_ar=f"شر {attack}", lat=34.5, lon=27.0)
    start = text.index("بنغازي")
    evidence = Evidence(doc=doc, start=0, end=len(text), quote=text)
    claim = Claim(claimed_by=f"Claimant {attack}", chain=(attack,), denied_by=(f"Denier {attack}",), status="denied")
    return reading(
        document=Document(
            id=doc,
            text=text,
            language="ar",
            title=f"Title {attack}",
            publisher=f"Publisher {attack}",
            published=date(2020, 3, 9),
            url="javascript:window.hacked='url'",
        ),
        mentions=(
            mention(doc=doc, start=start, text="بنغازي"),
            mention(doc=doc, start=text.index("دمشق"), text="دمشق", place=evil),
        ),
        events=(
            event(
                doc=doc,
                places=(evil,),
                actors=(f"Actor {attack}",),
                recipients=(f"Recipient {attack}",),
                claim=claim,
                evidence=evidence,
            ),
        ),
        flows=(
            flow(
                doc=doc,
                origin=evil,
                destination=BENGHAZI,
                carrier=f"Carrier {attack}",
                count=3,
                unit=attack,
                claim=claim,
                evidence=evidence,
            ),
        ),
    )


WITNESS = "قال شهود في طرابلس إن غارة أصابت بنغازي، وفرّ سكان كفر النور."
ROUGHLY = "وحشدت القوات آلياتها في محيط سرت."
DENIAL = "ونفى المتحدث أن تكون غارة قد أصابت بنغازي."


def witness_reading(doc: str = "witness") -> Reading:
    """Return a report of 5 March: somebody claims a strike; a name with two candidates, and one of no place."""
    reasons = ("named beside Benghazi", "the same name, far from the others")
    tripoli = Resolution(
        place=TRIPOLI,
        score=0.82,
        reason=reasons[0],
        alternatives=(Candidate(place=TRIPOLI_LEBANON, score=0.31, reason=reasons[1]),),
    )
    names = {"طرابلس": {"resolution": tripoli}, "بنغازي": {}, "كفر النور": {"place": None}}
    return _report(
        doc,
        WITNESS,
        publisher="Morning Wire",
        published=date(2020, 3, 5),
        claim=Claim(claimed_by="eyewitnesses", status="claimed"),
        mentions=tuple(
            mention(doc=doc, start=WITNESS.index(name), text=name, **rest)  # type: ignore[arg-type]
            for name, rest in names.items()
        ),
    )


def denial_reading(doc: str = "denial") -> Reading:
    """Return a report of 9 March: what the witnesses claimed is denied."""
    return _report(
        doc,
        DENIAL,
        publisher="Evening Wire",
        published=date(2020, 3, 9),
        claim=Claim(denied_by=("LNA",), status="denied"),
        mentions=(mention(doc=doc, start=DENIAL.index("بنغازي")),),
    )


def rough_reading(doc: str = "rough") -> Reading:
    """Return a report of what happened somewhere about a town: its place is known to the vicinity."""
    sirte = place(name="Sirte", name_ar="سرت", kind="town", lat=31.2, lon=16.6, radius_km=40.0, confirmed=False)
    return _report(
        doc,
        ROUGHLY,
        publisher="Coast Wire",
        published=date(2020, 3, 10),
        claim=Claim(),
        mentions=(mention(doc=doc, start=ROUGHLY.index("سرت"), text="سرت", place=sirte),),
        type="MOBILIZE",
        places=(sirte,),
    )


def _report(
    doc: str,
    text: str,
    *,
    publisher: str,
    published: date,
    claim: Claim,
    mentions: tuple[Mention, ...],
    **what: Any,
) -> Reading:
    """Return a report of one sentence; it tells of the same strike on Benghazi on 3 March unless told otherwise."""
    told = Evidence(doc=doc, start=0, end=len(text), quote=text)
    return reading(
        document=document(id=doc, text=text, title="غارة على بنغازي", publisher=publisher, published=published),
        mentions=mentions,
        events=(event(doc=doc, mode="", claim=claim, evidence=told, **what),),
        flows=(),
    )


def story() -> tuple[Reading, ...]:
    """Return the sample report; of another strike the witnesses, then the denial; and what is known to a vicinity."""
    return sample_reading(), witness_reading(), denial_reading(), rough_reading()


def write_sample(path: Path, *readings: Reading) -> Path:
    """Write a workspace of these readings; of the sample report and the hostile one unless told otherwise."""
    Workspace.create(path, readings or (sample_reading(), hostile_reading()))
    return path
