"""Online geocoders that fail: it is said, it never becomes an empty answer, and it never betrays the account."""

import logging
import time
from pathlib import Path
from typing import Any

import pytest

from geo.errors import GeocoderError
from tests.reading.gazetteer.geocoding import SECRET, FakeTime, Opens, Server, answer

GARBAGE = {
    "no JSON": b"<html>maintenance</html>",
    "another shape": {"message": "hello"},
    "nothing": b"null",
    "texts": ["a", "b"],
    "no position": [{"class": "place", "type": "city", "name": "x", "display_name": "x"}],
    "off the Earth": [answer(lat="99")],
    "a box of words": [answer(boundingbox=["a", "b", "c", "d"])],
    "a box of three": [answer(boundingbox=["1", "2", "3"])],
    "an error in words": {"error": {"code": 400, "message": "Nothing to search for."}},
    "not UTF-8": b"\xff\xfe\xff",
    "very deep": b"[" * 200_000,
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_nonsense_is_an_error_and_is_not_kept(body: Any, server: Server, opens: Opens) -> None:
    server.replies = [body, [answer()]]
    geocoder = opens()
    with pytest.raises(GeocoderError, match=r"Nominatim \(online\), asked for 'قصر': (its answer|it does not accept)"):
        geocoder.ask("قصر")
    assert not geocoder.stopped
    assert len(geocoder.ask("قصر")) == 1


@pytest.mark.parametrize(
    ("status", "says", "questions", "stopped"),
    [
        (400, r"does not accept the question \(HTTP 400\)", 1, False),
        (401, r"does not accept who is asking \(HTTP 401\)", 1, True),
        (403, r"refuses to answer \(HTTP 403\)", 1, True),
        (429, r"takes no more questions for now \(HTTP 429\)", 1, True),
        (500, r"it failed \(HTTP 500\)", 1, False),
        (503, r"took too long or broke off, twice \(HTTP 503\)", 2, False),
    ],
)
def test_each_status_has_its_consequence(
    status: int, says: str, questions: int, stopped: bool, server: Server, opens: Opens
) -> None:
    server.replies = [(status, {"error": "no"})]
    geocoder = opens()
    with pytest.raises(GeocoderError, match=says):
        geocoder.ask("قصر")
    assert (len(server.asked), geocoder.stopped) == (questions, stopped)


def test_after_a_refusal_only_the_disk_is_asked(server: Server, opens: Opens) -> None:
    server.replies = [[answer()], (429, [])]
    geocoder = opens()
    known = geocoder.ask("قصر")
    with pytest.raises(GeocoderError, match="429"):
        geocoder.ask("برج")
    with pytest.raises(GeocoderError, match="was not asked for 'تل': earlier in this run, it takes no more questions"):
        geocoder.ask("تل")
    assert geocoder.ask("قصر") == known
    assert len(server.asked) == 2


def test_three_failures_in_a_row_end_the_run_but_a_success_between_does_not(server: Server, opens: Opens) -> None:
    server.replies = [(500, []), (500, []), [], (500, []), (500, []), (500, [])]
    geocoder = opens()
    for number, name in enumerate("abcdef"):
        assert not geocoder.stopped
        if number == 2:
            assert geocoder.ask(name) == ()
        else:
            with pytest.raises(GeocoderError, match="HTTP 500"):
                geocoder.ask(name)
    with pytest.raises(GeocoderError, match="failed 3 times in a row"):
        geocoder.ask("g")


def test_what_is_too_slow_is_asked_twice_at_the_same_pace(server: Server, opens: Opens, when: FakeTime) -> None:
    server.delay_s = 3.0
    started = time.monotonic()
    with pytest.raises(
        GeocoderError, match=r"'قصر': it took too long or broke off, twice \(GeocoderTimedOut\)\. Try again"
    ):
        opens(timeout_s=0.2).ask("قصر")
    assert time.monotonic() - started < 2.5
    assert len(server.asked) == 2
    assert when.waits == [1.0]


def test_a_second_try_may_succeed(server: Server, opens: Opens) -> None:
    server.replies = [(503, []), [answer()]]
    assert len(opens().ask("قصر")) == 1


def test_nobody_there_ends_the_run(opens: Opens) -> None:
    geocoder = opens(domain="127.0.0.1:9")
    with pytest.raises(GeocoderError, match="cannot be reached"):
        geocoder.ask("قصر")
    assert geocoder.stopped


@pytest.mark.parametrize(
    "reply",
    [
        (500, {}),
        (429, {}),
        b"garbage",
        {"status": {"message": "user does not exist.", "value": 10}},
        {"status": {"message": "the hourly limit has been exceeded", "value": 19}},
        {"geonames": [{"fcl": "P", "fcode": "PPL", "name": "x"}]},
    ],
)
def test_the_username_is_nowhere_to_be_seen(
    reply: Any, server: Server, opens: Opens, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.replies = [reply]
    geocoder = opens("geonames", username=SECRET)
    said = [repr(geocoder)]
    try:
        geocoder.ask("قصر")
    except GeocoderError as error:
        said += [str(error), repr(error.__cause__), repr(error.__context__)]
    assert server.asked[0]["username"] == [SECRET]
    assert SECRET not in " ".join([*said, caplog.text])
    assert SECRET.encode() not in (tmp_path / "geonames.sqlite").read_bytes()


@pytest.mark.parametrize(("code", "stopped"), [(10, True), (18, True), (19, True), (20, True), (22, False)])
def test_geonames_own_codes_have_their_consequence(code: int, stopped: bool, server: Server, opens: Opens) -> None:
    server.replies = [{"status": {"message": "no", "value": code}}]
    geocoder = opens("geonames", username=SECRET)
    with pytest.raises(GeocoderError, match="GeoNames"):
        geocoder.ask("قصر")
    assert geocoder.stopped is stopped


@pytest.mark.parametrize("name", ["geonames", "nominatim", "photon"])
@pytest.mark.parametrize("body", [{}, {"message": "under maintenance"}, None, 0, ""])
def test_what_is_no_answer_is_not_taken_for_an_empty_one(name: str, body: Any, server: Server, opens: Opens) -> None:
    server.replies = [body]
    with pytest.raises(GeocoderError, match="its answer cannot be understood"):
        opens(name, username=SECRET).ask("قصر")
