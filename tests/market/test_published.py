"""The flow engine is plain numpy: the published laws to the oracle, in any batch and thread; machine code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, figures_text
from tests.market import oracle

from reallocate.data.bundle import load_tables
from reallocate.market.flow import engine
from reallocate.market.flow.cell import _STAYS, CELL, SEEKING, STAYED, TOTALS, lengthen, write_out
from reallocate.market.flow.engine import Flows, State, compiled_first, run_flow
from reallocate.market.flow.engine import Path as DemandPath
from reallocate.market.flow.network import LANES
from reallocate.market.laws import compiled as laws
from reallocate.market.laws.compiled import compiled, exponential, on_all_threads
from reallocate.market.laws.retention import retention
from reallocate.market.published.files import with_market_flags
from reallocate.market.published.keys import US_GROUPS, MarketScenario
from reallocate.market.published.prepare import PreparedMarket, _built_in, _group_moves
from reallocate.market.published.result import (
    MarketResult,
    _long_term_of_initial_force,
    unemployment_of_initial_force,
    vacancy_rate,
)
from reallocate.market.published.run import _run_market, market_study
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network, complete, from_moves

STEPS, START, YEARS, AMPLITUDE, PERIOD = 600, 100.0, 30.0, 0.065, 70.0
EXACT = 1e-12
SHORT, PLACES, WEEKS, LONG_TERM = 60, 23, 4.0, 4


@cache
def groups() -> tuple[pd.Index, np.ndarray, np.ndarray]:
    """Codes, employment and raw weights of the broad groups that ship."""
    tables = load_tables()
    people = _built_in(tables, US_GROUPS).people
    codes = pd.Index(people["occupation"])
    moves = _group_moves(tables)
    wide = moves.pivot(index="source", columns="target", values="weight")
    weights = wide.reindex(index=codes, columns=codes).fillna(0.0).to_numpy()
    return codes, people["employment"].to_numpy(float), weights


def automated(count: int) -> np.ndarray:
    """Shares of work that fall away, made up and the same each time; some nothing, some all."""
    shares = np.random.default_rng(7).beta(0.5, 0.5, count)
    shares[0], shares[1] = 0.0, 1.0
    return shares


def ran(network: Network, codes: pd.Index, employment: np.ndarray, shock: bool, swing: bool) -> MarketResult:
    told = {"time": {"steps": STEPS}}
    told |= {"shock": {"file": "p.csv", "start_step": START, "years": YEARS}} if shock else {}
    told |= {"cycle": {"amplitude": AMPLITUDE, "period_steps": PERIOD}} if swing else {}
    return _run_market(
        PreparedMarket(
            scenario=MarketScenario.model_validate(told),
            market=Market(codes, employment, network),
            rates=Rates(),
            stay=None,
            shock=pd.Series(automated(len(codes)), index=codes) if shock else None,
            left_out=pd.DataFrame(),
            network="",
            notes=(),
        )
    )


@pytest.mark.parametrize(
    ("kind", "swing", "shock"),
    [
        ("complete", True, True),
        ("observed", True, True),
        pytest.param("observed", False, False, marks=pytest.mark.long),
    ],
)
def test_the_engine_is_the_oracle_and_rests_at_the_published_level(
    kind: str, swing: bool, shock: bool
) -> None:
    codes, employment, weights = groups()
    if kind == "complete":
        codes, employment = codes[:40], employment[:40]
        network, matrix = complete(40), np.full((40, 40), 1 / 40)
    else:
        rows, columns = np.nonzero(weights)
        edges = pd.DataFrame(
            {"source": codes[rows], "target": codes[columns], "weight": weights[rows, columns]}
        )
        network, matrix = from_moves(edges, codes, retention(6.75)), oracle.observed(weights)
    flows = ran(network, codes, employment, shock, swing).flows
    told = oracle.simulate(
        employment,
        matrix,
        STEPS,
        p=automated(len(codes)) if shock else None,
        start=START,
        years=YEARS,
        amplitude=AMPLITUDE if swing else 0.0,
        period=PERIOD,
    )
    for ours, theirs in (
        (unemployment_of_initial_force(flows)[:, 0], told.unemployment),
        (vacancy_rate(flows)[:, 0], told.vacancies),
        (_long_term_of_initial_force(flows)[:, 0], told.long_term),
        *zip(flows.end.people[:3, :, 0], (told.e, told.u, told.v), strict=True),
    ):
        np.testing.assert_allclose(ours, theirs, rtol=EXACT, atol=EXACT * max(1.0, float(theirs.max())))
    force = flows.total("employed") + flows.total("unemployed")
    assert np.abs(force / flows.labour_force - 1.0).max() < 1e-9
    if not (shock or swing):
        assert unemployment_of_initial_force(flows)[-1, 0] == pytest.approx(5.5, abs=0.05)
        assert vacancy_rate(flows)[-1, 0] == pytest.approx(3.2, abs=0.05)


def test_every_figure_and_sentence_of_the_broad_groups_is_the_kept_one(golden: Goldens) -> None:
    golden("market/groups", figures_text(market_study(with_market_flags(None, market=US_GROUPS, steps=8))))


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


def demand(start: State, count: int) -> DemandPath:
    random = np.random.default_rng(7)
    before = start.people[0] + start.people[1]
    after = before * random.uniform(0.5, 1.5, before.shape)
    mix = np.linspace(0.0, 1.0, SHORT)[:, None] ** random.uniform(0.5, 2.0, count)
    swing = 1.0 + 0.06 * np.sin(np.arange(SHORT)[:, None] / random.uniform(3.0, 9.0, count))
    return DemandPath(np.stack([before, after]), mix, swing)


def run(count: int, only: slice = slice(None)) -> tuple[Flows, State, DemandPath, list[Rates]]:
    place, rates = market(), drawn(count)
    start = State.published(place, rates, LONG_TERM)
    path = demand(start, count)
    cut = State(start.people[:, :, only], start.spells[:, :, only])
    part = DemandPath(path.demand[:, :, only], path.mix[:, only], path.scale[:, only])
    return run_flow(place, cut, part, rates[only], WEEKS, with_paths=True), cut, part, rates[only]


def test_nobody_is_lost_under_all_laws_and_the_start_is_left_as_it_is() -> None:
    flows, start, *_ = run(LANES + 4)
    np.testing.assert_array_equal(start.people, State.published(market(), drawn(LANES + 4), LONG_TERM).people)
    np.testing.assert_array_equal(flows.paths[-1], flows.end.people[:3])
    people, before = (state.people[[0, 1, 3]].sum(axis=(0, 1)) for state in (flows.end, start))
    np.testing.assert_allclose(people, before, rtol=1e-12)
    np.testing.assert_allclose(flows.end.spells.sum(axis=0), flows.end.people[1], rtol=1e-9)


def test_a_run_is_the_same_in_any_batch_and_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 2 * LANES + 5
    monkeypatch.setattr(laws, "THREADS", 2)
    whole = run(count)[0]
    monkeypatch.setattr(laws, "THREADS", 1)
    again = run(count)[0]
    np.testing.assert_array_equal(whole.totals, again.totals)
    for at in (0, LANES - 1, LANES, count - 1):
        alone = run(count, slice(at, at + 1))[0]
        np.testing.assert_array_equal(whole.totals[:, :, at], alone.totals[:, :, 0])
        np.testing.assert_array_equal(whole.end.people[:, :, at], alone.end.people[:, :, 0])
        np.testing.assert_array_equal(whole.end.spells[:, :, at], alone.end.spells[:, :, 0])


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


def test_every_task_is_done_once_and_an_error_of_one_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(number: int) -> None:
        raise ZeroDivisionError(number)

    for threads in (1, 3):
        monkeypatch.setattr(laws, "THREADS", threads)
        done: list[int] = []
        on_all_threads(done.append, range(7))
        assert sorted(done) == list(range(7))
        with pytest.raises(ZeroDivisionError):
            on_all_threads(fails, [4])


def test_compiles_where_machine_code_cannot_be_kept() -> None:
    # A function without a file is to numba what a read-only package without a HOME is: no place for a cache.
    names: dict[str, Callable[..., float]] = {}
    exec("def one_more(x):\n    return x + 1.0", names)
    assert compiled(names["one_more"])(2.0) == 3.0


@pytest.mark.long
def test_an_engine_follows_a_change_in_a_law_of_another_file(root: Path, tmp_path: Path) -> None:
    law = "from reallocate.market.laws.compiled import compiled\n\n@compiled\ndef law(x):\n    return {factor} * x\n"
    engine = (
        "from reallocate.market.laws._law import law\nfrom reallocate.market.laws.compiled import compiled\n\n"
        "@compiled\ndef engine(x):\n    return law(x) + 1.0\n"
    )
    laws = tmp_path / "reallocate" / "market" / "laws"
    laws.mkdir(parents=True)
    for folder in (laws, laws.parent, laws.parent.parent):
        (folder / "__init__.py").touch()
    shutil.copy(root / "src" / "reallocate" / "market" / "laws" / "compiled.py", laws)
    (laws / "_engine.py").write_text(engine)

    def answer(factor: float) -> float:
        (laws / "_law.py").write_text(law.format(factor=factor))
        command = [
            sys.executable,
            "-c",
            "from reallocate.market.laws._engine import engine\nprint(engine(2.0))",
        ]
        surroundings = os.environ | {"PYTHONPATH": str(tmp_path)}
        return float(
            subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True).stdout
        )

    assert [answer(1.0), answer(10.0), answer(1.0)] == [3.0, 21.0, 3.0]


def test_only_a_run_that_compiles_the_laws_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for signatures, says in (((1,), False), ((), True)):
        law = SimpleNamespace(signatures=signatures, _cache=SimpleNamespace())
        monkeypatch.setattr(engine, "advance_block", law)
        assert ("compiled first, once on this machine" in compiled_first()) == says
