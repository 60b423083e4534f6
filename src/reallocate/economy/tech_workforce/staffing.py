"""The tech workforce before anything happens: who works in its industries, and how they would grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.market.accounts import Accounts
from reallocate.errors import DataError, Problem
from reallocate.measure.arrays import Array

Tables = Mapping[str, pd.DataFrame]

TECH = ("513", "516", "518", "519", "5415")
"""Publishing with software; broadcasting and content; computing infrastructure; search and other information;
computer systems design: NAICS 2022."""
DECADE = 10.0
"""Length of the projections [years]."""


@dataclass(frozen=True, eq=False)
class Staffing:
    """Who works in some industries.

    naics, titles : (industry) codes and words
    accounts : (industry) the industry of the accounts that it lies in
    others : (industry) what else lies in that one, in words; empty where nothing does
    jobs : (industry, occupation) in May 2025 [persons]
    pay : (industry, occupation) [USD/year]
    growth : (occupation) jobs projected in ten years [ratio]
    deviations : (year, industry) yearly growth of these occupations less its mean over the years [log]
    past : (industry) that mean [log/year]
    """

    naics: tuple[str, ...]
    titles: tuple[str, ...]
    accounts: npt.NDArray[np.int64]
    others: tuple[str, ...]
    jobs: Array
    pay: Array
    growth: Array
    deviations: Array
    past: Array

    def grown(self, years: float) -> Array:
        """Jobs after some years without further AI; (industry, occupation) [persons].

        years : since May 2025 [years]
        jobs·growth^(years/10): each occupation grows as it is projected to in the nation
        Source: BLS Employment Projections 2024-34.
        """
        return self.jobs * self.growth ** (years / DECADE)


def staffing(tables: Tables, occupations: pd.Index, accounts: Accounts) -> Staffing:
    """Who works in the tech industries.

    tables : staffing, industries, occupations, projections, history, industry_bridge
    occupations : labels, in order
    accounts : for the order of its industries
    A cell that was not released gets a part of what the cells miss of the industry's published total, as
    the occupation has jobs in the nation; pay that was not released is that of the nation.
    Raises `DataError` where an industry or a projection is missing.
    Source: BLS OEWS May 2025 (levels, pay), May 2017 to 2025 (deviations).
    """
    about = tables["industries"].set_index("industry")
    codes = [code.ljust(6, "0") for code in TECH]
    lost = [code for code in codes if code not in about.index]
    projected = tables["projections"].set_index("occupation").reindex(occupations)
    growth = (projected["employment_2034"] / projected["employment_2024"]).to_numpy(dtype=float)
    lost += [str(code) for code in occupations[~np.isfinite(growth)]]
    if lost:
        raise DataError(Problem(f"no figure for {', '.join(lost[:5])}", "staffing, projections"))
    bridge = tables["industry_bridge"]
    holders = [str(bridge.loc[bridge["oews_industry"] == code, "industry"].iloc[0]) for code in codes]
    rows = [_cells(tables, code, occupations, float(about["employment"][code])) for code in codes]
    jobs = np.array([row[0] for row in rows])
    deviations, past = _past(tables["history"], occupations, jobs)
    return Staffing(
        TECH,
        tuple(str(about["title"][code]) for code in codes),
        accounts.industries.get_indexer(pd.Index(holders)),
        tuple(_others(bridge, about, holder, codes) for holder in holders),
        jobs,
        np.array([row[1] for row in rows]),
        growth,
        deviations,
        past,
    )


def _cells(tables: Tables, code: str, occupations: pd.Index, total: float) -> tuple[Array, Array]:
    """Jobs and pay of one industry by occupation; jobs add up to its published total."""
    table = tables["staffing"]
    rows = table[table["industry"] == code].set_index("occupation").reindex(occupations)
    nation = tables["occupations"].set_index("occupation").reindex(occupations)
    listed = rows["industry"].notna().to_numpy()
    released = rows["employment"].to_numpy(dtype=float)
    jobs = np.nan_to_num(released)
    hidden = np.where(listed & np.isnan(released), nation["employment"].to_numpy(dtype=float), 0.0)
    missing = max(total - float(jobs.sum()), 0.0)
    if hidden.any():
        jobs = jobs + missing * hidden / hidden.sum()
    pay = rows["wage_mean"].fillna(nation["wage_mean"]).to_numpy(dtype=float)
    return jobs * total / jobs.sum(), pay


def _others(bridge: pd.DataFrame, about: pd.DataFrame, holder: str, codes: list[str]) -> str:
    """What else than the tech industries lies in an industry of the accounts."""
    inside = bridge.loc[bridge["industry"] == holder, "oews_industry"].astype(str)
    return ", ".join(f"{about['naics'][code]} {about['title'][code]}" for code in inside if code not in codes)


def _past(history: pd.DataFrame, occupations: pd.Index, jobs: Array) -> tuple[Array, Array]:
    """How yearly growth of the industries' occupations strayed from its mean, and that mean."""
    wide = history.pivot(index="year", columns="occupation", values="employment").reindex(columns=occupations)
    people = wide.fillna(0.0).to_numpy()
    now = people[-1]
    ratio = np.divide(people, now, out=np.zeros_like(people), where=now > 0)
    yearly = np.diff(np.log(ratio @ jobs.T), axis=0)
    past = yearly.mean(axis=0)
    return yearly - past, past
