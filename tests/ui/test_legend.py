"""The legend beside the map: every entry with its look and number, every text as text."""

import re
from base64 import b64decode

import pytest

from geo.showing.layers import build_layers
from geo.showing.maps import legend_spec
from geo.ui.legend import legend_html
from tests.builders import sample_tables

LAYERS = build_layers(sample_tables())


def pictures(html: str) -> list[str]:
    return [b64decode(code).decode() for code in re.findall(r"base64,([A-Za-z0-9+/=]+)", html)]


@pytest.mark.parametrize(("language", "direction", "word"), [("en", "ltr", "Assault"), ("ar", "rtl", "هجوم")])
def test_it_names_what_is_shown_in_the_readers_language(language: str, direction: str, word: str) -> None:
    html = legend_html(legend_spec(LAYERS, language))
    assert f'dir="{direction}"' in html
    assert word in html
    assert html.count("<li>") == sum(len(group["entries"]) for group in legend_spec(LAYERS, language)["groups"])


def test_a_denied_status_is_struck_through_and_a_planned_one_dashed() -> None:
    drawn = pictures(legend_html(legend_spec(LAYERS, "en")))
    assert any("<line" in one for one in drawn)
    assert any("stroke-dasharray" in one and "path" in one for one in drawn)


def test_a_hostile_name_stays_text() -> None:
    entry = {"layer": "overlay", "name": "<img src=x onerror=alert(1)>", "colour": '"><script>', "count": 1}
    html = legend_html({"direction": "ltr", "groups": [{"title": "<b>", "entries": [entry], "note": "<i>"}]})
    assert "<img src=x" not in html
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_an_empty_legend_is_drawn() -> None:
    assert legend_html({"direction": "ltr", "groups": []}) == '<div class="kh-legend" dir="ltr"></div>'
