"""An account as tables: nothing lost, in a fixed order, precision and numbers beside each place."""

import json
from datetime import date

import pytest
from hypothesis import given, settings

from geo.model import Candidate, Claim, Fatalities, FieldSpan, Reading, Resolution
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import Tables, check, split
from geo.workspace.tabulate import tabulate
from tests import builders as b
from tests.workspace.strategies import collections


@pytest.fixture(scope="module")
def tables() -> Tables:
    return b.sample_tables()


@settings(max_examples=25, deadline=None)
@given(collections(most=4))
def test_any_account_keeps_to_the_declaration_and_loses_no_telling(readings: tuple[Reading, ...]) -> None:
    tables = check(tabulate(corroborate(readings)))
    assert len(tables.documents) == len(readings)
    assert len(tables.mentions) == sum(len(reading.mentions) for reading in readings)
    assert len(tables.evidence) == sum(len(reading.events) + len(reading.flows) for reading in readings)
    for _, rows in tables.events.groupby("event_id"):
        assert list(rows["id"]) == [f"{rows['event_id'].iloc[0]}.{number}" for number in range(1, len(rows) + 1)]


def test_five_reprints_of_one_ministry_count_as_five_documents_and_one_claimant() -> None:
    claim = Claim(claimed_by="Syrian Foreign Ministry", status="claimed")
    readings = [
        b.reading(document=b.document(id=doc, publisher=f"Outlet {doc}"), events=(b.event(doc=doc, claim=claim),))
        for doc in "abcde"
    ]
    row = tabulate(corroborate(readings, side_of=lambda name: "Syrian government")).events.iloc[0]
    assert (row["n_documents"], row["n_claimants"]) == (5, 1)
    assert len(split(row["publishers"])) == 5
    assert (row["claimants"], row["sides"]) == ("Syrian Foreign Ministry", "Syrian government")


def test_every_telling_keeps_its_sentence_date_places_and_claimant_as_evidence() -> None:
    first = b.event(doc="a", evidence=b.evidence(doc="a", start=7, quote="قصف"), claim=Claim(denied_by=("LNA",)))
    second = b.event(doc="b", evidence=b.evidence(doc="b", quote="قيل"), date=b.day("2020-03-04"), places=(b.BENGHAZI,))
    readings = [b.reading(document=b.document(id=one.doc), events=(one,)) for one in (first, second)]
    columns = ["doc", "start", "end", "quote", "date_from", "place_ids", "denied_by"]
    rows = tabulate(corroborate(readings)).evidence[columns].to_numpy().tolist()
    assert rows == [
        ["a", 7, 10, "قصف", "2020-03-03", b.BENGHAZI.id, "LNA"],
        ["b", 0, 3, "قيل", "2020-03-04", b.BENGHAZI.id, ""],
    ]


def test_every_telling_keeps_its_own_numbers_people_and_words_where_they_differ() -> None:
    words = (FieldSpan(field="actors", start=0, end=4), FieldSpan(field="place", start=9, end=15))
    tellings = [
        b.event(doc="a", mode="airstrike", fatalities=Fatalities(low=3, best=4, high=5), actors=("LNA",), words=words),
        b.event(doc="b", fatalities=Fatalities(low=9, best=9, high=9), claim=Claim(hedged=True), recipients=("GNA",)),
    ]
    told = tabulate(corroborate([b.reading(document=b.document(id=one.doc), events=(one,)) for one in tellings]))
    assert told.evidence["record_id"].nunique() == 1
    first, second = told.evidence.sort_values("doc").to_dict("records")
    assert (first["type"], first["mode"], first["fatalities_best"], first["hedged"]) == (
        "ASSAULT",
        "airstrike",
        4,
        False,
    )
    assert (second["mode"], second["fatalities_low"], second["hedged"]) == ("", 9, True)
    assert (first["actors"], first["recipients"], second["recipients"]) == ("LNA", "", "GNA")
    assert json.loads(first["words"]) == [["actors", 0, 4], ["place", 9, 15]]
    assert second["words"] == ""


def test_a_telling_of_a_flow_keeps_what_it_says_moved() -> None:
    flow = b.flow(mode="flight", cargo=("arms", "troops"), carrier="Cham Wings", count=3, unit="flights")
    row = tabulate(corroborate([b.reading(flows=(flow,))])).evidence.iloc[0]
    told = row[["type", "mode", "cargo", "carrier", "count", "unit", "date_text"]].tolist()
    assert told == ["", "flight", "arms; troops", "Cham Wings", 3, "flights", flow.date.text]
    assert row[["fatalities_low", "fatalities_best", "fatalities_high"]].isna().all()


