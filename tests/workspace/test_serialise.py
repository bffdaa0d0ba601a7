"""A reading goes to JSON and comes back the same, whatever the text; damage is named, not guessed away."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from geo.errors import WorkspaceError
from geo.model import Candidate, Reading, Resolution
from geo.workspace.serialise import from_json, to_json
from tests import builders as b
from tests.workspace.strategies import readings


@settings(max_examples=80, deadline=None)
@given(readings("doc"))
def test_any_reading_comes_back_the_same(reading: Reading) -> None:
    assert from_json(to_json(reading)) == reading


@pytest.mark.parametrize("text", ["", "بنغازي ـ 🏙", "\x00\x01\u2028", "\ud800 alone", '"\\u0000"', "\r\n\t"])
def test_any_text_survives_and_can_be_stored_as_utf8(text: str) -> None:
    stored = to_json(b.reading(document=b.document(text=text)))
    assert "\x00" not in stored
    assert from_json(stored.encode("utf-8").decode("utf-8")).document.text == text


def test_alternatives_come_back_and_each_place_is_written_once() -> None:
    beaten = Candidate(place=b.TRIPOLI_LEBANON, score=0.25, reason="another country")
    resolution = Resolution(place=b.TRIPOLI, score=0.75, reason="named country", alternatives=(beaten, beaten))
    reading = b.reading(mentions=(b.mention(resolution=resolution),), events=(b.event(places=(b.TRIPOLI,)),))
    stored = to_json(reading)
    assert from_json(stored) == reading
    assert len(json.loads(stored)["places"]) == 2


def test_whole_numbers_for_degrees_come_back_as_degrees() -> None:
    reading = b.reading(mentions=(b.mention(place=b.place(lat=32, lon=20)),))
    assert from_json(to_json(reading)).mentions[0].place == b.place(lat=32.0, lon=20.0)


def _broken(**changes: Any) -> str:
    packed = json.loads(to_json(b.reading(mentions=(b.mention(),), events=(b.event(),))))
    for path, value in changes.items():
        target, keys = packed, path.split("__")
        for key in keys[:-1]:
            target = target[int(key) if key.isdigit() else key]
        if value is ...:
            del target[keys[-1]]
        else:
            target[keys[-1]] = value
    return json.dumps(packed)


@pytest.mark.parametrize(
    ("stored", "named"),
    [
        ("no json", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "format 'list'"),
        (_broken(format=99), "format 99"),
        (_broken(places="none"), "places is 'none'; expected a list"),
        (_broken(places__0__lat="north"), r"places\.lat is 'north'; expected a number"),
        (
            _broken(reading__document__published="10 March"),
            r"reading\.document\.published is '10 March'; expected a date",
        ),
        (_broken(reading__document__text=7), r"document\.text is '7'; expected str"),
        (_broken(reading__mentions__0__role="verb"), r"role is 'verb'; expected one of literal"),
        (_broken(reading__mentions__0__start=True), r"start is 'True'; expected int"),
        (_broken(reading__mentions__0__resolution__place=9), "expected the position of a place, below 1"),
        (_broken(reading__mentions__0__resolution__place=-1), "expected the position of a place"),
        (_broken(reading__events__0__type=...), "expected an object with"),
        (_broken(reading__surprise=1), "expected an object with"),
    ],
)
def test_a_damaged_reading_is_refused_by_name(stored: str, named: str) -> None:
    with pytest.raises(WorkspaceError, match=named):
        from_json(stored)
