"""A dollar of computing: racks against sites, and what of the machines is imported."""

from __future__ import annotations

import pandas as pd
import pytest

from reallocate.data.accounts import computing_table
from reallocate.data.bundle import load_tables


def test_shares_follow_from_a_rack_and_its_site() -> None:
    goods = ["334", "23", "22", "514"]
    accounts = {
        "use": pd.DataFrame({"k": 100.0}, index=goods),
        "final": pd.DataFrame({"F010": 60.0, "F02E": 40.0, "F040": 30.0, "F050": -50.0}, index=goods),
        "imports": pd.DataFrame({"k": 20.0, "F010": 10.0, "F02E": 30.0, "F040": 0.0}, index=goods),
    }
    costs = pd.DataFrame(
        {
            "name": ["GB200 NVL72 rack", "GB200 all-in per GPU"],
            "low": [200.0, None], "central": [360.0, 10.0],
        }
    )
    rows = computing_table(accounts, costs).set_index(["spending", "industry"])
    assert rows.loc["capital", "share"].tolist() == pytest.approx([0.5, 0.5])
    assert rows.loc["capital", "share_cheaper_rack"].tolist() == pytest.approx([200 / 560, 360 / 560])
    assert rows.at[("capital", "334"), "import_share"] == pytest.approx(30 / 40)
    assert rows.at[("power", "22"), "import_share"] == pytest.approx(60 / 200)


def test_shipped_shares_are_those_of_the_cost_figures() -> None:
    """3.4 of 5.9 million USD is the rack; 115,838 of 199,699 million of computers bought were imported."""
    tables = load_tables()
    rows = tables["computing_demand"].set_index(["spending", "industry"])
    assert rows.groupby("spending")["share"].sum().to_dict() == pytest.approx(
        {"capital": 1.0, "power": 1.0, "services": 1.0}
    )
    assert rows.at[("capital", "334"), "share"] == pytest.approx(3.4 / 5.9, abs=1e-3)
    assert rows.at[("capital", "334"), "import_share"] == pytest.approx(115_838 / 199_699, abs=5e-5)
    assert rows.at[("capital", "23"), "import_share"] == 0.0
    assert set(rows.index.get_level_values("industry")) <= set(tables["industries_io"]["industry"])
