"""Two studies compared: what differs in their input, the difference shared out over it, tables, words and folder."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from tests.golden_pages import Goldens, figures_text

from reallocate.firm.compare import model as compare_why
from reallocate.firm.compare.model import (
    MADE,
    TOGETHER,
    _Chosen,
    _first_and_last,
    _Values,
    attribution,
    shapley,
)
from reallocate.firm.compare.page import COMPARISON, compare_studies
from reallocate.firm.compare.text import _COST, _cause
from reallocate.firm.model.cases import Setting
from reallocate.firm.request.prepare import parameters_of, prepare
from reallocate.firm.request.saved import (
    _THE_FIRM,
    ROLE_TABLE,
    input_differences,
    mixed_scenario,
    parts_of,
    scenario_again,
)
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.work.world import World

GROWTH, FREEZE, CASH = "parameters.demand_growth", "levers.hiring_freeze_quarters", "budget.cash_per_year"
TWO = {GROWTH: 0.0, FREEZE: 3}
FIGURES = ("present_value", "positions", "layoffs")


def quick_figures(setting: Setting) -> tuple[float, ...]:
    """Stands in for a plan: figures that every input moves, and inputs move together."""
    o, firm = setting.options, setting.firm
    p = o.parameters
    growth = (1 + p["demand_growth"]) ** o.quarters
    exits = o.exits.count if o.exits is not None else 0.0
    speed = {"trend": 1.0, "fast": 0.8}[o.capability] * (
        3 * p["adoption_width"] + o.levers.hiring_freeze_quarters
    )
    cost = firm.payroll / 1e6 * growth * speed + exits * p["severance_per_exit"] / 1e6
    room = o.limits.cash_per_year or 0.0
    return cost + 1e4 / (1 + room * growth), firm.headcount * growth - exits * speed, exits * growth


def changed(
    study: Result,
    world: World,
    folder: Path,
    keys: Mapping[str, Any],
    roles: pd.DataFrame | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Result:
    """The study with some keys of its scenario or another role table, and the main results that follow."""
    data = copy.deepcopy(dict(study.facts["scenario"]))
    for key, value in keys.items():
        section, *inner = key.split(".", 1)
        data[section] = {**data[section], inner[0]: value} if inner else value
    tables = dict(study.tables)
    if roles is not None:
        tables[ROLE_TABLE] = roles
    known = {**study.facts, "headline_source": data["headline_reach"], **(facts or {})}
    scenario = scenario_again(data, tables.get(ROLE_TABLE), folder, "made")
    values, assumed = dict(parameters_of(world, scenario)), tables["assumptions"]
    named = zip(assumed["parameter"], assumed["value"], strict=True)
    tables["assumptions"] = assumed.assign(value=[values.get(name, old) for name, old in named])
    figures = compare_why._plan_figures(prepare(world, scenario).setting)
    headline = tables["headline"].set_index("figure")
    for figure, value in zip(("cost, present value", "positions", "layoffs"), figures, strict=True):
        headline.loc[figure, "delta"] += value - headline.loc[figure, "plan"]
        headline.loc[figure, "plan"] = value
    tables["headline"] = headline.reset_index()
    plan = {**study.facts["totals"]["plan"], **dict(zip(FIGURES, figures, strict=True))}
    known |= {
        "periods": list(scenario.periods),
        "totals": {**study.facts["totals"], "plan": plan},
        "scenario": data,
    }
    return replace(study, facts=MappingProxyType(known), tables=MappingProxyType(tables))


@pytest.fixture(scope="module")
def pair(study: Result, world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Result]:
    """The study with figures that stand in for its plan, and its comparison with one that changes two inputs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare_why, "_plan_figures", quick_figures)
        folder = tmp_path_factory.mktemp("pair")
        start = changed(study, world, folder, {})
        return start, compare_studies(start, changed(start, world, folder, TWO), ("today", "later"), world)


@pytest.fixture
def start(pair: tuple[Result, Result], monkeypatch: pytest.MonkeyPatch) -> Result:
    """Figures hang on every input, and on inputs together, without a solve."""
    monkeypatch.setattr(compare_why, "_plan_figures", quick_figures)
    return pair[0]


@pytest.fixture
def found(pair: tuple[Result, Result]) -> Result:
    return pair[1]


def test_every_figure_and_sentence_is_the_kept_one_and_the_same_twice_says_so(
    found: Result, study: Result, world: World, golden: Goldens
) -> None:
    golden("firm/compared", figures_text(found))
    assert json.dumps(found.to_dict(), allow_nan=False)
    golden("firm/compared_with_itself", figures_text(compare_studies(study, study, world=world)))


