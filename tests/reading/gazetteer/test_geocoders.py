"""Online geocoders: opened on purpose, asked slowly, once a name, with the answers kept apart.

A server of our own on 127.0.0.1 speaks Nominatim's protocol; nothing here leaves the machine.
"""

import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from geo import __version__
from geo.errors import GeocoderError
from geo.reading.gazetteer.geocoders import open_geocoder, service_names
from tests.reading.gazetteer.geocoding import SECRET, FakeTime, Opens, Server, answer

ROOT = Path(__file__).resolve().parents[3]


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
    code = "import sys, geo.pipeline; print([name for name in sys.modules if name.startswith('geopy')])"
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
