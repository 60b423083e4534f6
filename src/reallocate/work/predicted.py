"""Reach predicted from activities alone, for cells, roles and task lists that nobody rated."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.work.shares import weighted_means


def activity_means(content: pd.DataFrame, cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The mean reach into each activity over all rated occupations, weighted by hours.

    content : (occupation, activity) share [share of hours]
    cells : (occupation, activity) the columns `names` [share]
    names : which columns to average
    Returns (activity) the same columns.
    x̄[a] = Σ_o h[o,a]·x[o,a] / Σ_o h[o,a]
    """
    joined = content.merge(cells, on=["occupation", "activity"], how="inner", validate="one_to_one")
    return weighted_means(joined[names], joined["share"], joined["activity"])


def predict_totals(content: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """Reach into a role or task list known only by the hours it gives each activity.

    content : (occupation, activity) share [share of hours]; any label may stand for an occupation
    means : (activity) any columns [share]
    Returns (occupation) the same columns [share of hours].
    x̂[o] = Σ_a h[o,a]·x̄[a]
    """
    joined = content.join(means, on="activity")
    reached = joined[list(means.columns)].mul(joined["share"], axis=0)
    return reached.groupby(joined["occupation"]).sum(min_count=1)


def complete(content: pd.DataFrame, cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Reach for every cell with hours: rated where tasks are labelled, else the activity's mean.

    content : (occupation, activity) share [share of hours]
    cells : (occupation, activity) the columns `names` [share]
    names : which columns to complete
    Returns occupation, activity, the columns, and status: observed or predicted.
    """
    means = activity_means(content, cells, names)
    keys = ["occupation", "activity"]
    joined = content[keys].merge(cells[[*keys, *names]], on=keys, how="left", validate="one_to_one")
    missing = joined[names[0]].isna()
    joined["status"] = np.where(missing, "predicted", "observed")
    for name in names:
        joined[name] = joined[name].fillna(joined["activity"].map(means[name]))
    return joined


def leave_one_out(content: pd.DataFrame, cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Each rated occupation's reach as the other occupations' activity means predict it.

    content : (occupation, activity) share [share of hours]
    cells : (occupation, activity) the columns `names` [share]
    names : which columns to predict
    Returns (occupation) the columns; activities no other occupation has are left out of the mean.
    x̂[o] = Σ_a h[o,a]·x̄₋ₒ[a] / Σ_a h[o,a], x̄₋ₒ[a] = Σ_p≠o h[p,a]·x[p,a] / Σ_p≠o h[p,a]
    """
    joined = content.merge(cells, on=["occupation", "activity"], how="inner", validate="one_to_one")
    reached = joined[names].mul(joined["share"], axis=0)
    others_reached = reached.groupby(joined["activity"]).transform("sum") - reached
    others_hours = joined.groupby("activity")["share"].transform("sum") - joined["share"]
    alone = others_hours <= 1e-12
    means = others_reached.div(others_hours.mask(alone), axis=0)
    weights = joined["share"].mask(alone, 0.0)
    return weighted_means(means.fillna(0.0), weights, joined["occupation"])
