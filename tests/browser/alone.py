"""The map on a page of its own, without the app: changes are put on it as streamlit-folium does it.

Its fixtures are known to every test here through conftest.py.
"""

import functools
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit_folium import _get_feature_group_string

from geo.showing import maps
from geo.showing.layers import build_layers
from geo.workspace.corroborate import corroborate
from geo.workspace.tables import empty_tables
from geo.workspace.tabulate import tabulate
from tests.browser.sample import sample_reading

if TYPE_CHECKING:
    from tests.browser.conftest import Watched

SAMPLE = build_layers(tabulate(corroborate([sample_reading()])))
EMPTY = build_layers(empty_tables())
CENTRE = {"center": [30.0, 20.0], "zoom": 6}

# What streamlit-folium's page does with a change, and what it would report.
HOST = """
window.heard = [];
window.map_div = Object.values(window).find((one) => one && one.kharita && one.getCenter);
window.closed = 0;
map_div.on("popupclose", () => (window.closed += 1));
const listen = (event) => event.layer && event.layer.toGeoJSON && window.heard.push(event.layer.toGeoJSON().properties);
const attach = () => Object.values(map_div._layers).forEach((layer) => layer.off("click", listen).on("click", listen));
attach();
window.change = (text) => {
  (window.feature_group || []).forEach((group) => map_div.removeLayer(group));
  (0, eval)(text);
  attach();
};
1
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Site:
    """A folder of pages, served on the loopback."""

    folder: Path
    address: str
    assets: maps.Assets

    def page(self, language: str, *, reporting: bool = True) -> str:
        name = f"{language}-{reporting}.html"
        if not (self.folder / name).exists():
            html = maps.base_map(self.assets, language=language, reporting=reporting).get_root().render()
            (self.folder / name).write_text(html, encoding="utf-8")
        return f"{self.address}/{name}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "favicon.ico").touch()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(folder, f"http://127.0.0.1:{server.server_port}", maps.serve_assets(folder / "static", "/static"))
    server.shutdown()
    server.server_close()


@dataclass
class Shown:
    """A map on its page, and what it told the page."""

    watched: "Watched"
    site: Site

    @property
    def page(self):
        return self.watched.page

    def open(self, language: str = "en", *, reporting: bool = True) -> "Shown":
        self.page.goto(self.site.page(language, reporting=reporting))
        self.page.locator(".k-label").first.wait_for(timeout=45_000)
        self.page.evaluate(HOST)
        return self

    def show(self, layers=SAMPLE, **options: Any) -> "Shown":
        self.put(maps.map_data(layers, **options))
        return self

    def put(self, data: maps.MapData) -> None:
        text = _get_feature_group_string(maps.data_group(data), maps.base_map(self.site.assets))
        self.page.evaluate("(text) => { change(text); }", text)
        self.page.wait_for_timeout(60)

    def do(self, script: str) -> Any:
        return self.page.evaluate(script)

    def heard(self) -> list[dict[str, str]]:
        return self.do("window.heard")

    def symbol(self, label: str):
        return self.page.locator(f'[aria-label="{label}"]')

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        point = self.do(f"(() => {{ const p = map_div.latLngToContainerPoint([{lat}, {lon}]); return [p.x, p.y]; }})()")
        return point[0], point[1]

    def click(self, lat: float, lon: float, **options: Any) -> None:
        self.page.mouse.click(*self.at(lat, lon), **options)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.page.mouse.move(*end)
        self.page.mouse.up()
        self.page.wait_for_timeout(80)

    def view(self) -> list[float]:
        return self.do("[map_div.getCenter().lat, map_div.getCenter().lng, map_div.getZoom()]")


@pytest.fixture
def shown(watched: "Watched", site: Site) -> Shown:
    return Shown(watched, site)


@pytest.fixture
def touched(narrow: "Watched", site: Site) -> Shown:
    return Shown(narrow, site)


def tool(shown: Shown, name: str):
    return shown.page.locator(f".k-tool-{name}")
