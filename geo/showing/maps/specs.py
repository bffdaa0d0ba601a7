"""Layers as plain data for the page: one GeoJSON collection a layer, small, with a card for each symbol.

Geometry that the page has anyway (countries, first-level areas) is named by its key and not sent.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.coordinates import round6, to_latlon
from geo.showing import cards, labels, style
from geo.showing.extent import extent_of
from geo.showing.layers import Layers
from geo.showing.maps.assets import drawn_by_browser

__all__ = ["Spec", "bounds_of", "layer_spec", "script_json", "tellings_for"]

_SMOOTHED_DEGREES = 0.01  # parts and circles are soft on the map: finer than this is not seen

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


def _geojson(shape: BaseGeometry) -> Spec:
    mapped = json.loads(shapely.to_geojson(shape))
    return {"type": mapped["type"], "coordinates": _rounded(mapped["coordinates"])}


def _rounded(values: Any) -> Any:
    if isinstance(values, list):
        return [_rounded(value) for value in values]
    return round(values, 4)  # 11 m: enough for a screen; exports keep six decimals


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
    layers: Layers, name: str, language: str, *, sources: cards.Sources | None = None, limit: int = cards.MAX_TELLINGS
) -> Spec:
    """Return one layer as the page's script wants it.

    Parameters
    ----------
    layers
        See `geo.showing.layers.build_layers`.
    name
        One of `geo.showing.layers.LAYERS`.
    language
        Of names and words; sentences stay as they are.
    sources
        Of the layers' tables, where several layers are wanted.
    limit
        How many tellings a pop-up brings along.
    """
    make = {"places": _places, "areas": _areas, "events": _events, "flows": _flows}
    found = {
        "places": cards.place_cards,
        "areas": cards.area_cards,
        "events": cards.symbol_cards,
        "flows": cards.flow_cards,
    }
    looks: dict[str, Spec] = {}
    features = make[name](layers, language, looks)
    told = found[name](layers, language, sources or cards.Sources(layers.tables), limit=limit)
    return {
        "name": name,
        "direction": labels.direction(language),
        "words": {"more": labels.words(language)["more"]},
        "looks": looks,
        "features": features,
        "cards": {key: _card(card) for key, card in told.items()},
    }


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


def _places(layers: Layers, language: str, looks: dict[str, Spec]) -> list[Spec]:  # noqa: ARG001
    return [
        _feature(
            _geojson(row["geometry"]),
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


def _areas(layers: Layers, language: str, looks: dict[str, Spec]) -> list[Spec]:
    at = layers.events[layers.events["drawn"] != "point"]
    glyphs: dict[str, list[Spec]] = {}
    for (place_id, _kind), group in at.groupby(["place_id", "type"], sort=True):
        strongest = min(
            group.to_dict("records"), key=lambda row: list(style.load_palette().statuses).index(row["status"])
        )
        glyphs.setdefault(str(place_id), []).append({"look": _look(looks, strongest), "n": len(group)})
    features = []
    for row in layers.areas.to_dict("records"):
        if row["drawn"] == "label" and not row["n_events"] + row["n_flows"]:
            continue  # a name across half a continent tells nothing and looks like the name of what lies under it
        sent = row["geometry"] is not None and row["area"] not in drawn_by_browser()
        shape = row["geometry"].simplify(_SMOOTHED_DEGREES) if sent else None
        features.append(
            _feature(
                _geojson(shape) if shape is not None else None,
                {
                    "id": row["id"],
                    "key": row["area"],
                    "name": _short(labels.place_name(row["name"], row["name_ar"], language)),
                    "colour": row["colour"],
                    "opacity": float(row["opacity"]),
                    "soft": row["drawn"] == "vicinity" or str(row["area"]).startswith("part:"),
                    "label": [round6(float(row["label_lon"])), round6(float(row["label_lat"]))],
                    "glyphs": glyphs.get(row["id"], []),
                    "n_mentions": int(row["n_mentions"]),
                    "n_records": int(row["n_events"] + row["n_flows"]),
                },
            )
        )
    return features


def _events(layers: Layers, language: str, looks: dict[str, Spec]) -> list[Spec]:  # noqa: ARG001
    dots = dict(zip(layers.places["id"], layers.places["radius_px"], strict=True))
    return [
        _feature(
            _geojson(row["geometry"]),
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


def _flows(layers: Layers, language: str, looks: dict[str, Spec]) -> list[Spec]:
    dots = dict(zip(layers.places["id"], layers.places["radius_px"], strict=True))
    looks["cross"] = {"outline": [list(point) for point in style.load_palette().shapes["cross"]]}
    drawn = layers.flows[layers.flows.geometry.notna() | (layers.flows["stub"] != "")]
    features = []
    for row in drawn.sort_values(["amount", "id"]).to_dict("records"):
        shape = row["geometry"] if row["geometry"] is not None else _known_end(row)
        features.append(
            _feature(
                _geojson(shape),
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
        )
    return features


def _known_end(row: Mapping[Any, Any]) -> BaseGeometry:
    end = "destination" if row["stub"] == "in" else "origin"
    return shapely.Point(float(row[f"{end}_lon"]), float(row[f"{end}_lat"]))


def bounds_of(layers: Layers) -> list[list[float]] | None:
    """Return the corners, latitude first, of what the map should show at first; None where nothing has a place."""
    box = extent_of(layers)
    return [list(to_latlon(*box[:2])), list(to_latlon(*box[2:]))] if box else None
