"""The roles of a firm from its people: occupations of five or more, smaller ones together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.file.cells import FILLED, OPEN
from reallocate.roster.groups import FEW, cells
from reallocate.roster.pay import PAY
from reallocate.roster.people import People
from reallocate.roster.roles import PLACES, ROSTER
from reallocate.work.firm import OTHER, UNRECOGNISED, marks_of, plain

OTHER_ROLES = "Other roles"


def pooled(sizes: pd.Series) -> dict[str, str]:
    """The occupation with which each is planned: its own from five full-time positions on.

    sizes : (occupation) [FTE]
    Smaller ones of a major group stand together, under the largest of them. Where even these have fewer than
    five positions, they stand with those of other major groups. So every other role is the file's own.
    People whose title is not recognised stand alone, however few.
    """
    size = {str(code): float(people) for code, people in sizes.items()}
    home, rest = {code: code for code in size}, list[str]()
    small = sorted(code for code in size if size[code] < FEW and code != UNRECOGNISED)
    for major in sorted({code[:2] for code in small}):
        members = [code for code in small if code[:2] == major]
        if sum(size[code] for code in members) < FEW:
            rest += members
        else:
            home |= dict.fromkeys(members, max(members, key=size.__getitem__))
    return home | (dict.fromkeys(rest, max(rest, key=size.__getitem__)) if rest else {})


def _title(code: str, home: Mapping[str, str], sizes: pd.Series, titles: Mapping[str, str]) -> str:
    """What a role is called.

    code : occupation as which it is planned
    home, sizes : (occupation) as of `pooled`
    titles : (occupation, or code of a major group)
    """
    if sizes[code] >= FEW or code == UNRECOGNISED:
        return titles[code]
    majors = {one[:2] for one, kept in home.items() if kept == code}
    together = sum(float(sizes[one]) for one, kept in home.items() if kept == code)
    group = f"{code[:2]}-0000"
    is_one = len(majors) == 1 and together >= FEW
    return f"Other {titles.get(group, group)}" if is_one else OTHER_ROLES


def staffing(
    people: People,
    occupations: pd.Series,
    titles: Mapping[str, str],
    multiplier: float,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """The roles that a roster's people and open positions make.

    people : as read
    occupations : (row) code of each row, as in `Roster.planned_as`
    titles : (occupation) official title, and (code of a major group) its title
    multiplier : loaded cost per dollar of base pay [USD/USD]
    by : columns of department, location or country that roles are kept apart by
    Returns (role) occupation, title, headcount [FTE], open_positions [positions], loaded_cost [USD/FTE/year],
    own_pay [share of headcount] whose own pay is in it, department, location, country, level, basis.
    loaded_cost[r] = Σ (base·multiplier + bonus + equity)/Σ fte over those whose pay is given; of the whole
    occupation where these are fewer than five, and missing where even there they are.
    Contractors are no part of it. Raises `InputError` where fewer than five full-time positions are left.
    """
    home, sizes, at_work, cell = divided(people, occupations, by)
    rows = people.rows.loc[at_work.index]
    role = cell["occupation"] + marks_of(cell, by)
    cost = own_cost(rows, multiplier)
    paid = at_work["fte"].where(cost.notna(), 0.0)
    heads, with_pay = (one.groupby(role).sum() for one in (at_work["fte"], paid))
    opened = rows["status"].eq(OPEN).groupby(role).sum()
    tells_open = bool({"status", "worker_type"} & people.columns.keys())
    of_role = cell.groupby(role).first()
    code = of_role["occupation"].astype(str)
    mean, whole = (_mean_cost(cost, paid, one) for one in (role, cell["occupation"]))
    mean = mean.fillna(code.map(whole))
    table = pd.DataFrame(
        {
            "occupation": code,
            "title": [_title(one, home, sizes, titles) for one in code],
            "headcount": heads,
            "open_positions": opened.astype(float) if tells_open else np.nan,
            "loaded_cost": mean.round(2),
            "own_pay": (with_pay / heads).where(mean.notna(), 0.0).fillna(0.0),
            **{column: of_role[column] if column in by else "" for column in PLACES},
            "basis": ROSTER,
        }
    )
    return table.sort_values(["headcount", "occupation"], ascending=[False, True]).reset_index(drop=True)


def _mean_cost(cost: pd.Series, paid: pd.Series, group: pd.Series) -> pd.Series:
    """(group) Mean cost [USD/FTE/year] of those whose pay is given; missing where these are fewer than five.

    cost, paid : (row) own cost [USD/year], and fte of whom it is
    """
    mean: pd.Series = cost.groupby(group).sum() / paid.groupby(group).sum()
    return mean.where(cost.notna().groupby(group).sum() >= FEW)


def planned_elsewhere(people: People, occupations: pd.Series, by: Sequence[str]) -> pd.Series:
    """(column, place) How many people of a department, site or country are planned as "other".

    people, occupations, by : as for `staffing`
    """
    *_, at_work, cell = divided(people, occupations, by)
    found: dict[tuple[str, str], float] = {}
    for column in by:
        places = at_work[column].map(plain)
        apart = at_work["fte"].gt(0) & ~places.isin(["", OTHER]) & cell[column].map(plain).ne(places)
        for place, size in places[apart].value_counts().sort_index().items():
            found[column, str(place)] = float(size)
    return pd.Series(found, dtype=float)


def protected_people(
    people: People, occupations: pd.Series, by: Sequence[str], promised: Mapping[str, Collection[str]]
) -> pd.Series:
    """(occupation and places of a role) How many a role has to spare whom a promise to a place protects.

    people, occupations, by : as for `staffing`
    promised : (column) names of places in which nobody is to be laid off
    Only of roles that are "other" in a promised column [FTE].
    """
    *_, at_work, cell = divided(people, occupations, by)
    named, other = (pd.Series(False, index=at_work.index) for _ in range(2))
    for column, names in promised.items():
        own = at_work[column].map(plain)
        named |= own.isin(list(names)) & cell[column].map(plain).ne(own)
        other |= cell[column].eq(OTHER)
    counted = at_work["fte"].where(named, 0.0)[other]
    found: pd.Series = counted.groupby([cell.loc[other, column] for column in ("occupation", *by)]).sum()
    return found


def sure_people(people: People, occupations: pd.Series, by: Sequence[str], is_sure: pd.Series) -> pd.Series:
    """(occupation and places of a role) How many of it have a title that is sure [FTE].

    people, occupations, by : as for `staffing`
    is_sure : (row) whether its occupation is
    """
    *_, at_work, cell = divided(people, occupations, by)
    counted = at_work["fte"].where(is_sure.reindex(at_work.index), 0.0)
    found: pd.Series = counted.groupby([cell[column] for column in ("occupation", *by)]).sum()
    return found


def divided(
    people: People, occupations: pd.Series, by: Sequence[str]
) -> tuple[dict[str, str], pd.Series, pd.DataFrame, pd.DataFrame]:
    """How a roster's people are divided into roles.

    people, occupations, by : as for `staffing`
    Returns the occupation with which each is planned, (occupation) [FTE], the rows of people and open
    positions with fte 0 where nobody works, and (row) occupation and places under which each is planned.
    """
    rows = people.rows.assign(occupation=occupations)
    known = rows[rows["status"].isin([FILLED, OPEN])]
    at_work = known.assign(fte=known["fte"].where(known["status"].eq(FILLED), 0.0))
    sizes = at_work["fte"].groupby(known["occupation"]).sum()
    if sizes.sum() < FEW:
        what = f"fewer than {FEW:g} full-time positions are filled"
        why = "A role has five or more."
        raise InputError(Problem(what, people.name, "Plan a larger part of the firm.", why))
    home = pooled(sizes)
    occupation = known["occupation"].map(home)
    return home, sizes, at_work, cells(at_work, occupation, by).assign(occupation=occupation)


def own_cost(rows: pd.DataFrame, multiplier: float) -> pd.Series:
    """What each person of the firm's own costs by their own pay; missing where it is blank or 0.

    rows : (row) status, base, bonus and equity [USD/year]
    multiplier : loaded cost per dollar of base pay [USD/USD]
    cost[p] = base·multiplier + bonus + equity, [USD/year]; somebody without base pay has none.
    """
    base, bonus, equity = (rows[column] for column in PAY)
    cost = base * multiplier + bonus.fillna(0.0) + equity.fillna(0.0)
    return cost.where(rows["status"].eq(FILLED) & cost.gt(0))
