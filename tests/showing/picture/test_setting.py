"""The picture of a map as it is: its box, its layers, what is selected, the mark, the account; all of it is drawn."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from benchmarks.generated import generate
from geo.coordinates import distance_km
from geo.model import Reading
from geo.showing.explore import Exploration, explore, frame_of
from geo.showing.layers import LAYERS, MAP_LAYERS, Layers, build_layers
from geo.showing.picture import Account, Mark, Setting, draw, picture
from geo.showing.picture.crowds import moved_apart
from geo.showing.picture.selected import GLOW
from geo.showing.picture.view import fit_window
from geo.workspace.corroborate import corroborate
from geo.workspace.filters import Filter
from geo.workspace.snapshot import open_snapshot
from geo.workspace.tabulate import tabulate
from tests.browser.sample import sample_reading
from tests.builders import BENGHAZI, DAMASCUS, event, flow, reading

LEVANT = (34.0, 32.0, 40.0, 36.0)
LIBYA = (10.0, 28.0, 24.0, 34.0)
AMBER = Mark(text="TLP:AMBER+STRICT", colour="#FFC000")


def layers_of(*readings: Reading) -> Layers:
    return build_layers(tabulate(corroborate(readings)))


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Exploration:
    path = generate(tmp_path_factory.mktemp("large") / "large.gpkg", 1500)
    return explore(open_snapshot(path), Filter(), fold=str.casefold, grades={})


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def pixels(data: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


def near(image: Any, colour: str, reach: int = 30) -> int:
    wanted = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)])
    return int((abs(image - wanted).sum(axis=2) < reach).sum())


def test_the_picture_shows_the_box_of_the_map_and_nothing_of_elsewhere(layers: Layers) -> None:
    written = texts(draw(layers, setting=Setting(box=LEVANT))[0])
    assert "Damascus" in written
    assert "Benghazi" not in written
    assert any(text.startswith("Beyond the edge: ") for text in written)
    assert "Counts: all that is chosen, in the frame or not" in written


def test_a_box_is_shown_whole_and_the_scale_is_true_at_its_middle() -> None:
    view = fit_window(Figure(figsize=(10, 6)).add_axes((0, 0, 1, 1)), LEVANT)
    assert view.west <= LEVANT[0] < LEVANT[2] <= view.east
    assert view.south <= LEVANT[1] < LEVANT[3] <= view.north
    assert view.latitude == 34
    assert view.km_across == pytest.approx(2 * distance_km((view.west + view.east) / 2, 34, view.east, 34), rel=0.01)


@pytest.mark.parametrize(
    "box",
    [
        (-230.0, -85.0, 250.0, 85.0),  # more than the world
        (394.0, 32.0, 400.0, 36.0),  # a copy of the world
        (36.29, 33.51, 36.2901, 33.5101),  # a yard
        (170.0, -20.0, 190.0, -10.0),  # across the antimeridian
        (10.0, 80.0, 30.0, 89.9),
    ],
)
def test_any_view_that_a_map_can_have_is_drawn(layers: Layers, box: tuple[float, float, float, float]) -> None:
    assert picture(layers, setting=Setting(box=box)).startswith(b"\x89PNG")


def test_a_copy_of_the_world_is_the_world(layers: Layers) -> None:
    turned = (LEVANT[0] + 360, LEVANT[1], LEVANT[2] + 360, LEVANT[3])
    assert picture(layers, setting=Setting(box=turned)) == picture(layers, setting=Setting(box=LEVANT))


def test_another_box_is_another_picture_and_the_same_one_the_same(layers: Layers) -> None:
    first = picture(layers, setting=Setting(box=LEVANT, mark=AMBER))
    assert picture(layers, setting=Setting(box=LEVANT, mark=AMBER)) == first
    assert picture(layers, setting=Setting(box=LIBYA, mark=AMBER)) != first


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_mark_stands_at_top_and_bottom_at_the_right_and_nothing_lies_on_it(layers: Layers, language: str) -> None:
    figure = draw(layers, language=language, setting=Setting(mark=AMBER, criteria=Filter(text="x" * 300)))[0]
    marks = [text for text in figure.texts if text.get_text() == "TLP:AMBER+STRICT"]
    assert [mark.get_gid() for mark in marks] == ["mark-top", "mark-bottom"]
    assert all(mark.get_fontsize() >= 12 and mark.get_color() == "#FFC000" for mark in marks)
    boxes = [text.get_window_extent() for text in figure.texts]
    for mark in marks:
        box = mark.get_window_extent()
        assert box.x1 > 0.97 * figure.bbox.width
        others = [other for other, text in zip(boxes, figure.texts, strict=True) if text is not mark]
        assert not any(box.overlaps(other) for other in others)


def test_without_a_mark_there_is_none(layers: Layers) -> None:
    assert not any("TLP" in text for text in texts(draw(layers)[0]))


def test_filters_sources_and_dates_in_the_readers_style_are_written(layers: Layers) -> None:
    setting = Setting(criteria=Filter(types=("ASSAULT",), text="$x$"))
    joined = " | ".join(texts(draw(layers, language="en-x-dtg", setting=setting)[0]))
    assert "filters: type=ASSAULT; text=$x$" in joined
    assert "01 FEB 20 – 01 APR 20" in joined
    assert "Sources: \u2068" in joined or "Sources: " in joined
    arabic = " | ".join(texts(draw(layers, language="ar-x-dtg")[0]))
    assert "المصادر" in arabic
    assert "\u206601 FEB 20 – 01 APR 20\u2069" in arabic


def test_hostile_names_of_sources_and_layers_are_only_text(layers: Layers) -> None:
    account = Account(sources={r"$\frac{1}{0}$ <script>\u202e": 3, "\x00": 1, "N" * 500: 2}, documents=6)
    overlay = {
        "name": r"$\alpha$ ${evil}" + "x" * 200,
        "source": "<b>",
        "colour": "#117733",
        "features": {"features": [{"geometry": {"type": "Point", "coordinates": [36, 34]}}]},
    }
    figure = draw(layers, setting=Setting(account=account, overlays=[overlay]))[0]
    figure.canvas.draw()
    assert not any(text.get_parse_math() for text in figure.findobj(Text) if "$" in text.get_text())
    width = figure.bbox.width
    assert all(text.get_window_extent().x0 >= 0 and text.get_window_extent().x1 <= width for text in figure.texts)


def test_layers_of_the_users_own_are_drawn_in_their_colour_and_bad_shapes_are_left_out(layers: Layers) -> None:
    square = [[35.0, 33.0], [37.0, 33.0], [37.0, 35.0], [35.0, 35.0], [35.0, 33.0]]
    shapes: list[Any] = [
        {"type": "Polygon", "coordinates": [square]},
        {"type": "LineString", "coordinates": [[34.5, 32.5], [39, 35.5]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [38, 33]}]},
        {"type": "Point", "coordinates": ["a", None]},
        {"type": "Nonsense"},
        None,
        5,
    ]
    features = {"features": [{"geometry": shape, "properties": {}} for shape in shapes]}
    overlay = {"name": "Camps", "source": "A list", "colour": "#aa00ff", "features": features}
    with_it = picture(layers, setting=Setting(box=LEVANT, overlays=[overlay]))
    without = picture(layers, setting=Setting(box=LEVANT))
    assert near(pixels(with_it), "#aa00ff") > near(pixels(without), "#aa00ff") + 1000
    assert "Camps · A list" in texts(draw(layers, setting=Setting(box=LEVANT, overlays=[overlay]))[0])


@pytest.mark.parametrize("layer", ["events", "places", "flows"])
def test_what_is_selected_has_its_halo_and_the_legend_says_so(layers: Layers, layer: str) -> None:
    table = {"events": layers.symbols, "places": layers.places, "flows": layers.flows[layers.flows.geometry.notna()]}
    selected = (layer, str(table[layer].iloc[0]["id"]))
    data, plain = (picture(layers, setting=Setting(selected=one)) for one in (selected, None))
    assert near(pixels(data), GLOW) > near(pixels(plain), GLOW) + 100
    assert "Selected" in texts(draw(layers, setting=Setting(selected=selected))[0])


def test_what_is_selected_elsewhere_is_not_in_the_legend(layers: Layers) -> None:
    assert "Selected" not in texts(draw(layers, setting=Setting(selected=("places", "none such")))[0])


def test_a_box_that_was_drawn_is_drawn(layers: Layers) -> None:
    chosen = picture(layers, setting=Setting(box=LEVANT, chosen_box=(35.0, 33.0, 38.0, 35.0)))
    assert chosen != picture(layers, setting=Setting(box=LEVANT))


def test_a_flow_with_one_known_end_is_drawn_and_not_called_missing() -> None:
    shown = layers_of(reading(flows=(flow(origin=None, destination=BENGHAZI),), events=(event(places=(DAMASCUS,)),)))
    written = texts(draw(shown)[0])
    assert "One end unknown" in written
    assert "?" in written
    assert not any("unknown end" in text for text in written)


def drawn(large: Exploration, box: tuple[float, float, float, float], zoom: float, **more: Any) -> Figure:
    layers = large.layers(frame_of(box, zoom), flow_measure="claimants", heat=True)
    return draw(layers, shown=MAP_LAYERS, setting=Setting(box=box), **more)[0]


def test_a_large_workspace_has_rings_bundles_and_shading_within_the_frame(large: Exploration) -> None:
    written = texts(drawn(large, (25.0, 28.0, 48.0, 40.0), 6))
    assert {"A ring counts the events around it", "A curve gathers all flows of a way", "Density"} <= set(written)
    rings = [text for text in written if text.isdecimal()]
    assert len(rings) > 20


def test_the_rings_of_a_view_count_what_the_map_counts_there(large: Exploration) -> None:
    box = (25.0, 28.0, 48.0, 40.0)
    layers = large.layers(frame_of(box, 6), flow_measure="claimants")
    inside = layers.cells[layers.cells.geometry.apply(lambda at: 30 < at.x < 44 and 29 < at.y < 39)]
    assert len(inside) > 3
    assert {str(n) for n in inside["n"] if n < 1000} <= set(texts(drawn(large, box, 6)))


def test_a_view_of_a_street_is_drawn_at_once_though_flows_go_far_beyond_it(layers: Layers) -> None:
    lon, lat = layers.places.iloc[0][["lon", "lat"]]
    figure = draw(layers, setting=Setting(box=(lon - 0.002, lat - 0.001, lon + 0.002, lat + 0.001)))[0]
    assert any(text.endswith(" m") for text in texts(figure))
    width, height = figure.bbox.width, figure.bbox.height
    reach = [line.get_window_extent() for line in figure.axes[0].lines]
    assert all(-width < box.x0 and box.x1 < 2 * width and -height < box.y0 and box.y1 < 2 * height for box in reach)


def test_circles_are_moved_apart_and_not_far() -> None:
    random = np.random.default_rng(3)
    at, radii = random.uniform(0, 400, (40, 2)), random.uniform(10, 25, 40)
    moved = moved_apart(at, radii)

    def laps(spots: Any) -> float:
        far = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
        return float(np.clip(radii[:, None] + radii[None] - far, 0, None)[np.triu_indices(40, 1)].sum())

    assert laps(moved) < 0.25 * laps(at)
    assert (np.hypot(*(moved - at).T) <= radii + 1e-6).all()
    assert np.allclose(moved_apart(at[:1], radii[:1]), at[:1])
    two = np.array([[5.0, 5.0], [5.0, 5.0]])
    assert not np.allclose(*moved_apart(two, np.array([2.0, 2.0])))


def test_the_order_of_layers_does_not_matter(layers: Layers) -> None:
    assert picture(layers, shown=LAYERS[::-1]) == picture(layers, shown=LAYERS)


def test_a_picture_can_be_written_with_its_setting(layers: Layers, tmp_path: Path) -> None:
    from geo.showing.picture import write_picture

    write_picture(layers, tmp_path / "map.png", setting=Setting(box=LEVANT))
    assert (tmp_path / "map.png").read_bytes() == picture(layers, setting=Setting(box=LEVANT))
