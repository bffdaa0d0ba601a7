"""What the pages say: every string in both languages, and every string that the code asks for."""

import re
import tomllib
from pathlib import Path

import pytest

from geo.ui import strings
from geo.ui.strings import LANGUAGES, translator

FOLDER = Path(strings.__file__).parent
TABLE = tomllib.loads((FOLDER / "strings.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", TABLE)
def test_every_string_stands_in_both_languages_with_the_same_gaps(key: str) -> None:
    entry = TABLE[key]
    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert sorted(re.findall(r"\{\w+\}", entry["en"])) == sorted(re.findall(r"\{\w+\}", entry["ar"]))


def test_every_string_that_the_code_names_is_there_and_none_is_left_over() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in [*FOLDER.rglob("*.py"), FOLDER.parents[1] / "app.py"])
    named = set(re.findall(r"""say\(f?["']([a-z_]+)["']""", code)) | set(re.findall(r'_(?:several|one)\("(\w+)"', code))
    prefixes = set(re.findall(r"""say\(f["']([a-z_]+)\{""", code))
    assert named <= set(TABLE)
    left = {key for key in set(TABLE) - named if not any(key.startswith(prefix) for prefix in prefixes)}
    assert left == set()


def test_an_unknown_language_speaks_english() -> None:
    assert translator("xx")("page_map") == "Map"


def test_values_are_filled_in() -> None:
    assert translator("en")("left_out", n=3) == "3 without a date are left out"


def test_a_string_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        translator("en")("no such string")
