"""Independent claimants are counted apart from articles: one side's repeated word is no corroboration."""

from typing import Any

import pytest

from geo.model import Claim, Document
from geo.workspace.reprints import Reprint
from geo.workspace.voices import claimants, independent, outlet, voices
from tests import builders as b


def told(*said: tuple[str, Claim], **document: Any) -> tuple[list[Any], dict[str, Document]]:
    """One telling a (publisher, claim), each in a document of its own."""
    documents = {
        str(number): b.document(**{"id": str(number), "text": f"نص {number}", "publisher": publisher, **document})
        for number, (publisher, _) in enumerate(said)
    }
    tellings = [
        b.event(doc=str(number), claim=claim, evidence=b.evidence(doc=str(number), quote=f"قول {number}"))
        for number, (_, claim) in enumerate(said)
    ]
    return tellings, documents


MINISTRY = Claim(claimed_by="Syrian Foreign Ministry", status="claimed")
OWN = Claim()


def test_five_reprints_of_one_ministry_count_once() -> None:
    tellings, documents = told(*((f"Outlet {number}", MINISTRY) for number in range(5)))
    assert independent(tellings, documents) == 1
    assert claimants(tellings, documents) == ("Syrian Foreign Ministry",)


def test_outlets_in_their_own_voice_count_by_publisher() -> None:
    tellings, documents = told(("Wire", OWN), ("Wire", OWN), ("Daily", OWN))
    assert independent(tellings, documents) == 2
    assert claimants(tellings, documents) == ("Daily", "Wire")


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (Claim(claimed_by="GNA"), Claim(claimed_by="LNA"), 2),
        (Claim(claimed_by="GNA"), Claim(claimed_by="gna "), 1),
        (Claim(claimed_by="Salem Test (GNA army spokesman)"), Claim(claimed_by="GNA"), 1),
        (Claim(claimed_by="Salem Test (GNA)"), Claim(claimed_by="GNA"), 1),
        (Claim(claimed_by="Salem Test (Test  Army spokesman)"), Claim(claimed_by="test army"), 1),
        (Claim(claimed_by="Salem Test (army of GNA)"), Claim(claimed_by="GNA"), 2),
        (Claim(claimed_by="Salem Test (GNAT commander)"), Claim(claimed_by="GNA"), 2),
        (Claim(claimed_by="SANA", chain=("Syrian Foreign Ministry",)), MINISTRY, 1),
        (Claim(claimed_by="Le Monde", chain=("military sources",)), Claim(chain=("military sources",)), 1),
        (Claim(claimed_by="Wire"), OWN, 1),
    ],
)
def test_whoever_repeats_another_counts_once_with_him(one: Claim, other: Claim, count: int) -> None:
    assert independent(*told(("Daily", one), ("Wire", other))) == count


def test_two_claimants_in_one_article_are_two() -> None:
    tellings, documents = told(("Wire", Claim(claimed_by="GNA")), ("Wire", Claim(claimed_by="LNA")), text="نص واحد")
    assert independent(tellings, documents) == 2


def test_a_reprint_of_the_same_text_under_another_name_is_no_second_witness() -> None:
    assert independent(*told(("Wire", OWN), ("Daily", OWN), text="نص واحد")) == 1


@pytest.mark.parametrize(("length", "count"), [(39, 2), (40, 1)])
def test_a_long_sentence_word_for_word_is_a_wire_copy_a_short_one_may_be_chance(length: int, count: int) -> None:
    tellings, documents = told(("Wire", OWN), ("Daily", OWN))
    copies = [b.event(doc=one.doc, evidence=b.evidence(doc=one.doc, quote="ق" * length)) for one in tellings]
    assert independent(copies, documents) == count


REPRINTED = {"1": Reprint(of="0", likeness=0.9), "2": Reprint(of="0", likeness=0.8)}


def test_reprints_of_one_original_are_one_voice_also_where_the_original_does_not_tell_it() -> None:
    tellings, documents = told(("Wire", OWN), ("Daily", OWN), ("Post", OWN), ("Other", OWN))
    assert independent(tellings, documents) == 4
    assert independent(tellings, documents, reprints=REPRINTED) == 2
    assert independent(tellings[1:], documents, reprints=REPRINTED) == 2
    assert claimants(tellings, documents) == ("Daily", "Other", "Post", "Wire")


def test_whom_a_reprint_names_counts_beside_the_original() -> None:
    tellings, documents = told(("Wire", OWN), ("Daily", MINISTRY), ("Post", Claim(chain=("military sources",))))
    assert independent(tellings, documents, reprints=REPRINTED) == 3


def test_a_denial_in_a_reprint_is_still_no_claim() -> None:
    tellings, documents = told(("Wire", Claim(status="denied")), ("Daily", OWN))
    assert independent(tellings, documents, reprints=REPRINTED) == 1


def test_a_denial_is_no_claim_unless_it_names_the_claimant() -> None:
    denial = Claim(denied_by=("LNA",), status="denied")
    assert independent(*told(("Wire", denial))) == 0
    assert claimants(*told(("Wire", denial))) == ()
    named = Claim(claimed_by="GNA", denied_by=("LNA",), status="denied")
    assert independent(*told(("Wire", named))) == 1


def test_a_document_without_publisher_speaks_under_its_id() -> None:
    tellings, documents = told(("", OWN))
    assert outlet(documents["0"]) == "0"
    assert voices(tellings[0], documents) == ("0",)
