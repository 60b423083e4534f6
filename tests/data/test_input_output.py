"""Inputs, value added and sales add up; what is shipped is what was published."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.data.accounts import (
    ADJUSTMENT,
    CATEGORIES,
    by_industry,
    final_demand_table,
    industry_accounts,
    requirement_table,
)
from reallocate.data.bundle import load_tables
from reallocate.data.packs import bea_io
from reallocate.kernel.errors import DataError

FINALS = [code for codes in CATEGORIES.values() for code in codes]
SALES = ["intermediate_sales", "household", "government", "investment", "inventories", "exports", "import_adjustment"]
COSTS = ["compensation", "taxes", "surplus", "domestic_inputs", "imported_inputs", "other_inputs"]


def accounts() -> dict[str, pd.DataFrame]:
    """Two industries; farms also make 10 of mills' good, mills sell 5 of scrap that farms use, and import 8."""
    goods, makers = ["grain", "flour", "Used", "Other"], ["farm", "mill"]
    make = pd.DataFrame([[90.0, 10.0, 0.0, 0.0], [0.0, 95.0, 5.0, 0.0]], makers, goods)
    use = pd.DataFrame([[10.0, 48.0], [0.0, 5.0], [5.0, 0.0], [0.0, 0.0]], goods, makers)
    final = pd.DataFrame(0.0, goods, [*FINALS, "F050"])
    final["F010"] = [40.0, 100.0, 0.0, 0.0]
    final["F050"] = [-8.0, 0.0, 0.0, 0.0]
    imports = pd.DataFrame(0.0, goods, [*makers, *FINALS])
    imports.loc["grain", ["mill", "F010"]] = [6.0, 2.0]
    added = pd.DataFrame([[60.0, 30.0], [5.0, 7.0], [20.0, 10.0]], ["compensation", "taxes", "surplus"], makers)
    titles = pd.DataFrame({"industry": makers, "title": ["Farms", "Mills"]})
    return {
        "make": make, "use": use, "final": final, "imports": imports, "value_added": added, "industries": titles,
    }


def test_a_secondary_product_is_bought_of_whoever_makes_it() -> None:
    found = by_industry(accounts())
    assert found.imported.loc["farm"].tolist() == [0.0, 6.0] and found.imported.loc["mill"].tolist() == [0.0, 0.0]
    # Of the flour that mills use, farms made 10 in 105; mills sell 5 of scrap with every 95 of flour.
    assert found.domestic.at["farm", "mill"] == pytest.approx(48 - 6 + 5 * 10 / 105)
    assert found.domestic.at["mill", "mill"] == pytest.approx(5 * 95 / 105 / 0.95)
    assert found.domestic_final.at["farm", "household"] == pytest.approx(38 + 100 * 10 / 105)


def test_output_is_what_is_paid_and_what_is_sold() -> None:
    tiny = accounts()
    found = by_industry(tiny)
    table = industry_accounts(tiny, found).set_index("industry")
    assert table[COSTS].sum(axis=1).tolist() == pytest.approx([100.0, 100.0])
    assert table[SALES].sum(axis=1).tolist() == pytest.approx([100.0, 100.0])
    assert table["imports"].tolist() == pytest.approx([8.0, 0.0])
    needs = requirement_table(found).pivot(index="supplier", columns="industry", values="domestic")
    output = np.linalg.solve(np.eye(2) - needs.to_numpy(), found.domestic_final.sum(axis=1))
    assert output == pytest.approx([100.0, 100.0])


def test_a_category_adds_up_to_its_published_total() -> None:
    tiny = accounts()
    table = final_demand_table(tiny, by_industry(tiny)).set_index(["category", "industry"])
    assert table.loc["household"].sum().sum() == pytest.approx(140.0)
    assert table.loc[ADJUSTMENT].sum().sum() == pytest.approx(0.0)
    assert table.at[("household", "Other"), "domestic"] < 0.0  # the scrap that households' flour came with


def test_the_shipped_accounts_close() -> None:
    tables = load_tables()
    industries = tables["industries_io"].set_index("industry")
    assert len(industries) == 71
    for parts in (COSTS, SALES):
        assert (industries[parts].sum(axis=1) - industries["output"]).abs().max() < 0.01
    needs = tables["input_requirements"].pivot(index="supplier", columns="industry", values="domestic")
    needs = needs.loc[industries.index, industries.index]
    final = tables["final_demand"].groupby("industry")["domestic"].sum()[industries.index]
    output = np.linalg.solve(np.eye(71) - needs.to_numpy(), final)
    assert np.abs(output / industries["output"] - 1.0).max() < 1e-5
    both = needs.sum() + tables["input_requirements"].groupby("industry")["imported"].sum()
    added = industries[["compensation", "taxes", "surplus", "other_inputs"]].sum(axis=1) / industries["output"]
    assert (both + added - 1.0).abs().max() < 1e-6
    assert needs.sum().max() < 1.0


def test_domestic_product_by_income_and_by_spending() -> None:
    """27,720,705 million USD in 2023; what is spent less what is imported."""
    tables = load_tables()
    industries, final = tables["industries_io"], tables["final_demand"]
    income = industries[["compensation", "taxes", "surplus"]].sum().sum()
    assert income == pytest.approx(27_720_705, abs=5)
    unmade = final[final["industry"] == "Other"]
    unmade_inputs = 2_639 + 167_498  # imported used goods and noncomparable imports, to industries
    imported = industries["imports"].sum() + unmade_inputs + unmade["imported"].sum()
    spending = final[["domestic", "imported"]].sum().sum() - imported
    assert spending == pytest.approx(income, abs=5)
    assert final[final["category"] == "household"][["domestic", "imported"]].sum().sum() == pytest.approx(18_822_770)
    assert final[final["category"] == "exports"]["domestic"].sum() == pytest.approx(2_639_562)


def test_figures_of_three_industries_against_the_publication() -> None:
    rows = load_tables()["industries_io"].set_index("industry")
    assert rows.loc["334", ["output", "compensation"]].round().tolist() == [413_962, 197_451]
    assert rows.loc["514", ["compensation", "taxes", "surplus"]].tolist() == [203_282, 8_240, 257_901]
    assert rows.loc["23", ["compensation", "surplus"]].tolist() == [744_011, 461_859]
    assert rows.index[rows["taxes"] < 0].tolist() == ["482", "624", "GFE", "GSLE"]


def test_parts_that_do_not_add_up_are_an_error(source_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rdata")
    folder = source_data / "open" / bea_io.PACK.folder
    found = bea_io.tidy(folder)
    assert found["make"].shape == (71, 73) and found["final"].shape == (73, 20)
    read = bea_io.read_table

    def altered(path: Path) -> pd.DataFrame:
        table = read(path)
        if path.name == bea_io.USE:
            table.loc["V001", "334"] += 50.0
        return table

    monkeypatch.setattr(bea_io, "read_table", altered)
    with pytest.raises(DataError, match="334"):
        bea_io.tidy(folder)


def test_without_the_reader_of_r_data_the_build_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdata", None)
    with pytest.raises(DataError, match="pip install rdata"):
        bea_io.read_table(Path("make.rda"))
