"""What a reader found in one file, before the metadata that others give of it is put on top."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from geo.errors import DocumentError

__all__ = ["MAX_ID", "NOTHING_KNOWN", "Content", "Metadata", "is_plain", "over", "shown", "to_date", "to_metadata"]

MAX_ID = 200
_TEXTS = ("title", "publisher", "url", "language")


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """What is known of a document besides its text; "" or None where it is not.

    ``created`` is when the file says it was made. A page may offer that day to whoever is asked for the day of
    publication; it is never taken for it, for a wrong one would shift every "yesterday".
    """

    title: str = ""
    publisher: str = ""
    published: date | None = None
    url: str = ""
    language: str = ""
    created: date | None = None


NOTHING_KNOWN = Metadata()


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """The text of one file and the metadata that stands in the file itself."""

    text: str
    metadata: Metadata = NOTHING_KNOWN


def over(upper: Metadata, lower: Metadata) -> Metadata:
    """Put one set of metadata over another: what the upper one leaves open shows through.

    Examples
    --------
    >>> over(Metadata(title="a"), Metadata(title="b", url="c")).url
    'c'
    """
    known = {field.name: value for field in fields(upper) if (value := getattr(upper, field.name))}
    return replace(lower, **known)


def is_plain(text: str) -> bool:
    r"""Say whether a text holds no character that would break a line, a terminal or a file.

    Examples
    --------
    >>> is_plain("خبر 1"), is_plain("a\nb"), is_plain("\ud800")
    (True, False, False)
    """
    return text.isprintable() or all(
        character.isprintable() or character in " \u00a0\u200c\u200d\u200e\u200f" for character in text
    )


def shown(name: str) -> str:
    r"""Write the name of a file so that it can be printed, whatever bytes it is made of.

    Examples
    --------
    >>> shown("a\udcff") == "a\ufffd"
    True
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def to_date(value: object, *, name: str, field: str = "published") -> date | None:
    """Read a date: a date, a date and time (its day is taken), text in ISO 8601, or nothing.

    Raises
    ------
    DocumentError
        For anything else; ``name`` is the document's.

    Examples
    --------
    >>> to_date("2020-03-04T10:00:00Z", name="a"), to_date("", name="a")
    (datetime.date(2020, 3, 4), None)
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
    raise DocumentError(name, f"{field} is {_shown(value)}; expected a day as YYYY-MM-DD, such as 2020-03-04")


def to_metadata(fields_given: dict[str, Any], *, name: str) -> Metadata:
    """Read metadata from named values, as a line of JSON or a table of ``sources.toml`` gives them.

    Other names are left alone: a source may say more of a document than is used here.

    Raises
    ------
    DocumentError
        When a value has the wrong type; ``name`` is the document's.
    """
    given: dict[str, Any] = {}
    for field in _TEXTS:
        value = fields_given.get(field)
        if field == "language" and value is None:
            value = fields_given.get("lang")
        if value is None:
            continue
        if not isinstance(value, str):
            raise DocumentError(name, f"{field} is {_shown(value)}; expected text in quotation marks")
        given[field] = value.strip()
    return Metadata(**given, published=to_date(fields_given.get("published"), name=name))


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
