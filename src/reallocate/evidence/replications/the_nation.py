"""The nation's market as several papers need it, made once; not a paper itself."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.economy.assumptions import assumed, market_accounts
from reallocate.economy.effects import Effects
from reallocate.economy.fitted import Fitted
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.nation import National, fitted_national
from reallocate.economy.run_assumptions import Laws, RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.evidence.ground import Ground
from reallocate.study.economy.context import exposure
from reallocate.work.parameters import Parameters

HEADLINE = "gpt4"


@dataclass(frozen=True, eq=False)
class Nation:
    """The nation's market, as fitted, with its accounts."""

    national: National
    fitted: Fitted
    accounts: Accounts


def nation(ground: Ground) -> Nation:
    """The nation's market.

    ground : the world, the parameters in force
    """

    def make() -> Nation:
        return Nation(*fitted_national(ground.world.tables), market_accounts(ground.world, ground.parameters))

    found: Nation = ground.once("nation", make)
    return found


def assumed_by(
    ground: Ground, parameters: Parameters, quarters: int, source: str = HEADLINE
) -> RunAssumptions:
    """What one run assumes.

    ground : the world
    parameters : of the run
    quarters : how long
    source : of reach
    """
    here = nation(ground)
    return assumed(ground.world, parameters, here.accounts, here.fitted.rates, quarters, source, "trend")


def run(ground: Ground, runs: list[RunAssumptions], quarters: int) -> Trajectory:
    """Several runs side by side.

    ground : the world
    runs : what each assumes
    quarters : how long
    """
    here = nation(ground)
    return simulate(here.national.economy(here.accounts), runs, quarters)


def still(ground: Ground, quarters: int) -> Trajectory:
    """The market without AI.

    ground : the world
    quarters : how long
    """
    here = nation(ground)
    none = assumed(
        ground.world, ground.parameters, here.accounts, here.fitted.rates, 1, HEADLINE, "trend",
        Laws(adoption=False),
    )  # fmt: skip
    return run(ground, [none], quarters)


def effects(ground: Ground, quarters: int) -> Effects:
    """The run at the parameters in force, looked at from the side of those who bear it.

    ground : the world, the parameters in force
    quarters : how long
    """
    here = nation(ground)
    return Effects(
        ground.world,
        ground.parameters,
        here.national,
        here.fitted.rates,
        here.accounts,
        assumed_by(ground, ground.parameters, quarters),
        exposure(ground.world),
        quarters,
    )
