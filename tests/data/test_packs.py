"""Sources of work and of labour read tidy: O*NET, use, flows, projections, moves; codes find their occupations."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reallocate.data import frames
from reallocate.data.build.tables import _labour_flow_table, _market_table, _price_table
from reallocate.data.bundle import load_tables
from reallocate.data.frames import _JOINT_IN_2019, _JOINT_IN_2025, Frame, _bridge, _divide
from reallocate.data.occupations import _category_months, _in_frame, projection_table, whole_shares
from reallocate.data.packs import anthropic, cps_unemployment, gpts_are_gpts, onet, projections
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "onet_task_statements": TASKS,
        "onet_task_mappings": USAGE,
        "automation_vs_augmentation": INTERACTION,
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_text_of_two_occupations_is_split_and_nothing_counts_twice(folder: Path) -> None:
    usage = anthropic.tidy(folder)
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


@pytest.mark.long
def test_o_net_is_read_whole(source_data: Path) -> None:
    tidy = onet.tidy(source_data / "open" / onet.PACK.folder)
    assert len(tidy["tasks"]) == len(tidy["task_texts"]) == 18_796 and len(tidy["occupations"]) == 1_016
    assert len(tidy["titles"]) == 1_016 + 56_505 + 7_955 and not tidy["titles"].isna().any().any()
    demands = tidy["demands"]
    assert len(demands) == 894 * (35 + 33) and not demands.isna().any().any()
    assert demands.groupby("domain")["imprecise"].sum().to_dict() == {"knowledge": 4_861, "skill": 147}
    chief = demands[(demands["onet_code"] == "11-1011.00") & (demands["element"] == "2.A.1.a")].iloc[0]
    assert (chief["title"], chief["importance"], chief["level"]) == ("Reading Comprehension", 4.12, 4.62)
    shares = tidy["education"].groupby(["onet_code", "scale"])["share"].sum()
    assert len(shares) == 878 * 4 and shares.to_numpy() == pytest.approx(1.0, abs=5e-4)
    titles = tidy["education_categories"].set_index(["scale", "category"])["title"]
    assert titles["related experience", 1] == "None" and titles["education", 6] == "Bachelor's Degree"
    sentences = set(tidy.pop("task_texts")["text"])
    assert not any(
        set(table[name]) & sentences for table in tidy.values() for name in table.select_dtypes("str")
    )


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


def test_joint_codes_name_each_code_once() -> None:
    frame = set(load_tables()["occupations"]["occupation"])
    parts = list(chain(*_JOINT_IN_2019.values()))
    assert len(parts) == len(set(parts)) == 72 and set(parts) <= frame
    assert set(_JOINT_IN_2025) <= frame and not frame & set(chain(*_JOINT_IN_2025.values()))


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


def test_answers_in_months() -> None:
    rows = [
        ("related experience", "None", 0.0, 0.0),
        ("on-site training", "Up to and including 1 month", 0.0, 1.0),
        ("on-the-job training", "Anything beyond short demonstration, up to and including 1 month", 0.0, 1.0),
        ("related experience", "Over 6 months, up to and including 1 year", 6.0, 12.0),
        ("related experience", "Over 10 years", 120.0, np.nan),
        ("education", "Bachelor's Degree", np.nan, np.nan),
    ]
    wanted = pd.DataFrame(rows, columns=["scale", "title", "months_over", "months_up_to"])
    found = _category_months(wanted[["scale", "title"]].assign(category=1))
    pd.testing.assert_frame_equal(found[list(wanted)], wanted, check_dtype=False)


def test_every_occupation_is_rated_on_everything() -> None:
    tables = load_tables()
    frame, elements = tables["occupations"], tables["elements"]
    for name, domain in (("skills", "skill"), ("knowledge", "knowledge")):
        listed = set(elements.loc[elements["domain"] == domain, "element"])
        rows = tables[name]
        assert set(rows["occupation"]) == set(frame["occupation"]) and set(rows["element"]) == listed
        assert len(rows) == len(frame) * len(listed) and not rows.isna().any().any()
        assert rows["importance"].between(1, 5).all() and rows["level"].between(0, 7).all()
    assert elements.groupby("domain").size().to_dict() == {"knowledge": 33, "skill": 35}
    filled = set(tables["skills"].loc[tables["skills"]["status"] == "filled", "occupation"])
    undescribed = frame.query("content_status == 'filled'")["occupation"]
    # O*NET has tasks but no ratings yet of 21 codes of 2018, project managers among them.
    assert set(undescribed) < filled and len(filled) == 80 and "13-1082" in filled


SERIES = pd.DataFrame(
    [
        ("openings", "2001-01", 5.0),
        ("payrolls", "2001-01", 95.0),
        ("unemployment", "2001-01", None),
        ("prices", "2001-01", 175.1),
        ("prices", "1999-01", 164.3),
        ("unemployment", "1999-01", 0.043),
    ],
    columns=["series", "month", "value"],
)
RATES = pd.DataFrame({"series": ["hires"], "month": ["2001-01"], "value": [0.043]})


def test_openings_are_a_share_of_openings_and_employment() -> None:
    rows = _labour_flow_table(RATES, SERIES).set_index("series")["value"]
    assert rows.to_dict() == {"hires": 0.043, "openings": pytest.approx(0.05)}
    assert _price_table(SERIES).to_dict("list") == {"month": ["2001-01"], "index": [175.1]}


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


ROWS = pd.DataFrame(
    {
        "occupation": ["11-1011", "11-1031", "51-7032"],
        "employment_2024": [309_400.0, 27_700.0, 500.0],
        "exit_rate": [0.030, 0.029, 0.040],
        "transfer_rate": [0.036, 0.045, 0.062],
        "openings": [22_200.0, 2_200.0, 0.0],
    }
)


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


def test_none_is_an_answer_and_a_dash_is_missing(tmp_path: Path) -> None:
    table = projections.tidy(workbook(tmp_path))["projections"]
    row = table.iloc[0]
    assert len(table) == 1 and row["experience"] == "None" and row["training"] == "None"
    assert np.isnan(row["self_employed_share"])
    assert row["openings"] == pytest.approx(22_200) and row["transfer_rate"] == pytest.approx(0.036)


def test_any_other_text_is_an_error_with_its_occupation(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"11-1011: 'many' in column Occupational transfer rate"):
        projections.tidy(workbook(tmp_path, "many"))


def test_the_frame_is_taken_as_it_is() -> None:
    codes = ["11-1011", "51-7032"]
    assert projection_table(ROWS, pd.Index(codes))["occupation"].tolist() == codes
    with pytest.raises(DataError, match="99-9999"):
        projection_table(ROWS, pd.Index(["11-1011", "99-9999"]))


def test_every_occupation_is_projected_and_openings_are_growth_and_leaving() -> None:
    tables = load_tables()
    rows = tables["projections"]
    assert rows["occupation"].equals(tables["occupations"]["occupation"])
    growth = (rows["employment_2034"] - rows["employment_2024"]) / 10
    people = (rows["employment_2024"] + rows["employment_2034"]) / 2
    leaving = people * (rows["exit_rate"] + rows["transfer_rate"])
    # Rates and people are rounded: half of 0.1% of each person, and half of a hundred people.
    off = (rows["openings"] - growth - leaving).abs() - 0.001 * people - 150
    assert off.max() < 0, rows.loc[off.idxmax()].to_dict()
    assert set(rows["experience"]) == {"None", "Less than 5 years", "5 years or more"}
    assert rows["training"].eq("None").sum() == 321 and rows["self_employed_share"].isna().sum() == 198
    assert rows["openings"].sum() == pytest.approx(18.9e6, rel=0.01)


EDGES = pd.DataFrame({"source": ["A", "A", "B"], "target": ["A", "B", "B"], "probability": [0.897, 0.1, 1.0]})


def test_rows_are_brought_to_one() -> None:
    table = mobility_table(EDGES)
    assert mobility_groups(pd.DataFrame({"group": ["A", "B"]}), table)["has_moves"].tolist() == [True, False]
    assert table["share"].tolist() == pytest.approx([0.897 / 0.997, 0.1 / 0.997, 1.0])
    with pytest.raises(DataError, match="A: probabilities do not sum to 1"):
        mobility_table(EDGES.assign(probability=[0.5, 0.1, 1.0]))


def test_groups_with_the_same_row_are_one_to_the_survey() -> None:
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


def test_the_shipped_network() -> None:
    tables = load_tables()
    mobility, groups = tables["mobility"], tables["mobility_groups"].set_index("group")
    rows = mobility.groupby("source")["share"].sum()
    assert len(mobility) == 15_426 and len(rows) == len(groups) == 539
    assert rows.tolist() == pytest.approx([1.0] * 539, abs=1e-8)
    assert (~groups["has_moves"]).sum() == 44
    assert groups["employment"].min() == 400 and groups["employment"].sum() == 144_731_260
    assert groups.loc[~groups["has_moves"], "employment"].sum() == 749_630
    assert set(tables["mobility_bridge"]["occupation"]) == set(tables["occupations"]["occupation"])
    assert groups["survey_weight"].sum() == pytest.approx(1_176.9e6, rel=1e-4)
    stay = mobility[mobility["source"] == mobility["target"]].set_index("source")["share"]
    moving = 1.0 - (stay * groups["employment"]).sum() / groups["employment"].sum()
    assert moving == pytest.approx(0.087, abs=0.0005)
