"""Frey, Osborne 2017: how much employment is at high risk."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.earlier_jobs import employment_2021
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.data.packs import crosswalks

_RISKS = "validation-only/frey-osborne/automation_risk_soc2018.csv"
_JOBS = "open/bls-oews-national/national_M2017_dl.xlsx"
_BRIDGE = "open/crosswalks/crosswalk_soc2010_to_soc2018.csv"
_HIGH = 0.7
_BROAD = 6
"""Digits of a code, with its hyphen, that tell the broad group."""
_WAYS = {
    "same code, May 2017": "occupations with the same code in May 2017",
    "broad group, May 2017": "where there is none the mean of their broad group",
    "bridged to SOC 2018, May 2021": "bridged to the codes of 2018, with the jobs of May 2021",
}


def replicate(context: EvidenceContext) -> Found:
    """The share at high risk; bridge and denominator move it by several points, so all are said.

    context : with the list, which may not ship, the jobs of 2017 and 2021, and the bridge between codes
    """
    risks, jobs, bridge = (context.file(name) for name in (_RISKS, _JOBS, _BRIDGE))
    later = employment_2021(context)
    if risks is None or jobs is None or bridge is None or later is None:
        return {}
    listed = pd.read_csv(risks, dtype={"SOC code": str}).drop_duplicates("SOC code")
    chance = listed.set_index("SOC code")["Probability"]
    people = _people(jobs)
    same = chance.reindex(people.index)
    by_group = chance.groupby(chance.index.str[:_BROAD]).mean()
    group = people.index.to_series().str[:_BROAD].map(by_group)
    bridged = _bridged(chance, bridge).reindex(later.index)
    ways = zip(_WAYS.items(), ((people, same), (people, same.fillna(group)), (later, bridged)), strict=True)
    says: list[str] = []
    others: dict[str, float] = {}
    for (name, words), (jobs_then, risk) in ways:
        of_all, of_known, known = _shares(jobs_then, risk)
        shares = f"{of_all:.1f}% of all jobs, {of_known:.1f}% of those whose risk is known ({known:.0%})"
        says.append(f"{words} {shares}")
        others |= {f"{name}, of all": of_all, f"{name}, of known": of_known}
    return {"at_risk": Obtained(next(iter(others.values())), "; ".join(says), other_figures=others)}


def _people(jobs: Path) -> pd.Series:
    """Jobs in May 2017; (SOC 2010) [persons]."""
    table = pd.read_excel(jobs, engine="calamine", dtype=str)
    table.columns = table.columns.str.upper()
    rows = table[table["OCC_GROUP"] == "detailed"].set_index("OCC_CODE")
    return pd.to_numeric(rows["TOT_EMP"], errors="coerce").dropna()


def _bridged(chance: pd.Series, bridge: Path) -> pd.Series:
    """Mean probability of the older codes that share work with each; (SOC 2018) [probability]."""
    pairs = crosswalks.tidy(bridge.parent)["soc2010_to_soc2018"]
    return pairs["soc2010"].map(chance).groupby(pairs["soc2018"]).mean()


def _shares(people: pd.Series, chance: pd.Series) -> tuple[float, float, float]:
    """At high risk of all and of those whose risk is known [%], and how many that is [share]."""
    at_risk, known, everybody = people[chance >= _HIGH].sum(), people[chance.notna()].sum(), people.sum()
    return float(100 * at_risk / everybody), float(100 * at_risk / known), float(known / everybody)
