"""Files of the user's own in every form: what is shown of them, what is refused, and what is said of the rest."""

import json
import sqlite3
import zipfile
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box
from shapely.geometry import mapping

from geo.errors import LayerError
from geo.showing import labels
from geo.showing.maps.overlays import overlay_spec
from geo.showing.overlays import LeftOut, Overlay, left_out_words, read_overlay, to_spec
from tests.reading.gazetteer.adding.making import geopackage

CAMP = {"type": "Point", "coordinates": [20.25, 31.5]}
KML = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACEMARK = (
    "<Placemark><name>مخيم</name><description><![CDATA[<b>Old</b> camp &amp; depot]]></description>"
    '<ExtendedData><Data name="beds"><value>40</value></Data></ExtendedData>'
    "<Point><coordinates> 20.25,31.5,0 </coordinates></Point></Placemark>"
)


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def package(path: Path, *layers: Any) -> bytes:
    for number, rows in enumerate(layers):
        geopackage(path, rows, layer=f"layer {number}")
    return path.read_bytes()


def kmz(**members: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return packed.getvalue()


def only(overlay: Overlay) -> dict[str, Any]:
    (one,) = overlay.features["features"]
    return dict(one)


def skipped(overlay: Overlay) -> dict[str, int]:
    return {one.what: one.n for one in overlay.skipped}


# Every form


def test_geojson() -> None:
    overlay = read_overlay("Camps 2020.geojson", collection(feature(CAMP, name="مخيم", beds=40, open=True, no=None)))
    assert (overlay.name, overlay.format, overlay.count) == ("Camps 2020.geojson", "GeoJSON", 1)
    assert (overlay.bbox, overlay.label_property, overlay.skipped) == ((20.25, 31.5, 20.25, 31.5), "name", ())
    assert only(overlay) == feature(CAMP, name="مخيم", beds=40, open=True)


def test_a_single_feature_is_a_layer_too() -> None:
    assert read_overlay("a.json", json.dumps(feature(CAMP)).encode()).count == 1


def test_geojson_in_another_system_is_transformed() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    point = {"type": "Point", "coordinates": [500_000, 3_600_000]}
    assert read_overlay("a", collection(feature(point), crs=crs)).bbox == pytest.approx(
        (15, 32.54, 15, 32.54), abs=0.01
    )


def test_a_geopackage_with_all_its_layers(tmp_path: Path) -> None:
    content = package(tmp_path / "a.gpkg", [("Camp", Point(20, 31))], [("Road", LineString([(20, 31), (21, 32)]))])
    overlay = read_overlay("a.gpkg", content)
    assert (overlay.format, overlay.count, overlay.label_property) == ("GeoPackage", 2, "name")
    assert [one["geometry"]["type"] for one in overlay.features["features"]] == ["Point", "LineString"]


def test_a_geopackage_that_was_not_closed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    package(path, [("Camp", Point(20, 31))])
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    assert path.read_bytes()[18:20] == b"\x02\x02"
    assert read_overlay("a.gpkg", path.read_bytes()).count == 1


def test_kml_with_its_data_and_no_markup() -> None:
    overlay = read_overlay("a.kml", KML.format(PLACEMARK).encode())
    assert (overlay.format, overlay.label_property) == ("KML", "name")
    assert only(overlay) == feature(CAMP, name="مخيم", description="Old camp & depot", beds="40")


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("<LineString><coordinates>1,2 3,4</coordinates></LineString>", LineString([(1, 2), (3, 4)])),
        (
            (
                "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 4,0 4,4 0,0</coordinates></LinearRing>"
                "</outerBoundaryIs></Polygon>"
            ),
            None,
        ),
        ("<MultiGeometry><Point><coordinates>1,2</coordinates></Point></MultiGeometry>", Point(1, 2)),
    ],
)
def test_kml_of_other_shapes(shape: str, expected: Any) -> None:
    geometry = only(read_overlay("a.kml", KML.format(f"<Placemark>{shape}</Placemark>").encode()))["geometry"]
    if expected is None:
        assert geometry == {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 0]]]}
    else:
        assert geometry == json.loads(json.dumps(mapping(expected)))


