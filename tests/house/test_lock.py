"""The lock files: hashes for every package, no address, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

GROUPS = {
    "requirements.lock": ["build"],
    "requirements-test.lock": ["build", "test"],
    "requirements-tools.lock": ["build", "test", "fuzz", "release", "site"],
}
"""Of dependencies that each lock holds; each lock holds the one before it."""
PIN = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[\w.]+)( ; (?P<marker>[^\\]+?))?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)")


def pins(lock: Path) -> dict[str, tuple[str, str, frozenset[str]]]:
    """Version, marker and hashes by package; every line must be a pin with hashes."""
    logical = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    found = {}
    for line in logical:
        match = PIN.fullmatch(re.sub(r"\s+", " ", line).strip())
        assert match, f"{lock.name}: not a pin with hashes: {line[:80]}"
        found[match["name"]] = (match["version"], match["marker"] or "", frozenset(match["hashes"].split()))
    assert len(found) == len(logical), f"{lock.name} names a package twice"
    return found


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GROUPS)
def test_a_lock_holds_pins_with_hashes_and_no_address(root: Path, name: str) -> None:
    assert len(pins(root / name)) > 20
    assert not re.search(r"://|\bindex|find-links|trusted-host|@|\.(org|com|net)\b", (root / name).read_text())


def test_the_locks_agree(root: Path) -> None:
    """A tool may need a package on more systems than the tests do."""
    run_time, tested, tools = (pins(root / name) for name in GROUPS)
    assert run_time.items() < tested.items()
    without_markers = ({(name, pin[0], pin[2]) for name, pin in lock.items()} for lock in (tested, tools))
    assert next(without_markers) < next(without_markers)


def test_no_group_is_left_out_but_that_of_the_source_data(project: dict[str, Any]) -> None:
    """Reading R data is part of the tests' group."""
    locked = {group for groups in GROUPS.values() for group in groups}
    assert set(project["dependency-groups"]) - locked == {"build-data"}


@pytest.mark.parametrize(("name", "groups"), GROUPS.items())
def test_a_lock_gives_what_the_project_asks_for(
    root: Path, project: dict[str, Any], name: str, groups: list[str]
) -> None:
    asked = list(project["project"]["dependencies"]) + project["build-system"]["requires"]
    for group in groups:
        asked += project["dependency-groups"][group]
    locked = pins(root / name)
    for text in asked:
        requirement = Requirement(text)
        package = canonicalize_name(requirement.name)
        assert package in locked, f"{package} is not in {name}: run `make lock`"
        assert requirement.specifier.contains(locked[package][0]), f"{name} pins {package} too low or too high"
