"""The shape of the house: room sizes, no circle of imports, files and functions to a limit."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from scripts.structure import Structure, file_lengths, function_lengths, structure

LARGEST_ROOM = 0.25
LONGEST_FILE = 550
LONGEST_FUNCTION = 60

# Files of a copy in which each rule is broken once.
BREACHES = {
    "kernel/_large.py": "x = 1\n" * 40_000,
    "kernel/_long.py": "def long() -> None:\n" + "    print()\n" * LONGEST_FUNCTION,
    "kernel/_here.py": "import reallocate.kernel._there\n",
    "kernel/_there.py": "def there() -> None:\n    from reallocate.kernel import _here\n",
    "moves/_outside.py": "import reallocate.moves.inner._first\n",
    "moves/inner/_first.py": "",
    "moves/inner/_second.py": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from reallocate.moves import _outside\n"
    ),
    "kernel/_loads.py": (
        "from importlib import import_module\ndef load() -> object:\n    return import_module('reallocate.kernel._loaded')\n"
    ),
    "kernel/_loaded.py": "import reallocate.kernel._loads\n",
    "kernel/_listed.py": (
        "import importlib\nROWS = {'one': 'reallocate.kernel._row'}\n"
        "def row(name: str) -> object:\n    return importlib.import_module(ROWS[name])\n"
    ),
    "kernel/_row.py": "import reallocate.kernel._listed\n",
    "kernel/_computed.py": (
        "from importlib import import_module\n"
        "def row(name: str) -> object:\n    return import_module(f'reallocate.moves.inner.{name}')\n"
    ),
    "moves/inner/_third.py": "import reallocate.kernel._computed\n",
}


@pytest.fixture(scope="module")
def house(root: Path) -> Structure:
    return structure(root / "src" / "reallocate")


@pytest.fixture(scope="module")
def broken(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Structure:
    """The structure of a copy with every breach in it; one copy, since measuring takes seconds."""
    package = tmp_path_factory.mktemp("copy") / "reallocate"
    for file in (root / "src" / "reallocate").rglob("*.py"):
        target = package / file.relative_to(root / "src" / "reallocate")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    (package / "moves" / "inner").mkdir()
    for place, text in BREACHES.items():
        (package / place).write_text(text)
    return structure(package)


def above(lengths: Mapping[str, int], limit: int) -> dict[str, int]:
    return {place: lines for place, lines in lengths.items() if lines > limit}


def python_files(root: Path) -> list[Path]:
    folders = ("src", "tests", "scripts", "benchmarks", "studies")
    return [file for folder in folders for file in sorted((root / folder).rglob("*.py"))]


def test_the_largest_room_is_a_quarter_of_the_house_at_most(house: Structure) -> None:
    largest = house.rooms[0]
    assert largest.share <= LARGEST_ROOM, largest


def test_no_files_import_each_other(house: Structure) -> None:
    assert not house.circles, house.circles


def test_no_folders_import_each_other(house: Structure) -> None:
    assert not house.folder_circles, house.folder_circles


def test_no_file_is_longer_than_550_lines(root: Path) -> None:
    files = python_files(root)
    assert len(files) > 500
    assert not above(file_lengths(root, files), LONGEST_FILE)


def test_no_function_is_longer_than_60_lines(root: Path) -> None:
    assert not above(function_lengths(root, python_files(root)), LONGEST_FUNCTION)


def test_a_room_that_grew_is_found(broken: Structure) -> None:
    assert broken.rooms[0].name == "kernel" and broken.rooms[0].share > LARGEST_ROOM


def test_a_circle_of_files_is_found(broken: Structure) -> None:
    assert ["reallocate.kernel._here", "reallocate.kernel._there"] in broken.circles


@pytest.mark.parametrize(
    "circle",
    [("kernel._loaded", "kernel._loads"), ("kernel._listed", "kernel._row"), ("kernel._computed", "moves.inner._third")],
)
def test_a_circle_of_files_that_load_each_other_by_name_is_found(broken: Structure, circle: tuple[str, str]) -> None:
    """By a text in the call, by a constant that the call reads, and by a text whose last word is computed."""
    assert [f"reallocate.{name}" for name in circle] in broken.circles


def test_a_circle_of_folders_is_found(broken: Structure) -> None:
    assert ["reallocate.moves", "reallocate.moves.inner"] in broken.folder_circles


def test_a_long_file_and_a_long_function_are_found(broken: Structure) -> None:
    assert above(broken.long_files, LONGEST_FILE) == {"reallocate/kernel/_large.py": 40_000}
    assert above(broken.long_functions, LONGEST_FUNCTION) == {"reallocate/kernel/_long.py:long": 61}
