"""The KML 2.2 document of a KMZ: folders by layer, a style a look, a balloon a record.

Built as a tree and never by joining text, so that no sentence can become markup of the document; what is HTML in a
balloon is escaped before. What XML 1.0 cannot hold becomes U+FFFD.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from geo import coordinates
from geo.showing import labels, style
from geo.showing.cards import Sources, Telling, event_tellings, flow_tellings, mention_tellings
from geo.showing.export.codebook import known
from geo.showing.export.content import Content
from geo.showing.export.flat import known_ends
from geo.showing.export.provenance import account_rows
from geo.showing.export.symbols import arrow_png, event_symbol, place_symbol, symbol_png

__all__ = ["NAMESPACE", "document", "pictures"]

NAMESPACE = "http://www.opengis.net/kml/2.2"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FAINT = {"reported": 1.0, "claimed": 0.8, "planned": 0.5, "requested": 0.5, "denied": 0.35}
_TELLINGS = 12  # in a balloon
_ORDER = ("areas", "flows", "events", "places", "mentions")
_AREA_LINE = 1.2

Row = Mapping[Any, Any]


def pictures(content: Content) -> dict[str, bytes]:
    """Draw the pictures that the document uses, by their names in the archive."""
    palette = style.load_palette()
    drawn = {"symbols/place.png": symbol_png(place_symbol(palette))}
    if "events" in content.names:
        for kind, status in _looks(content):
            drawn[f"symbols/{kind}-{status}.png"] = symbol_png(event_symbol(kind, status, palette))
    if "flows" in content.names:
        for colour in sorted(set(content.layers.flows["colour"])):
            drawn[f"symbols/arrow-{colour.lstrip('#')}.png"] = arrow_png(colour)
    return drawn


def _looks(content: Content) -> list[tuple[str, str]]:
    events = content.layers.events
    return sorted(set(zip(events["type"], events["status"], strict=True)))


def document(content: Content) -> bytes:
    """Write the document."""
    root = ET.Element("kml", {"xmlns": NAMESPACE})
    body = _child(root, "Document")
    _child(body, "name", "Kharita")
    _child(body, "open", "1")
    _child(body, "description", _account(content.provenance))
    _styles(body, content)
    balloons = _Balloons(content)
    for name in _ORDER:
        if name in content.names:
            folder = _child(body, "Folder")
            _child(folder, "name", _title(name, content.language))
            for mark in _MAKERS[name](content, balloons):
                folder.append(mark)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _title(layer: str, language: str) -> str:
    return labels.words(language)[f"folder_{layer}"]


def _child(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, attributes)
    if text is not None:
        child.text = _UNWRITABLE.sub("\ufffd", text)
    return child


def _account(provenance: Mapping[str, Any]) -> str:
    rows = (
        f"<tr><th>{escape(what)}</th><td dir='auto'>{escape(value)}</td></tr>"
        for what, value in account_rows(provenance)
    )
    return f"<table>{''.join(rows)}</table>"


# ---- styles ------------------------------------------------------------------------------------------------------


def _styles(body: ET.Element, content: Content) -> None:
    palette = style.load_palette()
    _icon_style(body, "place", "symbols/place.png", 0.45)
    if "events" in content.names:
        for kind, status in _looks(content):
            _icon_style(body, f"{kind}-{status}", f"symbols/{kind}-{status}.png", 0.7)
    shaded = _child(body, "Style", id="area")
    _line(shaded, palette.area_colour, 0.8, _AREA_LINE)
    _child(_child(shaded, "PolyStyle"), "color", _colour(palette.area_colour, 0.2))


def _icon_style(body: ET.Element, name: str, picture: str, scale: float) -> None:
    marked = _child(body, "Style", id=name)
    icon = _child(marked, "IconStyle")
    _child(icon, "scale", f"{scale:g}")
    _child(_child(icon, "Icon"), "href", picture)
    _child(_child(marked, "LabelStyle"), "scale", "0.7")


def _line(parent: ET.Element, colour: str, opacity: float, width: float) -> None:
    line = _child(parent, "LineStyle")
    _child(line, "color", _colour(colour, opacity))
    _child(line, "width", f"{width:g}")


def _colour(colour: str, opacity: float = 1.0) -> str:
    """Write a colour as KML has it: opacity, blue, green, red.

    Examples
    --------
    >>> _colour("#0072B2", 0.5)
    '80b27200'
    """
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(255 * opacity):02x}{blue}{green}{red}".lower()


# ---- placemarks --------------------------------------------------------------------------------------------------


class _Balloons:
    """The HTML of balloons: titles, and every telling with its sentence, its source and who says so."""

    def __init__(self, content: Content) -> None:
        self.language = content.language
        self.sources = Sources(content.layers.tables)

    def write(self, tellings: list[Telling], lines: list[str]) -> str:
        """Write a balloon. All text is escaped; sentences keep their own direction."""
        head = "".join(f"<p dir='auto'>{escape(line)}</p>" for line in lines if line)
        return head + "".join(map(self._telling, tellings))

    def _telling(self, told: Telling) -> str:
        sentence = "".join(f"<b>{escape(text)}</b>" if marked else escape(text) for text, marked in told.pieces)
        facts = " · ".join(part for part in (told.status_words, told.when, told.by_whom, told.source) if part)
        return (
            f"<blockquote dir='auto' lang='{escape(told.language, quote=True)}'>{sentence}</blockquote>"
            f"<p dir='auto'><small>{escape(facts)}</small></p>"
        )


def _placemark(row: Row, name: str, balloon: str, *, visible: bool = True) -> ET.Element:
    """Begin a placemark: name, balloon, time. The order of the elements is the schema's."""
    mark = ET.Element("Placemark")
    _child(mark, "name", name)
    if not visible:
        _child(mark, "visibility", "0")
    first, last = row.get("date_from", ""), row.get("date_to", "")
    # What the list at the side shows below the name: without it, the beginning of the balloon.
    _child(mark, "Snippet", " / ".join(dict.fromkeys(day for day in (first, last) if day)), maxLines="1")
    _child(mark, "description", balloon)
    if first or last:
        span = _child(mark, "TimeSpan")
        if first:
            _child(span, "begin", first)
        if last:
            _child(span, "end", last)
    return mark


