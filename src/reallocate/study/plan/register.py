"""The register of assumptions: what each one moves, and the figures that only the scenario holds."""

from __future__ import annotations

import numpy as np

from reallocate.measure.source import Grade
from reallocate.plan.explain import amount, money
from reallocate.scenario.firm.schema import Funding
from reallocate.study.plan.finance.tables import token_route
from reallocate.study.plan.problem.finance_runs import LIFE
from reallocate.study.plan.problem.solved_cases import Parts

NOT_MOVED = "not moved in this study"
FUNDING = {
    "pay_settings": ("pay per head compared in the funding arithmetic", "USD/FTE/year"),
    "severance_range": ("severance compared in the funding arithmetic", "USD/exit"),
    "capex_range": ("capital expenditure of the year", "USD/year"),
    "previous_capex": ("capital expenditure of the year before", "USD/year"),
    "gpu_hour": ("owner's cost of a GPU-hour in the funding arithmetic", "USD/GPU-hour"),
}


def what_it_moves(parts: Parts) -> dict[str, str]:
    """What each assumption that was moved in this study does to the answer, in words, by its name.

    parts : every plan of the study
    Over its range: positions at the end against the baseline and compulsory exits; server life by the
    route of compute and the present value.
    """
    base = parts.base_totals.positions
    said = {}
    for one in parts.flips:
        ends = sorted((one.low_positions - base, one.high_positions - base))
        exits = sorted((one.low_layoffs, one.high_layoffs))
        said[one.name] = (
            f"positions {ends[0]:+,.0f} to {ends[1]:+,.0f}, "
            f"compulsory exits {exits[0]:,.0f} to {exits[1]:,.0f}"
        )
        if one.flips_at is not None:
            unit = parts.prepared.setting.options.parameters.about(one.name).unit
            said[one.name] += f"; the answer on exits turns at {amount(one.flips_at, unit)}"
    lives = [run for run in parts.finance if run.question == LIFE and run.solved is not None]
    plans = [run.solved[0] for run in lives if run.solved is not None]
    if plans:
        routes = sorted({token_route(plan) for plan in plans})
        costs = [plan.objective for plan in plans]
        said["gpu_life"] = (
            f"tokens by {' or '.join(routes)}; present value by {money(max(costs) - min(costs))}"
        )
    return said


def funding_rows(parts: Parts) -> list[dict[str, object]]:
    """The scenario's own figures for the funding arithmetic, each with its evidence.

    parts : every plan of the study
    """
    asked = parts.prepared.scenario.funding
    if asked is None:
        return []
    vintage = parts.prepared.scenario.start
    return [_funding_row(asked, key, vintage) for key in FUNDING if getattr(asked, key) not in (None, ())]


def _funding_row(asked: Funding, key: str, vintage: str) -> dict[str, object]:
    """One figure; several that stand side by side are a range, none of which is the value."""
    name, unit = FUNDING[key]
    figures = np.atleast_1d(np.array(getattr(asked, key), dtype=float))
    about = asked.evidence.get(key)
    several = len(figures) > 1
    return {
        "name": name,
        "parameter": f"funding.{key}",
        "value": np.nan if several else float(figures[0]),
        "unit": unit,
        "low": float(figures.min()) if several else np.nan,
        "high": float(figures.max()) if several else np.nan,
        "grade": (about.grade if about else Grade.OWN).value,
        "source": (about.source if about else "") or "your scenario",
        "vintage": vintage,
        "own": True,
    }
