"""One page from the web: names resolved once, the connection made to what was resolved, time and size bounded.

A page's address may be anybody's: written so that this machine asks its own network for what only it may see. So every
address that a name stands for must be public, the connection goes to that address and no name is asked twice, each
redirection is checked as if it had been given, no proxy is used, and one deadline holds over all of it.
"""

import http.client
import io
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from geo import __version__
from geo.errors import DocumentError
from geo.reading.documents.limits import MAX_REDIRECTS, MAX_WEB_BYTES, WEB_SECONDS, size_words
from geo.reading.documents.public import Target, is_public, to_target

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Page", "fetch"]

_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_PIECE = 64 * 1024
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_GZIP = frozenset({"gzip", "x-gzip"})
_GZIP_WINDOW = zlib.MAX_WBITS | 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What an address answered: its bytes, the address in the end, and the encoding that the server gives them."""

    data: bytes
    target: Target
    charset: str


Resolver = Callable[[str, int], list[str]]
Connector = Callable[[str, int, float], socket.socket]


def fetch(url: str) -> Page:
    """Fetch a page.

    Raises
    ------
    DocumentError
        When the address, or one that it redirects to, is not public or of the web; when the answer is none, too large,
        takes too long, or is neither HTML, text nor PDF. Messages leave out what follows the question mark.
    """
    return _fetch(url, _Line())


def _resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """What there is between here and a server. Tests put their own in its place; nothing that is read can."""

    resolve: Resolver = _resolve
    connect: Connector = _connect
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = WEB_SECONDS


@dataclass(frozen=True, slots=True)
class _Deadline:
    """The moment at which all must be done."""

    end: float

    def left(self) -> float:
        """Return the seconds that are left; raises TimeoutError where there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _fetch(url: str, line: _Line) -> Page:
    deadline = _Deadline(time.monotonic() + line.seconds)
    target = first = to_target(url)
    for _ in range(MAX_REDIRECTS + 1):
        try:
            found = _ask(target, line, deadline)
        except TimeoutError as error:
            raise DocumentError(
                target.name, f"took longer than {line.seconds:g} s: given up; try again later"
            ) from error
        except http.client.IncompleteRead as error:
            raise DocumentError(target.name, "broke off: try again") from error
        except (OSError, http.client.HTTPException) as error:
            raise DocumentError(target.name, f"cannot be reached ({_reason(error)})") from error
        if isinstance(found, Page):
            return found
        target = _redirected(target, found)
    raise DocumentError(first.name, f"redirects more than {MAX_REDIRECTS} times: given up")


def _redirected(target: Target, location: str) -> Target:
    try:
        onward = to_target(urljoin(target.url, location.replace(" ", "%20")))
    except ValueError as error:
        reason = error.reason if isinstance(error, DocumentError) else "no address"
        shown = error.name if isinstance(error, DocumentError) else "somewhere"
        raise DocumentError(target.name, f"redirects to {shown}, which {reason}") from error
    if target.scheme == "https" and onward.scheme != "https":
        raise DocumentError(target.name, f"redirects from https to {onward.name}, which is not: refused")
    return onward


def _ask(target: Target, line: _Line, deadline: _Deadline) -> Page | str:
    """Ask once: the page, or where it redirects to."""
    opened = _open(_address(target, line, deadline), target, line, deadline)
    with opened:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = _Watched(opened, deadline)  # so it opens none, and asks for no name
        connection.request("GET", target.path, headers=_headers(target))
        answer = connection.getresponse()
        if answer.status in _REDIRECTIONS and (location := _location(answer)):
            return location
        if answer.status != _OK:
            raise DocumentError(
                target.name, f"answers HTTP {answer.status}; is the address right, and open to anybody?"
            )
        kind, _, more = answer.getheader("Content-Type", "").partition(";")
        if kind.strip().lower() not in _TYPES:
            raise DocumentError(
                target.name, f"answers with {_quoted(kind) or 'no type of content'}; a page, plain text or PDF is read"
            )
        data = b"".join(_body(answer, target))
    charset = _CHARSET.search(more)
    return Page(data=data, target=target, charset=charset.group(1) if charset else "")


