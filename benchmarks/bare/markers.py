"""The map as it is usually made: one folium.Marker an event, on a page with nothing else.

Every press of the button leaves one event out, so that there is something new to draw, as after a filter change. No
marker has a pop-up, which would make it slower yet.
"""

import os
import sqlite3
from pathlib import Path

import folium
import streamlit as st
from streamlit_folium import st_folium

from geo.showing.maps import serve_assets


@st.cache_resource
def _points() -> list[tuple[float, float]]:
    with sqlite3.connect(f"file:{os.environ['KHARITA_WORKSPACE']}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT lat, lon FROM events WHERE lat IS NOT NULL ORDER BY id").fetchall()


st.set_page_config(layout="wide")
left_out = st.session_state.setdefault("left_out", 0)
if st.button("Again"):
    left_out = st.session_state["left_out"] = left_out + 1
assets = serve_assets(Path("static"), "/app/static")
page_map = folium.Map((32.0, 25.0), zoom_start=5, tiles=None)
page_map.default_js = list(assets.scripts[:2])  # Leaflet and jQuery
page_map.default_css = list(assets.styles[:1])
group = folium.FeatureGroup(name="events")
for point in _points()[left_out:]:
    folium.Marker(point).add_to(group)
st_folium(page_map, key="map", height=640, use_container_width=True, returned_objects=[], feature_group_to_add=group)
