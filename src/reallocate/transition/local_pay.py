"""What jobs pay in a place: percentiles there, and where few are known, the nation's at the place's level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.work.world import World

PERCENTILES = (10, 25, 50, 75, 90)


@dataclass(frozen=True, eq=False)
class LocalPay:
    """Pay of every occupation in one place.

    table : (occupation) p10 to p90 [USD/year]; a percentile that is top-coded stands at its limit
    local : (occupation) whether the place published the occupation's pay
    level : [ratio] of the place's pay to the nation's, at the same jobs
    """

    table: pd.DataFrame
    local: pd.Series[bool]
    level: float

    def rank_of(self, occupation: str, pay: float) -> float:
        """Where somebody's pay stands among those in the same occupation [0–1], from 0.1 to 0.9.

        occupation : a label
        pay : [USD/year]
        """
        known = self.table.loc[occupation].to_numpy(float)
        return float(np.interp(pay, known, np.array(PERCENTILES) / 100))


def local_pay(world: World, area: str | None = None) -> LocalPay:
    """Pay of every occupation in an area, or in the nation.

    world : with the table area_employment
    area : a code of the table areas; the nation where none is given
    Where the area published no pay for an occupation, the nation's is taken at the area's level:
    Σ_o employment·p50 there ÷ Σ_o employment·p50 of the nation, over occupations with both.
    Source: BLS OEWS May 2025.
    """
    columns = {f"wage_p{one}": f"p{one}" for one in PERCENTILES}
    nation = _in_order(world.occupations[list(columns)].astype(float).rename(columns=columns))
    if area is None:
        return LocalPay(nation, pd.Series(True, index=nation.index), 1.0)
    rows = world.table("area_employment")
    rows = rows[rows["area"] == area].set_index("occupation")
    here = rows[list(columns)].astype(float).rename(columns=columns).reindex(nation.index)
    known = here["p50"].notna() & nation["p50"].notna()
    people = rows["employment"].reindex(nation.index).fillna(0.0)[known]
    level = 1.0
    if people.sum() > 0:
        level = float((people * here["p50"][known]).sum() / (people * nation["p50"][known]).sum())
    filled = here.where(known, nation * level)
    return LocalPay(_in_order(filled.where(filled.notna(), nation * level)), known, level)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Percentiles that do not fall; one that is missing above known ones stands at the last known."""
    filled = table.ffill(axis=1).bfill(axis=1)
    return filled.cummax(axis=1)
