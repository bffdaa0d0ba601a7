"""Tables in the reader's direction: Streamlit's grid always begins at its left end."""

from collections.abc import Sequence

import streamlit as st

from geo.showing import labels
from geo.ui.strings import Translator

__all__ = ["begin_at_the_start", "in_order"]

_TO_THE_RIGHT = """<script>
(function toTheRight(tries) {
  const grids = document.querySelectorAll("[data-testid='stDataFrame'] .dvn-scroller");
  grids.forEach((grid) => { grid.scrollLeft = grid.scrollWidth; });
  if (tries && ![...grids].some((grid) => grid.scrollLeft > 0)) setTimeout(() => toTheRight(tries - 1), 150);
})(10); /* NUMBER */
</script>"""


def in_order(names: Sequence[str], say: Translator) -> list[str]:
    """Return the columns in the order in which the grid draws them from the left: the last one first in Arabic."""
    return list(reversed(names)) if labels.direction(say.language) == "rtl" else list(names)


def begin_at_the_start(key: str, say: Translator) -> None:
    """Scroll the grids of a page to the reader's first column, once for each table of this name."""
    if labels.direction(say.language) == "rtl":
        st.html(_TO_THE_RIGHT.replace("NUMBER", str(abs(hash(key)))), unsafe_allow_javascript=True)
