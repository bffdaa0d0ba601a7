"""Exports as software sees them that nobody here wrote: GDAL's own tools, and a linter of GeoJSON.

`scripts/install_outside.sh` brings both; `scripts/check_exports.sh` asks QGIS, too, which is too heavy for each run.
"""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from geo.showing import export
from geo.showing.layers import Layers
from tests.showing.export.conftest import MADE

LINTER = Path(__file__).with_name("linter")
needs_gdal = pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="GDAL's tools are not installed")
needs_linter = pytest.mark.skipif(
    shutil.which("node") is None or not (LINTER / "node_modules").is_dir(),
    reason="the GeoJSON linter is not installed",
)
LAYERS = {
    "gpkg": {"places": "places", "mentions": "mentions", "areas": "areas"},
    "kmz": {
        "places": "Places",
        "mentions": "Names in the texts",
        "flows": "Flows",
        "areas": "Areas",
        "events": "Events",
    },
    "xlsx": dict.fromkeys(export.EXPORT_LAYERS, ""),
    "geojson": dict.fromkeys(export.EXPORT_LAYERS, ""),
    "csv": dict.fromkeys(export.EXPORT_LAYERS, ""),
}


@pytest.fixture(scope="module")
def folder(layers: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside")
    for form in ("gpkg", "kmz", "xlsx"):
        export.write(form, layers, folder / f"all.{form}", made=MADE)
    for form in ("geojson", "geojsonl", "geojsonseq", "csv"):
        for layer in export.EXPORT_LAYERS:
            export.write(form, layers, folder / f"{layer}.{form}", layer=layer, made=MADE)
    export.write("geojson", layers, folder / "all.geojson", made=MADE)
    return folder


def said(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [line for line in done.stderr.splitlines() if line.startswith(("ERROR", "Warning"))], done.stderr
    return done.stdout


def rows(path: Path, layer: str) -> list[dict[str, str]]:
    """Let ogr2ogr write a layer as CSV."""
    text = said("ogr2ogr", "-f", "CSV", "/vsistdout/", path, *([layer] if layer else []))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def expected(layers: Layers, layer: str, form: str) -> Any:
    if layer == "areas":
        return layers.areas
    return layers.places if (layer, form) == ("places", "kmz") else getattr(layers.tables, layer)


@needs_gdal
@pytest.mark.parametrize(("form", "layer"), [(form, layer) for form, found in LAYERS.items() for layer in found])
def test_gdal_finds_every_row_and_the_arabic(form: str, layer: str, layers: Layers, folder: Path) -> None:
    path = folder / (f"{layer}.{form}" if form in {"geojson", "csv"} else f"all.{form}")
    found = rows(path, LAYERS[form][layer] or (layer if form != "csv" else ""))
    table = expected(layers, layer, form)
    assert sorted(row["id"] for row in found) == sorted(table["id"])
    column = {"events": "place_ar", "flows": "origin_ar", "mentions": "text"}.get(layer, "name_ar")
    assert {row[column] for row in found} == {str(name) for name in table[column]}


@needs_gdal
@pytest.mark.parametrize(("name", "more"), [("events", "event_areas"), ("flows", "flow_ends")])
def test_gdal_finds_all_of_what_a_geopackage_has_in_two_layers(
    name: str, more: str, layers: Layers, folder: Path
) -> None:
    found = [*rows(folder / "all.gpkg", name), *rows(folder / "all.gpkg", more)]
    table = getattr(layers.tables, name)
    assert sorted(row["id"] for row in found) == sorted(table["id"])
    assert {row["quote"] for row in found} == set(table["quote"])


@needs_gdal
def test_gdal_knows_what_the_files_are(folder: Path) -> None:
    for name, driver in (("all.gpkg", "GPKG"), ("all.kmz", "LIBKML"), ("all.geojson", "GeoJSON"), ("all.xlsx", "XLSX")):
        assert f"using driver `{driver}' successful" in said("ogrinfo", "-ro", folder / name)
    summary = said("ogrinfo", "-ro", "-so", folder / "all.gpkg", "events")
    assert 'ID["EPSG",4326]' in summary


@needs_gdal
def test_gdal_reads_a_text_sequence(layers: Layers, folder: Path) -> None:
    path = folder / "flows.geojsonseq"
    text = said("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", f"GeoJSONSeq:{path}")
    assert len(json.loads(text)["features"]) == len(layers.tables.flows)


@needs_linter
@pytest.mark.parametrize("layer", [*export.EXPORT_LAYERS, "all"])
def test_the_linter_has_nothing_against_it(layer: str, folder: Path) -> None:
    assert said("node", LINTER / "check.mjs", folder / f"{layer}.geojson") == ""


@needs_linter
def test_the_linter_has_something_against_nonsense(tmp_path: Path) -> None:
    broken = tmp_path / "a.geojson"
    broken.write_text('{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1]}, "properties": {}}')
    done = subprocess.run(["node", str(LINTER / "check.mjs"), str(broken)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "position" in done.stdout
