"""The table of actors and the ontology of events: every line is whole, fits the others, and is found in a text."""

import csv
import re
import tomllib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from geo.language import available, load
from geo.model import CARGOES, EVENT_TYPES, Document
from geo.reading.actors import ACTOR_KINDS, Actor, inside, load_actors
from geo.reading.text.analysis import analyse
from geo.reading.text.tokens import name_key

DATA = Path(__file__).resolve().parents[1] / "data"
COLUMNS = ["name", "kind", "side", "country", "affiliation", "office", "aliases"]
ACTORS = load_actors().actors
BY_NAME = load_actors().by_name
# Words of the language's list of everyday words, and given names, that these wars have made unmistakable.
EVERYDAY_ALL_THE_SAME = {"حماس", "السراج", "الأسد"}
GIVEN_NAMES_ALL_THE_SAME = {"LANA"}
COUNTRIES = set(filter(re.compile(r"[A-Z]{2}$").match, map(str, Locale("en").territories))) - {"EU", "UN", "EZ", "ZZ"}


@lru_cache(maxsize=1)
def lines() -> tuple[dict[str, str], ...]:
    with (DATA / "actors.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


@lru_cache(maxsize=1)
def sides() -> frozenset[str]:
    """Codes of the table of sides in data/README.md."""
    text = (DATA / "README.md").read_text(encoding="utf-8").split("### Sides")[1]
    return frozenset(re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE))


def found_in(text: str) -> list[Actor]:
    language = "ar" if re.search("[\u0600-\u06ff]", text) else "en"
    analysis = analyse(Document(id="x", text=text, language=language))
    return [found.actor for found in load_actors().find(analysis)]


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / "events" / name).read_text(encoding="utf-8"))


# --- The table --------------------------------------------------------------------------------------------------------


