"""What a command loads: what is printed at once loads no library of tables, solving or compiling."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

TABLES = ("numpy", "pandas", "pyarrow", "xarray")
SOLVING = ("highspy", "scipy", "reallocate.firm.model", "reallocate.lp")
COMPILING = ("numba",)
SHOWING = ("jinja2", "xlsxwriter", "reallocate.render.result")
OF_FILES = ("reallocate.roster.roles", "reallocate.roster.file", "reallocate.data.titles")
ALL = (*TABLES, *SOLVING, *COMPILING, *SHOWING)
CUT = ("cut", "--industry", "insurance carriers", "--headcount", "20000")

BUDGET: dict[tuple[str, ...], tuple[str, ...]] = {
    ("--help",): (*ALL, "rich"),
    ("--version",): (*ALL, "rich"),
    ("nosuch",): (*ALL, "rich"),
    ("cut", "--help"): ALL,
    ("plan", "--help"): ALL,
    ("job", "--help"): ALL,
    (*CUT, "--exits", "10%"): ALL,
    CUT: ALL,
    (*CUT[:2], "524100", *CUT[3:]): ALL,
    ("cut", "nosuch"): ALL,
    ("cut", "--industry", "nosuch", "--headcount", "20000"): ALL,
    ("plan", "nosuch"): ALL,
    ("job", "43-4051"): ALL,
    ("job", "43-4051", "--age", "40"): (*COMPILING, *SOLVING, *OF_FILES, "rapidfuzz", "xlsxwriter"),
    ("job", "43-4051", "--json"): (*COMPILING, *SOLVING, *OF_FILES, "rapidfuzz", "xlsxwriter"),
}
"""Words of a command -> modules that it must not load."""

_TOLD = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
sys.argv[:] = ["reallocate", *sys.argv[1:]]
from reallocate.cli.main import run
run()
"""


@pytest.mark.parametrize("words", BUDGET, ids=" ".join)
def test_a_command_loads_no_more_than_it_needs(words: tuple[str, ...]) -> None:
    ended = subprocess.run([sys.executable, "-c", _TOLD, *words], capture_output=True, text=True)
    loaded = set(json.loads(ended.stderr.splitlines()[-1]))
    assert "reallocate.cli.main" in loaded and ended.returncode in (0, 2)
    assert sorted(loaded & set(BUDGET[words])) == []
