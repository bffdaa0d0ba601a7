"""Words of saying: every group that is kept is asked for."""

from dataclasses import fields
from pathlib import Path

import pytest

from geo.reading.saying import SayingWords, saying_words

READING = Path(__file__).resolve().parents[2] / "geo" / "reading"


@pytest.mark.parametrize("name", [field.name for field in fields(SayingWords)])
def test_every_group_of_words_is_asked_for(name: str) -> None:
    others = [path.read_text(encoding="utf-8") for path in READING.rglob("*.py") if path.name != "saying.py"]
    assert any(f".{name}" in source for source in others)


@pytest.mark.parametrize("code", ["ar", "en"])
def test_both_languages_say_and_deny(code: str) -> None:
    words = saying_words(code)
    assert words.say
    assert words.deny
    assert not words.say & words.deny
