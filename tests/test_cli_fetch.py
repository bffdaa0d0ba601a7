"""The flag that lets the command line ask the web; nothing is fetched here."""

import pytest

from geo import cli, pipeline
from geo.reading.documents import WebAddress

ADDRESS = "https://example.org/a?b=c"


@pytest.mark.parametrize(
    ("flags", "fetched"), [(["--fetch"], [False, True, True, False]), ([], [False, False, False, False])]
)
@pytest.mark.parametrize("command", ["extract", "build", "add"])
def test_an_address_is_one_to_be_fetched_only_where_that_is_asked_for(
    command: str, flags: list[str], fetched: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []

    def read_all(sources: list[str], **_: object) -> list[object]:
        calls.append(sources)
        return []

    def write(sources: list[str], *_: object, **__: object) -> pipeline.BuildReport:
        calls.append(sources)
        return pipeline.BuildReport(read=0)

    monkeypatch.setattr(pipeline, "read_all", read_all)
    monkeypatch.setattr(pipeline, "build", write)
    monkeypatch.setattr(pipeline, "add", write)
    sources = ["a.txt", ADDRESS, "HTTP://example.org", "https.txt"]
    where = {"extract": [], "build": ["-o", "w.gpkg"], "add": []}[command]
    before = ["w.gpkg"] if command == "add" else []
    assert cli.main([command, *before, *sources, *where, *flags]) == 0
    assert calls == [sources]
    assert [isinstance(one, WebAddress) for one in calls[0]] == fetched
