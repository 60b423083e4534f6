"""What a user waits for, from the shell: imports and loading included, processor seconds of all processes."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scripts.synthetic_roster import roster

from benchmarks.table import Row, row
from benchmarks.timing import KIBIBYTES_PER_GIBIBYTE, ROOT, child
from reallocate.data.bundle import load_world
from reallocate.work.world import World

RUNS, FEW_RUNS, WHOLE_RUNS = 5, 3, 1
"""Of which the least counts: what other programs take only adds."""
KEPT = Path(__file__).with_name("waits.json")
"""Figures of the last landing, with its commit and the machine."""
PROGRAM = str(Path(sys.executable).with_name("reallocate"))
STUDY = "hyperscaler-2026"
INDUSTRY = ("--industry", "insurance carriers", "--headcount", "20000")


@dataclass(frozen=True)
class Wait:
    """One thing that is waited for.

    work, words : for a reader, and after `reallocate`
    least, aim : thresholds [s of processor]
    runs : how often, after one that fills the caches of disk and bytecode
    fresh : with nothing compiled before
    until : words of the line that is waited for; to the end where none are given
    alone : takes minutes, and is not timed beside another checkout
    installed : where nothing was compiled, do first, untimed, what the installation of this checkout does
    """

    work: str
    words: tuple[str, ...]
    least: float
    aim: float
    runs: int = RUNS
    fresh: bool = False
    until: str = ""
    alone: bool = False
    installed: bool = False


FIRST_FIGURE = Wait(
    "`cut` of a firm that no table holds, to its first figure", ("cut", *INDUSTRY, "--exits", "9%"), 2.5, 1.0,
    until="First figure",
)  # fmt: skip
WAITS = (
    Wait("`cut` of an industry that ships", ("cut", *INDUSTRY, "--exits", "10%"), 0.4, 0.25),
    FIRST_FIGURE,
    Wait("`job` of a code alone, which ships", ("job", "43-4051"), 1.0, 0.5),
    Wait("`job` of a person", ("job", "43-4051", "--age", "40"), 1.0, 0.5),
    Wait("`plan --quick`, cold", ("plan", *INDUSTRY, "--exits", "10%", "--quick"), 2.5, 1.5),
    Wait("`simulate nation` as it ships", ("simulate", "nation"), 12.0, 5.0),
    Wait("`simulate nation` of one's own", ("simulate", "nation", "--seed", "1"), 12.0, 5.0, FEW_RUNS),
    Wait(
        "`simulate central` as it ships, first on a new machine",
        ("simulate", "central"), 4.0, 3.0, FEW_RUNS, True,
    ),  # fmt: skip
    Wait(
        "`simulate central` of one's own, first on a new machine, compiled at installation by `make`",
        ("simulate", "central", "--set", "ai.ceiling=0.8"), 4.0, 3.0, FEW_RUNS, True, installed=True,
    ),  # fmt: skip
    Wait(
        "`simulate central` of one's own, first on a new machine, after `pip`, which compiles nothing",
        ("simulate", "central", "--set", "ai.ceiling=0.8"), 4.0, 3.0, FEW_RUNS, True,
    ),  # fmt: skip
    # Processes that are forked from a third one are not counted, so that it runs in one.
    Wait(
        "whole worked example, one process",
        ("plan", STUDY, "--workers", "1", "--out", "{folder}/plan"), 40.0, 25.0, WHOLE_RUNS,
    ),  # fmt: skip
    Wait("all claims, one process", ("claims", "--workers", "1"), 180.0, 90.0, WHOLE_RUNS, alone=True),
)
PEOPLE = (("100,000", 6.0, 4.0, FEW_RUNS), ("1,000,000", 60.0, 30.0, WHOLE_RUNS))
"""Rows of a roster, with thresholds and how often it is read."""
ODD_TITLES, FAULTS = 300, 100
INSTALLATION = ("simulate", "central", "--years", "1")
"""What `make` lets compile the laws of the market."""
ENDS_WELL = (0, 1)
"""A roster with faulty rows ends with 1."""
CHANGES = {"many": ("capture_automated", 1.0, 0.3), "few": ("quits_per_month", 0.4, 0.3)}
"""Assumptions that move many systems of a plan, and few, with thresholds."""


@dataclass(frozen=True)
class Spent:
    """What a command took, its processes' included: seconds on the clock, of processor, and memory [GiB]."""

    wall: float
    processor: float
    memory: float


