"""Changelog, version and licence say the same thing everywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path


def test_the_changelog_begins_with_the_version(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    heads = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert heads[0] == project["version"]
    assert len(heads) == len(set(heads))


def test_the_licence_is_the_one_declared(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (root / "LICENSE").read_text(encoding="utf-8")[:200]
