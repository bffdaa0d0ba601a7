"""Who reads is asked for on the command line: so many processes, or a cluster, and never both."""

import os

import pytest

from geo import cli, pipeline
from geo.errors import ClusterError
from geo.pipeline import Spread


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Spread]:
    """Put doubles in the place of reading, which note who was to read."""
    spreads: list[Spread] = []

    def read_all(_sources: object, *, spread: Spread, **_: object) -> list[object]:
        spreads.append(spread)
        return []

    def write(_sources: object, _path: object, *, spread: Spread, **_: object) -> pipeline.BuildReport:
        spreads.append(spread)
        return pipeline.BuildReport(read=3, resumed=2)

    monkeypatch.setattr(pipeline, "read_all", read_all)
    monkeypatch.setattr(pipeline, "build", write)
    monkeypatch.setattr(pipeline, "add", write)
    return spreads


COMMANDS = (["extract", "a.txt"], ["build", "a.txt", "-o", "w.gpkg"], ["add", "w.gpkg", "a.txt"])


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ([], Spread()),
        (["--workers", "3"], Spread(workers=3)),
        (["--workers", "0"], Spread(workers=os.cpu_count() or 1)),
        (["--scheduler", "tcp://127.0.0.1:8786"], Spread(scheduler="tcp://127.0.0.1:8786")),
    ],
)
def test_who_reads_is_passed_on(command: list[str], flags: list[str], expected: Spread, asked: list[Spread]) -> None:
    assert cli.main([*command, *flags]) == 0
    assert asked == [expected]


@pytest.mark.parametrize(
    "flags", [["--workers", "-1"], ["--workers", "two"], ["--workers", "2", "--scheduler", "tcp://a"]]
)
def test_what_makes_no_sense_is_misuse(flags: list[str], asked: list[Spread]) -> None:
    assert cli.main(["extract", "a.txt", *flags]) == 2
    assert asked == []


@pytest.mark.usefixtures("asked")
def test_it_is_said_how_much_was_read_before(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["build", "a.txt", "-o", "w.gpkg"])
    out, err = capsys.readouterr()
    assert "w.gpkg: 2 of them had been read before" in err
    assert out == "w.gpkg: 3 documents read\n"


def test_a_cluster_that_does_not_answer_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read_all(*_: object, **__: object) -> object:
        raise ClusterError("tcp://127.0.0.1:9: no Dask scheduler answers there")

    monkeypatch.setattr(pipeline, "read_all", read_all)
    assert cli.main(["extract", "a.txt", "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert capsys.readouterr().err == "kharita: tcp://127.0.0.1:9: no Dask scheduler answers there\n"
