"""Quotation marks, as Arabic and English print them; what may stand between words that belong together."""

__all__ = ["CLOSING", "GAP", "MARKS", "OPENING"]

OPENING = frozenset('«“"„')
"""What opens a quotation; the straight mark does both."""

CLOSING = frozenset('»”"')
"""What closes one."""

MARKS = OPENING | CLOSING | {"‟"}
"""All of them, single ones left out: those are apostrophes and signs of transliteration, too."""

GAP = " \"'“”«»‘’„()"
"""Blanks, brackets and quotation marks of every kind: they part no words that belong together."""
