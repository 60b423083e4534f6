"""Make a fixed set of results at an earlier commit and now, and compare every figure.

`make net` makes those of the quick form, `make net-whole` all. The base is made once, from a checkout of its
own, and kept in `.net`, which git ignores. The full list of what is not as it was is `.net/report.txt`. Ends
with 1 where figures are others or gone and no change on purpose says so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from scripts.net.commands import Command, Side, chosen, forget, make
from scripts.net.compare import compare_results
from scripts.net.faces import read_result
from scripts.net.findings import ABOUT, DIFFERS, EQUAL, KINDS, Finding, Report
from scripts.net.names import FILE, Names, OnPurpose, read_names
from scripts.net.shown import TABLE_GONE

ROOT = Path(__file__).resolve().parents[2]
BASE = "c3a8ea68"
"""The last commit before the rooms by question."""
PURPOSE = "on purpose"
PRINTED = 12


def main() -> int:
    """Make, compare, print; the exit code."""
    given = _arguments()
    cache = given.cache.resolve()
    commands = chosen(given.quick, given.only)
    base = Side(given.base_root or ROOT, cache / f"base-{given.base}")
    now = Side(given.root.resolve(), cache / "now")
    _make_base(base, commands, given.base, given.base_root is not None)
    if given.base_only:
        return 0
    if not given.compare_only:
        for command in commands:
            forget(now, command)
        print("Now", flush=True)
        make(now, commands)
    wanted = [one for one in commands if not given.only or one.name in given.only]
    return compare(base, now, wanted, read_names(given.names), given.report or cache / "report.txt")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.net", description=__doc__)
    parser.add_argument("only", nargs="*", help="names of results; without them the quick form or all")
    parser.add_argument("--quick", action="store_true", help="the results that are made at every commit")
    parser.add_argument("--base", default=BASE, help="the commit to compare with")
    parser.add_argument("--base-root", type=Path, help="a checkout of it, instead of one made for the time")
    parser.add_argument("--base-only", action="store_true", help="make the base and compare nothing")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout of now")
    parser.add_argument("--cache", type=Path, default=ROOT / ".net", help="folder of the results")
    parser.add_argument(
        "--names", type=Path, default=FILE, help="what has another name, and what changed on purpose"
    )
    parser.add_argument("--report", type=Path, help="file of the full list")
    parser.add_argument("--compare-only", action="store_true", help="compare what was made before")
    return parser.parse_args()


def _make_base(base: Side, commands: list[Command], commit: str, given: bool) -> None:
    if all(base.made(one) for one in commands):
        return
    print(f"The base, {commit}: made once", flush=True)
    if given:
        make(base, commands)
        return
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "base"
        git = ("git", "-C", str(ROOT), "worktree")
        subprocess.run([*git, "add", "--quiet", "--detach", str(checkout), commit], check=True)
        try:
            make(Side(checkout, base.folder), commands)
        finally:
            subprocess.run([*git, "remove", "--force", str(checkout)], check=True)


def compare(base: Side, now: Side, commands: list[Command], names: Names, file: Path) -> int:
    """Print a line for each face that is not wholly equal, and write all findings to a file."""
    written, sums = [], Counter[str]()
    for command in commands:
        reports = compare_results(
            read_result(base.folder, command.name), read_result(now.folder, command.name), names
        )
        print(f"{command.name}", flush=True)
        for report in reports:
            meant, others = _by_purpose(command.name, report, names)
            counts = {kind: sum(one.figures for one in others if one.kind == kind) for kind in KINDS}
            counts |= {EQUAL: report.equal, PURPOSE: sum(one.figures for one, _ in meant)}
            sums.update(counts)
            if report.equal or report.findings:
                print(f"  {report.face:9}{_counts(counts)}")
            written += _listed(command.name, report.face, others, meant)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*written, ""]), encoding="utf-8")
    print(f"\nTogether: {_counts(sums)}")
    print("\n".join(f"  {kind}: {ABOUT[kind]}" for kind in KINDS if sums[kind] and kind != EQUAL))
    print(f"The full list: {file}")
    differing = [line for line in written if line.startswith(DIFFERS)]
    for lines in ([line for line in written if line.endswith(TABLE_GONE)], differing):
        print(*lines[:PRINTED], *[f"and {len(lines) - PRINTED} more"] * (len(lines) > PRINTED), sep="\n")
    print("The figures are those of the base." if not differing else "Figures differ.")
    return 1 if differing else 0


def _by_purpose(
    result: str, report: Report, names: Names
) -> tuple[list[tuple[Finding, OnPurpose]], list[Finding]]:
    meant, others = [], []
    for finding in report.findings:
        purpose = names.purpose(result, report.face, finding.place, finding.text)
        if purpose:
            meant.append((finding, purpose))
        else:
            others.append(finding)
    return meant, others


def _counts(counts: dict[str, int] | Counter[str]) -> str:
    kinds = (*KINDS, PURPOSE)
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in kinds if counts[kind]) or "nothing"


def _listed(
    result: str, face: str, others: list[Finding], meant: list[tuple[Finding, OnPurpose]]
) -> list[str]:
    order = sorted(others, key=lambda one: -KINDS.index(one.kind))
    lines = [f"{one.kind} | {result} | {face} | {one.place} | {one.text}" for one in order]
    return lines + [
        f"{PURPOSE}: {purpose.what} ({purpose.why}) | {result} | {face} | {one.place} | {one.text}"
        for one, purpose in meant
    ]


if __name__ == "__main__":
    sys.exit(main())
