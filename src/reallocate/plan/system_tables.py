"""What a system must serve to be worth its cost, and which are put up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import MILLION, THOUSAND, Inputs
from reallocate.plan.outcome import Outcome
from reallocate.plan.relief import hour_effects
from reallocate.plan.system_rules import most_hours
from reallocate.work.compounding import QUARTERS

HALF, EXACT = 0.5, 1e-8


def system_cost(i: Inputs) -> float:
    """Present value of putting up one system and keeping it [USD million].

    i : parameters, discount
    cost · (δ_0 + upkeep/4 · Σ_t w_t)
    """
    p = i.options.parameters
    kept = p["system_upkeep"] / QUARTERS * float(i.present_weights.sum())
    return p["system_cost"] / MILLION * (float(i.discount[0]) + kept)


def system_gain(i: Inputs) -> Array:
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
    gain = system_gain(i)
    needed = i.cells.system_hours * system_cost(i)
    result: Array = np.divide(needed, gain, out=np.full(len(gain), np.nan), where=gain > 0)
    return result


def systems_by_activity(outcome: Outcome) -> pd.DataFrame:
    """For each activity: systems it could have, one a family of roles, those put up, and what one must serve.

    (activity) systems, put_up, hours_to_cover [hours/quarter], the mean over its systems by their hours
    Missing where systems cost nothing to put up, since one then serves several activities.
    """
    i = outcome.inputs
    table = i.cells.systems.assign(put_up=outcome.systems, least=hours_to_cover(i) * THOUSAND)
    known = table["least"].notna()
    table["weighed"] = table["least"].fillna(0.0) * table["hours"]
    table["known"] = table["hours"].where(known, 0.0)
    grouped = table[i.systems_are_chosen & table["put_up"].notna()].groupby("serves", sort=True)
    sums = grouped[["put_up", "weighed", "known"]].sum()
    return pd.DataFrame(
        {
            "systems": grouped.size(),
            "put_up": sums["put_up"].astype("int64"),
            "hours_to_cover": sums["weighed"] / sums["known"].where(sums["known"] > 0),
        }
    )


def systems_sentences(outcome: Outcome) -> list[str]:
    """How many systems are put up, at what cost, and how surely; nothing where they cost nothing."""
    i = outcome.inputs
    if not i.systems_are_chosen:
        return []
    hours = i.cells.system_hours / i.hours
    chosen = outcome.systems > HALF
    costs = i.options.parameters["system_cost"] / MILLION
    lines = (
        f"Of {len(chosen)} systems that could be put up, one for a family of roles and an activity, "
        f"{chosen.sum()} are, at USD {costs:,.2f} million each and upkeep: "
    )
    if chosen.any():
        lines += f"those put up could serve the work of {np.median(hours[chosen]):,.1f} positions (median)"
    if chosen.any() and not chosen.all():
        lines += ", "
    if not chosen.all():
        lines += f"those not put up that of {np.median(hours[~chosen]):,.1f}"
    surely = (
        "The choice is the best there is"
        if outcome.gap <= EXACT
        else f"Another choice could lower the cost of the plan by {outcome.gap:.4%} at most"
    )
    return [
        f"{lines}. {surely}; ranges and plans that cost nearly as little keep these systems, the values of "
        "one more are solved with them and with systems chosen anew."
    ]
