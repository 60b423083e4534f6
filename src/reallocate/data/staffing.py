"""Who works where: employment and pay of occupations by industry, area and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.data.accounts import biproportional
from reallocate.data.country import HOME, country
from reallocate.data.industry_names import Industry, find_industries
from reallocate.data.occupations import ALL_INDUSTRIES, TOP_CODE, TOP_CODED_FOOTNOTE, WAGES
from reallocate.data.places import areas_meant, unclear_area
from reallocate.kernel.errors import DataError, Problem, UnknownName
from reallocate.work.world import World

_TOTAL = "00-0000"


def staffing_table(cells: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """The staffing pattern of every industry that has one, nationally.

    cells : OEWS cells
    occupations : the common frame with wages [USD/year]
    Returns industry, occupation, employment [persons], wage_mean, wage_p50 [USD/year],
    wage_status. Employment that was not released stays missing. A wage that was not released is
    the occupation's national one (filled), at least the top code where that is why (top-coded).
    """
    columns = ["industry", "occupation", "employment", "wage_mean", "wage_p50", "wage_footnote"]
    rows = cells.loc[cells["areatype"] == "N", columns]
    national = occupations.set_index("occupation")
    rows = rows[rows["occupation"].isin(national.index)].reset_index(drop=True)
    top_coded = rows["wage_footnote"].eq(TOP_CODED_FOOTNOTE)
    missing = rows[["wage_mean", "wage_p50"]].isna().any(axis=1)
    status = pd.Series("observed", index=rows.index).mask(missing, "filled")
    for wage in ("wage_mean", "wage_p50"):
        usual = rows["occupation"].map(national[wage])
        fill = usual.where(~top_coded, usual.clip(lower=TOP_CODE))
        rows[wage] = rows[wage].fillna(fill)
    rows["wage_status"] = status.mask(missing & top_coded, "top-coded")
    return rows.drop(columns="wage_footnote")


def industry_table(industries: pd.DataFrame, cells: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Industries with their total employment and how much of it is in unreleased occupations.

    industries : (industry) title, level
    cells : OEWS cells
    staffing : as from `staffing_table`
    Returns industry, naics, title, level, employment [persons], suppressed_share [share].
    suppressed_share = 1 − Σ released occupations / total; below 0 is rounding and shown as 0
    """
    totals = cells[(cells["areatype"] == "N") & (cells["occupation"] == _TOTAL)]
    total = industries["industry"].map(totals.set_index("industry")["employment"])
    released = industries["industry"].map(staffing.groupby("industry")["employment"].sum())
    names = zip(industries["industry"], industries["title"], strict=True)
    frame = industries.assign(
        naics=[_naics(code, title) for code, title in names],
        employment=total,
        suppressed_share=(1.0 - released / total).clip(lower=0.0),
    )
    return frame.dropna(subset="employment").reset_index(drop=True)


def _naics(code: str, title: str) -> str:
    """The code as NAICS writes it: `52` of `52--53`, `31-33` of `31--34`, `5241` of `524100`."""
    if "-" in code:
        first = code[:2]
        last = max(re.findall(r"\d+", title.split(" - ")[0]))
        return first if first == last else f"{first}-{last}"
    return code.rstrip("0")


