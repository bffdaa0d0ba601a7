"""The generated workspaces: sound tables, true offsets, and the shape that a real account has."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.generated import generate
from geo import basemap
from geo.errors import WorkspaceError
from geo.model import EVENT_TYPES, STATUSES
from geo.showing.layers import build_layers
from geo.workspace.filters import Filter, apply
from geo.workspace.store import load
from geo.workspace.tables import Tables, check, split

EVENTS = 500


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """What `load` reads has passed `check`."""
    return load(generate(tmp_path_factory.mktemp("generated") / "small.gpkg", EVENTS))


def _spans_told(table: pd.DataFrame, words: str, documents: pd.DataFrame) -> pd.Series:
    texts = documents.set_index("id")["text"]
    rows = zip(table["doc"], table["start"], table["end"], table[words], strict=True)
    return pd.Series([texts[doc][start:end] == said for doc, start, end, said in rows])


def test_it_holds_as_many_events_as_asked_and_a_flow_for_every_five(tables: Tables) -> None:
    assert tables.events["event_id"].nunique() == EVENTS
    assert len(tables.events) > EVENTS
    assert len(tables.flows) == EVENTS / 5


def test_a_broken_reference_would_be_found(tables: Tables) -> None:
    lost = replace(tables, documents=tables.documents.iloc[1:].reset_index(drop=True))
    with pytest.raises(WorkspaceError, match="no table holds"):
        check(lost)


@pytest.mark.parametrize(
    ("name", "words"), [("events", "quote"), ("flows", "quote"), ("evidence", "quote"), ("mentions", "text")]
)
def test_every_offset_points_at_the_words_quoted(tables: Tables, name: str, words: str) -> None:
    assert _spans_told(getattr(tables, name), words, tables.documents).all()


def test_the_words_of_a_telling_name_its_place(tables: Tables) -> None:
    texts = tables.documents.set_index("id")["text"]
    places = tables.places.set_index("id")[["name", "name_ar"]]
    told = tables.evidence[tables.evidence["words"] != ""]
    for doc, words, place_ids in zip(told["doc"], told["words"], told["place_ids"], strict=True):
        _, start, end = json.loads(words)[0]
        assert texts[doc][start:end] in set(places.loc[split(place_ids)[0]])
    assert len(told) > EVENTS


def test_all_types_statuses_and_both_languages_occur(tables: Tables) -> None:
    assert set(tables.events["type"]) == set(EVENT_TYPES)
    assert set(tables.events["status"]) == set(STATUSES)
    assert set(tables.documents["language"]) == {"ar", "en"}


def test_some_events_have_no_place_and_some_no_date(tables: Tables) -> None:
    for lacking in (tables.events["place_id"] == "", tables.events["date_to"] == ""):
        assert 0 < lacking.mean() < 0.1


def test_nothing_is_published_before_it_has_happened(tables: Tables) -> None:
    dated = tables.evidence[(tables.evidence["published"] != "") & (tables.evidence["date_to"] != "")]
    assert (dated["date_to"] <= dated["published"]).all()
    assert len(dated) > EVENTS / 2


def test_tellings_are_of_different_documents_and_counted(tables: Tables) -> None:
    told = tables.evidence.groupby("record_id")
    assert (told["doc"].nunique() == told.size()).all()
    assert set(told.size()) == {1, 2, 3}
    counted = told.size().rename("told")
    events = tables.events.join(counted, on="event_id")
    assert (events["n_documents"] == events["told"]).all()
    assert (events["n_claimants"] <= events["n_documents"]).all()


def test_the_first_publication_is_the_earliest_of_the_tellings(tables: Tables) -> None:
    known = tables.evidence[tables.evidence["published"] != ""]
    first = known.groupby("record_id")["published"].min()
    events = tables.events.set_index("event_id")["first_published"]
    assert (events == events.index.map(first).fillna("")).all()


def test_every_document_has_two_mentions_and_some_have_others_to_weigh(tables: Tables) -> None:
    assert tables.mentions.groupby("doc").size().reindex(tables.documents["id"]).min() >= 2
    weighed = tables.mentions.loc[tables.mentions["alternatives"] != "", "alternatives"]
    assert 0 < len(weighed) < len(tables.mentions)
    assert all({"place_id", "name", "score"} <= set(one) for text in weighed for one in json.loads(text))
    assert (tables.mentions["place_id"] == "").any()


def test_areas_have_shapes_of_the_basemap(tables: Tables) -> None:
    areas = tables.places.loc[tables.places["area"] != ""]
    assert set(areas["kind"]) == {"admin1", "country"}
    assert set(areas["area"]) <= set(basemap.keys())


def test_a_few_places_have_a_large_share(tables: Tables) -> None:
    counts = tables.events.loc[tables.events["place_id"] != "", "place_id"].value_counts()
    assert counts.head(20).sum() > 4 * counts.tail(20).sum()


def test_places_count_the_mentions_that_name_them(tables: Tables) -> None:
    counts = tables.mentions["place_id"].value_counts()
    assert (tables.places["n_mentions"] == tables.places["id"].map(counts).fillna(0)).all()


def test_it_is_filtered_and_drawn(tables: Tables) -> None:
    kept = apply(tables, Filter(types=("ASSAULT",), countries=("SY",)))
    assert 0 < kept.events["event_id"].nunique() < EVENTS
    layers = build_layers(kept)
    assert layers.counts["events"] > 0
    assert layers.counts["places"] > 0


def test_the_same_seed_gives_the_same_tables_and_another_others(tables: Tables, tmp_path: Path) -> None:
    again = load(generate(tmp_path / "again.gpkg", EVENTS))
    other = load(generate(tmp_path / "other.gpkg", EVENTS, seed=2))
    for name in ("documents", "mentions", "places", "events", "flows", "evidence"):
        pd.testing.assert_frame_equal(pd.DataFrame(getattr(again, name)), pd.DataFrame(getattr(tables, name)))
    assert again.metadata == tables.metadata
    assert other.metadata["hash"] != tables.metadata["hash"]
    assert set(other.events["event_id"]).isdisjoint(tables.events["event_id"])


def test_no_events_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 events"):
        generate(tmp_path / "none.gpkg", 0)
