"""A document's text made ready for reading: folded, split into tokens, sentences and paragraphs."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from geo.language import load
from geo.model import Document
from geo.reading.text.folding import Folded
from geo.reading.text.tokens import Token, tokenise

__all__ = ["Analysis", "SentenceSpan", "analyse"]

# A full stop ends a sentence when white space, a closing mark or the end follows; not between digits or letters.
_END = re.compile(r"[.!?؟۔…]+[\"'”’»)\]]*(?=\s|$)")
_INITIAL = re.compile(r"(?:^|[\s(\"'“‘«.])(?:[A-Z]|[\u0621-\u064a])$")


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """A sentence: its span in the text as read, its tokens by index (end exclusive), and its paragraph's number."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with its folded text, tokens and sentences; sentences cover every token, in order."""

    document: Document
    folded: Folded
    tokens: tuple[Token, ...]
    sentences: tuple[SentenceSpan, ...]

    def words(self, sentence: SentenceSpan) -> tuple[Token, ...]:
        """Tokens of a sentence."""
        return self.tokens[sentence.first : sentence.last]

    def between(self, left: Token, right: Token) -> str:
        """Text as read between two tokens: the punctuation and spaces that part them."""
        return self.document.text[left.end : right.start]


def analyse(document: Document) -> Analysis:
    r"""Fold a document's text and split it.

    Examples
    --------
    >>> report = Document(id="a", text="وصل الوفد. ثم غادر!\nعاد", language="ar")
    >>> [report.text[s.start : s.end] for s in analyse(report).sentences] == ["وصل الوفد.", "ثم غادر!", "عاد"]
    True
    >>> analyse(Document(id="b", text="", language="ar")).sentences
    ()
    """
    folded = Folded(document.text)
    tokens = tuple(tokenise(folded))
    return Analysis(document, folded, tokens, tuple(_sentences(document, tokens)))


@lru_cache(maxsize=32)
def _abbreviations(language: str) -> frozenset[str]:
    areas = (row["abbreviation"] for row in load(language).rows("area_abbreviations"))
    words = (
        *load(language).words("abbreviations"),
        *(area.rstrip(".").replace(" ", "") for area in areas if "." in area),
    )
    return frozenset(word.casefold() for word in words)


def _spans(text: str, abbreviations: frozenset[str]) -> list[tuple[int, int, int]]:
    """Spans (start, end, paragraph) of sentences, white space around them left out."""
    spans = []
    offset = 0
    for paragraph, line in enumerate(text.splitlines(keepends=True)):
        begin = 0
        for match in _END.finditer(line):
            if line[match.start()] == "." and match.end() - match.start() == 1:
                before = line[begin : match.start()]
                last_word = before.rsplit(None, 1)[-1] if before.strip() else ""
                # An initial is the last letter: nothing before the two last characters is looked at.
                if (
                    _INITIAL.search(before, max(0, len(before) - 2))
                    or last_word.lstrip("(\"'“«").casefold() in abbreviations
                ):
                    continue
            spans.append((offset + begin, offset + match.end(), paragraph))
            begin = match.end()
        spans.append((offset + begin, offset + len(line), paragraph))
        offset += len(line)
    out = []
    for start, end, paragraph in spans:
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            begin = start + len(piece) - len(piece.lstrip())
            out.append((begin, begin + len(stripped), paragraph))
    return out


def _sentences(document: Document, tokens: tuple[Token, ...]) -> list[SentenceSpan]:
    sentences = []
    first = 0
    starts = [token.start for token in tokens]
    for start, end, paragraph in _spans(document.text, _abbreviations(document.language)):
        last = bisect_left(starts, end, first)
        if last > first:
            sentences.append(SentenceSpan(start, end, first, last, paragraph))
        first = last
    return sentences
