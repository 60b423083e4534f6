"""The papers of the repository agree with the project and lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

PAPERS = ("CONTRIBUTING.md", "SECURITY.md", "docs/extending.md")


@pytest.fixture
def project(root: Path) -> dict[str, Any]:
    return dict(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def test_the_changelog_begins_with_the_version(root: Path, project: dict[str, Any]) -> None:
    heads = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert heads[0] == project["version"]
    assert len(heads) == len(set(heads))


def test_the_licence_is_the_one_declared(root: Path, project: dict[str, Any]) -> None:
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (root / "LICENSE").read_text(encoding="utf-8")[:200]


def test_the_citation_is_that_of_the_project(root: Path, project: dict[str, Any]) -> None:
    text = (root / "CITATION.cff").read_text(encoding="utf-8")
    facts = dict(re.findall(r"^([a-z-]+): (.+)$", text, flags=re.MULTILINE))
    assert facts["version"] == project["version"] and facts["license"] == project["license"]
    assert facts["cff-version"] == "1.2.0" and project["name"] in facts["title"]
    assert re.findall(r"^  - (?!name:)(.+)$", text, flags=re.MULTILINE) == project["keywords"]


@pytest.mark.parametrize("name", PAPERS)
def test_links_lead_somewhere(root: Path, name: str) -> None:
    page = root / name
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("name", PAPERS)
def test_make_targets_that_are_named_exist(root: Path, name: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", (root / name).read_text(encoding="utf-8"), re.MULTILINE))
    assert {word for pair in named for word in pair if word} <= set(targets)
