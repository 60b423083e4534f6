"""The roles of a firm from its people: occupations of five or more, smaller ones with the nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os.path import commonprefix

import numpy as np
import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.roster.dimension_cells import cells
from reallocate.roster.pay import PAY
from reallocate.roster.people import People
from reallocate.roster.privacy import FEWEST, least_shown, published_mean, rounded, rounded_openings
from reallocate.roster.roles import OWN
from reallocate.roster.worker_types import FILLED, OPEN
from reallocate.work.dimensions import OF_COLUMN, marks_of

OTHER_ROLES = "Other roles"
ROLES = "roles"
COUNTRY = "country"


def pooled(sizes: pd.Series, digest: str) -> dict[str, str]:
    """The occupation with which each is planned, so that none has fewer than five people.

    sizes : (occupation) [FTE]
    digest : of the file; it draws from how many people an occupation stands alone, five to nine
    The smallest first joins the nearest of its major group: the one whose code agrees longest, then the
    largest. What is alone and small in its major group joins others that are, and where these have
    fewer than five people together, the smallest of all other occupations.
    """
    home = {str(code): str(code) for code in sizes.index}
    size = {str(code): float(people) for code, people in sizes.items()}
    least = {code: least_shown(code, digest, ROLES) for code in size}

    def join(first: str, second: str) -> None:
        gone, kept = sorted((first, second), key=lambda code: (size[code], code))
        size[kept] += size.pop(gone)
        home.update({code: kept for code, target in home.items() if target == gone})

    for major in sorted({code[:2] for code in size}):
        while small := [code for code in size if code[:2] == major and size[code] < least[code]]:
            first = min(small, key=lambda code: (size[code], code))
            others = [code for code in size if code[:2] == major and code != first]
            if not others:
                break
            likeness = {other: len(commonprefix([first, other])) for other in others}
            join(first, max(others, key=lambda other: (likeness[other], size[other], other)))
    while small := sorted(code for code in size if size[code] < least[code]):
        others = small[1:] or sorted(set(size) - set(small), key=lambda code: (size[code], code))
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
    Returns (role) occupation, title, headcount [FTE] and open_positions [positions], both rounded to five,
    loaded_cost [USD/FTE/year], missing where pay may not be shown or nobody's is given, own_pay [share of
    headcount] whose own pay is in it, basis, department, location, country, level. Pay is that of the
    occupation, in each country where roles are kept apart by country.
    loaded_cost[r] = mean over r of (base·multiplier + bonus + equity) per FTE, of those whose pay is given.
    Contractors are no part of it. Raises `InputError` where fewer than five people are left.
    """
    rows = people.rows.assign(occupation=occupations)
    known = rows[rows["occupation"].ne("") & rows["status"].isin([FILLED, OPEN])]
    sizes = known["fte"].where(known["status"].eq(FILLED), 0.0).groupby(known["occupation"]).sum()
    if sizes.sum() < FEWEST:
        what = f"fewer than {FEWEST} full-time positions are filled"
        why = "In so small a group single persons could be identified."
        raise InputError(Problem(what, people.name, "Plan a larger part of the firm.", why))
    home = pooled(sizes, people.digest)
    occupation = known["occupation"].map(home)
    at_work = known.assign(fte=known["fte"].where(known["status"].eq(FILLED), 0.0))
    cell = cells(at_work, occupation, by, people.digest).assign(occupation=occupation)
    role = occupation + marks_of(cell, by)
    of_role = cell.groupby(role).first()
    totals = at_work["fte"].groupby(role).sum()
    payroll = occupation + marks_of(cell, [column for column in by if column == COUNTRY])
    paid_as = payroll.groupby(role).first()
    pay = _own_pay(known, payroll, multiplier, people.digest).reindex(paid_as).set_axis(totals.index)
    opened = role[known["status"].eq(OPEN)].value_counts().reindex(totals.index).fillna(0.0)
    across = {kept for code, kept in home.items() if code[:2] != kept[:2] and sizes[kept] < FEWEST}
    tells_open = bool({"status", "worker_type"} & people.columns.keys())
    blank = pd.Series("", index=totals.index)
    return pd.DataFrame(
        {
            "occupation": of_role["occupation"].astype(str),
            "title": [OTHER_ROLES if code in across else titles[str(code)] for code in of_role["occupation"]],
            "basis": OWN,
            "headcount": rounded(totals, people.digest, ROLES, of_role[by[0]] if by else None),
            "open_positions": rounded_openings(opened, people.digest) if tells_open else np.nan,
            "loaded_cost": pay["loaded_cost"],
            "own_pay": pay["own_pay"].fillna(0.0),
            **{column: of_role[column] if column in by else blank for column in OF_COLUMN},
            "level": "",
        }
    ).reset_index(drop=True)


def own_cost(rows: pd.DataFrame, multiplier: float) -> pd.Series:
    """What each person of the firm's own costs by their own pay; missing where it is blank or 0.

    rows : (row) status, base, bonus and equity [USD/year]
    multiplier : loaded cost per dollar of base pay [USD/USD]
    cost[p] = base·multiplier + bonus + equity, [USD/year]; somebody without base pay has none.
    """
    base, bonus, equity = (rows[column] for column in PAY)
    cost = base * multiplier + bonus.fillna(0.0) + equity.fillna(0.0)
    return cost.where(rows["status"].eq(FILLED) & cost.gt(0))


def _own_pay(rows: pd.DataFrame, role: pd.Series, multiplier: float, digest: str) -> pd.DataFrame:
    """(role) Mean loaded_cost [USD/FTE/year] of those whose pay is given, and own_pay, their share of it.

    Both are rounded at random, in steps of about half a person; missing where they may not be shown.
    """
    cost = own_cost(rows, multiplier)
    means: dict[str, dict[str, float]] = {}
    for code, group in rows[rows["status"].eq(FILLED)].groupby(role):
        own = cost[group.index].notna()
        paid, heads = group["fte"].where(own, 0.0), float(group["fte"].sum())
        mean = np.nan
        if own.any():
            mean = published_mean(cost[group.index][own], float(paid.sum()), digest, str(code))
        share = published_mean(paid, heads, digest, f"own {code}") if mean == mean else np.nan
        means[str(code)] = {"loaded_cost": mean, "own_pay": min(share, 1.0)}
    return pd.DataFrame.from_dict(means, orient="index", columns=["loaded_cost", "own_pay"], dtype=float)
