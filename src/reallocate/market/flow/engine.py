"""Expected values: many runs at once, each an exact solution of the laws; rates by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from reallocate.kernel.arrays import Array, Integers
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.kernel import PARTS_OF_A_STEP, Workspace, advance_block, workspace
from reallocate.market.flow.network import LANES, Drivers, both_ways
from reallocate.market.laws.compiled import is_compiled, on_all_threads
from reallocate.market.state.market import (
    LEAVING,
    OPENING,
    OUTSIDE,
    SEPARATION,
    SERIES,
    STEPS_PER_MONTH,
    Market,
    Rates,
    by_month,
    long_term_rate,
    openings_rate,
    ratio,
    unemployment_rate,
)

_COMPILED = " (its laws are compiled first, once on this machine: five to ten seconds)"
_FEW_STEPS = 24
"""Below so many steps blocks run in turn: to start threads would take longer than they save."""


def compiled_first() -> str:
    """What is said beside the start of a run that compiles the laws; nothing where that was done before."""
    return "" if is_compiled(advance_block) else _COMPILED


@dataclass(frozen=True, eq=False)
class Path:
    """The demand of every run through time.

    demand : (before–after, occupation, run) [persons]
    mix : (step, run) [share of the way from before to after]
    scale : (step, run) [ratio] of all demand
    """

    demand: Array
    mix: Array
    scale: Array


@dataclass(frozen=True, eq=False)
class State:
    """People and openings of every run at one moment.

    people : (employed–unemployed–vacancies–outside, occupation, run) [persons]
    spells : (steps unemployed, the last open-ended; occupation; run) [persons]
    """

    people: Array
    spells: Array

    @classmethod
    def published(cls, market: Market, rates: Sequence[Rates], long_term: int) -> State:
        """The start of the published calibration: u = δ_u·e, v = δ_v·e, all just separated.

        market : at its start
        rates : (run)
        long_term : τ, steps from which a spell counts as long [steps]
        """
        table = rate_table(rates)
        employed = market.employment[:, None] * np.ones(table.shape[1])
        unemployed, vacant = table[SEPARATION] * employed, table[OPENING] * employed
        outside = table[OUTSIDE] * (employed + unemployed)
        spells = np.zeros((long_term + 1, *employed.shape))
        spells[0] = unemployed
        return cls(np.stack([employed, unemployed, vacant, outside]), spells)

    @property
    def labour_force(self) -> Array:
        """Employed and unemployed people; (run) [persons]."""
        force: Array = self.people[:2].sum(axis=(0, 1))
        return force


@dataclass(frozen=True, eq=False)
class Flows:
    """What a run gave: its end, totals by step, and where wanted each occupation by step.

    end : people and openings after the last step
    totals : (step, total, run) [persons], totals as `TOTALS` names them
    paths : (step, employed–unemployed–vacancies, occupation, run) [persons]; of 0 steps where not wanted
    labour_force : (run) at the start [persons]
    parts : (step, part of a step, occupation, run) as `flow_kernel` names them [persons]; of 0 steps where
        not wanted
    """

    end: State
    totals: Array
    paths: Array
    labour_force: Array
    parts: Array = field(default_factory=lambda: np.zeros((0, PARTS_OF_A_STEP, 0, 0)))

    def total(self, name: str) -> Array:
        """One total; (step, run) [persons].

        name : as in `TOTALS`
        """
        return self.totals[:, TOTALS.index(name)]


def rate_table(rates: Sequence[Rates]) -> Array:
    """Rates as the engines read them; (rate, run).

    rates : (run)
    """
    return np.stack([one.array for one in rates], axis=1)


def run_flow(
    market: Market,
    start: State,
    path: Path,
    rates: Sequence[Rates],
    step_weeks: float,
    with_paths: bool = False,
    entering: Array | None = None,
    elsewhere: Array | None = None,
    work: Workspace | None = None,
    with_parts: bool = False,
) -> Flows:
    """All runs from a start through all steps.

    market : labels, network and exits; its employment is not read
    start : of every run; left as it is
    path : of demand
    rates : (run)
    step_weeks : [weeks]
    with_paths : keep every occupation at every step
    entering : (occupation, run) entries [share of those outside/step], for a run that goes on from another;
        such that they balance exits at the start where nothing is said
    elsewhere : (run) applications to other occupations under paid retraining [share more]; none where nothing
        is said
    work : space of an earlier call with as many runs; made where nothing is said
    with_parts : keep what every step is made of, in every occupation
    Source: E1 to E6 of del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898, and the laws of
    leaving, job-to-job moves and replacement where their rates are above 0.
    """
    people, spells = start.people.copy(), start.spells.copy()
    steps, runs = path.mix.shape
    totals = np.zeros((steps, len(TOTALS), runs))
    paths = np.zeros((steps if with_paths else 0, 3, market.size, runs))
    parts = np.zeros((steps if with_parts else 0, PARTS_OF_A_STEP, market.size, runs))
    outward, inward, own = both_ways(market.network)
    moving = drivers(market, people, path, rates, step_weeks, entering)
    more = np.zeros(runs) if elsewhere is None else elsewhere
    space = workspace(market.size, len(spells), runs) if work is None else work

    def advance(block: int) -> None:
        advance_block(
            block, LANES, space, people, spells, outward, inward, own, more, moving, totals, paths, parts
        )

    blocks = range(len(space.cells))
    if steps < _FEW_STEPS:
        for block in blocks:
            advance(block)
    else:
        on_all_threads(advance, blocks)
    return Flows(State(people, spells), totals, paths, start.labour_force, parts)


def drivers(
    market: Market,
    people: Array | Integers,
    path: Path,
    rates: Sequence[Rates],
    step_weeks: float,
    entering: Array | None,
) -> Drivers:
    """What an engine is driven by.

    people : (employed–unemployed–vacancies–outside, …, occupation, run) at the start [persons]
    step_weeks : [weeks]
    entering : (…, occupation, run) [share of those outside/step]; such that they balance exits at the start
        where nothing is said
    """
    table, leaving = rate_table(rates), market.exits_per_step(step_weeks)
    return Drivers(
        np.ascontiguousarray(path.demand, dtype=float).reshape(2, *people.shape[1:]),
        np.ascontiguousarray(path.mix),
        np.ascontiguousarray(path.scale),
        table,
        leaving,
        entry_rates(people, leaving, table) if entering is None else entering,
    )


def entry_rates(people: Array | Integers, leaving: Array, table: Array) -> Array:
    """Entries that balance exits at the start; (…, occupation, run) [share of those outside/step].

    people : (employed–unemployed–vacancies–outside, …, occupation, run) at the start [persons]
    leaving : (occupation) [share/step]
    table : (rate, run)
    ν = x·(e + u)/n
    """
    leave = leaving[:, None] * table[LEAVING] * (people[0] + people[1])
    return ratio(leave, people[3])


_MIDDLE, _END = 0, STEPS_PER_MONTH - 1
"""Steps of a month after which people are counted: in its middle, as household surveys do, or at its end."""


def monthly_rates(totals: Array, counted: int = _END, of_whole: float = 1.0) -> dict[str, Array]:
    """Rates by name; (month, run) [share, or % where the whole is 100].

    totals : (step, total, run) as `TOTALS`, from the first step of a month [persons]
    counted : step of the month after which people without and with a job are counted, `_MIDDLE` or `_END`
    of_whole : what counts as a whole: 1 for shares, 100 for percent
    Openings are those at the end of the month; hires, quits and changes of occupation are those of the whole
    month, by employment when people are counted, the last times 12, for a year.
    """
    total = {name: totals[:, place] for place, name in enumerate(TOTALS)}
    when, end = (slice(step, None, STEPS_PER_MONTH) for step in (counted, _END))
    employed, unemployed = total["employed"][when], total["unemployed"][when]
    long_term, vacant = total["long_term_unemployed"][when], total["vacancies"][end]
    return {
        "unemployment": of_whole * unemployment_rate(employed, unemployed),
        "long_term": of_whole * long_term_rate(employed, unemployed, long_term),
        "openings": of_whole * openings_rate(total["employed"][end], vacant),
        "hires": of_whole * by_month(total["hires"]) / employed,
        "quits": of_whole * by_month(total["quits"]) / employed,
        "occupation_changes": 12.0 * of_whole * by_month(total["occupation_switches"]) / employed,
    }


def survey_series(flows: Flows) -> Array:
    """The series as the surveys take them; (month, series, run) [share], series as `observed.SERIES`.

    flows : of steps of half a month, from the first of a month
    Unemployment and employment are counted in the middle of the month.
    """
    rates = monthly_rates(flows.totals, _MIDDLE)
    return np.stack([rates[name] for name in SERIES], axis=1)
