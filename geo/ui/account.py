"""What a picture of a large workspace says of what passes a filter, worked out from columns: no row is read."""

from datetime import date
from typing import Any

import numpy as np

from geo.showing.explore import Exploration
from geo.showing.picture.setting import Account
from geo.workspace.geopackage import reading
from geo.workspace.summarise import documents_of

__all__ = ["account_of"]


def account_of(exploration: Exploration) -> Account:
    """Say when what passes happened, when it was published and by whom; how many documents it rests on."""
    facts, chosen = exploration.snapshot.facts, exploration.chosen
    rows = ((facts.events, chosen.events), (facts.flows, chosen.flows))
    told = np.concatenate([table.days[name][mask] for table, mask in rows for name in ("date_from", "date_to")])
    documents = documents_of(facts, chosen, chosen.events)
    publisher = facts.documents.texts["publisher"]
    counts = np.bincount(publisher.codes[documents], minlength=len(publisher.values))
    return Account(
        told=_span(told),
        published=_span(facts.documents.days["published"][documents]),
        documents=exploration.counts.documents,
        sources={publisher.values[code]: int(counts[code]) for code in np.flatnonzero(counts)},
        updated=_updated(exploration),
        hash=exploration.snapshot.hash,
    )


def _span(days: Any) -> tuple[str, str]:
    known = days[days > 0]
    if not len(known):
        return "", ""
    return date.fromordinal(int(known.min())).isoformat(), date.fromordinal(int(known.max())).isoformat()


def _updated(exploration: Exploration) -> str:
    """Return when the workspace was last changed, where it is still the same."""
    with reading(exploration.snapshot.path) as (_, metadata):
        same = metadata.get("hash", "") == exploration.snapshot.hash
        return str(metadata.get("updated", "")) if same else ""
