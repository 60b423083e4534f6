"""First years side by side under several outlooks: cost, regret, what knowing is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.accounts import statistics_table
from reallocate.plan.outcome import Outcome
from reallocate.plan.uncertain import AS_PLANNED, JOINT, LEAST_REGRET, MEAN, WAIT, Strategy, Uncertain


def outlook_figures(uncertain: Uncertain) -> list[dict[str, object]]:
    """Each outlook, its own best plan, and what other first years cost more in it."""
    first_years = {"extra_as_made": AS_PLANNED, "extra_joint": JOINT, "extra_least_regret": LEAST_REGRET}
    regret = {column: _costs(uncertain, name) - uncertain.least for column, name in first_years.items()}
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


def _costs(uncertain: Uncertain, name: str) -> np.ndarray:
    """(outlook) [USD million] what a strategy costs; unknown where there is no such strategy."""
    one = uncertain.strategy(name)
    return np.full(len(uncertain.outlooks), np.nan) if one is None else one.costs


def strategy_figures(uncertain: Uncertain, one: Strategy) -> dict[str, object]:
    """What a first year does, saves, costs and regrets; it has no cost where it cannot be followed."""
    first = slice(0, uncertain.quarters)
    least = uncertain.expected(_costs(uncertain, JOINT))
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


def regret_figures(uncertain: Uncertain) -> list[dict[str, object]]:
    """What each first year costs more in each outlook than the best plan for it."""
    return [
        {
            "strategy": one.name if one.caution is None else f"{one.name}, caution {one.caution:g}",
            "outlook": outlook.name,
            "extra_cost": float(cost - least),
        }
        for one in uncertain.strategies
        for outlook, cost, least in zip(uncertain.outlooks, one.costs, uncertain.least, strict=True)
    ]


def information_figures(uncertain: Uncertain) -> list[dict[str, object]]:
    """Expected costs side by side: knowing, planning for all, the mean, the plan as made, waiting."""
    if uncertain.strategy(JOINT) is None:
        return []
    least = uncertain.expected(_costs(uncertain, JOINT))
    rows = [("knowing the outlook at the start", least - uncertain.expected(uncertain.least))]
    for question, name in (
        ("planning for all outlooks instead of their mean", MEAN),
        ("planning for all outlooks instead of the original plan", AS_PLANNED),
        ("starting now instead of waiting until the outlook is known", WAIT),
    ):
        rows.append((question, uncertain.expected(_costs(uncertain, name)) - least))
    return [
        {
            "question": question,
            "amount": amount,
            "note": "" if np.isfinite(amount) else "cannot be followed in every outlook",
        }
        for question, amount in rows
    ]


def reversal_figures(uncertain: Uncertain) -> list[dict[str, object]]:
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
