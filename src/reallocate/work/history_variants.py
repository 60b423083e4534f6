"""Does the outcome rest on a choice? The difference of rank correlations under other choices."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.work.history import correlation, source_scores
from reallocate.work.panel import AFTER, BEFORE, COUNTED, comparable
from reallocate.work.world import World

LARGE = 20_000.0
UNSTEADY = 0.1
OFFICE = "43-"
RESIDUAL = "All Other"


def variants(world: World) -> pd.DataFrame:
    """The difference, correlation after minus before, of each source under each choice.

    world : with the tables history and scores
    Returns variant, occupations, then one column a source [rank correlation].
    """
    history = world.table("history")
    scores = source_scores(world)
    kept = comparable(history).employment
    codes = pd.Series(kept.index, index=kept.index)
    titles = world.occupations["title"].reindex(kept.index)
    chosen = {
        "as stated": kept,
        f"without {RESIDUAL} codes": kept[~titles.str.contains(RESIDUAL)],
        "without office and administrative support": kept[~codes.str.startswith(OFFICE)],
        "without the tenth that changed most in either window": kept[_steady(kept)],
        "without renamed or joined codes": kept[kept.index.isin(_unchanged(history))],
        f"above {LARGE:,.0f} jobs": comparable(history, least=LARGE).employment,
    }
    rows = [_row(name, table, scores, BEFORE, AFTER) for name, table in chosen.items()]
    rows.append(_row("counted by jobs instead of occupations", kept, scores, BEFORE, AFTER, by_jobs=True))
    for first, second in (((2017, 2019), (2023, 2025)), ((2018, 2019), (2024, 2025))):
        table = comparable(history, (first, second)).employment
        name = f"{first[0]} to {first[1]} and {second[0]} to {second[1]}"
        rows.append(_row(name, table, scores, first, second))
    return pd.DataFrame(rows)


def _row(
    name: str,
    employment: pd.DataFrame,
    scores: pd.DataFrame,
    before: tuple[int, int],
    after: tuple[int, int],
    by_jobs: bool = False,
) -> dict[str, object]:
    row: dict[str, object] = {"variant": name, "occupations": len(employment)}
    for source in scores:
        score = scores[source].loc[employment.index].to_numpy(float)
        result = []
        for first, last in (before, after):
            start = employment[first].to_numpy(float)
            weights = start if by_jobs else np.ones(len(start))
            result.append(float(correlation(score, employment[last].to_numpy(float) / start, weights)))
        row[str(source)] = result[1] - result[0]
    return row


def _steady(employment: pd.DataFrame) -> pd.Series[bool]:
    """Occupations whose growth is not among the most extreme of either window."""
    steady = pd.Series(True, index=employment.index)
    for first, last in (BEFORE, AFTER):
        growth = pd.Series(np.log(employment[last] / employment[first]), index=employment.index)
        far = (growth - growth.median()).abs()
        steady &= far <= far.quantile(1 - UNSTEADY)
    return steady


def _unchanged(history: pd.DataFrame) -> pd.Index:
    """Occupations whose code was published as it is today in every year."""
    direct = history["status"].eq(COUNTED[0]).groupby(history["occupation"]).all()
    return direct[direct].index
