"""A sheet as it is drawn: what stands on it, that nothing lies over another or leaves the page, and its golden picture.

After a change that is meant: ``KHARITA_GOLDEN=write pytest tests/showing/briefing/test_sheet.py``, and look at it.
"""

import io
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon
from matplotlib.text import Text
from PIL import Image

from geo.coordinates import distance_km
from geo.errors import ExportError
from geo.showing.briefing import Options
from geo.showing.briefing.drawing import Sheet, draw_sheet
from geo.showing.briefing.handling import TLP
from geo.showing.briefing.saving import saved
from geo.showing.layers import Layers, build_layers
from geo.showing.picture.text import INK
from geo.workspace.criteria import Filter
from geo.workspace.tables import empty_tables
from tests.browser.sample import hostile_reading, sample_reading
from tests.showing.picture.test_picture import crowd, layers_of

GOLDEN = Path(__file__).with_name("golden.png")
AS_OF = datetime(2020, 3, 12, 6, 30, tzinfo=UTC)
CELL = 16  # pixels of a golden picture: what is compared is the mean of a square
MOST_OFF = 14.0  # of 255


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


@pytest.fixture(scope="module")
def english(layers: Layers) -> Sheet:
    return draw_sheet(layers, Options(as_of=AS_OF, tlp="AMBER+STRICT", criteria=Filter(countries=("LY", "SY"))))


@pytest.fixture(scope="module")
def arabic(layers: Layers) -> Sheet:
    return draw_sheet(layers, Options(as_of=AS_OF, language="ar", landscape=False, page="letter"))


def texts(figure: Figure | Axes) -> list[str]:
    found = (text.get_text() for text in figure.findobj(Text))
    return [text.replace("\u200f", "") for text in found if text]


def boxes_of(found: Iterable[Text], figure: Figure) -> list[tuple[float, float, float, float]]:
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    extents = [text.get_window_extent(renderer) for text in found if text.get_text().strip("\u200f ")]
    return [(box.x0, box.y0, box.x1, box.y1) for box in extents]


