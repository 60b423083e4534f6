"""How well reach is foretold for occupations held out: from their activities, and from their tasks' words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import pandas as pd

from reallocate.work.hours import occupation_content, weighted_means
from reallocate.work.reach import (
    LABEL_SOURCES,
    LabelSource,
    activity_means,
    leave_one_out,
    predict_totals,
    reach,
    task_reach,
)
from reallocate.work.task_text import task_reader, word_counts

_FOLDS = 5
_LABELS = ("direct", "half", "augmentable", "automatable")
"""E1; E1 + ½·E2; E1 or E2; T3 or T4, and E1 too where the source asks for it."""

_WAYS = ("activities", "finer activities", "text")
PLACED = "right activity"
ALL_TASKS = "all tasks"
_SURENESS = {"least sure": 0.0, "fairly sure": 0.7, "surest": 0.95}
"""How much of a task goes to the activity that gets the most of it, from which share on."""

_TASK = ["onet_code", "task_id"]


def accuracy_table(
    hours: pd.DataFrame, task_activities: pd.DataFrame, texts: pd.DataFrame, labels: pd.DataFrame
) -> pd.DataFrame:
    """How near reach comes that was foretold without the occupation's own labels, and how texts are placed.

    hours : (task, activity) as from `task_hours`
    task_activities : (task, detailed activity) onet_code, task_id, detailed
    texts : (task) onet_code, task_id, text
    labels : (task) onet_code, task_id and the labellings
    Returns way (activities: the 37; finer activities: the 332 intermediate ones; text: the 37 as the
    reader of words gives them), label, source, correlation [−1 to 1] and mean_absolute_error [share of
    hours] over occupations, placed_right [share of tasks], counted [occupations or tasks]. What labels
    the first two ways leave out is one occupation at a time; for text every fifth of the occupations is
    left out in turn, both of the words and of the means. The last rows are label `right activity`: tasks
    whose first activity by text is one of their official ones, by how sure the reader was.
    """
    matched = _held_out_shares(hours, texts)
    read = _by_text(hours, matched)
    finer = _finer_hours(hours, task_activities)
    rows: list[dict[str, object]] = []
    for source in LABEL_SOURCES:
        rated = rated_tasks(labels, source)
        actual = _totals(hours, rated)
        for way, spread in (("activities", hours), ("finer activities", finer)):
            content, cells = occupation_content(spread), reach(spread, rated, _LABELS)
            foretold = leave_one_out(content, cells, list(_LABELS))
            rows += _compared(way, source.name, actual, foretold)
        foretold = _from_text(occupation_content(hours), reach(hours, rated, _LABELS), read)
        rows += _compared("text", source.name, actual, foretold)
    return pd.concat([pd.DataFrame(rows), _placed_right(hours, matched)], ignore_index=True)


def rated_tasks(labels: pd.DataFrame, source: LabelSource) -> pd.DataFrame:
    """Each task that a source labelled, by all its labels.

    labels : (task) onet_code, task_id and the labellings
    source : which labels to read
    Returns onet_code, task_id, direct, half, augmentable, automatable [0 to 1].
    direct = E1; half = E1 + ½·E2; augmentable = E1 or E2; automatable = T3 or T4 (direct sources: E1 too)
    Source: Eloundou et al. 2023, arXiv:2303.10130 (α, β and ζ of the paper).
    """
    first = labels[source.exposure].eq("E1").astype(float)
    half = first + 0.5 * labels[source.exposure].eq("E2").astype(float)
    return task_reach(labels, source).assign(direct=first, half=half)


def _fold(occupation: str) -> int:
    """Which fifth of the occupations is held out together with this one.

    occupation : code
    Every variant of an occupation is in the same one. fold = SHA-256(code) mod 5
    """
    return int(hashlib.sha256(occupation.encode()).hexdigest(), 16) % _FOLDS


def _held_out_shares(hours: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """Each task's activities as read by the words of other occupations' tasks alone.

    hours : (task, activity) as from `task_hours`
    texts : (task) onet_code, task_id, text
    Returns (occupation, onet_code, task_id) × (activity) [share of the task's hours].
    """
    table, shares = text_shares(hours, texts)
    rows = pd.MultiIndex.from_frame(table[["occupation", *_TASK]])
    folds = table["occupation"].map(_fold).to_numpy()
    result = []
    for one in range(_FOLDS):
        learned, asked = folds != one, folds == one
        reader = task_reader(word_counts(table[learned], shares[learned]), shares.columns)
        result.append(reader.shares(table.loc[asked, "text"].tolist()).set_axis(rows[asked]))
    return pd.concat(result).reindex(rows)


def text_shares(hours: pd.DataFrame, texts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts of tasks beside the activities that each is of, row by row.

    hours : (task, activity) as from `task_hours`
    texts : (task) onet_code, task_id, text
    Returns (task) occupation, onet_code, task_id, text; and (task, activity) [share of the task's hours].
    """
    spread = hours.pivot_table(
        index=["occupation", *_TASK], columns="activity", values="hours", fill_value=0.0
    )
    shares = spread.div(spread.sum(axis=1), axis=0)
    table = shares.index.to_frame(index=False).merge(texts, on=_TASK, how="left", validate="one_to_one")
    return table, shares.reset_index(drop=True)


def _finer_hours(hours: pd.DataFrame, task_activities: pd.DataFrame) -> pd.DataFrame:
    """The same hours by intermediate activity (332) instead of generalized (37).

    hours : (task, activity) as from `task_hours`
    task_activities : (task, detailed activity) onet_code, task_id, detailed
    Returns occupation, onet_code, task_id, activity (such as 4.A.2.a.4.I09), hours [share].
    """
    finer = task_activities[_TASK].assign(activity=task_activities["detailed"].str.rsplit(".", n=1).str[0])
    share = finer.groupby([*_TASK, "activity"]).size() / finer.groupby(_TASK).size()
    whole = hours.groupby(["occupation", *_TASK])["hours"].sum().rename("task_hours").reset_index()
    joined = whole.merge(share.rename("share").reset_index(), on=_TASK, how="left", validate="one_to_many")
    joined["hours"] = joined["task_hours"] * joined["share"]
    return joined[["occupation", *_TASK, "activity", "hours"]]


def _placed_right(hours: pd.DataFrame, matched: pd.DataFrame) -> pd.DataFrame:
    """How often the first activity by text is one of the task's official ones.

    hours : (task, activity) as from `task_hours`
    matched : as from `_held_out_shares`
    Returns way, label, source (all tasks, or how sure the reader was), placed_right [share of tasks],
    counted [tasks].
    """
    official = pd.MultiIndex.from_frame(hours.loc[hours["hours"] > 0, [*_TASK, "activity"]])
    first = matched.idxmax(axis=1).rename("activity").reset_index()
    right = pd.Series(pd.MultiIndex.from_frame(first[[*_TASK, "activity"]]).isin(official))
    sure = pd.Series([sureness(share) for share in matched.max(axis=1)])
    groups = {ALL_TASKS: sure.notna(), **{name: sure.eq(name) for name in _SURENESS}}
    rows = [("text", PLACED, name, float(right[of].mean()), int(of.sum())) for name, of in groups.items()]
    return pd.DataFrame(rows, columns=["way", "label", "source", "placed_right", "counted"])


def accuracy_sentence(accuracy: pd.DataFrame, way: str) -> str:
    """How near reach comes that is foretold in one way, in a sentence.

    accuracy : as from `accuracy_table`
    way : activities, finer activities, or text
    """
    rows = accuracy[accuracy["way"].eq(way)].set_index(["label", "source"])
    lines = []
    for label in ("augmentable", "automatable"):
        both = rows.loc[label].loc[[source.name for source in LABEL_SOURCES]]
        error, fit = 100 * both["mean_absolute_error"], both["correlation"]
        lines.append(
            f"the {label} share misses by {error.min():.0f} to {error.max():.0f} points on average "
            f"(correlation {fit.min():.2f} to {fit.max():.2f})"
        )
    by = {"text": "the words of its tasks", "activities": "its activities"}.get(way, f"its {way}")
    count = int(rows["counted"].iloc[0])
    return (
        f"Foretold for an occupation from {by} alone, {lines[0]} and {lines[1]}, depending on the source, "
        f"over {count} occupations that were held out. One person's list may differ more."
    )


def sureness(share: float) -> str:
    """How sure the reader of words is of a task's first activity.

    share : of the task's hours that goes to it
    """
    return [name for name, least in _SURENESS.items() if share >= least][-1]


def _by_text(hours: pd.DataFrame, matched: pd.DataFrame) -> pd.DataFrame:
    """What occupations do as their tasks' words tell it: occupation, activity, share [share of hours]."""
    whole = hours.groupby(["occupation", *_TASK])["hours"].sum().reindex(matched.index)
    content = matched.mul(whole, axis=0).groupby("occupation").sum()
    long = content.rename_axis(columns="activity").stack()
    return pd.DataFrame({"share": long}).reset_index()


def _from_text(content: pd.DataFrame, cells: pd.DataFrame, read: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for one in range(_FOLDS):
        known, others = (table[table["occupation"].map(_fold) != one] for table in (content, cells))
        means = activity_means(known, others, list(_LABELS))
        parts.append(predict_totals(read[read["occupation"].map(_fold) == one], means))
    return pd.concat(parts)


def _totals(hours: pd.DataFrame, rated: pd.DataFrame) -> pd.DataFrame:
    """The share of each occupation's labelled hours that carries each label: (occupation) LABELS."""
    joined = hours.merge(rated, on=_TASK, how="inner", validate="many_to_one")
    return weighted_means(joined[list(_LABELS)], joined["hours"], joined["occupation"])


def _compared(
    way: str, source: str, actual: pd.DataFrame, foretold: pd.DataFrame
) -> Iterator[dict[str, object]]:
    for label in _LABELS:
        pair = pd.DataFrame({"actual": actual[label], "foretold": foretold[label]}).dropna()
        yield {
            "way": way,
            "label": label,
            "source": source,
            "correlation": float(np.corrcoef(pair["actual"], pair["foretold"])[0, 1]),
            "mean_absolute_error": float((pair["actual"] - pair["foretold"]).abs().mean()),
            "counted": len(pair),
        }
