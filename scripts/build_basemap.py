"""Build ``data/basemap/`` from Natural Earth as Debian's package ``qgis-common`` carries it.

Reads ``world_map.gpkg`` (or the ``.deb`` around it, or downloads the package) and writes

- ``basemap.zip``: ``index.json``, the first-level areas of every country (``areas/LY.geojson``, ...) and what the
  browser draws (``browser/countries.geojson``, ``browser/areas.geojson``, ``browser/disputed.geojson``);
- ``figures.json``: where it came from and what was measured. The tests hold the store against it.

The source's first-level areas form a coverage (shared borders have the same vertices, nothing overlaps) and each of
its countries is exactly the union of its areas. So only areas are simplified, as a coverage: neighbours keep one border
between them, and countries are put together from areas when they are asked for.

Usage: ``python scripts/build_basemap.py [world_map.gpkg | qgis-common.deb] [--out data/basemap]``
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from babel import Locale

PACKAGE = "qgis-common"
INSIDE = "usr/share/qgis/resources/data/world_map.gpkg"
DECIMALS = 4  # 11 m; at three decimals a dozen small areas become invalid
AREA_TOLERANCE = 0.01  # degree, see shapely.coverage_simplify; at 0.02 Damascus is already 5 % off
FAR_TOLERANCE = 0.08  # degree, for coasts and borders of countries outside the region, browser only
FAR_ISLAND = 0.02  # square degree: smaller islands outside the region are not drawn
MOST_DIFFERENCE = 0.06  # of a Libyan or Syrian shape's area
MOST_BYTES = 4_000_000
CHECKED = ("LY", "SY")
AUTHALIC_RADIUS_KM = 6371.0072  # the sphere with the surface of the GRS 80 ellipsoid (Moritz 2000)

# Countries whose first-level areas the page draws, and whose outlines it draws in full.
NORTH_AFRICA_AND_SAHEL = ("DZ", "EG", "EH", "LY", "MA", "MR", "TN", "BF", "CF", "CM", "ML", "NE", "NG", "SN", "TD")
NILE_AND_HORN = ("DJ", "ER", "ET", "SD", "SO", "SS")
MIDDLE_EAST = ("AE", "BH", "CY", "IL", "IQ", "IR", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "TR", "YE")
EAST = ("AF", "AM", "AZ", "GE", "PK", "BY", "MD", "UA")
REGION = frozenset(NORTH_AFRICA_AND_SAHEL + NILE_AND_HORN + MIDDLE_EAST + EAST)
# Areas that the source gives no ISO code, by the source's `admin`: name in Arabic, and whether it lies in the region.
UNCODED = {
    "Somaliland": ("أرض الصومال", True),
    "Northern Cyprus": ("شمال قبرص", True),
    "Akrotiri Sovereign Base Area": ("أكروتيري", True),
    "Dhekelia Sovereign Base Area": ("ديكيليا", True),
}
NO_CODE = "-1"
RUSSIA_NEAR = (50.0, 58.0)  # areas of Russia are drawn where their centroid is west and south of this


def main() -> int:
    """Build, check, write; exit status 1 and one line when a check fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "source", nargs="?", type=Path, help=f"world_map.gpkg or the {PACKAGE} .deb (default: download)"
    )
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--out", type=Path, default=root / "data" / "basemap")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            gpkg, version = find_source(options.source, Path(folder))
            build(gpkg, version, options.out)
        except (ValueError, OSError, subprocess.CalledProcessError) as error:
            print(f"build_basemap: {error}", file=sys.stderr)
            return 1
    return 0


