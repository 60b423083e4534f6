"""Displaced workers: as published, in shares, and refused where the shares do not add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.packs import displaced_workers
from reallocate.kernel.errors import DataError


def test_shipped_figures_are_the_published_ones() -> None:
    table = load_tables()["displaced"].set_index("survey_year")
    assert list(table.index) == list(range(2008, 2027, 2))
    assert table.loc[2024].tolist() == [2021, 2023, 2_578_000, 0.657, 0.161, 0.182]
    assert table.loc[2010, "employed"] == 0.488, "the lowest of the ten, after the slump of 2008"


def test_a_row_whose_shares_do_not_add_up_is_an_error(tmp_path: Path) -> None:
    head = (
        "survey_january,lost_job_in,displaced_long_tenured_thousands,pct_employed,pct_unemployed,"
        "pct_not_in_labor_force,bls_release_file\n"
    )
    row = "2024,2021-2023,2578,65.7,26.1,18.2,x.htm\n"
    (tmp_path / displaced_workers.FILE).write_text(head + row, encoding="utf-8")
    with pytest.raises(DataError, match="2024: the three shares do not add up to all"):
        displaced_workers.tidy(tmp_path)


def test_groups_of_the_last_survey_are_the_published_ones() -> None:
    rows = load_tables()["displaced_groups"].set_index(["survey_year", "kind", "group"])["displaced"]
    assert rows[2026, "all tenures", "Total, 20 years and over"] == 7_445_000
    assert rows[2026, "reason", "position or shift abolished"] == 1_475_856
    by_occupation = rows.xs("occupation", level="kind").groupby("survey_year").sum()
    totals = load_tables()["displaced"].set_index("survey_year")["displaced"]
    assert (by_occupation / totals[by_occupation.index] > 0.89).all(), "nearly all have an occupation"
