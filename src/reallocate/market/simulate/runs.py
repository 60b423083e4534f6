"""What a run of the nation's market computes: the central one, its draws, and what stands beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.arrays import Array, by_run
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import Say
from reallocate.kernel.parameters import Parameters, Reuse
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.assumptions import assumed, market_accounts
from reallocate.market.nation.batches import Simulate, read_without_ai, simulate_in_batches, without_ai
from reallocate.market.nation.demand import Corners, net_jobs
from reallocate.market.nation.economy import FIRST, LAST, Fitted, National, current, fitted_national, national
from reallocate.market.nation.effects import Effects
from reallocate.market.nation.jobs_law import LAW_DRAWS
from reallocate.market.nation.lost_jobs import LostJobs
from reallocate.market.nation.observed import COLUMNS, Observed
from reallocate.market.nation.outcomes import mean_real_pay, under
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.simulate.ensemble import (
    EconomyEnsemble,
    economy_ensemble,
    must_conserve,
    run_checked,
    under_closure,
)
from reallocate.market.simulate.jobs_drawn import (
    PER_DRAW,
    JobsDrawn,
    Worst,
    clears,
    jobs_drawn,
    worst_ends,
)
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import Rates, unemployment_rate
from reallocate.moves.observed import FLOW_NUMBERS, national_moves
from reallocate.work.panel import quintiles
from reallocate.work.time_saved import automatable_hours
from reallocate.work.world import World

_MOVES = (
    "mobility", "mobility_groups", "mobility_bridge", "projections", "related", "content", "skills",
    "knowledge",
)  # fmt: skip
"""Tables that moves between occupations are computed from, beside pay and groups of occupations."""

_PEOPLE = ["occupation", "minor_group", "employment", "wage_p50"]


def shipped_market(world: World) -> tuple[National, Fitted]:
    """The nation's market as it was fitted, with the values that ship.

    world : with all tables of moves
    """
    return fitted_national(world.tables, national_moves(world).rates)


def current_market(world: World) -> tuple[National, Rates]:
    """The nation's market where it was last observed, and its speeds of flows there.

    world : with all tables of moves
    """
    nation, values = shipped_market(world)
    return replace(nation, normal=current().normal), current().rates(values.rates)


def market_of_months(world: World, seen: Observed) -> National:
    """The nation's market at the slack that was normal in some months.

    world : with all tables of moves
    seen : the labour market in these months
    """
    return national(world.tables, national_moves(world).rates, seen)


def inputs_hash(tables: Mapping[str, pd.DataFrame]) -> str:
    """A hash of everything that a fit reads: series, output, people, what moves are computed from, exits.

    tables : that ship
    """
    months = tables["market_series"].set_index("month").loc[FIRST:LAST, [*COLUMNS, "participation"]]
    output = tables["output_series"]
    quarters = output[output["quarter"] <= f"{LAST[:4]}-Q{(int(LAST[5:7]) + 2) // 3}"]
    numbers = Parameters.default()
    parts = [
        months.reset_index(),
        quarters,
        tables["occupations"][_PEOPLE],
        *(tables[name] for name in _MOVES),
        pd.DataFrame({"value": [numbers[name] for name in FLOW_NUMBERS]}),
    ]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.to_csv(index=False, float_format="%.9g", lineterminator="\n").encode())
    return f"sha256:{digest.hexdigest()}"


_CENTRAL_SOURCE = "gpt4-second-rubric"
"""Source of reach where a scenario names none: of all that ship, its central run lies nearest the median of
the draws in jobs after ten years."""
SERIES = ("unemployment", "unemployment_without", "jobs", "ended", "pay", "prices", "labour_share")
"""Unemployment with AI and without further AI [% of the labour force]; jobs wanted, and jobs whose work AI
does at unchanged output, against no further AI [% of all jobs at the start]; real pay, mean over the jobs of
the start, and households' prices, against no further AI [%]; labour's share of income, against no further AI
[percentage points]."""
_KEPT = 4096
"""Runs without further AI whose series are kept, a few kilobytes each."""
_COMPUTE = ("industry_compute_capital", "industry_compute_power")
"""Parameters that the accounts of the nation are made with."""


@dataclass(frozen=True, eq=False)
class CentralMarket:
    """The nation's market, ready for central runs; what does not change from run to run is kept.

    world : tables that ship
    rates : of flows, as fitted
    """

    world: World
    nation: National
    rates: Rates
    _economies: dict[tuple[float, ...], Economy] = field(default_factory=dict, init=False, repr=False)
    _without: dict[Hashable, Array] = field(default_factory=dict, init=False, repr=False)

    def series(self, requests: Sequence[EconomyRun]) -> Array:
        """Central runs, as many as are asked for side by side; (series, quarter, request), as `SERIES`.

        requests : of the same number of years; a source of reach that is not named is `_CENTRAL_SOURCE`
        Each run stands against the same run without further AI: same values, same policy.
        Raises `InputError` where the years differ.
        """
        years = {one.years for one in requests}
        if len(years) != 1:
            raise InputError(Problem("runs of different lengths do not stand side by side", "years"))
        quarters = 4 * years.pop()
        result = np.zeros((len(SERIES), quarters + 1, len(requests)))
        reuse = Reuse()
        for compute in dict.fromkeys(_compute(one) for one in requests):
            places = [at for at, one in enumerate(requests) if _compute(one) == compute]
            some = [requests[at] for at in places]
            result[:, :, places] = self._side_by_side(self._economy(some[0]), some, quarters, reuse)
        return result

    def _economy(self, request: EconomyRun) -> Economy:
        compute = _compute(request)
        if compute not in self._economies:
            accounts = market_accounts(self.world, request.parameters)
            self._economies[compute] = self.nation.economy(accounts)
        return self._economies[compute]

    def _side_by_side(
        self, economy: Economy, requests: Sequence[EconomyRun], quarters: int, reuse: Reuse
    ) -> Array:
        runs = [self._run(economy, one, quarters, reuse) for one in requests]
        if len(self._without) > _KEPT:
            self._without.clear()
        keys = [(quarters, _compute(requests[0]), read_without_ai(without_ai(one))) for one in runs]
        missing = [key for key in dict.fromkeys(keys) if key not in self._without]
        beside = [without_ai(runs[keys.index(key)]) for key in missing]
        made = simulate(economy, [*runs, *beside], quarters)
        must_conserve(made)
        measures = _measures(made, economy.market.employment)
        for at, key in enumerate(missing, start=len(runs)):
            self._without[key] = measures[:, :, at].copy()
        return _series(measures[:, :, : len(runs)], np.stack([self._without[key] for key in keys], axis=-1))

    def _run(self, economy: Economy, request: EconomyRun, quarters: int, reuse: Reuse) -> RunAssumptions:
        source = request.sources[0] if request.sources else _CENTRAL_SOURCE
        plain = assumed(
            self.world, request.parameters, economy.accounts, self.rates, quarters, source,
            request.capability, request.laws, reuse, request.closure,
        )  # fmt: skip
        return under(request.policy, [plain], request.parameters)[0]


def series_of(extended: Trajectory, without: Trajectory, employment: Array) -> Array:
    """The same series of runs that were made, each beside itself without further AI; (series, quarter, run).

    extended, without : what the runs gave
    employment : (occupation) at the start [persons]
    """
    return _series(_measures(extended, employment), _measures(without, employment))


def _compute(request: EconomyRun) -> tuple[float, ...]:
    return tuple(request.parameters[name] for name in _COMPUTE)


def _measures(made: Trajectory, employment: Array) -> Array:
    """Unemployment [share], parts of the change of jobs [share], mean real pay and prices [ratio], labour's
    share of income [share]; (measure, quarter, run)."""
    people, parts = (by_run(one[:]).sum(axis=-1) for one in (made.people, made.parts))
    each = [unemployment_rate(people[..., 0], people[..., 1]), *np.moveaxis(parts, -1, 0)]
    pay = mean_real_pay(made, employment)
    return np.stack([*(one.T for one in each), pay, made.prices, made.labour_share])


def _series(with_ai: Array, without: Array) -> Array:
    parts = with_ai[1:-3] - without[1:-3]
    ended = -parts[PARTS.index("ended")]
    pay, prices = with_ai[-3:-1] / without[-3:-1] - 1.0
    share = with_ai[-1] - without[-1]
    each = 100.0 * np.stack([with_ai[0], without[0], parts.sum(axis=0), ended, pay, prices, share])
    # What is smaller is the rounding of sums; nothing is 0, without a sign.
    figures: Array = np.round(each, _DIGITS) + 0.0
    return figures


_DIGITS = 10
"""Of the series, after the point."""

START = 2026.25
"""Use of AI by sector was asked in March 2026."""


@dataclass(frozen=True, eq=False)
class EconomyContext:
    """One run of the nation's market, from which every table of the study is computed.

    world : tables that ship
    nation, rates : the market where it was last observed, and its speeds of flows
    accounts : input-output accounts of the nation
    say : called with each stage
    simulated : makes the runs of the draws
    """

    request: EconomyRun
    world: World
    nation: National
    rates: Rates
    accounts: Accounts
    say: Say
    simulated: Simulate = simulate_in_batches

    @cached_property
    def economy(self) -> Economy:
        """What every run starts from; the market at rest is computed once."""
        return self.nation.economy(self.accounts)

    @cached_property
    def ensemble(self) -> EconomyEnsemble:
        """The draws, each beside itself without further AI."""
        return self._ensemble(self.request)

    @property
    def extended(self) -> Trajectory:
        """The draws with adoption."""
        return self.ensemble.extended

    @property
    def without(self) -> Trajectory:
        """The same draws without further AI."""
        return self.ensemble.without

    @property
    def adopted(self) -> bool:
        """Whether firms adopt AI in this run."""
        return self.request.laws.adoption

    @cached_property
    def without_policy(self) -> Trajectory:
        """The same draws without the policy."""
        self.say("The same draws without the policy")
        runs = list(self.ensemble.plain)
        return run_checked(self.economy, runs, 4 * self.request.years, self.say, self.simulated)

    def without_reversal(self, years: int) -> EconomyEnsemble:
        """The same draws where what AI can do goes on growing.

        years : of the run
        """
        self.say("The same draws without the reversal")
        return self._ensemble(replace(self.request, capability="trend", years=years))

    @cached_property
    def outcomes(self) -> Mapping[Closure, Mapping[str, Array]]:
        """Each of `outcomes.MEASURES` under every closure, the same draws."""
        self.say("The same draws under the other closures")
        economy, quarters = self.economy, 4 * self.request.years
        found = {self.request.closure: self.ensemble.outcomes(economy.market.employment)}
        for other in (one for one in reversed(Closure) if one not in found):
            found[other] = under_closure(
                economy, self.ensemble, other, quarters, self.say, self.simulated
            ).outcomes(economy.market.employment)
        return found

    @cached_property
    def jobs(self) -> JobsDrawn | None:
        """Jobs where pay clears, under every draw of AI and of the law; none where demand does not follow."""
        if not self.request.laws.demand:
            return None
        self.say(f"Jobs under {PER_DRAW * self.request.draws} draws of AI and {LAW_DRAWS} of the law")
        return jobs_drawn(self.world, self.accounts, self.rates, self.request)

    def net(self, quarter: int) -> Array:
        """Jobs wanted against no further AI, over all draws that there are [share of jobs at the start].

        quarter : since the start
        """
        if self.jobs is None or not clears(self.request):
            here: Array = net_jobs(self.extended, self.without)[quarter]
            return here
        return self.jobs.change(quarter).ravel() / 100.0

    @cached_property
    def worst(self) -> Worst | None:
        """Assumptions about AI at which most jobs end; none where the closure has no law of missing jobs."""
        if not clears(self.request) or not self.adopted:
            return None
        self.say("The worst that the ranges allow")
        return worst_ends(self.world, self.accounts, self.rates, self.request, self.corners.middle)

    @cached_property
    def exposure(self) -> Array:
        """Automatable share of hours before anything happens; (occupation) [share of hours]."""
        return exposure(self.world)

    @cached_property
    def quintile(self) -> npt.NDArray[np.int64]:
        """The quintile of exposure; (occupation), 5 the most exposed fifth of employment."""
        return quintiles(self.exposure, self.extended.people[0, 0].mean(axis=1)) + 1

    @cached_property
    def corners(self) -> Corners:
        """Jobs at the corners of what is not known."""
        self.say("Jobs at the corners of what is not known")
        request = self.request
        sources = request.sources or self.world.sources
        return Corners(
            self.world, request.parameters, self.accounts, self.rates, 4 * request.years, sources,
            request.closure, request.capability, request.laws,
        )  # fmt: skip

    @cached_property
    def effects(self) -> Effects:
        """The draw nearest the median, without a policy, from the side of those who bear it."""
        middle = self.ensemble.plain[_nearest_middle(self.extended, self.quintile)]
        return Effects(
            self.world, self.request.parameters, self.nation, self.rates, self.economy, middle,
            self.exposure, 4 * self.request.years,
        )  # fmt: skip

    @cached_property
    def lost_jobs(self) -> LostJobs:
        """What a lost job costs, by age and by state."""
        self.say("What a lost job costs, by age and by state")
        return LostJobs(self.effects)

    def _ensemble(self, request: EconomyRun) -> EconomyEnsemble:
        return economy_ensemble(self.world, self.economy, self.rates, request, self.say, self.simulated)


def exposure(world: World) -> Array:
    """Automatable share of hours, the median of the sources; (occupation) [share of hours].

    world : content and reach
    """
    content = world.content.to_numpy()
    each = [(content * automatable_hours(world, source)).sum(axis=1) for source in world.sources]
    middle: Array = np.median(np.stack(each), axis=0)
    return middle


_EQUALLY = 1e-9
"""[share] Distances that differ by less are the same."""


def _nearest_middle(extended: Trajectory, quintile: npt.NDArray[np.int64]) -> int:
    """The draw whose employment by quintile of exposure lies nearest the median of all draws.

    quintile : (occupation) 1 to 5
    """
    employed = extended.people[-1, 0]
    people = np.stack([employed[quintile == place].sum(axis=0) for place in range(1, 6)])
    away = ((people - np.median(people, axis=1)[:, None]) ** 2).sum(axis=0)
    # Two draws lie equally far from their median, and rounding, which goes by threads, must not choose.
    return int(np.flatnonzero(away <= away.min() * (1.0 + _EQUALLY))[0])
