"""A plan and a market on whose way capability or prices turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from reallocate.claims.basis.context import ClaimContext, accounts_of, free, nation, once, with_and_without
from reallocate.claims.basis.plan_basis import (
    MOST_DRAWS,
    OverCut,
    options_with,
    over_cut,
    start_of,
    with_baseline,
)
from reallocate.firm.model.induced_quits import SOME
from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import Program, build, decided
from reallocate.firm.model.solve import solve
from reallocate.firm.model.solver import ready
from reallocate.firm.outlooks.model import Recourse
from reallocate.firm.request.faults import shipped_outlooks
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.assumptions import DRAWN, assumed_draws
from reallocate.market.nation.batches import select_runs
from reallocate.market.nation.outcomes import (
    PEOPLE,
    QUARTERS_AFTER,
    REVERSAL,
    WORK,
    counted_at,
    missing,
    returned,
)

_SHORTEST = 12
_GOES_ON, STALLS, _FALLS_BACK = "goes on", "stalls", "falls back"
_SOLVER_TOLERANCE = 1e-6
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

    capability: str = _GOES_ON
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
    return share if abs(share) > _SOLVER_TOLERANCE else 0.0


def shipped_reversal() -> Reversal:
    """The outlook `reversal` that ships: what systems can do falls back, and tokens grow dearer."""
    outlook = next(one for one in shipped_outlooks() if one.capability == "reversal")
    return Reversal(_FALLS_BACK, tokens=(outlook.changes or {}).get("api_price_growth"))


@once
def plan_returned(context: ClaimContext, parameters: Parameters, source: str, reversal: Reversal) -> Returned:
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
    figures = plan_returned(context, parameters, source, reversal)
    return ReturnedAtCost(**vars(figures), over_cut=_over_cut(context, parameters, source, reversal))


@once
def _over_cut(context: ClaimContext, parameters: Parameters, source: str, reversal: Reversal) -> OverCut:
    """What it costs not to have known."""
    until = _until(parameters, reversal)
    planned = _planned(context, parameters, source, until, reversal.buys, reversal.hires_directing)
    base, plan = planned.base, planned.plan
    after = _followed(context, parameters, source, reversal)
    known = _knowing(build(_turned(plan.inputs, reversal, until)), plan, after)
    return over_cut(base, plan, after, known, until, until + QUARTERS_AFTER - 1)


@once
def _followed(context: ClaimContext, parameters: Parameters, source: str, reversal: Reversal) -> Outcome:
    """The best that can follow the plan."""
    until = _until(parameters, reversal)
    planned = _planned(context, parameters, source, until, reversal.buys, reversal.hires_directing)
    return _follow(build(_turned(planned.plan.inputs, reversal, until)), planned, until)


def _until(parameters: Parameters, reversal: Reversal) -> int:
    """Quarters before it comes."""
    return reversal.quarter or max(round(parameters["reversal_quarter"]), 1)


def _ratio_at(some: Array, others: Array, quarter: int) -> float:
    whole = float(others[:, quarter].sum())
    return float(some[:, quarter].sum()) / whole if whole > SOME else np.nan


@dataclass(frozen=True, eq=False)
class _Planned:
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
) -> _Planned:
    """The baseline and the plan of one who knows of no reversal, long enough to see eight quarters past it.

    buys, hires : whether it may own GPUs, and hire people who do nothing but direct AI
    Work may be left undone at its price, since what was decided must stay possible.
    """
    options = options_with(context, parameters, source)
    own, directing = options.levers.own and buys, options.levers.directing_hires and hires
    levers = replace(options.levers, dropping=True, own=own, directing_hires=directing)
    long = replace(options, quarters=max(_SHORTEST, until + QUARTERS_AFTER), levers=levers)
    inputs, base = with_baseline(context, long)
    # What is searched for moves the hours that AI frees: the vertex of another value is of no use.
    found = solve(inputs, start_of(context, long.quarters), choose=False)
    return _Planned(base, found.outcome, found.solution.values)


def _turned(inputs: Inputs, reversal: Reversal, until: int) -> Inputs:
    """The figures of a plan where something turns; before, they are the same.

    inputs : as planned
    until : first quarter in which it has
    """
    good = inputs.cells.good.copy()
    if reversal.capability != _GOES_ON:
        level = 0 if reversal.capability == _FALLS_BACK else until - 1
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


def _follow(program: Program, planned: _Planned, until: int) -> Outcome:
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


@dataclass(frozen=True)
class _MarketReturned:
    """What returns in the nation eight quarters after a reversal: middle, 10% and 90% of the draws.

    work : of the jobs that AI's work would have ended by then [share]
    people : of the people who would be missing from work; none where no draw has any [share]
    missed : draws in which some would be missing [share]
    of_gone : of the jobs that it had ended when it came, the middle [share]
    further : draws in which more has ended than then [share]
    """

    work: tuple[float, float, float]
    people: tuple[float, float, float] | None
    missed: float
    of_gone: float
    further: float


@once
def market_returned(context: ClaimContext, parameters: Parameters) -> _MarketReturned:
    """The nation with a reversal and without, the same draws side by side.

    context : what claims are computed on, how many draws
    """
    count, quarter = min(context.draws, MOST_DRAWS), parameters["reversal_quarter"]
    quarters = counted_at(quarter)[1]
    accounts, rates = accounts_of(context, parameters), nation(context).rates
    drawn = (context.world, parameters, accounts, rates, quarters, count, free(parameters, DRAWN))
    runs = [
        run
        for capability in (REVERSAL, "trend")
        for run in assumed_draws(*drawn, capability=capability, seed=context.seed)[0]
    ]
    context.say(f"the economy with a reversal, {count} draws")
    extended, without = with_and_without(context, parameters, runs, quarters)
    turned, unbroken = (
        missing(select_runs(extended, places), select_runs(without, places), accounts)
        for places in (range(count), range(count, 2 * count))
    )
    return _figures_of_market(returned(turned, unbroken, quarter))


def _figures_of_market(figures: Mapping[str, Mapping[str, Array]]) -> _MarketReturned:
    """The figures of the draws, where people are missing and where none are.

    figures : as from `reversal.returned`; not a number where nobody would be missing
    """
    work, people = (figures[name]["share_of_unbroken"] for name in (WORK, PEOPLE))
    missed = np.isfinite(people)
    gone = figures[WORK]["share_back"]
    middle = interval(people[missed]) if missed.any() else None
    further = float((gone < 0.0).mean())
    return _MarketReturned(interval(work), middle, float(missed.mean()), float(np.median(gone)), further)