def _data(mark: ET.Element, row: Row, columns: tuple[str, ...]) -> None:
    """Add values of the row as the placemark's own data; what is not known is left out."""
    extended = _child(mark, "ExtendedData")
    for column in columns:
        value = row[column]
        if known(value):
            _child(_child(extended, "Data", name=column), "value", str(value))


_EVENT_DATA = (
    *("id", "event_id", "type", "mode", "status", "date_from", "date_to", "date_prec", "place", "place_ar", "country"),
    *("where_prec", "score", "actors", "recipients", "fatalities_low", "fatalities_best", "fatalities_high"),
    *("claimed_by", "claimants", "denied_by", "publishers", "n_documents", "n_claimants", "doc", "start", "end"),
    *("quote", "corrected_by", "automatic"),
)
_FLOW_DATA = (
    *("id", "origin", "origin_ar", "origin_where_prec", "destination", "destination_ar", "destination_where_prec"),
    *("mode", "cargo", "carrier", "count", "unit", "status", "date_from", "date_to", "date_prec", "score"),
    *("claimed_by", "claimants", "denied_by", "publishers", "n_documents", "n_claimants", "doc", "start", "end"),
    *("quote", "corrected_by", "automatic"),
)
_PLACE_DATA = (
    *("id", "name", "name_ar", "kind", "country", "radius_km", "where_prec", "source", "licence"),
    *("n_mentions", "n_documents"),
)
_MENTION_DATA = ("id", "doc", "start", "end", "text", "role", "place_id", "where_prec", "score", "reason")


def _events(content: Content, balloons: _Balloons) -> Iterator[ET.Element]:
    shapes = _shapes(content, "events")
    for row in content.layers.events.to_dict("records"):
        told = event_tellings(balloons.sources, row, content.language, limit=_TELLINGS)
        lines = [labels.date_words(row["date_from"], row["date_to"], content.language)]
        lines.append(labels.place_title(_as_place(row), content.language))
        mark = _placemark(row, labels.event_title(row, content.language), balloons.write(told, lines))
        shape = shapes[f"event:{row['id']}"]
        is_point = shape is not None and shape["type"] == "Point"
        if is_point or shape is None:
            _child(mark, "styleUrl", f"#{row['type']}-{row['status']}")
        else:
            look = _child(mark, "Style")
            opacity = _FAINT[row["status"]]
            _line(look, row["colour"], opacity, 1 + opacity)
            _child(_child(look, "PolyStyle"), "color", _colour(row["colour"], 0.15 * opacity))
        _data(mark, row, _EVENT_DATA)
        _geometry(mark, shape)
        yield mark


def _as_place(row: Row) -> Row:
    return {**row, "name": row["place"], "name_ar": row["place_ar"]}


