"""GeoJSON: the features of a collection, in whatever reference system it names."""

import json
from collections.abc import Iterator
from typing import Any

from geo.errors import LayerError
from geo.vectors.features import Feature, Layer, with_geometry
from geo.vectors.systems import Transform, transform_from

__all__ = ["read_geojson"]


def read_geojson(text: str, name: str) -> Layer:
    """Read GeoJSON; positions in another system than EPSG:4326 (the older ``crs``) are transformed.

    Parameters
    ----------
    text
        A FeatureCollection, or a Feature by itself.
    name
        Of the file, for what is said of it.

    Raises
    ------
    LayerError
        When it is no such thing, or in a reference system that nobody knows.

    Examples
    --------
    >>> read_geojson('{"type": "FeatureCollection", "features": []}', "a.geojson").total
    0
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LayerError(f"{name} is no GeoJSON: {error}") from error
    if isinstance(content, dict) and content.get("type") == "Feature":
        content = {**content, "features": [content]}
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise LayerError(f"{name} is no GeoJSON of features: expected a FeatureCollection")
    columns: dict[str, None] = {}
    for feature in features:
        columns |= dict.fromkeys(_properties(feature))
    transform = transform_from(_crs(content), name=name)
    return Layer(columns=tuple(columns), features=_features(features, name, transform), total=len(features))


def _crs(content: dict[str, Any]) -> str:
    """Name the reference system: that of RFC 7946, unless the older ``crs`` names another."""
    crs = content.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return str(name) if name else "EPSG:4326"


def _properties(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    values = {"id": feature["id"]} if "id" in feature else {}
    return values | (properties if isinstance(properties, dict) else {})


def _features(features: list[Any], name: str, transform: Transform | None) -> Iterator[Feature]:
    import shapely
    from shapely.geometry import shape

    for number, feature in enumerate(features, start=1):
        where = f"{name}, feature {number}"
        if not isinstance(feature, dict):
            yield Feature(where=where, fault="is no feature")
        elif feature.get("geometry") is None:
            yield Feature(where=where, values=_properties(feature))
        else:
            written = feature["geometry"]

            def geometry(written: Any = written) -> Any:
                made = shape(written)
                return made if transform is None else shapely.transform(shapely.force_2d(made), transform)

            yield with_geometry(where, _properties(feature), geometry)
