"""A plan on whose way capability or prices turn: what follows best, and what one who knew would have done."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.over_cut import OverCut, over_cut
from reallocate.claims.basis.plan_context import options_with, start_of, with_baseline
from reallocate.economy.reversal import QUARTERS_AFTER
from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs
from reallocate.plan.outcome import Outcome
from reallocate.plan.program import Program, build, decided
from reallocate.plan.recourse import Recourse
from reallocate.plan.solve import SOME, solve
from reallocate.plan.solver import ready
from reallocate.scenario.firm.outlooks import shipped_outlooks
from reallocate.work.parameters import Parameters

SHORTEST = 12
GOES_ON, STALLS, FALLS_BACK = "goes on", "stalls", "falls back"
SOLVER_TOLERANCE = 1e-6
"""Share that is a solver's rounding."""


@dataclass(frozen=True)
class Reversal:
    """What turns at a date: up to it everything is as the plan assumed.

    capability : goes on, stalls at its level, or falls back to that of the start
    tokens, rents : growth of their prices from then on [share/year]; as assumed where there is none
    dearer : what tokens and rents are multiplied with from then on [ratio]
    buys : whether the firm may own GPUs, which bind it to no price
    hires_directing : whether it may hire people who do nothing but direct AI
    quarter : when it comes; `reversal_quarter` where there is none [quarters]
    """

    capability: str = GOES_ON
    tokens: float | None = None
    rents: float | None = None
    dearer: float = 1.0
    buys: bool = True
    hires_directing: bool = True
    quarter: int | None = None


@dataclass(frozen=True)
class Returned:
    """What became of the cut jobs after a reversal; positions fewer than in the quarter's baseline [FTE].

    cut : when it came
    after, unbroken : eight quarters later, with it and without
    fewest : the fewest in the quarters between
    left : of `after`, positions fewer than at the start, which people left and nobody followed into
    laid_off : laid off or paid to leave until then
    with_ai, alone : hours worked with AI, and done by systems alone, beside those without it [share]; not a
        number where there would be none
    """

    cut: float
    after: float
    unbroken: float
    fewest: float
    left: float
    laid_off: float
    with_ai: float
    alone: float

    @property
    def back(self) -> float:
        """Share of the jobs gone without a reversal that are there with it."""
        return _share(self.unbroken - self.after, self.unbroken)

    @property
    def back_of_gone(self) -> float:
        """Share of the jobs gone when it came that are back; 0 where further jobs have gone."""
        return max(_share(self.cut - self.after, self.cut), 0.0)

    @property
    def back_meanwhile(self) -> float:
        """The most of the jobs gone when it came that were back in any quarter until then [share]."""
        return max(_share(self.cut - self.fewest, self.cut), 0.0)


@dataclass(frozen=True)
class ReturnedAtCost(Returned):
    """The same, and what it costs not to have known.

    over_cut : beside one who knew from the start
    """

    over_cut: OverCut


def _share(part: float, whole: float) -> float:
    share = part / whole if whole > 0 else 0.0
    return share if abs(share) > SOLVER_TOLERANCE else 0.0


def shipped_reversal() -> Reversal:
    """The outlook `reversal` that ships: what systems can do falls back, and tokens grow dearer."""
    outlook = next(one for one in shipped_outlooks() if one.capability == "reversal")
    return Reversal(FALLS_BACK, tokens=(outlook.changes or {}).get("api_price_growth"))


@once
def returned(context: ClaimContext, parameters: Parameters, source: str, reversal: Reversal) -> Returned:
    """The plan, a reversal on its way, and what follows best.

    context : the study
    source : of reach
    reversal : what turns
    """
    until = _until(parameters, reversal)
    planned = _planned(context, parameters, source, until, reversal.buys, reversal.hires_directing)
    base, plan = planned.base, planned.plan
    after = _followed(context, parameters, source, reversal)
    later = until + QUARTERS_AFTER - 1
    missing = base.positions - after.positions
    return Returned(
        cut=float(base.positions[until - 1] - plan.positions[until - 1]),
        after=float(missing[later]),
        unbroken=float(base.positions[later] - plan.positions[later]),
        fewest=float(missing[until : later + 1].min()),
        left=float(max(plan.inputs.headcount.sum() - after.positions[later], 0.0)),
        laid_off=float((after.layoffs + after.voluntary)[:, : later + 1].sum()),
        with_ai=_ratio_at(after.with_ai, plan.with_ai, later),
        alone=_ratio_at(after.automated, plan.automated, later),
    )


