"""Files, folders, archives, uploads and pages of the web -> `Document`; one explicit reader a format, nothing guessed.

- `read_sources` reads files and folders; `read_bytes` what somebody uploads or pastes; `read_address` asks the web.
- `preview_bytes` and `preview_address` give each document with its format and what it says of itself, which a page may
  show before it is added: `ReadDocument.found`, in it the day of the file (``created``), which is only a suggestion.

What the text of a document is (offsets of everything that is read are into it):

- ``.txt``: the characters of the file as they are; only a byte order mark goes, and newlines stay as they are written.
- ``.jsonl`` (also packed: ``.jsonl.gz``, ``.jsonl.zst``): the value of ``text``, character for character.
- ``.csv`` and ``.parquet``: the field of the column of texts, likewise; a row is a document.
- ``.html``: the main text of the page as trafilatura finds it (no menus, no scripts), one paragraph a line.
- ``.docx``: the paragraphs in the order of the file, one a line, table cells and text boxes among them; deleted text
  is left out, inserted text is kept.
- ``.pdf``: the text of the pages by position, right-to-left lines put in reading order, lines joined into paragraphs,
  one a line. Scanned pages hold no text.
- ``.zip``: its members, each as the file that it is.
"""

from geo.reading.documents.address import WebAddress, is_address, preview_address, read_address
from geo.reading.documents.content import Metadata
from geo.reading.documents.languages import Detected, detect, notes
from geo.reading.documents.one_file import ReadDocument
from geo.reading.documents.sources import read_sources
from geo.reading.documents.stores import StoreAddress, is_store
from geo.reading.documents.uploads import preview_bytes, read_bytes

__all__ = [
    "Detected",
    "Metadata",
    "ReadDocument",
    "StoreAddress",
    "WebAddress",
    "detect",
    "is_address",
    "is_store",
    "notes",
    "preview_address",
    "preview_bytes",
    "read_address",
    "read_bytes",
    "read_sources",
]
