"""W2: reach from sources that publish one score an occupation, put on the scale of the label sources."""

from __future__ import annotations

import numpy as np
import pandas as pd

FAINTEST = 1e-6
"""The least a pattern counts for; an activity nobody rates as reached is reached last."""

HALVINGS = 60
"""Bisection steps on log λ: 28 wide at the start, below 1e-16 at the end."""


def by_quantile(scores: pd.Series, totals: pd.Series, employment: pd.Series) -> pd.Series:
    """Each occupation's total at the quantile that its score holds among all jobs.

    scores : (occupation) any unit
    totals : (occupation) the scale to land on [share of hours]
    employment : (occupation) weights [persons]
    Returns (occupation) [share of hours]. Ties share the middle of their jobs.
    q[o] = F_score(o), employment-weighted mid-rank; result = F_totals⁻¹(q[o]), interpolated
    """
    weight = employment / employment.sum()
    mass = weight.groupby(scores).sum().sort_index()
    middle = mass.cumsum() - mass / 2
    order = totals.sort_values(kind="stable").index
    spread = weight[order].cumsum() - weight[order] / 2
    landed = np.interp(scores.map(middle).to_numpy(), spread.to_numpy(), totals[order].to_numpy())
    return pd.Series(landed, index=scores.index)


def spread_over_activities(content: pd.DataFrame, pattern: pd.Series, totals: pd.Series) -> pd.Series:
    """Reach by activity that keeps a pattern within an occupation and adds up to a given total.

    content : (row) occupation, share [share of hours]; shares of an occupation sum to 1
    pattern : (row) reach to stay in proportion to [share of the activity's hours]
    totals : (occupation) what the hours reached shall add up to [share of hours]
    Returns (row) [share of the activity's hours].
    x[o,a] = min(1, λ_o·pattern[o,a]) with λ_o such that Σ_a h[o,a]·x[o,a] = total_o; a pattern of 0
    counts as `FAINTEST`, so that any total can be met
    """
    groups, labels = pd.factorize(content["occupation"])
    target = totals[labels].to_numpy()
    hours = content["share"].to_numpy()
    shape = np.maximum(pattern.to_numpy(), FAINTEST)
    low = np.full(len(labels), np.log(FAINTEST))
    high = np.full(len(labels), -np.log(FAINTEST))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        reached = np.bincount(groups, hours * np.minimum(1.0, np.exp(middle)[groups] * shape))
        low, high = np.where(reached < target, middle, low), np.where(reached < target, high, middle)
    return pd.Series(np.minimum(1.0, np.exp((low + high) / 2)[groups] * shape), index=content.index)
