"""The flow engine is plain numpy, whatever the batch, the lanes and the threads, with every law of flows on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numba
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from reallocate.kernel.arrays import Array
from reallocate.market.flow.cell import _STAYS, CELL, SEEKING, STAYED, TOTALS, lengthen, write_out
from reallocate.market.flow.engine import Flows, Path, State, run_flow
from reallocate.market.flow.network import LANES, Net, RowGroups, _row_groups, sum_rows
from reallocate.market.laws.compiled import _use_threads, exponential
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import from_moves

STEPS, PLACES, WEEKS, LONG_TERM = 60, 23, 4.0, 4


def market() -> Market:
    """A sparse network, a row of one move among its rows, with exits by occupation."""
    random = np.random.default_rng(3)
    likely = random.random((PLACES, PLACES)) < 0.3
    likely[0] = False
    likely[np.arange(PLACES), (np.arange(PLACES) + 1) % PLACES] = True
    rows, columns = np.nonzero(likely)
    codes = pd.Index([f"o{place}" for place in range(PLACES)])
    moves = pd.DataFrame(
        {"source": codes[rows], "target": codes[columns], "weight": random.exponential(size=len(rows))}
    )
    employment = random.lognormal(8.0, 1.5, PLACES)
    return Market(
        codes, employment, from_moves(moves, codes, 0.4), exit_rate=random.uniform(0.0, 0.1, PLACES)
    )


def drawn(count: int) -> list[Rates]:
    """Rates of the published laws for every second run, and of all laws for the others."""
    random = np.random.default_rng(5)
    found = []
    for run in range(count):
        rates = Rates(*(random.uniform(0.5, 1.5) * np.array([0.016, 0.012, 0.16, 0.16])))
        more = {"effort": 0.8, "on_the_job": 0.02, "replaced": 0.7, "leaving": 1.0, "outside": 0.5}
        found.append(rates.with_(**more) if run % 2 else rates)
    return found


def demand(start: State, count: int) -> Path:
    random = np.random.default_rng(7)
    before = start.people[0] + start.people[1]
    after = before * random.uniform(0.5, 1.5, before.shape)
    mix = np.linspace(0.0, 1.0, STEPS)[:, None] ** random.uniform(0.5, 2.0, count)
    swing = 1.0 + 0.06 * np.sin(np.arange(STEPS)[:, None] / random.uniform(3.0, 9.0, count))
    return Path(np.stack([before, after]), mix, swing)


def run(count: int, only: slice = slice(None)) -> tuple[Flows, State, Path, list[Rates]]:
    place, rates = market(), drawn(count)
    start = State.published(place, rates, LONG_TERM)
    path = demand(start, count)
    cut = State(start.people[:, :, only], start.spells[:, :, only])
    part = Path(path.demand[:, :, only], path.mix[:, only], path.scale[:, only])
    return run_flow(place, cut, part, rates[only], WEEKS, with_paths=True), cut, part, rates[only]


def plain(place: Market, start: State, path: Path, rates: Rates, at: int) -> dict[str, np.ndarray]:
    """One run in plain numpy, from the equations; (step) totals, and people at the end."""
    a, leave = place.network.dense(), place.exit_rate * (WEEKS / 52.0) * rates.leaving
    e, u, v, out = start.people[:, :, at]
    spells = list(start.spells[:, :, at])
    enter = np.divide(leave * (e + u), out, out=np.zeros_like(e), where=out > 0)
    told: dict[str, list[float]] = {"unemployed": [], "quits": [], "long_term_unemployed": [], "switches": []}
    for step in range(STEPS):
        before, after = path.demand[:, :, at]
        gap = e + v - (before + (after - before) * path.mix[step, at]) * path.scale[step, at]
        left = leave * e
        lost = rates.separation * (e - left) + (1 - rates.separation) * np.minimum(
            e - left, rates.close_surplus * np.maximum(0, gap)
        )
        opened = rates.opening * e + (1 - rates.opening) * np.minimum(
            e, rates.close_shortage * np.maximum(0, -gap)
        )
        seek = rates.effort * (u + rates.on_the_job * (e - left - lost))
        q = a * v / (a @ v)[:, None]
        s = seek @ q
        f = seek[:, None] * q * (v / s * (1 - np.exp(-s / v)))
        found, hired = f.sum(axis=1), f.sum(axis=0)
        freed = found * rates.effort * u / seek
        quits = found - freed
        tired, came = leave * (u - freed), enter * out
        opened = opened + rates.replaced * (left + quits)
        stay = 1 - (freed + tired) / u
        spells = [lost + came, *(stay * one for one in spells[:-2]), stay * (spells[-2] + spells[-1])]
        e, u = e + hired - lost - left - quits, u + lost + came - freed - tired
        v, out = v + opened - hired, out + left + tired - came
        for name, value in zip(told, (u, quits, spells[-1], f.sum() - np.trace(f)), strict=True):
            told[name].append(float(np.sum(value)))
    return {name: np.array(values) for name, values in told.items()} | {"end": np.stack([e, u, v, out])}


def test_every_law_is_the_plain_one_and_the_start_is_left_as_it_is() -> None:
    flows, start, path, rates = run(LANES + 4)
    for at in (0, 1, LANES, LANES + 3):
        told = plain(market(), start, path, rates[at], at)
        for name in ("unemployed", "quits", "long_term_unemployed"):
            np.testing.assert_allclose(flows.total(name)[:, at], told[name], rtol=1e-12, atol=1e-9)
        np.testing.assert_allclose(flows.total("occupation_switches")[:, at], told["switches"], rtol=1e-11)
        np.testing.assert_allclose(flows.end.people[:, :, at], told["end"], rtol=1e-12)
    np.testing.assert_array_equal(flows.paths[-1], flows.end.people[:3])
    people, before = (state.people[[0, 1, 3]].sum(axis=(0, 1)) for state in (flows.end, start))
    np.testing.assert_allclose(people, before, rtol=1e-12)
    np.testing.assert_allclose(flows.end.spells.sum(axis=0), flows.end.people[1], rtol=1e-9)


def test_a_run_is_the_same_in_any_batch_and_on_any_number_of_threads() -> None:
    count = 2 * LANES + 5
    whole = run(count)[0]
    _use_threads(1)
    again = run(count)[0]
    _use_threads(0)
    np.testing.assert_array_equal(whole.totals, again.totals)
    for at in (0, LANES - 1, LANES, count - 1):
        alone = run(count, slice(at, at + 1))[0]
        np.testing.assert_array_equal(whole.totals[:, :, at], alone.totals[:, :, 0])
        np.testing.assert_array_equal(whole.end.people[:, :, at], alone.end.people[:, :, 0])
        np.testing.assert_array_equal(whole.end.spells[:, :, at], alone.end.spells[:, :, 0])


def test_paid_retraining_is_a_network_with_more_weight_on_other_occupations() -> None:
    """Each run with its own share more, beside the same on a network whose rows were raised and brought to 1."""
    place, rates = market(), drawn(3)
    start, more = State.published(place, rates, LONG_TERM), np.array([0.0, 0.3, 2.0])
    path = demand(start, 3)
    together = run_flow(place, start, path, rates, WEEKS, elsewhere=more)
    net = place.network
    own = np.repeat(np.arange(PLACES), np.diff(net.start)) == net.target
    for at, share in enumerate(more):
        raised = np.where(own, net.weight, net.weight * (1.0 + share))
        sums = np.repeat(np.add.reduceat(raised, net.start[:-1]), np.diff(net.start))
        changed = replace(place, network=replace(net, weight=raised / sums))
        only = slice(at, at + 1)
        part = Path(path.demand[:, :, only], path.mix[:, only], path.scale[:, only])
        first = State(start.people[:, :, only], start.spells[:, :, only])
        alone = run_flow(changed, first, part, rates[only], WEEKS)
        np.testing.assert_allclose(together.totals[:, :, at], alone.totals[:, :, 0], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(together.end.people[:, :, at], alone.end.people[:, :, 0], rtol=1e-9)


@pytest.mark.parametrize("filled", [0.2, 1.0])
def test_a_row_is_summed_term_by_term_whatever_stands_beside_it(filled: float) -> None:
    random = np.random.default_rng(5)
    dense = random.random((PLACES, PLACES)) * (random.random((PLACES, PLACES)) < filled)
    groups = _row_groups(Net(*_compressed(dense)))
    values, sums = random.random((PLACES, LANES)), np.zeros((PLACES + 1, LANES))
    _summed(values, groups, sums)
    for place in range(PLACES):
        for lane in (0, LANES - 1):
            expected = 0.0
            for target in np.flatnonzero(dense[place]):
                product = Fraction(values[target, lane]) * Fraction(dense[place, target])
                expected = float(product + Fraction(expected))
            assert sums[place, lane] == expected
    together = (groups.places[groups.places[:, 1] >= 0] >= 0).sum()
    assert (together > PLACES / 2) == (filled > 0.9)


@numba.njit
def _summed(values: Array, groups: RowGroups, sums: Array) -> None:
    sum_rows(values, groups, sums)


def _compressed(dense: Array) -> tuple[Any, ...]:
    """A full matrix in compressed rows."""
    rows = csr_array(dense)
    return rows.indptr.astype(np.int64), rows.indices.astype(np.uint32), rows.data


def test_the_exponential_is_that_of_the_library() -> None:
    numbers = -np.random.default_rng(11).exponential(20.0, 20_000)
    found = np.array([exponential(number) for number in numbers])
    np.testing.assert_array_max_ulp(found, np.exp(numbers), 2)
    assert exponential(0.0) == 1.0
    assert exponential(-1e300) == exponential(-700.0) < 1e-303


def test_spells_in_a_ring_are_those_that_grow_one_by_one() -> None:
    """Where everybody stays, where hardly anybody does and where nobody does, beside the plain shift."""
    ages, chance = 5, np.random.default_rng(3)
    cell, ring, total = np.zeros(CELL * LANES), np.zeros((ages, LANES)), np.zeros(len(TOTALS) * LANES)
    cell[STAYED : STAYED + LANES] = 1.0
    plain = np.zeros((ages, LANES))
    for step in range(60):
        stays = chance.choice([0.0, 1e-60, 1e-3, 0.5, 0.9, 1.0], LANES)
        came = chance.uniform(0.0, 100.0, LANES)
        cell[_STAYS : _STAYS + LANES], cell[SEEKING : SEEKING + LANES] = stays, came
        lengthen(LANES, cell, ring, ages - 2 - step % (ages - 1), total)
        plain[-1] = stays * (plain[-1] + plain[-2])
        plain[1:-1] = stays * plain[:-2]
        plain[0] = came
        np.testing.assert_allclose(ring[-1], plain[-1], rtol=1e-12, atol=0.0)
    for run in range(LANES):
        write_out(cell, ring, run)
    np.testing.assert_allclose(ring[(np.arange(ages - 1) - 60) % (ages - 1)], plain[:-1], rtol=1e-12)
