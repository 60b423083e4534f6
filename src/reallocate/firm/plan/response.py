"""Would AI make the firm grow: substitution and scale apart, captured time, and products that compete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.grouping import bisect
from reallocate.firm.model.inputs import Inputs, announced
from reallocate.firm.model.options import Options, Products
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.relief import CAPTURES
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start
from reallocate.firm.model.totals import cash_by_year, totals
from reallocate.firm.model.words import most_dropped
from reallocate.firm.plan.roles import LAYOFFS, NOTE, POSITIONS, SOLVED_AGAIN
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import MarkedLines
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.number import priced, span
from reallocate.kernel.table import Column, Rows, of_unit, table
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.work.compute import owner_cost_per_hour

_CASH_SHARES = (1.0, 0.95, 0.9, 0.8, 0.7)
"""Of the cash that people, compute and the announced GPUs take in the dearest year of the plan."""


@dataclass(frozen=True, eq=False)
class ProductPlan:
    """A plan that shares its cash with GPUs for products.

    share : [share of the cash that everything takes]
    cash : [USD million/year] at most
    plan : decisions; none where it is impossible, and then `reason` says why
    """

    share: float
    cash: float
    plan: Outcome | None
    reason: str = ""


def product_plans(
    setting: Setting, options: Options, wanted: Products, shares: Sequence[float] = _CASH_SHARES
) -> list[ProductPlan]:
    """Plans for ever less cash, GPUs for products among their costs.

    options : of its own plan, without a budget; work may be dropped at its price
    wanted : GPUs for products
    shares : of the cash that everything takes
    """
    levers = replace(options.levers, dropping=True)
    unlimited = replace(options.limits, cash_per_year=None)
    requested = replace(options, products=wanted, levers=levers, limits=unlimited)
    freely = solve(setting.inputs(requested), choose=False)
    most = max(cash_by_year(freely.outcome))
    plans = []
    for share in shares:
        limited = replace(requested, limits=replace(requested.limits, cash_per_year=share * most))
        try:
            plan = solve(setting.inputs(limited), freely.start.without_vertex, choose=False).outcome
        except InfeasiblePlan as no:
            plans.append(ProductPlan(share, share * most, None, str(no)))
        else:
            plans.append(ProductPlan(share, share * most, plan.without_start))
    return plans


def bought_share(outcome: Outcome) -> float:
    """GPUs ordered for products over the plan, as a share of what was announced.

    outcome : a solved plan with GPUs for products
    """
    i = outcome.inputs
    return float(outcome.products.sum() / (announced(i) * len(i.periods)))


def value_that_competes(i: Inputs, one_less: float) -> float:
    """Value of a GPU-hour above which GPUs for products would take cash from the firm's own work [USD].

    one_less : [USD million] what the plan costs more with USD 1 million a year less
    owner's cost · (1 + λ/δ): λ the present cost of a dollar less, δ the mean discount
    """
    years = len(i.periods) / QUARTERS_A_YEAR
    dearer = one_less / years / float(np.mean(i.discount))
    return owner_cost_per_hour(i.options.parameters) * (1 + dearer)


_GIVEN = 0.0
"""Elasticity at which the work is given."""
LARGEST = 4.0
"""Elasticity up to which the break-even is looked for: above all that is measured for products."""
_HALVINGS = 7
_SHARES_CAPTURED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)
"""Shares of freed hours captured, of both modes alike, at which the curves are solved."""


@dataclass(frozen=True)
class ScaleEffect:
    """A plan's positions at its end, told apart [FTE].

    baseline, given, plan : without further AI, with the work given, and with work that answers to its cost
    break_even : ε* [elasticity] at which positions end as in the baseline; not a number if none up to 4
    low, now, high : elasticity in force, and the range of what is measured
    """

    baseline: float
    given: float
    plan: float
    break_even: float
    low: float
    now: float
    high: float

    @property
    def substitution(self) -> float:
        """Change in positions that AI makes where the work is given [FTE]."""
        return self.given - self.baseline

    @property
    def scale(self) -> float:
        """Positions that come back because cheaper work is wanted more [FTE]."""
        return self.plan - self.given


def scale_effect(setting: Setting) -> ScaleEffect:
    """Substitution and scale effect of the plan, and the elasticity at which they are even.

    setting : of the plan that is free to choose; small roles may be grouped
    P(ε*) = P_base, found by halving; with one ratio r of marginal costs, ε* = ln(P_base/P₀) ÷ ln(1/r)
    Source: Hicks 1932, The Theory of Wages, ch. 6; Hamermesh 1993, Labor Demand, ch. 2.
    """
    about = setting.options.parameters.about("work_elasticity")
    baseline = float(setting.baseline().positions[-1])
    near = _plan(setting, None)
    plan = float(near.outcome.positions[-1])

    def even(elasticity: float) -> bool:
        nonlocal near
        near = _plan(setting, near.start, work_elasticity=elasticity)
        return float(near.outcome.positions[-1]) >= baseline

    given = _positions_at(setting, work_elasticity=_GIVEN)
    if given >= baseline:
        break_even = _GIVEN
    elif not even(LARGEST):
        break_even = float("nan")
    else:
        break_even = float(np.mean(bisect(_GIVEN, LARGEST, even, _HALVINGS)))
    return ScaleEffect(baseline, given, plan, break_even, about.low, about.value, about.high)


def _positions_at(setting: Setting, **parameters: float) -> float:
    """Positions at the end of the best plan where some assumptions are others [FTE].

    parameters : (name) [its own unit]
    """
    return float(_plan(setting, None, **parameters).outcome.positions[-1])


def _plan(setting: Setting, start: Start | None, **parameters: float) -> Solved:
    options = replace(setting.options, parameters=setting.options.parameters.replace(**parameters))
    return solve(setting.inputs(options), start, choose=False)


def capture_curves(
    setting: Setting, elasticities: Sequence[float], captures: Sequence[float] = _SHARES_CAPTURED
) -> list[tuple[float, float, float]]:
    """Positions at the end by capture and elasticity.

    setting : of the plan that is free to choose; small roles may be grouped
    elasticities : ε of the curves
    captures : χ [share of freed hours], of hours with AI and of automated hours alike
    Returns (ε, χ, positions [FTE]).
    """
    found, start = [], None
    for elasticity in elasticities:
        for capture in captures:
            both = dict.fromkeys(CAPTURES, capture)
            plan = _plan(setting, start, work_elasticity=elasticity, **both)
            start = plan.start.without_vertex
            found.append((elasticity, capture, float(plan.outcome.positions[-1])))
    return found


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
            f"its hour is worth more than its cost of {priced(hour, '.2f')}."
        ]
    down = limits.loc[limits["limit"] == "cash budget", "down"]
    if down.empty or np.isnan(down.iloc[0]):
        return []
    value = value_that_competes(solved.plan.inputs, float(down.iloc[0]))
    if value < hour * (1 + _SAME):
        return [
            "The budget does not bind. Unspent cash would pay for GPUs for products whose hour is worth more "
            f"than its cost of {priced(hour, '.2f')}."
        ]
    return [
        "Under this budget GPUs for products take cash from the plan if their hour is worth more than "
        f"about {priced(value, '.2f')}. The hour costs {priced(hour, '.2f')}. The difference is what the "
        "plan gains from the same cash."
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
