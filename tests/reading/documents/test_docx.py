import io
import tracemalloc
import zipfile
from datetime import date

import docx as python_docx
import pytest

from geo.errors import DocumentError
from geo.reading.documents import docx as reader
from geo.reading.documents.docx import read_docx
from tests.reading.documents import files


def read(body: str, **more: object) -> str:
    return read_docx(files.docx(body, **more), name="a.docx").text  # type: ignore[arg-type]


def test_a_document_as_word_writes_it_gives_paragraphs_and_cells_a_line_each() -> None:
    document = python_docx.Document()
    document.core_properties.title = "عنوان  التقرير"
    document.add_heading("وفد", 1)
    document.add_paragraph(files.TEXT)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "دمشق", "بنغازي"
    memory = io.BytesIO()
    document.save(memory)
    content = read_docx(memory.getvalue(), name="a.docx")
    assert content.text == f"وفد\n{files.TEXT}\nدمشق\nبنغازي\n"
    assert content.metadata.title == "عنوان التقرير"
    assert content.metadata.published is None  # the date of a file is not that of publication


def test_tabs_and_breaks_are_characters_but_tab_stops_are_not() -> None:
    run = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"
    inner = f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run}</w:p>"
    assert read(files.body_xml(inner)) == "a\tb\nc\n"


def test_what_tracked_changes_deleted_is_left_out_and_what_they_inserted_kept() -> None:
    inner = (
        "<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText><w:t>c</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>d</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>e</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>"
    )
    assert read(files.body_xml(inner)) == "ad\n"


def test_a_text_box_stands_once() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = (
        f'<w:p><m:AlternateContent xmlns:m="{mc}"><m:Choice>{files.paragraph("box")}</m:Choice>'
        f"<m:Fallback>{files.paragraph('box')}</m:Fallback></m:AlternateContent></w:p>"
    )
    assert read(files.body_xml(inner)).split() == ["box"]


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_xml_with_a_document_type_is_refused(before: str) -> None:
    with pytest.raises(DocumentError, match="document type"):
        read(files.body_xml(files.paragraph("&a;") if "ENTITY" in before else "", before=before))


def test_a_bomb_is_refused_while_it_is_unpacked() -> None:
    with pytest.raises(DocumentError, match="archive bomb"):
        read(files.body_xml(files.paragraph("a" * 20_000_000)))


def test_a_method_whose_pieces_have_no_bound_is_refused() -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", b"a" * 20_000_000)
    tracemalloc.start()
    with pytest.raises(DocumentError, match="packed by method 12"):
        read_docx(memory.getvalue(), name="a.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_ten_layers_of_a_thousand_million_laughs_are_refused_at_once() -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(DocumentError, match="document type"):
        read(files.body_xml(files.paragraph("&l9;"), before=f'<!DOCTYPE x [<!ENTITY l0 "ha">{layers}]>'))


def test_the_day_of_the_file_is_offered_but_not_taken_for_that_of_publication() -> None:
    core = (
        '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/"><d:title>ع</d:title>'
        "<t:created>{}</t:created></c:coreProperties>"
    )
    for stated, day in (("2020-03-04T10:00:00Z", date(2020, 3, 4)), ("yesterday", None), ("", None)):
        made = files.docx(
            files.body_xml(files.paragraph("x")), members={"docProps/core.xml": core.format(stated).encode()}
        )
        metadata = read_docx(made, name="a.docx").metadata
        assert (metadata.title, metadata.created, metadata.published) == ("ع", day, None)


def test_more_text_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_TEXT_CHARACTERS", 10)
    with pytest.raises(DocumentError, match="more than 10 characters"):
        read(files.body_xml(files.paragraph("a" * 11)))


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(DocumentError, match="nested"):
        read(files.body_xml("<w:p>" * 2000 + "</w:p>" * 2000))


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(files.docx(files.body_xml(files.paragraph("x"))))
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1  # the flag of encryption in the directory
    with pytest.raises(DocumentError, match="encrypted"):
        read_docx(bytes(data), name="a.docx")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"xl/workbook.xml": b"x"}, "an Excel workbook"),
        ({"content.xml": b"x"}, "OpenDocument"),
        ({"../../evil.txt": b"x"}, r"no Word document"),
    ],
)
def test_another_archive_is_named(members: dict[str, bytes], said: str) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(DocumentError, match=said):
        read_docx(memory.getvalue(), name="a.docx")


@pytest.mark.parametrize("cut", [30, 200])
def test_a_damaged_archive_is_refused(cut: int) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        read_docx(files.docx(files.body_xml(files.paragraph("x")))[:-cut], name="a.docx")


def test_damaged_xml_and_a_document_without_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="XML that is damaged"):
        read("<w:document>")
    with pytest.raises(DocumentError, match="without text"):
        read(files.body_xml(files.paragraph(" ")))
