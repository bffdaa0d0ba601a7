"""A server on this machine that answers as a test has it, behind addresses that are public by their look."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[[socket.socket], None]
PUBLIC = "93.184.215.14"


def answer(
    body: bytes = b"", *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str
) -> Answer:
    """Return what sends one answer."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8")
    return lambda line: line.sendall(head + body)


@dataclass
class Server:
    """Answers by path; remembers what was asked of it, of the resolver, and where the connection went."""

    answers: dict[str, Answer]
    names: dict[str, list[list[str]]] = field(default_factory=dict)  # host -> what is said the first time, the second
    requests: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    port: int = 0

    def resolve(self, host: str, _: int) -> list[str]:
        self.asked.append(host)
        said = self.names.get(host, [[PUBLIC]])
        return said[min(self.asked.count(host), len(said)) - 1]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

    def serve(self, line: socket.socket) -> None:
        with suppress(OSError), self._wrapped(line) as opened:
            request = b""
            while b"\r\n\r\n" not in request and (piece := opened.recv(65536)):
                request += piece
            self.requests.append(request.decode())
            path = self.requests[-1].split(" ")[1]
            self.answers.get(path, answer(status="404 Not Found"))(opened)

    def _wrapped(self, line: socket.socket) -> socket.socket:
        if self.context is None:
            return line
        wrapped = self.context.wrap_socket(line, server_side=True, do_handshake_on_connect=False)
        try:
            wrapped.do_handshake()
        except OSError:
            wrapped.close()
            raise
        return wrapped


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Let a server answer for as long as the test runs."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server.port = door.getsockname()[1]

        def listen() -> None:
            with suppress(OSError):
                while True:
                    line, _ = door.accept()
                    threading.Thread(target=server.serve, args=(line,), daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        yield server
        door.shutdown(socket.SHUT_RDWR)
