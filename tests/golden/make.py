"""Writes the golden files anew: ``python -m tests.golden.make``. Look at the difference before you commit it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.showing import export
from geo.showing.layers import build_layers
from tests.builders import sample_tables

FOLDER = Path(__file__).parent
SAMPLE = FOLDER / "sample.geojson"


def sample_geojson() -> dict[str, Any]:
    """Return the export of the sample readings, all layers; without the program's version, which is no change."""
    made = datetime(2026, 1, 1, tzinfo=UTC)
    collection = json.loads(b"".join(export.chunks("geojson", build_layers(sample_tables()), made=made)))
    collection["kharita"]["program"] = "Kharita"
    return dict(collection)


def as_text(collection: dict[str, Any]) -> str:
    """Write a collection with one feature a line, so that a difference can be read."""
    head = {key: value for key, value in collection.items() if key != "features"}
    features = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in collection["features"])
    return f'{json.dumps(head, ensure_ascii=False, indent=1)[:-2]},\n"features": [\n{features}\n]}}\n'


if __name__ == "__main__":
    SAMPLE.write_text(as_text(sample_geojson()), encoding="utf-8")
