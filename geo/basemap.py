"""The shapes of places: countries, first-level areas, parts of them, circles and the sea; and what the page draws.

A shape is asked for by its key, and only then read: the store ``data/basemap/basemap.zip`` has one member a country
(see its README). Keys:

``country:LY``
    The union of Libya's first-level areas. Borders are de facto, as Natural Earth has them.
``admin1:SY:Muhafazat Idlib``
    A first-level area: ISO 3166 alpha-2 code (``-1`` where the source gives none), and Natural Earth's ``gn_name``, or
    ``name`` where that is empty. Areas that share both are one shape.
``part:country:LY:east`` (also ``part:LY:east``), ``part:admin1:LY:Darnah+admin1:LY:Al Marj:north``, ``part:...:centre``
    The part of any other key in one of eight directions, or its middle; see `geo.parts.part`.
``circle:20.07:32.11:25``
    All within 25 km of a longitude and latitude: for places that have no shape.
``sector:13.19:32.89:40:south``
    The quarter of such a circle that lies in a direction: the southern outskirts of a town.
``sea:-5.5:30:36.5:46``
    What is not land in a box of west, south, east, north.
``a+b``
    The union of keys.

Shapely is imported when the first shape is asked for, so that reading documents starts without it.
"""

import contextlib
import difflib
import json
import math
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo import coordinates
from geo.errors import BasemapError
from geo.parts import DIRECTIONS, central_point, from_ring, main_body, part, polygons

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "DIRECTIONS",
    "area_at",
    "areas_near",
    "browser_layers",
    "circle_key",
    "country_at",
    "keys",
    "part_key",
    "point_and_radius",
    "sector_key",
    "shape",
]

STORE = Path(__file__).resolve().parent.parent / "data" / "basemap" / "basemap.zip"
BROWSER_LAYERS = ("countries", "areas", "disputed")
NO_CODE = "-1"
COMPUTED = frozenset({"circle", "sector", "sea"})


def _member(name: str) -> bytes:
    """Read a member of the store."""
    with _store() as store:
        return store.read(name)


@contextlib.contextmanager
def _store() -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(STORE) as store:
            yield store
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise BasemapError(
            f"{STORE.name} cannot be read ({error}); restore data/basemap/ or run scripts/build_basemap.py"
        ) from error


@lru_cache(maxsize=1)
def _bounds() -> dict[str, tuple[float, float, float, float]]:
    """Read the keys and bounds of all first-level areas."""
    rows = json.loads(_member("index.json"))["areas"]
    return {f"admin1:{code}:{name}": tuple(box) for code, areas in rows.items() for name, box in areas}


@lru_cache(maxsize=1)
def keys() -> tuple[str, ...]:
    """Return the keys of all stored countries and first-level areas, sorted.

    Examples
    --------
    >>> "country:LY" in keys(), "admin1:SY:Muhafazat Idlib" in keys()
    (True, True)
    """
    codes = {_code(key) for key in _bounds()} - {NO_CODE}
    return tuple(sorted([*_bounds(), *(f"country:{code}" for code in codes)]))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(keys())


def _code(key: str) -> str:
    """Take the country code out of the key of a country or first-level area."""
    return key.split(":", 2)[1]


@lru_cache(maxsize=64)
def _areas(code: str) -> dict[str, "BaseGeometry"]:
    """Read the first-level areas of a country."""
    from shapely.geometry import shape as from_geojson

    features = json.loads(_member(f"areas/{code}.geojson"))["features"]
    return {feature["properties"]["key"]: from_geojson(feature["geometry"]) for feature in features}


def part_key(key: str, direction: str) -> str:
    """Return the key of the part of a shape that lies in a direction.

    Examples
    --------
    >>> part_key("country:LY", "east")
    'part:country:LY:east'
    """
    if direction not in DIRECTIONS:
        raise BasemapError(f"direction {direction!r} is unknown: expected one of {', '.join(DIRECTIONS)}")
    return f"part:{key}:{direction}"


def circle_key(lon: float, lat: float, radius_km: float) -> str:
    """Return the key of all within a distance of a point."""
    return f"circle:{coordinates.round6(lon):.10g}:{coordinates.round6(lat):.10g}:{radius_km:.10g}"


def sector_key(lon: float, lat: float, radius_km: float, direction: str) -> str:
    """Return the key of the outskirts of a point in a direction; all around for ``centre``."""
    if direction == "centre":
        return circle_key(lon, lat, radius_km)
    return f"sector{circle_key(lon, lat, radius_km).removeprefix('circle')}:{_wind(direction)}"


def _wind(direction: str) -> str:
    if direction not in coordinates.WINDS:
        raise BasemapError(f"direction {direction!r} is unknown: expected one of {', '.join(coordinates.WINDS)}")
    return direction


