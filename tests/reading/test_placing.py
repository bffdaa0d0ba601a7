"""Places as a sentence uses them: prepositions, the parts that directions make, and places meant without a name."""

from collections.abc import Callable

import pytest

from geo.model import Place
from geo.reading.placing import PlaceRef, part_of
from geo.reading.telling import Telling

Tells = Callable[..., Telling]

LIBYA = Place(
    id="x",
    name="Libya",
    name_ar="ليبيا",
    kind="country",
    country="LY",
    lat=28,
    lon=17,
    radius_km=900,
    area="country:LY",
)
SIRTE = Place(id="s", name="Sirte", name_ar="سرت", kind="city", country="LY", lat=31.2, lon=16.6, radius_km=5)


def refs(telling: Telling) -> tuple[PlaceRef, ...]:
    """Places that are named or described; those behind a mere demonym left out."""
    return tuple(ref for ref in telling.refs if ref.source != "demonym")


@pytest.mark.parametrize(
    ("text", "name", "preposition"),
    [
        ("وصلت القافلة إلى حلب", "Aleppo", "destination"),
        ("وصلت القافلة لحلب", "Aleppo", "destination"),
        ("توجهوا نحو مدينة حلب", "Aleppo", "destination"),
        ("جاءت القافلة من حلب", "Aleppo", "origin"),
        ("جاءت القافلة من مدينة حلب", "Aleppo", "origin"),
        ("قادمة من حلب", "Aleppo", "origin"),
        ("انفجار في حلب", "Aleppo", "location"),
        ("انفجار بحلب", "Aleppo", "location"),
        ("انفجار بمدينة حلب", "Aleppo", "location"),
        ("تسير رحلات بين حلب وحماة", "Aleppo", "between"),
        ("تسير رحلات بين حلب وحماة", "Hama", "between"),
        ("وصلت إلى حلب وحماة", "Hama", "destination"),
        ("انفجارات في حلب، وحماة، وحمص", "Homs", "location"),
        ("زار حلب أمس", "Aleppo", ""),
    ],
)
def test_a_place_stands_under_its_preposition(tell: Tells, text: str, name: str, preposition: str) -> None:
    found = {ref.place.name: ref.preposition for ref in refs(tell(text))}
    assert found[name] == preposition


@pytest.mark.parametrize(
    ("text", "name", "preposition"),
    [
        ("The convoy came from Aleppo.", "Aleppo", "origin"),
        ("The convoy reached the town on its way to Aleppo.", "Aleppo", "destination"),
        ("An explosion in Aleppo.", "Aleppo", "location"),
    ],
)
def test_english_prepositions(tell: Tells, text: str, name: str, preposition: str) -> None:
    found = {ref.place.name: ref.preposition for ref in refs(tell(text, language="en"))}
    assert found[name] == preposition


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("تصاعد التوتر شرق ليبيا", "eastern Libya"),
        ("تصاعد التوتر شمال غرب سوريا", "north-western Syria"),
        ("توتر في الشرق الليبي", "eastern Libya"),
        ("توتر في الجنوب السوري", "southern Syria"),
        ("يسيطر على ليبيا خصمان، أحدهما شرقي البلاد", "eastern Libya"),
    ],
)
def test_a_direction_makes_a_part_of_the_country(tell: Tells, text: str, name: str) -> None:
    found = {ref.place.name: ref.place for ref in refs(tell(text))}
    assert name in found
    place = found[name]
    assert place.kind == "region"
    assert place.area.startswith("part:country:")
    assert not place.confirmed


def test_a_country_without_a_direction_is_no_place_by_its_demonym_alone(tell: Tells) -> None:
    assert refs(tell("قال مسؤول ليبي إن البلاد متعبة")) == ()


def test_embedded_names_are_no_places(tell: Tells) -> None:
    assert refs(tell("ذكرت صحيفة «الشرق الأوسط» أن جامعة حلب أغلقت")) == ()


def test_refs_come_in_the_order_of_the_text(tell: Tells) -> None:
    found = refs(tell("من دمشق إلى حلب ثم شرق ليبيا. وعاد إلى حمص."))
    assert [ref.first for ref in found] == sorted(ref.first for ref in found)
    assert [ref.place.name for ref in found] == ["Damascus", "Aleppo", "eastern Libya", "Homs"]


def test_a_part_of_a_country_lies_in_that_direction_inside_it() -> None:
    east, west = part_of(LIBYA, "east"), part_of(LIBYA, "west")
    assert (east.kind, east.name, east.country) == ("region", "eastern Libya", "LY")
    assert east.name_ar == "شرق ليبيا"
    assert west.lon < LIBYA.lon < east.lon
    assert east.radius_km < LIBYA.radius_km
    assert east.id != west.id != LIBYA.id


def test_the_outskirts_of_a_town_lie_beside_it() -> None:
    south = part_of(SIRTE, "south")
    assert south.name == "south of Sirte"
    assert south.kind == "region"
    assert south.lat < SIRTE.lat
    assert abs(south.lon - SIRTE.lon) < 0.1
    assert SIRTE.radius_km < south.radius_km < 60


def test_no_direction_leaves_a_place_as_it_is() -> None:
    assert part_of(LIBYA, "") is LIBYA


@pytest.mark.parametrize(
    "direction", ["north", "south", "east", "west", "north-east", "north-west", "south-east", "south-west", "centre"]
)
def test_every_direction_has_a_part(direction: str) -> None:
    for whole in (LIBYA, SIRTE):
        piece = part_of(whole, direction)
        assert piece.kind == "region"
        assert piece.radius_km > 0
        assert piece.name != whole.name
