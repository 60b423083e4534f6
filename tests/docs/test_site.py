"""The documentation site has every page, and its links lead to pages."""

from __future__ import annotations

import posixpath
import re
import runpy
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    made: dict[str, bytes] = runpy.run_path(str(root / "scripts" / "docs_site.py"))["assembled"](root)
    return made


def test_every_page_is_in_the_list_of_the_site_once(root: Path, files: dict[str, bytes]) -> None:
    listed = re.findall(r": ([\w/-]+\.md)$", (root / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert sorted(listed) == sorted(name for name in files if name.endswith(".md"))


def test_every_link_and_image_leads_to_a_page(files: dict[str, bytes]) -> None:
    links = 0
    for name, content in files.items():
        if not name.endswith(".md"):
            continue
        text = re.sub(r"^```.*?^```|`[^`\n]+`", "", content.decode(), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)", text):
            if "://" not in target and not target.startswith("mailto:"):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) in files, (name, target)
                links += 1
    assert links > 150


def test_nothing_is_loaded_from_elsewhere(root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in settings and "extra_javascript" not in settings and "://" not in settings


def test_every_block_is_in_a_language_that_is_known_here(root: Path) -> None:
    """Python and shell blocks are run or checked by `test_code.py`; one without a language is text."""
    known = {"python", "py", "sh", "shell", "text", "toml", "csv", "json", "yaml", "html", "console", ""}
    for page in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        fences = re.findall(r"^\s*```(\w*)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert set(fences[::2]) <= known and set(fences[1::2]) <= {""}, page.name
