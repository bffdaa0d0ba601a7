"""The legend beside the map, while nothing is selected there: the same entries as on the map, as HTML.

Every text is escaped; the outlines of the symbols are numbers.
"""

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["legend_html"]

Entry = Mapping[str, Any]

_STROKE = 0.3


def legend_html(spec: Mapping[str, Any]) -> str:
    """Write a legend; see `geo.showing.maps.legend_spec` for what it holds."""
    groups = "".join(_group(group) for group in spec["groups"])
    return f'<div class="kh-legend" dir="{spec["direction"]}">{groups}</div>'


def _group(group: Mapping[str, Any]) -> str:
    rows = "".join(_row(entry) for entry in group["entries"])
    note = f'<p class="kh-legend-note">{escape(group["note"])}</p>' if group["note"] else ""
    return f"<section><h4>{escape(group['title'])}</h4><ul>{rows}</ul>{note}</section>"


def _row(entry: Entry) -> str:
    count = entry.get("count")
    number = f'<span class="kh-n">{count:,}</span>' if count is not None else ""
    dashes = _dashes(entry) if entry["layer"] == "status" else ""
    return f'<li>{_sample(entry)}{dashes}<bdi dir="auto">{escape(str(entry["name"]))}</bdi>{number}</li>'


def _sample(entry: Entry) -> str:
    colour = escape(str(entry["colour"]))
    if entry["layer"] == "stub":
        return f'<span class="kh-stub" style="color:{colour}">?→</span>'
    simple = {"flows": "kh-line", "heat": "kh-patch", "overlay": "kh-square", "areas": "kh-patch kh-faint"}
    if entry["layer"] in simple:
        return f'<span class="{simple[entry["layer"]]}" style="background:{colour}"></span>'
    return _glyph(entry)


def _glyph(entry: Entry) -> str:
    """Draw a symbol as the map does: full, tinted or empty, with its outline, struck through where denied."""
    colour, tint = escape(str(entry["colour"])), escape(str(entry.get("tint") or "#ffffff"))
    full = entry.get("fill") == "full"
    inside = colour if full else tint if entry.get("fill") == "tint" else "#ffffff"
    dashed = ' stroke-dasharray="0.55 0.35"' if entry.get("fill") == "empty" and not entry.get("struck") else ""
    look = f'fill="{inside}" stroke="{colour}" stroke-width="{0.1 if full else _STROKE}"{dashed}'
    outline = entry.get("outline") or []
    points = " ".join(f"{float(x):g},{-float(y):g}" for x, y in outline)
    shape = f'<polygon points="{points}" {look}/>' if outline else f'<circle r="1" {look}/>'
    line = f'<line x1="-1.4" y1="1.1" x2="1.4" y2="-1.1" stroke="{colour}" stroke-width="{_STROKE}"/>'
    struck = line if entry.get("struck") else ""
    size = 11 if entry["layer"] == "places" else 15
    return _picture(f'viewBox="-1.5 -1.5 3 3" width="{size}" height="{size}"', shape + struck, "kh-glyph")


def _dashes(entry: Entry) -> str:
    path = "M0 5H30M12 1L18 9M18 1L12 9" if entry["struck"] else "M0 5H30"
    dash = f' stroke-dasharray="{escape(str(entry["dash"]))}"' if entry["dash"] and not entry["struck"] else ""
    line = f'<path d="{path}" fill="none" stroke="{escape(str(entry["colour"]))}" stroke-width="2"{dash}/>'
    return _picture('viewBox="0 0 30 10" width="30" height="10"', line, "kh-dashes")


def _picture(box: str, content: str, name: str) -> str:
    """Write a drawing as a picture of its own address: Streamlit takes SVG out of a page's HTML."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{content}</svg>'
    return f'<img class="{name}" alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode("ascii")}">'
