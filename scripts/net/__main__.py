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

from scripts.net.commands import Side, chosen, forget, make
from scripts.net.compare import ABOUT, DIFFERS, EQUAL, NAMES, PURPOSE, Names, compare
from scripts.net.results import read_result

ROOT = Path(__file__).resolve().parents[2]
BASE = "9988d3ba"
"""The last commit before waits were shortened."""
PRINTED = 12


def main() -> int:
    """Make, compare, print; the exit code."""
    given = _arguments()
    cache = given.cache.resolve()
    commands = chosen(given.quick, given.only)
    base = Side(given.base_root or ROOT, cache / f"base-{given.base}")
    now = Side(given.root.resolve(), cache / "now")
    if not given.compare_only:
        _make_base(base, commands, given.base, given.base_root is not None)
    if given.base_only:
        return 0
    if not given.compare_only:
        for command in commands:
            forget(now, command)
        print("Now", flush=True)
        make(now, commands)
    wanted = [one for one in commands if not given.only or one in given.only]
    return report(base, now, wanted, Names.read(given.names), given.report or cache / "report.txt")


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
        "--names", type=Path, default=NAMES, help="what has another name, and what changed on purpose"
    )
    parser.add_argument("--report", type=Path, help="file of the full list")
    parser.add_argument("--compare-only", action="store_true", help="compare what was made before")
    return parser.parse_args()


def _make_base(base: Side, commands: list[str], commit: str, given: bool) -> None:
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


def report(base: Side, now: Side, commands: list[str], names: Names, file: Path) -> int:
    """Print a line for each face that holds figures, and write all findings to a file."""
    written, sums = list[str](), Counter[str]()
    for command in commands:
        print(command, flush=True)
        faces = compare(read_result(base.folder, command), read_result(now.folder, command), names)
        for face, (equal, findings) in faces.items():
            counts = Counter({EQUAL: equal})
            for one in findings:
                meant = names.purpose(command, face, one)
                kind = PURPOSE if meant else one.kind
                counts[kind] += max(one.figures, 1)
                reason = f" ({meant.what}: {meant.why})" if meant else ""
                written.append(f"{kind}{reason} | {command} | {face} | {one.place} | {one.text}")
            sums += counts
            if counts.total():
                print(f"  {face:9}{_said(counts)}")
    written.sort(key=lambda line: not line.startswith(DIFFERS))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([*written, ""]), encoding="utf-8")
    print(f"\nTogether: {_said(sums)}")
    print("\n".join(f"  {kind}: {words}" for kind, words in ABOUT.items() if sums[kind]))
    print(f"The full list: {file}", *written[:PRINTED] if sums[DIFFERS] else (), sep="\n")
    print("Figures differ." if sums[DIFFERS] else "The figures are those of the base.")
    return int(sums[DIFFERS] > 0)


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in (EQUAL, *ABOUT) if counts[kind]) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
