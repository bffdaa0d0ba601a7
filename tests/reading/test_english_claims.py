"""English claims: who says so, before and behind what is said; denials."""

from datetime import date

import pytest

from tests.conftest import ReadsText

PUBLISHED = date(2021, 6, 15)

SPEAKERS = [
    ("Rockets hit Misrata, according to SANA.", "SANA"),
    ("According to the Syrian Observatory for Human Rights, jets bombed Idlib.", "SOHR"),
    ("Drones struck Marib, the United Nations said.", "United Nations"),
    ("The United Nations said on Monday that drones had struck Marib.", "United Nations"),
]


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_a_claim_has_its_claimant(read_text: ReadsText, text: str, speaker: str) -> None:
    (event,) = read_text(text, language="en", published=PUBLISHED).events
    assert event.claim.claimed_by == speaker


def test_an_outlets_own_voice_reports(read_text: ReadsText) -> None:
    (event,) = read_text("Rockets hit Misrata on Monday.", language="en", published=PUBLISHED).events
    assert (event.claim.claimed_by, event.claim.status) == ("", "reported")


def test_a_denial_denies(read_text: ReadsText) -> None:
    (event,) = read_text("Hezbollah denied that it had shelled Aleppo.", language="en", published=PUBLISHED).events
    assert (event.claim.status, event.claim.denied_by) == ("denied", ("Hezbollah",))
