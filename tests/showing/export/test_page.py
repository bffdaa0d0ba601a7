import json
import re

from geo.showing import export
from geo.showing.layers import Layers
from tests.showing.export.conftest import MADE

MOST_BYTES = 6_000_000


def page_of(layers: Layers, language: str = "en") -> str:
    return b"".join(export.chunks("html", layers, made=MADE, language=language)).decode()


def test_it_holds_everything_and_asks_for_nothing(layers: Layers) -> None:
    page = page_of(layers)
    assert len(page.encode()) < MOST_BYTES
    assert not re.findall(r"<(?:script|img|iframe)[^>]+src=[\"'](?!data:)", page)
    assert not re.findall(r"<link[^>]+href=[\"'](?!data:)[^>]*>", page)
    assert "طرابلس" in page or "\\u0637\\u0631\\u0627\\u0628\\u0644\\u0633" in page


def test_a_program_finds_its_account(layers: Layers) -> None:
    found = re.search(
        r'<script type="application/json" id="kharita-provenance">(.*?)</script>', page_of(layers), re.DOTALL
    )
    assert found
    account = json.loads(found.group(1))
    assert account["made"] == "2026-03-04T05:06:07+00:00"
    assert any("GeoNames (CC BY 4.0)" in credit for credit in account["credits"])


def test_a_reader_finds_it_too(layers: Layers) -> None:
    assert "<summary>Where this comes from</summary>" in page_of(layers)
    arabic = page_of(layers, "ar")
    assert "<summary>من أين أتى هذا</summary>" in arabic
    assert '<details id="kh-account" dir="rtl"' in arabic


def test_hostile_texts_stay_texts_in_the_account(hostile: Layers) -> None:
    page = page_of(hostile)
    account = page[page.index('<details id="kh-account"') :]
    assert "<img" not in account
    assert "<svg" not in account
    assert account.count("<script") == account.count("</script>")
    inner = account.partition('id="kharita-provenance">')[2].partition("</script>")[0]
    assert any(source["publisher"] == "@publisher" for source in json.loads(inner)["sources"])
