"""The file: what QGIS opens, what comes back, and what is refused with words that help."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest

from geo.errors import WorkspaceError
from geo.workspace import geopackage
from geo.workspace.geopackage import SCHEMA_VERSION, read_columns, read_metadata, read_some, read_tables
from geo.workspace.schema import SCHEMAS
from geo.workspace.store import Workspace, load
from tests import builders as b

NEWER = f"UPDATE metadata SET value = '{SCHEMA_VERSION + 1}' WHERE key = 'schema_version'"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workspace") / "حساب.gpkg"
    Workspace.create(path, b.sample_readings())
    return path


@pytest.fixture
def path(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(written, tmp_path / "account.gpkg"))


def run_sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    connection.create_function("ST_IsEmpty", 1, lambda value: value is None)  # GDAL's triggers call these
    for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        connection.create_function(name, 1, lambda value: 0.0)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_everything_comes_back_as_it_was(written: Path) -> None:
    tables, expected = load(written), b.sample_tables()
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(getattr(tables, name), getattr(expected, name))


@pytest.mark.parametrize("text", ["", "نصٌّ بالعربيّة 🏙", "a\x00b\ud800c", "line\r\nline\ttab", "'; DROP TABLE x; --"])
def test_any_text_is_stored(tmp_path: Path, text: str) -> None:
    reading = b.reading(document=b.document(text=text, title=text), events=(b.event(actors=(f"x{text}",)),))
    workspace = Workspace.create(tmp_path / "w.gpkg", [reading])
    assert workspace.readings() == (reading,)
    assert len(workspace.tables().documents.loc[0, "text"]) == len(text)


def test_an_empty_workspace_comes_back_with_its_layers(tmp_path: Path) -> None:
    tables = Workspace.create(tmp_path / "w.gpkg").tables()
    assert all(len(getattr(tables, name)) == 0 for name in SCHEMAS)
    assert tables.events.crs == "EPSG:4326"


def test_gdal_and_so_qgis_sees_spatial_layers_and_attribute_tables(written: Path) -> None:
    layers = dict(pyogrio.list_layers(written))
    assert {name: layers[name] for name in ("places", "mentions", "events", "flows")} == {
        "places": "Point",
        "mentions": "Point",
        "events": "Point",
        "flows": "LineString",
    }
    assert {name for name, geometry in layers.items() if geometry is None} == {
        "corrections",
        "documents",
        "evidence",
        "grades",
        "metadata",
        "readings",
        "views",
    }
    events = pyogrio.read_dataframe(written, layer="events")
    assert events.crs == "EPSG:4326"
    assert "طرابلس" in set(events["place_ar"])
    assert pyogrio.read_info(written, layer="flows")["fid_column"] == "fid"


def test_nothing_but_the_file_and_its_lock_is_left_beside_it(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w.gpkg", b.sample_readings())
    assert {one.name for one in tmp_path.iterdir()} <= {"w.gpkg", ".w.gpkg.lock"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "content", "named"),
        [
            ("w.gpkg", None, "no such file; build it first"),
            ("w.gpkg", b"", "is not a GeoPackage"),
            ("w.gpkg", b"%PDF-1.7", "is not a GeoPackage"),
            ("w.gpkg", b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', "is not a GeoPackage"),
            ("w.gpkg", b"SQLite format 3\x00", "is not a GeoPackage"),
            ("w.sqlite", b"", r"ends in \.gpkg"),
            ("w.gpkg.zip", b"", r"ends in \.gpkg"),
        ],
    )
    def test_what_is_no_geopackage(self, tmp_path: Path, name: str, content: bytes | None, named: str) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(WorkspaceError, match=named):
            Workspace.open(tmp_path / name)

    @pytest.mark.parametrize(
        "name", ["/vsicurl/http://127.0.0.1:9/w.gpkg", "/vsizip/a.zip/w.gpkg", "http://127.0.0.1:9/w.gpkg"]
    )
    def test_what_is_no_file_of_this_machine(self, name: str) -> None:
        with pytest.raises(WorkspaceError, match=r"file on this machine|no such file"):
            Workspace.open(name)
        with pytest.raises(WorkspaceError, match=r"file on this machine|no folder"):
            Workspace.create(name)

    def test_a_database_that_is_no_geopackage(self, tmp_path: Path) -> None:
        run_sql(tmp_path / "w.gpkg", "CREATE TABLE metadata (key, value)")
        with pytest.raises(WorkspaceError, match="is not a GeoPackage"):
            load(tmp_path / "w.gpkg")

    def test_a_geopackage_of_somebody_else(self, tmp_path: Path) -> None:
        path = tmp_path / "w.gpkg"
        pyogrio.write_dataframe(b.sample_tables().places, path, layer="places", driver="GPKG")
        with pytest.raises(WorkspaceError, match="the layer metadata is missing"):
            load(path)
        before = path.read_bytes()
        with pytest.raises(WorkspaceError, match="the layer metadata is missing"):
            Workspace.create(path, b.sample_readings())
        assert path.read_bytes() == before

    @pytest.mark.parametrize(
        ("statements", "named"),
        [
            ((NEWER,), "update the program"),
            (("UPDATE metadata SET value = '0' WHERE key = 'schema_version'",), "older than this program's"),
            (("UPDATE metadata SET value = 'x' WHERE key = 'schema_version'",), "not a workspace"),
            (("DROP TABLE flows",), "the layer flows is missing"),
            (("DROP TABLE flows", "CREATE VIEW flows AS SELECT * FROM events"), "the layer flows is missing"),
            (("ALTER TABLE evidence RENAME COLUMN quote TO sentence",), "the layer evidence has no column quote"),
            (("UPDATE evidence SET start = 'soon'",), "start is not Int64"),
            (("UPDATE evidence SET status = 'rumoured'",), "'rumoured'; expected one of"),
            (("UPDATE evidence SET quote = NULL",), "quote is None; expected text"),
            (("UPDATE documents SET text = CAST(x'ff' AS TEXT)",), "damaged"),
            (("DELETE FROM places",), "that no table holds"),
        ],
    )
    def test_a_workspace_that_is_not_whole(self, path: Path, statements: tuple[str, ...], named: str) -> None:
        run_sql(path, *statements)
        with pytest.raises(WorkspaceError, match=named):
            load(path)

    def test_readings_that_are_not_whole(self, path: Path) -> None:
        run_sql(path, "UPDATE readings SET json = NULL")
        with pytest.raises(WorkspaceError, match="layer readings is damaged"):
            Workspace.open(path).documents()

    def test_a_file_cut_short(self, path: Path) -> None:
        path.write_bytes(path.read_bytes()[:9000])
        with pytest.raises(WorkspaceError, match="damaged"):
            load(path)

    def test_a_folder_that_does_not_exist(self, tmp_path: Path) -> None:
        with pytest.raises(WorkspaceError, match="there is no folder"):
            Workspace.create(tmp_path / "nowhere" / "w.gpkg")


def test_a_point_dragged_in_another_program_changes_nothing_here(path: Path) -> None:
    dragged = pyogrio.read_dataframe(path, layer="places")
    dragged["geometry"] = dragged.translate(1.0, 1.0)
    pyogrio.write_dataframe(dragged, path, layer="places", driver="GPKG")
    pd.testing.assert_frame_equal(load(path).places, b.sample_tables().places)


def test_columns_added_by_an_analyst_do_no_harm(path: Path) -> None:
    run_sql(path, "ALTER TABLE documents ADD COLUMN remark TEXT")
    assert "remark" not in load(path).documents


class TestAnotherProgramHasItOpen:
    """QGIS keeps a write-ahead log beside the file; SQLite would apply it to whatever stands there next."""

    def test_a_log_left_behind_is_brought_in_first(self, path: Path) -> None:
        other = sqlite3.connect(path)
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE documents SET title = 'changed'")
        other.commit()
        left = {name: path.with_name(f"w{name}") for name in ("", "-wal", "-shm")}
        for name, copy in left.items():
            shutil.copy(path.with_name(f"{path.name}{name}"), copy)
        other.close()
        crashed = left[""].rename(path.with_name("crashed.gpkg"))
        left["-wal"].rename(path.with_name("crashed.gpkg-wal"))
        left["-shm"].unlink()
        workspace = Workspace.open(crashed)
        workspace.remove("sample-monitor")
        assert set(workspace.documents()) == {"sample-flights", "sample-delegation"}
        assert not path.with_name("crashed.gpkg-wal").exists()

    def test_what_it_writes_while_the_tables_are_read_does_not_mix_in(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("PRAGMA journal_mode = WAL")
        columns = geopackage._columns

        def meanwhile(connection: Any, path: Path, name: str) -> Any:
            other.execute("DELETE FROM evidence")
            return columns(connection, path, name)

        monkeypatch.setattr(geopackage, "_columns", meanwhile)
        assert len(load(path).evidence) == 11
        other.close()

    def test_a_program_in_the_middle_of_writing_is_not_cut_off(self, path: Path) -> None:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE documents SET title = 'first'")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE documents SET title = 'second'")
        with pytest.raises(WorkspaceError, match="open for writing in another program"):
            Workspace.open(path).remove("sample-monitor")
        other.execute("COMMIT")
        other.close()
        assert len(load(path).documents) == 3


FULL_DISK = """
import resource, sys
from geo.workspace.store import Workspace
workspace = Workspace.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    workspace.remove("sample-monitor")
except OSError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX")
def test_a_full_disk_is_said_and_leaves_the_old_file_whole(path: Path) -> None:
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("WorkspaceError"), done.stderr
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir() if ".part-" in one.name] == []


