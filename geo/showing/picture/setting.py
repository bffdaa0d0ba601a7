"""What a picture is told beside its layers: the box that the map shows, what is selected, the mark, the account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geo.showing.layers import FlowMeasure, Layers
from geo.showing.picture.view import Bounds
from geo.workspace.criteria import Filter, to_mapping

__all__ = ["Account", "Mark", "Setting", "account_of", "filter_words"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A handling mark as it is written, never translated, and its colours: a key of none is no mark."""

    text: str
    colour: str
    ground: str = "#000000"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What a picture says of what it shows.

    ``told`` and ``published`` are first and last day (ISO 8601; "" where none is known), ``sources`` the publishers and
    how many documents of each, ``updated`` when the workspace was last changed, ``hash`` which state of it this is.
    """

    told: tuple[str, str] = ("", "")
    published: tuple[str, str] = ("", "")
    documents: int = 0
    sources: Mapping[str, int] = field(default_factory=dict)
    updated: str = ""
    hash: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """How a picture is to be drawn.

    Attributes
    ----------
    box
        What the map shows: west, south, east, north. The picture shows all of it and, to fill the slide, a little more
        on two sides; None: whatever carries records.
    mark
        The handling mark, at top and bottom; None: none.
    criteria
        The filter that the layers were put through, for the line below the map.
    account
        What the picture says of what it shows; that of the layers' tables where it is None.
    overlays
        Layers of the user's own, as `geo.showing.overlays.to_spec` gives them.
    selected
        Layer and id of what is selected, as the map knows it; None: nothing.
    chosen_box
        A box that was chosen on the map; None: none.
    flow_measure
        What a flow's width tells.
    left_out
        How many flows are too small for the view, and so in no bundle.
    """

    box: Bounds | None = None
    mark: Mark | None = None
    criteria: Filter = field(default_factory=Filter)
    account: Account | None = None
    overlays: Sequence[Mapping[str, Any]] = ()
    selected: tuple[str, str] | None = None
    chosen_box: Bounds | None = None
    flow_measure: FlowMeasure = "claimants"
    left_out: int = 0


def account_of(layers: Layers) -> Account:
    """Say of layers that hold all that is shown when it happened, when it was published, and by whom.

    Examples
    --------
    >>> from geo.showing.layers import build_layers
    >>> from geo.workspace.tables import empty_tables
    >>> account_of(build_layers(empty_tables())).documents
    0
    """
    tables = layers.tables
    columns = [table[name] for table in (tables.events, tables.flows) for name in ("date_from", "date_to")]
    told = [day for column in columns for day in column if day]
    published = [day for day in tables.documents["published"] if day]
    sources = tables.documents["publisher"].value_counts()
    return Account(
        told=(min(told, default=""), max(told, default="")),
        published=(min(published, default=""), max(published, default="")),
        documents=len(tables.documents),
        sources={str(name): int(n) for name, n in sources.items()},
        updated=tables.metadata.get("updated", ""),
        hash=tables.metadata.get("hash", ""),
    )


def filter_words(criteria: Filter) -> str:
    """Write a filter as the command line does, "" for one that lets everything pass.

    Examples
    --------
    >>> filter_words(Filter(types=("ASSAULT",), countries=("LY", "SY")))
    'type=ASSAULT; country=LY,SY'
    """
    return "; ".join(f"{key}={','.join(values)}" for key, values in to_mapping(criteria).items())
