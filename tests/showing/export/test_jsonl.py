import json

from geo.model import Candidate, Resolution
from geo.showing.export.jsonl import rows, to_line
from tests.builders import (
    BENGHAZI,
    DAMASCUS,
    TRIPOLI,
    TRIPOLI_LEBANON,
    event,
    evidence,
    flow,
    mention,
    reading,
    sample_readings,
)

MENTION = set(
    "doc id start end text role name name_ar country kind lat lon radius_km where_prec place_id score reason".split()  # noqa: SIM905
) | {"alternatives", "modifier"}
PLACE = {"name", "country", "kind", "lat", "lon", "radius_km"}
SAID = {"claimed_by", "denied_by", "status", "start", "end", "quote"}
DATES = {"date_from", "date_to", "date_text", "date_prec"}
FLOW = {"doc", "id", "origin", "destination", "mode", "cargo", "carrier", "count", "unit", "spans"} | DATES | SAID
EVENT = {"doc", "id", "type", "mode", "context", "acled_event_type", "places", "actors", "recipients", "fatalities"} | {
    "spans"
}


def test_rows_have_the_fields_that_the_design_promises_and_no_others() -> None:
    found = list(rows(sample_readings()[0]))
    by_record = {row["record"]: set(row) - {"record"} for row in found}
    assert by_record == {"mention": MENTION, "event": EVENT | DATES | SAID, "flow": FLOW}
    one = next(row for row in found if row["record"] == "flow")
    assert set(one["origin"]) == PLACE
    event_row = next(row for row in found if row["record"] == "event")
    assert set(event_row["places"][0]) == PLACE | {"where_prec"}
    assert event_row["fatalities"] == {"low": 5, "best": 5, "high": 5}


def test_one_kind_of_record_comes_without_its_name() -> None:
    for what in ("mentions", "events", "flows"):
        found = list(rows(sample_readings()[0], what))  # type: ignore[arg-type]
        assert found
        assert all("record" not in row for row in found)


def test_an_unresolved_mention_has_no_place_but_a_reason() -> None:
    row = next(rows(reading(mentions=(mention(place=None),)), "mentions"))
    assert [row[key] for key in ("lat", "lon", "name", "place_id", "where_prec")] == [None] * 5
    assert row["reason"] == "no candidate"
    assert row["alternatives"] == []


def test_a_mention_keeps_what_it_was_weighed_against() -> None:
    beaten = Candidate(place=TRIPOLI_LEBANON, score=0.2, reason="another country")
    resolution = Resolution(place=TRIPOLI, score=0.8, reason="Libya is named", alternatives=(beaten,))
    row = next(rows(reading(mentions=(mention(text="طرابلس", resolution=resolution, modifier="south"),)), "mentions"))
    assert row["country"] == "LY"
    assert row["alternatives"][0]["country"] == "LB"
    assert row["alternatives"][0]["reason"] == "another country"
    assert row["modifier"] == "south"


def test_an_unknown_end_of_a_flow_is_null() -> None:
    row = next(rows(reading(flows=(flow(origin=None, destination=BENGHAZI),)), "flows"))
    assert row["origin"] is None
    assert row["destination"]["name"] == "Benghazi"


def test_a_line_is_json_in_one_line_whatever_the_text_holds() -> None:
    quote = 'a\n"b"\u2028</script>\ud83d'
    found = reading(events=(event(evidence=evidence(quote=quote), places=(DAMASCUS,)),))
    line = to_line(next(rows(found, "events")))
    line.encode("utf-8")
    assert len(line.splitlines()) == 1
    assert json.loads(line)["quote"] == quote


def test_nothing_read_gives_no_rows() -> None:
    assert list(rows(reading())) == []
