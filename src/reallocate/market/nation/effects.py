"""Who bears it: lost jobs, ages, areas, pay and policy as tables of the nation's market."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path, State, run_flow
from reallocate.market.laws.areas import filled_cells, jobs_by_area
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.labour_force import who_leaves_and_enters
from reallocate.market.laws.policy import Policy, Responses
from reallocate.market.laws.tenure import Tenure
from reallocate.market.nation.batches import simulate_in_batches, simulate_without_ai, without_ai
from reallocate.market.nation.cohorts import Cohorts, DemandPath, demanded, follow_cohorts
from reallocate.market.nation.demand import jobs_surface, net_jobs
from reallocate.market.nation.economy import National
from reallocate.market.nation.lost_pay import calm_and_slack, displacement_cost
from reallocate.market.nation.outcomes import compare_policies
from reallocate.market.nation.pay import pay_by_quintile, pay_gap
from reallocate.market.nation.rest import NormalSlack, applications
from reallocate.market.nation.run import LAWS, Economy, Laws, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.state.ages import Ages
from reallocate.market.state.market import (
    LONG_TERM,
    STEP_WEEKS,
    STEPS_PER_QUARTER,
    Market,
    Rates,
    unemployment_rate,
)
from reallocate.work.panel import quintiles
from reallocate.work.world import World

_OUTSIDE_THE_NATION = ("Puerto Rico", "Guam", "Virgin Islands")
"""Territories that national employment does not count."""


@dataclass(frozen=True, eq=False)
class Areas:
    """Who works where.

    names : (area) label, title, state
    employment : (occupation, area) [persons]; each occupation adds up to the nation's
    filled : (area) of its employment, not released and filled [share]
    """

    names: pd.DataFrame
    employment: Array
    filled: Array


def read_areas(areas: pd.DataFrame, cells: pd.DataFrame, market: Market, kind: str = "metropolitan") -> Areas:
    """Areas of one kind with all their people.

    areas : the shipped table: area, title, areatype, state
    cells : the shipped table area_employment: area, occupation, employment
    market : the nation's occupations and employment
    kind : metropolitan, with the rest of each state as areas of their own, or state
    Source: BLS OEWS May 2025.
    """
    names = areas[(areas["areatype"] == kind) & ~areas["state"].isin(_OUTSIDE_THE_NATION)]
    people, filled = filled_cells(_wide(cells, names, market, "employment"), market.employment)
    return Areas(names[["area", "title", "state"]].reset_index(drop=True), people, filled)


def relative_pay(areas: Areas, cells: pd.DataFrame, market: Market) -> Array:
    """Pay of an occupation in an area beside the nation's; (occupation, area) [ratio].

    areas : who works where
    cells : the shipped table area_employment: area, occupation, wage_mean
    market : the nation's occupations and pay
    Mean pay over the nation's mean pay, 1 where none was released; then each occupation is scaled so that
    its people earn the nation's pay together: Σ_a n_oa·r_oa = Σ_a n_oa.
    Source: BLS OEWS May 2025.
    """
    ratio = np.nan_to_num(_wide(cells, areas.names, market, "wage_mean") / market.wage[:, None], nan=1.0)
    people = areas.employment
    result: Array = ratio * (people.sum(axis=1) / (people * ratio).sum(axis=1))[:, None]
    return result


def _wide(cells: pd.DataFrame, names: pd.DataFrame, market: Market, values: str) -> Array:
    """A column of cells; (occupation, area), missing where there is none."""
    inside = cells[cells["area"].isin(names["area"]) & cells["occupation"].isin(market.occupations)]
    wide = inside.pivot(index="occupation", columns="area", values=values)
    return wide.reindex(index=market.occupations, columns=names["area"]).to_numpy(dtype=float)


@dataclass(frozen=True, eq=False)
class ByArea:
    """What a run gave in every area.

    totals : (step, total, area) [persons], totals as the flow engine's
    employed : (occupation, area) at the end [persons]
    """

    totals: Array
    employed: Array

    @property
    def unemployment(self) -> Array:
        """Unemployed people at the end of every step; (step, area) [share of the labour force]."""
        without = self.totals[:, TOTALS.index("unemployed")]
        return without / (without + self.totals[:, TOTALS.index("employed")])


def _run_areas(market: Market, normal: NormalSlack, areas: Areas, demand: DemandPath) -> ByArea:
    """A run of the nation's demand in every area by itself.

    market, normal, areas, demand : as `area_quarters`
    """
    totals, employed = [], areas.employment
    for state, each in area_quarters(market, normal, areas, demand):
        totals.append(each)
        employed = state.people[0]
    return ByArea(np.concatenate(totals), employed)


def area_quarters(
    market: Market, normal: NormalSlack, areas: Areas, demand: DemandPath
) -> Iterator[tuple[State, Array]]:
    """A run of the nation's demand in every area by itself, quarter by quarter: people and openings at its
    end, and (step, total, area) [persons].

    market : the nation's network, pay and exits
    normal : slack that demand is counted from
    areas : who works where
    demand : of the nation's run
    Each area starts with the nation's people at rest, by occupation in proportion to those who work there.
    Nobody moves between areas. Small areas have fractions of people.
    """
    people = areas.employment
    part = people / people.sum(axis=1, keepdims=True)
    start = demand.start[:, :, None] * part[None]
    spells = np.zeros((LONG_TERM + 1, *people.shape))
    spells[0] = start[1]
    rates = [demand.rates] * people.shape[1]
    entering = np.repeat(demand.entering[:, None], len(rates), axis=1)
    state = State(start, spells)
    normal_jobs = demand.jobs[0]
    before = normal_jobs[:, None] * part
    mix = np.repeat((np.arange(STEPS_PER_QUARTER)[:, None] + 1.0) / STEPS_PER_QUARTER, len(rates), axis=1)
    for jobs in demand.jobs[1:]:
        after = jobs_by_area(normal_jobs[:, None] * part, jobs / normal_jobs)
        path = Path(np.stack([before, after]), mix, np.ones_like(mix))
        flows = run_flow(market, state, path, rates, STEP_WEEKS, entering=entering)
        state, before = flows.end, after
        yield state, flows.totals


def _area_table(areas: Areas, with_ai: ByArea, without: ByArea) -> pd.DataFrame:
    """Who gains and who loses, by area, at the end against the run without AI.

    with_ai, without : the same areas
    Returns area, title, state, employment without AI [persons], change [persons] and change_share, gained
    and lost [persons] over occupations, unemployment and unemployment_without [share], filled [share];
    ordered from the greatest loss.
    """
    change = with_ai.employed - without.employed
    table = areas.names.copy()
    table["employment"] = without.employed.sum(axis=0)
    table["change"] = change.sum(axis=0)
    table["change_share"] = table["change"] / table["employment"]
    table["gained"] = np.maximum(change, 0.0).sum(axis=0)
    table["lost"] = np.minimum(change, 0.0).sum(axis=0)
    table["unemployment"] = with_ai.unemployment[-1]
    table["unemployment_without"] = without.unemployment[-1]
    table["filled"] = areas.filled
    return table.sort_values("change_share", kind="stable").reset_index(drop=True)


_SETTLING = 80
"""Quarters in which ages spread over occupations, before anything happens: twenty years."""


def _age_groups(market: Market, ages: Ages, quarters: int, alike: bool = False) -> Cohorts:
    """Ages as groups that are followed, everywhere alike at the start.

    market : exits by occupation
    ages : of the labour force
    quarters : how many will be followed
    alike : newcomers have the ages of all: the law of age switched off
    """
    leaving = float(market.exit_rate @ market.employment / market.employment.sum())
    weight, come = who_leaves_and_enters(ages, leaving)
    count = len(ages.share)
    if alike:
        weight, come = np.ones(count), ages.share
    share = np.repeat(np.stack([ages.share, ages.share, come])[:, None, :], market.size, axis=1)
    ageing = 1.0 / (ages.years * 4.0 * STEPS_PER_QUARTER) if not alike else np.zeros(count)
    stays = np.tile(np.arange(count, dtype=np.int64), (quarters, 1))
    return Cohorts(share, weight, come, ageing, stays)


def _employment_by_age(market: Market, demand: DemandPath, ages: Ages, alike: bool = False) -> Array:
    """Employed people by age, from ages that have spread over occupations; (quarter, occupation, age)
    [persons].

    demand : of a run, from rest
    ages : of the labour force
    alike : the law of age switched off
    """
    return people_by_age(market, demand, ages, alike)[:, 0]


def people_by_age(
    market: Market, demand: DemandPath, ages: Ages, alike: bool = False, settling: int = _SETTLING
) -> Array:
    """People by age; (quarter, employed–unemployed–outside, occupation, age) [persons].

    demand : of a run, from rest
    ages : of the labour force
    alike : the law of age switched off
    settling : in which ages spread before anything happens, from alike in every occupation [quarters]
    """
    still = DemandPath(
        demand.start, np.repeat(demand.jobs[:1], settling + 1, axis=0), demand.entering, demand.rates
    )
    settled = follow_cohorts(market, still, _age_groups(market, ages, settling, alike))[-1]
    totals = settled.sum(axis=2, keepdims=True)
    groups = _age_groups(market, ages, len(demand.jobs) - 1, alike)
    even = np.full_like(settled, 1.0 / settled.shape[2])
    share = np.divide(settled, totals, out=even, where=totals > 0)
    return follow_cohorts(
        market, demand, Cohorts(share, groups.leaving, groups.newcomers, groups.ageing, groups.separated)
    )


def ages_of_hires(market: Market, rates: Rates, people: Array, vacant: Array) -> Array:
    """The ages of those who are hired; (occupation, age) [share], adding up to 1 over ages.

    market : network of moves
    rates : of flows
    people : (employed–unemployed, occupation, age) [persons]
    vacant : (occupation) [persons]
    h_jg ∝ Σ_i q_ij·s_ig, s_ig = a·(u_ig + λ·e_ig): an opening goes to who applies (E4, law of age)
    """
    seeking = rates.searchers(*people)
    sent = applications(market.network, seeking, vacant[:, None])[2]
    totals = sent.sum(axis=1, keepdims=True)
    everybody = np.broadcast_to(seeking.sum(axis=0) / seeking.sum(), sent.shape).copy()
    result: Array = np.divide(sent, totals, out=everybody, where=totals > 0)
    return result


def _by_exposure(with_ai: Array, without: Array, exposure: Array, ages: Ages) -> pd.DataFrame:
    """Employment by age and quintile of exposure at the end, against the run without AI.

    with_ai, without : (quarter, occupation, age) [persons]
    exposure : (occupation) by which occupations are ordered
    ages : names of the groups
    Returns age, quintile (1 the least, 5 the most exposed fifth of employment), employment with and without
    [persons], change [share].
    """
    fifth = quintiles(exposure, without[0].sum(axis=1))
    rows = []
    for age, name in enumerate(ages.names):
        for place in range(5):
            inside = fifth == place
            now, other = float(with_ai[-1, inside, age].sum()), float(without[-1, inside, age].sum())
            rows.append((name, place + 1, now, other, now / other - 1.0 if other > 0 else np.nan))
    return pd.DataFrame(rows, columns=["age", "quintile", "employment", "without", "change"])


_WITH, _WITHOUT = 0, 1
"""Places of the run and of the same run without further AI."""
_PAY_QUARTERS = 20
"""Five years: when the pay of the most and the least exposed is held against each other."""
_POLICIES = {
    "benefits 10 points of pay higher": Policy(benefit_level=0.1),
    "benefits 13 weeks longer": Policy(benefit_weeks=13.0),
    "retraining paid in full": Policy(retraining=1.0),
    "half of lost pay insured for two years": Policy(wage_insurance=0.5),
    "a quarter of a new hire's pay for six months": Policy(hiring_subsidy=0.25),
}


@dataclass(frozen=True)
class Effects:
    """One run of the nation's market, looked at from the side of those who bear it.

    world : tables that ship
    nation : the market and its normal slack
    rates : of flows, as fitted
    economy : what the run starts from
    exposure : (occupation) by which occupations are ordered
    quarters : of the run
    """

    world: World
    parameters: Parameters
    nation: National
    rates: Rates
    economy: Economy
    assumed: RunAssumptions
    exposure: Array
    quarters: int = 40

    @cached_property
    def pair(self) -> Trajectory:
        """The run, and beside it the same run without further AI."""
        both = [self.assumed, without_ai(self.assumed)]
        return simulate(self.economy, both, self.quarters)

    def _demand(self, run: int) -> DemandPath:
        rates = self.assumed.laws.of(self.rates)
        return demanded(self.nation.market, self.nation.normal, rates, self.pair, run)

    def lost_job(self) -> pd.DataFrame:
        """What a lost job costs in a calm and in a slack market, part by part; as `displacement_cost`, for
        everybody and for those whose hours AI saves."""
        market, p = self.nation.market, self.parameters
        markets = calm_and_slack(market, self.nation.normal, self.rates, p)
        ended = -self.pair.parts[-1, 0, :, _WITH]
        people = {"everybody": market.employment, "people whose hours AI saves": ended}
        return displacement_cost(market, self.rates, markets, p, people)

    def ages(self) -> pd.DataFrame:
        """Employment by age and quintile of exposure at the end, against the market without AI."""
        known = Ages.of(self.parameters)
        with_ai, without = (
            _employment_by_age(self.nation.market, self._demand(run), known) for run in (_WITH, _WITHOUT)
        )
        return _by_exposure(with_ai, without, self.exposure, known)

    def areas(self, kind: str = "state") -> pd.DataFrame:
        """Who gains and who loses by area, against the market without AI; half a minute a run for all areas.

        kind : state or metropolitan
        """
        market, normal = self.nation.market, self.nation.normal
        places = read_areas(self.world.table("areas"), self.world.table("area_employment"), market, kind)
        with_ai, without = (
            _run_areas(market, normal, places, self._demand(run)) for run in (_WITH, _WITHOUT)
        )
        return _area_table(places, with_ai, without)

    def pay(self) -> tuple[pd.DataFrame, dict[str, float]]:
        """Pay by quintile of exposure before the shock, five years on, with AI and without; and how much
        wider the gap of the top to the bottom fifth is, for all and for those with a job [log points]."""
        market, p = self.nation.market, self.parameters
        quarters = min(_PAY_QUARTERS, self.quarters)
        tables = {}
        for name, run in (("with", _WITH), ("without", _WITHOUT)):
            demand, wages = self._demand(run), self.pair.wages[: quarters + 1, :, run]
            cut = replace(demand, jobs=demand.jobs[: quarters + 1])
            tables[name] = pay_by_quintile(
                market, cut, wages, self.exposure, Tenure.of(p), p["tenure_of_employed"]
            )
        joined = tables["with"].merge(tables["without"], on="quintile", suffixes=("", "_without"))
        gaps = {name: pay_gap(tables["with"], tables["without"], name) for name in ("pay", "pay_with_job")}
        return joined, gaps

    def policies(self) -> pd.DataFrame:
        """Each lever beside none."""
        responses = Responses.of(self.parameters)
        return compare_policies(self.economy, self.assumed, _POLICIES, responses, self.quarters)

    def surface(self) -> pd.DataFrame:
        """Jobs over price elasticity, pass-through and spending of profits where money is held, as
        `jobs_surface`; under the other closures the last two decide nothing."""
        held = replace(self.assumed, closure=Closure.MONEY_HELD)
        return jobs_surface(self.economy, held, self.quarters)

    def without_each_law(self) -> pd.DataFrame:
        """The run with each law off in turn: law, unemployment [share], and jobs wanted against the same laws
        without further AI [share of all jobs], at the end. Laws that are off in any case are left out."""
        names = tuple(law.key for law in LAWS if law.is_on)
        each = [Laws(), *(Laws(**{name: False}) for name in names)]
        runs = [replace(self.assumed, laws=laws) for laws in each]
        result = simulate_in_batches(self.economy, runs, self.quarters)
        still = simulate_without_ai(self.economy, runs, self.quarters)
        last = result.people[-1, :2].sum(axis=1)
        return pd.DataFrame(
            {
                "off": ["none", *names],
                "unemployment": unemployment_rate(*last),
                "net_share": net_jobs(result, still)[-1],
            }
        )
