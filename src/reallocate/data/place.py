"""The jobs of a place: the nation, an area, or one or several industries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.data.industry import find_industries
from reallocate.data.pattern import NATION, area_pay, staffing_pattern
from reallocate.errors import DataError, Problem
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class Place:
    """Where jobs are counted.

    title : what it is called
    jobs : (occupation) employment [persons], wage_mean [USD/year], wage_filled [share of employment
        whose pay stands in]
    notes : what a reader must know of the figures
    """

    title: str
    jobs: pd.DataFrame
    notes: tuple[str, ...]


def nation(world: World) -> Place:
    """All jobs of the United States.

    world : occupations
    """
    table = world.occupations
    filled = table["wage_status"].eq("filled").astype(float)
    jobs = table[["employment", "wage_mean"]].assign(wage_filled=filled)
    return Place("United States", jobs, ("Self-employed people are not counted.",))


def area_jobs(world: World, name: str, where: str = "--area") -> Place:
    """The jobs of a state or an area.

    world : with the tables areas and area_employment
    name : code or words of the area's title
    where : key or flag, for errors
    Raises `UnknownName` where the name means no or several areas. Nothing is filled: occupations whose
    employment was not released are left out, and pay that was not released stays missing.
    """
    found = area_pay(world, name, where)
    areas = world.table("areas").set_index("area")
    if areas.loc[found.area, "areatype"] == NATION:
        return nation(world)
    rows = world.table("area_employment")
    rows = rows[rows["area"] == found.area].set_index("occupation").sort_index()
    released = rows[rows["employment"].gt(0)]
    if released.empty:
        raise DataError(Problem(f"no employment was released for {found.title}", where))
    notes = ["Self-employed people are not counted."]
    if len(rows) > len(released):
        notes.append(f"The employment of {len(rows) - len(released)} occupations was not released.")
    unpaid = int(released["wage_mean"].isna().sum())
    if unpaid:
        notes.append(f"The pay of {unpaid} occupations was not released; the mean leaves them out.")
    jobs = released[["employment", "wage_mean"]].assign(wage_filled=0.0)
    return Place(found.title, jobs, tuple(notes))


def industry_jobs(world: World, names: Sequence[str], where: str = "--industry") -> Place:
    """The jobs of one or several industries together.

    world : with the tables staffing and industries
    names : NAICS codes or words of official titles
    where : key or flag, for errors
    Raises `UnknownName` where a name means no or several industries.
    """
    industries = find_industries(names, world.table("industries"), where)
    pattern = staffing_pattern(world, industries)
    notes = ["Self-employed people are not counted."]
    for industry in industries:
        hidden = int((pattern.suppressed["industry"] == industry.code).sum())
        share = float(pattern.suppressed_share[industry.code])
        if hidden:
            notes.append(
                f"{industry.code}: the employment of {hidden} occupations, {share:.1%} of the industry's "
                "people, was not released."
            )
    title = " and ".join(f"{industry.code} {industry.title}" for industry in industries)
    jobs = pattern.occupations[["employment", "wage_mean", "wage_filled"]]
    return Place(title, jobs, tuple(notes))
