"""Lines that stand twice are found; signatures, imports and docstrings that do are not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

IMPORTS = "".join(f"import {name}\n" for name in ("ast", "io", "json", "os", "re", "sys", "time"))
SIGNATURE = "def f(\n" + "".join(f"    argument_{n}: int,\n" for n in range(8)) + ") -> int:\n"
DOCSTRING = '    """Same.\n\n' + "".join(f"    argument_{n} : [people]\n" for n in range(8)) + '    """\n'
WORK = "".join(f"    step_{n} = argument_{n} + {n}\n" for n in range(7))


def found(root: Path, folder: Path, text: str) -> str:
    """What pylint says of two files that hold the same text."""
    for name in ("here", "there"):
        (folder / f"{name}.py").write_text(f"{text}    return hash({name!r})\n")
    command = [sys.executable, "-m", "pylint", f"--rcfile={root / 'pyproject.toml'}", "here.py", "there.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_lines_that_stand_twice_are_found(root: Path, tmp_path: Path) -> None:
    assert "duplicate-code" in found(root, tmp_path, f"def f(argument_0: int) -> int:\n{WORK}")


@pytest.mark.parametrize("text", [f"{IMPORTS}\n\ndef f() -> int:\n", SIGNATURE, SIGNATURE + DOCSTRING])
def test_what_need_not_differ_may_stand_twice(root: Path, tmp_path: Path, text: str) -> None:
    assert found(root, tmp_path, text) == ""
