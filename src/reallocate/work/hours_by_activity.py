"""Hours by activity (W1): the share of an occupation's hours that each activity takes."""

from __future__ import annotations

import pandas as pd

from reallocate.errors import DataError, Problem

CORE_WEIGHT = 2.0
OTHER_WEIGHT = 1.0


def task_weights(tasks: pd.DataFrame) -> pd.Series:
    """What one task counts for within its occupation: 2 where it is core, 1 otherwise.

    tasks : (task) type: core, supplemental, or empty where O*NET has not rated it
    k_j = 2 for a core task, 1 otherwise
    Source: Eloundou et al. 2023, Science 384:1306; reproduces their occupation scores exactly.
    """
    return tasks["type"].eq("core").map({True: CORE_WEIGHT, False: OTHER_WEIGHT})


def activity_of(detailed: pd.Series) -> pd.Series:
    """The generalized work activity a detailed one belongs to: `4.A.2.a.4` of `4.A.2.a.4.I09.D03`.

    detailed : O*NET identifiers of detailed work activities
    """
    return detailed.str.split(".", n=5).str[:5].str.join(".")


def task_hours(tasks: pd.DataFrame, task_activities: pd.DataFrame) -> pd.DataFrame:
    """The share of an occupation's hours that each task gives to each activity.

    tasks : (task) onet_code, task_id, type
    task_activities : (task, detailed activity) onet_code, task_id, detailed
    Returns occupation (SOC 2018), onet_code, task_id, activity, hours [share]; hours of an
    occupation sum to 1. A task with several detailed activities is split equally over them; an
    occupation that O*NET splits into variants takes their unweighted mean, since nobody publishes
    employment by variant.
    h_j,a = k_j·(share of j's detailed activities in a) / Σ_j k_j, averaged over variants
    Source: O*NET 30.1 Task Statements, Tasks to DWAs.
    """
    keys = ["onet_code", "task_id"]
    linked = task_activities.assign(activity=activity_of(task_activities["detailed"]))
    split = linked.groupby([*keys, "activity"]).size() / linked.groupby(keys).size()
    shares = split.rename("split").reset_index()
    weighted = tasks[keys].assign(weight=task_weights(tasks)).merge(shares, on=keys, how="left")
    lost = weighted["split"].isna()
    if lost.any():
        what = f"{int(lost.sum())} tasks have no detailed work activity"
        where = f"O*NET occupations {', '.join(weighted.loc[lost, 'onet_code'].unique()[:5])}"
        why = "Leaving them out would change what the occupation does."
        raise DataError(Problem(what, where, why=why))
    weighted["hours"] = weighted["weight"] * weighted["split"]
    weighted["hours"] /= weighted.groupby("onet_code")["hours"].transform("sum")
    weighted["occupation"] = weighted["onet_code"].str[:7]
    weighted["hours"] /= weighted.groupby("occupation")["onet_code"].transform("nunique")
    columns = ["occupation", *keys[:1], "task_id", "activity", "hours"]
    return weighted[columns].sort_values(columns[:-1], ignore_index=True)


def occupation_content(hours: pd.DataFrame) -> pd.DataFrame:
    """The share of hours each occupation gives to each activity.

    hours : (task, activity) occupation, activity, hours, as from `task_hours`
    Returns occupation, activity, share [share of hours]; rows of an occupation sum to 1.
    h[o,a] = Σ_j h_j,a
    """
    content = hours.groupby(["occupation", "activity"])["hours"].sum()
    return content.rename("share").reset_index()