def find_source(given: Path | None, folder: Path) -> tuple[Path, str]:
    """Return the GeoPackage and the version of the package it came in ("" when only the GeoPackage was given)."""
    if given is not None and given.suffix != ".deb":
        if not given.is_file():
            raise ValueError(f"{given} is no file; give world_map.gpkg, a {PACKAGE} .deb, or nothing to download it")
        return given, ""
    if given is None:
        subprocess.run(["apt-get", "download", PACKAGE], cwd=folder, check=True)
        given = next(folder.glob(f"{PACKAGE}_*.deb"))
    subprocess.run(["dpkg-deb", "-x", str(given), str(folder)], check=True)
    shown = subprocess.run(["dpkg-deb", "-f", str(given), "Version"], check=True, capture_output=True, text=True)
    return folder / INSIDE, shown.stdout.strip()


def build(gpkg: Path, version: str, out: Path) -> None:
    """Read the source, simplify, check and write the store with its figures."""
    source = read_areas(gpkg)
    areas = simplify(source)
    coded = {code: [area for area in areas if area["iso"] == code] for code in sorted({a["iso"] for a in areas})}
    drawn = browser_countries(coded)
    members = {
        "index.json": index(coded),
        "browser/countries.geojson": collection(drawn),
        "browser/areas.geojson": collection([area for area in areas if in_region(area)]),
        "browser/disputed.geojson": collection(disputed(gpkg)),
        **{f"areas/{code}.geojson": collection(rows) for code, rows in coded.items()},
    }
    checked = compare(source, areas, drawn)
    check(areas, drawn, checked)
    out.mkdir(parents=True, exist_ok=True)
    store, fresh = out / "basemap.zip", out / "basemap.zip.new"
    write_zip(fresh, members)
    size = fresh.stat().st_size
    if size > MOST_BYTES:
        fresh.unlink()
        raise ValueError(f"the store would have {size} bytes, at most {MOST_BYTES} are wanted: simplify more")
    fresh.replace(store)
    figures = {
        "source": {
            "data": "Natural Earth 4.1.0, 1:10m, as generalised by QGIS (public domain)",
            "package": f"Debian {PACKAGE} {version}".strip(),
            "package_licence": "GPL-2+",
            "file_sha256": hashlib.sha256(gpkg.read_bytes()).hexdigest(),
        },
        "built": datetime.now(UTC).date().isoformat(),
        "area_tolerance_degrees": AREA_TOLERANCE,
        "far_tolerance_degrees": FAR_TOLERANCE,
        "decimals": DECIMALS,
        "stored_bytes": size,
        "stored_sha256": hashlib.sha256(store.read_bytes()).hexdigest(),
        **counts(source, areas, drawn, members),
        "checked": checked,
    }
    (out / "figures.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    worst = max(row["difference_percent"] for row in checked.values())
    print(f"{store}: {size:,} bytes, {len(areas)} areas; worst of {len(checked)} checked {worst} %")


def counts(
    source: list[dict[str, Any]], areas: list[dict[str, Any]], drawn: list[dict[str, Any]], members: dict[str, str]
) -> dict[str, Any]:
    """Count what the store holds."""
    browser = {name: len(text.encode("utf-8")) for name, text in members.items() if name.startswith("browser/")}
    return {
        "first_level_areas": len(areas),
        "countries": len(drawn),
        "browser_bytes": browser,
        "vertices": {"source": vertices(source), "stored": vertices(areas), "browser_countries": vertices(drawn)},
    }


def read_areas(gpkg: Path) -> list[dict[str, Any]]:
    """Read first-level areas as rows of key, iso, name, admin and geometry; areas of one key are put together."""
    frame = pyogrio.read_dataframe(gpkg, layer="states_provinces")
    grouped: dict[tuple[str, str, str], list[Any]] = {}
    for row in frame.itertuples():
        # `name` is wrong in Libya (see the README); a few specks have no name at all but their country's.
        name = next(
            text.strip() for text in (row.gn_name, row.name, row.admin) if isinstance(text, str) and text.strip()
        )
        if re.search(r"[:+]", name):
            raise ValueError(f"area {name!r} of {row.iso_a2}: ':' and '+' have a meaning in keys; rename it here")
        grouped.setdefault((row.iso_a2, name, row.admin if row.iso_a2 == NO_CODE else ""), []).append(row.geometry)
    return [
        {
            "key": f"admin1:{iso}:{name}",
            "iso": iso,
            "name": name,
            "admin": admin,
            "geometry": shapely.coverage_union_all(parts) if len(parts) > 1 else parts[0],
        }
        for (iso, name, admin), parts in sorted(grouped.items(), key=lambda item: item[0])
    ]


def simplify(source: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Round, then simplify as one coverage: the vertices left are a subset, so nothing moves off the grid again."""
    rounded = shapely.transform([area["geometry"] for area in source], lambda xy: np.round(xy, DECIMALS))
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        raise ValueError(f"rounding to {DECIMALS} decimals broke an area; raise DECIMALS")
    rounded = shapely.remove_repeated_points(rounded, 0)
    simple = shapely.orient_polygons(shapely.coverage_simplify(rounded, AREA_TOLERANCE))
    return [{**area, "geometry": geometry} for area, geometry in zip(source, simple, strict=True)]


def browser_countries(coded: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Put countries together from areas: full detail in the region, little outside, and no seam between the two."""
    english, arabic = Locale("en").territories, Locale("ar").territories
    rows = []
    for code, areas in coded.items():
        if code != NO_CODE:
            named = {"key": f"country:{code}", "iso": code, "name": english[code], "name_ar": arabic[code]}
            rows.append({**named, "parts": areas})
            continue
        for area in areas:  # what has no code belongs to no other row: each is drawn by itself
            arabic_name = UNCODED.get(area["admin"], ("",))[0]
            rows.append({"key": area["key"], "iso": "", "name": area["admin"], "name_ar": arabic_name, "parts": [area]})
    outlines = outline([row.pop("parts") for row in rows])
    return [{**row, "geometry": geometry} for row, geometry in zip(rows, outlines, strict=True)]


def outline(countries: list[list[dict[str, Any]]]) -> list[Any]:
    """Unite each country's areas, those outside the region simplified.

    The sea is made one more member of the coverage of far lands. Their coasts are then inner edges and only the
    edges shared with the region are outer ones, which `simplify_boundary=False` leaves as they are.
    """
    near = [[area["geometry"] for area in areas if in_region(area)] for areas in countries]
    far = [[area["geometry"] for area in areas if not in_region(area)] for areas in countries]
    land = shapely.coverage_union_all([area["geometry"] for areas in countries for area in areas])
    sea = shapely.difference(shapely.box(-181, -91, 181, 91), land)
    united = [shapely.coverage_union_all(parts) for parts in far if parts]
    simple = iter(shapely.coverage_simplify([*united, sea], FAR_TOLERANCE, simplify_boundary=False))
    whole = [
        [*close, without_specks(next(simple), always=not close)] if distant else close
        for close, distant in zip(near, far, strict=True)
    ]
    return [shapely.orient_polygons(shapely.coverage_union_all(parts)) for parts in whole]


def without_specks(geometry: Any, *, always: bool) -> Any:
    """Leave out islands too small to be seen on a world map; `always` keeps the largest whatever its size."""
    parts = shapely.get_parts(geometry)
    sizes = shapely.area(parts)
    return shapely.multipolygons(parts[(sizes >= FAR_ISLAND) | ((sizes == sizes.max()) & always)])


def in_region(area: dict[str, Any]) -> bool:
    """Tell whether the page draws this first-level area."""
    if area["iso"] == NO_CODE:
        return UNCODED.get(area["admin"], ("", False))[1]
    if area["iso"] == "RU":
        centroid = area["geometry"].centroid
        return 0 < centroid.x < RUSSIA_NEAR[0] and centroid.y < RUSSIA_NEAR[1]
    return area["iso"] in REGION


def disputed(gpkg: Path) -> list[dict[str, Any]]:
    """Read disputed borders: what the line is called and whose land lies on either side."""
    frame = pyogrio.read_dataframe(gpkg, layer="disputed_borders")
    lines = shapely.transform(
        shapely.simplify(frame.geometry.to_numpy(), AREA_TOLERANCE / 2), lambda xy: np.round(xy, DECIMALS)
    )
    return [
        {
            "key": f"disputed:{number}",
            "name": row.name,
            "left": row.adm0_left,
            "right": row.adm0_right,
            "geometry": shapely.line_merge(line),
        }
        for number, (row, line) in enumerate(zip(frame.itertuples(index=False), lines, strict=True), start=1)
    ]


def index(coded: dict[str, list[dict[str, Any]]]) -> str:
    """Write the list of areas with their bounds: finding the area of a point opens only the countries around it."""
    rows = {
        code: [[area["name"], [round(value, DECIMALS) for value in area["geometry"].bounds]] for area in areas]
        for code, areas in coded.items()
    }
    return json.dumps({"areas": rows}, ensure_ascii=False, separators=(",", ":"))


def collection(rows: list[dict[str, Any]]) -> str:
    """Write rows as a GeoJSON FeatureCollection by RFC 7946."""
    features = [
        {
            "type": "Feature",
            "properties": {
                name: "" if value == NO_CODE else value
                for name, value in row.items()
                if name not in {"geometry", "admin"}
            },
            "geometry": shapely.geometry.mapping(row["geometry"]),
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def vertices(rows: list[dict[str, Any]]) -> int:
    """Count vertices."""
    return int(shapely.get_num_coordinates([row["geometry"] for row in rows]).sum())


def area_km2(geometry: Any) -> float:
    """Measure an area on the sphere, through Lambert's cylindrical equal-area projection."""
    flat = shapely.transform(geometry, lambda xy: np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))]))
    return float(flat.area) * AUTHALIC_RADIUS_KM**2


