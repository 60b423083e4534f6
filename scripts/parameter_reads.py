"""Which command reads which parameter, recorded: `python -m scripts.parameter_reads [COMMAND ...]`.

Every command runs in a process of its own, with the reads of `Parameters` noted; what several runs of one
command read counts together. Rewrites `kernel/parameter_reads.toml`, of the named commands alone where some
are named. A long test runs it and compares (`tests/work/test_parameters.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

FILE = Path(__file__).parents[1] / "src/reallocate/kernel/parameter_reads.toml"
HEAD = (
    "# Commands that read each parameter. Made by `python -m scripts.parameter_reads`; changes made here "
    "are lost.\n"
)
WIDTH = 112

FIRM = ("--industry", "524100", "--headcount", "1000")
FULL = """name = "every-lever"
industries = ["524100"]
headcount = 200
quarters = 6
[exits]
share = 0.05
[levers]
voluntary = true
open_positions = "cancel"
[capability]
reading = "not bad"
[quality]
review_by = "qualified"
unfixed_share_at_most = 0.2
[parameters]
assisted_today = 0.0
system_cost = 50000.0
unfixed_error_cost = 2.0
severance_per_exit = 20000.0
"""
"""A firm whose plan needs what the usual one does not: offers, systems that cost, AI from nothing, and the
other reading of good results."""
OWN = """statement = "tried"
measure = "{measure}"
years = {years}
comparison = "at least"
supported = 2.0
not_supported = 1.0
"""
CAPABILITIES = ("plateau", "fast", "reversal")
LAWS = ("laws.closure=A", "laws.closure=B")
Runs = Mapping[str, tuple[tuple[str, ...], ...]]


def runs(folder: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Every command with its runs, each the words after `reallocate`.

    folder : for what they write
    """
    from reallocate.claims.ledger import claims
    from reallocate.claims.own import MEASURES

    full = folder / "every-lever.toml"
    full.write_text(FULL, encoding="utf-8")
    quick = [("plan", *FIRM, "--quick", "--capability", one) for one in CAPABILITIES]
    markets = [("--capability", one) for one in CAPABILITIES] + [("--set", one) for one in LAWS]
    policies = (
        "--policy", "retraining=1", "--policy", "wage_insurance=0.5", "--policy", "hiring_subsidy=0.2",
        "--policy", "benefit_level=0.6", "--policy", "benefit_weeks=52",
    )  # fmt: skip
    nation = ("simulate", "nation", "--years", "2", "--draws", "2")
    central = ("simulate", "central", "--years", "2")
    plan = folder / "plan"
    made = {
        "plan": (
            ("plan", *FIRM, "--exits", "10%", "--workers", "1", "--out", str(plan)),
            ("plan", "hyperscaler-2026", "--workers", "1"),
            ("plan", str(full), "--quick"),
            *quick,
        ),
        "cut": (
            ("cut", *FIRM, "--exits", "9%"),
            ("cut", *FIRM, "--exits", "9%", "--exits-from", "plan"),
            ("cut", str(full)),
            *(("cut", *FIRM, "--exits", "9%", "--capability", one) for one in CAPABILITIES),
        ),
        "simulate nation": ((*nation, *policies), *((*nation, *one) for one in markets)),
        "simulate central": ((*central, *policies), *((*central, *one) for one in markets)),
        "simulate adopters": (
            ("simulate", "adopters", str(plan), "--share", "0.4", "--years", "4", "--draws", "2", *policies),
        ),
        "forecast tech-workforce": (("forecast", "make", "--date", "2026-11-27"),),
        "claims layoffs": (("claims", "layoffs"),),
        "scorecard": (("scorecard",),),
        "job": (("job", "43-4051", "--age", "40"),),
    }
    for claim in claims():
        made[f"claims {claim.row}"] = (("claims", claim.row, "--draws", "4", "--workers", "1"),)
    for name, measure in MEASURES.items():
        own = folder / f"{name}.toml"
        occupation = '\noccupation = "43-"' if "occupation" in measure.needs else ""
        years = OWN.format(measure=name, years=3)
        years = years if "years" in measure.needs else years.replace("years = 3\n", "")
        own.write_text(years + occupation + "\n", encoding="utf-8")
        made[f"claims add {name}"] = (("claims", "add", str(own), "--draws", "4"),)
    return made


def read_by(words: Iterable[str]) -> set[str]:
    """The parameters that a command reads.

    words : after `reallocate`
    Raises `RuntimeError` where it does not end well.
    """
    with TemporaryDirectory() as folder:
        place = Path(folder) / "reads.txt"
        place.touch()
        child = [sys.executable, "-m", "scripts.parameter_reads", "--child", str(place), *words]
        done = subprocess.run(child, capture_output=True, text=True, cwd=FILE.parents[3])
        if done.returncode:
            raise RuntimeError(f"reallocate {' '.join(words)}\n{done.stderr[-2000:]}")
        return set(place.read_text(encoding="utf-8").split())


def recorded(only: Iterable[str] = ()) -> dict[str, set[str]]:
    """The parameters that each command reads; (command).

    only : commands, all where none are named
    """
    result: dict[str, set[str]] = {}
    with TemporaryDirectory() as folder:
        every = runs(Path(folder))
        for command in every:
            if only and command not in only and not (command == "plan" and "simulate adopters" in only):
                continue
            print(command, file=sys.stderr, flush=True)
            result[command] = set().union(*map(read_by, every[command]))
    return result


def text(reads: Mapping[str, Iterable[str]], names: Iterable[str]) -> str:
    """The file.

    reads : (command) parameters that it reads
    names : of all parameters, in order
    """
    lines = [HEAD]
    for name in names:
        words = [f'"{command}", ' for command, read in reads.items() if name in read]
        rows, row = [], "  "
        for word in words:
            if len(row) + len(word) > WIDTH:
                rows.append(row.rstrip())
                row = "  "
            row += word
        inside = "\n".join([*rows, row.rstrip()]) if words else ""
        lines.append(f"{name} = [\n{inside}\n]" if words else f"{name} = []")
    return "\n".join(lines) + "\n"


def _child(place: str, words: list[str]) -> None:
    """One command, with its reads noted, in processes that it forks too."""
    from reallocate.kernel import parameters
    from reallocate.kernel.parameters import Parameters

    # Nothing is refused by an older table, and no shipped answer taken, while it is recorded anew.
    parameters._reads = lambda: defaultdict(tuple)  # type: ignore[assignment]
    plain, seen = Parameters.__getitem__, set[str]()

    def noted(self: Parameters, name: str) -> float:
        if name not in seen:
            seen.add(name)
            file = os.open(place, os.O_WRONLY | os.O_APPEND)
            os.write(file, f"{name}\n".encode())
            os.close(file)
        return plain(self, name)

    Parameters.__getitem__ = noted  # type: ignore[method-assign]
    from reallocate.cli.main import run

    sys.argv = ["reallocate", *words]
    run()


def main() -> None:
    """Record, and rewrite the file."""
    if sys.argv[1:2] == ["--child"]:
        _child(sys.argv[2], sys.argv[3:])
    from reallocate.kernel.parameters import Parameters

    names = Parameters.default().names
    reads: dict[str, set[str]] = {}
    if only := sys.argv[1:]:
        for name, commands in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
            for command in commands:
                reads.setdefault(command, set()).add(name)
    reads |= recorded(only)
    FILE.write_text(text(reads, names), encoding="utf-8")


if __name__ == "__main__":
    main()
