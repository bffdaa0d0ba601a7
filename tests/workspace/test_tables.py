"""Tables keep to their declaration; every breach is named, all in one error."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from geo.errors import WorkspaceError
from geo.workspace.schema import CRS, SCHEMAS
from geo.workspace.tables import Tables, check, clean_text, empty, empty_tables, frame, join, split
from tests import builders as b


@pytest.fixture(scope="module")
def tables() -> Tables:
    return b.sample_tables()


def changed(tables: Tables, name: str, column: str, value: Any, row: int = 0) -> Tables:
    table = getattr(tables, name).copy()
    table.loc[row, column] = value
    return replace(tables, **{name: table})


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_can_be_empty_and_keeps_columns_types_and_crs(name: str) -> None:
    table, schema = empty(name), SCHEMAS[name]
    assert len(table) == 0
    assert tuple(table.columns) == (*schema.names, *(["geometry"] if schema.geometry else []))
    assert [str(table[column.name].dtype) for column in schema.columns] == [one.dtype for one in schema.columns]
    assert not schema.geometry or table.crs == CRS


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_declared_key_and_allowed_value_is_sensible(name: str) -> None:
    schema = SCHEMAS[name]
    assert set(schema.key) <= set(schema.names)
    assert len(set(schema.names)) == len(schema.names)
    for column in schema.columns:
        assert not (column.values or column.pattern) or column.dtype == "str"
        assert (column.low is None and column.high is None) or column.dtype in {"Int64", "Float64"}
        assert not column.nullable or column.dtype in {"Int64", "Float64"}


def test_empty_tables_pass_the_check() -> None:
    assert check(empty_tables({"version": "1"})).metadata == {"version": "1"}


def test_what_a_row_leaves_out_is_unknown() -> None:
    row = frame("events", [{"id": "e-1.1", "event_id": "e-1"}]).iloc[0]
    assert row["quote"] == ""
    assert row["lat"] is pd.NA
    assert row["fatalities_low"] is pd.NA
    assert row["geometry"] is None


def test_geometry_follows_from_the_coordinates(tables: Tables) -> None:
    benghazi = tables.events[tables.events["place"] == "Benghazi"].iloc[0]
    assert (benghazi.geometry.x, benghazi.geometry.y) == (b.BENGHAZI.lon, b.BENGHAZI.lat)
    flow = tables.flows[tables.flows["origin"] == "Damascus"].iloc[0]
    assert list(flow.geometry.coords) == [(b.DAMASCUS.lon, b.DAMASCUS.lat), (b.BENGHAZI.lon, b.BENGHAZI.lat)]
    assert tables.flows[tables.flows["origin_id"] == ""].iloc[0].geometry is None
    assert tables.mentions[tables.mentions["place_id"] == ""].iloc[0].geometry is None


@pytest.mark.parametrize(
    ("name", "row", "named"),
    [
        ("plants", {}, "no such table 'plants'"),
        ("events", {"colour": "red"}, "no such column colour"),
        ("events", {"quote": None}, "quote is None; expected text"),
        ("events", {"lat": "north"}, "lat is not Float64"),
        ("flows", {"count": 1.5}, "count is not Int64"),
        ("places", {"confirmed": "yes"}, "confirmed holds something other than true and false"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_name(name: str, row: dict[str, Any], named: str) -> None:
    with pytest.raises(WorkspaceError, match=named):
        frame(name, [row])


@pytest.mark.parametrize(
    ("name", "column", "value", "named"),
    [
        ("events", "status", "rumoured", "'rumoured'; expected one of denied"),
        ("flows", "score", 1.5, "flows.score: 1.5; expected at most 1"),
        ("evidence", "type", "RAIN", "evidence.type: 'RAIN'; expected one of"),
        ("evidence", "position", 0, "evidence.position: 0; expected at least 1"),
        ("events", "lat", 91.0, "events.lat: 91.0; expected at most 90"),
        ("events", "where_prec", 0, "events.where_prec: 0; expected at least 1"),
        ("events", "date_from", "3 March", "'3 March'; expected a date YYYY-MM-DD"),
        ("events", "start", 10_000, "a span that ends before it starts"),
        ("events", "doc", "lost", "events.doc: 1 that no table holds, such as 'lost'"),
        ("mentions", "place_id", "lost", "mentions.place_id: 1 that no table holds"),
        ("flows", "origin_id", "lost", "flows.origin_id: 1 that no table holds"),
        ("mentions", "lat", 1.0, "geometry of 1 row"),
        ("mentions", "start", pd.NA, "mentions.start: 1 null"),
        ("flows", "id", "f-other", "'f-other' has no evidence"),
        ("evidence", "record_id", "e-other", "'e-other' is in no table"),
    ],
)
def test_a_value_out_of_place_is_named(tables: Tables, name: str, column: str, value: Any, named: str) -> None:
    with pytest.raises(WorkspaceError, match=named):
        check(changed(tables, name, column, value))


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"subject": "publisher", "grade": "A"}, ""),
        ({"subject": "event", "grade": "6"}, ""),
        ({"subject": "flow", "grade": "1"}, ""),
        ({"subject": "publisher", "grade": "1"}, "publisher 'x' has grade '1'; expected A to F"),
        ({"subject": "event", "grade": "A"}, "event 'x' has grade 'A'; expected A to F for a publisher, 1 to 6"),
        ({"subject": "flow", "grade": "7"}, "grades.grade: '7'; expected one of A"),
        ({"subject": "place", "grade": "1"}, "grades.subject: 'place'; expected one of publisher, event, flow"),
        ({"subject": "event", "grade": "1", "changed": "today"}, "grades.changed: 'today'; expected a time such as"),
    ],
)
def test_a_publisher_has_a_letter_and_a_record_a_digit(tables: Tables, row: dict[str, str], named: str) -> None:
    grades = frame("grades", [{"key": "x", "changed": "2020-03-10T06:30:00+00:00", **row}])
    if not named:
        assert len(check(replace(tables, grades=grades)).grades) == 1
        return
    with pytest.raises(WorkspaceError, match=named):
        check(replace(tables, grades=grades))


def test_one_name_is_one_view(tables: Tables) -> None:
    view = {"name": "Front", "address": "?a=1", "changed": "2020-03-10T06:30:00Z"}
    with pytest.raises(WorkspaceError, match=r"views: 1 row\(s\) with a key that is there already"):
        check(replace(tables, views=frame("views", [view, view])))


def test_a_key_that_occurs_twice_is_named(tables: Tables) -> None:
    with pytest.raises(WorkspaceError, match=r"documents: 1 row\(s\) with a key that is there already"):
        check(changed(tables, "documents", "id", tables.documents.loc[1, "id"]))


@pytest.mark.parametrize(
    ("breach", "named"),
    [
        (lambda table: table.drop(columns="quote"), "column quote is missing"),
        (lambda table: table.assign(colour="red"), "column colour is not declared"),
        (lambda table: table[table.columns[::-1]], "another order"),
        (lambda table: table.assign(start=table["start"].astype("Float64")), "start is Float64; expected Int64"),
        (lambda table: table.to_crs(3857), "CRS is EPSG:3857"),
        (pd.DataFrame, "not a GeoDataFrame"),
        (lambda table: None, "a NoneType; expected a table"),
    ],
)
def test_a_table_of_another_make_is_named(tables: Tables, breach: Any, named: str) -> None:
    with pytest.raises(WorkspaceError, match=named):
        check(replace(tables, events=breach(tables.events)))


def test_all_faults_come_in_one_error(tables: Tables) -> None:
    twice = changed(changed(tables, "events", "status", "rumoured"), "flows", "mode", "balloon")
    with pytest.raises(WorkspaceError, match=r"(?s)in 2 place.*rumoured.*balloon"):
        check(twice)


@pytest.mark.parametrize("values", [(), ("LNA",), ("LNA", "GNA"), ("a, b", "c (d)")])
def test_lists_come_apart_as_they_were_joined(values: tuple[str, ...]) -> None:
    assert split(join(values)) == values


def test_a_separator_within_a_value_does_not_make_two_of_it() -> None:
    assert split(join(["one; two", "three"])) == ("one, two", "three")


def test_what_cannot_be_stored_is_replaced_one_for_one() -> None:
    assert clean_text("ا\x00ب\ud800ج") == "ا\ufffdب\ufffdج"
