"""Jobs and pay of earlier years in their own codes, as papers used them; not a paper itself."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext

_FILE_2021 = "open/gpts-are-gpts/national_May2021_dl.csv"


def detailed_2021(context: EvidenceContext) -> pd.DataFrame | None:
    """Jobs and mean pay in May 2021; (SOC 2018) employment [persons], wage [USD/year].

    context : with the file at hand, or nothing comes back
    """
    file = context.file(_FILE_2021)
    if file is None:
        return None
    table = pd.read_csv(file, encoding="utf-8-sig", dtype=str)
    rows = table[table["O_GROUP"] == "detailed"].set_index("OCC_CODE")
    numbers = {
        name: pd.to_numeric(rows[column].str.replace(",", ""), errors="coerce")
        for name, column in (("employment", "TOT_EMP"), ("wage", "A_MEAN"))
    }
    return pd.DataFrame(numbers)


def employment_2021(context: EvidenceContext) -> pd.Series | None:
    """Jobs in May 2021; (SOC 2018) [persons], published ones only.

    context : with the file at hand, or nothing comes back
    """
    table = detailed_2021(context)
    return None if table is None else table["employment"].dropna()
