"""Datelines: where and when an agency wrote a report ("KYIV, Aug 2 (Agency) - "). Nothing is told there."""

import re
from bisect import bisect_right
from functools import lru_cache

__all__ = ["datelines", "in_dateline"]

_DATELINE = re.compile(
    r"^[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'.\u2019 ,/-]{1,50}"  # capitals: the place
    r"(?:[A-Z][\w.'-]{1,20}[ ,]{1,2}){0,3}(?:\d{1,2}[ ,]{0,2}(?:\d{4})?)? ?"  # its country, the day
    r"(?:\([^)\n]{2,30}\))? ?[-\u2013\u2014:] ",  # the agency
    re.MULTILINE,
)


@lru_cache(maxsize=64)
def datelines(text: str) -> tuple[tuple[int, int], ...]:
    """Find the datelines of a text, as spans.

    Examples
    --------
    >>> datelines("KYIV, Aug 2 (Agency) - A ship left."), datelines("A ship left Kyiv - at last.")
    (((0, 23),), ())
    """
    return tuple(match.span() for match in _DATELINE.finditer(text))


def in_dateline(text: str, position: int) -> bool:
    """Whether a character of a text belongs to a dateline.

    Examples
    --------
    >>> in_dateline("KYIV, Aug 2 - A ship left.", 6), in_dateline("KYIV, Aug 2 - A ship left.", 20)
    (True, False)
    """
    spans = datelines(text)
    before = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return before >= 0 and position < spans[before][1]
