"""A country at every door: in its own money, its own figures, and in no word of another country."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pandas as pd
import pytest
from tests.country.words import foreign, sheets, terminal, told

import reallocate as ra
from reallocate.api.new import new
from reallocate.firm.cut.beforehand import question
from reallocate.firm.request.read import firm_scenario
from reallocate.kernel.money import shown_in
from reallocate.kernel.number import say
from reallocate.render.result import Result
from reallocate.web.pages import firm, job, plan

INDUSTRY, PEOPLE = "Insurance, reinsurance and pension funding", 3_000


@pytest.fixture(scope="module")
def insurer() -> ra.Scenario:
    return ra.Scenario.from_industry(INDUSTRY, PEOPLE, country="UK", quarters=2)


@pytest.fixture(scope="module")
def cut(insurer: ra.Scenario) -> Result:
    return ra.cut(insurer, exits="10%", progress=False)


@pytest.fixture(scope="module")
def quick_cut(insurer: ra.Scenario) -> Result:
    return ra.cut(insurer, exits="10%", quick=True, progress=False)


@pytest.fixture(scope="module")
def planned(insurer: ra.Scenario) -> Result:
    return ra.plan(insurer, budget=400, quick=True, progress=False)


@pytest.fixture(scope="module")
def clerk() -> Result:
    return ra.job("payroll clerk", country="UK", pay=30_000)


@pytest.mark.long
def test_a_cut_of_the_united_kingdom_has_no_word_of_another(cut: Result) -> None:
    texts = [one for page in (cut.page(), *sheets(cut)) for one in told(page)]
    printed = terminal(cut)
    assert foreign([*texts, printed]) == []
    assert "£" in printed and "Sources for the United Kingdom." in cut.page()
    assert cut.page().count("1 GBP = 1.3399 USD") == 1, "the rate is said once"


def test_a_plan_and_a_job_have_no_word_of_another(planned: Result, clerk: Result) -> None:
    for result in (planned, clerk):
        printed = terminal(result)
        assert foreign([*told(result.page()), printed]) == [], result.kind.name
        assert "£" in printed


FORM = (("country", "GB"), ("industry", INDUSTRY), ("people", str(PEOPLE)), ("cut", "10"))


def test_pages_of_the_server_ask_and_answer_in_pounds() -> None:
    wrong = firm.cut_answer((*FORM, ("pay_per_head", "-5")))
    assert wrong.status == 422 and "cannot cost −5 GBP a year" in html.unescape(wrong.html)
    card = job.card("payroll clerk", (("country", "GB"), ("pay", "30000")))
    assert card.status == 200 and foreign(told(card.html)) == []
    promises = plan.from_industry((("country", "GB"), ("industry", INDUSTRY), ("people", str(PEOPLE))))
    assert "Spend at most £" in html.unescape(promises.html)


def test_machines_read_the_same_pounds(quick_cut: Result, planned: Result) -> None:
    rate = quick_cut.money.dollars
    inside, shown = quick_cut.in_dollars("cut_steps"), quick_cut.table("cut_steps")
    assert shown["cost"].tolist() == pytest.approx((inside["cost"] / rate).tolist())
    assert quick_cut.units["cut_steps"]["cost"] == "GBP million"
    made = json.loads(quick_cut.as_json())
    assert made["steps"]["ai"]["cost"] == pytest.approx(1e6 * shown.set_index("step")["cost"]["ai"])
    assert made["facts"]["haste_bounds"] == pytest.approx([one / rate for one in quick_cut.facts["haste_bounds"]])
    assert made["tables"]["cut_steps"][0]["cost"] == pytest.approx(shown["cost"][0])
    objective = json.loads(planned.as_json())["facts"]["objective"]
    assert objective == pytest.approx(planned.facts["objective"] / rate)
    with shown_in(planned.money):
        assert say(objective, "GBP million") in planned.page()


def test_a_saved_result_keeps_country_and_rate_and_runs_again(quick_cut: Result, tmp_path: Path) -> None:
    folder = quick_cut.save(tmp_path / "cut")
    opened = ra.open(folder)
    assert opened.money == quick_cut.money and opened.facts["scenario"]["country"] == "GB"
    assert opened.page() == quick_cut.page() and json.loads(opened.as_json()) == json.loads(quick_cut.as_json())
    assert ra.Scenario.of(opened).country == "GB"


def test_amounts_of_a_scenario_are_read_once_in_its_money(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(
        f'name = "s"\ncountry = "Britain"\nindustries = ["{INDUSTRY}"]\nheadcount = 3000\npay_per_head = 60000\n'
        "[budget]\ncash_per_year = 300\n[parameters]\nhire_cost = 2500\nrehire_pause = 2\n"
        "[funding]\npay_settings = [50000, 60000]\nseverance_range = [1000, 9000]\ncapex_range = [1e6, 2e6]\n",
        encoding="utf-8",
    )
    written = ra.Scenario.read(tmp_path / "s.toml")
    inside, rate = written.in_dollars(), 1.3399
    assert written.country == "GB" and written.pay_per_head == 60_000
    assert inside.pay_per_head == pytest.approx(60_000 * rate)
    assert inside.budget.cash_per_year == pytest.approx(300 * rate)
    assert inside.parameters == {"hire_cost": pytest.approx(2_500 * rate), "rehire_pause": 2}
    assert inside.funding is not None
    assert inside.funding.severance_range == pytest.approx((1_000 * rate, 9_000 * rate))
    assert inside.in_dollars() is inside and inside.as_written is written
    assert firm_scenario(inside, exits="10%").pay_per_head == 60_000, "nothing is converted twice"


def test_the_united_states_write_no_country_and_keep_their_answers() -> None:
    here = ra.Scenario.from_industry("524100", 20_000)
    assert "country" not in here.model_dump() and here.in_dollars() is here
    asked = firm_scenario(here, exits="10%")
    assert question(asked) and not question(asked.model_copy(update={"country": "GB"}))


def test_a_role_table_is_in_the_countrys_codes_titles_and_money(tmp_path: Path) -> None:
    codes = ra.World.load(country="UK").occupations.index[:2]
    rows = {"code": list(codes), "headcount": [60, 40], "loaded_cost": [50_000, 60_000]}
    pd.DataFrame(rows).to_csv(tmp_path / "r.csv", index=False)
    own = ra.Scenario.from_roles(tmp_path / "r.csv", country="UK")
    roles = ra.cut(own, exits="10%", quick=True, progress=False)
    assert roles.money.code == "GBP" and "is converted to" not in roles.page()
    pd.DataFrame(
        {"code": ["13-2053"], "headcount": [100], "loaded_cost": [60_000], "currency": ["GBP"]}
    ).to_csv(tmp_path / "us.csv", index=False)
    proposed = ra.plan(ra.Scenario.from_roles(tmp_path / "us.csv"), quick=True, progress=False)
    notes = " ".join(proposed.facts["pay_notes"])
    assert "all pay is in GBP" in notes and "--country GB (United Kingdom)" in notes
    assert proposed.money.is_home, "a country is proposed, not assumed"


def test_a_new_scenario_is_in_pounds(tmp_path: Path) -> None:
    made = new("uk", industry=INDUSTRY, headcount=PEOPLE, country="UK", dir=tmp_path)
    text = (tmp_path / "uk" / "scenario.toml").read_text(encoding="utf-8")
    assert 'country = "GB"' in text and "hire_cost = 1500" in text and "[£/hire], 1500 to 6000" in text
    assert made.headcount == PEOPLE
    rows = pd.read_csv(tmp_path / "uk" / "roles.csv")
    average = float((rows["loaded_cost"] * rows["headcount"]).sum() / rows["headcount"].sum())
    assert 30_000 < average < 90_000, "pounds, not dollars, of cost a position"