def test_metadata_alone_can_be_asked_for(written: Path) -> None:
    metadata = read_metadata(written)
    assert metadata["documents"] == "3"
    assert metadata == read_tables(written).metadata


class TestSomeColumns:
    """What a snapshot is made from: the columns asked for, in the order of the rows, from one state of the file."""

    def test_they_are_those_of_the_whole_table_with_the_number_of_each_row(self, written: Path) -> None:
        events = load(written).events
        columns = read_columns(written, "events", ["event_id", "lat", "fatalities_best"])
        assert list(columns) == ["fid", "event_id", "lat", "fatalities_best"]
        assert columns["fid"] == list(range(1, len(events) + 1))
        assert columns["event_id"] == list(events["event_id"])
        assert [value for value in columns["lat"] if value is not None] == list(events["lat"].dropna())
        assert columns["fatalities_best"].count(None) == events["fatalities_best"].isna().sum() > 0

    def test_several_tables_come_with_the_metadata(self, written: Path) -> None:
        metadata, tables = read_some(written, {"flows": ["id"], "documents": ["id", "published"]})
        assert metadata == read_metadata(written)
        assert tables["flows"]["id"] == list(load(written).flows["id"])
        assert set(tables["documents"]) == {"fid", "id", "published"}

    def test_several_tables_are_of_one_state(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("PRAGMA journal_mode = WAL")
        select = geopackage._select

        def meanwhile(*arguments: Any) -> Any:
            found = select(*arguments)
            other.execute("DELETE FROM evidence")
            return found

        monkeypatch.setattr(geopackage, "_select", meanwhile)
        assert len(read_some(path, {"events": ["id"], "evidence": ["doc"]})[1]["evidence"]["doc"]) == 11
        other.close()

    def test_more_rows_than_are_fetched_at_once_keep_their_order(
        self, written: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(geopackage, "ROWS_AT_ONCE", 2)
        assert read_columns(written, "evidence", ["quote"])["quote"] == list(load(written).evidence["quote"])

    @pytest.mark.parametrize(
        ("table", "columns", "named"),
        [
            ("plants", ["id"], "no such table; the tables are documents"),
            ("readings", ["json"], "no such table"),
            ("events", ["colour", "id"], "no such column colour"),
            ("events", ['id" FROM metadata --'], "no such column"),
        ],
    )
    def test_what_is_not_declared_is_refused(self, written: Path, table: str, columns: list[str], named: str) -> None:
        with pytest.raises(WorkspaceError, match=named):
            read_columns(written, table, columns)
