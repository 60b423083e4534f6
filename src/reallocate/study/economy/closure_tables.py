"""What comes out of the same draws under each closure, as a table, in a sentence and for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.economy.laws.closures import Closure
from reallocate.economy.outcomes import MEASURES
from reallocate.measure.number import say, span
from reallocate.measure.quantiles import INTERVAL, by_quantile
from reallocate.output.table import BY_ROW, Column, Tables, table, with_quantiles
from reallocate.problem.nation.context import EconomyContext

HEADS = {
    Closure.PAY_CLEARS: "Pay clears (C)",
    Closure.INCOME_ON_PATH: "Income on path (B)",
    Closure.MONEY_HELD: "Money held (A)",
}
FAILS = "That assumption fails on past decades and decides nothing."


@table(
    "closures", "Jobs and pay under each assumption",
    Column("measure", "At the end", words={name: one.label for name, one in MEASURES.items()}),
    Column("unit", "Unit"),
    *(
        with_quantiles(Column(closure.value, words, BY_ROW, signed=True, digits=2))
        for closure, words in HEADS.items()
    ),
    source="The same draws, each against itself without further AI. C: pay clears. B: money income stays on "
    "its path and money pay does not give way. A: spending and real pay are held.",
)  # fmt: skip
def closures(context: EconomyContext) -> pd.DataFrame:
    """Each outcome under every closure, the median of the draws with its range."""
    found = context.outcomes
    rows = []
    for name, measure in MEASURES.items():
        row: dict[str, object] = {"measure": name, "unit": measure.unit}
        for closure in HEADS:
            ends = by_quantile(closure.value, found[closure][name])
            row |= {column: float(value) for column, value in ends.items()}
        rows.append(row)
    return pd.DataFrame(rows)


def figures(tables: Tables, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The answer for machines: the closure, and jobs under each [% of jobs after the run].

    tables, facts : of a result
    """
    row = tables["closures"].set_index("measure").loc["jobs"].to_dict()
    ends = {"median": "", "low": "_low", "high": "_high"}
    jobs = {
        closure.value: {name: float(row[f"{closure.value}{end}"]) for name, end in ends.items()}
        for closure in Closure
    }
    return {"closure": facts["closure"], "jobs": jobs, "jobs_unit": _unit(facts)}


def _unit(facts: Mapping[str, Any]) -> str:
    low, high = (f"{100 * INTERVAL[name]:.0f}th" for name in ("low", "high"))
    length = "1 year" if facts["years"] == 1 else f"{facts['years']} years"
    return (
        f"% of jobs after {length}, against no further AI; median of {facts['draws']} draws, "
        f"{low} and {high} percentile"
    )


def closures_text(tables: Tables, closure: str) -> list[str]:
    """Pay, share and transition under the run's closure; and jobs under the others.

    closure : of the run
    """
    rows = tables["closures"].set_index("measure")

    def ends(name: str, of: str, digits: int = 1) -> str:
        row = rows.loc[name]
        unit, low, high = str(row["unit"]), row[f"{of}_low"], row[f"{of}_high"]
        return f"{say(row[of], unit, True, digits)} ({span(low, high, unit, True, digits)})"

    lines = [
        f"Real pay differs by {ends('real_pay', closure)}, labour's share of income by "
        f"{ends('labour_share', closure)}, unemployment by {ends('unemployment_peak', closure, 2)} at its "
        f"peak and {ends('unemployment_end', closure, 2)} at the end.",
    ]
    others = [one for one in HEADS if one.value != closure]
    each = " ".join(
        f"If {one.words}, jobs differ by {ends('jobs', one.value, 2)}."
        + (f" {FAILS}" if one is Closure.MONEY_HELD else "")
        for one in others
    )
    return [*lines, f"Other assumptions: {each}"]