def returned_at_cost(
    context: ClaimContext, parameters: Parameters, source: str, reversal: Reversal
) -> ReturnedAtCost:
    """As `returned`, beside the plan of one who knew.

    context, parameters, source, reversal : as there
    """
    figures = returned(context, parameters, source, reversal)
    return ReturnedAtCost(**vars(figures), over_cut=_over_cut(context, parameters, source, reversal))


@once
def _over_cut(context: ClaimContext, parameters: Parameters, source: str, reversal: Reversal) -> OverCut:
    """What it costs not to have known."""
    until = _until(parameters, reversal)
    planned = _planned(context, parameters, source, until, reversal.buys, reversal.hires_directing)
    base, plan = planned.base, planned.plan
    after = _followed(context, parameters, source, reversal)
    known = _knowing(build(turned(plan.inputs, reversal, until)), plan, after)
    return over_cut(base, plan, after, known, until, until + QUARTERS_AFTER - 1)


@once
def _followed(context: ClaimContext, parameters: Parameters, source: str, reversal: Reversal) -> Outcome:
    """The best that can follow the plan."""
    until = _until(parameters, reversal)
    planned = _planned(context, parameters, source, until, reversal.buys, reversal.hires_directing)
    return _follow(build(turned(planned.plan.inputs, reversal, until)), planned, until)


def _until(parameters: Parameters, reversal: Reversal) -> int:
    """Quarters before it comes."""
    return reversal.quarter or max(round(parameters["reversal_quarter"]), 1)


def _ratio_at(some: Array, others: Array, quarter: int) -> float:
    whole = float(others[:, quarter].sum())
    return float(some[:, quarter].sum()) / whole if whole > SOME else np.nan


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan of one who knows of no reversal.

    base : its baseline
    values : (column) of the plan
    """

    base: Outcome
    plan: Outcome
    values: Array


@once
def _planned(
    context: ClaimContext, parameters: Parameters, source: str, until: int, buys: bool, hires: bool
) -> Planned:
    """The baseline and the plan of one who knows of no reversal, long enough to see eight quarters past it.

    buys, hires : whether it may own GPUs, and hire people who do nothing but direct AI
    Work may be left undone at its price, since what was decided must stay possible.
    """
    options = options_with(context, parameters, source)
    own, directing = options.levers.own and buys, options.levers.directing_hires and hires
    levers = replace(options.levers, dropping=True, own=own, directing_hires=directing)
    long = replace(options, quarters=max(SHORTEST, until + QUARTERS_AFTER), levers=levers)
    inputs, base = with_baseline(context, long)
    # What is searched for moves the hours that AI frees: the vertex of another value is of no use.
    found = solve(inputs, start_of(context, long.quarters), choose=False)
    return Planned(base, found.outcome, found.solution.values)


def turned(inputs: Inputs, reversal: Reversal, until: int) -> Inputs:
    """The figures of a plan where something turns; before, they are the same.

    inputs : as planned
    until : first quarter in which it has
    """
    good = inputs.cells.good.copy()
    if reversal.capability != GOES_ON:
        level = 0 if reversal.capability == FALLS_BACK else until - 1
        good[:, until:] = good[:, [level]]
    api, rent = (
        _path(price, growth, reversal.dearer, until)
        for price, growth in ((inputs.prices.api, reversal.tokens), (inputs.prices.rent, reversal.rents))
    )
    prices = replace(inputs.prices, api=api, rent=rent)
    return replace(inputs, cells=replace(inputs.cells, good=good), prices=prices)


def _path(price: Array, growth: float | None, dearer: float, until: int) -> Array:
    """A price that grows otherwise after a date, from the last level before it."""
    path = price.copy()
    if growth is not None:
        years = np.arange(1, len(path) - until + 1) / 4
        path[until:] = path[until - 1] * (1 + growth) ** years
    path[until:] *= dearer
    return path


def _follow(program: Program, planned: Planned, until: int) -> Outcome:
    """The best that can follow a plan in another outlook; all that was done before stands.

    program : of the outlook that then shows
    planned : whose first quarters stand
    """
    start = planned.plan.start
    assert start is not None
    solver = ready(program, start.later(until), decided(program, until, planned.values))
    nobody = planned.plan.layoffs[:, :until].sum() <= SOME
    return Recourse(program, solver, until).least(may_close=nobody)


def _knowing(program: Program, plan: Outcome, followed: Outcome) -> Outcome:
    """The best of one who knows from the start; at worst what followed the plan, which is open to everyone.

    program : of the outlook that shows
    plan : of one who did not know, to start from
    followed : the best with its first quarters fixed
    """
    assert plan.start is not None
    known = Recourse(program, ready(program, plan.start.without_vertex), 0).least()
    return known if known.objective < followed.objective else followed
