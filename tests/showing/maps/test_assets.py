"""What the page loads: everything from here, nothing from outside, named by its content."""

import re
from pathlib import Path

import pytest

from geo.errors import ExportError
from geo.showing.maps import inline_assets, serve_assets
from geo.showing.maps.assets import WEB_FOLDER, drawn_by_browser


def test_every_address_is_a_file_of_the_served_folder(tmp_path: Path) -> None:
    assets = serve_assets(tmp_path, "/app/static")
    addresses = [address for _, address in (*assets.scripts, *assets.styles)] + list(assets.basemap.values())
    for address in addresses:
        assert address.startswith("/app/static/")
        assert (tmp_path / address.removeprefix("/app/static/")).is_file()


def test_leaflet_is_loaded_before_what_builds_on_it(tmp_path: Path) -> None:
    names = [name for name, _ in serve_assets(tmp_path, "/s").scripts]
    assert names[0] == "leaflet"
    assert names.index("symbols") < names.index("map")
    assert len(set(names)) == len(names)


def test_leaflets_images_lie_where_its_style_looks_for_them(tmp_path: Path) -> None:
    assets = serve_assets(tmp_path, "/s")
    style = (tmp_path / dict(assets.styles)["leaflet_css"].removeprefix("/s/")).read_text(encoding="utf-8")
    for image in re.findall(r"url\((images/[^)]+)\)", style):
        assert (tmp_path / image).is_file()


def test_a_second_start_writes_nothing_again(tmp_path: Path) -> None:
    first = serve_assets(tmp_path, "/s")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert serve_assets(tmp_path, "/s") == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    serve_assets(tmp_path, "/s")
    assert not [path for path in tmp_path.rglob(".*") if path.is_file()]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="file"):
        serve_assets(tmp_path / "file", "/s")


def test_one_page_carries_everything_within_itself() -> None:
    assets = inline_assets()
    for address in [*dict(assets.scripts).values(), *dict(assets.styles).values(), *assets.basemap.values()]:
        assert address.startswith("data:")


@pytest.mark.parametrize("path", sorted(WEB_FOLDER.iterdir()), ids=lambda path: path.name)
def test_our_scripts_and_styles_name_no_outside_address_and_write_no_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]+\.", text)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


def test_the_page_draws_countries_and_the_areas_of_the_region() -> None:
    assert {"country:LY", "country:SY", "admin1:SY:Muhafazat Idlib"} <= drawn_by_browser()
