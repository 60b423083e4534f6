"""BLS Employment Projections 2024–34: openings, exits, transfers and what it takes to enter."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack
from reallocate.data.packs.oews_national import figures
from reallocate.kernel.errors import DataError, Problem

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
    files={"occupation.xlsx": "05103e6770b8ffebd6f024ff52afc9aed7e586b4aa159396ddc483c6ec572a07"},
    tables=("projections",),
)

_CODE = "2024 National Employment Matrix code"
_THOUSANDS = {
    "Employment, 2024": "employment_2024",
    "Employment, 2034": "employment_2034",
    "Occupational openings, 2024–34 annual average": "openings",
}
_PERCENT = {
    "Labor force exit rate, 2024–34 annual average": "exit_rate",
    "Occupational transfer rate, 2024–34 annual average": "transfer_rate",
}
_TEXTS = {
    "Typical education needed for entry": "education",
    "Work experience in a related occupation": "experience",
    "Typical on-the-job training needed to attain competency in the occupation": "training",
}
_MARKS = ("—",)


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
    worker, flows = _lines(path, "Table 1.2"), _lines(path, "Table 1.10")
    if not worker.index.equals(flows.index):
        raise DataError(Problem("tables 1.2 and 1.10 list different occupations", where=str(path)))
    columns = {name: figures(flows[column], path, _MARKS) * 1e3 for column, name in _THOUSANDS.items()}
    columns |= {name: figures(flows[column], path, _MARKS) / 100.0 for column, name in _PERCENT.items()}
    columns["self_employed_share"] = figures(worker["Percent self employed, 2024"], path, _MARKS) / 100.0
    columns |= {name: worker[column].str.strip() for column, name in _TEXTS.items()}
    return {"projections": pd.DataFrame(columns).reset_index()}


def _lines(path: Path, sheet: str) -> pd.DataFrame:
    """(occupation) The detailed occupations of a sheet, without its sums and footnotes."""
    frame = pd.read_excel(path, sheet_name=sheet, header=1, engine="calamine", keep_default_na=False)
    return frame[frame["Occupation type"] == "Line item"].set_index(_CODE).rename_axis("occupation")
