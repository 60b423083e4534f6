"""The folder of a country that somebody writes by hand: begun, checked in all its parts at once, built and listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from tests.golden_pages import Goldens
from typer.testing import CliRunner

from reallocate.api.countries import checked_country
from reallocate.cli.main import app
from reallocate.data import bundle, country
from reallocate.data.build.nation import listing
from reallocate.data.build.nation.complete import OF_GROUP, completed, us_people
from reallocate.data.build.nation.fit import isco_titles, isco_units
from reallocate.data.build.nation.listing import country_table, new_country
from reallocate.data.build.nation.read import read_pack
from reallocate.data.build.nation.run import shared_tables
from reallocate.data.build.nation.tables import wide_bridge
from reallocate.data.bundle import data_folder, shipped_world
from reallocate.kernel.errors import InputError, ReallocateError

FACTS = {
    'name = ""': 'name = "New Zealand"',
    'iso3 = ""': 'iso3 = "NZL"',
    'currency = ""': 'currency = "NZD"',
    'mark = ""': 'mark = "NZ$"',
    'occupations = ""': 'occupations = "Stats NZ, Household Labour Force Survey 2025, grade B"',
    'pay = ""': 'pay = "Stats NZ, Labour Market Statistics (Income) 2025, grade C"',
    'mix = ""': 'mix = "Stats NZ, Household Labour Force Survey 2025, grade B"',
}
LAW = """
[law]
notice = { unit = "week", steps = [[0, 4]] }
severance = { from = 0, unit = "week", rate = [[0, 0]] }
consultation = { counted = "site", window = 0, trigger = [], least = [], who = "", office = "" }
source = "Employment Relations Act 2000"
date = "2026-04-01"
"""


def written(folder: Path, change: dict[str, str] | None = None) -> Path:
    """A country of three occupations, as somebody would write it by hand."""
    new_country(folder, "NZ")
    toml = (folder / "country.toml").read_text()
    for blank, fact in {**FACTS, **(change or {})}.items():
        toml = toml.replace(blank, fact)
    (folder / "country.toml").write_text(toml)
    head = "code,title,people,wage_mean,wage_p50,jobs\n"
    rows = "2512,Software developers,40000,120000,115000,\n4110,General office clerks,60000,,,\n1120,,9000,190000,,\n"
    (folder / "occupations.csv").write_text(head + rows)
    (folder / "mix.csv").write_text(
        "industry,group,people\nJ,2,35000\nK,4,30000\nJ,1,5000\nK,1,4000\nK,2,5000\nJ,4,30000\n"
    )
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(ReallocateError) as raised:
        checked_country(folder)
    return "\n".join(str(one) for one in raised.value.problems)


def test_a_new_folder_lists_every_unit_group_and_what_is_empty_is_named_at_once(tmp_path: Path) -> None:
    new_country(tmp_path / "nz", "NZ")
    listed = pd.read_csv(tmp_path / "nz" / "occupations.csv", dtype=str)
    assert len(listed) == 436 and listed["title"].notna().all() and listed["people"].isna().all()
    assert isco_titles().index.str.len().value_counts().to_dict() == {4: 436, 3: 130, 2: 43}
    said = refused(tmp_path / "nz")
    for key in ("name", "currency", "mark", "sources.occupations", "sources.pay", "sources.mix"):
        assert f"{key}: nothing is written" in said or "currency = ''" in said, key
    assert "occupations have no people" in said


def test_a_country_is_checked_and_built_from_the_command_line(tmp_path: Path) -> None:
    folder = written(tmp_path / "nz", {'# law = ""': 'law = "Employment Relations Act 2000, grade A" #'})
    (folder / "country.toml").write_text((folder / "country.toml").read_text() + LAW, encoding="utf-8")
    checked = checked_country(folder).set_index("figure")["value"]
    assert checked["people"] == 109_000 and checked["people with a way to work content"] == 1.0
    assert checked["people without published pay"] == pytest.approx(60 / 109)
    assert 0.0 < checked["reach by codes against by titles, mean difference"] < 0.2
    # Found out in the order of calls: the declaration was made while texts were stored otherwise.
    bundle._checked.cache_clear()
    for _ in range(2):
        done = CliRunner().invoke(app, ["country", "build", str(folder), "--json"])
        assert done.exit_code == 0, done.output
    made = pd.read_parquet(folder / "tables" / "staffing.parquet")
    assert made[made["industry"].eq("J")]["employment"].sum() == pytest.approx(70_000, rel=1e-4)
    divisions = made[made["industry"].isin(["58", "59", "60", "61", "62", "63"])]
    assert divisions["employment"].sum() == pytest.approx(70_000, rel=1e-3)
    occupations = pd.read_parquet(folder / "tables" / "occupations.parquet").set_index("occupation")
    assert len(occupations) == 432 and occupations["employment"].sum() == 109_000
    status = occupations["wage_status"]
    assert status["25-2512"] == "partly modelled" and status["11-1120"] == "modelled"
    assert status["41-4110"] == "filled"


WRONG = {
    "mix.csv": "industry,group,people\nZ,2,1\nJ,77,1\nJ,4,3\nJ,41,3\nK,4,x\n",
    "occupations.csv": (
        "code,title,people,wage_mean,wage_p10,wage_p25,wage_p5\n0211,A,1,1,,,\n0315,B,1,1,5,4,\n2499,C,1,-1,,,\n"
        "25x,D,1,1,,,\n2512,E,12.000,\"9,000\",,,\n2512,E,1,1,,,\n"
    ),
    "titles.csv": "title,code,weight,source\ncoder,9999,1,\nclerk,4110,0,serbian\n",
    "history.csv": "code,year,people,wage_mean\n2512,20,1,\n",
    "education.csv": "group,level,share\n2,0-2,50\n4,9,0.5\n",
    "groups.csv": "",
}
FIGURE = '\nvalue = 1.0\nlow = {}\nhigh = {}\ngrade = "B"\nsource = "s"\n'
MORE = (
    LAW.replace('date = "2026-04-01"', "").replace(', who = "", office = ""', "")
    + f"[figures.hours_per_fte]{FIGURE.format(3, 2)}[figures.hours_a_year]{FIGURE.format(0, 2)}"
)
CHANGES = (
    {'currency = "NZD"': 'currency = "XXX"'}, {'currency = "NZD"': 'currency = "RSD"'}, {'currency = "NZD"': ""},
    {'mark = "NZ$"': 'mark = "NZ$"\nrate = { dollars = 117, date = 2026-06-30, source = "s" }'}, {'grade = "C"': 'grade = "Z"'},
    {'shared = "isco08"': ""}, {'occupations = "ISCO-08"': 'occupations = "ANZSCO"'}, {'managers = ["1"]': "managers = []"},
    {'chiefs = ["11-1120"]': 'chiefs = ["1120"]'}, {'mark = "NZ$"': 'mark = "NZ$"\ncurrenci = "NZD"'},
)  # fmt: skip
OWN_CODES = {
    "bridge.csv": "code,isco08,weight\n2512,2512,1\n4110,4199,1\n1120,1120,0\n", "groups.csv": "code,title\n25,ICT\n41,\n",
}  # fmt: skip


def with_files(folder: Path, files: dict[str, str], more: str = "") -> str:
    """What is said of the folder with these files and more keys."""
    for name, text in files.items():
        (folder / name).write_text(text)
    with (folder / "country.toml").open("a", encoding="utf-8") as file:
        file.write(more)
    return refused(folder).replace(str(folder.parent), "")


def test_everything_that_is_wrong_is_named_at_once_with_its_place(tmp_path: Path, golden: Goldens) -> None:
    """In all files, in each key of country.toml, and in an own classification without titles of its groups."""
    told = [with_files(written(tmp_path / "nz", {'computing = ["25-", "35-"]': 'computing = ["25-", "99-"]'}), WRONG, MORE)]
    for number, change in enumerate(CHANGES):
        told += [f"# {change}", with_files(written(tmp_path / f"nz{number}", change), {})]
    own = written(tmp_path / "own", {'"ISCO-08"         #': '"ANZSCO" #', 'shared = "isco08"': ""})
    golden("country/refused", "\n".join([*told, "# a classification of its own", with_files(own, OWN_CODES)]))


def test_a_folder_that_is_no_country_or_not_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the file is missing"):
        read_pack(tmp_path)
    written(tmp_path / "nz")
    with pytest.raises(InputError, match="the folder is not empty"):
        new_country(tmp_path / "nz", "NZ")
    with pytest.raises(InputError, match="is no code of a country"):
        new_country(tmp_path / "other", "New Zealand")
    (tmp_path / "nz" / "SOURCE.md").unlink()
    with pytest.raises(InputError, match=r"SOURCE\.md is missing"):
        read_pack(tmp_path / "nz")


def test_figures_of_a_group_are_spread_and_unit_groups_without_work_are_left_out(tmp_path: Path) -> None:
    folder = written(tmp_path / "nz")
    rows = "0110,,500,\n1111,,50,\n2512,,40000,120000\n25,,100000,110000\n4,,60000,55000\n1120,,9000,190000\n"
    (folder / "occupations.csv").write_text(f"code,title,people,wage_mean\n{rows}")
    world, way = shipped_world(), wide_bridge(shared_tables())
    made = completed(read_pack(folder), way, world).occupations.set_index("code")
    assert set(isco_units()) - set(made.index) == {"0110", "0210", "1111", "6340"}
    people, pay = made["people"].fillna(0.0), made["wage_mean"]
    computing, clerks = made.index.str.startswith("25"), made.index.str.startswith("4")
    assert people[computing].sum() == pytest.approx(100_000) and people["2512"] == 40_000
    assert people[clerks].sum() == pytest.approx(60_000)
    us = us_people(way, world) + 1.0
    ratio = people[clerks] / us[clerks]
    assert ratio.max() == pytest.approx(ratio.min()), "people are spread as in the United States"
    assert pay["2512"] == 120_000 and not made.at["2512", OF_GROUP]
    assert made.loc[clerks, OF_GROUP].all() and pay[clerks].nunique() > 5
    assert pay[clerks].max() / pay[clerks].min() < 3
    checked = checked_country(folder).set_index("figure")
    left = "people left out: no work content in 0110, 1111"
    assert checked.at[left, "value"] == 550 and checked.at["people", "value"] == 169_000
    (folder / "occupations.csv").write_text("code,title,people,wage_mean\n2512,,40000,\n25,,30000,\n")
    (folder / "mix.csv").write_text("industry,group,people\nJ,2,30000\n")
    assert "unit groups of 25 have 40,000 people, the group 30,000" in refused(folder)


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of countries with links to three that ship, to which a test adds its own."""
    for code in ("us", "gb", "au"):
        (tmp_path / "countries").mkdir(exist_ok=True)
        (tmp_path / "countries" / code).symlink_to(data_folder() / "countries" / code)
    monkeypatch.setattr(country, "countries_folder", lambda: tmp_path / "countries")
    country._folders.cache_clear()
    yield tmp_path / "countries"
    monkeypatch.undo()
    country._folders.cache_clear()


