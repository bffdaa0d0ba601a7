from datetime import date

import pytest

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents import Metadata, preview_bytes, read_bytes
from geo.reading.documents.one_file import ReadDocument
from tests.reading.documents import files
from tests.reading.documents.files import TEXT


def read(data: bytes, name: str, **more: object) -> tuple[list[Document], list[str]]:
    found = list(read_bytes(data, name=name, **more))  # type: ignore[arg-type]
    return (
        [one for one in found if isinstance(one, Document)],
        [str(one) for one in found if isinstance(one, DocumentError)],
    )


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (TEXT.encode(), "تقرير.txt", "txt"),
        (f"<!DOCTYPE html><html><body><article><p>{TEXT}</p></article></body></html>".encode(), "تقرير.html", "html"),
        (files.docx(files.body_xml(files.paragraph(TEXT))), "تقرير.docx", "docx"),
        (files.minimal_pdf(text="The delegation left for Damascus"), "تقرير.pdf", "pdf"),
    ],
)
def test_each_kind_is_read_from_bytes_under_its_name(data: bytes, name: str, form: str) -> None:
    (found,) = preview_bytes(data, name=name)
    assert isinstance(found, ReadDocument)
    assert (found.document.id, found.name, found.form) == ("تقرير", name, form)


def test_lines_keep_their_ids_and_what_they_say_goes_before_what_the_sender_says() -> None:
    lines = f'{{"id": "a", "text": "{TEXT}", "publisher": "p"}}\nno\n{{"id": "b", "text": "{TEXT}"}}\n'
    documents, errors = read(lines.encode(), "x.jsonl", metadata=Metadata(publisher="q"), published=date(2020, 3, 4))
    assert [(one.id, one.publisher, str(one.published)) for one in documents] == [
        ("a", "p", "2020-03-04"),
        ("b", "q", "2020-03-04"),
    ]
    assert len(errors) == 1
    assert errors[0].startswith("x.jsonl line 2: ")


def test_what_the_sender_says_goes_before_what_the_file_says_of_itself() -> None:
    page = f"<html><head><title>found</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()
    (found,) = preview_bytes(page, name="a.html", metadata=Metadata(title="given"))
    assert isinstance(found, ReadDocument)
    assert (found.document.title, found.found.title) == ("given", "found")


@pytest.mark.parametrize(
    ("name", "identity", "shown"),
    [
        ("../../etc/passwd.txt", "passwd", "passwd.txt"),
        ("C:\\Users\\x\\report.txt", "report", "report.txt"),
        ("/", "unnamed", "unnamed"),
        ("", "unnamed", "unnamed"),
        ("a\r\nb\u202etxt.txt", "a\ufffd\ufffdb\ufffdtxt", "a\ufffd\ufffdb\ufffdtxt.txt"),
        ("\udcff.txt", "\ufffd", "\ufffd.txt"),
    ],
)
def test_a_name_is_shown_and_never_a_path(name: str, identity: str, shown: str) -> None:
    (found,) = preview_bytes(TEXT.encode(), name=name)
    assert isinstance(found, ReadDocument)
    assert (found.document.id, found.name) == (identity, shown)


def test_a_very_long_name_keeps_its_ending() -> None:
    ((error),) = read(b"%PDF-1.7", "x" * 5000 + ".txt")[1]
    assert "ends in .txt but is a PDF" in error
    assert len(error) < 400


def test_what_cannot_be_read_is_an_error_under_its_name() -> None:
    assert read(b"", "a.txt")[1] == ["a.txt: is empty"]
    assert "PNG" in read(b"\x89PNG\r\n\x1a\n", "a.txt")[1][0]
    assert "taken by x.jsonl line 1" in read(f'{{"id": "a", "text": "{TEXT}"}}\n'.encode() * 2, "x.jsonl")[1][0]
