import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

import geo
from geo import cli, pipeline
from geo.cli import filtering
from geo.errors import DocumentError
from geo.model import Reading
from geo.showing import layers as showing_layers
from geo.showing.export import EXPORT_LAYERS
from geo.workspace.criteria import KEYS
from geo.workspace.store import Workspace
from tests.builders import document, reading, sample_readings
from tests.showing.export import rfc7946

Captured = pytest.CaptureFixture[str]
Done = subprocess.CompletedProcess[str]
ROOT = Path(geo.__file__).parents[1]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = tmp_path / "sample.gpkg"
    Workspace.create(path, sample_readings())
    return path


@pytest.fixture
def doubled(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Put a double in the place of reading: it gives the sample readings and notes what it was asked."""
    asked: list[dict[str, object]] = []

    def read_all(
        sources: Iterable[str],
        *,
        published: date | None = None,
        geocoder: object = None,
        spread: pipeline.Spread | None = None,
    ) -> Iterator[Reading | DocumentError]:
        asked.append({"sources": list(sources), "published": published})
        yield sample_readings()[0]
        yield DocumentError("bad\x1b[31m.txt", "is empty\nand more")
        yield reading(document=document(id="quiet"), warnings=("quiet: no publication date",))
        yield sample_readings()[1]

    monkeypatch.setattr(pipeline, "read_all", read_all)
    return asked


def run(*arguments: object) -> int:
    return cli.main([str(one) for one in arguments])


def geo_command(*arguments: object, **more: object) -> Done:
    command = [sys.executable, "-m", "geo", *map(str, arguments)]
    options = {"cwd": ROOT, "capture_output": True, "text": True, "encoding": "utf-8", "timeout": 300, **more}
    return subprocess.run(command, check=False, **options)  # type: ignore[call-overload,no-any-return]


# ---- extract


def test_extract_writes_json_lines_and_goes_on_after_a_failure(doubled: list[object], capsys: Captured) -> None:
    assert run("extract", "a.txt", "b.txt") == 1
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert {row["record"] for row in rows} == {"mention", "event", "flow"}
    assert {row["doc"] for row in rows} == {"sample-flights", "sample-delegation"}
    assert err.splitlines() == [
        r"kharita: bad\x1b[31m.txt: is empty and more",
        "kharita: warning: quiet: no publication date",
    ]


@pytest.mark.parametrize("what", ["mentions", "events", "flows"])
def test_one_kind_of_record_can_be_asked_for(what: str, doubled: list[object], capsys: Captured) -> None:
    run("extract", "a.txt", "--what", what)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    expected = sum(len(getattr(one, what)) for one in sample_readings()[:2])
    assert len(rows) == expected
    assert all("record" not in row for row in rows)


def test_the_publication_date_is_passed_on(doubled: list[dict[str, object]]) -> None:
    run("extract", "a.txt", "--published", "2020-03-12")
    assert doubled == [{"sources": ["a.txt"], "published": date(2020, 3, 12)}]


def test_extract_of_good_documents_ends_with_0(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(pipeline, "read_all", lambda _sources, **_more: iter(sample_readings()))
    assert run("extract", "a.txt") == 0
    assert capsys.readouterr().err == ""


# ---- usage


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["extract"],
        ["extract", "a.txt", "--what", "places"],
        ["extract", "a.txt", "--published", "yesterday"],
        ["export", "w.gpkg"],
        ["export", "w.gpkg", "-o", "a", "--format", "shp"],
        ["export", "w.gpkg", "-o", "a", "--layer", "roads"],
        ["map", "w.gpkg", "-o", "a.png", "--layers", "roads"],
        ["map", "w.gpkg", "-o", "a.pdf"],
        ["gazetteer"],
        ["export", "w.gpkg", "-o", "a", "--status", "certain"],
        ["export", "w.gpkg", "-o", "a", "--from", "2020-02-30"],
        ["map", "w.gpkg", "-o", "a.png", "--min-precision", "9"],
    ],
)
def test_what_is_not_understood_ends_with_2_and_says_why(arguments: list[str], capsys: Captured) -> None:
    assert run(*arguments) == 2
    assert capsys.readouterr().err


def test_help_and_version_end_with_0(capsys: Captured) -> None:
    for arguments in (["--help"], ["export", "--help"], ["--version"]):
        assert run(*arguments) == 0
    assert geo.__version__ in capsys.readouterr().out


def test_the_names_that_the_parser_lists_are_those_of_the_code() -> None:
    from geo.showing.export.jsonl import WHATS
    from geo.showing.labels import LANGUAGES

    assert cli.WHATS == WHATS
    assert (*EXPORT_LAYERS, "all") == cli.LAYER_NAMES
    assert cli.SHOWN_LAYERS == showing_layers.LAYERS
    assert cli.LANGUAGES == LANGUAGES
    assert set(filtering._HELP) == set(KEYS)


# ---- build, add


def test_build_and_add_report_what_failed_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    failed = DocumentError("empty.txt", "is empty")
    report = pipeline.BuildReport(read=2, failed=(failed,), warnings=("a: no publication date",))
    calls: list[tuple[object, ...]] = []

    def double(sources: object, workspace: object, **more: object) -> pipeline.BuildReport:
        calls.append((sources, workspace, more["published"]))
        return report

    monkeypatch.setattr(pipeline, "build", double)
    monkeypatch.setattr(pipeline, "add", double)
    path = tmp_path / "w.gpkg"
    assert run("build", "seeds", "more", "-o", path) == 1
    assert run("add", path, "later.txt", "--published", "2020-01-02") == 1
    assert calls == [(["seeds", "more"], path, None), (["later.txt"], path, date(2020, 1, 2))]
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"{path}: 2 documents read, 1 failed"] * 2
    assert err.splitlines()[:2] == ["kharita: warning: a: no publication date", "kharita: empty.txt: is empty"]


def test_a_workspace_of_a_wrong_name_is_refused_before_the_work(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(pipeline, "build", lambda *_, **__: pytest.fail("was read all the same"))
    assert run("build", "seeds", "-o", "w.zip") == 1
    assert "ends in .gpkg" in capsys.readouterr().err


# ---- export


@pytest.mark.parametrize("layer", [*EXPORT_LAYERS, "all"])
def test_export_writes_each_layer(layer: str, workspace: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    assert run("export", workspace, "--layer", layer, "--format", "geojson", "-o", target) == 0
    text = target.read_text(encoding="utf-8")
    assert rfc7946.faults(text) == []
    about = json.loads(text)["kharita"]
    assert about["workspace"]["hash"] == Workspace.open(workspace).metadata()["hash"]


def test_filters_are_those_of_the_map_and_stand_in_the_export(workspace: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.geojson"
    filters = [
        "--country",
        "LY,SY",
        "--type",
        "assault",
        "--status",
        "reported",
        "--min-precision",
        "2",
        "--actor",
        "LNA",
    ]
    assert run("export", workspace, "--layer", "events", "-o", target, *filters) == 0
    collection = json.loads(target.read_text(encoding="utf-8"))
    assert [feature["properties"]["place"] for feature in collection["features"]] == ["Tripoli"]
    assert collection["kharita"]["filter"]["type"] == ["ASSAULT"]


def test_what_a_date_leaves_out_is_said(workspace: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("export", workspace, "-o", tmp_path / "a.geojson", "--from", "2020-03-01") == 0
    assert "1 events left out: they have no date" in capsys.readouterr().err


def test_words_are_found_however_they_are_spelled(workspace: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.geojson"
    run("export", workspace, "--layer", "flows", "-o", target, "--text", "اجنحه الشام")
    assert len(json.loads(target.read_text(encoding="utf-8"))["features"]) == 1


@pytest.mark.parametrize("command", [["export"], ["map"]])
def test_a_file_that_is_there_is_replaced_only_when_told(
    command: list[str], workspace: Path, tmp_path: Path, capsys: Captured
) -> None:
    target = tmp_path / "out.png"
    target.write_text("mine")
    assert run(*command, workspace, "-o", target) == 1
    assert "is there already" in capsys.readouterr().err
    assert target.read_text() == "mine"
    assert run(*command, workspace, "-o", target, "--force") == 0
    assert target.read_bytes()[:4] != b"mine"


@pytest.mark.parametrize("name", ["no.gpkg", "text.gpkg"])
def test_what_is_no_workspace_is_named_in_one_line(name: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "text.gpkg").write_text("not a database")
    assert run("export", tmp_path / name, "-o", tmp_path / "a.geojson") == 1
    err = capsys.readouterr().err
    assert name in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "a.geojson").exists()


# ---- map


def test_map_draws_a_picture_or_a_page(workspace: Path, tmp_path: Path) -> None:
    assert run("map", workspace, "-o", tmp_path / "a.png", "--language", "ar", "--title", "خريطة") == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert run("map", workspace, "-o", tmp_path / "a.html", "--layers", "places,flows") == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "بنغازي" in page


# ---- gazetteer, app


def test_gazetteer_search_lists_places_and_says_when_there_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    from tests.builders import TRIPOLI, TRIPOLI_LEBANON

    found = tuple(
        pipeline.Candidacy(place=one, strength=strength, principal=True, trusted=True)
        for one, strength in ((TRIPOLI, 8.0), (TRIPOLI_LEBANON, 6.0))
    )
    monkeypatch.setattr(pipeline, "look_up", lambda name, geocoder: found if name == "طرابلس الغرب" else ())
    assert run("gazetteer", "search", "طرابلس", "الغرب") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[4] for line in lines] == ["LY", "LB"]
    assert lines[0][5] == "32.8872,13.1913"
    assert lines[0][-1] == "-"
    assert run("gazetteer", "search", "Nowhere") == 1
    assert "no place is named 'Nowhere'" in capsys.readouterr().err


def test_gazetteer_search_says_why(capsys: Captured) -> None:
    assert run("gazetteer", "search", "Tripoli") == 0
    first = capsys.readouterr().out.splitlines()[0].split("\t")
    assert first[4] == "LY"
    assert "a capital" in first[-1]
    assert "people" in first[-1]


def test_gazetteer_search_offers_what_sounds_alike(capsys: Captured) -> None:
    assert run("gazetteer", "search", "Zamlkka") == 0
    first = capsys.readouterr().out.splitlines()[0].split("\t")
    assert first[1] == "Zamalka"
    assert "sounds alike" in first[-1]


@pytest.mark.parametrize(("city", "country"), [("بنغازي", "LY"), ("بيروت", "LB")])
def test_gazetteer_search_in_a_text_says_what_is_meant_there(capsys: Captured, city: str, country: str) -> None:
    assert run("gazetteer", "search", "طرابلس", "--in", f"سافر الوفد من {city} إلى طرابلس أمس") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert lines[0][4] == country
    assert "literal" in lines[0][-1]
    assert len(lines) > 1


def test_gazetteer_search_in_a_text_without_the_name_fails_by_name(capsys: Captured) -> None:
    assert run("gazetteer", "search", "Tripoli", "--in", "Nothing happened.") == 1
    assert "'Tripoli' is read as no place" in capsys.readouterr().err


def test_app_opens_the_workspace_that_it_is_given(
    monkeypatch: pytest.MonkeyPatch, workspace: Path, capsys: Captured
) -> None:
    calls: list[tuple[list[str], dict[str, str], Path]] = []

    def double(command: list[str], *, cwd: Path, env: dict[str, str], check: bool) -> Done:
        calls.append((command, env, cwd))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", double)
    assert run("app", workspace, "--port", "9001") == 0
    command, environment, folder = calls[0]
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert "--server.port=9001" in command
    assert environment["KHARITA_WORKSPACE"] == str(workspace.resolve())
    assert (folder / ".streamlit" / "config.toml").exists()
    assert run("app", "no.gpkg") == 1
    assert "no.gpkg" in capsys.readouterr().err


# ---- as a program


def test_a_reader_that_has_seen_enough_is_no_failure(tmp_path: Path) -> None:
    lines = "\n".join(
        json.dumps({"id": f"d{n}", "text": "وصل الوفد إلى دمشق.", "published": "2020-03-01"}) for n in range(400)
    )
    (tmp_path / "a.jsonl").write_text(lines)
    command = [sys.executable, "-m", "geo", "extract", str(tmp_path / "a.jsonl")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=120) == 0
        assert process.stderr.read() == b""


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("وصل الوفد إلى دمشق.", encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = geo_command("extract", tmp_path / "a.txt", "--published", "2020-03-01", env=environment)
    assert done.returncode == 0, done.stderr
    assert "دمشق" in done.stdout
    assert done.stderr == ""


def test_a_command_that_draws_nothing_starts_without_what_draws() -> None:
    code = (
        "import sys; from geo.cli import make_parser; make_parser();"
        "heavy = ('streamlit', 'folium', 'matplotlib', 'geopandas', 'pandas', 'numpy');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_bad_input_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "wrong.txt").write_bytes("délégation à Damas".encode("cp1252"))
    (folder / "good.txt").write_text("وصل الوفد الليبي إلى دمشق قادما من بنغازي.", encoding="utf-8")
    (folder / "hostile.txt").write_text("وصل الوفد إلى حلب.", encoding="utf-8")
    (folder / "sources.toml").write_text('[hostile]\ntitle = "<script>alert(1)</script>${1}`"\n', encoding="utf-8")
    done = geo_command("extract", folder)
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["doc"] for row in rows} == {"good", "hostile"}
    said = done.stderr.splitlines()
    for name in ("empty.txt", "binary.txt", "wrong.txt"):
        assert sum(name in line for line in said) == 1
    assert sum("good" in line and "publication date" in line for line in said) == 1
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_ten_megabytes_of_one_word_do_not_hold_up_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("طائرة " * 1_000_000, encoding="utf-8")
    (tmp_path / "b.txt").write_text("وصل الوفد إلى دمشق.", encoding="utf-8")
    done = geo_command("extract", tmp_path, "--published", "2020-03-01")
    assert done.returncode == 1
    assert "a: " in done.stderr  # too long for one document: said by its name
    assert "split it" in done.stderr
    assert {json.loads(line)["doc"] for line in done.stdout.splitlines()} == {"b"}


@pytest.mark.slow
def test_the_seeds_go_the_whole_way_from_texts_to_files(tmp_path: Path) -> None:
    path = tmp_path / "seeds.gpkg"
    done = geo_command("build", "seeds", "-o", path)
    assert done.returncode == 0, done.stderr
    assert "5 documents read" in done.stdout
    version = Workspace.open(path).version
    assert geo_command("add", path, "seeds").returncode == 0
    assert Workspace.open(path).version == version  # nothing new, nothing changed
    for layer in EXPORT_LAYERS:
        target = tmp_path / f"{layer}.geojson"
        assert geo_command("export", path, "--layer", layer, "-o", target).returncode == 0
        assert rfc7946.faults(target.read_text(encoding="utf-8")) == []
    exported = json.loads((tmp_path / "places.geojson").read_text(encoding="utf-8"))
    places = {feature["properties"]["name"] for feature in exported["features"]}
    assert {"Benghazi", "Damascus", "Idlib"} <= places
    assert geo_command("map", path, "-o", tmp_path / "map.png").returncode == 0
    assert geo_command("map", path, "-o", tmp_path / "map.html").returncode == 0


# ---- progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_at_a_terminal_only_and_taken_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from geo.cli import terminal

    monkeypatch.setattr(terminal, "_FIRST_SECONDS", 0.01)
    monkeypatch.setattr(terminal, "_EVERY_SECONDS", 0.01)
    for stream, shows in ((Terminal(), True), (io.StringIO(), False)):
        with terminal.Progress(stream) as progress:
            progress("report\x1b[2J", 3, 12)
            time.sleep(0.1)
        written = stream.getvalue()
        assert ("3 of 12 documents" in written) == shows
        assert "\x1b" not in written
        assert not shows or written.endswith(" \r")


def test_a_message_stands_on_a_line_of_its_own() -> None:
    from geo.cli import terminal

    stream = io.StringIO()
    with terminal.Progress(stream) as progress:
        progress.say("a\nb\x07")
    assert stream.getvalue() == "a b\\x07\n"
