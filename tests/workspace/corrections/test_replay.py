"""Corrections applied to what was read: what follows, what stays, what is lost and comes back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Decision, Event, Flow, Mention, Reading
from geo.workspace.account import Arrangement
from geo.workspace.corrections.entries import Entry, OwnPlace, new_entry
from geo.workspace.corrections.log import Log
from geo.workspace.corrections.replay import Replayed, replay, values_of
from tests import builders as b
from tests.workspace.corrections import making as m

READING = m.read()
OTHER = m.read(id="other")
BOTH = {"news": READING, "other": OTHER}
FIRST, SECOND = m.target(READING), m.target(READING, number=1)
FLOW, OTHER_FLOW = m.telling(READING), m.telling(READING, 1)
EVENT = m.telling(READING, record="event")


def run(*entries: Entry, readings: Any = BOTH, **options: Any) -> Replayed:
    return replay(readings, Log(entries=entries), **{"reread": m.reread, **options})


def news(*entries: Entry, **options: Any) -> Reading:
    return run(*entries, **options).readings["news"]


def ends(reading: Reading) -> list[tuple[str, ...]]:
    return [tuple(place.name if place else "" for place in (one.origin, one.destination)) for one in reading.flows]


def mention(reading: Reading, target: Any) -> Mention | None:
    return next((one for one in reading.mentions if (one.start, one.end) == (target.start, target.end)), None)


def change(target: Any, author: str = "Lina", **fields: Any) -> Entry:
    """Change an event or flow, fields of its claim included."""
    event = target.record == "event"
    record: Any = next(one for one in (READING.events if event else READING.flows) if one.id == target.id)
    told = {name: fields[name] for name in fields if name in ("status", "claimed_by", "denied_by")}
    own = {name: value for name, value in fields.items() if name not in told}
    changed = replace(record, claim=replace(record.claim, **told), **own)
    content = {"event" if event else "flow": changed, f"{'event' if event else 'flow'}_before": record}
    return new_entry("change", author=author, tellings=(target,), fields=tuple(fields), **content)


class TestNothingCorrected:
    def test_readings_stay_the_very_same(self) -> None:
        found = run()
        assert found.readings == BOTH
        assert (found.arrangements, found.orphans) == ((), ())

    def test_only_the_documents_concerned_change(self) -> None:
        read: list[str] = []

        def watched(document: Any, *given: Any) -> Reading:
            read.append(document.id)
            return m.reread(document, *given)

        found = run(m.means(FIRST), reread=watched)
        assert found.readings["other"] is OTHER
        assert found.readings["news"] != READING
        assert read == ["news"]

    def test_an_own_place_alone_changes_no_reading(self) -> None:
        assert run(m.own_place()).readings == BOTH

    def test_what_was_undone_is_as_if_never_said(self) -> None:
        entry = m.means(FIRST)
        assert news(entry, m.undo(entry)) is READING


class TestMentions:
    def test_flows_follow_and_say_who_corrected_and_what_was_read(self) -> None:
        found = news(m.means(FIRST))
        assert ends(found) == [("Aleppo", "Benghazi"), ("Damascus", "Tripoli")]
        corrected, other = found.flows
        assert corrected.corrected_by == ("Lina",)
        assert json.loads(corrected.automatic)["origin"]["name"] == "Damascus"
        assert json.loads(corrected.automatic) == values_of(READING.flows[0])
        assert other == READING.flows[1]

    def test_events_follow_too(self) -> None:
        found = news(m.means(m.target(READING, "طرابلس"), place=b.TRIPOLI_LEBANON))
        assert [event.places for event in found.events] == [(b.TRIPOLI_LEBANON,)]
        assert json.loads(found.events[0].automatic)["places"][0]["country"] == "LY"
        assert found.flows == READING.flows

    def test_the_mention_itself_says_who_decided(self) -> None:
        found = mention(news(m.means(FIRST, author="Omar")), FIRST)
        assert found is not None
        assert (found.place, found.corrected_by) == (m.ALEPPO, ("Omar",))
        assert mention(news(m.means(FIRST)), SECOND) == mention(READING, SECOND)

    def test_what_is_no_place_is_no_mention_and_its_flow_is_none(self) -> None:
        found = news(m.means(FIRST, place=None, is_place=False))
        assert mention(found, FIRST) is None
        assert ends(found) == [("Damascus", "Tripoli")]
        assert [event.places[0].name for event in found.events] == ["Benghazi", "Tripoli"]
        assert found.events[0].corrected_by == ("Lina",)

    def test_a_place_that_nobody_can_tell(self) -> None:
        found = mention(news(m.means(FIRST, place=None)), FIRST)
        assert found is not None
        assert found.place is None

    def test_another_role_changes_what_is_told(self) -> None:
        found = news(m.means(FIRST, place=b.DAMASCUS, role="metonym"))
        assert mention(found, FIRST).role == "metonym"  # type: ignore[union-attr]
        assert ends(found) == [("Damascus", "Tripoli")]

    def test_a_name_that_was_missed(self) -> None:
        target = m.target(READING, "السويداء")
        found = news(m.means(target, place=b.SWEIDA))
        assert mention(READING, target) is None
        assert mention(found, target).place == b.SWEIDA  # type: ignore[union-attr]
        assert found.events[-1].places == (b.SWEIDA,)
        assert (found.events[-1].corrected_by, found.events[-1].automatic) == (("Lina",), "")

    def test_siblings_follow_in_other_documents(self) -> None:
        found = run(m.means(FIRST, SECOND, m.target(OTHER)))
        assert ends(found.readings["news"]) == [("Aleppo", "Benghazi"), ("Aleppo", "Tripoli")]
        assert ends(found.readings["other"]) == [("Aleppo", "Benghazi"), ("Damascus", "Tripoli")]

    def test_of_several_decisions_the_last_counts(self) -> None:
        one, two = m.means(FIRST), m.means(FIRST, place=b.TRIPOLI, author="Omar")
        assert ends(news(one, two))[0] == ("Tripoli", "Benghazi")
        assert ends(news(two, one))[0] == ("Aleppo", "Benghazi")
        assert mention(news(one, two), FIRST).corrected_by == ("Omar",)  # type: ignore[union-attr]

    def test_each_flow_names_who_decided_in_its_own_sentence(self) -> None:
        found = news(m.means(FIRST), m.means(SECOND, author="Omar"))
        assert [flow.corrected_by for flow in found.flows] == [("Lina",), ("Omar",)]

    def test_undoing_the_last_brings_the_one_before_back(self) -> None:
        one, two = m.means(FIRST), m.means(FIRST, place=b.TRIPOLI)
        assert news(one, two, m.undo(two)) == news(one)

    def test_confirming_changes_nothing_but_says_who_looked(self) -> None:
        found = news(new_entry("confirm", author="Omar", mentions=(FIRST,)))
        assert mention(found, FIRST).corrected_by == ("Omar",)  # type: ignore[union-attr]
        assert mention(found, FIRST).place == b.DAMASCUS  # type: ignore[union-attr]
        assert (found.flows, found.events) == (READING.flows, READING.events)

    def test_confirming_what_somebody_corrected_leaves_it_corrected(self) -> None:
        for seen in (replace(FIRST, was=m.ALEPPO), replace(FIRST, was=None, was_role="")):
            found = news(m.means(FIRST), new_entry("confirm", author="Omar", mentions=(seen,)))
            assert ends(found)[0] == ("Aleppo", "Benghazi")
            assert found.flows[0].corrected_by == ("Omar",)

    def test_what_somebody_confirmed_stays_whatever_it_is_read_as_later(self) -> None:
        confirm = new_entry("confirm", author="Omar", mentions=(replace(FIRST, was=m.ALEPPO),))
        assert ends(news(confirm))[0] == ("Aleppo", "Benghazi")
        undone = m.means(FIRST)
        assert ends(news(undone, confirm, m.undo(undone)))[0] == ("Aleppo", "Benghazi")

    def test_confirming_what_is_not_read_and_was_not_told_is_an_orphan(self) -> None:
        entry = new_entry("confirm", author="Omar", mentions=(m.target(READING, "السويداء"),))
        found = run(entry)
        assert found.readings["news"] == READING
        assert [(one.entry, one.why) for one in found.orphans] == [
            (entry.id, "what it confirms is not read there any more")
        ]

    def test_own_places_are_known_where_a_document_is_read_again(self) -> None:
        found = news(m.own_place(), m.means(FIRST))
        assert found.events[-1].places == (m.NEW_CAMP,)

    def test_a_span_that_holds_no_word_is_an_orphan(self) -> None:
        for span in ((-5, -1), (10**6, 10**6 + 4), (7, 7), (9, 3)):
            entry = m.means(replace(FIRST, start=span[0], end=span[1]))
            found = run(entry)
            assert [one.why for one in found.orphans] == ["its words cannot be read as a name"]
            assert ends(found.readings["news"]) == ends(READING)

    def test_without_a_reader_mentions_alone_change(self) -> None:
        found = news(m.means(FIRST), m.means(SECOND, place=None, is_place=False), reread=None)
        assert mention(found, FIRST).place == m.ALEPPO  # type: ignore[union-attr]
        assert mention(found, SECOND) is None
        assert found.flows == READING.flows


class TestTellings:
    def test_fields_change_and_no_others(self) -> None:
        found = news(change(FLOW, cargo=("arms",), origin=m.ALEPPO, count=3, unit="flights"))
        expected = replace(READING.flows[0], cargo=("arms",), origin=m.ALEPPO, count=3, unit="flights")
        corrected = found.flows[0]
        assert replace(corrected, corrected_by=(), automatic="") == expected
        assert corrected.corrected_by == ("Lina",)
        assert json.loads(corrected.automatic) == values_of(READING.flows[0])
        assert found.flows[1] == READING.flows[1]
        assert found.events == READING.events

    @pytest.mark.parametrize(
        ("field", "value"), [("status", "denied"), ("claimed_by", "GNA"), ("denied_by", ("LNA", "Russia"))]
    )
    def test_fields_of_the_claim(self, field: str, value: Any) -> None:
        claim = news(change(EVENT, **{field: value})).events[0].claim
        assert claim == replace(READING.events[0].claim, **{field: value})

    def test_a_date_keeps_the_words_of_the_text(self) -> None:
        dated = replace(READING, flows=(replace(READING.flows[0], date=b.day(text="يوم 3 آذار")),))
        entry = change(FLOW, date=b.day("2020-02-01", text="something else"))
        found = news(entry, readings={"news": dated})
        assert found.flows[0].date == b.day("2020-02-01", text="يوم 3 آذار")

    def test_a_type_brings_its_class_with_it(self) -> None:
        record = replace(READING.events[0], type="PROTEST", acled_event_type="Protests", mode="riot")
        entry = new_entry("change", author="Lina", tellings=(EVENT,), event=record, fields=("type",))
        found = news(entry).events[0]
        assert (found.type, found.acled_event_type, found.mode) == ("PROTEST", "Protests", READING.events[0].mode)

    def test_one_after_the_other_with_everybody_named_and_the_first_reading_kept(self) -> None:
        found = news(change(FLOW, cargo=("arms",)), change(FLOW, "Omar", carrier="Cham Wings"))
        assert (found.flows[0].cargo, found.flows[0].carrier) == (("arms",), "Cham Wings")
        assert found.flows[0].corrected_by == ("Lina", "Omar")
        assert json.loads(found.flows[0].automatic) == values_of(READING.flows[0])

    def test_the_order_of_the_log_decides(self) -> None:
        arms, troops = change(FLOW, cargo=("arms",)), change(FLOW, cargo=("troops",))
        assert news(arms, troops).flows[0].cargo == ("troops",)
        assert news(troops, arms).flows[0].cargo == ("arms",)

    def test_what_is_deleted_is_gone_and_cannot_be_changed_after(self) -> None:
        gone, late = new_entry("delete", author="Lina", tellings=(FLOW, EVENT)), change(FLOW, cargo=("arms",))
        found = run(gone, late)
        assert ends(found.readings["news"]) == [("Damascus", "Tripoli")]
        assert found.readings["news"].events == ()
        assert [one.entry for one in found.orphans] == [late.id]
        assert ends(found.readings["other"]) == ends(OTHER)

    def test_confirming_marks_it_and_changes_nothing_else(self) -> None:
        found = news(new_entry("confirm", author="Lina", tellings=(FLOW,)))
        assert values_of(found.flows[0]) == values_of(READING.flows[0])
        assert found.flows[0].corrected_by == ("Lina",)

    def test_several_tellings_of_one_id_are_deleted_and_no_others(self) -> None:
        first, second = READING.flows
        doubled = replace(READING, flows=(first, first, second))
        found = news(new_entry("delete", author="Lina", tellings=(FLOW,)), readings={"news": doubled})
        assert found.flows == (second,)

    def test_a_mention_and_then_its_flow(self) -> None:
        found = news(change(FLOW, cargo=("arms",)), m.means(FIRST, author="Omar"))
        assert ends(found)[0] == ("Aleppo", "Benghazi")
        assert found.flows[0].cargo == ("arms",)
        assert set(found.flows[0].corrected_by) == {"Lina", "Omar"}
        assert json.loads(found.flows[0].automatic)["origin"]["name"] == "Damascus"

    def test_several_in_several_documents(self) -> None:
        entry = new_entry("delete", author="Lina", tellings=(FLOW, m.telling(OTHER, 1)))
        found = run(entry)
        assert ends(found.readings["news"]) == [("Damascus", "Tripoli")]
        assert ends(found.readings["other"]) == [("Damascus", "Benghazi")]

    def test_together_and_apart_become_arrangements_in_their_order(self) -> None:
        together = new_entry("together", author="Lina", tellings=(FLOW, m.telling(OTHER)))
        apart = new_entry("apart", author="Omar", tellings=(OTHER_FLOW,))
        names = frozenset({("news", READING.flows[0].id), ("other", OTHER.flows[0].id)})
        found = run(together, apart)
        assert found.arrangements == (
            Arrangement(kind="together", tellings=names, by="Lina"),
            Arrangement(kind="apart", tellings=frozenset({("news", READING.flows[1].id)}), by="Omar"),
        )
        assert found.readings == BOTH
        assert run(together, apart, m.undo(apart)).arrangements == found.arrangements[:1]

    def test_an_arrangement_follows_a_telling_to_its_new_id(self) -> None:
        entry = new_entry("apart", author="Omar", tellings=(FLOW,))
        found = run(m.means(FIRST), entry)
        (name,) = found.arrangements[0].tellings
        assert name == ("news", found.readings["news"].flows[0].id)
        assert name[1] != FLOW.id


class TestAdding:
    said = READING.events[0].evidence
    added = b.flow(doc="news", id="f-added", cargo=("arms",), evidence=said)

    def test_what_was_missed_is_told_with_its_sentence(self) -> None:
        found = news(new_entry("add", author="Lina", flow=self.added))
        assert found.flows[-1] == replace(self.added, corrected_by=("Lina",))
        assert found.flows[:-1] == READING.flows

    def test_it_moves_with_its_sentence(self) -> None:
        revised = m.read(m.REVISED)
        found = news(new_entry("add", author="Lina", flow=self.added), readings={"news": revised})
        said = found.flows[-1].evidence
        assert revised.document.text[said.start : said.end] == said.quote == self.said.quote
        assert said.start != self.said.start

    def test_its_sentence_may_be_gone(self) -> None:
        entry = new_entry("add", author="Lina", flow=self.added)
        found = run(entry, readings={"news": Reading(document=m.document("نص آخر"))})
        assert found.readings["news"].flows == ()
        assert [(one.entry, one.targets) for one in found.orphans] == [(entry.id, ())]

    def test_what_was_added_can_be_changed_confirmed_and_deleted(self) -> None:
        add = new_entry("add", author="Lina", flow=self.added)
        from geo.workspace.corrections.anchors import telling_target

        target = telling_target(READING.document, self.added)
        changed = new_entry(
            "change", author="Omar", tellings=(target,), flow=replace(self.added, cargo=()), fields=("cargo",)
        )
        found = news(add, changed)
        assert (found.flows[-1].cargo, found.flows[-1].corrected_by) == ((), ("Lina", "Omar"))
        assert news(add, new_entry("delete", author="Omar", tellings=(target,))) == READING

    def test_an_event_too(self) -> None:
        event = b.event(doc="news", evidence=self.said)
        assert news(new_entry("add", author="Lina", event=event)).events[-1].corrected_by == ("Lina",)


class TestOrphans:
    GONE = Reading(document=m.document("لم يبق من الخبر شيء."))

    @pytest.mark.parametrize(
        "entry",
        [m.means(FIRST), change(FLOW, cargo=("arms",)), new_entry("delete", author="Lina", tellings=(EVENT,))],
    )
    def test_gone_after_a_revision_and_back_again_when_the_words_return(self, entry: Entry) -> None:
        lost = run(entry, readings={"news": self.GONE})
        assert lost.readings == {"news": self.GONE}
        assert [(one.entry, one.targets) for one in lost.orphans] == [(entry.id, entry.targets)]
        assert lost.orphans[0].why
        back = run(entry, readings={"news": m.read(m.REVISED)})
        assert back.orphans == ()
        assert back.readings["news"] != m.read(m.REVISED)

    def test_the_document_itself_may_be_gone(self) -> None:
        entry, place = m.means(FIRST, m.target(OTHER)), m.own_place()
        found = run(entry, place, readings={"other": OTHER})
        assert [(one.entry, one.targets, one.why) for one in found.orphans] == [
            (entry.id, (FIRST,), "there is no document news")
        ]
        assert ends(found.readings["other"])[0] == ("Aleppo", "Benghazi")

    def test_an_addition_to_a_document_that_is_not_there(self) -> None:
        entry = new_entry("add", author="Lina", flow=TestAdding.added)
        assert [one.entry for one in run(entry, readings={}).orphans] == [entry.id]

    def test_what_was_undone_is_no_orphan(self) -> None:
        entry = m.means(FIRST)
        assert run(entry, m.undo(entry), readings={}).orphans == ()

    def test_orphans_come_in_the_order_of_the_log(self) -> None:
        entries = [m.means(replace(FIRST, doc=doc)) for doc in ("z", "a", "m")]
        assert [one.entry for one in run(*entries).orphans] == [entry.id for entry in entries]


def test_values_are_told_as_json_has_them() -> None:
    event = b.event(fatalities=b.Fatalities(low=1, best=2, high=3), date=b.day(None))
    told = values_of(event)
    assert json.loads(json.dumps(told)) == told
    assert told["fatalities"] == [1, 2, 3]
    assert (told["date_from"], told["type"], told["places"][0]["name"]) == ("", "ASSAULT", "Benghazi")
    assert values_of(b.flow(origin=None))["origin"] is None


TARGETS = [FIRST, SECOND, m.target(READING, "طرابلس"), m.target(READING, "السويداء"), m.target(OTHER)]
TELLINGS = [FLOW, OTHER_FLOW, EVENT, m.telling(OTHER)]


@st.composite
def made(draw: Any) -> Entry:
    kind = draw(st.sampled_from(["mention", "confirm", "change", "delete", "together", "apart", "place", "add"]))
    tellings = tuple(draw(st.lists(st.sampled_from(TELLINGS), min_size=2, max_size=3, unique=True)))
    mentions = tuple(draw(st.lists(st.sampled_from(TARGETS), min_size=1, max_size=3, unique=True)))
    if kind == "mention":
        place = draw(st.sampled_from([m.ALEPPO, None]))
        decision = Decision(place=place, is_place=place is not None or draw(st.booleans()))
        return new_entry("mention", author="Lina", mentions=mentions, decision=decision)
    if kind == "confirm":
        return new_entry("confirm", author="Omar", mentions=mentions)
    if kind == "change":
        return change(draw(st.sampled_from([FLOW, OTHER_FLOW])), cargo=("arms",))
    if kind == "add":
        return new_entry("add", author="Omar", flow=TestAdding.added)
    if kind == "place":
        return m.own_place()
    return new_entry(kind, author="Lina", tellings=tellings)


@given(st.lists(made(), max_size=6), st.data())
def test_whatever_was_corrected_undoing_all_of_it_restores_what_was_read(
    entries: list[Entry], data: st.DataObject
) -> None:
    undone = [m.undo(entry) for entry in data.draw(st.permutations(entries))]
    found = run(*entries, *undone)
    assert found == Replayed(readings=BOTH)
    assert all(found.readings[doc] is BOTH[doc] for doc in BOTH)


@given(st.lists(made(), max_size=6))
def test_replaying_is_the_same_each_time_and_every_entry_is_applied_or_an_orphan(entries: list[Entry]) -> None:
    one, other = run(*entries), run(*entries)
    assert one == other
    assert {orphan.entry for orphan in one.orphans} <= {entry.id for entry in entries}
    for reading in one.readings.values():
        told: tuple[Event | Flow, ...] = (*reading.events, *reading.flows)
        for telling in told:
            said = telling.evidence
            assert reading.document.text[said.start : said.end] == said.quote
            assert bool(telling.corrected_by) or telling in (*BOTH[telling.doc].events, *BOTH[telling.doc].flows)


def test_own_places_reach_the_reader_in_the_order_of_the_log() -> None:
    seen: list[tuple[OwnPlace, ...]] = []

    def watched(document: Any, decisions: Any, places: tuple[OwnPlace, ...]) -> Reading:
        seen.append(places)
        return m.reread(document, decisions, places)

    camps = [m.own_place(replace(m.NEW_CAMP, id=f"own-{n}"), f"Camp {n}") for n in range(2)]
    run(camps[1], camps[0], m.means(FIRST), reread=watched)
    assert [[own.place.id for own in places] for places in seen] == [["own-1", "own-0"]]
