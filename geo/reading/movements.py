"""Origins and destinations: which places of a sentence a movement comes from and goes to.

Two ways lead to a movement. Where a text says both ends ("from X to Y", "to Y, coming from X", "between X and Y"), the
two make one as soon as anything that moves stands near. Where it says one, a word of movement must govern it, and the
other end may be filled by the purpose ("... to fight in Libya") or by a demonym beside what moves ("a Syrian
airline").
"""

from dataclasses import replace

from geo.reading.frames import Hit
from geo.reading.movement_chains import single_ended
from geo.reading.movement_legs import (
    arriving_here,
    onward_legs,
    with_joined_ends,
    with_listed,
    with_origin_of,
    with_pronoun,
)
from geo.reading.movement_pairs import movement_of_pair, pairs_of
from geo.reading.movement_scene import Movement, Scene
from geo.reading.telling import Telling, has_cue
from geo.reading.text.analysis import SentenceSpan

__all__ = ["Movement", "find_movements"]


def find_movements(telling: Telling) -> tuple[Movement, ...]:
    """Find the movements of a text, sentence by sentence; at least one end of each is named."""
    found: list[Movement] = []
    for number, sentence in enumerate(telling.analysis.sentences):
        refs = telling.refs_of(number)
        if not any(ref.source != "demonym" for ref in refs):
            continue
        scene = Scene(
            telling=telling,
            number=number,
            sentence=sentence,
            hits=_moving_hits(telling, number, sentence),
            named=tuple(ref for ref in refs if ref.source != "demonym"),
            demonyms=tuple(ref for ref in refs if ref.source == "demonym"),
            talks=not any(hit.frame.flow for hit in telling.hits_of(number)),
        )
        found.extend(_in_sentence(scene))
    return tuple(found)


def _moving_hits(telling: Telling, number: int, sentence: SentenceSpan) -> tuple[Hit, ...]:
    """Words of movement; where there is none, talks that a delegation holds elsewhere are its visit there."""
    here = telling.hits_of(number)
    moving = tuple(hit for hit in here if hit.frame.flow)
    main = tuple(hit for hit in moving if not _describes(telling, sentence, hit))
    if moving:
        return main or moving
    talks = [hit for hit in here if hit.frame.name == "meet"]
    if talks and has_cue(telling, sentence, "delegation", sentence.first, talks[0].first):
        return (talks[0],)
    return ()


def _describes(telling: Telling, sentence: SentenceSpan, hit: Hit) -> bool:
    """Whether a word of recruiting only says who they are ("mercenaries whom Turkey recruits in Libya")."""
    return hit.frame.flow == "recruit" and has_cue(telling, sentence, "relative", hit.first - 1, hit.first)


def _in_sentence(scene: Scene) -> list[Movement]:
    pairs = pairs_of(scene)
    taken = {id(ref) for pair in pairs for ref in pair}
    movements = [movement_of_pair(scene, pair, pairs[n - 1] if n else None) for n, pair in enumerate(pairs)]
    out = [movement for movement in movements if movement]
    rest = tuple(ref for ref in scene.named if id(ref) not in taken)
    legs = onward_legs(scene, rest, out)
    out += legs
    rest = tuple(ref for ref in rest if all(ref is not leg.destination for leg in legs))
    if rest and scene.hits and not _governed_by(out, scene):
        used = {id(hit) for movement in out for hit in movement.hits}
        free = replace(scene, hits=tuple(hit for hit in scene.hits if id(hit) not in used))
        for movement in single_ended(free, rest) if free.hits else []:
            out.append(with_origin_of(scene, with_pronoun(scene, movement), out))
    out = [arriving_here(scene, movement) for movement in out]
    out = with_listed(scene, with_joined_ends([*out, *onward_legs(scene, rest, out)]))
    return sorted(out, key=lambda movement: movement.anchor)


def _governed_by(movements: list[Movement], scene: Scene) -> bool:
    """Whether every word of movement of the sentence already belongs to a movement with both ends."""
    used = {id(hit) for movement in movements for hit in movement.hits}
    return all(id(hit) in used for hit in scene.hits)
