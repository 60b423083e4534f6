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
from reallocate.firm.compare.page import COMPARISON, _nothing_differs, compare_studies
from reallocate.firm.compare.text import _COST, _cause
from reallocate.firm.model.cases import Setting
from reallocate.firm.request.prepare import parameters_of, prepare
from reallocate.firm.request.saved import (
    _THE_FIRM,
    ROLE_TABLE,
    Difference,
    input_differences,
    mixed_scenario,
    parts_of,
    scenario_again,
)
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.work.world import World

RECORDS = {
    "inputs": "key unit a b a_number b_number says",
    "results": "figure unit a b change",
    "why": "input net_present_cost positions layoffs",
}
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


def test_every_figure_and_sentence_is_the_kept_one(found: Result, golden: Goldens) -> None:
    golden("plan/compared", figures_text(found))


@pytest.mark.long
def test_the_object_for_machines_has_its_keys_and_contributions_sum_to_changes(found: Result) -> None:
    record = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    tables, facts = record["tables"], record["facts"]
    for name, keys in RECORDS.items():
        assert tables[name] and all(set(keys.split()) <= set(row) for row in tables[name]), name
    assert record["text"]["notes"]
    assert {row["key"]: row["b_number"] for row in tables["inputs"]} == TWO
    assert facts["a"]["named"] == "today" and facts["same_inputs"] > 100 and facts["method"] == "exact"
    results = found.table("results").set_index("figure")
    np.testing.assert_allclose(results["change"], results["b"] - results["a"])
    sums = found.table("why")[["net_present_cost", "positions", "layoffs"]].sum()
    changes = results.loc[["cost, present value", "positions at the end", "layoffs"], "change"]
    np.testing.assert_allclose(sums, changes, atol=1e-6)


def test_a_range_stands_at_the_level_of_its_plan_and_the_same_twice_says_so(
    study: Result, world: World
) -> None:
    found = compare_studies(study, study, world=world)
    results = found.table("results").set_index("figure")
    headline = study.table("headline").set_index("figure")
    shift = headline.loc["positions", "baseline"]
    assert results.loc["positions at the end", "a_low"] == pytest.approx(
        headline.loc["positions", "low"] + shift
    )
    known = results.dropna(subset="a_low")
    assert len(known) > 5 and (known["a_low"] <= known["a"] + 1e-9).all()
    assert (known["a"] <= known["a_high"] + 1e-9).all()
    kinds = found.table("kinds").set_index("kind")
    planned = study.table("kinds").set_index("kind")
    assert kinds.loc["managing", "a"] == pytest.approx(planned.loc["managing", "positions_plan"])
    assert _nothing_differs(found) and found.table("inputs").empty and found.table("why").empty
    first, *rest = found.explain()["headline"]
    assert first.startswith("A and B have the same input: no key, no assumption") and not rest


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


def by_key(a: Result, b: Result) -> dict[str, Difference]:
    return {one.key: one for one in input_differences(a, b)[0]}


def test_where_the_files_lie_is_no_difference_and_program_and_data_are(study: Result) -> None:
    scenario = {**study.facts["scenario"], "roles": "elsewhere/people.csv"}
    other = replace(study, facts={**study.facts, "scenario": scenario})
    assert input_differences(study, other)[0] == []
    hashes = {**study.facts["hashes"], "bundle": "sha256:0"}
    other = replace(study, facts=MappingProxyType({**study.facts, "version": "9.9", "hashes": hashes}))
    found = by_key(study, other)
    assert set(found) == {"version", "bundle"} and {one.effect for one in found.values()} == {"made"}


def test_a_difference_has_both_values_its_unit_and_the_schemas_words(
    start: Result, world: World, tmp_path: Path
) -> None:
    evidence = {"headcount": {"grade": "B", "source": "press"}}
    b = changed(start, world, tmp_path, {CASH: 210.0, GROWTH: 0.01, "evidence": evidence})
    found = by_key(start, b)
    assert set(found) == {CASH, GROWTH, "evidence.headcount"}
    budget, growth, told = found.values()
    assert (budget.a, budget.b, budget.unit) == (205.0, 210.0, "USD million/year")
    assert "limit on all cash costs" in budget.says and budget.effect == "input"
    assert growth.b == 0.01 and growth.unit == "share/year" and growth.part == GROWTH
    assert (told.a, told.b, told.effect, told.part) == (None, "B: press", "aside", "")
    assert by_key(b, start)[CASH].a == 210.0
    total = input_differences(start, start)[1]
    assert input_differences(start, b)[1] == total - 2, "evidence that only one has is no key of the other"


def test_what_follows_from_another_input_is_told_apart(start: Result, world: World, tmp_path: Path) -> None:
    b = changed(start, world, tmp_path, {"adoption.speed": "fast"})
    assumed = b.table("assumptions")
    assumed["own"] |= assumed["parameter"] == "adoption_width"
    b = replace(b, tables=MappingProxyType({**b.tables, "assumptions": assumed}))
    found = by_key(start, b)
    assert found["adoption.speed"].effect == "input"
    assert found["parameters.adoption_width"].effect == "follows"
    assert found["parameters.adoption_width"].b == 1.0
    assert parts_of(list(found.values())) == {"adoption.speed": ("adoption.speed",)}


def test_a_cut_a_section_or_a_role_table_that_only_one_has_is_one_input(
    start: Result, world: World, tmp_path: Path
) -> None:
    b = changed(start, world, tmp_path, {"exits": None, "strategic": {"capex": 1.0e8, "elasticity": 0.5}})
    found = input_differences(start, b)[0]
    cut = next(one for one in found if one.key == "exits.count")
    assert cut.a == 60.0 and cut.b is None
    assert {"strategic.capex", "strategic.elasticity"} <= {one.key for one in found if one.effect == "aside"}
    assert parts_of(found).keys() == {"exits"}
    for keys, as_in_b in ((["exits.count", "exits.from"], True), ([], False)):
        assert (mixed_scenario(start, b, keys, tmp_path).exits is None) == as_in_b
        assert (mixed_scenario(b, start, keys, tmp_path).exits is None) == (not as_in_b)
    roles = start.table(ROLE_TABLE)
    roles.loc[0, "headcount"] += 5
    found = input_differences(start, changed(start, world, tmp_path, {"open_positions": 50.0}, roles))[0]
    firm = next(one for one in found if one.key == "roles")
    assert (firm.a, firm.b) == ("roles.csv: 5 roles with 2,000 FTE", "roles.csv: 5 roles with 2,005 FTE")
    assert set(parts_of(found)[_THE_FIRM]) == {"roles", "open_positions"}
    roles.loc[0, "headcount"] -= 5
    roles.loc[0, "loaded_cost"] += 1
    same_people = by_key(start, changed(start, world, tmp_path, {}, roles))["roles"]
    assert same_people.b == f"{same_people.a}, other figures"


def test_what_moves_no_plan_is_no_part(start: Result, world: World, tmp_path: Path) -> None:
    keys = {"title": "Other", "reach": "all", "announced": None}
    found = input_differences(start, changed(start, world, tmp_path, keys))[0]
    assert len(found) >= 3 and {one.effect for one in found} == {"aside"}
    assert parts_of(found) == {}


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
