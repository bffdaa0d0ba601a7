"""A workspace through a filter: the same whether it is drawn whole or by viewport, and selections that hold rows."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.reading.text.folding import fold
from geo.showing.explore import Exploration, Frame, Held, explore, frame_around, frame_of
from geo.showing.viewport import viewport_layers
from geo.workspace.filters import Filter
from geo.workspace.snapshot import open_snapshot
from geo.workspace.store import Workspace
from tests import builders as b

LIBYA = Frame((9.0, 19.0, 26.0, 34.0), 6)
WORLD = Frame((-180.0, -85.0, 180.0, 85.0), 2)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workspace") / "sample.gpkg"
    Workspace.create(path, b.sample_readings())
    return path


def explored(path: Path, *, whole: bool = False, **criteria: Any) -> Exploration:
    tables = Workspace.open(path).tables() if whole else None
    return explore(open_snapshot(path), Filter(**criteria), fold=fold, grades={}, tables=tables)


@pytest.mark.parametrize("criteria", [{}, {"types": ("AID",)}, {"date_to": date(2020, 3, 5), "dates": "report"}])
def test_counts_are_the_same_whole_and_by_viewport(path: Path, criteria: dict[str, Any]) -> None:
    whole = explored(path, whole=True, **criteria).layers(None, flow_measure="claimants")
    seen = explored(path, **criteria).layers(LIBYA, flow_measure="claimants")
    assert dict(seen.counts) == dict(whole.counts)
    assert seen.missing == whole.missing
    assert seen.legend == whole.legend


NOWHERE = b.event(id="nowhere", type="AID", places=())
HALF = b.flow(id="half", origin=b.DAMASCUS, destination=None)
LOST = b.flow(id="lost", origin=None, destination=None, mode="sea")
ROUND = b.flow(id="round", origin=b.BENGHAZI, destination=b.BENGHAZI, mode="sea")
SPREAD = b.event(id="spread", places=(b.BENGHAZI, b.LIBYA))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of what does not fit on a map: no place, one end, the same end, a town and its country."""
    path = tmp_path_factory.mktemp("workspace") / "odd.gpkg"
    Workspace.create(path, [b.reading(events=(NOWHERE, SPREAD), flows=(HALF, LOST, ROUND))])
    return path


def test_what_is_not_on_the_map_is_counted_alike_whole_and_by_viewport(odd: Path) -> None:
    whole = explored(odd, whole=True)
    seen = explored(odd)
    one = whole.layers(None, flow_measure="claimants")
    other = viewport_layers(seen.snapshot.facts, seen.counts, seen.summary(WORLD))
    assert dict(one.counts) == dict(other.counts) == {"areas": 1, "flows": 1, "events": 1, "places": 2}
    assert one.missing == other.missing
    assert one.missing.flows_unplaced == 3
    assert one.legend == other.legend
    assert whole.tray("en").counts == seen.tray("en").counts
    assert seen.tray("en").counts["unplaced_flows"] == 3


