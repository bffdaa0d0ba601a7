"""Files, folders and archives of documents -> `Document`; one explicit reader a format, nothing guessed by an ending.

What the text of a document is (offsets of everything that is read are into it):

- ``.txt``: the characters of the file as they are; only a byte order mark goes, and newlines stay as they are written.
- ``.jsonl``: the value of ``text``, character for character.
- ``.html``: the main text of the page as trafilatura finds it (no menus, no scripts), one paragraph a line.
- ``.docx``: the paragraphs in the order of the file, one a line, table cells and text boxes among them; deleted text
  is left out, inserted text is kept.
- ``.pdf``: the text of the pages by position, right-to-left lines put in reading order, lines joined into paragraphs,
  one a line. Scanned pages hold no text.
"""

from geo.reading.documents.address import preview_address, read_address
from geo.reading.documents.content import Metadata
from geo.reading.documents.languages import Detected, detect, notes
from geo.reading.documents.one_file import ReadDocument
from geo.reading.documents.sources import read_sources
from geo.reading.documents.uploads import preview_bytes, read_bytes

__all__ = [
    "Detected",
    "Metadata",
    "ReadDocument",
    "detect",
    "notes",
    "preview_address",
    "preview_bytes",
    "read_address",
    "read_bytes",
    "read_sources",
]
