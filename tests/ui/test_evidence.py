"""Evidence as HTML: text stays text, sentences keep their direction, links lead only to the web."""

from html.parser import HTMLParser

import pytest

from geo.showing.cards import Card, Telling
from geo.ui.evidence import cards_html, safe_link, sentence_html
from geo.ui.strings import translator
from tests.browser.sample import ATTACKS

SAY = translator("en")
ALLOWED = {"div", "article", "h3", "bdi", "p", "section", "span", "blockquote", "mark", "a"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data) -> None:
        self.text += data


def _parsed(html: str) -> _Tags:
    parser = _Tags()
    parser.feed(html)
    return parser


def _telling(**changes) -> Telling:
    values = {"status": "claimed", "status_words": "Claimed", "pieces": (("وصلت إلى ", False), ("بنغازي", True)),
              "language": "ar", "source": "Test Agency, 8 Mar 2020", **changes}  # fmt: skip
    return Telling(**values)


def test_an_arabic_sentence_runs_right_to_left_with_its_mention_marked() -> None:
    html = sentence_html([("وصلت إلى ", False), ("بنغازي", True)], "ar")
    assert html == '<bdi dir="rtl" lang="ar">وصلت إلى <mark>بنغازي</mark></bdi>'


def test_a_sentence_of_an_unknown_language_finds_its_own_direction() -> None:
    assert sentence_html([("text", False)], "") == '<bdi dir="auto">text</bdi>'


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_markup(attack: str) -> None:
    telling = _telling(
        heading=attack, status=attack, status_words=attack, when=attack, pieces=((attack, True),), language=attack,
        by_whom=attack, source=attack, url=attack,
    )  # fmt: skip
    parsed = _parsed(cards_html([Card(title=attack, subtitle=attack, tellings=(telling,), notes=(attack,))], SAY))
    assert {tag for tag, _ in parsed.tags} <= ALLOWED
    assert all(set(attrs) <= {"class", "dir", "lang"} for tag, attrs in parsed.tags if tag != "a")
    assert not [attrs for tag, attrs in parsed.tags if tag == "a"]
    assert attack in parsed.text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("https:///nohost", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, expected: str) -> None:
    assert safe_link(url) == expected


def test_a_link_opens_elsewhere_and_tells_the_other_site_nothing() -> None:
    parsed = _parsed(cards_html([Card(title="t", tellings=(_telling(url="https://example.org/a"),))], SAY))
    (link,) = [attrs for tag, attrs in parsed.tags if tag == "a"]
    assert link == {"href": "https://example.org/a", "target": "_blank", "rel": "noopener noreferrer"}


def test_disagreements_and_what_is_left_out_are_shown() -> None:
    parsed = _parsed(cards_html([Card(title="t", notes=("12 or 14 flights",), more=3)], SAY))
    assert "Sources disagree: 12 or 14 flights" in parsed.text
    assert "and 3 more" in parsed.text


def test_cards_run_in_the_readers_direction() -> None:
    assert 'dir="rtl"' in cards_html([], translator("ar"))
    assert 'dir="ltr"' in cards_html([], SAY)
