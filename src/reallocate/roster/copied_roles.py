"""The role table of a copy to hand on: made of counts, with sizes that a key moves and no small group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.roster.protection import (
    ALL,
    CELL,
    FEWEST,
    in_multiples,
    is_shown,
    moved,
    next_step,
    published_sizes,
)
from reallocate.roster.roles import COPY, PLACES
from reallocate.roster.staff import WHOLE
from reallocate.roster.staffing import OTHER_ROLES
from reallocate.work.dimensions import MARKS, OTHER, plain

ROLES, PAY, OPENINGS = "roles", "pay", "open positions"
PAY_STEP, LEAST_PAY = 30.0, 0.05
"""[share of the industry's pay · FTE] and [share of the industry's pay]."""
COUNTRY = "country"


@dataclass(frozen=True, eq=False)
class Usual:
    """What is known of occupations without any roster.

    occupations : (occupation) title, minor_group, major_group
    cost : (occupation) [USD/FTE/year] of the industry
    people : (occupation) [persons] in the industry
    group_titles : (code of a minor or major group) title
    """

    occupations: pd.DataFrame
    cost: pd.Series
    people: pd.Series
    group_titles: pd.Series

    def members(self, role: str) -> pd.Index:
        """The occupations that a role may hold: one, those of a group, or all."""
        table = self.occupations
        if role == ALL:
            return table.index
        inside = table["minor_group"].eq(role) | table["major_group"].eq(role)
        return table.index[inside] if inside.any() else pd.Index([role])

    def foremost(self, role: str) -> str:
        """The occupation that stands for a role: of its members, the one of most people in the industry."""
        people = self.people.reindex(self.members(role)).fillna(0.0).sort_index()
        return str(people.idxmax())

    def cost_of(self, role: str) -> float:
        """[USD/FTE/year] of a role's members, weighted by their people in the industry."""
        members = self.members(role)
        cost = self.cost.reindex(members).dropna()
        weight = self.people.reindex(cost.index).fillna(0.0)
        return float(np.average(cost, weights=weight) if weight.sum() > 0 else cost.mean())

    def title(self, role: str) -> str:
        """A role in words."""
        if role == ALL:
            return OTHER_ROLES
        if role in self.occupations.index:
            return str(self.occupations.loc[role, "title"])
        return f"Other {self.group_titles.get(role, role)}"


def copied_roles(counts: pd.DataFrame, usual: Usual, key: bytes, column: str, name: str) -> pd.DataFrame:
    """The roles of a copy to hand on, as a role table has them.

    counts : as in `Staff.counts`
    key : of the machine
    column : dimension that roles are kept apart by; "" for none
    name : of the file, for errors
    An occupation stands alone from 25 to 125 full-time positions on, as its lattice has it. Smaller ones of a
    minor group stand together, then those of a major group, then all others; where even these are few, they
    are left out. Within a role the same holds of places: small ones are "other", and where these are few they
    count with the largest. Returns (role) occupation, title, headcount [FTE], open_positions [positions],
    loaded_cost [USD/FTE/year], own_pay, department, location, country, level, basis.
    Raises `InputError` where no role is left.
    """
    whole = counts[counts["dimension"].eq(WHOLE)].set_index("occupation")
    role = _roles(whole["fte"], usual, key)
    apart = counts[counts["dimension"].eq(column)]
    apart = apart.assign(role=apart["occupation"].map(role))
    rows = apart[apart["role"].ne("")]
    if rows.empty:
        what = (
            f"the firm has too few people for a copy to hand on: no role has {FEWEST:g} to {FEWEST + CELL:g}"
        )
        raise InputError(Problem(what, name, "Keep the result to yourself."))
    rows = rows.assign(place=_places(rows, column, key) if column else "")
    cells = rows.groupby(["role", "place"], sort=True)
    sizes = cells["fte"].sum()
    names = [f"{role}{MARKS[column]}{plain(place)}" if column else role for role, place in sizes.index]
    heads = published_sizes(sizes.set_axis(names), float(whole["fte"].sum()), key, ROLES).set_axis(
        sizes.index
    )
    pay = _pay(rows, heads, usual, key, column)
    of_role, of_place = (sizes.index.get_level_values(level).astype(str) for level in (0, 1))
    table = pd.DataFrame(
        {
            "occupation": [usual.foremost(role) for role in of_role],
            "title": [usual.title(role) for role in of_role],
            "headcount": heads.to_numpy(),
            "open_positions": _openings(whole["open_positions"], heads, key),
            "loaded_cost": pay.to_numpy(),
            "own_pay": pay.notna().to_numpy(dtype=float),
            **{one: of_place if one == column else "" for one in PLACES},
            "basis": COPY,
        }
    )
    return table.sort_values(["headcount", "occupation", "title", *PLACES], ascending=[False, *[True] * 6],
                             ignore_index=True)  # fmt: skip


