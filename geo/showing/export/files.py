"""Files that are there whole or not at all, and never in the place of one that the user did not give up."""

import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from geo.errors import ExportError
from geo.workspace.disk import sync

__all__ = ["check_target", "safe_name", "write_whole"]

_MOST_LETTERS = 80
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def safe_name(text: str, *, fallback: str = "kharita") -> str:
    """Make a file's name of any text: letters and digits of any script, ``-`` and ``_``; nothing that leads elsewhere.

    Examples
    --------
    >>> safe_name("../Tripoli: 4 March?"), safe_name("طرابلس"), safe_name("..."), safe_name("CON")
    ('Tripoli-4-March', 'طرابلس', 'kharita', 'kharita-CON')
    """
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in plain)
    name = re.sub("-{2,}", "-", kept)[:_MOST_LETTERS].strip("-_") or fallback
    return f"{fallback}-{name}" if name.casefold() in _DEVICES else name


def check_target(path: Path, *, overwrite: bool) -> None:
    """Say early whether a file can be written there, before the work for it is done.

    Raises
    ------
    ExportError
        When a file is there and may not be overwritten, or the folder is not there.
    """
    if path.is_dir():
        raise ExportError(f"{path} is a folder: name a file in it")
    if os.path.lexists(path) and not overwrite:
        raise ExportError(f"{path} is there already: choose another name, or say --force to replace it")
    if not path.parent.is_dir():
        raise ExportError(f"{path}: there is no folder {path.parent}; make it first")


def write_whole(path: Path, pieces: Iterable[bytes], *, overwrite: bool = False) -> None:
    """Write a file beside its place and put it there in one step.

    Whoever opens the path meanwhile, or after this was killed, finds the old file whole, or none.

    Raises
    ------
    ExportError
        When it cannot be written, or has come to be there meanwhile and may not be overwritten.
    """
    check_target(path, overwrite=overwrite)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if not overwrite:
            check_target(path, overwrite=False)
        part.replace(path)
        sync(path.parent)
    except OSError as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(f"{path} cannot be written ({error.strerror or error})") from error
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
