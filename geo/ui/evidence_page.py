"""The evidence page: one record with every sentence that tells it, the documents beside, and how its place was found.

What is shown is what was selected on the map, or the record in the address (``?record=event:e-1f0c``).
"""

from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.errors import WorkspaceError
from geo.showing import labels, maps
from geo.showing.dossier import Dossier, Told, dossier
from geo.showing.naming import Contender, Naming, contenders, decisive, namings
from geo.showing.terms import term
from geo.ui import chrome, grading, sidebar, workspaces
from geo.ui.document import marked_text, role_key, scroll_script
from geo.ui.dossier import comparison_html, contenders_html, facts_html, head_html, legend_html, section, tellings_html
from geo.ui.records import (
    Record,
    chosen_record,
    find_places,
    open_record,
    parse_record,
    record_address,
    rows_of,
    titled,
)
from geo.ui.review.items import Item, open_item
from geo.ui.review.words import corrected_html, row_values
from geo.ui.strings import LANGUAGES, Translator
from geo.ui.wording import plain_label
from geo.workspace.excerpt import excerpt
from geo.workspace.tables import Tables

__all__ = ["show"]

GHOSTS_HEIGHT = 300
_STYLE = Path(__file__).with_name("evidence.css")


def show(say: Translator, *, to_map: Any = None, to_review: Any = None) -> None:
    """Draw the page.

    Parameters
    ----------
    say
        The reader's language.
    to_map
        The map's ``st.Page``, for a link back to it with the record selected.
    to_review
        The review page's, for a link to where a record or a name is corrected.
    """
    st.html(_STYLE)
    with st.sidebar:
        find_box, workspace_box = st.container(), st.container()
    path = sidebar.choose_workspace(say, workspace_box)
    with find_box:
        _find(path, say)
    record = chosen_record(path)
    if record is None:
        _nothing(say("record_none"), say, to_map)
        return
    try:
        tables = _tables(str(path), workspaces.stamp(path), record)
    except WorkspaceError as error:
        st.error(plain_label(str(error)))
        return
    found = dossier(tables, record.kind, record.id, say.language)
    if found is None:
        named = record_address(record).replace("`", "")  # within a code span nothing is markup
        _nothing(say("record_gone", record=f"`{named}`"), say, to_map)
        return
    _write_address(path, record, say)
    _draw(path, tables, found, say, to_map, to_review)


@st.cache_resource(max_entries=12, show_spinner=False)
def _tables(path: str, stamp: workspaces.Stamp, record: Record) -> Tables:  # noqa: ARG001  (part of the key)
    return rows_of(Path(path), record)


def _write_address(path: Path, record: Record, say: Translator) -> None:
    """Write the record to the address, so that a link opens it again: in this language, of this workspace."""
    wanted = {"record": record_address(record)}
    if say.spoken != LANGUAGES[0]:
        wanted["lang"] = say.spoken
    if path != workspaces.start_path():
        wanted["workspace"] = path.relative_to(workspaces.root()).as_posix()
    if {key: st.query_params[key] for key in st.query_params} != wanted:
        st.query_params.from_dict(wanted)


def _with_document(path: Path, tables: Tables, found: Dossier, told: Told) -> Tables:
    """Return tables with all mentions of the document; those of a place hold only the mentions of it."""
    if found.record != "place":
        return tables
    return _document_tables(str(path), workspaces.stamp(path), told.telling.doc)


@st.cache_resource(max_entries=12, show_spinner=False)
def _document_tables(path: str, stamp: workspaces.Stamp, doc: str) -> Tables:  # noqa: ARG001  (part of the key)
    return excerpt(Path(path), documents=(doc,))


def _find(path: Path, say: Translator) -> None:
    """Offer to find a place by its name, at the side; its page leads to what is said to have happened there."""
    words = st.text_input(say("record_find"), key="record_words", max_chars=100, placeholder=say("record_find_hint"))
    if not words.strip():
        return
    record = parse_record(words.strip())
    try:
        found = {record: words.strip()} if record else find_places(path, workspaces.stamp(path), words, say.language)
    except WorkspaceError:  # the page itself says what is wrong with the file
        found = {}
    if not found:
        st.caption(say("record_found_none"))
        return
    st.selectbox(
        say("record_found", n=len(found)),
        list(found),
        index=None,
        format_func=found.__getitem__,
        key="record_found",
        placeholder=say("go_on_hint"),
        on_change=_follow,
        args=("record_found",),
    )


