import gzip
import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
from pathlib import Path

import pytest

from geo.errors import DocumentError
from geo.reading.documents import fetch as module
from geo.reading.documents.fetch import Page, _fetch, _Line, fetch
from tests.reading.documents import archives
from tests.reading.documents.servers import PUBLIC, Answer, Server, answer, serving

URL = "http://news.example.org/a"


def ask(server: Server, url: str = URL, *, seconds: float = 10) -> Page:
    with serving(server):
        return _fetch(url, _Line(resolve=server.resolve, connect=server.connect, seconds=seconds))


def refused(server: Server, url: str = URL, *, seconds: float = 10) -> str:
    with pytest.raises(DocumentError) as caught:
        ask(server, url, seconds=seconds)
    assert "secret" not in str(caught.value)
    assert str(caught.value).isprintable()
    return str(caught.value)


def redirect(to: str, status: str = "302 Found") -> Answer:
    return answer(status=status, Location=to)


def test_a_page_is_fetched_from_the_address_that_was_resolved_and_under_its_hosts_name() -> None:
    server = Server({"/a?b=c": answer(b"hello", kind="text/plain; charset=windows-1256")})
    page = ask(server, f"{URL}?b=c#d")
    assert (page.data, page.charset, page.target.url) == (b"hello", "windows-1256", f"{URL}?b=c")
    assert (server.asked, server.connected) == (["news.example.org"], [(PUBLIC, 80)])
    assert "\r\nHost: news.example.org\r\n" in server.requests[0]
    assert "\r\nUser-Agent: kharita/" in server.requests[0]


