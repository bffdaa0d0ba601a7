"""The words of a briefing, from ``words.toml``."""

import tomllib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from geo.showing import labels

__all__ = ["WORDS_FILE", "briefing_words", "time_words"]

WORDS_FILE = Path(__file__).with_name("words.toml")


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))


def briefing_words(key: str, language: str, **values: object) -> str:
    """Return words of a briefing in a language, filled in.

    Examples
    --------
    >>> briefing_words("number", "en"), briefing_words("as_of", "en", group="12 MAR 20")
    ('No.', 'As of 12 MAR 20')
    """
    return _data()[key][labels.spoken(language)].format(**values)


def time_words(when: date | datetime, language: str) -> str:
    """Write a time as a date-time group (ACP 121), a day without its hour; in Arabic the date goes before it.

    Examples
    --------
    >>> time_words(datetime(2020, 3, 12, 6, 30), "en"), time_words(date(2020, 3, 12), "en")
    ('120630Z MAR 20', '12 MAR 20')
    """
    day = when.date() if isinstance(when, datetime) else when
    written = labels.date_words(day.isoformat(), day.isoformat(), "en-x-dtg")
    if isinstance(when, datetime):
        written = f"{when:%d%H%M}Z{written[2:]}"
    if labels.direction(language) == "ltr":
        return written
    return f"{labels.date_words(day.isoformat(), day.isoformat(), labels.spoken(language))} · \u2066{written}\u2069"
