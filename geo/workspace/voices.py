"""Who says so, and which of them only repeat each other.

The rules:

- A telling's voices are its claimant and the sources behind it; where there is none, the outlet itself, by its
  publisher's name (or the document's id where nobody knows the publisher).
- A denial is no claim: it counts only when it names who claims the thing.
- Tellings that share a voice count once: five reprints of one ministry, or one spokesman through five outlets. A
  person counts with the party named in brackets, ``Name (GNA army spokesman)`` with ``GNA``.
- So do those of one side, where the caller can tell sides: a ministry and the spokesman of its army are one party.
- So do outlets in their own voice that print the same text, or the same sentence of `REPRINT_LENGTH` characters or
  more: a wire copy. Reprints of one original (`geo.workspace.reprints`) print the same text, be they shortened or
  under another headline, and whatever was added: whether it is in the added part is not asked.
- Who is named in a reprint as claimant or source counts as anywhere else: only the outlet's own voice is an echo of
  the original's. All tellings stay as evidence, and all publishers are listed.

Two outlets that each cite "military sources" count once too. They may be different people, but the texts do not say so,
and counting too few does less harm than counting an echo as a second witness.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from geo.model import Document
from geo.workspace.account import Telling
from geo.workspace.reprints import Reprint

__all__ = ["claimants", "independent", "outlet", "voice_key", "voices"]

REPRINT_LENGTH = 40
_PARTY = re.compile(r"\(([^()]+)\)\s*$")

Key = TypeVar("Key")


def outlet(document: Document) -> str:
    """Name the outlet: its publisher, else the document's id."""
    return document.publisher.strip() or document.id


def claimants(tellings: Iterable[Telling], documents: Mapping[str, Document]) -> tuple[str, ...]:
    """List the distinct names that it is claimed by, sorted; an outlet in its own voice by its publisher."""
    names: dict[str, str] = {}
    for telling in tellings:
        name = telling.claim.claimed_by or _own_voice(telling, documents)
        if name:
            names.setdefault(voice_key(name), name)
    return tuple(sorted(names.values()))


def voices(telling: Telling, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """List everyone on whose word a telling rests: claimant and sources behind it, else the outlet itself."""
    claim = telling.claim
    named = tuple(name for name in (claim.claimed_by, *claim.chain) if name)
    own = _own_voice(telling, documents)
    return named or ((own,) if own else ())


def independent(
    tellings: Sequence[Telling],
    documents: Mapping[str, Document],
    *,
    side_of: Callable[[str], str] | None = None,
    reprints: Mapping[str, Reprint] | None = None,
) -> int:
    """Count the claimants that are not each other's echo (the rules are this module's).

    ``reprints`` are those among the documents, by document id; without them only equal texts are known as copies.

    Examples
    --------
    >>> independent((), {})
    0
    """
    spoken = [(telling, voices(telling, documents)) for telling in tellings]
    spoken = [(telling, names) for telling, names in spoken if names]
    known = {voice_key(name) for _, names in spoken for name in names}
    links: list[list[object]] = []
    for telling, names in spoken:
        tied: list[object] = []
        if not (telling.claim.claimed_by or telling.claim.chain):  # own voice, where a wire copy is no second witness
            reprint = (reprints or {}).get(telling.doc)
            tied.append(("original", reprint.of if reprint else telling.doc))
            tied.append(("text", documents[telling.doc].text_hash))
            quote = " ".join(telling.evidence.quote.split())
            if len(quote) >= REPRINT_LENGTH:
                tied.append(("quote", quote))
        for name in names:
            tied.append(("voice", voice_key(name)))
            tied += [("voice", party) for party in _parties(name, known)]
            if side_of and (side := side_of(name)):
                tied.append(("side", side))
        links.append(tied)
    return _components(links)


def _own_voice(telling: Telling, documents: Mapping[str, Document]) -> str:
    return "" if telling.claim.status == "denied" else outlet(documents[telling.doc])


def voice_key(name: str) -> str:
    """Write a name as it is compared: whatever its case and spaces."""
    return " ".join(name.casefold().split())


def _parties(name: str, known: AbstractSet[str]) -> list[str]:
    """Return the voices among ``known`` whose name begins what stands in brackets behind a person's name."""
    found = _PARTY.search(name)
    if not found:
        return []
    words = voice_key(found.group(1)).split(" ")
    beginnings = (" ".join(words[:number]) for number in range(1, len(words) + 1))
    return [party for party in beginnings if party in known]


def _components(links: Iterable[Iterable[Key]]) -> int:
    """Count the groups that remain when all keys of one row are the same thing."""
    parent: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for row in links:
        first, *others = row
        for other in others:
            parent[root(other)] = root(first)
        root(first)
    return len({root(key) for key in list(parent)})
