import os
import time
from datetime import date
from pathlib import Path

import pytest

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents import WebAddress, address, read_sources
from geo.reading.documents.fetch import Page
from geo.reading.documents.formats import EXPECTED
from geo.reading.documents.public import to_target
from tests.reading.documents import files
from tests.reading.documents.files import TEXT, write


def read(*paths: object, published: date | None = None) -> tuple[dict[str, Document], list[str]]:
    """Return the documents by id and the errors as text."""
    found = list(read_sources([str(path) for path in paths], published=published))
    documents = {one.id: one for one in found if isinstance(one, Document)}
    return documents, [str(one) for one in found if isinstance(one, DocumentError)]


def test_every_format_is_read_and_its_id_is_the_stem(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "b.html", f"<!DOCTYPE html><html><body><article><p>{TEXT}</p></article></body></html>")
    write(tmp_path, "c.docx", files.docx(files.body_xml(files.paragraph(TEXT))))
    write(tmp_path, "d.pdf", files.pdf(TEXT))
    write(tmp_path, "e.jsonl", f'{{"id": "line", "text": "{TEXT}"}}\n')
    documents, errors = read(tmp_path)
    assert not errors
    assert list(documents) == ["a", "b", "c", "d", "line"]
    assert {document.text.strip() for document in documents.values()} == {TEXT}
    assert {document.language for document in documents.values()} == {"ar"}


def test_a_text_is_kept_as_it_is_but_for_its_byte_order_mark(tmp_path: Path) -> None:
    text = "\u200f وصل \r\n\tالوفد\u00a0\r إلى دمشق\n\n"
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbf" + text.encode())
    assert read(path)[0]["a"].text == text


def test_the_table_of_a_folder_gives_metadata_also_to_a_file_named_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT)
    write(
        tmp_path,
        "sources.toml",
        '[a]\ntitle = "<script>${1}</script>"\npublisher = "p"\npublished = 2020-03-04\nurl = "u"\n'
        'language = "ar-LY"\nreports = "left alone"',
    )
    for given in (path, tmp_path):
        document = read(given)[0]["a"]
        assert document.title == "<script>${1}</script>"
        assert (document.publisher, document.published, document.url) == ("p", date(2020, 3, 4), "u")
        assert document.language == "ar"


def test_the_callers_date_fills_a_gap_but_does_not_override(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "b.txt", TEXT)
    write(tmp_path, "sources.toml", '[a]\npublished = "2020-03-04"')
    write(tmp_path, "c.jsonl", f'{{"id": "c", "text": "{TEXT}", "published": "2020-03-05"}}')
    documents, _ = read(tmp_path, published=date(2021, 1, 1))
    assert [str(documents[one].published) for one in "abc"] == ["2020-03-04", "2021-01-01", "2020-03-05"]


