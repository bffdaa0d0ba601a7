"""Tables through a filter: the same one for map, table, export and command line.

What each criterion asks of a row. All that are set must hold; within one, any of its values will do.

============== ================================== ========================== ==========================
criterion      events                             flows                      mentions
============== ================================== ========================== ==========================
date_from/_to  the interval overlaps              the same                   the document's publication
types          PLOVER type                        left alone                 left alone
actors         an actor or a recipient            the carrier                left alone
countries      of the place                       of either end              of the place
statuses       status                             status                     left alone
min_precision  ``where_prec`` at most this        of every end that is known of the place
publishers     of any telling                     of any telling             of the document
claimants      any claimant                       any claimant               left alone
text           a sentence, a name, a date's words the same                   the words, the place
bbox           the place touches the box          either end touches it      the place touches it
============== ================================== ========================== ==========================

A row without a date (a document without a publication date) is left out when dates are asked for, and counted: see
`left_out`. An interval without an end goes on; one without a beginning counts by its end. A row without a place fails
whatever asks for one. A place known only as an area (``where_prec`` 4 and more) touches a box when the square around
its circle does. An event at several places keeps the places that pass. Evidence stays complete for the records that
stay; places are those that a row that stays uses, counted anew; documents those that such a row rests on.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd

from geo.workspace.criteria import KEYS, BBox, Filter, from_mapping, to_mapping
from geo.workspace.tables import LIST_SEPARATOR, Tables, join, split

__all__ = ["KEYS", "Filter", "apply", "from_mapping", "left_out", "plain_fold", "to_mapping"]

AREA_PREC = 4
KM_PER_DEGREE = 111.2
LEFT_OUT = "left_out_undated_"
EVENT_TEXT = ("place", "place_ar", "actors", "recipients", "claimants", "denied_by", "date_text", "type", "mode")
FLOW_TEXT = ("origin", "origin_ar", "destination", "destination_ar", "carrier", "claimants", "denied_by", "date_text")
MENTION_TEXT = ("text", "name", "name_ar")

Fold = Callable[[str], str]
Table = Any  # a GeoDataFrame
Mask = Any  # a boolean Series with the index of its table


def plain_fold(text: str) -> str:
    """Reduce letters to what people mean by them: no case, no marks (Arabic vowels and hamzas among them), no tatweel.

    Examples
    --------
    >>> plain_fold("بَنْغازي") == plain_fold("بنغـازي"), plain_fold("Élan")
    (True, 'elan')
    """
    parts = unicodedata.normalize("NFKD", text).replace("\u0640", "")
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def apply(tables: Tables, criteria: Filter, *, fold: Fold = plain_fold) -> Tables:
    """Keep what the filter asks for.

    Parameters
    ----------
    tables : Tables
        Of a workspace; they stay as they are.
    criteria : Filter
        Without criteria, everything stays.
    fold : callable
        Makes texts comparable for ``text``. The reading wing's folding is richer than `plain_fold`, and this wing does
        not import that one: whoever composes the two passes it in.

    Returns
    -------
    Tables
        The rows that pass, in their order; the metadata tells what was left out for want of a date (`left_out`).
    """
    if not criteria:
        return tables
    told = _told(tables, criteria, fold)
    masks = {
        "events": _events(tables.events, criteria, fold, told),
        "flows": _flows(tables.flows, criteria, fold, told),
        "mentions": _mentions(tables, criteria, fold),
    }
    dates = {
        "events": _dates(tables.events["date_from"], tables.events["date_to"], criteria),
        "flows": _dates(tables.flows["date_from"], tables.flows["date_to"], criteria),
        "mentions": _publication(tables, criteria),
    }
    kept: dict[str, Any] = {}
    counted: dict[str, str] = {}
    for name, mask in masks.items():
        table = getattr(tables, name)
        in_time, undated = dates[name]
        kept[name] = table[mask & in_time].reset_index(drop=True)
        if criteria.date_from or criteria.date_to:
            records = table.loc[mask & undated, "event_id" if name == "events" else "id"]
            counted[f"{LEFT_OUT}{name}"] = str(records.nunique() if name == "events" else len(records))
    records = set(kept["events"]["event_id"]) | set(kept["flows"]["id"])
    evidence = tables.evidence[tables.evidence["record_id"].isin(records)].reset_index(drop=True)
    documents = set(kept["mentions"]["doc"]) | set(evidence["doc"])
    return Tables(
        **kept,
        evidence=evidence,
        documents=tables.documents[tables.documents["id"].isin(documents)].reset_index(drop=True),
        places=_places(tables.places, evidence=evidence, **kept),
        metadata={**tables.metadata, **counted},
    )


def left_out(tables: Tables) -> dict[str, int]:
    """Say how many events, flows and mentions a filter by date left out because nobody knows their date.

    Only those are counted that pass everything else.
    """
    return {
        key.removeprefix(LEFT_OUT): int(value) for key, value in tables.metadata.items() if key.startswith(LEFT_OUT)
    }


def _told(tables: Tables, criteria: Filter, fold: Fold) -> frozenset[str]:
    """Return the ids of records that a sentence with the words looked for tells."""
    if not criteria.text:
        return frozenset()
    return frozenset(tables.evidence.loc[_contains(tables.evidence["quote"], criteria.text, fold), "record_id"])


def _events(table: Table, criteria: Filter, fold: Fold, told: Collection[str]) -> Mask:
    mask = _said(table, criteria) & _text(table, table["event_id"], criteria, fold, told, EVENT_TEXT)
    if criteria.types:
        mask &= table["type"].isin(criteria.types)
    if criteria.actors:
        mask &= _among(table["actors"], criteria.actors) | _among(table["recipients"], criteria.actors)
    return mask & _place(table, criteria)


def _flows(table: Table, criteria: Filter, fold: Fold, told: Collection[str]) -> Mask:
    mask = _said(table, criteria) & _text(table, table["id"], criteria, fold, told, FLOW_TEXT)
    if criteria.actors:
        mask &= _among(table["carrier"], criteria.actors)
    if criteria.countries:
        mask &= table["origin_country"].isin(criteria.countries) | table["destination_country"].isin(criteria.countries)
    if criteria.min_precision is not None:
        ends = table[["origin_where_prec", "destination_where_prec"]].to_numpy(dtype="float64", na_value=np.nan)
        coarse = (ends > criteria.min_precision).any(axis=1)
        mask &= ~coarse & ~np.isnan(ends).all(axis=1)
    if criteria.bbox:
        mask &= _touches(table, criteria.bbox, "origin_") | _touches(table, criteria.bbox, "destination_")
    return mask


def _mentions(tables: Tables, criteria: Filter, fold: Fold) -> Mask:
    table = tables.mentions
    mask = _place(table, criteria)
    if criteria.publishers:
        documents = tables.documents
        outlets = documents["publisher"].where(documents["publisher"] != "", documents["id"])  # as `voices.outlet`
        publishers = table["doc"].map(dict(zip(documents["id"], outlets, strict=True)))
        mask &= _among(publishers.map(lambda name: join([name])), criteria.publishers)
    if criteria.text:
        mask &= _any_contains(table, MENTION_TEXT, criteria.text, fold)
    return mask


def _said(table: Table, criteria: Filter) -> Mask:
    """Hold status, publishers and claimants against the filter: for events and flows alike."""
    mask = _all(table)
    if criteria.statuses:
        mask &= table["status"].isin(criteria.statuses)
    if criteria.publishers:
        mask &= _among(table["publishers"], criteria.publishers)
    if criteria.claimants:
        mask &= _among(table["claimants"], criteria.claimants)
    return mask


def _place(table: Table, criteria: Filter) -> Mask:
    """Hold the one place of a row against the filter."""
    mask = _all(table)
    if criteria.countries:
        mask &= table["country"].isin(criteria.countries)
    if criteria.min_precision is not None:
        mask &= (table["where_prec"] <= criteria.min_precision).fillna(value=False).astype(bool)
    if criteria.bbox:
        mask &= _touches(table, criteria.bbox)
    return mask


def _text(
    table: Table, ids: "pd.Series[Any]", criteria: Filter, fold: Fold, told: Collection[str], columns: Iterable[str]
) -> Mask:
    if not criteria.text:
        return _all(table)
    return ids.isin(told) | _any_contains(table, columns, criteria.text, fold)


def _dates(first: "pd.Series[Any]", last: "pd.Series[Any]", criteria: Filter) -> tuple[Mask, Mask]:
    """Return which intervals overlap the filter's, and which are not known at all.

    An interval without a beginning is a bound ("by the day of publication"), not a span of all the time before it: it
    counts by its end. One without an end goes on.
    """
    undated = (first == "") & (last == "")
    if not (criteria.date_from or criteria.date_to):
        return first.notna(), undated
    overlaps = ~undated
    first = first.where(first != "", last)
    if criteria.date_from:
        overlaps &= (last == "") | (last >= criteria.date_from.isoformat())
    if criteria.date_to:
        overlaps &= first <= criteria.date_to.isoformat()
    return overlaps, undated


def _publication(tables: Tables, criteria: Filter) -> tuple[Mask, Mask]:
    """Do the same for mentions, by the publication date of their documents."""
    published = tables.mentions["doc"].map(
        dict(zip(tables.documents["id"], tables.documents["published"], strict=True))
    )
    return _dates(published, published, criteria)


def _touches(table: Table, box: BBox, prefix: str = "") -> Mask:
    """Say which rows' places lie in a box, or, known only as an area, may reach into it."""
    west, south, east, north = box
    columns = [f"{prefix}{name}" for name in ("lat", "lon", "radius_km", "where_prec")]
    lat, lon, radius, prec = (table[name].to_numpy(dtype="float64", na_value=np.nan) for name in columns)
    reach = np.where(prec >= AREA_PREC, radius / KM_PER_DEGREE, 0.0)
    sideways = np.minimum(reach / np.maximum(np.cos(np.radians(lat)), 0.01), 180.0)
    width = (east - west) % 360 if east != west + 360 else 360.0
    eastward = (lon - west + sideways) % 360  # from where the place would just touch the western edge
    along = (eastward <= width + 2 * sideways) | (width + 2 * sideways >= 360)
    across = (lat >= south - reach) & (lat <= north + reach)
    return pd.Series(along & across & ~np.isnan(lat), index=table.index)