def area_table(cells: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Employment and pay of each occupation in each state and area, nothing filled.

    cells : OEWS cells
    occupations : the common frame
    Returns area, occupation, employment [persons], wages [USD/year], wage_top_coded: a wage that
    was withheld because it is at least 239,200.
    """
    columns = ["area", "occupation", "employment", *WAGES, "wage_footnote"]
    rows = cells.loc[cells["areatype"] != "N", columns]
    rows = rows[rows["occupation"].isin(occupations["occupation"])].reset_index(drop=True)
    top_coded = rows["wage_footnote"].eq(TOP_CODED_FOOTNOTE)
    return rows.drop(columns="wage_footnote").assign(wage_top_coded=top_coded)


_NATION = "nation"


@dataclass(frozen=True, eq=False)
class StaffingPattern:
    """The occupations of one industry, or of several taken together.

    occupations : (occupation) title, employment [persons], share [of released employment],
        wage_mean [USD/year], wage_filled [share of employment whose wage was not released]
    suppressed : (cell) industry, occupation: employment that was not released
    suppressed_share : (industry) [share of its employment] in such cells
    """

    industries: tuple[Industry, ...]
    occupations: pd.DataFrame
    suppressed: pd.DataFrame
    suppressed_share: pd.Series

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the figures: what was not released, and what became of it."""
        notes = []
        for industry in self.industries:
            cells = int((self.suppressed["industry"] == industry.code).sum())
            share = float(self.suppressed_share[industry.code])
            if cells or share > 0:
                occupations = "one occupation" if cells == 1 else f"{cells} occupations"
                notes.append(
                    f"{industry.code} {industry.title}: the employment of {occupations} was not "
                    f"released ({share:.1%} of the industry's people); the headcount is spread over the "
                    "released occupations."
                )
        filled = float((self.occupations["share"] * self.occupations["wage_filled"]).sum())
        if filled >= 0.0005:
            notes.append(
                f"For {filled:.1%} of the headcount the industry's own pay was not released; "
                "the occupation's national pay is used."
            )
        return tuple(notes)


def staffing_pattern(world: World, industries: Sequence[Industry]) -> StaffingPattern:
    """The staffing pattern of the industries together: their people added up.

    world : with the tables staffing and industries
    industries : as from `find_industries`
    share[o] = Σ_k employment[k, o] / Σ_k,o employment[k, o];
    wage_mean[o] = Σ_k employment[k, o]·wage[k, o] / Σ_k employment[k, o].
    Source: BLS, Occupational Employment and Wage Statistics, May 2025.
    Raises `DataError` where no employment was released.
    """
    codes = [industry.code for industry in industries]
    rows = world.table("staffing")
    rows = rows[rows["industry"].isin(codes) & rows["occupation"].isin(world.occupations.index)]
    hidden = rows["employment"].isna()
    released = rows[~hidden & (rows["employment"] > 0)].copy()
    if released.empty:
        raise DataError(f"no employment by occupation was released for {', '.join(codes)}")
    national = released["occupation"].map(world.occupations["wage_mean"])
    released["filled"] = released["wage_status"].ne("observed") | released["wage_mean"].isna()
    released["wage_mean"] = released["wage_mean"].fillna(national)
    released["pay"] = released["employment"] * released["wage_mean"]
    released["pay_filled"] = released["employment"] * released["filled"]
    summed = released.groupby("occupation")[["employment", "pay", "pay_filled"]].sum().sort_index()
    occupations = pd.DataFrame(
        {
            "title": world.occupations["title"].reindex(summed.index),
            "employment": summed["employment"],
            "share": summed["employment"] / summed["employment"].sum(),
            "wage_mean": summed["pay"] / summed["employment"],
            "wage_filled": summed["pay_filled"] / summed["employment"],
        }
    )
    table = world.table("industries").set_index("industry")
    return StaffingPattern(
        tuple(industries),
        occupations,
        rows.loc[hidden, ["industry", "occupation"]].sort_values(
            ["industry", "occupation"], ignore_index=True
        ),
        table["suppressed_share"].reindex(codes).fillna(0.0),
    )


@dataclass(frozen=True, eq=False)
class AreaPay:
    """How pay in an area compares with the nation's.

    area, title : code and official title
    ratio : (occupation) [area's mean wage / nation's]
    own_share : share of the area's employment in occupations with a released wage
    """

    area: str
    title: str
    ratio: pd.Series
    own_share: float


def area_pay(world: World, name: str, where: str = "area") -> AreaPay:
    """Pay in an area against the nation's, occupation by occupation.

    world : with the tables areas and area_employment
    name : code or words of the area's title
    where : key or flag, for errors
    An occupation whose wage was not released there takes the area's overall ratio,
    Σ employment·wage_area / Σ employment·wage_nation over those that were.
    Source: BLS, Occupational Employment and Wage Statistics, May 2025.
    """
    areas = world.table("areas")
    titles = {str(code): str(title) for code, title in zip(areas["area"], areas["title"], strict=True)}
    candidates = areas_meant(world, name)
    if len(candidates) != 1:
        raise UnknownName(unclear_area(name, where, candidates, titles, country(world.country)))
    code = candidates[0]
    national = world.occupations["wage_mean"]
    if areas.set_index("area").loc[code, "areatype"] == _NATION:
        return AreaPay(code, titles[code], national * 0 + 1.0, 1.0)
    rows = world.table("area_employment")
    rows = rows[rows["area"] == code].set_index("occupation").reindex(world.occupations.index)
    people = rows["employment"].fillna(0.0)
    paid = rows["wage_mean"].notna() & (people > 0)
    if not paid.any():
        raise DataError(Problem(f"no wages were released for {titles[code]}", where, "Choose a larger area."))
    overall = float((people * rows["wage_mean"])[paid].sum() / (people * national)[paid].sum())
    ratio = (rows["wage_mean"] / national).fillna(overall)
    return AreaPay(code, titles[code], ratio, float(people[paid].sum() / people.sum()))


_ROUNDS = 500
"""Sweeps of the adjustment; after them no cell moves by as much as a person any more."""


def industry_staffing(staffing: pd.DataFrame, industries: pd.DataFrame, bridge: pd.DataFrame) -> pd.DataFrame:
    """Employment of each occupation in each industry of the accounts.

    staffing : industry, occupation, employment [persons], wage_mean [USD/year], as the table `staffing`
    industries : industry, employment [persons], as the table `industries`
    bridge : as from `industry_bridge`
    Returns industry, occupation, employment [persons], wage_mean [USD/year], status: filled where a part
    was not released, divided where an OEWS industry is shared with another industry of the accounts.
    """
    filled = _fill_unreleased(staffing, industries, bridge["oews_industry"].drop_duplicates().tolist())
    cells = bridge.merge(filled, on="oews_industry", how="inner")
    cells["employment"] *= cells["share"]
    cells["pay"] = cells["employment"] * cells["wage_mean"]
    cells["divided"] = cells["share"] < 1.0
    rules = {"employment": "sum", "pay": "sum", "filled": "any", "divided": "any"}
    table = cells.groupby(["industry", "occupation"], as_index=False).agg(rules)
    table = table[table["employment"] >= 0.5].reset_index(drop=True)
    table["wage_mean"] = table["pay"] / table["employment"]
    table["status"] = np.select([table["filled"], table["divided"]], ["filled", "divided"], "observed")
    return table[["industry", "occupation", "employment", "wage_mean", "status"]]


def _fill_unreleased(staffing: pd.DataFrame, industries: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Employment of occupations in industries that do not overlap, unreleased cells filled.

    staffing : industry, occupation, employment [persons], wage_mean [USD/year]
    industries : industry, employment [persons]
    codes : OEWS industries that make up the economy once
    Returns oews_industry, occupation, employment [persons], wage_mean [USD/year], filled.
    Biproportional adjustment of the cells that BLS lists without a figure, from the product of both sums:
    total[k] − Σ released[k,·] by industry, then national[o] − Σ released[·,o] by occupation. The occupation
    comes last, so that none has more people than were published.
    """
    rows = staffing[staffing["industry"].isin(codes)].reset_index(drop=True)
    missing = rows["employment"].isna()
    national = staffing[staffing["industry"] == ALL_INDUSTRIES].set_index("occupation")["employment"]
    totals = industries.set_index("industry")["employment"]
    in_industry = (totals[codes] - rows.groupby("industry")["employment"].sum()).clip(lower=0.0)
    released = rows.groupby("occupation")["employment"].sum().reindex(national.index)
    row, column = (rows.loc[missing, name] for name in ("industry", "occupation"))
    by_row, by_column = row.map(in_industry), column.map((national - released).clip(lower=0.0))
    filled = biproportional(by_row * by_column, (row, by_row), (column, by_column), _ROUNDS)
    rows.loc[missing, "employment"] = filled.to_numpy()
    kept = rows[["industry", "occupation", "employment", "wage_mean"]].assign(filled=missing)
    return kept.rename(columns={"industry": "oews_industry"})


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
    """All jobs of a country.

    world : occupations
    """
    table = world.occupations
    filled = table["wage_status"].eq("filled").astype(float)
    jobs = table[["employment", "wage_mean"]].assign(wage_filled=filled)
    return Place(country(world.country).title, jobs, _who_is_counted(world))


def _who_is_counted(world: World) -> tuple[str, ...]:
    return () if world.country != HOME else ("Self-employed people are not counted.",)


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
    if areas.loc[found.area, "areatype"] == _NATION:
        return nation(world)
    rows = world.table("area_employment")
    rows = rows[rows["area"] == found.area].set_index("occupation").sort_index()
    released = rows[rows["employment"].gt(0)]
    if released.empty:
        raise DataError(Problem(f"no employment was released for {found.title}", where))
    notes = [*_who_is_counted(world)]
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
    notes = [*_who_is_counted(world)]
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
