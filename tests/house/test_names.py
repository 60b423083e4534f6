"""What files are called, and what must not stand in them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

FORBIDDEN_MODULES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}
BINARY = {".webp", ".parquet", ".png", ".ico", ".woff2", ".xlsx", ".zip"}

# Folders that exist on one machine only, as the start of a path.
MACHINE_PATH = re.compile(r"(?<![\w.~/$*)\]}>-])/(home|root|work|tmp|Users|opt|mnt|srv|private)/\w")
REGISTRY = re.compile(
    r"\b(pypi\.(org|python)|(files\.)?pythonhosted\.|conda\.anaconda\.|registry\.(npmjs|yarnpkg)\.|"
    r"proxy\.golang\.|deb\.debian\.|crates\.io|mirrors?\.[a-z]+\.)",
    re.IGNORECASE,
)


def tracked(root: Path) -> list[Path]:
    """The files that a clone would hold."""
    if not (root / ".git").exists():
        pytest.skip("not a git checkout: which files belong to it is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def test_no_file_is_called_by_a_name_that_says_nothing(root: Path) -> None:
    stems = {file: file.stem.lower() for file in tracked(root) if file.suffix in {".py", ".sh"}}
    folders = {part for file in stems for part in file.relative_to(root).parts[:-1]}
    assert not [file for file, stem in stems.items() if stem in FORBIDDEN_MODULES]
    assert not folders & FORBIDDEN_MODULES


@pytest.mark.parametrize(("kind", "pattern"), [("machine path", MACHINE_PATH), ("registry", REGISTRY)])
def test_no_file_names_a_machine_or_a_registry(root: Path, kind: str, pattern: re.Pattern[str]) -> None:
    found = []
    for file in tracked(root):
        if file.suffix in BINARY:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{file.relative_to(root)}:{number}: {kind}: {line.strip()[:80]}")
    assert not found


@pytest.mark.parametrize("line", ["open('/" + "home/ann/x.csv')", "cd /" + "tmp/x", "https://py" + "pi.org/simple"])
def test_the_patterns_see_what_they_are_for(line: str) -> None:
    assert MACHINE_PATH.search(line) or REGISTRY.search(line)


@pytest.mark.parametrize("line", ["src/reallocate/work/world.py", "USD/home/month", "the /work/ folder of src"])
def test_the_patterns_leave_the_rest_alone(line: str) -> None:
    assert not MACHINE_PATH.search(line) and not REGISTRY.search(line)
