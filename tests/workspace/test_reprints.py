"""Who prints again what another printed: copies and shortened ones are found, similar reports are not."""

import random
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Document
from geo.workspace.corroborate import corroborate
from geo.workspace.reprints import Reprint, Sketch, reprints, sketch
from geo.workspace.tabulate import tabulate
from tests import builders as b

ARABIC = (
    "قصفت المدفعية صباح الثلاثاء أحياء سكنية جنوبي المدينة، ما أدى إلى إصابة سبعة مدنيين بينهم طفلان، وفق ما أفاد "
    "به مصدر طبي في المستشفى المركزي. وقال شهود عيان إن القذائف سقطت قرب مدرسة ابتدائية كانت خالية من الطلاب بسبب "
    "العطلة، وإن سيارات الإسعاف وصلت إلى المكان بعد نصف ساعة. وأضافت المصادر أن القصف استمر حتى الظهر وأن عشرات "
    "العائلات غادرت منازلها باتجاه الأحياء الغربية حيث فتحت البلدية مركزين للإيواء. ولم تعلن أي جهة مسؤوليتها عن "
    "الهجوم، فيما دعت بعثة الأمم المتحدة جميع الأطراف إلى وقف فوري لإطلاق النار والسماح بمرور المساعدات الإنسانية "
    "إلى المتضررين."
)
ARABIC_OTHER = (
    "سقط سبعة جرحى من المدنيين، بينهم طفلان، في قصف مدفعي طال صباح الثلاثاء مناطق جنوبي المدينة. وذكر المستشفى "
    "المركزي أن حالة اثنين من المصابين خطرة، بينما تحدث سكان عن سقوط قذائف بالقرب من مدرسة لم يكن فيها طلاب. "
    "وبحسب مسؤول محلي فقد نزحت عشرات العائلات نحو الغرب وأقامت في مركزين أعدتهما البلدية لهذا الغرض. وطالبت بعثة "
    "الأمم المتحدة بوقف إطلاق النار على الفور وبإيصال المساعدات، ولم يتبن أحد القصف الذي توقف عند الظهر."
)
ENGLISH = (
    "A cargo plane that took off from the coast landed before dawn on Monday at the desert airfield, two "
    "officials at the civil aviation authority said. The aircraft stayed on the ground for less than three hours "
    "and left empty, according to tracking data seen by reporters. Residents of the nearby town said that a "
    "column of lorries had waited at the northern gate since Sunday evening and drove off towards the border "
    "under guard. The defence ministry said that the flight carried medical supplies for its garrison and denied "
    "that any weapons were on board. It was the fourth such flight this month, and the first that was seen to "
    "land by day or by night since the runway was repaired in spring."
)
ENGLISH_OTHER = (
    "Medical supplies were flown to the desert garrison on Monday, the defence ministry said, rejecting reports "
    "that a plane which came in before dawn had brought weapons. Officials of the civil aviation authority "
    "confirmed that the aircraft had come from the coast and that it left again within three hours. People in the "
    "town nearby saw lorries leave for the border. Since the repair of the runway in spring flights have become "
    "more frequent: this one was the fourth in a month."
)
ADDED = (
    "In a separate development the governor of the province dismissed the head of the local police after a night "
    "of protests in front of the courthouse, where several hundred people had asked for the release of their "
    "relatives."
)
FOOTER = (
    "Follow our channels for the latest news and sign up for the weekly letter that our editors write every "
    "Friday. All rights reserved. No part of this page may be printed or sent on without the written consent of "
    "the publisher, whose address stands below. Read also: the week in pictures, the map of the front lines, and "
    "our interviews with those who left. Write to the editors if you have seen an error on this page and we shall "
    "correct it within a day."
)
SECTIONS = (
    "Two raids hit a depot.",
    "A convoy left the port.",
    "The road was shut again.",
    "Talks began in the capital.",
)


def doc(key: str, text: str, day: int = 1, **fields: Any) -> Document:
    return b.document(
        **{"id": key, "text": text, "publisher": f"Outlet {key}", "published": date(2020, 3, day), **fields}
    )


def of(*documents: Document) -> dict[str, str]:
    return {key: one.of for key, one in reprints(documents).items()}


def words(text: str, first: int, last: int) -> str:
    return " ".join(text.split()[first:last])


def invented(seed: int, count: int) -> str:
    drawn = random.Random(seed)
    return " ".join("".join(drawn.choices("abcdefghijklmnop", k=6)) for _ in range(count))


@pytest.mark.parametrize("text", [ARABIC, ENGLISH])
def test_an_exact_copy_is_a_reprint_of_the_earliest(text: str) -> None:
    found = reprints([doc("a", text, 3), doc("b", text, 1), doc("c", text, 2)])
    assert found == {"a": Reprint(of="b", likeness=1.0), "c": Reprint(of="b", likeness=1.0)}


