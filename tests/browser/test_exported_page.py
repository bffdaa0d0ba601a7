"""The map as one exported file, in a browser that reaches nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.showing import export
from geo.showing.layers import build_layers
from geo.workspace.store import load
from tests.browser.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def pages(workspaces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    layers = build_layers(load(workspaces / "hostile.gpkg"))
    for language in ("en", "ar"):
        export.write("html", layers, folder / f"{language}.html", language=language)
    return folder


def open_page(watched: Watched, pages: Path, language: str) -> None:
    watched.page.goto((pages / f"{language}.html").as_uri())
    watched.page.locator(".k-label").first.wait_for(timeout=20_000)


@pytest.mark.parametrize(("language", "name"), [("en", "Benghazi"), ("ar", "بنغازي")])
def test_it_opens_by_itself_and_asks_for_nothing(watched: Watched, pages: Path, language: str, name: str) -> None:
    open_page(watched, pages, language)
    assert name in watched.page.locator(".k-label bdi").all_inner_texts()
    assert watched.outside == []
    assert watched.errors == []


def test_its_account_unfolds_and_runs_nothing(watched: Watched, pages: Path) -> None:
    open_page(watched, pages, "en")
    account = watched.page.locator("#kh-account")
    expect(account.get_by_text("GeoNames (CC BY 4.0)").first).to_be_hidden()
    account.locator("summary").click()
    expect(account.get_by_text("GeoNames (CC BY 4.0)").first).to_be_visible()
    expect(account.get_by_text("window.hacked").first).to_be_attached()
    assert watched.hacked() == [None]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_its_account_covers_no_control_of_the_map(watched: Watched, pages: Path, language: str) -> None:
    open_page(watched, pages, language)
    box = watched.page.locator("#kh-account").bounding_box()
    assert box
    for control in watched.page.locator(".leaflet-control:visible").all():
        other = control.bounding_box()
        assert other
        apart = (
            other["x"] >= box["x"] + box["width"]
            or other["x"] + other["width"] <= box["x"]
            or other["y"] >= box["y"] + box["height"]
            or other["y"] + other["height"] <= box["y"]
        )
        assert apart, control.get_attribute("class")
