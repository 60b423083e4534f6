"""A sweep in sentences: between what the answers lie, and which industries have none."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import cell, say
from reallocate.output.table import Tables
from reallocate.study.sweep.answers import Swept
from reallocate.study.sweep.tables import POSSIBLE


def text(swept: Swept, tables: Tables) -> dict[str, list[str]]:
    """Sentences by part of the page."""
    rows = tables["industries"]
    known, lacking = rows[rows["status"].eq(POSSIBLE)], rows[rows["status"].ne(POSSIBLE)]
    firm = f"a firm of {cell(swept.headcount, 'persons')} in each industry"
    nothing = [f"None of {len(rows)} industries has an answer for {firm}."]
    lines = nothing if known.empty else _range(known, firm)
    if len(lacking) and len(known):
        lines.append(f"{len(lacking)} of {len(rows)} industries have no answer; the table says why.")
    return {
        "headline": lines,
        "limits": [
            "Firms of an industry differ more than the means of industries do. Compare your own firm with "
            "its industry, not industries with each other.",
            "Severance, the cost of a hire and the pause after a cut are the same shares of pay and people "
            "in each industry. Roles, pay and quits are its own.",
        ],
    }


def _range(known: pd.DataFrame, firm: str) -> list[str]:
    """The lowest, the middle and the highest extra cost of an exit."""
    ordered = known.sort_values("extra_cost_per_exit")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    middle = say(float(ordered["extra_cost_per_exit"].median()), "USD/exit")
    dearer = int(known["extra_cost"].gt(0).sum())
    return [
        f"In {dearer} of {len(known)} industries the cut costs more than attrition, for {firm}.",
        f"The median extra cost is {middle}. It is least in {low['title']} "
        f"({say(low['extra_cost_per_exit'], 'USD/exit')}) and most in {high['title']} "
        f"({say(high['extra_cost_per_exit'], 'USD/exit')}).",
    ]
