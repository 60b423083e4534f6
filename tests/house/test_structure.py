"""The shape of the house: room sizes, no circle of imports, files and functions to a limit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from scripts.structure import Structure, file_lengths, function_lengths, structure

LARGEST_ROOM = 0.25
LONGEST_FILE = 550
LONGEST_FUNCTION = 60

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


def test_no_file_is_longer_than_550_lines_and_no_function_than_60(root: Path) -> None:
    folders = ("src", "tests", "scripts", "benchmarks", "studies")
    files = [file for folder in folders for file in sorted((root / folder).rglob("*.py"))]
    assert len(files) > 500
    too_long = above(file_lengths(root, files), LONGEST_FILE) | above(
        function_lengths(root, files), LONGEST_FUNCTION
    )
    assert not too_long


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
