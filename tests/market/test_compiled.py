"""Machine code: without a folder to keep it in, and after a change of what it was made of."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reallocate.market.laws.compiled import compiled, in_parallel


@pytest.mark.parametrize("compile_it", [compiled, in_parallel])
def test_compiles_where_machine_code_cannot_be_kept(compile_it: Callable[..., Callable[..., float]]) -> None:
    # A function without a file is to numba what a read-only package without a HOME is: no place for a cache.
    names: dict[str, Callable[..., float]] = {}
    exec("def one_more(x):\n    return x + 1.0", names)
    assert compile_it(names["one_more"])(2.0) == 3.0


LAW = "from reallocate.market.laws.compiled import compiled\n\n@compiled\ndef law(x):\n    return {factor} * x\n"
ENGINE = (
    "from reallocate.market.laws._law import law\nfrom reallocate.market.laws.compiled import compiled\n\n"
    "@compiled\ndef engine(x):\n    return law(x) + 1.0\n"
)


def test_an_engine_follows_a_change_in_a_law_of_another_file(root: Path, tmp_path: Path) -> None:
    laws = tmp_path / "reallocate" / "market" / "laws"
    laws.mkdir(parents=True)
    for folder in (laws, laws.parent, laws.parent.parent):
        (folder / "__init__.py").touch()
    shutil.copy(root / "src" / "reallocate" / "market" / "laws" / "compiled.py", laws)
    (laws / "_engine.py").write_text(ENGINE)

    def answer(factor: float) -> float:
        (laws / "_law.py").write_text(LAW.format(factor=factor))
        command = [
            sys.executable,
            "-c",
            "from reallocate.market.laws._engine import engine\nprint(engine(2.0))",
        ]
        surroundings = os.environ | {"PYTHONPATH": str(tmp_path)}
        return float(
            subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True).stdout
        )

    assert [answer(1.0), answer(10.0), answer(1.0)] == [3.0, 21.0, 3.0]
