"""Corrections in words: what an entry says, what changes, what something was before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from geo.model import Decision, Event, Flow, Mention, Place
from geo.showing import labels
from geo.showing.particulars import known
from geo.showing.terms import term
from geo.ui.strings import Translator
from geo.workspace.account import Telling
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.preview import MentionChange, TellingChange
from geo.workspace.corrections.replay import values_of
from geo.workspace.tables import split

__all__ = [
    "corrected_html",
    "decision_words",
    "entry_words",
    "mention_words",
    "place_line",
    "place_words",
    "row_values",
    "shorten",
    "telling_change",
    "telling_words",
    "value_words",
    "when_words",
]

_LONGEST = 90
_ELLIPSIS = "\u2026"


def shorten(text: str, most: int = _LONGEST) -> str:
    """Return a text in one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + _ELLIPSIS


def place_words(place: Place | None, say: Translator) -> str:
    """Name a place, or say that none is told."""
    if place is None:
        return say("unresolved")
    return labels.isolated(labels.place_name(place.name, place.name_ar, say.language), say.language)


def place_line(place: Place, say: Translator) -> str:
    """Say what and where a place is: "city, Libya, Tripoli"."""
    area = place.admin1 if place.admin1 not in (place.name, place.name_ar) else ""
    parts = (labels.kind_words(place.kind, say.language), labels.country_name(place.country, say.language), area)
    return labels.words(say.language)["comma"].join(
        labels.isolated(part, say.language) for part in dict.fromkeys(parts) if part
    )


def decision_words(decision: Decision, say: Translator) -> str:
    """Say what was decided of a name."""
    if not decision.is_place:
        return say("meaning_none")
    if decision.place is None:
        return say("meaning_open")
    name = place_words(decision.place, say)
    country = labels.country_name(decision.place.country, say.language)
    words = f"{name} ({country})" if country and country not in name else name
    return words if decision.role == "literal" else f"{words} · {say(f'role_{decision.role}')}"


def mention_words(change: MentionChange, say: Translator) -> str:
    """Say what a name was and will be: "طرابلس: Tripoli (Lebanon) → Tripoli (Libya)"."""
    some = change.after or change.before
    arrow = labels.words(say.language)["arrow"]
    return f"{labels.isolated(some.text, say.language) if some else ''}: " + f" {arrow} ".join(
        _meaning(one, say) for one in (change.before, change.after)
    )


def _meaning(mention: Mention | None, say: Translator) -> str:
    if mention is None:
        return say("meaning_none")
    return decision_words(Decision(place=mention.place, role=mention.role), say)


def telling_words(telling: Telling, say: Translator) -> str:
    """Name an event or flow as one document tells it: its title and its day."""
    day = labels.date_words(_day(telling.date.date_from), _day(telling.date.date_to), say.language)
    if isinstance(telling, Flow):
        row: dict[str, Any] = {}
        for end, place in (("origin", telling.origin), ("destination", telling.destination)):
            row |= {end: place.name if place else "", f"{end}_ar": place.name_ar if place else ""}
        return f"{labels.flow_title(row, say.language)} · {day}"
    places = labels.words(say.language)["comma"].join(place_words(place, say) for place in telling.places)
    where = places or labels.words(say.language)["unknown_place"]
    return f"{labels.type_words(telling.type, say.language)} · {where} · {day}"


def _day(day: object) -> str:
    return str(day) if day else ""


def telling_change(change: TellingChange, say: Translator) -> str:
    """Say how a telling changes: that it goes, that it comes, or field by field."""
    if change.before is None or change.after is None:
        some = change.after or change.before
        sign = say("change_comes") if change.before is None else say("change_goes")
        return f"{sign}: {telling_words(some, say) if some else ''}"
    before, after = values_of(change.before), values_of(change.after)
    arrow = labels.words(say.language)["arrow"]
    fields = [
        f"{field_name(name, say)} {_told(change.before, name, before, say)} {arrow} "
        f"{_told(change.after, name, after, say)}"
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    ]
    return f"{telling_words(change.before, say)}: {'; '.join(sorted(fields))}"


def _told(telling: Telling, name: str, values: Mapping[str, Any], say: Translator) -> str:
    """Write a field of a telling; places by their name in the reader's language."""
    places = getattr(telling, name) if name in ("places", "origin", "destination") else None
    if isinstance(places, Place):
        return place_words(places, say)
    if isinstance(places, tuple) and places:
        return labels.words(say.language)["comma"].join(place_words(place, say) for place in places)
    return value_words(name, values.get(name), say)


_FIELD_TERMS = {"date_from": "date", "date_to": "date", "unit": "count"}


def field_name(name: str, say: Translator) -> str:
    """Name a field of a record."""
    return term("fields", _FIELD_TERMS.get(name, name), say.language)


def value_words(name: str, value: Any, say: Translator) -> str:
    """Write a value of a field, as `values_of` has it, in the reader's words."""
    if value in (None, "", [], ()):
        return "–"
    if name == "type":
        return labels.type_words(str(value), say.language)
    if name == "status":
        return labels.status_words(str(value), say.language)
    if isinstance(value, Mapping):
        return labels.isolated(str(value.get("name", "")), say.language) or "–"
    if isinstance(value, list | tuple):
        return labels.words(say.language)["comma"].join(value_words("", one, say) for one in value)
    return labels.isolated(shorten(str(value)), say.language)


