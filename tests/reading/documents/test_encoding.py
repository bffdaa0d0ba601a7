import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DocumentError
from geo.reading.documents.encoding import declared_charset, decode

REPORT = "وصل الوفد الليبي من بنغازي إلى دمشق في الأول من آذار، والتقى مسؤولين في المدينة قبل أن يغادر. " * 3


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"])
def test_arabic_in_the_usual_encodings_comes_out_the_same(codec: str) -> None:
    assert decode(REPORT.encode(codec), name="a.txt") == REPORT


@pytest.mark.parametrize(("mark", "codec"), [(codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be")])
def test_a_big_endian_mark_is_understood(mark: bytes, codec: str) -> None:
    assert decode(mark + "دمشق".encode(codec), name="a.txt") == "دمشق"


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_any_text_in_utf8_is_kept_exactly(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode(), name="a.txt") == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Делегация прибыла в Дамаск из Бенгази сегодня утром, сообщили в городе. " * 3, "koi8-r"),
        ("Делегация прибыла в Дамаск из Бенгази сегодня утром, сообщили в городе. " * 3, "cp1251"),
        ("La délégation est arrivée à Damas", "cp1252"),
        (REPORT, "iso-8859-6"),
        (REPORT, "mac-arabic"),
    ],
)
def test_another_encoding_is_refused_rather_than_read_as_wrong_letters(text: str, codec: str) -> None:
    with pytest.raises(DocumentError, match=r"old\.txt: is neither UTF-8 .* save it as UTF-8"):
        decode(text.encode(codec), name="old.txt")


def test_nul_bytes_are_refused_and_utf16_without_a_mark_is_suspected() -> None:
    with pytest.raises(DocumentError, match="NUL bytes; save"):
        decode(b"abc\x00def" * 10, name="a.txt")
    with pytest.raises(DocumentError, match="UTF-16 without"):
        decode("Damascus".encode("utf-16-le"), name="a.txt")


def test_what_decodes_but_is_full_of_control_characters_is_no_text() -> None:
    with pytest.raises(DocumentError, match="control characters"):
        decode(bytes(range(1, 9)) * 20, name="a.txt")


def test_a_mark_that_lies_is_named() -> None:
    with pytest.raises(DocumentError, match="begins with the mark of UTF-8"):
        decode(codecs.BOM_UTF8 + b"\xff\xfe\xfa", name="a.txt")


def test_a_page_may_declare_an_old_encoding_but_utf8_goes_before() -> None:
    text = "délégation à Damas"
    assert decode(text.encode("cp1252"), name="a.html", declared="windows-1252") == text
    assert decode(text.encode(), name="a.html", declared="windows-1252") == text


def test_an_encoding_that_is_no_text_encoding_is_not_used() -> None:
    with pytest.raises(DocumentError):
        decode(b"caf\xe9 noir", name="a.html", declared="rot13")


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="windows-1256">', "windows-1256"),
        (b"<META http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>", "iso-8859-1"),
        (b"<p>charset=none</p>", ""),
    ],
)
def test_the_declared_encoding_of_a_page(head: bytes, charset: str) -> None:
    assert declared_charset(head) == charset
