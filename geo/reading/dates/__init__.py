"""Date expressions of a text: found by shapes of words that are data of each language, bounded as whole days.

``geo/language/<code>/dates.toml`` holds the words and the shapes in which they make dates; nothing here knows a word of
any language. ``lexicon`` reads that file, ``lexer`` turns a sentence into runs of date words and matches shapes,
``absolute`` and ``relative`` say what a shape means, ``reader`` minds what surrounds it and what came before.
"""

from geo.reading.dates.found import FoundDate
from geo.reading.dates.reader import find_dates

__all__ = ["FoundDate", "find_dates"]
