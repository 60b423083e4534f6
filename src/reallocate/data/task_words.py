"""From task statements to what ships of them: counts of words by activity, and how well they do."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.work.accuracy import accuracy_table, text_shares
from reallocate.work.hours_by_activity import task_hours
from reallocate.work.task_text import word_counts


def text_tables(onet: Mapping[str, pd.DataFrame], labels: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What ships of the statements' texts; no sentence can be put together from it again.

    onet : `tasks`, `task_activities` and `task_texts`, as from `packs.onet`
    labels : (task) as from `packs.gpts_are_gpts`
    Returns `task_words` (word, activity, tasks) and `accuracy` (way, label, source, correlation,
    mean_absolute_error [share of hours], placed_right [share of tasks], counted).
    """
    hours = task_hours(onet["tasks"], onet["task_activities"])
    return {
        "task_words": word_counts(*text_shares(hours, onet["task_texts"])),
        "accuracy": accuracy_table(hours, onet["task_activities"], onet["task_texts"], labels),
    }
