"""W1, W8: hours of an occupation by activity, the kinds of work, and the share that directs others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, Problem

KINDS = ("managing", "coordinating", "routine analysis", "specialist", "hands-on")
"""The fixed axis of kinds of work; a plan adds `DIRECTING`."""

DIRECTING = "directing AI"
_FAMILIES = ("code", "writing", "support", "analysis", "other")
"""What trials of augmentation are grouped by (W5)."""

Width = Literal["narrow", "wide"]
WIDTHS: tuple[Width, ...] = ("narrow", "wide")
"""The two readings of a set of activities: the narrow one is contained in the wide one."""


def activities() -> pd.DataFrame:
    """The 37 O*NET generalized work activities that carry tasks, with what reallocate says of each.

    Returns (activity) title, kind (of work), family (of augmentation), coordination and direction
    (narrow, wide, or empty where the activity is in neither set), reason (of the kind). The kind
    is a judgement by the detailed activities with the most employment-weighted hours.
    Source: O*NET 30.1 Content Model Reference (titles); kinds, families and sets are this project's.
    """
    text = files("reallocate.work").joinpath("activities.csv")
    with text.open(encoding="utf-8") as stream:
        return pd.read_csv(stream, keep_default_na=False, index_col="activity")


@cache
def activity_set(name: Literal["coordination", "direction"], width: Width) -> pd.Index:
    """The activities of a set, in the narrow or the wide reading.

    name : `coordination` (set C of P2) or `direction` (of the direction index)
    width : `narrow` or `wide`
    """
    widths = WIDTHS[: WIDTHS.index(width) + 1]
    table = activities()
    return table.index[table[name].isin(widths)]


_CORE_WEIGHT = 2.0


def task_weights(tasks: pd.DataFrame) -> pd.Series:
    """What one task counts for within its occupation: 2 where it is core, 1 otherwise.

    tasks : (task) type: core, supplemental, or empty where O*NET has not rated it
    k_j = 2 for a core task, 1 otherwise
    Source: Eloundou et al. 2023, Science 384:1306; reproduces their occupation scores exactly.
    """
    return tasks["type"].eq("core").map({True: _CORE_WEIGHT, False: 1.0})


def _activity_of(detailed: pd.Series) -> pd.Series:
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
    linked = task_activities.assign(activity=_activity_of(task_activities["detailed"]))
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


def _set_share(content: pd.DataFrame, chosen: pd.Index) -> Array:
    """The share of hours that falls on a set of activities; (occupation or role) [share of hours].

    content : (occupation or role, activity) [share of hours]
    chosen : activities; those without hours anywhere may be absent from content
    """
    return np.asarray(np.where(content.columns.isin(chosen), content.to_numpy(), 0.0).sum(axis=1))


def direction_index(content: pd.DataFrame) -> pd.DataFrame:
    """The direction index by its two definitions.

    content : (occupation or role, activity) [share of hours]
    Returns (occupation or role, width) [share of hours]. Narrow: setting strategies, planning,
    supervising and directing, staffing. Wide: also deciding, scheduling, relaying, training,
    coaching, and checking the work of others or of machines (monitoring, inspecting, judging,
    compliance). Hours that check machines are not told apart from those that check people.
    I[o] = Σ_a∈set h[o,a]
    """
    shares = {width: _set_share(content, activity_set("direction", width)) for width in WIDTHS}
    return pd.DataFrame(shares, index=content.index)


def rows_to_one(table: Array) -> Array:
    """The same with every row brought to a sum of 1, or 0 throughout where there is nothing to divide.

    table : (row, column) 0 or more
    """
    total = table.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(table, total, out=np.zeros_like(table), where=total > 0))


def weighted_means(
    table: pd.DataFrame, weights: pd.Series, by: pd.Series | Sequence[pd.Series]
) -> pd.DataFrame:
    """The mean of every column within each group.

    table : (row) any columns
    weights : (row) 0 or more
    by : (row) what names the group, one or several
    Returns (group) the same columns.
    x̄[g] = Σ_r w[r]·x[r] / Σ_r w[r], over the rows r of g
    """
    keys = [by] if isinstance(by, pd.Series) else list(by)
    return table.mul(weights, axis=0).groupby(keys).sum().div(weights.groupby(keys).sum(), axis=0)