def test_kmz() -> None:
    overlay = read_overlay("a.kmz", kmz(images__png="x", doc__kml=KML.format(PLACEMARK)))
    assert (overlay.format, overlay.count) == ("KMZ", 1)


@pytest.mark.parametrize(
    "table",
    [
        "name,lat,lon\nCamp,31.5,20.25\n",
        "Name;Latitude;Longitude\nCamp;31,5;20,25\n",
        "name\tlat\tlon\nCamp\t31°30′00″N\t20°15′00″E\n",
        'name,coordinates\nCamp,"31.5, 20.25"\n',
        "name,MGRS\nCamp,34R DV 28775 85260\n",
        "name,wkt\nCamp,POINT (20.25 31.5)\n",
        "name,geom\nCamp,SRID=4326;POINT (20.25 31.5)\n",
        "الاسم,خط العرض,خط الطول\nCamp,٣١٫٥,٢٠٫٢٥\n",
    ],
)
def test_tables_of_many_makes(table: str) -> None:
    overlay = read_overlay("a.csv", table.encode())
    assert overlay.format == "CSV"
    assert overlay.bbox == pytest.approx((20.25, 31.5, 20.25, 31.5), abs=1e-4)
    assert only(overlay)["properties"][overlay.label_property] == "Camp"


def test_what_a_file_is_its_bytes_say_and_not_its_name() -> None:
    assert read_overlay("a.gpkg", collection(feature(CAMP))).format == "GeoJSON"


# Rows that are none spoil no other


def test_rows_that_are_none_are_counted_and_the_first_is_named() -> None:
    overlay = read_overlay("a.csv", b"name,lat,lon\nA,31.5,20.25\nB,here,20\nC,95,20\nD,,\n")
    assert overlay.count == 1
    assert skipped(overlay) == {"overlay_bad": 2, "overlay_empty": 1}
    assert overlay.skipped[0].first.startswith("a.csv, line 3, geometry: cannot be understood ('here'")


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [200, 10]},
        {"type": "LineString", "coordinates": [[0, 0], [1, -91]]},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Nonsense"},
        {"type": "Point", "coordinates": [float("nan"), 1]},
        7,
    ],
)
def test_geometries_that_are_none_are_left_out(geometry: Any) -> None:
    overlay = read_overlay("a.geojson", collection(feature(CAMP), feature(geometry), feature(None)))
    assert overlay.count == 1
    assert overlay.bbox == (20.25, 31.5, 20.25, 31.5)
    assert sum(skipped(overlay).values()) == 2


def test_columns_the_wrong_way_round_are_noticed() -> None:
    with pytest.raises(LayerError, match="wrong way round"):
        read_overlay("a.csv", b"name,lat,lon\nA,20.25E,31.5N\n")


# What is hostile or no layer


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"[1, 2]", "expected a FeatureCollection"),
        (b"{", "is no GeoJSON"),
        (b"\xef\xbb\xbf{\xff", "save it as UTF-8"),
        (b"[" * 100_000, "is no GeoJSON"),
        (collection(), "nothing to draw"),
        (b"SQLite format 3\x00 and no more", "damaged GeoPackage"),
        (b"PK\x03\x04 and no more", "damaged archive"),
        (kmz(readme__txt="x"), "without a KML"),
        (b"<html></html>", "expected it to begin with <kml>"),
        (b"<kml", "is no KML"),
        (b"name,where\nA,B\n", "no column of positions is known among 'name', 'where'"),
        (b"\xff\xfen\x00a\x00", "no text in UTF-8"),
        (b"\x7fELF\x00\x00", "no text in UTF-8"),
        (b"<OGRVRTDataSource><OGRVRTLayer name='a'/></OGRVRTDataSource>", "expected it to begin with <kml>"),
    ],
)
def test_what_is_no_layer_is_refused_and_named(content: bytes, says: str) -> None:
    with pytest.raises(LayerError, match=says) as error:
        read_overlay("folder/my file", content)
    assert str(error.value).startswith("my file")


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(LayerError, match="larger than 20 MB"):
        read_overlay("a.csv", b"x" * 20_000_001)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml SYSTEM "http://127.0.0.1:1/a.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_a_kml_that_declares_entities_is_refused(declared: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declared}<kml><Placemark><name>&b;</name></Placemark></kml>'
    hidden = text.encode(encoding)
    if encoding == "utf-7":  # which spells the same signs in another way
        head, tail = text.split("<!DOCTYPE")
        hidden = head.encode() + b"+ADwAIQ-DOCTYPE" + tail.encode().replace(b"<!ENTITY", b"+ADwAIQ-ENTITY")
    with pytest.raises(LayerError, match=r"declares a document type|no KML|no text in UTF-8"):
        read_overlay("a.kml", hidden)


