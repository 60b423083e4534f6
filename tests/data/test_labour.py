"""Rates of the national labour market: as published, in shares, and missing where nobody asked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.build.tables import labour_flow_table, market_table, price_table
from reallocate.data.bundle import load_tables
from reallocate.data.packs import cps_unemployment, jolts
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
    rows = labour_flow_table(RATES, SERIES).set_index("series")["value"]
    assert rows.to_dict() == {"hires": 0.043, "openings": pytest.approx(0.05)}
    assert price_table(SERIES).to_dict("list") == {"month": ["2001-01"], "index": [175.1]}


def test_a_rate_that_is_not_its_ratio_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cps_2025_unemployment_by_soc_major.csv"
    head = "soc_major,group,unemployment_rate_pct,unemployed_thousands,labor_force_thousands\n"
    path.write_text(head + "11,Management,2.1,442,21318\n")
    assert cps_unemployment.tidy(tmp_path)["unemployment"]["rate"].tolist() == [pytest.approx(0.021)]
    path.write_text(head + "11,Management,1.2,442,21318\n")
    with pytest.raises(DataError, match="11-0000"):
        cps_unemployment.tidy(tmp_path)


def test_unemployment_of_the_groups_adds_up_to_less_than_everybodys() -> None:
    """Who never worked before has no group."""
    tables = load_tables()
    rows = tables["unemployment"].set_index("major_group")
    groups = rows.drop("00-0000")
    assert set(groups.index) == set(tables["groups"].query("level == 'major'")["code"])
    assert 0.85 < groups["unemployed"].sum() / rows.at["00-0000", "unemployed"] < 1.0
    assert groups["rate"].between(0.01, 0.10).all()


def test_quits_agree_with_the_published_series(source_data: Path) -> None:
    """One of the three transcribed columns can be checked month by month; the others can not."""
    rates = jolts.tidy(source_data / "open" / jolts.PACK.folder)["rates"]
    quits = rates[rates["series"] == "quits"].set_index("month")["value"]
    published = pd.read_csv(source_data / "open" / "fred-macro" / "JTSQUR.csv", dtype={"DATE": "str"})
    expected = published.set_index(published["DATE"].str[:7])["JTSQUR"] / 100
    assert quits.to_numpy() == pytest.approx(expected.reindex(quits.index).to_numpy())


def test_shipped_series_end_where_they_end_and_have_no_false_months() -> None:
    rows = load_tables()["labour_flows"]
    last = rows.groupby("series")["month"].max().to_dict()
    assert last == {
        "hires": "2024-04",
        "quits": "2024-04",
        "separations": "2024-04",
        "openings": "2025-10",
        "unemployment": "2025-11",
    }
    unemployment = rows[rows["series"] == "unemployment"]
    assert "2025-10" not in set(unemployment["month"])
    wide = rows.pivot(index="month", columns="series", values="value").dropna()
    assert (wide["quits"] < wide["separations"]).all()
    hires_less_separations = (wide["hires"] - wide["separations"]).drop(["2020-03", "2020-04", "2020-05"])
    assert hires_less_separations.abs().max() < 0.03
    assert load_tables()["prices"]["index"].iloc[-1] == pytest.approx(325.031)


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
    ends = {column: market[column].last_valid_index() for column in ("hires", "quits", "separations", "openings")}
    assert ends == {"hires": "2024-04", "quits": "2024-07", "separations": "2024-04", "openings": "2025-10"}
    recessions = market.index[market["recession"]]
    assert recessions[0] == "2001-04" and recessions[-1] == "2020-04" and len(recessions) == 8 + 18 + 2
    source = pd.read_csv(source_data / "open" / "fred-macro" / "JTSJOL.csv")
    assert market["openings"].dropna().tolist() == (source["value"] * 1e3).tolist()


def test_market_rates_are_those_of_the_long_table() -> None:
    tables = load_tables()
    long = tables["labour_flows"].pivot(index="month", columns="series", values="value")
    market = tables["market_series"].set_index("month").reindex(long.index)
    for ours, theirs in {"openings_rate": "openings", "unemployment": "unemployment", "hires": "hires"}.items():
        pd.testing.assert_series_equal(market[ours], long[theirs], check_names=False)


def test_hires_less_separations_follow_payrolls() -> None:
    """The only check at hand of the two columns that were transcribed without a second copy."""
    market = load_tables()["market_series"].set_index("month")
    growth = market["employment"].diff() / market["employment"].shift()
    both = pd.DataFrame({"growth": growth, "net": market["hires"] - market["separations"]}).dropna()
    calm = both[(both.index < "2020-01") | (both.index > "2021-01")]
    assert calm["growth"].corr(calm["net"]) > 0.94
    assert abs((calm["growth"] - calm["net"]).mean()) < 1e-4
    assert (calm["growth"] - calm["net"]).abs().max() < 0.002


def test_a_transcription_that_errs_is_an_error() -> None:
    rates = pd.DataFrame({"series": ["quits"], "month": ["2001-01"], "value": [0.023]})
    series = pd.DataFrame({"series": ["quits"], "month": ["2001-01"], "value": [0.024]})
    with pytest.raises(DataError, match="2001-01"):
        market_table(rates, series)


def test_output_is_by_quarter_and_beside_it_who_was_in_work() -> None:
    table = load_tables()["output_series"].set_index("quarter")
    output = table["output"]
    assert len(output) == 183 and output["2025-Q3"] == 24_024.957 and output.index[0] == "1980-Q1"
    # January to March 1980: 90.800, 90.883 and 90.994 million; 64.0, 64.0, 63.7% and 6.3, 6.3, 6.3%.
    assert table["employment"].iloc[0] == pytest.approx(90.892e6, abs=1e3)
    assert table["in_work"].iloc[0] == pytest.approx(0.639 * 0.937, abs=5e-4)
    market = load_tables()["market_series"].set_index("month")
    months = market.loc["2019-04":"2019-06"]
    assert table.loc["2019-Q2", "employment"] == pytest.approx(months["employment"].mean(), abs=1)
