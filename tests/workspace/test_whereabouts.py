"""Records of a place by its id: the earliest first, no more than asked for; an event by any of its rows."""

from pathlib import Path

import pytest

from geo.errors import WorkspaceError
from geo.workspace.store import Workspace
from geo.workspace.whereabouts import Here, event_of, records_at
from tests.builders import BENGHAZI, TRIPOLI, day, event, flow, reading, sample_readings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Workspace.create(tmp_path / "w.gpkg", sample_readings())
    return tmp_path / "w.gpkg"


def test_a_place_has_the_records_that_the_tables_have(path: Path) -> None:
    tables = Workspace.open(path).tables()
    for place in tables.places["id"]:
        here = records_at(path, place)
        assert set(here.events) == set(tables.events.loc[tables.events["place_id"] == place, "event_id"])
        ends = (tables.flows["origin_id"] == place) | (tables.flows["destination_id"] == place)
        assert set(here.flows) == set(tables.flows.loc[ends, "id"])


def test_only_events_of_a_type_are_told_when_asked(path: Path) -> None:
    tables = Workspace.open(path).tables()
    row = tables.events[tables.events["place_id"] == TRIPOLI.id].iloc[0]
    assert records_at(path, TRIPOLI.id, kind="ASSAULT") == Here(events=(row["event_id"],))
    assert records_at(path, TRIPOLI.id, kind="SANCTION") == Here()


def test_the_earliest_come_first_those_without_a_date_last(tmp_path: Path) -> None:
    days = (day("2020-03-05"), day(None), day("2020-03-01"))
    told = tuple(event(date=when, actors=(f"Actor {n}",), type="AID") for n, when in enumerate(days))
    flights = tuple(flow(date=when, carrier=f"Carrier {n}") for n, when in enumerate(days))
    Workspace.create(tmp_path / "w.gpkg", [reading(events=told, flows=flights)])
    tables = Workspace.open(tmp_path / "w.gpkg").tables()
    here = records_at(tmp_path / "w.gpkg", BENGHAZI.id)
    dates = tables.events.set_index("event_id")["date_from"]
    assert [dates[key] for key in here.events] == ["2020-03-01", "2020-03-05", ""]
    dates = tables.flows.set_index("id")["date_from"]
    assert [dates[key] for key in here.flows] == ["2020-03-01", "2020-03-05", ""]
    assert len(records_at(tmp_path / "w.gpkg", BENGHAZI.id, most=2).events) == 2


def test_an_event_is_known_by_each_of_its_rows(path: Path) -> None:
    for row in Workspace.open(path).tables().events.to_dict("records"):
        assert event_of(path, row["id"]) == event_of(path, row["event_id"]) == row["event_id"]


@pytest.mark.parametrize("key", ["", "e-0", "' OR 1=1 --", "a\x00b"])
def test_what_is_not_there_is_nothing(path: Path, key: str) -> None:
    assert event_of(path, key) == ""
    assert records_at(path, key) == Here()


def test_a_file_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        records_at(tmp_path / "none.gpkg", "x")
