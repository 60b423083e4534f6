"""One occupation in one step of the flow engine, for runs side by side: each law on every lane."""

from __future__ import annotations

from reallocate.kernel.arrays import Array
from reallocate.market.flow.network import LANES
from reallocate.market.laws.compiled import compiled
from reallocate.market.laws.labour_force import entries, exits
from reallocate.market.laws.matching import applications_per_opening, hire_probability, hires, seekers
from reallocate.market.laws.openings import openings, replacements
from reallocate.market.laws.policy import retrained_sum
from reallocate.market.laws.separations import gap, separations
from reallocate.market.state.market import (
    EFFORT,
    LEAVING,
    ON_THE_JOB,
    OPENING,
    REPLACED,
    SEPARATION,
    SHORTAGE,
    SURPLUS,
)

TOTALS = (
    "unemployed",
    "vacancies",
    "employed",
    "long_term_unemployed",
    "separations",
    "quits",
    "exits",
    "hires",
    "openings",
    "occupation_switches",
)
UNEMPLOYED, VACANCIES, EMPLOYED, LONG_TERM, SEPARATIONS, QUITS, EXITS, HIRES, OPENINGS, SWITCHES = range(10)
CELL = 15
(
    _EMPLOYED_AT, _UNEMPLOYED_AT, _VACANT_AT, _OUTSIDE_AT, LEFT, SEPARATED, _OPENED, SEEKING, FOUND, _TAKEN,
    BEFORE, AFTER, INWARD, _STAYS, STAYED,
) = (LANES * place for place in range(CELL))  # fmt: skip
"""Where the numbers of an occupation stand, one lane a run: fixed distances, which the compiler can tell
apart, so that a loop over runs needs no check whether they overlap. How many lanes there are is passed as a
number: known beforehand, such a loop is written out number by number, without vectors."""

_SMALLEST = 1e-100
"""Share that stayed at which spells are written out, long before digits are lost."""


@compiled
def depart(lanes: int, cell: Array, now: Array, rate: Array, share: float, open_: Array) -> None:
    """Who leaves, who is separated, what is opened and who will apply (E1 to E3).

    lanes : as many as `LANES` says
    cell : of the occupation; filled in place
    now : (mix–scale, lane) of demand in the step
    rate : (rate, lane) as `Rates` orders them
    share : labour-force exits [share/step]
    open_ : (lane) openings at the start of the step, filled in place [persons]
    """
    for run in range(lanes):
        employed, free = cell[_EMPLOYED_AT + run], cell[_VACANT_AT + run]
        before, after = cell[BEFORE + run], cell[AFTER + run]
        surplus = gap(employed, free, (before + (after - before) * now[run]) * now[LANES + run])
        left = exits(employed, share * rate[LEAVING * LANES + run])
        lost = separations(
            employed - left, surplus, rate[SEPARATION * LANES + run], rate[SURPLUS * LANES + run]
        )
        cell[LEFT + run] = left
        cell[SEPARATED + run] = lost
        cell[_OPENED + run] = openings(
            employed, surplus, rate[OPENING * LANES + run], rate[SHORTAGE * LANES + run]
        )
        cell[SEEKING + run] = seekers(
            cell[_UNEMPLOYED_AT + run],
            employed - left - lost,
            rate[EFFORT * LANES + run],
            rate[ON_THE_JOB * LANES + run],
        )
        open_[run] = free


@compiled
def retrain(lanes: int, row: Array, own: float, value: Array, more: Array) -> None:
    """A weighted sum over the network, with more applications to other occupations where some are paid for.

    lanes : as many as `LANES` says
    row : (lane) the sum; filled in place
    own : weight of the own occupation [share]
    value : (lane) what is summed, of the own occupation
    more : (lane) applications to other occupations [share more]
    """
    for run in range(lanes):
        row[run] = retrained_sum(row[run], own, value[run], more[run])


@compiled
def apply(lanes: int, cell: Array, reachable: Array, sent: Array) -> None:
    """Applications from every occupation for each opening reached with weight 1 (E4).

    lanes : as many as `LANES` says
    cell : of the occupation
    reachable : (lane) openings within reach, weighted by the network [persons]
    sent : (lane) applications for each, filled in place [persons]
    """
    for run in range(lanes):
        sent[run] = applications_per_opening(cell[SEEKING + run], reachable[run])


@compiled
def hire(lanes: int, cell: Array, sent: Array, open_: Array, success: Array) -> None:
    """Hires (E5) and openings times the chance that an application to them is successful.

    lanes : as many as `LANES` says
    cell : of the occupation; filled in place
    sent : (lane) applications for one opening [persons]
    open_ : (lane) openings at the start of the step [persons]
    success : (lane) openings times the chance, filled in place [persons]
    """
    for run in range(lanes):
        applications = sent[run] * open_[run]
        chance = hire_probability(open_[run], applications)
        success[run] = open_[run] * chance
        cell[_TAKEN + run] = hires(applications, chance)


