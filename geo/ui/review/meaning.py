"""What a name means, to be chosen: a candidate, another place, a new one, none at all, or one that cannot be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geo.coordinates import format_decimal
from geo.model import ROLES, Candidate, Decision, Mention, Place, Role
from geo.showing import maps
from geo.ui import chrome
from geo.ui.review import place_form
from geo.ui.review.place_form import NewPlace
from geo.ui.review.words import place_line, place_words, shorten
from geo.ui.strings import Translator
from geo.ui.wording import plain_label
from geo.workspace.corrections.entries import OwnPlace

__all__ = ["Meaning", "candidates_of", "choose", "draw_map", "role_of"]

NEW, NONE, OPEN = "-new", "-none", "-open"
MOST_CANDIDATES = 6
MOST_FOUND = 6
MAP_HEIGHT = 420
NEAR_ZOOM = 8
_LONGEST = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Meaning:
    """What was chosen: the decision, the new place behind it, or what is missing; ``changed``: it is not as it was."""

    decision: Decision | None = None
    new: NewPlace | None = None
    missing: str = ""
    changed: bool = False


def candidates_of(now: Mention | None, read: Mention | None) -> tuple[Candidate, ...]:
    """Return what a mention may mean, each place once: what it means now, what was read, what that was weighed against.

    Examples
    --------
    >>> candidates_of(None, None)
    ()
    """
    found: dict[str, Candidate] = {}
    for mention in (now, read):
        resolution = mention.resolution if mention else None
        if resolution is None:
            continue
        if resolution.place is not None:
            own = Candidate(place=resolution.place, score=resolution.score, reason=resolution.reason)
            found.setdefault(own.place.id, own)
        for other in resolution.alternatives:
            found.setdefault(other.place.id, other)
    return tuple(found.values())[:MOST_CANDIDATES]


def choose(
    key: str,
    now: Mention | None,
    candidates: tuple[Candidate, ...],
    own: tuple[OwnPlace, ...],
    text: str,
    say: Translator,
) -> Meaning:
    """Offer what a name may mean; ``key`` names the widgets of this name."""
    radio = f"meaning_{key}"
    _take_click(key, radio)
    offered = _Offered(candidates, _looked_up(key, candidates, own))
    current = now.place.id if now and now.place else OPEN if now else NONE
    options = [*offered.places, NEW, OPEN, NONE]
    if st.session_state.get(radio) not in options:
        st.session_state[radio] = current
    chosen = st.radio(
        say("meaning"),
        options,
        format_func=lambda one: offered.label(one, current, say),
        captions=[offered.caption(one, say) for one in options],
        key=radio,
    )
    st.text_input(
        say("meaning_search"),
        key=f"meaning_search_{key}",
        max_chars=_LONGEST,
        placeholder=say("meaning_search_hint"),
        icon=":material/search:",
    )
    new = place_form.describe(key, text, say) if chosen == NEW else None
    role = role_of(key, now.role if now else "literal", say) if chosen != NONE else "literal"
    if new is not None and new.place is None:
        return Meaning(missing=new.missing, changed=True)
    place = new.place if new else offered.places[chosen].place if chosen in offered.places else None
    decision = Decision(place=place, role=role, is_place=chosen != NONE)
    changed = chosen != current or (now is not None and role != now.role)
    return Meaning(decision=decision, new=new, changed=changed)


@dataclass(frozen=True, slots=True)
class _Offered:
    """Candidates of the reading, and places that were looked up."""

    read: tuple[Candidate, ...]
    found: tuple[Candidate, ...]

    @property
    def places(self) -> Mapping[str, Candidate]:
        return {one.place.id: one for one in (*self.found, *self.read)}

    def label(self, key: str, current: str, say: Translator) -> str:
        if key in self.places:
            place = self.places[key].place
            words = f"**{plain_label(place_words(place, say))}** · {plain_label(place_line(place, say))}"
        else:
            words = say(f"meaning_{key.strip('-')}")
        return f"{words} :blue-badge[{say('meaning_now')}]" if key == current else words

    def caption(self, key: str, say: Translator) -> str:
        if key not in self.places:
            return say(f"meaning_{key.strip('-')}_hint")
        one = self.places[key]
        score = f"{one.score:.2f}" if one in self.read else ""
        # Numbers and reasons run from left to right among Arabic words too (an isolate, UAX 9).
        parts = (score, format_decimal(one.place.lon, one.place.lat), shorten(one.reason, 140))
        return " · ".join(f"\u2066{plain_label(part)}\u2069" for part in parts if part)


def _looked_up(key: str, candidates: tuple[Candidate, ...], own: tuple[OwnPlace, ...]) -> tuple[Candidate, ...]:
    """Look up what was typed, in the gazetteer with the places that analysts added."""
    words = str(st.session_state.get(f"meaning_search_{key}") or "").strip()
    if not words:
        return ()
    known = {one.place.id for one in candidates}
    return tuple(one for one in find(words, own) if one.place.id not in known)


@st.cache_resource(max_entries=64, show_spinner=False)
def find(words: str, own: tuple[OwnPlace, ...]) -> tuple[Candidate, ...]:
    """Find the places that a name may mean, strongest first."""
    from geo.pipeline import look_up

    places: dict[str, Candidate] = {}
    for one in look_up(words[:_LONGEST], places=own):
        places.setdefault(one.place.id, Candidate(place=one.place, score=min(1.0, one.strength), reason=one.why))
    return tuple(places.values())[:MOST_FOUND]


def role_of(key: str, current: Role, say: Translator) -> Role:
    """Offer the role in which a name stands."""
    chosen = st.segmented_control(
        say("meaning_role"),
        ROLES,
        default=current,
        format_func=lambda role: say(f"role_{role}"),
        key=f"meaning_role_{key}",
    )
    return chosen or current


def _map_key(key: str) -> str:
    return f"review_map_{key}"


def _take_click(key: str, radio: str) -> None:
    """Take up a click on the map, once: it is where a new place lies."""
    told: Mapping[str, Any] = st.session_state.get(_map_key(key)) or {}
    clicked = told.get("last_clicked") or {}
    if clicked.get("lat") is None or clicked == st.session_state.get(f"clicked_{key}"):
        return
    st.session_state[f"clicked_{key}"] = clicked
    lon = (float(clicked["lng"]) + 180.0) % 360.0 - 180.0
    st.session_state[place_form.position_key(key)] = format_decimal(lon, float(clicked["lat"]))
    st.session_state[radio] = NEW


def draw_map(
    key: str,
    now: Mention | None,
    candidates: tuple[Candidate, ...],
    own: tuple[OwnPlace, ...],
    near: Place | None,
    say: Translator,
) -> None:
    """Draw the candidates on a map; what the name means now stands out, a click says where a new place lies.

    ``near`` is looked at where there is no candidate.
    """
    chrome.prepare()
    current = now.place.id if now and now.place else ""
    rows = [_row(one.place, one.score, one.reason, one.place.id == current) for one in candidates]
    rows += [_row(one.place, one.score, one.reason, False) for one in _looked_up(key, candidates, own)]
    point = place_form.typed_position(key)
    if point is not None:
        at = Place(id="-point", name=say("meaning_point"), kind="site", lon=point[0], lat=point[1], radius_km=0.0)
        rows.append(_row(at, 0.0, "", False))
    looked_at: dict[str, Any] = {"center": (near.lat, near.lon), "zoom": NEAR_ZOOM} if near and not candidates else {}
    st_folium(
        maps.base_map(chrome.assets(), language=say.language),
        feature_group_to_add=[maps.data_group(maps.candidate_map_data(rows, say.language))],
        key=_map_key(key),
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_clicked"],
        **looked_at,
    )


def _row(place: Place, score: float, reason: str, won: bool) -> dict[str, Any]:
    return {
        "place_id": place.id,
        "name": place.name,
        "name_ar": place.name_ar,
        "country": place.country,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "score": score,
        "reason": reason,
        "won": won,
    }
