"""Answers kept by key: what is known of a word is worked out once, in bounded memory."""

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Kept"]

_MOST = 20_000  # some megabytes; the words of some hundred documents

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """Answers of a function of one argument without side effects, asked for as ``kept[key]``.

    Looking a kept answer up calls no Python function, which is what makes it cheap enough to ask for every word of a
    text. When there are too many, all are forgotten: frequent words are soon back, and no order of use has to be kept.

    Examples
    --------
    >>> lengths = Kept(len, most=2)
    >>> [lengths[word] for word in ("a", "bb", "ccc")], sorted(lengths)
    ([1, 2, 3], ['ccc'])
    """

    __slots__ = ("_most", "_work")

    def __init__(self, work: Callable[[K], V], *, most: int = _MOST) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, key: K) -> V:
        answer = self._work(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = answer
        return answer
