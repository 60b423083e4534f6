"""Which groups of people work in the roles that lose most; exact, and only of groups of five and more."""

from __future__ import annotations

import pandas as pd

from reallocate.plan.outcome import Outcome
from reallocate.roster.groups import FEW
from reallocate.roster.staff import SERVICE_BANDS

COLUMNS = ["about", "band", "size", "share_losing"]


def loss_by_occupation(plan: Outcome) -> pd.Series:
    """Positions lost from start to end by occupation, and by major group under its code [share].

    The last entry, under the empty code, is the whole firm's.
    """
    i = plan.inputs
    table = pd.DataFrame(
        {
            "occupation": i.occupation.astype(str),
            "family": i.family.astype(str),
            "start": i.headcount,
            "end": plan.headcount[:, -1],
        }
    )
    table = table[table["start"] > 0]
    sums = [table.groupby(key)[["start", "end"]].sum() for key in ("family", "occupation")]
    joined = pd.concat(sums)
    joined = joined[~joined.index.duplicated(keep="last")]
    joined.loc[""] = table[["start", "end"]].sum()
    return 1 - joined["end"] / joined["start"]


def group_counts(groups: pd.DataFrame, loss: pd.Series) -> pd.DataFrame:
    """Groups of people, and how many of each work in roles that lose more positions than the firm does.

    groups : as in `Staff.groups`
    loss : (occupation or major group; "" the firm) as from `loss_by_occupation`
    about, band, size [persons], share_losing [share]. A group of fewer than five is left out. An occupation
    that is planned with others loses as its major group does.
    """
    code = groups["occupation"].astype(str)
    known = code.where(code.isin(loss.index), code.str[:2] + "-0000")
    losing = groups["people"].where(known.map(loss).fillna(0.0) > loss[""], 0)
    sizes = groups.assign(losing=losing).groupby(["about", "band"])[["people", "losing"]].sum()
    shown = sizes[sizes["people"] >= FEW].reset_index()
    order = {band: place for place, band in enumerate(SERVICE_BANDS)}
    place = shown["band"].map(lambda band: (order.get(band, -1), band))
    shown = shown.assign(place=place).sort_values(["about", "place"], ignore_index=True)
    found = shown.assign(size=shown["people"].astype(float), share_losing=shown["losing"] / shown["people"])
    return found[COLUMNS]
