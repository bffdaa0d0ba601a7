"""What a report tells before it is drawn: which places and flows, the bars of its timeline, claims, sources."""

from datetime import date, timedelta

import pandas as pd
import pytest

from geo.model import Claim, DateSpan
from geo.showing.briefing.lines import fitted
from geo.showing.briefing.report import ReportOptions
from geo.showing.briefing.report.chapters import chapter_of, list_chapter
from geo.showing.briefing.report.choosing import choose_subjects, weightiest_places
from geo.showing.briefing.report.claims import list_claims
from geo.showing.briefing.report.contents import CHAPTER_COLUMNS, CLAIM_COLUMNS, SOURCE_COLUMNS, parted
from geo.showing.briefing.report.slide_text import cut, plain
from geo.showing.briefing.report.sources import key_figures, list_sources
from geo.showing.briefing.report.timeline import Timeline, count_by_time
from geo.showing.briefing.table import LISTED, draw_table, rows_in
from geo.showing.briefing.words import briefing_words
from geo.showing.layers import Layers
from tests.browser.sample import sample_reading
from tests.builders import BENGHAZI, DAMASCUS, TRIPOLI, day, document, event, evidence, flow, reading
from tests.showing.picture.test_picture import layers_of


@pytest.fixture(scope="module")
def layers() -> Layers:
    return layers_of(sample_reading())


def dated(days: list[str], status: str = "reported") -> Layers:
    """Return layers of one event a day; "" is one without a date."""
    text = "".join(f"حدث رقم {number:04d}." for number in range(len(days)))
    length = len(text) // max(1, len(days))
    events = tuple(
        event(
            places=(TRIPOLI,),
            type=("ASSAULT", "CONSULT", "AID")[number % 3],
            date=day(when) if when else DateSpan(),
            claim=Claim(status=status),  # type: ignore[arg-type]
            evidence=evidence(start=length * number, quote=text[length * number : length * (number + 1)]),
            actors=(f"Actor {number}",),
        )
        for number, when in enumerate(days)
    )
    return layers_of(reading(document=document(text=text, published=date(2030, 1, 1)), events=events))


def spread(first: date, days: list[int]) -> list[str]:
    return [(first + timedelta(days=n)).isoformat() for n in days]


def bars(timeline: Timeline, panel: str) -> tuple[int, ...]:
    return next(one.heights() for one in timeline.panels if one.key == panel)


def test_the_weightiest_places_are_chosen_by_independent_claimants(layers: Layers) -> None:
    chosen = choose_subjects(layers, ReportOptions(most=6))
    places = [one for one in chosen if one.kind == "place"]
    flows = [one for one in chosen if one.kind == "flow"]
    assert len(places) == 4
    assert len(flows) == 2
    weights = [one.weight for one in places]
    assert weights == sorted(weights, reverse=True)
    told = layers.events["n_claimants"].astype(int).groupby(layers.events["place_id"]).sum()
    for end in ("origin_id", "destination_id"):
        told = told.add(layers.flows["n_claimants"].astype(int).groupby(layers.flows[end]).sum(), fill_value=0)
    assert places[0].weight == told[[name for name in told.index if name]].max()
    assert [row["id"] for row in weightiest_places(layers, 2)] == [one.ids[0] for one in places[:2]]


@pytest.mark.parametrize("most", [0, 1, 2, 100])
def test_no_more_pages_than_asked_for(layers: Layers, most: int) -> None:
    assert len(choose_subjects(layers, ReportOptions(most=most))) <= most


@pytest.mark.parametrize("name", ["Damascus > Benghazi", "دمشق → بنغازي", "Benghazi ← Damascus", " damascus>BENGHAZI "])
def test_a_flow_is_named_by_its_ends_in_any_language(layers: Layers, name: str) -> None:
    (only,) = choose_subjects(layers, ReportOptions(flows=(name,)))
    assert only.ids == (DAMASCUS.id, BENGHAZI.id)


def test_a_chapter_lists_its_own_records_and_shows_its_surroundings(layers: Layers) -> None:
    (subject,) = choose_subjects(layers, ReportOptions(places=("Tripoli",)))
    chapter = chapter_of(layers, subject, "en")
    assert set(chapter.own.events["place"]) == {"Tripoli"}
    assert set(chapter.layers.events["place"]) > {"Tripoli"}
    west, south, east, north = chapter.bounds
    assert west < TRIPOLI.lon < east
    assert south < TRIPOLI.lat < north
    assert east - west < 5
    listing = list_chapter(chapter, "en", 2)
    assert (len(listing.items), listing.total) == (2, chapter.own.events["event_id"].nunique())
    assert all(item.sentence and item.source for item in listing.items)


def test_the_map_of_a_flow_shows_both_ends_and_lists_it_first(layers: Layers) -> None:
    (subject,) = choose_subjects(layers, ReportOptions(flows=("Damascus > Benghazi",)))
    chapter = chapter_of(layers, subject, "en")
    west, _, east, _ = chapter.bounds
    assert west < BENGHAZI.lon < DAMASCUS.lon < east
    items = list_chapter(chapter, "en", 10).items
    assert items[0].number == "A"
    assert items[0].what.startswith("Damascus → Benghazi")
    assert all(item.number.isdigit() for item in items[len(chapter.own.flows) :])


