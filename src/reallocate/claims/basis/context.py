"""What claims are computed on: the world, default studies, the ensemble, and draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from inspect import unwrap
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Baselines, NearPlans
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters, Reuse, draw
from reallocate.market.laws.closures import HEADLINE, Closure
from reallocate.market.laws.job_loss import PRIME, SLACK, AfterLoss
from reallocate.market.laws.tenure import Tenure
from reallocate.market.laws.unemployment_duration import survivor_function
from reallocate.market.nation.assumptions import assumed, market_accounts
from reallocate.market.nation.batches import (
    RunsWithoutAI,
    read_without_ai,
    select_runs,
    simulate_in_batches,
    simulate_without_ai,
)
from reallocate.market.nation.economy import National
from reallocate.market.nation.lost_pay import YEARS_COUNTED, demand_level, lost_pay, slack_at
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.simulate.ensemble import (
    EconomyEnsemble,
    economy_ensemble,
    requested_draws,
    run_checked,
    under_closure,
)
from reallocate.market.simulate.jobs_drawn import (
    PER_DRAW,
    JobsDrawn,
    hardest_law,
    jobs_drawn,
    worst_ends,
)
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.runs import current_market
from reallocate.market.simulate.stored import laid_aside
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Rates
from reallocate.work.world import World

_Arguments = ParamSpec("_Arguments")
_Made = TypeVar("_Made")

STUDY = "hyperscaler-2026"
"""The study whose plan the claims about one firm are computed on."""


@dataclass(frozen=True, eq=False)
class ClaimContext:
    """What claims are computed on.

    world : the shipped figures
    study : name or folder of the firm's study
    sources : folder of source files that do not ship, if at hand
    draws : of the parameters, for intervals
    seed : of the draws
    say : is given the progress report
    baselines : of the study's plans, made so far
    near : the last plans that were solved, for those of other assumptions
    """

    world: World
    study: str = STUDY
    sources: Path | None = None
    draws: int = 32
    seed: int = 0
    say: Callable[[str], None] = lambda text: None
    baselines: Baselines = field(default_factory=Baselines)
    near: NearPlans = field(default_factory=NearPlans)
    _permanent: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _cache: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def fresh(self) -> ClaimContext:
        """The same context, on which what parameters decide is made anew and forgotten with it.

        Baselines stay: they are told apart by their whole programme, and are small.
        """
        return replace(self, near=NearPlans(), _cache={})


def once(
    make: Callable[Concatenate[ClaimContext, _Arguments], _Made],
) -> Callable[Concatenate[ClaimContext, _Arguments], _Made]:
    """A function of a context that several claims call: each result is made by the first of them.

    make : of further arguments that decide all of it, parameters or hashable ones
    """

    @wraps(make)
    def made(context: ClaimContext, /, *given: _Arguments.args, **named: _Arguments.kwargs) -> _Made:
        arguments = (*given, *named.values())
        by_parameters = any(isinstance(one, Parameters) for one in arguments)
        cache = context._cache if by_parameters else context._permanent
        key = (make, *(_decided_by(one) if isinstance(one, Parameters) else one for one in arguments))
        if key not in cache:
            cache[key] = make(context, *given, **named)
        result: _Made = cache[key]
        return result

    return made


def _keep(made: Callable[..., _Made], context: ClaimContext, parameters: Parameters, result: _Made) -> None:
    """Give a function of `once` a result that was made elsewhere.

    made : a function of a context and parameters alone
    """
    context._cache[_of_parameters(made, parameters)] = result


def _is_kept(made: Callable[..., object], context: ClaimContext, parameters: Parameters) -> bool:
    """Whether a function of `once` has its result already.

    made : a function of a context and parameters alone
    """
    return _of_parameters(made, parameters) in context._cache


def _of_parameters(made: Callable[..., object], parameters: Parameters) -> tuple[object, ...]:
    return (unwrap(made), _decided_by(parameters))


def _decided_by(parameters: Parameters) -> tuple[tuple[str, float, bool], ...]:
    """What tells two sets of parameters apart: their values, and which of them are fixed.

    parameters : in force; a default that somebody names is fixed, where it would be drawn otherwise
    """
    every = (parameters.about(name) for name in parameters)
    return tuple((one.name, one.value, one.is_own) for one in every)


HEADLINE_SOURCE = "gpt4"
"""The source of reach that a single run stands on; intervals take all of them."""


@dataclass(frozen=True, eq=False)
class _Nation:
    """The nation's market where it was last observed."""

    national: National
    rates: Rates

    @property
    def unemployment(self) -> float:
        """At the start [share of the labour force]."""
        return self.national.normal.unemployment


