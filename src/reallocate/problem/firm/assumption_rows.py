"""The numbers a plan rests on: where each comes from, what it moves, and which to replace first."""

from __future__ import annotations

import numpy as np

from reallocate.measure.source import Grade
from reallocate.plan.plan_sentences import amount, money
from reallocate.plan.route_choice import token_route
from reallocate.problem.firm.finance_runs import LIFE
from reallocate.problem.firm.solved_cases import SolvedCases

OWN, YOURS = "own", "your scenario"
WEAKEST_FIRST = (Grade.J, Grade.C, Grade.X, Grade.B, Grade.A)
NOT_MOVED = "effect not tested here"
FUNDING = {
    "pay_settings": ("pay per head compared in the funding arithmetic", "USD/FTE/year"),
    "severance_range": ("severance compared in the funding arithmetic", "USD/exit"),
    "capex_range": ("capital expenditure of the year", "USD/year"),
    "previous_capex": ("capital expenditure of the year before", "USD/year"),
    "gpu_hour": ("owner's cost of a GPU-hour in the funding arithmetic", "USD/GPU-hour"),
}


def firm_rows(solved: SolvedCases) -> list[dict[str, object]]:
    """Positions, pay and open positions that the firm starts with, each with its evidence."""
    scenario, firm = solved.problem.scenario, solved.problem.setting.firm
    own_roles = bool(scenario.roles or scenario.roster)

    def row(name: str, key: str, value: float, unit: str, otherwise: str) -> dict[str, object]:
        about, own = scenario.evidence.get(key), otherwise == OWN
        return {
            **_figures(name, key, unit, value),
            "grade": about.grade.value if about else (OWN if own_roles or own else "A"),
            "source": (about.source if about else "") or (YOURS if own else otherwise),
            "vintage": scenario.start,
            "own": own,
        }

    pattern = "BLS OEWS May 2025, pay of the industries × loaded multiplier"
    return [
        row("positions filled at the start", "headcount", firm.headcount, "FTE", OWN),
        row(
            "average loaded cost of a position",
            "pay_per_head",
            firm.payroll / firm.headcount,
            "USD/FTE/year",
            OWN if scenario.pay_per_head or own_roles else pattern,
        ),
        row(
            "open positions at the start",
            "open_positions",
            float(firm.roles["open_positions"].sum()),
            "positions",
            OWN if scenario.open_positions is not None or own_roles else "none given",
        ),
    ]


def what_it_moves(solved: SolvedCases) -> dict[str, str]:
    """What each assumption that was moved in this study does to the answer, in words, by its name.

    Over its range: positions at the end against the baseline and layoffs; server life by the
    route of compute and the present value.
    """
    base = solved.base_totals.positions
    effects = {}
    for one in solved.tipping_points:
        unit = solved.problem.setting.options.parameters.about(one.name).unit
        ends = sorted((one.low_positions - base, one.high_positions - base))
        exits = sorted((one.low_layoffs, one.high_layoffs))
        effects[one.name] = (
            f"positions {ends[0]:+,.0f} to {ends[1]:+,.0f}, "
            f"layoffs {exits[0]:,.0f} to {exits[1]:,.0f}"
        )
        if one.impossible_at:
            values = " and at ".join(amount(end, unit) for end in one.impossible_at)
            effects[one.name] = f"no plan is possible at {values}"
        if one.flips_at is not None:
            effects[one.name] += f"; layoffs begin or end at {amount(one.flips_at, unit)}"
    lives = [run for run in solved.finance if run.question == LIFE and run.solved is not None]
    plans = [run.solved[0] for run in lives if run.solved is not None]
    if plans:
        routes = sorted({token_route(plan) for plan in plans})
        costs = [plan.objective for plan in plans]
        effects["gpu_life"] = (
            f"tokens by {' or '.join(routes)}; present value by {money(max(costs) - min(costs))}"
        )
    return effects


def funding_assumptions(solved: SolvedCases) -> list[dict[str, object]]:
    """The scenario's own figures for the funding arithmetic, each with its evidence."""
    given = solved.problem.scenario.funding
    if given is None:
        return []
    rows: list[dict[str, object]] = []
    for key, (name, unit) in FUNDING.items():
        if getattr(given, key) in (None, ()):
            continue
        about = given.evidence.get(key)
        rows.append(
            {
                **_figures(name, f"funding.{key}", unit, getattr(given, key)),
                "grade": (about.grade if about else Grade.OWN).value,
                "source": (about.source if about else "") or YOURS,
                "vintage": solved.problem.scenario.start,
                "own": True,
            }
        )
    return rows


def _figures(name: str, key: str, unit: str, given: float | tuple[float, ...]) -> dict[str, object]:
    """What was given; several figures that stand side by side are a range, none of which is the value."""
    figures = np.atleast_1d(np.array(given, dtype=float))
    several = len(figures) > 1
    return {
        "name": name,
        "parameter": key,
        "value": np.nan if several else float(figures[0]),
        "unit": unit,
        "low": float(figures.min()) if several else np.nan,
        "high": float(figures.max()) if several else np.nan,
    }


def replace_first(solved: SolvedCases, count: int = 5) -> list[str]:
    """The assumptions to replace by own figures first: of those whose effect was tested, the strongest.

    A primary source and an own figure need no replacing.
    """
    p = solved.problem.setting.options.parameters
    swing = {one.name: one.swing for one in solved.tipping_points}
    others = [name for name in swing if not p.about(name).is_own and p.about(name).grade is not Grade.A]
    return sorted(others, key=lambda name: -swing[name])[:count]
