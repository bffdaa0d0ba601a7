"""The folium objects: a base map that never changes, and one group of layers that changes with the filter.

streamlit-folium keeps the view and open pop-ups as long as the base map's script stays the same to the letter; so all
that depends on data is in the group, which goes into ``feature_group_to_add``.
"""

import hashlib
import html
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.errors import ExportError
from geo.showing import labels, style
from geo.showing.cards import Sources
from geo.showing.extent import Box
from geo.showing.layers import LAYERS, MAP_LAYERS, FlowMeasure, Layers
from geo.showing.maps.assets import Assets, inline_assets
from geo.showing.maps.candidates import candidates_bounds, candidates_spec
from geo.showing.maps.legend import legend_spec
from geo.showing.maps.overlays import overlay_spec
from geo.showing.maps.specs import DECIMALS, bounds_of, layer_spec, script_json, tellings_for
from geo.showing.maps.tiles import TileSource

__all__ = [
    "START",
    "MapData",
    "base_map",
    "candidate_map_data",
    "data_group",
    "layer_texts",
    "map_data",
    "whole_map",
    "write_html",
]

_ORDER = ("heat", "areas", "overlays", "flows", "events", "places", "candidates")  # from the lowest to the highest
_PAGE_WORDS = (
    *("basemap_failed", "zoom_in", "zoom_out", "close", "cursor", "measure", "measure_hint", "distance", "surface"),
    *("km", "metre", "km2", "box", "box_hint", "box_clear"),
)
_MOST_BYTES = 200_000  # of layers: a change of the page sends less than 300 KB with everything else
START = ((32.0, 25.0), 5)
"""Where an empty map looks at, latitude first, and its zoom: between Libya and Syria."""
_SITES = {
    "Natural Earth": "https://www.naturalearthdata.com/",
    "GeoNames": "https://www.geonames.org/",
}


class _KharitaMap(folium.Map):
    """A folium map whose scripts and styles are ours; set on the object, so that no other map is changed."""

    def __init__(self, assets: Assets, **options: Any) -> None:
        super().__init__(**options)
        self.default_js = list(assets.scripts)
        self.default_css = list(assets.styles)


