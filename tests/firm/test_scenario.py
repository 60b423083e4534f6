"""A scenario is read whole, written as it is read, and all that is wrong in it is told at once with its line."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr
from tests.golden_pages import Goldens

from reallocate.firm.request.faults import read_of_a_firm
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.promises import promises_of
from reallocate.firm.request.read import (
    _read_scenario,
    load_scenario,
    scenario_from_flags,
    with_key,
)
from reallocate.firm.request.saved import checked_scenario
from reallocate.firm.request.studies import shipped_studies
from reallocate.firm.request.written import new_study, scenario_text
from reallocate.kernel.errors import InputError, UnknownName
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

LEAST = 'name = "x"\nindustries = ["524100"]\nheadcount = 20000\n'


def read(text: str) -> Scenario:
    return _read_scenario(text, Path("x/scenario.toml"))


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_three_keys_are_enough_and_the_rest_stands_at_its_default() -> None:
    found = read(LEAST)
    assert (found.quarters, found.reach, found.headline_reach) == (12, "all", "people")
    assert found.levers.layoffs and found.levers.ai and found.exits is None
    assert found.periods[0] == "2026 Q3" and found.periods[-1] == "2029 Q2" and len(found.periods) == 12
    assert found.headline_source == "people" and read(LEAST + 'reach = "gpt4"').headline_source == "gpt4"
    both = LEAST + 'reach = "gpt4"\nheadline_reach = "people"'
    assert read(both).headline_source == "people"
    assert read('name = "x"\nroles = "roles.csv"\n').roles_path == Path("x/roles.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headcout = 5\n", "x/scenario.toml line 4: unknown key 'headcout'. Nearest: headcount"),
        ("quits_per_month = 0.02\n", "It belongs under [parameters]"),
        ("layoffs = false\n", "It belongs under [levers]"),
        ("[levers]\nquarters = 8\n", "It belongs under the top of the file, before the first [section]"),
        ("[levers]\nlayofs = false\n", "line 5: unknown key 'layofs' in [levers]. Nearest: layoffs"),
        ("[leavers]\nai = true\n", "unknown key 'leavers'. Nearest: levers"),
        ("folder = 'y'\n", "unknown key 'folder'"),
        ('quarters = "12"\n', "quarters = '12' must be a whole number, without quotes"),
        ("quarters = 12.5\n", "quarters = 12.5 must be a whole number"),
        ("quarters = 0\n", "quarters = 0 must be at least 1 quarters"),
        ("title = 5\n", "title = 5 must be text in quotes"),
        ("[levers]\nai = 1\n", "ai = 1 must be true or false"),
        ("[exits]\nshare = 1.4\n", "line 5: share = 1.4 must be below 1. It is a share: 10% is 0.10."),
        ("[exits]\ncount = -5\n", "count = -5 must be above 0 FTE"),
        ("[exits]\n", "[exits] needs either count or share"),
        ("[exits]\ncount = 5\nshare = 0.1\n", "[exits] needs either count or share"),
        ("[exits]\ncount = 20000\n", "20,000 exits would leave none of 20,000 people. Write fewer exits, or share = 0.10 in place of count"),
        ("[exits]\nshare = 0.1\n[levers]\nlayoffs = false\n", "layoffs = false forbids them"),
        ('[exits]\nshare = 0.1\ndate = "2030-01"\n', "2030-01 lies outside the plan, which runs from 2026 Q3 to 2029 Q2"),
        ('[exits]\nshare = 0.1\ndate = "2026-04"\n', "Write a quarter within the plan"),
        ('[exits]\nshare = 0.1\ndate = "2027"\n', 'must be a quarter or a month, such as "2027 Q1" or "2027-01"'),
        ('[reading]\ndate = "2027-01"\n', "the quarter of a cut is [exits] date, or --exits-date"),
        ('[exits]\nshare = 0.1\nfrom = "prorata"\n', "is not one of pro rata, plan. Nearest: pro rata"),
        ("pay_per_head = -9\n", "pay_per_head = -9 must be at least 1000 USD/FTE/year"),
        ("pay_per_head = nan\n", "pay_per_head = nan must be a finite number"),
        ('start = "2026-08"\n', "must be the first month of a quarter"),
        ("exits = 5\n", "exits = 5 must be a section of keys"),
        ("[parameters]\ndemand_grwth = 0.1\n", "line 5: there is no parameter 'demand_grwth'. Nearest: demand_growth"),
        ("[parameters]\ndemand_growth = 5\n", "demand_growth = 5 is a share above 1"),
        ("[parameters]\nnotice_days = -5\n", "notice_days = -5 is negative"),
        ('[parameters]\nnotice_days = "60"\n', "notice_days = '60' must be a number"),
        ("[parameters]\nquarters = 8\n", "no parameter 'quarters'. It belongs under the top of the file"),
        ("[announced]\nexits = 5\n", "key 'date' is missing"),
        ('[announced]\ndate = "2026-05-20"\ngrade = "D"\n', "grade D (unverified) is not accepted"),
        ("[[past]]\nyear = 2020\n[[past]]\nyear = 2020\n", "line 7: the year 2020 occurs twice"),
        ("[[past]]\nyear = 2020\n[past.evidence]\ncapx = {grade = 'A'}\n", "evidence for 'capx', which is not a key"),
        ("[evidence]\nheadcuont = {grade = 'A'}\n", "evidence for 'headcuont'"),
        ("[funding]\npay_settings = [1e5]\nseverance_range = [9, 5]\ncapex_range = [1, 2]\n", "severance_range = [9, 5] is not a range"),
        ("[funding]\npay_settings = [1e5]\nseverance_range = [5, 5]\ncapex_range = [0, 2]\n", "capex_range = [0, 2] is not a range"),
        ("[funding]\npay_settings = [1e5, 0]\nseverance_range = [5, 9]\ncapex_range = [1, 2]\n", "pay per head is 0"),
    ],
)  # fmt: skip
def test_every_kind_of_slip_is_told_with_its_remedy(text: str, said: str) -> None:
    found = problems(LEAST + text)
    assert any(said in problem for problem in found), found
    assert all(problem.startswith("x/scenario.toml") for problem in found)


def test_hundreds_of_slips_are_told_and_the_rest_is_counted() -> None:
    found = problems(LEAST + "\n".join(f"k{number} = 1" for number in range(1_000)))
    assert len(found) == 201 and "up to 800 more keys or values are wrong" in found[-1]


def test_all_slips_are_told_at_once() -> None:
    found = problems('headcout = 5\nquarters = "12"\n[parameters]\ndemand_grwth = 1\n[exits]\nshare = 2\n')
    assert len(found) == 5, found
    for said in ("'name' is missing", "headcout", "quarters", "demand_grwth", "share = 2"):
        assert any(said in problem for problem in found)


def test_a_firm_needs_people() -> None:
    assert "Write industries and headcount, or name" in problems('name = "x"\n')[0]
    assert "key 'headcount' is missing" in problems('name = "x"\nindustries = ["524100"]\n')[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = insurer\n", "line 1: this is not TOML"),
        ('name = "x"\nname = "y"\n', "cannot overwrite a value"),
        ("[exits\n", "expected ']'"),
    ],
)
def test_what_is_not_toml_says_where(text: str, said: str) -> None:
    assert said in problems(text)[0]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        ('name = "Café"'.encode("cp1252"), "scenario.toml row 1: the file is not UTF-8: byte 0xe9"),
        (LEAST.encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "scenario.toml").write_bytes(raw)
    with pytest.raises(InputError, match=said):
        load_scenario(tmp_path)


def test_a_scenario_is_loaded_from_a_folder_a_file_or_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    file = folder / "scenario.toml"
    file.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load_scenario(folder) == load_scenario(str(file))
    assert load_scenario(folder).folder == folder
    for name in shipped_studies():
        assert load_scenario(name).name == name


def test_a_name_that_is_none_shows_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Nearest: hyperscaler-2026"):
        load_scenario("hyperscaler")
    with pytest.raises(UnknownName, match="holds no scenario.toml"):
        load_scenario(tmp_path)


@pytest.mark.parametrize("date", ["2027-01", "2027-03", "2027 Q1", "2027q1"])
def test_a_cut_is_dated_by_its_quarter_or_a_month_in_it(date: str) -> None:
    assert read(LEAST + f'[exits]\nshare = 0.1\ndate = "{date}"\n').exits_quarter == 2
    assert read(LEAST + "[exits]\nshare = 0.1\n").exits_quarter == 0
    assert scenario_from_flags(["524100"], 500.0, exits="10%", exits_date=date).exits_quarter == 2


@pytest.mark.parametrize(("until", "quarters"), [("2026-08", 1), ("2026-10", 1), ("2027-02", 3), ("2040-01", 12)])
def test_a_quarter_that_begins_before_the_month_has_no_layoffs(until: str, quarters: int) -> None:
    assert promises_of(read(LEAST + f'[promises]\nno_layoffs_before = "{until}"\n')).no_layoffs == quarters


def test_rates_and_days_of_a_table_are_checked_with_the_scenario() -> None:
    found = problems(
        'name = "x"\nroles = "roles.csv"\n[reading]\nrates = ["INR=83", "EURS=1"]\ndate = "2026-02-31"\n'
    )
    assert [problem.split(":")[0] for problem in found] == [
        "x/scenario.toml line 5",
        *["x/scenario.toml line 4"] * 2,
    ]
    assert "'2026-02-31' is not a date" in found[0] and "seems to be inverted" in found[1]
    assert "there is no currency 'EURS'" in found[2]
    assert checked_scenario(read(LEAST).model_dump(mode="json", by_alias=True), "A").headcount == 20_000
    (unused,) = problems(LEAST + '[reading]\nrates = ["EUR=1.08"]\n')
    assert "rates in [reading] needs a roster or a role table" in unused


FULL = scenario_from_flags(
    ["Newspaper, Periodical, Book, and Directory Publishers"],
    1234.5,
    exits="12.5%",
    exits_from="plan",
    budget=90.25,
    adoption="slow",
    capability="plateau",
    set={"demand_growth": -0.01, "notice_days": 90.0},
    title='Quotes "and" umlauts: ä',
)
FULL = with_key(with_key(FULL, ("compute", "megawatts"), 3.0), ("levers", "redeployment"), False)


@pytest.mark.parametrize(
    "scenario", [FULL, *(load_scenario(name) for name in shipped_studies())], ids=lambda s: s.name
)
def test_the_text_of_a_scenario_is_read_as_the_same_scenario(scenario: Scenario) -> None:
    again = _read_scenario(scenario_text(scenario), Path("folder/scenario.toml"))
    assert again.model_dump() == scenario.model_dump()


@pytest.mark.parametrize(
    "flags",
    [
        {"industry": ["622000"], "headcount": 50, "area": "california"},
        {"industry": ["516200,513200"], "headcount": 7_777.5, "pay_per_head": 396e3, "open_positions": 600.0},
    ],
)  # fmt: skip
def test_what_is_written_is_read_back_as_the_same_firm(
    world: World, tmp_path: Path, flags: dict[str, object]
) -> None:
    scenario = scenario_from_flags(name="mine", **flags)  # type: ignore[arg-type]
    written = new_study(world, scenario, tmp_path)
    direct, _, _ = build_firm(world, scenario)
    again, _, _ = build_firm(world, load_scenario(written.folder))
    pd.testing.assert_frame_equal(again.roles, direct.roles, check_exact=True)
    assert again.filled_share == direct.filled_share
    for kind in ("content", "augmentable", "automatable"):
        xr.testing.assert_identical(getattr(again, kind), getattr(direct, kind))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["mine"]


def test_the_file_explains_every_key_and_keeps_defaults_out_of_force(world: World, tmp_path: Path) -> None:
    new_study(world, scenario_from_flags(["insurance carriers"], 20_000, name="mine"), tmp_path)
    text = (tmp_path / "mine" / "scenario.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert {key: value for key, value in data.items() if value != {}} == {
        "name": "mine",
        "industries": ["524100"],
        "roles": "roles.csv",
    }
    assert "# 524100 Insurance Carriers" in text
    assert "# headcount = 20000" in text
    assert "# power available for the firm's own work; no limit if left out [MW]; at least 0" in text
    for name in Parameters.default().names:
        shown = re.search(rf"^# {name} = ", text, re.MULTILINE)
        assert bool(shown) is read_of_a_firm(name), name


def test_nothing_is_overwritten_or_half_written(world: World, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match="Nothing is overwritten"):
        new_study(world, scenario_from_flags(["524100"], 5, name="mine"), tmp_path)
    assert [entry.name for entry in (tmp_path / "mine").iterdir()] == ["notes.txt"]
    with pytest.raises(InputError):
        new_study(world, scenario_from_flags(["banks"], 5, name="yours"), tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]
    with pytest.raises(InputError, match="Create it"):
        new_study(world, scenario_from_flags(["524100"], 5, name="mine"), tmp_path / "nowhere")


def test_the_sections_of_a_full_scenario_stand_under_what_they_are(golden: Goldens) -> None:
    lines = scenario_text(FULL).splitlines()
    heads = [f"{line}  {above}" for above, line in pairwise(lines) if line.removeprefix("# ").startswith("[")]
    golden("firm/written", "\n".join(heads))
