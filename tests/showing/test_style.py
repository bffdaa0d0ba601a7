"""Colours, shapes and sizes: every entry of the palette, and how amounts become pixels."""

import itertools
import math
import re
import tomllib

import pytest

from geo.model import CARGOES, EVENT_TYPES, STATUSES, TRANSPORT_MODES
from geo.showing import style
from geo.showing.style import PALETTE_FILE, StyleError, load_palette

# Okabe and Ito (2008) and the two colours of Paul Tol's "muted" scheme that flows have.
SAFE_COLOURS = {"#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#882255", "#332288"}
# Machado, Oliveira and Fernandes (2009): how deuteranopes and protanopes see linear RGB.
BLINDNESS = {
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}


def _linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _lab(rgb: list[float]) -> tuple[float, float, float]:
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_every_event_type_has_a_colour_a_shape_and_names(kind: str) -> None:
    entry = load_palette().events[kind]
    assert entry.colour in SAFE_COLOURS
    assert len(load_palette().shapes[entry.shape]) >= 3
    assert set(entry.words) == {"en", "ar"}
    assert re.search("[\u0600-\u06ff]", entry.words["ar"])


def test_no_two_event_types_share_a_shape() -> None:
    shapes = [entry.shape for entry in load_palette().events.values()]
    assert len(set(shapes)) == len(EVENT_TYPES)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_families_stay_apart_for_colour_blind_readers(blindness: str) -> None:
    matrix = BLINDNESS[blindness]
    seen = []
    for colour, _words in load_palette().families.values():
        linear = _linear(colour)
        seen.append(_lab([sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix]))
    assert min(math.dist(one, other) for one, other in itertools.combinations(seen, 2)) > 15


def test_every_status_cargo_mode_and_precision_has_an_entry() -> None:
    palette = load_palette()
    assert set(palette.statuses) == set(STATUSES)
    assert set(palette.cargoes) == set(CARGOES)
    assert set(palette.transport) == set(TRANSPORT_MODES)
    assert set(palette.precision) == set(range(1, 8))


def test_denied_is_struck_and_only_reported_is_full() -> None:
    looks = load_palette().statuses
    assert [name for name, look in looks.items() if look.struck] == ["denied"]
    assert [name for name, look in looks.items() if look.fill == "full"] == ["reported"]


@pytest.mark.parametrize("name", [name for name in load_palette().shapes if name != "circle"])
def test_every_shape_fills_the_unit_circle_and_does_not_leave_it(name: str) -> None:
    reach = [math.hypot(x, y) for x, y in load_palette().shapes[name]]
    assert 0.9 <= max(reach) <= 1.45


@pytest.mark.parametrize("cargo", CARGOES)
def test_every_cargo_belongs_to_one_class_of_flows(cargo: str) -> None:
    classes = [name for name, entry in load_palette().flows.items() if cargo in entry.cargo]
    assert classes == [load_palette().flow_class((cargo,))]


def test_what_fights_decides_the_class_of_a_mixed_flow() -> None:
    assert load_palette().flow_class(("civilians", "arms")) == "military"


def test_plural_forms_of_units_hold_the_number_or_a_word_for_it() -> None:
    for unit, languages in load_palette().units.items():
        assert set(languages) == {"en", "ar"}, unit
        for forms in languages.values():
            assert "{n}" in forms["other"]


@pytest.mark.parametrize(
    ("table", "entry", "named"),
    [("events", "ASSAULT", "ASSAULT"), ("statuses", "denied", "denied"), ("cargoes", "arms", "arms")],
)
def test_a_missing_entry_is_named(tmp_path, table: str, entry: str, named: str) -> None:
    text = PALETTE_FILE.read_text(encoding="utf-8")
    text = re.sub(rf"(?m)^\[{table}\.{entry}\]\n(?:[^\[\n].*\n|\n)*", "", text)
    text = re.sub(rf"(?m)^{entry} = .*\n", "", text)
    broken = tmp_path / "palette.toml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(StyleError, match=named):
        load_palette(broken)


def test_a_shape_that_is_not_there_is_named(tmp_path) -> None:
    broken = tmp_path / "palette.toml"
    broken.write_text(
        PALETTE_FILE.read_text(encoding="utf-8").replace('shape = "star_5"', 'shape = "moon"'), encoding="utf-8"
    )
    with pytest.raises(StyleError, match="moon"):
        load_palette(broken)


def test_a_palette_that_is_no_toml_is_refused_by_name(tmp_path) -> None:
    broken = tmp_path / "palette.toml"
    broken.write_text("[events", encoding="utf-8")
    with pytest.raises(StyleError, match=r"palette\.toml"):
        load_palette(broken)


@pytest.mark.parametrize(
    "size",
    [style.place_radius, style.symbol_radius, style.flow_width, style.area_opacity],
    ids=lambda one: one.__name__,
)
def test_sizes_grow_with_the_amount_and_stay_within_limits(size) -> None:
    values = [size(n) for n in (0, 1, 2, 5, 20, 100, 10_000_000)]
    assert values == sorted(values)
    assert values[2] > values[1]
    assert values[-1] == size(10**9)


def test_the_palette_file_names_its_sources() -> None:
    text = PALETTE_FILE.read_text(encoding="utf-8")
    assert "Okabe" in text
    assert "Tol" in text
    assert tomllib.loads(text)["families"]