def test_shares_are_told_only_where_all_point_one_way() -> None:
    for second, words in (
        (-20.0, "75% from growth and 25% from a freeze."),
        (20.0, "partly offset each other."),
    ):
        parts = [("growth", -60.0), ("a freeze", second)]
        said = _cause(_COST, -60.0 + second, parts)
        assert said.startswith("The lower cost") and said.endswith(words), said


@pytest.mark.long
def test_notes_say_what_cannot_be_compared(start: Result, world: World, tmp_path: Path) -> None:
    b = changed(start, world, tmp_path, {"quarters": 4, "headline_reach": "gpt4"}, facts={"version": "9.9"})
    notes = " ".join(compare_studies(start, b, world=world).explain()["notes"])
    assert "A plans 6 quarters and B 4" in notes
    assert "another source of reach in B" in notes
    assert "made with different data or versions" in notes
    tables = MappingProxyType({name: table for name, table in start.tables.items() if name != ROLE_TABLE})
    found = compare_studies(replace(start, tables=tables), b, world=world)
    assert found.facts["method"] == "together"
    assert any("does not contain the table" in note for note in found.explain()["notes"])


def test_a_saved_comparison_opens_again_and_no_text_is_run(
    start: Result, world: World, tmp_path: Path
) -> None:
    b = changed(start, world, tmp_path, {"title": '=HYPERLINK("x")<script>'})
    found = compare_studies(start, b, world=world)
    assert "<script" not in found.page()
    folder = found.save(tmp_path / "deep" / "compared")
    book = CalamineWorkbook.from_path(folder / "workbook.xlsx")
    rows = book.get_sheet_by_name("Inputs that differ").to_python()
    assert '=HYPERLINK("x")<script>' in [cell for row in rows for cell in row]
    again = Result.opened(COMPARISON, open_saved(folder))
    assert again.to_dict() == found.to_dict() and again.page() == found.page()


def told(a: Result, b: Result) -> list[str]:
    """Each difference in a line, without the versions of program and data, and what is counted as one input."""
    found, keys = input_differences(a, b)
    values = [(one, "other" if one.effect == "made" else f"{one.a} -> {one.b}") for one in found]
    lines = [f"{one.key}: {ends} [{one.unit}] {one.effect} {one.part} | {one.says}" for one, ends in values]
    return [*lines, f"of {keys} keys; inputs: {parts_of(found)}"]


def test_differences_of_inputs_are_told_as_kept(
    study: Result, start: Result, world: World, tmp_path: Path, golden: Goldens
) -> None:
    """Where the files lie is none; program and data are; what follows from another input or moves no plan is told apart."""
    scenario = {**study.facts["scenario"], "roles": "elsewhere/people.csv"}
    hashes = {**study.facts["hashes"], "bundle": "sha256:0"}
    fast = changed(start, world, tmp_path, {"adoption.speed": "fast"})
    assumed = fast.table("assumptions")
    assumed["own"] |= assumed["parameter"] == "adoption_width"
    roles = start.table(ROLE_TABLE)
    more, dearer = (roles.assign(**{name: roles[name].where(roles.index != 0, roles[name] + by)}) for name, by in (("headcount", 5), ("loaded_cost", 1)))
    evidence = {"headcount": {"grade": "B", "source": "press"}}
    pages = {
        "files elsewhere": (study, replace(study, facts={**study.facts, "scenario": scenario})),
        "program and data": (study, replace(study, facts=MappingProxyType({**study.facts, "version": "9.9", "hashes": hashes}))),
        "budget, growth, evidence": (start, b := changed(start, world, tmp_path, {CASH: 210.0, GROWTH: 0.01, "evidence": evidence})),
        "the other way round": (b, start),
        "speed": (start, replace(fast, tables=MappingProxyType({**fast.tables, "assumptions": assumed}))),
        "no cut": (start, changed(start, world, tmp_path, {"exits": None, "strategic": {"capex": 1.0e8, "elasticity": 0.5}})),
        "more people": (start, changed(start, world, tmp_path, {"open_positions": 50.0}, more)),
        "as many people": (start, changed(start, world, tmp_path, {}, dearer)),
        "what moves no plan": (start, changed(start, world, tmp_path, {"title": "Other", "reach": "all", "announced": None})),
    }  # fmt: skip
    golden("firm/differences", "\n".join(line for name, pair in pages.items() for line in (f"# {name}", *told(*pair))))
    _, without = pages["no cut"]
    for keys, as_in_b in ((["exits.count", "exits.from"], True), ([], False)):
        assert (mixed_scenario(start, without, keys, tmp_path).exits is None) == as_in_b
        assert (mixed_scenario(without, start, keys, tmp_path).exits is None) == (not as_in_b)


