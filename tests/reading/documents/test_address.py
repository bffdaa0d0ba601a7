from datetime import date

import pytest

from geo.errors import DocumentError
from geo.reading.documents import Metadata, address, fetch, preview_address, read_address
from tests.reading.documents import files
from tests.reading.documents.archives import packed
from tests.reading.documents.files import TEXT
from tests.reading.documents.servers import Answer, Server, answer, serving

URL = "http://www.example.org/news/a.html?id=1"
PAGE = f"""<!DOCTYPE html><html><head><title>عنوان</title>
<meta property="article:published_time" content="2020-03-04"></head>
<body><nav>menu</nav><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Server:
    """Let a server on this machine stand for the web, whatever is asked for."""
    server = Server({})

    def ask(url: str) -> fetch.Page:
        with serving(server):
            return fetch._fetch(url, fetch._Line(resolve=server.resolve, connect=server.connect, seconds=10))

    monkeypatch.setattr(address, "fetch", ask)
    return server


def test_a_page_becomes_a_document_with_what_it_says_of_itself(web: Server) -> None:
    web.answers["/news/a.html?id=1"] = answer(PAGE.encode())
    found = preview_address(f"  {URL}#top\n")
    document = found.document
    assert TEXT in document.text
    assert "menu" not in document.text
    assert (document.title, document.publisher, document.published) == ("عنوان", "example.org", date(2020, 3, 4))
    assert (document.url, document.language) == (URL, "ar")
    assert (found.form, found.name, found.found.title) == ("html", "http://www.example.org/news/a.html", "عنوان")


def test_the_same_address_has_the_same_id_and_another_question_another(web: Server) -> None:
    web.answers = {f"/news/a.html?id={n}": answer(PAGE.encode()) for n in (1, 2)}
    first, again, other = (read_address(url).id for url in (URL, URL, URL.replace("id=1", "id=2")))
    assert first == again != other
    assert first.startswith("www-example-org-news-a-html-")


def test_what_the_sender_says_goes_before_what_the_page_says_but_for_the_address(web: Server) -> None:
    web.answers["/news/a.html?id=1"] = answer(PAGE.encode())
    metadata = Metadata(title="t", publisher="p", url="http://elsewhere.example.org")
    document = read_address(URL, published=date(2021, 1, 1), metadata=metadata)
    assert (document.title, document.publisher, document.published) == ("t", "p", date(2021, 1, 1))
    assert document.url == URL


@pytest.mark.parametrize(
    ("sent", "form"),
    [
        (answer(TEXT.encode(), kind="text/plain"), "txt"),
        (answer(TEXT.encode("cp1256"), kind="text/plain; charset=Windows-1256"), "txt"),
        (answer(PAGE.encode("cp1256"), kind="text/html; charset=windows-1256"), "html"),
        (
            answer(PAGE.replace("<head>", '<head><meta charset="windows-1256">').encode("cp1256"), kind="text/html"),
            "html",
        ),
        (answer(files.pdf(TEXT), kind="application/pdf"), "pdf"),
        (answer(files.pdf(TEXT), kind="text/html"), "pdf"),
    ],
)
def test_texts_pages_and_pdf_files_are_told_by_their_bytes(web: Server, sent: Answer, form: str) -> None:
    web.answers["/news/a.html?id=1"] = sent
    found = preview_address(URL)
    assert found.form == form
    assert TEXT in found.document.text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (packed({"a.txt": TEXT}), "is a zip file; of the web only"),
        (b'{"id": "a", "text": "x"}\n', "is a jsonl file"),
        (b"<kml><Document/></kml>", "is an XML file"),
        (b"", "is empty"),
        (b"<html><body></body></html>", "without any text"),
        ("Делегация прибыла".encode(), "Cyrillic"),
        (b"<html><p>" + b"x" * 9_000_000, "larger than 8 MB"),
    ],
)
def test_what_is_no_document_is_refused_under_its_address(web: Server, body: bytes, said: str) -> None:
    web.answers["/news/a.html?id=1"] = answer(body)
    with pytest.raises(DocumentError, match=said) as caught:
        read_address(URL)
    assert caught.value.name == "http://www.example.org/news/a.html"
