"""The shape of the house: what stands on what, how large files are, what they are called and depend on, and what stands twice."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from scripts.structure import Structure, facts, file_lengths, function_lengths, modules_of, structure
from tests.golden_pages import cases

from reallocate.api import ahead
from reallocate.claims.evidence.target import published
from reallocate.claims.ledger import _ROWS
from reallocate.cli.main import _VERBS
from reallocate.web.pages import PAGES
from reallocate.web.serve.workers import READY

CHECK = (
    "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
)


def written(name: str) -> dict[str, str]:
    """Files of a made-up package, by their place."""
    return {place: "\n".join([*lines, ""]) for place, lines, _ in cases(Path(__file__).with_name(name))}


FLOOR_BREACHES = written("breaches_of_rooms.txt")
"""A higher room, another question, an import for types alone or in a function, below the interface, no place."""


def test_every_breach_is_found(root: Path, tmp_path: Path) -> None:
    hide = shutil.ignore_patterns("__pycache__", "*.parquet")
    shutil.copytree(root / "src" / "reallocate", tmp_path / "reallocate", ignore=hide)
    shutil.copy(root / "pyproject.toml", tmp_path)
    for place, text in FLOOR_BREACHES.items():
        file = tmp_path / "reallocate" / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    found = subprocess.run([sys.executable, "-c", CHECK], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode != 0
    for place in FLOOR_BREACHES:
        module = ".".join(Path("reallocate", place).with_suffix("").parts).removesuffix(".__init__")
        assert module in found.stdout, place


LARGEST_ROOM = 0.25
LONGEST_FILE = 550
LONGEST_FUNCTION = 60

BREACHES = written("breaches.txt") | {
    "kernel/_large.py": "x = 1\n" * 40_000, "kernel/_long.py": "def long() -> None:\n" + "    print()\n" * LONGEST_FUNCTION,
}  # fmt: skip


@pytest.fixture(scope="module")
def house(root: Path) -> Structure:
    return structure(root / "src" / "reallocate")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Structure:
    package = tmp_path_factory.mktemp("copy") / "reallocate"
    for place, text in BREACHES.items():
        (package / place).parent.mkdir(parents=True, exist_ok=True)
        (package / place).write_text(text)
    return structure(package)


def above(lengths: Mapping[str, int], limit: int) -> dict[str, int]:
    return {place: lines for place, lines in lengths.items() if lines > limit}


def test_the_largest_room_is_a_quarter_of_the_house_at_most(house: Structure) -> None:
    largest = house.rooms[0]
    assert largest.share <= LARGEST_ROOM, largest


def test_no_files_or_folders_import_each_other(house: Structure) -> None:
    assert not house.circles and not house.folder_circles, (house.circles, house.folder_circles)


def test_no_file_is_longer_than_550_lines_and_no_function_than_60(root: Path, house: Structure) -> None:
    folders = ("tests", "scripts", "benchmarks", "studies")
    files = [file for folder in folders for file in sorted((root / folder).rglob("*.py"))]
    assert len(files) > 200
    assert not above(file_lengths(root, files) | house.long_files, LONGEST_FILE)
    assert not above(function_lengths(root, files) | house.long_functions, LONGEST_FUNCTION)


def test_each_breach_is_found(broken: Structure) -> None:
    assert broken.rooms[0].name == "kernel" and broken.rooms[0].share > LARGEST_ROOM
    for circle in (
        ("kernel._here", "kernel._there"), ("kernel._loaded", "kernel._loads"), ("kernel._listed", "kernel._row"),
        ("kernel._computed", "moves.inner._third"),
    ):  # fmt: skip
        assert [f"reallocate.{name}" for name in circle] in broken.circles
    assert ["reallocate.moves", "reallocate.moves.inner"] in broken.folder_circles
    assert above(broken.long_files, LONGEST_FILE) == {"reallocate/kernel/_large.py": 40_000}
    assert above(broken.long_functions, LONGEST_FUNCTION) == {"reallocate/kernel/_long.py:long": 61}


FORBIDDEN_MODULES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}
BINARY = {".webp", ".parquet", ".png", ".ico", ".woff2", ".xlsx", ".zip", ".gz", ".npz"}

# Folders that exist on one machine only, as the start of a path.
MACHINE_PATH = re.compile(r"(?<![\w.~/$*)\]}>-])/(home|root|work|tmp|Users|opt|mnt|srv|private)/\w")
REGISTRY = re.compile(
    r"\b(pypi\.(org|python)|(files\.)?pythonhosted\.|conda\.anaconda\.|registry\.(npmjs|yarnpkg)\.|"
    r"proxy\.golang\.|deb\.debian\.|crates\.io|mirrors?\.[a-z]+\.)",
    re.IGNORECASE,
)


def tracked(root: Path) -> list[Path]:
    if not (root / ".git").exists():
        pytest.skip("not a git checkout: which files belong to it is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def test_no_file_is_called_by_a_name_that_says_nothing(root: Path) -> None:
    stems = {file: file.stem.lower() for file in tracked(root) if file.suffix in {".py", ".sh"}}
    folders = {part for file in stems for part in file.relative_to(root).parts[:-1]}
    assert not [file for file, stem in stems.items() if stem in FORBIDDEN_MODULES]
    assert not folders & FORBIDDEN_MODULES


def found_in(root: Path, files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in files, by line."""
    texts = {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in files}
    hits = ((place, text, hit) for place, text in texts.items() for hit in pattern.finditer(text))
    return [f"{place}:{text[: hit.start()].count(chr(10)) + 1}: {hit[0]}" for place, text, hit in hits]


