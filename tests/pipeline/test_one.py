"""One document read by itself: its failure is a value, and the places that analysts added are known."""

import pytest

from geo import pipeline
from geo.errors import DocumentError
from geo.model import Document, Reading
from geo.workspace.corrections.entries import OwnPlace
from tests.builders import place

pytestmark = pytest.mark.usefixtures("index")

OWN = place(id="own:1", name="Kafr Zibiltana", name_ar="كفرزبلطانة", kind="village", country="SY", lat=35.45, lon=36.5)


def _named(document: Document, *places: OwnPlace) -> list[str]:
    reading = pipeline.read_one(document, places=places)
    assert isinstance(reading, Reading)
    return [mention.place.id for mention in reading.mentions if mention.place]


def test_a_place_that_was_added_is_known() -> None:
    document = Document(id="a", text="Shells hit Kafr Zibiltana overnight.", language="en")
    assert OWN.id not in _named(document)
    assert OWN.id in _named(document, OwnPlace(place=OWN, names=(OWN.name, OWN.name_ar)))


def test_what_is_too_long_is_a_failure_by_its_name() -> None:
    found = pipeline.read_one(Document(id="long", text="a " * pipeline.MAX_CHARACTERS, language="en"))
    assert isinstance(found, DocumentError)
    assert found.name == "long"
