"""Records for tests of every wing, with sensible defaults: name only what the test is about.

The sample documents are made up, written for this project.
"""

from datetime import date
from typing import Any

from geo.model import (
    Claim,
    DateSpan,
    Document,
    Event,
    Evidence,
    Fatalities,
    Flow,
    Mention,
    Place,
    Reading,
    Resolution,
    stable_id,
)


def place(**changes: Any) -> Place:
    """Build a place; Benghazi unless told otherwise. The id follows the name unless given."""
    values: dict[str, Any] = {
        "name": "Benghazi",
        "name_ar": "بنغازي" if "name" not in changes else "",
        "kind": "city",
        "country": "LY",
        "lat": 32.1167,
        "lon": 20.0667,
        "radius_km": 12.0,
        "source": "test",
        "confirmed": True,
        **changes,
    }
    values.setdefault("id", f"{values['country'] or 'xx'}-{values['name'].lower().replace(' ', '-')}")
    values.setdefault("source_id", values["id"])
    return Place(**values)


BENGHAZI = place()
TRIPOLI = place(name="Tripoli", name_ar="طرابلس", lat=32.8872, lon=13.1913, radius_km=15.0)
TRIPOLI_LEBANON = place(name="Tripoli", name_ar="طرابلس", country="LB", lat=34.4367, lon=35.8497, radius_km=6.0)
DAMASCUS = place(name="Damascus", name_ar="دمشق", country="SY", lat=33.5138, lon=36.2765, radius_km=12.0)
GHOUTA = place(name="Ghouta", name_ar="الغوطة", country="SY", kind="region", lat=33.51, lon=36.41, radius_km=18.0)
SWEIDA = place(name="As-Suwayda", name_ar="السويداء", country="SY", lat=32.709, lon=36.5663, radius_km=5.0)
HMEIMIM = place(
    name="Hmeimim air base", name_ar="قاعدة حميميم", country="SY", kind="site", lat=35.401, lon=35.9487, radius_km=3.0
)
IDLIB = place(
    name="Idlib",
    name_ar="إدلب",
    country="SY",
    kind="admin1",
    lat=35.8,
    lon=36.65,
    radius_km=50.0,
    area="admin1:SY:Muhafazat Idlib",
)
LIBYA = place(
    id="country-LY",
    name="Libya",
    name_ar="ليبيا",
    kind="country",
    lat=27.0,
    lon=17.0,
    radius_km=900.0,
    area="country:LY",
)
SYRIA = place(
    id="country-SY",
    name="Syria",
    name_ar="سوريا",
    kind="country",
    country="SY",
    lat=35.0,
    lon=38.0,
    radius_km=370.0,
    area="country:SY",
)
EAST_LIBYA = place(
    id="part-LY-east",
    name="eastern Libya",
    name_ar="شرق ليبيا",
    kind="region",
    lat=27.5,
    lon=22.0,
    radius_km=600.0,
    area="part:country:LY:east",
)


def document(**changes: Any) -> Document:
    """Build a document in Arabic, published on 10 March 2020 by "Test Agency"."""
    values: dict[str, Any] = {
        "id": "doc-1",
        "text": "وصلت طائرة إلى بنغازي.",
        "language": "ar",
        "title": "خبر",
        "publisher": "Test Agency",
        "published": date(2020, 3, 10),
        **changes,
    }
    return Document(**values)


def day(first: str | None = "2020-03-03", last: str | None = None, **changes: Any) -> DateSpan:
    """Build a date from ISO text: one day, or from the first to the last; ``day(None)`` is no date."""
    start = date.fromisoformat(first) if first else None
    end = date.fromisoformat(last) if last else start
    values: dict[str, Any] = {"date_from": start, "date_to": end, "precision": 1 if start and start == end else None}
    return DateSpan(**{**values, **changes})


def evidence(**changes: Any) -> Evidence:
    """Build an evidence span; the quotation's length follows unless ``end`` is given."""
    values: dict[str, Any] = {"doc": "doc-1", "start": 0, "quote": "وصلت طائرة إلى بنغازي.", **changes}
    values.setdefault("end", values["start"] + len(values["quote"]))
    return Evidence(**values)


def mention(**changes: Any) -> Mention:
    """Build a mention, resolved to Benghazi unless ``place`` is given; ``place=None`` is an unresolved one."""
    where = changes.pop("place", BENGHAZI)
    values: dict[str, Any] = {"doc": "doc-1", "start": 15, "text": "بنغازي", "role": "literal", **changes}
    values.setdefault("end", values["start"] + len(values["text"]))
    values.setdefault("id", stable_id("m", values["doc"], values["start"], values["end"]))
    found = Resolution(place=where, score=0.9, reason="the only candidate")
    values.setdefault("resolution", found if where else Resolution(place=None, score=0.0, reason="no candidate"))
    return Mention(**values)


