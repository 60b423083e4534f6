"""Promises to departments and sites of which some people, or all, are planned as "other"."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reallocate.data.bundle import load_world
from reallocate.errors import InputError
from reallocate.problem.firm.prepare import PlanProblem, prepare
from reallocate.scenario.firm.read import scenario_from_flags
from reallocate.scenario.firm.schema import Scenario

WORLD = load_world()
GROUPS = (
    ("Software Developers", "Hamburg", 240),
    ("Software Developers", "Bern", 30),
    ("Software Developers", "Lyon", 30),
    ("Data Scientists", "Hamburg", 30),
    ("Data Scientists", "Lyon", 130),
    ("Data Scientists", "Bern", 26),
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


def test_a_protected_site_covers_its_people_under_other_and_the_page_says_so(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Hamburg"]))
    inputs = problem.setting
    assert problem.scenario.promises.protect == ("site=Hamburg", "site=other")
    assert inputs.options.promises.protect == ("site=Hamburg", "site=other")
    assert "people of site Hamburg are in small groups" in told(problem)
    assert "nobody planned as site=other is laid off, and the price includes that" in told(problem)
    again = prepare(WORLD, problem.scenario)
    assert again.scenario == problem.scenario and not told(again), "said once"


def test_a_site_that_is_all_under_other_is_kept_there(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Bern"], keep_at_least=["site=Lyon:90%"]))
    assert problem.scenario.promises.protect == ("site=other",)
    assert problem.scenario.promises.keep_at_least == {"site=Lyon": 0.9, "site=other": 0.9}
    assert "All people of site Bern are in small groups" in told(problem)
    assert "Keep it for Lyon among them too" in told(problem)
    start = problem.setting.firm.roles
    other = start.loc[start["location"].eq("other"), "headcount"].sum()
    assert dict(problem.setting.options.promises.keep_positions)["site=other"] == pytest.approx(0.9 * other)


def test_a_number_is_kept_by_own_roles_and_refused_where_there_are_none(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, keep_at_least=["site=Lyon:100"]))
    assert problem.scenario.promises.keep_at_least == {"site=Lyon": 100}
    assert "100 positions" not in told(problem) and "these people come on top" in told(problem)
    with pytest.raises(InputError, match="keep_at_least promises 25 positions to 'site=Bern'.*a share"):
        prepare(WORLD, firm(tmp_path, keep_at_least=["site=Bern:25"]))


def test_a_site_without_any_role_of_other_is_refused_in_words(tmp_path: Path) -> None:
    groups = (("Software Developers", "Hamburg", 300), ("Software Developers", "Graz", 4))
    with pytest.raises(InputError, match="'site=Graz', where too few people work for roles of its own.*--exact"):
        prepare(WORLD, firm(tmp_path, groups, protect=["site=Graz"]))
    with pytest.raises(InputError, match="no role of the firm has the site 'Hamburgg'"):
        prepare(WORLD, firm(tmp_path, groups, protect=["site=Hamburgg"]))


def test_what_is_promised_to_other_already_stays(tmp_path: Path) -> None:
    asked = firm(tmp_path, keep_at_least=["site=Hamburg:80%", "site=other:95%"])
    assert prepare(WORLD, asked).scenario.promises.keep_at_least == {"site=Hamburg": 0.8, "site=other": 0.95}


def test_with_exact_figures_hardly_anybody_is_under_other(tmp_path: Path) -> None:
    problem = prepare(WORLD, firm(tmp_path, protect=["site=Lyon"], exact=True))
    assert problem.scenario.promises.protect == ("site=Lyon",) and not told(problem)
