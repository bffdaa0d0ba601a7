"""Made-up cells, bundles and shaded squares, as a viewport of many records has them."""

import random
from collections.abc import Sequence
from dataclasses import replace

import geopandas
import pandas as pd
from shapely.geometry import LineString, Point, box

from geo.coordinates import flow_curve
from geo.showing import style
from geo.showing.layers import BUNDLE_COLUMNS, CELL_COLUMNS, HEAT_COLUMNS, Layers, build_layers
from geo.workspace.tables import empty_tables
from tests.browser.sample import ATTACKS

CRS = "EPSG:4326"
WIDE, HIGH = 1.32, 1.13  # degrees: some 60 pixels at zoom 6 between 20 and 37 degrees north
VIEW = {"center": [29.0, 24.5], "zoom": 6}


def _frame(rows: Sequence[Sequence[object]], columns: Sequence[str], shapes: Sequence[object]):
    return geopandas.GeoDataFrame(pd.DataFrame(rows, columns=list(columns)), geometry=list(shapes), crs=CRS)


def cells(n: int, *, seed: int = 1) -> geopandas.GeoDataFrame:
    """Return cells side by side, each with some types of events, anywhere within it."""
    draw = random.Random(seed)
    palette = style.load_palette()
    rows, shapes = [], []
    for number in range(n):
        west, south = round(10 + (number // 14) * WIDE, 4), round(21 + (number % 14) * HIGH, 4)
        sides = (west, south, round(west + WIDE, 4), round(south + HIGH, 4))
        types = draw.sample(list(palette.events), draw.choice([1, 1, 2, 3, 4, 6]))
        parts = tuple((name, int(draw.paretovariate(0.7))) for name in palette.events if name in types)
        total = sum(count for _, count in parts)
        rows.append((_cell_id(sides), total, parts, *sides, style.cell_radius(total)))
        shapes.append(Point(draw.uniform(sides[0], sides[2]), draw.uniform(sides[1], sides[3])))
    return _frame(rows, CELL_COLUMNS, shapes)


def cell(west: float, south: float, parts: Sequence[tuple[str, int]]) -> geopandas.GeoDataFrame:
    """Return one cell, its events in its middle."""
    sides = (west, south, west + 2, south + 2)
    total = sum(count for _, count in parts)
    row = (_cell_id(sides), total, tuple(parts), *sides, style.cell_radius(total))
    return _frame([row], CELL_COLUMNS, [Point(west + 1, south + 1)])


def _cell_id(sides: Sequence[float]) -> str:
    return "cell|" + ",".join(f"{side:.5f}" for side in sides)


def heat(of: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return these cells as shaded squares."""
    palette = style.load_palette()
    most = int(of["n"].max())
    levels = [style.heat_level(int(n), most) for n in of["n"]]
    rows = [
        (name, n, level, palette.heat[level], style.HEAT_OPACITY)
        for name, n, level in zip(of["id"], of["n"], levels, strict=True)
    ]
    sides = zip(of["west"], of["south"], of["east"], of["north"], strict=True)
    return _frame(rows, HEAT_COLUMNS, [box(*side) for side in sides])


def bundles(n: int, *, seed: int = 2, name: str = "Place") -> geopandas.GeoDataFrame:
    """Return bundles between made-up places, no pair twice."""
    draw = random.Random(seed)
    palette = style.load_palette()
    places = [(number, draw.uniform(10, 52), draw.uniform(20, 40)) for number in range(60)]
    pairs = draw.sample([(one, other) for one in places for other in places if one != other], n)
    rows, shapes = [], []
    for origin, destination in pairs:
        told = [status for status in palette.statuses if draw.random() < 0.5] or ["reported"]
        statuses = tuple((status, int(draw.paretovariate(1))) for status in told)
        look, total = palette.statuses[told[0]], sum(count for _, count in statuses)
        flow = palette.flows[draw.choice(list(palette.flows))]
        colour = palette.denied_colour if look.struck else flow.colour
        ends = [(f"p{10_000 + end[0]}", f"{name} {end[0]}", f"مكان {end[0]}") for end in (origin, destination)]
        ident = f"bundle|{ends[0][0]}|{ends[1][0]}"
        rows.append(
            (ident, *ends[0], *ends[1], total, statuses, total, colour, look.dash, look.struck, style.flow_width(total))
        )
        shapes.append(LineString(flow_curve(*origin[1:], *destination[1:], steps=16)))
    return _frame(rows, BUNDLE_COLUMNS, shapes)


def crowd(
    found: geopandas.GeoDataFrame | None = None, ways: geopandas.GeoDataFrame | None = None, *, of: Layers | None = None
) -> Layers:
    """Return layers with these cells (shaded, too) and bundles; places and areas of other layers, or none."""
    layers = of or build_layers(empty_tables())
    layers = replace(layers, cells=layers.cells if found is None else found)
    layers = replace(layers, bundles=layers.bundles if ways is None else ways)
    return layers if found is None else replace(layers, heat=heat(found))


def own_layer(text: str = "Well", *, colour: str = "#117733") -> dict[str, object]:
    """Return a layer of the reader's own with every type of geometry; its texts are what is given."""
    ring = [[20, 28], [22, 28], [22, 30], [20, 28]]
    shapes: list[dict[str, object] | None] = [
        {"type": "Point", "coordinates": [18.0, 30.0]},
        {"type": "MultiPoint", "coordinates": [[17.0, 27.0], [17.5, 27.0]]},
        {"type": "LineString", "coordinates": [[15, 28], [16, 29]]},
        {"type": "MultiLineString", "coordinates": [[[15, 26], [16, 27]], [[14, 26], [14, 27]]]},
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "MultiPolygon", "coordinates": [[[[x + 4, y] for x, y in ring]]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [19.0, 26.0]}]},
        None,
    ]
    features = [
        {
            "type": "Feature",
            "geometry": shape,
            "properties": {"label": f"{text} {number}", text: text, "__proto__": text},
        }
        for number, shape in enumerate(shapes)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return {
        "name": text,
        "source": f"{text} office",
        "colour": colour,
        "features": collection,
        "label_property": "label",
    }


def candidates(text: str = "") -> list[dict[str, object]]:
    """Return what a name may have meant: one winner, two losers, and one that is nowhere; ``text`` in every field."""

    def one(place_id: str, lat: float | None, lon: float | None, score: float, *, won: bool = False):
        return {
            "place_id": place_id + text,
            "name": f"Tripoli{text}",
            "name_ar": f"طرابلس{text}",
            "country": "LY" if won else "LB",
            "kind": "city",
            "lat": lat,
            "lon": lon,
            "score": score,
            "reason": f"named beside Benghazi{text}",
            "won": won,
        }

    return [
        one("b", 34.44, 35.83, 0.31),
        one("a", 32.88, 13.19, 0.82, won=True),
        one("c", 37.51, 22.37, 0.12),
        one("d", None, None, 0.05),
    ]


ATTACK = " ".join(ATTACKS)
