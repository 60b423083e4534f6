"""A plan as a shock to the market, and the market in which its industries follow it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.country import begins, country
from reallocate.data.industries import MEMBERS
from reallocate.data.industry_names import find_industries
from reallocate.firm.model.inputs import DIRECTING_ROLE
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError, Problem
from reallocate.market.nation.assumptions import assumed
from reallocate.market.nation.batches import without_ai
from reallocate.market.nation.economy import National
from reallocate.market.nation.outcomes import under
from reallocate.market.nation.run import RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.simulate.ensemble import must_conserve
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Rates
from reallocate.render.result import Result
from reallocate.work.exchange import DemandShock
from reallocate.work.world import World

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
    computer = begins(table.index, country().computing) & (table["baseline"] > 0)
    chosen = computer if computer.any() else (table["baseline"] > 0).to_numpy()
    weight = table["baseline"].where(chosen, 0.0)
    return table.assign(plan=table["plan"] + extra * weight / weight.sum())


def changes(positions: pd.DataFrame, dropped: float, occupations: pd.Index) -> pd.Series:
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
    return pd.Series(values, occupations.rename("occupation"))


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
        _progress(study),
        tuple(industry.code for industry in industries),
    )


def _progress(study: Result) -> Array:
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
class _Followers:
    """The industries that follow a plan, as the accounts count them.

    within : (industry) people of the named industries, of all people of an industry of the accounts [share]
    people : of the named industries [persons]
    titles : official titles of the named industries
    """

    within: Array
    people: float
    titles: tuple[str, ...]


def followers(shock: DemandShock, accounts: Accounts, world: World) -> _Followers:
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
    return _Followers(within, float(within @ staffed), titles)


def _holding(naics: str) -> list[str]:
    """The industries of the accounts that hold an industry, or that it holds."""
    return [
        code
        for code, parts in MEMBERS.items()
        if any(naics.startswith(part) or part.startswith(naics) for part in parts)
    ]


WITH, WITHOUT, FIRST = range(3)
"""Runs side by side: with adopters, without, and with the change of the first round."""


@dataclass(frozen=True, eq=False)
class CoupledMarket:
    """The market that a plan meets, and who follows the plan in it.

    national : people, moves, normal slack
    accounts : of its industries
    before : what a run assumes where nobody follows the plan
    shock : of the plan
    follow : the industries that follow it
    share : of these industries' work that adopters do in the end [share]
    request : laws, policy, parameters, years
    """

    national: National
    accounts: Accounts
    before: RunAssumptions
    shock: DemandShock
    follow: _Followers
    share: float
    request: EconomyRun

    @property
    def rates(self) -> Rates:
        """Rates of flows, with laws that are off set to nothing."""
        return self.before.laws.of(self.before.rates)

    @property
    def path(self) -> Array:
        """Work done by adopters, along the plan's own path; (quarter, industry) [share]."""
        return self.share * self.shock.path[:, None] * self.follow.within[None, :]

    @property
    def staff(self) -> Array:
        """People of the plan's industries; (occupation) [persons]."""
        a = self.accounts
        return (a.output * self.follow.within) @ a.staff

    def adopters(self, change: Array) -> RunAssumptions:
        """What a run assumes where adopters change labour per unit of work so much.

        change : (occupation) [share]
        """
        compute = np.full((len(change), 1), self.shock.compute)
        return replace(self.before, saved=-change[:, None], compute=compute, path=self.path)

    def run(self, each: list[Array | None], quarters: int) -> Trajectory:
        """Markets side by side: one for each change, or without any where there is none.

        each : (occupation) [share]
        """
        without = without_ai(self.before)
        return self.simulate([without if one is None else self.adopters(one) for one in each], quarters)

    def simulate(self, runs: list[RunAssumptions], quarters: int) -> Trajectory:
        """Runs side by side, under the policy of the request; people and money are checked to add up."""
        under_policy = under(self.request.policy, runs, self.request.parameters)
        extended = simulate(self.national.economy(self.accounts), under_policy, quarters)
        must_conserve(extended)
        return extended


def coupled_market(
    world: World,
    national: National,
    accounts: Accounts,
    rates: Rates,
    shock: DemandShock,
    follow: _Followers,
    share: float,
    request: EconomyRun,
) -> CoupledMarket:
    """The market that a plan meets.

    world : what is known about work
    national, accounts, rates : of the nation, as fitted
    shock, follow : of the plan
    share : of the industries' work that adopters do in the end [share]
    request : laws, policy, parameters, years
    Raises `InputError` where the share leaves no room for those who use AI today, or nobody may adopt.
    """
    if not request.laws.adoption:
        remedy = "Leave adoption on: the market without adopters stands beside it in any case."
        raise InputError(Problem("the law of adoption is off, so that nobody follows", "[laws]", remedy))
    source = (request.sources or world.sources)[0]
    before = assumed(
        world, request.parameters, accounts, rates, 4 * request.years, source, request.capability,
        request.laws, closure=request.closure,
    )  # fmt: skip
    used = before.use_now[follow.within > 0].max()
    room = 1.0 - float(used)
    if not 0.0 < share <= room:
        raise InputError(
            Problem(
                f"the share is {share:g}",
                "--share",
                f"Give a share above 0 and at most {np.floor(100 * room) / 100:g}.",
                f"Adopters of today already do {100 * used:.1f}% of the work of one of these industries.",
            )
        )
    return CoupledMarket(national, accounts, before, shock, follow, share, request)


def ended_jobs(market: CoupledMarket, change: Array) -> Array:
    """Jobs that adopters end at unchanged output, at the end of the plan; (occupation) [persons].

    market : the industries' people and the share that adopts
    change : (occupation) [share]
    S·n_o·(−Δ_o), n the people of the plan's industries
    """
    return -market.share * market.staff * change
