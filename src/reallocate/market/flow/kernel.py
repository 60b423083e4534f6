"""The flow engine's inner loop: a block of runs side by side, so that each is one lane of the machine."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.flow.cell import (
    AFTER,
    BEFORE,
    CELL,
    FOUND,
    INWARD,
    LEFT,
    SEEKING,
    SEPARATED,
    STAYED,
    apply,
    balance,
    depart,
    hire,
    lengthen,
    move,
    retrain,
    sum_up,
    write_out,
)
from reallocate.market.flow.network import LANES, Drivers, RowGroups, in_lines, sum_rows
from reallocate.market.laws.compiled import compiled

E, U, V, OUT = range(4)
LEFT_WORK, LOST_WORK, LOOKED, SENT_EACH, OPEN_TO, FOUND_WORK = range(6)
PARTS_OF_A_STEP = 6
"""What a step is made of, by occupation: who left work and who lost it, who looked for a job, applications
for one opening, openings times the chance to be hired, who found a job by the occupation left."""


class Workspace(NamedTuple):
    """Where blocks of runs are computed, kept from one call to the next.

    cells : (block, occupation, number × lane) as `flow_cell` orders them
    spells : (block, occupation, place, lane) as `lengthen` keeps them
    open_, applied, success : (block, occupation, lane) openings, applications for one, and openings times the
        chance to be hired [persons]
    sums : (block, occupation + 1, lane) sums over the network
    more : (block, lane) applications to other occupations [share more]
    """

    cells: Array
    spells: Array
    open_: Array
    applied: Array
    success: Array
    sums: Array
    more: Array


def workspace(occupations: int, ages: int, runs: int) -> Workspace:
    """Space for so many runs, and for no other number of them.

    occupations : of the market
    ages : steps that a spell is counted, the last open-ended
    runs : how many
    """
    blocks = (runs + LANES - 1) // LANES
    each = (blocks, occupations)
    open_, applied, success = (in_lines(*each, LANES) for _ in range(3))
    return Workspace(
        in_lines(*each, CELL * LANES),
        in_lines(*each, ages, LANES),
        open_,
        applied,
        success,
        in_lines(blocks, occupations + 1, LANES),
        in_lines(blocks, LANES),
    )


@compiled
def advance_block(
    block: int,
    lanes: int,
    work: Workspace,
    state: Array,
    spells: Array,
    outward: RowGroups,
    inward: RowGroups,
    own: Array,
    elsewhere: Array,
    drivers: Drivers,
    totals: Array,
    paths: Array,
    parts: Array,
) -> None:
    """Run all steps of a block of runs; state, spells, totals and paths are filled in place.

    block : which; lanes beyond the last run hold 0 and stay there
    lanes : as many as `LANES` says
    work : for as many runs
    state : (employed–unemployed–vacancies–outside, occupation, run) [persons]
    spells : (steps unemployed, the last open-ended; occupation; run) [persons]
    outward, inward : the network's rows by origin and by target
    own : (occupation) weight of the own occupation [share]
    elsewhere : (run) applications to other occupations [share more]
    drivers : of every occupation and run
    totals : (step, total, run) [persons]
    paths : (step, employed–unemployed–vacancies, occupation, run) [persons]; of 0 steps where not wanted
    parts : (step, part of a step, occupation, run) [persons]; of 0 steps where not wanted
    """
    first = block * LANES
    mix, scale, leaving = drivers.mix, drivers.scale, drivers.leaving
    places, ages = state.shape[1], spells.shape[0]
    runs = min(LANES, state.shape[2] - first)
    cells, spell, vacant = work.cells[block], work.spells[block], work.open_[block]
    per_opening, success = work.applied[block], work.success[block]
    sums, more, now = work.sums[block], work.more[block], np.zeros(2 * LANES)
    rate, total = np.zeros(drivers.rates.shape[0] * LANES), np.zeros(totals.shape[1] * LANES)
    # Number by number: to assign a slice, two seconds of code for the words of an error would be compiled.
    for run in range(runs):
        more[run] = elsewhere[first + run]
    paid = more.any()
    _load(cells, spell, rate, state, spells, drivers, first)
    _now(now, mix, scale, 0, first)
    for place in range(places):
        depart(lanes, cells[place], now, rate, leaving[place], vacant[place])
    for step in range(mix.shape[0]):
        _now(now, mix, scale, step + 1, first)
        total[:] = 0.0
        sum_rows(vacant, outward, sums)
        for place in range(places):
            if paid:
                retrain(lanes, sums[place], own[place], vacant[place], more)
            apply(lanes, cells[place], sums[place], per_opening[place])
        sum_rows(per_opening, inward, sums)
        for place in range(places):
            if paid:
                retrain(lanes, sums[place], own[place], per_opening[place], more)
            hire(lanes, cells[place], sums[place], vacant[place], success[place])
        sum_rows(success, outward, sums)
        for place in range(places):
            cell, row = cells[place], sums[place]
            if paid:
                retrain(lanes, row, own[place], success[place], more)
            move(lanes, cell, row, success[place], per_opening[place], own[place], total)
            if parts.shape[0]:
                _store_parts(cell, per_opening[place], success[place], parts[step], place, first)
            balance(lanes, cell, rate, leaving[place])
            sum_up(lanes, cell, total)
            lengthen(lanes, cell, spell[place], ages - 2 - step % (ages - 1), total)
            depart(lanes, cell, now, rate, leaving[place], vacant[place])
        _store_totals(total, totals[step], first)
        if paths.shape[0]:
            _store(cells, paths[step], first)
    _store(cells, state, first)
    _store_spells(cells, spell, spells, mix.shape[0], first)


@compiled
def _load(
    cells: Array, spell: Array, rate: Array, state: Array, spells: Array, drivers: Drivers, first: int
) -> None:
    """What a block of runs starts from, into its cells."""
    demand, rates, entering = drivers.demand, drivers.rates, drivers.entering
    runs = min(LANES, state.shape[2] - first)
    for kind in range(rates.shape[0]):
        for run in range(runs):
            rate[kind * LANES + run] = rates[kind, first + run]
    for place in range(cells.shape[0]):
        for status in range(OUT + 1):
            for run in range(runs):
                cells[place, status * LANES + run] = state[status, place, first + run]
        for spent in range(spells.shape[0]):
            for run in range(runs):
                spell[place, spent, run] = spells[spent, place, first + run]
        for run in range(runs):
            cells[place, STAYED + run] = 1.0
            cells[place, BEFORE + run] = demand[0, place, first + run]
            cells[place, AFTER + run] = demand[1, place, first + run]
            cells[place, INWARD + run] = entering[place, first + run]


@compiled
def _now(now: Array, mix: Array, scale: Array, step: int, first: int) -> None:
    """Where demand stands in a step; beyond the last it stays."""
    if step < mix.shape[0]:
        for run in range(min(LANES, mix.shape[1] - first)):
            now[run], now[LANES + run] = mix[step, first + run], scale[step, first + run]


@compiled
def _store_totals(total: Array, totals: Array, first: int) -> None:
    """Totals of a step, for a block of runs."""
    for kind in range(totals.shape[0]):
        for run in range(min(LANES, totals.shape[1] - first)):
            totals[kind, first + run] = total[kind * LANES + run]


@compiled
def _store(cells: Array, state: Array, first: int) -> None:
    """People and openings of a block of runs, out of its cells."""
    for status in range(state.shape[0]):
        for place in range(cells.shape[0]):
            for run in range(min(LANES, state.shape[2] - first)):
                state[status, place, first + run] = cells[place, status * LANES + run]


@compiled
def _store_parts(cell: Array, sent: Array, success: Array, parts: Array, place: int, first: int) -> None:
    """What a step of an occupation is made of, for a block of runs."""
    for run in range(min(LANES, parts.shape[2] - first)):
        parts[LEFT_WORK, place, first + run] = cell[LEFT + run]
        parts[LOST_WORK, place, first + run] = cell[SEPARATED + run]
        parts[LOOKED, place, first + run] = cell[SEEKING + run]
        parts[SENT_EACH, place, first + run] = sent[run]
        parts[OPEN_TO, place, first + run] = success[run]
        parts[FOUND_WORK, place, first + run] = cell[FOUND + run]


@compiled
def _store_spells(cells: Array, spell: Array, spells: Array, steps: int, first: int) -> None:
    """Spells of a block of runs, out of its ring, which has turned by so many steps."""
    last = spells.shape[0] - 1
    for place in range(cells.shape[0]):
        for run in range(min(LANES, spells.shape[2] - first)):
            write_out(cells[place], spell[place], run)
        for spent in range(spells.shape[0]):
            at = (spent - steps) % last if spent < last else last
            for run in range(min(LANES, spells.shape[2] - first)):
                spells[spent, place, first + run] = spell[place, at, run]
