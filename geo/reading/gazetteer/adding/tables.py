"""Tables of places in CSV, whatever their separator, read row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import GazetteerError, LayerError
from geo.reading.gazetteer.adding.records import Record, Table
from geo.vectors.tables import WIDE, read_table

__all__ = ["open_csv"]


@contextmanager
def open_csv(path: Path) -> Iterator[Table]:
    """Open a CSV to be read row by row; its separator is the one that its first line has most of.

    Raises
    ------
    GazetteerError
        When it cannot be read, is empty, or two of its columns have one name.
    """
    try:
        with path.open("rb") as raw:
            if raw.read(2) in WIDE:
                raise GazetteerError(f"{path.name} is in UTF-16: save it as UTF-8")
        # Bytes that are no UTF-8 spoil their own row only.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            layer = read_table(file, path.name)
            records = (Record(where=row.where, values=row.values, fault=row.fault) for row in layer.features)
            yield Table(columns=layer.columns, records=records)
    except OSError as error:
        raise GazetteerError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except LayerError as error:
        raise GazetteerError(str(error)) from error
