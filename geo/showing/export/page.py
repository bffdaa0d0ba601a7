"""One HTML file with map, data, Leaflet and basemap, and where all of it comes from: it opens without a network."""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from geo.showing.export.content import Content
from geo.showing.export.provenance import account_rows
from geo.showing.labels import direction, words
from geo.showing.layers import LAYERS

__all__ = ["ACCOUNT_ID", "chunks"]

ACCOUNT_ID = "kharita-provenance"
_STYLE = (
    "position:fixed;inset-block-end:2.2em;inset-inline-start:.6em;z-index:1100;max-width:min(46em,90vw);"
    "background:#fff;border:1px solid #a79f92;border-radius:4px;font:12px/1.5 system-ui,sans-serif;padding:.3em .7em"
)
_TABLE_STYLE = "max-height:50vh;overflow:auto"


def chunks(content: Content) -> Iterator[bytes]:
    """Yield the file: the map of the layers asked for, and its account as a box to unfold and as JSON."""
    from geo.showing.maps import inline_assets, map_data, whole_map

    shown = [name for name in LAYERS if name in content.names]
    data = map_data(content.layers, language=content.language, shown=shown)
    page = whole_map(data, inline_assets(), language=content.language, reporting=False).get_root().render()
    head, end, rest = page.rpartition("</body>")
    block = account_block(content.provenance, content.language)
    yield from (text.encode("utf-8", "replace") for text in (head, block, end, rest))


def account_block(provenance: Mapping[str, Any], language: str) -> str:
    r"""Write the account as HTML: what a reader unfolds, and what a program reads. No text of it is markup.

    Examples
    --------
    >>> "<script>" in account_block({"program": "<script>alert(1)</script>"}, "en")
    False
    """
    rows = "".join(
        f'<tr><th scope="row" style="text-align:start;padding-inline-end:1em">{html.escape(what)}</th>'
        f'<td><bdi dir="auto">{html.escape(value)}</bdi></td></tr>'
        for what, value in account_rows(provenance)
    )
    # Within a script nothing is escaped but what could end it.
    plain = json.dumps(dict(provenance), ensure_ascii=True, allow_nan=False)
    safe = plain.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return (
        f'<details id="kh-account" dir="{direction(language)}" style="{_STYLE}">'
        f"<summary>{html.escape(words(language)['account'])}</summary>"
        f'<div style="{_TABLE_STYLE}"><table dir="ltr">{rows}</table></div></details>\n'
        f'<script type="application/json" id="{ACCOUNT_ID}">{safe}</script>\n'
    )
