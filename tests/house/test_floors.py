"""A breach of the order of rooms in docs/convention.md is found by the contracts; `make lint` says that they hold."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CHECK = (
    "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
)
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import reallocate.data.bundle\n"
BREACHES = {
    "kernel/_probe.py": "import reallocate.work.world\n",
    "market/_probe.py": "import reallocate.firm.model.inputs\n",
    "work/_probe.py": FOR_TYPES,
    "roster/_probe.py": "def probe() -> None:\n    import reallocate.firm\n",
    "firm/cut/_probe.py": "import reallocate.firm.finance.model\n",
    "cli/_probe.py": "import reallocate.firm.report.result\n",
    "attic/__init__.py": "",
}
"""A higher room, another question, an import for types alone or in a function, below the interface, no place."""


def test_every_breach_is_found(root: Path, tmp_path: Path) -> None:
    hide = shutil.ignore_patterns("__pycache__", "*.parquet")
    shutil.copytree(root / "src" / "reallocate", tmp_path / "reallocate", ignore=hide)
    shutil.copy(root / "pyproject.toml", tmp_path)
    for place, text in BREACHES.items():
        file = tmp_path / "reallocate" / place
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    found = subprocess.run([sys.executable, "-c", CHECK], cwd=tmp_path, capture_output=True, text=True)
    assert found.returncode != 0
    for place in BREACHES:
        module = ".".join(Path("reallocate", place).with_suffix("").parts).removesuffix(".__init__")
        assert module in found.stdout, place
