"""Which addresses of the web may be asked: by their form, by the host's name, and by where that name leads."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from geo.errors import DocumentError

__all__ = ["Target", "is_public", "shown_address", "to_target"]

_PORTS = {"http": 80, "https": 443}
_MAX_LENGTH = 2048
_MAX_SHOWN = 200
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_MAX_HOST = 253
_LOCAL = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion", "test")
_IN_PATH = "/%:@!$&'()*+,;=~-._"
_NAT64 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48")))
# Of IANA's registers of addresses for special purposes, what some versions of Python take for public.
_SPECIAL = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20"))
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# Azure answers its machines at an address that is public by all registers.
_METADATA = frozenset(map(ipaddress.ip_address, ("168.63.129.16", "169.254.169.254", "100.100.100.200")))

_EXPECTED = "expected an address such as https://example.org/news/1"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An address that may be asked for: taken apart, and how messages name it."""

    scheme: str
    host: str
    port: int
    path: str
    url: str
    name: str


def shown_address(url: str) -> str:
    """Write an address for messages: without what follows a question mark, a password, and what cannot be printed.

    Examples
    --------
    >>> shown_address("https://user:secret@example.org/a?token=secret#x")
    'https://example.org/a'
    """
    start, _, rest = url.partition("://") if "://" in url else ("", "", url)
    rest = re.split(r"[?#;]", rest, maxsplit=1)[0]
    host, slash, path = rest.partition("/")
    shown = f"{start}://" if start else ""
    shown += host.rpartition("@")[2] + slash + path.rpartition("@")[2]
    shown = "".join(character if character.isprintable() else "\ufffd" for character in shown)
    return shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}..."


def to_target(url: str) -> Target:
    """Take an address apart, and refuse all that is not plainly a public page of the web.

    Raises
    ------
    DocumentError
        For other schemes and ports, user names, hosts of one's own network, and numbers that are written so as not to
        be recognised.

    Examples
    --------
    >>> to_target("HTTPS://Example.org:443/خبر?id=1#top").url
    'https://example.org/%D8%AE%D8%A8%D8%B1?id=1'
    """
    name = shown_address(url)
    if len(url) > _MAX_LENGTH:
        raise DocumentError(name, f"is an address of {len(url):,} characters: at most {_MAX_LENGTH:,} are read")
    if _UNSAFE.search(url):
        raise DocumentError(name, f"has a space, a backslash or what cannot be seen in it; {_EXPECTED}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DocumentError(name, f"is no address of the web ({_EXPECTED})") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise DocumentError(name, f"is no http or https address; {_EXPECTED}")
    if "@" in parts.netloc:
        raise DocumentError(name, "has a user name or password in it: refused")
    if port not in {None, _PORTS[scheme]}:
        raise DocumentError(name, f"asks for port {port}; only {_PORTS[scheme]} is asked for {scheme}")
    host = _host(parts.hostname or "", name)
    path = quote(parts.path, safe=_IN_PATH) or "/"
    if parts.query:
        path += "?" + quote(parts.query, safe=f"{_IN_PATH}?")
    bracketed = f"[{host}]" if ":" in host else host
    whole = f"{scheme}://{bracketed}{path}"
    return Target(scheme=scheme, host=host, port=_PORTS[scheme], path=path, url=whole, name=name)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public net, also where it wraps another.

    Examples
    --------
    >>> is_public("93.184.215.14"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("2002:7f00:1::")
    (True, False, False, False)
    """
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return False
    return all(_is_public(one) for one in _wrapped(given))


def _wrapped(
    given: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Return the addresses that an address leads to: itself, or those that it wraps."""
    if isinstance(given, ipaddress.IPv4Address):
        return [given]
    if given.ipv4_mapped:
        return [given.ipv4_mapped]
    if given.sixtofour:
        return [given.sixtofour]
    if given.teredo:
        return list(given.teredo)
    if any(given in network for network in _NAT64):
        return [ipaddress.IPv4Address(int(given) & 0xFFFFFFFF)]
    return [given]


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (address not in _GLOBAL_V6 or address.scope_id):
        return False
    if address in _METADATA or any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _host(host: str, name: str) -> str:
    """Return the name of a host as it is asked for; an IP address only as it is usually written."""
    if ":" in host:
        if not is_public(host):
            raise DocumentError(name, "leads into a network that is not public: refused")
        return host
    try:
        plain = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise DocumentError(name, f"names no host; {_EXPECTED}") from error
    labels = plain.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # of 0x7f.1, 017700000001 and the like every system makes what it will
        if not is_public(plain):
            raise DocumentError(name, "leads into a network that is not public, or is no IP address as usually written")
        return plain
    if len(plain) > _MAX_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise DocumentError(name, f"names no host; {_EXPECTED}")
    if len(labels) == 1 or labels[-1] in _LOCAL:
        raise DocumentError(name, "names a host of one's own network: refused")
    return plain
