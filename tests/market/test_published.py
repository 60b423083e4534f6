"""The published laws as the engine runs them are the published laws: against a plain oracle, and by hand."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from tests.market import oracle

from reallocate.data.bundle import load_tables
from reallocate.market.flow.engine import Path as DemandPath
from reallocate.market.flow.engine import State, run_flow
from reallocate.market.laws.retention import retention
from reallocate.market.published.keys import US_GROUPS, MarketScenario
from reallocate.market.published.prepare import PreparedMarket, _built_in, _group_moves
from reallocate.market.published.result import (
    MarketResult,
    _long_term_of_initial_force,
    _turning,
    unemployment_of_initial_force,
    vacancy_rate,
)
from reallocate.market.published.run import _run_market
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network, complete, from_moves

STEPS, START, YEARS, AMPLITUDE, PERIOD = 600, 100.0, 30.0, 0.065, 70.0
EXACT = 1e-12


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
        ("observed", True, False),
        ("observed", False, True),
        ("observed", False, False),
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


def test_one_step_of_two_occupations_by_hand() -> None:
    """No separations and openings but the random ones; half of each one's applications go to the other."""
    market = Market(pd.Index(["a", "b"]), np.array([1000.0, 500.0]), complete(2))
    rates = [Rates()]
    start = State.published(market, rates, 3)
    demand = (start.people[0] + start.people[2])[None].repeat(2, axis=0)
    flows = run_flow(market, start, DemandPath(demand, np.zeros((1, 1)), np.ones((1, 1))), rates, 6.75)
    # u = 16 and 8, v = 12 and 6: 24 applications to 18 openings, θ = 3/4 everywhere.
    hired = 18 * (1 - math.exp(-4 / 3))
    assert flows.total("hires")[0, 0] == pytest.approx(hired, rel=1e-14)
    assert flows.total("separations")[0, 0] == pytest.approx(24.0, rel=1e-14)
    np.testing.assert_allclose(flows.end.people[0, :, 0], [1000 - 16 + hired * 2 / 3, 500 - 8 + hired / 3])
    assert flows.total("long_term_unemployed")[0, 0] == 0.0


def test_a_loop_is_told_by_the_way_it_turns() -> None:
    turn = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    assert _turning(5 + np.cos(turn), 3 + np.sin(turn)) == pytest.approx(np.pi / 4, rel=1e-3)
    assert _turning(5 + np.cos(turn), 3 - np.sin(turn)) == pytest.approx(-np.pi / 4, rel=1e-3)
    assert _turning(np.arange(9.0), 2 * np.arange(9.0)) == pytest.approx(0.0, abs=1e-12)
    assert _turning(np.ones(5), np.arange(5.0)) == 0.0