def _headers(target: Target) -> dict[str, str]:
    return {
        "Host": f"[{target.host}]" if ":" in target.host else target.host,
        "User-Agent": f"kharita/{__version__}",
        "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf",
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
    }


def _address(target: Target, line: _Line, deadline: _Deadline) -> str:
    """Return the address that a host's name stands for; all of them must be public, for the next may be any of them."""
    answers: queue.Queue[list[str] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(line.resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    # The system's resolver knows no time limit; a thread that waits for it longer than we do is left behind.
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise DocumentError(target.name, f"its host is not known ({_reason(found)}): is there a network?") from found
    if not found or not all(map(is_public, found)):
        raise DocumentError(target.name, "leads into a network that is not public: refused")
    return found[0]


def _open(address: str, target: Target, line: _Line, deadline: _Deadline) -> socket.socket:
    """Connect to an address and no name; over TLS the certificate must still be that of the host's name."""
    plain = line.connect(address, target.port, deadline.left())
    if target.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.left())
        return line.context().wrap_socket(plain, server_hostname=target.host)
    except OSError:
        plain.close()
        raise


class _Watched:
    """What `http.client` needs of a socket, with the deadline before each time it waits.

    A time limit of the socket itself begins anew with every byte, so that a server that drips would never be cut off.
    """

    def __init__(self, line: socket.socket, deadline: _Deadline) -> None:
        self._line, self._deadline = line, deadline

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(self._deadline.left())
        self._line.sendall(data)

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(_Bytes(self._line, self._deadline))

    def close(self) -> None:
        """Leave it open: the answer is read after the connection is said to be closed."""


class _Bytes(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: _Deadline) -> None:
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        self._line.settimeout(self._deadline.left())
        return self._line.recv_into(buffer)


def _body(answer: http.client.HTTPResponse, target: Target) -> Iterator[bytes]:
    """Yield the pieces of an answer, unpacked; both what comes and what comes out of it are bounded."""
    packing = answer.getheader("Content-Encoding", "").strip().lower()
    if packing not in {"", "identity", *_GZIP}:
        raise DocumentError(target.name, f"is packed by {_quoted(packing)}, though it was not asked to be")
    unpacker = zlib.decompressobj(_GZIP_WINDOW) if packing in _GZIP else None
    n_packed = size = 0
    while not (unpacker and unpacker.eof) and (piece := answer.read(_PIECE)):
        n_packed += len(piece)
        for out in _unpacked(unpacker, piece, target) if unpacker else (piece,):
            size += len(out)
            if max(size, n_packed) > MAX_WEB_BYTES:
                raise DocumentError(
                    target.name, f"is larger than {size_words(MAX_WEB_BYTES)}, the most that is read of one page"
                )
            yield out
    if not unpacker.eof if unpacker else answer.length:  # less came than was announced
        raise DocumentError(target.name, "broke off: try again")


def _unpacked(unpacker: "zlib._Decompress", piece: bytes, target: Target) -> Iterator[bytes]:
    """Yield what comes out of a packed piece, a bounded part of it at a time."""
    while piece:
        try:
            yield unpacker.decompress(piece, _PIECE)
        except zlib.error as error:
            raise DocumentError(target.name, f"is packed, but damaged ({error})") from error
        piece = unpacker.unconsumed_tail


def _location(answer: http.client.HTTPResponse) -> str:
    """Return where an answer redirects to; many servers write the letters of an address as they are, in UTF-8."""
    stated = answer.getheader("Location", "").strip()
    try:
        return stated.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return stated


def _quoted(text: str) -> str:
    text = text.strip()
    return repr(text[:60]) if text else ""


def _reason(error: Exception) -> str:
    """Say what went wrong in few words; what a server sends may be in it."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return "".join(character if character.isprintable() else " " for character in str(text))[:120]
