"""Every job of OEWS is in one industry of the accounts, and what was not released is filled within the totals."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.data import industries as bridging
from reallocate.data.bundle import load_tables
from reallocate.data.industries import MEMBERS, industry_bridge
from reallocate.data.staffing import fill_unreleased, industry_staffing
from reallocate.kernel.errors import DataError

INDUSTRIES = pd.DataFrame(
    {"industry": ["000000", "100000", "200000", "300000"], "employment": [300.0, 100.0, 150.0, 50.0]}
)
STAFFING = pd.DataFrame(
    [
        ("000000", "a", 120.0), ("000000", "b", 110.0), ("000000", "c", 70.0),
        ("100000", "a", 60.0), ("100000", "b", None), ("100000", "c", None),
        ("200000", "a", 60.0), ("200000", "b", None), ("200000", "c", None),
        ("300000", "b", 40.0), ("300000", "c", 10.0),
    ],
    columns=["industry", "occupation", "employment"],
).assign(wage_mean=50_000.0)


def test_unreleased_cells_meet_both_totals() -> None:
    filled = fill_unreleased(STAFFING, INDUSTRIES, ["100000", "200000", "300000"])
    wide = filled.pivot(index="oews_industry", columns="occupation", values="employment")
    assert wide.sum(axis=1).tolist() == pytest.approx([100.0, 150.0, 50.0])
    assert wide.sum().tolist() == pytest.approx([120.0, 110.0, 70.0])
    # 40 and 90 remain in the two industries, 70 of b and 60 of c: each in proportion to both.
    assert wide.loc["100000", ["b", "c"]].tolist() == pytest.approx([40 * 70 / 130, 40 * 60 / 130])
    assert filled.loc[filled["filled"], "employment"].sum() == pytest.approx(130.0)


def test_an_industry_shared_by_two_is_divided_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridging, "MEMBERS", {"X": ("1", "2"), "Y": ("2", "3")})
    bridge = industry_bridge(INDUSTRIES, pd.Series({"X": 2.0, "Y": 1.0}))
    shares = bridge.set_index(["industry", "oews_industry"])["share"]
    assert shares["X", "200000"] == pytest.approx(100 / 150) and shares["Y", "200000"] == pytest.approx(50 / 150)
    table = industry_staffing(STAFFING, INDUSTRIES, bridge)
    assert table.groupby("industry")["employment"].sum().tolist() == pytest.approx([200.0, 100.0])
    status = table.set_index(["industry", "occupation"])["status"]
    assert status["X", "a"] == "divided" and status["X", "b"] == "filled"
    assert table["wage_mean"].tolist() == pytest.approx([50_000.0] * len(table))


def test_a_bridge_that_forgets_an_industry_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    big = INDUSTRIES.assign(employment=INDUSTRIES["employment"] * 1e3)
    monkeypatch.setattr(bridging, "MEMBERS", {"X": ("1",), "Y": ("2",)})
    with pytest.raises(DataError, match="-50,000 persons"):
        industry_bridge(big, pd.Series({"X": 1.0, "Y": 1.0}))
    monkeypatch.setattr(bridging, "MEMBERS", {"X": ("1",), "Y": ("4",)})
    with pytest.raises(DataError, match="400000"):
        industry_bridge(big, pd.Series({"X": 1.0, "Y": 1.0}))


def test_the_shipped_bridge_holds_every_job_once() -> None:
    tables = load_tables()
    bridge, people = tables["industry_bridge"], tables["industries"].set_index("industry")["employment"]
    assert (bridge.groupby("oews_industry")["share"].sum() - 1.0).abs().max() < 2e-6
    jobs = (bridge["share"] * bridge["oews_industry"].map(people)).sum()
    assert jobs == pytest.approx(people["000000"], abs=1_000)
    accounts = set(tables["industries_io"]["industry"])
    assert accounts - set(bridge["industry"]) == {"111CA"} and set(bridge["industry"]) == set(MEMBERS)


def test_shipped_staffing_adds_up_to_national_employment() -> None:
    """Within a loss of 0.04%: occupations with people left over and no industry listed to hold them."""
    tables = load_tables()
    staffing = tables["industry_staffing"]
    national = tables["occupations"].set_index("occupation")["employment"]
    found = staffing.groupby("occupation")["employment"].sum().reindex(national.index)
    assert found.notna().all()
    lost = national - found
    assert lost.min() > -60 and lost.sum() / national.sum() < 5e-4
    assert (lost / national)[national > 50_000].max() < 0.06
    filled = staffing.loc[staffing["status"] == "filled", "employment"]
    assert filled.sum() / national.sum() < 0.04
    assert staffing["wage_mean"].between(20_000, 700_000).all()
    observed = staffing.set_index(["industry", "occupation"])
    source = tables["staffing"].set_index(["industry", "occupation"])
    assert observed.at[("5415", "15-1252"), "employment"] == source.at[("541500", "15-1252"), "employment"]
    software = sum(source.at[(code, "15-1252"), "employment"] for code in ("518000", "519000"))
    assert observed.at[("514", "15-1252"), "employment"] == software


def test_pay_of_an_industry_beside_its_compensation() -> None:
    """Pay of May 2025 against compensation of 2023 with benefits; above 1 only where many work part time."""
    tables = load_tables()
    industries = tables["industries_io"].set_index("industry")
    ratio = industries["wage_bill"] / industries["compensation"]
    assert industries["wage_bill"].sum() / industries["compensation"].sum() == pytest.approx(0.7626, abs=5e-4)
    assert sorted(ratio.index[ratio > 1.0]) == ["452", "624", "713", "722"]
    assert ratio.min() > 0.42 and industries.index[industries["employment"].isna()].tolist() == ["111CA"]
    jobs = tables["industry_staffing"].groupby("industry")["employment"].sum()
    assert (industries["employment"] - jobs).abs().max() < 300
