"""What an entry speaks of is found again where it clearly is the same, and nowhere else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Document
from geo.workspace.corrections.anchors import (
    CONTEXT,
    find_evidence,
    find_span,
    find_telling,
    mention_target,
    telling_target,
    trigger_of,
)
from tests import builders as b
from tests.workspace.corrections import making as m

READING = m.read()


def told(text: str, words: str) -> str | None:
    """What `find_span` finds in another state of the text, in brackets."""
    at = m.TEXT.index(words)
    span = find_span(mention_target(m.document(), at, at + len(words)), m.document(text))
    return None if span is None else f"{text[: span[0]]}[{text[slice(*span)]}]{text[span[1] :]}"


class TestSpans:
    def test_in_the_same_text_it_is_the_same_span(self) -> None:
        target = m.target(READING, number=1)
        assert find_span(target, READING.document) == (target.start, target.end)
        assert find_span(target, m.document(title="another")) == (target.start, target.end)

    @pytest.mark.parametrize("number", [0, 1])
    def test_it_moves_with_its_words(self, number: int) -> None:
        target = m.target(READING, number=number)
        revised = m.document(m.REVISED)
        assert find_span(target, revised) == (target.start + len(m.HEAD), target.end + len(m.HEAD))

    def test_words_farther_away_may_change(self) -> None:
        assert told(m.TEXT.replace("السويداء", "درعا"), "طرابلس") == m.TEXT.replace("السويداء", "درعا").replace(
            "طرابلس", "[طرابلس]", 1
        )

    def test_the_first_word_of_a_text_is_found_behind_a_new_beginning(self) -> None:
        target = mention_target(m.document("دمشق هادئة"), 0, 4)
        assert target.before == ""
        assert find_span(target, m.document("عاجل: دمشق هادئة")) == (6, 10)

    def test_gone_is_gone(self) -> None:
        assert find_span(m.target(READING), m.document("لم يبق من الخبر شيء.")) is None
        assert find_span(m.target(READING), m.document("")) is None

    def test_the_word_alone_among_other_words_is_not_the_same(self) -> None:
        assert find_span(m.target(READING), m.document("هدوء في دمشق اليوم وغدًا.")) is None

    def test_what_stands_there_twice_is_none_of_them(self) -> None:
        assert find_span(m.target(READING), m.document(f"{m.TEXT} {m.TEXT}")) is None

    def test_vowel_signs_and_clitics_count_as_letters(self) -> None:
        text = "عاد الوفد إلى بِنْغازي وغادر ببنغازي مجددًا"
        start = text.index("بنغازي مجددًا")
        target = mention_target(m.document(text), start, start + len("بنغازي"))
        assert find_span(target, m.document(f"٣ {text}")) == (start + 2, start + 2 + len("بنغازي"))

    @given(st.text(max_size=80), st.data(), st.text(max_size=20), st.text(max_size=20))
    def test_whatever_is_found_has_the_same_words(self, text: str, data: st.DataObject, head: str, tail: str) -> None:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        target = mention_target(Document(id="a", text=text, language="ar"), start, end)
        assert len(target.before) <= CONTEXT
        changed = Document(id="a", text=head + text + tail, language="ar")
        span = find_span(target, changed)
        if span is not None:
            assert changed.text[slice(*span)] == text[start:end]


class TestEvidence:
    def test_a_sentence_moves_or_is_gone(self) -> None:
        said, old = READING.flows[0].evidence, READING.document.text_hash
        assert find_evidence(said, old, READING.document) == said
        moved = find_evidence(said, old, m.document(m.REVISED))
        assert moved is not None
        assert m.REVISED[moved.start : moved.end] == moved.quote == said.quote
        assert find_evidence(said, old, m.document("نص آخر")) is None
        assert find_evidence(said, old, m.document(m.TEXT + m.TEXT)) is None


class TestTellings:
    def test_by_its_id(self) -> None:
        assert find_telling(m.telling(READING, 1), READING.flows, READING.document) == [1]

    def test_an_event_is_no_flow(self) -> None:
        wrong = replace(m.telling(READING), record="event")
        assert find_telling(wrong, READING.flows, READING.document) == []

    def test_by_its_words_when_it_was_read_anew_with_another_id(self) -> None:
        others = [replace(flow, id=f"f-{number}", origin=m.ALEPPO) for number, flow in enumerate(READING.flows)]
        assert find_telling(m.telling(READING, 1), others, READING.document) == [1]

    def test_by_its_words_in_a_revised_text(self) -> None:
        revised = m.read(m.REVISED)
        assert find_telling(m.telling(READING, 1), revised.flows, revised.document) == [1]
        assert find_telling(m.telling(READING, record="event"), revised.events, revised.document) == [0]

    def test_another_word_in_the_same_sentence_is_another_telling(self) -> None:
        flow = replace(READING.flows[0], id="f-x", words=())
        assert find_telling(m.telling(READING), [flow], READING.document) == []

    def test_without_a_word_the_only_one_of_its_kind_in_the_sentence(self) -> None:
        bare = replace(READING.flows[0], words=())
        target = telling_target(READING.document, bare)
        assert trigger_of(bare) == (-1, -1)
        one = replace(bare, id="f-x")
        assert find_telling(target, [one], READING.document) == [0]
        assert find_telling(target, [one, replace(one, id="f-y")], READING.document) == []
        assert find_telling(target, [b.event(doc="news", evidence=bare.evidence)], READING.document) == []

    def test_of_two_by_the_same_word_the_one_of_its_kind(self) -> None:
        said, words = READING.flows[0].evidence, READING.flows[0].words
        attack = b.event(doc="news", type="ASSAULT", evidence=said, words=words)
        aid = b.event(doc="news", type="AID", evidence=said, words=words)
        target = replace(telling_target(READING.document, aid), id="e-gone")
        assert find_telling(target, [attack, aid], READING.document) == [1]
        assert find_telling(target, [aid, replace(aid, id="e-2")], READING.document) == []

    def test_a_sentence_that_stands_there_twice_is_none_of_them(self) -> None:
        doubled = m.read(f"{m.TEXT} {m.TEXT}")
        assert find_telling(m.telling(READING), doubled.flows, doubled.document) == []

    def test_several_of_one_id_are_all_meant(self) -> None:
        flow = READING.flows[0]
        assert find_telling(m.telling(READING), [flow, flow], READING.document) == [0, 1]
