"""Who works in an industry and a place, and at what pay; what was not released is filled and says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.worlds import small_world

from reallocate.data.accounts import computing_table
from reallocate.data.bundle import load_tables
from reallocate.data.industries import find_industries
from reallocate.data.occupations import WAGES, _fill_wages, _minor_groups, occupation_table
from reallocate.data.places import areas_meant
from reallocate.data.staffing import area_pay, industry_table, staffing_pattern, staffing_table
from reallocate.kernel.errors import DataError, UnknownName
from reallocate.work.world import World

OCCUPATIONS = pd.DataFrame(
    {
        "occupation": ["11-1011", "29-1211"],
        "wage_mean": [270_000.0, 200_000.0],
        "wage_p50": [210_000.0, 190_000.0],
    }
)
CELLS = pd.DataFrame(
    [
        ("N", "524100", "00-0000", 100.0, 1.0, 1.0, None),
        ("N", "524100", "11-1011", 60.0, np.nan, np.nan, "8"),
        ("N", "524100", "29-1211", np.nan, np.nan, np.nan, "5"),
        ("M", "000000", "29-1211", 5.0, 1.0, 1.0, None),
    ],
    columns=["areatype", "industry", "occupation", "employment", "wage_mean", "wage_p50", "wage_footnote"],
)


def test_missing_employment_stays_and_missing_pay_is_marked() -> None:
    rows = staffing_table(CELLS, OCCUPATIONS).set_index("occupation")
    assert list(rows.index) == ["11-1011", "29-1211"]
    assert np.isnan(rows.at["29-1211", "employment"])
    assert rows["wage_status"].tolist() == ["filled", "top-coded"]
    assert rows["wage_mean"].tolist() == [270_000.0, 239_200.0]


NAICS = {
    ("524100", "Insurance Carriers"): "5241", ("52--53", "Sector 52 - Finance and Insurance"): "52",
    ("31--34", "Sectors 31, 32, and 33 - Manufacturing"): "31-33",
    ("5220A1", "Credit Intermediation (5221 and 5223 only)"): "5220A1", ("000000", "Cross-Industry"): "",
}  # fmt: skip


def test_codes_as_naics_writes_them() -> None:
    for (code, title), naics in NAICS.items():
        industries = pd.DataFrame({"industry": [code], "title": [title], "level": [2]})
        cells = CELLS.assign(industry=code)
        table = industry_table(industries, cells, staffing_table(cells, OCCUPATIONS))
        assert table.at[0, "naics"] == naics and table.at[0, "suppressed_share"] == pytest.approx(0.4)


def test_shipped_patterns_are_whole() -> None:
    tables = load_tables()
    staffing, industries = tables["staffing"], tables["industries"].set_index("industry")
    assert set(staffing["industry"]) == set(industries.index) and len(industries) == 444
    released = staffing.groupby("industry")["employment"].sum()
    # Cells are rounded to 10, so that a small industry's may add up to a little more than its total.
    assert (released <= industries["employment"] * 1.02 + 100).all()
    assert industries.loc["000000", "suppressed_share"] < 1e-4
    nation = staffing[staffing["industry"] == "000000"].set_index("occupation")
    frame = tables["occupations"].set_index("occupation")
    assert nation["employment"].equals(frame["employment"]) and nation["wage_mean"].equals(frame["wage_mean"])


def test_pay_in_an_area_is_in_order_and_withheld_wages_say_so() -> None:
    rows = load_tables()["area_employment"]
    percentiles = ["wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90"]
    whole = rows.dropna(subset=percentiles)
    assert len(whole) / len(rows) > 0.98
    assert (np.diff(whole[percentiles].to_numpy(), axis=1) >= 0).all()
    withheld = rows[rows["wage_top_coded"]]
    assert len(withheld) == 338 and withheld["wage_mean"].isna().all()
    assert set(withheld["occupation"].str[:2]) <= {"11", "23", "27", "29", "53"}


ONE = {
    "New London": "Norwich-New London-Willimantic, CT", "Manchester": "Manchester-Nashua, NH",
    "Cambridge": "Boston-Cambridge-Newton, MA-NH", "Birmingham": "Birmingham, AL", "Portland, ME": "Portland-South Portland, ME",
    "Portland OR": "Portland-Vancouver-Hillsboro, OR-WA", "Springfield, Illinois": "Springfield, IL",
    "Columbus, OH": "Columbus, OH", "Columbus Ohio": "Columbus, OH", "Kansas City": "Kansas City, MO-KS",
    "Kansas City, KS": "Kansas City, MO-KS", "Washington, DC": "Washington-Arlington-Alexandria, DC-VA-MD-WV",
    "Washington State": "Washington", "WA": "Washington", "New York, NY": "New York-Newark-Jersey City, NY-NJ",
    "New York City": "New York-Newark-Jersey City, NY-NJ", "State of New York": "New York", "St Louis": "St. Louis, MO-IL",
    "Saint Louis": "St. Louis, MO-IL", "St. Paul": "Minneapolis-St. Paul-Bloomington, MN-WI",
    "Ft Worth": "Dallas-Fort Worth-Arlington, TX", "Dallas-Fort Worth": "Dallas-Fort Worth-Arlington, TX",
    "Winston-Salem": "Winston-Salem, NC", "Salem": "Salem, OR", "Wilkes-Barre": "Scranton--Wilkes-Barre, PA",
    "Nashville": "Nashville-Davidson--Murfreesboro--Franklin, TN", "Honolulu": "Urban Honolulu, HI",
    "Louisville": "Louisville/Jefferson County, KY-IN", "Bayamón": "San Juan-Bayamon-Caguas, PR", "Richmond": "Richmond, VA",
    "Boston metro": "Boston-Cambridge-Newton, MA-NH", "San Jose, California": "San Jose-Sunnyvale-Santa Clara, CA",
    "ohio": "Ohio", "Northwest Alabama": "Northwest Alabama nonmetropolitan area", "Kansas": "Kansas", "Puerto Rico": "Puerto Rico",
    "Boston-Cambridge-Newton, MA-NH": "Boston-Cambridge-Newton, MA-NH", "0014460": "Boston-Cambridge-Newton, MA-NH",
    "D.C.": "District of Columbia", "Wyoming": "Wyoming", "New Orleans": "New Orleans-Metairie, LA",
}  # fmt: skip
SEVERAL = {
    "Portland": 2, "Springfield": 5, "Columbus": 3, "Rome": 2, "Jackson": 3, "Wilmington": 2, "Charleston": 2, "Albany": 3,
    "Rochester": 2, "Burlington": 2, "Washington": 2, "New York": 2,
}  # fmt: skip
NONE = (
    "London", "Manchester, UK", "Birmingham, England", "Paris", "Toronto", "Berlin", "Orleans", "Bern", "Clarke", "Vegas", "Silicon Valley",
    "", "City", "ville", "Portland, TX",
)  # fmt: skip


def titles(world: World, words: str) -> list[str]:
    named = world.table("areas").set_index("area")["title"]
    return [str(named[code]) for code in areas_meant(world, words)]


def test_a_whole_name_means_its_area_or_those_of_several_states_and_else_nothing(world: World) -> None:
    assert {words: titles(world, words) for words in ONE} == {words: [title] for words, title in ONE.items()}
    assert {words: len(titles(world, words)) for words in SEVERAL} == SEVERAL
    assert not [words for words in NONE if titles(world, words)]


def test_errors_say_what_is_covered_and_name_the_states(world: World) -> None:
    with pytest.raises(UnknownName, match="there is no area 'London'.*cover the United States.*New London"):
        area_pay(world, "London", "--area")
    with pytest.raises(UnknownName, match=r"'Portland' matches 2 titles.*Portland-South Portland, ME.*OR-WA"):
        area_pay(world, "Portland", "--area")


SMALL = small_world()


def pattern_of(*names: str):  # type: ignore[no-untyped-def]
    return staffing_pattern(SMALL, find_industries(names, SMALL.table("industries")))


def test_a_pattern_is_of_the_employment_that_was_released_and_says_what_was_not() -> None:
    found = pattern_of("524100")
    rows = found.occupations
    assert rows["share"].sum() == pytest.approx(1.0) and "43-9061" not in rows.index
    assert rows.loc["13-1031", ["share", "wage_mean"]].tolist() == pytest.approx([300 / 980, 88_000])
    assert rows.loc[["15-2051", "13-1031"], "wage_filled"].tolist() == [1.0, 0.0]
    assert found.suppressed.to_numpy().tolist() == [["524100", "43-9061"]]
    assert any("one occupation was not released" in note and "2.0%" in note for note in found.notes)
    assert any("1.0% of the headcount" in note for note in found.notes)
    both = pattern_of("524100", "513200").occupations
    assert both.loc[["15-1252", "43-9061"], "employment"].tolist() == [390, 10]
    assert both.loc["15-2051", "share"] == pytest.approx(50 / 1480)
    with pytest.raises(DataError, match="521100"):
        pattern_of("521100")


def test_an_area_s_pay_is_told_occupation_by_occupation() -> None:
    found = area_pay(SMALL, "california")
    assert found.area == "06"
    assert found.ratio["15-1252"] == pytest.approx(1.2)
    # Not released there: the area's overall ratio, by employment and national pay.
    overall = (300e3 * 145e3 * 1.2 + 100e3 * 45e3) / (300e3 * 145e3 + 100e3 * 45e3)
    assert found.ratio["13-2011"] == pytest.approx(overall)
    assert found.own_share == pytest.approx(400 / 450)


def test_the_nation_is_its_own_measure_and_unknown_areas_are_errors() -> None:
    assert set(area_pay(SMALL, "99").ratio) == {1.0}
    with pytest.raises(UnknownName, match="there is no area 'Atlantis'"):
        area_pay(SMALL, "Atlantis")
    with pytest.raises(DataError, match="Choose a larger area"):
        area_pay(SMALL, "san jose")


LISTED = pd.DataFrame(
    {
        "occupation": ["15-0000", "15-1200", "27-2000"],
        "title": ["C", "D", "E"],
        "level": ["major", "minor", "minor"],
    }
)


def frame(**wages: float) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "occupation": ["27-2011", "27-2012", "27-2022"],
            "minor_group": "27-2000",
            "employment": [1.0, 100.0, 300.0],
        }
    )
    for wage in WAGES:
        table[wage] = [np.nan, 80_000.0, 40_000.0]
    return table


def test_a_missing_wage_is_the_minor_groups_mean_by_employment() -> None:
    filled = _fill_wages(frame()).set_index("occupation")
    assert filled.at["27-2011", "wage_mean"] == pytest.approx(50_000.0)
    assert filled["wage_status"].tolist() == ["filled", "observed", "observed"]
    with pytest.raises(DataError, match="no wage to fill from"):
        _fill_wages(frame().head(1))


def test_minor_groups_follow_the_official_list() -> None:
    codes = pd.Series(["15-1252", "27-2011"])
    assert _minor_groups(codes, LISTED).tolist() == ["15-1200", "27-2000"]
    with pytest.raises(DataError, match="no listed minor group"):
        _minor_groups(pd.Series(["99-1111"]), LISTED)


def test_a_top_coded_wage_is_its_lower_bound_and_flagged() -> None:
    published = pd.DataFrame({"occupation": ["15-1252"], "title": ["Developers"], "level": ["detailed"]})
    cell = {
        "areatype": "N",
        "industry": "000000",
        "occupation": "15-1252",
        "employment": 10.0,
        "employment_rse": 1.0,
    }
    wages = dict.fromkeys(WAGES, 100_000.0) | {"wage_p90": np.nan, "wage_rse": 0.4, "wage_footnote": "5"}
    cells = pd.DataFrame([cell | wages])
    row = occupation_table(published, cells, LISTED).iloc[0]
    assert row["wage_p90"] == 239_200.0 and row["wage_top_coded"] and row["wage_status"] == "observed"
    assert row["wage_p50"] == 100_000.0
    with pytest.raises(DataError, match="no national employment"):
        occupation_table(published, cells.assign(employment=np.nan), LISTED)


def test_shares_follow_from_a_rack_and_its_site() -> None:
    goods = ["334", "23", "22", "514"]
    accounts = {
        "use": pd.DataFrame({"k": 100.0}, index=goods),
        "final": pd.DataFrame({"F010": 60.0, "F02E": 40.0, "F040": 30.0, "F050": -50.0}, index=goods),
        "imports": pd.DataFrame({"k": 20.0, "F010": 10.0, "F02E": 30.0, "F040": 0.0}, index=goods),
    }
    costs = pd.DataFrame(
        {"name": ["GB200 NVL72 rack", "GB200 all-in per GPU"], "low": [200.0, None], "central": [360.0, 10.0]}
    )
    rows = computing_table(accounts, costs).set_index(["spending", "industry"])
    assert rows.loc["capital", "share"].tolist() == pytest.approx([0.5, 0.5])
    assert rows.loc["capital", "share_cheaper_rack"].tolist() == pytest.approx([200 / 560, 360 / 560])
    assert rows.at[("capital", "334"), "import_share"] == pytest.approx(30 / 40)
    assert rows.at[("power", "22"), "import_share"] == pytest.approx(60 / 200)
