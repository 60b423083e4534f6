"""The one ensemble of the nation's market: draws, each beside the same draw without further AI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.economy.assumptions import assumed_draws
from reallocate.economy.batches import Simulate, simulate_in_batches, simulate_without_ai
from reallocate.economy.job_effects import net_jobs
from reallocate.economy.laws.closures import Closure
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.outcomes import outcomes
from reallocate.economy.policy_effect import under
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import Trajectory
from reallocate.errors import InvariantError, Problem
from reallocate.executor import Say
from reallocate.measure.arrays import Array
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.reuse import Reuse
from reallocate.work.world import World

PEOPLE = 1e-9
"""Of all people: how far their number may move before the run is wrong."""


@dataclass(frozen=True, eq=False)
class EconomyEnsemble:
    """Runs over draws of everything that may decide them, each beside itself without further AI.

    plain : (run) what each assumes, without the policy
    runs : (run) the same under the policy of the request
    sample : (run) each parameter's value and the source of reach
    extended : what the runs gave
    without : what the same runs gave without further AI: same values, same policy
    """

    plain: tuple[RunAssumptions, ...]
    runs: tuple[RunAssumptions, ...]
    sample: pd.DataFrame
    extended: Trajectory
    without: Trajectory

    @cached_property
    def net(self) -> Array:
        """Jobs wanted at the end against the same years without further AI; (run) [% of all jobs]."""
        net: Array = 100.0 * net_jobs(self.extended, self.without)[-1]
        return net

    def outcomes(self, employment: Array) -> dict[str, Array]:
        """What comes out of each draw, against itself without further AI, as `outcomes.outcomes`.

        employment : (occupation) at the start [persons]
        """
        return outcomes(self.extended, self.without, employment)


def economy_ensemble(
    world: World,
    economy: Economy,
    rates: Rates,
    request: EconomyRun,
    say: Say,
    simulated: Simulate = simulate_in_batches,
    without_ai: Callable[..., Trajectory] = simulate_without_ai,
    kept: Sequence[Reuse] = (),
) -> EconomyEnsemble:
    """The ensemble that `reallocate simulate` shows and the claims read.

    world : tables that ship
    economy : what the draws start from
    rates : of flows, as fitted
    request : years, draws, sources, laws, policy, parameters, seed
    say : called with each stage
    simulated : makes the runs
    without_ai : makes those without further AI
    kept : (draw) hours freed under the draws of another ensemble
    Differences are those of a draw to itself. With adoption off there is one side, and every difference is 0.
    """
    say(f"Drawing {request.draws} times")
    plain, sample = asked_draws(world, economy.accounts, rates, request, kept)
    runs = under(request.policy, plain, request.parameters)
    extended = run_checked(economy, runs, 4 * request.years, say, simulated)
    without = extended
    if request.laws.adoption:
        without = without_ai(economy, runs, 4 * request.years, say, simulated)
        must_conserve(without)
    return EconomyEnsemble(tuple(plain), tuple(runs), sample, extended, without)


def under_closure(
    economy: Economy,
    ensemble: EconomyEnsemble,
    closure: Closure,
    quarters: int,
    say: Say,
    simulated: Simulate = simulate_in_batches,
) -> EconomyEnsemble:
    """The same draws under another closure.

    economy : what the draws start from
    closure : that takes the place of the ensemble's
    quarters : of the draws
    simulated : makes the runs
    """
    plain = [replace(run, closure=closure) for run in ensemble.plain]
    runs = [replace(run, closure=closure) for run in ensemble.runs]
    extended = run_checked(economy, runs, quarters, say, simulated)
    adopted = any(run.laws.adoption for run in runs)
    without = simulate_without_ai(economy, runs, quarters, say, simulated) if adopted else extended
    return EconomyEnsemble(tuple(plain), tuple(runs), ensemble.sample, extended, without)


def asked_draws(
    world: World, accounts: Accounts, rates: Rates, request: EconomyRun, kept: Sequence[Reuse] = ()
) -> tuple[list[RunAssumptions], pd.DataFrame]:
    """What the draws of the ensemble assume, without its policy, and what was drawn.

    world, rates, request, kept : as for `economy_ensemble`
    """
    return assumed_draws(
        world, request.parameters, accounts, rates, 4 * request.years, request.draws, request.drawn,
        request.sources, request.capability, request.seed, request.laws, request.closure, kept,
    )  # fmt: skip


def run_checked(
    economy: Economy,
    runs: list[RunAssumptions],
    quarters: int,
    say: Say,
    simulated: Simulate = simulate_in_batches,
) -> Trajectory:
    """All runs, with people checked to add up.

    runs : what each assumes
    say : called with each batch
    simulated : makes the runs
    """
    extended = simulated(economy, runs, quarters, say, "Runs")
    must_conserve(extended)
    return extended


def must_conserve(extended: Trajectory) -> None:
    """End where people appear or are lost.

    extended : runs; raises `InvariantError` where people in work, without work and outside do not add up to
        those of the start, to 1e-9 of them, in any quarter of any run
    """
    people = np.stack([quarter[[0, 1, 3]].sum(axis=(0, 1)) for quarter in extended.people])
    if np.abs(people / people[0] - 1.0).max() > PEOPLE:
        raise InvariantError(Problem("people do not add up from quarter to quarter", "the extended market"))
