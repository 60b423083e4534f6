"""The fixed set of results, and how they are made in a checkout."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

INPUTS = Path(__file__).parent / "inputs"
STREAMS = ("stdout", "stderr", "exit", "seconds")
AT_ONCE = 2


@dataclass(frozen=True)
class Command:
    """One result.

    words : of the command line, with folders of other results by their names
    needs : results that must be there
    quick : it is made at every commit
    """

    name: str
    words: str
    needs: tuple[str, ...] = ()
    quick: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("plan-small", "plan small --workers 1 --out plan-small", quick=True),
    Command(
        "plan-small-exits",
        "plan small --exits 10% --adoption fast --workers 1 --out plan-small-exits",
        quick=True,
    ),
    Command(
        "compare-small",
        "compare plan-small plan-small-exits --out compare-small",
        ("plan-small", "plan-small-exits"),
        quick=True,
    ),
    Command("plan-refused", "plan small --exits 90% --hiring-freeze 2 --quarters 2", quick=True),
    Command(
        "market-small",
        "simulate market market.csv --mobility complete --steps 120 --shock shock.csv "
        "--shock-start 20 --shock-years 5 --out market-small",
        quick=True,
    ),
    Command("nation", "simulate nation --years 2 --draws 4 --out nation", quick=True),
    Command("job-code", "job 43-4051 --area Ohio --age 34 --education bachelor --out job-code", quick=True),
    Command(
        "job-in-market",
        'job "project manager" --market nation --horizon 3 --out job-in-market',
        ("nation",),
        quick=True,
    ),
    Command("jobs", 'jobs --industry "insurance carriers"', quick=True),
    Command("parameters", "data --params", quick=True),
    Command("plan-worked-example", "plan hyperscaler-2026 --out plan-worked-example"),
    Command("plan-insurer", "plan insurer --out plan-insurer"),
    Command(
        "compare-plans",
        "compare plan-worked-example plan-insurer --out compare-plans",
        ("plan-worked-example", "plan-insurer"),
    ),
    Command(
        "plan-roster",
        "plan --roster roster.csv --industry 524100 --date 2026-06-30 --workers 1 --out plan-roster",
    ),
    Command("adopters", "simulate adopters plan-insurer --share 0.4 --out adopters", ("plan-insurer",)),
    Command(
        "adopters-draws",
        "simulate adopters plan-insurer --share 0.4 --draws 4 --out adopters-draws",
        ("plan-insurer",),
    ),
    Command(
        "job-after-adopters",
        'job "claims adjuster" --market adopters --horizon 3 --out job-after-adopters',
        ("adopters",),
    ),
    Command("market-nation", "simulate market us-groups --steps 100 --out market-nation"),
    Command(
        "market-counts",
        "simulate market market.csv --mobility complete --steps 120 --engine counts "
        "--runs 4 --out market-counts",
    ),
    Command(
        "market-ensemble",
        "simulate ensemble market.csv --mobility complete --steps 120 --draws 8 --out market-ensemble",
    ),
    Command(
        "nation-plateau",
        "simulate nation --years 2 --draws 2 --capability plateau --set "
        "policy.retraining=1 --out nation-plateau",
    ),
    Command("job-title", 'job "payroll clerk" --out job-title'),
    Command("forecast", "forecast tech-workforce --date 2026-11-26 --out forecast.json"),
    Command("claims", "claims 2 3a 3b 3c 3d --draws 8 --out claims"),
    Command("layoffs", "claims layoffs"),
    Command("evidence", "scorecard"),
    Command("jobs-history", "jobs --history"),
    Command("new", 'new firm --industry "insurance carriers" --headcount 5000'),
)

ENTRY = (
    "import sys; from importlib import import_module; module, name = sys.argv.pop(1).split(':'); "
    "sys.argv[0] = 'reallocate'; getattr(import_module(module), name)()"
)


@dataclass(frozen=True)
class Side:
    """A checkout and the folder of its results."""

    root: Path
    folder: Path

    def line(self, command: Command) -> list[str]:
        """The words after `reallocate`."""
        return shlex.split(command.words)

    def made(self, command: Command) -> bool:
        """Whether the result is there already."""
        return (self.folder / f"{command.name}.exit").is_file()


def chosen(quick: bool, only: list[str]) -> list[Command]:
    """The results of a form of the net, and those they need."""
    wanted = [one for one in COMMANDS if (one.name in only if only else one.quick or not quick)]
    names = {one.name for one in wanted} | {name for one in wanted for name in one.needs}
    return [one for one in COMMANDS if one.name in names]


def make(side: Side, commands: list[Command]) -> None:
    """Make every result that is not there, two at once."""
    side.folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(INPUTS, side.folder, dirs_exist_ok=True)
    left = [one for one in commands if not side.made(one)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures: dict[str, Future[None]] = {}
        for one in left:
            waits = [futures[name] for name in one.needs if name in futures]
            futures[one.name] = pool.submit(_after, waits, side, one)
        for future in futures.values():
            future.result()


def _after(waits: list[Future[None]], side: Side, command: Command) -> None:
    for wait in waits:
        wait.result()
    forget(side, command)
    _run(side, command)


def forget(side: Side, command: Command) -> None:
    """Remove a result, and what a run that was stopped has left of it."""
    for file in side.folder.glob(f"{command.name}.*"):
        file.unlink()
    for name in (command.name, *(("firm",) if command.name == "new" else ())):
        shutil.rmtree(side.folder / name, ignore_errors=True)


def _run(side: Side, command: Command) -> None:
    script = tomllib.loads((side.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    surroundings = os.environ | {
        "PYTHONPATH": str(side.root / "src"),
        "COLUMNS": "240",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONHASHSEED": "0",
    }
    began = time.perf_counter()
    words = [sys.executable, "-c", ENTRY, script["reallocate"], *side.line(command)]
    done = subprocess.run(
        words, cwd=side.folder, env=surroundings, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    for stream, text in zip(
        STREAMS, (done.stdout, done.stderr, str(done.returncode), f"{seconds:.1f}"), strict=True
    ):
        (side.folder / f"{command.name}.{stream}").write_text(text, encoding="utf-8")
    print(f"  {command.name}: {seconds:.0f} s, exit {done.returncode}", flush=True)
