"""The registry: names, refusals, several files, nothing half and nothing lost."""

import json
import zipfile
from pathlib import Path

import pytest

from geo.errors import ExportError
from geo.showing import export
from geo.showing.export import geojson
from geo.showing.layers import Layers, build_layers
from geo.workspace.tables import empty_tables
from tests.showing.export.conftest import MADE


def layers_of(form: str) -> tuple[str, ...]:
    return export.FORMATS[form].layers


@pytest.mark.parametrize("form", export.FORMATS)
def test_every_format_writes_each_of_its_layers_and_all(form: str, layers: Layers, tmp_path: Path) -> None:
    for layer in (*layers_of(form), "all"):
        path = tmp_path / export.file_name(form, layer=layer)
        assert path in export.write(form, layers, path, layer=layer)
        assert path.stat().st_size > 40
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("form", export.FORMATS)
def test_nothing_to_show_is_an_export_without_rows_and_no_error(form: str, tmp_path: Path) -> None:
    path = tmp_path / export.file_name(form)
    export.write(form, build_layers(empty_tables()), path)
    assert path.is_file()


@pytest.mark.parametrize("form", [name for name in export.FORMATS if name not in {"gpkg", "html"}])
def test_the_same_content_gives_the_same_bytes(form: str, layers: Layers) -> None:
    once, again = (b"".join(export.chunks(form, layers, made=MADE)) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("form", export.FORMATS)
def test_an_existing_file_is_left_alone_unless_it_may_be_replaced(form: str, layers: Layers, tmp_path: Path) -> None:
    path = tmp_path / export.file_name(form)
    path.write_text("mine")
    with pytest.raises(ExportError, match="is there already"):
        export.write(form, layers, path)
    assert path.read_text() == "mine"
    export.write(form, layers, path, overwrite=True)
    assert path.read_bytes() != b"mine"


def test_a_file_beside_it_is_left_alone_too(layers: Layers, tmp_path: Path) -> None:
    (tmp_path / "a.provenance.json").write_text("mine")
    with pytest.raises(ExportError, match=r"a\.provenance\.json is there already"):
        export.write("csv", layers, tmp_path / "a.csv", layer="events")
    assert [path.name for path in tmp_path.iterdir()] == ["a.provenance.json"]


def test_what_fails_on_the_way_leaves_the_old_file_whole(
    layers: Layers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(_: object) -> object:
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(geojson, "chunks", breaking)
    path = tmp_path / "a.geojson"
    path.write_text("old")
    with pytest.raises(ExportError, match="No space left"):
        export.write("geojson", layers, path, overwrite=True)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.geojson"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_several_layers_do_not_go_into_one_table(form: str, layers: Layers, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"a file for each layer: name a \.zip file"):
        export.write(form, layers, tmp_path / f"a.{form}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("form", "layer"), [("acled", "flows"), ("ged", "places"), ("kepler", "events")])
def test_a_format_of_one_layer_refuses_the_others(form: str, layer: str, layers: Layers, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=rf"{form} holds \w+ only, not {layer}"):
        export.write(form, layers, tmp_path / "a.csv", layer=layer)


def test_a_table_has_its_account_and_what_is_left_out_beside_it(layers: Layers, tmp_path: Path) -> None:
    written = export.write("acled", layers, tmp_path / "a.csv")
    assert {path.name for path in written} == {"a.csv", "a.left-out.csv", "a.provenance.json"}
    assert json.loads((tmp_path / "a.provenance.json").read_text("utf-8"))["layers"] == ["events"]


def test_a_zip_holds_them_all(layers: Layers, tmp_path: Path) -> None:
    export.write("acled", layers, tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {"acled.csv", "left-out.csv", "provenance.json"}


def test_one_layer_may_be_packed_with_what_goes_with_it(layers: Layers) -> None:
    assert b"".join(export.chunks("csv", layers, layer="events")).startswith(b"\xef\xbb\xbfid,")
    assert b"".join(export.chunks("csv", layers, layer="events", packed=True)).startswith(b"PK")
    assert export.file_name("csv", layer="events", packed=True) == "kharita-events-csv.zip"


def test_every_ending_leads_to_its_format() -> None:
    for name, form in export.FORMATS.items():
        found = export.FORMATS[export.format_of(Path(f"x{form.suffix}"))]
        assert found.suffix == form.suffix, name


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c", "\x00\n", "nul", "طرابلس: ٤ آذار", "x" * 500])
def test_a_safe_name_leads_nowhere_else(name: str) -> None:
    made = export.safe_name(name)
    assert Path(made).name == made
    assert 0 < len(made) <= 88
    assert not set(made) & set('/\\:*?"<>|\n\x00.')