def test_a_broken_folder_is_listed_with_its_reason_and_stops_nothing(beside: Path) -> None:
    written(beside / "rs", {'currency = "NZD"': 'currency = "RSD"', 'code = "NZ"': 'code = "RS"'})
    written(beside / "elsewhere")
    (beside / "xx").mkdir()
    (beside / "xx" / "country.toml").write_text("no toml")
    table = country_table().set_index("country")
    assert table.at["GB", "gives"] == "firm and job" and table.at["AU", "gives"] == "exposure"
    assert "broken: currency: there is no rate for RSD" in table.at["RS", "gives"]
    assert "the folder is called elsewhere" in table.at["ELSEWHERE", "gives"]
    assert "no valid TOML" in table.at["XX", "gives"]
    with pytest.raises(InputError, match="rate = { dollars = 0.0092, date = 2026-06-30"):
        country.country("RS")


def test_a_country_may_give_the_rate_of_its_own_money(beside: Path) -> None:
    rate = 'mark = "din."\nrate = { dollars = 0.0092, date = 2026-06-30, source = "the central bank" }'
    own = {'currency = "NZD"': 'currency = "RSD"', 'mark = "NZ$"': rate, 'code = "NZ"': 'code = "RS"'}
    folder = written(beside / "rs", own)
    money = country.country_money("RS")
    assert (money.code, money.dollars, money.date, money.source) == ("RSD", 0.0092, "2026-06-30", "the central bank")
    assert country.country("RS").usd == 0.0092 and "1 RSD = 0.0092 USD" in money.rate
    assert checked_country(folder)["value"].notna().all()
    assert listing.country_table().set_index("country").at["RS", "gives"] == "exposure"
