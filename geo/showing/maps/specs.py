"""Layers as plain data for the page: one GeoJSON collection a layer, small, with a card for each symbol.

Geometry that the page has anyway (countries, first-level areas) is named by its key and not sent.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.coordinates import to_latlon
from geo.showing import cards, labels, style
from geo.showing.extent import extent_of
from geo.showing.layers import Layers
from geo.showing.maps import gathered
from geo.showing.maps.assets import drawn_by_browser

__all__ = ["DECIMALS", "Spec", "bounds_of", "layer_spec", "script_json", "tellings_for"]

_SMOOTHED_DEGREES = 0.01  # parts and circles are soft on the map: finer than this is not seen

DECIMALS = 4
"""11 m: enough for a screen; exports keep six."""

_CARD_WORDS = ("more", "cell_hint", "bundle_hint", "zoom_to")
_VICINITY = 2  # where_prec of what is known to be near a place
_LONGEST_NAME = 32
_SHOWN = ("heading", "status", "status_words", "when", "language", "by_whom", "source")  # of a telling, in a pop-up
_TELLINGS = ((400, 4), (1000, 2), (2500, 1))  # up to so many symbols, so many tellings in each pop-up

_TEMPLATE = re.compile(r"\{(?=[{%#])")

Spec = dict[str, Any]


def script_json(value: object) -> str:
    r"""Write a value as JSON that is safe inside of a script, whatever a document's text holds.

    ``<``, ``>``, ``&`` and quotes of HTML become escapes (no ``</script>``, no comment, no markup), so do the two line
    separators of Unicode. Backticks and ``${`` mean nothing inside of a JSON string.

    Branca compiles the script that an element writes as a Jinja template once more, on the server: ``{{``, ``{%`` and
    ``{#`` in a document's text would be run there. JSON itself has no such pair, so that all of them are escaped.

    Examples
    --------
    >>> script_json({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&'`\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return _TEMPLATE.sub(r"\\u007b", text)


def _feature(geometry: Mapping[str, Any] | None, properties: Mapping[str, Any]) -> Spec:
    return {"type": "Feature", "geometry": geometry, "properties": dict(properties)}


def _geojson(shape: BaseGeometry, decimals: int) -> Spec:
    mapped = json.loads(shapely.to_geojson(shape))
    return {"type": mapped["type"], "coordinates": gathered.rounded(mapped["coordinates"], decimals)}


def _card(card: cards.Card) -> Spec:
    return {
        "title": card.title,
        "subtitle": card.subtitle,
        "tellings": [_telling(telling) for telling in card.tellings],
        "more": card.more,
    }


def _telling(telling: cards.Telling) -> Spec:
    row = {name: getattr(telling, name) for name in _SHOWN if getattr(telling, name)}
    return {**row, "pieces": [[text, int(marked)] for text, marked in telling.pieces]}


def tellings_for(n_symbols: int) -> int:
    """Say how many tellings a pop-up brings along: what a map of many symbols sends must not grow with them.

    The rest is shown beneath the map when a symbol is selected.

    Examples
    --------
    >>> tellings_for(50), tellings_for(100_000)
    (4, 0)
    """
    return next((tellings for most, tellings in _TELLINGS if n_symbols <= most), 0)


def layer_spec(
    layers: Layers,
    name: str,
    language: str,
    *,
    sources: cards.Sources | None = None,
    limit: int = cards.MAX_TELLINGS,
    decimals: int = DECIMALS,
) -> Spec:
    """Return one layer as the page's script wants it.

    Parameters
    ----------
    layers
        See `geo.showing.layers.build_layers`.
    name
        One of `geo.showing.layers.MAP_LAYERS`.
    language
        Of names and words; sentences stay as they are.
    sources
        Of the layers' tables, where several layers are wanted.
    limit
        How many tellings a pop-up brings along.
    decimals
        Of the coordinates sent: what the zoom can show.
    """
    if name == "heat":
        return gathered.heat_spec(layers, decimals=decimals)
    make = {"places": _places, "areas": _areas, "events": _events, "flows": _flows}
    found = {
        "places": cards.place_cards,
        "areas": cards.area_cards,
        "events": cards.symbol_cards,
        "flows": cards.flow_cards,
    }
    looks: dict[str, Spec] = {}
    features = make[name](layers, language, looks, decimals)
    told = found[name](layers, language, sources or cards.Sources(layers.tables), limit=limit)
    spec = {
        "name": name,
        "direction": labels.direction(language),
        "words": {key: labels.words(language)[key] for key in _CARD_WORDS},
        "looks": looks,
        "features": features,
        "cards": {key: _card(card) for key, card in told.items()},
    }
    if name == "events" and len(layers.cells):
        spec |= gathered.cells_spec(layers, language, looks, decimals=decimals)
    if name == "flows" and len(layers.bundles):
        spec |= gathered.bundles_spec(layers, language, decimals=decimals)
    return spec


def _look(looks: dict[str, Spec], row: Mapping[Any, Any]) -> str:
    """Put a look into the table of looks and return its key: many symbols share few."""
    key = f"{row['shape']}-{row['colour']}-{row['fill']}-{int(row['struck'])}"
    looks.setdefault(
        key,
        {
            "outline": [list(point) for point in style.load_palette().shapes[row["shape"]]],
            "colour": row["colour"],
            "tint": style.tint(row["colour"]),
            "fill": row["fill"],
            "struck": bool(row["struck"]),
        },
    )
    return key


def _short(name: str) -> str:
    """Cut a name that would cover the map; the pop-up has all of it."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _places(layers: Layers, language: str, looks: dict[str, Spec], decimals: int) -> list[Spec]:  # noqa: ARG001
    return [
        _feature(
            _geojson(row["geometry"], decimals),
            {
                "id": row["id"],
                "name": _short(labels.place_name(row["name"], row["name_ar"], language)),
                "colour": row["colour"],
                "radius_px": float(row["radius_px"]),
                "n_mentions": int(row["n_mentions"]),
                "n_records": int(row["n_events"] + row["n_flows"]),
                "reach_km": float(row["radius_km"]) if row["where_prec"] == _VICINITY else 0.0,
            },
        )
        for row in layers.places.sort_values("n_mentions", ascending=False).to_dict("records")
    ]


def _areas(layers: Layers, language: str, looks: dict[str, Spec], decimals: int) -> list[Spec]:
    glyphs = _area_glyphs(layers, looks)
    features = []
    for row in layers.areas.to_dict("records"):
        if row["drawn"] == "label" and not row["n_events"] + row["n_flows"]:
            continue  # a name across half a continent tells nothing and looks like the name of what lies under it
        sent = row["geometry"] is not None and row["area"] not in drawn_by_browser()
        shape = row["geometry"].simplify(_SMOOTHED_DEGREES) if sent else None
        features.append(
            _feature(
                _geojson(shape, decimals) if shape is not None else None,
                {
                    "id": row["id"],
                    "key": row["area"],
                    "name": _short(labels.place_name(row["name"], row["name_ar"], language)),
                    "colour": row["colour"],
                    "opacity": float(row["opacity"]),
                    "soft": row["drawn"] == "vicinity" or str(row["area"]).startswith("part:"),
                    "label": gathered.rounded([float(row["label_lon"]), float(row["label_lat"])], decimals),
                    "glyphs": glyphs.get(row["id"], []),
                    "n_mentions": int(row["n_mentions"]),
                    "n_records": int(row["n_events"] + row["n_flows"]),
                },
            )
        )
    return features


def _area_glyphs(layers: Layers, looks: dict[str, Spec]) -> dict[str, list[Spec]]:
    """Return what happened somewhere in each area: a symbol a type, of the strongest status, and how many."""
    palette = style.load_palette()
    return {
        str(row["id"]): [
            {"look": _look(looks, _dressed(palette, kind, status)), "n": int(n)} for kind, status, n in row["glyphs"]
        ]
        for row in layers.areas.to_dict("records")
    }


def _dressed(palette: style.Palette, kind: str, status: str) -> Spec:
    """Say how an event of a type and status looks."""
    told, look = palette.events[kind], palette.statuses[status]
    colour = palette.denied_colour if look.struck else told.colour
    return {"shape": told.shape, "colour": colour, "fill": look.fill, "struck": look.struck}


def _events(layers: Layers, language: str, looks: dict[str, Spec], decimals: int) -> list[Spec]:  # noqa: ARG001
    dots = dict(zip(layers.places["id"], layers.places["radius_px"], strict=True))
    return [
        _feature(
            _geojson(row["geometry"], decimals),
            {
                "id": row["id"],
                "look": _look(looks, row),
                "n": int(row["n"]),
                "radius_px": float(row["radius_px"]),
                "anchor_px": float(dots.get(row["place_id"], 0.0)),
            },
        )
        for row in layers.symbols.sort_values(["n", "id"], ascending=[False, True]).to_dict("records")
    ]


def _flows(layers: Layers, language: str, looks: dict[str, Spec], decimals: int) -> list[Spec]:
    dots = dict(zip(layers.places["id"], layers.places["radius_px"], strict=True))
    looks["cross"] = {"outline": [list(point) for point in style.load_palette().shapes["cross"]]}
    drawn = layers.flows[layers.flows.geometry.notna() | (layers.flows["stub"] != "")]
    return [
        _feature(
            _way(row, decimals),
            {
                "id": row["id"],
                "colour": row["colour"],
                "width": float(row["width"]),
                "dash": row["dash"],
                "struck": bool(row["struck"]),
                "stub": row["stub"],
                "chip": _short(labels.amount(row, language)) if row["count"] != 1 else "",
                "start_px": float(dots.get(row["origin_id"], 0.0)),
                "end_px": float(dots.get(row["destination_id"], 0.0)) + 2.0,
            },
        )
        for row in drawn.sort_values(["amount", "id"]).to_dict("records")
    ]


def _way(row: Mapping[Any, Any], decimals: int) -> Spec:
    """Return the line of a flow; the point of its known end where the other is not told."""
    if row["geometry"] is None:
        return _geojson(_known_end(row), decimals)
    return {"type": "LineString", "coordinates": gathered.line_points(row["geometry"], decimals)}


def _known_end(row: Mapping[Any, Any]) -> BaseGeometry:
    end = "destination" if row["stub"] == "in" else "origin"
    return shapely.Point(float(row[f"{end}_lon"]), float(row[f"{end}_lat"]))


def bounds_of(layers: Layers) -> list[list[float]] | None:
    """Return the corners, latitude first, of what the map should show at first; None where nothing has a place."""
    box = gathered.extent_of_cells(layers) if len(layers.cells) else extent_of(layers)
    return [list(to_latlon(*box[:2])), list(to_latlon(*box[2:]))] if box else None
