"""Fetching GeoNames' files, only when somebody asks for one: bounded in time and size, and never half.

Where they are is data (``data/gazetteer/geonames/geonames.toml``).
"""

import http.client
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from geo import __version__
from geo.errors import GazetteerError
from geo.reading.gazetteer.adding.geonames import settings

__all__ = ["BASE_VARIABLE", "PREFIX", "fetch", "is_known"]

PREFIX = "geonames:"
BASE_VARIABLE = "KHARITA_GEONAMES_BASE"
_CONTACT_VARIABLE = "KHARITA_CONTACT"
_PIECE = 1 << 18
_MEGABYTE = 1_000_000
_NOT_FOUND = 404

Progress = Callable[[str, int, int], None]


def is_known(what: str) -> bool:
    """Whether a word on the command line asks for a file of GeoNames.

    Examples
    --------
    >>> is_known("geonames:LY"), is_known("geonames.csv")
    (True, False)
    """
    return what.lower().startswith(PREFIX)


def fetch(what: str, folder: Path, *, progress: Progress | None = None, timeout_s: float | None = None) -> Path:
    """Fetch ``geonames:LY``, ``geonames:alternatenames`` or ``geonames:alternatenames/LY`` into a folder.

    Parameters
    ----------
    progress
        Called with the file's name, the megabytes that are there and those that there will be (0: not known).

    Raises
    ------
    GazetteerError
        When there is no such file, the service cannot be reached, answers with something else, breaks off, or sends
        more than the limits allow.
    """
    path = _path(what)
    options = settings()["download"]
    base = os.environ.get(BASE_VARIABLE) or options["base"]
    if not re.match(r"https?://[^/@\s]+(/|$)", base):
        raise GazetteerError(f"{BASE_VARIABLE} is {base!r}: expected a http or https address without a password")
    target = folder / path.rsplit("/", 1)[-1]
    request = Request(f"{base.rstrip('/')}/{path}", headers={"User-Agent": _user_agent()})  # noqa: S310  (http, https)
    try:
        with build_opener(_StayHere).open(request, timeout=timeout_s or options["timeout_s"]) as answer:
            _save(answer, target, deadline_s=float(options["deadline_s"]), progress=progress)
    except HTTPError as error:
        advice = "is the code a country's?" if error.code == _NOT_FOUND else "try again later"
        raise GazetteerError(f"{what}: {base} answers HTTP {error.code} for {path}: {advice}") from error
    except http.client.IncompleteRead as error:
        raise GazetteerError(f"{target.name} broke off: try again") from error
    except TimeoutError as error:
        raise GazetteerError(f"{what}: {base} took too long: try again later") from error
    except (URLError, OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise GazetteerError(
            f"{what}: {base} cannot be reached ({reason}): without a network, fetch {path} elsewhere and add the file"
        ) from error
    return target


class _StayHere(HTTPRedirectHandler):
    """Follows no redirection: who asks for GeoNames' files is to get them from there."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _path(what: str) -> str:
    wanted = what[len(PREFIX) :]
    code = re.search(r"(?:^|/)([A-Za-z]{2})$", wanted)
    key = f"{wanted[: code.start(1)].lower()}XX" if code else wanted.lower()
    files: dict[str, str] = settings()["download"]["files"]
    if key not in files:
        known = ", ".join(f"{PREFIX}{one}" for one in files)
        raise GazetteerError(f"{what!r} is no file of GeoNames: expected one of {known} (XX: a code such as LY)")
    return files[key].format(code=code[1].upper() if code else "")


def _user_agent() -> str:
    contact = os.environ.get(_CONTACT_VARIABLE, "").strip()
    agent = f"kharita/{__version__}" + (f" ({contact})" if contact else "")
    if not (agent.isascii() and agent.isprintable()):
        raise GazetteerError(f"{_CONTACT_VARIABLE} is {contact!r}: expected one line of ASCII letters")
    return agent


def _save(answer: Any, target: Path, *, deadline_s: float, progress: Progress | None) -> None:
    most = int(settings()["limits"]["packed_mb"]) * _MEGABYTE
    announced = int(answer.headers.get("Content-Length") or 0)
    deadline = time.monotonic() + deadline_s

    def tell(size: int) -> None:
        if size > most:
            raise GazetteerError(f"{target.name} is larger than {most // _MEGABYTE:,} MB: refused")
        if time.monotonic() > deadline:
            raise TimeoutError
        if progress is not None:
            progress(target.name, size // _MEGABYTE, announced // _MEGABYTE)

    if announced > most:
        tell(announced)
    with target.open("wb") as file:
        size = _copy(answer, file, tell)
    if announced and size != announced:
        raise GazetteerError(f"{target.name} broke off after {size:,} of {announced:,} bytes: try again")


def _copy(answer: Any, file: IO[bytes], tell: Callable[[int], None]) -> int:
    size = 0
    while piece := answer.read1(_PIECE):
        size += len(piece)
        tell(size)
        file.write(piece)
    return size
