"""One ensemble of the extended market for all claims that need people's flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.claims.economy_ground import accounts_of, assumed_by, nation
from reallocate.claims.ground import ClaimGround, decided_by
from reallocate.claims.held import free
from reallocate.economy.extended import Assumed, Extended, Laws, run_extended
from reallocate.study.market.assumed import DRAWN, assumed_draws
from reallocate.work.parameters import Parameters

TOGETHER = "market"
"""Claims that are made from this ensemble."""

QUARTERS = 40
SEVERAL = 32


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Runs with adoption, over draws and sources, and one run without.

    runs : what each assumes
    extended : what they gave
    without : one run at rest
    """

    runs: tuple[Assumed, ...]
    extended: Extended
    without: Extended


def ensemble(ground: ClaimGround, parameters: Parameters) -> Ensemble:
    """The ensemble at the parameters in force, made once.

    ground : what claims are computed on, how many draws
    parameters : in force
    """
    found: Ensemble = ground.once(("ensemble", decided_by(parameters)), lambda: _make(ground, parameters))
    return found


def one_run(ground: ClaimGround, parameters: Parameters) -> Ensemble:
    """A single run at the parameters in force, and one without adoption.

    ground : what claims are computed on
    parameters : in force
    """
    found: Ensemble = ground.once(("one run", decided_by(parameters)), lambda: _one(ground, parameters))
    return found


def _make(ground: ClaimGround, parameters: Parameters) -> Ensemble:
    national, accounts = nation(ground), accounts_of(ground, parameters)
    runs, _ = assumed_draws(
        ground.world,
        parameters,
        accounts,
        national.fitted.rates,
        QUARTERS,
        ground.draws,
        free(parameters, DRAWN),
        seed=ground.seed,
    )
    parts = []
    for first in range(0, len(runs), SEVERAL):
        ground.say(f"the economy, draws {first + 1} to {min(first + SEVERAL, len(runs))} of {len(runs)}")
        parts.append(
            run_extended(
                national.national.market,
                accounts,
                national.national.normal,
                runs[first : first + SEVERAL],
                QUARTERS,
            )
        )
    names = Extended.__dataclass_fields__
    joined = {name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names}
    return Ensemble(tuple(runs), Extended(**joined), _without(ground, parameters))


def _one(ground: ClaimGround, parameters: Parameters) -> Ensemble:
    national, accounts = nation(ground), accounts_of(ground, parameters)
    run = assumed_by(ground, parameters, QUARTERS)
    found = run_extended(national.national.market, accounts, national.national.normal, [run], QUARTERS)
    return Ensemble((run,), found, _without(ground, parameters))


def _without(ground: ClaimGround, parameters: Parameters) -> Extended:
    """The market without adoption; what AI is assumed to do plays no part in it."""
    national, accounts = nation(ground), accounts_of(ground, parameters)
    still = assumed_by(ground, parameters, 1)
    rest = Assumed(**{**still.__dict__, "laws": Laws(adoption=False)})
    found: Extended = ground.once(
        ("without",),
        lambda: run_extended(national.national.market, accounts, national.national.normal, [rest], QUARTERS),
    )
    return found
