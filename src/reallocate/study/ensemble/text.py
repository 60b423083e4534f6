"""An ensemble in sentences: medians with percentiles, and which number matters most."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.measure.number import cell, sentence
from reallocate.problem.market.ensemble import OUTCOMES


def text(tables: Mapping[str, pd.DataFrame], count: int, spread: float) -> dict[str, list[str]]:
    """The ensemble in sentences, by part.

    count : of draws
    spread : how far above and below a number was drawn [share of it]
    """
    headline = []
    for row in tables["outcomes"].to_dict("records"):
        unit = " points" if row["unit"] == "percentage points" else "%"
        ends = (cell(row[name], digits=2, exact=True) for name in ("p10", "p90"))
        headline.append(
            f"{sentence(row['says'])}: {cell(row['p50'], digits=2, exact=True)}{unit}, median of {count:,} "
            f"draws; 10th–90th percentile {'–'.join(ends)}{unit}."
        )
    return {
        "headline": headline,
        "importance": _importance(tables["importance"]),
        "not_said": [
            f"Each number is drawn independently from {spread:.0%} below to {spread:.0%} above its value, "
            "most often near it. The range is an assumption of this project: the published calibration gives "
            "none.",
            "An interval shows how far the result moves with these numbers if the laws are true. It is no "
            "forecast, and it leaves out what the laws leave out.",
        ],
    }


def _importance(table: pd.DataFrame) -> list[str]:
    if table.empty:
        return ["There are too few draws, or too similar results, to rank the numbers by importance."]
    lines = []
    for outcome, rows in table.groupby("outcome", sort=False):
        ranked = rows.sort_values("all", ascending=False)
        best = ranked.iloc[0]
        words = OUTCOMES[str(outcome)][0]
        line = (
            f"{sentence(words)}{',' if ',' in words else ''} depends most on {best['says']}: "
            f"{_share(best['all'])} of the variance, {_share(min(best['alone'], best['all']))} by it alone"
        )
        if len(ranked) > 1:
            second = ranked.iloc[1]
            apart = 2.0 * float(np.hypot(best["all_error"], second["all_error"]))
            line += (
                f"; then {second['says']} ({_share(second['all'])})"
                if best["all"] - second["all"] > apart
                else f"; with so few draws {second['says']} ({_share(second['all'])}) may matter as much"
            )
        lines.append(line + ".")
    return lines


def _share(number: float) -> str:
    return f"{min(max(number, 0.0), 1.0):.0%}"
