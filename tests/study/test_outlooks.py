"""Outlooks of a scenario: read, refused with a remedy, turned into options; the study's own come to a whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reallocate.data.bundle import load_world
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.faults import decided_quarters, outlooks_of, shipped_outlooks
from reallocate.firm.request.prepare import options_of
from reallocate.firm.request.read import read_scenario
from reallocate.kernel.errors import InputError
from reallocate.kernel.parameters import Parameters
from reallocate.render.result import Result

HEAD = 'name = "x"\nindustries = ["524100"]\nheadcount = 500\nquarters = 3\n'
TWO = """[[outlooks]]
name = "rents rise"
weight = 0.3
capability = "plateau"
changes = { rent_price_growth = 0.2 }
[[outlooks]]
name = "as assumed"
weight = 0.7
"""


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_scenario(HEAD + text, Path("x.toml"))
    return str(caught.value)


def test_a_scenario_names_its_own_outlooks() -> None:
    scenario = read_scenario(HEAD + TWO, Path("x.toml"))
    options = options_of(load_world(), scenario, 500.0)
    rise, same = outlooks_of(scenario, options)
    assert (rise.weight, rise.options.capability, same.options.capability) == (0.3, "plateau", "trend")
    assert rise.options.parameters["rent_price_growth"] == 0.2
    assert rise.says.endswith("yearly change of GPU rents, which fall and rise: 20% a year instead of 0% a year")
    assert same.options == options and same.says == "no change"


def test_no_more_is_decided_beforehand_than_the_plan_is_long() -> None:
    assert decided_quarters(read_scenario(HEAD, Path("x.toml"))) == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = 0.7", "weight = 0.6", "line 12: the weights of the outlooks add up to 0.9"),
        ('name = "as assumed"', 'name = "rents rise"', "two outlooks have the name 'rents rise'"),
        ("rent_price_growth", "rent_price_grwth", "Nearest: rent_price_growth"),
        ('capability = "plateau"', 'capability = "plato"', "Nearest: plateau"),
        ("changes = { rent_price_growth = 0.2 }", "changes = { utilisation = 3 }", "utilisation = 3 is a share above 1"),
    ],
)  # fmt: skip
def test_outlooks_that_cannot_be_teach(old: str, new: str, said: str) -> None:
    assert old in TWO
    assert said in refused(TWO.replace(old, new))


def test_one_outlook_is_no_choice() -> None:
    assert "outlooks need at least two entries" in refused(TWO.split("[[outlooks]]\nname = \"as")[0].replace("0.3", "1"))


def test_the_outlooks_that_ship_add_up_and_stay_within_the_ranges_they_cite() -> None:
    every = shipped_outlooks()
    assert sum(one.weight for one in every) == pytest.approx(1.0)
    assert {one.capability for one in every} >= {"plateau", "fast", "reversal"}
    declared = Parameters.default()
    rents = [(one.changes or {}).get("rent_price_growth", 0.0) for one in every]
    assert min(rents) < 0 < max(rents), "rents fall and they rise"
    for one in every:
        assert one.source
        for name, value in (one.changes or {}).items():
            assert declared.about(name).low <= value <= declared.about(name).high, (one.name, name)


def test_the_tables_of_a_study_agree_with_each_other(study: Result, whole: WholePlan) -> None:
    found = whole.outlooks
    assert found is not None
    strategies, regret = study.table("strategies"), study.table("regret")
    information = study.table("information").set_index("question")["amount"]
    made = strategies.set_index("strategy").loc["the original plan"]
    np.testing.assert_equal(
        information["planning for all outlooks instead of the original plan"], made["extra_cost"]
    )
    assert (information.dropna() >= -1e-6).all() and information.notna().any()
    joint = strategies[strategies["strategy"] == "planned for all outlooks"].iloc[0]
    of_joint = regret[regret["strategy"] == "planned for all outlooks, caution 0"]["extra_cost"]
    assert of_joint.max() == pytest.approx(joint["largest_regret"]) and joint["extra_cost"] == 0
    np.testing.assert_allclose(
        study.table("outlooks")["extra_joint"].to_numpy(), of_joint.to_numpy(), atol=1e-9
    )
    wrong = study.table("reversal").groupby("outlook", sort=False)["extra_cost"].sum()
    of_plan = regret[regret["strategy"] == "the original plan"].set_index("outlook")["extra_cost"].dropna()
    np.testing.assert_allclose(wrong, of_plan[wrong.index], atol=1e-6 * found.least.max())
    assert study.text["outlooks"][-1].startswith("The weights are a judgement")
