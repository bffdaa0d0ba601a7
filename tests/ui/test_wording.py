"""Names of files and places in labels, as they are."""

import pytest

from geo.ui.wording import plain_label


@pytest.mark.parametrize("text", ["Camps 2020", "مخيم", ""])
def test_plain_words_stay(text: str) -> None:
    assert plain_label(text) == text


@pytest.mark.parametrize("sign", list(r"\`*_{}[]()<>#+-.!|~:$&^=/"))
def test_every_sign_of_markdown_is_taken_as_itself(sign: str) -> None:
    assert plain_label(f"a{sign}b") == f"a\\{sign}b"


def test_breaks_become_blanks() -> None:
    assert plain_label("a\n\n# b") == "a \\# b"