@once
def nation(context: ClaimContext) -> _Nation:
    """The nation's market."""
    return _Nation(*current_market(context.world))


def accounts_of(context: ClaimContext, parameters: Parameters) -> Accounts:
    """The nation's accounts.

    parameters : how a dollar of compute is spent
    """
    return _accounts(context, parameters["industry_compute_capital"], parameters["industry_compute_power"])


@once
def _accounts(context: ClaimContext, capital: float, power: float) -> Accounts:
    spent = Parameters({"industry_compute_capital": capital, "industry_compute_power": power})
    return market_accounts(context.world, spent)


def economy_of(context: ClaimContext, parameters: Parameters) -> Economy:
    """What runs start from, with the market at rest found once.

    parameters : how a dollar of compute is spent
    """
    return _economy(context, parameters["industry_compute_capital"], parameters["industry_compute_power"])


@once
def _economy(context: ClaimContext, capital: float, power: float) -> Economy:
    return nation(context).national.economy(_accounts(context, capital, power))


def assumed_by(
    context: ClaimContext,
    parameters: Parameters,
    quarters: int,
    source: str = HEADLINE_SOURCE,
    closure: Closure = HEADLINE,
) -> RunAssumptions:
    """What one run assumes.

    quarters : how long
    source : of reach
    closure : what closes the accounts
    """
    accounts, rates = accounts_of(context, parameters), nation(context).rates
    return assumed(
        context.world, parameters, accounts, rates, quarters, source, "trend", reuse=_reuse(context),
        closure=closure,
    )  # fmt: skip


@once
def _reuse(context: ClaimContext) -> Reuse:
    """What the run before computed."""
    return Reuse()


TOGETHER = "market"
"""Claims that are made from this ensemble."""

TASK_BY_TASK = (
    "Hours saved add up task by task. Where tasks of a job need each other, automating some raises the worth "
    "of the rest, and fewer jobs end (Gans, Goldfarb 2026, abstract)"
)
"""What such claims leave aside, in their definitions."""

MARKET_QUARTERS = 4 * EconomyRun.years


def ensemble(context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE) -> EconomyEnsemble:
    """The ensemble at the parameters in force.

    context : what claims are computed on, how many draws
    parameters : in force; those that somebody named are fixed
    closure : what closes the accounts; the draws are the same under each
    """
    return _ensemble(context, parameters, closure)


@once
def _ensemble(context: ClaimContext, parameters: Parameters, closure: Closure) -> EconomyEnsemble:
    economy = economy_of(context, parameters)
    if closure is not HEADLINE:
        drawn = ensemble(context, parameters)
        return _laid_aside(under_closure(economy, drawn, closure, MARKET_QUARTERS, context.say))
    return economy_ensemble(
        context.world, economy, nation(context).rates, market_request(context, parameters), context.say,
        without_ai=_without_ai(context), kept=_hours_freed(context),
    )  # fmt: skip


def _laid_aside(made: EconomyEnsemble) -> EconomyEnsemble:
    """An ensemble that is read seldom, so that memory holds those that are read often."""
    return replace(made, extended=laid_aside(made.extended), without=laid_aside(made.without))


@once
def _without_ai(context: ClaimContext) -> RunsWithoutAI:
    """The draws without further AI, which most assumptions leave as they are."""
    return RunsWithoutAI()


@once
def _single_without_ai(context: ClaimContext) -> RunsWithoutAI:
    """Single runs without further AI, the same."""
    return RunsWithoutAI()


