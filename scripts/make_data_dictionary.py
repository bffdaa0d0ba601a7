"""Writes what the exports hold from what is declared: ``python scripts/make_data_dictionary.py``.

A test regenerates both files and compares: run this after a change of a column.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.showing.export.dictionary import data_dictionary, geojson_schema  # noqa: E402 - the path comes first

DOCS = ROOT / "docs"


def texts() -> dict[Path, str]:
    """Return the files and what belongs into them."""
    schema = json.dumps(geojson_schema(), ensure_ascii=False, indent=1)
    return {DOCS / "data-dictionary.md": data_dictionary(), DOCS / "geojson.schema.json": f"{schema}\n"}


if __name__ == "__main__":
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
