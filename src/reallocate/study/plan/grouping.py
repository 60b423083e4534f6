"""Roles too small to be planned alone: taken together by major group, nobody left out."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
import xarray as xr

from reallocate.work.world import World

SEVERAL = "several"


def group_small(
    rows: pd.DataFrame, world: World, below: float, alone: Collection[str] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The roles of a firm with small ones joined, and which occupations each is made of.

    rows : (role) title, occupation, family, headcount, open_positions, loaded_cost, location,
        level, job_zone, own_pay [share of headcount] and further texts
    world : for the groups' titles
    below : roles with less than this share of all headcount are joined, one role a major group; a
        group's only small role stays as it is
    alone : roles and occupations that stay by themselves, however small
    Returns the roles, sorted by id, and (member) role, occupation, weight, where the weights of a
    role's members sum to 1: by headcount, or equal where nobody works in them.
    """
    major = rows["occupation"].str[:2] + "-0000"
    named = rows.index.isin(list(alone)) | rows["occupation"].isin(list(alone))
    small = (rows["headcount"] < below * rows["headcount"].sum()) & ~named
    joined = small & (small.groupby(major).transform("sum") > 1)
    role = pd.Series(rows.index, index=rows.index).where(~joined, major)
    weight = rows["headcount"].groupby(role).transform(_shares)
    members = pd.DataFrame(
        {"role": role.to_numpy(), "occupation": rows["occupation"].to_numpy(), "weight": weight.to_numpy()}
    )
    members = members.groupby(["role", "occupation"])[["weight"]].sum().reset_index()
    titles = world.table("groups").set_index("code")["title"]
    others = [_other(group, rows[joined & (major == group)], titles) for group in sorted(set(major[joined]))]
    roles = pd.concat([rows[~joined], *others]).sort_index()
    roles.index = pd.Index(roles.index.astype(str), name="role")
    return roles, members


def role_work(members: pd.DataFrame, world: World) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
    """The work in each role and AI's reach over it, from the occupations that it is made of.

    members : (member) role, occupation, weight, as from `group_small`
    world : content and reach of occupations
    content[r, a] = Σ_o w[r, o]·content[o, a];
    reach[s, r, a] = Σ_o w[r, o]·content[o, a]·reach[s, o, a] / content[r, a], 0 where there are no hours.
    Returns content, augmentable, automatable.
    """
    roles = pd.Index(sorted(set(members["role"])), name="role")
    occupations = world.content.get_index("occupation")
    weights = np.zeros((len(roles), len(occupations)))
    weights[
        roles.get_indexer(pd.Index(members["role"])), occupations.get_indexer(pd.Index(members["occupation"]))
    ] = members["weight"]
    hours = world.content.transpose("occupation", "activity").values
    content = weights @ hours
    coords = {"role": roles.to_numpy(), "activity": world.content.coords["activity"].values}
    reaches = []
    for reach in (world.augmentable, world.automatable):
        reached = reach.transpose("source", "occupation", "activity").values * hours
        summed = np.einsum("ro,soa->sra", weights, reached, optimize=True)
        share = np.divide(summed, content, out=np.zeros_like(summed), where=content > 0)
        reaches.append(
            xr.DataArray(
                np.clip(share, 0.0, 1.0),
                coords={"source": reach.coords["source"].values, **coords},
                dims=["source", "role", "activity"],
            )
        )
    return xr.DataArray(content, coords=coords, dims=["role", "activity"]), reaches[0], reaches[1]


def _pay_weighted(rows: pd.DataFrame, share: pd.Series) -> float:
    """The share of the group's payroll that rests on own pay; own_pay of a role is of people alike in pay."""
    pay = share * rows["loaded_cost"]
    return float((pay * rows["own_pay"]).sum() / pay.sum()) if pay.sum() > 0 else 0.0


def _shares(headcount: pd.Series) -> pd.Series:
    total = headcount.sum()
    return headcount / total if total > 0 else headcount * 0 + 1 / len(headcount)


def _other(group: str, rows: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """One role in place of several small ones of a major group."""
    share = _shares(rows["headcount"])
    record: dict[str, object] = {
        "title": f"Other {titles.get(group, group)}",
        "occupation": group,
        "family": group,
        "headcount": rows["headcount"].sum(),
        "open_positions": rows["open_positions"].sum(),
        **{name: rows[name].sum() for name in ("contractors",) if name in rows},
        "loaded_cost": float((share * rows["loaded_cost"]).sum()),
        "job_zone": float((share * rows["job_zone"]).sum()),
        "own_pay": _pay_weighted(rows, share),
    }
    # A text that the roles do not share says so.
    record |= {
        column: rows[column].iloc[0] if rows[column].nunique() == 1 else SEVERAL
        for column in rows.columns
        if column not in record
    }
    return pd.DataFrame([record], index=[group])[list(rows.columns)]