def event(**changes: Any) -> Event:
    """Build an event: an ASSAULT at Benghazi on 3 March 2020, reported by doc-1."""
    doc = changes.get("doc", "doc-1")
    values: dict[str, Any] = {
        "doc": doc,
        "type": "ASSAULT",
        "date": day(),
        "places": (BENGHAZI,),
        "actors": ("LNA",),
        "evidence": evidence(doc=doc),
        **changes,
    }
    values.setdefault("id", stable_id("e", doc, values["type"], values["evidence"].start, repr(values)))
    return Event(**values)


def flow(**changes: Any) -> Flow:
    """Build a flow: a flight from Damascus to Benghazi on 3 March 2020, reported by doc-1."""
    doc = changes.get("doc", "doc-1")
    values: dict[str, Any] = {
        "doc": doc,
        "origin": DAMASCUS,
        "destination": BENGHAZI,
        "mode": "flight",
        "date": day(),
        "evidence": evidence(doc=doc),
        **changes,
    }
    values.setdefault("id", stable_id("f", doc, values["evidence"].start, repr(values)))
    return Flow(**values)


def reading(**changes: Any) -> Reading:
    """Build a reading of doc-1 with nothing in it."""
    return Reading(**{"document": document(), **changes})


SAMPLE_TEXTS = {
    "sample-flights": (
        "قال الناطق باسم حكومة الوفاق إن شركة أجنحة الشام سيّرت رحلات من دمشق إلى بنغازي مطلع آذار. "
        "وقصفت قوات حفتر أحياء في طرابلس يوم 4 آذار فقتل خمسة مدنيين. "
        "ونفت القيادة العامة في بنغازي نقل مقاتلين من السويداء إلى ليبيا."
    ),
    "sample-delegation": (
        "توجه وفد من شرق ليبيا إلى دمشق يوم 1 آذار. "
        "وأعلن الوفد أن السفارة الليبية في دمشق تسلّمت مهامها يوم 3 آذار. "
        "ومن المقرر أن تفتح قنصلية في بنغازي خلال الشهر المقبل."
    ),
    "sample-monitor": (
        "رصد المرصد اثنتي عشرة رحلة من سوريا إلى شرق ليبيا خلال شباط. "
        "ووصلت شحنة أسلحة مجهولة المصدر إلى بنغازي يوم 20 شباط. "
        "وجندت جهات محلية شبانًا في الغوطة والسويداء للقتال في ليبيا."
    ),
}


def _span(doc: str, words: str) -> dict[str, Any]:
    """Offsets of the first occurrence of the words in a sample text."""
    start = SAMPLE_TEXTS[doc].index(words)
    return {"doc": doc, "start": start, "text": words}


def _sentence(doc: str, number: int) -> Evidence:
    quote = SAMPLE_TEXTS[doc].split(". ")[number].rstrip(".") + "."
    start = SAMPLE_TEXTS[doc].index(quote)
    return Evidence(doc=doc, start=start, end=start + len(quote), quote=quote)


GNA = "Salem Test (GNA spokesman)"


def _flights() -> Reading:
    doc = "sample-flights"
    first, second, third = (_sentence(doc, number) for number in range(3))
    return reading(
        document=document(
            id=doc,
            text=SAMPLE_TEXTS[doc],
            title="رحلات دمشق وبنغازي",
            publisher="Test Agency",
            published=date(2020, 3, 8),
            url="https://example.org/flights",
        ),
        mentions=(
            mention(**_span(doc, "دمشق"), place=DAMASCUS),
            mention(**_span(doc, "بنغازي")),
            mention(**_span(doc, "طرابلس"), place=TRIPOLI),
            mention(**_span(doc, "السويداء"), place=SWEIDA),
        ),
        events=(
            event(
                doc=doc,
                mode="artillery",
                context=("military",),
                acled_event_type="Explosions/Remote violence",
                date=day("2020-03-04", text="يوم 4 آذار"),
                places=(TRIPOLI,),
                actors=("LNA",),
                recipients=("civilians",),
                fatalities=Fatalities(low=5, best=5, high=5),
                evidence=second,
            ),
        ),
        flows=(
            flow(
                doc=doc,
                carrier="Cham Wings",
                date=day("2020-03-01", "2020-03-07", text="مطلع آذار", precision=2),
                claim=Claim(claimed_by=GNA, chain=("GNA",), status="claimed"),
                evidence=first,
            ),
            flow(
                doc=doc,
                origin=SWEIDA,
                destination=LIBYA,
                mode="unknown",
                cargo=("fighters",),
                date=day(None),
                claim=Claim(denied_by=("LNA",), status="denied"),
                evidence=third,
            ),
        ),
    )


