"""The plan under several outlooks, as tables: what each first year costs where, and what knowing is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Column, Rows, of_unit, table
from reallocate.plan.accounts import statistics_table
from reallocate.plan.outcome import Outcome
from reallocate.plan.uncertain import AS_PLANNED, JOINT, LEAST_REGRET, MEAN, WAIT, Strategy, Uncertain
from reallocate.problem.firm.columns import EXTRA_COST, NOTE, SOLVED_AGAIN
from reallocate.problem.firm.solved_cases import SolvedCases

STRATEGY, OUTLOOK = Column("strategy"), Column("outlook")


@table(
    "outlooks", "Outlooks",
    OUTLOOK, Column("weight", unit="share"), Column("says", "What is different"),
    of_unit("FTE", positions="Positions", layoffs="Layoffs"),
    of_unit("USD million", saved="Saved", extra_as_made="Extra cost, original plan",
            extra_joint="Extra cost, joint plan", extra_least_regret="Extra cost, least regret"),
    source=f"{SOLVED_AGAIN} Weights and what differs: the scenario, or the outlooks that ship.",
)  # fmt: skip
def outlooks(solved: SolvedCases) -> Rows:
    """What differs in each outlook, its own best plan, and what other first years cost more in it."""
    return [] if solved.uncertain is None else _outlooks(solved.uncertain)


@table(
    "strategies", "First years side by side",
    STRATEGY, Column("caution", unit="share"),
    of_unit("USD million", expected_saving="Expected saving", extra_cost="Extra cost",
            worst_saving="Saving, worst outlooks", largest_regret="Largest regret"),
    Column("worst_outlook", "Outlook of largest regret"),
    of_unit("FTE", hires="Hires", layoffs="Layoffs", moved="People who change role"),
    Column("with_ai", "Work with AI, year-end", "hours/quarter"),
    Column("gpus_ordered", "GPUs ordered", "GPUs"),
    of_unit("FTE", positions_low="Positions, low", positions_high="Positions, high"), NOTE,
    source=f"{SOLVED_AGAIN} One plan for all outlooks; the rest adapts.",
)  # fmt: skip
def strategies(solved: SolvedCases) -> Rows:
    """First years side by side: what each saves, costs and regrets."""
    uncertain = solved.uncertain
    return [] if uncertain is None else [_strategy(uncertain, one) for one in uncertain.strategies]


@table(
    "regret", "Regret by outlook",
    STRATEGY, OUTLOOK, EXTRA_COST, source=f"{SOLVED_AGAIN} Against perfect knowledge of the outlook.",
)  # fmt: skip
def regret(solved: SolvedCases) -> Rows:
    """What each first year costs more in each outlook than the best plan for it."""
    return [] if solved.uncertain is None else _regrets(solved.uncertain)


@table(
    "information", "Value of information",
    Column("question"), Column("amount", unit="USD million"), NOTE,
    source=f"{SOLVED_AGAIN} Differences of expected cost.",
)  # fmt: skip
def information(solved: SolvedCases) -> Rows:
    """What knowing the outlook, planning for all, and beginning now are worth."""
    return [] if solved.uncertain is None else _information(solved.uncertain)


@table(
    "reversal", "Another outlook than planned",
    OUTLOOK, Column("statistic"),
    of_unit("USD million", as_made="Original first year", known="Outlook known", extra_cost="Extra cost"),
    source=f"{SOLVED_AGAIN} The plan's first year against perfect knowledge, by kind of cost.",
)  # fmt: skip
def reversal(solved: SolvedCases) -> Rows:
    """What the plan's first year costs where another outlook comes, by kind of cost."""
    return [] if solved.uncertain is None else _reversal(solved.uncertain)


OUTLOOK_TABLES = (outlooks, strategies, regret, information, reversal)


def _outlooks(uncertain: Uncertain) -> list[dict[str, object]]:
    regret = {
        column: _regret(uncertain, name)
        for column, name in (
            ("extra_as_made", AS_PLANNED),
            ("extra_joint", JOINT),
            ("extra_least_regret", LEAST_REGRET),
        )
    }
    return [
        {
            "outlook": outlook.name,
            "weight": outlook.weight,
            "says": outlook.says,
            "positions": float(plan.positions[-1]),
            "layoffs": float(plan.layoffs.sum()),
            "saved": float(uncertain.alone[place] - plan.objective),
            **{column: float(values[place]) for column, values in regret.items()},
        }
        for place, (outlook, plan) in enumerate(zip(uncertain.outlooks, uncertain.known, strict=True))
    ]


