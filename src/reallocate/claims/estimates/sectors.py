"""Postings by sector and people displaced by group of the lost job, on exposure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

from reallocate.claims.estimates.exposure import Exposure
from reallocate.claims.estimates.regression import Estimate, slope, standardised
from reallocate.kernel.arrays import Array
from reallocate.work.world import World

_YEAR_BEFORE = ("2021-12", "2022-11")
SINCE, BY_MID_2023, SPRING_TO_AUTUMN, BOOM = "since", "by_mid_2023", "spring_to_autumn_2022", "boom"
_SPANS = {
    SINCE: (("2023-10", "2024-09"), _YEAR_BEFORE),
    BY_MID_2023: (("2023-04", "2023-06"), ("2022-09", "2022-11")),
    SPRING_TO_AUTUMN: (("2022-09", "2022-11"), ("2022-03", "2022-05")),
    BOOM: (_YEAR_BEFORE, ("2020-02", "2020-02")),
}
"""Change of postings -> months after and before."""
EXPOSED_YEARS = (("2023-07", "2024-06"), ("2025-09", "2026-08"))
"""First and last year between which exposed sectors are compared with others."""
EXPOSED_MONTHS = ("2022-05", "2022-11", "2023-06", "2026-08")
_LAST_SURVEY, _EARLIER_SURVEYS = 2026, range(2016, 2025)


@cache
def _sectors() -> Mapping[str, tuple[str, ...]]:
    text = resources.files("reallocate.claims.estimates").joinpath("sectors.toml").read_text(encoding="utf-8")
    return {name: tuple(codes) for name, codes in tomllib.loads(text).items()}


@dataclass(frozen=True, eq=False)
class Postings:
    """Postings by sector.

    changes : (span) (measure) estimates [log points per standard deviation over sectors]
    sectors : that are compared
    exposed : (month) exposed sectors against others [log points]
    later : change of their yearly means between `EXPOSED_YEARS` [log points]
    """

    changes: Mapping[str, Mapping[str, Estimate]]
    sectors: int
    exposed: pd.Series
    later: float


def postings(world: World, exposure: Exposure) -> Postings:
    """How postings moved with the exposure of the occupations that a sector names.

    world : with the table postings
    """
    table = world.table("postings")
    table = table[table["place"].eq("US")]
    wide = table.pivot(index="month", columns="series", values="value")
    kept = wide[[name for name in _sectors() if name in wide]]
    level = pd.DataFrame(100.0 * np.log(kept.to_numpy(float)), index=kept.index, columns=kept.columns)
    reached = _by_sector(exposure)[list(level)]
    changes = {}
    for span, (after, before) in _SPANS.items():
        later, earlier = (level.loc[first:last].mean() for first, last in (after, before))
        moved = later - earlier
        changes[span] = {
            str(measure): _gradient(moved.to_numpy(float), row.to_numpy(float), np.ones(len(moved)))
            for measure, row in reached.iterrows()
        }
    both = wide[["exposed", "control"]].dropna()
    ratio = (both["exposed"] / both["control"]).to_numpy(float)
    exposed = pd.Series(100.0 * np.log(ratio), index=both.index)
    first, last = (exposed.loc[start:end].mean() for start, end in EXPOSED_YEARS)
    return Postings(changes, level.shape[1], exposed, float(last - first))


def _by_sector(exposure: Exposure) -> pd.DataFrame:
    """Exposure of the occupations that each sector names, by jobs; (measure, sector)."""
    jobs, found = exposure.jobs.fillna(0.0) + 1.0, {}
    for name, codes in _sectors().items():
        inside = exposure.scores.index.str.startswith(codes)
        weights = jobs[inside]
        found[name] = exposure.scores[inside].fillna(0.0).mul(weights, axis="index").sum() / weights.sum()
    return pd.DataFrame(found)


def displaced(world: World, exposure: Exposure) -> dict[str, Estimate]:
    """People displaced in the last survey on the mean of earlier ones, by group of the lost job.

    world : with the table displaced_groups
    Returns the estimates by measure [log points per standard deviation over workers].
    """
    rows = world.table("displaced_groups").query("kind == 'occupation'")
    wide = rows.pivot_table(index=["group", "major_groups"], columns="survey_year", values="displaced")
    earlier = wide[[year for year in _EARLIER_SURVEYS if year in wide]].mean(axis=1)
    change = 100.0 * np.log((wide[_LAST_SURVEY] / earlier).to_numpy(float))
    inside = [exposure.workers.index.str[:2].isin(major_groups(codes)) for _, codes in wide.index]
    workers = exposure.workers.to_numpy(float)
    sizes = np.array([workers[one].sum() for one in inside])
    found = {}
    for measure in exposure.measures:
        scores = exposure.groups[measure].to_numpy(float)
        means = np.array([np.average(scores[one], weights=workers[one]) for one in inside])
        found[measure] = _gradient(change, means, sizes)
    return found


def major_groups(codes: str) -> list[str]:
    """Major groups, two digits each, of a range such as 15-29 or of a list such as 11 13."""
    if "-" not in codes:
        return codes.split()
    first, last = map(int, codes.split("-"))
    return [str(code) for code in range(first, last + 1)]


def _gradient(outcome: Array, regressor: Array, weights: Array) -> Estimate:
    """The gradient of an outcome, with errors robust to unequal spread."""
    return slope(outcome, standardised(regressor, weights), weights)
