"""Rows of the tables in words, in the reader's language: titles, dates, amounts, precision, who says so.

The words are data (``words.toml`` beside this file, names in ``data/palette.toml``); dates are written by Babel, or as
date-time groups for a reader who wants them. A reader's language is a BCP 47 tag: "en", "ar", and with the private
extension ``-x-dtg`` (RFC 5646, 2.2.7) "en-x-dtg" for date-time groups.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from geo.showing import style
from geo.workspace.tables import split

__all__ = [
    "LANGUAGES",
    "amount",
    "by_whom",
    "counted",
    "country_name",
    "date_words",
    "direction",
    "event_title",
    "flow_title",
    "flow_what",
    "isolated",
    "kind_words",
    "place_name",
    "place_title",
    "place_what",
    "precision_words",
    "reader",
    "source_words",
    "spoken",
    "status_words",
    "type_words",
    "words",
]

LANGUAGES = ("en", "ar")
"""Languages that the map speaks; every entry of the data files has a word in each."""

_WORDS_FILE = Path(__file__).with_name("words.toml")
_LOCALES = {"en": "en_GB", "ar": "ar"}  # British English writes the day before the month, as Arabic does
_DATE_GROUPS = "dtg"  # the private subtag of readers who want date-time groups
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")  # ACP 121, in English
_UNITS = {"persons": "person", "people": "person", "flight": "flights"}  # a source's spelling -> ours

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u04ff]")

Row = Mapping[Any, Any]
_Said = TypeVar("_Said")


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_WORDS_FILE.read_text(encoding="utf-8"))


def spoken(language: str) -> str:
    """Return the language of a reader's tag that the map speaks; English where it speaks none.

    Examples
    --------
    >>> spoken("ar"), spoken("ar-x-dtg"), spoken("en-GB"), spoken("xx"), spoken("")
    ('ar', 'ar', 'en', 'en', 'en')
    """
    primary = language.partition("-")[0].casefold()
    return primary if primary in LANGUAGES else LANGUAGES[0]


def reader(language: str, *, date_groups: bool) -> str:
    """Return the tag of a reader of a language, who wants date-time groups or plain dates.

    Examples
    --------
    >>> reader("ar", date_groups=True), reader("en-x-dtg", date_groups=False)
    ('ar-x-dtg', 'en')
    """
    return f"{spoken(language)}-x-{_DATE_GROUPS}" if date_groups else spoken(language)


def _wants_groups(language: str) -> bool:
    _, _, private = language.casefold().partition("-x-")
    return _DATE_GROUPS in private.split("-")


@lru_cache(maxsize=8)
def words(language: str) -> Mapping[str, str]:
    """Return the words of the map in a language; English for one that it does not speak.

    Examples
    --------
    >>> words("en")["said_by"], words("xx")["legend"]
    ('Claimed by', 'Legend')
    """
    return {key: entry[spoken(language)] for key, entry in _data()["words"].items()}


def counted(key: str, n: int, language: str) -> str:
    """Write how many of something, in the plural form that the language asks for.

    Examples
    --------
    >>> counted("events", 1, "en"), counted("events", 12, "en"), counted("events", 2, "ar")
    ('1 event', '12 events', 'حدثان')
    """
    return _plural(_data()["counted"][key], n, language)


def _plural(forms: Mapping[str, style.Words], n: int, language: str) -> str:
    from babel import Locale

    chosen = _said(forms, language)
    return chosen.get(Locale.parse(spoken(language)).plural_form(n), chosen["other"]).format(n=f"{n:,}")


def direction(language: str) -> str:
    """Say which way a language is written.

    Examples
    --------
    >>> direction("ar"), direction("en")
    ('rtl', 'ltr')
    """
    return "rtl" if spoken(language) == "ar" else "ltr"


def isolated(text: str, language: str) -> str:
    """Isolate a name that runs the other way than the words around it, so that it does not turn them about.

    Unicode's first strong isolate and its end (UAX 9); nothing where the name runs the same way.

    Examples
    --------
    >>> isolated("Benghazi", "en"), len(isolated("بنغازي", "en")) - len("بنغازي")
    ('Benghazi', 2)
    """
    other = _LEFT_TO_RIGHT if direction(language) == "rtl" else _RIGHT_TO_LEFT
    return f"\u2068{text}\u2069" if other.search(text) else text


def _told(value: Any) -> bool:
    """Tell whether a number is there: a missing one is ``<NA>``."""
    return value is not None and value is not pd.NA


def kind_words(kind: str, language: str) -> str:
    """Name a kind of place.

    Examples
    --------
    >>> kind_words("admin1", "en"), kind_words("", "en")
    ('governorate', '')
    """
    entry = _data()["kinds"].get(kind)
    return _said(entry, language) if entry else ""


def _said(entry: Mapping[str, _Said], language: str) -> _Said:
    return entry[spoken(language)]


def place_name(name: str, name_ar: str, language: str) -> str:
    """Choose a place's name for a reader.

    Examples
    --------
    >>> place_name("Benghazi", "بنغازي", "ar"), place_name("Brak", "", "ar"), place_name("", "", "en")
    ('بنغازي', 'Brak', '')
    """
    return (name_ar or name) if spoken(language) == "ar" else (name or name_ar)


def place_title(row: Row, language: str) -> str:
    """Name a place in both scripts, the reader's first."""
    title = place_name(str(row["name"]), str(row["name_ar"]), language)
    other = str(row["name"] if spoken(language) == "ar" else row["name_ar"])
    return f"{title} · {other}" if other and other != title else title


