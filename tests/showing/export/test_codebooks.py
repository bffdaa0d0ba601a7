"""Event tables in the columns of ACLED and of UCDP GED: what has codes there, and what is left out and listed."""

import csv
import io
import zipfile
from typing import Any

import pytest

from geo.model import Claim, Fatalities
from geo.showing import export
from geo.showing.export.codebook import codebooks, columns_of
from geo.showing.export.ged import priogrid
from geo.showing.layers import Layers, build_layers
from geo.workspace.corroborate import corroborate
from geo.workspace.tabulate import tabulate
from tests.builders import BENGHAZI, GHOUTA, IDLIB, LIBYA, TRIPOLI, day, event, place, reading
from tests.showing.export.conftest import MADE

CONTINENT = place(id="xx-africa", name="Africa", kind="continent", country="", lat=2.0, lon=20.0, radius_km=4000.0)


def layers_of(**changes: Any) -> Layers:
    told = {"acled_event_type": "Battles", "fatalities": Fatalities(low=2, best=3, high=5), **changes}
    return build_layers(tabulate(corroborate([reading(events=(event(**told),))])))


def tables_of(form: str, layers: Layers) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    data = b"".join(export.chunks(form, layers, made=MADE, packed=True))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = (archive.read(name).decode("utf-8-sig") for name in (f"{form}.csv", "left-out.csv"))
        coded, left = (list(csv.DictReader(io.StringIO(text))) for text in texts)
    return coded, left


def one(form: str, **changes: Any) -> dict[str, str]:
    coded, left = tables_of(form, layers_of(**changes))
    assert (len(coded), left) == (1, [])
    return coded[0]


def why_not(form: str, **changes: Any) -> str:
    coded, left = tables_of(form, layers_of(**changes))
    assert (coded, len(left)) == ([], 1)
    return left[0]["reason"]


@pytest.mark.parametrize("form", ["acled", "ged"])
def test_the_columns_are_the_codebooks_and_then_our_own(form: str, layers: Layers) -> None:
    header = b"".join(export.chunks(form, layers)).decode("utf-8-sig").splitlines()[0].split(",")
    assert header == [*columns_of(form), *columns_of("own")]


@pytest.mark.parametrize("form", ["acled", "ged"])
def test_every_event_is_in_one_of_the_two_tables(form: str, layers: Layers) -> None:
    coded, left = tables_of(form, layers)
    ids = [row["event_id_cnty" if form == "acled" else "id"] for row in coded] + [row["id"] for row in left]
    assert sorted(ids) == sorted(layers.tables.events["id"])
    assert all(row["reason"] for row in left)


@pytest.mark.parametrize("form", ["acled", "ged"])
def test_a_column_that_is_said_to_stay_empty_does(form: str, layers: Layers) -> None:
    coded, _ = tables_of(form, layers)
    for column in codebooks()[form]["columns"]:
        assert bool(column["filled"]) != bool(column.get("why")), column["name"]
        if not column["filled"]:
            assert {row[column["name"]] for row in coded} == {""}, column["name"]


def test_a_row_of_acled() -> None:
    row = one("acled", mode="aerial", acled_event_type="Explosions/Remote violence", actors=("LNA", "Russia"))
    assert row["event_date"] == "2020-03-03"
    assert (row["year"], row["time_precision"], row["geo_precision"]) == ("2020", "1", "1")
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert row["disorder_type"] == "Political violence"
    assert (row["actor1"], row["assoc_actor_1"]) == ("LNA", "Russia")
    assert (row["country"], row["location"], row["latitude"]) == ("Libya", "Benghazi", "32.1167")
    assert row["fatalities"] == "2"
    assert row["timestamp"] == str(int(MADE.timestamp()))
    assert (row["kharita_status"], row["kharita_where_prec"]) == ("reported", "1")
    assert row["kharita_quote"] == row["notes"] != ""


def test_acleds_day_of_a_longer_interval_is_its_middle() -> None:
    assert one("acled", date=day("2020-03-01", "2020-03-07"))["event_date"] == "2020-03-04"
    row = one("acled", date=day("2020-02-01", "2020-02-29"))
    assert (row["event_date"], row["time_precision"]) == ("2020-02-15", "3")


