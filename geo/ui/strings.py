"""What the pages say, in the reader's language: data in ``strings.toml``."""

import tomllib
from functools import lru_cache
from pathlib import Path

__all__ = ["LANGUAGES", "LANGUAGE_NAMES", "translator"]

_FILE = Path(__file__).with_name("strings.toml")
LANGUAGE_NAMES = {"en": "English", "ar": "العربية"}
LANGUAGES = tuple(LANGUAGE_NAMES)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


class Translator:
    """Says a string in one language: ``say("from_documents", documents="2 documents")``."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"

    def __call__(self, key: str, **values: object) -> str:
        """Return the string of a key with its values filled in.

        Raises
        ------
        KeyError
            For a key that the table does not have: a slip in the code, not in the data.
        """
        text = _table()[key][self.language]
        return text.format(**values) if values else text


@lru_cache(maxsize=4)
def translator(language: str) -> Translator:
    """Return who says the strings of a language.

    Examples
    --------
    >>> translator("en")("page_map"), translator("ar")("page_map")
    ('Map', 'الخريطة')
    """
    return Translator(language)
