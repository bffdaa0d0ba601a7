"""The ways in: files, pasted text, a folder of the server, an address. Each reads documents; none adds them.

Names of files are shown and become ids, never paths. A folder is read from within the configured one only.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

from geo.errors import DocumentError, WorkspaceError
from geo.language import available
from geo.model import Document
from geo.reading.documents import Metadata, preview_address, preview_bytes, read_sources
from geo.reading.documents.content import Content
from geo.reading.documents.one_file import to_document
from geo.ui.documents.batch import MOST_DOCUMENTS, Batch, Found, collect, keep
from geo.ui.job_records import Failure
from geo.ui.strings import Translator
from geo.ui.wording import plain_label

__all__ = ["SOURCES_VARIABLE", "choose", "folder_within", "folders", "language_words", "read_pasted", "sources_root"]

SOURCES_VARIABLE = "KHARITA_SOURCES"
WAYS = ("upload", "paste", "folder", "address")
ENDINGS = ("txt", "html", "htm", "xhtml", "pdf", "docx", "jsonl", "ndjson", "csv", "tsv", "parquet", "gz", "zst", "zip")
MOST_MEGABYTES = 128  # a file; each format has its own limit below it
MOST_PASTED = 2_000_000
MOST_FOLDERS = 500
_DEEPEST = 4
_LONGEST = 300
_UPLOADS = "adding_uploads"
_LIMIT_WORDS = """<style>.st-key-kh-adding [data-testid="stFileUploaderDropzoneInstructions"] span::after
{{ content: "{limits}" !important; }}</style>"""


def choose(known: Mapping[str, str], say: Translator) -> None:
    """Offer the ways in, and keep what is read for this session.

    Parameters
    ----------
    known
        The workspace's documents: id -> hash of the text.
    """
    st.session_state.setdefault("adding_way", WAYS[0])
    ways, language = st.columns([3, 1], vertical_alignment="bottom")
    with ways:
        way = st.segmented_control(
            say("add_way"), WAYS, format_func=lambda one: say(f"add_way_{one}"), key="adding_way"
        )
    with language:
        told = st.selectbox(
            say("add_language"),
            ("", *available()),
            format_func=lambda code: language_words(code, say),
            key="adding_language",
        )
    forms: Mapping[str, Callable[[str, Mapping[str, str], Translator], None]] = {
        "upload": _upload,
        "paste": _paste,
        "folder": _folder,
        "address": _address,
    }
    forms[way or WAYS[0]](told or "", known, say)


def language_words(code: str, say: Translator) -> str:
    """Name a language in the reader's; "": as each text says itself."""
    from babel import Locale

    return str(Locale.parse(say.spoken).languages.get(code, code)) if code else say("add_language_found")


# ---- files


def _upload(language: str, known: Mapping[str, str], say: Translator) -> None:
    if say.spoken != "en":
        st.html(_LIMIT_WORDS.format(limits=say("add_files_limit", mb=MOST_MEGABYTES)))
    turn = st.session_state.setdefault(_UPLOADS, 0)
    files = st.file_uploader(
        say("add_files"),
        type=list(ENDINGS),
        accept_multiple_files=True,
        key=f"adding_files_{turn}",
        max_upload_size=MOST_MEGABYTES,
    )
    if st.button(say("add_read"), disabled=not files, type="primary", key="adding_read", icon=":material/search:"):
        metadata = Metadata(language=language)

        def read() -> Iterator[Found]:
            bar = st.progress(0.0)
            for number, file in enumerate(files):
                words = plain_label(say("add_reading", name=file.name))
                bar.progress(number / len(files), text=words)
                yield from preview_bytes(file.getvalue(), name=file.name, metadata=metadata)
            bar.empty()

        st.session_state[_UPLOADS] = turn + 1
        _keep(read(), known, say)


# ---- pasted text


def _paste(language: str, known: Mapping[str, str], say: Translator) -> None:
    with st.form("adding_paste", clear_on_submit=False, border=False):
        text = st.text_area(
            say("add_paste_text"),
            key="adding_text",
            height=180,
            max_chars=MOST_PASTED,
            placeholder=say("add_paste_hint"),
        )
        title = st.text_input(say("col_title"), key="adding_title", max_chars=_LONGEST)
        left, right = st.columns(2)
        publisher = left.text_input(say("col_publisher"), key="adding_publisher", max_chars=_LONGEST)
        day = right.date_input(
            say("col_published"), value=None, min_value=date(1900, 1, 1), key="adding_published", format="YYYY-MM-DD"
        )
        asked = st.form_submit_button(say("add_read"), type="primary", icon=":material/search:")
    if not asked:
        return
    if not text.strip():
        st.warning(say("add_paste_empty"))
        return
    published = day if isinstance(day, date) else None
    metadata = Metadata(title=title.strip(), publisher=publisher.strip(), published=published, language=language)
    _keep([read_pasted(text, metadata)], known, say)


