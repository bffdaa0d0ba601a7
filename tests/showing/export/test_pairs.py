import csv
import io
from pathlib import Path

from geo.showing import export
from geo.showing.export.pairs import COLUMNS
from geo.showing.layers import Layers
from tests.showing.export.conftest import MADE


def table_of(layers: Layers) -> list[dict[str, str]]:
    data = b"".join(export.chunks("kepler", layers, made=MADE))
    assert not data.startswith(b"\xef\xbb\xbf"), "kepler.gl would take the mark for a part of the first column's name"
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_each_flow_with_both_ends_is_a_row_of_origin_and_destination(layers: Layers) -> None:
    flows = layers.tables.flows
    both = flows[flows["origin_lat"].notna() & flows["destination_lat"].notna()]
    found = {row["id"]: row for row in table_of(layers)}
    assert set(found) == set(both["id"])
    for told in both.to_dict("records"):
        row = found[told["id"]]
        assert float(row["origin_lat"]) == told["origin_lat"]
        assert float(row["dest_lng"]) == told["destination_lon"]
        assert (row["dest_name_ar"], row["status"], row["quote"]) == (
            told["destination_ar"],
            told["status"],
            told["quote"],
        )


def test_pairs_of_columns_are_named_as_kepler_wants_them() -> None:
    for end in ("origin", "dest"):
        assert {f"{end}_lat", f"{end}_lng"} <= set(COLUMNS)


def test_a_flow_with_an_unknown_end_is_listed_beside_it(layers: Layers, tmp_path: Path) -> None:
    export.write("kepler", layers, tmp_path / "a.csv")
    left = list(csv.DictReader(io.StringIO((tmp_path / "a.left-out.csv").read_text("utf-8"), newline="")))
    assert [row["reason"] for row in left] == ["the origin is not known"]
    assert left[0]["place"] == "? - Benghazi"
