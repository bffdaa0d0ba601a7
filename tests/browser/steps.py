"""What a reader of the pages does, step by step, in English or Arabic."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from geo.showing import labels
from geo.ui.strings import Translator, translator
from tests.browser.conftest import MAP_MILLISECONDS, Watched

LANGUAGES = ("en", "ar")
HEATED = """() => {
  const one = window.map.getPane("kharita-heat").querySelector("canvas");
  if (!one || !one.width) return 0;
  const shades = one.getContext("2d").getImageData(0, 0, one.width, one.height).data;
  return shades.filter((value, at) => at % 4 === 3 && value).length;
}"""
SHOWN = "name => { const layer = window.map.kharita.board.shown.get(name); return layer ? layer.items.length : 0; }"
IDS = "name => { const layer = window.map.kharita.board.shown.get(name); return layer ? [...layer.byId.keys()] : []; }"
AT = """([lat, lon, zoom]) => {
  const view = (new URLSearchParams(location.search).get("view") || "").split(",").map(Number);
  return Math.abs(view[0] - lat) < 0.1 && Math.abs(view[1] - lon) < 0.1 && view[2] === zoom;
}"""
PIXEL = "at => { const point = window.map.latLngToContainerPoint(at); return [point.x, point.y]; }"


@dataclass
class Reader:
    """Somebody before a page in a language."""

    watched: Watched
    address: str
    language: str

    @property
    def page(self) -> Page:
        return self.watched.page

    @property
    def say(self) -> Translator:
        return translator(self.language)

    @property
    def query(self) -> dict[str, str]:
        """What the address says."""
        return {key: values[-1] for key, values in parse_qs(urlsplit(self.page.url).query).items()}

    @property
    def summary(self) -> Locator:
        return self.page.locator(".kh-summary")

    @property
    def side(self) -> Locator:
        """The panel beside the map."""
        return self.page.locator(".st-key-kh-side")

    @property
    def legend(self) -> Locator:
        return self.watched.map.locator(".k-legend")

    @property
    def frame(self) -> Locator:
        return self.page.locator("iframe[title^='streamlit_folium']")

    def link(self, page: str = "", **query: str) -> str:
        """Write an address of a page in the reader's language."""
        return f"{self.address}{page}?{urlencode({'lang': self.language, **query})}"

    def open(self, **query: str) -> "Reader":
        self.watched.open(self.link(**query))
        return self

    def open_page(self, page: str, **query: str) -> "Reader":
        """Open a page that is not the map's."""
        self.page.goto(self.link(page, **query))
        self.page.locator(".kh-text").first.wait_for(timeout=MAP_MILLISECONDS)
        self.settle()
        return self

    def reload(self) -> None:
        self.page.reload()
        self.watched.map.locator(".k-label").first.wait_for(timeout=MAP_MILLISECONDS)
        self.settle()

    def settle(self) -> None:
        self.watched.settle()

    def counted(self, name: str, n: int) -> str:
        """Say a count as the summary does."""
        return labels.counted(name, n, self.language)

    def expect_counts(self, **counts: int) -> None:
        for name, n in counts.items():
            expect(self.summary).to_contain_text(re.compile(rf"(?<!\d){re.escape(self.counted(name, n))}( |$)"))

    def expect_query(self, **wanted: str | None) -> None:
        """Wait until the address says this; None: says nothing of it."""
        for key, value in wanted.items():
            self.page.wait_for_function(
                "([key, value]) => new URLSearchParams(location.search).get(key) === value", arg=[key, value]
            )

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds: what a table or the map shows comes after what the page says."""
        for _ in range(60):
            if holds():
                return
            self.page.wait_for_timeout(250)
        assert holds()

    def type_in(self, label: str, text: str) -> None:
        box = self.page.get_by_role("textbox", name=self.say(label), exact=True)
        box.fill(text)
        box.press("Enter")
        self.settle()

    def unfold(self, label: str) -> None:
        """Open what is folded."""
        self.page.locator("[data-testid='stExpander'] summary").filter(has_text=self.say(label)).click()
        self.settle()

    def choose(self, label: str, option: str | re.Pattern[str], *, typed: str = "") -> None:
        """Choose an option of a select by its words; a long list draws only what is near, or what was typed."""
        box = self.page.get_by_role("combobox", name=self.say(label), exact=True)
        wanted = self.page.get_by_role("option", name=option).first
        box.focus()
        if typed:
            box.fill(typed)
        else:
            box.press("ArrowDown")
        wanted.click()
        try:  # the list of one choice closes by itself, that of several stays; Escape would empty the one
            expect(self.page.get_by_role("listbox")).to_have_count(0, timeout=1_500)
        except AssertionError:
            self.page.keyboard.press("Escape")
        self.settle()

    def press(self, label: str, **words: object) -> None:
        """Press a button that has these words."""
        self.page.get_by_role("button").filter(has_text=self.say(label, **words)).locator("visible=true").click()
        self.settle()

    def tick(self, label: str | re.Pattern[str]) -> None:
        """Press the words of a checkbox, a switch or one of several."""
        self.page.get_by_text(label if isinstance(label, re.Pattern) else self.say(label), exact=True).first.click()
        self.settle()

    def symbol(self, label: str) -> Locator:
        return self.watched.map.locator(f'[aria-label="{label}"]')

    def enter(self, label: str) -> None:
        """Select a symbol by the keyboard."""
        self.symbol(label).first.focus()
        self.symbol(label).first.press("Enter")
        self.settle()

    def names(self) -> set[str]:
        return set(self.watched.map.locator(".k-label bdi").all_inner_texts())

    def drawn(self, layer: str) -> int:
        """Count what a layer of the map shows."""
        return int(self._map_frame().evaluate(SHOWN, layer))

    def heated(self) -> int:
        """Count the pixels of the map that heat shades."""
        return int(self._map_frame().evaluate(HEATED))

    def expect_selection(self, layer: str) -> str:
        """Wait until something of this layer is selected, and return its id."""
        self.page.wait_for_function(
            "layer => (new URLSearchParams(location.search).get('sel') || '').startsWith(layer + ':')", arg=layer
        )
        self.settle()
        return self.query["sel"].partition(":")[2]

    def ids(self, layer: str) -> list[str]:
        """Name what a layer of the map shows."""
        return list(self._map_frame().evaluate(IDS, layer))

    def look_at(self, lat: float, lon: float, zoom: int) -> None:
        """Move the map, and wait until the address says so and the page has answered."""
        self.turn_map(lat, lon, zoom)
        self.page.wait_for_function(AT, arg=[lat, lon, zoom])
        self.settle()

    def turn_map(self, lat: float, lon: float, zoom: int) -> None:
        """Move the map until it stays there: a zoom still under way ends where it was going (Leaflet, 250 ms)."""

        def stays() -> bool:
            self.watched.in_map(f"void window.map.setView([{lat}, {lon}], {zoom}, {{animate: false}})")
            self.page.wait_for_timeout(400)
            return self.view() == pytest.approx((lat, lon, zoom), abs=0.05)

        self.until(stays)

    def view(self) -> tuple[float, float, float]:
        """Return latitude, longitude and zoom of the map."""
        found: Any = self.watched.in_map(
            "(() => { const at = map.getCenter(); return [at.lat, at.lng, map.getZoom()]; })()"
        )
        return found[0], found[1], found[2]

    def drag_on_map(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag the mouse from one place to another, each latitude and longitude."""
        self.drag(self._at(start), self._at(end))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        self.page.mouse.move(*end, steps=4)
        self.page.mouse.up()
        self.settle()

    def brush(self, first: float, last: float) -> None:
        """Brush the histogram from one share of its width to another."""
        box = self._box(self.page.get_by_test_id("stVegaLiteChart"))
        across = box["y"] + box["height"] / 3
        self.drag((box["x"] + box["width"] * first, across), (box["x"] + box["width"] * last, across))

    def drop_brush(self) -> None:
        """Press beside what is brushed, again where the chart was being drawn anew just then."""
        for _ in range(4):
            box = self._box(self.page.get_by_test_id("stVegaLiteChart"))
            self.page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 3)
            self.settle()
            if "from" not in self.query:
                return

    def rows(self) -> list[dict[str, str]]:
        """Read the table that is shown, as those read it who do not see it."""
        table = self.page.locator("[data-testid='stDataFrame']:visible canvas table").first
        heads, *rows = table.evaluate(
            "one => [...one.rows].map(row => [...row.cells].map(cell => cell.textContent.trim()))"
        )
        return [dict(zip(heads, row, strict=False)) for row in rows]

    def choose_row(self, number: int) -> None:
        """Choose a row of the table, counted from 0, by its box at the start."""
        grid = self.page.locator("[data-testid='stDataFrame']:visible").first
        grid.scroll_into_view_if_needed()
        self.settle()
        box = self._box(grid)
        self.page.mouse.click(box["x"] + 16, box["y"] + 52 + 35 * number)
        self.settle()

    def _at(self, place: tuple[float, float]) -> tuple[float, float]:
        box = self._box(self.frame)
        x, y = self._map_frame().evaluate(PIXEL, list(place))
        return box["x"] + x, box["y"] + y

    def _box(self, what: Locator) -> Any:
        found = what.bounding_box()
        assert found, f"not shown: {what}"
        return found

    def _map_frame(self) -> Any:
        return next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)

    def expect_clean(self) -> None:
        """Nothing was asked of anybody else, nothing failed, nothing of a document ran."""
        assert self.watched.outside == []
        assert self.watched.failed == []
        assert self.watched.errors == []
        assert [value for value in self.watched.hacked() if value] == []


def layer_file(name: str, text: str) -> Any:
    """Return a small GeoJSON file as the file box takes it; ``text`` is in it."""
    shape = {"type": "Point", "coordinates": [13.2, 30.0]}
    content = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": shape, "properties": {text: text}}],
    }
    return {"name": f"{name}.geojson", "mimeType": "application/geo+json", "buffer": json.dumps(content).encode()}
