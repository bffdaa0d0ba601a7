"""The only place where longitude and latitude are swapped and where degrees meet kilometres.

Everywhere else a position is ``(lon, lat)`` in decimal degrees (EPSG:4326). Kilometres are measured with geopy on the
WGS 84 ellipsoid, or quickly on a sphere where only an order matters. Curves and arrowheads are built in Web Mercator,
whose angles are those of the map on the screen.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from geo.errors import CoordinateError

__all__ = [
    "EARTH_RADIUS_KM",
    "Position",
    "arrowhead",
    "bearing",
    "check",
    "circle",
    "compass",
    "decimals_for",
    "destination",
    "distance_km",
    "fast_distance_km",
    "flow_curve",
    "format_decimal",
    "format_dms",
    "format_mgrs",
    "from_mgrs",
    "line_to_latlon",
    "mgrs_for",
    "round6",
    "sector",
    "split_antimeridian",
    "to_latlon",
    "unwrap",
]

Position = tuple[float, float]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 = (2a + b) / 3 of the GRS 80 ellipsoid (Moritz 2000, Geodetic Reference System 1980, J Geod 74)."""

KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180
MERCATOR_LIMIT = 85.051129  # where Web Mercator ends: its map is a square
BOW = 0.2  # how far the control point of a curve lies off its chord, as a share of the chord's length
MGRS_DIGITS = 5  # of easting and of northing: squares of 1 m
MGRS = re.compile(r"([0-9]{0,2}[A-Z]) ?([A-Z]{2}) ?([0-9]*)")
WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def check(lon: float, lat: float) -> Position:
    """Return the position as two floats when it is one.

    Raises
    ------
    CoordinateError
        When either is not a finite number, or out of range; the message says so when the two look swapped.

    Examples
    --------
    >>> check(20, 32)
    (20.0, 32.0)
    """
    for name, value, limit in (("longitude", lon, 180), ("latitude", lat, 90)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise CoordinateError(f"{name} {value!r} is not a number: give decimal degrees, such as 32.1167")
        if abs(value) > limit:
            swapped = name == "latitude" and abs(lon) <= 90 and abs(value) <= 180
            hint = "; are the two swapped? Positions are (lon, lat)" if swapped else ""
            raise CoordinateError(f"{name} {value!r} is out of range: expected -{limit} to {limit}{hint}")
    return float(lon), float(lat)


def to_latlon(lon: float, lat: float) -> Position:
    """Swap for what wants latitude first (Leaflet, geopy, people).

    Examples
    --------
    >>> to_latlon(20.07, 32.11)
    (32.11, 20.07)
    """
    return lat, lon


def line_to_latlon(line: Sequence[Position]) -> list[Position]:
    """Swap a whole line for what wants latitude first."""
    return [to_latlon(lon, lat) for lon, lat in line]


def round6(value: float) -> float:
    """Round to the six decimals that RFC 7946 advises (11 cm), never to a negative zero.

    Examples
    --------
    >>> round6(13.18012345), round6(-0.0000001)
    (13.180123, 0.0)
    """
    return round(value, 6) + 0.0


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Measure the geodesic on the WGS 84 ellipsoid (geopy, after Karney 2013).

    Examples
    --------
    >>> round(distance_km(36.2765, 33.5138, 20.0686, 32.1167))
    1524
    """
    from geopy.distance import geodesic

    return float(geodesic(to_latlon(*check(lon1, lat1)), to_latlon(*check(lon2, lat2))).km)


def fast_distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Measure on a sphere (haversine): within 0.6 % of the geodesic, for ranking and thresholds. Nothing is checked.

    Examples
    --------
    >>> fast_distance_km(20, 32, 20, 32)
    0.0
    """
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def bearing(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great circle's bearing at its start, in degrees clockwise from north; 0 between equal positions.

    Examples
    --------
    >>> bearing(0, 0, 10, 0)
    90.0
    """
    phi1, phi2, turn = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    east = math.sin(turn) * math.cos(phi2)
    north = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360


def compass(degrees: float) -> str:
    """Name the nearest of the eight winds.

    Examples
    --------
    >>> compass(bearing(36.28, 33.51, 20.07, 32.12)), compass(350)
    ('west', 'north')
    """
    return WINDS[round(degrees / 45) % 8]


def destination(lon: float, lat: float, *, bearing_degrees: float, length_km: float) -> Position:
    """Return where a geodesic of that bearing and length ends (geopy, WGS 84).

    Examples
    --------
    >>> [round(value, 2) for value in destination(0, 0, bearing_degrees=90, length_km=111.32)]
    [1.0, 0.0]
    """
    from geopy.distance import geodesic

    end = geodesic(kilometers=length_km).destination(to_latlon(*check(lon, lat)), bearing=bearing_degrees)
    return float(end.longitude), float(end.latitude)


def circle(lon: float, lat: float, *, radius_km: float, steps: int = 72) -> list[Position]:
    """Draw the closed ring of all positions at a geodesic distance, counter-clockwise, longitudes without a jump.

    Longitudes may run past 180 where it crosses the antimeridian. Around a pole it is no ring in these coordinates.
    """
    _check_radius(radius_km)
    ring = [destination(lon, lat, bearing_degrees=-360 * step / steps, length_km=radius_km) for step in range(steps)]
    return unwrap([*ring, ring[0]], near=lon)


def sector(lon: float, lat: float, *, radius_km: float, towards: float, width: float = 90) -> list[Position]:
    """Draw the closed ring of a slice of a circle: ``width`` degrees wide, about the bearing ``towards``."""
    _check_radius(radius_km)
    steps = max(2, round(width / 5))
    arc = [
        destination(lon, lat, bearing_degrees=towards + width / 2 - width * step / steps, length_km=radius_km)
        for step in range(steps + 1)
    ]
    return unwrap([(lon, lat), *arc, (lon, lat)], near=lon)


def _check_radius(radius_km: float) -> None:
    if not (math.isfinite(radius_km) and 0 < radius_km <= 10_000):
        raise CoordinateError(f"radius of {radius_km!r} km: expected more than 0 and at most 10000 (a hemisphere)")


def unwrap(line: Sequence[Position], *, near: float | None = None) -> list[Position]:
    """Shift longitudes by whole turns so that no step is longer than half a turn, starting nearest to ``near``.

    Examples
    --------
    >>> unwrap([(179, 0), (-179, 0)])
    [(179, 0), (181, 0)]
    """
    result: list[Position] = []
    last = near
    for lon, lat in line:
        last = lon if last is None else lon - 360 * round((lon - last) / 360)
        result.append((last, lat))
    return result


def split_antimeridian(line: Sequence[Position]) -> list[list[Position]]:
    """Cut a line without jumps (see `unwrap`) into lines that stay within -180 to 180, as RFC 7946, 3.1.9 asks.

    One piece: a LineString; several: a MultiLineString.

    Examples
    --------
    >>> split_antimeridian([(170, 0), (190, 10)])
    [[(170, 0), (180.0, 5.0)], [(-180.0, 5.0), (-170, 10)]]
    """
    if all(-180 <= lon <= 180 for lon, _ in line):
        return [list(line)] if line else []
    (first, lat), second = line[0], line[min(1, len(line) - 1)][0]
    turn = round(first / 360)
    if abs(first - 360 * turn) == 180 and (second > first) == (first > 360 * turn):
        turn += 1 if second > first else -1  # a line that starts on the seam belongs to the side that it goes to
    pieces: list[list[Position]] = [[(first - 360 * turn, lat)]]
    for start, end in pairwise(line):
        while not -180 <= end[0] - 360 * turn <= 180:
            side = 1 if end[0] - 360 * turn > 180 else -1
            share = (side * 180 + 360 * turn - start[0]) / (end[0] - start[0])
            seam = start[1] + share * (end[1] - start[1])
            if pieces[-1][-1] != (side * 180, seam):
                pieces[-1].append((side * 180.0, seam))
            turn += side
            pieces.append([(-side * 180.0, seam)])
        pieces[-1].append((end[0] - 360 * turn, end[1]))
    return [piece for piece in pieces if len(piece) > 1]


def flow_curve(
    lon1: float, lat1: float, lon2: float, lat2: float, *, steps: int = 24, bow: float = BOW
) -> list[Position]:
    """Draw the way from one position to another as a curve bowed to the right of the travel.

    A quadratic Bezier in Web Mercator. There and back are bowed to different sides of the chord, and so stay apart at
    any length (Jenny et al. 2018, Design principles for origin-destination flow maps). It is schematic: nobody flew
    along it. Over the antimeridian it takes the short way and its longitudes run past 180 without a jump (what Leaflet
    wants; `split_antimeridian` makes what GeoJSON wants).

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        Where the way starts and ends, decimal degrees.
    steps
        How many segments.
    bow
        How far the control point lies off the chord, as a share of the chord; the curve itself reaches half of it.

    Returns
    -------
    list of (lon, lat)
        ``steps + 1`` positions, the first and last exactly as given but for whole turns; both ends only (twice the
        same position) when they are equal.

    Examples
    --------
    >>> curve = flow_curve(0, 0, 10, 0)
    >>> curve[0], curve[-1], curve[12][1] < 0
    ((0.0, 0.0), (10.0, 0.0), True)
    >>> flow_curve(5, 5, 5, 5)
    [(5.0, 5.0), (5.0, 5.0)]
    """
    start, end = unwrap([check(lon1, lat1), check(lon2, lat2)])
    if steps < 1:
        raise CoordinateError(f"a curve of {steps!r} steps: expected 1 or more")
    if start == end:
        return [start, end]
    (x1, y1), (x2, y2) = _mercator(*start), _mercator(*end)
    control_x = (x1 + x2) / 2 + bow * (y2 - y1)
    control_y = (y1 + y2) / 2 - bow * (x2 - x1)
    inner = []
    for step in range(1, steps):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        inner.append(_unmercator(a * x1 + b * control_x + c * x2, a * y1 + b * control_y + c * y2))
    return [start, *inner, end]


def arrowhead(curve: Sequence[Position], size_km: float) -> list[Position]:
    """Draw the triangle at the end of a curve, pointing along it: its tip is the curve's end.

    Parameters
    ----------
    curve
        A line as `flow_curve` makes it.
    size_km
        Length of the arrowhead; its base is four fifths of that. On a curve shorter than two and a half arrowheads it
        shrinks, so that a short flow stays a line with a head.

    Returns
    -------
    list of (lon, lat)
        A closed ring, counter-clockwise; empty for a curve of no length.

    Examples
    --------
    >>> ring = arrowhead([(0, 0), (10, 0)], 100)
    >>> ring[0] == ring[-1] == (10, 0), len(ring)
    (True, 4)
    >>> arrowhead([(5, 5), (5, 5)], 100)
    []
    """
    _check_radius(size_km)
    points = [_mercator(*position) for position in curve]
    length = sum(math.dist(*pair) for pair in pairwise(points))
    if not length:
        return []
    tip_x, tip_y = points[-1]
    latitude = max(-MERCATOR_LIMIT, min(MERCATOR_LIMIT, curve[-1][1]))
    size = min(size_km / (KM_PER_DEGREE * math.cos(math.radians(latitude))), 0.4 * length)
    # The head follows the chord over its own length, not the last step: that one may be much shorter than the head.
    back_x, back_y = next((point for point in reversed(points) if math.dist(point, points[-1]) >= size), points[0])
    chord = math.dist((back_x, back_y), points[-1])
    if not chord:  # a closed line: it ends where it began
        return []
    along_x, along_y = (tip_x - back_x) / chord * size, (tip_y - back_y) / chord * size
    left = _unmercator(tip_x - along_x - 0.4 * along_y, tip_y - along_y + 0.4 * along_x)
    right = _unmercator(tip_x - along_x + 0.4 * along_y, tip_y - along_y - 0.4 * along_x)
    return [curve[-1], left, right, curve[-1]]


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    """Project to Web Mercator, in degrees of longitude at the equator."""
    lat = max(-MERCATOR_LIMIT, min(MERCATOR_LIMIT, lat))
    return lon, math.degrees(math.asinh(math.tan(math.radians(lat))))


def _unmercator(x: float, y: float) -> Position:
    return x, math.degrees(math.atan(math.sinh(math.radians(y))))


def format_decimal(lon: float, lat: float, *, places: int = 4) -> str:
    """Write a position as people do, latitude first, in decimal degrees.

    Examples
    --------
    >>> format_decimal(20.06859, 32.11667)
    '32.1167, 20.0686'
    """
    lon, lat = check(lon, lat)
    return f"{round(lat, places) + 0.0:.{places}f}, {round(lon, places) + 0.0:.{places}f}"


def decimals_for(radius_km: float) -> int:
    """Return how many decimals of a degree a position deserves that is known within a radius; four at most (11 m).

    One degree is some 111 km: a decimal less for every ten times as wide a radius.

    Examples
    --------
    >>> [decimals_for(radius) for radius in (0, 0.02, 0.5, 3, 12, 40, 900)]
    [4, 4, 2, 2, 1, 0, 0]
    """
    if radius_km <= 0:
        return 4
    return max(0, min(4, round(2 - math.log10(radius_km))))


def format_dms(lon: float, lat: float) -> str:
    """Write a position as people do, latitude first, in degrees, minutes and whole seconds.

    Examples
    --------
    >>> format_dms(20.06859, 32.11667)
    '32°07′00″N 20°04′07″E'
    """
    lon, lat = check(lon, lat)
    return f"{_dms(lat, 'NS')} {_dms(lon, 'EW')}"


def _dms(value: float, signs: str) -> str:
    seconds = round(abs(value) * 3600)  # whole seconds first: 59.9996 minutes must carry over
    degrees, rest = divmod(seconds, 3600)
    return f"{degrees:02d}°{rest // 60:02d}′{rest % 60:02d}″{signs[value < 0 and seconds > 0]}"


def format_mgrs(lon: float, lat: float, *, precision: int = MGRS_DIGITS) -> str:
    """Write a position in the Military Grid Reference System, in groups as people write it.

    The square that the position lies in (truncated, never rounded), on WGS 84; near the poles on the polar grid.

    Parameters
    ----------
    lon, lat
        Decimal degrees.
    precision
        How many digits of easting and of northing: 5 is a square of 1 m, 1 of 10 km, 0 of 100 km (letters only).

    Raises
    ------
    CoordinateError
        When it is no position, or the precision is none.

    Examples
    --------
    >>> format_mgrs(-93, 42), format_mgrs(-93, 42, precision=2), format_mgrs(0, 90, precision=0)
    ('15T WG 00000 49776', '15T WG 00 49', 'Z AH')
    """
    from mgrs import MGRS as GRID
    from mgrs.core import MGRSError

    lon, lat = check(lon, lat)
    lat = round(lat, 7) + 0.0  # 1 cm: a hair's breadth south of the equator comes out as a square that is not there
    if precision not in range(MGRS_DIGITS + 1):
        raise CoordinateError(f"{precision!r} digits of a grid reference: expected 0 (100 km) to {MGRS_DIGITS} (1 m)")
    try:
        written = MGRS.fullmatch(GRID().toMGRS(lat, lon, MGRSPrecision=precision))
    except MGRSError as error:
        raise CoordinateError(f"{format_decimal(lon, lat)} has no grid reference: {error}") from error
    if written is None:
        raise CoordinateError(f"{format_decimal(lon, lat)} has no grid reference")
    zone, square, digits = written.groups()
    return " ".join(part for part in (zone, square, digits[:precision], digits[precision:]) if part)


def mgrs_for(lon: float, lat: float, radius_km: float) -> str:
    """Write a grid reference no finer than a position is known: the smallest square at least as wide as the radius.

    Squares of 1 m, 10 m, 100 m, 1 km and 10 km by their digits; of 100 km by the zone and the square's letters alone;
    for a radius of more than that only the grid zone (6 by 8 degrees), for no square would be true of it.

    Raises
    ------
    CoordinateError
        When it is no position, or the radius is below 0 or not a number.

    Examples
    --------
    >>> mgrs_for(-93, 42, 0), mgrs_for(-93, 42, 0.5), mgrs_for(-93, 42, 12), mgrs_for(-93, 42, 800)
    ('15T WG 00000 49776', '15T WG 00 49', '15T WG', '15T')
    """
    if not (math.isfinite(radius_km) and radius_km >= 0):
        raise CoordinateError(f"radius of {radius_km!r} km: expected 0 or more")
    wide_enough = (digits for digits in range(MGRS_DIGITS, -1, -1) if _side_km(digits) >= radius_km)
    digits = next(wide_enough, None)
    return format_mgrs(lon, lat, precision=0).split()[0] if digits is None else format_mgrs(lon, lat, precision=digits)


def from_mgrs(text: str) -> tuple[Position, float]:
    """Read a grid reference: the middle of its square, and the square's side in km.

    Raises
    ------
    CoordinateError
        When it is none.

    Examples
    --------
    >>> (lon, lat), side_km = from_mgrs("15T WG 00 49")
    >>> round(lon, 3), round(lat, 3), side_km
    (-92.994, 41.998, 1.0)
    """
    from mgrs import MGRS as GRID
    from mgrs.core import MGRSError

    plain = "".join(text.split()).upper()
    written = MGRS.fullmatch(plain)
    expected = "expected one such as 34S EB 12345 67890"
    if written is None or len(written[3]) > 2 * MGRS_DIGITS or len(written[3]) % 2:
        raise CoordinateError(f"{text[:40]!r} is no grid reference: {expected}")
    try:
        lat, lon = GRID().toLatLon(plain)
    except MGRSError as error:
        raise CoordinateError(f"{text[:40]!r} is no grid reference: {expected}") from error
    return check(lon, lat), _side_km(len(written[3]) // 2)


def _side_km(digits: int) -> float:
    """Return the side of a square of the grid by how many digits its easting and northing have."""
    return float(100 / 10**digits)
