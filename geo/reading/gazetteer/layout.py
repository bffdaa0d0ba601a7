"""How the compiled index is laid out, which `compile.py` writes and `index.py` reads; and where the data lies."""

from pathlib import Path

import numpy as np

__all__ = ["CAPITAL", "CONFIRMED", "DATA_FOLDER", "PLACE_DTYPE", "PRIMARY", "TRUSTED", "ZIPF_SCALE"]

DATA_FOLDER = Path(__file__).resolve().parents[3] / "data" / "gazetteer"
PLACE_DTYPE = np.dtype(
    [
        ("lat", "<f8"),
        ("lon", "<f8"),
        ("radius_km", "<f4"),
        ("population", "<u4"),
        ("kind", "u1"),
        ("country", "<u2"),
        ("area", "<u2"),
        ("flags", "u1"),
    ]
)
CONFIRMED, CAPITAL = 1, 2
PRIMARY = 1 << 31  # set on a posting when the key is one of the place's two principal names
TRUSTED = 1 << 30  # set on a posting when the key is a name that a hand-kept source gives
ZIPF_SCALE = 25
