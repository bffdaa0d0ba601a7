"""A dossier as HTML: facts, tellings, the comparison, the candidates. Every text of a document is escaped."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from geo.showing import labels, particulars
from geo.showing.comparison import Cell
from geo.showing.dossier import Dossier, Told
from geo.showing.naming import Contender
from geo.showing.particulars import Fact
from geo.showing.terms import term
from geo.showing.wording import FIELDS, WordPiece
from geo.ui.evidence import safe_link
from geo.ui.strings import Translator

__all__ = ["comparison_html", "contenders_html", "facts_html", "head_html", "legend_html", "section", "tellings_html"]

GradeOf = Callable[[str], str]
"""From a publisher to the grade that stands beside it, such as "B2"."""


def section(title: str, say: Translator) -> str:
    """Return the heading of a part of the page."""
    return f'<h2 class="kh-part" dir="{labels.direction(say.language)}">{escape(title)}</h2>'


def head_html(dossier: Dossier, grade: str, say: Translator) -> str:
    """Return the record's title, what kind of record it is, and its grade."""
    chip = f'<span class="kh-grade">{escape(grade)}</span>' if grade else ""
    kind = escape(term("records", dossier.record, say.language))
    return (
        f'<header class="kh-top" dir="{labels.direction(say.language)}">'
        f'<p class="kh-sub"><span>{kind}</span><span>{escape(dossier.subtitle)}</span>{chip}</p>'
        f'<h1><bdi dir="auto">{escape(dossier.title)}</bdi></h1></header>'
    )


def facts_html(known: Iterable[Fact], say: Translator) -> str:
    """Return what is known of a record as a list of labels and lines."""
    items = "".join(f"<div><dt>{escape(fact.label)}</dt><dd>{_lines(fact, say)}</dd></div>" for fact in known)
    return f'<dl class="kh-facts" dir="{labels.direction(say.language)}">{items}</dl>'


def _lines(fact: Fact, say: Translator) -> str:
    comma = particulars.comma(say.language).strip()
    lines = [f"<p>{escape(line)}</p>" for line in fact.lines]
    if fact.names:
        # Each in a box of its own: a name of the other script, broken at a line's end, would turn the rest about.
        last = len(fact.names) - 1
        names = [
            f'<span class="kh-name"><bdi dir="auto">{escape(name)}</bdi>{comma if place < last else ""}</span>'
            for place, name in enumerate(fact.names)
        ]
        lines.append(f"<p>{' '.join(names)}</p>")
    return "".join([*lines, *(f'<p><code dir="ltr">{escape(code)}</code></p>' for code in fact.codes)])


def legend_html(told: Sequence[Told], say: Translator) -> str:
    """Return what the marks in the sentences mean: the fields that any of them has; "" for none."""
    present = {field for one in told for _, fields in one.words for field in fields}
    if not present:
        return ""
    marks = "".join(
        f'<li><mark class="kh-f kh-f-{field}">{escape(term("fields", field, say.language))}</mark></li>'
        for field in FIELDS
        if field in present
    )
    direction = labels.direction(say.language)
    return f'<ul class="kh-legend" dir="{direction}" aria-label="{escape(say("words_legend"))}">{marks}</ul>'


def tellings_html(told: Sequence[Told], grade_of: GradeOf, chosen: int, say: Translator) -> str:
    """Return every telling, numbered; the chosen one is the one whose document stands beside."""
    items = "".join(_telling(place, one, grade_of, place == chosen, say) for place, one in enumerate(told))
    return f'<ol class="kh-told" dir="{labels.direction(say.language)}">{items}</ol>'


def _telling(place: int, told: Told, grade_of: GradeOf, chosen: bool, say: Translator) -> str:
    telling = told.telling
    direction = "rtl" if labels.direction(telling.language) == "rtl" else "auto"
    status = ""
    if telling.status:
        status = (
            f'<span class="kh-status kh-status-{escape(telling.status)}">{escape(telling.status_words)}</span>'
            f"<span>{escape(telling.when)}</span>"
        )
    if told.hedged:
        status += f'<span class="kh-hedged">{escape(term("phrases", "hedged", say.language))}</span>'
    link = safe_link(telling.url)
    after = ""
    if link:
        after = (
            f' · <a href="{escape(link)}" target="_blank" rel="noopener noreferrer">{escape(say("source_link"))}</a>'
        )
    source = f'<bdi dir="{labels.direction(say.language)}">{escape(telling.source)}</bdi>'
    grade = grade_of(telling.publisher)
    chip = f'<span class="kh-grade">{escape(grade)}</span> ' if grade else ""
    return (
        f'<li class="kh-one{" kh-chosen" if chosen else ""}">'
        f'<p class="kh-head"><span class="kh-number">{place + 1}</span>{status}</p>'
        f'<blockquote class="kh-quote" dir="{direction}">{_words(told.words, telling.language, say)}'
        f'</blockquote>{_line("kh-by", telling.by_whom)}<p class="kh-source">{chip}{source}{after}</p>'
        f"{_own(told, say)}</li>"
    )


