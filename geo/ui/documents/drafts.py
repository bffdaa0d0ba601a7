"""Documents that were read and wait to be added: what each is to the workspace, and what a reader changes of it.

No widget stands here. A draft keeps the document as it will be added; `judge` says of each whether it is new, there
already, or a revision, and what keeps it from being added.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from geo.errors import DocumentError
from geo.language import available
from geo.model import Document
from geo.reading.documents import ReadDocument, notes
from geo.reading.documents.content import MAX_ID, is_plain

__all__ = [
    "Draft",
    "Standing",
    "Verdict",
    "draft_of",
    "edited",
    "failure_name",
    "free_id",
    "judge",
    "renamed",
    "to_lines",
    "undated",
    "with_day",
]

Standing = Literal["new", "revision", "there", "twice", "taken", "bad_id"]
"""``there``: this very text is in the workspace; ``twice``: it is among these drafts before, ``taken``: its id is."""

ADDABLE: tuple[Standing, ...] = ("new", "revision")
_LONGEST = 500  # characters of a title or publisher


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A document that may be added.

    ``source`` names where it comes from; ``own_id`` is the id that it came with. ``created`` is the day of its file,
    which a reader may look at but which is never taken for the day of publication. ``wanted`` is None until a reader
    says so: then what is new or a revision is wanted. ``notes`` are warnings in words.
    """

    document: Document
    source: str
    own_id: str
    created: date | None = None
    wanted: bool | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a draft is to the workspace; ``of`` is the other document's id. ``adds`` says whether it will be added."""

    standing: Standing
    of: str = ""
    adds: bool = False


def draft_of(found: ReadDocument | Document, *, source: str = "") -> Draft:
    """Make a draft of a document that was read."""
    read = found if isinstance(found, ReadDocument) else None
    document = read.document if read else found
    assert isinstance(document, Document)
    return Draft(
        document=document,
        source=source or (read.name if read else document.id),
        own_id=document.id,
        created=read.found.created if read else None,
        notes=_notes(document),
    )


def _notes(document: Document) -> tuple[str, ...]:
    """Return what is said of its language, without the id that each note begins with."""
    return tuple(note.removeprefix(f"{document.id}: ") for note in notes(document))


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return an id that is not taken: the one wanted, else the same with a number.

    Examples
    --------
    >>> free_id("report", {"report", "report-2"})
    'report-3'
    """
    if wanted not in taken:
        return wanted
    number = 2
    while (found := f"{wanted[: MAX_ID - 8]}-{number}") in taken:
        number += 1
    return found


def judge(drafts: Sequence[Draft], known: Mapping[str, str]) -> tuple[Verdict, ...]:
    """Say what each draft is to a workspace with these documents.

    Parameters
    ----------
    known
        Document id -> hash of its text.
    """
    by_text = {text_hash: doc for doc, text_hash in known.items()}
    ids: set[str] = set()
    texts: dict[str, str] = {}
    verdicts = []
    for draft in drafts:
        document = draft.document
        standing, of = _standing(document, known, by_text, ids, texts)
        adds = standing in ADDABLE if draft.wanted is None else draft.wanted and standing not in {"taken", "bad_id"}
        verdicts.append(Verdict(standing=standing, of=of, adds=adds))
        if draft.wanted is not False:
            ids.add(document.id)
            texts.setdefault(document.text_hash, document.id)
    return tuple(verdicts)


def _standing(
    document: Document, known: Mapping[str, str], by_text: Mapping[str, str], ids: set[str], texts: Mapping[str, str]
) -> tuple[Standing, str]:
    if not document.id.strip() or len(document.id) > MAX_ID or not is_plain(document.id):
        return "bad_id", ""
    if document.text_hash in texts:
        return "twice", texts[document.text_hash]
    if document.id in ids:
        return "taken", document.id
    if known.get(document.id) == document.text_hash:
        return "there", document.id
    if document.text_hash in by_text:
        return "there", by_text[document.text_hash]
    if document.id in known:
        return "revision", document.id
    return "new", ""


def renamed(drafts: Sequence[Draft], known: Mapping[str, str], *, revise: bool) -> tuple[Draft, ...]:
    """Give drafts whose id the workspace has, with another text, an id of their own; or take them for revisions.

    An id that somebody typed stays.
    """
    taken = set(known) | {draft.document.id for draft in drafts}
    found = []
    for draft in drafts:
        document = draft.document
        untouched = document.id == draft.own_id or document.id.startswith(f"{draft.own_id}-")
        clash = draft.own_id in known and known[draft.own_id] != document.text_hash
        if not (untouched and clash):
            found.append(draft)
            continue
        taken.discard(document.id)
        wanted = draft.own_id if revise else free_id(draft.own_id, taken | {draft.own_id})
        taken.add(wanted)
        found.append(replace(draft, document=replace(document, id=wanted)))
    return tuple(found)


def edited(draft: Draft, changes: Mapping[str, Any]) -> Draft:
    """Return a draft with what a reader changed in its row.

    ``changes`` may hold ``adds``, ``id``, ``title``, ``publisher``, ``published`` (text in ISO 8601, or nothing) and
    ``language``; what is no value of its column changes nothing.
    """
    document = draft.document
    texts = {
        key: " ".join(str(changes[key] or "").split())[:_LONGEST]
        for key in ("id", "title", "publisher")
        if key in changes
    }
    document = replace(
        document,
        id=texts.get("id") or document.id,
        title=texts.get("title", document.title),
        publisher=texts.get("publisher", document.publisher),
    )
    if "published" in changes:
        document = replace(document, published=_day(changes["published"], document.published))
    if changes.get("language") in available():
        document = replace(document, language=str(changes["language"]))
    wanted = bool(changes["adds"]) if "adds" in changes else draft.wanted
    return replace(draft, document=document, wanted=wanted, notes=_notes(document))


def _day(value: Any, before: date | None) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return before


def undated(drafts: Sequence[Draft], verdicts: Sequence[Verdict]) -> int:
    """Count those that will be added and have no day of publication."""
    return sum(
        verdict.adds and draft.document.published is None for draft, verdict in zip(drafts, verdicts, strict=True)
    )


def with_day(drafts: Iterable[Draft], day: date | None) -> tuple[Draft, ...]:
    """Return the drafts, those without a day of publication with this one."""
    return tuple(
        replace(draft, document=replace(draft.document, published=draft.document.published or day)) for draft in drafts
    )


def to_lines(drafts: Iterable[Draft]) -> Iterator[str]:
    """Write each document as a line of JSON that is read back as exactly this document."""
    for draft in drafts:
        document = draft.document
        published = document.published.isoformat() if document.published else None
        fields = ("id", "text", "language", "title", "publisher", "url")
        line = {name: getattr(document, name) for name in fields} | {"published": published}
        yield json.dumps({key: value for key, value in line.items() if value})


def failure_name(error: DocumentError, folder: str = "") -> str:
    """Name what failed for a reader: without the folder of the server that it lies in.

    Examples
    --------
    >>> failure_name(DocumentError("/srv/news/march/a.txt", "is empty"), "/srv/news")
    'march/a.txt'
    """
    return error.name.removeprefix(folder).lstrip("/\\") if folder else error.name
