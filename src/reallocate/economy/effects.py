"""Who bears it, as tables of the nation's market: lost jobs, ages, areas, pay, levers, jobs made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from reallocate.economy.ages import by_exposure, employment_by_age
from reallocate.economy.areas import area_table, read_areas, run_areas
from reallocate.economy.batches import simulate_in_batches, simulate_without_ai, without_ai
from reallocate.economy.cohorts import DemandPath, demanded
from reallocate.economy.job_effects import jobs_surface, net_jobs
from reallocate.economy.laws.age import Ages
from reallocate.economy.laws.closures import Closure
from reallocate.economy.laws.pay_by_tenure import Tenure
from reallocate.economy.laws.policy import Policy, Responses
from reallocate.economy.lost_pay import calm_and_slack, displacement_cost
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.economy.nation import National
from reallocate.economy.pay_by_exposure import pay_by_quintile, pay_gap
from reallocate.economy.policy_effect import compare_policies
from reallocate.economy.run_assumptions import LAWS, Economy, Laws, RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

WITH, WITHOUT = 0, 1
"""Places of the run and of the same run without further AI."""
PAY_QUARTERS = 20
"""Five years: when the pay of the most and the least exposed is held against each other."""
POLICIES = {
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
    accounts : of the nation
    exposure : (occupation) by which occupations are ordered
    quarters : of the run
    """

    world: World
    parameters: Parameters
    nation: National
    rates: Rates
    accounts: Accounts
    assumed: RunAssumptions
    exposure: Array
    quarters: int = 40

    @property
    def economy(self) -> Economy:
        """What the run starts from."""
        return self.nation.economy(self.accounts)

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
        ended = -self.pair.parts[-1, 0, :, WITH]
        people = {"everybody": market.employment, "people whose hours AI saves": ended}
        return displacement_cost(market, self.rates, markets, p, people)

    def ages(self) -> pd.DataFrame:
        """Employment by age and quintile of exposure at the end, against the market without AI."""
        known = Ages.of(self.parameters)
        with_ai, without = (
            employment_by_age(self.nation.market, self._demand(run), known) for run in (WITH, WITHOUT)
        )
        return by_exposure(with_ai, without, self.exposure, known)

    def areas(self, kind: str = "state") -> pd.DataFrame:
        """Who gains and who loses by area, against the market without AI; half a minute a run for all areas.

        kind : state or metropolitan
        """
        market, normal = self.nation.market, self.nation.normal
        places = read_areas(self.world.table("areas"), self.world.table("area_employment"), market, kind)
        with_ai, without = (run_areas(market, normal, places, self._demand(run)) for run in (WITH, WITHOUT))
        return area_table(places, with_ai, without)

    def pay(self) -> tuple[pd.DataFrame, dict[str, float]]:
        """Pay by quintile of exposure before the shock, five years on, with AI and without; and how much
        wider the gap of the top to the bottom fifth is, for all and for those with a job [log points]."""
        market, p = self.nation.market, self.parameters
        quarters = min(PAY_QUARTERS, self.quarters)
        tables = {}
        for name, run in (("with", WITH), ("without", WITHOUT)):
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
        return compare_policies(self.economy, self.assumed, POLICIES, responses, self.quarters)

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
