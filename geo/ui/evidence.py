"""Cards of evidence as HTML for the page. Every text of a document is escaped; nothing of it is read as markup."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from geo.showing import labels
from geo.showing.cards import Card, Piece, Telling
from geo.ui.strings import Translator

__all__ = ["cards_html", "safe_link", "sentence_html"]


def safe_link(url: str) -> str:
    """Return an address that may stand behind a link, else "": only http and https, with a host.

    Examples
    --------
    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)"), safe_link("//example.org")
    ('https://example.org/a', '', '')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""


def sentence_html(pieces: Iterable[Piece], language: str) -> str:
    """Return a sentence isolated from its surroundings, in its own direction, with its mentions marked.

    Examples
    --------
    >>> sentence_html([("<b>", True)], "ar")
    '<bdi dir="rtl" lang="ar"><mark>&lt;b&gt;</mark></bdi>'
    """
    words = "".join(f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in pieces)
    code = f' lang="{escape(language)}"' if language else ""
    return f'<bdi dir="{_direction(language)}"{code}>{words}</bdi>'


def _direction(language: str) -> str:
    return "rtl" if labels.direction(language) == "rtl" else "auto"


def _line(class_: str, text: str) -> str:
    return f'<p class="{class_}">{escape(text)}</p>' if text else ""


def _telling(telling: Telling, say: Translator) -> str:
    head = ""
    if telling.status:
        head = (
            f'<p class="kh-head"><span class="kh-status kh-status-{escape(telling.status)}">'
            f"{escape(telling.status_words)}</span><span>{escape(telling.when)}</span></p>"
        )
    link = safe_link(telling.url)
    source = escape(telling.source)
    if link:
        source += (
            f' · <a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(say("source_link"))}</a>'
        )
    return (
        f'<section class="kh-telling">{head}{_line("kh-heading", telling.heading)}'
        f'<blockquote class="kh-quote" dir="{_direction(telling.language)}">'
        f"{sentence_html(telling.pieces, telling.language)}</blockquote>"
        f'{_line("kh-by", telling.by_whom)}<p class="kh-source">{source}</p></section>'
    )


def _card(card: Card, say: Translator) -> str:
    notes = "".join(_line("kh-note", f"{say('disagreement')}: {note}") for note in card.notes)
    more = _line("kh-more", say("more_tellings", n=card.more)) if card.more else ""
    return (
        f'<article class="kh-card"><h3><bdi dir="auto">{escape(card.title)}</bdi></h3>{_line("kh-sub", card.subtitle)}'
        f"{notes}{''.join(_telling(telling, say) for telling in card.tellings)}{more}</article>"
    )


def cards_html(cards: Sequence[Card], say: Translator) -> str:
    """Return cards side by side, as many as the window is wide enough for."""
    inside = "".join(_card(one, say) for one in cards)
    return f'<div class="kh-cards" dir="{labels.direction(say.language)}">{inside}</div>'
