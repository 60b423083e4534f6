"""Values, first moves and routes against the same problem in plain Python and against every policy there is."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from benchmarks.routes import HORIZON, RATE, plain_worth
from tests.transition.route_cases import NAMES, STAY, Case, Plain, random_case

from reallocate.transition.route_induction import choices_in_parts
from reallocate.transition.routes import LEAST_CHANCE, MOST_STEPS, TIE, RouteValues, solve_routes
from reallocate.work.exchange import MarketPath

CASES = [(seed, 3 + seed % 2, 1 + seed % 5) for seed in range(40)]


def solved(case: Case) -> RouteValues:
    return solve_routes(case.graph, case.market, case.horizon, case.rate)


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_no_policy_is_worth_more_and_one_is_worth_as_much(seed: int, moving: bool) -> None:
    case = random_case(seed, occupations=3, horizon=3, moving=moving)
    plain, values = Plain(case), solved(case)
    for job in case.entry:
        start = ("work", job, 3)
        worths = [plain.worth(start, policy) for policy in plain.policies(start)]
        assert max(worths) == pytest.approx(values.best_value(job), rel=1e-9)


@pytest.mark.parametrize("weeks", [26.0, 78.0, 104.0])
def test_no_policy_of_four_years_is_worth_more(weeks: float) -> None:
    # Four years, so that a search after a long training can fail and be taken up again.
    case = random_case(5, occupations=2, horizon=4, density=1.0)
    case = replace(case, moves={ends: (0.4, weeks, *costs) for ends, (_, _, *costs) in case.moves.items()})
    plain, values = Plain(case), solved(case)
    for job in case.entry:
        start = ("work", job, 3)
        policies = list(plain.policies(start))
        assert len(policies) > 20
        assert max(plain.worth(start, policy) for policy in policies) == pytest.approx(
            values.best_value(job), rel=1e-9
        )


@pytest.mark.parametrize(("seed", "occupations", "horizon"), CASES)
def test_every_state_is_worth_what_the_plain_recursion_says(
    seed: int, occupations: int, horizon: int
) -> None:
    case = random_case(seed, occupations, horizon)
    plain, value = Plain(case), solved(case).value
    assert value.dims == ("occupation", "tenure", "year") and value.shape == (occupations, 4, horizon)
    for job in case.entry:
        for tenure in range(4):
            for year in range(horizon):
                found = float(value.sel(occupation=job, tenure=tenure, year=year))
                assert found == pytest.approx(plain.best(("work", job, tenure), year), rel=1e-9)


@pytest.mark.parametrize(("seed", "occupations", "horizon"), CASES)
def test_first_moves_are_worth_what_the_plain_recursion_says(
    seed: int, occupations: int, horizon: int
) -> None:
    case = random_case(seed, occupations, horizon)
    plain, values = Plain(case), solved(case)
    for job in case.entry:
        start, table = ("work", job, 3), values.first_moves(job)
        stay = sum(plain.pay(job, 3, year) / (1 + case.rate) ** year for year in range(horizon))
        assert values.stay_value(job) == pytest.approx(stay, rel=1e-9)
        assert values.wait_value(job) == pytest.approx(plain.act(start, STAY, 0), rel=1e-9)
        assert set(table["target"]) == {target for origin, target in case.moves if origin == job}
        for row in table.itertuples():
            arrived = np.array(plain.arrivals(job, row.target))
            assert row.value == pytest.approx(plain.act(start, ("go", row.target), 0), rel=1e-9)
            assert row.gain_alone == pytest.approx(plain.alone(job, row.target), abs=1e-6)
            assert row.gain_over_staying == pytest.approx(row.value - stay, abs=1e-3)
            assert row.gain_over_waiting == pytest.approx(row.value - values.wait_value(job), abs=1e-3)
            assert row.gain_over_best == pytest.approx(row.value - plain.best(start, 0), abs=1e-3)
            assert row.odds_by_horizon == pytest.approx(arrived.sum(), abs=1e-12)
            expected = arrived @ np.arange(horizon) / arrived.sum() if arrived.sum() else math.nan
            assert row.years_to_arrival == pytest.approx(expected, nan_ok=True)
        best = plain.best_action(start, 0)
        assert table.loc[table["is_best"], "target"].tolist() == ([best[1]] if best != STAY else [])


@pytest.mark.parametrize("seed", range(30))
def test_routes_go_on_to_where_most_of_those_who_arrive_go(seed: int) -> None:
    case = random_case(seed, occupations=4, horizon=6)
    # Dearer jobs one after another, so that a route has steps.
    pays = [30e3, 60e3, 90e3, 120e3]
    case = replace(case, entry=dict(zip(NAMES, pays, strict=True)), later=dict(zip(NAMES, pays, strict=True)))
    plain, values = Plain(case), solved(case)
    for origin, first in case.moves:
        steps, entered, label = values.route(origin, first), plain.arrivals(origin, first), first
        assert 1 <= len(steps) <= MOST_STEPS
        for place, step in enumerate(steps):
            assert step.occupation == label
            assert step.probability == pytest.approx(sum(entered), abs=1e-12)
            year = np.array(entered) @ np.arange(case.horizon) / sum(entered) if sum(entered) else math.nan
            assert step.year == pytest.approx(year, nan_ok=True)
            onward = plain.next_arrivals(label, entered)
            label, entered = max(onward.items(), key=lambda item: sum(item[1]), default=("", [0.0]))
            ends = place + 1 == len(steps)
            assert ends == (sum(entered) < LEAST_CHANCE or place + 1 == MOST_STEPS)


@pytest.mark.parametrize("seed", range(8))
def test_longer_routes_go_on_too(seed: int) -> None:
    """With years enough to stay two in each job, a ladder of dearer jobs is climbed to its top."""
    case = random_case(seed, occupations=4, horizon=12, density=0.0, moving=False)
    pays = dict(zip(NAMES, [30e3, 60e3, 90e3, 120e3], strict=True))
    rungs = dict.fromkeys(pairwise(NAMES), (0.6 + 0.03 * seed, 4.0, 900.0, 300.0))
    case = replace(case, entry=pays, later=pays, moves=rungs)
    plain, steps = Plain(case), solved(case).route(NAMES[0], NAMES[1])
    entered = plain.arrivals(NAMES[0], NAMES[1])
    assert [step.occupation for step in steps] == list(NAMES[1:])
    for step, before in zip(steps[1:], NAMES[1:], strict=False):
        entered = plain.next_arrivals(before, entered)[step.occupation]
        assert step.probability == pytest.approx(sum(entered), abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_a_workers_own_job_is_a_row_that_no_move_leads_to(seed: int) -> None:
    case = random_case(seed, occupations=4, horizon=5)
    job, pay = NAMES[seed % 4], 71_000.0
    values = solved(case).for_worker(job, pay)
    path = {**case.pay, "own": case.pay[job]}, {**case.finding, "own": case.finding[job]}
    moves = {
        **case.moves,
        **{("own", end): numbers for (start, end), numbers in case.moves.items() if start == job},
    }
    entry, later = ({**each, "own": pay} for each in (case.entry, case.later))
    whole = solved(Case(entry, later, moves, case.horizon, case.rate, *path))
    pd.testing.assert_frame_equal(values.first_moves("own"), whole.first_moves("own"), rtol=1e-12)
    assert values.best_value("own") == pytest.approx(whole.best_value("own"), rel=1e-12)
    for target in values.first_moves("own")["target"]:
        steps, others = values.route("own", target), whole.route("own", target)
        assert [step.occupation for step in steps] == [step.occupation for step in others]
        for step, other in zip(steps, others, strict=True):
            assert step[1:] == pytest.approx(other[1:], nan_ok=True)
    own = case.graph.moves
    own = own[own["origin"] == job].sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(
        solved(case).for_worker(job, pay, own.drop(columns="origin")).first_moves("own"),
        values.first_moves("own"),
    )


def test_parts_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    case = random_case(3, occupations=4, horizon=5)
    whole = solved(case).work
    monkeypatch.setattr("reallocate.transition.route_induction.ROWS_AT_ONCE", 1)
    assert len(choices_in_parts(case.graph)) == 4
    assert (solved(case).work == whole).all()


def test_the_plain_loops_beside_the_benchmark_give_the_same() -> None:
    graph = random_case(7, occupations=4, density=1.0).graph
    values = solve_routes(graph, MarketPath.still(graph.occupations, HORIZON), HORIZON, RATE)
    moves = list(
        zip(graph.layout.origin.tolist(), *(column.tolist() for column in graph.numbers), strict=True)
    )
    worth = plain_worth(moves, *(pay.tolist() for pay in graph.pays))
    assert worth == pytest.approx(values.work[0, 3].sum(), rel=1e-12)


def test_equal_targets_are_tied_and_ordered_by_code() -> None:
    pays = dict(zip(NAMES, [40e3, 70e3, 70e3, 30e3], strict=True))
    twin = (0.3, 10.0, 4e3, 1e3)
    moves = {(NAMES[0], target): twin for target in (NAMES[2], NAMES[1], NAMES[3])}
    table = solved(Case(pays, pays, moves, 8, 0.03)).first_moves(NAMES[0])
    assert table["target"].tolist() == [NAMES[1], NAMES[2], NAMES[3]]
    assert table["tied"].tolist() == [True, True, False]
    assert table["is_best"].tolist() == [True, False, False]
    assert table["gain_over_best"].iloc[0] == 0


def test_a_single_best_way_is_tied_with_nothing_and_a_near_one_with_it() -> None:
    pays = dict(zip(NAMES, [40e3, 70e3, 70e3, 30e3], strict=True))
    moves = {(NAMES[0], NAMES[1]): (0.3, 10.0, 4e3, 1e3)}
    case = Case(pays, pays, moves, 8, 0.03)
    assert solved(case).first_moves(NAMES[0])["tied"].tolist() == [False]
    best = solved(case).best_value(NAMES[0])
    for dearer, tied in ((0.9 * TIE * best, True), (1.1 * TIE * best, False)):
        near = replace(case, moves={**moves, (NAMES[0], NAMES[2]): (0.3, 10.0, 4e3 + dearer, 1e3)})
        table = solved(near).first_moves(NAMES[0])
        assert table["tied"].tolist() == [tied, tied] and table["is_best"].tolist() == [True, False]


def test_a_move_worth_as_much_as_waiting_is_tied_with_it() -> None:
    # In the last year nothing can be gained: going costs nothing here and is worth what staying is.
    pays = {NAMES[0]: 40e3, NAMES[1]: 70e3}
    table = solved(Case(pays, pays, {NAMES[:2]: (0.3, 0.0, 0.0, 0.0)}, 1, 0.03)).first_moves(NAMES[0])
    assert table["tied"].tolist() == [True] and table["is_best"].tolist() == [False]


@pytest.mark.parametrize("seed", range(4))
def test_gains_without_a_table_are_those_of_the_table(seed: int) -> None:
    case = random_case(seed, occupations=4, horizon=5)
    values = solved(case)
    for job in case.entry:
        table = values.first_moves(job).sort_values("target")
        alone, best = values.gains(job)
        np.testing.assert_allclose(alone, table["gain_alone"].to_numpy())
        assert best.tolist() == table["is_best"].tolist()
