import io
import re
import zipfile
from pathlib import Path

import fastkml
import pytest
from lxml import etree
from PIL import Image

from geo.showing import export
from geo.showing.export.kml import NAMESPACE
from geo.showing.layers import Layers
from tests.showing.export.conftest import MADE

KML = {"k": NAMESPACE}
SCHEMA_FILE = Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The OGC's own schema of KML 2.2, as the package fastkml carries it."""
    return etree.XMLSchema(etree.parse(str(SCHEMA_FILE)))


def archive_of(layers: Layers, language: str = "en") -> zipfile.ZipFile:
    data = b"".join(export.chunks("kmz", layers, made=MADE, language=language))
    return zipfile.ZipFile(io.BytesIO(data))


def document_of(layers: Layers, language: str = "en") -> etree._Element:
    with archive_of(layers, language) as archive:
        assert archive.namelist()[0] == "doc.kml"
        return etree.fromstring(archive.read("doc.kml"))


@pytest.mark.parametrize("which", ["layers", "hostile"])
def test_it_keeps_to_the_schema_of_the_ogc(which: str, schema: etree.XMLSchema, request: pytest.FixtureRequest) -> None:
    document = document_of(request.getfixturevalue(which))
    assert schema.validate(document), schema.error_log


def test_the_schema_refuses_what_it_should(schema: etree.XMLSchema, layers: Layers) -> None:
    document = document_of(layers)
    mark = document.find(".//k:Placemark", KML)
    assert mark is not None
    mark.append(etree.SubElement(mark, f"{{{NAMESPACE}}}name"))
    assert not schema.validate(document)


def test_there_is_a_folder_for_each_layer_and_a_placemark_for_each_row(layers: Layers) -> None:
    folders = {
        folder.findtext("k:name", namespaces=KML): len(folder.findall("k:Placemark", KML))
        for folder in document_of(layers).findall(".//k:Folder", KML)
    }
    assert folders == {
        "Areas": len(layers.areas),
        "Flows": len(layers.tables.flows),
        "Events": len(layers.tables.events),
        "Places": len(layers.places),
        "Names in the texts": len(layers.tables.mentions),
    }


def marks_of(document: etree._Element, folder: int) -> list[dict[str, str]]:
    marks = document.findall(".//k:Folder", KML)[folder].findall("k:Placemark", KML)
    return [
        {one.get("name"): one.findtext("k:value", namespaces=KML) for one in mark.iter(f"{{{NAMESPACE}}}Data")}
        for mark in marks
    ]


def test_every_value_that_is_told_comes_back_arabic_included(layers: Layers) -> None:
    document = document_of(layers)
    for folder, table in ((1, layers.tables.flows), (2, layers.tables.events)):
        for found, (_, row) in zip(marks_of(document, folder), table.iterrows(), strict=True):
            for name, value in found.items():
                assert value == str(row[name]), name
            for name in ("status", "quote", "claimed_by", "date_from", "publishers", "id"):
                assert found.get(name, "") == row[name]
    assert any("طرابلس" in one.get("place_ar", "") for one in marks_of(document, 2))


def test_what_has_a_date_has_a_time_span_and_the_sentence_is_in_the_balloon(layers: Layers) -> None:
    marks = document_of(layers).findall(".//k:Folder", KML)[2].findall("k:Placemark", KML)
    rows = layers.tables.events.to_dict("records")
    for mark, row in zip(marks, rows, strict=True):
        begin = mark.findtext("k:TimeSpan/k:begin", namespaces=KML)
        assert (begin or "") == row["date_from"]
        balloon = mark.findtext("k:description", namespaces=KML)
        assert row["quote"] in re.sub("<[^>]+>", "", balloon)


def test_every_picture_that_is_named_is_inside(layers: Layers) -> None:
    with archive_of(layers) as archive:
        document = etree.fromstring(archive.read("doc.kml"))
        named = {href.text for href in document.iter(f"{{{NAMESPACE}}}href")}
        assert named <= set(archive.namelist())
        assert "symbols/ASSAULT-reported.png" in named
        for name in named:
            picture = Image.open(io.BytesIO(archive.read(name)))
            assert picture.size == (64, 64)
            assert picture.getpixel((0, 0))[3] == 0
            assert picture.getchannel("A").getextrema()[1] == 255


def test_a_flow_with_one_known_end_is_an_arrow_there(layers: Layers) -> None:
    marks = document_of(layers).findall(".//k:Folder", KML)[1].findall("k:Placemark", KML)
    points = [mark.findtext("k:Point/k:coordinates", namespaces=KML) for mark in marks]
    assert [point for point in points if point] == ["20.066700,32.116700"]
    assert sum(mark.find("k:MultiGeometry", KML) is not None for mark in marks) == len(marks) - 1


def test_a_style_that_is_named_is_there(layers: Layers) -> None:
    document = document_of(layers)
    defined = {one.get("id") for one in document.iter(f"{{{NAMESPACE}}}Style")}
    assert {one.text.lstrip("#") for one in document.iter(f"{{{NAMESPACE}}}styleUrl")} <= defined


def test_it_speaks_the_language(layers: Layers) -> None:
    names = [one.text for one in document_of(layers, "ar").findall(".//k:Folder/k:name", KML)]
    assert "الأحداث" in names


def test_texts_that_try_to_break_out_stay_texts(hostile: Layers) -> None:
    with archive_of(hostile) as archive:
        text = archive.read("doc.kml").decode()
    assert "<script" not in text
    assert "CDATA" not in text
    for balloon in etree.fromstring(text.encode()).iter(f"{{{NAMESPACE}}}description"):
        html = etree.HTML(f"<body>{balloon.text}</body>")
        assert not html.xpath("//script | //img | //svg | //@onerror | //@onload")
    assert "]]&gt;" in text


def test_its_account_is_the_documents_description(layers: Layers) -> None:
    text = document_of(layers).findtext("k:Document/k:description", namespaces=KML)
    assert "2026-03-04T05:06:07+00:00" in text
    assert "GeoNames (CC BY 4.0)" in text
