"""What filters offer: only what occurs, the most frequent first."""

from geo.showing.choices import MOST, choices
from geo.workspace.corroborate import corroborate
from geo.workspace.facts import facts_of
from geo.workspace.tabulate import tabulate
from tests.builders import event, reading, sample_readings

OFFERED = choices(facts_of(tabulate(corroborate(sample_readings(), side_of=lambda name: "west" * ("GNA" in name)))))


def test_only_what_occurs_is_offered() -> None:
    assert OFFERED.types == ("COOPERATE", "AID", "MOBILIZE", "ASSAULT")
    assert set(OFFERED.statuses) == {"reported", "claimed", "planned", "denied"}
    assert set(OFFERED.publishers) == {"Test Agency", "Test Daily", "Test Wire"}
    assert OFFERED.sides == ("west",)


def test_the_most_frequent_stands_first() -> None:
    assert OFFERED.countries[:2] == ("LY", "SY")


def test_actors_recipients_and_carriers_are_offered_one_by_one() -> None:
    assert {"LNA", "civilians", "Cham Wings", "Russia"} <= set(OFFERED.actors)
    assert not any(";" in actor for actor in OFFERED.actors)


def test_a_list_that_would_help_nobody_is_cut() -> None:
    names = tuple(f"Actor {number}" for number in range(MOST + 50))
    told = tabulate(corroborate([reading(events=(event(actors=names),))]))
    assert len(choices(facts_of(told)).actors) == MOST