def compare(source: list[dict[str, Any]], areas: list[dict[str, Any]], drawn: list[dict[str, Any]]) -> dict[str, Any]:
    """Compare the shapes of the checked countries, and those countries as drawn, with the source."""
    pairs = [
        (old["key"], old["geometry"], new["geometry"])
        for old, new in zip(source, areas, strict=True)
        if old["iso"] in CHECKED
    ]
    outline = {row["key"]: row["geometry"] for row in drawn}
    pairs += [
        (
            f"country:{code}",
            shapely.coverage_union_all([a["geometry"] for a in source if a["iso"] == code]),
            outline[f"country:{code}"],
        )
        for code in CHECKED
    ]
    return {
        key: {
            "area_km2": round(area_km2(new), 1),
            "bounds": [round(value, DECIMALS) for value in new.bounds],
            "difference_percent": round(100 * old.symmetric_difference(new).area / old.area, 3),
        }
        for key, old, new in pairs
    }


def check(areas: list[dict[str, Any]], drawn: list[dict[str, Any]], checked: dict[str, Any]) -> None:
    """Refuse to write a store with a broken shape, a gap or overlap, or a checked shape too far from the source."""
    for rows in (areas, drawn):
        broken = [row["key"] for row in rows if not row["geometry"].is_valid or row["geometry"].is_empty]
        if broken:
            raise ValueError(f"not valid after simplifying: {', '.join(broken)}; lower the tolerance")
        if not shapely.coverage_is_valid([row["geometry"] for row in rows]):
            raise ValueError("neighbours no longer share their borders after simplifying; lower the tolerance")
    off = {
        key: row["difference_percent"]
        for key, row in checked.items()
        if row["difference_percent"] > 100 * MOST_DIFFERENCE
    }
    if off:
        raise ValueError(f"more than {MOST_DIFFERENCE:.0%} off the source: {off}; lower the tolerance")


def write_zip(path: Path, members: dict[str, str]) -> None:
    """Write the members with a fixed time, so that the same source gives the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, text.encode("utf-8"), compresslevel=9)


if __name__ == "__main__":
    sys.exit(main())
