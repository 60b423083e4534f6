"""Two cards to nine digits, so that no change of code or data moves them unseen.

To renew after a change that is meant to move them:
`REALLOCATE_RENEW=1 python -m pytest tests/study/test_job_golden.py`, then read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from reallocate.jobs.page import job_study
from reallocate.work.world import World

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "job"
RENEW = "REALLOCATE_RENEW"
CARDS: dict[str, dict[str, Any]] = {
    "43-4051": {},
    "13-1082": {
        "area": "Ohio",
        "age": 45,
        "pay": 90_000.0,
        "education": "bachelor",
        "have": ("Negotiation",),
    },
}
MOVE = [
    "occupation",
    "section",
    "first",
    "of_100_leavers",
    "low",
    "high",
    "seen",
    "odds_low",
    "odds_high",
    "ten_year",
    "entry_pay",
    "later_pay",
    "years_of_study",
    "asks",
]


def figures(world: World, code: str, **asked: Any) -> dict[str, Any]:
    """The numbers of a card that a reader looks at."""
    result = job_study(world, code, **asked)
    tables, total = result.to_dict()["tables"], result.table("hours_total").iloc[0]
    shown = [{name: move[name] for name in MOVE} | reach(move) for move in tables["moves"][:8]]
    return {
        "exposure_before": reach(total),
        "kinds": {row["kind"]: row["share"] for row in tables["kinds"]},
        "employment": {str(row["year"]): row["employment"] for row in tables["history"]},
        "pay": {name: tables["pay"][0][name] for name in ("wage_p10", "wage_p50", "wage_p90")},
        "worker": {name: value for name, value in result.facts["worker"].items() if isinstance(value, float)},
        "moves": shown,
        "direction": {row["width"]: [row["share"], row["rank"]] for row in tables["direction"]},
        "skills": [[row["element"], row["lacking"]] for row in tables["gaps"][:6]],
    }


def reach(row: Any) -> dict[str, Any]:
    """Median, lowest and highest of the sources, by reach."""
    ends = {"middle": "", "low": "_low", "high": "_high"}
    return {
        name: {end: float(row[f"{name}{suffix}"]) for end, suffix in ends.items()}
        for name in ("automatable", "augmentable")
    }


def assert_close(found: Any, expected: Any, where: str) -> None:
    if isinstance(expected, dict):
        assert isinstance(found, dict) and list(found) == list(expected), where
        for key in expected:
            assert_close(found[key], expected[key], f"{where}.{key}")
    elif isinstance(expected, list):
        assert isinstance(found, list) and len(found) == len(expected), where
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            assert_close(one, other, f"{where}[{place}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-12), where
    else:
        assert found == expected, where


@pytest.mark.parametrize("code", list(CARDS))
def test_the_golden_is_met(world: World, code: str) -> None:
    found = figures(world, code, **CARDS[code])
    file = FOLDER / f"{code}.json"
    if os.environ.get(RENEW):
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert_close(found, json.loads(file.read_text(encoding="utf-8")), code)