def country_name(code: str, language: str) -> str:
    """Name a country by its ISO 3166 code (CLDR); the code itself where there is no name.

    Examples
    --------
    >>> country_name("LY", "en"), country_name("LY", "ar"), country_name("", "en")
    ('Libya', 'ليبيا', '')
    """
    from babel import Locale

    return str(Locale.parse(spoken(language)).territories.get(code, code))


def type_words(kind: str, language: str) -> str:
    """Name an event type."""
    return _said(style.load_palette().events[kind].words, language)


def status_words(status: str, language: str) -> str:
    """Name a status."""
    return _said(style.load_palette().statuses[status].words, language)


def precision_words(where_prec: int, language: str) -> str:
    """Say how precisely a place is known, for a ``where_prec`` of 1 to 7."""
    return _said(style.load_palette().precision[where_prec], language)


def place_what(row: Row, language: str) -> str:
    """Say what a place is and how precisely it is known: "city · exact place"."""
    parts = [kind_words(str(row["kind"]), language)]
    if _told(row["where_prec"]):
        parts.append(precision_words(int(row["where_prec"]), language))
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=20_000)
def date_words(date_from: str, date_to: str, language: str) -> str:
    """Write a day or an interval of days.

    For a reader who wants date-time groups, the day, month and year of the group DDHHMMZ MMM YY (ACP 121): no report
    tells the hour, and none is made up.

    Examples
    --------
    >>> date_words("2020-03-01", "2020-03-07", "en"), date_words("2020-03-03", "2020-03-03", "ar")
    ('1–7 Mar 2020', '3 مارس 2020')
    >>> date_words("", "", "en"), date_words("2020-03-01", "", "en")
    ('no date', 'from 1 Mar 2020')
    >>> date_words("2020-03-01", "2020-03-07", "en-x-dtg"), date_words("2020-03-01", "", "en-x-dtg")
    ('01 MAR 20 – 07 MAR 20', 'from 01 MAR 20')
    """
    if not date_from and not date_to:
        return words(language)["undated"]
    written = _group_words if _wants_groups(language) else _plain_words
    if date_from and date_to:
        return written(date.fromisoformat(date_from), date.fromisoformat(date_to), language)
    only = date.fromisoformat(date_from or date_to)
    return words(language)["since" if date_from else "by"].format(day=written(only, only, language))


def _plain_words(first: date, last: date, language: str) -> str:
    from babel.dates import format_date, format_interval

    locale = _LOCALES[spoken(language)]
    if first == last:
        return str(format_date(first, "d MMM y", locale=locale))
    return str(format_interval(first, last, "yMMMd", locale=locale))


def _group_words(first: date, last: date, language: str) -> str:
    """Write days as date-time groups without the hour, each whole; left to right among Arabic (an isolate, UAX 9)."""
    days = (f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year % 100:02d}" for day in dict.fromkeys((first, last)))
    text = " – ".join(days)
    return f"\u2066{text}\u2069" if direction(language) == "rtl" else text


def event_title(row: Row, language: str) -> str:
    """Name an event by its type and place: "Assault · Tripoli"."""
    kind = type_words(str(row["type"]), language)
    place = isolated(place_name(str(row["place"]), str(row["place_ar"]), language), language)
    return f"{kind} · {place or words(language)['unknown_place']}"


def flow_title(row: Row, language: str) -> str:
    """Name a flow by its ends: "Damascus → Benghazi"."""
    ends = [
        isolated(place_name(str(row[end]), str(row[f"{end}_ar"]), language), language)
        or words(language)["unknown_place"]
        for end in ("origin", "destination")
    ]
    return f" {words(language)['arrow']} ".join(ends)


def amount(row: Row, language: str) -> str:
    """Write how much moved: "12 flights"; "" where it is not told.

    Examples
    --------
    >>> amount({"count": 12, "unit": "flights"}, "en"), amount({"count": None, "unit": ""}, "en")
    ('12 flights', '')
    """
    if not _told(row["count"]):
        return ""
    count, unit = int(row["count"]), str(row["unit"])
    forms = style.load_palette().units.get(_UNITS.get(unit, unit))
    return _plural(forms, count, language) if forms else f"{count} {isolated(unit, language)}".strip()


def flow_what(row: Row, language: str) -> str:
    """Say what moved and how: "12 flights · fighters, arms · flight · Cham Wings"."""
    palette = style.load_palette()
    separator = words(language)["comma"]
    # "1 delegation" says the cargo already.
    named = [name for name in split(str(row["cargo"])) if name in palette.cargoes and name != row["unit"]]
    cargo = [_said(palette.cargoes[name], language) for name in named]
    mode = "" if row["mode"] == "unknown" else _said(palette.transport[row["mode"]], language)
    parts = [amount(row, language), separator.join(cargo), mode, isolated(str(row["carrier"]), language)]
    return " · ".join(part for part in parts if part)


def by_whom(row: Row, language: str) -> str:
    """Say who claims and who denies it: "Claimed by Qanunu through Le Monde · Denied by LNA"; "" for neither."""
    said = words(language)
    parts = []
    if row["claimed_by"]:
        through = f" {said['through']} {isolated(row['chain'], language)}" if row["chain"] else ""
        parts.append(f"{said['said_by']} {isolated(row['claimed_by'], language)}{through}")
    if row["denied_by"]:
        parts.append(f"{said['denied_by']} {isolated(row['denied_by'], language)}")
    return " · ".join(parts)


def source_words(publisher: str, published: str, language: str) -> str:
    """Say where it stands: "Test Agency, 8 Mar 2020"."""
    name = isolated(publisher, language) if publisher else words(language)["unknown_publisher"]
    separator = words(language)["comma"]
    return f"{name}{separator}{date_words(published, published, language)}" if published else name