def test_no_file_names_a_machine_or_a_registry(root: Path) -> None:
    files = [file for file in tracked(root) if file.suffix not in BINARY]
    assert not found_in(root, files, MACHINE_PATH) + found_in(root, files, REGISTRY)


def test_the_patterns_see_what_they_are_for_and_leave_the_rest_alone() -> None:
    for line in ("open('/" + "home/ann/x.csv')", "cd /" + "tmp/x", "https://py" + "pi.org/simple"):
        assert MACHINE_PATH.search(line) or REGISTRY.search(line)
    for line in ("src/reallocate/work/world.py", "USD/home/month", "the /work/ folder of src"):
        assert not MACHINE_PATH.search(line) and not REGISTRY.search(line)


CLOCK = re.compile(r"\.today\(|\.now\(|utcnow\(|\btime\.time\(|\blocaltime\(|\bgmtime\(|\bctime\(")
DOOR = "src/reallocate/kernel/today.py"


def test_no_result_can_depend_on_the_day(root: Path) -> None:
    sources = sorted((root / "src").rglob("*.py"))
    found = found_in(root, sources, CLOCK)
    assert len(sources) > 400 and found and all(place.startswith(DOOR) for place in found)
    assert CLOCK.search("date.today().isoformat()"), "the pattern finds what it looks for"


IMPORTS = "".join(f"import {name}\n" for name in ("ast", "io", "json", "os", "re", "sys", "time"))
SIGNATURE = "def f(\n" + "".join(f"    argument_{n}: int,\n" for n in range(8)) + ") -> int:\n"
DOCSTRING = '    """Same.\n\n' + "".join(f"    argument_{n} : [people]\n" for n in range(8)) + '    """\n'
WORK = "".join(f"    step_{n} = argument_{n} + {n}\n" for n in range(7))


def test_lines_that_stand_twice_are_found_and_those_that_need_not_differ_may(root: Path, tmp_path: Path) -> None:
    texts = {"copied": f"def f(argument_0: int) -> int:\n{WORK}", "alike": IMPORTS + SIGNATURE + DOCSTRING}
    for name, text in texts.items():
        for copy in (1, 2):
            (tmp_path / f"{name}_{copy}.py").write_text(f"{text}    return hash({name!r}, {copy})\n")
    command = [sys.executable, "-m", "pylint", f"--rcfile={root / 'pyproject.toml'}", *map(str, sorted(tmp_path.iterdir()))]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    assert told.count("duplicate-code") == 1 and re.findall(r"==(\w+):", told) == ["copied_1", "copied_2"], told


IMPORTED_AS = {"python-pptx": "pptx", "python-calamine": "python_calamine"}
# Comes with the other, in the version that the other sets.
PART_OF_ANOTHER = {
    "pydantic_core": "pydantic",
    "llvmlite": "numba",
    "markupsafe": "jinja2",
    "dask": "distributed",
}
# Not imported by name: pandas reads workbooks through it, starlette forms.
USED_THROUGH_ANOTHER = {"python-calamine": "pandas", "python-multipart": "starlette"}
# Started from outside; verbs, pages, claims and papers are named in a list of theirs and loaded when they are called.
ENTRANCES = {
    "reallocate.__main__",
    "reallocate.cli.main",
    *(f"reallocate.cli.{verb}" for verb in _VERBS),
    *(f"reallocate.web.pages.{name}" for name in PAGES),
    "reallocate.web.pages.site",  # `make site`
    READY,
    ahead.READY,
    "reallocate.market.forecast.monthly",  # the page of the ledger and its benchmark
    *(f"reallocate.claims.rows.{name}" for name in _ROWS),
    *(f"reallocate.claims.evidence.replications.{one.paper.id}" for one in published()),
}


def declared(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (text for extra in project["optional-dependencies"].values() for text in extra)
    names = {Requirement(text).name for text in (*project["dependencies"], *extras)}
    return sorted(names - {project["name"]})  # the extra `all` names the others


@pytest.fixture(scope="module")
def imports(root: Path) -> dict[str, set[str]]:
    """Dotted names imported anywhere in each module, `from a import b` giving both a and a.b."""
    found = {}
    for module in modules_of(root / "src" / "reallocate").values():
        told = facts(module.text).imports
        found[module.name] = {dotted for name, taken in told for dotted in (name, *(f"{name}.{one}" for one in taken))}
    return found


def test_every_import_is_declared(root: Path, imports: dict[str, set[str]]) -> None:
    own = {"reallocate"} | set(sys.stdlib_module_names)
    allowed = {IMPORTED_AS.get(name, name) for name in declared(root)}
    outside = {name.split(".")[0] for names in imports.values() for name in names} - own
    outside = {PART_OF_ANOTHER.get(name, name) for name in outside}
    assert outside <= allowed, f"not in pyproject.toml: {sorted(outside - allowed)}"


def test_every_dependency_is_used_and_explained(root: Path, imports: dict[str, set[str]]) -> None:
    used = {name.split(".")[0] for names in imports.values() for name in names}
    idle = [
        name
        for name in declared(root)
        if IMPORTED_AS.get(name, name) not in used and USED_THROUGH_ANOTHER.get(name) not in used
    ]
    assert not idle
    text = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert not [name for name in declared(root) if f"`{name}`" not in text]


def test_every_module_is_reached(imports: dict[str, set[str]]) -> None:
    """A file that nothing imports is either dead or a door; doors are listed above."""
    from reallocate import _HOMES

    reached = {name for names in imports.values() for name in names} | set(_HOMES.values()) | ENTRANCES
    rooms = {".".join(module.split(".")[:-1]) for module in imports}
    assert not [module for module in imports if module not in reached and module not in rooms]