def cells(figure: Figure) -> np.ndarray:
    """Return the picture in large squares: an edge that is smoothed in another way changes none of them much."""
    image = Image.open(io.BytesIO(saved(figure, "png", dpi=100))).convert("RGB")
    wide, high = (side // CELL * CELL for side in image.size)
    grid = np.asarray(image, dtype=float)[:high, :wide]
    return grid.reshape(high // CELL, CELL, wide // CELL, CELL, 3).mean(axis=(1, 3))


def farthest(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one - other).max())


def test_the_sheet_looks_as_it_did(layers: Layers) -> None:
    figure = draw_sheet(layers, Options(as_of=AS_OF, title="Golden")).figure
    drawn = cells(figure)
    if os.environ.get("KHARITA_GOLDEN") == "write":
        Image.fromarray(drawn.round().astype(np.uint8)).save(GOLDEN)
    golden = np.asarray(Image.open(GOLDEN), dtype=float)
    assert golden.shape == drawn.shape
    assert farthest(drawn, golden) < MOST_OFF
    # The same measure tells when something is missing.
    chart = next(axes for axes in figure.axes if axes.get_zorder() == 3)
    key = next(axes for axes in figure.axes if axes.get_zorder() == 4)
    heads = [patch for patch in chart.patches if isinstance(patch, Polygon) and patch.get_zorder() == 3.3]
    label = next(text for text in chart.texts if text.get_text() == "Benghazi")
    assert heads
    for hidden in ([key], [label], [*heads, *(line for line in chart.lines if 3 <= line.get_zorder() < 3.3)]):
        for artist in hidden:
            artist.set_visible(False)
        assert farthest(cells(figure), golden) > MOST_OFF
        for artist in hidden:
            artist.set_visible(True)


def test_the_map_and_what_is_around_it_is_there(english: Sheet) -> None:
    written = " | ".join(texts(english.figure))
    for name in ("Benghazi", "Damascus", "Tripoli", "Idlib", "12 flights"):
        assert name in written
    for words in (
        "Assault",
        "Fighters and arms",
        "Claimed",
        "Denied",
        " km",
        "N",
        "30°N",
        "20°E",
        "Disputed border",
    ):
        assert words in written
    for words in ("As of 120630Z MAR 20", "Who says", "Place known as", "exact place", "Sources", "Not on the map"):
        assert words in written
    for words in ("GeoNames (CC BY 4.0)", "Made with Natural Earth", "de facto", "equal-area", "country=LY,SY"):
        assert words in written
    assert any(patch.get_gid() == "locator" for patch in english.figure.findobj(PathPatch))


def test_each_flow_has_its_curve_and_its_arrowhead(english: Sheet, layers: Layers) -> None:
    chart = next(axes for axes in english.figure.axes if axes.get_zorder() == 3)
    heads = [patch for patch in chart.patches if isinstance(patch, Polygon) and patch.get_zorder() == 3.3]
    curves = [line for line in chart.lines if line.get_zorder() == 3.1]
    assert len(heads) == len(curves) == int(layers.flows.geometry.notna().sum())
    assert all(len(line.get_xdata()) > 5 for line in curves)


def test_numbers_on_the_map_lead_to_the_list(english: Sheet) -> None:
    listed = [item.number for item in english.listing.items if item.number.isdigit()]
    chart = next(axes for axes in english.figure.axes if axes.get_zorder() == 3)
    badges = [text.get_text() for text in chart.texts if text.get_bbox_patch() is not None]
    on_map = {number for text in badges for number in text.split("·")}
    assert listed
    assert on_map <= set(listed)
    assert len(on_map) >= 0.6 * len(listed)


def test_the_scale_bar_is_true_in_the_middle_of_the_map(english: Sheet) -> None:
    view = english.chart.view
    left, bottom, right, top = view.pixels
    middle = np.array([[(left + right) / 2, (bottom + top) / 2]])
    per_km = (right - left) / view.km_across
    for aside in ((100.0, 0.0), (0.0, 100.0)):
        one, two = view.to_positions(np.vstack([middle, middle + np.array(aside)]))
        assert distance_km(*one, *two) * per_km == pytest.approx(100.0, rel=0.01)


def test_an_arabic_sheet_is_mirrored(english: Sheet, arabic: Sheet) -> None:
    assert arabic.plan.key.x < arabic.plan.tables[0].x
    assert english.plan.key.x > english.plan.map.x
    written = " | ".join(texts(arabic.figure))
    for words in ("دمشق", "من يقول", "مارس 2020", "120630Z MAR 20", "ليس على الخريطة", "هجوم"):
        assert words in written
    list_axes = next(axes for axes in arabic.figure.axes if axes.get_zorder() == 6)
    heads = {text.get_text(): text.get_window_extent().x1 for text in list_axes.texts[:7]}
    assert heads["رقم"] > heads["متى"] > heads["أين"] > heads["كيف روي"]


@pytest.mark.parametrize(("name", "language"), [*((name, "en") for name in TLP), ("RED", "ar")])
def test_handling_marks_stand_at_the_right_of_header_and_footer(name: str, language: str) -> None:
    sheet = draw_sheet(build_layers(empty_tables()), Options(tlp=name, language=language))
    marks = [text for text in sheet.figure.findobj(Text) if text.get_text().startswith("TLP:")]
    width, height = sheet.figure.get_size_inches() * sheet.figure.dpi
    assert [text.get_text() for text in marks] == [f"TLP:{name}"] * 2
    for text in marks:
        assert text.get_color() == TLP[name]
        assert text.get_fontsize() >= 12
        assert text.get_window_extent().x1 > 0.94 * width
        ground = next(patch for patch in text.axes.patches if patch.get_gid() == "tlp")
        assert ground.get_facecolor() == (0, 0, 0, 1)
    heights = sorted(text.get_window_extent().y0 / height for text in marks)
    assert heights[0] < 0.06
    assert heights[1] > 0.92


def test_without_a_mark_there_is_none(arabic: Sheet) -> None:
    assert not any("TLP" in text for text in texts(arabic.figure))


CASES = [
    (0, "a4", True, "en"),
    (1, "a4", False, "ar"),
    (2, "letter", True, "ar"),
    (3, "letter", False, "en"),
    (4, "16:9", True, "en"),
    (5, "16:9", True, "ar"),
    (6, "a4", True, "ar"),
    (7, "16:9", False, "en"),
    (8, "a4", False, "en"),
    (9, "letter", True, "en"),
]


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[pytest.mark.slow] if case[0] > 1 else []) for case in CASES], ids=str
)
def test_no_label_lies_on_another_or_leaves_the_page(case: tuple[int, str, bool, str]) -> None:
    seed, page, landscape, language = case
    title = "A title that is far too long for any page " * 5 if seed % 2 else "عنوان " * 40
    options = Options(page=page, landscape=landscape, language=language, title=title, tlp="RED", as_of=AS_OF)
    sheet = draw_sheet(crowd(seed), options)
    figure = sheet.figure
    assert len(sheet.chart.names) > 15
    assert [pair for pair in combinations(sheet.chart.names, 2) if _meet(*pair, spare=2.0, more=0.0)] == []
    left, bottom, right, top = sheet.chart.view.pixels
    assert all(left <= box[0] and box[2] <= right and bottom <= box[1] and box[3] <= top for box in sheet.chart.names)
    width, height = figure.get_size_inches() * figure.dpi
    everything = boxes_of(figure.findobj(Text), figure)
    assert all(box[0] > 0 and box[2] < width and box[1] > 0 and box[3] < height for box in everything)
    around = [axes for axes in figure.axes if axes.get_zorder() != 3]
    words = boxes_of((text for axes in around for text in axes.texts), figure)
    assert [pair for pair in combinations(words, 2) if _meet(*pair)] == []


