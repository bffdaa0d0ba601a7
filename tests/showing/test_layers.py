"""What is drawn, and as what: areas, points, symbols, flows, and what is counted because it cannot be drawn."""

import pandas as pd
import pytest
from shapely.geometry import MultiLineString, box

from geo.errors import BasemapError
from geo.model import Claim
from geo.showing.layers import LAYERS, Layers, build_layers, drawn_as
from geo.showing.style import load_palette
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import Tables, empty_tables
from geo.workspace.tabulate import tabulate
from tests.builders import (
    BENGHAZI,
    DAMASCUS,
    EAST_LIBYA,
    GHOUTA,
    LIBYA,
    SWEIDA,
    TRIPOLI,
    day,
    document,
    event,
    evidence,
    flow,
    mention,
    place,
    reading,
    sample_readings,
)


def _tables(*readings) -> Tables:
    return tabulate(corroborate(readings or sample_readings()))


def _layers(*readings, **options) -> Layers:
    return build_layers(_tables(*readings), **options)


def _of(table: pd.DataFrame, **wanted) -> dict:
    for name, value in wanted.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.to_dict("records")[0]


@pytest.mark.parametrize(
    ("kind", "area", "radius_km", "expected"),
    [
        ("city", "", 12, "point"),
        ("site", "", 3, "point"),
        ("neighbourhood", "", 2, "point"),
        ("country", "country:LY", 900, "area"),
        ("admin1", "admin1:SY:Muhafazat Idlib", 60, "area"),
        ("region", "part:country:LY:east", 600, "area"),
        ("region", "", 18, "vicinity"),
        ("admin2", "", 25, "vicinity"),
        ("country", "", 900, "vicinity"),
        ("continent", "", 4000, "label"),
        ("sea", "", 0, "label"),
        ("", "", None, "none"),
    ],
)
def test_how_a_place_is_drawn(kind, area, radius_km, expected) -> None:
    assert drawn_as(kind, area, radius_km) == expected


def test_a_country_a_governorate_and_a_part_are_areas_and_never_points() -> None:
    layers = _layers()
    areas = {"Libya", "Syria", "eastern Libya", "Ghouta"}
    assert areas <= set(layers.areas["name"])
    assert not areas & set(layers.places["name"])
    assert not areas & set(layers.symbols["place"])


def test_an_area_has_its_own_shape_from_the_basemap() -> None:
    libya = _of(_layers().areas, name="Libya")["geometry"]
    assert libya.contains(_of(_layers().places, name="Benghazi")["geometry"])
    assert libya.area > 100  # square degrees: no circle of a few kilometres


def test_a_part_lies_on_its_whole() -> None:
    names = list(_layers().areas["name"])
    assert names.index("eastern Libya") > names.index("Libya")


def test_a_vicinity_is_the_circle_of_its_radius() -> None:
    shape = _of(_layers().areas, name="Ghouta")["geometry"]
    west, south, east, north = shape.bounds
    assert (north - south) * 111.2 == pytest.approx(2 * GHOUTA.radius_km, rel=0.02)
    assert west < GHOUTA.lon < east


def test_a_shape_that_the_basemap_does_not_hold_becomes_a_circle() -> None:
    def none(key: str):
        raise BasemapError(f"no {key}")

    libya = _of(_layers(shape_of=none).areas, name="Libya")
    assert libya["drawn"] == "area"
    assert libya["geometry"].bounds[3] == pytest.approx(27 + 900 / 111.2, abs=0.3)


def test_what_is_too_wide_for_a_circle_keeps_its_name_only() -> None:
    africa = place(name="Africa", kind="continent", country="", lat=3.0, lon=20.0, radius_km=4000.0)
    layers = _layers(reading(mentions=(mention(place=africa),)))
    row = _of(layers.areas, name="Africa")
    assert row["drawn"] == "label"
    assert row["geometry"] is None
    assert (row["label_lon"], row["label_lat"]) == (20.0, 3.0)


def test_an_area_where_things_happened_is_stronger_than_one_that_is_only_named() -> None:
    layers = _layers(
        reading(
            mentions=(
                mention(place=LIBYA),
                mention(
                    place=place(
                        name="Egypt",
                        kind="country",
                        country="EG",
                        lat=26.0,
                        lon=30.0,
                        radius_km=600.0,
                        area="country:EG",
                    ),
                    start=3,
                ),
            ),
            events=(event(places=(LIBYA,)),),
        )
    )
    assert _of(layers.areas, name="Libya")["opacity"] > _of(layers.areas, name="Egypt")["opacity"]


