"""A stand-in for Nominatim on 127.0.0.1, and a clock that only moves when somebody waits; the places are made up."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from geo.reading.gazetteer.geocoders import Clock, Geocoder

SECRET = "secret-account"
Opens = Callable[..., Geocoder]


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
