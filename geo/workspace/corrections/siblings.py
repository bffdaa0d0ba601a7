"""Mentions of the same name, which a correction may take along: in a document, in a publisher's, everywhere."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from geo.model import Role
from geo.workspace.corrections.compose import Span
from geo.workspace.geopackage import read_some

__all__ = ["SCOPES", "Names", "Scope", "Siblings", "read_names", "siblings"]

Scope = Literal["here", "document", "publisher", "everywhere"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
MOST_SIBLINGS = 5_000  # mentions that one correction reaches; an entry of the log is a line that must stay readable


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Every mention of a workspace, by column, and the publisher of every document: what `siblings` looks through."""

    docs: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    roles: tuple[str, ...]
    places: tuple[str, ...]
    decided: tuple[bool, ...]
    publishers: Mapping[str, str]
    by_name: Mapping[str, tuple[int, ...]]


def read_names(path: Path, alike: Callable[[str], str]) -> Names:
    """Read all mentions; ``alike`` gives the same text for names that are spelled alike (how, is the reading's)."""
    wanted = ("doc", "start", "end", "text", "role", "place_id", "corrected_by")
    _, tables = read_some(path, {"mentions": wanted, "documents": ("id", "publisher")})
    mentions, documents = tables["mentions"], tables["documents"]
    keys = {text: alike(text) for text in set(mentions["text"])}
    by_name: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(mentions["text"]):
        by_name[keys[text]].append(at)
    return Names(
        docs=tuple(mentions["doc"]),
        starts=tuple(mentions["start"]),
        ends=tuple(mentions["end"]),
        roles=tuple(mentions["role"]),
        places=tuple(mentions["place_id"]),
        decided=tuple(bool(by) for by in mentions["corrected_by"]),
        publishers=dict(zip(documents["id"], documents["publisher"], strict=True)),
        by_name={key: tuple(rows) for key, rows in by_name.items()},
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Siblings:
    """Mentions of the same name by scope, itself first; ``decided`` and ``more`` count what is left out of each.

    ``decided`` were corrected or confirmed already; ``more`` are beyond what one correction reaches. ``others`` counts
    those that stand for another place at present, ``alike`` are those that stand for the same.
    """

    spans: Mapping[Scope, tuple[Span, ...]]
    alike: Mapping[Scope, tuple[Span, ...]]
    decided: Mapping[Scope, int]
    more: Mapping[Scope, int]
    others: Mapping[Scope, int]


def siblings(names: Names, span: Span, name: str, role: Role, *, decided: bool = False) -> Siblings:
    """Find what else has the same name in the same role: in this document, in this publisher's, everywhere.

    Parameters
    ----------
    name
        The mention's text as ``alike`` of `read_names` has it.
    decided
        Also those that somebody has corrected or confirmed.
    """
    rows = names.by_name.get(name, ())
    spans = {row: Span(names.docs[row], names.starts[row], names.ends[row]) for row in rows}
    itself = next((row for row in rows if spans[row] == span), None)
    place = names.places[itself] if itself is not None else ""
    publisher = names.publishers.get(span.doc, "")
    kept: dict[Scope, list[int]] = {scope: [] for scope in SCOPES}
    passed: dict[Scope, int] = dict.fromkeys(SCOPES, 0)
    for row in rows:
        if row == itself or names.roles[row] != role:
            continue
        same_doc = names.docs[row] == span.doc
        same_publisher = same_doc or (publisher != "" and names.publishers.get(names.docs[row]) == publisher)
        within_scope: dict[Scope, bool] = {"document": same_doc, "publisher": same_publisher, "everywhere": True}
        for scope in (scope for scope, inside in within_scope.items() if inside):
            if names.decided[row] and not decided:
                passed[scope] += 1
            else:
                kept[scope].append(row)
    most = MOST_SIBLINGS - 1
    return Siblings(
        spans={scope: (span, *(spans[row] for row in kept[scope][:most])) for scope in SCOPES},
        alike={
            scope: (span, *(spans[row] for row in kept[scope][:most] if names.places[row] == place)) for scope in SCOPES
        },
        decided=passed,
        more={scope: max(0, len(kept[scope]) - most) for scope in SCOPES},
        others={scope: sum(names.places[row] != place for row in kept[scope][:most]) for scope in SCOPES},
    )
