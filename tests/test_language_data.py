"""Languages as data: every line of every language's files is whole, and what code asks of them is there."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from geo.errors import LanguageError
from geo.language import Language, available, load
from geo.model import CARGOES, EVENT_TYPES, KINDS, TRANSPORT_MODES, Document
from geo.parts import DIRECTIONS
from geo.reading.frames import find_hits, inflected_forms
from geo.reading.gazetteer.index import Index
from geo.reading.rules import rules_for
from geo.reading.text.analysis import analyse
from geo.reading.text.folding import fold
from geo.reading.text.tokens import name_key

ROOT = Path(__file__).resolve().parents[1]
READING = ROOT / "geo" / "reading"
LANGUAGES = [load(code) for code in available()]

COLUMNS = {
    "class_words": ("word", "kinds", "in_span", "opens"),
    "area_abbreviations": ("abbreviation", "name"),
    "demonyms": ("stem", "country"),
    "directions": ("words", "direction"),
    "frames": (
        *("frame", "type", "mode", "flow", "past", "present", "masdar", "participle", "noun"),
        *("needs", "not_before", "not_after"),
    ),
    "given_names": ("name", "latin"),
    "prefixes": ("prefix", "restored", "span_offset"),
    "sounds": ("letters", "sound"),
    "titles": ("words", "english"),
}

each_language = pytest.mark.parametrize("language", LANGUAGES, ids=available())
each_list = pytest.mark.parametrize(
    ("language", "name"),
    [(language, path.stem) for language in LANGUAGES for path in sorted(language.folder.glob("*.txt"))],
    ids=lambda value: value if isinstance(value, str) else value.code,
)
each_table = pytest.mark.parametrize(
    ("language", "name"),
    [(language, path.stem) for language in LANGUAGES for path in sorted(language.folder.glob("*.csv"))],
    ids=lambda value: value if isinstance(value, str) else value.code,
)


def test_arabic_and_english_are_there() -> None:
    assert {"ar", "en"} <= set(available())


@each_language
def test_a_language_says_how_it_is_written(language: Language) -> None:
    settings = language.settings
    assert settings["name"]
    assert settings["english_name"]
    assert re.fullmatch(r"[A-Z][a-z]{3}", settings["script"]), "an ISO 15924 code"
    assert settings["direction"] in {"ltr", "rtl"}
    assert rules_for(settings["script"], language.code) is not None


@each_language
def test_a_folder_holds_nothing_but_data(language: Language) -> None:
    strays = [path.name for path in language.folder.iterdir() if path.suffix not in {".txt", ".csv", ".toml"}]
    assert [name for name in strays if name != "__pycache__"] == []


# --- Word lists -------------------------------------------------------------------------------------------------------


@each_list
def test_no_line_of_a_word_list_is_there_twice(language: Language, name: str) -> None:
    counts = Counter(language.words(name))
    assert [word for word, count in counts.items() if count > 1] == []


@each_list
def test_every_line_of_a_word_list_has_a_word_that_folding_keeps(language: Language, name: str) -> None:
    assert [word for word in language.words(name) if not fold(word).strip()] == []


@each_list
def test_a_word_list_is_in_the_languages_script(language: Language, name: str) -> None:
    letters = re.compile(r"[\u0600-\u06ff]" if language.settings["script"] == "Arab" else r"[A-Za-z]")
    assert [word for word in language.words(name) if not letters.search(word)] == []


# --- Tables -----------------------------------------------------------------------------------------------------------


@each_table
def test_a_table_has_its_columns_and_every_row_fits(language: Language, name: str) -> None:
    path = language.folder / f"{name}.csv"
    header = tuple(path.read_text(encoding="utf-8").splitlines()[0].split(","))
    assert header == COLUMNS[name]
    rows = language.rows(name)
    assert [row for row in rows if any(value != value.strip() for value in row.values())] == []


@each_table
def test_no_row_is_there_twice(language: Language, name: str) -> None:
    key = COLUMNS[name][:2] if name == "prefixes" else COLUMNS[name][:1]
    counts = Counter(tuple(row[column] for column in key) for row in language.rows(name))
    assert [row for row, count in counts.items() if count > 1] == []


@each_language
def test_class_words_announce_known_kinds(language: Language) -> None:
    for row in language.rows("class_words"):
        assert row["kinds"].split(), row
        assert set(row["kinds"].split()) <= set(KINDS), row
        assert {row["in_span"], row["opens"]} <= {"yes", "no"}, row


@each_language
def test_directions_are_known(language: Language) -> None:
    assert {row["direction"] for row in language.rows("directions")} == set(DIRECTIONS)


@each_language
def test_demonyms_are_of_countries_that_the_gazetteer_has(language: Language, index: Index) -> None:
    assert [row for row in language.rows("demonyms") if index.country(row["country"]) is None] == []


@each_language
def test_prefixes_leave_a_span_offset_that_fits(language: Language) -> None:
    for row in language.rows("prefixes"):
        assert 0 < int(row["span_offset"]) <= len(row["prefix"]), row


@each_language
def test_given_names_and_titles_have_an_english_side(language: Language) -> None:
    sides = [row["latin"] for row in language.rows("given_names")] + [row["english"] for row in language.rows("titles")]
    assert [side for side in sides if not re.fullmatch(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ' -]*", side)] == []


# --- Frames -----------------------------------------------------------------------------------------------------------


@each_language
def test_every_frame_has_a_type_of_plover_and_a_word(language: Language) -> None:
    faults = []
    for row in language.rows("frames"):
        if row["type"] not in EVENT_TYPES:
            faults.append(f"{row['frame']}: type {row['type']!r}")
        if not any(row[column] for column in ("past", "present", "masdar", "participle", "noun")):
            faults.append(f"{row['frame']}: no word")
        for column in ("past", "present", "masdar", "participle", "noun", "not_before", "not_after"):
            words = row[column].split("|") if row[column] else []
            if len(words) != len(set(words)) or "" in words:
                faults.append(f"{row['frame']}: {column} {row[column]!r} has a word twice or an empty one")
    assert faults == []


@each_language
def test_what_a_frame_needs_is_a_group(language: Language) -> None:
    groups = language.table("groups").get("groups", {})
    needs = {row["needs"] for row in language.rows("frames")} - {"", "moving"}
    assert sorted(needs - groups.keys()) == []


@each_language
def test_frames_load_and_hit_their_own_words(language: Language) -> None:
    silent = []
    for row in language.rows("frames"):
        words = [word for column in ("past", "masdar", "noun") for word in row[column].split("|") if word]
        if row["needs"] or not words:
            continue
        analysis = analyse(Document(id="t", text=words[0], language=language.code))
        if row["frame"] not in {hit.frame.name for hit in find_hits(analysis)}:
            silent.append(f"{row['frame']}: {words[0]}")
    assert silent == []


@each_language
def test_the_modes_of_a_type_are_few_and_written_alike(language: Language) -> None:
    modes = {row["mode"] for row in language.rows("frames")}
    assert [mode for mode in modes if mode and not re.fullmatch(r"[a-z][a-z-]*", mode)] == []


@each_language
def test_inflection_names_columns_of_frames(language: Language) -> None:
    for form, rule in language.table("inflection").items():
        assert rule.get("stem_of", form) in COLUMNS["frames"], form
        for key in ("particles", "prefixes", "suffixes", "swap_first"):
            assert all(isinstance(value, str) for value in rule.get(key, [])), (form, key)


@each_language
def test_a_frames_stem_is_among_its_own_forms(language: Language) -> None:
    for row in language.rows("frames"):
        for stem in filter(None, row["past"].split("|")):
            assert fold(stem) in {fold(form) for form in inflected_forms(language.code, stem, "past")}, stem


# --- Groups -----------------------------------------------------------------------------------------------------------


@each_language
def test_no_word_is_in_a_group_twice(language: Language) -> None:
    twice = []
    for section, groups in language.table("groups").items():
        if isinstance(groups, dict):
            for name, words in groups.items():
                counts: Counter[str] = Counter(words)
                twice += [f"{section}.{name}: {word}" for word, count in counts.items() if count > 1]
    assert twice == []


@each_language
def test_cargo_and_modes_are_those_of_the_records(language: Language) -> None:
    groups = language.table("groups")
    assert set(groups.get("cargo", {})) <= set(CARGOES)
    assert set(groups.get("mode", {})) <= set(TRANSPORT_MODES)


@each_language
def test_a_word_has_one_unit(language: Language) -> None:
    owners: dict[str, list[str]] = {}
    for unit, words in language.table("groups").get("units", {}).items():
        for word in words:
            owners.setdefault(name_key(word), []).append(unit)
    assert {word: units for word, units in owners.items() if len(set(units)) > 1} == {}


def strings_of(node: ast.Call) -> list[str]:
    return [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


@lru_cache(maxsize=1)
def asked_for() -> dict[str, frozenset[str]]:
    """Names of groups that the reading wing asks its languages for: cues, groups, word lists."""
    cues: set[str] = set()
    lists: set[str] = set()
    for path in READING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            strings = strings_of(node)
            if called == "has_cue" and strings:
                cues.add(strings[0])
            elif called == "has" and len(strings) > 1 and strings[0] == "cue":
                cues.add(strings[1])
            elif called in {"has", "is_exactly", "words"} and len(strings) == 1:
                lists.add(strings[0])
    return {"cue": frozenset(cues), "list": frozenset(lists - {"cue", "groups"})}


def test_the_scan_sees_what_code_asks_for() -> None:
    assert {"negation", "purpose", "origin"} <= asked_for()["cue"]
    assert {"locatives", "agency_verbs"} <= asked_for()["list"]


@each_language
def test_every_cue_that_code_asks_for_is_there(language: Language) -> None:
    assert sorted(asked_for()["cue"] - language.table("groups").get("cue", {}).keys()) == []


@each_language
def test_every_cue_is_asked_for(language: Language) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in READING.rglob("*.py"))
    assert [name for name in language.table("groups").get("cue", {}) if f'"{name}"' not in source] == []


def test_code_compares_with_no_particle_of_arabic() -> None:
    """Particles are data: groups, word lists and prefixes hold them."""
    particle = re.compile(r"""["'](?:[وفبلك]|لل|ال)["']""")
    strays = [
        f"{path.name}: {node.value!r}"
        for path in READING.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and particle.fullmatch(f"'{node.value}'")
    ]
    assert strays == []


@pytest.mark.parametrize("name", sorted(asked_for()["list"]))
def test_every_word_list_that_code_asks_for_is_some_languages(name: str) -> None:
    assert [language.code for language in LANGUAGES if language.words(name) or language.rows(name)] != []


@each_language
def test_every_word_list_is_asked_for(language: Language) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in READING.rglob("*.py"))
    unused = [path.stem for path in language.folder.glob("*.*") if f'"{path.stem}"' not in source]
    assert [name for name in unused if name != "language"] == []


