"""What differs in the input of two studies, and the difference of their plans shared out over it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from tests.firm.compared import changed, quick_figures

from reallocate.firm.compare import model as compare_why
from reallocate.firm.compare.model import (
    MADE,
    TOGETHER,
    Why,
    _Chosen,
    _first_and_last,
    _Values,
    attribution,
    shapley,
)
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.saved import _THE_FIRM, ROLE_TABLE, input_differences, mixed_scenario
from reallocate.render.result import Result
from reallocate.work.world import World

TWO = {"parameters.demand_growth": 0.0, "parameters.severance_per_exit": 90000.0}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No plan is solved; the figures still hang on every input, and on inputs together."""
    monkeypatch.setattr(compare_why, "_plan_figures", quick_figures)


@pytest.fixture(scope="module")
def with_quick_figures(study: Result, world: World, tmp_path_factory: pytest.TempPathFactory) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare_why, "_plan_figures", quick_figures)
        return changed(study, world, tmp_path_factory.mktemp("start"), {})


@pytest.fixture
def start(with_quick_figures: Result, quick: None) -> Result:
    """The study with figures that stand in for its plan."""
    return with_quick_figures


def game(count: int, seed: int = 1) -> dict[_Chosen, _Values]:
    """Made-up figures of every plan between A and B."""
    draw = np.random.default_rng(seed)
    subsets = [frozenset(one for one in range(count) if number >> one & 1) for number in range(2**count)]
    return {subset: draw.normal(size=3) for subset in subsets}


def why(a: Result, b: Result, world: World) -> Why:
    return attribution(a, b, input_differences(a, b)[0], world)


def whole(a: Result, b: Result) -> np.ndarray:
    names = ("present_value", "positions", "layoffs")
    return np.array([b.facts["totals"]["plan"][name] - a.facts["totals"]["plan"][name] for name in names])


def summed(found: Why) -> np.ndarray:
    return np.sum([share.values for share in found.shares], axis=0)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_shapley_value_is_the_mean_over_every_order(count: int) -> None:
    plans = game(count)
    orders = list(permutations(range(count)))
    expected = np.zeros((count, 3))
    for order in orders:
        before: _Chosen = frozenset()
        for one in order:
            expected[one] += (plans[before | {one}] - plans[before]) / len(orders)
            before |= {one}
    found = shapley(count, plans)
    np.testing.assert_allclose(found, expected, atol=1e-12)
    np.testing.assert_allclose(
        found.sum(axis=0), plans[frozenset(range(count))] - plans[frozenset()], atol=1e-12
    )


def test_first_and_last_is_the_shapley_value_where_inputs_only_meet_in_pairs() -> None:
    draw = np.random.default_rng(2)
    alone, pairs = draw.normal(size=(5, 3)), draw.normal(size=(5, 5, 3))
    plans = {
        chosen: sum((alone[i] for i in chosen), np.zeros(3))
        + sum((pairs[i, j] for i in chosen for j in chosen if i < j), np.zeros(3))
        for chosen in game(5)
    }
    np.testing.assert_allclose(_first_and_last(5, plans), shapley(5, plans), atol=1e-12)


@pytest.mark.long
def test_two_inputs_are_shared_out_by_planning_between_them(
    study: Result, world: World, tmp_path: Path
) -> None:
    b = changed(study, world, tmp_path, TWO)
    found = why(study, b, world)
    assert (found.method, found.plans, [share.input for share in found.shares]) == ("exact", 4, list(TWO))
    np.testing.assert_allclose(summed(found), whole(study, b), rtol=0, atol=1e-6)
    alone = {
        key: changed(study, world, tmp_path, {key: value}).facts["totals"]["plan"]["present_value"]
        for key, value in TWO.items()
    }
    start, end = (one.facts["totals"]["plan"]["present_value"] for one in (study, b))
    growth, severance = TWO
    expected = ((alone[growth] - start) + (end - alone[severance])) / 2
    assert found.shares[0].values[0] == pytest.approx(expected, abs=1e-6)
    assert found.shares[0].values[0] < 0 < found.shares[1].values[0], (
        "less work costs less, severance costs more"
    )


