"""The role table of a copy to hand on: made of counts, with sizes that a key moves and no small group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.disclosure import (
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
from reallocate.work.firm import MARKS, OTHER, plain

_ROLES, _PAY, _OPENINGS = "roles", "pay", "open positions"
_PAY_STEP, _LEAST_PAY = 30.0, 0.05
"""[share of the industry's pay · FTE] and [share of the industry's pay]."""
_COUNTRY, _LEVELS = "country", 3
_Cell = tuple[str, str]
"""A role and a place, "" where roles are not kept apart by place."""


@dataclass(frozen=True, eq=False)
class Usual:
    """What is known of occupations without any roster.

    occupations : (occupation) title, major_group
    cost : (occupation) [USD/FTE/year] of the industry
    people : (occupation) [persons] in the industry
    group_titles : (code of a major group) title
    """

    occupations: pd.DataFrame
    cost: pd.Series
    people: pd.Series
    group_titles: pd.Series

    @cached_property
    def roles(self) -> dict[str, tuple[str, str, str]]:
        """(occupation) The roles in which it may be counted: its own, its major group's, all."""
        groups = self.occupations["major_group"].astype(str)
        return {str(code): (str(code), major, ALL) for code, major in groups.items()}

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """(role) The occupations that may be counted in it, in order."""
        found: dict[str, list[str]] = {}
        for code, roles in sorted(self.roles.items()):
            for role in roles:
                found.setdefault(role, []).append(code)
        return found

    @cached_property
    def foremost(self) -> dict[str, str]:
        """(role) The occupation that stands for it: the one of its members with most people."""
        people = self.people.to_dict()
        return {
            role: max(codes, key=lambda code: people.get(code, 0.0)) for role, codes in self.members.items()
        }

    @cached_property
    def mean_cost(self) -> dict[str, float]:
        """(role) [USD/FTE/year] of its members, weighted by their people in the industry."""
        cost, people = self.cost.dropna().to_dict(), self.people.to_dict()
        found = {}
        for role, codes in self.members.items():
            there = [code for code in codes if code in cost]
            weights = np.array([people.get(code, 0.0) for code in there])
            amounts = np.array([cost[code] for code in there], dtype=float)
            if not there:
                found[role] = np.nan
            else:
                found[role] = float(np.average(amounts, weights=weights if weights.any() else None))
        return found

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
    An occupation of a place stands alone from 25 to 145 full-time positions on, as its lattice has it.
    Smaller ones of a major group stand together, then all of the place. Places where even these are few are
    "other", where the same holds again; who is left then is left out. So everybody is in one group alone.
    Returns (role) occupation, title, headcount [FTE], open_positions [positions], loaded_cost [USD/FTE/year],
    own_pay, department, location, country, level, basis.
    Raises `InputError` where no role is left.
    """
    whole, apart = (counts[counts["dimension"].eq(one)] for one in (WHOLE, column))
    cells = list(zip(apart["occupation"].astype(str), apart["place"].astype(str), strict=True))
    sizes = dict(zip(cells, apart["fte"].astype(float), strict=True))
    home = _grouped(sizes, usual, key, column)
    if not home:
        what = (
            f"no role has {FEWEST:g} to {FEWEST + CELL:g} people: the firm is too small for a copy to hand on"
        )
        raise InputError(Problem(what, name, "Keep the result to yourself."))
    sums: dict[_Cell, float] = {}
    for cell, group in home.items():
        sums[group] = sums.get(group, 0.0) + sizes[cell]
    groups = sorted(sums)
    heads = published_sizes(
        pd.Series({_name(group, column): sums[group] for group in groups}), sum(sizes.values()), key, _ROLES
    )
    pay = _pay(
        apart, [home.get(cell) for cell in cells], dict(zip(groups, heads, strict=True)), usual, key, column
    )
    cost = [pay[_pay_group(group, column, usual)] * usual.mean_cost[group[0]] for group in groups]
    table = pd.DataFrame(
        {
            "occupation": [usual.foremost[role] for role, _ in groups],
            "title": [usual.title(role) for role, _ in groups],
            "headcount": heads.to_numpy(),
            "open_positions": _openings(whole["open_positions"], heads, key),
            "loaded_cost": np.round(cost, -2),
            "own_pay": np.isfinite(cost).astype(float),
            **{one: [place for _, place in groups] if one == column else "" for one in PLACES},
            "basis": COPY,
        }
    )
    order = ["headcount", "occupation", "title", *PLACES]
    return table.sort_values(order, ascending=[False, *[True] * (len(order) - 1)], ignore_index=True)


def _grouped(sizes: Mapping[_Cell, float], usual: Usual, key: bytes, column: str) -> dict[_Cell, _Cell]:
    """(occupation, place) The role and place as which people are counted; few are left out.

    sizes : (occupation, place) [FTE]
    """
    home, left = dict[_Cell, _Cell](), dict(sizes)
    for is_other in (False, True) if column else (False,):
        for level in range(_LEVELS):
            pools: dict[_Cell, list[_Cell]] = {}
            for code, place in left:
                pools.setdefault((usual.roles[code][level], OTHER if is_other else place), []).append(
                    (code, place)
                )
            for group, cells in pools.items():
                if is_shown(sum(left[cell] for cell in cells), key, _ROLES, _name(group, column)):
                    home |= dict.fromkeys(cells, group)
                    left = {cell: size for cell, size in left.items() if cell not in home}
    return home


def _name(group: _Cell, column: str) -> str:
    """What the number of a role and place is drawn for."""
    role, place = group
    return f"{role}{MARKS[column]}{plain(place)}" if column else role


def _openings(openings: pd.Series, heads: pd.Series, key: bytes) -> np.ndarray:
    """(role) Open positions: those of the firm, where they are not few, spread by headcount.

    A position opens where somebody left: by role they would tell whose it was.
    """
    if openings.isna().all():
        return np.full(len(heads), np.nan)
    total = float(openings.sum())
    about = round(moved(total, CELL, key, _OPENINGS)) if is_shown(total, key, _OPENINGS) else 0.0
    return in_multiples(about * heads.to_numpy() / heads.sum(), 1.0)


def _pay_group(group: _Cell, column: str, usual: Usual) -> str:
    """Whose pay a role has: that of its major group, and country where roles are kept apart by it."""
    role, place = group
    code = role if role == ALL else usual.roles[usual.foremost[role]][1]
    return f"{code}{MARKS[_COUNTRY]}{plain(place)}" if column == _COUNTRY else code


def _pay(
    rows: pd.DataFrame,
    groups: list[_Cell | None],
    heads: Mapping[_Cell, float],
    usual: Usual,
    key: bytes,
    column: str,
) -> dict[str, float]:
    """(pay group) The firm's pay as a share of the industry's; missing where few people's pay is given.

    rows : (row) occupation, paid_fte, cost
    groups : (row) role and place as which it is counted; none where it is left out
    heads : (role and place) [FTE] as published
    ratio = Σ cost/Σ usual cost·paid_fte, on a lattice whose step one person's pay moves in one of ten cases
    at most, a usual one's in one of a hundred.
    """
    paid_as = ["" if group is None else _pay_group(group, column, usual) for group in groups]
    expected = rows["paid_fte"] * rows["occupation"].map(usual.cost).astype(float)
    sums = rows[["paid_fte", "cost"]].assign(expected=expected).groupby(paid_as).sum()
    shown: dict[str, float] = {}
    for group, size in heads.items():
        name = _pay_group(group, column, usual)
        shown[name] = shown.get(name, 0.0) + size
    return {
        name: max(moved(cost / usual_cost, next_step(_PAY_STEP / shown[name]), key, _PAY, name), _LEAST_PAY)
        if is_shown(paid, key, _PAY, name)
        else np.nan
        for name, paid, cost, usual_cost in sums.itertuples()
        if name
    }
