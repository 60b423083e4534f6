"""Solves the cut that ships for every industry and keeps each answer; goes on where it was stopped.

A whole run takes about three quarters of an hour of one processor. `--check` says how many answers are
missing or rest on other figures than those in force. `--again N` solves the first N once more
and says which of them differ.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from reallocate.data.bundle import load_world
from reallocate.firm.cut.beforehand import COLUMNS, FILE, basis, packed, question, unpacked
from reallocate.firm.cut.cards import HEADCOUNT
from reallocate.firm.cut.cards import SHARE as CUT
from reallocate.firm.cut.sweep import answered, finest_industries
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.executor import SERIAL, Workers

PATH = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "firm" / "cut" / "shipped" / FILE
CLOSE = 1e-4
"""[share of a figure] What another machine may move."""


def main() -> None:
    """Write what is missing, the largest industries first; or end with 1 where something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--again", type=int, default=0, metavar="N")
    parser.add_argument("--executor", default=SERIAL)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of wall time, then stop")
    given = parser.parse_args()
    industries = finest_industries(load_world().table("industries"))
    codes = list(industries.sort_values("employment", ascending=False).index)
    kept = {row["industry"]: row for row in unpacked().to_dict("records") if _holds(row)}
    missing = [code for code in codes if code not in kept]
    if given.again:
        sys.exit(again(codes[: given.again], kept))
    if given.check:
        print(f"{len(missing)} of {len(codes)} industries have no answer on the figures in force")
        sys.exit(1 if missing else 0)
    solve(missing, kept, given.executor, time.monotonic() + given.seconds)


def _asked(industry: str) -> str:
    """The question of an industry, as who asks it has it."""
    return question(firm_scenario(scenario_from_flags([industry], HEADCOUNT), exits=CUT))


def _holds(row: dict[str, str]) -> bool:
    """Whether an answer is to the question as it is asked today, on the figures in force."""
    return row["basis"] == basis() and row["question"] == _asked(row["industry"])


def solve(missing: list[str], kept: dict[str, dict[str, str]], where: str, until: float) -> None:
    """Solve industries and keep each answer at once."""
    spent = 0.0
    with Workers(where) as workers:
        for done, (_, answer) in enumerate(
            workers.finished(answered, [(code, HEADCOUNT, CUT, True) for code in missing]), start=1
        ):
            spent += answer.seconds
            if answer.parts is None:
                print(f"{answer.industry}: {answer.reason}")
                continue
            text = json.dumps(answer.parts, ensure_ascii=False)
            values = (_asked(answer.industry), basis(), answer.industry, text)
            kept[answer.industry] = dict(zip(COLUMNS, values, strict=True))
            PATH.parent.mkdir(exist_ok=True)
            PATH.write_bytes(packed(kept.values()))
            print(f"{done} of {len(missing)}: {spent / done:.1f} s of processor each", flush=True)
            if time.monotonic() > until:
                return


def again(codes: list[str], kept: dict[str, dict[str, str]]) -> int:
    """How many answers differ when they are solved once more."""
    different = 0
    for code in codes:
        found = answered(code, HEADCOUNT, CUT, True).parts
        before = json.loads(kept[code]["answer"]) if code in kept else None
        if found is None or before is None or _differs(found, before):
            different += 1
            print(f"{code} differs")
    return different


def _differs(found: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a sentence or the cost of the cut is another."""
    same_words = json.loads(json.dumps(found["text"])) == before["text"]
    return not same_words or abs(_cost(found) / _cost(before) - 1) > CLOSE


def _cost(parts: dict[str, list[dict[str, float]]]) -> float:
    rows = {row["figure"]: row for row in parts["tables"]["cut_or_wait"]}
    return rows["cost"]["cut"]


if __name__ == "__main__":
    main()