def entry_words(entry: Entry, say: Translator) -> str:
    """Say what an entry of the log says: who, what, of what."""
    return f"{labels.isolated(entry.author, say.language)} ({when_words(entry.time)}): {_said(entry, say)}"


def when_words(time: str) -> str:
    """Write a time to the minute, in UTC."""
    return f"\u2066{time[:10]} {time[11:16]} UTC\u2069"


def _said(entry: Entry, say: Translator) -> str:
    what = say(f"action_{entry.action}")
    subject = next((target.text for target in entry.mentions), "") or next(
        (target.quote for target in entry.tellings), ""
    )
    parts = [what, f"«{shorten(subject, 60)}»" if subject else ""]
    if entry.decision is not None:
        parts.append(decision_words(entry.decision, say))
    if entry.fields:
        told: Event | Flow | None = entry.event or entry.flow
        values = values_of(told) if told is not None else {}
        wanted = [*entry.fields, *(("date_from", "date_to") if "date" in entry.fields else ())]
        parts += [f"{field_name(n, say)}: {value_words(n, values[n], say)}" for n in wanted if n in values]
    if entry.place is not None:
        parts.append(place_words(entry.place.place, say))
    return " · ".join(part for part in parts if part)


def row_values(rows: Sequence[Mapping[Any, Any]]) -> dict[str, Any]:
    """Return the fields of an event (its rows, one a place) or of a flow as `values_of` has those of a telling."""
    row = rows[0]
    values: dict[str, Any] = {name: str(row[name]) for name in ("mode", "date_from", "date_to", "status", "claimed_by")}
    values["denied_by"] = list(split(str(row["denied_by"])))
    if "event_id" in row:
        toll = [row[f"fatalities_{name}"] for name in ("low", "best", "high")]
        return values | {
            "type": str(row["type"]),
            "places": [one["place_id"] for one in rows if one["place_id"]],
            "actors": list(split(str(row["actors"]))),
            "recipients": list(split(str(row["recipients"]))),
            "fatalities": [int(number) for number in toll] if all(known(number) for number in toll) else None,
        }
    return values | {
        "origin": str(row["origin_id"]),
        "destination": str(row["destination_id"]),
        "cargo": list(split(str(row["cargo"]))),
        "carrier": str(row["carrier"]),
        "count": int(row["count"]) if known(row["count"]) else None,
        "unit": str(row["unit"]),
    }


def corrected_html(
    corrected_by: str, automatic: str, say: Translator, *, now: str | Mapping[str, Any] | None = None
) -> str:
    """Return a line that says who corrected something and what was read before, "" where nobody did.

    ``now`` is the name of a mention's place, or what `row_values` gives of a record: where that is as it was read,
    somebody found it right.
    """
    names = split(corrected_by)
    if not names:
        return ""
    comma = labels.words(say.language)["comma"]
    who = comma.join(labels.isolated(name, say.language) for name in names)
    was = _automatic_words(automatic, say)
    if _as_read(automatic, now, was, say):
        words = say("confirmed_by", name=who)
    else:
        words = say("corrected_was", name=who, was=was) if was else say("corrected_by", name=who)
    return f'<p class="kh-corrected" dir="{labels.direction(say.language)}">✓ {escape(words)}</p>'


def _as_read(automatic: str, now: str | Mapping[str, Any] | None, was: str, say: Translator) -> bool:
    if now is None or isinstance(now, str):
        return now is not None and was == (labels.isolated(now, say.language) or say("unresolved"))
    try:
        values = json.loads(automatic) if automatic else {}
    except ValueError:
        return False
    read = {name: _identity(value) for name, value in values.items()}
    ends = {end: read.get(end) or "" for end in ("origin", "destination") if end in read}  # one that is not told
    return bool(values) and read | ends == dict(now)


def _identity(value: Any) -> Any:
    """Reduce places to their ids."""
    if isinstance(value, Mapping):
        return value.get("id", "")
    if isinstance(value, list):
        return [_identity(one) for one in value]
    return value


def _automatic_words(automatic: str, say: Translator) -> str:
    """Say what was read automatically, from the JSON of the column; "" where nothing was."""
    try:
        values = json.loads(automatic) if automatic else {}
    except ValueError:
        values = {}
    if not isinstance(values, dict):
        return ""
    if "place_id" in values:
        return labels.isolated(str(values.get("name") or ""), say.language) or say("unresolved")
    return " · ".join(_automatic_parts(values, say))


def _automatic_parts(values: Mapping[str, Any], say: Translator) -> Iterable[str]:
    if values.get("type"):
        yield value_words("type", values["type"], say)
    if "origin" in values or "destination" in values:
        arrow = labels.words(say.language)["arrow"]
        yield f" {arrow} ".join(value_words("origin", values.get(end), say) for end in ("origin", "destination"))
    if values.get("places"):
        yield value_words("places", values["places"], say)
    if values.get("date_from") or values.get("date_to"):
        yield labels.date_words(str(values.get("date_from") or ""), str(values.get("date_to") or ""), say.language)
    if values.get("status"):
        yield value_words("status", values["status"], say)