@compiled
def move(
    lanes: int, cell: Array, reached: Array, chance: Array, sent: Array, weight: float, total: Array
) -> None:
    """Who finds a job, by the occupation looked from, and who changes occupation (E5).

    lanes : as many as `LANES` says
    cell : of the occupation; filled in place
    reached : (lane) openings times the chance within reach, weighted by the network [persons]
    chance : (lane) openings of the own occupation times the chance [persons]
    sent : (lane) applications for one opening [persons]
    weight : of the own occupation [share]
    total : (total, lane) added to [persons]
    """
    for run in range(lanes):
        total[SWITCHES * LANES + run] += (reached[run] - weight * chance[run]) * sent[run]
    for run in range(lanes):
        cell[FOUND + run] = reached[run] * sent[run]


@compiled
def balance(lanes: int, cell: Array, rate: Array, share: float) -> None:
    """People and openings after the step (E6); flows in place of what they come from.

    lanes : as many as `LANES` says
    cell : of the occupation; filled in place
    rate : (rate, lane) as `Rates` orders them
    share : labour-force exits [share/step]
    """
    for run in range(lanes):
        without, outside = cell[_UNEMPLOYED_AT + run], cell[_OUTSIDE_AT + run]
        left, lost, asked = cell[LEFT + run], cell[SEPARATED + run], cell[SEEKING + run]
        result, hired = cell[FOUND + run], cell[_TAKEN + run]
        freed = result * rate[EFFORT * LANES + run] * without / asked if asked > 0.0 else 0.0
        quits = result - freed
        tired = exits(without - freed, share * rate[LEAVING * LANES + run])
        came = entries(outside, cell[INWARD + run])
        opened = cell[_OPENED + run] + replacements(left + quits, rate[REPLACED * LANES + run])
        cell[_STAYS + run] = 1.0 - (freed + tired) / without if without > 0.0 else 1.0
        cell[_EMPLOYED_AT + run] += hired - lost - left - quits
        cell[_UNEMPLOYED_AT + run] += lost + came - freed - tired
        cell[_VACANT_AT + run] += opened - hired
        cell[_OUTSIDE_AT + run] += left + tired - came
        cell[_OPENED + run] = opened
        cell[FOUND + run] = quits
        cell[SEEKING + run] = lost + came


@compiled
def sum_up(lanes: int, cell: Array, total: Array) -> None:
    """Totals over occupations, one occupation added.

    lanes : as many as `LANES` says
    cell : of the occupation
    total : (total, lane) added to [persons]
    """
    for run in range(lanes):
        total[UNEMPLOYED * LANES + run] += cell[_UNEMPLOYED_AT + run]
        total[VACANCIES * LANES + run] += cell[_VACANT_AT + run]
        total[EMPLOYED * LANES + run] += cell[_EMPLOYED_AT + run]
        total[SEPARATIONS * LANES + run] += cell[SEPARATED + run]
        total[QUITS * LANES + run] += cell[FOUND + run]
        total[EXITS * LANES + run] += cell[LEFT + run]
        total[HIRES * LANES + run] += cell[_TAKEN + run]
        total[OPENINGS * LANES + run] += cell[_OPENED + run]


@compiled
def lengthen(lanes: int, cell: Array, looked: Array, oldest: int, total: Array) -> None:
    """Spells a step longer for who stays without a job, and new ones.

    lanes : as many as `LANES` says
    cell : of the occupation; how many stayed since spells were last written out is kept in it
    looked : (place, lane) spells that are not long yet, over the share that stayed since, in a ring; the last
        holds the long ones as they are; filled in place [persons]
    oldest : place of those that become long now, which new ones take
    total : (total, lane) added to [persons]
    """
    longest, turned, short = looked[looked.shape[0] - 1], looked[oldest], 0
    for run in range(lanes):
        stayed = cell[STAYED + run] * cell[_STAYS + run]
        longest[run] = cell[_STAYS + run] * longest[run] + stayed * turned[run]
        cell[STAYED + run] = stayed
    for run in range(lanes):
        total[LONG_TERM * LANES + run] += longest[run]
    for run in range(lanes):
        short += cell[STAYED + run] < _SMALLEST
    if short > 0:
        for run in range(lanes):
            if cell[STAYED + run] < _SMALLEST:
                write_out(cell, looked, run)
    for run in range(lanes):
        turned[run] = cell[SEEKING + run] / cell[STAYED + run]


@compiled
def write_out(cell: Array, looked: Array, run: int) -> None:
    """Spells that are not long yet as they are, counted from now on, of one run.

    cell, looked : as for `lengthen`
    run : its lane
    """
    for place in range(looked.shape[0] - 1):
        looked[place, run] *= cell[STAYED + run]
    cell[STAYED + run] = 1.0