def test_acleds_sub_type_is_a_coders_where_the_mode_does_not_decide_it() -> None:
    assert one("acled")["sub_event_type"] == ""


def test_deaths_that_nobody_told_are_not_none() -> None:
    assert one("acled", fatalities=None)["fatalities"] == ""
    assert one("acled", fatalities=Fatalities(low=0, best=0, high=0))["fatalities"] == "0"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"claim": Claim(status="planned")}, "planned: not told as something that happened"),
        ({"claim": Claim(denied_by=("LNA",), status="denied")}, "denied: not told as something that happened"),
        ({"acled_event_type": ""}, "the scheme has no event type for ASSAULT"),
        ({"places": ()}, "no place is known"),
        ({"places": (LIBYA,)}, "known only to Libya (country): the scheme has no code for that"),
        ({"date": day(None)}, "no date, or an open one"),
        (
            {"date": day("2020-01-01", "2020-03-01")},
            "its date spans more than a month: the scheme has no code for that",
        ),
    ],
)
def test_what_acled_has_no_code_for_is_listed_with_the_reason(changes: dict[str, Any], reason: str) -> None:
    assert why_not("acled", **changes) == reason


@pytest.mark.parametrize(("where", "code"), [(TRIPOLI, "1"), (IDLIB, "3"), (GHOUTA, "3")])
def test_acleds_precision_of_places(where: Any, code: str) -> None:
    assert one("acled", places=(where,))["geo_precision"] == code


def test_a_row_of_ged() -> None:
    row = one("ged", actors=("LNA",), recipients=("GNA",))
    assert (row["side_a"], row["side_b"]) == ("LNA", "GNA")
    assert (row["where_prec"], row["date_prec"]) == ("1", "1")
    assert (row["date_start"], row["date_end"], row["year"]) == ("2020-03-03", "2020-03-03", "2020")
    assert (row["low"], row["best"], row["high"], row["deaths_unknown"]) == ("2", "3", "5", "3")
    assert row["geom_wkt"] == f"POINT ({BENGHAZI.lon} {BENGHAZI.lat})"
    assert row["priogrid_gid"] == str(priogrid(BENGHAZI.lon, BENGHAZI.lat))
    assert row["source_article"] == '"Test Agency,2020-03-10,خبر"'
    assert row["number_of_sources"] == "1"


def test_ged_codes_a_country_and_has_no_cell_for_it() -> None:
    row = one("ged", places=(LIBYA,))
    assert (row["where_prec"], row["priogrid_gid"]) == ("6", "")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "PROTEST"}, "PROTEST is no use of armed force"),
        ({"fatalities": None}, "no death is told: the scheme takes events with one death at least"),
        ({"fatalities": Fatalities(low=0, best=0, high=0)}, "no death is told: the scheme takes events with one"),
        ({"claim": Claim(status="requested")}, "requested: not told as something that happened"),
        ({"places": (CONTINENT,)}, "known only to Africa (continent): the scheme has no code for that"),
        ({"places": ()}, "no place is known"),
        ({"date": day(None)}, "no date, or an open one"),
        ({"date": day("2018-01-01", "2020-03-01")}, "its date spans more than a year: the scheme has no code"),
    ],
)
def test_what_is_no_event_of_ged_is_listed_with_the_reason(changes: dict[str, Any], reason: str) -> None:
    assert why_not("ged", **changes).startswith(reason)


def test_the_event_types_are_acleds(layers: Layers) -> None:
    import tomllib
    from pathlib import Path

    types = tomllib.loads((Path(__file__).parents[3] / "data" / "events" / "acled.toml").read_text("utf-8"))
    assert set(codebooks()["acled"]["disorder"]) <= set(types["event_types"])
    coded, _ = tables_of("acled", layers)
    for row in coded:
        assert row["event_type"] in types["event_types"]
        assert row["sub_event_type"] in ("", *types["event_types"][row["event_type"]])


def test_no_cell_acts_as_a_formula(hostile: Layers) -> None:
    for form in ("acled", "ged"):
        coded, _ = tables_of(form, hostile)
        assert coded
        numbers = {"latitude", "longitude"}
        told = [value for row in coded for name, value in row.items() if name not in numbers]
        assert not [value for value in told if value[:1] in tuple("=+-@\t\r")]