def _nothing(text: str, say: Translator, to_map: Any) -> None:
    """Say why there is nothing to show and where to find something."""
    st.html(f'<h1 class="kh-sr">{say("page_evidence")}</h1>')
    st.info(text, icon=":material/info:")
    if to_map is not None:
        st.page_link(to_map, label=say("open_map"), icon=":material/map:")


def _draw(path: Path, tables: Tables, found: Dossier, say: Translator, to_map: Any, to_review: Any) -> None:
    grades = grading.read_grades(path)
    _top(path, tables, found, grades, say, to_map)
    _corrected(tables, found, say, to_review)
    st.html(facts_html(found.facts, say))
    if found.record != "place":
        grading.choose_grades(path, found, grades, say)
    if found.disagreements or len(found.told) > 1:
        _side_by_side(found, say)
    with st.container(key="kh-beside"):
        left, right = st.columns(2, gap="medium")
        with left:
            chosen = _tellings(found, grades, say)
        with right:
            if chosen is not None:
                whole = _with_document(path, tables, found, chosen)
                _document(whole, chosen, say)
    if chosen is not None:
        _names(whole, found, chosen, say, to_review)


def _corrected(tables: Tables, found: Dossier, say: Translator, to_review: Any) -> None:
    """Say who corrected an event or flow and what was read before, and lead to where it is corrected."""
    if found.record == "place":
        return
    rows, key = (tables.events, "event_id") if found.record == "event" else (tables.flows, "id")
    own = rows[rows[key] == found.id].to_dict("records")
    line = corrected_html(str(own[0]["corrected_by"]), str(own[0]["automatic"]), say, now=row_values(own))
    if line:
        st.html(line)
    _review(Item(found.record, found.id), "record_to_review", say, to_review)


def _review(item: Item, key: str, say: Translator, to_review: Any) -> None:
    if to_review is not None and st.button(say("to_review"), key=key, icon=":material/rate_review:", type="tertiary"):
        open_item(item)
        st.switch_page(to_review)


def _top(path: Path, tables: Tables, found: Dossier, grades: grading.Grades, say: Translator, to_map: Any) -> None:
    grade = ""
    if found.record != "place":
        shown = found.told[found.shown].telling.publisher if found.told else ""
        grade = grades.beside(shown, found.record, found.id)
    with st.container(key="kh-top"):
        head, go = st.columns([3, 1], gap="medium", vertical_alignment="bottom")
        with head:
            st.html(head_html(found, grade, say))
        with go:
            if to_map is not None:
                st.page_link(to_map, label=say("to_map"), icon=":material/map:")
            _go_on(path, tables, found, say)


def _go_on(path: Path, tables: Tables, found: Dossier, say: Translator) -> None:
    """Offer the records that this one leads to: its places, what tells the same more broadly, what happened there."""
    linked = [Record(link.record, link.id) for link in found.links]
    titles = {Record(link.record, link.id): link.title for link in found.links}
    if found.record != "place":
        titles = titled(path, linked, say.language) if linked else {}
        places = tables.places[tables.places["id"].isin(found.places)].to_dict("records")
        titles |= {Record("place", str(row["id"])): labels.place_title(row, say.language) for row in places}
    if not titles:
        return

    def name(record: Record) -> str:
        return f"{term('records', record.kind, say.language)}: {titles[record]}"

    key = f"go_{found.record}_{found.id}"
    st.selectbox(
        say("go_on"),
        list(titles),
        index=None,
        format_func=name,
        key=key,
        placeholder=say("go_on_hint"),
        on_change=_follow,
        args=(key,),
    )


def _follow(key: str) -> None:
    record = st.session_state.get(key)
    if isinstance(record, Record):
        open_record(record)


def _side_by_side(found: Dossier, say: Translator) -> None:
    """Lay the tellings of an event or flow beside each other, and say in words where they disagree."""
    if found.record == "place":
        return
    differ = found.disagreements or found.comparison.disagree
    st.html(section(say("disagreement") if differ else say("side_by_side"), say))
    direction = labels.direction(say.language)
    for clause in found.disagreements:
        st.html(f'<p class="kh-note" dir="{direction}">{escape(clause)}</p>')
    if len(found.told) > 1:
        st.html(comparison_html(found, say))


