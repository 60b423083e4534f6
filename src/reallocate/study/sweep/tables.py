"""The table of a sweep: one row an industry."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reallocate.measure.number import rounded
from reallocate.output.table import Column, of_unit, table
from reallocate.study.sweep.answers import Answer, Swept

COUNTS = ("exits", "positions_refilled", "would_have_quit", "positions_saved")
NOT_POSSIBLE, POSSIBLE = "no answer", "answered"


@table(
    "industries", "The cut in every industry",
    Column("industry", "Code"), Column("title", "Industry"),
    Column("employment", "Employed", "persons", digits=0), Column("status", "Status"),
    Column("extra_cost_per_exit", "Extra cost per exit", "USD/exit", signed=True),
    Column("extra_cost", "Extra cost", "USD million", signed=True),
    Column("extra_share", "Extra cost", "share of the least cost", signed=True, digits=2),
    of_unit("FTE", exits="Exits", positions_refilled="Refilled", would_have_quit="Would have quit",
            positions_saved="Positions saved"),
    Column("worth_threshold", "Threshold", "USD per USD of cost", digits=2,
           about="worth of undone work below which the cut pays"),
    Column("as_cheap", "Beliefs", "of those tried", digits=0, about="that make the cut as cheap as any plan"),
    Column("reason", "Why not", about="why there is no answer"),
    source="BLS OEWS May 2025 (roles and pay of each industry). Solved on roles with small ones grouped.",
)  # fmt: skip
def industries(swept: Swept) -> pd.DataFrame:
    """One row an industry, in the order of its codes."""
    rows = [_row(answer) for answer in swept.answers]
    about = swept.industries[["title", "employment"]].reset_index(drop=True)
    return pd.concat([about, pd.DataFrame(rows)], axis=1)


def _row(answer: Answer) -> dict[str, Any]:
    if answer.parts is None:
        return {"industry": answer.industry, "status": NOT_POSSIBLE, "reason": answer.reason}
    figures = {row["figure"]: row for row in answer.parts["tables"]["cut_or_wait"]}
    cost = figures["cost"]
    effects = [row["effect"] for row in answer.parts["tables"]["beliefs"]]
    return {
        "industry": answer.industry,
        "status": POSSIBLE,
        "extra_cost_per_exit": rounded(figures["extra_cost_per_exit"]["extra"], 2),
        "extra_cost": cost["extra"],
        "extra_share": cost["extra"] / cost["wait"],
        **{name: figures[name]["cut"] for name in COUNTS},
        "worth_threshold": figures["worth_threshold"]["cut"],
        "as_cheap": effects.count("turns"),
        "reason": "",
    }


TABLES = (industries,)
