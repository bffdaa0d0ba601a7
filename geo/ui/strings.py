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
    """Says a string in one language: ``say("from_documents", documents="2 documents")``.

    ``spoken`` is the language, ``language`` the reader's tag for `geo.showing.labels`: the same, with ``-x-dtg`` where
    dates are to be date-time groups.
    """

    def __init__(self, language: str, *, dtg: bool = False) -> None:
        self.spoken = language if language in LANGUAGES else "en"
        self.language = f"{self.spoken}-x-dtg" if dtg else self.spoken

    def __call__(self, key: str, **values: object) -> str:
        """Return the string of a key with its values filled in.

        Raises
        ------
        KeyError
            For a key that the table does not have: a slip in the code, not in the data.
        """
        text = _table()[key][self.spoken]
        return text.format(**values) if values else text


@lru_cache(maxsize=8)
def translator(language: str, dtg: bool = False) -> Translator:
    """Return who says the strings of a language; dates as date-time groups on wish.

    Examples
    --------
    >>> translator("en")("page_map"), translator("ar")("page_map")
    ('Map', 'الخريطة')
    """
    return Translator(language, dtg=dtg)
