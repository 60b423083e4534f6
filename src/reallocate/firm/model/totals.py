"""What a solved plan amounts to: its costs by kind and quarter with present values, and a few totals."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reallocate.firm.model.costs import end_of_plan
from reallocate.firm.model.inputs import (
    AFTER,
    CASH,
    CASH_COLUMNS,
    NOT_CASH,
    RUNNING,
    VALUE_AT_END,
)
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.kernel.units import QUARTERS_A_YEAR


def statistics_table(outcome: Outcome) -> pd.DataFrame:
    """statistic, period, value, discount, present_value; the last sums to the objective [USD million].

    The summands of `costs.objective`.
    """
    i = outcome.inputs
    costs = costs_by_period(outcome)
    rows = costs.rename_axis("period").reset_index().melt("period", var_name="statistic")
    rows["discount"] = i.discount[rows["period"].to_numpy()]
    last = len(i.periods) - 1
    running = costs[list(i.running_kinds)].iloc[-1].sum()
    after, book = end_of_plan(i, running, outcome.owned, outcome.ordered, i.quarters_after)
    end = pd.DataFrame(
        {
            "period": last,
            "statistic": [AFTER, VALUE_AT_END],
            "value": [after, -book],
            "discount": i.end_discount,
        }
    )
    table = pd.concat([rows, end], ignore_index=True)
    table["present_value"] = table["value"] * table["discount"]
    return table[["statistic", "period", "value", "discount", "present_value"]]


@dataclass(frozen=True)
class Totals:
    """A plan in a few figures.

    positions : [FTE] at the end
    hires, quits, layoffs, voluntary, moves : [FTE] over the plan
    payroll … change : [USD million] cash over the plan; run_rate : [USD million/year] in the last
        quarter, payroll and compute; one_off : [USD million] exits, training of people who move,
        change and capital over the plan
    work_dropped, work_added : [share of the work as it grows by itself] not done, and added, in the last
        quarter
    present_value : [USD million]
    """

    positions: float
    hires: float
    quits: float
    layoffs: float
    voluntary: float
    moves: float
    payroll: float
    compute: float
    capex: float
    exits: float
    training: float
    change: float
    cash: float
    run_rate: float
    one_off: float
    work_dropped: float
    work_added: float
    automated: float
    augmented: float
    present_value: float


def totals(outcome: Outcome) -> Totals:
    """The few figures of one plan."""
    spent, last = outcome.costs.sum().to_dict(), outcome.costs.iloc[-1].to_dict()
    cash = {name: float(sum(spent[part] for part in parts)) for name, parts in CASH_COLUMNS.items()}
    running = sum(last[name] for name in RUNNING if name not in NOT_CASH)
    work, given = (hours[:, -1].sum() for hours in (outcome.workload, outcome.given_work))
    return Totals(
        positions=float(outcome.positions[-1]),
        hires=float(outcome.hires.sum()),
        quits=float(outcome.quits.sum()),
        layoffs=float(outcome.layoffs.sum()),
        voluntary=float(outcome.voluntary.sum()),
        moves=float(outcome.moves_out.sum()),
        **cash,
        cash=sum(cash.values()),
        run_rate=float(running * QUARTERS_A_YEAR),
        one_off=cash["exits"] + cash["capex"] + cash["change"] + float(spent["training and moving"]),
        work_dropped=float(outcome.undone[:, -1].sum() / given) if given > 0 else 0.0,
        work_added=float((work - given + outcome.forgone[:, -1].sum()) / given) if given > 0 else 0.0,
        automated=float(outcome.automated[:, -1].sum() / work) if work > 0 else 0.0,
        augmented=float((outcome.with_ai - outcome.automated)[:, -1].sum() / work) if work > 0 else 0.0,
        present_value=outcome.objective,
    )


def cash_by_year(outcome: Outcome) -> list[float]:
    """All cash costs of each year, a part of a year counted as if it went on [USD million/year]."""
    cash = costs_by_period(outcome)[list(CASH)].sum(axis=1).to_numpy(float)
    years = (cash[start : start + QUARTERS_A_YEAR] for start in range(0, len(cash), QUARTERS_A_YEAR))
    return [float(year.mean() * QUARTERS_A_YEAR) for year in years]