def _tellings(found: Dossier, grades: grading.Grades, say: Translator) -> Told | None:
    """Show every telling, and return the one whose document the reader wants beside it."""
    title = say("tellings") if found.record != "place" else say("namings")
    st.html(section(f"{title} ({len(found.told) + found.more})", say))
    if not found.told:
        st.html(f'<p class="kh-hint">{say("no_tellings")}</p>')
        return None
    place = found.shown
    if len(found.told) > 1:
        place = st.selectbox(
            say("document_beside"),
            range(len(found.told)),
            index=found.shown,
            format_func=lambda number: f"{number + 1} · {found.told[number].telling.source}",
            key=f"beside_{found.record}_{found.id}",
        )
    st.html(legend_html(found.told, say))
    st.html(
        tellings_html(
            found.told,
            lambda publisher: grades.beside(publisher, found.record, found.id) if publisher else "",
            place,
            say,
        )
    )
    if found.more:
        st.html(f'<p class="kh-more">{say("more_tellings", n=found.more)}</p>')
    return found.told[place]


def _document(tables: Tables, told: Told, say: Translator) -> None:
    st.html(section(say("document"), say))
    rows = tables.documents[tables.documents["id"] == told.telling.doc].to_dict("records")
    if not rows:
        st.html(f'<p class="kh-hint">{say("document_gone")}</p>')
        return
    mentions = tables.mentions[tables.mentions["doc"] == told.telling.doc]
    found = mentions.drop(columns="geometry").to_dict("records")
    st.html(role_key(say))
    with st.container(key="kh-document"):
        st.html(marked_text(rows[0], found, say, frame=(told.start, told.end)))
    st.html(scroll_script(rows[0], (told.start, told.end)), unsafe_allow_javascript=True)


def _names(tables: Tables, found: Dossier, told: Told, say: Translator, to_review: Any) -> None:
    """Show for a mention what it was weighed against: the one that places the record, until another is chosen."""
    listed = namings(tables, told.telling.doc, say.language)
    if not listed:
        return
    st.html(section(say("naming"), say))
    default = decisive(listed, found.places, told.start, told.end)
    naming = st.selectbox(
        say("naming_choose"),
        listed,
        index=listed.index(default) if default else 0,
        format_func=lambda one: _naming_words(one, say),
        key=f"naming_{told.id}",
    )
    candidates = contenders(tables, naming.doc, naming.id)
    with st.container(key="kh-names"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _candidates(naming, candidates, say)
            row = tables.mentions[(tables.mentions["doc"] == naming.doc) & (tables.mentions["id"] == naming.id)].iloc[0]
            if row["corrected_by"]:
                st.html(corrected_html(str(row["corrected_by"]), str(row["automatic"]), say, now=str(row["name"])))
            _review(Item("mention", naming.id, naming.doc), "name_to_review", say, to_review)
        with right:
            if candidates:
                _ghosts(candidates, say)


def _naming_words(one: Naming, say: Translator) -> str:
    isolated = labels.isolated(one.text, say.language)
    arrow = labels.words(say.language)["arrow"]
    place = labels.isolated(one.place, say.language) or say("unresolved")
    return f"{isolated} {arrow} {place} · {labels.counted('candidates', one.n_candidates, say.language)}"


def _candidates(naming: Naming, candidates: tuple[Contender, ...], say: Translator) -> None:
    direction = labels.direction(say.language)
    role = say(f"role_{naming.role}")
    why = f'<bdi dir="ltr" lang="en">{escape(naming.reason)}</bdi>'
    st.html(f'<p class="kh-why" dir="{direction}">{escape(role)} · {say("why")}: {why}</p>')
    if candidates:
        st.html(contenders_html(candidates, say))
    if len(candidates) < 2:
        st.html(f'<p class="kh-hint" dir="{direction}">{say("no_rivals")}</p>')


def _ghosts(candidates: tuple[Contender, ...], say: Translator) -> None:
    chrome.prepare()
    rows = [{**asdict(one), "score": one.score or 0.0} for one in candidates]
    st_folium(
        maps.base_map(chrome.assets(), language=say.language),
        feature_group_to_add=[maps.data_group(maps.candidate_map_data(rows, say.language))],
        key="ghosts",
        height=GHOSTS_HEIGHT,
        use_container_width=True,
        returned_objects=[],
    )
