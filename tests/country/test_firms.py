"""Firms by their own role tables and files: read, planned and cut in their own titles, money and words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from starlette.testclient import TestClient
from tests.country.words import foreign, terminal, told
from tests.web.test_planner import at_home

import reallocate as ra
from reallocate.data.bundle import shipped_world
from reallocate.data.country import country
from reallocate.firm.cut import turns
from reallocate.firm.cut.turns import solve_cut, with_turns
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.errors import InputError
from reallocate.render.result import Result

ROLES = pd.read_csv(Path(__file__).with_name("firms.csv"))
FIRMS = {str(row.firm): (str(row.country), str(row.mark)) for row in ROLES.drop_duplicates("firm").itertuples()}
"""(firm) its country and the mark of its money; its roles stand in the table."""
QUICK = ("German retailer",)


def table_of(folder: Path, name: str) -> Path:
    path = folder / "roles.csv"
    ROLES.loc[ROLES["firm"].eq(name), ["title", "headcount", "pay"]].to_csv(path, index=False)
    return path


def firm(folder: Path, name: str) -> ra.Scenario:
    return ra.Scenario.from_roles(table_of(folder, name), country=FIRMS[name][0])


@pytest.mark.parametrize(
    "name", [one if one in QUICK else pytest.param(one, marks=pytest.mark.long) for one in FIRMS]
)
@pytest.mark.parametrize("asked", ["cut", pytest.param("plan", marks=pytest.mark.long)])
def test_a_firm_is_cut_and_planned_in_its_own_money_and_words(tmp_path: Path, name: str, asked: str) -> None:
    given = {"exits": "10%", "quarters": 4} if asked == "cut" else {}
    made: Result = getattr(ra, asked)(firm(tmp_path, name), **given, quick=True, progress=False)
    assert foreign([*told(made.page()), terminal(made)]) == []
    assert FIRMS[name][1] in terminal(made)


def test_a_roster_of_a_country_is_read_in_its_money_and_titles(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    people = [f"{number},{title},40000" for number, title in enumerate(["Kassierer", "Buchhalter"] * 6)]
    path.write_text("\n".join(["id,title,pay", *people]), encoding="utf-8")
    read = ra.Roster.read(path, country="DE")
    assert "There is no currency column; pay is read as EUR." in read.check().lines
    named = {"Cashiers and ticket clerks", "Accounting associate professionals"}
    assert set(read.role_names.values()) == named


def test_a_role_table_is_no_roster(tmp_path: Path) -> None:
    path = table_of(tmp_path, "UK insurer")
    with pytest.raises(InputError, match=r"column B counts people: a role table.*Scenario.from_roles"):
        ra.Roster.read(path, country="UK")


def test_pay_that_was_moved_to_this_year_is_solved_at_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Placebo: at an unmoved end nothing moves; pay of this year, or a firm's own, has no ends."""
    poland = country("PL")
    assert poland.pay_moved is not None
    flat = poland.pay_moved.model_copy(update={"low": poland.pay_moved.value})
    monkeypatch.setattr(turns, "CHANGES", ())
    monkeypatch.setattr(
        turns, "country", lambda code: poland.model_copy(update={"pay_moved": flat}) if code == "PL" else country(code)
    )
    asked = firm_scenario(scenario_from_flags(["62"], 60.0, quarters=4).model_copy(update={"country": "PL"}), exits="10%")
    solved = solve_cut(asked, shipped_world("PL"), lambda text: None)
    low, high = with_turns(solved, lambda text: None).turns
    as_assumed = solved.compared.haste_per_exit, solved.compared.steps.size.cost
    assert (low.haste, low.size) == pytest.approx(as_assumed, rel=1e-6)
    assert high.haste / low.haste == pytest.approx(flat.high / flat.value, rel=0.02), "haste is mostly pay"
    assert high.figures["pay_per_head"] / low.figures["pay_per_head"] == pytest.approx(flat.high / flat.value)
    own = asked.model_copy(update={"pay_per_head": 5e4})
    assert turns._pay_ends(replace(solved, problem=replace(solved.problem, scenario=own))) == ()


INDUSTRY = "Insurance, reinsurance and pension funding"
PEOPLE = {
    "Motor Claims Handler": (90, 27_500), "Payroll Clerk": (30, 26_800), "Underwriter": (40, 41_000),
    "Software Developer": (35, 48_000), "Customer Service Adviser": (60, 24_900),
}  # fmt: skip


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    with at_home(tmp_path, monkeypatch) as client:
        yield client


def people() -> bytes:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("Employee ID", "Job Title", "Base Salary", "Currency"))
    number = 0
    for title, (count, pay) in PEOPLE.items():
        for _ in range(count):
            number += 1
            rows.writerow((number, title, pay + number, "GBP"))
    return text.getvalue().encode()


def test_a_british_file_is_read_planned_and_told_in_pounds_and_british_occupations(planner: TestClient) -> None:
    form = {"industry": INDUSTRY, "title": "Broadland Insurance", "country": "GB"}
    read = planner.post("/firm/plan/file", files={"file": ("people.csv", people())}, data=form).text
    assert "From 255 rows to 255 positions" in read
    assert foreign(told(read)) == [] and "for one GBP" not in read
    asked = planner.post("/firm/plan/titles", data={"then": "promises"}).text
    assert "Spend at most £" in asked and foreign(told(asked)) == []
    page = planner.post("/firm/plan/draft", data={"quarters": "2"}).text
    assert "£" in page and "Sources for the United Kingdom" in page and foreign(told(page)) == []
    assert "country=&#34;GB&#34;" in page or 'country="GB"' in page
