"""Hostile files that are made in a moment: each ends in the words it must, in little time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from tests.hostile import files
from tests.hostile.files import Hostile

MOST_SECONDS, MOST_MEMORY = 4.0, 700
"""[processor seconds] of one file, and [MB] of the largest process; `make fuzz` runs them all by the program."""
MEASURE = """
import json, resource, sys
from pathlib import Path
import reallocate as ra
from reallocate.kernel.look import file_size
from reallocate.roster.file.sheet import read_sheet
from reallocate.firm.request.read import load_scenario
from reallocate.market.forecast.record import read_forecast

def opened(path):
    return ra.open(path)

readers = {"sheet": read_sheet, "scenario": load_scenario, "forecast": read_forecast, "result": opened}
for kind, name in json.loads(sys.stdin.read()):
    before = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    try:
        readers[kind](Path(name))
        said = ""
    except ra.ReallocateError as error:
        said = str(error)
    after = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([said, after - before]))
# What the process that started this one took would count as this one's own elsewhere.
status = Path("/proc/self/status").read_text().splitlines()
own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""
KINDS = {
    "sheet": [*files.tables(), *files.workbooks(), *files.parquets(), *files.no_files()],
    "scenario": list(files.scenarios()),
    "forecast": list(files.forecasts()),
    "result": list(files.results()),
}


def tried(kind: str, one: Hostile) -> bool:
    return one.quick and one.code == 2 and not (kind == "sheet" and "no column" in one.said)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process is held to a size")
@pytest.mark.parametrize("each", [5, pytest.param(1, marks=pytest.mark.long)])
def test_hostile_files_end_in_words_in_little_time_and_memory(tmp_path: Path, each: int) -> None:
    chosen = [(kind, one) for kind, hostile in KINDS.items() for one in hostile if tried(kind, one)]
    assert len(chosen) >= 60
    chosen = chosen[::each]
    places = []
    for kind, one in chosen:
        (tmp_path / kind).mkdir(exist_ok=True)
        one.make(tmp_path / kind / one.name)
        places.append((kind, str(tmp_path / kind / one.name)))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=json.dumps(places), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    *lines, memory = done.stdout.splitlines()
    found = [(kind, one, *json.loads(line)) for (kind, one), line in zip(chosen, lines, strict=True)]
    assert not {one.name: said for _, one, said, _ in found if not said or one.said not in said}
    assert not {one.name: seconds for _, one, _, seconds in found if seconds > MOST_SECONDS}
    assert int(memory) < MOST_MEMORY


def test_every_hostile_file_has_a_name_of_its_own() -> None:
    tables = {one.name for one in files.tables()}
    others = (one for one in KINDS["sheet"] if one.name not in tables)
    names = [one.name for one in chain(files.rosters(), others)]
    assert len(names) == len(set(names)) >= 60