@pytest.mark.parametrize(
    ("days", "unit", "n"),
    [([0, 3, 44], "day", 45), ([0, 60], "week", 9), ([0, 400], "month", 14), ([0, 3000], "year", 9), ([5], "day", 1)],
)
def test_the_unit_of_the_timeline_follows_its_span(days: list[int], unit: str, n: int) -> None:
    timeline = count_by_time(dated(spread(date(2019, 1, 7), days)))
    assert timeline.unit == unit
    assert len(timeline.starts) == n
    assert sum(bars(timeline, "told")) == len(days)


def test_weeks_begin_on_monday() -> None:
    timeline = count_by_time(dated(spread(date(2019, 1, 9), [0, 3, 5, 100])))
    assert timeline.starts[0] == date(2019, 1, 7)
    assert bars(timeline, "told")[:2] == (2, 1)


def test_what_has_no_date_stands_beside_the_axis_and_is_counted() -> None:
    timeline = count_by_time(dated(["2020-03-01", "", "2020-03-02", ""]))
    (panel,) = timeline.panels
    assert panel.beside("undated") == 2
    assert sum(panel.heights()) == 2
    assert sum(one.total for one in panel.bars) == timeline.total == 4


def test_a_few_far_days_do_not_squeeze_all_others() -> None:
    days = spread(date(2020, 1, 1), [n % 40 for n in range(40)])
    timeline = count_by_time(dated([*days, "1988-05-01"]))
    (panel,) = timeline.panels
    assert timeline.unit == "day"
    assert panel.beside("earlier") == 1
    assert sum(panel.heights()) == 40
    many = count_by_time(dated([*days[:10], *["1988-05-01"] * 5]))
    assert many.unit == "year"
    assert sum(many.panels[0].heights()) == 15


@pytest.mark.parametrize(("status", "panel"), [("planned", "pending"), ("requested", "pending"), ("claimed", "told")])
def test_planned_and_told_are_told_apart(status: str, panel: str) -> None:
    (only,) = count_by_time(dated(["2020-03-01"], status)).panels
    assert only.key == panel


def test_the_timeline_loses_nothing(layers: Layers) -> None:
    timeline = count_by_time(layers)
    assert timeline.total == layers.events["event_id"].nunique() + len(layers.flows)
    assert sum(one.total for panel in timeline.panels for one in panel.bars) == timeline.total
    denied = next(panel for panel in timeline.panels if panel.key == "denied")
    expected = (
        layers.events.drop_duplicates("event_id")["status"].eq("denied").sum()
        + layers.flows["status"].eq("denied").sum()
    )
    assert sum(one.total for one in denied.bars) == expected > 0


def test_claims_are_by_claimant_and_each_record_counts_once(layers: Layers) -> None:
    claims = list_claims(layers, "en", most=1000)
    assert claims.total == len(claims.rows)
    assert claims.claimants == claims.claimants_listed
    names = [row.claimant for row in claims.rows]
    assert "Salem Test (GNA spokesman)" in names
    runs = [name for n, name in enumerate(names) if n == 0 or names[n - 1] != name]
    assert len(runs) == len(set(runs))
    denied = next(row for row in claims.rows if row.denied != "–")
    assert denied.denied == "LNA"
    assert denied.status == "Denied"


def test_claims_that_are_too_many_are_bounded_and_counted(layers: Layers) -> None:
    claims = list_claims(layers, "en", most=4)
    assert len(claims.rows) == 4
    assert claims.total > 4
    assert claims.claimants > claims.claimants_listed > 0
    assert list_claims(layers, "en", most=0).rows == ()


def test_a_side_is_told_where_the_account_tells_it(layers: Layers) -> None:
    told = list_claims(layers, "en", most=1000, side_of=lambda name: "GNA" if "GNA" in name else "")
    assert {row.side for row in told.rows if row.claimant.startswith("Salem")} == {"side: GNA", ""}
    assert not any("GNA" in row.side for row in list_claims(layers, "en", most=1000).rows)


def test_voices_that_echo_one_another_are_not_called_independent() -> None:
    quote = "قصف على المدينة."
    said = Claim(claimed_by="the Observatory", status="claimed")
    one, two = (
        event(doc=doc, places=(TRIPOLI,), claim=said, evidence=evidence(doc=doc, start=0, quote=quote)) for doc in "ab"
    )
    both = layers_of(
        reading(document=document(id="a", text=quote, publisher="One"), events=(one,)),
        reading(document=document(id="b", text=quote + " ", publisher="Two"), events=(two,)),
    )
    (row,) = list_claims(both, "en", most=9).rows
    assert row.independent == "only voice"


