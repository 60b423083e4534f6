"""Industries: accounts that add up, who works there and in a place, and at what pay; what was not released is filled and says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, kept_tables, whole_tables
from tests.worlds import small_world

from reallocate.data import industries as bridging
from reallocate.data import staffing
from reallocate.data.accounts import (
    _ADJUSTMENT,
    _CATEGORIES,
    biproportional,
    by_industry,
    computing_table,
    final_demand_table,
    industry_accounts,
    requirement_table,
)
from reallocate.data.bundle import load_tables
from reallocate.data.industries import MEMBERS, industry_bridge
from reallocate.data.industry_names import SUCCESSORS, find_industries
from reallocate.data.occupations import WAGES, _fill_wages, _minor_groups, occupation_table
from reallocate.data.packs import bea_io
from reallocate.data.places import areas_meant
from reallocate.data.staffing import (
    StaffingPattern,
    _fill_unreleased,
    area_pay,
    industry_staffing,
    industry_table,
    staffing_pattern,
    staffing_table,
)
from reallocate.kernel.errors import DataError, UnknownName
from reallocate.work.world import World

SMALL = small_world()
KEPT = kept_tables(Path(__file__).with_name("small_industries.csv"), industry="str", wage_footnote="str")
RELEASED, STAFFING, OCCUPATIONS, CELLS, LISTED = (KEPT[name] for name in ("released", "staffing", "occupations", "cells", "listed"))


def test_sums_hold_both_ways_and_the_odds_of_the_start_stay() -> None:
    cells = pd.Series([1.0, 2.0, 3.0, 4.0])
    row, column = pd.Series(["a", "a", "b", "b"]), pd.Series(["x", "y", "x", "y"])
    by_row, by_column = row.map({"a": 40.0, "b": 60.0}), column.map({"x": 70.0, "y": 30.0})
    result = biproportional(cells, (row, by_row), (column, by_column), 100)
    assert result.groupby(row).sum().tolist() == pytest.approx([40.0, 60.0])
    assert result.groupby(column).sum().tolist() == pytest.approx([70.0, 30.0])
    assert result[0] * result[3] / (result[1] * result[2]) == pytest.approx(4.0 / 6.0)
    row, column, eight = pd.Series(["a", "b"]), pd.Series(["x", "x"]), pd.Series([8.0, 8.0])
    result = biproportional(pd.Series([0.0, 5.0]), (row, pd.Series([3.0, 8.0])), (column, eight), 5)
    assert result.tolist() == [0.0, 8.0], "a group without any stays empty"


FINALS = [code for codes in _CATEGORIES.values() for code in codes]
SALES = "intermediate_sales household government investment inventories exports import_adjustment"
COSTS = "compensation taxes surplus domestic_inputs imported_inputs other_inputs"


def accounts() -> dict[str, pd.DataFrame]:
    """Two industries; farms also make 10 of mills' good, mills sell 5 of scrap that farms use, and import 8."""
    found = {name: KEPT[name].set_index(KEPT[name].columns[0]) for name in ("make", "use", "value_added")}
    goods, makers = found["use"].index, found["make"].index
    final = pd.DataFrame(0.0, goods, [*FINALS, "F050"])
    final["F010"], final.loc["grain", "F050"] = [40.0, 100.0, 0.0, 0.0], -8.0
    imports = pd.DataFrame(0.0, goods, [*makers, *FINALS])
    imports.loc["grain", ["mill", "F010"]] = [6.0, 2.0]
    return {**found, "final": final, "imports": imports, "industries": pd.DataFrame({"industry": makers, "title": ["Farms", "Mills"]})}


def test_small_accounts_are_those_that_are_kept_and_close(golden: Goldens) -> None:
    """Of the flour that mills use, farms made 10 in 105; mills sell 5 of scrap with every 95 of flour, which households' flour came
    with: farm to mill 48 − 6 + 5 · 10/105, mill to mill 5 · 95/105/0.95. Output is what is paid and what is sold, 100 each."""
    tiny = accounts()
    found = by_industry(tiny)
    table, needs = industry_accounts(tiny, found), requirement_table(found)
    demand = final_demand_table(tiny, found)
    golden("data/small_accounts", whole_tables({
        "imported": found.imported.reset_index(), "domestic": found.domestic.reset_index(), "final": found.domestic_final.reset_index(),
        "accounts": table, "requirements": needs, "demand": demand,
    }))  # fmt: skip
    for parts in (COSTS, SALES):
        assert table[parts.split()].sum(axis=1).tolist() == pytest.approx([100.0, 100.0])
    wide = needs.pivot(index="supplier", columns="industry", values="domestic")
    output = np.linalg.solve(np.eye(2) - wide.to_numpy(), found.domestic_final.sum(axis=1))
    assert output == pytest.approx([100.0, 100.0])
    totals = demand.groupby("category")[["domestic", "imported"]].sum().sum(axis=1)
    assert totals[["household", _ADJUSTMENT]].tolist() == pytest.approx([140.0, 0.0])


