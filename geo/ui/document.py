"""A document as HTML: its places marked by their role, a sentence framed. Every text of it is escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from geo.model import ROLES, stable_id
from geo.showing import labels
from geo.ui.evidence import safe_link
from geo.ui.strings import Translator

__all__ = ["frame_key", "marked_text", "role_key", "scroll_script"]

Row = Mapping[Any, Any]
Span = tuple[int, int]
# Brings the framed sentence into sight within the document's own box, once it is drawn: nothing of a document is in it.
_SCROLL = """<script>
(() => {
  const top = (one) => one.getBoundingClientRect().top;
  let left = 40;
  const look = () => {
    const frame = document.querySelector('[data-frame="FRAME"]'), box = frame && frame.closest(".kh-text");
    if (box) box.scrollTop += top(frame) - top(box) - box.clientHeight / 4;
    else if (left--) setTimeout(look, 100);
  };
  look();
})();
</script>"""


def role_key(say: Translator) -> str:
    """Return what the marks mean: a line of roles."""
    marks = "".join(f'<mark class="{role}">{escape(say(f"role_{role}"))}</mark>' for role in ROLES)
    unresolved = f'<mark class="unresolved">{escape(say("unresolved"))}</mark>'
    direction = labels.direction(say.language)
    return f'<p class="kh-key kh-text-key" dir="{direction}">{marks}{unresolved}</p>'


def marked_text(document: Row, mentions: Sequence[Row], say: Translator, *, frame: Span | None = None) -> str:
    """Return a document's text with its mentions marked; each tells on hovering what it was taken to mean.

    Parameters
    ----------
    document, mentions
        Rows of the tables; the mentions are the document's.
    frame
        Offsets of the sentence to be framed.
    """
    text = str(document["text"])
    spans = _apart(mentions)
    first, last = frame or (0, 0)
    if 0 <= first < last <= len(text):
        before, within, after = (
            _marked(text, start, end, spans, say) for start, end in ((0, first), (first, last), (last, len(text)))
        )
        key = frame_key(document, (first, last))
        words = f'{before}<span class="kh-frame" data-frame="{key}">{within}</span>{after}'
        box = f' tabindex="0" role="region" aria-label="{escape(say("document"))}"'  # it scrolls: also by the keyboard
    else:
        words, box = _marked(text, 0, len(text), spans, say), ""
    language = str(document["language"])
    direction = "rtl" if labels.direction(language) == "rtl" else "auto"
    return (
        f'<div class="kh-text" dir="{direction}"{box}>{_head(document, say)}<div class="kh-words">'
        f'<bdi dir="{direction}" lang="{escape(language)}">{words}</bdi></div></div>'
    )


def frame_key(document: Row, frame: Span) -> str:
    """Name a frame, for a script that looks for it: hexadecimal, nothing of the document is in it."""
    return stable_id("frame", document["id"], *frame)


def scroll_script(document: Row, frame: Span) -> str:
    """Return the script that brings a framed sentence into sight within its document."""
    return _SCROLL.replace("FRAME", frame_key(document, frame))


def _head(document: Row, say: Translator) -> str:
    source = labels.source_words(document["publisher"], document["published"], say.language)
    link = safe_link(str(document["url"]))
    if link:
        word = escape(say("source_link"))
        after = f' · <a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{word}</a>'
    else:
        after = ""
    title = escape(str(document["title"] or document["id"]))
    return f'<h3>{title}</h3><p class="kh-source" dir="{labels.direction(say.language)}">{escape(source)}{after}</p>'


def _apart(mentions: Sequence[Row]) -> list[tuple[int, int, Row]]:
    """Return the mentions in the order of the text; of one within another the outer one."""
    found: list[tuple[int, int, Row]] = []
    for row in sorted(mentions, key=lambda row: (int(row["start"]), -int(row["end"]))):
        if not found or int(row["start"]) >= found[-1][1]:
            found.append((int(row["start"]), int(row["end"]), row))
    return found


def _marked(text: str, first: int, last: int, mentions: Sequence[tuple[int, int, Row]], say: Translator) -> str:
    """Mark the mentions between two offsets; one that reaches beyond is marked as far as they go."""
    parts, place = [], first
    for begins, ends, row in mentions:
        start, end = max(begins, first), min(ends, last)
        if start >= end:
            continue
        role = row["role"] if row["place_id"] else "unresolved"
        name = labels.place_name(row["name"], row["name_ar"], say.language) or say("unresolved")
        title = f"{name} · {row['reason']}" if row["reason"] else name
        parts.append(escape(text[place:start]))
        parts.append(f'<mark class="{escape(role)}" title="{escape(title)}">{escape(text[start:end])}</mark>')
        place = end
    return "".join(parts) + escape(text[place:last])
