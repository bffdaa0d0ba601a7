"""The map in the browser: the only place that knows folium."""

from geo.showing.maps.assets import Assets, inline_assets, serve_assets
from geo.showing.maps.folium_map import (
    START,
    MapData,
    base_map,
    candidate_map_data,
    data_group,
    layer_texts,
    map_data,
    whole_map,
    write_html,
)
from geo.showing.maps.legend import legend_spec
from geo.showing.maps.tiles import TileSource, tile_sources

__all__ = [
    "START",
    "Assets",
    "MapData",
    "TileSource",
    "base_map",
    "candidate_map_data",
    "data_group",
    "inline_assets",
    "layer_texts",
    "legend_spec",
    "map_data",
    "serve_assets",
    "tile_sources",
    "whole_map",
    "write_html",
]
