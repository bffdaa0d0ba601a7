"""The log as rows: what each entry speaks of, from what to what, and whether it counts."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from geo.model import Decision, Place
from geo.workspace.corrections.entries import Entry
from geo.workspace.corrections.log import Log, to_line
from geo.workspace.corrections.replay import Orphan, values_of
from geo.workspace.tables import join

__all__ = ["list_entries", "state_of"]

MOST_NAMED = 5
_ELLIPSIS = "\u2026"


def list_entries(log: Log, orphans: Iterable[Orphan] = ()) -> list[dict[str, object]]:
    """Return the rows of the table ``corrections``, in the order of the log."""
    lost = {orphan.entry: orphan for orphan in orphans}
    return [
        {
            "id": entry.id,
            "state": state_of(entry, log, lost),
            "action": entry.action,
            "author": entry.author,
            "changed": entry.time,
            "reason": entry.reason,
            "docs": join(sorted(entry.docs)[:MOST_NAMED]),
            "subject": _subject(entry, log),
            "before": _written(_before(entry)),
            "after": _written(_after(entry)),
            "undoes": entry.undoes,
            "why": lost[entry.id].why if entry.id in lost else "",
            "imported_by": entry.imported_by,
            "entry": to_line(entry).decode("utf-8", "surrogatepass").rstrip("\n"),
        }
        for entry in log.entries
    ]


def state_of(entry: Entry, log: Log, orphans: Mapping[str, Orphan]) -> str:
    """Say whether an entry counts: an orphan is one of whose targets at least one is gone."""
    if entry.id in log.cancelled:
        return "undone"
    if entry.action == "undo":
        return "undo"
    return "orphan" if entry.id in orphans else "in force"


def _subject(entry: Entry, log: Log) -> str:
    """Name what an entry speaks of: the words of a mention, the sentence of an event."""
    if entry.action == "undo":
        undone = log.meant_by(entry)
        return _subject(undone, log) if undone is not None else ""
    if entry.place is not None:
        return entry.place.place.name
    added = entry.event or entry.flow
    names = [target.text for target in entry.mentions] or [target.quote for target in entry.tellings]
    if not names and added is not None:
        names = [added.evidence.quote]
    named = list(dict.fromkeys(names))
    more = _ELLIPSIS if len(named) > MOST_NAMED else ""
    return join(named[:MOST_NAMED]) + more


def _before(entry: Entry) -> dict[str, Any] | None:
    if entry.mentions:
        was = entry.mentions[0]
        return {"place": _place(was.was), "role": was.was_role}
    told = entry.event_before or entry.flow_before
    return values_of(told) if told is not None else None


def _after(entry: Entry) -> dict[str, Any] | None:
    if entry.decision is not None:
        return _decision(entry.decision)
    if entry.place is not None:
        return {"place": _place(entry.place.place), "names": list(entry.place.names)}
    told = entry.event or entry.flow
    if told is None:
        return None
    values = values_of(told)
    if entry.action == "add":
        return values
    wanted = {"date_from", "date_to"} if "date" in entry.fields else set()
    return {name: value for name, value in values.items() if name in wanted | set(entry.fields)}


def _decision(decision: Decision) -> dict[str, Any]:
    return {"is_place": decision.is_place, "place": _place(decision.place), "role": decision.role}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
    }


def _written(values: dict[str, Any] | None) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values is not None else ""