def test_bad_files_are_named_and_the_others_read(tmp_path: Path) -> None:
    write(tmp_path, "empty.txt", "")
    write(tmp_path, "spaces.txt", " \n\t\r\n")
    write(tmp_path, "mark.txt", b"\xef\xbb\xbf")
    write(tmp_path, "picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    write(tmp_path, "binary.txt", bytes(range(256)) * 10)
    write(tmp_path, "wrong.txt", "La délégation est arrivée".encode("cp1252"))
    write(tmp_path, "russian.txt", "Делегация прибыла")
    write(tmp_path, "good.txt", TEXT)
    documents, errors = read(tmp_path, tmp_path / "gone.txt")
    assert list(documents) == ["good"]
    said = {Path(error.partition(": ")[0]).name: error.partition(": ")[2] for error in errors}
    assert set(said) == {
        *("empty.txt", "spaces.txt", "mark.txt", "picture.txt", "binary.txt", "wrong.txt", "russian.txt", "gone.txt")
    }
    assert said["empty.txt"] == "is empty"
    assert said["spaces.txt"] == said["mark.txt"] == "its text is empty"
    assert "there is no such file" in said["gone.txt"]
    assert all("\n" not in error for error in errors)


def test_ten_megabytes_of_one_word_are_read_at_once(tmp_path: Path) -> None:
    write(tmp_path, "long.txt", "ك" * 5_000_000)
    write(tmp_path, "many.txt", "كلمة " * 1_100_000)
    start = time.monotonic()
    documents, errors = read(tmp_path)
    assert not errors
    assert len(documents["long"].text) == 5_000_000
    assert time.monotonic() - start < 5


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.write(b"word ")
        file.truncate(100_000_000)  # sparse: it takes no room
    assert "larger than 32 MB" in read(path)[1][0]


def test_an_id_that_is_taken_is_reported_with_who_has_it(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "deeper/a.txt", TEXT + " ")
    write(tmp_path, "z.jsonl", f'{{"id": "b", "text": "{TEXT}"}}\n{{"id": "b", "text": "{TEXT}"}}\n')
    documents, errors = read(tmp_path)
    assert set(documents) == {"a", "b"}
    assert len(errors) == 2
    assert "line 2 (id 'b'): its id 'b' is taken by" in errors[0]
    assert "its id 'a' is taken by" in errors[1]


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", TEXT)
    documents, errors = read(path, tmp_path, path)
    assert list(documents) == ["a"]
    assert not errors


def test_links_lead_neither_round_in_a_circle_nor_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder, "a.txt", TEXT)
    outside = write(tmp_path, "secret.txt", TEXT)
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "same.txt").symlink_to(folder / "a.txt")
    documents, errors = read(folder)
    assert list(documents) == ["a"]
    assert sorted(Path(error.partition(": ")[0]).name for error in errors) == ["out.txt", "self.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_does_not_make_it_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is no file" in read(tmp_path / "pipe.txt")[1][0]


def test_a_folder_passes_over_what_is_no_document_but_names_what_it_cannot_read(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "x")
    write(tmp_path, ".hidden.txt", TEXT)
    write(tmp_path, ".git/a.txt", TEXT)
    write(tmp_path, "old.doc", b"\xd0\xcf\x11\xe0")
    documents, errors = read(tmp_path)
    assert not documents
    assert [error.split(": ")[1] for error in errors] == [
        "is not read",
        f"holds no document; {EXPECTED}",
    ]


def test_a_broken_table_is_said_once_and_an_entry_without_a_file_too(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "b.txt", TEXT)
    write(tmp_path, "sources.toml", "[a\n")
    documents, errors = read(tmp_path)
    assert set(documents) == {"a", "b"}
    assert len(errors) == 1
    assert "read without it" in errors[0]
    write(tmp_path, "sources.toml", '[a]\n[lost]\ntitle = "x"\n[b]\npublished = 5\n')
    documents, errors = read(tmp_path)
    assert set(documents) == {"a"}
    assert len(errors) == 2
    assert "[b]: published is 5" in errors[0]
    assert "tells of 'lost'" in errors[1]


def test_a_language_that_is_told_decides_and_one_that_is_not_read_is_refused(tmp_path: Path) -> None:
    persian = "هیئت لیبیایی به دمشق رسید و با مقامات سوری دیدار کرد که این دیدار برای بازگشایی سفارت است. " * 3
    write(tmp_path, "a.txt", persian)
    assert "seems to be Persian; Arabic (ar) and English (en) are read" in read(tmp_path)[1][0]
    write(tmp_path, "sources.toml", '[a]\nlanguage = "ar"')
    assert read(tmp_path)[0]["a"].language == "ar"
    write(tmp_path, "sources.toml", '[a]\nlanguage = "fr"')
    assert "its language is given as 'fr'" in read(tmp_path)[1][0]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("https://example.org/a", "nothing is fetched unless"),
        ("FILE:///etc/passwd", "nothing is fetched unless"),
        ("a\x00b.txt", "path|read"),
        ("x" * 5000, "path|read"),
    ],
)
def test_what_is_no_path_is_refused(path: str, said: str) -> None:
    documents, errors = read(path)
    assert not documents
    assert any(word in errors[0] for word in said.split("|"))


def test_a_name_of_any_bytes_is_shown_and_makes_an_id(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\n.txt")
    (tmp_path / name).write_bytes(TEXT.encode())
    documents, errors = read(tmp_path)
    assert not errors
    assert list(documents) == ["\ufffd\ufffd"]


def test_an_address_is_fetched_only_when_it_is_given_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fetched: list[str] = []

    def fetch(url: str) -> Page:
        fetched.append(url)
        return Page(data=TEXT.encode(), target=to_target(url), charset="")

    monkeypatch.setattr(address, "fetch", fetch)
    url = "https://example.org/a.txt?token=secret"
    refused, document, again, bad = read_sources(
        [url, WebAddress(url), WebAddress(url), WebAddress("http://127.0.0.1/?secret")], published=date(2020, 3, 4)
    )
    assert "secret" not in str(refused)
    assert isinstance(document, Document)
    assert (document.text, document.published, document.url) == (TEXT, date(2020, 3, 4), url)
    assert "is taken by https://example.org/a.txt" in str(again)
    assert str(bad).startswith("http://127.0.0.1/: leads into a network that is not public")
    assert fetched == [url, url, "http://127.0.0.1/?secret"]
