"""Published estimates of what AI does to jobs, unemployment and pay, each with its locator and grade."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILE = "estimates.csv"
_RANGE, _NUMBER = r"^(-?[\d.]+) to (-?[\d.]+)$", r"^[\d.]+$"

_SAME = "the same"
_YOUNG = "employment 22-25 relative to 26-65"
_CHANDAR, _NOTES = (
    "Brynjolfsson, Chandar, Chen, Aug 2026",
    "public working notes 'YAX', no peer review, repository not identified",
)
_NORWAY = "github andreaskostol/AI-Norway"
_MEANS = {
    "what": {"cps-q5q1": _YOUNG, "cps-q5q1-family": _YOUNG},
    "locator": {
        "bcc-kept": _CHANDAR, "bcc-acs": _CHANDAR, "cps-q5q1": _NOTES, "cps-q5q1-family": _NOTES,
        "norway-hires": f"{_NORWAY} coef_microdata_did_triplediff.csv d65bf43", "norway-wage": _NORWAY,
    },
}  # fmt: skip
"""What "the same" stands for in a row, which may be read without the row before it."""

PACK = Pack(
    name="published-estimates",
    folder="estimates/published-estimates",
    title="Estimates of AI's effect on jobs, unemployment and pay: payrolls, CPS, ACS, Norway, Sweden",
    citation="Compiled for this project from the publications that each row names",
    licence="figures stated in publications",
    vintage="to September 2026",
    files={_FILE: "0d1a0447a8c72b4191e6fa33f55302de11a1614500a7e3b85d7bc96f1fd40ed7"},
    tables=("published_estimates",),
    as_read=("published_estimates",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Each estimate with its error or range, where one was published.

    folder : the source's own folder
    Returns `published_estimates` (id, what, data, value, standard_error, low, high [unit], uncertainty: as
    published; unit, period, locator, grade).
    """
    rows = pd.read_csv(folder / _FILE, dtype=str).fillna("")
    for column, means in _MEANS.items():
        rows[column] = [
            text.replace(_SAME, means[name], 1) if text.startswith(_SAME) else text
            for name, text in zip(rows["id"], rows[column], strict=True)
        ]
    given = rows["se_or_interval"]
    ends = given.str.extract(_RANGE)
    table = rows[["id", "what", "data", "unit", "period", "locator", "grade"]].assign(
        value=rows["b"].astype(float),
        standard_error=pd.to_numeric(given.where(given.str.match(_NUMBER)), errors="coerce"),
        low=ends[0].astype(float),
        high=ends[1].astype(float),
        uncertainty=given,
    )
    return {"published_estimates": table}
