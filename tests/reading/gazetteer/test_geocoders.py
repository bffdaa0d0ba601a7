"""Online geocoders: asked only when opened, slowly, once a name; what fails is said and never becomes an empty answer.

A server of our own on 127.0.0.1 speaks Nominatim's protocol, failures included. Nothing here leaves the machine; the
places are made up.
"""

import json
import logging
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geo import __version__
from geo.errors import GeocoderError
from geo.reading.gazetteer.geocoders import Clock, Geocoder, open_geocoder, service_names

ROOT = Path(__file__).resolve().parents[3]
SECRET = "secret-account"


def answer(name: str = "Qasr Testi", *, country: str = "ly", identity: int = 7, **changes: Any) -> dict[str, Any]:
    """An answer as Nominatim gives it: numbers as text, the box as south, north, west, east."""
    return {
        "osm_type": "node",
        "osm_id": identity,
        "lat": "32.0",
        "lon": "20.0",
        "class": "place",
        "type": "village",
        "addresstype": "village",
        "name": "قصر تجريبي",
        "display_name": "قصر تجريبي, درنة, ليبيا",
        "namedetails": {"name": "قصر تجريبي", "name:en": name, "name:ar": "قصر تجريبي"},
        "address": {"country_code": country, "state": "درنة"},
        "boundingbox": ["31.9", "32.1", "19.9", "20.1"],
        **changes,
    }


@dataclass
class Server:
    """What the local server was asked, and what it is to say: (status, body) or a body to be sent with 200, in turn."""

    replies: list[Any] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    delay_s: float = 0.0
    address: str = ""

    def next(self) -> tuple[int, bytes]:
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        status, body = reply if isinstance(reply, tuple) else (200, reply)
        return status, body if isinstance(body, bytes) else json.dumps(body).encode()


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


@dataclass
class FakeTime:
    """A clock that stands still unless somebody waits; the date is the tests' to change."""

    seconds: float = 100.0
    waits: list[float] = field(default_factory=list)
    today: datetime = datetime(2026, 11, 1, 12, tzinfo=UTC)

    def clock(self) -> Clock:
        return Clock(seconds=lambda: self.seconds, wait=self.wait, now=lambda: self.today)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


@pytest.fixture
def when() -> FakeTime:
    return FakeTime()


Opens = Callable[..., Geocoder]