def test_the_shipped_accounts_close_and_give_domestic_product_by_income_and_by_spending() -> None:
    tables = load_tables()
    industries = tables["industries_io"].set_index("industry")
    assert len(industries) == 71
    for parts in (COSTS, SALES):
        assert (industries[parts.split()].sum(axis=1) - industries["output"]).abs().max() < 0.01
    needs = tables["input_requirements"].pivot(index="supplier", columns="industry", values="domestic")
    needs = needs.loc[industries.index, industries.index]
    final = tables["final_demand"].groupby("industry")["domestic"].sum()[industries.index]
    output = np.linalg.solve(np.eye(71) - needs.to_numpy(), final)
    assert np.abs(output / industries["output"] - 1.0).max() < 1e-5 and needs.sum().max() < 1.0
    assert industries.index[industries["taxes"] < 0].tolist() == ["482", "624", "GFE", "GSLE"]
    # 27,720,705 million USD in 2023; what is spent less what is imported.
    tables = load_tables()
    industries, final = tables["industries_io"], tables["final_demand"]
    income = industries[["compensation", "taxes", "surplus"]].sum().sum()
    assert income == pytest.approx(27_720_705, abs=5)
    unmade = final[final["industry"] == "Other"]
    unmade_inputs = 2_639 + 167_498  # imported used goods and noncomparable imports, to industries
    imported = industries["imports"].sum() + unmade_inputs + unmade["imported"].sum()
    spending = final[["domestic", "imported"]].sum().sum() - imported
    assert spending == pytest.approx(income, abs=5)
    by_category = final.groupby("category")[["domestic", "imported"]].sum().sum(axis=1)
    assert by_category[["household", "exports"]].tolist() == pytest.approx([18_822_770, 2_639_562])


