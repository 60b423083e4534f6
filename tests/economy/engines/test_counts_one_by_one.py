"""Cells of alike people and persons told one by one: the same laws, so the same distribution of everything."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt
from scipy import stats
from tests.economy.engines.one_by_one import Chances, Place, step
from tests.economy.engines.small_market import (
    EMPLOYMENT,
    EVERY_LAW,
    SEED,
    SHIFT,
    WEEKS,
    WEIGHTS,
    market,
    towards,
)

from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path
from reallocate.market.whole_people.counts import Cells, run_counts

Integers = npt.NDArray[np.int64]


def told_one_by_one(start: Cells, path: Path, steps: int, runs: int) -> tuple[Integers, Integers]:
    """The same from plain loops over people: totals by step and people at the end, by run."""
    totals = np.zeros((steps, len(TOTALS), runs), dtype=np.int64)
    end = np.zeros((4, start.people.shape[2], runs), dtype=np.int64)
    leave = 0.3 * WEEKS / 52
    employed, unemployed, vacant, outside = start.people[:, 0, :, 0]
    entering = leave * (employed + unemployed) / outside
    rate = Chances(0.05, 0.06, 0.3, 0.4, 0.7, 0.2, 0.8, leave, list(entering))
    for run in range(runs):
        chance = random.Random(f"{SEED}, {run}")
        places = [
            Place(int(employed[i]), int(vacant[i]), int(outside[i]), [0] * int(unemployed[i]))
            for i in range(len(employed))
        ]
        for now in range(steps):
            before, after = path.demand[:, 0, :, 0]
            wanted = before + (after - before) * path.mix[now, 0]
            happened = step(places, WEIGHTS.tolist(), wanted.tolist(), rate, 3, chance)
            spells = [spell for place in places for spell in place.spells]
            happened.unemployed, happened.long_term_unemployed = len(spells), spells.count(3)
            happened.vacancies = sum(place.vacant for place in places)
            happened.employed = sum(place.employed for place in places)
            totals[now, :, run] = [getattr(happened, name) for name in TOTALS]
        end[:, :, run] = np.array(
            [[place.employed, len(place.spells), place.vacant, place.outside] for place in places]
        ).T
    return totals, end


def same_distribution(one: Integers, other: Integers) -> float:
    """The p-value that two samples come from the same numbers, neighbours joined until 20 are in both."""
    edges = np.unique(np.quantile(np.concatenate([one, other]), np.linspace(0, 1, 12)[1:-1]).round())
    table = np.array([np.bincount(np.searchsorted(edges, x), minlength=len(edges) + 1) for x in (one, other)])
    table = table[:, table.sum(axis=0) > 0]
    return float(stats.chi2_contingency(table).pvalue) if table.shape[1] > 1 else 1.0


def test_cells_and_persons_one_by_one_agree_in_distribution() -> None:
    steps, plain_runs, runs = 5, 1_200, 12_000
    people = market(EMPLOYMENT, WEIGHTS)
    start = Cells.published(people, [EVERY_LAW] * runs, 3)
    path = towards(start, steps, SHIFT)
    out = run_counts(people, start, path, [EVERY_LAW] * runs, WEEKS, SEED)
    totals, end = told_one_by_one(start, path, steps, plain_runs)
    level = 1e-3 / (steps * len(TOTALS) + end.shape[0] * end.shape[1])
    for now in range(steps):
        for place, name in enumerate(TOTALS):
            assert same_distribution(totals[now, place], out.totals[now, place, 0]) > level, (now, name)
    for status in range(4):
        for place in range(len(EMPLOYMENT)):
            agree = same_distribution(end[status, place], out.end.people[status, 0, place])
            assert agree > level, (status, place)
