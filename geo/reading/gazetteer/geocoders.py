"""Online geocoders, opt-in: what the gazetteer does not know, asked of Nominatim, Photon or GeoNames through geopy.

Nothing here runs unless somebody opens a geocoder: names of a document leave the machine. Services, what their answers
mean and what to do when asking fails are data (``data/gazetteer/geocoders.toml``).
"""

import logging
import os
import re
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderParseError, GeopyError
from geopy.geocoders import get_geocoder_for_service

from geo import __version__
from geo.errors import GeocoderError
from geo.model import Candidate, Mention, Place, Reading, Resolution
from geo.reading.gazetteer.answers import AnswerStore, Failure, Raw, Service, places_of, settings
from geo.reading.gazetteer.index import cache_folder
from geo.reading.text.tokens import name_key

__all__ = ["CONTACT_VARIABLE", "Clock", "Geocoder", "Service", "geocode_unresolved", "open_geocoder", "service_names"]

CONTACT_VARIABLE = "KHARITA_CONTACT"
_MOST = 0.5
# geopy's own errors, the network's, and what an answer of a strange shape provokes in geopy's parsers and in ours.
_FAILS = (GeopyError, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, as a geocoder needs it: seconds that only grow, a way to wait, and the date."""

    seconds: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def service_names() -> tuple[str, ...]:
    """Names that `open_geocoder` knows, in order of the alphabet."""
    return tuple(sorted(settings()["service"]))


def open_geocoder(
    name: str,
    *,
    domain: str | None = None,
    scheme: str | None = None,
    user_agent: str | None = None,
    username: str | None = None,
    cache: Path | None = None,
    timeout_s: float = 10.0,
    clock: Clock | None = None,
) -> "Geocoder":
    """Make a geocoder ready to be asked; nothing is sent yet.

    Parameters
    ----------
    name
        ``nominatim``, ``photon`` or ``geonames``.
    domain, scheme
        Of a server of one's own, such as ``localhost:8080`` and ``http``; by default the public service.
    user_agent
        Who asks; by default ``kharita/<version>`` with the contact of ``$KHARITA_CONTACT`` (an address or a page).
    username
        The account's, where the service demands one (GeoNames). It is neither kept nor shown.
    cache
        Folder of the answers on disk; by default ``geocoders`` in the user's cache folder.

    Raises
    ------
    GeocoderError
        When there is no such service, or it demands a contact or a username and none is given.
    """
    service = settings()["service"].get(name)
    if service is None:
        raise GeocoderError(f"no online geocoder {name!r}: expected one of {', '.join(service_names())}")
    host = service.domain if domain is None else domain
    if not re.fullmatch(r"[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~\-/]*)?", host):
        raise GeocoderError(f"{service.title}: the domain is a host, with a port or a path if need be, and no password")
    if scheme not in {None, "http", "https"}:
        raise GeocoderError(f"{service.title}: the scheme is {scheme!r}, expected http or https")
    if not timeout_s > 0:
        raise GeocoderError(f"{service.title}: the time-out is {timeout_s!r} seconds, expected more than 0")
    options: dict[str, Any] = {"user_agent": _user_agent(service, user_agent, public=host == service.domain)}
    if service.demands_username:
        if not username:
            raise GeocoderError(f"{service.title} demands a username: make an account there and name it")
        options["username"] = username
        logging.getLogger("geopy").addFilter(_without_usernames)
    client = get_geocoder_for_service(service.geopy)(
        domain=host,
        scheme=scheme or service.scheme,
        timeout=timeout_s,
        adapter_factory=lambda **kwargs: _Adapter(service.shape, **kwargs),
        **options,
    )
    answers = AnswerStore((cache or cache_folder() / "geocoders") / f"{name}.sqlite", service, host)
    return Geocoder(service, client.geocode, answers, clock or Clock())


def _user_agent(service: Service, given: str | None, *, public: bool) -> str:
    """Who asks. A server of one's own need not be told; the public ones demand it."""
    contact = os.environ.get(CONTACT_VARIABLE, "").strip()
    if not given and not contact and public and service.demands_contact:
        raise GeocoderError(
            f"{service.title} demands to know who asks: set {CONTACT_VARIABLE} to an e-mail address or a web page"
        )
    agent = given or f"kharita/{__version__}" + (f" ({contact})" if contact else "")
    if not (agent.isascii() and agent.isprintable()):
        raise GeocoderError(f"{service.title}: the user agent is {agent!r}, expected one line of ASCII letters")
    return agent


def _without_usernames(record: logging.LogRecord) -> bool:
    """Whether a line of geopy's log may be written: those with an address that carries the username may not."""
    return "username=" not in record.getMessage()


class _Adapter(URLLibAdapter):  # type: ignore[misc]
    """geopy's plain adapter, which would take any JSON object for an empty answer; this one takes only known shapes."""

    def __init__(self, shape: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shape = shape

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        answer = super().get_json(url, timeout=timeout, headers=headers)
        if isinstance(answer, list) or (isinstance(answer, dict) and any(key in answer for key in self._shape)):
            return answer
        raise GeocoderParseError("JSON of another shape")


class Geocoder:
    """An online geocoder, asked at the pace that its service allows; made by `open_geocoder`. Threads may share it."""

    def __init__(self, service: Service, geocode: Callable[..., Any], answers: AnswerStore, clock: Clock) -> None:
        self.service = service
        self._geocode = geocode
        self._answers = answers
        self._clock = clock
        self._lock = threading.Lock()
        self._last: float | None = None
        self._failed = 0
        self._stopped = ""

    @property
    def stopped(self) -> bool:
        """Whether nothing more is asked in this run: the service refused, or failed too often in a row."""
        return bool(self._stopped)

    def ask(self, name: str, *, language: str = "ar", country: str = "") -> tuple[Place, ...]:
        """Places of a name, the service's best first; empty when it knows none.

        Parameters
        ----------
        language
            In which names are wanted, where the service can choose.
        country
            ISO 3166 alpha-2: only places there; by default anywhere.

        Raises
        ------
        GeocoderError
            When the service fails, refuses or answers nonsense, when nothing more is asked in this run, or when the
            answers on disk cannot be read or written. What is on disk is told all the same.
        """
        name, country = " ".join(name.split()), country.upper()
        if not name:
            raise GeocoderError(f"{self.service.title}: the name is empty, expected one to look up")
        if not re.fullmatch("([A-Z]{2})?", country):
            raise GeocoderError(f"{self.service.title}: the country is {country!r}, expected a code such as LY")
        key = (name, language if not self.service.languages or language in self.service.languages else "", country)
        with self._lock:
            known = self._answers.read(key, self._clock.now())
            places, raw = (self._understood(name, known), known) if known is not None else self._asked(key)
            if known is None:
                self._answers.write(key, raw, self._clock.now())
        return tuple(place for place in places if not country or place.country == country)

    def _asked(self, key: tuple[str, str, str]) -> tuple[list[Place], list[Raw]]:
        """Ask the service itself, a second time where that may help."""
        if self._stopped:
            raise GeocoderError(f"{self.service.title} (online) was not asked for {key[0]!r}: {self._stopped}")
        outcome = self._try(*key)
        if isinstance(outcome, _Trouble) and outcome.failure.do == "retry":
            outcome = self._try(*key)
        if isinstance(outcome, _Trouble):
            raise self._given_up(key[0], outcome)
        self._failed = 0
        return outcome

    def _try(self, name: str, language: str, country: str) -> "tuple[list[Place], list[Raw]] | _Trouble":
        """Ask once. Exceptions end here, for theirs is an address that may carry the username."""
        arguments = dict(self.service.arguments)
        if self.service.language_argument and language:
            arguments[self.service.language_argument] = language
        if self.service.country_argument and country:
            arguments[self.service.country_argument] = country
        self._keep_pace()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # geopy's, on a latitude that it then refuses anyway
                raw = [location.raw for location in self._geocode(name, **arguments) or () if location]
            return places_of(self.service, raw), raw
        except _FAILS as error:
            return _trouble(error)

    def _understood(self, name: str, raw: list[Raw]) -> list[Place]:
        try:
            return places_of(self.service, raw)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise GeocoderError(
                f"{self.service.title}: the answer for {name!r} in {self._answers.path} cannot be understood "
                f"({type(error).__name__}): delete the file"
            ) from error

    def _keep_pace(self) -> None:
        if self._last is not None:
            pause = self._last + self.service.interval_s - self._clock.seconds()
            if pause > 0:
                self._clock.wait(pause)
        self._last = self._clock.seconds()

    def _given_up(self, name: str, trouble: "_Trouble") -> GeocoderError:
        self._failed += 1
        failure = trouble.failure
        reason = f"{failure.says} ({trouble.what})"
        if failure.do == "stop":
            self._stopped = f"earlier in this run, {reason}"
        elif self._failed >= int(settings()["give_up_after"]):
            self._stopped = f"it failed {self._failed} times in a row; the last time, {reason}"
        return GeocoderError(f"{self.service.title} (online), asked for {name!r}: {reason}. {failure.advice}")


@dataclass(frozen=True, slots=True)
class _Trouble:
    failure: Failure
    what: str  # "HTTP 429" or the exception's class; never its message


def _trouble(error: BaseException) -> _Trouble:
    """Find what the table says of an error, by its HTTP status and the classes of it and of what it came from."""
    status, words, seen = None, set[str](), error
    while True:
        words.update(kind.__name__ for kind in type(seen).__mro__)
        status = status or getattr(seen, "status_code", None)
        inner = seen.__cause__ or seen.__context__
        if inner is None:
            break
        seen = inner
    words.add(str(status))
    if status:
        words -= {"URLError", "ConnectionError"}  # urllib's HTTPError is a URLError, yet the service was reached
    failures: list[Failure] = settings()["failure"]
    failure = next(failure for failure in failures if words.intersection(failure.on))
    return _Trouble(failure, f"HTTP {status}" if status else type(error).__name__)


def geocode_unresolved(reading: Reading, geocoder: Geocoder) -> Reading:
    """Ask for the names that a reading could not place, each once; events and flows stay as they are.

    The first answer in the country that the document is most about wins, then one in another country that it speaks
    of; a document that speaks of none takes the first. Answers anywhere else are kept as alternatives: no place beats a
    guess. A name that could not be asked stays as it was, and a warning says why.
    """
    shares = Counter(mention.place.country for mention in reading.mentions if mention.place and mention.place.country)
    ranked = sorted(shares, key=lambda code: (-shares[code], code))
    names: dict[str, str] = {}
    for mention in reading.mentions:
        if mention.place is None:
            names.setdefault(_key(mention), mention.text)
    found: dict[str, Resolution] = {}
    notes: dict[str, None] = {}  # in order, each once
    unasked = 0
    for key, name in names.items():
        stopped = geocoder.stopped
        try:
            places = geocoder.ask(name, language=reading.document.language)
        except GeocoderError as error:
            unasked += stopped
            if not stopped:
                notes[f"{reading.document.id}: {error}"] = None
        else:
            found[key] = _resolution(places, ranked, geocoder.service)
    if unasked:
        title = geocoder.service.title
        notes[f"{reading.document.id}: {title} (online) was not asked for {unasked} names: it failed before"] = None
    mentions = tuple(
        replace(mention, resolution=found[_key(mention)])
        if mention.place is None and _key(mention) in found
        else mention
        for mention in reading.mentions
    )
    return replace(reading, mentions=mentions, warnings=(*reading.warnings, *notes))


def _key(mention: Mention) -> str:
    return name_key(mention.text) or mention.text


def _resolution(places: tuple[Place, ...], ranked: list[str], service: Service) -> Resolution:
    """Choose among the answers by the countries of the document, the one it is most about first."""
    asked = f"asked of {service.title} (online), not in the gazetteer"
    if not places:
        return Resolution(place=None, score=0.0, reason=f"unresolved: {asked}; it knows no such place")
    scores = settings()["score"]
    countries = {place.country for place in places}
    country = next((code for code in ranked if code in countries), None)
    best = next((place for place in places if place.country == country), None) if ranked else places[0]
    if best is None:
        why, score = f"{len(places)} answers, none in a country that the document speaks of", 0.0
    elif not ranked:
        why, score = "its first answer; the document speaks of no country", scores["alone"]
    elif country == ranked[0]:
        why, score = f"its first answer in {country}, which the document is most about", scores["focus"]
    else:
        why, score = f"its first answer in {country}, which the document speaks of", scores["named"]
    rest = (place for place in places if place is not best)
    return Resolution(
        place=best,
        score=min(_MOST, float(score)),
        reason=f"{asked}: {why}" if best else f"unresolved: {asked}; {why}",
        alternatives=tuple(
            Candidate(place=place, score=0.0, reason=f"another answer of {service.title}") for place in rest
        ),
    )