def test_chunks_and_packed_answers_are_put_together() -> None:
    chunks = answer(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", Transfer_Encoding="chunked")
    assert ask(Server({"/a": chunks})).data == b"abcde"
    assert ask(Server({"/a": answer(gzip.compress(b"abc" * 99_999), Content_Encoding="gzip")})).data == b"abc" * 99_999


@pytest.mark.parametrize("proxy", ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"])
def test_no_proxy_is_used(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(proxy, "http://127.0.0.1:9")
    assert ask(Server({"/a": answer(b"x")})).data == b"x"


@pytest.mark.parametrize(
    "said",
    [
        ["127.0.0.1"],
        ["10.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:192.168.1.1"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        ["fe80::1%eth0"],
        [],
    ],
)
def test_a_host_any_of_whose_addresses_is_not_public_is_never_connected_to(said: list[str]) -> None:
    server = Server({"/a": answer(b"x")}, names={"news.example.org": [said]})
    assert "not public" in refused(server)
    assert server.connected == []


def test_a_name_that_answers_differently_the_second_time_is_not_asked_twice() -> None:
    server = Server({"/a": answer(b"x")}, names={"news.example.org": [[PUBLIC], ["127.0.0.1"]]})
    assert ask(server).data == b"x"
    assert server.asked == ["news.example.org"]
    assert server.connected == [(PUBLIC, 80)]


def test_each_redirection_is_resolved_and_checked_anew() -> None:
    server = Server(
        {"/a": redirect("/b"), "/b": redirect("http://other.example.org/خبر"), "/%D8%AE%D8%A8%D8%B1": answer(b"x")}
    )
    assert ask(server).target.url == "http://other.example.org/%D8%AE%D8%A8%D8%B1"
    assert server.asked == ["news.example.org", "news.example.org", "other.example.org"]
    assert ask(Server({"/a": redirect("/b c"), "/b%20c": answer(b"x")})).data == b"x"
    rebound = Server({"/a": redirect("/b")}, names={"news.example.org": [[PUBLIC], ["127.0.0.1"]]})
    assert "not public" in refused(rebound)
    assert len(rebound.connected) == 1


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("http://127.0.0.1/?secret", "not public"),
        ("http://[::1]/", "not public"),
        ("http://0x7f.1/", "not public"),
        ("//localhost/", "own network"),
        ("http://u:secret@example.org/", "user name"),
        ("http://example.org:8080/", "port 8080"),
        ("file:///etc/passwd", "no http or https"),
        ("http://inner.example.org/", "not public"),
        ("http://[", "no address"),
    ],
)
def test_a_redirection_to_what_is_not_public_is_not_followed(to: str, said: str, status: str) -> None:
    server = Server({"/a": redirect(to, status)}, names={"inner.example.org": [["10.0.0.1"]]})
    assert said in refused(server)
    assert server.connected == [(PUBLIC, 80)]


def test_redirections_in_a_circle_come_to_an_end() -> None:
    server = Server({"/a": redirect("/b"), "/b": redirect("/a")})
    assert "redirects more than 5 times" in refused(server)
    assert len(server.connected) == 6


def _drip(head: bytes, piece: bytes) -> Answer:
    def drip(line: socket.socket) -> None:
        line.sendall(head)
        while True:
            line.sendall(piece)
            time.sleep(0.05)

    return drip


def _silence(line: socket.socket) -> None:
    time.sleep(10)


@pytest.mark.parametrize(
    "slow",
    [
        _drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n", b"x"),
        _drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        _drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        _drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        _silence,
    ],
)
def test_a_server_that_drips_or_is_silent_is_cut_off(slow: Answer) -> None:
    start = time.monotonic()
    said = refused(Server({"/a": slow}), seconds=0.6)
    assert time.monotonic() - start < 4
    assert "took longer than 0.6 s" in said or "cannot be reached (got more than 100 headers)" in said


def test_a_resolver_that_never_answers_is_not_waited_for() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(10)
        return []

    start = time.monotonic()
    with pytest.raises(DocumentError, match="took longer"):
        _fetch(URL, _Line(resolve=resolve, seconds=0.3))
    assert time.monotonic() - start < 4


def test_a_host_that_is_not_known_and_a_port_that_is_closed_are_said() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    def closed(address: str, port: int, seconds: float) -> socket.socket:
        raise ConnectionRefusedError(111, "Connection refused")

    with pytest.raises(DocumentError, match="its host is not known"):
        _fetch(URL, _Line(resolve=unknown))
    with pytest.raises(DocumentError, match=r"cannot be reached \(Connection refused\)"):
        _fetch(URL, _Line(resolve=lambda *_: [PUBLIC], connect=closed))


def _endless(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    while True:
        line.sendall(bytes(1 << 20))


def _gzip_bomb() -> bytes:
    data = archives.zeros(2000)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + data + bytes(8)


@pytest.mark.parametrize("what", ["endless", "bomb", "bomb after bomb"])
def test_answers_without_end_and_bombs_are_refused_in_little_memory(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WEB_BYTES", 4_000_000)
    answers = {
        "endless": _endless,
        "bomb": answer(_gzip_bomb(), Content_Encoding="gzip"),
        "bomb after bomb": answer(gzip.compress(b"x") + _gzip_bomb() * 2, Content_Encoding="gzip"),
    }
    server = Server({"/a": answers[what]})
    tracemalloc.start()
    try:
        if what == "bomb after bomb":
            assert ask(server).data == b"x"
        else:
            assert "is larger than 3.81 MB" in refused(server)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (answer(b"x", kind="image/png"), "answers with 'image/png'"),
        (answer(b"x", kind="application/zip"), "answers with 'application/zip'"),
        (answer(b"x", kind=""), "answers with no type of content"),
        (answer(b"x", status="404 Not Found"), "answers HTTP 404"),
        (answer(b"x", status="302 Found"), "answers HTTP 302"),
        (answer(b"x", status="500 \x1b[2J"), "answers HTTP 500"),
        (answer(b"x", Content_Encoding="br"), "is packed by 'br'"),
        (answer(b"x", Content_Encoding="gzip"), "broke off"),
        (answer(b"xxxxxxxxxxxxxxx", Content_Encoding="gzip"), "packed, but damaged"),
        (answer(b"x", Content_Length="100"), "broke off"),
        (lambda line: line.sendall(b"SSH-2.0-OpenSSH\r\n"), "cannot be reached"),
        (lambda line: line.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200), "cannot be reached"),
        (lambda line: None, "cannot be reached"),
    ],
)
def test_answers_that_are_no_page_are_refused(sent: Answer, said: str) -> None:
    assert said in refused(Server({"/a?secret": sent}), f"{URL}?secret")


def _certificate(folder: Path, host: str) -> tuple[Path, Path]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}"]
    command += ["-addext", f"subjectAltName=DNS:{host}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return key, certificate


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl is installed")
def test_over_tls_the_certificate_must_be_that_of_the_host_whatever_the_address(tmp_path: Path) -> None:
    key, certificate = _certificate(tmp_path, "news.example.org")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Server({"/a": answer(b"x"), "/down": redirect("http://news.example.org/a")}, context=context)

    def trusting() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=certificate)

    with serving(server):
        line = _Line(resolve=server.resolve, connect=server.connect, context=trusting, seconds=10)
        assert _fetch("https://news.example.org/a", line).data == b"x"
        assert server.connected == [(PUBLIC, 443)]
        assert "\r\nHost: news.example.org\r\n" in server.requests[0]
        with pytest.raises(DocumentError, match=r"cannot be reached .*certificate"):
            _fetch("https://other.example.org/a", line)
        with pytest.raises(DocumentError, match=r"redirects from https to http://news\.example\.org/a, which is not"):
            _fetch("https://news.example.org/down", line)
        untrusting = _Line(resolve=server.resolve, connect=server.connect, seconds=10)
        with pytest.raises(DocumentError, match=r"cannot be reached .*certificate"):
            _fetch("https://news.example.org/a", untrusting)


def test_a_drip_over_tls_is_cut_off_as_well(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("no openssl is installed")
    key, certificate = _certificate(tmp_path, "news.example.org")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Server({"/a": _drip(b"HTTP/1.1 200 OK\r\nX: ", b"x")}, context=context)
    line = _Line(
        resolve=server.resolve,
        connect=server.connect,
        context=lambda: ssl.create_default_context(cafile=certificate),
        seconds=1,
    )
    start = time.monotonic()
    with serving(server), pytest.raises(DocumentError, match="took longer"):
        _fetch("https://news.example.org/a", line)
    assert time.monotonic() - start < 6


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://127.0.0.1:1/", "http://[::1]/"])
def test_what_is_used_outside_of_tests_has_no_way_to_this_machine(url: str) -> None:
    with pytest.raises(DocumentError, match=r"not public|own network|port"):
        fetch(url)


def test_the_systems_resolver_is_asked_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(DocumentError, match="not public"):
        fetch("http://rebind.example.org/")
