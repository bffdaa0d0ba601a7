"""English frames: words that tell of events and movements, and words of sport, trade and weather that do not."""

import pytest

from geo.language import load
from geo.model import Document
from geo.reading.frames import find_hits, groups_of
from geo.reading.text.analysis import analyse


def types_at(text: str, word: str) -> set[str]:
    """Event types of the hits that hold a word."""
    analysis = analyse(Document(id="t", text=text, language="en"))
    tokens = analysis.tokens
    found = ((text[tokens[hit.first].start : tokens[hit.last - 1].end], hit.frame.type) for hit in find_hits(analysis))
    return {kind for words, kind in found if word in words.split()}


HITS = [
    ("The minister arrived in the capital", "arrived", "CONSULT"),
    ("300 recruits have arrived in the port", "arrived", "MOBILIZE"),
    ("He will travel to the summit", "travel", "CONSULT"),
    ("Militia leaders flew to the talks", "flew", "CONSULT"),
    ("The army sends tanks", "sends", "MOBILIZE"),
    ("They are ferrying gunmen across the river", "ferrying", "MOBILIZE"),
    ("The fighters were flown to the front", "flown", "MOBILIZE"),
    ("It deploys troops near the border", "deploys", "MOBILIZE"),
    ("Convoys of food reached the town", "Convoys", "MOBILIZE"),
    ("Families fled the town", "fled", "MOBILIZE"),
    ("Rebels are recruiting young men in the camps", "recruiting", "MOBILIZE"),
    ("Soldiers withdrew from the hill", "withdrew", "RETREAT"),
    ("Forces shelled the suburb", "shelled", "ASSAULT"),
    ("Warplanes bombed the depot", "bombed", "ASSAULT"),
    ("A drone strike killed a commander", "drone", "ASSAULT"),
    ("Rockets hit the station", "Rockets", "ASSAULT"),
    ("A missile damaged a tram depot", "missile", "ASSAULT"),
    ("Clashes between the army and the militia", "Clashes", "ASSAULT"),
    ("Gunmen ambushed a patrol of soldiers", "ambushed", "ASSAULT"),
    ("Police opened fire on demonstrators", "opened", "ASSAULT"),
    ("A car bomb exploded at the gate", "bomb", "ASSAULT"),
    ("The blast killed nine soldiers", "killed", "ASSAULT"),
    ("Rebels retook the airport", "retook", "ASSAULT"),
    ("The militia took control of two villages", "took", "ASSAULT"),
    ("Jihadists besiege the garrison of the town", "besiege", "COERCE"),
    ("Security forces arrested four activists", "arrested", "COERCE"),
    ("Gunmen kidnapped two doctors", "kidnapped", "COERCE"),
    ("The envoy met rebel leaders", "met", "CONSULT"),
    ("Peace talks between the rivals resumed", "talks", "CONSULT"),
    ("The two sides agreed to a ceasefire", "ceasefire", "AGREE"),
    ("The ministers signed a security pact", "signed", "AGREE"),
    ("It reopened its embassy", "reopened", "COOPERATE"),
    ("They asked for a meeting of ministers", "asked", "REQUEST"),
    ("The president threatened to respond", "threatened", "THREATEN"),
    ("It accuses its neighbour of lying", "accuses", "ACCUSE"),
    ("Hundreds protested in the square", "protested", "PROTEST"),
    ("The group freed five hostages", "freed", "CONCEDE"),
    ("It expelled three diplomats", "expelled", "SANCTION"),
]

LOOK_ALIKES = [
    ("The left-wing coalition won", "left"),
    ("He left the job after a year", "left"),
    ("She arrived at a compromise deal", "reached"),
    ("A charm offensive in Europe", "offensive"),
    ("The teachers' strike in the city closed schools", "strike"),
    ("He suffered a heart attack", "attack"),
    ("The market is fighting on two fronts", "fighting"),
    ("Shooting starts in May", "Shooting"),
    ("Shell rose two percent", "Shell"),
    ("Brokers met expectations", "met"),
    ("The striker signed for the club", "signed"),
    ("Oil shares retreated", "shares"),
    ("The company captured market share", "captured"),
    ("Crews fought fires near the coast", "fought"),
    ("He took gold in the final", "took"),
]


@pytest.mark.parametrize(("text", "word", "kind"), HITS)
def test_a_word_tells_of_an_event(text: str, word: str, kind: str) -> None:
    assert kind in types_at(text, word)


@pytest.mark.parametrize(("text", "word"), LOOK_ALIKES)
def test_a_look_alike_tells_of_nothing(text: str, word: str) -> None:
    assert not types_at(text, word)


def test_every_frame_asks_for_a_group_that_there_is() -> None:
    groups = groups_of("en").words["groups"]
    code = {"", "moving", "name"}  # needs that the reader knows by itself
    missing = [row["frame"] for row in load("en").rows("frames") if row["needs"] not in code | groups.keys()]
    assert not missing


def test_frames_are_named_once() -> None:
    names = [row["frame"] for row in load("en").rows("frames")]
    assert sorted(names) == sorted(set(names))
