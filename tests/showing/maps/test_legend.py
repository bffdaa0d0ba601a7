"""The legend: what is shown, and what is not on the map."""

import pytest

from geo.showing.layers import LAYERS, build_layers
from geo.showing.maps.legend import legend_spec
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
from tests.browser import crowd
from tests.builders import sample_readings

SAMPLE = build_layers(tabulate(corroborate(sample_readings())))


def _names(spec) -> dict[str, list[str]]:
    return {group["title"]: [entry["name"] for entry in group["entries"]] for group in spec["groups"]}


def test_types_flows_statuses_and_places_have_their_groups() -> None:
    names = _names(legend_spec(SAMPLE, "en"))
    assert list(names) == ["Events", "Flows", "How it is told", "Places"]
    assert "Assault" in names["Events"]
    assert names["How it is told"] == ["Reported", "Claimed", "Planned", "Denied"]


def test_a_layer_that_is_off_is_not_in_the_legend() -> None:
    names = _names(legend_spec(SAMPLE, "en", shown=("places",)))
    assert names == {"Places": ["Place"]}


@pytest.mark.parametrize("measure", ["claimants", "documents", "count"])
def test_the_legend_says_what_a_flows_width_means(measure) -> None:
    flows = next(
        group for group in legend_spec(SAMPLE, "en", flow_measure=measure)["groups"] if group["title"] == "Flows"
    )
    assert {"claimants": "claimants", "documents": "documents", "count": "number"}[measure] in flows["note"]


def test_what_has_no_place_is_told_in_words() -> None:
    assert legend_spec(SAMPLE, "en")["missing"] == ["1 mention without a place"]
    assert legend_spec(SAMPLE, "ar", shown=LAYERS)["direction"] == "rtl"


def test_an_empty_workspace_has_an_empty_legend() -> None:
    spec = legend_spec(build_layers(empty_tables()), "en")
    assert spec["groups"] == []
    assert spec["missing"] == []


def test_flows_with_one_known_end_have_a_line_of_their_own() -> None:
    flows = next(group for group in legend_spec(SAMPLE, "en")["groups"] if group["title"] == "Flows")
    assert [(entry["name"], entry["count"]) for entry in flows["entries"]][-1] == ("One end unknown", 1)


def test_the_scale_of_the_shading_tells_the_counts_of_each_level() -> None:
    layers = crowd.crowd(crowd.cells(80))
    spec = legend_spec(layers, "en", shown=("heat",))
    (heat,) = spec["groups"]
    assert heat["title"] == "Density"
    ranges = [entry["name"].strip("\u2066\u2069").replace(",", "").split("–") for entry in heat["entries"]]
    lows, highs = [int(one[0]) for one in ranges], [int(one[-1]) for one in ranges]
    assert lows == sorted(lows)
    assert all(low <= high for low, high in zip(lows, highs, strict=True))
    assert all(high < low for high, low in zip(highs, lows[1:], strict=False))
    assert (lows[0], highs[-1]) == (layers.heat["n"].min(), layers.heat["n"].max())


def test_no_scale_where_nothing_is_shaded() -> None:
    assert _names(legend_spec(crowd.crowd(crowd.cells(5)), "en")) == {}


def test_notes_stand_at_the_end_as_they_are() -> None:
    assert legend_spec(SAMPLE, "en", notes=("<b>12</b>", "two"))["notes"] == ["<b>12</b>", "two"]