# --- Numbers and claims -----------------------------------------------------------------------------------------------


@each_language
def test_a_number_word_has_one_value(language: Language) -> None:
    table = language.table("numbers")
    owners: dict[str, list[str]] = {}
    for section in ("values", "multipliers"):
        for value, words in table.get(section, {}).items():
            assert int(value) > 0
            for word in words:
                owners.setdefault(name_key(word), []).append(value)
    assert {word: values for word, values in owners.items() if len(values) > 1} == {}


@each_language
def test_every_class_of_source_has_a_label(language: Language) -> None:
    claims = language.table("claims")
    assert sorted(claims.get("sources", {}).keys() - claims.get("labels", {}).keys()) == []


@each_language
def test_weak_verbs_of_saying_are_verbs_of_saying(language: Language) -> None:
    say: dict[str, Any] = language.table("claims").get("say", {})
    forms = {
        name_key(form)
        for column in ("past", "present", "participle")
        for stem in say.get(column, [])
        for form in inflected_forms(language.code, stem, column)
    }
    assert [word for word in say.get("weak", []) if name_key(word) not in forms] == []


def lists_in(table: dict[str, Any], where: str) -> Iterator[tuple[str, list[Any]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from lists_in(value, f"{where}.{key}")
        elif isinstance(value, list):
            yield f"{where}.{key}", value


@each_language
def test_no_word_is_in_a_list_of_claims_twice(language: Language) -> None:
    twice = []
    for where, words in lists_in(language.table("claims"), "claims"):
        twice += [f"{where}: {word}" for word, count in Counter(words).items() if count > 1]
    assert twice == []


# --- Faults are refused, and a third language needs no code -----------------------------------------------------------


def test_a_language_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(LanguageError, match=r"'xx'.*ar"):
        load("xx")


@pytest.fixture
def broken(tmp_path: Path) -> Language:
    (tmp_path / "table.csv").write_text("word,value\none,1\ntwo\n", encoding="utf-8")
    (tmp_path / "settings.toml").write_text("a = [", encoding="utf-8")
    (tmp_path / "words.txt").write_text("# comment\nواحد  # why\n\nاثنان\n", encoding="utf-8")
    return Language("xx", tmp_path, {})


def test_a_row_that_does_not_fit_is_refused_by_number(broken: Language) -> None:
    with pytest.raises(LanguageError, match=r"table\.csv.*row 3"):
        broken.rows("table")


def test_a_table_that_is_no_toml_is_refused_by_name(broken: Language) -> None:
    with pytest.raises(LanguageError, match=r"settings\.toml"):
        broken.table("settings")


def test_comments_and_blank_lines_are_no_words_and_a_missing_file_is_empty(broken: Language) -> None:
    assert broken.words("words") == ("واحد", "اثنان")
    assert broken.words("nothing") == ()
    assert broken.rows("nothing") == ()
    assert broken.table("nothing") == {}


@pytest.mark.usefixtures("index")
def test_a_third_language_is_a_folder_and_needs_no_code(tmp_path: Path) -> None:
    languages = tmp_path / "language"
    shutil.copytree(ROOT / "geo" / "language", languages)
    (languages / "fr").mkdir()
    (languages / "fr" / "language.toml").write_text(
        'name = "français"\nenglish_name = "French"\nscript = "Latn"\ndirection = "ltr"\n', encoding="utf-8"
    )
    (languages / "fr" / "locatives.txt").write_text("à\n", encoding="utf-8")
    code = (
        "import geo.language\nfrom pathlib import Path\n"
        f"geo.language._ROOT = Path({str(languages)!r})\n"
        "from geo.model import Document\nfrom geo.pipeline import read\n"
        "reading = read(Document(id='a', text='Une explosion à Benghazi.', language='fr'))\n"
        "print([mention.text for mention in reading.mentions])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "['Benghazi']", done.stderr


@each_language
def test_every_toml_file_is_toml(language: Language) -> None:
    for path in language.folder.glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8")), path.name