def _regret(uncertain: Uncertain, name: str) -> np.ndarray:
    one = uncertain.strategy(name)
    none = np.full(len(uncertain.outlooks), np.nan)
    return none if one is None else one.costs - uncertain.least


def _strategy(uncertain: Uncertain, one: Strategy) -> dict[str, object]:
    first = slice(0, uncertain.quarters)
    joint = uncertain.strategy(JOINT)
    least = uncertain.expected(joint.costs) if joint is not None else np.nan
    regret, cost = one.costs - uncertain.least, uncertain.expected(one.costs)
    plans = [plan for plan in one.plans if plan is not None]
    plan = plans[0] if plans else None
    ends = [float(each.positions[-1]) for each in plans]
    impossible = [o.name for o, each in zip(uncertain.outlooks, one.plans, strict=True) if each is None]
    whole = not impossible
    return {
        "strategy": one.name,
        "caution": np.nan if one.caution is None else one.caution,
        "expected_saving": uncertain.expected(uncertain.alone) - cost if whole else np.nan,
        "extra_cost": cost - least if whole else np.nan,
        "worst_saving": -uncertain.worst(one.costs) if whole else np.nan,
        "largest_regret": float(regret.max()) if whole else np.nan,
        "worst_outlook": uncertain.outlooks[int(regret.argmax())].name if whole else "",
        "hires": _sum(plan, "hires", first),
        "layoffs": _sum(plan, "layoffs", first),
        "moved": _sum(plan, "moves", first) + _sum(plan, "to_directing", first),
        "with_ai": np.nan if plan is None else float(plan.with_ai[:, uncertain.quarters - 1].sum() * 1e3),
        "gpus_ordered": _sum(plan, "ordered", first),
        "positions_low": min(ends, default=np.nan),
        "positions_high": max(ends, default=np.nan),
        "note": "" if whole else f"cannot be followed in: {', '.join(impossible)}",
    }


def _sum(plan: Outcome | None, name: str, first: slice) -> float:
    return np.nan if plan is None else float(getattr(plan, name)[..., first].sum())


def _regrets(uncertain: Uncertain) -> list[dict[str, object]]:
    return [
        {
            "strategy": one.name if one.caution is None else f"{one.name}, caution {one.caution:g}",
            "outlook": outlook.name,
            "extra_cost": float(cost - least),
        }
        for one in uncertain.strategies
        for outlook, cost, least in zip(uncertain.outlooks, one.costs, uncertain.least, strict=True)
    ]


def _information(uncertain: Uncertain) -> list[dict[str, object]]:
    """Expected costs side by side: knowing, planning for all, the mean, the plan as made, waiting."""
    joint = uncertain.strategy(JOINT)
    if joint is None:
        return []
    least = uncertain.expected(joint.costs)
    rows = [("knowing the outlook at the start", least - uncertain.expected(uncertain.least))]
    for question, name in (
        ("planning for all outlooks instead of their mean", MEAN),
        ("planning for all outlooks instead of the original plan", AS_PLANNED),
        ("starting now instead of waiting until the outlook is known", WAIT),
    ):
        one = uncertain.strategy(name)
        rows.append((question, np.nan if one is None else uncertain.expected(one.costs) - least))
    return [
        {
            "question": question,
            "amount": amount,
            "note": "" if np.isfinite(amount) else "cannot be followed in every outlook",
        }
        for question, amount in rows
    ]


def _reversal(uncertain: Uncertain) -> list[dict[str, object]]:
    """Present value by kind of cost: after the first year of the plan as made, and of one who knew."""
    one = uncertain.strategy(AS_PLANNED)
    rows: list[dict[str, object]] = []
    plans = one.plans if one else ()
    for outlook, plan, known in zip(uncertain.outlooks, plans, uncertain.known, strict=False):
        if plan is None:
            continue
        own, best = _by_statistic(plan), _by_statistic(known)
        for name in own.index:
            rows.append(
                {
                    "outlook": outlook.name,
                    "statistic": name,
                    "as_made": float(own[name]),
                    "known": float(best[name]),
                    "extra_cost": float(own[name] - best[name]),
                }
            )
    return rows


def _by_statistic(plan: Outcome) -> pd.Series:
    table = statistics_table(plan)
    return table.groupby("statistic", sort=False)["present_value"].sum()
