"""What differs in the input of two studies, and what moves with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.firm.compared import changed, quick_figures

from reallocate.firm.compare import model as compare_why
from reallocate.firm.request.saved import _THE_FIRM, Difference, input_differences, mixed_scenario, parts_of
from reallocate.render.result import Result
from reallocate.work.world import World


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_why, "_plan_figures", quick_figures)


def by_key(a: Result, b: Result) -> dict[str, Difference]:
    return {one.key: one for one in input_differences(a, b)[0]}


def test_a_study_against_itself_has_no_difference_but_program_and_data_count(study: Result) -> None:
    found, same = input_differences(study, study)
    assert found == []
    assert same > 100, "scenario keys and assumptions are counted"
    scenario = {**study.facts["scenario"], "roles": "elsewhere/people.csv"}
    other = replace(study, facts={**study.facts, "scenario": scenario})
    assert input_differences(study, other)[0] == []
    hashes = {**study.facts["hashes"], "bundle": "sha256:0"}
    other = replace(study, facts=MappingProxyType({**study.facts, "version": "9.9", "hashes": hashes}))
    found = by_key(study, other)
    assert set(found) == {"version", "bundle"} and {one.effect for one in found.values()} == {"made"}


def test_a_difference_has_both_values_its_unit_and_the_schemas_words(
    study: Result, world: World, tmp_path: Path
) -> None:
    keys = {
        "budget.cash_per_year": 210.0,
        "parameters.demand_growth": 0.01,
        "evidence": {"headcount": {"grade": "B", "source": "press"}},
    }
    b = changed(study, world, tmp_path, keys)
    found = by_key(study, b)
    assert set(found) == {"budget.cash_per_year", "parameters.demand_growth", "evidence.headcount"}
    budget, growth, evidence = found.values()
    assert (budget.a, budget.b, budget.unit) == (205.0, 210.0, "USD million/year")
    assert "limit on all cash costs" in budget.says and budget.effect == "input"
    assert growth.b == 0.01 and growth.unit == "share/year" and growth.part == "parameters.demand_growth"
    assert (evidence.a, evidence.b, evidence.effect, evidence.part) == (None, "B: press", "aside", "")
    assert by_key(b, study)["budget.cash_per_year"].a == 210.0
    total = input_differences(study, study)[1]
    assert input_differences(study, b)[1] == total - 2, "evidence that only one has is no key of the other"


def test_what_follows_from_another_input_is_told_apart(
    study: Result, world: World, tmp_path: Path
) -> None:
    b = changed(study, world, tmp_path, {"adoption.speed": "fast"})
    assumed = b.table("assumptions")
    assumed["own"] |= assumed["parameter"] == "adoption_width"
    b = replace(b, tables=MappingProxyType({**b.tables, "assumptions": assumed}))
    found = by_key(study, b)
    assert found["adoption.speed"].effect == "input"
    assert found["parameters.adoption_width"].effect == "follows"
    assert found["parameters.adoption_width"].b == 1.0
    assert parts_of(list(found.values())) == {"adoption.speed": ("adoption.speed",)}


def test_a_cut_a_section_or_a_role_table_that_only_one_has_is_one_input(
    study: Result, world: World, tmp_path: Path
) -> None:
    b = changed(study, world, tmp_path, {"exits": None})
    found = by_key(study, b)
    assert found["exits.count"].a == 60.0 and found["exits.count"].b is None
    assert list(parts_of(list(found.values()))) == ["exits"]
    b = changed(study, world, tmp_path, {"exits": None, "strategic": {"capex": 1.0e8, "elasticity": 0.5}})
    found = input_differences(study, b)[0]
    assert {"strategic.capex", "strategic.elasticity"} <= {one.key for one in found if one.effect == "aside"}
    assert parts_of(found).keys() == {"exits"}
    for keys, as_in_b in ((["exits.count", "exits.from"], True), ([], False)):
        assert (mixed_scenario(study, b, keys, tmp_path).exits is None) == as_in_b
        assert (mixed_scenario(b, study, keys, tmp_path).exits is None) == (not as_in_b)
    roles = study.table("role_table")
    roles.loc[0, "headcount"] += 5
    b = changed(study, world, tmp_path, {"open_positions": 50.0}, roles)
    found = by_key(study, b)
    assert found["roles"].a == "roles.csv: 5 roles with 2,000 FTE"
    assert found["roles"].b == "roles.csv: 5 roles with 2,005 FTE"
    assert set(parts_of(list(found.values()))[_THE_FIRM]) == {"roles", "open_positions"}
    roles.loc[0, "headcount"] -= 5
    roles.loc[0, "loaded_cost"] += 1
    same_people = by_key(study, changed(study, world, tmp_path, {}, roles))["roles"]
    assert same_people.b == f"{same_people.a}, other figures"


@pytest.mark.parametrize(("key", "value"), [("title", "Other"), ("reach", "all"), ("announced", None)])
def test_what_moves_no_plan_is_no_part(
    study: Result, world: World, tmp_path: Path, key: str, value: object
) -> None:
    found = input_differences(study, changed(study, world, tmp_path, {key: value}))[0]
    assert found and {one.effect for one in found} == {"aside"}
    assert parts_of(found) == {}
