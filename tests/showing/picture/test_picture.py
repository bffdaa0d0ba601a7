import io
import re
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from geo.coordinates import distance_km
from geo.errors import ExportError
from geo.model import Reading
from geo.showing import labels
from geo.showing.layers import Layers, build_layers
from geo.showing.picture import DPI, SIZE_INCHES, draw, picture, write_picture
from geo.showing.picture.ground import scale_length
from geo.showing.picture.text import drawable, shortened
from geo.showing.picture.view import beyond, bounds_of, fit
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
from tests.browser.sample import hostile_reading, sample_reading
from tests.builders import (
    BENGHAZI,
    DAMASCUS,
    TRIPOLI,
    document,
    event,
    evidence,
    flow,
    mention,
    place,
    reading,
    sample_tables,
)


def layers_of(*readings: Reading) -> Layers:
    return build_layers(tabulate(corroborate(readings)))


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def overlaps(boxes: list[tuple[float, float, float, float]]) -> list[tuple[object, object]]:
    def meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
        return one[0] < two[2] - 1 and two[0] < one[2] - 1 and one[1] < two[3] - 1 and two[1] < one[3] - 1

    return [(one, two) for one, two in combinations(boxes, 2) if meet(one, two)]


def crowd(seed: int, n: int = 45) -> Layers:
    """Return places in clusters, with events and flows between them."""
    random = np.random.default_rng(seed)
    centres = [(20.1, 32.1), (36.3, 33.5), (13.2, 32.9), (36.7, 35.9)]
    places = []
    for number in range(n):
        lon, lat = centres[number % 4] + random.normal(0, 0.9, 2)
        names = {"name": f"Place {number} of {seed}", "name_ar": f"موضع رقم {number}"}
        places.append(place(**names, lon=float(lon), lat=float(lat), id=f"p{number}", kind="town"))
    quote = "س" * 30
    text = "\n".join("س" * 30 for _ in range(3 * n))
    return layers_of(
        reading(
            document=document(text=text),
            mentions=tuple(mention(start=30 * i, text="سسسس", place=one) for i, one in enumerate(places)),
            events=tuple(
                event(places=(one,), type=kind, evidence=evidence(start=31 * i, quote=quote))
                for i, (one, kind) in enumerate(zip(places, ["ASSAULT", "CONSULT", "AID"] * n, strict=False))
                if i % 2
            ),
            flows=tuple(
                flow(
                    origin=one,
                    destination=two,
                    count=i,
                    unit="flights",
                    evidence=evidence(start=31 * i, quote="س" * 30),
                )
                for i, (one, two) in enumerate(zip(places, places[::-1], strict=True))
                if i % 9 == 4
            ),
        )
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_picture_is_a_png_of_a_slide_and_the_same_each_time(layers: Layers, language: str) -> None:
    data = picture(layers, language=language)
    assert data.startswith(b"\x89PNG")
    height, width, _ = pixels(data).shape
    assert (width, height) == (int(SIZE_INCHES[0] * DPI), int(SIZE_INCHES[1] * DPI))
    assert picture(layers, language=language) == data
    assert b"tEXt" not in data  # no time, no version of a program


def test_places_legend_scale_credits_and_dates_are_written(layers: Layers) -> None:
    written = texts(draw(layers)[0])
    for name in ("Benghazi", "Damascus", "Tripoli", "As-Suwayda", "Hmeimim air base", "Tuweisha", "Idlib", "Ghouta"):
        assert name in written
    for words in ("Assault", "Fighters and arms", "Claimed", "Denied", "500 km", "12 flights", "N"):
        assert words in written
    joined = " | ".join(written)
    assert "GeoNames (CC BY 4.0)" in joined
    assert "Natural Earth" in joined
    assert "1 Feb – 1 Apr 2020" in joined


def test_an_arabic_page_speaks_arabic_and_runs_from_right_to_left(layers: Layers) -> None:
    figure = draw(layers, language="ar")[0]
    written = texts(figure)
    for words in ("بنغازي", "دمشق", "هجوم", "ش"):
        assert words in written
    map_axes, key_axes = figure.axes
    assert key_axes.get_position().x0 < map_axes.get_position().x0


def test_a_layer_that_is_not_shown_is_not_drawn_nor_in_the_legend(layers: Layers) -> None:
    written = texts(draw(layers, shown=("places",))[0])
    assert "Benghazi" in written
    assert not {"Assault", "12 flights", "Claimed", "eastern Libya"} & set(written)


@pytest.mark.parametrize("seed", [pytest.param(n, marks=[pytest.mark.slow] if n > 2 else []) for n in range(10)])
def test_no_name_lies_on_another_or_leaves_the_map(seed: int) -> None:
    figure, boxes = draw(crowd(seed), language="ar" if seed % 2 else "en")
    assert len(boxes) > 15
    assert overlaps(boxes) == []
    frame = figure.axes[0].get_window_extent()
    assert all(frame.x0 <= box[0] and box[2] <= frame.x1 and frame.y0 <= box[1] and box[3] <= frame.y1 for box in boxes)


def test_names_without_room_are_counted() -> None:
    assert any(re.fullmatch(r"Names without room: \d+", text) for text in texts(draw(crowd(3, 110))[0]))


def test_an_empty_workspace_gives_a_map_of_the_region() -> None:
    figure, boxes = draw(build_layers(empty_tables()))
    assert boxes
    assert {"LIBYA", "SYRIA"} <= set(texts(figure))


def test_texts_that_look_like_formulas_or_commands_are_drawn_as_they_are() -> None:
    title = r"$\frac{1}{0}$ ${evil} <script>" + "\n\x00" + "東京" + " word" * 60
    figure, _ = draw(layers_of(hostile_reading()), title=title)
    figure.canvas.draw()
    heading = next(text for text in texts(figure) if "frac" in text)
    assert heading.startswith(r"$\frac{1}{0}$ ${evil} <script> □□ word")
    assert len(heading) <= 90
    assert not any(text.get_parse_math() for text in figure.findobj(Text) if "frac" in text.get_text())


def test_what_is_known_to_an_area_is_drawn_as_one() -> None:
    from tests.builders import LIBYA

    def pink(layers: Layers) -> int:
        image = pixels(picture(layers)).astype(int)
        map_part = image[150:1000, 70:1500]
        return int(((map_part[..., 0] - map_part[..., 1]) > 8).sum())

    known = layers_of(reading(events=(event(places=(LIBYA,)), event(places=(TRIPOLI,)))))
    pinned = layers_of(reading(events=(event(places=(TRIPOLI,)), event(places=(BENGHAZI,)))))
    assert pink(known) > 20 * pink(pinned) + 100_000


def test_a_flow_is_drawn_with_its_arrowhead_at_the_destination() -> None:
    shown = layers_of(reading(flows=(flow(cargo=("fighters",)),)))
    image = pixels(picture(shown)).astype(int)
    wine = (abs(image - np.array([0x88, 0x22, 0x55])).sum(axis=2) < 12)[100:1000, 70:1550]
    columns = np.flatnonzero(wine.any(axis=0))
    thickness = wine.sum(axis=0)
    left, right = columns[:25], columns[-25:]
    assert thickness[left].max() > 2 * thickness[right].max()  # Benghazi, the destination, is in the west


def test_the_scale_is_true_at_the_latitude_that_it_names() -> None:
    figure = Figure(figsize=(10, 6))
    axes = figure.add_axes((0, 0, 1, 1))
    view = fit(axes, (10, 20, 40, 36))
    across = distance_km(view.west, view.latitude, view.east, view.latitude)
    assert view.km_per_degree * (view.east - view.west) == pytest.approx(across, rel=0.02)
    box = axes.get_window_extent()
    upwards = distance_km(25, view.latitude - 0.5, 25, view.latitude + 0.5) / (box.height / (view.north - view.south))
    sideways = view.km_per_degree / (box.width / (view.east - view.west))
    assert upwards == pytest.approx(sideways, rel=0.01)


@pytest.mark.parametrize("width", [0.02, 0.3, 3, 47, 812, 2600, 40_000])
def test_the_scale_bar_is_round_and_fits(width: float) -> None:
    assert f"{scale_length(width):.3f}".replace(".", "").strip("0") in {"1", "2", "5"}
    assert width / 15 <= scale_length(width) <= width / 3


def test_one_record_far_away_does_not_shrink_the_rest_and_is_named() -> None:
    washington = place(name="Washington", country="US", lat=38.9, lon=-77.0)
    kinds = ("AID", "ASSAULT", "CONSULT", "ACCUSE")
    near = [event(places=(one,), type=kind) for one in (BENGHAZI, DAMASCUS, TRIPOLI) for kind in kinds]
    far = layers_of(reading(events=(*near, event(places=(washington,)))))
    west, _, east, _ = bounds_of(far)
    assert west > 5
    assert east < 45
    figure = Figure()
    assert beyond(far, fit(figure.add_axes((0, 0, 1, 1)), bounds_of(far)), "en") == ["Washington"]
    assert any("Beyond the edge: Washington" in text for text in texts(draw(far)[0]))


@pytest.mark.parametrize(("lon", "lat"), [(179.5, -17.0), (20.0, 89.0), (0.0, -89.5)])
def test_places_at_the_edges_of_the_world_are_drawn(lon: float, lat: float) -> None:
    edge = place(name="Edge", lon=lon, lat=lat)
    assert draw(layers_of(reading(events=(event(places=(edge,)),))))[0]


def test_a_file_that_is_there_is_left_alone(layers: Layers, tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    write_picture(layers, path)
    before = path.read_bytes()
    with pytest.raises(ExportError, match="there already"):
        write_picture(layers, path)
    assert path.read_bytes() == before


def test_drawing_leaves_matplotlibs_own_state_alone() -> None:
    import matplotlib as mpl
    from matplotlib import _pylab_helpers

    before = dict(mpl.rcParams)
    picture(build_layers(sample_tables()))
    assert dict(mpl.rcParams) == before
    assert not _pylab_helpers.Gcf.figs


def test_letters_that_the_font_lacks_become_boxes_and_controls_go() -> None:
    assert drawable("دمشق\u202e 東\x07") == "دمشق □"
    assert shortened("a" * 50, 10) == "a" * 9 + "…"


def test_every_word_of_the_picture_is_there_in_each_language() -> None:
    from geo.showing.picture import text

    for key, entry in tomllib.loads(text._WORDS_FILE.read_text(encoding="utf-8")).items():
        assert set(entry) == set(labels.LANGUAGES), key
        fields = {language: set(re.findall(r"{(\w+)}", words)) for language, words in entry.items()}
        assert fields["en"] == fields["ar"], key