class _Start(MacroElement):
    """Calls our script on the map: fetches the base map, sets credits and scale."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            kharita.start({{ this._parent.get_name() }}, {{ this.json }});
        {% endmacro %}
        """
    )

    def __init__(self, config: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "KharitaStart"
        self.json = script_json(config)


class _Layer(MacroElement):
    """One layer of data, as JSON that is safe inside of a script, and a checksum of it.

    The page compares the checksum with that of the layer it shows and leaves alone what has not changed.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            kharita.carry({{ this._parent.get_name() }}, "{{ this.digest }}", {{ this.json }});
        {% endmacro %}
        """
    )

    def __init__(self, json: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "KharitaLayer"
        self.json = json
        self.digest = hashlib.sha256(json.encode("utf-8")).hexdigest()[:16]


class _Extras(MacroElement):
    """Legend, view, selection and tiles: they come and go with the group."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            kharita.extras({{ this._parent.get_name() }}, {{ this.json }});
        {% endmacro %}
        """
    )

    def __init__(self, json: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "KharitaExtras"
        self.json = json


def base_map(assets: Assets, *, language: str = "en", reporting: bool = True) -> folium.Map:
    """Return the map without data: the same script every time for the same language.

    Parameters
    ----------
    assets
        Where scripts, styles and the base map are: see `serve_assets` and `inline_assets`.
    language
        Of the names of countries.
    reporting
        Whether somebody listens to what is chosen on the map; without it there is no box to choose.
    """
    location, zoom = START
    map_ = _KharitaMap(
        assets,
        location=location,
        zoom_start=zoom,
        tiles=None,
        min_zoom=2,
        max_zoom=18,
        zoom_snap=0.5,
        world_copy_jump=True,
    )
    said = labels.words(language)
    map_.add_child(
        _Start(
            {
                "layers": dict(assets.basemap),
                "colours": dict(style.load_palette().basemap),
                "language": language,
                "direction": labels.direction(language),
                "reporting": reporting,
                "words": {key: said[key] for key in _PAGE_WORDS},
                "credits": [_credit(said[key]) for key in ("credit_basemap", "credit_places", "borders")],
            }
        )
    )
    return map_


def _credit(words: str) -> str:
    """Return a credit as HTML, with the owner's name linked: words of our own files, never a document's."""
    text = html.escape(words)
    for name, site in _SITES.items():
        text = text.replace(name, f'<a href="{site}" target="_blank" rel="noopener">{name}</a>')
    return f"<bdi>{text}</bdi>"


@dataclass(frozen=True, kw_only=True, slots=True)
class MapData:
    """All that the page needs to draw the layers: text that is safe inside of a script, ready to be kept and sent."""

    layers: tuple[str, ...]
    extras: str

    @property
    def size(self) -> int:
        """Characters to be sent."""
        return sum(map(len, self.layers)) + len(self.extras)


def map_data(
    layers: Layers,
    *,
    language: str = "en",
    shown: Sequence[str] = LAYERS,
    flow_measure: FlowMeasure = "claimants",
    tiles: TileSource | None = None,
    overlays: Sequence[Mapping[str, Any]] = (),
    box: Box | None = None,
    selected: Mapping[str, Any] | None = None,
    view: Mapping[str, Any] | None = None,
    jump: Mapping[str, Any] | None = None,
    notes: Sequence[str] = (),
    decimals: int = DECIMALS,
    texts: Mapping[str, str] | None = None,
) -> MapData:
    """Write the layers that are shown, their legend, and what else the map is to show, for the page.

    Parameters
    ----------
    layers
        See `geo.showing.layers.build_layers`.
    language
        Of names and words.
    shown
        Names of the layers to show, "heat" among them; order does not matter.
    flow_measure
        As given to ``build_layers``: named in the legend.
    tiles
        Online tiles instead of the base map; None: no request leaves the browser.
    overlays
        Layers of the user's own: see `geo.showing.maps.overlays.overlay_spec`.
    box
        West, south, east, north of the box that the reader has chosen; it stays drawn.
    selected
        ``{"layer", "id"}`` of what is selected, and ``"latlng"`` where it is not drawn by itself: it gets a halo.
    view
        ``{"center": [lat, lng], "zoom"}`` to open with (a link); without it the map opens on all of the data.
    jump
        ``{"id", "bounds"}``: fly to the bounds (south-west and north-east, latitude first), once for each new id.
    notes
        Lines of plain text at the legend's end.
    decimals
        Of the coordinates sent: what the zoom can show.
    texts
        What `layer_texts` wrote of these layers, where it is at hand.
    """
    texts = dict(texts or layer_texts(layers, language=language, shown=shown, decimals=decimals))
    if overlays:
        texts["overlays"] = script_json(overlay_spec(overlays, language, decimals=decimals))
    legend = legend_spec(layers, language, shown=shown, flow_measure=flow_measure, overlays=overlays, notes=notes)
    extras: Mapping[str, Any] = {
        "legend": legend,
        "bounds": bounds_of(layers),
        "tiles": _tiles(tiles),
        "tools": True,
        "box": list(box) if box else None,
        "selected": dict(selected) if selected else None,
        "view": dict(view) if view else None,
        "jump": dict(jump) if jump else None,
    }
    return MapData(layers=tuple(texts[name] for name in _ORDER if name in texts), extras=script_json(extras))


def layer_texts(
    layers: Layers, *, language: str = "en", shown: Sequence[str] = LAYERS, decimals: int = DECIMALS
) -> dict[str, str]:
    """Write each layer that is shown as JSON for the page: what takes the time, and stays while a filter does.

    Pop-ups bring along as many tellings as there is room for; the others stand beside the map when they are selected.
    """
    sources = Sources(layers.tables)
    most = tellings_for(len(layers.symbols) + len(layers.flows) + len(layers.places) + len(layers.areas))
    texts: dict[str, str] = {}
    for limit in sorted({most, most // 2, most // 4, 0}, reverse=True):
        texts = {
            name: script_json(layer_spec(layers, name, language, sources=sources, limit=limit, decimals=decimals))
            for name in MAP_LAYERS
            if name in shown
        }
        if sum(len(text.encode()) for text in texts.values()) <= _MOST_BYTES:
            break
    return texts


def _tiles(source: TileSource | None) -> Mapping[str, Any] | None:
    if not source:
        return None
    options = {"attribution": html.escape(source.attribution), "maxNativeZoom": source.max_zoom, "maxZoom": 18}
    return {"url": source.url, "options": options}


def candidate_map_data(candidates: Sequence[Mapping[str, Any]], language: str) -> MapData:
    """Write a small map of what a name may have meant: the place that won, and those that lost as ghosts.

    Parameters
    ----------
    candidates
        Each with ``place_id``, ``name``, ``name_ar``, ``country``, ``kind``, ``lat``, ``lon``, ``score``, ``reason``
        and ``won``. Those without coordinates are left out.
    language
        Of names and words.
    """
    nothing: list[object] = []
    legend = {"title": "", "direction": labels.direction(language), "groups": nothing, "missing": nothing}
    extras = {
        "legend": legend | {"missing_title": "", "notes": nothing},
        "bounds": candidates_bounds(candidates),
        "tools": False,
    }
    return MapData(layers=(script_json(candidates_spec(candidates, language)),), extras=script_json(extras))


def data_group(data: MapData) -> folium.FeatureGroup:
    """Return the layers as one folium group, for ``feature_group_to_add``: the same text for the same data."""
    group = folium.FeatureGroup(name="kharita")
    for json in data.layers:
        group.add_child(_Layer(json))
    group.add_child(_Extras(data.extras))
    return group


def whole_map(data: MapData, assets: Assets, *, language: str = "en", reporting: bool = True) -> folium.Map:
    """Return base map and layers as one folium map."""
    map_ = base_map(assets, language=language, reporting=reporting)
    data_group(data).add_to(map_)
    return map_


def write_html(layers: Layers, path: Path, *, language: str = "en", shown: Sequence[str] = LAYERS) -> None:
    """Write the map as one HTML file that opens anywhere without a network.

    Raises
    ------
    ExportError
        When the file cannot be written; an older one of that name is left whole.
    """
    data = map_data(layers, language=language, shown=shown)
    page = whole_map(data, inline_assets(), language=language, reporting=False).get_root().render()
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(page)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise ExportError(
            f"{path}: cannot be written ({error.strerror}); choose a folder that you may write to"
        ) from error
