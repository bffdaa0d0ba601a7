"""Features made small enough for the page: first their outlines and columns, at last their names, not their places."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.showing.overlays.records import LeftOut

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["MOST_COLUMNS", "MOST_JSON_BYTES", "fit", "fit_value"]

MOST_JSON_BYTES = 200_000
MOST_COLUMNS = 30

_DECIMALS = 5  # 1 m
_LONGEST_TEXT = 500
_LONGEST_NAME = 60
_MOST_NUMBER = 2**53  # beyond this, a browser rounds whole numbers
# How outlines are simplified (degrees) and how many columns stay, step by step until it fits.
_STEPS = ((0.0, MOST_COLUMNS), (0.0005, MOST_COLUMNS), (0.0005, 8), (0.002, 4), (0.005, 2), (0.01, 1), (0.05, 1))

Drawn = tuple["BaseGeometry", Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Step:
    degrees: float
    columns: tuple[str, ...]


def fit_value(value: object) -> str | int | float | bool | None:
    """Return a value as the page takes it: a text that is not too long, a number or a truth; None for all others.

    Examples
    --------
    >>> fit_value("x" * 600)[-3:], fit_value(float("nan")), fit_value(2**60), fit_value(True), fit_value(b"x")
    ('xx…', None, '1152921504606846976', True, None)
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if abs(value) <= _MOST_NUMBER else _cut(str(value), _LONGEST_TEXT)
    return _cut(value, _LONGEST_TEXT) if isinstance(value, str) else None


def _cut(text: str, most: int) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: most + 1])
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def fit(drawn: Sequence[Drawn], columns: Sequence[str], label: str) -> tuple[dict[str, Any], tuple[LeftOut, ...]]:
    """Make a FeatureCollection that is no larger than the page takes, and say what it took.

    Parameters
    ----------
    drawn
        Geometries in longitude and latitude, with their values.
    columns
        In the file's order.
    label
        The column that names a feature: it goes last.
    """
    ordered = tuple(dict.fromkeys([*([label] if label else []), *columns]))
    for degrees, most in _STEPS:
        features = _features(drawn, _Step(degrees, ordered[:most]))
        collection = {"type": "FeatureCollection", "features": features}
        if _size(collection) <= MOST_JSON_BYTES:
            return collection, _told(degrees, len(ordered) - most)
    return _joined(drawn, len(ordered))


def _told(degrees: float, fewer: int) -> tuple[LeftOut, ...]:
    simplified = (LeftOut(what="overlay_simplified"),) if degrees else ()
    return simplified + ((LeftOut(what="overlay_columns", n=fewer),) if fewer > 0 else ())


def _features(drawn: Sequence[Drawn], step: _Step) -> list[dict[str, Any]]:
    shapes = _simplified([geometry for geometry, _ in drawn], step.degrees)
    return [
        {"type": "Feature", "geometry": _mapping(shape), "properties": _properties(values, step.columns)}
        for shape, (_, values) in zip(shapes, drawn, strict=True)
    ]


def _simplified(shapes: Sequence["BaseGeometry"], degrees: float) -> list["BaseGeometry"]:
    import shapely

    if not degrees:
        return list(shapes)
    try:
        return list(shapely.simplify(list(shapes), degrees))
    except shapely.errors.ShapelyError:  # one that crosses itself
        return list(shapes)


def _properties(values: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    fitted = ((_cut(column, _LONGEST_NAME), fit_value(values.get(column))) for column in columns)
    return {column: value for column, value in fitted if value not in (None, "")}


def _mapping(shape: "BaseGeometry") -> dict[str, Any]:
    import shapely
    from shapely.geometry import mapping

    written = dict(mapping(shape))
    if written["type"] == "LinearRing":
        written["type"] = "LineString"
    if "geometries" in written:
        return {"type": written["type"], "geometries": [_mapping(part) for part in shapely.get_parts(shape)]}
    return {"type": written["type"], "coordinates": _rounded(written["coordinates"])}


def _coordinates(written: Mapping[str, Any]) -> Any:
    """Return the coordinates of a geometry alone, those of a collection part by part."""
    parts = written.get("geometries")
    return written["coordinates"] if parts is None else [_coordinates(part) for part in parts]


def _rounded(values: Any) -> Any:
    if isinstance(values, int | float):
        return round(values, _DECIMALS) + 0.0
    return [_rounded(value) for value in values]


def _size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _parts(shape: "BaseGeometry") -> list["BaseGeometry"]:
    """Take a geometry apart into points, lines and polygons."""
    import shapely

    parts = shapely.get_parts(shape).tolist()
    return parts if shape.geom_type != "GeometryCollection" else [one for part in parts for one in _parts(part)]


def _joined(drawn: Sequence[Drawn], columns: int) -> tuple[dict[str, Any], tuple[LeftOut, ...]]:
    """Draw all features as few, without names: where something is matters more than what it is called.

    What is still too much is left out from the end, and counted.
    """
    told = [LeftOut(what="overlay_joined"), LeftOut(what="overlay_simplified")]
    told += [LeftOut(what="overlay_columns", n=columns)] if columns else []
    left, size = list(_simplified([geometry for geometry, _ in drawn], _STEPS[-1][0])), 0
    kept: list[BaseGeometry] = []
    for shape in left:
        size += _size(_coordinates(_mapping(shape))) + 1
        if size > MOST_JSON_BYTES - 1_000:
            told.append(LeftOut(what="overlay_many", n=len(left) - len(kept)))
            break
        kept.append(shape)
    single = [_mapping(part) for shape in kept for part in _parts(shape)]
    features = [
        {"type": "Feature", "geometry": {"type": f"Multi{kind}", "coordinates": coordinates}, "properties": {}}
        for kind in ("Polygon", "LineString", "Point")
        if (coordinates := [part["coordinates"] for part in single if part["type"] == kind])
    ]
    return {"type": "FeatureCollection", "features": features}, tuple(told)
