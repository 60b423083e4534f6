"""What a system costs to put up and keep (P5), what it gains, and the work that covers its cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import (
    Sum,
    Term,
    by,
)
from reallocate.firm.model.quality_rules import most_hours
from reallocate.firm.model.relief import hour_effects
from reallocate.firm.model.variables import Figures, Variables
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR, THOUSAND


def cost_of_systems(v: Variables | Figures, i: Inputs) -> dict[str, Sum]:
    """P5: each system that is put up costs once, in the first quarter, and a share of it a year in upkeep."""
    p = i.options.parameters
    if v.systems is None:
        return {"systems put up": [], "upkeep of systems": []}
    cost, first = p["system_cost"] / MILLION, by("period", i.periods == 0)
    every = by("period", np.ones(len(i.periods)))
    return {
        "systems put up": [Term(cost * first, v.systems)],
        "upkeep of systems": [Term(cost * p["system_upkeep"] / QUARTERS_A_YEAR * every, v.systems)],
    }


def system_cost(i: Inputs) -> float:
    """Present value of putting up one system and keeping it [USD million].

    i : parameters, discount
    cost · (δ_0 + upkeep/4 · Σ_t w_t)
    """
    p = i.options.parameters
    kept = p["system_upkeep"] / QUARTERS_A_YEAR * float(i.present_weights.sum())
    return p["system_cost"] / MILLION * (float(i.discount[0]) + kept)


def _system_gain(i: Inputs) -> Array:
    """Present value of a system that serves all the work it can, before its own cost; (system) [USD million].

    i : cells, prices, pay
    Σ_cells Σ_t w_t·hours_t·(worth of the hours relieved − tokens − software − directing) − cost of change,
    each quarter in the better mode; an hour relieved is worth its pay with the coordination it brings.
    Layoffs and hires are left out, so this is a guide, and what is put up is what the plan says.
    """
    p, cells = i.options.parameters, i.cells
    worth = np.zeros(len(cells.hours))
    np.add.at(worth, cells.entry_cell, cells.entry_share * i.hourly_worth[cells.entry_role])
    pay = worth[:, None] * i.pay_path[None, :]
    rented = i.prices.rent / MILLION / i.prices.tokens_per_gpu * THOUSAND
    token = np.minimum(i.prices.api / THOUSAND, rented)
    effects = hour_effects(i)
    software = p["software_per_augmented_hour"] / THOUSAND, p["software_per_automated_hour"] / THOUSAND
    augmented = effects.with_ai * pay - p["tokens_per_augmented_hour"] * token - software[0]
    relieved = effects.with_ai + effects.more - effects.review
    directing = p["directing_hours"] * i.loaded_cost[-1] / i.hours * i.pay_path
    automated = relieved * pay - p["tokens_per_automated_hour"] * token - software[1] - directing
    can = cells.reach.automatable[:, None]
    either = np.where(can, np.maximum(augmented, automated), augmented)
    share = most_hours(i) / cells.system_hours[:, None]
    system = cells.reach.system
    hours = cells.hours[:, None] * share[system]
    gain = np.zeros(len(cells.system_hours))
    np.add.at(gain, system, (hours * either) @ i.present_weights)
    return gain - _change(i, share)


def _change(i: Inputs, share: Array) -> Array:
    """Present value of the cost of change at the measured pace; (system) [USD million]."""
    family = i.cells.systems["family"]
    rate = i.change_rate[pd.Index(family.unique()).get_indexer(pd.Index(family)), 0]
    rise = np.maximum(np.diff(share, prepend=0.0, axis=1), 0.0)
    result: Array = rate * i.cells.system_hours * (rise @ (i.discount * i.pay_path))
    return result


def hours_to_cover(i: Inputs) -> Array:
    """Work within reach at which a system would cover its cost; (system) [thousand hours/quarter].

    its hours · cost ÷ gain; missing where no amount of such work would
    """
    gain = _system_gain(i)
    needed = i.cells.system_hours * system_cost(i)
    result: Array = np.divide(needed, gain, out=np.full(len(gain), np.nan), where=gain > 0)
    return result
