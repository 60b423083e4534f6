"""The fixed set of results, and how they are made in a checkout."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

INPUTS = Path(__file__).parent / "inputs"
STREAMS = ("stdout", "stderr", "exit", "seconds")
AT_ONCE = 2
QUICK = {
    "plan-small": "plan small --workers 1 {out}",
    "plan-small-exits": "plan small --exits 10% --adoption fast --workers 1 {out}",
    "compare-small": "compare {plan-small} {plan-small-exits} {out}",
    "plan-refused": "plan small --exits 90% --hiring-freeze 2 --quarters 2",
    "market-small": "simulate market market.csv --mobility complete --steps 120 --shock shock.csv "
    "--shock-start 20 --shock-years 5 {out}",
    "nation": "simulate nation --years 2 --draws 4 {out}",
    "job-code": "job 43-4051 --area Ohio --age 34 --education bachelor {out}",
    "job-in-market": 'job "project manager" --market {nation} --horizon 3 {out}',
    "jobs": 'jobs --industry "insurance carriers"',
    "parameters": "data --params",
}
"""Results made at every commit: name -> words after `reallocate`, other results in braces."""
COMMANDS = QUICK | {
    "plan-worked-example": "plan hyperscaler-2026 {out}",
    "plan-insurer": "plan insurer {out}",
    "compare-plans": "compare {plan-worked-example} {plan-insurer} {out}",
    "plan-roster": "plan --roster roster.csv --industry 524100 --date 2026-06-30 --workers 1 {out}",
    "adopters": "simulate adopters {plan-insurer} --share 0.4 {out}",
    "adopters-draws": "simulate adopters {plan-insurer} --share 0.4 --draws 4 {out}",
    "job-after-adopters": 'job "claims adjuster" --market {adopters} --horizon 3 {out}',
    "market-nation": "simulate market us-groups --steps 100 {out}",
    "market-counts": "simulate market market.csv --mobility complete --steps 120 --engine counts "
    "--runs 4 {out}",
    "market-ensemble": "simulate ensemble market.csv --mobility complete --steps 120 --draws 8 {out}",
    "nation-plateau": "simulate nation --years 2 --draws 2 --capability plateau "
    "--set policy.retraining=1 {out}",
    "job-title": 'job "payroll clerk" {out}',
    "forecast": "forecast tech-workforce --date 2026-11-26 --out forecast.json",
    "claims": "claims 2 3a 3b 3c 3d --draws 8 {out}",
    "layoffs": "claims layoffs",
    "evidence": "scorecard",
    "jobs-history": "jobs --history",
    "new": 'new firm --industry "insurance carriers" --headcount 5000',
}
ENTRY = (
    "import sys; from importlib import import_module; module, name = sys.argv.pop(1).split(':'); "
    "sys.argv[0] = 'reallocate'; getattr(import_module(module), name)()"
)


@dataclass(frozen=True)
class Side:
    """A checkout and the folder of its results."""

    root: Path
    folder: Path

    @property
    def python(self) -> Path:
        """Its own interpreter, since an earlier commit may need what is installed no more; else this one."""
        own = self.root / ".venv" / "bin" / "python"
        return own if own.is_file() else Path(sys.executable)

    def made(self, name: str) -> bool:
        """Whether a result is there already."""
        return (self.folder / f"{name}.exit").is_file()


def line(name: str) -> list[str]:
    """The words after `reallocate`."""
    return shlex.split(COMMANDS[name].format_map({one: one for one in COMMANDS} | {"out": f"--out {name}"}))


def needs(name: str) -> list[str]:
    """The results that a command reads."""
    return [field for _, field, _, _ in Formatter().parse(COMMANDS[name]) if field in COMMANDS]


def chosen(quick: bool, only: Sequence[str]) -> list[str]:
    """The results of a form of the net, and those they need."""
    wanted = list(only or (QUICK if quick else COMMANDS))
    for name in wanted:
        wanted += [one for one in needs(name) if one not in wanted]
    return [name for name in COMMANDS if name in wanted]


def make(side: Side, names: Sequence[str]) -> None:
    """Make every result that is not there, two at once."""
    side.folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(INPUTS, side.folder, dirs_exist_ok=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures: dict[str, Future[None]] = {}
        for name in names:
            if not side.made(name):
                waits = [futures[one] for one in needs(name) if one in futures]
                futures[name] = pool.submit(_after, waits, side, name)
        for future in futures.values():
            future.result()


def _after(waits: Sequence[Future[None]], side: Side, name: str) -> None:
    for wait in waits:
        wait.result()
    forget(side, name)
    _run(side, name)


def forget(side: Side, name: str) -> None:
    """Remove a result, and what a run that was stopped has left of it."""
    for file in side.folder.glob(f"{name}.*"):
        file.unlink()
    for folder in (name, *(("firm",) if name == "new" else ())):
        shutil.rmtree(side.folder / folder, ignore_errors=True)


def _run(side: Side, name: str) -> None:
    script = tomllib.loads((side.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    surroundings = os.environ | {
        "PYTHONPATH": str(side.root / "src"),
        "COLUMNS": "240",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONHASHSEED": "0",
    }
    began = time.perf_counter()
    words = [str(side.python), "-c", ENTRY, script["reallocate"], *line(name)]
    done = subprocess.run(
        words, cwd=side.folder, env=surroundings, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    told = (done.stdout, done.stderr, str(done.returncode), f"{seconds:.1f}")
    for stream, text in zip(STREAMS, told, strict=True):
        (side.folder / f"{name}.{stream}").write_text(text, encoding="utf-8")
    print(f"  {name}: {seconds:.0f} s, exit {done.returncode}", flush=True)
