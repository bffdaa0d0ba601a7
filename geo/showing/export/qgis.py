"""Styles for QGIS, made of the palette: symbols by type and status, arrows for flows, shades for areas.

QML is QGIS' own XML for styles, as QGIS 3.22 writes it. Symbols are SVG pictures within the style (``base64:``), so
that their shapes are the map's own. Only what is in the export stands in a legend.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from geo.precision import POINT_KINDS
from geo.showing import labels, style
from geo.showing.export.content import Content
from geo.showing.export.symbols import event_symbol, place_symbol, stub_svg, symbol_svg

__all__ = ["Styled", "styles"]

_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_MM_PER_PIXEL = 0.2646
_SYMBOL_MM = 5.0
_PLACE_MM = 2.4
_STUB_MM = 12.0
_EXPRESSION = 3  # among the kinds of QGIS' data-defined properties
_SEPARATOR = "|"
_AROUND, _HORIZONTAL = "6", "4"  # where QGIS puts labels: about a point, level within a polygon
_FONT = "DejaVu Sans"  # has Arabic; where it is missing QGIS takes its own
_BY_TYPE = f'"type" || \'{_SEPARATOR}\' || "status"'
_BESIDE_MM = 5.4

Values = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Styled:
    """The style of a layer of the GeoPackage."""

    layer: str
    qml: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Category:
    """One class of a layer: the value of its expression, its words in the legend, and its symbol."""

    value: str
    words: str
    symbol: ET.Element


def styles(content: Content) -> Iterator[Styled]:
    """Yield the styles of an export's layers."""
    palette = style.load_palette()
    language = content.language
    name = "name_ar" if labels.spoken(language) == "ar" else "name"
    label = f'coalesce(nullif("{name}", \'\'), "name")'
    points_only = f'"kind" IN ({", ".join(map(repr, sorted(POINT_KINDS)))})'
    at_points = f"CASE WHEN {points_only} THEN {label} END"
    place = symbol_svg(place_symbol(palette))
    only = _only(points_only, palette.place_words[labels.spoken(language)], _marker(place, _PLACE_MM))
    yield Styled(layer="places", qml=_qml(only, label=at_points, at=_AROUND))
    yield Styled(layer="mentions", qml=_qml(_single(_marker(place, _PLACE_MM))))
    yield Styled(layer="areas", qml=_qml(_single(_shade(palette)), label=label, at=_HORIZONTAL))
    events = content.layers.events
    looks = sorted(set(zip(events["type"], events["status"], strict=True)))
    points = [
        _Category(
            value=_SEPARATOR.join(look),
            words=_event_words(*look, language),
            symbol=_marker(symbol_svg(event_symbol(*look, palette)), _SYMBOL_MM),
        )
        for look in looks
    ]
    yield Styled(layer="events", qml=_qml(_apart(_categories(_BY_TYPE, points))))
    wide = [
        _Category(value=_SEPARATOR.join(look), words=_event_words(*look, language), symbol=_outlined(*look, palette))
        for look in looks
    ]
    yield Styled(layer="event_areas", qml=_qml(_categories(_BY_TYPE, wide)))
    yield Styled(layer="flows", qml=_qml(_flows(content, palette)))
    yield Styled(layer="flow_ends", qml=_qml(_apart(_stubs(content, palette))))


def _event_words(kind: str, status: str, language: str) -> str:
    return f"{labels.type_words(kind, language)} · {labels.status_words(status, language)}"


def _by_class(palette: style.Palette) -> str:
    """Write the class of a flow, which follows from its cargo, as an expression."""
    cases = " ".join(
        f"WHEN regexp_match(\"cargo\", '{'|'.join(look.cargo)}') > 0 THEN '{name}'"
        for name, look in palette.flows.items()
        if look.cargo
    )
    return f"CASE {cases} ELSE 'unknown' END || '{_SEPARATOR}' || \"status\""


def _flow_words(name: str, status: str, content: Content, palette: style.Palette) -> str:
    words = palette.flows[name].words[labels.spoken(content.language)]
    return f"{words} · {labels.status_words(status, content.language)}"


def _flows(content: Content, palette: style.Palette) -> ET.Element:
    flows = content.layers.flows
    looks = sorted(set(zip(flows["flow_class"], flows["status"], strict=True)))
    found = [
        _Category(
            value=_SEPARATOR.join(look),
            words=_flow_words(*look, content, palette),
            symbol=_arrow(*look, palette),
        )
        for look in looks
    ]
    return _categories(_by_class(palette), found)


