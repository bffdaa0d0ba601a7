"""What tellings are compared by: which place lies within which, and how sharp a date is."""

from typing import Any

import pytest

from geo.workspace.traits import contains, traits_of
from tests import builders as b


@pytest.mark.parametrize(
    ("outer", "inner", "within"),
    [
        (b.SYRIA, b.DAMASCUS, True),
        (b.DAMASCUS, b.SYRIA, False),
        (b.LIBYA, b.DAMASCUS, False),
        (b.EAST_LIBYA, b.BENGHAZI, True),
        (b.EAST_LIBYA, b.TRIPOLI, False),
        (b.BENGHAZI, b.EAST_LIBYA, False),
        (b.LIBYA, b.EAST_LIBYA, True),
        (b.IDLIB, b.HMEIMIM, False),
        (b.TRIPOLI, b.TRIPOLI, True),
        (b.TRIPOLI, b.TRIPOLI_LEBANON, False),
        (None, b.DAMASCUS, True),
        (b.DAMASCUS, None, False),
        (b.place(id="sea", name="Sea", kind="sea", country="", radius_km=1500.0), b.BENGHAZI, True),
        (b.place(id="free", name="Nowhere", kind="country", country=""), b.place(id="x", country=""), False),
    ],
)
def test_which_place_lies_within_which(outer: Any, inner: Any, within: bool) -> None:
    assert contains(outer, inner) is within


@pytest.mark.parametrize(
    ("span", "grade"),
    [
        (b.day(), 0),
        (b.day("2020-03-01", "2020-03-08"), 0),
        (b.day("2020-03-01", "2020-03-09"), 1),
        (b.day("2020-03-01", date_to=None), 1),
        (b.day("2020-03-01", date_from=None), 2),
        (b.day(None), 2),
    ],
)
def test_a_date_is_sharp_within_a_week(span: Any, grade: int) -> None:
    assert traits_of(b.event(date=span), document=b.document(), index=0).grade == grade


@pytest.mark.parametrize(
    ("places", "broad"),
    [((b.BENGHAZI,), False), ((b.LIBYA,), True), ((b.BENGHAZI, b.LIBYA), False), ((b.GHOUTA,), False), ((), True)],
)
def test_an_event_known_only_to_an_area_is_broad(places: Any, broad: bool) -> None:
    assert traits_of(b.event(places=places), document=b.document(), index=0).broad is broad
