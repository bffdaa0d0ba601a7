"""The relay between browser and server: messages whole whatever the chunks, and time and bytes of a change."""

import asyncio
from collections.abc import Iterable

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.page_traffic import Relay, _Frames

PING, TEXT, CONTINUED = 0x9, 0x2, 0x0


def frame(payload: bytes, *, kind: int = TEXT, final: bool = True, mask: bytes = b"") -> bytes:
    size = len(payload)
    short = size if size < 126 else 126 if size < 1 << 16 else 127
    wide = size.to_bytes({126: 2, 127: 8}[short], "big") if short > 125 else b""
    body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload)) if mask else payload
    return bytes([0x80 * final | kind, 0x80 * bool(mask) | short]) + wide + mask + body


def messages(stream: bytes, *, step: int) -> list[bytes]:
    frames = _Frames()
    chunks = (stream[at : at + step] for at in range(0, len(stream), step))
    return [message for chunk in chunks for message in frames.feed(chunk)]


@pytest.mark.parametrize("step", [1, 7, 1 << 20])
@pytest.mark.parametrize("size", [0, 5, 125, 126, 300, 70_000])
@pytest.mark.parametrize("mask", [b"", b"\x01\x02\xfe\xff"])
def test_a_message_is_whole_whatever_the_chunks(size: int, mask: bytes, step: int) -> None:
    payload = bytes(range(256)) * (size // 256) + bytes(size % 256)
    stream = frame(payload, mask=mask) + frame(b"next", mask=mask)
    assert messages(stream, step=max(step, len(stream) // 2000)) == [payload, b"next"]


def test_a_message_in_pieces_is_one_and_a_ping_between_is_none() -> None:
    pieces = [frame(b"one ", final=False), frame(b"?", kind=PING), frame(b"whole", kind=CONTINUED)]
    assert messages(b"".join(pieces), step=3) == [b"one whole"]


def asked() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "a"
    return frame(message.SerializeToString(), mask=b"abcd")


def finished(how: "ForwardMsg.ScriptFinishedStatus.ValueType" = ForwardMsg.FINISHED_SUCCESSFULLY) -> bytes:
    return frame(ForwardMsg(script_finished=how).SerializeToString())


@pytest.fixture
def relay() -> Iterable[Relay]:
    relay = Relay(1).start()
    yield relay
    relay.stop()


def test_a_run_lasts_until_the_server_says_that_it_has_finished(relay: Relay) -> None:
    relay._from_browser(asked(), _Frames())
    assert relay.busy(0)
    relay._to_browser(finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN), _Frames())
    assert relay.busy(0)
    relay._to_browser(finished(), _Frames())
    assert not relay.busy(0)
    cost = relay.cost(0)
    assert cost.runs == 1
    assert cost.seconds > 0
    assert relay.cost(relay.mark()).bytes == 0


def test_bytes_to_the_browser_are_counted_and_its_own_are_not(relay: Relay) -> None:
    relay._from_browser(asked(), _Frames())
    relay._to_browser(frame(bytes(70_000)), _Frames())
    relay._file(b"x" * 30, _Frames())
    assert (relay.cost(0).bytes, relay.cost(0).file_bytes) == (70_000, 30)


def test_it_passes_on_what_comes_both_ways() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nhello")
        writer.close()

    async def ask() -> tuple[bytes, int]:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        relay = Relay(server.sockets[0].getsockname()[1]).start()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", relay.port)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            heard = await reader.read()
            writer.close()
            return heard, relay.cost(0).file_bytes
        finally:
            await asyncio.to_thread(relay.stop)
            server.close()

    heard, counted = asyncio.run(ask())
    assert heard.endswith(b"hello")
    assert counted == len(heard)