@once
def _hours_freed(context: ClaimContext) -> tuple[Reuse, ...]:
    """Hours freed by draw, which most assumptions leave as they are."""
    return tuple(Reuse() for _ in range(context.draws))


@once
def outcomes_of(context: ClaimContext, parameters: Parameters) -> dict[Closure, dict[str, Array]]:
    """What comes out of the ensemble's draws under every closure; (closure, measure) (run), as
    `outcomes.MEASURES`.

    parameters : in force; those that somebody named are fixed
    """
    employment = nation(context).national.market.employment
    return {one: ensemble(context, parameters, one).outcomes(employment) for one in reversed(Closure)}


@once
def ensemble_draws(context: ClaimContext, parameters: Parameters) -> tuple[RunAssumptions, ...]:
    """What the draws of the ensemble assume, for claims that need no run of the market.

    parameters : in force; those that somebody named are fixed
    """
    accounts, rates = accounts_of(context, parameters), nation(context).rates
    request = market_request(context, parameters)
    return tuple(requested_draws(context.world, accounts, rates, request, _hours_freed(context))[0])


def drawn_runs(
    context: ClaimContext, parameters: Parameters, runs: Sequence[RunAssumptions]
) -> tuple[Trajectory, Trajectory]:
    """Some draws of the ensemble, and the same without further AI.

    runs : some of `ensemble_draws` under these parameters
    """
    given = (economy_of(context, parameters), runs, MARKET_QUARTERS)
    return simulate_in_batches(*given), _without_ai(context)(*given)


@once
def drawn_jobs(
    context: ClaimContext, parameters: Parameters, per_draw: int = PER_DRAW, capability: str = "trend"
) -> JobsDrawn:
    """Jobs under every draw of AI and of the law of missing jobs.

    parameters : in force; those that somebody named are fixed
    per_draw : draws of AI for each of the context's
    capability : trend, plateau, fast or reversal
    """
    accounts, rates = accounts_of(context, parameters), nation(context).rates
    request = replace(market_request(context, parameters), capability=capability)
    kept = _hours_freed(context) if per_draw == 1 and capability == "trend" else ()
    return jobs_drawn(context.world, accounts, rates, request, per_draw, kept)


@once
def jobs_worst(context: ClaimContext, parameters: Parameters) -> pd.DataFrame:
    """Jobs where each number about AI lies at its bad end, as `Worst.table`."""
    accounts, rates = accounts_of(context, parameters), nation(context).rates
    request = market_request(context, parameters)
    found = worst_ends(context.world, accounts, rates, request, HEADLINE_SOURCE)
    return found.table(drawn_jobs(context, parameters).law, hardest_law(parameters))


def market_request(context: ClaimContext, parameters: Parameters) -> EconomyRun:
    """What the claims ask of the nation's market.

    parameters : in force; those that somebody named are fixed
    """
    return EconomyRun(draws=context.draws, seed=context.seed, parameters=parameters)


