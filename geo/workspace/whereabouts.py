"""Which records a place has, and which event a row belongs to: ids only, looked up by the indices of the file.

The rows themselves come from `geo.workspace.excerpt`.
"""

from dataclasses import dataclass
from pathlib import Path

from geo.workspace.geopackage import reading
from geo.workspace.tables import clean_text

__all__ = ["Here", "event_of", "records_at"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Here:
    """Ids of the events and flows at a place, the earliest first, those without a date last."""

    events: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()


def records_at(path: Path, place_id: str, *, kind: str = "", most: int = 60) -> Here:
    """Return what is said to have happened at a place, to have left it or come there.

    Parameters
    ----------
    path
        A workspace.
    place_id
        As the table of places has it; one that is not there has no records.
    kind
        Only events of this type, and no flows.
    most
        So many events and so many flows at most.

    Raises
    ------
    WorkspaceError
        For a file that is not there, or is no workspace.
    """
    order = "ORDER BY CASE WHEN date_from = '' THEN date_to ELSE date_from END = '', date_from, date_to"
    typed = "AND type = ?" if kind else ""
    place = clean_text(place_id)
    if not place:  # what has no place is nowhere, not together
        return Here()
    with reading(path) as (connection, _):
        events = connection.execute(
            f"SELECT event_id FROM events WHERE place_id = ? {typed} {order}, event_id LIMIT ?",  # noqa: S608 - fixed words
            [place, *([kind] if kind else []), most],
        ).fetchall()
        flows = connection.execute(
            f"SELECT id FROM flows WHERE origin_id = ? OR destination_id = ? {order}, id LIMIT ?",  # noqa: S608
            [place, place, 0 if kind else most],
        ).fetchall()
    return Here(events=tuple(dict.fromkeys(str(one) for (one,) in events)), flows=tuple(str(one) for (one,) in flows))


def event_of(path: Path, key: str) -> str:
    """Return the event that a row belongs to (``e-1f0c.2`` is the second place of ``e-1f0c``); "" for none.

    Raises
    ------
    WorkspaceError
        As `records_at`.
    """
    with reading(path) as (connection, _):
        found = connection.execute(
            "SELECT event_id FROM events WHERE event_id = :key OR id = :key LIMIT 1", {"key": clean_text(key)}
        ).fetchone()
    return str(found[0]) if found else ""
