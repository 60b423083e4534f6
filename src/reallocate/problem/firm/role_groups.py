"""The roles on which ranges, tipping points and the dial are computed: small ones in groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.grouping import grouped_role
from reallocate.plan.role_tables import role_table
from reallocate.problem.firm.solved_cases import RANGES, SOURCES, SolvedCases
from reallocate.scenario.firm.dimensions import marks_promised

SUMMED = (
    "headcount", "baseline_end", "plan_end", "delta", "layoffs", "quits", "moves_out", "moves_in", "hires",
)  # fmt: skip
"""Columns of the role table that add up over roles."""
RANGED = {"delta": "roles", "layoffs": "role_layoffs"}
"""A figure, and where its range over near-optimal plans stands."""


def group_of(solved: SolvedCases, roles: pd.DataFrame) -> pd.Series:
    """The grouped role that each role belongs to; itself where it stays single, empty where none is known.

    roles : (row) role, occupation
    """
    every = set(solved.ranges.roles)
    firm = solved.problem.setting.firm.roles
    marks = marks_promised(solved.problem.scenario, firm)
    holders = [
        grouped_role(str(role), str(occupation), every, str(marks.get(role, "")))
        for role, occupation in zip(roles["role"], roles["occupation"], strict=True)
    ]
    return pd.Series(holders, index=roles.index, dtype=object).rename("group")


def with_ranges(solved: SolvedCases, roles: pd.DataFrame) -> pd.DataFrame:
    """Roles or groups with the range of their figures over near-optimal plans, as far as it is known.

    roles : (row) role, baseline_end, delta, layoffs [FTE]; ranges are looked up by role
    Ranges come from grouped roles: they are widened where the plan's own figure lies just outside.
    """
    table = roles.copy()
    for figure, ranges in RANGED.items():
        known: dict[str, tuple[float, float]] = getattr(solved.ranges, ranges)
        shift = table["baseline_end"] if figure == "delta" else 0.0
        for place, name in enumerate(("low", "high")):
            ends = [known[role][place] if role in known else np.nan for role in table["role"]]
            table[f"{figure}_{name}"] = np.array(ends, dtype=float) - shift
        hold_the_plan(table, figure)
    return table


def hold_the_plan(table: pd.DataFrame, figure: str) -> None:
    """Widen a range where the plan's own figure lies just outside.

    table : with the columns figure, figure_low, figure_high; changed in place
    figure : a column
    """
    known = table[f"{figure}_low"].notna()
    table.loc[known, f"{figure}_low"] = table.loc[known, [f"{figure}_low", figure]].min(axis=1)
    table.loc[known, f"{figure}_high"] = table.loc[known, [f"{figure}_high", figure]].max(axis=1)


def grouped(solved: SolvedCases, roles: pd.DataFrame) -> pd.DataFrame:
    """One row a grouped role: its roles' figures added up, with the range over near-optimal plans.

    roles : (row) as `role_table` gives it
    """
    group = group_of(solved, roles)
    own = group.where(group != "", roles["role"])
    table = roles.groupby(own.rename("role"))[list(SUMMED)].sum()
    table.insert(0, "title", _titles(roles.assign(group=own), solved.family_titles))
    table.insert(1, "kind", _kinds(roles.assign(group=own)))
    table.insert(2, "roles", own.value_counts().reindex(table.index).astype("int64"))
    if solved.has(SOURCES):
        low, high = _over_sources(solved, roles["role"], own)
        table = table.assign(sources_low=low, sources_high=high)
    table = with_ranges(solved, table.reset_index())
    order = table["delta"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def named_groups(roles: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Roles with the title of the group that each was planned in; empty where it stays single.

    roles : (row) role, group
    groups : as from `grouped`
    """
    several = groups[groups["roles"] > 1]
    titles = dict(zip(several["role"], several["title"], strict=True))
    return roles.assign(group=[titles.get(code, "") for code in roles["group"]])


def grouping_sentences(roles: pd.DataFrame, groups: pd.DataFrame) -> list[str]:
    """What is computed on grouped roles, and how many there are; nothing where none are grouped.

    roles : (row) group (its title), headcount [FTE]
    groups : as from `grouped`
    """
    joined = roles[roles["group"] != ""]
    if joined.empty:
        return []
    largest, count = joined["headcount"].max() / roles["headcount"].sum(), joined["group"].nunique()
    return [
        "Near-optimal ranges, tipping points, and other cuts and speeds are computed on "
        f"{len(groups)} roles instead of {len(roles)}. {len(joined)} small roles, each at most {largest:.1%} "
        f"of headcount, are merged into {count} major group{'s' if count > 1 else ''} of occupations."
    ]


def _titles(roles: pd.DataFrame, titles: pd.Series) -> pd.Series:
    first = roles.groupby("group")["title"].first()
    count = roles["group"].value_counts().reindex(first.index)
    words = [
        f"Other {titles.get(str(group), group)} ({number} roles)" if number > 1 else title
        for (group, title), number in zip(first.items(), count, strict=True)
    ]
    return pd.Series(words, index=first.index)


def _kinds(roles: pd.DataFrame) -> pd.Series:
    """The main kind of most of a group's people."""
    people = roles.groupby(["group", "kind"])["headcount"].sum().reset_index()
    return people.loc[people.groupby("group")["headcount"].idxmax()].set_index("group")["kind"]


def _over_sources(solved: SolvedCases, role: pd.Series, group: pd.Series) -> tuple[pd.Series, pd.Series]:
    base = solved.base.headcount[:, -1]
    place = solved.plan.inputs.roles.get_indexer(pd.Index(role))
    changes = [
        pd.Series((one.headcount[:, -1] - base)[place]).groupby(group.to_numpy()).sum()
        for one in (solved.plan, *solved.by_source.values())
    ]
    joined = pd.concat(changes, axis=1)
    return joined.min(axis=1), joined.max(axis=1)


def coded_roles(solved: SolvedCases) -> pd.DataFrame:
    """Roles with the code of the group that each was planned in, which is its own where it stays single.

    The ranges are over near-optimal plans and over sources of reach, as far as these are solved.

    Where a role was planned as part of a group, the range is the group's and stands in its own table.
    """
    plan, base = solved.plan, solved.base
    table = role_table(plan, base, solved.problem.setting.firm.roles)
    if solved.has(RANGES):
        table.insert(4, "group", group_of(solved, table))
        single = with_ranges(solved, table)
        for column in ("delta_low", "delta_high", "layoffs_low", "layoffs_high"):
            # A role that has its group's name may be only a part of it.
            alone = table["group"].map(table["group"].value_counts()) == 1
            table[column] = single[column].where(alone & (table["group"] == table["role"]))
    if solved.has(SOURCES):
        others = [one.headcount[:, -1] - base.headcount[:, -1] for one in (plan, *solved.by_source.values())]
        table["sources_low"], table["sources_high"] = np.min(others, axis=0), np.max(others, axis=0)
    order = table["delta"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
