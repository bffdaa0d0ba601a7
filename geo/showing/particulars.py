"""What is known of a record, label by label, in words with its precision: nothing of it is markup."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.coordinates import format_decimal, mgrs_for
from geo.errors import CoordinateError
from geo.showing import labels, style
from geo.showing.terms import term, terms
from geo.workspace.tables import split

__all__ = ["Fact", "clause_words", "comma", "event_facts", "flow_facts", "known", "place_facts"]

Row = Mapping[Any, Any]

_DENIAL = re.compile(r"denied by (?P<who>.+) against what (?P<said>.+) said")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A labelled line or several.

    ``names`` is a list of names, each in a direction of its own; ``codes`` are coordinates and the like, written left
    to right in any language.
    """

    key: str
    label: str
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def comma(language: str) -> str:
    """Return what stands between the parts of a list."""
    return labels.words(language)["comma"]


def known(value: object) -> bool:
    """Say whether a number of a table is told: one that is not is ``<NA>``, NaN or None.

    Examples
    --------
    >>> known(0), known(pd.NA), known(float("nan")), known(None)
    (True, False, False, False)
    """
    return not (value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)))


def event_facts(rows: Sequence[Row], language: str) -> tuple[Fact, ...]:
    """Say what is known of an event, its rows being its places."""
    row = rows[0]
    kind = [labels.type_words(str(row["type"]), language), labels.isolated(str(row["mode"]), language)]
    toll = _toll(row, language)
    return _told(
        _fact("type", [_dots(kind)], language),
        _fact("context", [], language, names=split(str(row["context"]))),
        _when(row, language),
        *(_where("where", "place", "", one, language) for one in rows if one["place_id"]),
        _fact("actors", [], language, names=split(str(row["actors"]))),
        _fact("recipients", [], language, names=split(str(row["recipients"]))),
        _fact("fatalities", [toll], language),
        *_said(row, language),
        _fact("acled", [str(row["acled_event_type"])], language),
        _score(row, language),
    )


def flow_facts(row: Row, language: str) -> tuple[Fact, ...]:
    """Say what is known of a flow."""
    spoken = labels.spoken(language)
    palette = style.load_palette()
    cargo = [palette.cargoes[name][spoken] for name in split(str(row["cargo"])) if name in palette.cargoes]
    means = "" if row["mode"] == "unknown" else palette.transport[row["mode"]][spoken]
    ends = [
        _where(end, end, f"{end}_", row, language)
        if row[f"{end}_id"]
        else _fact(end, [labels.words(language)["unknown_place"]], language)
        for end in ("origin", "destination")
    ]
    return _told(
        *ends,
        _when(row, language),
        _fact("what", [comma(language).join(cargo)], language),
        _fact("count", [labels.amount(row, language)], language),
        _fact("carrier", [], language, names=split(str(row["carrier"]))),
        _fact("transport", [means], language),
        *_said(row, language),
        _score(row, language),
    )


def place_facts(row: Row, language: str) -> tuple[Fact, ...]:
    """Say what the gazetteer knows of a place, and how often it is named."""
    source = [labels.isolated(str(row[name]), language) for name in ("source", "licence")]
    named = term(
        "phrases",
        "named_in",
        language,
        mentions=labels.counted("mentions", int(row["n_mentions"]), language),
        documents=labels.counted("documents", int(row["n_documents"]), language),
    )
    kind = [labels.kind_words(str(row["kind"]), language), _precision(row, "", language)]
    confirmed = term("phrases", "confirmed" if row["confirmed"] else "unconfirmed", language)
    return _told(
        _fact("names", [], language, names=[str(row["name"]), str(row["name_ar"])]),
        _fact("kind", [_dots(kind)], language),
        _fact("country", [labels.country_name(str(row["country"]), language)], language),
        _fact("admin1", [labels.isolated(str(row["admin1"]), language)], language),
        _fact("position", [], language, codes=_position(row, "")),
        _fact("radius", [_radius(row, "", language)], language),
        _fact("source", [_dots(source)], language, codes=[str(row["source_id"])]),
        _fact("confirmed", [confirmed], language),
        _fact("mentions", [named], language),
    )


def clause_words(clause: str, language: str) -> str:
    """Write a clause of disagreement in the reader's language: its field's name and the words between its values.

    Examples
    --------
    >>> clause_words("count: 12 flights (A) against 14 flights (B)", "ar")
    'العدد: 12 flights (A) مقابل 14 flights (B)'
    >>> clause_words("anything else", "ar")
    'anything else'
    """
    if labels.spoken(language) == "en":
        return clause
    denial = _DENIAL.fullmatch(clause)
    if denial:
        said = {name: labels.isolated(words, language) for name, words in denial.groupdict().items()}
        return term("clauses", "denial", language, **said)
    name, colon, rest = clause.partition(": ")
    if not colon or name not in terms("clauses", language):
        return clause
    between = f" {term('clauses', 'against', language)} "
    values = [labels.isolated(value, language) if _mixed(value) else value for value in rest.split(" against ")]
    return f"{term('clauses', name, language)}: {between.join(values)}"


