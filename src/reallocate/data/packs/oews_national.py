"""OEWS national estimates, May 2017 to May 2024: employment and mean pay by occupation and year."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack
from reallocate.kernel.errors import DataError, Problem

_YEARS = tuple(range(2017, 2025))
"""Years with a workbook; May 2025 is in another source."""

_FIGURES = {
    "employment": "tot_emp", "employment_rse": "emp_prse", "wage_mean": "a_mean", "wage_rse": "mean_prse",
}  # fmt: skip
_NOT_RELEASED = {"*", "**", "#"}
"""BLS's marks: no wage estimate, no employment estimate, wage above the top code."""

PACK = Pack(
    name="oews-national-2017-2024",
    folder="bls-oews-national",
    title="Occupational Employment and Wage Statistics, national, 2017 to 2024",
    citation=(
        "U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics, "
        "national estimates, May 2017 to May 2024"
    ),
    licence="US government work (public domain)",
    vintage="May 2017 to May 2024",
    files={
        "national_M2017_dl.xlsx": "2ba8af39814747f1154e06e674618fbb9aad6bee2af6d2d2cf221cfb5c68c1ec",
        "national_M2018_dl.xlsx": "9af8b7777512348439a6b20ba4d6543504cbe3d180594402a3a3432d9d5c40a2",
        "national_M2019_dl.xlsx": "3a728d8bdf2eec1d70c65d3c224a9eeea478b4758125c19b8cac79cf0ce5baf6",
        "national_M2020_dl.xlsx": "ac0a59b501cd5d4c5966e799c39b1830f93b92c3cc6cd8af301dc7959a4c2cb1",
        "national_M2021_dl.xlsx": "b804f27194780faa2ad2650c37c39c27c09f9c9edabc024d540cfd2bae541044",
        "national_M2022_dl.xlsx": "19aadce804696b04d3df63215b89e112a9956c7ea3da7d5e23bd4ab1ad8d6a99",
        "national_M2023_dl.xlsx": "9200eb0423feece690c2f7e9a20c3817b0e494cd7071cb455b3ebae579536d5a",
        "national_M2024_dl.xlsx": "a9bad3093703e28d7490cedb765b6730f4eaa4b37a7c8f68e866814167761f11",
    },
    tables=("groups", "history", "history_loss", "mobility_bridge"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Every published row of every year, in that year's own frame of codes.

    folder : the source's own folder
    Returns `national` (year, occupation, title, level, employment [persons],
    employment_rse [%], wage_mean [USD/year], wage_rse [%]). Marks for figures that were not released are
    missing. The series is not meant as a time series: methods and codes changed.
    """
    years = [_year(folder / f"national_M{year}_dl.xlsx", year) for year in _YEARS]
    return {"national": pd.concat(years, ignore_index=True)}


def _year(path: Path, year: int) -> pd.DataFrame:
    frame = pd.read_excel(path, sheet_name=0, engine="calamine", dtype=object)
    frame.columns = frame.columns.str.lower()
    frame.index = pd.RangeIndex(2, len(frame) + 2, name="row")
    group = "o_group" if "o_group" in frame.columns else "occ_group"
    texts = {"occupation": "occ_code", "title": "occ_title", "level": group}
    columns = {name: frame[theirs].astype(str).str.strip() for name, theirs in texts.items()}
    columns |= {name: figures(frame[theirs], path, _NOT_RELEASED) for name, theirs in _FIGURES.items()}
    return pd.DataFrame({"year": year, **columns})


def figures(column: pd.Series, path: Path, marks: Collection[str]) -> pd.Series:
    """Numbers, with the marks for what is not available as missing; any other text is an error, not a gap.

    column : (row) of a workbook; the name of its index says what a row is
    Raises `DataError` with the first text that is neither.
    """
    missing = column.astype("str").str.strip().isin(marks) | column.isna()
    numbers = pd.to_numeric(column.mask(missing), errors="coerce").astype("float64")
    unread = column[numbers.isna() & ~missing]
    if len(unread):
        what = f"{unread.iloc[0]!r} in column {column.name} is neither a number nor a known mark"
        where = f"{path}, {column.index.name} {unread.index[0]}"
        raise DataError(Problem(what, where, "Look the mark up in the notes of the workbook."))
    return numbers
