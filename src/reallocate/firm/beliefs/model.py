"""What one must believe for a cut to be the best plan, and the edge where the answer turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.grouping import bisect
from reallocate.firm.model.options import Exits, Options, Products
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import cash_by_year
from reallocate.kernel.errors import InfeasiblePlan

AT_ONCE, PRO_RATA, ANY_TIME, FOR_GPUS = (
    "in the first quarter, where the plan chooses",
    "in the first quarter, every role alike",
    "at any time of the plan, where it chooses",
    "in the first quarter, with GPUs for products and cash that is short",
)
READINGS = (AT_ONCE, PRO_RATA, ANY_TIME)
NEAR = 0.005
"""Extra cost, as a share of the least, up to which a plan counts as nearly the best."""
_NEVER = float("nan")
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


def _options_under(setting: Setting, beliefs: Beliefs) -> Options:
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
    requested = replace(_options_under(setting, Beliefs()), products=products)
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
    options = _options_under(cut.setting, beliefs)
    try:
        free = _plan(cut.setting, options)
    except InfeasiblePlan:
        return Judged(beliefs, _NEVER, _NEVER, tuple((reading, _NEVER) for reading in readings))
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
    exits = Exits(cut.count, pro_rata=reading == PRO_RATA, quarter=options.exits_from)
    if reading == ANY_TIME:
        exits = Exits(cut.count, pro_rata=False, size=None, quarters=options.quarters)
    try:
        made = _plan(cut.setting, replace(options, exits=exits), free)
    except InfeasiblePlan:
        return _NEVER
    return max(made.objective - free.objective, 0.0)


def _plan(setting: Setting, options: Options, free: Outcome | None = None) -> Outcome:
    return solve(setting.inputs(options, free=free), choose=False).outcome


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


_HALVINGS = 5


@dataclass(frozen=True)
class Edge:
    """How one belief bears on a cut, all others as assumed.

    reading : of the cut
    now, low, high : [share of the least cost] extra cost as assumed and at both ends of the range
    near_at : [the belief's own unit] value at which the cut becomes, or stops being, nearly the best;
        none where the range holds no such value
    """

    span: Span
    reading: str
    now: float
    low: float
    high: float
    near_at: float | None

    @property
    def favours(self) -> float:
        """The end of the range at which the cut costs less extra [the belief's own unit]."""
        return self.span.low if _or_never(self.low) <= _or_never(self.high) else self.span.high

    @property
    def least(self) -> float:
        """Extra cost there [share of the least cost]."""
        return min(_or_never(self.low), _or_never(self.high))


def edges(cut: Cut, spans: Sequence[Span], readings: Sequence[str]) -> list[Edge]:
    """Where the cut becomes nearly the best, one belief after the other.

    cut : to be judged
    readings : of the cut
    The ends of each range are solved; where one differs from what is assumed the value is found by halving.
    """
    start = Beliefs()
    now = judge(cut, start, readings)
    result = []
    for span in spans:
        ends = [judge(cut, start.but(span.name, end), readings) for end in (span.low, span.high)]
        for reading in readings:
            shares = [one.share(reading) for one in (now, *ends)]
            turned = [
                end
                for end, share in zip((span.low, span.high), shares[1:], strict=True)
                if is_near(share) != is_near(shares[0])
            ]
            at = None
            if turned:
                other = min(turned, key=lambda end: abs(end - span.now))
                at = _turns(cut, start, span, other, reading)
            result.append(Edge(span, reading, shares[0], shares[1], shares[2], at))
    return result


def _or_never(share: float) -> float:
    return float("inf") if np.isnan(share) else share


def _turns(cut: Cut, beliefs: Beliefs, span: Span, end: float, reading: str) -> float:
    """The value nearest to what is assumed at which the answer is that of an end, by halving."""

    def near(value: float) -> bool:
        return is_near(judge(cut, beliefs.but(span.name, value), (reading,)).share(reading))

    at_end = near(end)
    return bisect(span.now, end, lambda value: near(value) == at_end, _HALVINGS)[1]


@dataclass(frozen=True)
class Step:
    """One more belief moved, those before it held where they were moved to.

    value : it was moved to, in its own unit or its name
    share : [share of the least cost] extra cost then
    """

    name: str
    value: float | str
    share: float


def together(
    cut: Cut, moves: Sequence[tuple[str, float | str]], spans: Sequence[Span], reading: str
) -> list[Step]:
    """How many beliefs have to move together before the cut is nearly the best plan.

    cut : to be judged
    moves : (name, value) each to where it favours the cut, those that bear most on it first
    spans : of the beliefs that are numbers
    reading : of the cut
    Of the last the value is found at which it is enough. Where all of them are not, every one is told.
    """
    beliefs, steps = Beliefs(), list[Step]()
    ranges = {span.name: span for span in spans}
    for name, value in moves:
        moved = beliefs.but(name, value)
        share = judge(cut, moved, (reading,)).share(reading)
        if is_near(share) and name in ranges:
            at = _turns(cut, beliefs, ranges[name], float(value), reading)
            enough = judge(cut, beliefs.but(name, at), (reading,)).share(reading)
            return [*steps, Step(name, at, enough)]
        steps.append(Step(name, value, share))
        if is_near(share):
            break
        beliefs = moved
    return steps
