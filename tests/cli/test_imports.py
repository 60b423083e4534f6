"""What a command loads: what is printed at once loads no library of tables, solving or compiling."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

TABLES = ("numpy", "pandas", "pyarrow")
SOLVING = ("highspy", "scipy", "reallocate.firm.model", "reallocate.lp")
COMPILING = ("numba",)
SHOWING = ("jinja2", "xlsxwriter", "reallocate.render.result")
OF_FILES = ("reallocate.roster.roles", "reallocate.roster.file", "reallocate.data.titles")
ALL = (*TABLES, *SOLVING, *COMPILING, *SHOWING)
CUT = ("cut", "--industry", "insurance carriers", "--headcount", "20000")

BUDGET: dict[str, tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = {
    "help and an unknown verb": ((*ALL, "rich"), (("--help",), ("--version",), ("nosuch",))),
    "help of verbs, answers that ship, unknown names": (
        ALL,
        (
            ("cut", "--help"), ("plan", "--help"), ("job", "--help"), CUT, (*CUT, "--exits", "10%"),
            (*CUT[:2], "524100", *CUT[3:]), ("cut", "nosuch"), ("cut", "--industry", "nosuch", "--headcount", "20000"),
            ("plan", "nosuch"), ("job", "43-4051"),
        ),
    ),
    "a job that is computed": (
        (*COMPILING, *SOLVING, *OF_FILES, "rapidfuzz", "xlsxwriter"),
        (("job", "43-4051", "--age", "40"), ("job", "43-4051", "--json")),
    ),
}  # fmt: skip
"""Modules that none of some commands may load, and the words of each."""

_TOLD = """
import json, sys
from reallocate.cli.main import run
told = {}
for words in json.loads(sys.argv[1]):
    sys.argv[:] = ["reallocate", *words]
    try:
        run()
    except SystemExit as end:
        assert end.code in (0, 2, None), words
    told[" ".join(words)] = sorted(sys.modules)
print(json.dumps(told), file=sys.stderr)
"""


@pytest.mark.parametrize("of", BUDGET)
def test_a_command_loads_no_more_than_it_needs(of: str) -> None:
    """One process runs the commands one after the other, so that what each loads stays and is seen."""
    forbidden, commands = BUDGET[of]
    ended = subprocess.run([sys.executable, "-c", _TOLD, json.dumps(commands)], capture_output=True, text=True)
    told = json.loads(ended.stderr.splitlines()[-1])
    assert len(told) == len(commands)
    for words, loaded in told.items():
        assert "reallocate.cli.main" in loaded and sorted(set(loaded) & set(forbidden)) == [], words
