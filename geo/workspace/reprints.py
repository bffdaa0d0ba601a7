"""Documents that print the same text: copies, and reprints with another headline, shortened, or with something added.

The rules:

- Texts are compared as folded words: whatever their case, vowel marks, tatweel, forms of alef, punctuation and spaces.
  Texts of the same words are equal. Titles, outlets and dates are not compared.
- Otherwise two texts are near each other when they share shingles (`SHINGLE` words in a row, each counted once): four
  fifths of the shorter one's, or three fifths of all that stand in either. Below `LEAST_SHINGLES` a notice about one
  village reads like that about the next, so that four fifths of all are asked for; below `LEAST_WORDS` only equal texts
  count. What comes later must also have at least half of its own shingles from the earlier one: a round-up of ten
  notices is a reprint of none of them.
- Originals are found from the earliest on (by publication date, then by id; undated ones last). A document that is near
  an earlier original is a reprint of it, of several the one most like it; any other is an original itself. So nothing
  hangs together by a chain: each reprint is near its own original, whatever lies between them.
- Shingles in a fifth of an outlet's texts, and in `STANDING_TEXTS` at least, are its standing words (a footer, "read
  also"). They are set aside where something else is left, 15 % of the text or more (else all its texts are one told
  again). The outlet is the publisher, else the address's host; where neither is known, footers count like any words.

Which texts may be near is found by counting, not by signatures: all shingles that several texts have are sorted once,
and each text counts with which earlier originals it has its own. MinHash with locality-sensitive hashing (datasketch,
rensa) was measured: it is hardly faster, and as it finds by likeness of wholes it loses short copies of long texts (at
128 permutations in bands of two, 9 % of those cut to a fifth and 60 % of those cut to a tenth; none are lost here).
Time and memory grow with the number of words; memory by some thirty bytes a word, twice the texts, while it counts.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from geo.model import Document

__all__ = ["Reprint", "Sketch", "reprints", "sketch"]

SHINGLE = 5  # words
LEAST_WORDS = 20
LEAST_SHINGLES = 30
CONTAINED = 0.8  # of the shorter one's shingles
ALIKE = 0.6  # of all shingles of both
ALIKE_SHORT = 0.8
FROM_ORIGINAL = 0.5  # of the later one's shingles
STANDING_SHARE = 0.2  # of an outlet's texts
STANDING_TEXTS = 3
LEAST_OWN = 0.15  # of a text's shingles that are no standing words
LOOKED_UP = 16  # texts for each shingle, the earliest: an original stands before its reprints
MOST_SLOTS = 1 << 26  # bytes, to tell which shingles several texts have
CANDIDATE = 0.4  # of the shorter one's shingles found together before two texts are compared: half of what is asked for

# What belongs to a word without being a letter: vowel marks, tatweel, soft hyphens, joiners and marks of direction.
_MARK = re.compile(
    r"[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_WORD = re.compile(r"\w+")
# Besides what decomposes: letters written for one another, digits of the Arabic script, and no lone hamza.
_SAME = str.maketrans(
    "\u0671\u0649\u06cc\u0629\u06a9" + "".join(map(chr, (*range(0x660, 0x66A), *range(0x6F0, 0x6FA)))),
    "\u0627\u064a\u064a\u0647\u0643" + "0123456789" * 2,
    "\u0621",
)

Shingles = npt.NDArray[np.uint32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reprint:
    """Whose reprint a document is, and how alike: the share of the shorter one's shingles that both have, 0 to 1."""

    of: str
    likeness: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Sketch:
    """What is compared of a text: the number of its words, a hash of them in order ("" for none), its shingles."""

    words: int
    digest: bytes
    shingles: Shingles


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Text:
    order: tuple[date, str]
    outlet: str
    sketch: Sketch


def reprints(
    documents: Iterable[Document], *, sketches: MutableMapping[str, Sketch] | None = None
) -> Mapping[str, Reprint]:
    """Find the documents that print again what an earlier one printed (the rules are this module's).

    Parameters
    ----------
    documents : iterable of Document
        In any order; of one id once.
    sketches : mutable mapping, optional
        Sketches by hash of the text, looked up and filled: for a caller who asks again after adding a few documents.

    Returns
    -------
    mapping of str to Reprint
        By id of each document that is a reprint; originals are not in it. The same whatever the order of documents.

    Examples
    --------
    >>> reprints([])
    {}
    >>> first = Document(id="a", text="قَصَفت المدفعيّة", language="ar")
    >>> reprints([first, Document(id="b", text="قصفت المدفعية.", language="ar")])
    {'b': Reprint(of='a', likeness=1.0)}
    """
    texts = sorted((_text(document, sketches) for document in documents), key=lambda text: text.order)
    equal: dict[bytes, list[_Text]] = defaultdict(list)
    for text in texts:
        if text.sketch.words:
            equal[text.sketch.digest].append(text)
    firsts = [group[0] for group in equal.values()]
    found = dict(_near([text for text in firsts if text.sketch.words >= LEAST_WORDS]))
    for first, *others in equal.values():
        key = first.order[1]
        again = found.get(key) or Reprint(of=key, likeness=1.0)
        found |= {text.order[1]: again for text in others}
    return dict(sorted(found.items()))


def sketch(text: str) -> Sketch:
    """Reduce a text to what is compared of it.

    Examples
    --------
    >>> sketch("one two three four five six").shingles.size, sketch("").words
    (2, 0)
    """
    keys = b"".join(map(_key, _WORD.findall(_MARK.sub("", text))))
    words = np.frombuffer(keys, dtype="<u8")
    digest = hashlib.blake2b(keys, digest_size=16).digest() if keys else b""
    count = max(words.size - SHINGLE + 1, 0)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + words[place : place + count]
        mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    shingles = np.sort((mixed >> np.uint64(32)).astype(np.uint32))
    shingles = shingles[np.concatenate([[True], shingles[1:] != shingles[:-1]])[:count]]
    return Sketch(words=words.size, digest=digest, shingles=shingles)


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> bytes:
    """Return the same eight bytes for all spellings of a word, and none where no letter is left of it."""
    parts = unicodedata.normalize("NFKD", word).translate(_SAME)
    letters = "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()
    return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).digest() if letters else b""