def test_events_of_one_type_at_one_place_are_one_symbol_and_none_is_lost() -> None:
    assaults = [
        event(date=day(f"2020-03-{number:02d}"), evidence=evidence(start=number * 100, quote=f"خبر {number}"))
        for number in range(1, 5)
    ]
    threat = event(type="THREATEN", evidence=evidence(start=900, quote="تهديد"))
    layers = _layers(reading(events=(*assaults, threat)))
    assault = _of(layers.symbols, type="ASSAULT")
    assert assault["n"] == 4
    assert len(assault["event_ids"]) == 4
    assert set(assault["event_ids"]) <= set(layers.events["id"])
    assert _of(layers.symbols, type="THREATEN")["n"] == 1
    assert layers.symbols["n"].sum() == len(layers.events)


def test_the_strongest_status_decides_how_a_symbol_looks() -> None:
    denied = event(
        claim=Claim(denied_by=("LNA",), status="denied"),
        date=day("2020-03-01"),
        evidence=evidence(start=0, quote="نفي"),
    )
    told = event(date=day("2020-03-20"), evidence=evidence(start=200, quote="وقع هجوم"))
    symbol = _of(_layers(reading(events=(denied, told))).symbols, type="ASSAULT")
    assert symbol["n"] == 2
    assert symbol["status"] == "reported"
    assert symbol["colour"] == load_palette().events["ASSAULT"].colour


def test_what_is_denied_is_grey_and_struck() -> None:
    layers = _layers()
    for table in (layers.events, layers.flows):
        denied = table[table["status"] == "denied"]
        assert len(denied)
        assert denied["struck"].all()
        assert set(denied["colour"]) == {load_palette().denied_colour}
        assert not table[table["status"] != "denied"]["struck"].any()


def test_claimed_and_planned_are_dashed_and_reported_is_not() -> None:
    flows = _layers().flows
    assert (flows[flows["status"] == "claimed"]["dash"] != "").all()
    assert (flows[flows["status"] == "reported"]["dash"] == "").all()


def test_an_event_at_two_places_is_counted_once() -> None:
    layers = _layers(reading(events=(event(places=(TRIPOLI, BENGHAZI)),)))
    assert layers.counts["events"] == 1
    assert len(layers.events) == 2
    assert len(layers.symbols) == 2


def test_there_and_back_bow_to_different_sides() -> None:
    there = flow(origin=DAMASCUS, destination=BENGHAZI)
    back = flow(origin=BENGHAZI, destination=DAMASCUS, evidence=evidence(start=300, quote="عادت"))
    lines = _layers(reading(flows=(there, back))).flows.geometry
    one, other = (line.interpolate(0.5, normalized=True) for line in lines)
    assert one.distance(other) > 1


def test_flows_of_the_same_way_get_lanes_of_their_own() -> None:
    flows = tuple(
        flow(
            carrier=name,
            mode="flight",
            date=day(f"2020-0{number}-01"),
            evidence=evidence(start=number * 100, quote=name),
        )
        for number, name in enumerate(("Cham Wings", "Other Air", "Third Air"), start=1)
    )
    table = _layers(reading(flows=flows)).flows
    assert sorted(table["lane"]) == [0, 1, 2]
    middles = [line.interpolate(0.5, normalized=True) for line in table.geometry]
    assert min(one.distance(other) for one in middles for other in middles if one is not other) > 0.3


def test_a_flow_runs_from_its_origin_to_its_destination() -> None:
    line = _of(_layers().flows, carrier="Cham Wings")["geometry"]
    assert line.coords[0] == pytest.approx((DAMASCUS.lon, DAMASCUS.lat))
    assert line.coords[-1] == pytest.approx((BENGHAZI.lon, BENGHAZI.lat))


def test_a_flow_over_the_antimeridian_is_cut_there() -> None:
    far = place(name="Anadyr", country="RU", lat=64.7, lon=177.5)
    near = place(name="Nome", country="US", lat=64.5, lon=-165.4)
    line = _layers(reading(flows=(flow(origin=far, destination=near),))).flows.geometry.iloc[0]
    assert isinstance(line, MultiLineString)
    assert all(-180 <= lon <= 180 for piece in line.geoms for lon, _lat in piece.coords)


