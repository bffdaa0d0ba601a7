"""The address: what is chosen stands in it, and a broken link opens what it can."""

from datetime import date

import pytest

from geo.ui import address


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"lang": ["ar"]}, {"lang": "ar"}),
        ({"lang": ["xx"]}, {}),
        ({"type": ["assault,AID"]}, {"type": ["AID", "ASSAULT"]}),
        ({"type": ["ASSAULT", "AID"]}, {"type": ["AID", "ASSAULT"]}),
        ({"country": ["ly"], "status": ["denied"]}, {"country": ["LY"], "status": ["denied"]}),
        ({"actor": ["LNA, east", "GNA"]}, {"actor": ["GNA", "LNA, east"]}),
        ({"min_precision": ["3"]}, {"precision": 3}),
        ({"text": ["بنغازي"]}, {"q": "بنغازي"}),
        ({"from": ["2020-03-01"], "to": ["2020-03-09"]}, {"days": (date(2020, 3, 1), date(2020, 3, 9))}),
        ({"width": ["count"]}, {"width": "count"}),
        ({"width": ["wide"]}, {}),
        ({"workspace": ["a/b.gpkg"]}, {"workspace": "a/b.gpkg"}),
        (
            {"layers": ["events,flows"]},
            {
                "layer_heat": False,
                "layer_areas": False,
                "layer_flows": True,
                "layer_events": True,
                "layer_places": False,
            },
        ),
        ({"dates": ["report"], "to": ["2020-03-03"]}, {"dates": "report", "days": (date.min, date(2020, 3, 3))}),
        ({"dates": ["rumour"]}, {}),
        ({"side": ["west"], "min_claimants": ["2"]}, {"side": ["west"], "min_claimants": 2}),
        ({"min_score": ["0.7"], "reliability": ["b"]}, {"score": 0.7, "reliability": ["B"]}),
        ({"dtg": ["1"]}, {"dtg": True}),
        ({"view": ["32.1,20.05,7.5"]}, {"view": (32.1, 20.05, 7.5)}),
        ({"view": ["north"]}, {}),
        ({"view": ["95,20,7"]}, {}),
        ({"view": ["nan,20,7"]}, {}),
        ({"sel": ["flows:f-12"]}, {"selection": ("flows", "f-12", "link")}),
        ({"sel": ["box:9,19,26,34"]}, {"selection": ("box", "9,19,26,34", "link")}),
        ({"sel": ["roads:r-1"]}, {}),
        ({"sel": ["events:" + "x" * 900]}, {}),
        ({"base": ["satellite"]}, {}),
    ],
)
def test_the_address_sets_the_widgets(given, expected) -> None:
    assert address._values(given) == expected


@pytest.mark.parametrize(
    "bad", [{"type": ["NONSENSE"]}, {"from": ["yesterday"]}, {"min_precision": ["99"]}, {"x": ["1"]}]
)
def test_a_bad_value_does_not_lose_the_others(bad) -> None:
    assert address._values({**bad, "status": ["claimed"]}) == {"status": ["claimed"]}
