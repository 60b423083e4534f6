"""Frey, Osborne 2017: how much employment is at high risk."""

from __future__ import annotations

import pandas as pd

from reallocate.evidence.ground import Ground
from reallocate.evidence.scorecard import Found, Obtained

RISKS = "validation-only/frey-osborne/automation_risk_soc2018.csv"
JOBS = "open/bls-oews-national/national_M2017_dl.xlsx"
HIGH = 0.7


def replicate(ground: Ground) -> Found:
    """The share at high risk; its denominator moves it by several points, so both are said.

    ground : with the list, which may not ship, and jobs of 2017 in the same codes
    """
    risks, jobs = ground.file(RISKS), ground.file(JOBS)
    if risks is None or jobs is None:
        return {}
    table = pd.read_excel(jobs, engine="calamine", dtype=str)
    table.columns = table.columns.str.upper()
    rows = table[table["OCC_GROUP"] == "detailed"].set_index("OCC_CODE")
    people = pd.to_numeric(rows["TOT_EMP"], errors="coerce").dropna()
    listed = pd.read_csv(risks, dtype={"SOC code": str}).drop_duplicates("SOC code").set_index("SOC code")
    chance = listed["Probability"].reindex(people.index)
    at_risk, known = float(people[chance >= HIGH].sum()), float(people[chance.notna()].sum())
    says = (
        f"{100 * at_risk / known:.1f}% of employment in listed occupations; {known / people.sum():.0%} of "
        "employment is in one with the same code"
    )
    return {"at_risk": Obtained(100 * at_risk / float(people.sum()), says)}
