import pytest

from geo.reading.documents.pdf_lines import Glyph, in_reading_order, paragraphs

SIZE = 10.0


def glyphs(*words: str, at: float = 0.0, base: float = 0.0, size: float = SIZE) -> list[Glyph]:
    """Lay words out from left to right, one letter five points wide, in the order in which they are given."""
    line = []
    for word in words:
        for letter in word:
            line.append(Glyph(letter, at, at + 5, base, size))
            at += 5
        line.append(Glyph(" ", at, at, base, size))
        at += 3
    return line[:-1]


def by_the_page(*words: str, **more: float) -> list[Glyph]:
    """Lay an Arabic line out as it is seen: the first word on the right, each from right to left."""
    return glyphs(*(word[::-1] for word in reversed(words)), **more)


def test_a_line_stored_from_left_to_right_is_turned_into_reading_order() -> None:
    assert in_reading_order(by_the_page("وصل", "وفد", "إلى", "دمشق")) == "وصل وفد إلى دمشق"


def test_a_line_stored_in_reading_order_stays() -> None:
    seen = by_the_page("وصل", "وفد")
    assert in_reading_order(seen[::-1]) == "وصل وفد"


def test_words_stored_each_in_its_own_order_come_out_alike() -> None:
    seen = by_the_page("وصل", "وفد")
    mixed = [*seen[4:], seen[3], *seen[2::-1]]
    assert in_reading_order(mixed) == "وصل وفد"


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        (("2020", "راذآ", "1"), "1 آذار 2020"),
        (("Smith", "نإ"), "إن Smith"),
        (("Cham", "Wings", "ةكرش"), "شركة Cham Wings"),
        (("2/3/2020", "يف"), "في 2/3/2020"),
        (("12.5%", "ةبسنب"), "بنسبة %12.5"),
    ],
)
def test_numbers_and_latin_words_keep_their_own_direction(seen: tuple[str, ...], read: str) -> None:
    assert in_reading_order(glyphs(*seen), rtl=True) == read


def test_a_number_behind_a_latin_word_stays_behind_it() -> None:
    assert in_reading_order(glyphs("Boeing", "737", "ةرئاط"), rtl=True) == "طائرة Boeing 737"


@pytest.mark.parametrize("pair", ["()", ")("])
def test_brackets_open_and_close_however_they_are_stored(pair: str) -> None:
    line = glyphs(f"{pair[0]}ايروس{pair[1]}", "نم")
    assert in_reading_order(line) == "من (سوريا)"


def test_a_space_on_the_wrong_side_of_a_bracket_is_moved() -> None:
    line = glyphs("(ايروس", ")نم")
    assert in_reading_order(line) == "من (سوريا)"


def test_the_bracket_that_closes_a_latin_aside_stays_with_it() -> None:
    assert in_reading_order(glyphs("GNA", "(Libya)", "يف"), rtl=True) == "في GNA (Libya)"


def test_a_vowel_mark_drawn_over_its_letter_comes_behind_it() -> None:
    letters = glyphs("قشمد")  # seen from the left; the mark stands over the letter on the far right
    mark = Glyph("ِ", letters[3].left + 2, letters[3].right - 1, -3, SIZE)
    assert in_reading_order([mark, *letters]) == "دِمشق"


def test_joined_forms_become_letters_and_ligatures_their_letters_in_order() -> None:
    assert in_reading_order(glyphs("\ufee1\ufefc\ufeb3")) == "سلام"


def test_arabic_words_in_an_english_line_are_turned_and_the_line_is_not() -> None:
    line = glyphs("The", "city", "of", "قشمد", "in", "Syria")
    assert in_reading_order(line) == "The city of دمشق in Syria"
    assert in_reading_order(glyphs(".too", "قشمد", "Damascus"), rtl=True) == "Damascus دمشق too."


def test_an_english_line_keeps_the_order_of_the_file() -> None:
    assert in_reading_order(glyphs("Damascus", "is", "a", "city.")) == "Damascus is a city."


def test_words_without_spaces_between_them_are_parted_by_their_distance() -> None:
    line = [glyph for glyph in by_the_page("وصل", "وفد") if glyph.text != " "]
    assert in_reading_order(line) == "وصل وفد"


def test_lines_are_joined_and_a_wider_distance_begins_a_paragraph() -> None:
    page = [
        by_the_page("وصل", "وفد", base=100),
        by_the_page("إلى", "دمشق", base=88),
        by_the_page("ثم", "غادر", base=64),
    ]
    assert paragraphs([page]) == "وصل وفد إلى دمشق\nثم غادر"


def test_a_heading_in_larger_letters_and_a_short_last_line_end_a_paragraph() -> None:
    page = [
        glyphs("Heading", base=120, size=16),
        glyphs("a", "long", "line", "of", "words", base=104),
        glyphs("ends.", base=92),
        glyphs("another", "long", "line", "of", base=80),
    ]
    assert paragraphs([page]).splitlines() == ["Heading", "a long line of words ends.", "another long line of"]


def test_a_sentence_goes_on_over_the_page_and_a_broken_word_is_mended() -> None:
    pages = [[glyphs("the", "govern-", base=10)], [glyphs("ment", "left", base=700)]]
    assert paragraphs(pages) == "the government left"


def test_no_pages_and_no_lines_give_no_text() -> None:
    assert paragraphs([]) == ""
    assert paragraphs([[], [[Glyph(" ", 0, 0, 0, 1)]]]) == ""
