"""BEA input-output accounts of 2023: what each industry makes, what it uses, and what of that is imported."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.data.pack import Pack
from reallocate.kernel.errors import DataError, Problem

_YEAR = 2023
"""The latest year at hand."""

_MAKE = f"Summary_Make_{_YEAR}_BeforeRedef_17sch.rda"
_USE = f"Summary_Use_{_YEAR}_PRO_BeforeRedef_17sch.rda"
_IMPORTS = f"Summary_Import_{_YEAR}_BeforeRedef_17sch.rda"
_INDUSTRIES = "Summary_IndustryCodeName_2017.rda"

PACK = Pack(
    name="bea-input-output-2023",
    folder="bea-io-useeior",
    title="Input-output accounts, 71 industries, before redefinitions, at producers' prices",
    citation=(
        "U.S. Bureau of Economic Analysis, Input-Output Accounts, summary make, use and import tables of "
        "2023, before redefinitions, producers' prices; as packed in useeior 1.7.2, U.S. Environmental "
        "Protection Agency"
    ),
    licence="MIT (useeior, Copyright 2021 U.S. EPA); BEA data are public domain",
    vintage="2023",
    origin="R package useeior 1.7.2",
    files={
        _MAKE: "a064930343945a1550950787e41e5bd0d7ccb5958dfb87b5ddec37769982bf08",
        _USE: "cc7739e223533837723c7bc96e04e601ffe91bb292f38b4e6e990f9fe8803163",
        _IMPORTS: "2e6bdf56651e231f71beb92d02a342ce7eabe3c269449b98aa0881fd3666ffe4",
        _INDUSTRIES: "6e1c345eda659477f543f81182866094aa042c03184691e1aceaf3e38ba0d4a7",
    },
    tables=(
        "industries_io",
        "input_requirements",
        "final_demand",
        "industry_bridge",
        "industry_staffing",
        "computing_demand",
    ),  # fmt: skip
)

_TOTALS = ("Total", "T0")
"""How the codes of sums begin."""

_VALUE_ADDED = {"V001": "compensation", "V002": "taxes", "V003": "surplus"}
_IMPORTED = "F050"
"""The column of imports, negative in the use table."""

_ROUNDING = 10.0
"""By how much sums of published figures differ from published sums [USD million]; the most is 8."""


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The make, use and import tables without their sums, and the names of industries.

    folder : the source's own folder
    Returns `make` (industry × commodity), `use` (commodity × industry), `value_added` (part × industry),
    `final` (commodity × final use, imports among them as negative figures), `imports` (commodity ×
    industry and final use, without the column of imports), all [USD million], and `industries`
    (industry, title).
    Raises `DataError` where the parts do not add up to an industry's published output.

    Source: Horowitz, Planting 2009, Concepts and Methods of the U.S. Input-Output Accounts, BEA.
    """
    names = _read_table(folder / _INDUSTRIES).set_axis(["industry", "title"], axis="columns")
    names = names.apply(lambda column: column.str.strip()).reset_index(drop=True)
    industries = names["industry"].tolist()
    made, used, imported = (_read_table(folder / name) for name in (_MAKE, _USE, _IMPORTS))
    make = made.loc[industries, [code for code in made.columns if not code.startswith(_TOTALS)]]
    commodities = list(make.columns)
    use = used.loc[commodities, industries]
    value_added = used.loc[list(_VALUE_ADDED), industries].rename(index=_VALUE_ADDED)
    finals = [code for code in used.columns if code not in industries and not code.startswith(_TOTALS)]
    output = make.sum(axis=1)
    off = (use.sum() + value_added.sum() - output).abs()
    if (off > _ROUNDING).any():
        where = f"industries {', '.join(off.index[off > _ROUNDING])}"
        raise DataError(Problem("inputs and value added do not add up to output", where))
    return {
        "make": make,
        "use": use,
        "value_added": value_added,
        "final": used.loc[commodities, finals],
        "imports": imported.loc[commodities, industries + [code for code in finals if code != _IMPORTED]],
        "industries": names,
    }


def _read_table(path: Path) -> pd.DataFrame:
    """The one table of an R data file.

    path : of the file
    Raises `DataError` where the reader of R data is not installed.
    """
    table: pd.DataFrame = next(iter(r_reader().read_rda(path).values()))
    return table


def r_reader() -> Any:
    """The reader of R data, which only a build of the tables needs; `DataError` where it is not installed."""
    try:
        return importlib.import_module("rdata")
    except ModuleNotFoundError as error:
        what = "R data cannot be read: the package rdata is not installed"
        why = "Only building the tables needs it; the shipped tables do not."
        raise DataError(Problem(what, "data build", "Install it: pip install rdata", why)) from error
