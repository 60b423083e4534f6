"""One record per worker: the laws of whole people, area by area."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path, drivers
from reallocate.market.flow.kernel import OUT, E, U
from reallocate.market.flow.network import Drivers, Net
from reallocate.market.laws.compiled import compiled, on_all_threads
from reallocate.market.state.market import LEAVING, REPLACED, WEEKS, Market, Rates
from reallocate.market.whole_people.counts import Cells, Counts, misfit
from reallocate.market.whole_people.draws import STREAM_WORDS, binomial
from reallocate.market.whole_people.people import (
    CAME,
    CUT_OFF,
    FLOWS,
    FREED,
    LEFT,
    LOST,
    OPENED,
    QUIT,
    TIRED,
    draw_departures,
    start_draws,
)
from reallocate.market.whole_people.records import (
    BEFORE,
    MOST_STEPS,
    RANKS,
    STATUS_NAMES,
    WORKER,
    Attributes,
    Records,
    Workers,
    fill_records,
)
from reallocate.market.whole_people.settle import (
    CHOOSING,
    DEPARTING,
    STATUS_COUNT,
    TIRING,
    Lists,
    Numbers,
    apply_singly,
    choose_hired,
    lists_of,
    settle,
    spells_before,
    spells_of,
    take,
)


@compiled
def _advance_area(
    area: int,
    workers: Records,
    before: Records,
    first_worker: Integers,
    people: Integers,
    spells: Integers,
    net: Net,
    ages: Array,
    tenure: Array,
    drivers: Drivers,
    seed: int,
    run: int,
    first_step: int,
    totals: Integers,
    paths: Integers,
) -> None:
    """All steps of an area; workers, before, people, spells, totals and paths are filled in place.

    workers, before : (worker) records, by area
    first_worker : (area + 1) where the records of each begin
    people : (employed–unemployed–vacancies–outside, area, occupation) [persons]
    spells : (steps unemployed, the last open-ended; area; occupation) [persons]
    net : of moves, the same in every area
    ages : (occupation, age group) [share], added up along the groups
    tenure : (age group) mean [steps]
    drivers : of every area, occupation and run
    seed, run : what random numbers are hashed from
    first_step : number of the first; 0 fills the records, else they are what an earlier run left
    totals : (step, total, area) [persons]
    paths : (step, employed–unemployed–vacancies, area, occupation) [persons]; of 0 steps if not wanted
    """
    occupations = people.shape[2]
    demand, mix, scale, rates, leaving, entering = drivers
    rate = rates[:, 0].copy()
    state, spell = people[:, area].copy(), spells[:, area].copy()
    low, high = first_worker[area], first_worker[area + 1]
    mine = workers[low:high]
    key = np.array([seed, run, 0, area * occupations], dtype=np.int64)
    if first_step == 0:
        fill_records(mine, before[low:high], state, spell, ages, tenure, key)
    lists = lists_of(mine, occupations)
    known = spells_before(mine, spells.shape[0] - 1, first_step, mix.shape[0])
    flows, total = (
        np.zeros((FLOWS, occupations), dtype=np.int64),
        np.zeros(totals.shape[1], dtype=np.int64),
    )
    stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
    wanted, inward = demand[:, area, :, 0].copy(), entering[area, :, 0].copy()
    for step in range(mix.shape[0]):
        key[2] = first_step + step
        draw_departures(
            state, flows, wanted, mix[step, 0], scale[step, 0], rate, leaving, inward,
            DEPARTING, key, stream,
        )  # fmt: skip
        departed = _choose_departed(flows, lists, key)
        posts = apply_singly(state, flows, net, key)
        hired = choose_hired(flows, posts, lists, key)
        tired = _choose_tired(state, flows, lists, rate, leaving, key)
        settle(mine, state, flows, lists, known, departed, hired, tired, first_step + step, total)
        totals[step, :, area] = total
        if paths.shape[0]:
            paths[step, :, area] = state[:OUT]
    spells_of(mine, lists, first_step + mix.shape[0], spell)
    people[:, area] = state
    spells[:, area] = spell


@compiled
def _choose_departed(flows: Integers, lists: Lists, key: Integers) -> Numbers:
    """Who leaves, is separated and comes in, in this order in each occupation; all are taken out."""
    chosen = np.empty(flows[LEFT : CAME + 1].sum(), dtype=np.uint32)
    stream, count = np.zeros(STREAM_WORDS, dtype=np.uint64), 0
    for place in range(flows.shape[1]):
        gone = flows[LEFT, place] + flows[LOST, place] + flows[CUT_OFF, place]
        if gone + flows[CAME, place] == 0:
            continue
        start_draws(stream, key, place, CHOOSING)
        for _ in range(gone):
            chosen[count] = take(lists, STATUS_COUNT * place, stream)
            count += 1
        for _ in range(flows[CAME, place]):
            chosen[count] = take(lists, STATUS_COUNT * place + 2, stream)
            count += 1
    return chosen


@compiled
def _choose_tired(
    state: Integers, flows: Integers, lists: Lists, rate: Array, leaving: Array, key: Integers
) -> Numbers:
    """Which of the unemployed leave the labour force, and how many jobs that people left are opened again."""
    chosen, count = np.empty(state[U].sum() - flows[FREED].sum(), dtype=np.uint32), 0
    stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
    for place in range(flows.shape[1]):
        left, stay = flows[LEFT, place] + flows[QUIT, place], state[U, place] - flows[FREED, place]
        flows[TIRED, place] = 0
        if left + stay == 0:
            continue
        start_draws(stream, key, place, TIRING)
        flows[OPENED, place] += binomial(stream, left, rate[REPLACED])
        flows[TIRED, place] = binomial(stream, stay, leaving[place] * rate[LEAVING])
        for _ in range(flows[TIRED, place]):
            chosen[count] = take(lists, STATUS_COUNT * place + 1, stream)
            count += 1
    return chosen


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
    moves, ages = Net(net.start, net.target, net.weight), np.cumsum(attributes.age_share, axis=1)
    tenure = attributes.tenure_years * (WEEKS / step_weeks)
    driven = drivers(market, start.people, path, [rates], step_weeks, balanced)

    def advance(area: int) -> None:
        _advance_area(
            area, records, before, first_worker, people, spells, moves, ages, tenure, driven, seed, run,
            first_step, totals, paths,
        )  # fmt: skip

    on_all_threads(advance, np.argsort(-in_area, kind="stable").tolist())
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
    counted = np.zeros((len(STATUS_NAMES), areas, occupations), dtype=np.int64)
    for number in range(min(areas, len(workers.first_worker) - 1)):
        some = workers.area(number)
        cell = some.status.astype(np.int64) * occupations + some.records["occupation"]
        counted[:, number] = np.bincount(cell, minlength=counted[:, number].size).reshape(-1, occupations)
    return counted
