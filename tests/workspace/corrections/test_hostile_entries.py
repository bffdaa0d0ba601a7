"""A colleague's file may hold anything: what gets into the log never keeps the workspace from being written or read."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Decision, Flow
from geo.workspace.corrections import log as log_module
from geo.workspace.corrections.entries import Entry, OwnPlace, new_entry
from geo.workspace.corrections.exchange import import_entries
from geo.workspace.corrections.log import append, parse_lines, read_log, to_line
from geo.workspace.store import Workspace
from tests import builders as b
from tests.workspace.corrections import making as m

READING = m.read()
FIRST = m.target(READING)
ODD = ["\x00", "\ud800", "a;b; c", "<script>alert(1)</script>", "\u202e\u2028", "../../etc/passwd", "=1+1", "x" * 3000]


def shown(path: Path, *entries: Entry) -> Workspace:
    """Bring entries in from a colleague, and write and read the workspace with them."""
    workspace = Workspace.create(path, [READING], reread=m.reread)
    import_entries(path, parse_lines(to_line(entry) for entry in entries), by="Lina")
    workspace.refresh()
    assert not workspace.is_behind
    workspace.tables()
    return workspace


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_in_any_field(tmp_path: Path, odd: str) -> None:
    place = replace(m.ALEPPO, name=odd, name_ar=odd, country=odd, admin1=odd, source=odd, licence=odd, area=odd)
    flow = replace(READING.flows[0], carrier=odd, unit=odd, claim=replace(READING.flows[0].claim, claimed_by=odd))
    entries = [
        m.means(replace(FIRST, before=odd, after=odd, text=odd), place=place),
        m.means(replace(FIRST, doc=odd)),
        m.own_place(replace(place, id=odd), odd[:200] or "x"),
        new_entry(
            "change",
            author="Omar",
            tellings=(replace(m.telling(READING), id=odd),),
            flow=flow,
            fields=("carrier", "unit", "claimed_by"),
        ),
        new_entry(
            "add",
            author="Omar",
            flow=replace(flow, id=odd, evidence=replace(flow.evidence, quote=READING.flows[1].evidence.quote)),
        ),
    ]
    workspace = shown(tmp_path / "w.gpkg", *entries)
    assert len(workspace.tables().corrections) == len(entries)


whole = st.integers(-(10**20), 10**20)
numbers = st.floats() | whole.map(float)


def mostly(good: Any, odd: Any = whole) -> Any:
    """Draw what is right, nine times of ten: an entry with several faults would only ever be refused."""
    return st.integers(0, 9).flatmap(lambda n: odd if n == 9 else st.just(good))


@st.composite
def wild(draw: Any) -> dict[str, Any]:
    """A line's content as a colleague's program may have written it, with a sum that is right."""
    place = replace(
        m.ALEPPO,
        lat=draw(mostly(36.2, numbers)),
        lon=draw(mostly(37.2, numbers)),
        radius_km=draw(mostly(3.0, numbers)),
        population=draw(mostly(7)),
    )
    said = READING.flows[0].evidence
    flow: Flow = b.flow(
        doc=draw(st.sampled_from(["news", "gone"])),
        id="f-wild",
        origin=draw(st.sampled_from([None, place, b.DAMASCUS])),
        count=draw(mostly(5)),
        date=replace(b.day(), precision=draw(mostly(1))),
        evidence=replace(said, start=draw(mostly(said.start)), end=draw(mostly(said.end))),
    )
    target = m.telling(READING)
    target = replace(target, start=draw(mostly(0)), end=draw(mostly(9)), trigger_start=draw(mostly(0)))
    mention = replace(FIRST, start=draw(mostly(FIRST.start)), end=draw(mostly(FIRST.end)))
    entry = Entry(
        id=draw(mostly(f"c-{draw(st.integers(0, 99))}", st.sampled_from(["", "c 1"]))),
        action=draw(st.sampled_from(["mention", "confirm", "change", "add", "place", "together", "delete"])),
        author="Omar",
        time=draw(mostly("2026-01-01T00:00:00+00:00", st.sampled_from(["2026-01-01", "9999-99-99T99:99:99Z"]))),
        mentions=(mention,),
        tellings=(target, target),
        decision=Decision(place=place),
        flow=flow,
        fields=("origin", "count", "date"),
        place=OwnPlace(place=place, names=("x",)),
    )
    from geo.workspace.serialise import as_plain

    return {"format": 1, **as_plain(entry)}


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.lists(wild(), min_size=1, max_size=3))
def test_numbers_out_of_all_bounds_are_refused_or_shown(
    tmp_path_factory: pytest.TempPathFactory, contents: list[dict[str, Any]]
) -> None:
    lines = []
    for content in contents:
        try:
            lines.append(
                json.dumps({"sum": log_module._sum(log_module._canonical(content)), "entry": content}).encode()
            )
        except ValueError:  # no JSON has NaN
            continue
    log = parse_lines(lines)
    if not log.entries:
        return
    path = tmp_path_factory.mktemp("w") / "w.gpkg"
    shown(path, *log.entries)
    assert read_log(path).damaged == ()


@pytest.mark.parametrize(
    "mention",
    [{"start": -4, "end": -1}, {"start": 10**9, "end": 10**9 + 4}, {"start": 4, "end": 4}, {"start": 9, "end": 2}],
)
def test_spans_outside_of_the_text_are_orphans(tmp_path: Path, mention: dict[str, int]) -> None:
    path = tmp_path / "w.gpkg"
    workspace = Workspace.create(path, [READING], reread=m.reread)
    append(path, m.means(replace(FIRST, **mention)))  # type: ignore[arg-type]
    workspace.refresh()
    assert list(workspace.tables().corrections["state"]) == ["orphan"]