def _flows(content: Content, balloons: _Balloons) -> Iterator[ET.Element]:
    rows = content.layers.flows.to_dict("records")
    for row, end in zip(rows, known_ends(content.layers.flows), strict=True):
        told = flow_tellings(balloons.sources, row, content.language, limit=_TELLINGS)
        lines = [
            labels.flow_what(row, content.language),
            labels.date_words(row["date_from"], row["date_to"], content.language),
        ]
        mark = _placemark(row, labels.flow_title(row, content.language), balloons.write(told, lines))
        look = _child(mark, "Style")
        opacity = _FAINT[row["status"]]
        lines_of = _lines_of(row["geometry"])
        icon = _child(look, "IconStyle")
        _child(icon, "scale", "0.6")
        if lines_of:
            _child(icon, "heading", f"{_heading(lines_of):.1f}")
        _child(_child(icon, "Icon"), "href", f"symbols/arrow-{row['colour'].lstrip('#')}.png")
        _child(_child(look, "LabelStyle"), "scale", "0")
        _line(look, row["colour"], opacity, row["width"] * (0.5 + opacity / 2))
        _data(mark, row, _FLOW_DATA)
        if lines_of:
            _flow_geometry(mark, lines_of)
        elif end is not None:  # one end is not known: the arrow alone, at the other
            _child(_child(mark, "Point"), "coordinates", _positions([(end.x, end.y)]))
        yield mark


def _lines_of(shape: Any) -> list[list[tuple[float, float]]]:
    if shape is None or shape.is_empty:
        return []
    return [list(line.coords) for line in (shape.geoms if shape.geom_type == "MultiLineString" else (shape,))]


def _middle(lines: list[list[tuple[float, float]]]) -> tuple[tuple[float, float], tuple[float, float]]:
    longest = max(lines, key=len)
    half = max(1, len(longest) // 2)
    return longest[half - 1], longest[half]


def _heading(lines: list[list[tuple[float, float]]]) -> float:
    start, end = _middle(lines)
    return coordinates.bearing(*start, *end) % 360


def _flow_geometry(mark: ET.Element, lines: list[list[tuple[float, float]]]) -> None:
    several = _child(mark, "MultiGeometry")
    for line in lines:
        drawn = _child(several, "LineString")
        _child(drawn, "tessellate", "1")
        _child(drawn, "coordinates", _positions(line))
    _child(_child(several, "Point"), "coordinates", _positions([_middle(lines)[1]]))


def _places(content: Content, balloons: _Balloons) -> Iterator[ET.Element]:
    points = set(content.layers.places["id"])
    for row in content.layers.tables.places.to_dict("records"):
        if row["id"] not in points and "areas" in content.names:
            continue  # it stands among the areas
        yield _place_mark(row, content, balloons, "place", {"type": "Point", "coordinates": (row["lon"], row["lat"])})


def _areas(content: Content, balloons: _Balloons) -> Iterator[ET.Element]:
    shapes = _shapes(content, "areas")
    for row in content.layers.areas.to_dict("records"):
        yield _place_mark(row, content, balloons, "area", shapes[f"area:{row['id']}"])


def _place_mark(row: Row, content: Content, balloons: _Balloons, look: str, shape: Any) -> ET.Element:
    told = mention_tellings(balloons.sources, row["id"], content.language, limit=_TELLINGS)
    lines = [labels.place_what(row, content.language)]
    mark = _placemark(row, labels.place_title(row, content.language), balloons.write(told, lines))
    _child(mark, "styleUrl", f"#{look}")
    _data(mark, row, _PLACE_DATA)
    _geometry(mark, shape)
    return mark


def _mentions(content: Content, balloons: _Balloons) -> Iterator[ET.Element]:
    shapes = _shapes(content, "mentions")
    for row in content.layers.tables.mentions.to_dict("records"):
        mark = _placemark(row, row["text"], balloons.write([], [row["name"], row["reason"]]), visible=False)
        _child(mark, "styleUrl", "#place")
        _data(mark, row, _MENTION_DATA)
        _geometry(mark, shapes[f"mention:{row['doc']}:{row['id']}"])
        yield mark


_MAKERS = {"areas": _areas, "flows": _flows, "events": _events, "places": _places, "mentions": _mentions}


# ---- geometry ----------------------------------------------------------------------------------------------------


def _shapes(content: Content, layer: str) -> dict[str, Any]:
    return {feature.id: feature.geometry for feature in content.features if feature.layer == layer}


def _positions(line: Any) -> str:
    return " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in line)


def _geometry(parent: ET.Element, shape: Mapping[str, Any] | None) -> None:
    """Add a GeoJSON geometry as KML; nothing where no place is known."""
    if shape is None:
        return
    parts = shape["coordinates"]
    if shape["type"] == "Point":
        _child(_child(parent, "Point"), "coordinates", _positions([parts]))
        return
    polygons = [parts] if shape["type"] == "Polygon" else parts
    holder = parent if len(polygons) == 1 else _child(parent, "MultiGeometry")
    for outer, *holes in polygons:
        polygon = _child(holder, "Polygon")
        _child(polygon, "tessellate", "1")
        _ring(polygon, "outerBoundaryIs", outer)
        for hole in holes:
            _ring(polygon, "innerBoundaryIs", hole)


def _ring(polygon: ET.Element, name: str, positions: Any) -> None:
    _child(_child(_child(polygon, name), "LinearRing"), "coordinates", _positions(positions))
