"""Small files of each format, made for the tests."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT = "وصل وفد من شرق ليبيا إلى دمشق يوم 1 آذار. ثم غادر إلى بنغازي."


def body_xml(inner: str, *, before: str = "") -> str:
    """Return a ``word/document.xml`` around some of its content."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}'
    return f'{head}<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'


def paragraph(text: str) -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, *, title: str = "", members: dict[str, bytes] | None = None) -> bytes:
    """Return a Word document with this ``word/document.xml``."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        if title:
            archive.writestr(
                "docProps/core.xml",
                '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
                f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c:coreProperties>',
            )
        for name, content in (members or {}).items():
            archive.writestr(name, content)
    return memory.getvalue()


def pdf(*lines: str, created: datetime | None = None) -> bytes:
    """Return a PDF with one page of lines, drawn by matplotlib with its letters kept as text."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 3))
    for number, line in enumerate(lines):
        figure.text(0.05, 0.9 - 0.14 * number, line, fontsize=10, parse_math=False)
    memory = io.BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42}):
        figure.savefig(memory, format="pdf", metadata={"Title": "عنوان", "CreationDate": created})
    return memory.getvalue()


def minimal_pdf(*, text: str = "", encrypted: bool = False) -> bytes:
    """Return a PDF written by hand: one page, one line in Helvetica or none."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET" if text else ""
    fonts = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    lock = (
        f" /ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4"
        f" /O <{'11' * 32}> /U <{'22' * 32}> >>"
        if encrypted
        else ""
    )
    return pdf_of_objects(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font {fonts} >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        trailer=lock,
    )


def pdf_of_objects(*objects: str, trailer: str = "") -> bytes:
    """Return a PDF of such objects, the first of which is its catalogue."""
    out = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