def _mixed(value: str) -> bool:
    """Say whether a value has both scripts: one of a single script needs no isolation of its own."""
    return bool(re.search("[\u0590-\u08ff]", value)) and bool(re.search("[A-Za-z]", value))


def _told(*facts: Fact) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.lines or fact.names or fact.codes)


def _fact(
    key: str, lines: Iterable[str], language: str, *, names: Iterable[str] = (), codes: Iterable[str] = ()
) -> Fact:
    return Fact(
        key=key,
        label=term("facts", key, language),
        lines=tuple(line for line in lines if line),
        names=tuple(name for name in names if name),
        codes=tuple(code for code in codes if code),
    )


def _dots(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _toll(row: Row, language: str) -> str:
    if not known(row["fatalities_best"]):
        return ""
    best = labels.counted("fatalities", int(row["fatalities_best"]), language)
    if row["fatalities_low"] == row["fatalities_high"]:
        return best
    return _dots([best, term("phrases", "between", language, low=row["fatalities_low"], high=row["fatalities_high"])])


def _when(row: Row, language: str) -> Fact:
    parts = [labels.date_words(str(row["date_from"]), str(row["date_to"]), language)]
    if known(row["date_prec"]):
        code = int(row["date_prec"])
        words = term("date_precision", str(code), language)
        parts.append(term("phrases", "precision", language, words=words, code=code))
    written = str(row["date_text"])
    quoted = term("phrases", "as_written", language, text=labels.isolated(written, language)) if written else ""
    return _fact("when", [_dots(parts), quoted], language)


def _where(key: str, name: str, prefix: str, row: Row, language: str) -> Fact:
    title = labels.place_title({"name": row[name], "name_ar": row[f"{name}_ar"]}, language)
    country = labels.country_name(str(row[f"{prefix}country"]), language)
    kind = labels.kind_words(str(row[f"{prefix}kind"]), language)
    what = _dots([kind, country if country not in title else ""])
    known = _dots([_precision(row, prefix, language), _radius(row, prefix, language)])
    return _fact(key, [title, what, known], language, codes=_position(row, prefix))


def _precision(row: Row, prefix: str, language: str) -> str:
    code = row[f"{prefix}where_prec"]
    if not known(code):
        return ""
    words = labels.precision_words(int(code), language)
    return term("phrases", "precision", language, words=words, code=int(code))


def _radius(row: Row, prefix: str, language: str) -> str:
    radius = row[f"{prefix}radius_km"]
    return term("phrases", "radius", language, n=f"{float(radius):g}") if known(radius) and radius else ""


def _position(row: Row, prefix: str) -> list[str]:
    """Write a position in decimal degrees and in MGRS, no finer than it is known (nothing of that at the poles)."""
    lon, lat, radius = (row[f"{prefix}{name}"] for name in ("lon", "lat", "radius_km"))
    if not (known(lon) and known(lat)):
        return []
    written = [format_decimal(float(lon), float(lat))]
    with suppress(CoordinateError):
        written.append(mgrs_for(float(lon), float(lat), float(radius) if known(radius) else 0.0))
    return written


def _said(row: Row, language: str) -> list[Fact]:
    """Say who stands behind it: claimants apart from documents, for one side's echo is no corroboration."""
    through = ""
    if row["chain"]:
        through = f"{labels.words(language)['through']} {labels.isolated(str(row['chain']), language)}"
    claimed = " ".join(part for part in (labels.isolated(str(row["claimed_by"]), language), through) if part)
    count = labels.counted("claimants", int(row["n_claimants"]), language)
    documents = labels.counted("documents", int(row["n_documents"]), language)
    return [
        _fact("status", [labels.status_words(str(row["status"]), language)], language),
        _fact("claimed_by", [claimed], language),
        _fact("denied_by", [], language, names=split(str(row["denied_by"]))),
        _fact("claimants", [count], language, names=split(str(row["claimants"]))),
        _fact("documents", [documents], language, names=split(str(row["publishers"]))),
        _fact("sides", [], language, names=split(str(row["sides"]))),
    ]


def _score(row: Row, language: str) -> Fact:
    score = row.get("score")
    return _fact("score", [f"{float(score):.2f}"] if score is not None and known(score) else [], language)
