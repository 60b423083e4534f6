"""A scenario becomes a firm: from an industry's mix, or from the firm's own table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.worlds import small_world

from reallocate.firm.request.firm import build_firm, own_share
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import read_scenario, scenario_from_flags
from reallocate.kernel.errors import InputError
from reallocate.work.world import World

SMALL = small_world()


def own(folder: Path, rows: str, more: str = "") -> Scenario:
    (folder / "roles.csv").write_text(
        "code,title,headcount,open positions,loaded cost,location,level\n" + rows, encoding="utf-8"
    )
    return read_scenario(f'name = "own"\nroles = "roles.csv"\n{more}', folder / "scenario.toml")


def test_loaded_cost_is_the_industry_s_mean_wage_times_the_multiplier() -> None:
    firm, notes, _ = build_firm(SMALL, scenario_from_flags(["524100"], 1_000))
    assert firm.roles.loc["13-1031", "loaded_cost"] == round(80_000 * 1.1 * 1.42)
    # Not released in the industry: the nation's wage, and it is said.
    assert firm.roles.loc["15-2051", "loaded_cost"] == round(120_000 * 1.42)
    assert firm.roles.loc["15-2051", "cost_from"] == "filled"
    assert any("1.0% of the headcount the industry's own pay" in str(note) for note in notes)
    assert firm.headcount == pytest.approx(1_000)
    assert firm.roles.index.is_monotonic_increasing
    dearer = scenario_from_flags(["524100"], 1_000, parameters={"loaded_multiplier": 1.6})
    assert build_firm(SMALL, dearer)[0].roles.loc["13-1031", "loaded_cost"] == round(88_000 * 1.6)


def test_own_pay_is_of_the_people_whose_own_pay_is_used_and_the_notes_say_at_which_rate(
    tmp_path: Path,
) -> None:
    """Of 400 people 100 are paid in dollars, 100 in euros, and of 200 no pay is given."""
    rows = ["100000,USD"] * 100 + ["100000,EUR"] * 100 + [","] * 100
    lines = [f"{number},Software Developers,{rest}" for number, rest in enumerate(rows)]
    lines += [f"{number},Insurance Underwriters,," for number in range(300, 400)]
    (tmp_path / "people.csv").write_text("id,title,base,currency\n" + "\n".join(lines), encoding="utf-8")
    text = 'name = "x"\nroster = "people.csv"\ngroup_below = 0\n'
    rates = '[reading]\nrates = ["EUR=1.5"]\nrates_date = "2026-06-30"\n'
    firm, notes, _ = build_firm(SMALL, read_scenario(text + rates, tmp_path / "scenario.toml"))
    developers, underwriters = firm.roles.loc["15-1252"], firm.roles.loc["13-2053"]
    assert developers["loaded_cost"] == pytest.approx(1.42 * 125_000, rel=0.02), "to the step of published pay"
    assert developers["own_pay"] == pytest.approx(2 / 3, abs=0.01) and underwriters["own_pay"] == 0.0
    cost = {role: row["headcount"] * row["loaded_cost"] for role, row in firm.roles.iterrows()}
    assert own_share(firm.roles) == pytest.approx(
        cost["15-1252"] * developers["own_pay"] / sum(cost.values()), abs=1e-9
    )
    said = [note.sentence for note in notes if note.about == "own pay"]
    assert "own pay is used for 200 of 400 full-time positions" in said[0]
    assert "100 people in EUR" in said[1] and "1 EUR = 1.5 USD, your rates of 2026-06-30" in said[1]
    _, notes, _ = build_firm(SMALL, read_scenario(text, tmp_path / "scenario.toml"))
    said = [note.sentence for note in notes if note.about == "own pay"]
    assert "1 EUR = 1.1172 USD, European Central Bank" in said[1] and "2026-10-30" in said[1]


def test_area_pay_per_head_and_open_positions_by_hand() -> None:
    firm, notes, _ = build_firm(SMALL, scenario_from_flags(["524100"], 1_000, area="California"))
    assert firm.roles.loc["15-1252", "loaded_cost"] == round(145_000 * 1.1 * 1.2 * 1.42)
    assert any("level of California" in str(note) for note in notes)
    plain = build_firm(SMALL, scenario_from_flags(["524100"], 1_000))[0]
    firm, notes, _ = build_firm(SMALL, scenario_from_flags(["524100"], 1_000, pay_per_head=396_000.0))
    assert firm.payroll / firm.headcount == pytest.approx(396_000)
    ratio = firm.roles["loaded_cost"] / plain.roles["loaded_cost"]
    assert ratio.to_numpy() == pytest.approx(ratio.iloc[0])
    assert any("multiplied by" in str(note) for note in notes)
    firm, _, _ = build_firm(SMALL, scenario_from_flags(["524100"], 1_000, open_positions=98.0))
    assert firm.roles["open_positions"].sum() == pytest.approx(98)
    assert firm.roles.loc["13-1031", "open_positions"] == pytest.approx(30)
    none, notes, _ = build_firm(SMALL, scenario_from_flags(["524100"], 1_000))
    assert none.roles["open_positions"].sum() == 0
    assert any("assumes none" in str(note) for note in notes)


def test_an_own_table_wins_and_what_it_lacks_is_filled_and_listed(tmp_path: Path) -> None:
    rows = "15-1252,Backend,600,5,200000,,\n,Claims handler,400,,,,\n43-9061,,100,,,,\n"
    firm, notes, _ = build_firm(SMALL, own(tmp_path, rows, 'industries = ["524100"]'))
    costs = firm.roles["loaded_cost"].to_dict()
    assert costs == {"13-1031": round(88_000 * 1.42), "15-1252": 200_000.0, "43-9061": round(44_000 * 1.42)}
    assert firm.roles["cost_from"].to_dict() == {"13-1031": "filled", "15-1252": "own", "43-9061": "filled"}
    assert set(firm.roles["headcount_from"]) == {"own"}
    assert firm.roles.loc["15-1252", "title"] == "Backend"
    assert firm.filled_share == pytest.approx(100 / 1100)
    assert any(
        "2 roles give no loaded cost and use that of Insurance Carriers" in str(n) for n in notes
    )
    assert firm.roles["open_positions"].sum() == 5


def test_roles_of_one_code_are_told_apart_by_what_differs(tmp_path: Path) -> None:
    rows = "15-1252,Dev,5,,,NY,\n15-1252,Dev,6,,,SF,L5\n13-2011,,9,,,NY,\n15-2051,Data,3,,,SF,\n15-2051,ML,3,,,SF,\n"
    firm, _, _ = build_firm(SMALL, own(tmp_path, rows))
    assert list(firm.roles.index) == ["13-2011", "15-1252@ny", "15-1252@sf#l5", "15-2051:data", "15-2051:ml"]
    assert firm.roles.loc["15-1252@ny", "location"] == "NY"


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = ["15-1252,Dev,5,,,NY,\n", "13-2011,,9,,,NY,\n", "43-4051,,900,,,NY,\n", "43-9041,,0.5,,,NY,\n"]
    first = build_firm(SMALL, own(tmp_path, "".join(rows)))[0]
    second = build_firm(SMALL, own(tmp_path, "".join(reversed(rows))))[0]
    pd.testing.assert_frame_equal(first.roles, second.roles, check_exact=True)
    assert first.content.identical(second.content)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("headcount = 500", "headcount = 500 and the roles add up to 1000"),
        ("open_positions = 50", "open_positions = 50 and the role table's add up to 7"),
        ('reach = "gpt5"', "there is no reach source 'gpt5'. Nearest: gpt4"),
        ('headline_reach = "all"', "there is no reach source 'all'"),
        ('industries = ["banks"]', "only part of a title"),
        ('area = "Atlantis"', "there is no area 'Atlantis'"),
        ("[exits]\ncount = 1000", "1000 exits from 1000 people leave nobody"),
    ],
)
def test_contradictions_between_scenario_and_table_are_errors(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        build_firm(SMALL, own(tmp_path, "15-1252,,1000,7,,,\n", more))
    assert said in str(caught.value)


def test_scenario_and_table_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        build_firm(SMALL, own(tmp_path, "99-9999,,5,,,,\n15-1252,,-5,,,,\n", 'reach = "gpt5"'))
    assert len(caught.value.problems) == 3


def test_an_odd_assumption_is_kept_and_said() -> None:
    _, notes, _ = build_firm(SMALL, scenario_from_flags(["524100"], 9, parameters={"quits_per_month": 0.08}))
    assert any("quits_per_month = 0.08 is outside of 0.007 to 0.025" in str(note) for note in notes)


def test_the_shipped_figures_make_an_insurer(world: World) -> None:
    firm, notes, _ = build_firm(world, scenario_from_flags(["524100"], 20_000))
    assert firm.headcount == pytest.approx(20_000)
    assert 90 < len(firm.roles) < 130
    assert 120_000 < firm.payroll / firm.headcount < 160_000
    assert 0 < firm.filled_share < 0.05
    assert sum(note.about == "grouped" for note in notes) == 1


def test_roles_of_one_major_group_share_systems() -> None:
    scenario = scenario_from_flags(["524100"], 1_000).model_copy(update={"group_below": 0.1})
    firm, _, _ = build_firm(SMALL, scenario)
    joined = firm.roles[firm.roles["occupation"].str.endswith("-0000")]
    assert len(joined)
    assert (firm.roles["family"] == firm.roles["occupation"].str[:2] + "-0000").all()
