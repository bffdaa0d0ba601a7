"""The ways in: a folder is read within the configured one only, pasted text is text whatever it looks like."""

from datetime import date
from pathlib import Path

import pytest

from geo.errors import DocumentError, WorkspaceError
from geo.model import Document
from geo.reading.documents import Metadata, ReadDocument, preview_bytes
from geo.ui.documents import batch
from geo.ui.documents.batch import collect
from geo.ui.documents.sources import SOURCES_VARIABLE, folder_within, folders, language_words, read_pasted, sources_root
from geo.ui.strings import translator

SAY = translator("en")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    (folder / "march" / "week 1").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (tmp_path / "secret").mkdir()
    (folder / "link").symlink_to(tmp_path / "secret")
    return folder


def test_no_folder_is_read_until_one_is_configured(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.delenv(SOURCES_VARIABLE, raising=False)
    assert sources_root() is None
    monkeypatch.setenv(SOURCES_VARIABLE, str(root))
    assert sources_root() == root


def test_folders_are_listed_without_hidden_ones_and_links(root: Path) -> None:
    assert folders(root) == ("", "march", "march/week 1")


def test_a_folder_within_is_found(root: Path) -> None:
    assert folder_within("march/week 1", root, SAY) == root / "march" / "week 1"
    assert folder_within("", root, SAY) == root


@pytest.mark.parametrize("name", ["..", "../secret", "link", "/etc", "march/../..", "none", "a\0b", "x" * 5000])
def test_what_leads_out_or_nowhere_is_refused(root: Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match="is not in sources"):
        folder_within(name, root, SAY)


@pytest.mark.parametrize(
    "text",
    ["<html><body>The delegation left.</body></html>", '{"id": "x", "text": "The delegation left."}', "%PDF-1.4 it"],
)
def test_pasted_text_is_read_as_it_stands(text: str) -> None:
    given = Metadata(title="T", publisher="P", published=date(2020, 3, 1), language="en")
    found = read_pasted(text, given)
    assert isinstance(found, ReadDocument)
    document = found.document
    assert (document.text, document.title, document.publisher, document.language) == (text, "T", "P", "en")
    assert document.published == date(2020, 3, 1)
    again = read_pasted(text, Metadata(language="en"))
    assert isinstance(again, ReadDocument)
    assert again.document.id == document.id  # the same text is known again


@pytest.mark.parametrize(("text", "reason"), [("  ", "empty"), ("a\0b", "U+0000"), ("Делегация прибыла", "Cyrillic")])
def test_pasted_text_that_cannot_be_read_is_a_failure(text: str, reason: str) -> None:
    found = read_pasted(text, Metadata())
    assert isinstance(found, DocumentError)
    assert reason in found.reason


def test_failures_stand_beside_what_was_read_and_name_no_folder_of_the_server() -> None:
    found = [
        DocumentError("/srv/news/march/a.txt", "is empty"),
        *preview_bytes(b"The delegation left.", name="/etc/passwd.txt"),
    ]
    read = collect(found, folder="/srv/news")
    assert [(one.name, one.reason) for one in read.failed] == [("march/a.txt", "is empty")]
    assert [(one.document.id, one.source) for one in read.drafts] == [("passwd", "passwd.txt")]
    assert not read.left_out


@pytest.mark.parametrize(("limit", "most"), [("MOST_DOCUMENTS", 2), ("MOST_CHARACTERS", 10)])
def test_no_more_is_taken_than_a_page_can_hold(monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
    monkeypatch.setattr(batch, limit, most)
    read = collect(Document(id=str(number), text="وصل.", language="ar") for number in range(9))
    assert len(read.drafts) == 2
    assert read.left_out


def test_languages_are_named_in_the_readers_own() -> None:
    assert language_words("ar", SAY) == "Arabic"
    assert language_words("ar", translator("ar")) == "العربية"
    assert language_words("", SAY) == SAY("add_language_found")
