"""Whole people in cells of an occupation and an area: every flow is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.flow.cell import LONG_TERM, SWITCHES, TOTALS
from reallocate.market.flow.engine import Path, drivers, rate_table
from reallocate.market.flow.kernel import OUT, U, V
from reallocate.market.flow.network import Drivers, Net, outward_net
from reallocate.market.laws.compiled import compiled, on_all_threads
from reallocate.market.state.market import LEAVING, OPENING, OUTSIDE, REPLACED, SEPARATION, Market, Rates
from reallocate.market.whole_people.counts_search import BALANCING, DEPARTING, SPARSE, apply, assign, receive
from reallocate.market.whole_people.draws import (
    MARK_WORDS,
    STREAM_WORDS,
    Words,
    below,
    binomial,
    hypergeometric,
)
from reallocate.market.whole_people.people import (
    AT_WORK,
    CAME,
    CUT_OFF,
    FLOWS,
    FOUND,
    FREED,
    LEFT,
    LOST,
    OPENED,
    QUIT,
    SEEKING,
    TIRED,
    balance_cell,
    draw_departures,
    start_draws,
)
from reallocate.market.whole_people.records import Workers


@compiled
def _advance_area(
    area: int,
    run: int,
    people: Integers,
    spells: Integers,
    net: Net,
    drivers: Drivers,
    seed: int,
    first_run: int,
    first_step: int,
    totals: Integers,
    paths: Integers,
) -> None:
    """All steps of an area in a run; people, spells, totals and paths are filled in place.

    people : (employed–unemployed–vacancies–outside, area, occupation, run) [persons]
    spells : (steps unemployed, the last open-ended; area; occupation; run) [persons]
    net : of moves, the same in every area
    drivers : of every area, occupation and run
    seed, first_run, first_step : what random numbers are hashed from; run r of the batch is first_run + r
    totals : (step, total, area, run) [persons]
    paths : (step, employed–unemployed–vacancies, area, occupation, run) [persons]; of 0 steps if not wanted
    """
    occupations = people.shape[2]
    demand, mix, scale, rates, leaving, entering = drivers
    state = people[:, area, :, run].copy()
    spell = spells[:, area, :, run].T.copy()
    wanted = demand[:, area, :, run].copy()
    rate = rates[:, run].copy()
    inward = entering[area, :, run].copy()
    flows = np.zeros((FLOWS, occupations), dtype=np.int64)
    records = np.empty((2, SPARSE * net.targets.shape[0]), dtype=np.int64)
    ends = np.zeros(occupations + 1, dtype=np.int64)
    room = np.empty((2, SPARSE * occupations))
    stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
    marks = np.zeros(MARK_WORDS, dtype=np.uint64)
    key = np.array([seed, first_run + run, 0, area * occupations], dtype=np.int64)
    total = np.zeros(totals.shape[1], dtype=np.int64)
    for step in range(mix.shape[0]):
        key[2] = first_step + step
        total[:] = 0
        draw_departures(
            state, flows, wanted, mix[step, run], scale[step, run], rate, leaving, inward[:0],
            DEPARTING, key, stream,
        )  # fmt: skip
        apply(state[V], flows, net, records, ends, room, key, stream)
        receive(state[V], flows, key, stream, marks)
        total[SWITCHES] = assign(flows, records, ends, key, stream)
        _balance(state, spell, flows, rate, leaving, inward, key, stream, total)
        totals[step, :, area, run] = total
        if paths.shape[0]:
            paths[step, :, area, :, run] = state[:OUT]
    people[:, area, :, run] = state
    spells[:, area, :, run] = spell.T


@compiled
def _balance(
    state: Integers,
    spell: Integers,
    flows: Integers,
    rate: Array,
    leaving: Array,
    inward: Array,
    key: Integers,
    stream: Words,
    total: Integers,
) -> None:
    """People and openings after the step, and how long the unemployed have looked."""
    last = spell.shape[1] - 1
    for place in range(state.shape[1]):
        without, result = state[U, place], flows[FOUND, place]
        start_draws(stream, key, place, BALANCING)
        freed = hypergeometric(stream, flows[SEEKING, place], flows[AT_WORK, place], result)
        left = flows[LEFT, place] + result - freed
        flows[FREED, place], flows[QUIT, place] = freed, result - freed
        flows[TIRED, place] = binomial(stream, without - freed, leaving[place] * rate[LEAVING])
        flows[CAME, place] = binomial(stream, state[OUT, place], inward[place])
        flows[OPENED, place] += binomial(stream, left, rate[REPLACED])
        _take_out(spell[place], without, freed + flows[TIRED, place], stream)
        spell[place, last] += spell[place, last - 1]
        for age in range(last - 1, 0, -1):
            spell[place, age] = spell[place, age - 1]
        spell[place, 0] = flows[LOST, place] + flows[CUT_OFF, place] + flows[CAME, place]
        balance_cell(state, flows, place, total)
        total[LONG_TERM] += spell[place, last]


@compiled
def _take_out(spell: Integers, people: int, leavers: int, stream: Words) -> None:
    """Take leavers out of the unemployed without regard to how long they have looked.

    Few are taken one by one; else each length gives a hypergeometric number of those still to be taken.
    """
    if leavers <= spell.shape[0]:
        for taken in range(leavers):
            place, age = below(stream, people - taken), 0
            while place >= spell[age]:
                place -= spell[age]
                age += 1
            spell[age] -= 1
        return
    for age in range(spell.shape[0]):
        here = spell[age]
        gone = hypergeometric(stream, here, people - here, leavers)
        spell[age] -= gone
        people -= here
        leavers -= gone


_COUNTED_STATUSES = 4


@dataclass(frozen=True, eq=False)
class Cells:
    """People and openings of every area and run at one moment.

    people : (employed–unemployed–vacancies–outside, area, occupation, run) [persons]
    spells : (steps unemployed, the last open-ended; area; occupation; run) [persons]
    Raises `InvariantError` where a count is below 0 or the spells do not add up to the unemployed.
    """

    people: Integers
    spells: Integers

    def __post_init__(self) -> None:
        whole = self.people.ndim == 4 and self.people.dtype == np.int64 == self.spells.dtype
        if (
            not whole
            or self.people.shape[1:] != self.spells.shape[1:]
            or len(self.people) != _COUNTED_STATUSES
        ):
            raise InvariantError(
                Problem("people and spells are not whole numbers of the same cells", "counts, start")
            )
        if self.people.min(initial=0) < 0 or self.spells.min(initial=0) < 0:
            raise InvariantError(Problem("a cell holds fewer than no people", "counts, start"))
        if (self.spells.sum(axis=0) != self.people[1]).any():
            raise InvariantError(Problem("spells do not add up to the unemployed", "counts, start"))

    @classmethod
    def published(
        cls, market: Market, rates: Sequence[Rates], long_term: int, employment: Array | None = None
    ) -> Cells:
        """The start of the published calibration in whole people: u = δ_u·e, v = δ_v·e, all just separated.

        market : at its start
        rates : (run)
        long_term : τ, steps from which a spell counts as long [steps]
        employment : (area, occupation) [persons]; that of the market in one area where none is given
        """
        given = market.employment[None, :] if employment is None else employment
        table = rate_table(rates)
        employed = np.rint(given[:, :, None] * np.ones(table.shape[1]))
        unemployed, vacant = np.rint(table[SEPARATION] * employed), np.rint(table[OPENING] * employed)
        outside = np.rint(table[OUTSIDE] * (employed + unemployed))
        people = np.stack([employed, unemployed, vacant, outside]).astype(np.int64)
        spells = np.zeros((long_term + 1, *people.shape[1:]), dtype=np.int64)
        spells[0] = people[1]
        return cls(people, spells)

    @property
    def labour_force(self) -> Integers:
        """Employed and unemployed people; (run) [persons]."""
        force: Integers = self.people[:2].sum(axis=(0, 1, 2))
        return force


@dataclass(frozen=True, eq=False)
class Counts:
    """What a run gave: its end, totals by step and area, and where wanted each cell by step.

    end : people and openings after the last step
    totals : (step, total, area, run) [persons], totals as `TOTALS` names them
    paths : (step, employed–unemployed–vacancies, area, occupation, run) [persons]; of 0 steps if not wanted
    labour_force : (run) at the start [persons]
    workers : records, where the engine keeps them
    """

    end: Cells
    totals: Integers
    paths: Integers
    labour_force: Integers
    workers: Workers | None = None

    def total(self, name: str) -> Integers:
        """One total of all areas; (step, run) [persons].

        name : as in `TOTALS`
        """
        result: Integers = self.totals[:, TOTALS.index(name)].sum(axis=1)
        return result

    def total_by_area(self, name: str) -> Integers:
        """One total of each area; (step, area, run) [persons].

        name : as in `TOTALS`
        """
        return self.totals[:, TOTALS.index(name)]


def run_counts(
    market: Market,
    start: Cells,
    path: Path,
    rates: Sequence[Rates],
    step_weeks: float,
    seed: int,
    first_run: int = 0,
    first_step: int = 0,
    with_paths: bool = False,
    entering: Array | None = None,
) -> Counts:
    """All runs of all areas from a start through all steps; people look for jobs within their area.

    market : labels, network and exits; its employment is not read
    start : of every run; left as it is
    path : of demand, (before–after, area, occupation, run), or without the axis of areas where there is one
    rates : (run)
    step_weeks : [weeks]
    seed : of all random numbers; what comes out does not depend on how many threads there are
    first_run : number of the first run; runs of a number are the same in any batch
    first_step : number of the first step, for a run that goes on from another
    with_paths : keep every cell at every step
    entering : (area, occupation, run) entries [share of those outside/step], for a run that goes on from
        another; such that they balance exits at the start where nothing is said
    Raises `InvariantError` where start, path, rates and market do not have the same cells and runs.
    Each flow of the flow engine is the mean, given the present, of what is drawn here. People are alike
    within a cell, so that a binomial, multinomial or hypergeometric number of them is all that matters.
    """
    _, areas, occupations, runs = start.people.shape
    if problems := misfit("counts", market, start, path, ("rates are for {} runs", len(rates), runs)):
        raise InvariantError(problems)
    people, spells = start.people.copy(), start.spells.copy()
    steps = len(path.mix)
    totals = np.zeros((steps, len(TOTALS), areas, runs), dtype=np.int64)
    paths = np.zeros((steps if with_paths else 0, 3, areas, occupations, runs), dtype=np.int64)
    net, driven = outward_net(market.network), drivers(market, people, path, rates, step_weeks, entering)

    def advance(task: int) -> None:
        _advance_area(
            task // runs, task % runs, people, spells, net, driven, seed, first_run, first_step, totals, paths
        )

    in_each = people[:2].sum(axis=(0, 2))
    on_all_threads(advance, np.argsort(-in_each.ravel(), kind="stable").tolist())
    return Counts(Cells(people, spells), totals, paths, start.labour_force)


def misfit(
    engine: str, market: Market, start: Cells, path: Path, *others: tuple[str, int, int]
) -> list[Problem]:
    """What keeps a start, a market and a path of demand from having the same cells and runs.

    others : what else must fit, how many there are, and how many there must be
    """
    _, areas, occupations, runs = start.people.shape
    flat = (2, occupations, runs) if areas == 1 else ()
    shapes = path.demand.shape, path.mix.shape, path.scale.shape
    by_step = (len(path.mix), runs)
    is_path = shapes[0] in {(2, areas, occupations, runs), flat} and shapes[1:] == (by_step, by_step)
    if is_path and market.size == occupations and all(have == wanted for _, have, wanted in others):
        return []
    counted = "".join(f", {name.format(have)}" for name, have, _ in others)
    what = (
        f"the start has {areas} areas, {occupations} occupations and {runs} runs; the market has "
        f"{market.size} occupations{counted}; demand is of shape {shapes[0]}, its mix of {shapes[1]}, its "
        f"scale of {shapes[2]}"
    )
    return [Problem(what, engine)]
