"""Single sources: marks, grades and what is left out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.packs import oews_national, restructuring
from reallocate.kernel.errors import DataError


def workbook(folder: Path, employment: object) -> Path:
    path = folder / "national_M2023_dl.xlsx"
    columns = ["OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "A_MEAN", "MEAN_PRSE"]
    rows = [
        ("00-0000", "All", "total", 100, 0.1, 50_000, 0.1),
        ("11-1011", "Chiefs", "detailed", employment, "**", "*", "*"),
    ]
    pd.DataFrame(rows, columns=columns).to_excel(path, index=False, engine="xlsxwriter")
    return path


def test_marks_are_missing_not_zero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oews_national, "YEARS", (2023,))
    workbook(tmp_path, "**")
    row = oews_national.tidy(tmp_path)["national"].iloc[1]
    assert row["year"] == 2023 and row["level"] == "detailed"
    assert row[["employment", "employment_rse", "wage_mean", "wage_rse"]].isna().all()


def test_an_unknown_mark_is_an_error_with_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oews_national, "YEARS", (2023,))
    path = workbook(tmp_path, "about 50")
    with pytest.raises(DataError, match="'about 50' in column tot_emp") as raised:
        oews_national.tidy(tmp_path)
    assert f"{path}, row 3" in str(raised.value)


def test_rows_from_memory_and_empty_rows_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "metric,period,value,unit,evidence,source_url\n"
        "headcount,2024,74067,employees,A,10-K\n"
        "capex,2021,19240,USD m,D,\n"
        "headcount,2026,,employees,,\n"
        "terms,2026,16 weeks,text,C,press\n"
    )
    rows = restructuring._read(path, restructuring.SERIES)
    assert rows["metric"].tolist() == ["headcount"] and rows["value"].tolist() == [74_067.0]


def test_shipped_facts_carry_grade_and_no_memory() -> None:
    tables = load_tables()
    for name in ("announcements", "company_series", "cost_figures", "severance", "api_prices", "reliability"):
        assert set(tables[name]["grade"]) <= {"A", "B", "C", "X"}, name
    series = tables["company_series"].set_index(["company", "metric", "period"])["value"]
    assert series["Meta", "headcount", "2025-12-31"] == 78_865
    cuts = tables["announcements"].set_index(["company", "date"])
    assert cuts.at[("Meta", "2026-05-20"), "jobs_cut"] == 8_000
    assert cuts.at[("Meta", "2026-05-20"), "ai_attribution"] == "funding"
    severance = tables["severance"].set_index(["company", "date"])
    assert severance.at[("Meta", "2026-05-20"), "base_weeks"] == 16
