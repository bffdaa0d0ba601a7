"""What a mention may mean: the winner first, the losers with their distance and reason, and which mention decides."""

from geo.model import Candidate, Resolution
from geo.showing.naming import contenders, decisive, namings
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import Tables
from geo.workspace.tabulate import tabulate
from tests.builders import BENGHAZI, TRIPOLI, TRIPOLI_LEBANON, document, mention, reading

TEXT = "من طرابلس إلى بنغازي ثم مجهولة"


def _tables() -> Tables:
    rival = Candidate(place=TRIPOLI_LEBANON, score=0.2, reason="less is said of LB")
    won = Resolution(place=TRIPOLI, score=0.8, reason="much is said of LY", alternatives=(rival,))
    mentions = (
        mention(start=3, text="طرابلس", resolution=won),
        mention(start=14, text="بنغازي", place=BENGHAZI),
        mention(start=24, text="مجهولة", place=None),
    )
    return tabulate(corroborate([reading(document=document(text=TEXT), mentions=mentions)]))


def test_the_mentions_of_a_document_come_in_the_order_of_the_text() -> None:
    found = namings(_tables(), "doc-1", "ar")
    assert [one.text for one in found] == ["طرابلس", "بنغازي", "مجهولة"]
    assert [one.place for one in found] == ["طرابلس", "بنغازي", ""]
    assert [one.n_candidates for one in found] == [2, 1, 0]
    assert namings(_tables(), "none", "en") == ()


def test_the_winner_comes_first_and_the_losers_with_distance_and_reason() -> None:
    tables = _tables()
    winner, loser = contenders(tables, "doc-1", namings(tables, "doc-1", "en")[0].id)
    assert (winner.place_id, winner.won, winner.distance_km, winner.score) == (TRIPOLI.id, True, None, 0.8)
    assert winner.reason == "much is said of LY"
    assert (loser.place_id, loser.won, loser.country, loser.kind) == (TRIPOLI_LEBANON.id, False, "LB", "city")
    assert loser.reason == "less is said of LB"
    assert loser.distance_km is not None
    assert 2000 < loser.distance_km < 2200


def test_a_mention_without_a_place_has_no_candidates() -> None:
    tables = _tables()
    assert contenders(tables, "doc-1", namings(tables, "doc-1", "en")[2].id) == ()
    assert contenders(tables, "doc-1", "m-0") == ()


def test_the_mention_of_the_records_place_in_its_sentence_decides() -> None:
    found = namings(_tables(), "doc-1", "en")
    assert decisive(found, [BENGHAZI.id], 0, len(TEXT)) == found[1]
    assert decisive(found, ["elsewhere"], 10, len(TEXT)) == found[1]
    assert decisive(found, ["elsewhere"], 900, 901) == found[0]
    assert decisive((), [BENGHAZI.id], 0, 5) is None
