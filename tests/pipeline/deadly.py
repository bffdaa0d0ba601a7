"""What hands do in tests: documents named ``deadly`` end the process that reads them, as a crash in a library would.

Named so that processes of their own can import it.
"""

import os
from pathlib import Path

from geo.errors import DocumentError
from geo.model import Reading
from geo.pipeline.crew import Answer, Batch

DEADLY = "deadly"
ONCE = "once"  # its title names a file that is there from the first time on


def read(batch: Batch, places: object) -> list[Answer]:
    """Give back empty readings."""
    return [_read(item) if not isinstance(item, DocumentError) else item for item in batch]


def _read(document: object) -> Reading:
    from geo.model import Document

    assert isinstance(document, Document)
    if document.id.startswith(DEADLY):
        os._exit(7)
    if document.id.startswith(ONCE):
        there = Path(document.title)
        if not there.exists():
            there.touch()
            os._exit(7)
    return Reading(document=document)
