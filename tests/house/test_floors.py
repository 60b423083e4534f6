"""The order of rooms in docs/convention.md holds, and a breach of it is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"

BREACHES = {
    "a lower room imports a higher one": ("kernel/_probe.py", "import reallocate.work.world\n"),
    "the market knows a firm": ("market/_probe.py", "import reallocate.firm.model.inputs\n"),
    "an import for types alone counts": (
        "work/_probe.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import reallocate.data.bundle\n",
    ),
    "an import inside a function counts": (
        "roster/_probe.py",
        "def probe() -> None:\n    import reallocate.firm\n",
    ),
    "a question of a firm stands on a later one": ("firm/cut/_probe.py", "import reallocate.firm.finance.model\n"),
    "the command line reaches below the interface": ("cli/_probe.py", "import reallocate.firm.report.result\n"),
    "a room has no place": ("attic/__init__.py", ""),
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
