import json

import pytest

from geo.showing.export.content import make_content
from geo.showing.export.provenance import account_rows
from geo.showing.layers import Layers, build_layers
from geo.workspace.criteria import Filter
from geo.workspace.filters import apply
from tests.showing.export.conftest import MADE


def test_it_names_workspace_filters_selection_program_time_sources_and_credits(layers: Layers) -> None:
    criteria = Filter(types=("ASSAULT",), countries=("LY",))
    told = make_content(layers, ("events",), criteria=criteria, selection={"event": "e-1"}, made=MADE).provenance
    assert told["program"].startswith("Kharita 0.")
    assert told["made"] == "2026-03-04T05:06:07+00:00"
    assert set(told["workspace"]) == {"hash", "version", "updated", "program_version"}
    assert told["filter"] == {"type": ["ASSAULT"], "country": ["LY"]}
    assert told["selection"] == {"event": "e-1"}
    assert {source["publisher"] for source in told["sources"]} == {"Test Agency", "Test Daily", "Test Wire"}
    assert {"GeoNames", "Natural Earth"} <= {licence["source"] for licence in told["licences"]}
    assert any("CC BY 4.0" in credit for credit in told["credits"])


def test_a_time_elsewhere_is_told_in_utc(layers: Layers) -> None:
    from datetime import timedelta, timezone

    made = MADE.astimezone(timezone(timedelta(hours=3)))
    assert make_content(layers, ("events",), made=made).provenance["made"] == "2026-03-04T05:06:07+00:00"


def test_only_the_documents_that_are_left_stand_in_it(layers: Layers) -> None:
    kept = build_layers(apply(layers.tables, Filter(publishers=("Test Agency",))))
    told = make_content(kept, ("events",), made=MADE).provenance
    assert [source["publisher"] for source in told["sources"]] == ["Test Agency"]


def test_as_rows_every_value_is_kept(layers: Layers) -> None:
    told = make_content(layers, ("events",), criteria=Filter(actors=("LNA", "Russia")), made=MADE).provenance
    rows = account_rows(told)
    assert ("filter.actor", "LNA") in rows
    assert ("filter.actor", "Russia") in rows
    values = {value for _, value in rows}
    assert {source["title"] for source in told["sources"]} <= values


@pytest.mark.parametrize("name", ["<script>", "دمشق"])
def test_it_is_plain_json(name: str, layers: Layers) -> None:
    told = make_content(layers, ("events",), selection={"place": name}, made=MADE).provenance
    assert json.loads(json.dumps(told)) == told
