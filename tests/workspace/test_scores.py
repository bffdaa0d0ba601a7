"""How sure the place of a record is: from the names in the sentences that tell it, never from elsewhere."""

import pytest

from geo.model import Event, Flow, Mention, Place, Reading
from geo.reading.placing import part_of
from geo.workspace.corroborate import corroborate
from geo.workspace.scores import Scores
from geo.workspace.tables import Tables
from geo.workspace.tabulate import tabulate
from tests import builders as b

SENTENCE = b.evidence(start=100, quote="x" * 50)
OTHER_SENTENCE = b.evidence(start=200, quote="x" * 50)
TRIPOLITANIA = b.place(name="Tripoli District", kind="admin1", lat=32.7, lon=13.2, radius_km=40.0)
ZAWIYA = b.place(name="Zawiya", lat=32.75, lon=12.73, radius_km=5.0, admin1="Zawiya District")


def at(start: int, place: Place | None, score: float) -> Mention:
    mention = b.mention(start=start, place=place)
    assert mention.resolution is not None
    resolution = type(mention.resolution)(place=place, score=score, reason="")
    return b.mention(start=start, resolution=resolution)


def tables_of(*mentions: Mention, events: tuple[Event, ...] = (), flows: tuple[Flow, ...] = ()) -> Tables:
    return tabulate(corroborate([b.reading(mentions=mentions, events=events, flows=flows)]))


def event_score(place: Place, *mentions: Mention) -> object:
    table = tables_of(*mentions, events=(b.event(places=(place,), evidence=SENTENCE),)).events
    return None if table["score"].isna().all() else float(table.loc[0, "score"])


def test_the_best_mention_of_the_place_in_the_sentence_counts() -> None:
    assert event_score(b.BENGHAZI, at(100, b.BENGHAZI, 0.4), at(120, b.BENGHAZI, 0.7)) == 0.7


@pytest.mark.parametrize(
    "mention",
    [at(90, b.BENGHAZI, 0.9), at(148, b.BENGHAZI, 0.9), at(150, b.BENGHAZI, 0.9), at(120, None, 0.0)],
    ids=["before", "across its end", "after", "unresolved"],
)
def test_a_mention_that_is_not_in_the_sentence_or_means_no_place_does_not(mention: Mention) -> None:
    assert event_score(b.BENGHAZI, mention) is None


def test_a_part_is_as_sure_as_the_name_that_it_is_a_part_of() -> None:
    east = part_of(b.LIBYA, "east")
    assert east.id != b.LIBYA.id
    assert event_score(east, at(100, b.LIBYA, 0.8), at(120, b.BENGHAZI, 0.9)) == 0.8


def test_the_place_itself_goes_before_what_contains_it_however_high_that_scores() -> None:
    assert event_score(b.BENGHAZI, at(100, b.LIBYA, 0.95), at(120, b.BENGHAZI, 0.3)) == 0.3


@pytest.mark.parametrize(
    ("place", "named", "score"),
    [
        (b.BENGHAZI, b.LIBYA, 0.6),
        (ZAWIYA, TRIPOLITANIA, None),
        (b.TRIPOLI, TRIPOLITANIA, 0.6),
        (b.place(name="Bin", admin1="Tripoli District", lat=20.0), TRIPOLITANIA, 0.6),
        (b.BENGHAZI, b.SYRIA, None),
        (b.BENGHAZI, b.TRIPOLI, None),
        (b.LIBYA, TRIPOLITANIA, None),
        (b.LIBYA, b.BENGHAZI, None),
    ],
)
def test_else_an_area_of_the_same_country_that_contains_it(place: Place, named: Place, score: float | None) -> None:
    assert event_score(place, at(100, named, 0.6)) == score


def test_each_place_of_an_event_is_scored_by_the_sentences_that_tell_it_there() -> None:
    event = b.event(id="e-1", places=(b.BENGHAZI, b.TRIPOLI), evidence=SENTENCE)
    again = b.event(id="e-2", places=(b.BENGHAZI,), evidence=OTHER_SENTENCE)
    mentions = (
        at(100, b.BENGHAZI, 0.5),
        at(110, b.TRIPOLI, 0.2),
        at(210, b.BENGHAZI, 0.8),
        at(220, b.TRIPOLI, 0.9),
    )
    table = tables_of(*mentions, events=(event, again)).events
    assert table["event_id"].nunique() == 1
    assert dict(zip(table["place"], table["score"], strict=True)) == {"Benghazi": 0.8, "Tripoli": 0.2}


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ((at(100, b.DAMASCUS, 0.9), at(120, b.BENGHAZI, 0.4)), 0.4),
        ((at(100, b.DAMASCUS, 0.3), at(120, b.BENGHAZI, 0.4)), 0.3),
        ((at(100, b.DAMASCUS, 0.9),), 0.9),
        ((), None),
    ],
)
def test_a_flow_is_as_sure_as_the_less_sure_of_its_ends(mentions: tuple[Mention, ...], expected: float | None) -> None:
    flow = b.flow(origin=b.DAMASCUS, destination=b.BENGHAZI, evidence=SENTENCE)
    score = tables_of(*mentions, flows=(flow,)).flows["score"]
    assert (None if score.isna().all() else float(score[0])) == expected


def test_an_event_without_a_place_has_no_score() -> None:
    table = tables_of(at(100, b.BENGHAZI, 0.9), events=(b.event(places=(), evidence=SENTENCE),)).events
    assert table["score"].isna().all()


def test_a_sentence_of_a_document_without_mentions_scores_nothing() -> None:
    reading: Reading = b.reading()
    assert Scores([reading]).best(b.BENGHAZI, [b.evidence(doc="elsewhere")]) is None
