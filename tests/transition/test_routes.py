"""Laws of routes: more ways, better odds, less cost and more pay never hurt; and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.transition.route_cases import NAMES, WEEKS, Case, random_case

from reallocate.errors import InputError, InvariantError, UnknownName
from reallocate.transition.route_graph import MoveGraph
from reallocate.transition.route_induction import tried_odds
from reallocate.transition.routes import RouteValues, solve_routes
from reallocate.work.exchange import MarketPath

CLERK, MANAGER, ANALYST, DEVELOPER = "43-6014", "11-1021", "13-1111", "15-1252"
SEEDS = st.integers(0, 10**6)
SHARE = st.floats(0.0, 1.0)
HORIZONS = st.integers(1, 7)
LEAST = -1e-6  # USD: rounding


def solved(case: Case) -> RouteValues:
    return solve_routes(case.graph, case.market, case.horizon, case.rate)


def gain(better: Case, worse: Case) -> float:
    """The least that any state gains [USD]."""
    return float((solved(better).work - solved(worse).work).min())


def with_numbers(case: Case, place: int, **numbers: float) -> Case:
    """The case with other numbers of one move."""
    ends = sorted(case.moves)[place % len(case.moves)]
    names = ("odds", "weeks", "prepare", "search")
    changed = tuple({**dict(zip(names, case.moves[ends], strict=True)), **numbers}.values())
    return replace(case, moves={**case.moves, ends: changed})  # type: ignore[dict-item]


@given(SEEDS, HORIZONS, SHARE, st.sampled_from(WEEKS), st.integers(0, 30))
def test_a_move_more_lowers_no_value(seed: int, horizon: int, odds: float, weeks: float, place: int) -> None:
    case = random_case(seed, 4, horizon, density=0.5)
    ends = [(a, b) for a in case.entry for b in case.entry if a != b and (a, b) not in case.moves]
    if ends:
        more = replace(case, moves={**case.moves, ends[place % len(ends)]: (odds, weeks, 6e3, 1e3)})
        assert gain(more, case) >= LEAST


@given(SEEDS, HORIZONS, SHARE, st.integers(0, 30))
def test_lower_costs_lower_no_value(seed: int, horizon: int, share: float, place: int) -> None:
    case = random_case(seed, 4, horizon, density=1.0)
    _, _, prepare, search = case.moves[sorted(case.moves)[place % len(case.moves)]]
    assert gain(with_numbers(case, place, prepare=share * prepare), case) >= LEAST
    assert gain(with_numbers(case, place, search=share * search), case) >= LEAST


@given(SEEDS, HORIZONS, SHARE, st.sampled_from(NAMES))
def test_more_pay_lowers_no_value(seed: int, horizon: int, more: float, job: str) -> None:
    case = random_case(seed, 4, horizon)
    assert gain(replace(case, entry={**case.entry, job: case.entry[job] * (1 + more)}), case) >= LEAST
    assert gain(replace(case, later={**case.later, job: case.later[job] * (1 + more)}), case) >= LEAST


@given(SEEDS, HORIZONS, SHARE, st.integers(0, 30))
def test_better_odds_lower_no_value_in_a_still_market(
    seed: int, horizon: int, share: float, place: int
) -> None:
    case = random_case(seed, 4, horizon, density=1.0, moving=False)
    odds = case.moves[sorted(case.moves)[place % len(case.moves)]][0]
    assert gain(with_numbers(case, place, odds=odds + share * (1 - odds)), case) >= LEAST


@given(SEEDS, HORIZONS, SHARE, st.integers(0, 30))
def test_shorter_training_lowers_no_value_in_a_still_market(
    seed: int, horizon: int, share: float, place: int
) -> None:
    case = random_case(seed, 4, horizon, density=1.0, moving=False)
    weeks = case.moves[sorted(case.moves)[place % len(case.moves)]][1]
    assert gain(with_numbers(case, place, weeks=share * weeks), case) >= LEAST


def test_better_odds_may_hurt_where_a_job_is_worth_having_only_later() -> None:
    """Put precisely: who is hired goes, and here those who prepare early hope to be hired a year later."""
    pays = {CLERK: 50e3, DEVELOPER: 50e3}
    case = Case(pays, pays, {(CLERK, DEVELOPER): (0.2, 26.0, 0.0, 0.0)}, 3, 0.0)
    case = replace(
        case, pay={CLERK: [1, 1, 1], DEVELOPER: [1, 0.5, 2]}, finding={CLERK: [1] * 3, DEVELOPER: [1, 80, 1]}
    )
    worths = [solved(with_numbers(case, 0, odds=odds)).best_value(CLERK) for odds in (0.2, 0.3)]
    assert worths[0] > worths[1] > 150e3


@given(st.floats(1e4, 2e5), HORIZONS, st.just(0.0) | st.floats(0.001, 0.2))
def test_without_moves_a_job_is_worth_the_annuity_of_its_pay(pay: float, horizon: int, rate: float) -> None:
    value = solved(Case({CLERK: pay}, {CLERK: pay}, {}, horizon, rate)).best_value(CLERK)
    annuity = horizon if rate == 0 else (1 - (1 + rate) ** -horizon) / (1 - 1 / (1 + rate))
    assert value == pytest.approx(pay * annuity, rel=1e-9)


def test_without_moves_the_table_is_empty_and_says_what_it_would_hold() -> None:
    table = solved(Case({CLERK: 4e4}, {CLERK: 4e4}, {}, 5, 0.03)).first_moves(CLERK)
    whole = solved(random_case(1)).first_moves(NAMES[0])
    assert table.empty and list(table.columns) == list(whole.columns)


def test_in_the_last_year_going_costs_and_gains_nothing() -> None:
    case = random_case(4, 4, horizon=1, density=1.0, moving=False)
    for job in case.entry:
        table = solved(case).first_moves(job)
        assert solved(case).best_value(job) == pytest.approx(case.later[job])
        costs = table["target"].map(
            {end: numbers[2] for (start, end), numbers in case.moves.items() if start == job}
        )
        assert table["gain_over_staying"].to_numpy() == pytest.approx(-costs.to_numpy())
        assert not table["is_best"].any() and (table["odds_by_horizon"] == 0).all()
        assert table["years_to_arrival"].isna().all()


@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_labels_is_irrelevant(seed: int, random: object) -> None:
    case = random_case(seed, 4, 4)
    jobs, ends = list(case.entry), list(case.moves)
    for each in (jobs, ends):
        random.shuffle(each)  # type: ignore[attr-defined]
    shuffled = replace(
        case,
        entry={job: case.entry[job] for job in jobs},
        later={job: case.later[job] for job in jobs},
        moves={end: case.moves[end] for end in ends},
        pay={job: case.pay[job] for job in reversed(jobs)},
    )
    assert (solved(shuffled).work == solved(case).work).all()
    for job in jobs:
        pd.testing.assert_frame_equal(solved(shuffled).first_moves(job), solved(case).first_moves(job))


def test_a_search_that_costs_more_than_it_promises_is_not_begun() -> None:
    """The best-paid job is not tried for ever: a chance of 1 in 50 a year, 3,000 USD a year of search."""
    pays = {CLERK: 45e3, ANALYST: 50e3, MANAGER: 60e3}
    moves = {(CLERK, MANAGER): (0.02, 0.0, 3e3, 3e3), (CLERK, ANALYST): (0.0, 0.0, 100.0, 100.0)}
    case = Case(pays, pays, moves, 6, 0.03)
    values = solved(case)
    assert values.best_value(CLERK) == values.wait_value(CLERK) == pytest.approx(values.stay_value(CLERK))
    table = values.first_moves(CLERK)
    assert not table["is_best"].any() and (table["gain_over_staying"] < 0).all()
    cheap = solved(replace(case, moves={**moves, (CLERK, MANAGER): (0.02, 0.0, 300.0, 300.0)}))
    assert cheap.first_moves(CLERK)["is_best"].tolist() == [True, False]


def test_who_is_ready_gives_up_when_it_is_no_longer_worth_it() -> None:
    """Near the horizon a search earns its cost no more: its value is that of the years in which it does."""
    pays = {CLERK: 40e3, ANALYST: 50e3}
    case = Case(pays, pays, {(CLERK, ANALYST): (0.2, 0.0, 3e3, 3e3)}, 4, 0.0)
    # Going now: .2·3 years·10,000 − 3,000 = 3,000; in year 1: .2·2·10,000 − 3,000 = 1,000; in year 2: −1,000.
    assert solved(case).best_value(CLERK) == pytest.approx(160e3 + 3_000 + 0.8 * 1_000)


def test_faster_hiring_raises_the_value_and_pay_scales_with_its_path() -> None:
    case = random_case(11, 4, 6, density=1.0, moving=False)
    faster = replace(case, finding={job: [2.0] * 6 for job in case.entry})
    assert gain(faster, case) >= LEAST
    assert any(solved(faster).best_value(job) > solved(case).best_value(job) + 100 for job in case.entry)
    free = replace(case, moves={ends: (*numbers[:2], 0.0, 0.0) for ends, numbers in case.moves.items()})
    double = replace(free, pay={job: [2.0] * 6 for job in case.entry})
    assert solved(double).work == pytest.approx(2 * solved(free).work, rel=1e-12)


def test_job_finding_scales_the_rate_and_not_the_probability() -> None:
    odds, ratio = np.array([0.0, 0.3, 0.3, 0.3, 1.0]), np.array([3.0, 2.0, 0.0, 1.0, 0.5])
    assert tried_odds(odds, ratio) == pytest.approx([0.0, 1 - 0.7**2, 0.0, 0.3, 1.0])


def test_redrawn_numbers_give_what_a_new_graph_gives() -> None:
    case = random_case(2, 4, 5)
    graph = case.graph
    half = {
        name: graph.moves[name].to_numpy() / 2 for name in ("odds", "weeks", "prepare_cost", "search_cost")
    }
    entry, later = (pay * 1.1 for pay in graph.pays)
    redrawn = graph.redrawn(entry, later, **half)
    fresh = MoveGraph(
        graph.occupations, graph.entry_pay * 1.1, graph.later_pay * 1.1, graph.moves.assign(**half)
    )
    assert redrawn.layout is graph.layout and graph.moves["odds"].equals(case.graph.moves["odds"])
    one, two = (solve_routes(each, case.market, 5, 0.03).work for each in (redrawn, fresh))
    assert (one == two).all()
    with pytest.raises(ValueError, match="'odd'.*odds"):
        graph.redrawn(odd=half["odds"])
    with pytest.raises(ValueError, match="odds is missing, infinite, below 0 or above 1"):
        graph.redrawn(odds=half["odds"] + 1)


def test_a_graph_names_everything_that_does_not_hold() -> None:
    occupations = pd.Index([CLERK, ANALYST, MANAGER])
    pay = pd.Series([4e4, np.nan, 6e4], index=occupations)
    moves = pd.DataFrame(
        [
            (CLERK, ANALYST, 0.1, 105.0, 1e3, 1e3),
            (CLERK, ANALYST, 1.1, 10.0, 1e3, 1e3),
            (MANAGER, MANAGER, 0.1, np.nan, 1e3, 1e3),
            (CLERK, "43-6013", 0.1, 10.0, -1.0, np.inf),
        ],
        columns=["origin", "target", "odds", "weeks", "prepare_cost", "search_cost"],
    )
    with pytest.raises(ValueError) as refused:
        MoveGraph(occupations, pay, pay.iloc[::-1], moves)
    for part in (
        f"entry_pay is missing, infinite or not above 0 for {ANALYST}",
        "later_pay is not given under the occupations' labels",
        f"training takes more than 104 weeks for {CLERK} → {ANALYST}",
        f"odds is missing, infinite, below 0 or above 1 for {CLERK} → {ANALYST}",
        f"weeks is missing, infinite, below 0 for {MANAGER} → {MANAGER}",
        "prepare_cost is missing, infinite, below 0 for 43-6014 → 43-6013",
        "search_cost is missing, infinite, below 0 for 43-6014 → 43-6013",
        f"targets that are no occupation here: 43-6013. Nearest: {CLERK}",
        f"moves end where they start: {MANAGER} → {MANAGER}",
        f"moves stand more than once: {CLERK} → {ANALYST}",
    ):
        assert part in str(refused.value)
    with pytest.raises(ValueError, match="moves lack the columns odds, weeks"):
        MoveGraph(occupations, pay.fillna(5e4), pay.fillna(5e4), moves[["origin", "target"]])
    with pytest.raises(ValueError, match="there are no occupations"):
        MoveGraph(occupations[:0], pay[:0], pay[:0], moves[:0])
    with pytest.raises(ValueError, match=f"occupations stand more than once: {CLERK}"):
        double = pd.Series(4e4, index=pd.Index([CLERK, CLERK]))
        MoveGraph(double.index, double, double, moves[:0])


def test_what_is_asked_wrongly_is_answered_with_what_is_known() -> None:
    case = random_case(1, 4, 4, density=1.0)
    values = solved(case)
    with pytest.raises(UnknownName, match="no occupation '15-1253' here. Nearest: 15-1252"):
        values.best_value("15-1253")
    with pytest.raises(UnknownName, match="no move leads from '15-1252' to '43-6015'. Nearest: 43-6014"):
        values.route(DEVELOPER, "43-6015")
    with pytest.raises(InputError, match="pay of -1 USD") as refused:
        values.for_worker(DEVELOPER, -1, label=CLERK)
    assert len(refused.value.problems) == 2
    with pytest.raises(ValueError, match="no occupation here: 15-1253"):
        values.for_worker(DEVELOPER, 9e4, case.graph.moves.assign(target="15-1253").head(1))
    with pytest.raises(InputError) as both:
        solve_routes(case.graph, case.market, 0, 1.5)
    assert len(both.value.problems) == 2
    with pytest.raises(InvariantError, match="covers 4 years and 5 are asked for"):
        solve_routes(case.graph, case.market, 5, 0.03)
    with pytest.raises(UnknownName, match=CLERK):
        solve_routes(case.graph, MarketPath.still([ANALYST, MANAGER, DEVELOPER], 4), 4, 0.03)
