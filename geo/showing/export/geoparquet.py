"""GeoParquet 1.1: a layer a file, with the box of each row in a column of its own, and where it comes from in the head.

DuckDB, GDAL, pandas and QGIS read it. The account of the export is JSON under the key ``kharita`` of the file's own
metadata, beside ``geo``.
"""

import io
import json
from collections.abc import Iterator

from geo.showing.export.content import Content
from geo.showing.export.flat import flat, located, tables_of
from geo.showing.export.parting import Part

__all__ = ["ACCOUNT_KEY", "parts"]

ACCOUNT_KEY = b"kharita"
_VERSION = "1.1.0"
_COMPRESSION = "zstd"


def parts(content: Content) -> Iterator[Part]:
    """Yield each layer as a GeoParquet file; tellings and documents, which have no geometry, as plain Parquet."""
    for name in tables_of(content):
        maker = _located if name in content.names else _plain
        yield Part(name=f"{name}.parquet", chunks=maker(content, name))


def _located(content: Content, name: str) -> Iterator[bytes]:
    raw = io.BytesIO()
    located(content, name).to_parquet(
        raw, index=False, schema_version=_VERSION, write_covering_bbox=True, geometry_encoding="WKB"
    )
    yield _with_account(raw, content)


def _plain(content: Content, name: str) -> Iterator[bytes]:
    raw = io.BytesIO()
    flat(content, name).to_parquet(raw, index=False)
    yield _with_account(raw, content)


def _with_account(raw: io.BytesIO, content: Content) -> bytes:
    """Write a file again with the account in its metadata: geopandas takes none of one's own."""
    from pyarrow import parquet

    table = parquet.read_table(raw)
    account = json.dumps(dict(content.provenance), ensure_ascii=False, allow_nan=False).encode()
    named = table.replace_schema_metadata({**(table.schema.metadata or {}), ACCOUNT_KEY: account})
    whole = io.BytesIO()
    parquet.write_table(named, whole, compression=_COMPRESSION)
    return whole.getvalue()
