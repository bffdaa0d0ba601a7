"""How much is read of one document, so that no file can fill memory or hold up the others.

A report is some kilobytes, a book a megabyte; each limit leaves room for ten times the largest thing seen.
"""

__all__ = [
    "MAX_ARCHIVE_BYTES",
    "MAX_ARCHIVE_RATIO",
    "MAX_BAD_LINES",
    "MAX_BATCH_BYTES",
    "MAX_COLUMNS",
    "MAX_HTML_BYTES",
    "MAX_HTML_TAGS",
    "MAX_LINE_BYTES",
    "MAX_MEMBERS",
    "MAX_PART_BYTES",
    "MAX_PDF_BYTES",
    "MAX_PDF_PAGES",
    "MAX_REDIRECTS",
    "MAX_ROWS",
    "MAX_ROW_CHARACTERS",
    "MAX_SOURCES_BYTES",
    "MAX_TABLE_BYTES",
    "MAX_TEXT_BYTES",
    "MAX_TEXT_CHARACTERS",
    "MAX_WEB_BYTES",
    "MAX_ZIP_BYTES",
    "MAX_ZIP_UNPACKED_BYTES",
    "MEBIBYTE",
    "PDF_MEMORY_BYTES",
    "PDF_SECONDS",
    "WEB_SECONDS",
    "size_words",
]

MEBIBYTE = 1024 * 1024

MAX_TEXT_BYTES = 32 * MEBIBYTE
MAX_TEXT_CHARACTERS = 32 * MEBIBYTE
MAX_HTML_BYTES = 8 * MEBIBYTE  # a page of many small elements takes trafilatura some seconds a megabyte
MAX_HTML_TAGS = 100_000  # what trafilatura takes ten seconds for; a long page has ten thousand
MAX_LINE_BYTES = (
    16 * MEBIBYTE
)  # of JSON Lines, where a letter may be an escape of six bytes; read, it may be 20 times as large
MAX_BAD_LINES = 100  # in a row at the start of a file, before it is taken for something else
MAX_TABLE_BYTES = 64 * MEBIBYTE
MAX_ROWS = 100_000
MAX_ROW_CHARACTERS = 4 * MEBIBYTE
MAX_COLUMNS = 1_000
MAX_BATCH_BYTES = 512 * MEBIBYTE  # of a row group of a Parquet file, unpacked: what is in memory at once
MAX_ARCHIVE_BYTES = 64 * MEBIBYTE
MAX_ZIP_BYTES = 256 * MEBIBYTE
MAX_ZIP_UNPACKED_BYTES = 1024 * MEBIBYTE  # all members together
MAX_PART_BYTES = 128 * MEBIBYTE  # of one part of a .docx, unpacked
MAX_ARCHIVE_RATIO = 200  # unpacked to packed; XML packs to a twentieth, a bomb to a thousandth
MAX_MEMBERS = 10_000
MAX_SOURCES_BYTES = 16 * MEBIBYTE
MAX_WEB_BYTES = 32 * MEBIBYTE  # of an answer from the web, packed or unpacked
WEB_SECONDS = 30  # for all of it: names, redirects, every byte
MAX_REDIRECTS = 5
MAX_PDF_BYTES = 128 * MEBIBYTE
MAX_PDF_PAGES = 5_000
PDF_SECONDS = 120
PDF_MEMORY_BYTES = 2048 * MEBIBYTE


def size_words(n_bytes: int) -> str:
    """Write a size for a reader.

    Examples
    --------
    >>> size_words(33_554_432), size_words(10)
    ('32 MB', '10 bytes')
    """
    return f"{n_bytes / MEBIBYTE:.3g} MB" if n_bytes >= MEBIBYTE / 10 else f"{n_bytes} bytes"
