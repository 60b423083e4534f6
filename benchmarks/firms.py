"""Synthetic firms made of real occupations: their content, reach and pay, with headcounts drawn by seed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.firm.model.inputs import Inputs, make_inputs
from reallocate.firm.model.options import Levers, Options
from reallocate.firm.request.firm import leaving_rates
from reallocate.kernel.parameters import Parameters
from reallocate.moves.firm_moves import firm_moves
from reallocate.work.firm import Firm
from reallocate.work.world import World

SEED = 20260101
HEADCOUNT_OF_A_ROLE = 200.0
SPREAD = 1.0
LOADED_MULTIPLIER = 1.42


def synthetic_firm(world: World, roles: int, seed: int = SEED, own_systems: bool = False) -> Firm:
    """A firm of as many roles, each an occupation drawn without return.

    world : occupations, content, reach
    roles : how many
    seed : of the draw of occupations and of their lognormal headcounts
    own_systems : each role has systems of its own, instead of sharing them in its major group
    """
    random = np.random.default_rng(seed)
    codes = np.sort(random.choice(world.occupations.index.to_numpy(str), roles, replace=False))
    people = random.lognormal(0.0, SPREAD, roles)
    known = world.occupations.loc[codes]
    table = pd.DataFrame(
        {
            "title": known["title"].to_numpy(),
            "occupation": codes,
            "family": codes if own_systems else known["major_group"].to_numpy(),
            "headcount": HEADCOUNT_OF_A_ROLE * roles * people / people.sum(),
            "open_positions": 0.0,
            "loaded_cost": known["wage_mean"].to_numpy() * LOADED_MULTIPLIER,
            "location": "",
            "job_zone": known["job_zone"].to_numpy(),
            "leaving": leaving_rates(world).loc[codes].to_numpy(),
        },
        index=pd.Index(codes, name="role"),
    )
    content = world.content.loc[codes].rename_axis("role")
    reach = (
        {source: cells.loc[codes].rename_axis("role") for source, cells in one.items()}
        for one in (world.augmentable, world.automatable)
    )
    return Firm(table, content, *reach, filled_share=0.0)


def plan_inputs(
    roles: int,
    quarters: int,
    own_systems: bool = False,
    levers: Levers | None = None,
    **parameters: float,
) -> Inputs:
    """The coefficients of a synthetic firm's plan.

    roles, quarters : size
    own_systems : as in `synthetic_firm`
    levers : all open by default
    parameters : values that replace defaults
    """
    world = load_world()
    firm = synthetic_firm(world, roles, own_systems=own_systems)
    options = Options(Parameters(parameters), quarters, levers=levers or Levers())
    return make_inputs(firm, firm_moves(world, firm.roles, options.parameters), world.activities, options)
