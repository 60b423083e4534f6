"""The two operating models, observed and planned."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import ABSENT, cell, heading_unit, sentence
from reallocate.output.blocks import Block, Grid, Head, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import prose

NOT_AVAILABLE_NOTE = f"{ABSENT} = not available."
BY_HOURS = (
    "Shares of kinds of work are shares of hours. Directing AI counts hours in all roles; positions that "
    "direct AI do nothing else."
)
OBSERVED = " (observed)"
OBSERVED_YEARS = "Observed years, from the scenario's public figures"
PLANNED_YEARS = "Today, baseline and plan"
NAMED = ("row", "measure", "unit")


def operating_models(result: Result) -> Section:
    """The four rows of the story: the observed years, then today, baseline and plan."""
    return Section(
        "operating-models", "Two operating models",
        (*prose(result, "operating_models"), *_tables(result)), folded=True,
    )  # fmt: skip


def _tables(result: Result) -> list[Block]:
    """Observed years and the plan apart, since only headcount has the same measure in both."""
    if not result.has("operating_models"):
        return [Prose((f"{PLANNED_YEARS}: none.",), "absent")]
    table = result.table("operating_models")
    dated = [str(column) for column in table if column not in NAMED]
    observed = [column for column in dated if column.endswith(OBSERVED)]
    planned = [column for column in dated if column not in observed]
    past = [_measures(table, observed, OBSERVED_YEARS)] if observed else []
    return [*past, _measures(table, planned, PLANNED_YEARS)]


def _measures(table: pd.DataFrame, columns: list[str], caption: str) -> Grid:
    """The measures with a figure in these columns; each carries the unit of its row."""
    heads = (
        Head("Row"),
        Head("Measure"),
        *(Head(sentence(column.removesuffix(OBSERVED)), "", True) for column in columns),
    )
    rows = []
    for _, row in table[table[columns].notna().any(axis=1)].iterrows():
        unit = str(row["unit"])
        measure = str(row["measure"]) + (f" [{heading_unit(unit)}]" if unit and unit != "nan" else "")
        rows.append((str(row["row"]), measure, *(cell(row[column], unit) for column in columns)))
    directing = table["measure"].eq("directing AI") & table[columns].notna().any(axis=1)
    notes = [BY_HOURS] if directing.any() else []
    notes += [NOT_AVAILABLE_NOTE] if any(ABSENT in row for row in rows) else []
    return Grid(caption, heads, tuple(rows), " ".join(notes), merged=True)
