"""Promises to departments and sites of which some people, or all, are planned as "other"."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reallocate.data.bundle import load_world
from reallocate.errors import InputError
from reallocate.plan.broken_promises import EXCESS
from reallocate.plan.promise_rules import may_be_laid_off
from reallocate.problem.firm.prepare import PlanProblem, prepare
from reallocate.problem.firm.solve import solve_plan
from reallocate.scenario.firm.read import scenario_from_flags
from reallocate.scenario.firm.saved import kept_tables, scenario_again
from reallocate.scenario.firm.schema import Scenario

WORLD = load_world()
GROUPS = (
    ("Payroll and Timekeeping Clerks", "Hamburg", 240),
    ("Payroll and Timekeeping Clerks", "Bern", 70),
    ("Payroll and Timekeeping Clerks", "Lyon", 30),
    ("Data Scientists", "Hamburg", 30),
    ("Data Scientists", "Lyon", 130),
    ("Data Scientists", "Graz", 40),
)


def firm(folder: Path, groups: tuple[tuple[str, str, int], ...] = GROUPS, **promises: Any) -> Scenario:
    path = folder / "people.csv"
    people = [(title, site) for title, site, size in groups for _ in range(size)]
    lines = [f"{number},{title},{site},90000" for number, (title, site) in enumerate(people)]
    path.write_text("\n".join(["id,title,site,base", *lines]) + "\n", encoding="utf-8")
    return scenario_from_flags((), None, roster=str(path), quarters=2, **promises)


def told(problem: PlanProblem) -> str:
    return " ".join(note.sentence for note in problem.notes if note.about == "promise")


def shared(problem: PlanProblem) -> dict[str, float]:
    roles = problem.setting.firm.roles
    return dict(roles.loc[roles["protected"] > 0, "protected"])


def test_enough_people_of_other_are_spared_for_those_of_a_protected_site(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Hamburg"]))
    roles = problem.setting.firm.roles
    other = roles[roles["location"].eq("other")]
    assert set(shared(problem)) == set(other.index) and len(other)
    assert (other["protected"] >= np.minimum(50, other["headcount"])).all() and (other["protected"] % 25 == 0).all()
    assert (other["protected"] < other["headcount"]).any(), "no more than those who are promised, where there are more"
    assert "people of site Hamburg are in small groups" in told(problem) and "can be spared" in told(problem)


def test_a_site_that_is_all_under_other_is_spared_and_priced(tmp_path: Path) -> None:
    groups = (*GROUPS, ("Payroll and Timekeeping Clerks", "Bonn", 45), ("Payroll and Timekeeping Clerks", "Metz", 45))
    free = firm(tmp_path, groups, exact=True, exits="40%", exits_from="plan")
    before = solve_plan(free.model_copy(update={"by": ("site",)}).placed_in(tmp_path), WORLD, lambda text: None, 0.02).plan
    asked = firm(tmp_path, groups, exact=True, exits="40%", exits_from="plan", protect=["site=Graz", "site=Bern"])
    after = solve_plan(asked, WORLD, lambda text: None, 0.02).plan
    i = after.inputs
    assert EXCESS["protect"](after, "site=Bern", None).each.max() <= 1e-6
    assert (after.layoffs.sum(axis=1) <= may_be_laid_off(i) + 1e-6).all()
    assert before.layoffs.sum() > 0 and after.objective >= before.objective - 1e-6


def test_the_number_spared_holds_everybody_of_the_place_whatever_is_rounded(tmp_path: Path) -> None:
    groups = (("Data Scientists", "Hamburg", 300), *(("Data Scientists", name, 48) for name in ("Bern", "Graz", "Lyon")))
    for names in (["Bern"], ["Bern", "Lyon"]):
        problem = prepare(WORLD, firm(tmp_path, groups, protect=[f"site={name}" for name in names]))
        roles = problem.setting.firm.roles
        role = roles.index[roles["location"].eq("other")]
        if len(role):
            left = float(roles.loc[role, "headcount"].sum() - roles.loc[role, "protected"].sum())
            assert left <= 48 * (3 - len(names)) + 25 and math.isfinite(left)
    exact = prepare(WORLD, firm(tmp_path, groups, protect=["site=Bern"], exact=True))
    assert not shared(exact) if "protected" in exact.setting.firm.roles else True


def test_the_number_is_kept_with_the_role_table(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Hamburg", "site=Graz"]))
    kept = kept_tables(WORLD, problem.scenario)["role_table"]
    data = problem.scenario.model_dump(mode="json", by_alias=True)
    again = prepare(WORLD, scenario_again(data, kept, tmp_path, "again"))
    assert shared(again) == shared(problem)
    assert again.setting.options.promises.protect == ("site=Graz", "site=Hamburg")


def test_what_cannot_be_kept_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"protect names the site 'hamburgg', and nobody in the file has it"):
        prepare(WORLD, firm(tmp_path, protect=["site=Hamburgg", "site=Bern"]))
    with pytest.raises(InputError, match=r"the site 'Graz'.*Small ones are site=other: promise it to that"):
        prepare(WORLD, firm(tmp_path, keep_at_least=["site=Graz:90%"]))
    groups = (("Data Scientists", "Hamburg", 300), ("Data Scientists", "Graz", 4))
    with pytest.raises(InputError, match=r"the site 'Graz'.*One of few people is in no role"):
        prepare(WORLD, firm(tmp_path, groups, protect=["site=Graz"]))


def test_what_is_kept_of_a_place_is_said_to_hold_in_its_own_roles(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, keep_at_least=["site=Hamburg:90%"]))
    assert "is kept in its own roles alone. Promise the same to site=other" in told(problem)
    assert "protected" not in problem.setting.firm.roles