@lru_cache(maxsize=512)
def shape(key: str) -> "BaseGeometry":
    """Return the shape of a key, a valid polygon or multipolygon in EPSG:4326.

    What a part in a direction is, `geo.parts.part` says.

    Raises
    ------
    BasemapError
        When the key is unknown; the message names it and the nearest that exist.

    Examples
    --------
    >>> shape("part:country:LY:east").within(shape("country:LY").buffer(1e-6))
    True
    """
    import shapely

    taken = _as_part(key)
    pieces = key.split("+")
    if len(pieces) > 1 and (taken is None or all(map(_well_formed, pieces))):
        return shapely.union_all([shape(piece) for piece in pieces])
    if taken is not None:
        return part(shape(taken[0]), taken[1])
    scheme, *values = key.split(":")
    if scheme == "country" and key in _known():
        return shapely.coverage_union_all(list(_areas(_code(key)).values()))
    if scheme == "admin1" and key in _known():
        return _areas(_code(key))[key]
    if scheme in COMPUTED:
        try:
            return _computed(scheme, values)
        except (ValueError, IndexError) as error:
            raise BasemapError(f"key {key!r} is malformed: {error}") from error
    raise _unknown(key)


def _computed(scheme: str, values: list[str]) -> "BaseGeometry":
    """Draw a circle, a sector, or the sea in a box."""
    if scheme == "sea":
        west, south, east, north = map(float, values)
        return _sea(west, south, east, north)
    lon, lat, radius_km = map(float, values[:3])
    pole = math.copysign(90, lat)
    if scheme == "sector":
        towards = 45.0 * coordinates.WINDS.index(_wind(":".join(values[3:])))
        return from_ring(coordinates.sector(lon, lat, radius_km=radius_km, towards=towards), pole=pole)
    if len(values) > 3:
        raise ValueError(f"{':'.join(values[3:])!r} is left over")
    return from_ring(coordinates.circle(lon, lat, radius_km=radius_km), pole=pole)


def _as_part(key: str) -> tuple[str, str] | None:
    """Take ``part:<key>:<direction>`` apart; a bare country code is that country."""
    inner, _, direction = key.removeprefix("part:").rpartition(":")
    if not key.startswith("part:") or direction not in DIRECTIONS:
        return None
    return (f"country:{inner}" if len(inner) == 2 else inner), direction


def _well_formed(key: str) -> bool:
    """Tell whether a piece of a joined key stands by itself: else the ``+`` belongs inside of a part."""
    taken = _as_part(key)
    if taken is not None:
        return _well_formed(taken[0])
    return key in _known() or key.partition(":")[0] in COMPUTED


def _unknown(key: str) -> BasemapError:
    """Say what is wrong with a key, and name the nearest that exist: in the same country, where that exists."""
    if key.startswith("part:"):
        return BasemapError(f"{key!r} is no part: expected part:KEY:DIRECTION, a direction of {', '.join(DIRECTIONS)}")
    scheme, _, name = key.rpartition(":")
    beside = {known.rpartition(":")[2].casefold(): known for known in keys() if known.startswith(f"{scheme}:")}
    among = beside if scheme else {known.casefold(): known for known in keys()}
    words = name.casefold()
    near = [known for spelled, known in among.items() if words in spelled] if len(words) > 2 else []
    near += [among[spelled] for spelled in difflib.get_close_matches(words, among, n=3, cutoff=0.4)]
    nearest = list(dict.fromkeys(near))[:3]
    hint = f"; did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
    if scheme.startswith("admin1:") and beside and not nearest:
        hint = (
            f"; {scheme.removeprefix('admin1:')} has {', '.join(known.rpartition(':')[2] for known in beside.values())}"
        )
    return BasemapError(
        f"the basemap has no shape {key!r}: expected country:CC, admin1:CC:NAME, part:KEY:DIRECTION, "
        f"circle:LON:LAT:KM, sector:LON:LAT:KM:DIRECTION, sea:W:S:E:N or several joined by '+'{hint}"
    )


def _sea(west: float, south: float, east: float, north: float) -> "BaseGeometry":
    import shapely

    coordinates.check(west, south)
    coordinates.check(east, north)
    if not (west < east and south < north):
        raise BasemapError(f"sea:{west:g}:{south:g}:{east:g}:{north:g} is empty: expected west < east, south < north")
    box = shapely.box(west, south, east, north)
    land = [_areas(_code(key))[key] for key in _overlapping(west, south, east, north)]
    return polygons(box.difference(shapely.coverage_union_all(land))) if land else box


def _overlapping(west: float, south: float, east: float, north: float) -> list[str]:
    """Return the keys of first-level areas whose bounds meet a box."""
    return [
        key
        for key, (left, bottom, right, top) in _bounds().items()
        if left <= east and right >= west and bottom <= north and top >= south
    ]


