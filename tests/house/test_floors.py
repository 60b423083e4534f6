"""The floor rule of docs/convention.md holds, and a breach of it is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"

BREACHES = {
    "a lower floor imports a higher one": ("measure/_probe.py", "import reallocate.work.world\n"),
    "rooms on one floor meet": ("plan/_probe.py", "import reallocate.data.manifest\n"),
    "an import for types alone counts": (
        "work/_probe.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import reallocate.data.manifest\n",
    ),
    "an import inside a function counts": (
        "roster/_probe.py",
        "def probe() -> None:\n    import reallocate.study\n",
    ),
    "a room has no floor": ("attic/__init__.py", ""),
}


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The package and its configuration where a breach may be written."""
    hide = shutil.ignore_patterns("__pycache__", "*.parquet")
    shutil.copytree(root / "src" / "reallocate", tmp_path / "reallocate", ignore=hide)
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", CHECK], cwd=folder, capture_output=True, text=True)


def test_the_floors_hold(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("case", BREACHES)
def test_a_breach_is_found(copy: Path, case: str) -> None:
    place, text = BREACHES[case]
    file = copy / "reallocate" / place
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    found = lint(copy)
    assert found.returncode != 0
    assert file.stem.strip("_") in found.stdout or file.parent.name in found.stdout
