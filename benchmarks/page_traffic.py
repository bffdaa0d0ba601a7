"""What goes over the wire between a browser and a Streamlit server, counted and timed in between on the loopback.

A relay passes everything on as it is. On the WebSocket it notes when the browser asks for a run of the script and when
the server says that the run has finished: the time between is the server's, whatever the browser is busy with.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

__all__ = ["Cost", "Relay"]

SMALL = 4096  # a message that says that a run has finished is short
EXTENDED, LONGEST = 126, 127  # values of a frame's length that say that the length follows
TOGETHER = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}

Kind = Literal["asked", "finished", "message", "file"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What a change cost: seconds in which the server was at work, bytes to the browser, and runs of the script."""

    seconds: float
    bytes: int
    file_bytes: int
    runs: int


@dataclass(frozen=True, slots=True)
class _Note:
    at: float
    kind: Kind
    size: int


@dataclass
class _Frames:
    """Takes WebSocket frames out of a stream of bytes."""

    held: bytearray = field(default_factory=bytearray)
    message: bytearray = field(default_factory=bytearray)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Give the messages that are complete with this chunk."""
        self.held += chunk
        while (frame := self._frame()) is not None:
            final, payload = frame
            self.message += payload
            if final:
                yield bytes(self.message)
                self.message.clear()

    def _frame(self) -> tuple[bool, bytes] | None:
        held = self.held
        if len(held) < 2:
            return None
        masked, length, at = bool(held[1] & 0x80), held[1] & 0x7F, 2
        wide = {EXTENDED: 2, LONGEST: 8}.get(length, 0)
        if len(held) < at + wide:
            return None
        if wide:
            length, at = int.from_bytes(held[at : at + wide], "big"), at + wide
        mask, at = bytes(held[at : at + 4]), at + 4 * masked
        if len(held) < at + length:
            return None
        payload = bytes(held[at : at + length])
        if masked and payload:
            long_mask = (mask * (length // 4 + 1))[:length]
            payload = (int.from_bytes(payload, "big") ^ int.from_bytes(long_mask, "big")).to_bytes(length, "big")
        control = bool(held[0] & 0x08)  # ping, pong, close: no part of a message
        final = bool(held[0] & 0x80) and not control
        del held[: at + length]
        return (False, b"") if control else (final, payload)


class Relay:
    """Passes on what comes to a port of its own to another, and keeps account; `start` and `stop` it."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, 0
        self._notes: list[_Note] = []
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> "Relay":
        """Listen on a free port of the loopback."""
        self._thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def stop(self) -> None:
        """Stop listening; whatever is still open is dropped."""
        asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(timeout=5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def mark(self) -> int:
        """Return a mark: what comes after it belongs to the next change."""
        return len(self._notes)

    def busy(self, mark: int) -> bool:
        """Say whether a run that was asked for since the mark has not finished."""
        asked = [note.kind for note in self._notes[mark:] if note.kind in {"asked", "finished"}]
        return bool(asked) and asked[-1] == "asked"

    def last(self, mark: int) -> float:
        """Return when something was last passed on since the mark (`time.monotonic`); 0 for never."""
        return max((note.at for note in self._notes[mark:]), default=0.0)

    def cost(self, mark: int) -> Cost:
        """Add up what has come since the mark. A run that is asked for while another goes on is counted with it."""
        seconds, runs, begun = 0.0, 0, None
        for note in self._notes[mark:]:
            if note.kind == "asked" and begun is None:
                begun = note.at
            elif note.kind == "finished" and begun is not None:
                seconds, runs, begun = seconds + note.at - begun, runs + 1, None
        sizes = {
            kind: sum(note.size for note in self._notes[mark:] if note.kind in kinds) for kind, kinds in _TO_BROWSER
        }
        return Cost(seconds=seconds, bytes=sizes["frames"], file_bytes=sizes["files"], runs=runs)

    async def _drop(self) -> None:
        if self._server:
            self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
            await self._connect(reader, writer)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        socket = b"upgrade: websocket" in head.lower()
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"sec-websocket-extensions")]
        back.write(b"\r\n".join(lines))
        if socket:
            writer.write(await there.readuntil(b"\r\n\r\n"))
        await asyncio.gather(
            self._pass(reader, back, self._from_browser if socket else None),
            self._pass(there, writer, self._to_browser if socket else self._file),
        )

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        note: "Callable[[bytes, _Frames], None] | None",
    ) -> None:
        frames = _Frames()
        try:
            while chunk := await reader.read(1 << 18):
                if note is not None:
                    note(chunk, frames)
                writer.write(chunk)
                await writer.drain()
        except ConnectionError:
            pass  # a page that is closed
        finally:
            writer.close()

    def _from_browser(self, chunk: bytes, frames: _Frames) -> None:
        for message in frames.feed(chunk):
            if BackMsg.FromString(message).WhichOneof("type") == "rerun_script":
                self._note("asked", len(message))

    def _to_browser(self, chunk: bytes, frames: _Frames) -> None:
        for message in frames.feed(chunk):
            told = ForwardMsg.FromString(message) if len(message) < SMALL else None
            ended = told is not None and told.WhichOneof("type") == "script_finished"
            whole = ended and told is not None and told.script_finished in TOGETHER
            self._note("finished" if whole else "message", len(message))

    def _file(self, chunk: bytes, _frames: _Frames) -> None:
        self._note("file", len(chunk))

    def _note(self, kind: Kind, size: int) -> None:
        self._notes.append(_Note(time.monotonic(), kind, size))


_TO_BROWSER = (("frames", {"finished", "message"}), ("files", {"file"}))
