"""A local server that speaks Nominatim's protocol, and geocoders opened on it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.reading.gazetteer.geocoders import Geocoder, open_geocoder
from tests.reading.gazetteer.geocoding import FakeTime, Opens, Server


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server(replies=[[]])
    gone = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            told.paths.append(parts.path)
            told.asked.append(parse_qs(parts.query))
            told.agents.append(self.headers["User-Agent"])
            status, body = told.next()
            gone.wait(told.delay_s)
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client has hung up, as one that has timed out does

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        told.address = f"127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield told
        gone.set()
        http.shutdown()
        thread.join()


@pytest.fixture
def when() -> FakeTime:
    return FakeTime()


@pytest.fixture
def opens(server: Server, tmp_path: Path, when: FakeTime, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """Open a geocoder on the local server, with a cache of the test's own."""
    monkeypatch.delenv("KHARITA_CONTACT", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def opened(name: str = "nominatim", **options: Any) -> Geocoder:
        settings = {"domain": server.address, "scheme": "http", "cache": tmp_path, "timeout_s": 5.0, **options}
        return open_geocoder(name, clock=when.clock(), **settings)

    return opened
