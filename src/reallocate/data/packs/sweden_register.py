"""People at 22 to 25 and older in Swedish occupations, whole register, January 2019 to December 2023."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.pack import Pack
from reallocate.kernel.errors import DataError, Problem

_FILE = "mona_employment_age_ai.csv"
_LAST = "2023-12"
"""The last month that is read."""
_MOST_JUMP = 0.10
"""Fall from December to January [natural logarithm]; in no year before 2024 above 0.08."""
_QUARTERS = {"Q1 (lowest)": 1, "Q2": 2, "Q3": 3, "Q4 (highest)": 4}
_LEAST = 20
"""People of either age whom an occupation needs for its month to count."""
PERIODS = {
    "2019": ("2019-01", "2019-12"), "2022": ("2021-12", "2022-11"), "2023": ("2022-12", "2023-12"),
}  # fmt: skip
"""First and last month of what ships as one mean."""

PACK = Pack(
    name="sweden-register",
    folder="estimates/sweden",
    title="Employed by occupation and age, Sweden, whole register, January 2019 to December 2023",
    citation="Lodefalk and co-authors 2026, Magnus-L/canaries-sweden 5d709d04",
    licence="CC BY 4.0",
    vintage="January 2019 to December 2023; later months are broken at 22 to 25",
    origin="GitHub repository Magnus-L/canaries-sweden",
    conversion_of="monthly counts by occupation and age, as means of periods",
    files={_FILE: "7262ef852b5640945937e29dbd4a5e61fa4104a0117555776c10a714a31308de"},
    tables=("register_young",),
    as_read=("register_young",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """People at 22 to 25 against older people, by occupation and period.

    folder : the source's own folder
    Returns `register_young` (occupation: SSYK 2012; period, of `PERIODS`; quarter: of exposure, 4 the
    highest; young, older [persons], log_ratio: mean of log(young/older), months: that count).
    Raises `DataError` where the months that are read hold a break.
    """
    path = folder / _FILE
    rows = pd.read_csv(path)
    rows = rows[rows["year_month"] <= _LAST].assign(quarter=rows["exposure_quartile"].map(_QUARTERS))
    _without_break(rows, path)
    keys = ["ssyk4", "quarter", "year_month"]
    wide = rows.pivot_table(index=keys, columns="young", values="n_employed").reset_index()
    wide = wide[(wide[0] >= _LEAST) & (wide[1] >= _LEAST)]
    wide["log_ratio"] = np.log(wide[1] / wide[0])
    parts = []
    for period, (first, last) in PERIODS.items():
        inside = wide[wide["year_month"].between(first, last)]
        means = inside.groupby(["ssyk4", "quarter"])[[0, 1, "log_ratio"]].mean()
        means["months"] = inside.groupby(["ssyk4", "quarter"]).size()
        parts.append(means.reset_index().assign(period=period))
    table = pd.concat(parts).rename(columns={"ssyk4": "occupation", 0: "older", 1: "young"})
    return {"register_young": table.assign(occupation=table["occupation"].astype(str))}


def _without_break(rows: pd.DataFrame, path: Path) -> None:
    """Refuse months in which the count at 22 to 25 is broken.

    rows : year_month, quarter, young, n_employed [persons]
    jump = Δlog count at 22 to 25 from December to January, highest less lowest quarter of exposure. People
    hired after the last yearly register have no occupation, so that the young leave the exposed quarter
    although they work.
    """
    people = rows[rows["young"].eq(1)].pivot_table(
        index="year_month", columns="quarter", values="n_employed", aggfunc="sum"
    )
    apart = pd.Series(np.log((people[4] / people[1]).to_numpy(float)), index=people.index)
    jump = apart.diff()[people.index.str.endswith("-01")]
    if broken := [f"{np.expm1(step):+.0%} in {month}" for month, step in jump.items() if step < -_MOST_JUMP]:
        raise DataError(
            Problem(
                "the count at 22 to 25 in the highest quarter of exposure jumps against the lowest: "
                + ", ".join(broken),
                str(path),
                "Read months to 2023-12 only.",
                "People hired after the last yearly register have no occupation: 356,810 entrants had a "
                "code in 2019, 4,708 in 2023, 40 in 2024.",
            )
        )