def _roles(sizes: pd.Series, usual: Usual, key: bytes) -> pd.Series:
    """(occupation) The role in which each is counted: a code, that of a group, all others, or "" for none."""
    groups = usual.occupations
    levels: tuple[Callable[[pd.Index], pd.Series], ...] = (
        lambda codes: pd.Series(codes, index=codes),
        lambda codes: groups["minor_group"].reindex(codes),
        lambda codes: groups["major_group"].reindex(codes),
        lambda codes: pd.Series(ALL, index=codes),
    )
    role, left = pd.Series("", index=sizes.index, dtype=object), sizes
    for level in levels:
        name = level(left.index).astype(str)
        together = left.groupby(name).transform("sum")
        stands = [is_shown(size, key, ROLES, one) for size, one in zip(together, name, strict=True)]
        role[left.index[stands]] = name[stands]
        left = left[~np.array(stands, dtype=bool)]
    return role


def _places(rows: pd.DataFrame, column: str, key: bytes) -> pd.Series:
    """(row) The place under which it is counted in its role."""
    shown = pd.Series("", index=rows.index, dtype=object)
    for role, of_role in rows.groupby("role"):
        start = f"{role}{MARKS[column]}"
        sizes = {str(place): float(size) for place, size in of_role.groupby("place")["fte"].sum().items()}
        about = {
            place: moved(size, CELL, key, ROLES, start + plain(place))
            for place, size in sizes.items()
            if plain(place) != OTHER and is_shown(size, key, ROLES, start + plain(place))
        }
        alone, rest = [*about], sum(size for place, size in sizes.items() if place not in about)
        target = OTHER
        if alone and not is_shown(rest, key, ROLES, start + OTHER):
            target = max(alone, key=lambda place: (about[place], place))
        shown[of_role.index] = of_role["place"].where(of_role["place"].isin(alone), target)
    return shown


def _openings(openings: pd.Series, heads: pd.Series, key: bytes) -> np.ndarray:
    """(role) Open positions: those of the firm, where they are not few, spread by headcount.

    A position opens where somebody left: by role they would tell whose it was.
    """
    if openings.isna().all():
        return np.full(len(heads), np.nan)
    total = float(openings.sum())
    about = round(moved(total, CELL, key, OPENINGS)) if is_shown(total, key, OPENINGS) else 0.0
    return in_multiples(about * heads.to_numpy() / heads.sum(), 1.0)


def _pay(rows: pd.DataFrame, heads: pd.Series, usual: Usual, key: bytes, column: str) -> pd.Series:
    """(role, place) Loaded cost [USD/FTE/year]; missing where few people's pay is given.

    How the firm's pay compares with the industry's is had for each major group, and country where roles are
    kept apart by it: ratio = Σ cost/Σ usual cost·paid_fte, on a lattice whose step one person's pay moves in
    one of ten cases at most, a usual one's in one of a hundred.
    """
    by_country = column == COUNTRY
    major = usual.occupations["major_group"]

    def group(role: str, place: str) -> str:
        code = role if role == ALL else str(major.get(role, f"{role[:2]}-0000"))
        return f"{code}{MARKS[COUNTRY]}{plain(place)}" if by_country else code

    of_cell = {cell: group(*map(str, cell)) for cell in heads.index}
    of_row = pd.Series(
        [of_cell[cell] for cell in zip(rows["role"], rows["place"], strict=True)], index=rows.index
    )
    usual_cost = rows["paid_fte"] * rows["occupation"].map(usual.cost).astype(float)
    paid, cost, expected = (one.groupby(of_row).sum() for one in (rows["paid_fte"], rows["cost"], usual_cost))
    shown = heads.groupby(of_cell).sum()
    ratio = {
        name: max(
            moved(cost[name] / expected[name], next_step(PAY_STEP / shown[name]), key, PAY, name), LEAST_PAY
        )
        if is_shown(paid[name], key, PAY, name)
        else np.nan
        for name in shown.index
    }
    amounts = [ratio[of_cell[cell]] * usual.cost_of(str(cell[0])) for cell in heads.index]
    return pd.Series(np.round(amounts, -2), index=heads.index)
