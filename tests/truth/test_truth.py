"""The truth is sound: every span is its text, every record stands in its sentence, nothing happens in the future."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
STATUSES = {"denied", "requested", "planned", "claimed", "reported"}


def rows(split: str, name: str) -> list[dict[str, Any]]:
    path = HERE / split / f"{name}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def documents(split: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in [*rows(split, "docs"), *rows(split, "traps")]}


MENTIONED = ["dev", "held", *(str(path.relative_to(HERE)) for path in sorted(HERE.glob("genres/*/*")) if path.is_dir())]

TOLD = ["dev", "held", "told/dev", "told/held"]


@pytest.mark.parametrize("split", MENTIONED)
def test_each_mention_is_the_text_at_its_offsets(split: str) -> None:
    texts = documents(split)
    for row in rows(split, "mentions"):
        assert texts[row["doc"]]["text"][row["start"] : row["end"]] == row["text"]
        assert row["role"] in {"literal", "metonym", "embedded"}
        assert -90 <= row["lat"] <= 90
        assert -180 <= row["lon"] <= 180
        assert row["radius_km"] >= 8


@pytest.mark.parametrize("split", MENTIONED)
def test_mentions_of_a_document_do_not_overlap(split: str) -> None:
    last: dict[str, int] = {}
    for row in sorted(rows(split, "mentions"), key=lambda row: (row["doc"], row["start"])):
        assert row["start"] >= last.get(row["doc"], 0), row
        last[row["doc"]] = row["end"]


@pytest.mark.parametrize("split", TOLD)
@pytest.mark.parametrize("name", ["events", "flows"])
def test_each_record_quotes_one_sentence_and_does_not_end_after_publication(split: str, name: str) -> None:
    texts = documents(split)
    for row in rows(split, name):
        document = texts[row["doc"]]
        quote = document["text"][row["sentence_start"] : row["sentence_end"]]
        assert quote == quote.strip() != ""
        assert "\n" not in quote
        assert row["status"] in STATUSES
        bounds = [date.fromisoformat(row[key]) for key in ("date_from", "date_to") if row[key]]
        assert bounds == sorted(bounds)
        if row["status"] != "planned":
            assert bounds
            assert bounds[-1] <= date.fromisoformat(document["published"]), row


@pytest.mark.parametrize("split", TOLD)
@pytest.mark.parametrize("name", ["events", "flows"])
def test_negative_and_trap_texts_have_neither_events_nor_flows(split: str, name: str) -> None:
    assert not [row for row in rows(split, name) if row["doc"].startswith(("neg-", "trap-"))]


@pytest.mark.parametrize("split", TOLD)
@pytest.mark.parametrize("name", ["events", "flows"])
def test_records_of_a_document_have_ids_of_their_own(split: str, name: str) -> None:
    ids = [(row["doc"], row["id"]) for row in rows(split, name)]
    assert len(ids) == len(set(ids))


def test_no_document_is_in_two_parts() -> None:
    ids = [name for split in TOLD for name in documents(split)]
    assert len(ids) == len(set(ids))


def test_no_text_of_a_genre_is_in_both_of_its_parts() -> None:
    for genre in sorted((HERE / "genres").iterdir()):
        dev, held = ({row["text"] for row in rows(f"genres/{genre.name}/{part}", "docs")} for part in ("dev", "held"))
        assert dev
        assert held
        assert not dev & held


def test_every_place_of_the_lists_has_a_name_and_a_point() -> None:
    for path in sorted((HERE / "places").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["name_ar"]
                assert 19 < float(row["lat"]) < 38
                assert 9 < float(row["lon"]) < 43
