import time
from datetime import date

import pytest

from geo.errors import DocumentError
from geo.reading.documents.web import read_page
from tests.reading.documents import files

PAGE = f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8">
<title>&lt;script&gt;alert(1)&lt;/script&gt; ${{1}}</title>
<meta property="article:published_time" content="2020-03-04T10:00:00Z">
<meta property="og:site_name" content="وكالة الاختبار"></head><body>
<nav><a href="/">الرئيسية</a> <a href="/news">أخبار</a></nav>
<article><h1>وفد في دمشق</h1><p>{files.TEXT}</p><p>{files.TEXT} وقالت مصادر إن الزيارة تستمر يومين.</p></article>
<script>document.title = 'hacked'</script><footer>جميع الحقوق محفوظة 2026</footer></body></html>"""


def test_the_main_text_comes_without_menus_and_scripts() -> None:
    content = read_page(PAGE.encode(), name="a.html")
    assert files.TEXT in content.text
    assert "hacked" not in content.text
    assert "الرئيسية" not in content.text


def test_title_site_and_date_stand_in_the_page() -> None:
    metadata = read_page(PAGE.encode(), name="a.html").metadata
    assert metadata.published == date(2020, 3, 4)
    assert metadata.publisher == "وكالة الاختبار"
    assert metadata.title


def test_a_date_in_the_words_of_the_page_is_not_taken_for_that_of_publication() -> None:
    page = f"<html><body><article><p>{files.TEXT}</p><p>في 5 مايو 2019 و 2018-01-02</p></article></body></html>"
    assert read_page(page.encode(), name="a.html").metadata.published is None


def test_a_page_in_windows_1256_that_says_so_is_read() -> None:
    page = f'<html><head><meta charset="windows-1256"></head><body><p>{files.TEXT}</p></body></html>'
    assert files.TEXT in read_page(page.encode("cp1256"), name="a.html").text


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<html><body><img src=x></body></html>", "<div>" * 50_000]
)
def test_a_page_without_text_or_beyond_parsing_is_refused(page: str) -> None:
    with pytest.raises(DocumentError, match=r"a\.html: "):
        read_page(page.encode(), name="a.html")


def test_entities_of_an_own_document_type_are_not_followed() -> None:
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>{files.TEXT} &x;</p></body></html>'
    )
    assert "&x;" in read_page(page.encode(), name="a.html").text


def test_a_date_in_the_pages_own_json_is_found_whatever_stands_around_it() -> None:
    json = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-03-04"}</SCRIPT>'
    never_closed = '<script type="application/ld+json">{"datePublished": "1999-01-01"'
    page = f"<html><head>{json}</head><body><article><p>{files.TEXT}</p></article>{never_closed}</body></html>"
    assert read_page(page.encode(), name="a.html").metadata.published == date(2020, 3, 4)


@pytest.mark.parametrize("piece", ["<p>x</p>", "<b>", "<script type=ld+json>{", "<meta name=date content=x>", "<"])
def test_pages_of_nothing_but_tags_are_refused_at_once(piece: str) -> None:
    page = "<html><body>" + piece * 200_000
    start = time.process_time()
    with pytest.raises(DocumentError, match="more than 100,000 tags"):
        read_page(page.encode(), name="a.html")
    assert time.process_time() - start < 2


def test_scripts_that_are_never_closed_hold_nothing_up() -> None:
    page = f"<html><body><article><p>{files.TEXT}</p></article>" + "<script type=ld+json>{" * 40_000
    start = time.process_time()
    read_page(page.encode(), name="a.html")
    assert time.process_time() - start < 10
