"""One record per worker: the laws of whole people, and who it was that each thing happened to."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.agents_kernel import advance_agents
from reallocate.economy.engines.agents_records import BEFORE, MOST_STEPS, RANKS, WORKER
from reallocate.economy.engines.agents_workers import STATUSES, Attributes, Workers
from reallocate.economy.engines.counts import Cells, Counts, misfit, spread_tasks
from reallocate.economy.engines.flow import Path, drivers
from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.engines.flow_kernel import OUT, E, U
from reallocate.economy.engines.flow_network import Net
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import WEEKS
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array, Integers


def run_agents(
    market: Market,
    start: Cells,
    path: Path,
    rates: Rates,
    step_weeks: float,
    seed: int,
    attributes: Attributes,
    run: int = 0,
    with_paths: bool = False,
    entering: Array | None = None,
    earlier: Workers | None = None,
) -> Counts:
    """One run of all areas from a start through all steps; people look for jobs within their area.

    market : labels, network and exits; its employment is not read
    start : of one run; left as it is
    path : of demand, as `run_counts` takes it, of one run
    step_weeks : [weeks]
    seed : of all random numbers; what comes out does not depend on how many threads there are
    attributes : of workers
    run : number of the run; another number gives other random numbers
    with_paths : keep every cell at every step
    entering : (area, occupation) entries [share of those outside/step]; such that they balance exits at the
        start where nothing is said
    earlier : workers at the end of the run that this one goes on from, whose end is the start; left as they
        are, and their attributes with them
    Raises `InvariantError` where the parts do not have the same cells, or there are more steps, occupations
    or people in an area than a record can tell apart.
    Totals have the same distribution as those of the counts engine. Who is separated, hired or leaves is
    drawn evenly from those alike; nobody is touched to whom nothing happens.
    """
    _check(market, start, path, attributes, earlier)
    people, spells = start.people[..., 0].copy(), start.spells[..., 0].copy()
    _, areas, occupations = people.shape
    steps = len(path.mix)
    in_area = people[[E, U, OUT]].sum(axis=(0, 2))
    first_worker = np.concatenate([[0], np.cumsum(in_area)]).astype(np.int64)
    first_step = earlier.steps if earlier else 0
    if earlier:
        records, before = earlier.records.copy(), earlier.before
    else:
        records, before = (np.empty(first_worker[-1], dtype=kind) for kind in (WORKER, BEFORE))
    totals = np.zeros((steps, len(TOTALS), areas), dtype=np.int64)
    paths = np.zeros((steps if with_paths else 0, 3, areas, occupations), dtype=np.int64)
    net, balanced = market.network, None if entering is None else entering[..., None]
    advance_agents(
        records,
        before,
        first_worker,
        people,
        spells,
        Net(net.start, net.target, net.weight),
        np.cumsum(attributes.age_share, axis=1),
        attributes.tenure_years * (WEEKS / step_weeks),
        drivers(market, start.people, path, [rates], step_weeks, balanced),
        seed,
        run,
        first_step,
        spread_tasks(in_area[:, None]),
        totals,
        paths,
    )
    end = Cells(people[..., None], spells[..., None])
    workers = Workers(records, before, first_worker, first_step + steps, step_weeks)
    return Counts(end, totals[..., None], paths[..., None], start.labour_force, workers)


def _check(market: Market, start: Cells, path: Path, attributes: Attributes, earlier: Workers | None) -> None:
    """Raise for everything that does not fit together or into a record."""
    _, areas, occupations, runs = start.people.shape
    ages = ("shares of ages for {} occupations", len(attributes.age_share), occupations)
    problems = misfit("agents", market, start, path, ages, ("{} runs at once, which must be 1", runs, 1))
    if (
        earlier
        and not problems
        and (_cells_of(earlier, areas, occupations) != start.people[[E, U, OUT], ..., 0]).any()
    ):
        problems.append(
            Problem("the earlier workers are not the people of the start, cell by cell", "agents")
        )
    for result, most, what in (
        (len(path.mix) + (earlier.steps if earlier else 0), MOST_STEPS, "steps"),
        (occupations, RANKS, "occupations"),
        (int(start.people[[E, U, OUT]].sum(axis=(0, 2)).max(initial=0)), 2**32 - 1, "people in an area"),
    ):
        if result > most:
            text = f"{result:,} {what}, of which a record can tell {most:,} apart"
            problems.append(Problem(text, "agents"))
    if problems:
        raise InvariantError(problems)


def _cells_of(workers: Workers, areas: int, occupations: int) -> Integers:
    """People as the records say; (employed–unemployed–outside, area, occupation) [persons]."""
    counted = np.zeros((len(STATUSES), areas, occupations), dtype=np.int64)
    for number in range(min(areas, len(workers.first_worker) - 1)):
        some = workers.area(number)
        cell = some.status.astype(np.int64) * occupations + some.records["occupation"]
        counted[:, number] = np.bincount(cell, minlength=counted[:, number].size).reshape(-1, occupations)
    return counted
