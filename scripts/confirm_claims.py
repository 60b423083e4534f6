"""Moves every claim of the shipped record past each of its tipping points and back, and judges it again.

`make confirm` runs it: on the shipped world and study it takes some minutes. The same must come out
again: the finding and its verdict as shipped, and the other verdict at every tipping point.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from reallocate.api.progress import executor_name
from reallocate.claims.basis.claim import Verdict
from reallocate.claims.basis.context import STUDY
from reallocate.claims.ledger import claims, judge
from reallocate.kernel import executor
from reallocate.kernel.parameters import Parameters

LEDGER = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "claims" / "record.json"
DRAWS, SEED = 32, 0
NEAR = 1e-5
"""Relative; the file has six digits."""


def main() -> int:
    """Judge again, say of each whether it holds, and give 1 where one does not."""
    tables: dict[str, list[dict[str, Any]]] = json.loads(LEDGER.read_text("utf-8"))
    request = (STUDY, None, DRAWS, SEED)
    checks: list[tuple[str, Future[Any], float | None, Verdict]] = []
    with executor.of(executor_name(None)) as pool:
        for one in tables["claims"]:
            (claim,) = claims([one["id"]])
            for name, value, result, verdict in _places(one, tables["tipping_points"]):
                words = f"{one['row']:>3} {f'{name} = {value:g}' if name else 'as shipped'}"
                values = {name: value} if name else {}
                future = pool.submit(judge, request, claim, Parameters(values))
                checks.append((words, future, result, Verdict(verdict)))
        wrong = sum([not _holds(*each) for each in checks])
    print(f"{len(checks) - wrong} of {len(checks)} hold.")
    return int(wrong > 0)


def _places(
    one: dict[str, Any], tipping_points: list[dict[str, Any]]
) -> list[tuple[str, float, float | None, str]]:
    """Where a claim is looked at: as shipped, and past each tipping point."""
    home = ("", 0.0, one["result"], one["verdict"])
    turns = [turn for turn in tipping_points if turn["claim"] == one["id"]]
    return [home, *((turn["parameter"], turn["value"], None, turn["verdict"]) for turn in turns)]


def _holds(words: str, future: Future[Any], result: float | None, verdict: Verdict) -> bool:
    middle, now = future.result()
    same = result is None or abs(middle - result) <= NEAR * max(abs(result), NEAR)
    holds = now is verdict and same
    print(f"{'holds' if holds else 'FAILS'}  {words}: {now.value}, {middle:.4g}", flush=True)
    return holds


if __name__ == "__main__":
    sys.exit(main())