def test_the_table_has_its_columns_and_every_line_fits() -> None:
    with (DATA / "actors.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS
    for line in lines():
        assert None not in line, line
        assert None not in line.values(), line
        assert all(value == value.strip() for value in line.values()), line


def test_there_are_actors_enough_for_the_wars_of_the_region() -> None:
    assert len(ACTORS) >= 150
    counts = Counter(actor.country for actor in ACTORS)
    assert all(counts[country] >= 15 for country in ("LY", "SY", "YE", "SD", "IQ", "LB", "PS", "UA", "TR", "RU", "IR"))


def test_canonical_names_are_unique_and_in_latin_letters() -> None:
    assert [name for name, count in Counter(actor.name for actor in ACTORS).items() if count > 1] == []
    assert [actor.name for actor in ACTORS if re.search("[\u0600-\u06ff]", actor.name)] == []


def test_kinds_sides_and_countries_are_known() -> None:
    assert [actor.name for actor in ACTORS if actor.kind not in ACTOR_KINDS] == []
    assert [actor.name for actor in ACTORS if actor.side and actor.side not in sides()] == []
    assert [actor.name for actor in ACTORS if actor.country and actor.country not in COUNTRIES] == []


def test_every_side_that_the_readme_lists_is_in_use() -> None:
    assert sides() - {actor.side for actor in ACTORS} == frozenset()


def test_affiliations_are_actors_and_lead_round_in_no_circle() -> None:
    for actor in ACTORS:
        path = [actor.name]
        while above := BY_NAME[path[-1]].affiliation:
            assert above in BY_NAME, actor
            assert above not in path, actor
            path.append(above)


def test_a_persons_label_says_who_he_is_and_only_persons_and_companies_have_an_office() -> None:
    assert [actor.name for actor in ACTORS if actor.kind == "person" and not actor.office] == []
    assert [actor.name for actor in ACTORS if actor.office and actor.kind not in {"person", "company"}] == []
    assert BY_NAME["Mohammed Qanunu"].label == "Mohammed Qanunu (GNA army spokesman)"


def test_carriers_by_air_are_companies() -> None:
    airlines = {actor.name for actor in ACTORS if actor.office == "airline"}
    assert {"Cham Wings", "Syrian Air", "Libyan Airlines", "Afriqiyah Airways", "Buraq Air", "Mahan Air"} <= airlines
    assert {BY_NAME[name].kind for name in airlines} == {"company"}


def test_a_country_has_one_state_with_its_name_and_side() -> None:
    states = Counter(actor.country for actor in ACTORS if actor.kind == "state")
    assert [country for country, count in states.items() if count > 1] == []
    assert "" not in states


# --- The names --------------------------------------------------------------------------------------------------------


def test_no_name_belongs_to_two_actors() -> None:
    owners: dict[str, set[str]] = {}
    for actor in ACTORS:
        for name in actor.names:
            owners.setdefault(name_key(name), set()).add(actor.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_no_alias_is_empty_or_there_twice() -> None:
    for line in lines():
        aliases = line["aliases"].split("|") if line["aliases"] else []
        keys = [name_key(alias) for alias in aliases]
        assert all(keys), line["name"]
        assert len(keys) == len(set(keys)), line["name"]
        assert name_key(line["name"]) not in keys, line["name"]


def test_every_actor_of_these_wars_has_an_arabic_name() -> None:
    without = [a.name for a in ACTORS if not any(re.search("[\u0600-\u06ff]", name) for name in a.names)]
    assert len(without) <= 10, without


@pytest.mark.parametrize("kind", ACTOR_KINDS)
def test_every_name_is_found_in_a_text_as_its_actor(kind: str) -> None:
    missed = []
    for actor in ACTORS:
        # A state by its bare name is a place: the reader of places finds it, and its role says that it acts.
        names = [name for name in actor.names if actor.kind != "state" or name != actor.name]
        for name in names if actor.kind == kind else ():
            plain = name.replace("'s ", " ")  # the key of a name leaves a possessive out
            text = f"ثم «{plain}» أيضا" if re.search("[\u0600-\u06ff]", name) else f"There {plain} said so"
            # No name begins with a number in a text: a canonical name that does is only a label.
            if not name[0].isdigit() and actor not in found_in(text):
                missed.append((actor.name, name))
    assert missed == []


def test_an_alias_does_not_begin_with_a_number() -> None:
    assert [alias for line in lines() for alias in line["aliases"].split("|") if alias[:1].isdigit()] == []


def test_no_alias_is_an_everyday_word() -> None:
    for code in available():
        everyday = {name_key(word) for word in load(code).words("everyday")}
        allowed = {name_key(name) for name in EVERYDAY_ALL_THE_SAME}
        clash = {name for a in ACTORS if a.kind != "state" for name in a.names if name_key(name) in everyday - allowed}
        assert clash == set(), code


def test_no_alias_is_a_bare_given_name() -> None:
    for code in available():
        given = {name_key(row["name"]) for row in load(code).rows("given_names")}
        allowed = {name_key(name) for name in GIVEN_NAMES_ALL_THE_SAME}
        clash = {name for a in ACTORS if a.kind != "state" for name in a.names if name_key(name) in given - allowed}
        assert clash == set(), code


def test_no_alias_is_the_bare_name_of_a_country_or_its_demonym() -> None:
    arabic = {name_key(name) for code, name in Locale("ar").territories.items() if code in COUNTRIES}
    demonyms = {name_key(row["stem"]) for code in available() for row in load(code).rows("demonyms")}
    states = {actor.name for actor in ACTORS if actor.kind == "state"}
    clash = {name for a in ACTORS for name in a.names if name_key(name) in arabic | demonyms and name not in states}
    assert clash == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("نفت وزارة الداخلية بحكومة الوفاق الوطني علمها", ["GNA Ministry of Interior"]),
        ("مسلحون موالون لقوات خليفة حفتر", ["LNA"]),
        ("زار المشير خليفة حفتر القاهرة", ["Khalifa Haftar"]),
        ("سلمها نظام بشار الأسد للحكومة المؤقتة", ["Assad government", "Eastern Libyan government"]),
        ("ونقلت وكالة «سانا» عن مصدر", ["SANA"]),
        ("الناطق باسم هيئة الاستثمار العسكري", ["Military Investment Authority"]),
        ("رحلات “أجنحة الشام” من فاغنر", ["Cham Wings", "Wagner"]),
        ("لقسد ومسد وداعش", ["SDF", "SDC", "ISIS"]),
        ("بحسب المرصد السوري لحقوق الإنسان", ["SOHR"]),
        ("قال رجب طيب إردوغان لفرانس برس", ["Recep Tayyip Erdogan", "AFP"]),
        ("عبدالفتاح البرهان وقوات الدعم السريع", ["Abdel Fattah al-Burhan", "RSF"]),
        ("ميليشيا الحوثي والمليشيات الإيرانية", ["Houthis", "Iranian militias"]),
        ("the Turkish defence ministry told Reuters", ["Turkish Ministry of Defence", "Reuters"]),
        ("Haftar forces and the U.N.-backed GNA", ["LNA", "GNA"]),
        ("Syria's SANA news agency quoted Faisal Mekdad", ["SANA", "Faisal al-Miqdad"]),
        ("Hay'at Tahrir al-Sham fighters in Idlib", ["HTS"]),
    ],
)
def test_the_usual_spellings_are_read(text: str, names: list[str]) -> None:
    assert [actor.name for actor in found_in(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "وصل الرئيس إلى المدينة مع مستشاره",
        "اتفاق الوفاق الوطني بين الأطراف",
        "في بيت المعلمين القديم",
        "قفز لسانه من فمه",
        "a monitor said the school was hit",
        "The liberation of the town was gallant",
        "at the times when the guardian sleeps",
    ],
)
def test_everyday_sentences_hold_no_actor(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("صوت دمشق", "دمشق"),
        ("السويداء 24", "السويداء"),
        ("أجنحة الشام", "الشام"),
        ("قوات سوريا الديمقراطية", "سوريا"),
        ("هيئة تحرير الشام", "الشام"),
        ("تلفزيون سوريا", "سوريا"),
        ("القدس العربي", "القدس"),
        ("فيلق القدس", "القدس"),
        ("قناة ليبيا الأحرار", "ليبيا"),
        ("حكومة طرابلس", "طرابلس"),
        ("صحيفة الشرق الأوسط", "الأوسط"),
        ("Washington Post", "Washington"),
        ("Middle East Eye", "East"),
    ],
)
def test_a_place_inside_an_actors_name_is_known_to_be_inside(name: str, place: str) -> None:
    analysis = analyse(Document(id="x", text=name, language="ar" if name[0] > "\u0600" else "en"))
    (found,) = load_actors().find(analysis)
    position = [analysis.document.text[t.start : t.end] for t in analysis.tokens].index(place)
    assert inside(found, position, position + 1)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Khalifa Haftar",
            "Bashar al-Assad",
            "Fayez al-Sarraj",
            "Abdulhadi al-Huweij",
            "Walid al-Muallem",
            "Abbas Kamel",
        ),
        *("Mohammed Qanunu", "Issa al-Tuwaijri", "Bouhania Goui", "Mohamed Buisir", "Abdullah al-Thani", "Lev Dengov"),
        *("Ahmed al-Mismari", "Marco Minniti", "Ghassan Salamé", "Muammar Gaddafi", "Faisal al-Miqdad", "Salim Qashut"),
        *(
            "Abbas Kamel",
            "Recep Tayyip Erdogan",
            "Mevlut Cavusoglu",
            "Abdel Fattah al-Sisi",
            "Idriss Deby",
            "Hossein Amirabdollahian",
        ),
    ],
)
def test_the_persons_of_the_first_reports_are_known(name: str) -> None:
    assert BY_NAME[name].kind == "person"


