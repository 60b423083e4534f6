"""The ensemble of the nation's market as claims read it: the one that `reallocate simulate` shows."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.basis.context import ClaimContext, decided_by
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.problem.nation.ensemble import EconomyEnsemble, asked_draws, economy_ensemble
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.parameters import Parameters

TOGETHER = "market"
"""Claims that are made from this ensemble."""

QUARTERS = 4 * EconomyRun.years


def ensemble(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    """The ensemble at the parameters in force, made once.

    context : what claims are computed on, how many draws
    parameters : in force; those that somebody named are held
    """
    found: EconomyEnsemble = context.once(
        ("ensemble", decided_by(parameters)), lambda: _drawn(context, parameters)
    )
    return found


def ensemble_draws(context: ClaimContext, parameters: Parameters) -> tuple[RunAssumptions, ...]:
    """What the draws of the ensemble assume, for claims that need no run of the market.

    parameters : in force; those that somebody named are held
    """

    def make() -> tuple[RunAssumptions, ...]:
        accounts, rates = accounts_of(context, parameters), nation(context).fitted.rates
        return tuple(asked_draws(context.world, accounts, rates, _asked(context, parameters))[0])

    found: tuple[RunAssumptions, ...] = context.once(("ensemble draws", decided_by(parameters)), make)
    return found


def one_run(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    """A single run at the parameters in force, beside the same without further AI."""
    found: EconomyEnsemble = context.once(
        ("one run", decided_by(parameters)), lambda: _one(context, parameters)
    )
    return found


def _asked(context: ClaimContext, parameters: Parameters) -> EconomyRun:
    return EconomyRun(draws=context.draws, seed=context.seed, parameters=parameters)


def _drawn(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    here, accounts = nation(context), accounts_of(context, parameters)
    asked = _asked(context, parameters)
    return economy_ensemble(context.world, here.national, accounts, here.fitted.rates, asked, context.say)


def _one(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    here = nation(context).national
    runs = (assumed_by(context, parameters, QUARTERS),)
    given = (here.economy(accounts_of(context, parameters)), runs, QUARTERS)
    with_ai, without = simulate_in_batches(*given), simulate_without_ai(*given)
    return EconomyEnsemble(runs, runs, pd.DataFrame(index=[0]), with_ai, without)
