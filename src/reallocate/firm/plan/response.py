"""Would AI make the firm grow: substitution and scale apart, captured time, and products that compete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import most_dropped
from reallocate.firm.plan.products import ProductPlan, bought_share, value_that_competes
from reallocate.firm.plan.roles import LAYOFFS, NOTE, POSITIONS, SOLVED_AGAIN
from reallocate.firm.plan.scale_effect import LARGEST, ScaleEffect
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.kernel.chart import Chart, MarkedLines
from reallocate.kernel.number import span
from reallocate.kernel.table import Column, Rows, of_unit, table
from reallocate.work.compute import owner_cost_per_hour

_CLOSE = 0.5
_EVIDENCE = {
    "10th percentile": 0.04,
    "measured: productivity": 0.2,
    "mean": 0.3,
    "90th percentile": 0.64,
}
"""[share of freed hours] captured: productivity +0.29% over three years at 1.4% of hours saved is about 0.2
(Bick, Blandin, Deming; X); ends and mean of Beta(0.9, 2.1)."""


@dataclass(frozen=True)
class Response:
    """Work that answers to its cost.

    effect : substitution and scale, small roles grouped
    capture : (elasticity, share captured, positions [FTE])
    """

    effect: ScaleEffect
    capture: Sequence[tuple[float, float, float]]


@table(
    "scale_effect", "Substitution and scale",
    Column("effect", "Effect"), Column("positions", "Positions", "FTE"), NOTE, source=SOLVED_AGAIN,
    optional=True,
)  # fmt: skip
def _scale(response: Response | None) -> pd.DataFrame | None:
    """Positions that AI takes over, and positions that cheaper work brings; none where work is given."""
    if response is None:
        return None
    one = response.effect
    rows = [
        ("baseline", one.baseline, "AI as it is used today"),
        ("substitution", one.substitution, "AI takes work over; the amount of work is given"),
        ("scale", one.scale, f"work that costs 1% less is wanted {one.now:g}% more"),
        ("plan", one.plan, "the cheapest plan, small roles grouped"),
    ]
    return pd.DataFrame(rows, columns=["effect", "positions", "note"])


@table(
    "capture", "Positions by capture and price response",
    Column("response", "Price response"), Column("capture", "Captured", "share of freed hours"),
    Column("positions", "Positions", "FTE"),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def _capture(response: Response | None) -> pd.DataFrame | None:
    """Positions at the end by the share of freed hours that becomes capacity, in both modes alike."""
    if response is None:
        return None
    rows = [(_response(elasticity), share, positions) for elasticity, share, positions in response.capture]
    ends = sorted({share for _, share, _ in rows})
    base = [("baseline", share, response.effect.baseline) for share in (ends[0], ends[-1])]
    return pd.DataFrame([*rows, *base], columns=["response", "capture", "positions"])


@table(
    "price_response", "Price response needed",
    *of_unit("% for 1%", now="Assumed here", low="Measured, low", high="Measured, high"),
    Column("break_even", "Needed to keep positions", "% for 1%", absent=f"above {LARGEST:g}"),
    source=f"{SOLVED_AGAIN} Price response: % more work that is wanted for each 1% that it costs less.",
    optional=True,
)  # fmt: skip
def _price_response(response: Response | None) -> pd.DataFrame | None:
    """Above which price response the firm ends with more positions than in the baseline."""
    if response is None:
        return None
    names = ("now", "low", "high", "break_even")
    return pd.DataFrame([{name: getattr(response.effect, name) for name in names}])


def _response(elasticity: float) -> str:
    return "work is given" if elasticity == 0 else f"{elasticity:g}% more work for 1% less cost"


def _positions_at_mean(frame: pd.DataFrame) -> str:
    """Positions at the mean of the evidence, and where most is captured."""
    curves = frame[frame["response"] != "baseline"]
    if curves.empty:
        return ""
    near = (curves["capture"] - _EVIDENCE["mean"]).abs()
    first, last = curves[near == near.min()], curves[curves["capture"] == curves["capture"].max()]
    here, most = (span(one["positions"].min(), one["positions"].max(), digits=0) for one in (first, last))
    return (
        f"At {first['capture'].iloc[0]:.0%} captured, near the mean of the evidence, {here} positions are "
        f"needed; at {last['capture'].iloc[0]:.0%} {most}"
    )


POSITIONS_BY_CAPTURE = Chart(
    name="positions_by_capture",
    title="Positions at the end by how much of freed time is captured [FTE]",
    reading=(
        "Each line is a price response: how much more work is wanted where it costs less. To the left little "
        "of the time that AI frees becomes capacity. The dashed lines mark what is measured."
    ),
    tables=(_capture,),
    columns=("response", "capture", "positions"),
    kind=MarkedLines("capture", "positions", "response", _EVIDENCE),
    finding=_positions_at_mean,
)


RESPONSE_TABLES = (_price_response, _scale, _capture)


def growth_sentences(one: ScaleEffect) -> list[str]:
    """Substitution and scale, and at which price response AI would make the firm grow."""
    more = "adds" if one.scale >= 0 else "takes away"
    first = (
        f"AI takes over the work of {-one.substitution:,.0f} positions. Cheaper work {more} "
        f"{abs(one.scale):,.0f} positions, if {one.now:g}% more is wanted for each 1% that it costs less."
    )
    measured = f"Measured responses are {one.low:g} to {one.high:g}"
    if one.substitution >= -_CLOSE:
        return [f"AI takes over no positions at its end, so that the firm does not shrink. {measured}."]
    if np.isnan(one.break_even):
        return [first, f"No response up to {LARGEST:g} would keep all positions of the baseline. {measured}."]
    where = "above" if one.break_even > one.high else "within" if one.break_even >= one.low else "below"
    growth = {"above": "AI would not make this firm grow",
              "within": "Whether AI would make this firm grow is open",
              "below": "AI would make this firm grow"}[where]  # fmt: skip
    return [
        first,
        f"{growth}: that takes a response of about {one.break_even:.1f}. {measured}, so this is {where} the "
        "range.",
    ]


_SAME = 5e-4


@table(
    "products", "Positions or GPUs for products",
    Column("cash_share", "Cash available", "share"), Column("cash", unit="USD million/year"),
    Column("gpus", "Announced GPUs bought", "share"), Column("payroll", unit="share", signed=True),
    POSITIONS, LAYOFFS, Column("work_dropped", "Undone, worst quarter", "share of work"), NOTE,
    source=f"{SOLVED_AGAIN} Value of GPUs falls as more are bought; all of it is set beside the plan.",
)  # fmt: skip
def products(plans: Sequence[ProductPlan]) -> Rows:
    """Plans for ever less cash, with GPUs for products: what is bought, and what becomes of positions.

    payroll : [share] over the plan, positions : [FTE] in the quarter in which they differ most, both against
    the same plan with all the cash; work_dropped : [share of the work] in the quarter with most of it
    """
    rows: list[dict[str, object]] = []
    first = next((one.plan for one in plans if one.plan is not None), None)
    for one in plans:
        row: dict[str, object] = {"cash_share": one.share, "cash": one.cash, "note": one.reason}
        if one.plan is not None and first is not None:
            figures, moved = totals(one.plan), one.plan.positions - first.positions
            row |= {
                "gpus": bought_share(one.plan),
                "payroll": figures.payroll / totals(first).payroll - 1,
                "positions": float(moved[np.abs(moved).argmax()]),
                "layoffs": figures.layoffs,
                "work_dropped": most_dropped(one.plan),
            }
        rows.append(row)
    return rows


def product_sentences(solved: SolvedPlan, plans: Sequence[ProductPlan], limits: pd.DataFrame) -> list[str]:
    """Whether positions pay for GPUs, in words.

    plans : with GPUs for products and ever less cash; none where none are wanted
    limits : limit, down [USD million]; the table of limits
    """
    if plans:
        return _summary(products(plans))
    scenario = solved.problem.scenario
    hour = owner_cost_per_hour(solved.problem.setting.options.parameters)
    if scenario.budget.cash_per_year is None:
        if scenario.funding is None:
            return []
        return [
            "No budget was given, so GPUs for products never compete with payroll here. A GPU is bought if "
            f"its hour is worth more than its cost of USD {hour:.2f}."
        ]
    down = limits.loc[limits["limit"] == "cash budget", "down"]
    if down.empty or np.isnan(down.iloc[0]):
        return []
    value = value_that_competes(solved.plan.inputs, float(down.iloc[0]))
    if value < hour * (1 + _SAME):
        return [
            "The budget does not bind. Unspent cash would pay for GPUs for products whose hour is worth more "
            f"than its cost of USD {hour:.2f}."
        ]
    return [
        "Under this budget GPUs for products take cash from the plan if their hour is worth more than "
        f"about USD {value:.2f}. The hour costs USD {hour:.2f}. The difference is what the plan gains from "
        "the same cash."
    ]


def _summary(table: pd.DataFrame) -> list[str]:
    known = table[table["gpus"].notna()]
    if known.empty:
        return [f"With GPUs for products no plan is possible: {table['note'].iloc[0]}"]
    least = known.iloc[-1]
    text = (
        f"Suppose the firm has only {least['cash_share']:.0%} of the cash that people, compute and the "
        f"announced GPUs for products cost. Then it buys {1 - least['gpus']:.0%} fewer of these GPUs. "
        "Payroll "
        f"over the plan changes by {least['payroll']:+.1%}, positions by up to {least['positions']:+,.0f} "
        f"in a quarter, and {least['layoffs']:,.0f} people are laid off."
    )
    undone = float(least["work_dropped"])
    if undone >= _SAME:
        text += f" In the worst quarter {undone:.1%} of the work is left undone."
    return [f"{text} This assumes that each further GPU is worth less than the one before."]
