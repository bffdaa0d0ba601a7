"""KML and KMZ: placemarks with their data; nothing that the file names elsewhere is fetched or opened."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from geo.errors import LayerError
from geo.vectors.archives import ENCRYPTED, is_plain, most_bytes, open_member
from geo.vectors.features import Feature, Layer, with_geometry

if TYPE_CHECKING:
    from lxml.etree import _Element
    from shapely.geometry.base import BaseGeometry

__all__ = ["read_kml", "unpack_kmz"]

_MOST_MEMBERS = 1_000
_MOST_PLACEMARKS = 100_000  # all are held in memory
_RATIO = 100
_TAG = re.compile("<[^<>]*>")
_LINKS = ("NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay")  # pictures and files elsewhere
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_TRACKS = ("Track", "MultiTrack", "Model")


def read_kml(content: bytes, name: str) -> Layer:
    """Read the placemarks of a KML.

    No entity is resolved, no document type is allowed (it is where entities are declared), nothing is fetched; what
    the file only links to comes as a feature with a fault.

    Raises
    ------
    LayerError
        When it is no such thing.
    """
    from lxml import etree

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
        raise LayerError(f"{name} declares a document type or is not in UTF-8: refused; save it as plain KML")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LayerError(f"{name} is no KML: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hid it so far
        raise LayerError(f"{name} declares a document type: refused; save it as plain KML")
    if etree.QName(root).localname != "kml":
        raise LayerError(f"{name} is no KML: expected it to begin with <kml>")
    if sum(1 for _ in root.iter("{*}Placemark")) > _MOST_PLACEMARKS:
        raise LayerError(f"{name} has more than {_MOST_PLACEMARKS:,} placemarks: keep only what the map should show")
    features = [*_placemarks(root, name), *_links(root, name)]
    columns = dict.fromkeys(column for feature in features for column in feature.values)
    return Layer(columns=tuple(columns), features=iter(features), total=len(features))


def _placemarks(root: "_Element", name: str) -> Iterator[Feature]:
    for number, placemark in enumerate(root.iter("{*}Placemark"), start=1):
        where, values = f"{name}, placemark {number}", _values(placemark)
        shape = _child(placemark, *_SHAPES)
        track = _child(placemark, *_TRACKS)
        if shape is not None:

            def geometry(shape: "_Element" = shape) -> "BaseGeometry":
                return _geometry(shape)

            yield with_geometry(where, values, geometry)
        elif track is not None:
            yield Feature(where=where, fault="tracks and models are not read: save it as a line")
        else:
            yield Feature(where=where, values=values)


def _links(root: "_Element", name: str) -> Iterator[Feature]:
    for number, _ in enumerate(root.iter(*(f"{{*}}{link}" for link in _LINKS)), start=1):
        yield Feature(where=f"{name}, link {number}", fault="files and pictures elsewhere are not fetched")


def _child(element: "_Element", *names: str) -> "_Element | None":
    return next((child for name in names for child in element.iterchildren(f"{{*}}{name}")), None)


def _text(element: "_Element | None") -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _values(placemark: "_Element") -> dict[str, Any]:
    """Read a placemark's name, description (without its markup) and data."""
    values = {"name": _text(_child(placemark, "name"))}
    description = " ".join(html.unescape(_TAG.sub(" ", _text(_child(placemark, "description")))).split())
    values |= {"description": description} if description else {}
    for data in placemark.iter("{*}Data"):
        values[str(data.get("name", ""))] = _text(_child(data, "value"))
    for data in placemark.iter("{*}SimpleData"):
        values[str(data.get("name", ""))] = _text(data)
    return {name: value for name, value in values.items() if name}


def _geometry(element: "_Element") -> "BaseGeometry":
    from lxml.etree import QName
    from shapely import GeometryCollection, LineString, Point, Polygon

    kind = QName(element).localname
    if kind == "Point":
        return Point(_positions(element)[0])
    if kind in ("LineString", "LinearRing"):
        return LineString(_positions(element))
    if kind == "Polygon":
        outer = _child(element, "outerBoundaryIs")
        holes = [_positions(hole) for hole in element.iterchildren("{*}innerBoundaryIs")]
        return Polygon(_positions(outer if outer is not None else element), holes)
    parts = [_geometry(part) for name in _SHAPES for part in element.iterchildren(f"{{*}}{name}")]
    return parts[0] if len(parts) == 1 else GeometryCollection(parts)


def _positions(element: "_Element") -> list[tuple[float, float]]:
    """Read coordinates: longitude, latitude and maybe a height, with commas inside and blanks between."""
    text = next((_text(one) for one in element.iter("{*}coordinates")), "")
    triples = [position.split(",") for position in text.split()]
    return [(float(triple[0]), float(triple[1])) for triple in triples]


def unpack_kmz(content: bytes, name: str, most: int) -> bytes:
    """Take the document out of a KMZ; the pictures beside it stay packed.

    Raises
    ------
    LayerError
        When it is a damaged or encrypted archive, has no KML, names members outside of itself, or unpacks to more
        than ``most`` bytes, whether it says so or not.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS or not all(is_plain(member.filename) for member in members):
                raise LayerError(f"{name} holds too many files, or paths that lead elsewhere: refused")
            documents = [member for member in members if member.filename.lower().endswith(".kml")]
            if not documents:
                raise LayerError(f"{name} is an archive without a KML: expected KMZ; unpack other archives first")
            first = min(documents, key=lambda member: (member.filename.count("/"), member.filename != "doc.kml"))
            if first.flag_bits & ENCRYPTED:
                raise LayerError(f"{name} is encrypted: pack it without a password")
            limit = most_bytes(first, name, limit=most, ratio=_RATIO)
            with open_member(archive, first, name) as file:
                document = file.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise LayerError(f"{name} is a damaged archive ({error}): save it again") from error
    if len(document) > limit:
        raise LayerError(f"{name} unpacks to more than it says: refused as an archive bomb")
    return document
