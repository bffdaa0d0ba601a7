"""What is exported as plain tables: the declared columns of the workspace, a row a record, and what goes with them.

Values are as the workspace holds them (`geo.workspace.tables`): lists joined by "; ", dates as ``YYYY-MM-DD``, "" for
what is not known.
"""

from collections.abc import Sequence

import geopandas
import pandas as pd
from shapely.geometry import Point
from shapely.geometry import shape as shape_of

from geo.showing.export.content import Content
from geo.workspace.schema import CRS, SCHEMAS, Column, Schema

__all__ = ["RECORDS", "columns_of", "flat", "known_ends", "located", "tables_of"]

RECORDS = ("evidence", "documents")
"""What goes with the layers: every telling of what is exported, and the documents that it rests on."""

_TOLD = {"events": "event", "flows": "flow"}  # layers with tellings -> how these name the record
_COUNTS = (
    Column(name="n_events", dtype="Int64", low=0),
    Column(name="n_flows", dtype="Int64", low=0),
)
_NOT_GIVEN = frozenset({"text"})  # of a document: the export quotes sentences, it does not copy whole texts


def columns_of(name: str) -> tuple[Column, ...]:
    """Return the columns of a table of an export, in order, without the geometry.

    Examples
    --------
    >>> [column.name for column in columns_of("areas")][-2:]
    ['n_events', 'n_flows']
    """
    schema: Schema = SCHEMAS["places" if name == "areas" else name]
    if name == "areas":
        return (*schema.columns, *_COUNTS)
    if name == "documents":
        return tuple(column for column in schema.columns if column.name not in _NOT_GIVEN)
    return schema.columns


def tables_of(content: Content) -> tuple[str, ...]:
    """Return the names of all tables of an export: its layers, then their tellings and documents."""
    told = any(name in _TOLD for name in content.names)
    return (*content.names, *(RECORDS if told else RECORDS[1:]))


def flat(content: Content, name: str) -> pd.DataFrame:
    """Return a table of an export: a layer, ``evidence`` or ``documents``."""
    tables = content.layers.tables
    if name == "areas":
        table = pd.DataFrame(content.layers.areas)
    elif name == "evidence":
        records = [record for layer, record in _TOLD.items() if layer in content.names]
        table = tables.evidence[tables.evidence["record"].isin(records)]
    else:
        table = pd.DataFrame(getattr(tables, name))
    return _typed(table, columns_of(name))


def _typed(table: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    kept = table[[column.name for column in columns]].reset_index(drop=True)
    return kept.astype({column.name: column.dtype for column in columns})


def located(content: Content, name: str) -> geopandas.GeoDataFrame:
    """Return a layer with the geometry that its features have in GeoJSON, in EPSG:4326.

    What has no known place has a null geometry and stays.
    """
    shapes = [
        None if feature.geometry is None else shape_of(feature.geometry)
        for feature in content.features
        if feature.layer == name
    ]
    table = flat(content, name)
    return geopandas.GeoDataFrame(table, geometry=geopandas.GeoSeries(shapes, index=table.index, crs=CRS))


def known_ends(flows: pd.DataFrame) -> geopandas.GeoSeries:
    """Return for each flow the reference point of its destination, else of its origin, else None."""
    lons, lats = (
        flows[f"destination_{axis}"].fillna(flows[f"origin_{axis}"]).astype("Float64").tolist()
        for axis in ("lon", "lat")
    )
    points = [None if pd.isna(lon) else Point(float(lon), float(lat)) for lon, lat in zip(lons, lats, strict=True)]
    return geopandas.GeoSeries(points, index=flows.index, crs=CRS)
