"""What tests of several floors share: the compiled gazetteer, and a text read the whole way.

The gazetteer is compiled once, into ``$KHARITA_CACHE`` or the user's cache folder (about a minute), and found there by
every later run.

Tests that draw their cases (hypothesis) draw the same ones each time, so that a run tells about the change and not
about chance; ``HYPOTHESIS_PROFILE=exploring`` draws others, and more of them (CONTRIBUTING.md).
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import settings

from geo import pipeline
from geo.model import Document, Event, Flow, Mention, Reading
from geo.reading.flows import find_flows
from geo.reading.gazetteer.index import Index, open_index
from geo.reading.telling import Telling

PUBLISHED = date(2020, 3, 12)

settings.register_profile("steady", derandomize=True)
settings.register_profile("exploring", max_examples=1_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text with what was read from it, by the words that tests ask with."""

    reading: Reading

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return self.reading.mentions

    @property
    def events(self) -> tuple[Event, ...]:
        return self.reading.events

    @property
    def flows(self) -> tuple[Flow, ...]:
        return self.reading.flows

    @property
    def names(self) -> list[str]:
        """Texts of the mentions that are places, embedded ones left out."""
        return [mention.text for mention in self.mentions if mention.role != "embedded"]

    @property
    def roles(self) -> dict[str, str]:
        """Role of each mention by its text."""
        return {mention.text: mention.role for mention in self.mentions}

    def mention(self, text: str) -> Mention:
        """The first mention with this text; fails with what there is instead."""
        found = [mention for mention in self.mentions if mention.text == text]
        assert found, f"no mention {text!r} among {[mention.text for mention in self.mentions]}"
        return found[0]

    @property
    def ends(self) -> list[tuple[str | None, str | None]]:
        """Names of origin and destination of each flow."""
        return [
            (flow.origin.name if flow.origin else None, flow.destination.name if flow.destination else None)
            for flow in self.flows
        ]

    def flow(self, origin: str | None, destination: str | None) -> Flow:
        """The only flow between two ends, by their English names; fails with what there is instead."""
        found = [flow for flow, ends in zip(self.flows, self.ends, strict=True) if ends == (origin, destination)]
        assert len(found) == 1, f"{len(found)} flows {origin} -> {destination} among {self.ends}"
        return found[0]

    @property
    def told(self) -> list[tuple[str, tuple[str, ...]]]:
        """Type and names of places of each event."""
        return [(event.type, tuple(place.name for place in event.places)) for event in self.events]

    def event(self, kind: str, *places: str) -> Event:
        """The only event of a type at places by their English names; fails with what there is instead."""
        found = [event for event, told in zip(self.events, self.told, strict=True) if told == (kind, places)]
        assert len(found) == 1, f"{len(found)} events {kind} at {places} among {self.told}"
        return found[0]


ReadsText = Callable[..., ReadText]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--kills", type=int, default=40, metavar="N", help="how many writers the crash tests kill (default: 40)"
    )


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How many writers a crash test kills."""
    number: int = request.config.getoption("--kills")
    return number


@pytest.fixture(scope="session", autouse=True)
def _nothing_added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what somebody added to their own gazetteer out of the tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("KHARITA_GAZETTEER", str(tmp_path_factory.getbasetemp() / "nothing-added"))
        yield


@pytest.fixture(scope="session")
def index() -> Index:
    """The project's own gazetteer, compiled."""
    return open_index()


@pytest.fixture(scope="session")
def read_text(index: Index) -> ReadsText:
    """Read a text the whole way; Arabic and published on 12 March 2020 unless told otherwise."""

    def reads(text: str, *, language: str = "ar", published: date | None = PUBLISHED, publisher: str = "") -> ReadText:
        document = Document(id="t", text=text, language=language, published=published, publisher=publisher)
        return ReadText(pipeline.read(document, index))

    return reads


@pytest.fixture(scope="session")
def tell(index: Index) -> Callable[..., Telling]:
    """Find everything in a text that events and flows are read from, just as the pipeline hands it to them."""

    def tells(text: str, *, language: str = "ar", published: date | None = PUBLISHED) -> Telling:
        with patch("geo.pipeline.one.find_flows", wraps=find_flows) as door:
            pipeline.read(Document(id="t", text=text, language=language, published=published), index)
        telling: Telling = door.call_args.args[0]
        return telling

    return tells
