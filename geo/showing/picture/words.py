"""The words around the map: title, dates and counts above it, credits and the state of the workspace below it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geo.showing import labels
from geo.showing.layers import Layers
from geo.showing.picture.text import FONT, INK, MUTED, drawable, picture_words, shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_words"]

_TITLE_LONGEST = 90


def draw_words(figure: "Figure", layers: Layers, *, language: str, shown: Sequence[str], title: str) -> None:
    """Write the words around the map."""
    rtl = labels.direction(language) == "rtl"
    side, x = ("right", 0.97) if rtl else ("left", 0.03)
    other, far_x = ("left", 0.02) if rtl else ("right", 0.98)

    def put(x: float, y: float, text: str, size: float, colour: str = INK, **more: Any) -> None:
        more |= {"fontsize": size, "color": colour, "fontfamily": FONT, "parse_math": False, "va": "center"}
        figure.text(x, y, drawable(text), **more)

    heading = shortened(drawable(title), _TITLE_LONGEST) or picture_words("title", language)
    put(x, 0.955, heading, 19, weight="bold", ha=side)
    put(x, 0.905, _subtitle(layers, language, shown), 10.5, MUTED, ha=side)
    said = labels.words(language)
    owners = " · ".join(said[key] for key in ("credit_basemap", "credit_places", "borders"))
    put(x, 0.022, owners, 7.5, MUTED, ha=side)
    put(far_x, 0.022, _state(layers), 7.5, MUTED, ha=other)


def _subtitle(layers: Layers, language: str, shown: Sequence[str]) -> str:
    """Say when what is shown happened, when it was published, and how much of it there is."""
    tables = layers.tables
    columns = [table[name] for table in (tables.events, tables.flows) for name in ("date_from", "date_to")]
    told = [day for column in columns for day in column if day]
    published = [day for day in tables.documents["published"] if day]
    parts = []
    for key, days in (("told", told), ("published", published)):
        if days:
            parts.append(picture_words(key, language, dates=labels.date_words(min(days), max(days), language)))
    counted = [name for name in ("events", "flows", "places") if name in shown]
    counts = [labels.counted(name, layers.counts[name], language) for name in counted]
    counts.append(labels.counted("documents", len(tables.documents), language))
    separator = "، " if labels.direction(language) == "rtl" else ", "
    parts.append(separator.join(counts))
    if tables.metadata.get("updated"):
        day = tables.metadata["updated"][:10]
        parts.append(picture_words("as_of", language, date=labels.date_words(day, day, language)))
    return "   ·   ".join(parts)


def _state(layers: Layers) -> str:
    """Say which state of which workspace this is: in Latin letters, for a hash in Arabic is torn apart."""
    return " · ".join(filter(None, ["Kharita", layers.tables.metadata.get("hash", "")[:12]]))
