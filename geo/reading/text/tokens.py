"""Tokens: the words and numbers of a folded text, each with its exact span in the text as read."""

import re
from typing import NamedTuple

from geo.reading.text.folding import Folded, fold

__all__ = ["Token", "is_article", "name_key", "tokenise"]

# Letters and digits never share a token ("الـ3" is an article and a number, "ST1" a word and a number); an apostrophe
# may stand inside a word; a number may hold separators.
_TOKEN = re.compile(r"\d+(?:[.,٫٬]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
# The Arabic article as English text writes it: joined by a hyphen, or a capitalised word before another name.
_ARTICLES = frozenset(
    {"al", "el", "ul", "as", "ash", "ad", "adh", "at", "ath", "an", "ar", "az", "es", "ed", "et", "en", "er", "ez"}
    | {"esh", "edh", "il", "ech", "ach"}
)
# Articles that are no words of another language: these also join across a space ("Az Zawiyah").
_OPEN_ARTICLES = frozenset({"al", "el", "az", "ash", "adh", "ath", "ar", "ad"})
_POSSESSIVE = ("'s",)
_SHORTEST_OWNER = 4  # "Ra's al-Ayn" is no possessive


class Token(NamedTuple):
    """A word or number: its folded form, its span in the text as read, and its span in the folded text.

    A Latin word loses apostrophes, a possessive "'s" (which its span leaves out too) and a hyphenated or capitalised
    Arabic article before it (which its span keeps): "As-Suwayda's" is the token "suwayda" over "As-Suwayda".
    """

    text: str
    start: int
    end: int
    folded_start: int
    folded_end: int

    @property
    def is_number(self) -> bool:
        """Whether the token is a number."""
        return self.text[0].isdigit()


def tokenise(folded: Folded, *, is_name: bool = False) -> list[Token]:
    """Split a folded text into tokens; where the text ``is_name``, "as", "at" and "an" can be articles too.

    Examples
    --------
    >>> [token.text for token in tokenise(Folded("وصلت 12 رحلة إلى بنغازي."))] == "وصلت 12 رحله الي بنغازي".split()
    True
    >>> [token.text for token in tokenise(Folded("near As-Suwayda's gate"))]
    ['near', 'suwayda', 'gate']
    """
    text, raw_span = folded.text, folded.raw_span
    tokens: list[Token] = []
    article: re.Match[str] | None = None
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if article is not None:
            if article.end() + 1 == start and _joins(folded, article, start, is_name):
                start = article.start()
            else:
                tokens.append(Token(article.group(), *raw_span(*article.span()), *article.span()))
            article = None
        if "'" in word:
            if word.endswith(_POSSESSIVE) and len(word) > _SHORTEST_OWNER:
                word, end = word[:-2], end - 2
            word = word.replace("'", "")
        elif word in _ARTICLES and end - start < 5:
            article = match
            continue
        if word:
            tokens.append(Token(word, *raw_span(start, end), start, end))
    if article is not None:
        tokens.append(Token(article.group(), *raw_span(*article.span()), *article.span()))
    return tokens


def is_article(word: str) -> bool:
    """Whether a folded Latin word is the Arabic article in one of its spellings.

    Examples
    --------
    >>> is_article("ash"), is_article("of")
    (True, False)
    """
    return word in _ARTICLES


def _joins(folded: Folded, article: re.Match[str], start: int, is_name: bool) -> bool:
    """Whether an article belongs to the word that begins at ``start``.

    By a hyphen ("al-Bayda"), or by capitals ("Al Bayda"); "As", "An", "Es" and the like, which begin English sentences
    too, only inside of one ("Deir Ez Zor").
    """
    text = folded.text
    between = text[article.end()]
    if between in "-\u2010\u2011\u2013":
        return not text[start].isdigit()
    if between != " ":
        return False
    first, word = folded.raw_span(*article.span())[0], folded.raw_span(start, start + 1)[0]
    if is_name:
        return folded.raw[word].isupper()
    inside = article.group() in _OPEN_ARTICLES or folded.raw[:first].rstrip(" ")[-1:].isalpha()
    return inside and folded.raw[first].isupper() and folded.raw[word].isupper()


def name_key(name: str) -> str:
    """Key under which a name is kept in the gazetteer's index: its tokens joined by spaces.

    Names in all capitals or all small letters get the same key as in the usual spelling.

    Examples
    --------
    >>> name_key("As-Suwayda"), name_key("El Beida"), name_key("Deir ez-Zor"), name_key("")
    ('suwayda', 'beida', 'deir zor', '')
    """
    words = fold(name).split(" ")
    if all(map(str.isalpha, words)) and _ARTICLES.isdisjoint(words) and (name.isascii() or not name.islower()):
        return " ".join(words)  # nothing to split or to join: so are most names, and data files hold many thousand
    return " ".join(token.text for token in tokenise(Folded(name.title() if name.islower() else name), is_name=True))
