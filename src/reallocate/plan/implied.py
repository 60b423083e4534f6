"""What one must believe for a cut to be the best plan: its extra cost under other beliefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Setting
from reallocate.plan.options import Exits, Options, Products
from reallocate.plan.outcome import Outcome
from reallocate.plan.product_cases import cash_by_year
from reallocate.plan.solve import solve

AT_ONCE, PRO_RATA, ANY_TIME, FOR_GPUS = (
    "in the first quarter, where the plan chooses",
    "in the first quarter, every role alike",
    "at any time of the plan, where it chooses",
    "in the first quarter, with GPUs for products and cash that is short",
)
READINGS = (AT_ONCE, PRO_RATA, ANY_TIME)
NEAR = 0.005
"""Extra cost, as a share of the least, up to which a plan counts as nearly the best."""
NEVER = float("nan")
"""Of a cut that no plan makes while it keeps the other promises and limits."""
TOGETHER = {"drop_price": ("drop_price_steep", "drop_price_last")}
"""Assumptions that move with another, as far through their own range."""
CAPABILITY, SOURCE, GPU_VALUE, CASH = "capability", "reach_source", "gpu_value", "cash_share"


@dataclass(frozen=True)
class Span:
    """How far a belief may lie.

    name : of a parameter
    low, now, high : [the parameter's own unit]
    """

    name: str
    low: float
    now: float
    high: float


@dataclass(frozen=True)
class Beliefs:
    """What is believed, where it differs from what is assumed.

    values : (parameter, [its own unit])
    reach_source, capability : as in `Options`; empty where it is as assumed
    gpu_value : [ratio] of GPUs for products, as a multiple of the value at which the announced
        spending is just bought
    cash_share : [share] of the cash that everything takes in the dearest year, as assumed
    """

    values: tuple[tuple[str, float], ...] = ()
    reach_source: str = ""
    capability: str = ""
    gpu_value: float = 1.0
    cash_share: float = 1.0

    def but(self, name: str, value: float | str) -> Beliefs:
        """The same with one belief changed.

        name : of a parameter, or one of the other beliefs
        value : in its own unit, or its name
        """
        if name in (SOURCE, CAPABILITY, GPU_VALUE, CASH):
            return replace(self, **{name: value})  # type: ignore[arg-type]
        return replace(self, values=tuple({**dict(self.values), name: float(value)}.items()))


@dataclass(frozen=True)
class Cut:
    """Compulsory exits that are about to be judged.

    setting : of the plan without the cut; small roles may be grouped
    count : [FTE] layoffs
    products : GPUs for products at their announced spending; none where none are wanted
    cash : [USD million/year] that everything takes in the dearest year, as assumed
    """

    setting: Setting
    count: float
    products: Products | None = None
    cash: float = np.nan


@dataclass(frozen=True)
class Judged:
    """A cut under some beliefs.

    beliefs : under which
    least : [USD million] net present cost of the plan without the cut
    layoffs : [FTE] layoffs of the plan without the cut
    extra : (reading) [USD million] by which the cut costs more; not a number where it is impossible
    share : (reading) the same as a share of the plan without the cut's cost
    """

    beliefs: Beliefs
    least: float
    layoffs: float
    extra: tuple[tuple[str, float], ...]

    def share(self, reading: str) -> float:
        """The extra cost as a share of the plan without the cut's cost.

        reading : of the cut
        """
        return dict(self.extra)[reading] / self.least


def options_under(setting: Setting, beliefs: Beliefs) -> Options:
    """What is asked of the plan without the cut under some beliefs.

    setting : as assumed
    beliefs : what differs
    Work may be left undone at its price with the cut and without, so that only the cut differs; the
    fixed cost of a system as a yes or no is set aside.
    """
    options = setting.options
    values = {"system_cost": 0.0, **dict(beliefs.values)}
    for name in TOGETHER:
        if name in values:
            values |= _along(options, name, values[name])
    return replace(
        options,
        exits=None,
        levers=replace(options.levers, dropping=True),
        parameters=options.parameters.replace(**values),
        reach_source=beliefs.reach_source or options.reach_source,
        capability=beliefs.capability or options.capability,
    )


def _along(options: Options, name: str, value: float) -> dict[str, float]:
    """The assumptions that move with one, as far towards the end of their range as it is."""
    about = options.parameters.about(name)
    end = about.high if value >= about.value else about.low
    way = (value - about.value) / (end - about.value) if end != about.value else 0.0
    moved = {}
    for other in TOGETHER[name]:
        also = options.parameters.about(other)
        moved[other] = also.value + way * ((also.high if value >= about.value else also.low) - also.value)
    return moved


def cash_of_everything(setting: Setting, products: Products) -> float:
    """Cash of the dearest year of the plan without the cut with GPUs for products, nothing being short.

    setting : as assumed
    products : GPUs as announced
    [USD million/year]
    """
    requested = replace(options_under(setting, Beliefs()), products=products)
    unlimited = replace(requested, limits=replace(requested.limits, cash_per_year=None))
    return max(cash_by_year(solve(setting.inputs(unlimited), choose=False).outcome))


def judge(cut: Cut, beliefs: Beliefs, readings: Sequence[str] = READINGS) -> Judged:
    """What a cut costs beyond the plan without the cut under some beliefs.

    beliefs : what is believed
    readings : of the cut
    G(θ) = least cost with at least N layoffs − least cost without that rule, under beliefs θ; the
    cut is nearly the best plan where G(θ) ≤ 0.5% of the latter.
    Source: inverse reading of a least-cost plan, as in Ahuja, Orlin 2001, Operations Research 49:771,
    DOI 10.1287/opre.49.5.771.10607.
    """
    options = options_under(cut.setting, beliefs)
    try:
        free = _plan(cut.setting, options)
    except InfeasiblePlan:
        return Judged(beliefs, NEVER, NEVER, tuple((reading, NEVER) for reading in readings))
    extra = []
    for reading in readings:
        requested, least = options, free
        if reading == FOR_GPUS:
            requested = _short_of_cash(cut, beliefs, options)
            least = _plan(cut.setting, requested)
        extra.append((reading, _extra(cut, requested, least, reading)))
    return Judged(beliefs, free.objective, float(free.layoffs.sum()), tuple(extra))


def _extra(cut: Cut, options: Options, free: Outcome, reading: str) -> float:
    if reading == ANY_TIME:
        if free.layoffs.sum() >= cut.count:
            return 0.0
        # Held to the pause, exits spread thinly over roles and quarters would close all of them to hires.
        options = replace(options, parameters=options.parameters.replace(rehire_pause=0.0))
    exits = Exits(
        cut.count, pro_rata=reading == PRO_RATA, quarters=options.quarters if reading == ANY_TIME else 1
    )
    try:
        made = _plan(cut.setting, replace(options, exits=exits))
    except InfeasiblePlan:
        return NEVER
    return max(made.objective - free.objective, 0.0)


def _plan(setting: Setting, options: Options) -> Outcome:
    return solve(setting.inputs(options), choose=False).outcome


def _short_of_cash(cut: Cut, beliefs: Beliefs, options: Options) -> Options:
    """GPUs for products at a value, and cash for a share of what everything takes.

    A value v times as high is announced spending v^elasticity times as high (P13).
    """
    assert cut.products is not None
    wanted = cut.products
    valued = replace(wanted, capex_per_year=wanted.capex_per_year * beliefs.gpu_value**wanted.elasticity)
    limits = replace(options.limits, cash_per_year=beliefs.cash_share * cut.cash)
    return replace(options, products=valued, limits=limits)


def judge_all(cut: Cut, beliefs: Sequence[Beliefs], readings: Sequence[str]) -> list[Judged]:
    """Several beliefs, one after the other.

    cut, beliefs, readings : see `judge`
    """
    return [judge(cut, one, readings) for one in beliefs]


def is_near(share: float) -> bool:
    """Whether a cut is nearly the best plan.

    share : [share of the least cost] extra cost; not a number where the cut is impossible
    """
    return bool(share <= NEAR)