def spent(
    words: Sequence[str], more: Mapping[str, str] | None = None, until: str = "", program: str = PROGRAM
) -> Spent:
    """Run the program once, from its start to its end or to a line.

    words : after `reallocate`
    more : environment besides today's
    until : words of the line that says what is under way
    program : to run, where it is not this checkout's
    Raises `RuntimeError` where it does not end well, or the line does not come.
    """
    start = time.perf_counter()
    begun = subprocess.Popen(
        [program, *words], cwd=ROOT, stdout=subprocess.DEVNULL, text=True,
        stderr=subprocess.PIPE if until else subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "110", "PYTHONDONTWRITEBYTECODE": "", **(more or {})},
    )  # fmt: skip
    if until:
        assert begun.stderr is not None
        if any(until in line for line in begun.stderr):
            begun.kill()
    # What the system counts for a process that has ended holds that of the processes that it waited for.
    _, status, used = os.wait4(begun.pid, 0)
    begun.returncode = os.waitstatus_to_exitcode(status)
    if begun.returncode not in (ENDS_WELL if not until else (-signal.SIGKILL,)):
        raise RuntimeError(f"reallocate {' '.join(words)} ended with {begun.returncode}")
    return Spent(time.perf_counter() - start, *_of(used))


_MEASURES = ("wall", "processor", "memory")


def _of(used: resource.struct_rusage) -> tuple[float, float]:
    return used.ru_utime + used.ru_stime, used.ru_maxrss / KIBIBYTES_PER_GIBIBYTE


BESIDE = "REALLOCATE_BESIDE"
"""Variable that names another checkout, with its packages in `.venv`, to be timed in the same run."""


def waits() -> Iterator[Row]:
    """A row for each, beside another checkout or the figures of the last landing."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {"commit": "", "rows": {}}
    for one in _measured():
        before = kept["rows"].get(one.work)
        if before is None or os.environ.get(BESIDE):
            yield one
            continue
        yield replace(
            one, beside=f"at {kept['commit']}", beside_seconds=before["seconds"],
            beside_processor=before["processor"],
        )  # fmt: skip


def _measured() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for one in WAITS:
            yield _row(one, Path(folder))
        yield from what_ifs()
        yield from rosters(Path(folder))


def _row(one: Wait, folder: Path) -> Row:
    other = "" if one.alone else os.environ.get(BESIDE, "")
    own, before = _in_turns(one, folder, f"{other}/.venv/bin/reallocate" if other else "")
    found = _least(own[-one.runs :])
    row = Row(
        one.work, found.wall, found.processor, least=one.least, aim=one.aim, of_processor=True,
        remark=f"runs: {one.runs}; largest process {found.memory:.2f} GiB",
    )  # fmt: skip
    if not other:
        return row
    row = replace(row, beside=f"at {_commit(other)}")
    if not before:
        return replace(row, remark=f"{row.remark}; the earlier commit refuses it")
    least = _least(before[-one.runs :])
    return replace(row, beside_seconds=least.wall, beside_processor=least.processor)


def _in_turns(one: Wait, folder: Path, other: str) -> tuple[list[Spent], list[Spent]]:
    """This checkout's runs and another's in turns, so that both meet the same minutes of a machine.

    The first of several fills the caches of disk and bytecode. Another that refuses the command has none.
    """
    own, before, refused = list[Spent](), list[Spent](), False
    for _ in range(one.runs + (one.runs > 1)):
        own.append(_spent(one, folder / "own", PROGRAM, one.until))
        if other and not refused:
            try:
                # It may not say the line that is waited for: its command then runs to the end.
                before.append(_spent(one, folder / "beside", other, ""))
            except RuntimeError:
                refused = True
    return own, [] if refused else before


def _spent(one: Wait, folder: Path, program: str, until: str) -> Spent:
    folder.mkdir(exist_ok=True)
    words = [word.format(folder=folder) for word in one.words]
    more = {"NUMBA_CACHE_DIR": tempfile.mkdtemp(dir=folder)} if one.fresh else {}
    if one.installed and program == PROGRAM:
        spent(INSTALLATION, more)
    return spent(words, more, until, program)


def _least(runs: Sequence[Spent]) -> Spent:
    return Spent(*(min(getattr(each, name) for each in runs) for name in _MEASURES))


def _commit(folder: str | Path) -> str:
    """The commit of a checkout."""
    run = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=folder, capture_output=True, text=True)
    return run.stdout.strip()


def what_ifs() -> Iterator[Row]:
    """A plan's assumption changed in the process that made it, as the live pages do."""
    for kind, (name, least, aim) in CHANGES.items():
        runs = [child("first_answer", "insurance carriers", "20000", name) for _ in range(RUNS)]
        runs = [min(runs, key=lambda one: one.processor("what-if"))]
        work = f"a what-if that moves {kind} systems (`{name}`), in the same process"
        moved = f"the plan's present cost moves by USD {runs[0].facts['moved']:+,.0f} million"
        yield row(work, runs, "what-if", least=least, aim=aim, of_processor=True, remark=moved)