@pytest.fixture
def opens(server: Server, tmp_path: Path, when: FakeTime, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """Open a geocoder on the local server, with a cache of the test's own."""
    monkeypatch.delenv("KHARITA_CONTACT", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def opened(name: str = "nominatim", **options: Any) -> Geocoder:
        settings = {"domain": server.address, "scheme": "http", "cache": tmp_path, "timeout_s": 5.0, **options}
        return open_geocoder(name, clock=when.clock(), **settings)

    return opened


# Opening


def test_three_services_are_known() -> None:
    assert service_names() == ("geonames", "nominatim", "photon")


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("google", {}, "no online geocoder 'google': expected one of geonames, nominatim, photon"),
        ("nominatim", {}, "set KHARITA_CONTACT"),
        ("photon", {}, "set KHARITA_CONTACT"),
        ("geonames", {}, "demands a username"),
        ("nominatim", {"scheme": "file", "user_agent": "x"}, "the scheme is 'file', expected http or https"),
        ("nominatim", {"timeout_s": 0, "user_agent": "x"}, "the time-out is 0 seconds"),
        ("nominatim", {"user_agent": "two\nlines"}, "one line of ASCII"),
        ("nominatim", {"user_agent": "خريطة"}, "one line of ASCII"),
    ],
)
def test_what_cannot_be_opened_says_why(
    name: str, options: dict[str, Any], says: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("KHARITA_CONTACT", raising=False)
    with pytest.raises(GeocoderError, match=says):
        open_geocoder(name, cache=tmp_path, **options)


def test_a_password_in_the_domain_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(GeocoderError) as raised:
        open_geocoder("nominatim", domain=f"me:{SECRET}@127.0.0.1", user_agent="x", cache=tmp_path)
    assert SECRET not in str(raised.value)


def test_who_asks_is_told(server: Server, opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHARITA_CONTACT", "desk@example.org")
    opens().ask("قصر")
    opens(user_agent="desk/2").ask("برج")
    assert server.agents == [f"kharita/{__version__} (desk@example.org)", "desk/2"]


def test_a_public_service_opens_with_a_contact(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KHARITA_CONTACT", "desk@example.org")
    assert open_geocoder("nominatim", cache=tmp_path).service.domain == "nominatim.openstreetmap.org"


def test_reading_loads_no_geocoder() -> None:
    code = "import sys, geo.pipeline; print([n for n in sys.modules if n.startswith(('geopy', 'geo.reading.gazetteer.g'))])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Asking


def test_an_answer_becomes_a_place(server: Server, opens: Opens) -> None:
    server.replies = [[answer()]]
    (place,) = opens().ask("  قصر   تجريبي ")
    assert (place.id, place.source, place.source_id) == ("nominatim:node/7", "nominatim", "node/7")
    assert (place.name, place.name_ar, place.kind, place.country) == ("Qasr Testi", "قصر تجريبي", "village", "LY")
    assert (place.lat, place.lon, place.confirmed) == (32.0, 20.0, False)
    assert place.licence == "ODbL 1.0 (© OpenStreetMap contributors)"
    assert 14.5 < place.radius_km < 14.7  # to the corner of the box: 11.1 km north, 9.4 km east
    assert server.paths == ["/search"]
    assert server.asked[0]["q"] == ["قصر تجريبي"]
    assert server.asked[0]["accept-language"] == ["ar"]


def test_a_country_is_asked_for_and_held_to(server: Server, opens: Opens) -> None:
    server.replies = [[answer(identity=1, country="sy"), answer(identity=2)]]
    assert [place.source_id for place in opens().ask("قصر", country="ly", language="en")] == ["node/2"]
    assert server.asked[0]["countrycodes"] == ["LY"]
    assert server.asked[0]["accept-language"] == ["en"]


@pytest.mark.parametrize(("name", "country", "says"), [("  ", "", "name is empty"), ("x", "Libya", "code such as LY")])
def test_what_cannot_be_asked_is_refused(name: str, country: str, says: str, server: Server, opens: Opens) -> None:
    with pytest.raises(GeocoderError, match=says):
        opens().ask(name, country=country)
    assert server.asked == []


def test_photon_is_asked_in_languages_that_it_has(server: Server, opens: Opens) -> None:
    properties = {
        "osm_type": "W",
        "osm_id": 5,
        "osm_key": "aeroway",
        "osm_value": "aerodrome",
        "type": "house",
        "name": "مطار تجريبي",
        "countrycode": "SY",
        "state": "Testi Governorate",
        "extent": [35.9, 35.45, 36.0, 35.35],
    }
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [35.95, 35.4]}}
    server.replies = [{"type": "FeatureCollection", "features": [feature]}]
    photon = opens("photon")
    (place,) = photon.ask("مطار تجريبي", language="ar")
    photon.ask("مطار تجريبي", language="en")
    assert (place.id, place.kind, place.country, place.admin1) == ("photon:W/5", "site", "SY", "Testi Governorate")
    assert (place.lon, place.lat) == (35.95, 35.4)
    assert 7.0 < place.radius_km < 7.4
    assert [asked.get("lang") for asked in server.asked] == [None, ["en"]]


def test_geonames_is_asked_with_the_account(server: Server, opens: Opens) -> None:
    row = {
        "geonameId": 99,
        "name": "Testabad",
        "lat": "33.5",
        "lng": "36.5",
        "countryCode": "SY",
        "adminName1": "Rif",
        "fcl": "P",
        "fcode": "PPL",
        "population": 6000,
    }
    server.replies = [{"totalResultsCount": 1, "geonames": [row]}]
    (place,) = opens("geonames", username=SECRET).ask("تستاباد")
    assert (place.id, place.source, place.licence) == ("geonames-online:99", "geonames-online", "CC BY 4.0")
    assert (place.name, place.kind, place.country, place.admin1) == ("Testabad", "town", "SY", "Rif")
    assert (place.population, place.radius_km) == (6000, 10.0)
    assert server.asked[0]["username"] == [SECRET]


# Pace


def test_a_second_passes_between_two_questions(server: Server, opens: Opens, when: FakeTime) -> None:
    geocoder = opens()
    geocoder.ask("قصر")
    when.seconds += 0.25
    geocoder.ask("برج")
    when.seconds += 3
    geocoder.ask("تل")
    assert when.waits == [0.75]
    assert len(server.asked) == 3


def test_what_is_on_disk_waits_for_nobody(opens: Opens, when: FakeTime) -> None:
    geocoder = opens()
    for _ in range(3):
        geocoder.ask("قصر")
    assert when.waits == []


# Answers on disk


@pytest.mark.parametrize("said", [[], [answer()]], ids=["no such place", "a place"])
def test_a_name_is_asked_once_even_by_another_run(said: list[Any], server: Server, opens: Opens) -> None:
    server.replies = [said]
    first = opens().ask("قصر")
    assert opens().ask(" قصر ") == first
    assert len(first) == len(said)
    assert len(server.asked) == 1


def test_another_language_country_or_server_is_another_question(server: Server, opens: Opens) -> None:
    geocoder = opens()
    geocoder.ask("قصر")
    geocoder.ask("قصر", language="en")
    geocoder.ask("قصر", country="LY")
    opens(domain=server.address.replace("127.0.0.1", "localhost")).ask("قصر")
    assert len(server.asked) == 4


@pytest.mark.parametrize(("said", "days"), [([], 30), ([answer()], 180)], ids=["no such place", "a place"])
def test_an_answer_expires(said: list[Any], days: int, server: Server, opens: Opens, when: FakeTime) -> None:
    server.replies = [said]
    geocoder = opens()
    geocoder.ask("قصر")
    when.today += timedelta(days=days)
    geocoder.ask("قصر")
    assert len(server.asked) == 1
    when.today += timedelta(seconds=1)
    geocoder.ask("قصر")
    geocoder.ask("قصر")
    assert len(server.asked) == 2


def test_the_answers_lie_apart_with_date_and_licence(opens: Opens, tmp_path: Path) -> None:
    opens().ask("قصر")
    with sqlite3.connect(tmp_path / "nominatim.sqlite") as database:
        rows = database.execute("SELECT name, asked, answers FROM answers").fetchall()
        credit = database.execute("SELECT * FROM credit").fetchall()
    database.close()
    assert rows == [("قصر", "2026-11-01T12:00:00+00:00", "[]")]
    assert credit == [("Nominatim", "ODbL 1.0 (© OpenStreetMap contributors)")]


def test_by_default_the_answers_lie_in_the_cache_folder(
    opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHARITA_CACHE", str(tmp_path / "mine"))
    opens(cache=None).ask("قصر")
    assert [path.name for path in (tmp_path / "mine" / "geocoders").iterdir()] == ["nominatim.sqlite"]


@pytest.mark.parametrize("spoilt", [b"this is no database" * 100, None], ids=["garbage", "answers of another shape"])
def test_a_spoilt_file_is_named(spoilt: bytes | None, opens: Opens, tmp_path: Path) -> None:
    path = tmp_path / "nominatim.sqlite"
    geocoder = opens()
    geocoder.ask("قصر")
    if spoilt:
        path.write_bytes(spoilt)
    else:
        with sqlite3.connect(path) as database:
            database.execute('UPDATE answers SET answers = \'[{"class": "place", "type": "city", "name": "x"}]\'')
        database.close()
    with pytest.raises(GeocoderError, match=r"nominatim\.sqlite.*delete the file"):
        geocoder.ask("قصر")


# Failures


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
