"""Staffing patterns: which occupations an industry employs, in which proportion and at what pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.data.area import areas_meant, unclear_area
from reallocate.data.industry import Industry
from reallocate.errors import DataError, Problem, UnknownName
from reallocate.work.world import World

NATION = "nation"


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
        raise UnknownName(unclear_area(name, where, candidates, titles))
    code = candidates[0]
    national = world.occupations["wage_mean"]
    if areas.set_index("area").loc[code, "areatype"] == NATION:
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
