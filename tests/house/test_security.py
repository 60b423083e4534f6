"""Every promise of docs/security.md names a test that exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path


def test_every_test_that_is_named_exists(root: Path) -> None:
    page = (root / "docs" / "security.md").read_text(encoding="utf-8")
    rows = page.split("## Promises")[1].split("\n## ")[0]
    named = re.findall(r"^\| .+ \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", rows, flags=re.MULTILINE)
    promises = [line for line in rows.splitlines() if line.startswith("| ") and not line.startswith("| promise")]
    assert len(named) == len(promises) >= 20, "each promise has one test"
    for file, name in named:
        tree = ast.parse((root / file).read_text(encoding="utf-8"))
        found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in found, f"{file}::{name}"
