"""Lays the pages of a report (PDF) beside one another on one picture, for the documentation.

python -m geo report seeds.gpkg -o report.pdf --tlp AMBER
python scripts/report_picture.py report.pdf docs/images/report.png --pages 1,3,6,8,9,14
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image

GAP = 8
GROUND = "#8a8f98"
COLOURS = 256  # enough for maps, and a third of the bytes


def contact_sheet(path: Path, numbers: Sequence[int], *, columns: int, wide: int) -> Image.Image:
    """Draw pages of a PDF, counted from 1, in rows of so many, each so many pixels wide."""
    with pypdfium2.PdfDocument(path) as document:
        missing = [number for number in numbers if not 1 <= number <= len(document)]
        if missing:
            raise ValueError(f"{path} has {len(document)} pages, and no page {missing[0]}")
        pages = [document[number - 1] for number in numbers]
        pictures = [page.render(scale=wide / page.get_width()).to_pil().convert("RGB") for page in pages]
    high = max(picture.height for picture in pictures)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (wide + GAP) + GAP, rows * (high + GAP) + GAP), GROUND)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        sheet.paste(picture, (GAP + column * (wide + GAP), GAP + row * (high + GAP)))
    return sheet.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--pages", default="1", help="numbers with commas between them")
    parser.add_argument("--columns", type=int, default=2)
    parser.add_argument("--wide", type=int, default=640, help="pixels of a page")
    given = parser.parse_args(arguments)
    numbers = [int(number) for number in given.pages.split(",")]
    sheet = contact_sheet(given.report, numbers, columns=given.columns, wide=given.wide)
    sheet.save(given.picture, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
