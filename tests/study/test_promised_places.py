"""Promises to departments and sites of which some people, or all, are planned as "other"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reallocate.data.bundle import load_world
from reallocate.firm.model.broken import EXCESS
from reallocate.firm.model.promise_rules import may_be_laid_off
from reallocate.firm.report.solve import set_up, solve_plan
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import scenario_from_flags
from reallocate.firm.request.saved import kept_roles, scenario_again
from reallocate.kernel.errors import InputError

WORLD = load_world()
GROUPS = (
    ("Payroll and Timekeeping Clerks", "Hamburg", 240),
    ("Payroll and Timekeeping Clerks", "Bern", 70),
    ("Payroll and Timekeeping Clerks", "Lyon", 3),
    ("Data Scientists", "Hamburg", 3),
    ("Data Scientists", "Lyon", 130),
    ("Data Scientists", "Graz", 4),
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


def test_the_people_of_a_protected_site_are_spared_under_other_too(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Hamburg"]))
    assert shared(problem) == {"15-2051@other": 3.0}
    assert "3 people of site Hamburg are in small groups" in told(problem) and "can be spared" in told(problem)
    lyon = prepare(WORLD, firm(tmp_path, protect=["site=Lyon", "site=Graz"]))
    assert shared(lyon) == {"43-3051@other": 3.0, "15-2051@other": 4.0}


def test_a_site_that_is_all_under_other_is_spared_and_priced(tmp_path: Path) -> None:
    groups = (*GROUPS, ("Payroll and Timekeeping Clerks", "Bonn", 4), ("Payroll and Timekeeping Clerks", "Metz", 4))
    free = firm(tmp_path, groups, exits="40%", exits_from="plan")
    by_site = free.model_copy(update={"by": ("site",)}).placed_in(tmp_path)
    before = solve_plan(set_up(by_site, WORLD, 0.02), print).plan
    asked = firm(tmp_path, groups, exits="40%", exits_from="plan", protect=["site=Graz", "site=Bonn"])
    after = solve_plan(set_up(asked, WORLD, 0.02), print).plan
    i = after.inputs
    assert EXCESS["protect"](after, "site=Bonn", None).each.max() <= 1e-6
    assert (after.layoffs.sum(axis=1) <= may_be_laid_off(i) + 1e-6).all()
    assert before.layoffs.sum() > 0 and after.objective >= before.objective - 1e-6


def test_the_number_is_kept_with_the_role_table(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Hamburg", "site=Graz"]))
    kept = kept_roles(problem.table)
    assert kept is not None and kept["protected"].sum() == 7
    data = problem.scenario.model_dump(mode="json", by_alias=True)
    again = prepare(WORLD, scenario_again(data, kept, tmp_path, "again"))
    assert shared(again) == shared(problem)
    assert again.setting.options.promises.protect == ("site=Graz", "site=Hamburg")


def test_what_cannot_be_kept_is_refused_and_what_is_kept_holds_in_its_own_roles(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"protect names the site 'hamburgg', and nobody in the file has it"):
        prepare(WORLD, firm(tmp_path, protect=["site=Hamburgg", "site=Bern"]))
    with pytest.raises(InputError, match=r"the site 'Graz'.*Small ones are site=other: promise it to that"):
        prepare(WORLD, firm(tmp_path, keep_at_least=["site=Graz:90%"]))
    problem = prepare(WORLD, firm(tmp_path, keep_at_least=["site=Hamburg:90%"]))
    assert "is kept in its own roles alone. Promise the same to site=other" in told(problem)
    assert "protected" not in problem.setting.firm.roles
