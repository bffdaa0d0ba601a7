"""The folium objects: a base map that never changes, a group that changes with the data, and a page in one file."""

import json
import re
from dataclasses import replace
from pathlib import Path

import folium
import pytest

from geo.errors import ExportError
from geo.showing import maps
from geo.showing.layers import build_layers
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
from tests.browser.sample import hostile_reading, sample_reading

LAYERS = build_layers(tabulate(corroborate([sample_reading()])))
ASSETS = maps.Assets(
    scripts=(("leaflet", "/s/leaflet.js"),), styles=(("css", "/s/a.css"),), basemap={"countries": "/s/c.geojson"}
)


def _without_ids(html: str) -> str:
    return re.sub(r"[0-9a-f]{32}", "", html)


def test_the_base_map_is_the_same_every_time() -> None:
    one, other = (maps.base_map(ASSETS).get_root().render() for _ in range(2))
    assert _without_ids(one) == _without_ids(other)


def test_the_base_map_has_no_outside_script_style_or_tile() -> None:
    html = maps.base_map(ASSETS).get_root().render()
    loaded = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert set(loaded) == {"/s/leaflet.js", "/s/a.css"}
    assert "tile" not in html.lower()


def test_other_folium_maps_keep_their_own_scripts() -> None:
    maps.base_map(ASSETS)
    assert "/s/leaflet.js" not in [address for _, address in folium.Map.default_js]


def test_geonames_natural_earth_and_the_borders_are_credited() -> None:
    html = maps.base_map(ASSETS).get_root().render()
    for words in ("GeoNames", "CC BY 4.0", "Natural Earth", "public domain", "de facto"):
        assert words in html


def test_the_same_data_make_the_same_group() -> None:
    data = maps.map_data(LAYERS)
    assert data == maps.map_data(LAYERS)
    one, other = (maps.data_group(data) for _ in range(2))
    assert [child.json for child in one._children.values()] == [child.json for child in other._children.values()]


def test_only_the_layers_that_are_shown_are_sent() -> None:
    data = maps.map_data(LAYERS, shown=("flows",))
    assert len(data.layers) == 1
    assert data.size < maps.map_data(LAYERS).size


def test_a_layer_carries_the_same_checksum_as_long_as_it_is_the_same() -> None:
    def digests(data: maps.MapData) -> list[str]:
        return [child.digest for child in maps.data_group(data)._children.values() if hasattr(child, "digest")]

    fewer = replace(LAYERS, symbols=LAYERS.symbols.iloc[:1])
    one, other = digests(maps.map_data(LAYERS)), digests(maps.map_data(fewer))
    assert [a == b for a, b in zip(one, other, strict=True)] == [True, True, False, True]
    assert len(set(one)) == len(one)


def test_the_selection_changes_no_layer() -> None:
    plain = maps.map_data(LAYERS)
    chosen = maps.map_data(LAYERS, selected={"layer": "places", "id": "x"}, box=(1, 2, 3, 4), notes=("note",))
    assert chosen.layers == plain.layers
    extras = json.loads(chosen.extras)
    assert extras["selected"] == {"layer": "places", "id": "x"}
    assert extras["box"] == [1, 2, 3, 4]
    assert extras["legend"]["notes"] == ["note"]


def test_what_is_not_given_is_not_there() -> None:
    extras = json.loads(maps.map_data(LAYERS).extras)
    assert [extras[name] for name in ("box", "selected", "view", "jump", "tiles")] == [None] * 5


def test_view_and_jump_arrive_as_given() -> None:
    jump = {"id": "1", "bounds": [[1, 2], [3, 4]]}
    extras = json.loads(maps.map_data(LAYERS, view={"center": [1.5, 2.5], "zoom": 6}, jump=jump).extras)
    assert extras["view"] == {"center": [1.5, 2.5], "zoom": 6}
    assert extras["jump"] == jump


def test_no_tiles_unless_they_are_chosen() -> None:
    assert '"tiles":null' in maps.map_data(LAYERS).extras
    source = maps.tile_sources()["satellite"]
    extras = maps.map_data(LAYERS, tiles=replace(source, attribution="<b>x</b>")).extras
    assert "{z}" in extras
    assert "<b>" not in extras
    assert "&lt;b" not in extras  # escaped once as HTML and once as a script
    assert "lt;b" in extras


@pytest.mark.parametrize("key", maps.tile_sources())
def test_every_tile_source_is_encrypted_and_attributed(key: str) -> None:
    source = maps.tile_sources()[key]
    assert source.url.startswith("https://")
    assert all(part in source.url for part in ("{z}", "{x}", "{y}"))
    assert source.attribution
    assert set(source.words) == {"en", "ar"}


def test_a_whole_map_in_one_file_asks_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    layers = build_layers(tabulate(corroborate([sample_reading(), hostile_reading()])))
    maps.write_html(layers, path)
    html = path.read_text(encoding="utf-8")
    for address in re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', html):
        assert address.startswith("data:")
    assert "<img" not in html
    assert "<svg" not in html
    assert html.count("<script") == html.count("</script>")
    assert "قالت" in html


def test_an_empty_workspace_has_a_map_too(tmp_path: Path) -> None:
    maps.write_html(build_layers(empty_tables()), tmp_path / "map.html", language="ar")
    assert (tmp_path / "map.html").stat().st_size > 1_000_000


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nowhere"):
        maps.write_html(LAYERS, tmp_path / "nowhere" / "map.html")