def rosters(folder: Path) -> Iterator[Row]:
    """`roster` on a file of so many people, with odd titles and faulty rows."""
    for people, least, aim, runs in PEOPLE:
        count = int(people.replace(",", ""))
        words = ("roster", str(roster_file(folder, count)), "--review", f"{{folder}}/review-{count}.csv")
        yield _row(Wait(f"`roster` of {people} rows", words, least, aim, runs), folder)


def roster_file(folder: Path, people: int) -> Path:
    """A roster of so many people, written."""
    file = folder / f"people-{people}.csv"
    _roster(load_world(), people).to_csv(file, index=False)
    return file


def _roster(world: World, people: int) -> pd.DataFrame:
    """A roster with 100 faulty rows and 300 titles that no list has."""
    table = roster(world, people).head(people).assign(Currency="USD", Name="Ann Example")
    titles, draws = table["Job Title"].unique(), np.random.default_rng(1)
    for number in range(ODD_TITLES):
        first, second = draws.choice(titles, 2)
        words = [*first.split()[:2], *second.split()[-2:], "team"]
        table.loc[draws.integers(0, people, 10), "Job Title"] = " ".join(words) + f" {number}"
    table.loc[draws.choice(people, FAULTS, replace=False), "FTE"] = "1.5"
    return table


def keep(rows: Sequence[Row], growth: Sequence[Row], of: str) -> None:
    """Keep figures as those of a landing; `python -m scripts.docs waits.md` writes their page.

    growth : rows of how work grows; those kept stay where there are none
    of : the machine, in a line
    """
    before = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    known, grown = before.get("rows", {}), before.get("growth", {})
    for one in rows:
        known[one.work] = {
            "seconds": one.seconds, "processor": one.processor, "least": one.least, "aim": one.aim,
            "reached": one.reached, "of_processor": one.of_processor, "remark": one.remark,
            **({} if BESIDE not in os.environ else {"beside": one.beside, "before": one.beside_processor}),
        }  # fmt: skip
    for one in growth:
        grown[one.work] = {"seconds": one.seconds, "processor": one.processor, "remark": one.remark}
    kept = {"commit": _commit(ROOT), "machine": of, "rows": known, "growth": grown}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
