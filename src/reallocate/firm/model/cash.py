"""What a solved plan amounts to in money: totals, present values, the break-even month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.firm.model.costs import end_of_plan
from reallocate.firm.model.inputs import AFTER, CASH_COLUMNS, LOST, NOT_CASH, RUNNING, VALUE_AT_END
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.kernel.arrays import Array
from reallocate.work.compute import QUARTERS


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
        run_rate=float(running * QUARTERS),
        one_off=cash["exits"] + cash["capex"] + cash["change"] + float(spent["training and moving"]),
        work_dropped=float(outcome.undone[:, -1].sum() / given) if given > 0 else 0.0,
        work_added=float((work - given + outcome.forgone[:, -1].sum()) / given) if given > 0 else 0.0,
        automated=float(outcome.automated[:, -1].sum() / work) if work > 0 else 0.0,
        augmented=float((outcome.with_ai - outcome.automated)[:, -1].sum() / work) if work > 0 else 0.0,
        present_value=outcome.objective,
    )


MONTHS_A_QUARTER = 3
NEVER = "not within the plan"
"""What stands for the break-even month of a plan whose cash ends worse than the baseline's."""
NOISE = 1e-8
"""[share of the cash added up] Cash of two plans that differs by less is the same: a solver's tolerance."""


@dataclass(frozen=True)
class CashAgainstBaseline:
    """What a plan's cash does against its baseline.

    break_even_month : [months] from the start until cash is better than the baseline's for good; 0 where it
        is never worse, none where it is worse at the end of the plan
    largest_outlay : [USD million] the most by which cash falls behind the baseline's
    outlay_quarter : [quarter, counted from 0] at whose end it does; none where cash is never behind
    net_present_value : [USD million] of the cash within the plan
    net_present_value_after : [USD million] the same with running cost and worth of GPUs after the plan
    """

    break_even_month: float
    largest_outlay: float
    outlay_quarter: int | None
    net_present_value: float
    net_present_value_after: float


def cash_against_baseline(plan: Outcome, base: Outcome) -> CashAgainstBaseline:
    """What a plan's cash does against its baseline, at the plan's own discount rate.

    net present value = Σ_t δ_t·(cash of the baseline − cash of the plan)
    """
    spent = [one.cash["total"].to_numpy(float) for one in (plan, base)]
    saved = spent[1] - spent[0]
    gained = without_noise(saved.cumsum(), spent[1].cumsum())
    worst = int(np.argmin(gained))
    value = float(plan.inputs.discount @ saved)
    return CashAgainstBaseline(
        break_even_month=break_even_month(gained),
        largest_outlay=float(max(-gained[worst], 0.0)),
        outlay_quarter=worst if gained[worst] < 0 else None,
        net_present_value=value,
        net_present_value_after=value + cost_after(base) - cost_after(plan),
    )


def without_noise(gained: Array, spent: Array) -> Array:
    """Cash gained, with what a solver's tolerance leaves of zero set to zero.

    gained, spent : (quarter) [USD million] added up since the start
    """
    return np.where(np.abs(gained) < NOISE * np.abs(spent), 0.0, gained)


def break_even_month(gained: Array) -> float:
    """The month from which cash stays better than the baseline's; none where it ends worse.

    gained : (quarter) [USD million] cash of the baseline less that of the plan, added up since the start
    month = 3·(t + |gained_t| ÷ (gained_{t+1} − gained_t)), t the last quarter's end that is below zero
    """
    behind = np.flatnonzero(gained < 0)
    if not len(behind):
        return 0.0
    last = int(behind[-1])
    if last == len(gained) - 1:
        return float("nan")
    part = -gained[last] / (gained[last + 1] - gained[last])
    return float(MONTHS_A_QUARTER * (last + 1 + part))


def cost_after(outcome: Outcome) -> float:
    """Present cash cost of the years that count after a plan, less the value of GPUs then [USD million].

    The last two summands of `costs.objective`, without the value of work that is lost.
    """
    i = outcome.inputs
    paid = [name for name in RUNNING if name not in LOST]
    running = float(costs_by_period(outcome)[paid].iloc[-1].sum())
    after, book = end_of_plan(i, running, outcome.owned, outcome.ordered, i.weight_after)
    return after - i.end_discount * book
