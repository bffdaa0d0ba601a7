import pytest

from geo.errors import DocumentError
from geo.reading.documents.formats import sniff
from tests.reading.documents import files


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        ("وصل الوفد".encode(), "a.txt", "txt"),
        ("وصل الوفد".encode(), "a", "txt"),
        ("<صوت دمشق> قال".encode(), "a.txt", "txt"),
        (b"<script>alert(1)</script> The delegation", "a.txt", "txt"),
        (b"a < b and b > c", "a.txt", "txt"),
        (b"{not json", "a.txt", "txt"),
        (b'{"a": 1}', "a.txt", "txt"),
        (b"<!DOCTYPE html><html><p>x", "a.html", "html"),
        (b"\xef\xbb\xbf \n<!-- x --><HTML lang=ar>", "a.txt", "html"),
        ("<html>".encode("utf-16"), "a.html", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html>', "a.html", "html"),
        (b"<div><p>x</p></div>", "a.htm", "html"),
        (b"only words", "a.html", "txt"),
        (b'{"id": "a", "text": "x"}\n', "a.jsonl", "jsonl"),
        (b'{"id": "a", "text": "x"}\n{', "a.txt", "jsonl"),
        (b'{"id": "a", "text": "x"}\n', "a.json", "jsonl"),
        (b"# Title", "a.md", "txt"),
        (b"not json at all", "a.jsonl", "jsonl"),
        (b"%PDF-1.7\n", "a.pdf", "pdf"),
        (b"\n\n%PDF-1.4", "a", "pdf"),
        (files.docx(files.body_xml("")), "a.docx", "docx"),
        (b"PK\x03\x04", "a.zip", "zip"),
        (b"PK\x03\x04 %PDF-1.7", "a.zip", "zip"),
        (b"PK\x05\x06", "a", "zip"),
        (b"id,text\n1,x", "a.csv", "csv"),
        (b"id,text\n1,x", "a.txt", "txt"),
        (b"id\ttext\n1\tx", "a.TSV", "csv"),
        (b"<a>,text\n1,x", "a.csv", "csv"),
        (b"\x1f\x8b\x08", "a.jsonl.gz", "packed"),
        (b"\x1f\x8b\x08", "a.NDJSON.GZ", "packed"),
        (b"\x28\xb5\x2f\xfd", "a.jsonl.zst", "packed"),
        (b"PAR1", "a.parquet", "parquet"),
    ],
)
def test_the_content_decides(head: bytes, name: str, expected: str) -> None:
    assert sniff(head, name=name) == expected


@pytest.mark.parametrize(
    ("head", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n", "a.txt", "PNG"),
        (b"\xff\xd8\xff\xe0", "a.html", "JPEG"),
        (b"SQLite format 3\x00", "a.txt", "SQLite"),
        (b"\x7fELF\x02", "a.txt", "program"),
        (b"\x1f\x8b\x08", "a.jsonl", "gzip"),
        (b"{\\rtf1", "a.txt", "rich text"),
        (b"id,text\n1,x", "a.zip", r"ends in \.zip but is no zip archive"),
        (b"PK\x03\x04 %PDF-1.7", "a.pdf", r"ends in \.pdf but is a zip archive"),
        (b"PK\x03\x04", "a.csv", r"ends in \.csv but is a zip archive"),
        (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "a.csv", "XML file"),
        (b'{\n "a": 1}', "a.json", "is not read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.docx", "without a password"),
        (b"%PDF-1.7", "a.txt", r"ends in \.txt but is a PDF"),
        (b"%PDF-1.7", "a.docx", r"ends in \.docx but is a PDF"),
        (b"PK\x03\x04", "a.txt", r"ends in \.txt but is a zip archive"),
        (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "a.txt", "XML file .*OGRVRTDataSource"),
        (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "a.html", "XML file"),
        (b'<?xml version="1.0"?><kml><Document/></kml>', "a.txt", "XML file .*kml"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "a.txt", "XML file"),
    ],
)
def test_what_is_not_read_is_refused_by_name(head: bytes, name: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        sniff(head, name=name)
    assert caught.value.name == name
