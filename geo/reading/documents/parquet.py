"""A Parquet table of documents, one a row, read some rows at a time; columns are named as those of any table."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from geo.errors import DocumentError
from geo.reading.documents.jsonl import Line
from geo.reading.documents.limits import MAX_BAD_LINES, MAX_BATCH_BYTES, MAX_COLUMNS, size_words
from geo.reading.documents.table import columns_of, line_of

__all__ = ["read_parquet"]

_ROWS_AT_ONCE = 64


def read_parquet(file: BinaryIO, *, name: str, stem: str) -> Iterator[Line | DocumentError]:
    """Read the documents of a table; a row that is none is an error by its number, and the next goes on.

    Only the columns that are known are read (``columns.toml``). A row without an id gets the stem and its number.

    Raises
    ------
    DocumentError
        When it is damaged, has no column of texts, or holds too much in one piece.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(file)
        columns = _columns(table, name)
        yield from _lines(table, columns, name, stem)
    except (pa.ArrowException, OSError) as error:
        raise DocumentError(name, f"is a damaged Parquet file ({str(error).splitlines()[0][:120]})") from error


def _columns(table: Any, name: str) -> dict[str, str]:
    """Return the column of each field, all of them of texts, numbers or dates, none too large to be held."""
    import pyarrow as pa

    schema = table.schema_arrow
    if len(schema.names) > MAX_COLUMNS:
        raise DocumentError(name, f"has {len(schema.names):,} columns; at most {MAX_COLUMNS:,} are read")
    columns = {field: schema.names[at] for field, at in columns_of(schema.names, name=name).items()}
    for column in columns.values():
        kind = schema.field(column).type
        if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            raise DocumentError(name, f"its column {column!r} is of type {kind}; expected text")
    for number in range(table.metadata.num_row_groups):
        group = table.metadata.row_group(number)
        if group.total_byte_size > MAX_BATCH_BYTES:
            sizes = f"{size_words(group.total_byte_size)}; at most {size_words(MAX_BATCH_BYTES)} are read at once"
            raise DocumentError(name, f"its row group {number} unpacks to {sizes}: write it in smaller ones")
    return columns


def _lines(table: Any, columns: Mapping[str, str], name: str, stem: str) -> Iterator[Line | DocumentError]:
    good = bad = number = 0
    for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=list(columns.values()), use_threads=False):
        for row in batch.to_pylist():
            number += 1
            where = f"{name} row {number}"
            try:
                found: Line | DocumentError = _document(row, columns, where, f"{stem}-{number}")
                good += 1
            except DocumentError as error:
                found = error
                bad += 1
            yield found
            if not good and bad >= MAX_BAD_LINES:
                yield DocumentError(name, f"none of its first {bad} rows is a document: given up")
                return
    if not number:
        yield DocumentError(name, "has no rows")


def _document(row: Mapping[str, Any], columns: Mapping[str, str], where: str, identity: str) -> Line:
    return line_of({field: _told(row[column]) for field, column in columns.items()}, where=where, identity=identity)


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return str(value.date())
    return "" if value is None else str(value)
