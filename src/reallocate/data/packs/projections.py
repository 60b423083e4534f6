"""BLS Employment Projections 2024–34: openings, exits, transfers and what it takes to enter."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.manifest import Pack
from reallocate.errors import DataError, Problem

PACK = Pack(
    name="bls-projections-2024",
    folder="bls-employment-projections",
    title="Employment Projections 2024–34: separations, openings, requirements",
    citation=(
        "U.S. Bureau of Labor Statistics, Employment Projections program, 2024–34, occupational "
        "projections (table 1.2) and separations and openings (table 1.10)"
    ),
    licence="US government work (public domain)",
    vintage="2024 and projected 2034",
    units={
        "employment": "persons, the self-employed counted",
        "rates": "share of employment per year",
        "openings": "persons per year",
    },
    files={"occupation.xlsx": "05103e6770b8ffebd6f024ff52afc9aed7e586b4aa159396ddc483c6ec572a07"},
    tables=("projections", "mobility_detail"),
)

CODE = "2024 National Employment Matrix code"
THOUSANDS = {
    "Employment, 2024": "employment_2024",
    "Employment, 2034": "employment_2034",
    "Occupational openings, 2024–34 annual average": "openings",
}
PERCENT = {
    "Labor force exit rate, 2024–34 annual average": "exit_rate",
    "Occupational transfer rate, 2024–34 annual average": "transfer_rate",
}
SELF_EMPLOYED = "Percent self employed, 2024"
TEXTS = {
    "Typical education needed for entry": "education",
    "Work experience in a related occupation": "experience",
    "Typical on-the-job training needed to attain competency in the occupation": "training",
}
NOT_AVAILABLE = "—"


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """What is projected for every detailed occupation of the National Employment Matrix.

    folder : the source's own folder
    Returns `projections` (occupation, employment_2024, employment_2034 [persons],
    exit_rate, transfer_rate [share/year], openings [persons/year], self_employed_share [share],
    education, experience, training). The matrix's detailed codes are those of OEWS May 2025 and
    two more, legislators and fishers. Published in thousands with one digit: small occupations
    are known to the nearest hundred people only.

    Source: BLS, Employment Projections 2024–34, tables 1.2 and 1.10; the self-employed are in them.
    """
    path = folder / "occupation.xlsx"
    # "None" is an answer in both columns on experience and training, not a gap.
    worker = _lines(path, "Table 1.2").set_index(CODE)
    flows = _lines(path, "Table 1.10").set_index(CODE)
    if not worker.index.equals(flows.index):
        raise DataError(Problem("tables 1.2 and 1.10 list different occupations", where=str(path)))
    columns = {name: _figures(flows[column], path) * 1e3 for column, name in THOUSANDS.items()}
    columns |= {name: _figures(flows[column], path) / 100.0 for column, name in PERCENT.items()}
    columns["self_employed_share"] = _figures(worker[SELF_EMPLOYED], path) / 100.0
    columns |= {name: worker[column].str.strip() for column, name in TEXTS.items()}
    return {"projections": pd.DataFrame(columns).rename_axis("occupation").reset_index()}


def _lines(path: Path, sheet: str) -> pd.DataFrame:
    """The detailed occupations of a sheet, without its sums and footnotes."""
    frame = pd.read_excel(path, sheet_name=sheet, header=1, engine="calamine", keep_default_na=False)
    return frame[frame["Occupation type"] == "Line item"].reset_index(drop=True)


def _figures(column: pd.Series, path: Path) -> pd.Series:
    """Numbers, with the mark for what is not available as missing; any other text is an error."""
    missing = column.astype("str").str.strip().eq(NOT_AVAILABLE)
    numbers = pd.to_numeric(column.mask(missing), errors="coerce").astype("float64")
    unread = column[numbers.isna() & ~missing]
    if len(unread):
        raise DataError(
            Problem(
                f"{unread.iloc[0]!r} in column {column.name} is neither a number nor a known mark",
                where=f"{path}, occupation {unread.index[0]}",
                remedy="Look the mark up in the sheet's notes.",
            )
        )
    return numbers