def game(count: int) -> dict[_Chosen, _Values]:
    """Made-up figures of every plan between A and B."""
    draw = np.random.default_rng(1)
    subsets = [frozenset(one for one in range(count) if number >> one & 1) for number in range(2**count)]
    return {subset: draw.normal(size=3) for subset in subsets}


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
    whole = plans[frozenset(range(count))] - plans[frozenset()]
    np.testing.assert_allclose(found.sum(axis=0), whole, atol=1e-12)


def test_first_and_last_is_the_shapley_value_where_inputs_only_meet_in_pairs() -> None:
    draw = np.random.default_rng(2)
    alone, pairs = draw.normal(size=(5, 3)), draw.normal(size=(5, 5, 3))
    plans = {
        chosen: sum((alone[i] for i in chosen), np.zeros(3))
        + sum((pairs[i, j] for i in chosen for j in chosen if i < j), np.zeros(3))
        for chosen in game(5)
    }
    np.testing.assert_allclose(_first_and_last(5, plans), shapley(5, plans), atol=1e-12)


FIVE = {**TWO, CASH: 230.0, "parameters.severance_per_exit": 90000.0, "capability.scenario": "fast"}
ROOM_AND_GROWTH = {"open_positions": 20.0, GROWTH: 0.0}


@pytest.mark.parametrize(
    ("keys", "people", "method", "plans", "inputs"),
    [
        ({}, 1.0, "none", 0, set()),
        ({"quarters": 5}, 1.0, "one", 0, {"quarters"}),
        (ROOM_AND_GROWTH, 0.9, "exact", 4, {_THE_FIRM, GROWTH}),
        ({"exits": None, "levers.layoffs": False}, 1.0, TOGETHER, 4, {TOGETHER}),
    ],
    ids=["none", "one", "another firm", "no plan between"],
)
def test_contributions_sum_to_the_difference_by_every_method(
    start: Result, world: World, tmp_path: Path, keys: dict[str, Any], people: float,
    method: str, plans: int, inputs: set[str],
) -> None:  # fmt: skip
    roles = start.table(ROLE_TABLE)
    roles["headcount"] *= people
    b = changed(start, world, tmp_path, keys, roles)
    found = attribution(start, b, input_differences(start, b)[0], world)
    assert (found.method, found.plans, {share.input for share in found.shares}) == (method, plans, inputs)
    a_plan, b_plan = (one.facts["totals"]["plan"] for one in (start, b))
    whole = [b_plan[name] - a_plan[name] for name in FIGURES]
    summed = np.sum([share.values for share in found.shares] or [np.zeros(3)], axis=0)
    np.testing.assert_allclose(summed, whole, rtol=0, atol=1e-6)
    if method == TOGETHER:
        (why,) = found.impossible
        assert "With levers.layoffs as in B and the rest as in A there is no plan" in why
        assert "layoffs = false forbids them" in why


@pytest.mark.long
def test_five_inputs_take_two_plans_each_and_what_was_made_otherwise_stands_by_itself(
    start: Result, world: World, tmp_path: Path
) -> None:
    b = changed(start, world, tmp_path, FIVE, facts={"version": "9.9"})
    plan = {**b.facts["totals"]["plan"]}
    more = b.facts["totals"]["plan"]["present_value"] - start.facts["totals"]["plan"]["present_value"]
    plan["present_value"] += 7.0
    b = replace(b, facts={**b.facts, "totals": {**b.facts["totals"], "plan": plan}})
    found = attribution(start, b, input_differences(start, b)[0], world)
    shares = {share.input: share.values for share in found.shares}
    assert (found.method, found.plans, set(shares)) == ("passes", 12, {*FIVE, TOGETHER, MADE})
    assert shares[MADE] == pytest.approx((7.0, 0.0, 0.0), abs=1e-6)
    assert sum(values[0] for values in shares.values()) == pytest.approx(more + 7.0, abs=1e-6)


def test_the_input_of_a_saved_study_gives_its_plan_again(study: Result, world: World, tmp_path: Path) -> None:
    again = mixed_scenario(study, study, (), tmp_path)
    figures = compare_why._plan_figures(prepare(world, again).setting)
    assert figures == pytest.approx([study.facts["totals"]["plan"][name] for name in FIGURES], rel=1e-12)