def test_figures_say_what_is_not_on_the_map(layers: Layers) -> None:
    claims = list_claims(layers, "en", most=9)
    figures = [(one.words, one.value) for one in key_figures(layers, claims, "en")]
    assert figures[0] == ("Events", layers.events["event_id"].nunique())
    assert ("Documents", 1) in figures
    assert ("denied", 1) in figures
    nowhere = layers_of(reading(document=document(text="x"), events=(event(places=(), evidence=evidence(quote="x")),)))
    words = {one.words: one.value for one in key_figures(nowhere, list_claims(nowhere, "en", most=9), "en")}
    assert words["without a place on the map"] == 1


def test_sources_are_numbered_by_date_and_name_their_original() -> None:
    text = "قال شهود إن طائرات قصفت المدينة مساء أمس وإن الحرائق استمرت حتى الصباح في الأحياء الشرقية. " * 4
    first = reading(document=document(id="a", text=text, publisher="One", published=date(2020, 3, 1)))
    second = reading(document=document(id="b", text=text, publisher="Two", published=date(2020, 3, 2)))
    sources = list_sources(layers_of(second, first), "en")
    assert [(row.number, row.publisher) for row in sources.rows] == [("1", "One"), ("2", "Two")]
    assert sources.rows[0].reprint_head == ""
    assert sources.rows[1].reprint_head == "of no. 1 (100%)"


def test_a_grade_stands_with_its_publisher(layers: Layers) -> None:
    graded = pd.DataFrame([{"subject": "publisher", "key": "Test Agency", "grade": "B", "author": "", "changed": ""}])
    from dataclasses import replace

    changed = replace(layers, tables=replace(layers.tables, grades=graded))
    assert list_sources(changed, "en").rows[0].grade == "B · usually reliable"
    assert list_sources(layers, "en").rows[0].grade == ""


def test_every_column_has_its_word_in_each_language() -> None:
    for column in (*LISTED, *CHAPTER_COLUMNS, *CLAIM_COLUMNS, *SOURCE_COLUMNS):
        for name in filter(None, (column.name, column.below)):
            assert briefing_words(name, "en")
            assert briefing_words(name, "ar")


@pytest.mark.parametrize("columns", [LISTED, CHAPTER_COLUMNS, CLAIM_COLUMNS, SOURCE_COLUMNS])
def test_columns_fill_the_width_and_no_more(columns: tuple[object, ...]) -> None:
    assert sum(column.share for column in columns) == pytest.approx(1.0, abs=0.001)  # type: ignore[attr-defined]


def test_rows_with_sentences_take_more_room() -> None:
    assert rows_in(200.0) > rows_in(200.0, 1) > rows_in(200.0, 2) > 0 == rows_in(5.0, 2)
    assert parted(list(range(5)), 2) == [[0, 1], [2, 3], [4]]


def test_a_table_keeps_sentences_in_their_own_direction(layers: Layers) -> None:
    from matplotlib.figure import Figure

    from geo.showing.briefing.lines import block
    from geo.showing.briefing.pages import Area

    (subject,) = choose_subjects(layers, ReportOptions(places=("Tripoli",)))
    items = list_chapter(chapter_of(layers, subject, "en"), "en", 1).items
    axes = block(Figure(figsize=(5, 2), dpi=300), Area(0, 0, 360, 144), 1)
    draw_table(axes, items, language="en", rtl=False, columns=CHAPTER_COLUMNS, quoted=2)
    sentence = next(text for text in axes.texts if "طرابلس" in text.get_text())
    assert sentence.get_ha() == "right"
    assert sentence.get_position()[0] > 300


def test_text_on_slides_keeps_letters_that_pages_cannot_draw() -> None:
    assert fitted("東京 x", 500, 9) == "□□ x"
    assert cut("東京 x", 500, 9) == "東京 x"
    assert cut("東京東京東京東京東京東京", 40, 9).endswith("…")
    assert cut("東京東京東京東京東京東京", 40, 9).startswith("東京")


@pytest.mark.parametrize(
    ("text", "rtl", "shown"),
    [
        ("a\x00\x08\x1b\ufffe\ud800b", False, "ab"),
        ("one \u2068دمشق\u2069 two", False, "one \u200eدمشق\u200e two"),
        ("من \u2068Homs\u2069", True, "من \u200fHoms\u200f"),
        ("\u202eevil\u202c", False, "evil"),
        ("", True, ""),
    ],
)
def test_text_on_slides_holds_nothing_that_xml_cannot(text: str, rtl: bool, shown: str) -> None:
    assert plain(text, rtl=rtl) == shown


def test_a_flow_with_an_unknown_end_can_be_asked_for() -> None:
    text = "وصلت أسلحة إلى بنغازي."
    moved = flow(origin=None, destination=BENGHAZI, evidence=evidence(start=0, quote=text))
    layers = layers_of(reading(document=document(text=text), flows=(moved,)))
    (subject,) = choose_subjects(layers, ReportOptions(flows=("? > Benghazi",)))
    assert subject.ids == ("", BENGHAZI.id)
    assert chapter_of(layers, subject, "en").title == "? → Benghazi"