def test_parts_that_do_not_add_up_are_an_error(source_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rdata")
    folder = source_data / "open" / bea_io.PACK.folder
    found = bea_io.tidy(folder)
    assert found["make"].shape == (71, 73) and found["final"].shape == (73, 20)
    read = bea_io._read_table

    def altered(path: Path) -> pd.DataFrame:
        table = read(path)
        if path.name == bea_io._USE:
            table.loc["V001", "334"] += 50.0
        return table

    monkeypatch.setattr(bea_io, "_read_table", altered)
    with pytest.raises(DataError, match="334"):
        bea_io.tidy(folder)


def test_industries_are_found_by_code_and_words_and_what_is_unsure_shows_the_nearest(world: World, golden: Goldens) -> None:
    """The last are codes of NAICS 2017: three only renamed, four that split; no pattern of 4595 alone is published."""
    tables = {"small": SMALL.table("industries"), "shipped": world.table("industries")}

    def found_by(asked: str) -> str:
        name, words = asked.split(": ")
        try:
            return ", ".join(f"{one.code} {one.is_renamed}" for one in find_industries(words.split(" | "), tables[name]))
        except UnknownName as error:
            return "\n".join(map(str, error.problems))

    golden.answers("data/industries", found_by)
    for code in world.table("industries")["industry"][::9]:
        (found,) = find_industries([code], world.table("industries"))
        assert found.code == code


def test_every_successor_of_a_2017_code_is_published_and_no_2017_code_is(world: World) -> None:
    """A slip in the table would send a user to an industry that does not exist."""
    naics = set(world.table("industries")["naics"])
    assert not naics & set(SUCCESSORS)
    without = {new for group in SUCCESSORS.values() for new in group} - naics
    assert without == {"4594", "4595", "5171"}, "these are published only within a larger group"


def test_unreleased_cells_meet_both_totals_and_an_industry_shared_by_two_is_divided(
    monkeypatch: pytest.MonkeyPatch, golden: Goldens
) -> None:
    """40 and 90 remain in the two industries, 70 of b and 60 of c: each in proportion to both."""
    monkeypatch.setattr(staffing, "_ROUNDS", 60)
    filled = _fill_unreleased(STAFFING, RELEASED, ["100000", "200000", "300000"])
    wide = filled.pivot(index="oews_industry", columns="occupation", values="employment")
    assert wide.sum(axis=1).tolist() == pytest.approx([100.0, 150.0, 50.0])
    assert wide.sum().tolist() == pytest.approx([120.0, 110.0, 70.0])
    monkeypatch.setattr(bridging, "MEMBERS", {"X": ("1", "2"), "Y": ("2", "3")})
    bridge = industry_bridge(RELEASED, pd.Series({"X": 2.0, "Y": 1.0}))
    divided = industry_staffing(STAFFING, RELEASED, bridge)
    golden("data/small_staffing", whole_tables({"filled": filled, "bridge": bridge, "divided": divided}))
    assert divided.groupby("industry")["employment"].sum().tolist() == pytest.approx([200.0, 100.0])


def test_the_shipped_bridge_holds_every_job_once_and_one_that_forgets_an_industry_is_an_error(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    big = RELEASED.assign(employment=RELEASED["employment"] * 1e3)
    monkeypatch.setattr(bridging, "MEMBERS", {"X": ("1",), "Y": ("2",)})
    with pytest.raises(DataError, match="-50,000 persons"):
        industry_bridge(big, pd.Series({"X": 1.0, "Y": 1.0}))
    monkeypatch.setattr(bridging, "MEMBERS", {"X": ("1",), "Y": ("4",)})
    with pytest.raises(DataError, match="400000"):
        industry_bridge(big, pd.Series({"X": 1.0, "Y": 1.0}))
    tables = load_tables()
    bridge, people = tables["industry_bridge"], tables["industries"].set_index("industry")["employment"]
    assert (bridge.groupby("oews_industry")["share"].sum() - 1.0).abs().max() < 2e-6
    jobs = (bridge["share"] * bridge["oews_industry"].map(people)).sum()
    assert jobs == pytest.approx(people["000000"], abs=1_000)
    accounts = set(tables["industries_io"]["industry"])
    assert accounts - set(bridge["industry"]) == {"111CA"} and set(bridge["industry"]) == set(MEMBERS)


PAID = KEPT["paid"].drop(columns="pay").assign(**dict.fromkeys(WAGES, KEPT["paid"]["pay"]))
PUBLISHED = pd.DataFrame({"occupation": ["15-1252"], "title": ["Developers"], "level": ["detailed"]})
TOP_CODED = pd.DataFrame([{
    "areatype": "N", "industry": "000000", "occupation": "15-1252", "employment": 10.0, "employment_rse": 1.0,
    **dict.fromkeys(WAGES, 100_000.0), "wage_p90": np.nan, "wage_rse": 0.4, "wage_footnote": "5",
}])  # fmt: skip


def naics_of(code: str) -> pd.DataFrame:
    cells, listed = CELLS.assign(industry=code), KEPT["codes"]
    return industry_table(listed[listed["industry"] == code].assign(level=2), cells, staffing_table(cells, OCCUPATIONS))


def pattern_of(*names: str) -> StaffingPattern:
    return staffing_pattern(SMALL, find_industries(names, SMALL.table("industries")))


def test_pay_and_patterns_of_small_tables_are_those_that_are_kept(golden: Goldens) -> None:
    """Missing employment stays, missing pay is its occupation's or the minor group's mean by employment, a top-coded wage its lower bound.
    Of an area the ratio not released is the area's overall, (300 · 145 · 1.2 + 100 · 45)/(300 · 145 + 100 · 45); capital is by a rack
    360/(72 · 10), or 200/560 where the rack is cheaper; imports 30/40 of equipment and 60/200 of all use."""
    rack = KEPT["rack"].assign(good=KEPT["rack"]["good"].astype(str)).set_index("good")
    imports = rack.filter(like="imports_").rename(columns=lambda name: name.removeprefix("imports_"))
    accounts = {"use": rack[["k"]], "final": rack[["F010", "F02E", "F040", "F050"]], "imports": imports}
    one, both, area = pattern_of("524100"), pattern_of("524100", "513200"), area_pay(SMALL, "california")
    minor = _minor_groups(pd.Series(["15-1252", "27-2011"]), LISTED)
    ratios = area.ratio.rename("ratio").rename_axis("occupation").reset_index()
    tables = {
        "staffing": staffing_table(CELLS, OCCUPATIONS), "industries": pd.concat(map(naics_of, KEPT["codes"]["industry"])),
        "filled": _fill_wages(PAID), "top-coded": occupation_table(PUBLISHED, TOP_CODED, LISTED), "computing": computing_table(accounts, KEPT["costs"]),
        "one industry": one.occupations.reset_index(), "two industries": both.occupations.reset_index(), "not released": one.suppressed,
        f"ratios of {area.area}, of which its own {area.own_share:.6f}": ratios, "minor groups": minor.rename("group").to_frame(),
    }  # fmt: skip
    golden("data/small_pay", "\n".join([whole_tables(tables), *one.notes, *both.notes]))


def test_pay_and_patterns_that_nothing_is_known_of_are_errors_that_say_what_is_covered(world: World) -> None:
    with pytest.raises(DataError, match="521100"):
        pattern_of("521100")
    with pytest.raises(DataError, match="no wage to fill from"):
        _fill_wages(PAID.head(1))
    with pytest.raises(DataError, match="no listed minor group"):
        _minor_groups(pd.Series(["99-1111"]), LISTED)
    with pytest.raises(DataError, match="no national employment"):
        occupation_table(PUBLISHED, TOP_CODED.assign(employment=np.nan), LISTED)
    with pytest.raises(UnknownName, match="there is no area 'London'.*cover the United States.*New London"):
        area_pay(world, "London", "--area")
    with pytest.raises(UnknownName, match=r"'Portland' matches 2 titles.*Portland-South Portland, ME.*OR-WA"):
        area_pay(world, "Portland", "--area")
    with pytest.raises(DataError, match="Choose a larger area"):
        area_pay(SMALL, "san jose")
    assert set(area_pay(SMALL, "99").ratio) == {1.0}, "the nation is its own measure"


def test_a_whole_name_means_its_area_or_those_of_several_states_and_else_nothing(world: World, golden: Goldens) -> None:
    named = world.table("areas").set_index("area")["title"]
    golden.answers("data/areas", lambda words: " | ".join(named[[*areas_meant(world, words)]]) or "none")
