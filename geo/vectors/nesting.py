"""How deep geometries are nested: the library that reads them goes down without end, and takes the program with it."""

import struct

__all__ = ["require_shallow_wkb", "require_shallow_wkt"]

_DEEPEST = 8
_DEEPEST_WKT = _DEEPEST + 3  # brackets of a polygon's rings stand within those of what it is part of
_LINES = frozenset({2, 8})
_POLYGONS = frozenset({3, 17})
_PARTED = frozenset({4, 5, 6, 7, 9, 10, 11, 12, 15, 16})
_Z, _M, _SYSTEM = 0x80000000, 0x40000000, 0x20000000  # flags of PostGIS


def require_shallow_wkb(wkb: bytes) -> None:
    """Refuse a geometry in WKB whose collections are nested beyond reason.

    Raises
    ------
    ValueError
        When it is, or is cut short.

    Examples
    --------
    >>> from shapely import Point
    >>> require_shallow_wkb(Point(1, 2).wkb)
    """
    at, left = 0, [1]  # how many geometries are to come on each level
    while left:
        if not left[-1]:
            left.pop()
            continue
        left[-1] -= 1
        try:
            at, parts = _skip(wkb, at)
        except struct.error as error:
            raise ValueError("its geometry is cut short") from error
        if parts:
            left.append(parts)
        if len(left) > _DEEPEST:
            raise ValueError("collections within collections: save single parts")


def _skip(wkb: bytes, at: int) -> tuple[int, int]:
    """Return where a geometry ends, or where its first part begins and how many parts there are."""
    order = "<" if wkb[at : at + 1] == b"\x01" else ">"
    (kind,) = struct.unpack_from(f"{order}I", wkb, at + 1)
    at += 9 if kind & _SYSTEM else 5
    thousands, code = divmod(kind & 0x0FFFFFFF, 1000)
    numbers = 2 + (bool(kind & _Z) + bool(kind & _M) or (0, 1, 1, 2)[thousands % 4])
    if code == 1:
        return at + 8 * numbers, 0
    (count,) = struct.unpack_from(f"{order}I", wkb, at)
    at += 4
    if code in _LINES:
        return at + 8 * numbers * count, 0
    if code in _POLYGONS:
        for _ in range(count):
            (corners,) = struct.unpack_from(f"{order}I", wkb, at)
            at += 4 + 8 * numbers * corners
        return at, 0
    if code in _PARTED:
        return at, count
    raise ValueError(f"geometries of the kind {code} are not known")


def require_shallow_wkt(wkt: str) -> None:
    """Refuse a geometry in WKT whose collections are nested beyond reason.

    Raises
    ------
    ValueError
        When it is.

    Examples
    --------
    >>> require_shallow_wkt("POINT (1 2)")
    """
    depth = 0
    for sign in wkt:
        depth += (sign == "(") - (sign == ")")
        if depth > _DEEPEST_WKT:
            raise ValueError("collections within collections: save single parts")
