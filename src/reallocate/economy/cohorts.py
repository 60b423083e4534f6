"""Groups of people followed through the flows of one run: who is hired, who loses a job, who stays out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reallocate.economy.cohort_kernel import follow_steps
from reallocate.economy.engines.flow import Path, State, entry_rates, rate_table, run_flow
from reallocate.economy.engines.flow_kernel import workspace
from reallocate.economy.engines.flow_network import both_ways
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import STEP_WEEKS, STEPS_PER_QUARTER
from reallocate.economy.steady_state import NormalSlack, normal_demand, start_at
from reallocate.economy.trajectory import Trajectory
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array, Integers

CLOSE = 1e-9
"""Of all people: how far the groups together may miss the market they are groups of."""
STATUSES = ("employed", "unemployed", "outside")


@dataclass(frozen=True, eq=False)
class Cohorts:
    """Who is followed, and how the groups differ.

    share : (employed–unemployed–outside, occupation, group) of the occupation's people at the start [share];
        adds up to 1 over groups
    leaving : (group) weight in labour-force exits [ratio]
    newcomers : (group) of those who take the place of people that leave [share]; of length 0 where people
        come back as they left
    ageing : (group) who go on to the next group in a step [share/step]
    separated : (quarter, group) the group that somebody of a group is in after losing a job
    """

    share: Array
    leaving: Array
    newcomers: Array
    ageing: Array
    separated: Integers


@dataclass(frozen=True, eq=False)
class DemandPath:
    """The demand of one run, quarter by quarter.

    start : (employed–unemployed–vacancies–outside, occupation) at rest [persons]
    jobs : (quarter, occupation) wanted; quarter 0 is the start [persons]
    entering : (occupation) [share of those outside/step]
    rates : of flows
    """

    start: Array
    jobs: Array
    entering: Array
    rates: Rates


def demanded(market: Market, normal: NormalSlack, rates: Rates, extended: Trajectory, run: int) -> DemandPath:
    """The demand that one run of the extended market had.

    market, normal : that it was run with
    rates : of the run, with its laws that are off set to nothing
    extended : what the runs gave
    run : which
    """
    start = start_at(market, normal, 1, 1)
    entering = entry_rates(start.people, market.exits_per_step(STEP_WEEKS), rate_table([rates]))
    wanted = extended.wanted[:, :, run] * extended.subsidised[:, run, None]
    jobs = normal_demand(start)[:, 0] * wanted
    jobs[0] = normal_demand(start)[:, 0]
    return DemandPath(extended.people[0, :, :, run], jobs, entering[:, 0], rates)


def follow_cohorts(market: Market, demand: DemandPath, groups: Cohorts) -> Array:
    """People by status, occupation and group; (quarter, employed–unemployed–outside, occupation, group)
    [persons], quarter 0 the start.

    market : network and exits
    demand : of the run
    groups : who is followed
    Raises `InvariantError` where people are lost or made.
    """
    return np.stack([people[0].copy() for people in follow_side_by_side(market, [demand], [groups])])


def follow_side_by_side(
    market: Market, demands: Sequence[DemandPath], groups: Sequence[Cohorts]
) -> Iterator[list[Array]]:
    """Quarter by quarter from the start: of each run, people by status, occupation and group; (run)
    (employed–unemployed–outside, occupation, group) [persons], changed in place by the next quarter.

    market : network and exits
    demands : (run) all of as many quarters
    groups : (run) who is followed
    Each law of flows acts on an occupation as a whole; within it, people of all groups are separated alike,
    and hired as they apply. So the groups add up to the run they are groups of.
    Raises `InvariantError` where people are lost or made.
    """
    runs, quarters = len(demands), len(demands[0].jobs) - 1
    each = list(zip(demands, groups, strict=True))
    people = [demand.start[[0, 1, 3]][:, :, None] * of_run.share for demand, of_run in each]
    before = [float(one.sum()) for one in people]
    yield people
    state = _start(demands)
    rates, entering = [one.rates for one in demands], np.stack([one.entering for one in demands], axis=1)
    jobs = np.stack([one.jobs for one in demands], axis=-1)
    mix = np.repeat((np.arange(STEPS_PER_QUARTER)[:, None] + 1.0) / STEPS_PER_QUARTER, runs, axis=1)
    table, leaving = rate_table(rates), market.exits_per_step(STEP_WEEKS)
    inward, space = both_ways(market.network)[1], workspace(market.size, len(state.spells), runs)
    for quarter in range(1, quarters + 1):
        path = Path(jobs[quarter - 1 : quarter + 1], mix, np.ones_like(mix))
        flows = run_flow(
            market, state, path, rates, STEP_WEEKS, entering=entering, work=space, with_parts=True
        )
        state = flows.end
        for run, of_run in enumerate(groups):
            follow_steps(
                people[run],
                np.ascontiguousarray(flows.parts[..., run]),
                inward,
                np.ascontiguousarray(table[:, run]),
                leaving,
                np.ascontiguousarray(entering[:, run]),
                of_run.leaving,
                of_run.newcomers,
                of_run.ageing,
                of_run.separated[quarter - 1],
            )
        yield people
    for first, one in zip(before, people, strict=True):
        _must_stay(first, float(one.sum()))


def _start(demands: Sequence[DemandPath]) -> State:
    """Where runs start; how long somebody has been without work does not matter to them."""
    people = np.stack([one.start for one in demands], axis=-1)
    spells = np.zeros((2, *people.shape[1:]))
    spells[0] = people[1]
    return State(people, spells)


def _must_stay(before: float, after: float) -> None:
    """End where people are lost or made."""
    if abs(after - before) > CLOSE * before:
        raise InvariantError(
            Problem(f"{before:,.3f} people became {after:,.3f} while groups were followed", "groups")
        )
