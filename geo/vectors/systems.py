"""Reference systems: positions of any that is known become longitude and latitude."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from geo.errors import LayerError

if TYPE_CHECKING:
    import numpy as np

__all__ = ["SHAPE_FAULTS", "Transform", "transform_from"]

# What malformed geometries provoke in shapely and in our own reading of them, beside its own errors (ValueErrors).
SHAPE_FAULTS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,  # arcs
)

Transform = Callable[["np.ndarray[Any, Any]"], "np.ndarray[Any, Any]"]
_CRS = re.compile(r"(?:urn:ogc:def:crs:)?(?:EPSG|OGC)(?::[0-9.]*)?:(CRS84|[0-9]{1,6})", re.IGNORECASE)
_SAME = {"4326", "CRS84"}


def transform_from(crs: str, *, name: str) -> Transform | None:
    """Make what turns positions of a reference system into longitude and latitude; None where they are that already.

    Parameters
    ----------
    crs
        ``EPSG:32633``, ``urn:ogc:def:crs:EPSG::3857``, ``OGC:CRS84``, or a definition in WKT.
    name
        Of the file, for the error.

    Raises
    ------
    LayerError
        When nobody knows such a system.

    Examples
    --------
    >>> transform_from("urn:ogc:def:crs:OGC:1.3:CRS84", name="a.geojson") is None
    True
    """
    code = _CRS.fullmatch(crs.strip())
    if code and code[1].upper() in _SAME:
        return None
    import numpy as np
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    try:
        system = CRS.from_epsg(int(code[1])) if code else CRS.from_wkt(crs)
        transformer = Transformer.from_crs(system, CRS.from_epsg(4326), always_xy=True)
    except ProjError as error:
        raise LayerError(f"{name}: no reference system {crs[:80]!r} is known: save it in EPSG:4326") from error
    return lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
