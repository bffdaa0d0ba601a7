"""A text file: its characters as they are."""

from geo.reading.documents.content import Content
from geo.reading.documents.encoding import decode

__all__ = ["read_text"]


def read_text(data: bytes, *, name: str) -> Content:
    r"""Read a text file; newlines stay as they are written.

    Raises
    ------
    DocumentError
        When its encoding is none that is read, or it is no text.

    Examples
    --------
    >>> read_text(b"a\r\nb", name="a.txt").text == "a\r\nb"
    True
    """
    return Content(text=decode(data, name=name))