def _own(told: Told, say: Translator) -> str:
    """Say what the telling says otherwise than the record, and how it writes its date."""
    own = list(told.own)
    if told.date_text:
        label = term("fields", "date_text", say.language)
        own.append(Fact(key="date_text", label=label, lines=(labels.isolated(told.date_text, say.language),)))
    if not own:
        return ""
    items = "".join(
        f"<div><dt>{escape(fact.label)}</dt><dd>{escape(' · '.join(fact.lines))}</dd></div>" for fact in own
    )
    return f'<dl class="kh-own" aria-label="{escape(say("own_values"))}">{items}</dl>'


def _words(pieces: Sequence[WordPiece], language: str, say: Translator) -> str:
    """Mark the words of each field, and name the field behind its last piece."""
    parts = []
    for place, (text, fields) in enumerate(pieces):
        after = pieces[place + 1][1] if place + 1 < len(pieces) else ()
        ending = [field for field in fields if field not in after and field != "mention"]
        tags = "".join(
            f'<small class="kh-tag" dir="auto">{escape(term("fields", field, say.language))}</small>'
            for field in ending
        )
        known = next((field for field in fields if field in FIELDS), "")
        parts.append(f'<mark class="kh-f kh-f-{known}">{escape(text)}{tags}</mark>' if known else escape(text))
    direction = "rtl" if labels.direction(language) == "rtl" else "auto"
    code = f' lang="{escape(language)}"' if language else ""
    return f'<bdi dir="{direction}"{code}>{"".join(parts)}</bdi>'


def _line(class_: str, text: str) -> str:
    return f'<p class="{class_}">{escape(text)}</p>' if text else ""


def comparison_html(dossier: Dossier, say: Translator) -> str:
    """Return the tellings side by side: what stands against the others is marked by a sign, weight and colour."""
    fields = dossier.comparison.fields
    heads = "".join(f'<th scope="col">{escape(term("fields", field, say.language))}</th>' for field in fields)
    rows = "".join(
        f'<tr><th scope="row"><span class="kh-number">{place + 1}</span> {escape(told.telling.source)}</th>'
        f"{''.join(_cell(cell, say) for cell in cells)}</tr>"
        for place, (told, cells) in enumerate(zip(dossier.told, dossier.comparison.rows, strict=True))
    )
    head = f'<thead><tr><th scope="col">{escape(say("col_source_of"))}</th>{heads}</tr></thead>'
    return _scrolling(f'<table class="kh-table">{head}<tbody>{rows}</tbody></table>', say("side_by_side"), say)


def _cell(cell: Cell, say: Translator) -> str:
    if not cell.words:
        return f'<td class="kh-nothing" title="{escape(term("phrases", "not_told", say.language))}">–</td>'
    words = f'<bdi dir="auto">{escape(cell.words)}</bdi>'
    if not cell.differs:
        return f"<td>{words}</td>"
    said = escape(say("stands_against"))
    sign = f'<span class="kh-sign" title="{said}" aria-hidden="true">≠</span><span class="kh-sr">{said}</span>'
    return f'<td class="kh-differs">{sign} {words}</td>'


def contenders_html(found: Sequence[Contender], say: Translator) -> str:
    """Return the candidates of a mention as a table, the winner first."""
    columns = ("col_place", "col_kind", "col_score", "col_distance", "col_reason")
    heads = "".join(f'<th scope="col">{escape(say(f"{column}"))}</th>' for column in columns)
    rows = "".join(_contender(one, say) for one in found)
    table = f'<table class="kh-table kh-candidates"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return _scrolling(table, say("candidates"), say)


def _contender(one: Contender, say: Translator) -> str:
    title = labels.place_title({"name": one.name, "name_ar": one.name_ar}, say.language)
    won = f'<span class="kh-won">✓ {escape(say("won"))}</span>' if one.won else ""
    where = [labels.country_name(one.country, say.language), one.admin1 if one.admin1 != one.name else ""]
    kind = " · ".join(part for part in (labels.kind_words(one.kind, say.language), *where) if part)
    score = ""
    if one.score is not None:
        score = f'<meter min="0" max="1" value="{one.score:.3f}"></meter> <span dir="ltr">{one.score:.2f}</span>'
    away = "" if one.distance_km is None else term("phrases", "km", say.language, n=f"{one.distance_km:,.0f}")
    reason = f'<bdi dir="ltr" lang="en">{escape(one.reason)}</bdi>'
    return (
        f'<tr class="{"kh-winner" if one.won else "kh-loser"}">'
        f'<th scope="row"><bdi dir="auto">{escape(title)}</bdi>{won}</th>'
        f'<td>{escape(kind)}</td><td class="kh-score">{score}</td><td>{escape(away)}</td><td>{reason}</td></tr>'
    )


def _scrolling(table: str, label: str, say: Translator) -> str:
    direction = labels.direction(say.language)
    return (
        f'<div class="kh-wide" dir="{direction}" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>'
    )
