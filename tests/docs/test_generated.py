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


SLOW = ("transition", "forecast-ledger")
"""Pages whose figures are fitted anew, a minute each; `make long` does it."""
PAGES = (
    "cli", "math", "parameters", "scenario", "simulate", "dependencies", "history", "market-fit", "hindcast-plans",
    "scorecard", "claims", "layoffs", "forecast", *(pytest.param(name, marks=pytest.mark.long) for name in SLOW),
)


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_fresh(docs: ModuleType, root: Path, name: str) -> None:
    (page,) = (one for one in docs.pages(root) if one.name == f"{name}.md")
    if page.read_text(encoding="utf-8") != docs.pages(root)[page]():
        pytest.fail(f"{page.relative_to(root)} is stale: run `make docs`")


def test_a_docstring_is_taken_apart(docs: ModuleType) -> None:
    text = (
        "Work is done or dropped (P1).\n\nhours : (role) [hours]\n    of the quarter\nother : [1]\n"
        "done + dropped = wanted\n    + carried\nSource: Somebody 2020,\nJournal 1:2."
    )
    found = docs.parsed("work", "firm/model/programme.py", text)
    assert found.sentence == "Work is done or dropped (P1)."
    assert found.arguments == ["hours : (role) [hours] of the quarter", "other : [1]"]
    assert found.body == ["done + dropped = wanted", "    + carried"]
    assert found.source == "Somebody 2020, Journal 1:2."