@once
def one_run(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    """A single run at the parameters in force, beside the same without further AI."""
    runs = (assumed_by(context, parameters, MARKET_QUARTERS),)
    return _alone(runs, *with_and_without(context, parameters, runs, MARKET_QUARTERS))


def run_side_by_side(context: ClaimContext, points: Sequence[Parameters]) -> None:
    """Make the single runs at several sets of parameters together, so that `one_run` has them.

    points : sets of parameters
    """
    groups: dict[int, list[Parameters]] = defaultdict(list)
    for point in points:
        if not _is_kept(one_run, context, point):
            groups[id(accounts_of(context, point))].append(point)
    for group in groups.values():
        runs = [assumed_by(context, point, MARKET_QUARTERS) for point in group]
        sides = with_and_without(context, group[0], runs, MARKET_QUARTERS)
        for place, point in enumerate(group):
            with_ai, without = (select_runs(side, (place,)) for side in sides)
            _keep(one_run, context, point, _alone((runs[place],), with_ai, without))


def _alone(runs: tuple[RunAssumptions], with_ai: Trajectory, without: Trajectory) -> EconomyEnsemble:
    return EconomyEnsemble(runs, runs, pd.DataFrame(index=[0]), with_ai, without)


def with_and_without(
    context: ClaimContext, parameters: Parameters, runs: Sequence[RunAssumptions], quarters: int
) -> tuple[Trajectory, Trajectory]:
    """Runs of the nation's market, and the same without further AI."""
    given = (economy_of(context, parameters), runs, quarters)
    return simulate_in_batches(*given), _single_without_ai(context)(*given)


def one_without_ai(context: ClaimContext, parameters: Parameters) -> tuple[Hashable, Trajectory]:
    """What a single run without further AI reads at the parameters in force, and the run."""
    run, economy = assumed_by(context, parameters, MARKET_QUARTERS), economy_of(context, parameters)
    return (economy, read_without_ai(run)), _single_without_ai(context)(economy, [run], MARKET_QUARTERS)


def free(parameters: Parameters, names: Sequence[str]) -> list[str]:
    """The parameters that are drawn: those at their default.

    names : that may be drawn
    """
    return [name for name in names if not parameters.about(name).is_own]


def samples(
    parameters: Parameters, names: Sequence[str], count: int, seed: int, onto: Parameters | None = None
) -> list[Parameters]:
    """The parameters in force, drawn so many times: what was set is the same in each, all else as without it.

    parameters : as given to a claim; what was set there is fixed
    names : that may be drawn
    count, seed : of the draws
    onto : a study's own, which the draws are put on; the parameters themselves where there are none
    """
    here, drawn = parameters if onto is None else onto, free(parameters, names)
    if not drawn:
        return [here] * count
    rows = draw(here, names, count, seed)[drawn]
    return [here.replace(**dict(zip(drawn, map(float, row), strict=True))) for row in rows.to_numpy()]


@once
def ensemble_in_a_slump(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    """The ensemble's draws from a slump, each beside itself without further AI in the same slump.

    parameters : slack_recovery_years, in which demand is normal again, in a straight line
    What AI does and how fast it spreads are as in calm times; pay answers to slack from the slump's level.
    """
    drawn, level = ensemble(context, parameters), _demand(context, parameters)
    quarters = np.arange(MARKET_QUARTERS + 1) / 4.0
    healed = np.minimum(1.0, quarters / parameters["slack_recovery_years"])
    demand = tuple(float(one) for one in level + (1.0 - level) * healed)
    economy = replace(economy_of(context, parameters), demand=demand)
    extended = run_checked(economy, list(drawn.runs), MARKET_QUARTERS, context.say)
    without = simulate_without_ai(economy, drawn.runs, MARKET_QUARTERS, context.say)
    return _laid_aside(EconomyEnsemble(drawn.plain, drawn.runs, drawn.sample, extended, without))


@once
def loss_in_a_slump(context: ClaimContext, parameters: Parameters) -> tuple[Array, Array]:
    """What one person of 25 to 54 loses whose job ends on the slump's first day; (occupation) [years of pay],
    and months without work; (occupation) [months].

    parameters : of tenure, of what follows a loss, slack_recovery_years
    """
    here, rates = nation(context).national, assumed_by(context, parameters, MARKET_QUARTERS).flow_rates
    level, recovery = _demand(context, parameters), parameters["slack_recovery_years"]
    slack = slack_at(here.market, here.normal, rates, level, recovery, YEARS_COUNTED)
    after = AfterLoss.of(parameters, slack.unemployment, PRIME)
    before, discount = parameters["tenure_before"], parameters["worker_discount_rate"]
    lost = lost_pay(here.market, rates, slack, Tenure.of(parameters), before, discount, after=after)
    return lost, survivor_function(slack.finding).sum(axis=0)


@once
def _demand(context: ClaimContext, parameters: Parameters) -> float:
    """Demand that leaves as many without work as slumps did [ratio to normal]."""
    here, rates = nation(context).national, assumed_by(context, parameters, MARKET_QUARTERS).flow_rates
    return demand_level(here.market, here.normal, rates, SLACK)