def test_an_event_at_two_places_is_one_record_in_the_evidence(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = explored(odd)
    held = Held(found.chosen.events.nonzero()[0], found.chosen.flows.nonzero()[0][:0])
    assert len(held.events) == 3
    assert found.evidence("box", "", held, "en")[1] == 0
    monkeypatch.setattr("geo.showing.explore.MOST_CARDS", 1)
    cards, left = found.evidence("box", "", held, "en")
    assert (len(cards), left) == (2, 1)  # a card for each of its places


def test_a_row_that_an_event_does_not_have_is_not_held(odd: Path) -> None:
    found = explored(odd)
    rows, _ = found.listed("events", None, limit=10)
    spread = next(row for row in rows if row["place"] == "Libya")
    held = found.held_by("events", spread["id"], None)
    assert held
    assert len(held.events) == 1
    held = found.held_by("events", spread["event_id"], None)
    assert held
    assert len(held.events) == 2
    for number in ("0", "3", "x", ""):
        assert found.held_by("events", f"{spread['event_id']}.{number}", None) is None
    assert found.held_by("flows", f"{found.snapshot.facts.flows.texts['id'].at(0)}.1", None) is None


def test_a_cell_holds_what_it_counts_and_not_what_lies_on_the_next_ones_edge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "edge.gpkg"
    spots = [b.place(id=f"p{lon}", name=f"Town {lon}", lat=31.5, lon=lon) for lon in (22.4, 22.5, 22.6)]
    Workspace.create(path, [b.reading(events=tuple(b.event(id=one.id, places=(one,)) for one in spots))])
    monkeypatch.setattr("geo.showing.explore._DETAIL", 0)
    found = explored(path)
    for level in (3, 5, 8, 12):
        frame = Frame((11.25, 21.9, 33.75, 41.0), level)
        for cell in found.layers(frame, flow_measure="claimants").cells.to_dict("records"):
            held = found.held_by("events", cell["id"], frame)
            assert held
            assert len(held.events) == cell["n"]


def test_few_rows_in_view_stand_for_themselves(path: Path) -> None:
    layers = explored(path).layers(LIBYA, flow_measure="claimants")
    assert layers.cells.empty
    assert layers.bundles.empty
    assert set(layers.symbols["place"]) == {"Tripoli", "Benghazi"}
    assert {"Damascus", "Syria", "As-Suwayda", "eastern Libya", ""} >= set(layers.flows["origin"])
    assert "Tripoli" in set(layers.places["name"])
    assert "Damascus" not in set(layers.places["name"])


def test_many_rows_in_view_are_cells_and_bundles(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.showing.explore._DETAIL", 0)
    layers = explored(path).layers(WORLD, flow_measure="documents", heat=True)
    assert layers.symbols.empty
    assert layers.flows.empty
    assert layers.cells["n"].sum() == 5
    assert layers.heat["n"].sum() == 5
    assert set(layers.heat["level"]) <= {0, 1, 2, 3, 4}
    assert set(layers.bundles["origin"]) == {"Damascus", "As-Suwayda", "eastern Libya", "Syria"}
    (libya,) = layers.areas[layers.areas["name"] == "Libya"]["glyphs"]
    assert libya == (("AID", "reported", 1),)


def test_a_denied_bundle_is_struck_and_a_claimed_one_dashed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.showing.explore._DETAIL", 0)
    bundles = explored(path).layers(WORLD, flow_measure="claimants").bundles.set_index("origin")
    assert bundles.loc["As-Suwayda", "struck"]
    assert not bundles.loc["Damascus", "struck"]
    assert bundles.loc["Damascus", "dash"]
    assert not bundles.loc["eastern Libya", "dash"]


@pytest.mark.parametrize(
    ("layer", "key", "n_events", "n_flows"),
    [
        ("places", "LY-benghazi", 2, 2),
        ("places", "LY-tripoli", 1, 0),
        ("areas", "country-LY", 1, 1),
        ("events", "LY-benghazi|AID", 1, 0),
        ("box", "35.0,32.0,37.0,36.0", 3, 3),
        ("events", "cell|20.0,31.0,21.0,33.0", 2, 0),
    ],
)
def test_a_selection_holds_the_rows_behind_it(path: Path, layer: str, key: str, n_events: int, n_flows: int) -> None:
    held = explored(path).held_by(layer, key, WORLD)
    assert held
    assert (len(held.events), len(held.flows)) == (n_events, n_flows)


@pytest.mark.parametrize(
    ("layer", "key"),
    [
        ("places", "nowhere"),
        ("events", "e-none"),
        ("events", "LY-benghazi|PROTEST"),
        ("flows", "f-none"),
        ("flows", "bundle|a|b"),
        ("box", "1,2,3"),
        ("box", "a,b,c,d"),
        ("box", "nan,0,1,1"),
        ("box", "-inf,0,inf,1"),
        ("events", "cell|1,2,1,3"),
        ("events", "cell|x"),
        ("roads", "r-1"),
    ],
)
def test_what_is_not_shown_is_not_held(path: Path, layer: str, key: str) -> None:
    assert explored(path).held_by(layer, key, WORLD) is None


def test_a_record_is_held_by_its_id_and_found_by_its_symbol(path: Path) -> None:
    found = explored(path)
    rows, _ = found.listed("events", None, limit=10)
    for row in rows:
        held = found.held_by("events", str(row["id"]), None)
        assert held
        assert found.record_of("events", str(row["id"])) == f"event:{row['event_id']}"
        layer, key = found.symbol_of("events", str(row["id"]), held)
        assert (layer == "areas") == (row["kind"] in {"country", "region"})
        assert row["place_id"] in key


def test_a_filter_narrows_what_a_selection_holds(path: Path) -> None:
    held = explored(path, types=("COOPERATE",)).held_by("places", "LY-benghazi", None)
    assert held
    assert len(held.events) == 1


def test_a_list_is_paged_and_narrowed(path: Path) -> None:
    found = explored(path)
    first, total = found.listed("events", None, limit=3)
    rest, _ = found.listed("events", None, limit=10, offset=3)
    assert total == 7
    assert len(first) == 3
    assert len({row["id"] for row in [*first, *rest]}) == 7
    dates = [row["date_from"] for row in [*first, *rest]]
    assert dates == [*sorted(one for one in dates if one), *(one for one in dates if not one)]
    held = found.held_by("places", "LY-tripoli", None)
    assert found.listed("events", held, limit=10)[1] == 1


def test_a_list_of_what_was_known_tells_what_was_known(path: Path) -> None:
    found = explored(path, date_to=date(2020, 3, 5), dates="report")
    rows, total = found.listed("events", None, limit=10)
    assert total == len(rows) == 6  # the strike was first told of on 8 March
    assert "ASSAULT" not in {row["type"] for row in rows}
    dates = [row["date_from"] for row in rows]
    assert dates == [*sorted(one for one in dates if one), *(one for one in dates if not one)]
    assert "" in dates


def test_the_evidence_of_a_selection_tells_every_record(path: Path) -> None:
    found = explored(path)
    held = found.held_by("box", "35.0,32.0,37.0,36.0", None)
    assert held
    cards, left = found.evidence("box", "", held, "en")
    assert left == 0
    assert len(cards) == 6
    assert all(card.tellings for card in cards)


def test_the_tray_counts_what_is_not_on_the_map(path: Path) -> None:
    whole, seen = explored(path, whole=True).tray("en"), explored(path).tray("en")
    assert seen.counts == whole.counts
    assert seen.counts["unplaced_mentions"] == 1
    assert seen.counts["unplaced_flows"] == 1


def test_bounds_hold_the_places_of_a_selection(path: Path) -> None:
    found = explored(path)
    held = found.held_by("places", "LY-tripoli", None)
    assert held
    box = found.bounds(held)
    assert box
    assert box[0] < 13.19 < box[2]
    assert box[1] < 32.89 < box[3]


def test_the_first_view_is_where_most_of_it_happened(path: Path) -> None:
    west, south, east, north = explored(path).home().box
    assert west < 13 < 37 < east
    assert south < 27 < 34 < north


@pytest.mark.parametrize("zoom", [0, 3, 7.5, 12])
def test_a_frame_holds_its_view_and_stays_while_the_map_moves_a_little(zoom: float) -> None:
    frame = frame_around(20.0, 32.0, zoom)
    west, south, east, north = frame.box
    assert west <= 20 <= east
    assert south <= 32 <= north
    assert frame_of((west + 1e-6, south + 1e-6, east - 1e-6, north - 1e-6), zoom) == frame


def test_a_frame_over_the_antimeridian_wraps() -> None:
    west, _, east, _ = frame_of((170.0, -20.0, 200.0, 0.0), 5).box
    assert west > 0 > east
