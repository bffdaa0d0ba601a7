"""Layers of the user's own, shown beside ours: somebody else's file, told apart by its colour and its source's name.

A file is told by its first bytes and read by an explicit reader (`read_overlay`); what it leaves out is said in words.
"""

from geo.showing.overlays.reading import FORMATS, MOST_BYTES, read_overlay
from geo.showing.overlays.records import LeftOut, Overlay, left_out_words, overlay_colours, to_spec

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "LeftOut",
    "Overlay",
    "left_out_words",
    "overlay_colours",
    "read_overlay",
    "to_spec",
]
