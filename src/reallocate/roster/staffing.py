"""The roles of a firm from its people: occupations of 25 or more, smaller ones with the nearest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from os.path import commonprefix

import numpy as np
import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.roster.dimension_cells import cells
from reallocate.roster.group_sizes import number_name
from reallocate.roster.pay import PAY
from reallocate.roster.people import People
from reallocate.roster.privacy import (
    BASE,
    FEWEST,
    ROLES,
    coarse_order,
    graded,
    least_role,
    least_shown,
    published_headcounts,
    published_mean,
    rounded,
    spread_openings,
    uniform,
)
from reallocate.roster.roles import OWN
from reallocate.roster.worker_types import FILLED, OPEN
from reallocate.work.dimensions import OF_COLUMN, OTHER, marks_of, plain

OTHER_ROLES = "Other roles"
COUNTRY, PROTECTED, SPARE = "country", "protected", 3


def pooled(sizes: pd.Series, key: bytes, fewest: float | None = None) -> dict[str, str]:
    """The occupation with which each is planned, so that none has fewer than 25 people.

    sizes : (occupation) [FTE]
    key : of the machine; it gives from how many people an occupation stands alone, 25 to 65
    fewest : [FTE] from which one stands alone in figures that nobody else sees, by exact size
    The smallest first joins the nearest of its major group: the one whose code agrees longest, then the
    largest. What is alone and small in its major group joins others that are, and where these have
    fewer than 25 people together, the smallest of all other occupations.
    """
    home = {str(code): str(code) for code in sizes.index}
    size = {str(code): float(people) for code, people in sizes.items()}
    least = {code: least_role(key, code) if fewest is None else fewest for code in size}

    def order(code: str) -> tuple[float, float]:
        return coarse_order(size[code], key, ROLES, code) if fewest is None else (size[code], 0.0)

    def join(first: str, second: str) -> None:
        gone, kept = sorted((first, second), key=order)
        size[kept] += size.pop(gone)
        home.update({code: kept for code, target in home.items() if target == gone})

    for major in sorted({code[:2] for code in size}):
        while small := [code for code in size if code[:2] == major and size[code] < least[code]]:
            first = min(small, key=order)
            others = [code for code in size if code[:2] == major and code != first]
            if not others:
                break
            likeness = {other: len(commonprefix([first, other])) for other in others}
            join(first, max(others, key=lambda other: (likeness[other], order(other))))
    while small := sorted(code for code in size if size[code] < least[code]):
        others = small[1:] or sorted(set(size) - set(small), key=order)
        if not others:
            break
        join(small[0], others[0])
    return home


def staffing(
    people: People,
    occupations: pd.Series,
    titles: Mapping[str, str],
    multiplier: float,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """The roles that a roster's people and open positions make.

    people : as read
    occupations : (row) code of each row, "" where it is not known
    titles : (occupation) official title
    multiplier : loaded cost per dollar of base pay [USD/USD]
    by : columns of department, location or country that roles are kept apart by
    Returns (role) occupation, title, headcount [FTE] as published, open_positions [positions],
    loaded_cost [USD/FTE/year], missing where pay may not be shown or nobody's is given, own_pay [share of
    headcount] whose own pay is in it, basis, department, location, country, level. Pay is that of the
    occupation, in each country where roles are kept apart by country.
    loaded_cost[r] = mean over r of (base·multiplier + bonus + equity) per FTE, of those whose pay is given.
    Contractors are no part of it. Raises `InputError` where fewer than 25 people are left.
    """
    home, sizes, at_work, cell = divided(people, occupations, by)
    known, occupation = people.rows.loc[at_work.index], cell["occupation"]
    role = occupation + marks_of(cell, by)
    of_role = cell.groupby(role).first()
    totals = at_work["fte"].groupby(role).sum()
    payroll = occupation + marks_of(cell, [column for column in by if column == COUNTRY])
    paid_as = payroll.groupby(role).first()
    opened = role[known["status"].eq(OPEN)].value_counts().reindex(totals.index).fillna(0.0)
    across = {kept for code, kept in home.items() if code[:2] != kept[:2] and sizes[kept] < FEWEST}
    tells_open = bool({"status", "worker_type"} & people.columns.keys())
    names = _names(of_role, by)
    headcount = published_headcounts(totals.set_axis(names), people.key).set_axis(totals.index)
    shown = headcount.groupby(paid_as).sum()
    pay = _own_pay(known, payroll, shown, multiplier, people.key).reindex(paid_as).set_axis(totals.index)
    blank = pd.Series("", index=totals.index)
    return pd.DataFrame(
        {
            "occupation": of_role["occupation"].astype(str),
            "title": [OTHER_ROLES if code in across else titles[str(code)] for code in of_role["occupation"]],
            "basis": OWN,
            "headcount": headcount,
            "open_positions": spread_openings(opened, headcount, people.key) if tells_open else np.nan,
            "loaded_cost": pay["loaded_cost"],
            "own_pay": pay["own_pay"].fillna(0.0),
            **{column: of_role[column] if column in by else blank for column in OF_COLUMN},
            "level": "",
        }
    ).reset_index(drop=True)


def planned_elsewhere(
    people: People, occupations: pd.Series, by: Sequence[str], fewest: float | None = None
) -> pd.Series:
    """(column, place) About how many people of a department, site or country are planned as "other".

    people, occupations, by : as for `staffing`
    fewest : as for `pooled`; then the number is exact
    As `graded`, by the number of the place, so that both sizes seldom tell more than one; missing where they
    are few, and no entry where there are none.
    """
    *_, at_work, cell = divided(people, occupations, by, fewest)
    found: dict[tuple[str, str], float] = {}
    for column in by:
        places = at_work[column].map(plain)
        apart = at_work["fte"].gt(0) & ~places.isin(["", OTHER]) & cell[column].map(plain).ne(places)
        for place, size in places[apart].value_counts().sort_index().items():
            few = size < (fewest or least_shown(people.key, column, str(place)))
            about = float(size) if fewest else graded(size, people.key, number_name(column, str(place)))
            found[column, str(place)] = np.nan if few else about
    return pd.Series(found, dtype=float)


def protected_people(
    people: People,
    occupations: pd.Series,
    places: pd.DataFrame,
    by: Sequence[str],
    promised: Mapping[str, Collection[str]],
    fewest: float | None = None,
) -> pd.Series:
    """(occupation and places of a role) For how many a role has to spare whom a promise to a place protects.

    people, occupations, by : as for `staffing`
    places : (row) department, location and country as the file has them
    promised : (column) names of places in which nobody is to be laid off
    fewest : as for `pooled`; then the number is exact
    Only of roles that are "other" in a promised column: 25·(⌊people/25 + u⌋ + 3), u drawn for the role. That
    is 50 above their number or more, which is enough though a headcount may be 45 too high.
    """
    *_, at_work, cell = divided(people, occupations, by, fewest)
    named, other = (pd.Series(False, index=at_work.index) for _ in range(2))
    for column, names in promised.items():
        own = places.loc[at_work.index, column].map(plain)
        named |= own.isin(list(names)) & cell[column].map(plain).ne(own)
        other |= cell[column].eq(OTHER)
    counted = at_work["fte"].where(named, 0.0)[other]
    found: pd.Series = counted.groupby([cell.loc[other, column] for column in ("occupation", *by)]).sum()
    if fewest is not None:
        return found
    drawn = [uniform(people.key, PROTECTED, *map(str, role)) for role in found.index]
    return pd.Series(BASE * (np.floor(found / BASE + drawn) + SPARE), index=found.index)


def divided(
    people: People, occupations: pd.Series, by: Sequence[str], fewest: float | None = None
) -> tuple[dict[str, str], pd.Series, pd.DataFrame, pd.DataFrame]:
    """How a roster's people are divided into roles.

    people, occupations, by : as for `staffing`
    fewest : as for `pooled`
    Returns the occupation with which each is planned, (occupation) [FTE], the rows of people and open
    positions with fte 0 where nobody works, and (row) occupation and places under which each is planned.
    """
    rows = people.rows.assign(occupation=occupations)
    known = rows[rows["occupation"].ne("") & rows["status"].isin([FILLED, OPEN])]
    at_work = known.assign(fte=known["fte"].where(known["status"].eq(FILLED), 0.0))
    sizes = at_work["fte"].groupby(known["occupation"]).sum()
    if sizes.sum() < FEWEST:
        what = f"fewer than {FEWEST} full-time positions are filled"
        why = "In so small a group single persons could be identified."
        raise InputError(Problem(what, people.name, "Plan a larger part of the firm.", why))
    home = pooled(sizes, people.key, fewest)
    occupation = known["occupation"].map(home)
    cell = cells(at_work, occupation, by, people.key, fewest).assign(occupation=occupation)
    return home, sizes, at_work, cell


def _names(of_role: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """(role) What its rounding is drawn for: the widest grouping that holds the same people.

    A department that is all of an occupation is rounded as the occupation is, so that plans which are divided
    in other ways say nothing more of it.
    """
    name = of_role["occupation"].astype(str)
    for place, column in enumerate(by, start=1):
        alone = of_role.groupby(["occupation", *by[: place - 1]])[column].transform("nunique").eq(1)
        name = name.where(alone, name + marks_of(of_role, [column]))
    return name


def own_cost(rows: pd.DataFrame, multiplier: float) -> pd.Series:
    """What each person of the firm's own costs by their own pay; missing where it is blank or 0.

    rows : (row) status, base, bonus and equity [USD/year]
    multiplier : loaded cost per dollar of base pay [USD/USD]
    cost[p] = base·multiplier + bonus + equity, [USD/year]; somebody without base pay has none.
    """
    base, bonus, equity = (rows[column] for column in PAY)
    cost = base * multiplier + bonus.fillna(0.0) + equity.fillna(0.0)
    return cost.where(rows["status"].eq(FILLED) & cost.gt(0))


def _own_pay(
    rows: pd.DataFrame, role: pd.Series, headcount: pd.Series, multiplier: float, key: bytes
) -> pd.DataFrame:
    """(role) Mean loaded_cost [USD/FTE/year] of those whose pay is given, and own_pay, their share of it.

    headcount : (role) [FTE] as published
    Both are rounded so that one person hardly shows; missing where they may not be shown.
    """
    cost = own_cost(rows, multiplier)
    means: dict[str, dict[str, float]] = {}
    for code, group in rows[rows["status"].eq(FILLED)].groupby(role):
        own = cost[group.index].notna()
        paid, heads = group["fte"].where(own, 0.0), float(group["fte"].sum())
        mean = np.nan
        if own.any():
            mean = published_mean(cost[group.index][own], float(paid.sum()), headcount[code], key, str(code))
        parts = pd.Series([float(paid.sum()), heads - float(paid.sum())], index=["own", "none"])
        few = parts["none"] < least_shown(key, "own pay", str(code))
        shown = rounded(parts, key, f"own pay {code}", total=f"pay {code}")
        share = np.nan if mean != mean else 1.0 if few else float(shown["own"] / shown.sum())
        means[str(code)] = {"loaded_cost": mean, "own_pay": share}
    return pd.DataFrame.from_dict(means, orient="index", columns=["loaded_cost", "own_pay"], dtype=float)
