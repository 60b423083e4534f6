"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
NEVER_LONGER = 100

# "folder/file.py:function" and why it reads better in one piece; never above NEVER_LONGER lines.
LONG_FOR_A_REASON: dict[str, str] = {}


def python_files(root: Path) -> list[Path]:
    folders = ("src", "tests", "scripts", "benchmarks", "studies")
    return sorted(file for folder in folders for file in (root / folder).rglob("*.py"))


def function_lengths(root: Path) -> dict[str, int]:
    """Lines of each function without its docstring's lines, by file and name."""
    lengths: dict[str, int] = {}
    for file in python_files(root):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                start = node.body[0].end_lineno if ast.get_docstring(node) else node.lineno
                name = f"{file.relative_to(root).as_posix()}:{node.name}"
                lengths[name] = max(lengths.get(name, 0), (node.end_lineno or 0) - (start or 0) + 1)
    return lengths


def test_no_file_is_longer_than_300_lines(root: Path) -> None:
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in python_files(root)}
    assert lines, "no Python file was found"
    too_long = {str(file.relative_to(root)): count for file, count in lines.items() if count > LONGEST_FILE}
    assert not too_long


def test_no_function_is_longer_than_60_lines(root: Path) -> None:
    lengths = function_lengths(root)
    too_long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION}
    assert not {name: lines for name, lines in too_long.items() if name not in LONG_FOR_A_REASON}
    assert not {name: lines for name, lines in too_long.items() if lines > NEVER_LONGER}
    assert set(LONG_FOR_A_REASON) <= set(too_long), "an exception that is no longer needed"
    assert all(LONG_FOR_A_REASON.values()), "an exception needs its reason"
