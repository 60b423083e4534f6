"""Central runs of the nation's market: every assumption at its value in force, beside no further AI."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np

from reallocate.economy.assumptions import assumed, market_accounts
from reallocate.economy.batches import read_without_ai, without_ai
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.economy.nation import National
from reallocate.economy.outcomes import mean_real_pay
from reallocate.economy.policy_effect import under
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array, by_run
from reallocate.problem.nation.ensemble import must_conserve
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.reuse import Reuse
from reallocate.work.world import World

CENTRAL_SOURCE = "gpt4-second-rubric"
"""Source of reach where a scenario names none: of all that ship, its central run lies nearest the median of
the draws in jobs after ten years."""
SERIES = ("unemployment", "unemployment_without", "jobs", "ended", "pay", "prices", "labour_share")
"""Unemployment with AI and without further AI [% of the labour force]; jobs wanted, and jobs whose work AI
does at unchanged output, against no further AI [% of all jobs at the start]; real pay, mean over the jobs of
the start, and households' prices, against no further AI [%]; labour's share of income, against no further AI
[percentage points]."""
KEPT = 4096
"""Runs without further AI whose series are kept, a few kilobytes each."""
COMPUTE = ("industry_compute_capital", "industry_compute_power")
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

        requests : of the same number of years; a source of reach that is not named is `CENTRAL_SOURCE`
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
        if len(self._without) > KEPT:
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
        source = request.sources[0] if request.sources else CENTRAL_SOURCE
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
    return tuple(request.parameters[name] for name in COMPUTE)


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
    return 100.0 * np.stack([with_ai[0], without[0], parts.sum(axis=0), ended, pay, prices, share])