def test_of_one_day_the_first_id_is_the_original_and_what_is_undated_comes_last() -> None:
    assert of(doc("b", ENGLISH), doc("a", ENGLISH), doc("0", ENGLISH, published=None)) == {"0": "a", "b": "a"}


@pytest.mark.parametrize(
    ("original", "reprint"),
    [
        (ARABIC, f"مراسلنا في المدينة (وكالات) - جرحى في قصف على الجنوب\n\n{ARABIC}"),
        (ENGLISH, f"FLIGHTS TO THE DESERT GO ON\n\nCAPITAL CITY, Mar 2 (Agency) -- {ENGLISH}"),
        (
            f"Plane seen at the airfield, says ministry\n\n{ENGLISH}",
            f"FLIGHTS TO THE DESERT GO ON\n\n(Agency) {ENGLISH}",
        ),
        (ENGLISH, f"{ENGLISH} {ADDED}"),
        (f"{ENGLISH} {ADDED}", ENGLISH),
        (ENGLISH, words(ENGLISH, 0, 45)),
        (ENGLISH, f"Plane seen in the desert. {words(ENGLISH, 30, 80)}"),
        (ARABIC, words(ARABIC, 0, 40)),
        (f"{ENGLISH} {ADDED} {invented(1, 1000)}", ENGLISH),
    ],
    ids=["headline", "dateline", "both", "added", "left out", "beginning", "middle", "beginning, Arabic", "a tenth"],
)
def test_a_copy_under_another_headline_shortened_or_added_to_is_a_reprint(original: str, reprint: str) -> None:
    assert of(doc("a", original, 1), doc("b", reprint, 2)) == {"b": "a"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("قصفت المدفعية جنوبي المدينة", "قَصَفَتِ الــمدفعيّةُ: جنوبيَّ «المدينة»"),
        ("إلى أحياء بنغازي الآن", "الى احيا بنغازى الان"),
        ("في 3 مارس 2020", "في ٣ مارس ٢٠٢٠"),
        ("The Élan left at DAWN", "the elan\u200f  left - at dawn!"),
    ],
)
def test_spelling_alone_makes_no_other_text_however_short(one: str, other: str) -> None:
    assert reprints([doc("a", one), doc("b", other, 2)]) == {"b": Reprint(of="a", likeness=1.0)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ARABIC, ARABIC_OTHER),
        (ENGLISH, ENGLISH_OTHER),
        (ENGLISH, ARABIC),
        (ENGLISH, f"{words(ENGLISH, 0, 40)} {invented(1, 100)}"),  # one paragraph of it, and much else
        (words(ENGLISH, 0, 60), f"{words(ENGLISH, 0, 60)} {invented(1, 200)}"),  # a round-up with a notice in it
        (words(ENGLISH, 0, 19), f"{words(ENGLISH, 0, 18)} elsewhere"),  # too short for anything but equal texts
        ("Raids hit the village of A", "Raids hit the village of B"),
        ("", ""),
        ("...", "!"),
    ],
)
def test_similar_reports_are_no_reprints(one: str, other: str) -> None:
    assert of(doc("a", one, 1), doc("b", other, 2)) == {}


def test_a_notice_about_the_next_village_is_another_notice() -> None:
    notice = (
        "Two people were hurt when shells hit the village of {} in the southern countryside this {}, "
        "said {} rescue workers there"
    )
    assert (
        of(doc("a", notice.format("Oneway", "morning", "the")), doc("b", notice.format("Twofold", "evening", "three")))
        == {}
    )


@pytest.mark.parametrize("publisher", ["The Daily", ""])
def test_a_footer_that_an_outlet_puts_under_all_its_articles_makes_no_reprints(publisher: str) -> None:
    articles = [
        doc(
            str(place),
            f"{section} {invented(place, 15)}\n\n{FOOTER}",
            publisher=publisher,
            url="https://daily.example/x",
        )
        for place, section in enumerate(SECTIONS)
    ]
    assert of(*articles) == {}


def test_the_footer_would_make_them_reprints_if_nobody_knew_whose_it_is() -> None:
    articles = [doc(str(place), f"{one} {invented(place, 4)}\n\n{FOOTER}") for place, one in enumerate(SECTIONS)]
    assert of(*articles) == {"1": "0", "2": "0", "3": "0"}


def test_an_article_taken_from_an_outlet_with_a_footer_is_found() -> None:
    articles = [doc(str(n), f"{invented(n, 60)}\n\n{FOOTER}", publisher="Daily") for n in range(4)]
    taken = doc("t", f"Told again: {invented(2, 60)}", 5)
    assert of(*articles, taken) == {"t": "2"}


