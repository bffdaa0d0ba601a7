"""A dossier as HTML: no text becomes markup, differences are told by more than colour, tables have heads."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from geo.showing.cards import Telling
from geo.showing.comparison import Cell, Comparison
from geo.showing.dossier import Dossier, Told
from geo.showing.naming import Contender
from geo.showing.particulars import Fact
from geo.ui.document import frame_key, marked_text
from geo.ui.dossier import comparison_html, contenders_html, facts_html, head_html, legend_html, tellings_html
from geo.ui.strings import translator
from tests.browser.sample import ATTACKS

SAY = translator("en")
ALLOWED = {
    *(
        "header",
        "p",
        "span",
        "h1",
        "h2",
        "h3",
        "bdi",
        "dl",
        "div",
        "dt",
        "dd",
        "code",
        "ul",
        "ol",
        "li",
        "mark",
        "small",
    ),
    *("blockquote", "a", "table", "thead", "tbody", "tr", "th", "td", "meter"),
}
ATTRIBUTES = {
    *("class", "dir", "lang", "title", "scope", "aria-label", "aria-hidden", "role", "tabindex", "min", "max", "value"),
    "data-frame",
}


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


def _told(**changes) -> Told:
    telling = Telling(
        status="claimed", status_words="Claimed", when="3 Mar 2020", language="ar", source="Test Agency, 8 Mar 2020",
        publisher="Test Agency", by_whom="Claimed by GNA",
    )  # fmt: skip
    words = (("من ", ()), ("دمشق", ("origin",)), (" إلى ", ()), ("بنغازي", ("destination", "claimed_by")))
    return Told(**{"id": "t", "start": 0, "end": 9, "telling": telling, "words": words, **changes})


def _hostile(attack: str) -> Dossier:
    telling = Telling(**dict.fromkeys(
        ("status", "status_words", "when", "language", "source", "publisher", "by_whom", "url", "doc"), attack,
    ))  # fmt: skip
    fact = Fact(key=attack, label=attack, lines=(attack,), names=(attack, attack), codes=(attack,))
    told = Told(
        id=attack, start=0, end=9, telling=telling, words=((attack, ("origin",)),), own=(fact,), date_text=attack
    )
    table = Comparison(fields=("date",), rows=((Cell(words=attack, differs=True),),))
    return Dossier(
        record="event", id=attack, title=attack, subtitle=attack, facts=(fact,), told=(told,), comparison=table
    )


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_becomes_markup(attack: str, language: str) -> None:
    say, found = translator(language), _hostile(attack)
    rival = Contender(place_id=attack, name=attack, name_ar=attack, kind=attack, country=attack, admin1=attack + "2",
                      lat=1, lon=2, score=0.5, reason=attack)  # fmt: skip
    row = {"id": attack, "text": attack, "language": attack, "title": attack, "publisher": attack, "published": "",
           "url": attack}  # fmt: skip
    mention = {"start": 0, "end": 3, "role": "literal", "place_id": attack, "name": attack, "name_ar": attack,
               "reason": attack}  # fmt: skip
    htmls = [
        head_html(found, attack, say),
        facts_html(found.facts, say),
        legend_html(found.told, say),
        tellings_html(found.told, lambda publisher: publisher, 0, say),
        comparison_html(found, say),
        contenders_html([rival], say),
        marked_text(row, [mention], say, frame=(1, len(attack))),
    ]
    for html in htmls:
        parsed = _parsed(html)
        assert {tag for tag, _ in parsed.tags} <= ALLOWED
        assert all(set(attributes) <= ATTRIBUTES for _, attributes in parsed.tags)
    assert all(attack in _parsed(html).text for html in (htmls[0], htmls[1], htmls[3], htmls[4], htmls[6]))


def test_the_words_of_a_field_are_named_behind_them() -> None:
    html = tellings_html([_told()], lambda _publisher: "B2", 0, SAY)
    assert '<mark class="kh-f kh-f-origin">دمشق<small class="kh-tag" dir="auto">from</small></mark>' in html
    assert '<small class="kh-tag" dir="auto">to</small><small class="kh-tag" dir="auto">says</small>' in html
    assert '<bdi dir="rtl" lang="ar">' in html


def test_words_that_go_on_are_named_once_at_their_end() -> None:
    html = tellings_html(
        [_told(words=(("a", ("origin",)), ("b", ("origin", "claimed_by"))))], lambda _publisher: "", 0, SAY
    )
    assert html.count(">from</small>") == 1


def test_the_grade_stands_beside_the_publisher() -> None:
    html = tellings_html([_told()], {"Test Agency": "B2"}.__getitem__, 0, SAY)
    assert '<span class="kh-grade">B2</span> <bdi dir="ltr">Test Agency, 8 Mar 2020</bdi>' in html


def test_the_legend_names_the_fields_that_occur_and_no_others() -> None:
    text = _parsed(legend_html([_told()], SAY)).text
    assert text == "fromtosays"
    assert legend_html([_told(words=(("a", ()),))], SAY) == ""


def test_what_stands_against_the_others_is_told_in_words_and_by_a_sign() -> None:
    table = Comparison(fields=("count",), rows=((Cell(words="12", differs=True),), (Cell(),)))
    parsed = _parsed(comparison_html(Dossier(record="flow", id="f", title="t", told=(_told(), _told()),
                                             comparison=table), SAY))  # fmt: skip
    assert "≠" in parsed.text
    assert "stands against the others" in parsed.text
    assert parsed.text.count("–") == 1
    assert {attributes["scope"] for tag, attributes in parsed.tags if tag == "th"} == {"row", "col"}
    assert ("tabindex", "0") in {pair for _, attributes in parsed.tags for pair in attributes.items()}


def test_the_winner_is_named_and_a_loser_has_its_distance() -> None:
    won = Contender(place_id="a", name="Tripoli", country="LY", kind="city", lat=1, lon=2, score=0.8, won=True)
    lost = replace(won, place_id="b", country="LB", won=False, distance_km=2099.6, score=None)
    text = _parsed(contenders_html([won, lost], SAY)).text
    assert text.count("✓ chosen") == 1
    assert "2,100 km" in text
    assert "city · Lebanon" in text


ROW = {"id": "d", "text": "ab cd. ef gh.", "language": "en", "title": "T", "publisher": "P", "published": "", "url": ""}


def _mention(start: int, end: int, **changes) -> dict[str, object]:
    return {"start": start, "end": end, "role": "literal", "place_id": "x", "name": "X", "name_ar": "", "reason": "",
            **changes}  # fmt: skip


def test_the_sentence_is_framed_and_mentions_across_its_edge_are_marked_on_both_sides() -> None:
    html = marked_text(ROW, [_mention(3, 5), _mention(5, 9)], SAY, frame=(0, 6))
    key = frame_key(ROW, (0, 6))
    framed = html.split(f'<span class="kh-frame" data-frame="{key}">')[1].split("</span>")[0]
    assert _parsed(framed).text == "ab cd."
    assert [tag for tag, _ in _parsed(html).tags].count("mark") == 3
    assert "ab cd. ef gh." in _parsed(html).text


@pytest.mark.parametrize("frame", [None, (5, 5), (9, 3), (0, 99), (-4, 3)])
def test_a_frame_that_is_none_is_left_out(frame) -> None:
    html = marked_text(ROW, [], SAY, frame=frame)
    assert "kh-frame" not in html
    assert "ab cd. ef gh." in _parsed(html).text


def test_of_mentions_within_one_another_the_outer_one_is_marked() -> None:
    html = marked_text(ROW, [_mention(1, 2), _mention(0, 5, role="embedded")], SAY)
    assert [attributes["class"] for tag, attributes in _parsed(html).tags if tag == "mark"] == ["embedded"]


def test_a_mention_without_a_place_is_marked_as_such() -> None:
    html = marked_text(ROW, [_mention(0, 2, place_id="", name="")], SAY)
    assert '<mark class="unresolved" title="no place found">' in html
