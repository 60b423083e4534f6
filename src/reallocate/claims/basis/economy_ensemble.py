"""The ensemble of the nation's market as claims read it: the one that `reallocate simulate` shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

import pandas as pd

from reallocate.claims.basis.context import ClaimContext, is_kept, keep, once
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, economy_of, nation
from reallocate.economy.batches import (
    RunsWithoutAI,
    read_without_ai,
    select_runs,
    simulate_in_batches,
)
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.problem.nation.ensemble import (
    EconomyEnsemble,
    asked_draws,
    economy_ensemble,
    under_closure,
)
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.parameters import Parameters
from reallocate.work.reuse import Reuse

TOGETHER = "market"
"""Claims that are made from this ensemble."""

TASK_BY_TASK = (
    "Hours saved add up task by task. Where tasks of a job need each other, automating some raises the worth "
    "of the rest, and fewer jobs end (Gans, Goldfarb 2026, abstract)"
)
"""What such claims leave aside, in their definitions."""

QUARTERS = 4 * EconomyRun.years


def ensemble(
    context: ClaimContext, parameters: Parameters, closure: Closure = HEADLINE
) -> EconomyEnsemble:
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
        return under_closure(economy, drawn, closure, QUARTERS, context.say)
    return economy_ensemble(
        context.world, economy, nation(context).rates, _request(context, parameters), context.say,
        without_ai=_without_ai(context), kept=_hours_freed(context),
    )  # fmt: skip


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
    request = _request(context, parameters)
    return tuple(asked_draws(context.world, accounts, rates, request, _hours_freed(context))[0])


def drawn_runs(
    context: ClaimContext, parameters: Parameters, runs: Sequence[RunAssumptions]
) -> tuple[Trajectory, Trajectory]:
    """Some draws of the ensemble, and the same without further AI.

    runs : some of `ensemble_draws` under these parameters
    """
    given = (economy_of(context, parameters), runs, QUARTERS)
    return simulate_in_batches(*given), _without_ai(context)(*given)


def _request(context: ClaimContext, parameters: Parameters) -> EconomyRun:
    return EconomyRun(draws=context.draws, seed=context.seed, parameters=parameters)


@once
def one_run(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    """A single run at the parameters in force, beside the same without further AI."""
    runs = (assumed_by(context, parameters, QUARTERS),)
    return _alone(runs, *with_and_without(context, parameters, runs, QUARTERS))


def run_side_by_side(context: ClaimContext, points: Sequence[Parameters]) -> None:
    """Make the single runs at several sets of parameters together, so that `one_run` has them.

    points : sets of parameters
    """
    groups: dict[int, list[Parameters]] = defaultdict(list)
    for point in points:
        if not is_kept(one_run, context, point):
            groups[id(accounts_of(context, point))].append(point)
    for group in groups.values():
        runs = [assumed_by(context, point, QUARTERS) for point in group]
        sides = with_and_without(context, group[0], runs, QUARTERS)
        for place, point in enumerate(group):
            with_ai, without = (select_runs(side, (place,)) for side in sides)
            keep(one_run, context, point, _alone((runs[place],), with_ai, without))


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
    run, economy = assumed_by(context, parameters, QUARTERS), economy_of(context, parameters)
    return (economy, read_without_ai(run)), _single_without_ai(context)(economy, [run], QUARTERS)