# --- The ontology -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def plover() -> dict[str, Any]:
    return toml("plover.toml")


def modes_of(kind: str) -> set[str]:
    return {"", *plover()["type"][kind].get("modes", {})}


def test_the_ontology_has_the_programs_types_and_no_other() -> None:
    assert list(plover()["type"]) == [kind for kind in plover()["type"] if kind in EVENT_TYPES]
    assert set(plover()["type"]) == set(EVENT_TYPES)


def test_every_type_mode_and_context_has_a_meaning() -> None:
    families = {"verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"}
    for kind, entry in plover()["type"].items():
        assert entry["meaning"], kind
        assert entry["family"] in families, kind
        assert isinstance(entry["requires_recipient"], bool), kind
        assert all(entry.get("modes", {"": "none"}).values()), kind
    assert len(plover()["contexts"]) >= 30
    assert all(plover()["contexts"].values())


@pytest.mark.parametrize("code", available())
def test_frames_use_modes_that_plover_has_for_their_type(code: str) -> None:
    rows = load(code).rows("frames")
    assert [row["frame"] for row in rows if row["mode"] not in modes_of(row["type"])] == []


def test_acled_corresponds_to_types_and_modes_that_there_are() -> None:
    table = toml("acled.toml")
    names = {**table["event_types"], "": [""]}
    assert len(table["event_types"]) == 6
    assert sum(map(len, table["event_types"].values())) == 25
    for kind, entry in table["type"].items():
        assert kind in EVENT_TYPES
        for mode, target in {"": entry, **entry.get("mode", {})}.items():
            assert mode in modes_of(kind), (kind, mode)
            assert target["sub"] in names[target["event"]], (kind, mode)


def test_the_programs_own_ontology_names_every_type_known_modes_and_acled_types() -> None:
    table, acled = toml("ontology.toml"), {"", *toml("acled.toml")["event_types"]}
    assert set(table["type"]) == set(EVENT_TYPES)
    for kind, entry in table["type"].items():
        assert isinstance(entry["weight"], int)
        assert entry.get("acled", "") in acled, kind
        assert set(entry.get("acled_by_mode", {})) <= modes_of(kind), kind
        assert set(entry.get("acled_by_mode", {}).values()) <= acled, kind
    for cargo, target in table.get("movement", {}).items():
        assert cargo in {*CARGOES, "unknown"}
        assert target["mode"] in modes_of(target["type"]), cargo
