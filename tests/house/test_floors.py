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
    "studies on one floor meet": ("study/job/_probe.py", "import reallocate.study.plan\n"),
    "the command line reaches below the face": ("cli/_probe.py", "import reallocate.study.plan.run\n"),
    "a room has no floor": ("attic/__init__.py", ""),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", CHECK], cwd=folder, capture_output=True, text=True)


@pytest.fixture(scope="module")
def broken(root: Path, tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What is found in a copy of the package in which every breach is written."""
    copy = tmp_path_factory.mktemp("copy")
    hide = shutil.ignore_patterns("__pycache__", "*.parquet")
    shutil.copytree(root / "src" / "reallocate", copy / "reallocate", ignore=hide)
    shutil.copy(root / "pyproject.toml", copy)
    for place, text in BREACHES.values():
        file = copy / "reallocate" / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return lint(copy)


def test_the_floors_hold(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "pyproject.toml", tmp_path)
    (tmp_path / "reallocate").symlink_to(root / "src" / "reallocate")
    result = lint(tmp_path)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("case", BREACHES)
def test_a_breach_is_found(broken: subprocess.CompletedProcess[str], case: str) -> None:
    place, _ = BREACHES[case]
    module = ".".join(Path("reallocate", place).with_suffix("").parts).removesuffix(".__init__")
    assert broken.returncode != 0
    assert module in broken.stdout
