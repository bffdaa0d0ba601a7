"""The legend: what is shown, and what is not on the map."""

import pytest

from geo.showing.layers import LAYERS, build_layers
from geo.showing.maps.legend import legend_spec
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
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
