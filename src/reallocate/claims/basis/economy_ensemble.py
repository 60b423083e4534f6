"""The ensemble of the nation's market as claims read it: the one that `reallocate simulate` shows."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.basis.context import ClaimGround, decided_by
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.economy.ensemble import EconomyEnsemble, asked_draws, economy_ensemble
from reallocate.work.parameters import Parameters

TOGETHER = "market"
"""Claims that are made from this ensemble."""

QUARTERS = 4 * EconomyRun.years


def ensemble(ground: ClaimGround, parameters: Parameters) -> EconomyEnsemble:
    """The ensemble at the parameters in force, made once.

    ground : what claims are computed on, how many draws
    parameters : in force; those that somebody named are held
    """
    found: EconomyEnsemble = ground.once(
        ("ensemble", decided_by(parameters)), lambda: _drawn(ground, parameters)
    )
    return found


def ensemble_draws(ground: ClaimGround, parameters: Parameters) -> tuple[RunAssumptions, ...]:
    """What the draws of the ensemble assume, for claims that need no run of the market.

    ground : what claims are computed on, how many draws
    parameters : in force; those that somebody named are held
    """

    def make() -> tuple[RunAssumptions, ...]:
        accounts, rates = accounts_of(ground, parameters), nation(ground).fitted.rates
        return tuple(asked_draws(ground.world, accounts, rates, _asked(ground, parameters))[0])

    found: tuple[RunAssumptions, ...] = ground.once(("ensemble draws", decided_by(parameters)), make)
    return found


def one_run(ground: ClaimGround, parameters: Parameters) -> EconomyEnsemble:
    """A single run at the parameters in force, beside the same without further AI.

    ground : what claims are computed on
    parameters : in force
    """
    found: EconomyEnsemble = ground.once(
        ("one run", decided_by(parameters)), lambda: _one(ground, parameters)
    )
    return found


def _asked(ground: ClaimGround, parameters: Parameters) -> EconomyRun:
    return EconomyRun(draws=ground.draws, seed=ground.seed, parameters=parameters)


def _drawn(ground: ClaimGround, parameters: Parameters) -> EconomyEnsemble:
    here, accounts = nation(ground), accounts_of(ground, parameters)
    asked = _asked(ground, parameters)
    return economy_ensemble(ground.world, here.national, accounts, here.fitted.rates, asked, ground.say)


def _one(ground: ClaimGround, parameters: Parameters) -> EconomyEnsemble:
    here = nation(ground).national
    runs = (assumed_by(ground, parameters, QUARTERS),)
    given = (here.economy(accounts_of(ground, parameters)), runs, QUARTERS)
    with_ai, without = simulate_in_batches(*given), simulate_without_ai(*given)
    return EconomyEnsemble(runs, runs, pd.DataFrame(index=[0]), with_ai, without)
