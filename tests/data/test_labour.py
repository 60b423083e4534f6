"""Flows of labour, projections and moves between occupations, as published."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.data.build.tables import _labour_flow_table, _market_table, _price_table
from reallocate.data.bundle import load_tables
from reallocate.data.occupations import projection_table
from reallocate.data.packs import cps_unemployment, projections
from reallocate.data.places import _network_group, _survey_groups, mobility_groups, mobility_table
from reallocate.kernel.errors import DataError

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
