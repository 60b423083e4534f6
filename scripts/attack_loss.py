"""How far figures of a copy to hand on are off: for whoever reads it in good faith."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from reallocate.roster.copied_roles import Usual, copied_roles
from reallocate.roster.roster import Roster
from reallocate.roster.staff import WHOLE
from reallocate.work.firm import OTHER

KEYS = 100
SITE = "location"


def losses(roster: Roster, usual: Usual, counts: pd.DataFrame) -> Iterator[str]:
    """Mean and 90th percentile, over keys, of how far figures are off [%]."""
    found = pd.DataFrame([_off(usual, counts, f"key {number}".encode()) for number in range(KEYS)])
    people = counts.loc[counts["dimension"].eq(WHOLE), "fte"].sum()
    yield f"what a reader loses, {people:,.0f} FTE, over {KEYS} keys: mean and 90th percentile"
    yield f"  roles: {found['roles'].mean():.0f}, of {counts['occupation'].nunique()} occupations"
    words = {
        "role": "a role's headcount", "site": "a site's headcount", "total": "all people",
        "cost": "a role's pay", "payroll": "payroll",
    }  # fmt: skip
    for name, what in words.items():
        every = np.concatenate(found[name].to_numpy())
        yield f"  {what}: {every.mean():.1%}, {np.quantile(every, 0.9):.1%}"


def _off(usual: Usual, counts: pd.DataFrame, key: bytes) -> dict[str, object]:
    """How far the figures of one copy without places, and the sites of one by site, are off [share]."""
    whole = counts[counts["dimension"].eq(WHOLE)].set_index("occupation")
    roles = copied_roles(counts, usual, key, "", "firm").set_index("title")
    # An occupation is counted in the first of its own, its minor, its major group and all that is shown.
    home = {
        code: next(
            (title for title in map(usual.title, usual.roles[str(code)]) if title in roles.index), None
        )
        for code in whole.index
    }
    sums = whole.groupby(whole.index.map(home))[["fte", "paid_fte", "cost"]].sum().reindex(roles.index)
    true, cost = sums["fte"], sums["cost"] / sums["paid_fte"]
    heads, pay = roles["headcount"], roles["loaded_cost"]
    total, paid = whole["fte"].sum(), pay.notna()
    payroll = (heads * pay)[paid].sum() / (true * cost)[paid].sum() - 1
    return {
        "roles": len(roles),
        "role": (heads / true - 1).abs().to_numpy(),
        "site": _sites(usual, counts, key),
        "total": np.array([abs(heads.sum() / total - 1)]),
        "cost": (pay / cost - 1).abs()[paid].to_numpy(),
        "payroll": np.array([abs(payroll)]),
    }


def _sites(usual: Usual, counts: pd.DataFrame, key: bytes) -> np.ndarray:
    """How far headcounts of sites are off; people under "other" are missing from their site."""
    true = counts[counts["dimension"].eq(SITE)].groupby("place")["fte"].sum()
    by_site = copied_roles(counts, usual, key, SITE, "firm").groupby(SITE)["headcount"].sum()
    shown = by_site.drop(OTHER, errors="ignore")
    return np.asarray((shown / true.reindex(shown.index) - 1).abs())