@pytest.mark.long
def test_turned_round_every_contribution_changes_its_sign(
    start: Result, world: World, tmp_path: Path
) -> None:
    b = changed(start, world, tmp_path, TWO)
    there, back = why(start, b, world), why(b, start, world)
    for one, other in zip(there.shares, back.shares, strict=True):
        np.testing.assert_allclose(one.values, -np.array(other.values), atol=1e-6)


def test_one_input_needs_no_plan_and_none_has_no_contribution(
    start: Result, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    b = changed(start, world, tmp_path, {"quarters": 5})
    monkeypatch.setattr(compare_why, "_plan_figures", None)
    found = why(start, b, world)
    assert (found.method, found.plans, [share.input for share in found.shares]) == ("one", 0, ["quarters"])
    np.testing.assert_allclose(summed(found), whole(start, b), rtol=1e-15)
    assert why(start, start, world) == Why((), "none", 0)


def test_more_than_four_inputs_take_two_plans_each_and_still_sum(
    start: Result, world: World, tmp_path: Path
) -> None:
    keys = {
        **TWO,
        "budget.cash_per_year": 230.0,
        "levers.hiring_freeze_quarters": 0,
        "capability.scenario": "fast",
    }
    b = changed(start, world, tmp_path, keys)
    found = why(start, b, world)
    assert (found.method, found.plans) == ("passes", 12)
    assert [share.input for share in found.shares if share.input != TOGETHER] == [
        one.part for one in input_differences(start, b)[0]
    ]
    np.testing.assert_allclose(summed(found), whole(start, b), rtol=0, atol=1e-6)


def test_without_a_plan_between_them_they_are_left_together(
    start: Result, world: World, tmp_path: Path
) -> None:
    b = changed(start, world, tmp_path, {"exits": None, "levers.layoffs": False})
    found = why(start, b, world)
    assert (found.method, [share.input for share in found.shares]) == (TOGETHER, [TOGETHER])
    assert len(found.impossible) == 1
    assert "With levers.layoffs as in B and the rest as in A there is no plan" in found.impossible[0]
    assert "layoffs = false forbids them" in found.impossible[0]
    np.testing.assert_allclose(summed(found), whole(start, b), rtol=1e-15)


def test_another_firm_is_one_input_and_what_was_made_otherwise_stands_by_itself(
    start: Result, world: World, tmp_path: Path
) -> None:
    roles = start.table(ROLE_TABLE)
    roles["headcount"] *= 0.9
    b = changed(start, world, tmp_path, {"open_positions": 20.0, "parameters.demand_growth": 0.0}, roles)
    found = why(start, b, world)
    assert (found.method, {share.input for share in found.shares}) == (
        "exact",
        {_THE_FIRM, "parameters.demand_growth"},
    )
    np.testing.assert_allclose(summed(found), whole(start, b), rtol=0, atol=1e-6)
    b = changed(start, world, tmp_path, {"parameters.demand_growth": 0.0}, facts={"version": "9.9"})
    plan = {**b.facts["totals"]["plan"], "present_value": b.facts["totals"]["plan"]["present_value"] + 7.0}
    b = replace(b, facts={**b.facts, "totals": {**b.facts["totals"], "plan": plan}})
    found = {share.input: share.values for share in why(start, b, world).shares}
    assert set(found) == {"parameters.demand_growth", MADE}
    assert found[MADE] == pytest.approx((7.0, 0.0, 0.0), abs=1e-6)


def test_the_input_of_a_saved_study_gives_its_plan_again(
    study: Result, world: World, tmp_path: Path
) -> None:
    again = mixed_scenario(study, study, (), tmp_path)
    figures = compare_why._plan_figures(prepare(world, again).setting)
    plan = study.facts["totals"]["plan"]
    assert figures == (plan["present_value"], plan["positions"], plan["layoffs"])
