"""Sources that somebody added: a folder of the user's own, with a list of them, changed by one process at a time.

The folder (``KHARITA_GAZETTEER`` names another than the user's data folder) holds one CSV a source, in the gazetteer's
own columns, and ``sources.toml``, which is replaced as a whole: whoever reads sees the old list or the new one.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from platformdirs import user_data_path

from geo.errors import GazetteerError

__all__ = ["AddedSource", "added_folder", "added_sources", "keep", "locked", "remove", "require_free"]

FOLDER_VARIABLE = "KHARITA_GAZETTEER"
_LIST = "sources.toml"
_WAIT_S = 60.0
_HEADER = (
    "# Written by `python -m geo gazetteer add`; `python -m geo gazetteer remove NAME` takes a source out again.\n"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedSource:
    """A source as ``sources.toml`` lists it.

    ``reader`` is "csv" for places and "names" for names of places that others tell of; ``origin`` is the file or
    service it came from, ``added`` the day, ``file`` the name of its CSV.
    """

    name: str
    reader: str
    trust: str
    licence: str
    origin: str
    added: str
    rows: int = 0
    file: str = ""


def added_folder() -> Path:
    """Folder of the sources that somebody added: ``$KHARITA_GAZETTEER``, else in the user's data folder."""
    configured = os.environ.get(FOLDER_VARIABLE)
    return Path(configured) if configured else user_data_path("kharita", appauthor=False) / "gazetteer"


def added_sources(folder: Path) -> tuple[AddedSource, ...]:
    """List what was added, in that order; empty where nothing was.

    Raises
    ------
    GazetteerError
        When the list cannot be understood.

    Examples
    --------
    >>> added_sources(Path("no such folder"))
    ()
    """
    if not (folder / _LIST).exists():
        return ()
    from geo.reading.gazetteer.sources import configuration  # what reads tables is not needed to open the index

    known = {field.name for field in fields(AddedSource)}
    try:
        return tuple(
            AddedSource(**{key: value for key, value in table.items() if key in known})
            for table in configuration(folder)
        )
    except (TypeError, AttributeError) as error:
        raise GazetteerError(f"{folder / _LIST} is no list of sources: {error}; mend or delete it") from error


def require_free(folder: Path, name: str) -> None:
    """Refuse a name that an added source has already.

    Raises
    ------
    GazetteerError
        When there is one, in whatever case of letters.
    """
    if any(_same(source.name, name) for source in added_sources(folder)):
        raise GazetteerError(f"{name} was added already: take it out first, or say --replace")


def keep(folder: Path, source: AddedSource, table: Path, *, overwrite: bool = False) -> AddedSource:
    """Put a source and its CSV into the folder, in the place of one of that name if told so.

    Parameters
    ----------
    table
        The finished CSV, in the same folder under a temporary name; it is renamed.

    Raises
    ------
    GazetteerError
        When the name is taken, or the folder cannot be written.
    """
    source = replace(source, file=f"{_slug(source.name)}-{_digest(source.name, table)}.csv")
    with locked(folder):
        if not overwrite:
            require_free(folder, source.name)
        known = added_sources(folder)
        old = next((one for one in known if _same(one.name, source.name)), None)
        new = [source if one is old else one for one in known]
        table.replace(folder / source.file)
        _write_list(folder, new if old else [*new, source])
        if old and old.file != source.file:
            _delete(folder, old)
    return source


def remove(folder: Path, name: str) -> AddedSource:
    """Take an added source out again, and return what it was.

    Raises
    ------
    GazetteerError
        When no added source has this name; the message lists those that there are.
    """
    if not folder.is_dir():
        raise GazetteerError(f"no source {name!r} was added: there is none")
    with locked(folder):
        known = added_sources(folder)
        gone = next((one for one in known if _same(one.name, name)), None)
        if gone is None:
            there = ", ".join(one.name for one in known)
            raise GazetteerError(f"no source {name!r} was added: there is {there or 'none'}")
        _write_list(folder, [one for one in known if one is not gone])
        _delete(folder, gone)
    return gone


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from changing the folder meanwhile.

    Raises
    ------
    GazetteerError
        When another process does not finish, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=_WAIT_S):
            yield
    except Timeout as error:
        raise GazetteerError(f"{folder} is being changed by another process; try again later") from error
    except OSError as error:
        raise GazetteerError(f"{folder} cannot be written: {error}") from error


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "source"


def _digest(name: str, table: Path) -> str:
    with table.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(name.encode("utf-8"))
    return digest.hexdigest()[:12]


def _delete(folder: Path, source: AddedSource) -> None:
    """Delete the CSV of a source; one that is gone already, or open elsewhere, does no harm once it is off the list."""
    if source.file:
        with suppress(OSError):
            (folder / Path(source.file).name).unlink()


def _write_list(folder: Path, sources: list[AddedSource]) -> None:
    """Replace the list: written whole, and only then renamed. Where nothing is left, there is none."""
    if not sources:
        (folder / _LIST).unlink(missing_ok=True)
        return
    text = _HEADER + "".join(f"\n[[source]]\n{_table(source)}" for source in sources)
    handle, part = tempfile.mkstemp(prefix=".sources-", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(folder / _LIST)
    finally:
        Path(part).unlink(missing_ok=True)


def _table(source: AddedSource) -> str:
    """Write a source in TOML, whose strings and whole numbers are those of JSON but for one control character."""
    values = asdict(source).items()
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values).replace("\x7f", "")