def _stubs(content: Content, palette: style.Palette) -> ET.Element:
    """Draw a flow with one known end as an arrow into it or out of it, with a question mark at the other."""
    flows = content.layers.flows[content.layers.flows["stub"] != ""]
    looks = sorted(set(zip(flows["flow_class"], flows["status"], flows["stub"], strict=True)))
    way = "CASE WHEN \"origin_lat\" IS NULL THEN 'in' ELSE 'out' END"
    found = []
    for name, status, stub in looks:
        told = palette.statuses[status]
        colour = palette.denied_colour if told.struck else palette.flows[name].colour
        words = f"{_flow_words(name, status, content, palette)} · {'?→' if stub == 'in' else '→?'}"
        symbol = _marker(stub_svg(colour, told.dash, into=stub == "in"), _STUB_MM)
        found.append(_Category(value=_SEPARATOR.join((name, status, stub)), words=words, symbol=symbol))
    return _categories(f"{_by_class(palette)} || '{_SEPARATOR}' || {way}", found)


# ---- symbols -----------------------------------------------------------------------------------------------------


def _marker(svg: str, size_mm: float) -> ET.Element:
    symbol = _symbol("marker")
    _layer(symbol, "SvgMarker", _svg_values(svg, size_mm))
    return symbol


def _svg_values(svg: str, size_mm: float) -> dict[str, str]:
    picture = base64.b64encode(svg.encode()).decode()
    return {"name": f"base64:{picture}", "size": f"{size_mm:g}", "size_unit": "MM", "offset_unit": "MM"}


def _shade(palette: style.Palette) -> ET.Element:
    """Shade an area the more, the more is known only to it: `geo.showing.style.area_opacity` as an expression."""
    count = '("n_events" + "n_flows")'
    opacity = f"CASE WHEN {count} <= 0 THEN 0.06 ELSE min(0.28, 0.14 + 0.03 * ln({count}) / ln(2)) END"
    red, green, blue = _rgb(palette.area_colour)
    symbol = _symbol("fill")
    _layer(
        symbol,
        "SimpleFill",
        {
            "color": _rgba(palette.area_colour, 0.14),
            "outline_color": _rgba(palette.area_colour, 0.8),
            "outline_width": "0.3",
            "outline_width_unit": "MM",
            "outline_style": "solid",
            "style": "solid",
        },
        {"fillColor": f"color_rgba({red}, {green}, {blue}, 255 * {opacity})"},
    )
    return symbol


def _outlined(kind: str, status: str, palette: style.Palette) -> ET.Element:
    """Draw the area of an event as its outline, and its symbol within: beside those of other types known only to it."""
    told = palette.statuses[status]
    colour = palette.denied_colour if told.struck else palette.events[kind].colour
    symbol = _symbol("fill")
    _layer(symbol, "SimpleLine", _line(colour, "0.25", told.dash))
    centre = _layer(symbol, "CentroidFill", {"point_on_surface": "1", "point_on_all_parts": "0"})
    inner = _symbol("marker")
    inner.set("name", "@0@1")
    others = f'array_sort(array_distinct(array_agg({_BY_TYPE}, group_by:="place_id")))'
    place = f"array_find({others}, {_BY_TYPE}) - (array_length({others}) - 1) / 2.0"
    picture = _svg_values(symbol_svg(event_symbol(kind, status, palette)), _SYMBOL_MM)
    _layer(inner, "SvgMarker", picture, {"offset": f"to_string({_BESIDE_MM} * ({place})) || ',0'"})
    centre.append(inner)
    return symbol


def _arrow(name: str, status: str, palette: style.Palette) -> ET.Element:
    """Draw a flow as an arrow, dashed by status, wide by the claimants that tell it: `geo.showing.style.flow_width`."""
    told = palette.statuses[status]
    colour = palette.denied_colour if told.struck else palette.flows[name].colour
    width = f'min(9, 2 + 1.4 * ln(max(1, "n_claimants")) / ln(2)) * {_MM_PER_PIXEL}'
    symbol = _symbol("line")
    _layer(symbol, "SimpleLine", _line(colour, "0.6", told.dash), {"outlineWidth": width})
    head = {"name": "filled_arrowhead", "color": _rgba(colour), "outline_color": _rgba(colour), "size": "3.4"}
    _on_line(symbol, "lastvertex", head)
    if told.struck:
        _on_line(symbol, "centralpoint", {"name": "cross2", "outline_color": _rgba(colour), "size": "3"})
    return symbol


def _on_line(symbol: ET.Element, placement: str, marker: Values) -> None:
    layer = _layer(symbol, "MarkerLine", {"placement": placement, "rotate": "1"})
    inner = _symbol("marker")
    inner.set("name", "@0@1")
    _layer(inner, "SimpleMarker", {"outline_width": "0.4", "size_unit": "MM", **marker})
    layer.append(inner)


def _line(colour: str, width_mm: str, dash: str) -> dict[str, str]:
    values = {
        "line_color": _rgba(colour),
        "line_width": width_mm,
        "line_width_unit": "MM",
        "capstyle": "flat",
        "joinstyle": "round",
    }
    if dash:
        parts = (f"{float(part) * _MM_PER_PIXEL:.2f}" for part in dash.split())
        values |= {"use_custom_dash": "1", "customdash": ";".join(parts), "customdash_unit": "MM"}
    return values


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _rgba(colour: str, opacity: float = 1.0) -> str:
    return ",".join(map(str, (*_rgb(colour), round(255 * opacity))))


