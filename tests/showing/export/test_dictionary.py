"""What the docs say of the exports is made of what is declared, and is true of what is written."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from geo.errors import WorkspaceError
from geo.showing import export
from geo.showing.export.dictionary import data_dictionary, geojson_schema
from geo.showing.export.flat import columns_of
from geo.showing.layers import Layers, build_layers
from geo.workspace.columns import describe, described
from geo.workspace.criteria import Filter
from geo.workspace.filters import apply
from geo.workspace.schema import SCHEMAS
from geo.workspace.tables import empty_tables
from tests.showing.export.conftest import MADE

DOCS = Path(__file__).parents[3] / "docs"
AGAIN = "run python scripts/make_data_dictionary.py"


def collection_of(layers: Layers, **options: Any) -> dict[str, Any]:
    return dict(json.loads(b"".join(export.chunks("geojson", layers, made=MADE, **options))))


def faults(collection: dict[str, Any]) -> list[str]:
    checker = jsonschema.Draft202012Validator(geojson_schema())
    return [error.message[:200] for error in checker.iter_errors(collection)]


def test_the_dictionary_in_the_docs_is_what_is_declared() -> None:
    assert (DOCS / "data-dictionary.md").read_text(encoding="utf-8") == data_dictionary(), AGAIN


def test_the_schema_in_the_docs_is_what_is_declared() -> None:
    assert json.loads((DOCS / "geojson.schema.json").read_text(encoding="utf-8")) == geojson_schema(), AGAIN


def test_every_column_is_described_and_every_description_has_its_column() -> None:
    tables = {name: {column.name for column in schema.columns} for name, schema in SCHEMAS.items()}
    tables["areas"] = {"n_events", "n_flows"}
    for table, columns in tables.items():
        for column in columns:
            assert describe(table, column).endswith(".")
    all_columns = set().union(*tables.values())
    for table, column in described():
        assert column in (all_columns if table == "any" else tables[table]), (table, column)


def test_a_column_that_nobody_described_is_named() -> None:
    with pytest.raises(WorkspaceError, match=r"does not say what events\.colour is"):
        describe("events", "colour")


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(geojson_schema())


@pytest.mark.parametrize("layer", [*export.EXPORT_LAYERS, "all"])
@pytest.mark.parametrize("which", ["layers", "hostile"])
def test_what_is_written_keeps_to_the_schema(which: str, layer: str, request: pytest.FixtureRequest) -> None:
    assert faults(collection_of(request.getfixturevalue(which), layer=layer)) == []


def test_a_filtered_and_an_empty_one_keep_to_it_too(layers: Layers) -> None:
    criteria = Filter(date_from="2020-03-01", types=("ASSAULT",))  # type: ignore[arg-type]
    filtered = build_layers(apply(layers.tables, criteria))
    assert faults(collection_of(filtered, criteria=criteria, selection={"event": "e"})) == []
    assert faults(collection_of(build_layers(empty_tables()))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "certain"),
        ("where_prec", 9),
        ("lat", "north"),
        ("actors", "LNA"),
        ("surplus", 1),
        ("date_from", "3/3"),
    ],
)
def test_the_schema_refuses_a_value_that_is_none(name: str, value: object, layers: Layers) -> None:
    collection = collection_of(layers, layer="events")
    collection["features"][0]["properties"][name] = value
    assert faults(collection)


def test_the_schema_misses_what_is_missing(layers: Layers) -> None:
    collection = collection_of(layers, layer="flows")
    del collection["features"][0]["properties"]["quote"]
    assert faults(collection)
    assert faults({key: value for key, value in collection_of(layers).items() if key != "kharita"})


def test_the_columns_that_are_written_are_those_of_the_dictionary(layers: Layers) -> None:
    text = data_dictionary()
    for layer in export.EXPORT_LAYERS:
        chapter = text.partition(f"## {layer}\n")[2].partition("\n## ")[0]
        header = b"".join(export.chunks("csv", layers, layer=layer)).decode("utf-8-sig").splitlines()[0].split(",")
        assert [f"`{name}`" for name in header] == [
            line.split(" | ")[0].removeprefix("| ") for line in chapter.splitlines() if line.startswith("| `")
        ]
        assert header == [column.name for column in columns_of(layer)]
