"""The generated pages say what the code says."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def docs(root: Path) -> ModuleType:
    """scripts/docs.py, which writes the pages."""
    spec = importlib.util.spec_from_file_location("reallocate_docs", root / "scripts" / "docs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def wanted(docs: ModuleType, root: Path) -> dict[Path, str]:
    """The pages as they are written now."""
    return dict(docs.pages(root))


@pytest.mark.parametrize("name", ["cli.md", "math.md", "parameters.md", "scenario.md", "dependencies.md"])
def test_a_generated_page_is_fresh(wanted: dict[Path, str], root: Path, name: str) -> None:
    page = root / "docs" / name
    if page.read_text(encoding="utf-8") != wanted[page]:
        pytest.fail(f"docs/{name} is stale: run `make docs`")


def test_a_docstring_is_taken_apart(docs: ModuleType) -> None:
    text = (
        "Work is done or dropped (P1).\n\nhours : (role) [hours]\n    of the quarter\nother : [1]\n"
        "done + dropped = wanted\n    + carried\nSource: Somebody 2020,\nJournal 1:2."
    )
    found = docs.parsed("work", "plan/program.py", text)
    assert found.sentence == "Work is done or dropped (P1)."
    assert found.arguments == ["hours : (role) [hours] of the quarter", "other : [1]"]
    assert found.body == ["done + dropped = wanted", "    + carried"]
    assert found.source == "Somebody 2020, Journal 1:2."
