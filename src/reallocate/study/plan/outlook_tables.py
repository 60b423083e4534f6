"""The plan under several outlooks, as tables: what each first year costs where, and what knowing is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.accounts import statistics_table
from reallocate.plan.outcome import Outcome
from reallocate.plan.uncertain import AS_PLANNED, JOINT, LEAST_REGRET, MEAN, WAIT, Strategy, Uncertain

OUTLOOKS = "outlook weight says positions layoffs saved extra_as_made extra_joint extra_least_regret"
STRATEGIES = (
    "strategy caution expected_saving extra_cost worst_saving largest_regret worst_outlook hires layoffs "
    "moved with_ai gpus_ordered positions_low positions_high note"
)
REGRETS = "strategy outlook extra_cost"
INFORMATION = "question amount note"
REVERSAL = "outlook statistic as_made known extra_cost"


def outlook_tables(found: Uncertain | None) -> dict[str, pd.DataFrame]:
    """Outlooks, strategies, regret by outlook, what knowing is worth, and what a wrong first year costs.

    found : the strategies; none where they were not worked out, and then the tables are empty
    """
    columns = {
        "outlooks": OUTLOOKS,
        "strategies": STRATEGIES,
        "regret": REGRETS,
        "information": INFORMATION,
        "reversal": REVERSAL,
    }
    rows: dict[str, list[dict[str, object]]] = dict.fromkeys(columns, [])
    if found is not None:
        rows = {
            "outlooks": _outlooks(found),
            "strategies": [_strategy(found, one) for one in found.strategies],
            "regret": _regrets(found),
            "information": _information(found),
            "reversal": _reversal(found),
        }
    return {name: pd.DataFrame(rows[name], columns=words.split()) for name, words in columns.items()}


def _outlooks(found: Uncertain) -> list[dict[str, object]]:
    regret = {
        column: _regret(found, name)
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
            "saved": float(found.alone[place] - plan.objective),
            **{column: float(values[place]) for column, values in regret.items()},
        }
        for place, (outlook, plan) in enumerate(zip(found.outlooks, found.known, strict=True))
    ]


def _regret(found: Uncertain, name: str) -> np.ndarray:
    one = found.strategy(name)
    none = np.full(len(found.outlooks), np.nan)
    return none if one is None else one.costs - found.least


def _strategy(found: Uncertain, one: Strategy) -> dict[str, object]:
    first = slice(0, found.quarters)
    joint = found.strategy(JOINT)
    least = found.expected(joint.costs) if joint is not None else np.nan
    regret = one.costs - found.least
    plans = [plan for plan in one.plans if plan is not None]
    plan = plans[0] if plans else None
    ends = [float(each.positions[-1]) for each in plans]
    impossible = [o.name for o, each in zip(found.outlooks, one.plans, strict=True) if each is None]
    whole = not impossible
    return {
        "strategy": one.name,
        "caution": np.nan if one.caution is None else one.caution,
        "expected_saving": found.expected(found.alone) - found.expected(one.costs) if whole else np.nan,
        "extra_cost": found.expected(one.costs) - least if whole else np.nan,
        "worst_saving": -found.worst(one.costs) if whole else np.nan,
        "largest_regret": float(regret.max()) if whole else np.nan,
        "worst_outlook": found.outlooks[int(regret.argmax())].name if whole else "",
        "hires": _sum(plan, "hires", first),
        "layoffs": _sum(plan, "layoffs", first),
        "moved": _sum(plan, "moves", first) + _sum(plan, "to_directing", first),
        "with_ai": np.nan if plan is None else float(plan.with_ai[:, found.quarters - 1].sum() * 1e3),
        "gpus_ordered": _sum(plan, "ordered", first),
        "positions_low": min(ends, default=np.nan),
        "positions_high": max(ends, default=np.nan),
        "note": "" if whole else f"cannot be followed in: {', '.join(impossible)}",
    }


def _sum(plan: Outcome | None, name: str, first: slice) -> float:
    return np.nan if plan is None else float(getattr(plan, name)[..., first].sum())


def _regrets(found: Uncertain) -> list[dict[str, object]]:
    return [
        {
            "strategy": one.name if one.caution is None else f"{one.name}, caution {one.caution:g}",
            "outlook": outlook.name,
            "extra_cost": float(cost - least),
        }
        for one in found.strategies
        for outlook, cost, least in zip(found.outlooks, one.costs, found.least, strict=True)
    ]


def _information(found: Uncertain) -> list[dict[str, object]]:
    """Expected costs side by side: knowing, planning for all, the mean, the plan as made, waiting."""
    joint = found.strategy(JOINT)
    if joint is None:
        return []
    least = found.expected(joint.costs)
    rows = [("knowing which outlook comes, at the start", least - found.expected(found.least))]
    for question, name in (
        ("planning for all outlooks instead of their mean", MEAN),
        ("planning for all outlooks instead of the plan as made", AS_PLANNED),
        ("beginning now instead of waiting until the outlook is known", WAIT),
    ):
        one = found.strategy(name)
        rows.append((question, np.nan if one is None else found.expected(one.costs) - least))
    return [
        {
            "question": question,
            "amount": amount,
            "note": "" if np.isfinite(amount) else "cannot be followed in every outlook",
        }
        for question, amount in rows
    ]


def _reversal(found: Uncertain) -> list[dict[str, object]]:
    """Present value by kind of cost: after the first year of the plan as made, and of one who knew."""
    one = found.strategy(AS_PLANNED)
    rows: list[dict[str, object]] = []
    for outlook, plan, known in zip(found.outlooks, one.plans if one else (), found.known, strict=False):
        if plan is None:
            continue
        made, best = _by_statistic(plan), _by_statistic(known)
        for name in made.index:
            rows.append(
                {
                    "outlook": outlook.name,
                    "statistic": name,
                    "as_made": float(made[name]),
                    "known": float(best[name]),
                    "extra_cost": float(made[name] - best[name]),
                }
            )
    return rows


def _by_statistic(plan: Outcome) -> pd.Series:
    table = statistics_table(plan)
    return table.groupby("statistic", sort=False)["present_value"].sum()
