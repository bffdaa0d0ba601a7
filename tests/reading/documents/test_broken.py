"""Whatever bytes come in, documents and errors come out: nothing is raised, nothing is written, nothing hangs."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents import read_bytes
from tests.reading.documents import archives, files

ENGLISH = "The delegation left Benghazi for Damascus. "
WHOLE = {
    "a.zip": archives.packed(
        {
            "a.txt": ENGLISH,
            "b/c.csv": f"id,text\nx,{ENGLISH}\n",
            "b/sources.toml": '[c]\ntitle = "t"\n',
            "d.docx": files.docx(files.body_xml(files.paragraph(ENGLISH)), title="t"),
        }
    ),
    "a.docx": files.docx(files.body_xml(files.paragraph(ENGLISH)), title="t"),
    "a.csv": f'id,text,published\na,"{ENGLISH}",2020-03-04\nb,"{ENGLISH}\n{ENGLISH}",\n'.encode("utf-16"),
    "a.jsonl": f'{{"id": "a", "text": "{ENGLISH}"}}\n{{"id": "b", "text": "{ENGLISH}"}}\n'.encode(),
}
Edits = list[tuple[float, bytes]]
_EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6
)


def changed(data: bytes, edits: Edits, cut: float) -> bytes:
    """Overwrite some bytes of a file, and cut its end off."""
    out = bytearray(data)
    for place, piece in edits:
        at = int(place * len(out))
        out[at : at + len(piece)] = piece
    return bytes(out[: len(out) - int(cut * len(out))])


@pytest.mark.parametrize("name", list(WHOLE))
@settings(max_examples=150, deadline=None)
@given(edits=_EDITS, cut=st.sampled_from([0.0, 0.0, 0.0, 0.05, 0.4]))
def test_a_file_with_bytes_changed_gives_documents_and_errors_only(name: str, edits: Edits, cut: float) -> None:
    for one in read_bytes(changed(WHOLE[name], edits, cut), name=name):
        assert isinstance(one, Document | DocumentError)
        if isinstance(one, DocumentError):
            assert str(one).startswith(name)
            assert "\n" not in str(one)


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=300), name=st.one_of(st.sampled_from(list(WHOLE)), st.text(max_size=20)))
def test_any_bytes_under_any_name_give_documents_and_errors_only(data: bytes, name: str) -> None:
    for one in read_bytes(data, name=name):
        assert isinstance(one, Document | DocumentError)
        shown = one.id if isinstance(one, Document) else str(one)
        assert "\n" not in shown
        shown.encode()


def test_the_whole_files_are_read() -> None:
    for name, data in WHOLE.items():
        assert all(isinstance(one, Document) for one in read_bytes(data, name=name)), name


def test_nothing_is_opened_or_written_by_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = ["../a.txt", "/etc/b.txt", "c/../../d.txt", "e.txt", "\\\\x\\f.txt", "sources.toml"]
    data = archives.written(*(archives.honest(name, ENGLISH.encode()) for name in names))
    list(read_bytes(WHOLE["a.zip"], name="warm.zip"))  # what is loaded once is loaded now
    opened: list[object] = []

    def opening(path: object, *_: object, **__: object) -> None:
        opened.append(path)
        raise PermissionError(str(path))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(io, "open", opening)
    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr("builtins.open", opening)
    found = list(read_bytes(data, name="../../x.zip"))
    monkeypatch.undo()
    assert opened == []
    assert [one.id for one in found if isinstance(one, Document)] == ["e"]
    assert list(tmp_path.iterdir()) == []
