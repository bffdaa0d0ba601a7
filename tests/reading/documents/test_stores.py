"""Object stores: read as folders are, only where their user says so, and nothing else by their addresses."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from geo.errors import DocumentError
from geo.model import Document
from geo.reading.documents import StoreAddress, is_store, read_sources
from tests.reading.documents.files import TEXT


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    """A store in memory, which is everybody's: emptied afterwards."""
    found = fsspec.filesystem("memory")
    yield found
    found.rm("/news", recursive=True)


def read(*addresses: str) -> tuple[dict[str, Document], list[str]]:
    found = list(read_sources(addresses))
    documents = {one.id: one for one in found if isinstance(one, Document)}
    return documents, [str(one) for one in found if isinstance(one, DocumentError)]


def test_what_stands_below_an_address_is_read(store: fsspec.AbstractFileSystem) -> None:
    store.pipe("/news/2020/a.txt", TEXT.encode())
    store.pipe("/news/b.jsonl", f'{{"id": "b", "text": "{TEXT}"}}\n'.encode())
    store.pipe("/news/c.rtf", b"x")
    store.pipe("/news/picture.png", b"x")
    store.pipe("/news/2020/sources.toml", '[a]\npublisher = "وكالة"\n'.encode())
    documents, errors = read(StoreAddress("memory://news"))
    assert sorted(documents) == ["a", "b"]
    assert documents["a"].text == TEXT
    assert documents["a"].publisher == "وكالة"
    assert len(errors) == 1
    assert errors[0].startswith("memory:///news/c.rtf: is not read")


def test_one_object_is_read(store: fsspec.AbstractFileSystem) -> None:
    store.pipe("/news/a.txt", TEXT.encode())
    store.pipe("/news/b.txt", TEXT.encode())
    assert list(read(StoreAddress("memory://news/a.txt"))[0]) == ["a"]


def test_what_fails_is_named_and_the_next_goes_on(store: fsspec.AbstractFileSystem) -> None:
    store.pipe("/news/a.pdf", b"%PDF-1.4 nonsense")
    store.pipe("/news/b.txt", TEXT.encode())
    documents, (error,) = read(StoreAddress("memory://news"))
    assert list(documents) == ["b"]
    assert error.startswith("memory:///news/a.pdf: ")


@pytest.mark.usefixtures("store")
def test_where_nothing_is_that_is_said(store: fsspec.AbstractFileSystem) -> None:
    store.pipe("/news/x.bin", b"")
    assert "holds no document" in read(StoreAddress("memory://news"))[1][0]
    assert "holds no document" in read(StoreAddress("memory://news/none"))[1][0]


def test_a_mere_text_is_not_asked_for(store: fsspec.AbstractFileSystem) -> None:
    store.pipe("/news/a.txt", TEXT.encode())
    documents, (error,) = read("memory://news")
    assert not documents
    assert "nothing is fetched unless you ask for it" in error


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "local:///etc", "simplecache::file:///etc", "https://example.org/a", "/etc", "s3:/a"],
)
def test_what_is_no_store_is_refused(address: str) -> None:
    assert not is_store(address)
    documents, (error,) = read(StoreAddress(address))
    assert not documents
    assert "is no address of an object store" in error


def test_an_unknown_store_is_named() -> None:
    _, (error,) = read(StoreAddress("nostore://a/b"))
    assert error.startswith("nostore://a/b: cannot be listed (ValueError")


def test_a_path_never_leaves_the_store(store: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT, encoding="utf-8")
    store.pipe("/news/a.txt", TEXT.encode())
    documents, _ = read(StoreAddress(f"memory://news/../../..{secret}"))
    assert "secret" not in documents
