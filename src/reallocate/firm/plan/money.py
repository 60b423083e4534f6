"""Tables of what a plan costs and saves, beside its cash: profit and loss, routes, freed hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.firm.model.break_even import CashAgainstBaseline, cash_against_baseline
from reallocate.firm.model.gpu_stock import wear
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.relief import captured_hours, freed_hours
from reallocate.firm.model.totals import totals
from reallocate.kernel.parameters import Parameters

RESULTS = {
    "one_off": "one-off cost",
    "saving": "saving at the end",
    "break_even_month": "break-even month, cash alone",
    "largest_outlay": "largest outlay",
    "net_present_value": "net present value",
    "positions": "positions at the end",
    "layoffs": "layoffs",
}
"""What a plan comes to, by figure -> words."""


@dataclass(frozen=True)
class Saving:
    """A plan against its baseline.

    positions : [FTE] at the end
    saving : [USD million/year] in the last quarter
    one_off : [USD million] exits, moving, change and capital
    cash : break-even month, largest outlay, net present value
    """

    positions: float
    saving: float
    one_off: float
    cash: CashAgainstBaseline


def saving(plan: Outcome, base: Outcome) -> Saving:
    """What a plan saves against its baseline.

    plan, base : the plan and its baseline
    """
    figures, usual = totals(plan), totals(base)
    return Saving(
        figures.positions - usual.positions,
        usual.run_rate - figures.run_rate,
        figures.one_off,
        cash_against_baseline(plan, base),
    )


def profit_and_loss(outcome: Outcome) -> pd.DataFrame:
    """Costs as accounts show them: capital as depreciation, exits as a charge in their quarter.

    period, payroll, compute_opex, depreciation, restructuring, training, change, total [USD million]
    depreciation = GPUs owned · capital ÷ life
    """
    cash = outcome.cash.set_index("period")
    table = pd.DataFrame(
        {
            "payroll": cash["payroll"],
            "compute_opex": cash["compute"],
            "depreciation": outcome.owned * wear(outcome.inputs),
            "restructuring": cash["exits"],
            "training": cash["training"],
            "change": cash["change"],
        }
    )
    table["total"] = table.sum(axis=1)
    return table.reset_index()


_IN_BASELINE = "AI is in use today; the baseline keeps that"
_WORK_ADDED = "more work is wanted where it costs less; what is wanted no more counts against it"
_LAST = {(False, False): "five", (True, False): "six", (False, True): "six", (True, True): "seven"}


def _what_is_captured(p: Parameters) -> str:
    return (
        f"what becomes capacity: {p['capture_augmented']:.0%} where people work with AI, "
        f"{p['capture_automated']:.0%} where work is automated; the rest is lost"
    )


def _captured_at_end(outcome: Outcome) -> float:
    i = outcome.inputs
    return float(evaluate((i.periods,), captured_hours(outcome.figures, i))[-1])


def bridge_table(plan: Outcome, base: Outcome) -> pd.DataFrame:
    """From work within reach to whole positions, in positions at the end of the plan.

    plan, base : the plan and its baseline
    step, positions [FTE], note
    """
    i, p = plan.inputs, plan.inputs.options.parameters
    freed = float(evaluate((i.periods,), freed_hours(plan.figures, i))[-1])
    captured = _captured_at_end(plan)
    before = _captured_at_end(base) if i.in_use > 0 else 0.0
    review = plan.review[:, -1].sum()
    directing = plan.directing[:, -1].sum()
    follows = float(i.coordination.sum() * (base.coordination[-1] - plan.coordination[-1]))
    dropped = plan.dropped[:, :, -1].sum()
    added = float((plan.own_work - i.work[:, None] * i.growth)[:, -1].sum())
    reached = i.cells.hours.sum() * i.growth[-1]
    whole = np.floor(np.maximum(base.headcount[:, -1] - plan.headcount[:, -1], 0.0)).sum()
    growing = np.ceil(np.maximum(plan.headcount[:, -1] - base.headcount[:, -1], 0.0)).sum()
    steps = [
        ("work that AI could reach", reached, "work that AI can augment or automate, all roles"),
        ("work done with AI", plan.with_ai[:, -1].sum(), "the part of it where an AI system is installed"),
        ("hours freed", freed, "time saved by people with AI, and automated work done well"),
        (
            "hours captured",
            captured,
            _what_is_captured(p),
        ),
        *([("minus captured today", -before, _IN_BASELINE)] if i.in_use > 0 else []),
        ("minus review", -review, "people check automated work"),
        ("minus directing", -directing, "people specify and steer systems"),
        ("plus saved coordination", follows, "fewer people need less coordinating"),
        ("work left undone", dropped, "at its price"),
        *([("minus work added", -added, _WORK_ADDED)] if len(i.goods) else []),
        (
            "positions no longer needed",
            captured - before - review - directing + follows + dropped - added,
            f"sum of the last {_LAST[len(i.goods) > 0, i.in_use > 0]} steps",
        ),
    ]
    rows = [(step, hours / i.hours, note) for step, hours, note in steps]
    rows.append(
        (
            "whole positions",
            whole - growing,
            "the same, rounded to whole positions in each role; new roles are subtracted",
        )
    )
    return pd.DataFrame(rows, columns=["step", "positions", "note"])


def channel_table(free: Outcome, base: Outcome, plan: Outcome) -> pd.DataFrame:
    """Fewer positions told apart: substitution, funding, slack.

    free : the best plan without forced exits or budget
    base : baseline
    plan : what was asked for
    """
    p = plan.inputs.options.parameters
    slack = p["slack_at_start"] * plan.inputs.headcount.sum()
    substitution = totals(base).positions - totals(free).positions
    funding = totals(free).positions - totals(plan).positions
    rows = [
        ("substitution", substitution - slack, "compute takes over the work; no work is left undone"),
        ("funding", funding, "further cuts, imposed or forced by the budget"),
        ("slack", slack, "headcount above the work at the start"),
    ]
    return pd.DataFrame(rows, columns=["channel", "positions", "note"])
