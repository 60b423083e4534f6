"""Any scenario in which every key holds a value that it may hold: a plan, or words that say what conflicts.

`make valid`; EXAMPLES=50 make valid is a shorter form. It says how the scenarios ended, and which took longest.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reallocate as ra
from reallocate.kernel.parameters import Parameters

pytestmark = [pytest.mark.apart]
EXAMPLES = int(os.environ.get("EXAMPLES", "1000"))
ROLES = (
    "code,title,headcount,loaded_cost,open_positions,contractors,level\n43-4051,Help desk,400,70000,2,3,A\n"
    "15-1252,Makers,200,190000,4,0,B\n11-3021,Heads,50,260000,1,0,B\n"
)
"""Three roles of a small firm."""
CODES = ("43-4051", "15-1252", "11-3021")
PARAMETERS = Parameters.default()
TOLD, SHOWN = 100, 5
"""Scenarios between two words of progress; the slowest that are shown."""


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def share(low: float = 0.01, high: float = 0.9) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda number: round(number, 3))


def number(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda found: round(found, 2))


SECTIONS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "levers": {
        **{name: maybe(st.booleans()) for name in ("ai", "layoffs", "redeployment", "directing_hires", "dropping", "voluntary")},
        "hiring_freeze_quarters": maybe(st.integers(0, 4)),
        "max_hires_per_quarter": maybe(number(0, 100)),
        "open_positions": maybe(st.sampled_from(["fill", "cancel"])),
    },
    "promises": {
        "no_layoffs_before": maybe(st.sampled_from(["2026-10", "2027-01", "2029-01"])),
        "keep_at_least": maybe(share(0.1, 1.1)),
        "max_exits_per_month": maybe(number(0, 60)),
        "protect": maybe(st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True)),
        "retrain_before_exit": maybe(share(0.0, 1.0)),
        "span_at_most": maybe(number(4, 20)),
        "notice_days": maybe(number(0, 180)),
        "jurisdiction": maybe(st.sampled_from(["none", "US", "US-NJ"])),
    },
    "compute": {
        **{name: maybe(st.booleans()) for name in ("api", "rent", "own")},
        "accelerator": maybe(st.sampled_from(["H100", "H200", "B200", "GB200"])),
        "megawatts": maybe(number(0, 2)),
    },
    "budget": {"cash_per_year": maybe(number(20, 200)), "ai_per_year": maybe(number(0, 20))},
    "quality": {
        "unfixed_share_at_most": maybe(share(0.0, 0.1)),
        "review_by": maybe(st.sampled_from(["own role", "qualified"])),
    },
    "capability": {
        "scenario": maybe(st.sampled_from(["trend", "plateau", "fast", "reversal"])),
        "reading": maybe(st.sampled_from(["win or tie", "not bad"])),
    },
    "adoption": {"speed": maybe(st.sampled_from(["slow", "medium", "fast"]))},
    "exits": {
        "share": share(0.01, 0.6),
        "from": maybe(st.sampled_from(["pro rata", "plan"])),
        "closed": maybe(st.booleans()),
        "date": maybe(st.sampled_from(["2026-07", "2026 Q4"])),
    },
}  # fmt: skip


@st.composite
def assumptions(draw: st.DrawFn) -> dict[str, float]:
    """Up to four assumptions, each within its range."""
    ends = {name: PARAMETERS.about(name) for name in PARAMETERS.names}
    ranged = [name for name, one in ends.items() if math.isfinite(one.low) and one.low < one.high]
    names = draw(st.lists(st.sampled_from(ranged), max_size=4, unique=True))
    return {name: draw(st.floats(ends[name].low, ends[name].high)) for name in names}


@st.composite
def scenarios(draw: st.DrawFn) -> str:
    lines = ['name = "valid"', 'roles = "roles.csv"', f"quarters = {draw(st.integers(1, 4))}"]
    chosen = draw(st.lists(st.sampled_from(list(SECTIONS)), max_size=5, unique=True))
    found = {section: {key: draw(value) for key, value in SECTIONS[section].items()} for section in chosen}
    for section, keys in {**found, "parameters": draw(assumptions())}.items():
        lines += [f"[{section}]", *said(keys)]
    return "\n".join(lines) + "\n"


def said(keys: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {json.dumps(value)}" for key, value in keys.items() if value is not None]


def ended(folder: Path) -> str:
    try:
        plan = ra.plan(ra.Scenario.read(folder), quick=True, progress=False)
    except ra.ReallocateError as error:
        assert error.problems and all(str(problem).strip() for problem in error.problems)
        return f"{type(error).__name__}: {str(error.problems[0])[:90]}"
    roles = plan.table("roles")
    assert (roles["plan_end"] >= -1e-6).all() and math.isfinite(roles["plan_end"].sum())
    json.dumps(plan.to_dict(), allow_nan=False)
    return "a plan"


def processor_seconds() -> float:
    """Of this process and those it waited for."""
    return sum(os.times()[:4])


def test_a_plan_or_the_things_that_conflict(tmp_path: Path) -> None:
    (tmp_path / "roles.csv").write_text(ROLES)
    ends: Counter[str] = Counter()
    spent: list[tuple[float, str]] = []

    @given(scenarios())
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def each(text: str) -> None:
        (tmp_path / "scenario.toml").write_text(text)
        before = processor_seconds()
        ends[ended(tmp_path)] += 1
        spent.append((processor_seconds() - before, text))
        if len(spent) % TOLD == 0:
            print(
                f"{len(spent)} scenarios, {sum(second for second, _ in spent):.0f} s of processor", flush=True
            )

    each()
    print(*(f"\n{count:5}  {how}" for how, count in ends.most_common()))
    print(*(f"\n{second:5.1f} s of processor:\n{text}" for second, text in sorted(spent)[-SHOWN:]))
    assert ends["a plan"] > EXAMPLES / 10
