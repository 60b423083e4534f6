"""What a system must serve to be worth its cost, and which are put up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.system_costs import hours_to_cover
from reallocate.kernel.number import priced
from reallocate.kernel.units import MILLION, THOUSAND

_HALF, _EXACT = 0.5, 1e-8


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
    chosen = outcome.systems > _HALF
    costs = i.options.parameters["system_cost"] / MILLION
    lines = (
        f"Of {len(chosen)} systems that could be put up, one for a family of roles and an activity, "
        f"{chosen.sum()} are, at {priced(costs, ',.2f')} million each and upkeep: "
    )
    if chosen.any():
        lines += f"those put up could serve the work of {np.median(hours[chosen]):,.1f} positions (median)"
    if chosen.any() and not chosen.all():
        lines += ", "
    if not chosen.all():
        lines += f"those not put up that of {np.median(hours[~chosen]):,.1f}"
    surely = (
        "The choice is the best there is"
        if outcome.gap <= _EXACT
        else f"Another choice could lower the cost of the plan by {outcome.gap:.4%} at most"
    )
    return [
        f"{lines}. {surely}; ranges and plans that cost nearly as little keep these systems, the values of "
        "one more are solved with them and with systems chosen anew."
    ]
