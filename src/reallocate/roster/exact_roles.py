"""Roles of a roster without any rounding, for whoever has the roster: five people or more in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reallocate.roster.people import People
from reallocate.roster.roles import PLACES, ROSTER
from reallocate.roster.staffing import OTHER_ROLES, divided, own_cost
from reallocate.roster.worker_types import OPEN
from reallocate.work.dimensions import marks_of

FEW = 5.0
"""[FTE] The smallest group that any figure stands for."""


def exact_roles(
    people: People,
    occupations: pd.Series,
    titles: Mapping[str, str],
    multiplier: float,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """The roles that a roster makes, with the columns of `staffing`: exact, so as private as the roster.

    people, occupations, titles, multiplier, by : as for `staffing`
    An occupation or place of fewer than five full-time positions joins the nearest; mean pay is missing where
    fewer than five people have pay. loaded_cost[r] = Σ (base·multiplier + bonus + equity)/Σ fte over those
    whose pay is given.
    """
    home, sizes, at_work, cell = divided(people, occupations, by, FEW)
    rows = people.rows.loc[at_work.index]
    role = cell["occupation"] + marks_of(cell, by)
    cost = own_cost(rows, multiplier)
    paid = cost.notna()
    across = {kept for code, kept in home.items() if code[:2] != kept[:2] and sizes[kept] < FEW}
    heads = at_work["fte"].groupby(role).sum()
    with_pay = at_work["fte"].where(paid, 0.0).groupby(role).sum()
    mean = (cost.groupby(role).sum() / with_pay).where(paid.groupby(role).sum() >= FEW)
    opened = rows["status"].eq(OPEN).groupby(role).sum()
    tells_open = bool({"status", "worker_type"} & people.columns.keys())
    of_role = cell.groupby(role).first()
    code = of_role["occupation"].astype(str)
    table = pd.DataFrame(
        {
            "occupation": code,
            "title": [OTHER_ROLES if one in across else titles[one] for one in code],
            "headcount": heads,
            "open_positions": opened.astype(float) if tells_open else np.nan,
            "loaded_cost": mean,
            "own_pay": (with_pay / heads).where(mean.notna(), 0.0).fillna(0.0),
            **{column: of_role[column] if column in by else "" for column in PLACES},
            "basis": ROSTER,
        }
    )
    return table.sort_values(["headcount", "occupation"], ascending=[False, True]).reset_index(drop=True)