def _text(document: Document, sketches: MutableMapping[str, Sketch] | None) -> _Text:
    known = None if sketches is None else sketches.get(document.text_hash)
    made = known or sketch(document.text)
    if sketches is not None:
        sketches[document.text_hash] = made
    return _Text(order=(document.published or date.max, document.id), outlet=_outlet(document), sketch=made)


def _outlet(document: Document) -> str:
    """Name whose footers a document would carry, "" when nobody knows."""
    if named := " ".join(document.publisher.casefold().split()):
        return named
    try:
        return urlsplit(document.url).hostname or ""
    except ValueError:  # an address that is none, such as "http://["
        return ""


def _near(texts: Sequence[_Text]) -> Iterator[tuple[str, Reprint]]:
    """Yield the reprints among texts that are not equal, from the earliest on."""
    own = _without_standing(texts)
    shared = _Shared.of(own)
    original = np.ones(len(own), dtype=bool)
    sizes = np.array([one.size for one in own], dtype=np.int64)
    for later in range(len(own)):
        earlier, hits = shared.with_earlier(later, original)
        likely = earlier[hits >= CANDIDATE * np.minimum(sizes[earlier], sizes[later])]
        likenesses = [(_likeness(own[one], own[later]), -int(one)) for one in likely]
        likeness, place = max(likenesses, default=(0.0, 0))  # of those as like, the earliest
        if likeness:
            original[later] = False
            yield texts[later].order[1], Reprint(of=texts[-place].order[1], likeness=likeness)


def _likeness(earlier: Shingles, later: Shingles) -> float:
    """Return the share of the shorter one's shingles that both have; 0 where the later is no reprint of the earlier."""
    both = np.intersect1d(earlier, later, assume_unique=True).size
    shorter = min(earlier.size, later.size)
    if not both or both < FROM_ORIGINAL * later.size:
        return 0.0
    alike = both / (earlier.size + later.size - both)
    long_enough = shorter >= LEAST_SHINGLES
    near = alike >= ALIKE_SHORT or (long_enough and (alike >= ALIKE or both >= CONTAINED * shorter))
    return round(both / shorter, 4) if near else 0.0


def _without_standing(texts: Sequence[_Text]) -> list[Shingles]:
    """Return each text's shingles without its outlet's standing words, where anything is left without them."""
    own = [text.sketch.shingles for text in texts]
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if text.outlet:
            by_outlet[text.outlet].append(place)
    for places in by_outlet.values():
        standing = _standing([own[place] for place in places])
        for place in places if standing.size else ():
            left = np.setdiff1d(own[place], standing, assume_unique=True)
            if left.size >= LEAST_OWN * own[place].size:
                own[place] = left
    return own


def _standing(texts: Sequence[Shingles]) -> Shingles:
    least = max(STANDING_TEXTS, STANDING_SHARE * len(texts))
    if len(texts) < least:
        return np.zeros(0, dtype=np.uint32)
    values, counts = np.unique(np.concatenate(texts), return_counts=True)
    return values[counts >= least]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Shared:
    """The shingles that several texts have, one entry for each of them and text.

    Entries stand sorted by shingle, then by text: ``owner`` is an entry's text. The entries of text ``n`` are listed at
    ``bounds[n]`` to ``bounds[n + 1]``: ``place`` is where each stands, ``first`` where those of its shingle begin.
    """

    owner: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]
    place: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]

    @classmethod
    def of(cls, texts: Sequence[Shingles]) -> "_Shared":
        kept = _in_several(texts)
        bounds = np.concatenate([[0], np.cumsum([one.size for one in kept], dtype=np.int64)])
        values = np.concatenate([np.zeros(0, dtype=np.uint32), *kept])
        owner = np.repeat(np.arange(len(kept), dtype=np.int32), np.diff(bounds))
        order = np.argsort(values, kind="stable")
        values = values[order]
        begins = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: values.size])
        place, first = np.empty(order.size, dtype=np.int32), np.empty(order.size, dtype=np.int32)
        place[order] = np.arange(order.size)
        first[order] = np.repeat(begins, np.diff([*begins, order.size]))
        return cls(owner=owner[order], bounds=bounds, place=place, first=first)

    def with_earlier(
        self, text: int, wanted: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return the earlier texts among the wanted ones that share shingles with this one, and how many each."""
        entries = slice(self.bounds[text], self.bounds[text + 1])
        first = self.first[entries]
        lengths = np.minimum(self.place[entries] - first, LOOKED_UP)
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if ends.size else 0
        owners = self.owner[np.repeat(first - ends + lengths, lengths) + np.arange(total)]
        return np.unique(owners[wanted[owners]], return_counts=True)


def _in_several(texts: Sequence[Shingles]) -> list[Shingles]:
    """Keep of each text the shingles that stand in another one too; a few others may slip in, and do no harm."""
    total = sum(one.size for one in texts)
    slots = min(1 << max(10, (4 * total).bit_length()), MOST_SLOTS)
    mask = np.uint32(slots - 1)
    texts_at = np.zeros(slots, dtype=np.uint8)  # 0, 1 or more
    for one in texts:
        at = one & mask
        texts_at[at] = np.minimum(texts_at[at] + 1, 2)
    return [one[texts_at[one & mask] > 1] for one in texts]
