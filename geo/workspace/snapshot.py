"""One state of a workspace, held as columns: read once for each version, shared by all who look at it, never changed.

The columns answer which rows pass a filter and how many they are (`choose`, `count`, `summarise`). The rows themselves,
with their sentences, are read from the file when they are to be shown: a connection a call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from geo.errors import WorkspaceError
from geo.workspace.criteria import BBox
from geo.workspace.excerpt import excerpt
from geo.workspace.facts import WANTED, Facts, facts_of
from geo.workspace.filters import Chosen, Filter, Fold, Grades, choose, plain_fold
from geo.workspace.geopackage import read_some
from geo.workspace.summarise import Summary, count, summarise
from geo.workspace.tables import Tables

__all__ = ["Snapshot", "open_snapshot"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """A workspace as it was when it was opened: its file, ``version`` and ``hash``, and its columns."""

    path: Path
    version: str
    hash: str
    facts: Facts

    @property
    def size(self) -> int:
        """Rows of events, flows and mentions."""
        return self.facts.events.size + self.facts.flows.size + self.facts.mentions.size

    def choose(self, criteria: Filter, *, fold: Fold = plain_fold, grades: Grades | None = None) -> Chosen:
        """Say which rows pass: see `geo.workspace.filters.choose`."""
        return choose(self.facts, criteria, fold=fold, grades=grades)

    def summarise(
        self, criteria: Filter, box: BBox, zoom: float, *, fold: Fold = plain_fold, grades: Grades | None = None
    ) -> Summary:
        """Count what passes a filter by cell and by pair of places, for a viewport."""
        chosen = self.choose(criteria, fold=fold, grades=grades)
        return summarise(self.facts, count(self.facts, chosen), box, zoom)

    def rows(self, *, events: Any = (), flows: Any = (), texts: bool = True) -> Tables:
        """Read rows of events and flows (by their place in the columns) with their evidence from the file.

        Raises
        ------
        WorkspaceError
            When the file is another one by now: whoever asks opens it again.
        """
        facts = self.facts
        tables = excerpt(
            self.path,
            event_rows=_fids(facts.events.fid, events),
            flow_rows=_fids(facts.flows.fid, flows),
            texts=texts,
        )
        if tables.metadata.get("hash", "") != self.hash:
            raise WorkspaceError(f"{self.path.name} has changed meanwhile; open it again")
        return tables

    def listed(self, table: str, mask: Any, *, limit: int, offset: int = 0) -> Any:
        """Return which rows of ``events`` or ``flows`` a list shows: the earliest first, those without a date last."""
        order = self.facts.events_in_order if table == "events" else self.facts.flows_in_order
        found = order[mask[order]]
        return found[offset : offset + limit]


def _fids(fids: Any, rows: Any) -> Sequence[int]:
    found: list[int] = fids[np.asarray(rows, dtype=np.int64)].tolist()
    return found


def open_snapshot(path: Path) -> Snapshot:
    """Read the columns of a workspace, all from one state of the file.

    Raises
    ------
    WorkspaceError
        For a file that is not there, or is no workspace.
    """
    wanted = {name: [column for part in parts for column in part] for name, parts in WANTED.items()}
    metadata, columns = read_some(path, wanted)
    state = (metadata.get("version", ""), metadata.get("hash", ""))

    def late(column: str) -> Sequence[str]:
        now, tables = read_some(path, {"evidence": [column]})
        if (now.get("version", ""), now.get("hash", "")) != state:
            raise WorkspaceError(f"{path.name} has changed meanwhile; open it again")
        return tables["evidence"][column]

    return Snapshot(path=path, version=state[0], hash=state[1], facts=facts_of(columns, late=late))