def test_a_flow_without_one_end_has_no_line_but_a_stub_at_the_other() -> None:
    flows = (
        flow(origin=None),
        flow(destination=None, evidence=evidence(start=80, quote="أخرى")),
        flow(origin=None, destination=None, evidence=evidence(start=160, quote="ثالثة")),
    )
    layers = _layers(reading(flows=flows))
    assert layers.flows.geometry.isna().all()
    assert sorted(layers.flows["stub"]) == ["", "in", "out"]
    assert layers.counts["flows"] == 2
    assert layers.missing.flows_unplaced == 3


def test_a_flow_within_one_place_is_not_drawn() -> None:
    layers = _layers(reading(flows=(flow(origin=BENGHAZI, destination=BENGHAZI),)))
    assert layers.flows.geometry.isna().all()
    assert list(layers.flows["stub"]) == [""]


def test_what_is_wider_than_a_country_and_only_named_gets_its_name_alone() -> None:
    wide = place(name="Arab world", kind="region", country="", lat=22.0, lon=25.0, radius_km=900.0, area="country:LY")
    layers = _layers(reading(mentions=(mention(place=wide),)))
    assert _of(layers.areas, name="Arab world")["drawn"] == "label"
    told = _layers(reading(mentions=(mention(place=wide),), events=(event(places=(wide,)),)))
    assert _of(told.areas, name="Arab world")["drawn"] == "area"


def test_the_width_tells_claimants_documents_or_the_number_moved() -> None:
    one = reading(document=document(id="a"), flows=(flow(doc="a", count=12, unit="flights"),))
    other = reading(document=document(id="b"), flows=(flow(doc="b", count=12, unit="flights"),))
    tables = _tables(one, other)
    amounts = {
        measure: build_layers(tables, flow_measure=measure).flows["amount"].iloc[0]
        for measure in ("claimants", "documents", "count")
    }
    assert amounts == {"claimants": 1, "documents": 2, "count": 12}
    wide = build_layers(tables, flow_measure="count").flows["width"].iloc[0]
    assert wide > build_layers(tables).flows["width"].iloc[0]


def test_what_has_no_place_or_no_date_is_counted() -> None:
    layers = _layers(
        reading(
            mentions=(mention(place=None),),
            events=(event(places=()), event(date=day(None), evidence=evidence(start=70, quote="بلا تاريخ"))),
        )
    )
    assert layers.missing.mentions_unplaced == 1
    assert layers.missing.events_unplaced == 1
    assert layers.missing.events_undated == 1
    assert layers.counts["events"] == 1


def test_the_legend_lists_what_is_shown_and_nothing_else() -> None:
    layers = _layers()
    types = {entry.key: entry.count for entry in layers.legend if entry.layer == "events"}
    assert set(types) == set(layers.events["type"])
    assert sum(types.values()) == layers.counts["events"]
    classes = [entry for entry in layers.legend if entry.layer == "flows"]
    assert sum(entry.count for entry in classes) == layers.flows.geometry.notna().sum()


def test_places_count_what_happened_there() -> None:
    benghazi = _of(_layers().places, name="Benghazi")
    assert benghazi["n_events"] == 2
    assert benghazi["n_flows"] == 2


def test_an_empty_workspace_gives_empty_layers_with_all_columns() -> None:
    full, none = _layers(), build_layers(empty_tables())
    assert none.counts == dict.fromkeys(LAYERS, 0)
    assert none.legend == ()
    for name in ("places", "areas", "events", "symbols", "flows"):
        assert list(getattr(none, name).columns) == list(getattr(full, name).columns)
        assert getattr(none, name).crs == "EPSG:4326"


def test_the_tables_stay_as_they_are() -> None:
    tables = _tables()
    before = {name: getattr(tables, name).copy() for name in ("places", "events", "flows")}
    build_layers(tables, shape_of=lambda key: box(10, 20, 25, 33))
    for name, table in before.items():
        pd.testing.assert_frame_equal(pd.DataFrame(getattr(tables, name)), pd.DataFrame(table))


def test_a_place_known_to_an_area_gets_no_symbol_beside_a_town_of_the_same_event() -> None:
    layers = _layers(reading(events=(event(places=(SWEIDA, EAST_LIBYA)),)))
    assert list(layers.symbols["place"]) == ["As-Suwayda"]
    assert _of(layers.events, place="eastern Libya")["geometry"] is None
