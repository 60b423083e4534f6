"""Projections: "None" is an answer, a dash is missing, and openings add up to what makes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.occupations import projection_table
from reallocate.data.packs import projections
from reallocate.kernel.errors import DataError

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
    keys = ["2024 National Employment Matrix title", projections.CODE, "Occupation type"]
    worker = [*keys, projections.SELF_EMPLOYED, *projections.TEXTS]
    flows = [*keys, *projections.THOUSANDS, *projections.PERCENT]
    sheets = {
        "Table 1.2": (worker, [("Top", "11-0000", "Summary", 9, "—", "—", "—"), ("Chiefs", "11-1011", "Line item", "—", "Bachelor's degree", "None", "None")]),
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
    assert projection_table(ROWS, pd.Index(["11-1011", "51-7032"]))["occupation"].tolist() == ["11-1011", "51-7032"]
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


def test_employment_is_near_what_the_survey_of_establishments_counts() -> None:
    """The projections count the self-employed too, so that they are larger, most of all in crafts and arts."""
    tables = load_tables()
    people = tables["projections"].set_index("occupation")["employment_2024"]
    ratio = people / tables["occupations"].set_index("occupation")["employment"]
    assert ratio.median() == pytest.approx(1.07, abs=0.02)
    assert ratio.quantile(0.05) > 0.85 and ratio["27-1013"] > 2