def _delegation() -> Reading:
    doc = "sample-delegation"
    first, second, third = (_sentence(doc, number) for number in range(3))
    return reading(
        document=document(
            id=doc, text=SAMPLE_TEXTS[doc], title="وفد من الشرق", publisher="Test Daily", published=date(2020, 3, 5)
        ),
        mentions=(
            mention(**_span(doc, "ليبيا"), place=LIBYA, modifier="east"),
            mention(**_span(doc, "دمشق"), place=DAMASCUS),
            mention(**_span(doc, "بنغازي")),
        ),
        events=(
            event(
                doc=doc,
                type="COOPERATE",
                context=("diplomatic",),
                date=day("2020-03-03", text="يوم 3 آذار"),
                places=(DAMASCUS,),
                actors=("eastern Libyan government",),
                recipients=("Syrian government",),
                evidence=second,
            ),
            event(
                doc=doc,
                type="COOPERATE",
                context=("diplomatic",),
                places=(BENGHAZI,),
                actors=("Syrian government",),
                date=day("2020-04-01", "2020-04-30", text="خلال الشهر المقبل", precision=4),
                claim=Claim(status="planned"),
                evidence=third,
            ),
        ),
        flows=(
            flow(
                doc=doc,
                origin=EAST_LIBYA,
                destination=DAMASCUS,
                mode="unknown",
                cargo=("delegation",),
                count=1,
                unit="delegation",
                date=day("2020-03-01", text="يوم 1 آذار"),
                evidence=first,
            ),
        ),
    )


def _monitor() -> Reading:
    doc = "sample-monitor"
    first, second, third = (_sentence(doc, number) for number in range(3))
    monitor = Claim(claimed_by="the Observatory", status="claimed")
    return reading(
        document=document(
            id=doc, text=SAMPLE_TEXTS[doc], title="رصد الرحلات", publisher="Test Wire", published=date(2020, 3, 2)
        ),
        mentions=(
            mention(**_span(doc, "سوريا"), place=SYRIA),
            mention(**_span(doc, "بنغازي")),
            mention(**_span(doc, "الغوطة"), place=GHOUTA),
            mention(**_span(doc, "السويداء"), place=None),
        ),
        events=(
            event(
                doc=doc,
                type="MOBILIZE",
                mode="",
                date=day(None),
                places=(GHOUTA, SWEIDA),
                actors=("local brokers",),
                claim=monitor,
                evidence=third,
            ),
            event(
                doc=doc,
                type="AID",
                mode="",
                context=("military",),
                date=day("2020-02-20", text="يوم 20 شباط"),
                places=(LIBYA,),
                actors=(),
                recipients=("LNA",),
                evidence=second,
            ),
            event(
                doc=doc,
                type="AID",
                mode="",
                date=day("2020-02-20"),
                places=(BENGHAZI,),
                actors=("Russia",),
                recipients=("LNA",),
                claim=Claim(denied_by=("Russia",), status="denied"),
                evidence=second,
            ),
        ),
        flows=(
            flow(
                doc=doc,
                origin=SYRIA,
                destination=EAST_LIBYA,
                cargo=("fighters",),
                count=12,
                unit="flights",
                date=day("2020-02-01", "2020-02-29", text="خلال شباط", precision=4),
                claim=monitor,
                evidence=first,
            ),
            flow(
                doc=doc,
                origin=None,
                destination=BENGHAZI,
                mode="unknown",
                cargo=("arms",),
                date=day("2020-02-20", text="يوم 20 شباط"),
                evidence=second,
            ),
        ),
    )


def sample_readings() -> tuple[Reading, ...]:
    """Return three made-up Arabic documents as read: 11 mentions (one unresolved), 6 events and 5 flows.

    Among the events one is denied, one planned, one known only to a country, one told at two places and one an
    ASSAULT with fatalities; among the flows one is denied and one has no known origin.
    """
    return (_flights(), _delegation(), _monitor())


def sample_tables() -> Any:
    """Return the tables of the sample readings, corroborated."""
    from geo.workspace.corroborate import corroborate
    from geo.workspace.tables import check
    from geo.workspace.tabulate import tabulate

    return check(tabulate(corroborate(sample_readings())))
