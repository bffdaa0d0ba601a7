from datetime import UTC, date, datetime
from typing import Any

import pytest

from geo.model import Claim, Document, Evidence, Fatalities
from geo.showing.export.content import Content, make_content
from geo.showing.layers import Layers, build_layers
from geo.workspace.criteria import Filter
from tests.browser.sample import hostile_reading
from tests.builders import IDLIB, TRIPOLI, event, flow, mention, place, reading, sample_tables

MADE = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

ACTING = ('=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=already", "＝1")
BROKEN = "]]></description><script>alert(1)</script> & <b>x</b> \x01\x0b\ufffe _x0041_ \U0001f680"


@pytest.fixture(scope="session")
def layers() -> Layers:
    return build_layers(sample_tables())


@pytest.fixture(scope="session")
def content(layers: Layers) -> Content:
    return content_of(layers)


def content_of(layers: Layers, names: tuple[str, ...] = ("places", "mentions", "events", "flows", "areas")) -> Content:
    return make_content(
        layers,
        names,
        criteria=Filter(types=("ASSAULT", "AID", "COOPERATE", "MOBILIZE")),
        selection={"event": "e-1"},
        made=MADE,
    )


@pytest.fixture(scope="session")
def hostile() -> Layers:
    """Texts that a spreadsheet takes for formulas, that end what they stand in, and that XML cannot hold."""
    from geo.workspace.corroborate import corroborate
    from geo.workspace.tabulate import tabulate

    return build_layers(tabulate(corroborate([_acting(), hostile_reading()])))


def _acting() -> Any:
    doc = "=cmd"
    text = f"وقصفت {BROKEN} طرابلس " + " ".join(ACTING)
    evidence = Evidence(doc=doc, start=0, end=len(text), quote=text)
    evil = place(id="@evil", name="=1+1", name_ar="+طرابلس", lat=32.0, lon=-13.5)
    return reading(
        document=Document(
            id=doc, text=text, language="ar", title="-title", publisher="@publisher", published=date(2020, 3, 9)
        ),
        mentions=(mention(doc=doc, start=text.index("طرابلس"), text="طرابلس", place=TRIPOLI),),
        events=tuple(
            event(
                doc=doc,
                mode="artillery",
                acled_event_type="Battles",
                places=(evil, IDLIB),
                actors=(f"{acting} actor {number}",),
                recipients=(BROKEN,),
                fatalities=Fatalities(low=1, best=2, high=3),
                claim=Claim(claimed_by=acting, status="claimed"),
                evidence=evidence,
            )
            for number, acting in enumerate(ACTING)
        ),
        flows=(flow(doc=doc, origin=evil, destination=TRIPOLI, carrier=BROKEN, evidence=evidence),),
    )
