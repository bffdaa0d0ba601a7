"""A stand-in for GeoNames on 127.0.0.1."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Files:
    """What the local server has by path (status, body, and how many bytes it announces), and what it was asked."""

    answers: dict[str, tuple[int, bytes, int | None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    delay_s: float = 0.0

    def has(self, path: str, body: bytes, *, status: int = 200, announced: int | None = None) -> None:
        self.answers[path] = (status, body, len(body) if announced is None else announced)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    told = Files()
    gone = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.agents.append(self.headers["User-Agent"])
            status, body, announced = told.answers.get(self.path, (404, b"not found", 9))
            gone.wait(told.delay_s)
            try:
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                if announced is not None and announced >= 0:
                    self.send_header("Content-Length", str(announced))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client has hung up

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        monkeypatch.setenv("KHARITA_GEONAMES_BASE", f"http://127.0.0.1:{http.server_address[1]}/dump")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.delenv("KHARITA_CONTACT", raising=False)
        yield told
        gone.set()
        http.shutdown()
        thread.join()
