"""Sources read tidy, and observed figures that ship are the published ones: O*NET, use, flows, moves, firms, the past."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reallocate.data import frames
from reallocate.data.build.tables import (
    _claude_use_table,
    _market_table,
)
from reallocate.data.bundle import load_tables
from reallocate.data.frames import Frame, _bridge, _bridged_year, _divide
from reallocate.data.observed import _STATES, _bridged_usage, _fortnight_dates, claude_usage
from reallocate.data.occupations import _in_frame, projection_table, whole_shares
from reallocate.data.packs import anthropic, btos, cps_unemployment, gpts_are_gpts, projections
from reallocate.data.places import _network_group, _survey_groups, mobility_groups, mobility_table
from reallocate.kernel.errors import DataError

TASKS = """O*NET-SOC Code,Title,Task ID,Task,Task Type
11-1111.00,Chiefs,1,Sign letters.,Core
22-2222.00,Makers,2,sign letters,Core
22-2222.00,Makers,3,Make things.,Core
33-3333.00,Idlers,4,Rest.,Core
"""
USAGE = """task_name,pct
sign letters.,40
make things.,50
none,10
"""
INTERACTION = """interaction_type,pct
directive,60
none,40
"""


def test_a_text_of_two_occupations_is_split_and_nothing_counts_twice(tmp_path: Path) -> None:
    (tmp_path / "onet_task_statements.csv").write_text(TASKS, encoding="utf-8")
    (tmp_path / "onet_task_mappings.csv").write_text(USAGE, encoding="utf-8")
    (tmp_path / "automation_vs_augmentation.csv").write_text(INTERACTION, encoding="utf-8")
    usage = anthropic.tidy(tmp_path)
    assert usage["usage"].to_dict("list") == {
        "onet_code_2010": ["11-1111.00", "22-2222.00", "22-2222.00"],
        "task_id": [1, 2, 3],
        "share": pytest.approx([0.2, 0.2, 0.5]),
    }
    assert usage["unassigned"].to_dict("list") == {"text": ["none"], "share": [0.1]}
    assert usage["described"]["onet_code_2010"].tolist() == ["11-1111.00", "22-2222.00", "33-3333.00"]
    assert usage["interaction"]["type"].tolist() == ["directive", "none"]


def test_no_sentence_of_a_task_ships(source_data: Path) -> None:
    labels = pd.read_csv(source_data / "open" / gpts_are_gpts.PACK.folder / "full_labelset.tsv", sep="\t")
    sentences = set(labels["Task"].str.lower().str.rstrip("."))
    assert labels["Task"].nunique() > 17_000
    for name, table in load_tables().items():
        for column in table.select_dtypes("str"):
            texts = {str(text).lower().rstrip(".") for text in table[column].unique()}
            assert not texts & sentences, f"{name}.{column}"


PAIRS = pd.DataFrame(
    [("A", "a"), ("A", "b"), ("B", "b"), ("B", "c"), ("C", "d"), ("D", "e"), ("D", "f")],
    columns=["origin", "occupation"],
)


def test_an_origin_that_shares_nothing_is_divided_by_the_weight_year() -> None:
    shares = _divide(
        PAIRS, pd.Series(dict.fromkeys("ABCD", 10.0)), pd.Series(dict.fromkeys("abcdef", 1.0) | {"e": 3.0})
    )
    found = shares.set_index(["origin", "occupation"])["share"]
    assert found["C", "d"] == pytest.approx(1.0)
    assert found["D", "e"] == pytest.approx(0.75) and found["D", "f"] == pytest.approx(0.25)


def test_origins_that_share_reach_the_sizes_of_the_weight_year() -> None:
    """A = 60 and B = 40 became a, b, c sized 30, 50, 20: a takes 30 of A, b its other 30 and 20 of B."""
    origins = pd.Series({"A": 60.0, "B": 40.0})
    pairs = PAIRS[PAIRS["origin"].isin(["A", "B"])]
    shares = _divide(pairs, origins, pd.Series({"a": 300.0, "b": 500.0, "c": 200.0}))
    assert shares["share"].tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5], abs=1e-6)


@settings(max_examples=6)
@given(
    st.lists(st.floats(1.0, 1e6), min_size=4, max_size=4),
    st.lists(st.floats(1.0, 1e6), min_size=6, max_size=6),
)
def test_people_are_conserved_and_order_is_irrelevant(sizes: list[float], weights: list[float]) -> None:
    origins = pd.Series(sizes, index=list("ABCD"))
    weight = pd.Series(weights, index=list("abcdef"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "_ROUNDS", 20)
        shares = _divide(PAIRS, origins, weight)
        turned = _divide(PAIRS.iloc[::-1], origins[::-1], weight[::-1]).sort_index()
    assert shares["share"].between(0.0, 1.0 + 1e-12).all()
    assert shares.groupby("origin")["share"].sum().tolist() == pytest.approx([1.0] * 4)
    assert turned["share"].tolist() == pytest.approx(shares["share"].tolist(), abs=1e-9)


def test_an_occupation_without_weight_is_an_error() -> None:
    with pytest.raises(DataError, match="no employment in 2021"):
        _divide(PAIRS, pd.Series(dict.fromkeys("ABCD", 1.0)), pd.Series({"a": 1.0}))


def test_a_soc_2010_code_goes_where_the_crosswalk_says_and_to_joint_codes() -> None:
    crosswalk = pd.DataFrame(
        [("13-2021", "13-2022"), ("13-2021", "13-2023"), ("13-1021", "13-1021"), ("15-1111", "15-1221")],
        columns=["soc2010", "soc2018"],
    )
    frame = pd.Index(["13-1020", "13-2020", "15-1221", "25-3031"])
    codes = pd.Series(["13-1020", "13-2021", "15-1111", "25-3098", "11-1031"])
    pairs = _bridge(2017, codes, crosswalk, frame)
    assert pairs.to_records(index=False).tolist() == [
        ("13-1020", "13-1020"),
        ("13-2021", "13-2020"),
        ("15-1111", "15-1221"),
        ("25-3098", "25-3031"),
    ]


OCCUPATIONS = pd.DataFrame(
    {
        "occupation": ["11-1111", "11-1119", "11-2220", "11-3331"],
        "broad_group": ["11-1110", "11-1110", "11-2220", "11-3330"],
        "minor_group": ["11-1000", "11-1000", "11-2000", "11-3000"],
        "major_group": "11-0000",
        "employment": [100.0, 50.0, 80.0, 300.0],
    }
).set_index("occupation")
DONORS = pd.DataFrame(
    {
        "occupation": ["11-1119", "11-2220", "11-2220"],
        "donor": ["11-1111", "11-2221", "11-2222"],
        "weight": [1.0, 0.75, 0.25],
    }
)
FRAME = Frame(OCCUPATIONS, DONORS, DONORS.iloc[1:].rename(columns={"donor": "part"}))
VALUES = pd.DataFrame(
    {"a": [4.0, 3.0, 2.0, 4.0]}, index=["11-1111.00", "11-1111.01", "11-2221.00", "11-2222.00"]
)
VAGUE = pd.DataFrame({"a": [False, True, True, False]}, index=VALUES.index)


def test_variants_are_averaged_and_the_rest_is_filled_by_the_rule_of_content() -> None:
    values, status = _in_frame(VALUES, VAGUE, FRAME)
    assert values["a"].to_dict() == pytest.approx(
        {
            "11-1111": 3.5,
            "11-1119": 3.5,
            "11-2220": 0.75 * 2.0 + 0.25 * 4.0,
            # No part and no donor: the mean of the major group, weighted by employment.
            "11-3331": (100 * 3.5 + 50 * 3.5 + 80 * 2.5) / 230,
        }
    )
    assert status["a"].tolist() == ["imprecise", "filled", "filled", "filled"]
    assert _in_frame(VALUES, VAGUE & False, FRAME)[1].at["11-1111", "a"] == "observed"


def test_rounded_shares_still_sum_to_one() -> None:
    by = pd.DataFrame({"occupation": ["x"] * 3 + ["y"]})
    found = whole_shares(pd.Series([1 / 3, 1 / 3, 1 / 3, 1.0]), by, 4)
    assert found.tolist() == [0.3334, 0.3333, 0.3333, 1.0]


def test_a_rate_that_is_not_its_ratio_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cps_2025_unemployment_by_soc_major.csv"
    head = "soc_major,group,unemployment_rate_pct,unemployed_thousands,labor_force_thousands\n"
    path.write_text(head + "11,Management,2.1,442,21318\n")
    assert cps_unemployment.tidy(tmp_path)["unemployment"]["rate"].tolist() == [pytest.approx(0.021)]
    path.write_text(head + "11,Management,1.2,442,21318\n")
    with pytest.raises(DataError, match="11-0000"):
        cps_unemployment.tidy(tmp_path)


def test_market_series_are_the_published_figures(source_data: Path) -> None:
    """Each column against its file, at the ends and in the months that were not surveyed."""
    market = load_tables()["market_series"].set_index("month")
    assert market.index[0] == "2000-12" and market.index.is_unique and market.index.is_monotonic_increasing
    first, last = market.loc["2000-12"], market.loc["2025-11"]
    assert (first["unemployment"], first["employment"], first["openings"]) == (0.039, 132_716_000, 5_088_000)
    assert (first["hires"], first["quits"], first["separations"]) == (0.041, 0.022, 0.039)
    assert (last["unemployment"], last["participation"], last["hourly_earnings"]) == (0.046, 0.625, 31.76)
    assert market.loc["2025-10", ["unemployment", "participation", "consumer_prices"]].isna().all()
    assert market.at["2025-12", "initial_claims"] == (215_000 + 199_000 + 224_000 + 237_000) / 4
    assert market["recession"].sum() == 8 + 18 + 2
    long = load_tables()["labour_flows"].pivot(index="month", columns="series", values="value")
    pd.testing.assert_series_equal(market["hires"].reindex(long.index), long["hires"], check_names=False)
    source = pd.read_csv(source_data / "open" / "fred-macro" / "JTSJOL.csv")
    assert market["openings"].dropna().tolist() == (source["value"] * 1e3).tolist()


def test_a_transcription_that_errs_is_an_error() -> None:
    rates = pd.DataFrame({"series": ["quits"], "month": ["2001-01"], "value": [0.023]})
    series = pd.DataFrame({"series": ["quits"], "month": ["2001-01"], "value": [0.024]})
    with pytest.raises(DataError, match="2001-01"):
        _market_table(rates, series)


def workbook(folder: Path, rate: object = 3.6) -> Path:
    keys = ["2024 National Employment Matrix title", projections._CODE, "Occupation type"]
    worker = [*keys, "Percent self employed, 2024", *projections._TEXTS]
    flows = [*keys, *projections._THOUSANDS, *projections._PERCENT]
    sheets = {
        "Table 1.2": (
            worker,
            [
                ("Top", "11-0000", "Summary", 9, "—", "—", "—"),
                ("Chiefs", "11-1011", "Line item", "—", "Bachelor's degree", "None", "None"),
            ],
        ),
        "Table 1.10": (flows, [("Chiefs", "11-1011", "Line item", 309.4, 322.7, 22.2, 3.0, rate)]),
    }
    with pd.ExcelWriter(folder / "occupation.xlsx", engine="xlsxwriter") as book:
        for name, (columns, rows) in sheets.items():
            pd.DataFrame(rows, columns=columns).to_excel(book, sheet_name=name, index=False, startrow=1)
    return folder


def test_none_is_an_answer_a_dash_is_missing_and_any_other_text_is_an_error_with_its_occupation(
    tmp_path: Path,
) -> None:
    table = projections.tidy(workbook(tmp_path))["projections"]
    row = table.iloc[0]
    assert len(table) == 1 and row["experience"] == "None" and row["training"] == "None"
    assert np.isnan(row["self_employed_share"])
    assert row["openings"] == pytest.approx(22_200) and row["transfer_rate"] == pytest.approx(0.036)
    with pytest.raises(DataError, match=r"11-1011: 'many' in column Occupational transfer rate"):
        projections.tidy(workbook(tmp_path, "many"))


def test_the_frame_is_taken_as_it_is() -> None:
    rows = pd.DataFrame(
        {
            "occupation": ["11-1011", "11-1031", "51-7032"],
            "employment_2024": [309_400.0, 27_700.0, 500.0],
            "exit_rate": [0.030, 0.029, 0.040],
            "transfer_rate": [0.036, 0.045, 0.062],
            "openings": [22_200.0, 2_200.0, 0.0],
        }
    )
    codes = ["11-1011", "51-7032"]
    assert projection_table(rows, pd.Index(codes))["occupation"].tolist() == codes
    with pytest.raises(DataError, match="99-9999"):
        projection_table(rows, pd.Index(["11-1011", "99-9999"]))


def test_rows_are_brought_to_one_and_groups_with_the_same_row_are_one_to_the_survey() -> None:
    edges = pd.DataFrame(
        {"source": ["A", "A", "B"], "target": ["A", "B", "B"], "probability": [0.897, 0.1, 1.0]}
    )
    table = mobility_table(edges)
    assert mobility_groups(pd.DataFrame({"group": ["A", "B"]}), table)["has_moves"].tolist() == [True, False]
    assert table["share"].tolist() == pytest.approx([0.897 / 0.997, 0.1 / 0.997, 1.0])
    with pytest.raises(DataError, match="A: probabilities do not sum to 1"):
        mobility_table(edges.assign(probability=[0.5, 0.1, 1.0]))
    joint = pd.DataFrame(
        [("A", "A", 0.7), ("A", "B", 0.2), ("A", "C", 0.1), ("B", "A", 0.7), ("B", "B", 0.2), ("B", "C", 0.1)]
        + [("C", "C", 1.0), ("D", "D", 1.0)],
        columns=["source", "target", "share"],
    )
    assert _survey_groups(joint).to_dict() == {"A": "A", "B": "A"}
    groups = mobility_groups(pd.DataFrame({"group": list("ABCD")}), joint)
    assert groups["survey_group"].tolist() == ["A", "A", "C", "D"]


def test_a_code_belongs_to_the_narrowest_group_there_is() -> None:
    codes = pd.Series(["13-2051", "11-1011", "25-1011", "55-1011"])
    found = _network_group(codes, pd.Series(["13-2051", "13-2050", "11-1010", "25-1000"]))
    assert found.tolist()[:3] == ["13-2051", "11-1010", "25-1000"] and pd.isna(found[3])


def test_later_fortnights_follow_two_weeks_apart_and_the_question_must_be_there_once_a_state(
    tmp_path: Path,
) -> None:
    listed = pd.DataFrame({"fortnight": ["202401", "202402"], "date": ["2023-12-18", "2024-01-01"]})
    dates = _fortnight_dates(listed, pd.Series(["202402", "202404", "202403"]))
    assert dates[["202403", "202404"]].tolist() == ["2024-01-15", "2024-01-29"]
    with pytest.raises(DataError, match="202326"):
        _fortnight_dates(listed, pd.Series(["202326"]))
    with pytest.raises(DataError, match="two weeks apart"):
        _fortnight_dates(listed.assign(date=["2023-12-11", "2024-01-01"]), pd.Series(["202401"]))
    frame = pd.DataFrame([["AK", "7", "Did it rain?", "1", "Yes", "5%"]], columns=[*btos._KEYS, "202401"])
    with pytest.raises(DataError, match="question on AI"):
        btos._answers(frame, tmp_path / "x.csv")


def test_shipped_shares_are_the_published_ones(source_data: Path) -> None:
    rows = load_tables()["ai_use"]
    states = rows[(rows["segment"] == _STATES) & (rows["measure"] == "current")]
    assert states["date"].min() == "2023-08-28" and states["date"].max() == "2025-08-25"
    source = pd.read_csv(source_data / "open" / "btos" / btos._ESTIMATES, dtype="str")
    asked = source[(source["Question ID"] == "7") & (source["Answer"] == "Yes")].set_index("State")
    latest = states[states["date"] == "2025-08-25"].set_index("place")["share"]
    published = asked["202519"][asked["202519"] != "S"].str.rstrip("%").astype("float64") / 100
    assert latest.sort_index().to_dict() == pytest.approx(published.to_dict())
    assert states["share"].between(0.0, 0.35).all()


def release(title: str = "Computer and Mathematical") -> dict[str, pd.DataFrame]:
    rows = pd.DataFrame(
        {
            "onet_code": ["13-1021.00", "13-1022.00", "11-1031.00"],
            "occupation": ["13-1021", "13-1022", "11-1031"],
            "use": [0.03, 0.01, 0.5],
            "automation": [0.4, 0.8, 0.1],
            "autonomy": [2.0, 4.0, 1.0],
            "hours_alone": [1.0, float("nan"), 1.0],
            "hours_with_ai": [0.5, 0.1, 0.1],
            "small_cell": [False, True, True],
        }
    )
    groups = pd.DataFrame(
        {
            "channel": ["chat", "api"],
            "title": [title] * 2,
            "use": [0.2, 0.3],
            "automation": 0.5,
            "autonomy": 2.5,
        }
    )
    return {"occupations": rows, "groups": groups}


def test_rows_of_one_occupation_are_weighed_by_use() -> None:
    major = pd.DataFrame(
        {"code": ["15-0000"], "title": ["Computer and Mathematical Occupations"], "level": ["major"]}
    )
    table = _claude_use_table(release(), pd.Index(["13-1020"]), major)
    one = table[table["level"].eq("occupation")].iloc[0]
    assert (one["code"], one["channel"], bool(one["small_cell"])) == ("13-1020", "chat", False)
    assert one["use"] == pytest.approx(0.04) and one["autonomy"] == pytest.approx(2.5)
    assert one["automation"] == pytest.approx(0.5)
    assert one["hours_alone"] == pytest.approx(1.0), "what is missing does not count as 0"
    assert table.loc[table["level"].eq("major group"), "use"].tolist() == [0.2, 0.3], "never pooled"
    with pytest.raises(DataError, match="unknown major groups: Magic"):
        _claude_use_table(release("Magic"), pd.Index(["13-1020"]), major)


def test_observed_figures_are_the_published_ones() -> None:
    tables = load_tables()
    use = tables["claude_use"].set_index(["channel", "level", "code"]).loc[lambda rows: rows.index]
    computing = [use.loc[channel, "major group", "15-0000"] for channel in ("chat", "api")]
    assert [(one["use"], one["automation"]) for one in computing] == [(0.238, 0.639), (0.2817, 0.9458)]
    chips = tables["ai_chips"].set_index(["owner", "maker", "date"])
    first = chips.loc[("Meta", "Nvidia", "2022-03-31")]
    assert (first["h100"], first["h100_low"], first["h100_high"]) == (7759, 4573, 13410)
    postings = tables["postings"].set_index(["series", "place", "month"])["value"]
    assert postings["exposed", "US", "2026-08"] == 76.8 and postings["control", "US", "2026-08"] == 104.7


def test_groups_of_the_last_survey_are_the_published_ones() -> None:
    table = load_tables()["displaced"].set_index("survey_year")
    assert list(table.index) == list(range(2008, 2027, 2))
    assert table.loc[2024].tolist() == [2021, 2023, 2_578_000, 0.657, 0.161, 0.182]
    assert table.loc[2010, "employed"] == 0.488, "the lowest of the ten, after the slump of 2008"
    rows = load_tables()["displaced_groups"].set_index(["survey_year", "kind", "group"])["displaced"]
    assert rows[2026, "all tenures", "Total, 20 years and over"] == 7_445_000
    assert rows[2026, "reason", "position or shift abolished"] == 1_475_856
    by_occupation = rows.xs("occupation", level="kind").groupby("survey_year").sum()
    assert (by_occupation / table["displaced"][by_occupation.index] > 0.89).all(), (
        "nearly all have an occupation"
    )
    ages = load_tables()["displaced_ages"].set_index(["survey_year", "group"])
    assert ages.loc[(2024, "55 to 64")].tolist() == [55, 64, 0.553, 0.161, 0.286, "A"]
    assert ages.loc[(2014, "65 and over"), ["first_age", "last_age"]].tolist() == [65, 120]
    assert (ages["grade"] == "A").sum() == 12 and set(ages.loc[2026, "grade"]) == {"B", "C"}
    assert ages.loc[(2024, "Total, 20 and over"), "employed"] == table.loc[2024, "employed"]


USES = pd.DataFrame(
    {
        "onet_code_2010": ["15-1.00", "15-1.00", "11-1.00", "99-9.00"],
        "task_id": [1, 2, 3, 4],
        "share": [0.2, 0.2, 0.3, 0.1],
    }
)
BRIDGE = pd.DataFrame(
    [
        ("15-1.00", "15-1111.00"),
        ("15-1.00", "15-1111.01"),
        ("15-1.00", "15-2222.00"),
        ("11-1.00", "11-1021.00"),
        ("11-2.00", "11-3333.00"),
        ("99-9.00", "99-9999.00"),
    ],
    columns=["onet_code_2010", "onet_code"],
)
JOBS = pd.Series({"11-1020": 100.0, "11-3333": 50.0, "15-1111": 300.0, "15-2222": 100.0})
SPLIT = pd.DataFrame({"occupation": ["11-1020"], "part": ["11-1021"]})


def test_a_code_that_became_several_splits_by_employment_and_parts_find_their_hybrid() -> None:
    shares, lost = _bridged_usage(USES, BRIDGE, JOBS, SPLIT)
    assert shares.to_dict() == pytest.approx({"11-1020": 0.3, "15-1111": 0.3, "15-2222": 0.1})
    assert lost == pytest.approx(0.1)


def test_usage_per_job_is_the_same_among_the_split_and_zero_where_none_was_published() -> None:
    found = claude_usage(USES, BRIDGE, JOBS, SPLIT)
    assert found.to_dict() == pytest.approx(
        {"11-1020": 3_000_000.0, "11-3333": 0.0, "15-1111": 1_000_000.0, "15-2222": 1_000_000.0}
    )


SURVEYED = pd.DataFrame(
    {
        "occupation": ["11-1111", "22-2222", "22-9999", "33-3333"],
        "title": ["One", "Two", "Two, All Other", "Three"],
        "employment": [100.0, 300.0, 200.0, np.nan],
        "employment_rse": [10.0, 2.0, 5.0, np.nan],
        "wage_mean": [50_000.0, 80_000.0, np.nan, 40_000.0],
        "wage_rse": [1.5, 0.8, np.nan, 2.0],
    }
)
BECAME = pd.DataFrame(
    [
        ("11-1111", "11-1111", 1.0),
        ("22-2222", "22-2220", 1.0),
        ("22-9999", "22-2220", 0.25),
        ("22-9999", "44-4444", 0.75),
        ("33-3333", "33-3333", 1.0),
    ],
    columns=["origin", "occupation", "share"],
)
CODES = pd.Index(["11-1111", "22-2220", "33-3333", "44-4444", "55-5555"])


def bridged(year: int) -> pd.DataFrame:
    return _bridged_year(SURVEYED, BECAME, year, CODES).set_index("occupation")


def test_a_year_by_hand() -> None:
    found = bridged(2017)
    assert found["employment"].to_dict() == pytest.approx(
        {"11-1111": 100.0, "22-2220": 350.0, "33-3333": np.nan, "44-4444": 150.0, "55-5555": np.nan},
        nan_ok=True,
    )
    assert found.at["22-2220", "employment_rse"] == pytest.approx(np.hypot(300 * 2.0, 50 * 5.0) / 350)
    assert found.at["22-2220", "wage_mean"] == pytest.approx(80_000.0)
    assert np.isnan(found.at["44-4444", "wage_mean"]) and np.isnan(found.at["33-3333", "employment_rse"])
    assert found["status"].tolist() == ["direct", "split", "direct", "new", "direct"]
    assert set(bridged(2019).loc[["22-2220", "44-4444"], "status"]) == {"hybrid"}
    pairs = BECAME[BECAME["occupation"] != "44-4444"].assign(share=1.0)
    joined = _bridged_year(SURVEYED, pairs, 2017, CODES).set_index("occupation").loc["22-2220"]
    assert (joined["status"], joined["employment"]) == ("bridged", 500.0)


def test_the_error_of_pay_is_carried_as_that_of_independent_parts() -> None:
    assert bridged(2017)["wage_rse"].to_dict() == pytest.approx(
        {"11-1111": 1.5, "22-2220": 0.8, "33-3333": np.nan, "44-4444": np.nan, "55-5555": np.nan}, nan_ok=True
    )
    paid = SURVEYED.assign(wage_mean=[50_000.0, 80_000.0, 40_000.0, 40_000.0], wage_rse=[1.5, 0.8, 3.0, 2.0])
    found = _bridged_year(paid, BECAME, 2017, CODES).set_index("occupation")
    parts = np.array([300 * 80_000.0, 50 * 40_000.0])
    assert found.at["22-2220", "wage_rse"] == pytest.approx(np.hypot(*(parts * [0.8, 3.0])) / parts.sum())


def test_the_history_adds_up_to_what_was_published_less_what_is_said_to_be_lost() -> None:
    tables = load_tables()
    totals = tables["history"].groupby("year")["employment"].sum()
    for row in tables["history_loss"].itertuples():
        kept = row.employment_published * (1.0 - row.employment_lost_share)
        assert totals[row.year] == pytest.approx(kept, abs=500)
        assert 0 < row.employment_lost_share < 0.0005 and "Legislators" in row.note
