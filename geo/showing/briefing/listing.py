"""What a page lists beside its map: events by number, flows by letter, as plain data."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from geo.showing import labels
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import Layers
from geo.showing.particulars import known
from geo.workspace.tables import split

__all__ = ["Item", "Listing", "list_records"]

Row = Mapping[Any, Any]

_FLOW_SHARE = 0.4  # of the list is kept for flows, where there are so many
_MOST_NAMES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A line of the list: the mark that leads to it from the map, and what is known, in words.

    ``sentence`` is the one that tells it, as it was written, and ``source`` says where and when that stood.
    """

    number: str
    when: str
    where: str
    what: str
    status: str
    precision: str
    said: str
    sentence: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """The lines, and which mark belongs to which row: ``numbers`` by row of events, ``letters`` by flow."""

    items: tuple[Item, ...] = ()
    numbers: Mapping[str, int]
    letters: Mapping[str, str]
    total: int = 0


def list_records(layers: Layers, language: str, most: int) -> Listing:
    """Choose at most so many events and flows, those on the map and the most claimed first; list them by date.

    Examples
    --------
    >>> from geo.showing.layers import build_layers
    >>> from geo.workspace.tables import empty_tables
    >>> list_records(build_layers(empty_tables()), "en", 10).items
    ()
    """
    events = _events(layers)
    flows = pd.DataFrame(layers.flows.drop(columns="geometry")).assign(
        placed=layers.flows.geometry.notna(), told=_told(layers.flows)
    )
    letters = briefing_words("letters", language)
    for_flows = min(len(flows), len(letters), max(int(most * _FLOW_SHARE), most - len(events)))
    chosen_flows = _strongest(flows, for_flows)
    chosen = _strongest(events, most - len(chosen_flows))
    rows = layers.events.to_dict("records")
    by_event: dict[str, list[Row]] = {}
    for row in rows:
        by_event.setdefault(str(row["event_id"]), []).append(row)
    order = {str(name): n for n, name in enumerate(chosen["event_id"], start=1)}
    marks = dict(zip(chosen_flows["id"], letters, strict=False))
    told_in = _Sources(layers, {*chosen["doc"], *chosen_flows["doc"]}, language)
    items = [told_in.named(_event(by_event[name], str(n), language), by_event[name][0]) for name, n in order.items()]
    items += [told_in.named(_flow(row, marks[row["id"]], language), row) for row in chosen_flows.to_dict("records")]
    return Listing(
        items=tuple(items),
        numbers={str(row["id"]): order[str(row["event_id"])] for row in rows if str(row["event_id"]) in order},
        letters={str(name): letter for name, letter in marks.items()},
        total=len(events) + len(flows),
    )


class _Sources:
    """Who published the documents of some records, and when."""

    def __init__(self, layers: Layers, docs: Collection[str], language: str) -> None:
        documents = layers.tables.documents
        rows = documents.loc[documents["id"].isin(docs), ["id", "publisher", "published"]].to_dict("records")
        self._words = {
            str(row["id"]): labels.source_words(str(row["publisher"]), str(row["published"]), language) for row in rows
        }

    def named(self, item: Item, row: Row) -> Item:
        """Return a line with the sentence of its row and where that stood."""
        return replace(item, sentence=str(row["quote"]), source=self._words.get(str(row["doc"]), ""))


def _events(layers: Layers) -> pd.DataFrame:
    """Return one row an event, saying whether it is on the map at all."""
    table = pd.DataFrame(layers.events.drop(columns="geometry"))
    table = table.assign(placed=table["drawn"] != "none", told=_told(table))
    ordered = table.sort_values(["placed", "told", "id"], ascending=[False, False, True])
    return ordered.drop_duplicates("event_id")


def _told(table: pd.DataFrame) -> "pd.Series[int]":
    """Weigh a row: by independent claimants, then by documents."""
    return table["n_claimants"].astype(int) * 1000 + table["n_documents"].astype(int)


def _strongest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    table = table.assign(undated=table["date_from"] == "")
    counted = table["count"].notna() if "count" in table else False
    table = table.assign(counted=counted)
    by = ["placed", "told", "counted", "undated", "date_from", "id"]
    kept = table.sort_values(by, ascending=[False, False, False, True, False, True]).head(max(0, most))
    return kept.sort_values(["undated", "date_from", "date_to", "id"])


def _event(rows: Sequence[Row], mark: str, language: str) -> Item:
    first = rows[0]
    comma = labels.words(language)["comma"]
    names = dict.fromkeys(_place(row, "place", language) for row in rows)
    places = [name for name in names if name] or [labels.words(language)["unknown_place"]]
    precise = min((int(row["where_prec"]) for row in rows if known(row["where_prec"])), default=0)
    what = [labels.type_words(str(first["type"]), language), _named(split(str(first["actors"])), language)]
    if known(first["fatalities_best"]):
        what.append(labels.counted("fatalities", int(first["fatalities_best"]), language))
    return Item(
        number=mark,
        when=labels.date_words(str(first["date_from"]), str(first["date_to"]), language),
        where=comma.join(places[:_MOST_NAMES]) + ("\u2026" if len(places) > _MOST_NAMES else ""),
        what=" · ".join(part for part in what if part),
        status=labels.status_words(str(first["status"]), language),
        precision=labels.precision_words(precise, language) if precise else "\u2013",
        said=_said(first, language),
    )


def _flow(row: Row, mark: str, language: str) -> Item:
    unknown = labels.words(language)["unknown_place"]
    ends = [_place(row, end, language) or unknown for end in ("origin", "destination")]
    codes = [int(row[f"{end}_where_prec"]) for end in ("origin", "destination") if known(row[f"{end}_where_prec"])]
    return Item(
        number=mark,
        when=labels.date_words(str(row["date_from"]), str(row["date_to"]), language),
        where=f" {labels.words(language)['arrow']} ".join(ends),
        what=labels.flow_what(row, language),
        status=labels.status_words(str(row["status"]), language),
        precision=labels.precision_words(max(codes), language) if codes else "\u2013",  # no better than its worse end
        said=_said(row, language),
    )


def _said(row: Row, language: str) -> str:
    """Say who claims it, else who published it; and who denies it."""
    names = split(str(row["claimants"])) or split(str(row["publishers"]))
    own = str(row["claimed_by"])
    said = _named([*([own] if own else []), *names], language)
    if row["denied_by"]:
        denied = f"{labels.words(language)['denied_by']}: {_named(split(str(row['denied_by'])), language)}"
        return f"{said} · {denied}" if said else denied
    return said or labels.words(language)["unknown_publisher"]


def _named(names: Sequence[str], language: str) -> str:
    """List the first of some names, each in a direction of its own, and how many more there are."""
    listed = [labels.isolated(name, language) for name in dict.fromkeys(names)]
    more = f" +{len(listed) - _MOST_NAMES}" if len(listed) > _MOST_NAMES else ""
    return labels.words(language)["comma"].join(listed[:_MOST_NAMES]) + more


def _place(row: Row, column: str, language: str) -> str:
    return labels.isolated(labels.place_name(str(row[column]), str(row[f"{column}_ar"]), language), language)