def test_a_text_that_says_the_same_twice_keeps_both_tellings() -> None:
    once = b.event(id="e-1")
    again = b.event(id="e-1", evidence=b.evidence(start=40))
    table = check(tabulate(corroborate([b.reading(events=(once, again, once))]))).evidence
    assert table["record_id"].nunique() == 1
    assert set(table["position"]) == {1, 2, 3}


def test_an_event_at_two_places_has_two_rows_under_one_event_id(tables: Tables) -> None:
    rows = tables.events[tables.events["type"] == "MOBILIZE"]
    assert set(rows["place"]) == {"Ghouta", "As-Suwayda"}
    assert rows["event_id"].nunique() == 1
    assert rows["id"].nunique() == 2


def test_an_event_without_a_place_is_kept_without_geometry() -> None:
    events = tabulate(corroborate([b.reading(events=(b.event(places=()),))])).events
    assert len(events) == 1
    assert events.geometry.isna().all()


def test_a_whole_country_is_told_as_one(tables: Tables) -> None:
    row = tables.events[tables.events["place"] == "Libya"].iloc[0]
    assert (row["where_prec"], row["area"], row["kind"]) == (6, "country:LY", "country")


def test_fatalities_are_numbers_or_not_told(tables: Tables) -> None:
    told = tables.events[tables.events["type"] == "ASSAULT"].iloc[0]
    assert (told["fatalities_low"], told["fatalities_best"], told["fatalities_high"]) == (5, 5, 5)
    assert tables.events["fatalities_best"].isna().sum() == len(tables.events) - 1


def test_places_are_those_in_use_with_how_often(tables: Tables) -> None:
    benghazi = tables.places[tables.places["name"] == "Benghazi"].iloc[0]
    assert (benghazi["n_mentions"], benghazi["n_documents"]) == (3, 3)
    east = tables.places[tables.places["name"] == "eastern Libya"].iloc[0]
    assert (east["n_mentions"], east["n_documents"]) == (0, 2)
    assert b.TRIPOLI_LEBANON.id not in set(tables.places["id"])


def test_alternatives_are_kept_as_json() -> None:
    beaten = Candidate(place=b.TRIPOLI_LEBANON, score=0.25, reason="another country")
    resolution = Resolution(place=b.TRIPOLI, score=0.75, reason="named country", alternatives=(beaten,))
    tables = tabulate(corroborate([b.reading(mentions=(b.mention(resolution=resolution),))]))
    (alternative,) = json.loads(tables.mentions.loc[0, "alternatives"])
    assert (alternative["country"], alternative["score"]) == ("LB", 0.25)


def test_who_quotes_whom_stays_readable(tables: Tables) -> None:
    flow = tables.flows[tables.flows["carrier"] == "Cham Wings"].iloc[0]
    assert flow["claimed_by"] == "Salem Test (GNA spokesman)"
    assert flow["chain"] == "GNA"
    assert split(flow["claimants"]) == ("Salem Test (GNA spokesman)",)


def test_first_and_last_publication_are_those_of_whoever_tells_it_there() -> None:
    days = {"a": date(2020, 3, 5), "b": date(2020, 3, 4), "c": None, "d": date(2020, 3, 9)}
    readings = [
        b.reading(
            document=b.document(id=doc, published=published),
            events=(b.event(doc=doc, places=(b.BENGHAZI, b.TRIPOLI) if doc == "d" else (b.BENGHAZI,)),),
        )
        for doc, published in days.items()
    ]
    events = tabulate(corroborate(readings)).events
    assert events["event_id"].nunique() == 1
    assert events.set_index("place")[["first_published", "last_published"]].to_dict("index") == {
        "Benghazi": {"first_published": "2020-03-04", "last_published": "2020-03-09"},
        "Tripoli": {"first_published": "2020-03-09", "last_published": "2020-03-09"},
    }


def test_nobody_knows_when_an_undated_document_was_published() -> None:
    tables = tabulate(corroborate([b.reading(document=b.document(published=None), flows=(b.flow(),))]))
    assert tables.flows[["first_published", "last_published"]].to_numpy().tolist() == [["", ""]]