def test_reprints_of_one_outlet_are_found_as_long_as_they_are_nearly_the_same() -> None:
    updates = [doc(str(n), f"{ENGLISH} Update {n}.", publisher="Daily") for n in range(4)]
    assert of(*updates) == {"1": "0", "2": "0", "3": "0"}


def test_there_are_no_chains_what_is_not_near_the_original_is_an_original() -> None:
    parts = [invented(seed, 60) for seed in range(7)]
    chain = [doc(str(n), " ".join(parts[n : n + 5]), n + 1) for n in range(3)]  # four fifths as the one before
    assert of(*chain) == {"1": "0"}
    assert of(*chain[1:]) == {"2": "1"}


def test_of_several_originals_it_is_a_reprint_of_the_one_most_like_it() -> None:
    first, second, third = (invented(seed, 60) for seed in range(3))
    one, other = doc("a", f"{first} {second}", 1), doc("b", f"{second} {third}", 2)
    assert of(one, other, doc("c", f"{second} {words(third, 0, 30)}", 3)) == {"c": "b"}


def test_the_original_is_found_behind_many_versions_of_its_text() -> None:
    versions = [doc(f"v{n:03}", f"{invented(n, 20)} {ENGLISH}", 2) for n in range(60)]
    assert of(doc("z", ENGLISH, 1), *versions) == {one.id: "z" for one in versions}


TEXTS = (
    *(words(ENGLISH, first, first + 60) for first in range(0, 60, 10)),
    *(words(f"{ENGLISH} {ADDED}", 0, last) for last in (70, 100, 140)),
    ARABIC,
    ARABIC_OTHER,
    "قصف",
    "قَصْف",
    "",
)
collected = st.lists(
    st.tuples(st.sampled_from(TEXTS) | st.text(max_size=40), st.integers(1, 4), st.sampled_from(["", "Wire", "Daily"])),
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(collected, st.randoms(use_true_random=False))
def test_whatever_the_order_the_same_and_each_is_a_reprint_of_an_earlier_original(told: Any, drawn: Any) -> None:
    documents = [doc(str(n), text, day, publisher=by) for n, (text, day, by) in enumerate(told)]
    found = reprints(documents)
    by_id = {one.id: one for one in documents}
    for key, one in found.items():
        assert one.of not in found
        assert (by_id[one.of].published, one.of) < (by_id[key].published, key)
        assert 0.5 <= one.likeness <= 1
    drawn.shuffle(documents)
    assert reprints(iter(documents)) == found
    for one in documents:
        if one.text.strip() and (same := [two for two in documents if two.text == one.text and two.id in found]):
            assert one.id in found or {found[two.id].of for two in same} == {one.id}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_sketched_and_is_its_own_reprint_where_it_has_words(text: str) -> None:
    made = sketch(text)
    assert made.shingles.size <= max(made.words - 4, 0)
    assert (np.diff(made.shingles.astype(np.int64)) > 0).all()
    assert of(doc("a", text), doc("b", text)) == ({"b": "a"} if made.words else {})


def test_sketches_that_the_caller_keeps_are_used_again() -> None:
    kept: dict[str, Sketch] = {}
    documents = [doc("a", ENGLISH), doc("b", f"{ENGLISH} {ADDED}", 2), doc("c", ARABIC)]
    assert reprints(documents, sketches=kept)["b"].of == "a"
    assert kept.keys() == {one.text_hash for one in documents}
    kept[documents[1].text_hash] = kept[documents[2].text_hash]  # a wrong one, to see that it is asked
    assert reprints(documents, sketches=kept)["b"].of == "c"


def test_documents_say_in_their_table_whose_reprint_they_are() -> None:
    documents = [doc("a", ENGLISH), doc("b", words(ENGLISH, 0, 60), 2), doc("c", ARABIC)]
    table = tabulate(corroborate([b.reading(document=one) for one in documents])).documents.set_index("id")
    assert list(table["reprint_of"]) == ["", "a", ""]
    assert (list(table["likeness"].isna()), table["likeness"]["b"]) == ([True, False, True], 1.0)


def test_reprints_count_as_documents_and_as_one_claimant() -> None:
    documents = [doc("a", ENGLISH), doc("b", f"{ENGLISH} {ADDED}", 2), doc("c", ENGLISH_OTHER, 3)]
    tellings = [b.event(doc=one.id, evidence=b.evidence(doc=one.id, quote=one.id)) for one in documents]
    account = corroborate(
        [b.reading(document=one, events=(told,)) for one, told in zip(documents, tellings, strict=True)]
    )
    (event,) = account.events
    assert (event.support.documents, event.support.independent) == (("a", "b", "c"), 2)
    assert event.support.publishers == ("Outlet a", "Outlet b", "Outlet c")
    assert len(event.tellings) == 3