def test_a_kml_of_endless_placemarks_is_refused() -> None:
    with pytest.raises(LayerError, match="more than 100,000 placemarks"):
        read_overlay("a.kml", KML.format("<Placemark/>" * 100_001).encode())


def test_links_of_a_kml_are_not_followed_but_told() -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:1/a.kml</href></Link></NetworkLink>"
    overlay = read_overlay("a.kml", KML.format(link + PLACEMARK).encode())
    assert overlay.count == 1
    assert overlay.skipped == (
        LeftOut(what="overlay_bad", n=1, first="a.kml, link 1: files and pictures elsewhere are not fetched"),
    )


@pytest.mark.parametrize("name", ["../doc.kml", "/doc.kml", "C:\\doc.kml"])
def test_an_archive_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(LayerError, match="lead elsewhere"):
        read_overlay("a.kmz", kmz(doc__kml=KML.format(PLACEMARK), **{name: "x"}))


def test_an_archive_bomb_is_refused() -> None:
    with pytest.raises(LayerError, match="archive bomb"):
        read_overlay("a.kmz", kmz(doc__kml=KML.format(" " * 30_000_000)))


def test_nested_collections_do_not_end_the_program(tmp_path: Path) -> None:
    nested: dict[str, Any] = CAMP
    for _ in range(100):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    blob = b"GP\x00\x01" + bytes(4) + b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * 100_000 + Point(1, 2).wkb
    for content in (
        collection(feature(nested)),
        package(tmp_path / "a.gpkg", [("a", blob)]),
        ("name;wkt\na;" + "GEOMETRYCOLLECTION(" * 6_000 + "POINT(1 2)" + ")" * 6_000).encode(),
    ):
        with pytest.raises(LayerError, match="collections within collections"):
            read_overlay("a", content)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW camps AS SELECT 1 AS fid, NULL AS geom",
        "CREATE VIRTUAL TABLE camps USING fts5(geom)",
    ],
)
def test_a_layer_that_is_no_plain_table_is_left_out(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "a.gpkg"
    package(path, [("Camp", Point(20, 31))])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('camps', 'geom', 4326)")
    overlay = read_overlay("a.gpkg", path.read_bytes())
    assert (overlay.count, skipped(overlay)) == (1, {"overlay_bad": 1})
    assert "no plain table" in overlay.skipped[0].first


# As small as the page wants it


def size(overlay: Overlay) -> int:
    return len(json.dumps(overlay.features, ensure_ascii=False, separators=(",", ":")).encode())


def test_outlines_are_simplified_until_they_fit() -> None:
    coast = Point(20, 31).buffer(1, quad_segs=20_000)
    overlay = read_overlay("a.geojson", collection(feature(mapping(coast), name="a", note="b")))
    assert size(overlay) <= 200_000
    assert skipped(overlay) == {"overlay_simplified": 0}
    assert overlay.bbox == pytest.approx((19, 30, 21, 32))
    assert only(overlay)["properties"] == {"name": "a", "note": "b"}


def test_columns_go_before_names() -> None:
    points = [feature(CAMP, name=f"Camp {n}", **{f"column {c}": "x" * 100 for c in range(40)}) for n in range(300)]
    overlay = read_overlay("a.geojson", collection(*points))
    assert size(overlay) <= 200_000
    assert skipped(overlay)["overlay_columns"] > 10
    assert all(one["properties"]["name"].startswith("Camp ") for one in overlay.features["features"])


def test_names_go_before_places() -> None:
    overlay = read_overlay(
        "a.csv", b"name,lat,lon\n" + b"".join(b"Camp %d,31.%04d,20.5\n" % (n, n) for n in range(5_100))
    )
    assert size(overlay) <= 200_000
    assert (overlay.count, overlay.label_property) == (5_000, "")
    assert skipped(overlay) | {"overlay_many": 100, "overlay_joined": 0} == skipped(overlay)
    (points,) = overlay.features["features"]
    assert points["geometry"]["type"] == "MultiPoint"
    assert len(points["geometry"]["coordinates"]) == 5_000


def test_what_is_still_too_much_is_left_out_and_counted() -> None:
    boxes = [feature(mapping(box(x / 100, 10, x / 100 + 0.005, 10.005))) for x in range(4_000)]
    overlay = read_overlay("a.geojson", collection(*boxes))
    assert size(overlay) <= 200_000
    (joined,) = overlay.features["features"]
    drawn = len(joined["geometry"]["coordinates"])
    assert drawn > 1_000
    assert skipped(overlay)["overlay_many"] == 4_000 - drawn


def test_values_are_texts_numbers_and_truths_that_fit() -> None:
    overlay = read_overlay(
        "a.geojson", collection(feature(CAMP, text="x" * 900, deep={"a": 1}, many=[1], number=1.5, bad="a\x00\u202eb"))
    )
    properties = only(overlay)["properties"]
    assert properties == {"text": "x" * 499 + "…", "number": 1.5, "bad": "a  b"}


def test_no_more_than_thirty_columns() -> None:
    overlay = read_overlay("a.geojson", collection(feature(CAMP, **{f"c{n}": n for n in range(50)})))
    assert len(only(overlay)["properties"]) == 30
    assert skipped(overlay) == {"overlay_columns": 20}


# Whatever comes

KINDS = {
    "geojson": collection(feature(CAMP, name="a"), feature(mapping(box(0, 0, 1, 1)), name="b")),
    "kml": KML.format(PLACEMARK).encode(),
    "kmz": kmz(doc__kml=KML.format(PLACEMARK)),
    "csv": b"name,lat,lon\nCamp,31.5,20.25\n",
    "wkt": b"name;wkt\nCamp;POLYGON ((0 0, 1 0, 1 1, 0 0))\n",
}


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 8))
@settings(max_examples=400)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind: str, place: int, junk: bytes, gone: int) -> None:
    whole = KINDS[kind]
    at = place % len(whole)
    with suppress(LayerError):
        overlay = read_overlay("a", whole[:at] + junk + whole[at + gone :])
        assert overlay.count
        json.dumps(overlay.features, allow_nan=False)


