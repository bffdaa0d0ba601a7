"""What a reading could not place, asked online: once a name, the document's countries first, never with much trust."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from geo.errors import GeocoderError
from geo.model import DateSpan, Document, Event, Evidence, Flow, Kind, Mention, Place, Reading, Resolution
from geo.reading.gazetteer.answers import settings
from geo.reading.gazetteer.geocoders import geocode_unresolved


def place(country: str, number: int = 1, kind: Kind = "village") -> Place:
    return Place(
        id=f"nominatim:node/{country}{number}",
        name=f"Testi {country}{number}",
        kind=kind,
        country=country,
        lat=30.0,
        lon=20.0,
        radius_km=3.0,
        source="nominatim",
    )


class StandIn:
    """A geocoder that answers from a table, and fails for what is not in it."""

    def __init__(self, answers: dict[str, tuple[Place, ...]], *, stops: bool = False) -> None:
        self.service = settings()["service"]["nominatim"]
        self.answers = answers
        self.stops = stops
        self.stopped = False
        self.asked: list[tuple[str, str]] = []

    def ask(self, name: str, *, language: str = "ar", country: str = "") -> tuple[Place, ...]:
        self.asked.append((name, language))
        if name not in self.answers:
            self.stopped = self.stops
            raise GeocoderError(f"Nominatim (online), asked for {name!r}: it failed")
        return self.answers[name]


def reading(*names: str, countries: tuple[str, ...] = (), language: str = "ar") -> Reading:
    """A reading with names that nobody could place, after some that lie in these countries."""
    known = [_mention(number, code, place(code, 90 + number)) for number, code in enumerate(countries)]
    unknown = [_mention(100 + number, name, None) for number, name in enumerate(names)]
    evidence = Evidence(doc="d", start=0, end=1, quote="x")
    spans = DateSpan(date_from=date(2020, 3, 1))
    return Reading(
        document=Document(id="d", text="x", language=language),
        mentions=(*known, *unknown),
        events=(Event(id="e", doc="d", type="ASSAULT", date=spans, evidence=evidence),),
        flows=(Flow(id="f", doc="d", origin=None, destination=None, evidence=evidence),),
        warnings=("d: no publication date",),
    )


def _mention(number: int, text: str, where: Place | None) -> Mention:
    resolution = Resolution(place=where, score=0.9 if where else 0.0, reason="known" if where else "unresolved")
    return Mention(
        id=f"m{number}", doc="d", start=number, end=number + 1, text=text, role="literal", resolution=resolution
    )


def asked(told: Reading, *answers: Place) -> Resolution:
    """How the last mention is resolved when the geocoder gives these answers."""
    name = told.mentions[-1].text
    resolution = geocode_unresolved(told, StandIn({name: answers})).mentions[-1].resolution  # type: ignore[arg-type]
    assert resolution is not None
    return resolution


@pytest.mark.parametrize(
    ("countries", "answers", "chosen", "score"),
    [
        (("LY", "LY", "SY"), ("SY", "LY"), "LY", 0.5),
        (("LY", "LY", "SY"), ("TR", "SY"), "SY", 0.4),
        (("LY",), ("TR", "IQ"), None, 0.0),
        ((), ("TR", "IQ"), "TR", 0.3),
        ((), ("",), "", 0.3),
        (("LY",), ("",), None, 0.0),
    ],
    ids=["most about", "speaks of", "elsewhere", "no country", "the sea", "the sea, but Libya"],
)
def test_the_documents_countries_choose(
    countries: tuple[str, ...], answers: tuple[str, ...], chosen: str | None, score: float
) -> None:
    places = tuple(place(code) for code in answers)
    resolution = asked(reading("قصر", countries=countries), *places)
    assert (resolution.place.country if resolution.place else None) == chosen
    assert resolution.score == score
    assert "asked of Nominatim (online), not in the gazetteer" in resolution.reason
    assert {other.place for other in resolution.alternatives} == set(places) - {resolution.place}


def test_the_first_answer_in_the_country_wins() -> None:
    resolution = asked(reading("قصر", countries=("LY",)), place("SY"), place("LY", 2), place("LY", 3))
    assert resolution.place == place("LY", 2)


def test_nothing_known_is_said_so() -> None:
    resolution = asked(reading("قصر"))
    assert (resolution.place, resolution.score) == (None, 0.0)
    assert resolution.reason == (
        "unresolved: asked of Nominatim (online), not in the gazetteer; it knows no such place"
    )


def test_a_name_is_asked_once_in_the_documents_language() -> None:
    told = reading("Qasr Testi", "Burj", "Qasr Testi", countries=("LY",), language="en")
    geocoder = StandIn({"Qasr Testi": (place("LY"),), "Burj": ()})
    after = geocode_unresolved(told, geocoder)  # type: ignore[arg-type]
    assert geocoder.asked == [("Qasr Testi", "en"), ("Burj", "en")]
    assert [mention.place for mention in after.mentions[1:]] == [place("LY"), None, place("LY")]


def test_spellings_of_one_name_are_one_question() -> None:
    geocoder = StandIn({"أمّ القصر": (place("LY"),)})
    after = geocode_unresolved(reading("أمّ القصر", "ام القصر"), geocoder)  # type: ignore[arg-type]
    assert len(geocoder.asked) == 1
    assert [mention.place for mention in after.mentions] == [place("LY")] * 2


def test_all_else_stays_as_it_was() -> None:
    before = reading("قصر", countries=("LY", "SY"))
    after = geocode_unresolved(before, StandIn({"قصر": (place("LY"),)}))  # type: ignore[arg-type]
    assert after.mentions[:2] == before.mentions[:2]
    assert replace(after, mentions=()) == replace(before, mentions=())
    assert replace(after.mentions[2], resolution=None) == replace(before.mentions[2], resolution=None)


def test_nothing_is_asked_when_all_is_known() -> None:
    geocoder = StandIn({})
    before = reading(countries=("LY",))
    assert geocode_unresolved(before, geocoder) == before  # type: ignore[arg-type]
    assert geocoder.asked == []


def test_a_failure_is_a_warning_and_the_next_name_is_asked() -> None:
    before = reading("قصر", "برج")
    after = geocode_unresolved(before, StandIn({"برج": (place("LY"),)}))  # type: ignore[arg-type]
    assert after.mentions[0] == before.mentions[0]
    assert after.mentions[1].place == place("LY")
    assert after.warnings == ("d: no publication date", "d: Nominatim (online), asked for 'قصر': it failed")


def test_after_a_refusal_one_warning_counts_what_was_not_asked() -> None:
    told = reading("قصر", "برج", "تل", "عين")
    after = geocode_unresolved(told, StandIn({"عين": (place("LY"),)}, stops=True))  # type: ignore[arg-type]
    assert after.warnings[1:] == (
        "d: Nominatim (online), asked for 'قصر': it failed",
        "d: Nominatim (online) was not asked for 2 names: it failed before",
    )
    assert after.mentions[3].place == place("LY")  # what is on disk is told all the same


def test_what_a_real_document_leaves_open_is_asked(read_text: Callable[..., object]) -> None:
    told = read_text("وصلت القوة إلى بنغازي ثم قصفت قرية زغمطاش جنوب درنة.").reading  # type: ignore[attr-defined]
    names = [mention.text for mention in told.mentions if mention.place is None]
    assert names == ["زغمطاش"]
    after = geocode_unresolved(told, StandIn({"زغمطاش": (place("SY"), place("LY"))}))  # type: ignore[arg-type]
    assert [mention.place for mention in after.mentions if mention.text == "زغمطاش"] == [place("LY")]
    assert (after.events, after.flows) == (told.events, told.flows)
