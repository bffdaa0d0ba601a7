"""Colours of the user's layers: told apart from ours and from each other, also by colour-blind readers."""

import itertools
import math
import tomllib

import pytest

from geo.showing import style
from geo.showing.overlays import overlay_colours
from geo.showing.overlays.tables import usual_columns
from geo.vectors.tables import column_key
from tests.showing.test_style import BLINDNESS, _lab, _linear

SEEN = {"all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)), **BLINDNESS}


def _seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    linear = _linear(colour)
    return _lab([sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix])


@pytest.mark.parametrize("eyes", SEEN)
def test_layers_of_the_users_own_stay_apart(eyes: str) -> None:
    seen = [_seen(colour, SEEN[eyes]) for colour in overlay_colours()]
    assert min(math.dist(one, other) for one, other in itertools.combinations(seen, 2)) > 15


def test_they_are_none_of_ours() -> None:
    palette = style.load_palette()
    ours = [colour for colour, _ in palette.families.values()] + [flow.colour for flow in palette.flows.values()]
    ours += [palette.place_colour, palette.area_colour, palette.denied_colour]
    distances = [
        math.dist(_seen(one, SEEN["all"]), _seen(other, SEEN["all"])) for one in overlay_colours() for other in ours
    ]
    assert min(distances) > 15


def test_a_palette_without_them_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(style, "PALETTE_FILE", style.PALETTE_FILE.with_name("none.toml"))
    overlay_colours.cache_clear()
    try:
        with pytest.raises(style.StyleError, match=r"none\.toml: \[overlays\]"):
            overlay_colours()
    finally:
        overlay_colours.cache_clear()


@pytest.mark.parametrize(("what", "name"), [(what, name) for what, names in usual_columns().items() for name in names])
def test_every_usual_column_is_written_as_it_is_looked_for(what: str, name: str) -> None:
    assert column_key(name) == name


def test_colours_are_written_in_full() -> None:
    data = tomllib.loads(style.PALETTE_FILE.read_text(encoding="utf-8"))
    assert tuple(data["overlays"]["colours"]) == overlay_colours()
    assert all(len(colour) == 7 and colour.startswith("#") for colour in overlay_colours())