@lru_cache(maxsize=2048)
def point_and_radius(key: str) -> tuple[float, float, float]:
    """Return a point that stands for a shape, and how far the shape reaches from it.

    The point lies inside of the main body (see `geo.parts`), at its centroid or as near as may be. The radius is the
    greatest distance from there to the body's edge, measured on a sphere and rounded up to a tenth of a kilometre.

    Returns
    -------
    (lon, lat, radius_km)

    Examples
    --------
    >>> lon, lat, radius_km = point_and_radius("part:country:LY:east")
    >>> round(lon), round(lat), 600 < radius_km < 800
    (22, 26, True)
    """
    import numpy as np
    import shapely

    if key.startswith("circle:") and "+" not in key:
        shape(key)  # says what is wrong with a malformed one
        lon, lat, radius_km = map(float, key.split(":")[1:])
        return lon, lat, radius_km
    body = main_body(shape(key))
    point = central_point(body)
    edge = np.radians(shapely.get_coordinates(body))
    lon, lat = math.radians(point.x), math.radians(point.y)
    half = np.sin((edge[:, 1] - lat) / 2) ** 2
    half += math.cos(lat) * np.cos(edge[:, 1]) * np.sin((edge[:, 0] - lon) / 2) ** 2
    radius_km = 2 * coordinates.EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, float(half.max()))))
    return coordinates.round6((point.x + 180) % 360 - 180), coordinates.round6(point.y), math.ceil(radius_km * 10) / 10


def area_at(lon: float, lat: float, *, within_km: float = 3.0) -> str:
    """Return the key of the first-level area at a point, "" where there is none.

    Coasts are generalised: a port may fall a little outside of every area. So the nearest within ``within_km`` counts
    where none holds the point.

    Examples
    --------
    >>> area_at(36.63, 35.93), area_at(18, 34)
    ('admin1:SY:Muhafazat Idlib', '')
    """
    from shapely.geometry import Point
    from shapely.ops import nearest_points

    point = Point(coordinates.check(lon, lat))
    high = within_km / coordinates.KM_PER_DEGREE
    wide = high / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + high))))
    best, best_km = "", math.inf
    for key in _overlapping(lon - wide, lat - high, lon + wide, lat + high):
        area = _areas(_code(key))[key]
        near = nearest_points(area, point)[0]
        away_km = coordinates.fast_distance_km(lon, lat, near.x, near.y)
        if away_km <= within_km and away_km < best_km:
            best, best_km = key, away_km
    return best


def areas_near(country: str, lons: Sequence[float], lats: Sequence[float], *, within_deg: float = 0.1) -> list[str]:
    """Return the keys of the first-level areas of one country at, or nearest to, many points; "" where none is near.

    Examples
    --------
    >>> areas_near("SY", [36.63, 20.0], [35.93, 32.1])
    ['admin1:SY:Muhafazat Idlib', '']
    """
    import shapely

    if f"country:{country}" not in _known():
        return [""] * len(lons)
    areas = _areas(country)
    keys_of_areas = list(areas)
    tree = shapely.STRtree(list(areas.values()))
    points, nearest = tree.query_nearest(shapely.points(lons, lats), max_distance=within_deg, all_matches=False)
    out = [""] * len(lons)
    for point, area in zip(points.tolist(), nearest.tolist(), strict=True):
        out[point] = keys_of_areas[area]
    return out


def country_at(lon: float, lat: float, *, within_km: float = 3.0) -> str:
    """Return the ISO 3166 alpha-2 code of the country at a point, "" at sea and where the source gives no code.

    Examples
    --------
    >>> country_at(20.07, 32.11)
    'LY'
    """
    key = area_at(lon, lat, within_km=within_km)
    return "" if not key or _code(key) == NO_CODE else _code(key)


def browser_layers(folder: Path) -> dict[str, Path]:
    """Write the GeoJSON files that the page fetches from a folder served as it is, and return them by layer.

    Layers are ``countries`` (the world; outside the region with little detail), ``areas`` (first-level areas of the
    region) and ``disputed`` (borders). A file's name carries a checksum of its content: what is there is left as it
    is, and a browser never shows an old one. Files appear under their name only when whole.

    Parameters
    ----------
    folder
        Made when it does not exist.

    Returns
    -------
    dict
        Layer to path, such as ``countries`` to ``countries-1f0c22ab.geojson`` in the folder.
    """
    with _store() as store:
        members = {layer: store.getinfo(f"browser/{layer}.geojson") for layer in BROWSER_LAYERS}
    written = {layer: folder / f"{layer}-{member.CRC:08x}.geojson" for layer, member in members.items()}
    for layer, path in written.items():
        if not path.is_file() or path.stat().st_size != members[layer].file_size:
            _write_whole(path, _member(members[layer].filename))
    return written


def _write_whole(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as file:
            whole = Path(file.name)
            try:
                file.write(content)
                file.close()
                whole.chmod(0o644)  # served to others; temporary files are private
                whole.replace(path)
            except BaseException:
                whole.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise BasemapError(
            f"{path.name} cannot be written to {path.parent} ({error}); name a folder to write to"
        ) from error