def read_pasted(text: str, metadata: Metadata) -> Found:
    """Make a document of pasted text, whatever it looks like: it is text. Its id comes from the text alone."""
    identity = f"paste-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    if "\0" in text:
        return DocumentError(identity, "is not text: it holds U+0000")
    try:
        return to_document(identity, Content(text=text, metadata=metadata), name=identity, form="txt", given=metadata)
    except DocumentError as error:
        return error


# ---- a folder of the server


def sources_root() -> Path | None:
    """Return the folder that documents may be read from: ``KHARITA_SOURCES``; None where none is configured."""
    named = os.environ.get(SOURCES_VARIABLE, "")
    return Path(named).resolve() if named else None


def folders(root: Path) -> tuple[str, ...]:
    """List the folders within one, by their path from it, the folder itself first as ""; hidden ones and links not."""
    found = [""]
    for place, inside, _ in os.walk(root):
        here = Path(place)
        depth = len(here.relative_to(root).parts)
        inside[:] = sorted(one for one in inside if not one.startswith(".") and not (here / one).is_symlink())
        if depth:
            found.append(here.relative_to(root).as_posix())
        if depth == _DEEPEST:
            inside.clear()
        if len(found) >= MOST_FOLDERS:
            break
    return tuple(found)


def folder_within(name: str, root: Path, say: Translator) -> Path:
    """Find a folder by its path from the root, within the root and nowhere else.

    Raises
    ------
    WorkspaceError
        When it leads out, also by a link, or is no folder.
    """
    try:
        path = (root / name).resolve()
        inside = path.is_relative_to(root.resolve()) and path.is_dir()
    except (OSError, ValueError):  # a null character, a name too long
        inside = False
    if not inside:
        raise WorkspaceError(say("add_folder_outside", name=name, root=root.name))
    return path


def _folder(language: str, known: Mapping[str, str], say: Translator) -> None:
    root = sources_root()
    if root is None:
        st.info(plain_label(say("add_folder_none")), icon=":material/info:")
        return
    if not root.is_dir():
        st.warning(plain_label(say("add_folder_gone", root=root.name)))
        return
    name = st.selectbox(
        say("add_folder", root=root.name),
        folders(root),
        format_func=lambda one: one or say("add_folder_whole", root=root.name),
        key="adding_folder",
    )
    if st.button(say("add_read"), type="primary", key="adding_read", icon=":material/search:"):
        try:
            path = folder_within(name or "", root, say)
        except WorkspaceError as error:
            st.error(plain_label(str(error)))
            return
        with st.spinner(say("add_reading", name=plain_label(name or root.name))):
            _keep(_as_told(read_sources([path]), language), known, say, folder=str(path), revise=True)


def _as_told(found: Iterable[Found], language: str) -> Iterator[Found]:
    """Yield what was read, in the language that the reader told."""
    for one in found:
        yield replace(one, language=language) if language and isinstance(one, Document) else one


# ---- an address


def _address(language: str, known: Mapping[str, str], say: Translator) -> None:
    with st.form("adding_address", border=False):
        address = st.text_input(say("add_address"), key="adding_url", max_chars=2_000, placeholder="https://")
        st.caption(say("add_address_note"))
        asked = st.form_submit_button(say("add_read"), type="primary", icon=":material/search:")
    if asked and address.strip():
        with st.spinner(say("add_reading", name=plain_label(address.strip()[:80]))):
            found = _fetched(address.strip(), Metadata(language=language))
        _keep([found], known, say, revise=True)  # the same address has the same id: the page as it is now


def _fetched(address: str, metadata: Metadata) -> Found:
    try:
        return preview_address(address, metadata=metadata)
    except DocumentError as error:
        return error


def _keep(
    found: Iterable[Found], known: Mapping[str, str], say: Translator, *, folder: str = "", revise: bool = False
) -> None:
    read = collect(found, folder=folder)
    if read.left_out:
        more = Failure(name="…", reason=say("add_too_many", n=MOST_DOCUMENTS))
        read = Batch(drafts=read.drafts, failed=(*read.failed, more), left_out=True)
    keep(read, known, revise=revise)
    st.rerun()