# ---- the XML -----------------------------------------------------------------------------------------------------


def _symbol(kind: str) -> ET.Element:
    return ET.Element("symbol", {"type": kind, "name": "0", "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})


def _layer(symbol: ET.Element, kind: str, values: Values, defined: Values | None = None) -> ET.Element:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options = ET.SubElement(layer, "Option", {"type": "Map"})
    for name, value in values.items():
        ET.SubElement(options, "Option", {"name": name, "type": "QString", "value": value})
        ET.SubElement(layer, "prop", {"k": name, "v": value})  # what QGIS before 3.20 reads
    if defined:
        layer.append(_defined(defined))
    return layer


def _defined(expressions: Values) -> ET.Element:
    """Write properties of a symbol that follow from the row, by QGIS' expressions."""
    holder = ET.Element("data_defined_properties")
    top = ET.SubElement(holder, "Option", {"type": "Map"})
    ET.SubElement(top, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = ET.SubElement(top, "Option", {"name": "properties", "type": "Map"})
    for name, expression in expressions.items():
        one = ET.SubElement(properties, "Option", {"name": name, "type": "Map"})
        ET.SubElement(one, "Option", {"name": "active", "type": "bool", "value": "true"})
        ET.SubElement(one, "Option", {"name": "expression", "type": "QString", "value": expression})
        ET.SubElement(one, "Option", {"name": "type", "type": "int", "value": str(_EXPRESSION)})
    ET.SubElement(top, "Option", {"name": "type", "type": "QString", "value": "collection"})
    return holder


def _single(symbol: ET.Element) -> ET.Element:
    renderer = ET.Element("renderer-v2", {"type": "singleSymbol", "symbollevels": "0", "enableorderby": "0"})
    ET.SubElement(renderer, "symbols").append(symbol)
    return renderer


def _only(condition: str, words: str, symbol: ET.Element) -> ET.Element:
    """Draw those rows alone that an expression holds for."""
    renderer = ET.Element("renderer-v2", {"type": "RuleRenderer", "symbollevels": "0", "enableorderby": "0"})
    rules = ET.SubElement(renderer, "rules", {"key": "{rules}"})
    ET.SubElement(rules, "rule", {"key": "{rule}", "filter": condition, "symbol": "0", "label": words})
    ET.SubElement(renderer, "symbols").append(symbol)
    return renderer


def _categories(expression: str, found: Iterable[_Category]) -> ET.Element:
    renderer = ET.Element(
        "renderer-v2", {"type": "categorizedSymbol", "attr": expression, "symbollevels": "0", "enableorderby": "0"}
    )
    listed, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for number, one in enumerate(found):
        ET.SubElement(
            listed,
            "category",
            {"value": one.value, "label": one.words, "symbol": str(number), "render": "true", "type": "string"},
        )
        one.symbol.set("name", str(number))
        symbols.append(one.symbol)
    return renderer


def _apart(renderer: ET.Element) -> ET.Element:
    """Set symbols that meet at one point side by side, so that none hides another."""
    around = ET.Element(
        "renderer-v2",
        {
            "type": "pointDisplacement",
            "placement": "0",
            "tolerance": "2",
            "toleranceUnit": "MM",
            "circleWidth": "0.2",
            "circleColor": "125,139,143,160",
            "circleRadiusAddition": "0",
            "labelAttributeName": "",
            "labelFont": f"{_FONT},8,-1,5,50,0,0,0,0,0",
            "maxLabelScaleDenominator": "-1",
        },
    )
    around.append(renderer)
    centre = _symbol("marker")
    centre.set("name", "centerSymbol")
    dot = {"name": "circle", "color": "47,59,76,255", "outline_style": "no", "size": "1", "size_unit": "MM"}
    _layer(centre, "SimpleMarker", dot)
    around.append(centre)
    return around


def _qml(renderer: ET.Element, *, label: str = "", at: str = _AROUND) -> str:
    root = ET.Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology|Labeling"})
    root.set("labelsEnabled", "1" if label else "0")
    root.append(renderer)
    if label:
        labeling = ET.SubElement(root, "labeling", {"type": "simple"})
        settings = ET.SubElement(labeling, "settings", {"calloutType": "simple"})
        text = {"fieldName": label, "isExpression": "1", "fontFamily": _FONT, "fontSize": "8", "fontSizeUnit": "Point"}
        words = ET.SubElement(settings, "text-style", {**text, "textColor": "47,59,76,255", "textOpacity": "1"})
        halo = {"bufferDraw": "1", "bufferSize": "0.7", "bufferSizeUnits": "MM", "bufferColor": "255,255,255,255"}
        ET.SubElement(words, "text-buffer", {**halo, "bufferOpacity": "0.9"})
        ET.SubElement(settings, "placement", {"placement": at, "dist": "1.2", "distUnits": "MM"})
    return _HEAD + ET.tostring(root, encoding="unicode")
