"""A plan as a shock to the market: labour and compute for a unit of its work, by occupation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from reallocate.data.industry import find_industries
from reallocate.data.industry_bridge import MEMBERS
from reallocate.economy.market.accounts import Accounts
from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array
from reallocate.plan.inputs import DIRECTING_ROLE
from reallocate.result.result import Result
from reallocate.work.exchange import DemandShock
from reallocate.work.world import World

COMPUTER = "15-"
MAJOR = "-0000"


def positions_by_occupation(roles: pd.DataFrame) -> pd.DataFrame:
    """Positions at the end by occupation, people who direct AI among those that they are drawn from.

    roles : (row) occupation, baseline, plan [positions]
    Returns (occupation) baseline, plan [positions]. Positions that direct AI have the pay of the firm's
    computer occupations and are counted there in proportion to the baseline; in a firm without any, over all.
    """
    directs = roles["occupation"] == DIRECTING_ROLE
    table = roles[~directs].groupby("occupation")[["baseline", "plan"]].sum()
    extra = float(roles.loc[directs, "plan"].sum())
    computer = table.index.str.startswith(COMPUTER) & (table["baseline"] > 0)
    chosen = computer if computer.any() else (table["baseline"] > 0).to_numpy()
    weight = table["baseline"].where(chosen, 0.0)
    return table.assign(plan=table["plan"] + extra * weight / weight.sum())


def changes(positions: pd.DataFrame, dropped: float, occupations: pd.Index) -> xr.DataArray:
    """Change of positions per unit of work; (occupation) [share].

    positions : (occupation) baseline, plan [positions], as from `positions_by_occupation`; `15-0000` stands
        for the occupations of the major group that have no row of their own
    dropped : work that the plan leaves undone at its end, less what it adds [share]
    occupations : of the market
    plan/(baseline·(1 − dropped)) − 1; 0 where the firm has nobody, of whom its plan says nothing.
    """
    staffed = positions[positions["baseline"] > 0]
    ratio = staffed["plan"] / (staffed["baseline"] * (1.0 - dropped)) - 1.0
    own = pd.Series(occupations).map(ratio)
    group = pd.Series(occupations.str[:2] + MAJOR).map(ratio)
    values = own.fillna(group).fillna(0.0).to_numpy(dtype=float)
    return xr.DataArray(values, dims="occupation", coords={"occupation": occupations})


def employs(positions: pd.DataFrame, occupations: pd.Index) -> npt.NDArray[np.bool_]:
    """Whether the firm has people of an occupation, by itself or in a group; (occupation).

    positions : as for `changes`
    occupations : of the market
    """
    staffed = positions.index[positions["baseline"] > 0]
    major = occupations.str[:2] + MAJOR
    return occupations.isin(staffed) | major.isin(staffed)


def plan_positions(study: Result) -> pd.DataFrame:
    """Positions at the end of a saved plan; (occupation) baseline, plan [positions].

    study : of one firm
    """
    names = {"baseline_end": "baseline", "plan_end": "plan"}
    return positions_by_occupation(study.table("roles").rename(columns=names))


def shock_of(study: Result, world: World) -> DemandShock:
    """The shock that a saved plan is to the market.

    study : of one firm
    world : occupations and industries
    Positions are those of the last quarter, plan against baseline, whose work grows alike; people from
    outside and one-off costs of change are not in it. Compute is the last quarter's running cost and wear of
    GPUs.
    Raises `InputError` where the plan names no industry.
    """
    named = tuple(str(name) for name in study.facts["scenario"]["industries"])
    if not named:
        raise InputError(
            Problem(
                "the plan was made from a role table and names no industry",
                str(study.facts["name"]),
                'Write industries = ["…"] in its scenario beside the role table, and plan it again.',
                "Which industry follows the plan is not guessed.",
            )
        )
    money = study.table("profit_and_loss")
    last = money[money["period"] == study.facts["periods"][-1]].set_index("case")
    spent = last.loc["plan", ["compute_opex", "depreciation"]].sum()
    compute = float(spent / last.loc["baseline", "payroll"])
    industries = find_industries(named, world.table("industries"))
    occupations = pd.Index(world.occupations.index)
    planned = study.facts["totals"]["plan"]
    dropped = float(planned["work_dropped"] - planned["work_added"])
    return DemandShock(
        changes(plan_positions(study), dropped, occupations),
        max(compute, 0.0),
        progress(study),
        tuple(industry.code for industry in industries),
    )


def progress(study: Result) -> Array:
    """How much of a saved plan's change of positions is there; (quarter) [share].

    study : of one firm
    """
    table = study.table("headcount").pivot_table(index="period", columns="case", values="end", aggfunc="sum")
    table = table.reindex(study.facts["periods"])
    return progress_of((table["plan"] / table["baseline"] - 1.0).to_numpy())


def progress_of(gap: Array) -> Array:
    """How much of a change of positions is there; (quarter) [share], 0 at the start, 1 at the end.

    gap : (period) positions, plan against baseline − 1 [share]
    A straight line where all positions together end within a thousandth of the baseline's.
    """
    if abs(gap[-1]) < 1e-3:
        return np.linspace(0.0, 1.0, len(gap) + 1)
    done: Array = np.maximum.accumulate(np.clip(np.append(0.0, gap / gap[-1]), 0.0, 1.0))
    done[-1] = 1.0
    return done


@dataclass(frozen=True, eq=False)
class Followers:
    """The industries that follow a plan, as the accounts count them.

    within : (industry) people of the named industries, of all people of an industry of the accounts [share]
    people : of the named industries [persons]
    titles : official titles of the named industries
    """

    within: Array
    people: float
    titles: tuple[str, ...]


def followers(shock: DemandShock, accounts: Accounts, world: World) -> Followers:
    """Which industries of the accounts hold the plan's industries, and how much of them that is.

    shock : its industries
    accounts : of the nation
    world : people by industry
    Raises `InputError` where no industry of the accounts holds one of them.
    """
    table = world.table("industries").set_index("industry")
    people = table["employment"]
    staffed = accounts.jobs_by_industry
    within, problems = np.zeros(len(accounts.industries)), []
    for code in shock.industries:
        places = accounts.industries.get_indexer(pd.Index(_holding(str(table.at[code, "naics"]))))
        if not len(places):
            problems.append(Problem(f"the accounts have no industry for {code}", "industries"))
            continue
        within[places] += min(float(people[code]) / float(staffed[places].sum()), 1.0)
    if problems:
        raise InputError(problems)
    within = np.minimum(within, 1.0)
    titles = tuple(str(table.at[code, "title"]) for code in shock.industries)
    return Followers(within, float(within @ staffed), titles)


def _holding(naics: str) -> list[str]:
    """The industries of the accounts that hold an industry, or that it holds."""
    return [
        code
        for code, parts in MEMBERS.items()
        if any(naics.startswith(part) or part.startswith(naics) for part in parts)
    ]
