"""What promises cost, alone and together; the cut that they rule out; names as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.test_planner import people

import reallocate as ra
from reallocate.api.prices import ALL, NONE, promise_prices
from reallocate.data.bundle import shipped_world
from reallocate.firm.alternatives.prices import PricedPlan, PromisePrices, price_words
from reallocate.firm.alternatives.promises import InForce, PricedLimits, promises
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import firm_scenario
from reallocate.kernel.errors import InputError
from reallocate.kernel.table import computed


def insurer(people: int = 300) -> ra.Scenario:
    return ra.Scenario.from_industry("insurance carriers", people, quarters=2)


def test_every_promise_has_a_price_notice_too() -> None:
    problem = prepare(
        shipped_world(),
        firm_scenario(insurer(), protect=["43-4051"], notice_days=90, keep_at_least=["99%"], budget=900.0),
    )
    cheapest, dearer = PricedPlan(100.0, 5, 290), PricedPlan(100.8, 0, 300)
    prices = PromisePrices(
        cheapest, {"keep_at_least": dearer, "protect": cheapest, "notice_days": cheapest}, dearer
    )
    in_force = InForce(PricedLimits(problem.setting.options, []), prices, (90.0, "[promises] notice_days"))
    found = computed((promises,), in_force)["promises"]
    said = dict(zip(found["promise"], found["price"], strict=True))
    assert said == {
        "Cash of at most USD 900 million a year": "a limit, not a promise",
        "At least 99% of the positions at the start": "Costs about $0.8 million",
        "No layoffs in 43-4051": "Costs nothing", "90 days of notice": "Costs nothing",
    }  # fmt: skip
    assert price_words(0.049) == "Costs nothing" and price_words(1234.0) == "Costs about $1.2 billion"


@pytest.mark.long
def test_the_promises_page_and_the_whole_plan_have_the_same_prices() -> None:
    first = ra.plan(
        insurer(120), keep_at_least=["100%"], protect=["43-4051"], notice_days=90, quick=True, progress=False
    )
    asked, whole = promise_prices(first), first.more(progress=False)
    told = promise_prices(whole)
    assert list(asked) == list(told) == [NONE, "keep_at_least", "protect", "notice_days", ALL]
    assert {key: row["price"] for key, row in asked.items()} == {
        key: row["price"] for key, row in told.items()
    }
    assert [row["cost"] for row in asked.values()] == pytest.approx([row["cost"] for row in told.values()])
    prices = whole.table("promises")["price"]
    assert len(prices) == 3 and prices.str.startswith("Costs").all()


def test_a_plan_says_which_promise_rules_its_cut_out_and_what_to_loosen() -> None:
    plan = ra.plan(insurer(), no_layoffs_before="2027-01", quick=True, progress=False)
    (line,) = plan.explain()["cut_or_wait"]
    assert line == (
        "No cut is compared: with 30 positions cut now, no plan keeps “no layoffs in the first 2 quarters”. "
        "Loosen it, and the plan shows what a cut costs."
    )
    assert plan.facts["cut_ruled_out"] == {"count": 30.0, "promises": ["no_layoffs_before"]}
    assert "cut_ruled_out" not in ra.plan(insurer(), quick=True, progress=False).facts


@pytest.mark.long
def test_promises_take_names_of_roles_and_departments(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(people(), encoding="utf-8")
    firm = ra.Scenario.from_roster(file, industry="insurance carriers")

    def asked(**options: object) -> object:
        return prepare(shipped_world(), firm_scenario(firm, **options)).scenario.promises

    by_name = asked(protect=["customer support", "Software Developers"], keep_at_least=["Hamburg:90%"])
    by_code = asked(protect=["department=Customer Support", "15-1252"], keep_at_least=["site=Hamburg:90%"])
    assert by_name == by_code
    with pytest.raises(InputError, match="'Custmer Suport'"):
        asked(protect=["Custmer Suport"])


def test_a_title_with_commas_is_one_name() -> None:
    title = "Claims Adjusters, Examiners, and Investigators"
    problem = prepare(shipped_world(), firm_scenario(insurer(), protect=title.split(",")))
    assert problem.scenario.promises.protect == ("13-1031",)