def _among(values: "pd.Series[Any]", wanted: Iterable[str]) -> Mask:
    """Say which rows list one of the names, whatever their case."""
    names = {join([name]).casefold() for name in wanted}
    passes = {value: any(part.casefold() in names for part in split(value)) for value in values.unique()}
    return values.map(passes).astype(bool)


def _any_contains(table: Table, columns: Iterable[str], words: str, fold: Fold) -> Mask:
    mask = ~_all(table)
    for column in columns:
        mask |= _contains(table[column], words, fold)
    return mask


def _contains(values: "pd.Series[Any]", words: str, fold: Fold) -> Mask:
    needle = fold(words)
    passes = {value: needle in fold(value) for value in values.unique()}
    return values.map(passes).astype(bool)


def _all(table: Table) -> Mask:
    return pd.Series(True, index=table.index, dtype=bool)


def _places(places: Table, *, events: Table, flows: Table, mentions: Table, evidence: pd.DataFrame) -> Table:
    """Keep the places that a row uses; count again how often and in how many documents."""
    listed = evidence["place_ids"].str.split(LIST_SEPARATOR)
    told = evidence[["record_id", "doc"]].assign(place=listed).explode("place").astype("str")
    at = [events[["event_id", "place_id"]].set_axis(["record_id", "place"], axis=1)]
    at += [flows[["id", f"{end}_id"]].set_axis(["record_id", "place"], axis=1) for end in ("origin", "destination")]
    spoken = pd.concat(at).merge(told, on=["record_id", "place"])[["place", "doc"]]
    named = mentions[["place_id", "doc"]].set_axis(["place", "doc"], axis=1)
    documents = pd.concat([spoken, named]).drop_duplicates().groupby("place").size()
    counts = named.groupby("place").size()
    kept = places[places["id"].isin(documents.index)].reset_index(drop=True)
    kept["n_mentions"] = kept["id"].map(counts).fillna(0).astype("Int64")
    kept["n_documents"] = kept["id"].map(documents).fillna(0).astype("Int64")
    return kept