def _meet(one: tuple[float, ...], two: tuple[float, ...], spare: float = 4.0, more: float = 3.0) -> bool:
    """Say whether two boxes share more than the air around letters (in pixels, a 300th of an inch)."""
    across = min(one[2], two[2]) - max(one[0], two[0])
    upwards = min(one[3], two[3]) - max(one[1], two[1])
    return across > spare and upwards > spare + more


def test_long_texts_end_in_an_ellipsis(layers: Layers) -> None:
    written = texts(draw_sheet(layers, Options(title="word " * 100)).figure)
    title = next(text for text in written if text.startswith("word"))
    assert title.endswith("word…")


def test_an_empty_workspace_gives_a_sheet_that_says_so() -> None:
    written = " | ".join(texts(draw_sheet(build_layers(empty_tables()), Options()).figure))
    for words in ("No events and no flows", "LIBYA", "0 events", "no filters"):
        assert words in written


def test_texts_that_look_like_formulas_or_commands_are_drawn_as_they_are() -> None:
    title = "$\\frac{1}{0}$ \u202e${evil} <script>\n\x00\x1b[31m 東京"
    sheet = draw_sheet(layers_of(hostile_reading()), Options(title=title))
    saved(sheet.figure, "png", dpi=30)
    written = texts(sheet.figure)
    assert any(text.startswith("$\\frac{1}{0}$ ${evil} <script> [31m □□") for text in written)
    assert not any(set(text) & set("\x00\x1b\u202e\n") for text in written)
    assert not any(text.get_parse_math() for text in sheet.figure.findobj(Text) if "$" in text.get_text())


def test_a_grey_sheet_has_no_colour_and_its_symbols_stay_apart(layers: Layers) -> None:
    figure = draw_sheet(layers, Options(grey=True)).figure
    image = np.asarray(Image.open(io.BytesIO(saved(figure, "png", dpi=60))).convert("RGB")).astype(int)
    inked = (INK[1:3], INK[3:5], INK[5:7])
    slack = max(int(part, 16) for part in inked) - min(int(part, 16) for part in inked)
    assert int((image.max(axis=2) - image.min(axis=2)).max()) <= max(2, slack)


@pytest.mark.parametrize(("options", "named"), [(Options(page="a3"), "a3"), (Options(tlp="WHITE"), "TLP:WHITE")])
def test_a_page_or_mark_that_is_none_is_named(layers: Layers, options: Options, named: str) -> None:
    with pytest.raises(ExportError, match=named):
        draw_sheet(layers, options)