@pytest.mark.parametrize("at", range(100, 20_000, 997))
def test_a_damaged_geopackage_is_read_or_refused_and_nothing_else(tmp_path: Path, at: int) -> None:
    whole = package(tmp_path / "a.gpkg", [("Camp", Point(20, 31)), ("Area", box(0, 0, 1, 1))])
    for junk in (b"\xff" * 40, b"\x00" * 40):
        with suppress(LayerError):
            assert read_overlay("a", whole[:at] + junk + whole[at + 40 :]).count


# As the map wants it


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_is_drawn_by_the_map(kind: str) -> None:
    overlay = read_overlay("a", KINDS[kind])
    (drawn,) = overlay_spec([to_spec(overlay, "#56B4E9")], "en", decimals=4)["overlays"]
    assert len(drawn["features"]) == overlay.count
    assert drawn["features"][0]["title"]


def test_a_layer_is_handed_on_with_its_colour() -> None:
    overlay = read_overlay("a.geojson", collection(feature(CAMP, title="x")))
    spec = to_spec(overlay, "#56B4E9")
    assert spec == {
        "name": "a.geojson", "source": "", "colour": "#56B4E9", "features": overlay.features, "label_property": "title",
    }  # fmt: skip


@pytest.mark.parametrize("language", [*labels.LANGUAGES, "ar-x-dtg"])
@pytest.mark.parametrize("what", ["overlay_bad", "overlay_empty", "overlay_many", "overlay_columns"])
def test_what_is_left_out_is_said(what: str, language: str) -> None:
    assert "17" in left_out_words(LeftOut(what=what, n=17), language)


@pytest.mark.parametrize("what", ["overlay_simplified", "overlay_joined"])
def test_what_is_changed_is_said(what: str) -> None:
    assert left_out_words(LeftOut(what=what), "en") != left_out_words(LeftOut(what=what), "ar")
