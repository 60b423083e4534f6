"""The two operating models, observed and planned, and what the page does not say."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import ABSENT, cell, heading_unit, sentence
from reallocate.output.blocks import Block, Bullets, Grid, Head, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, prose, text

NOT_SAID = (
    "Exposure is not a probability of losing a job. It is a judgement of how many tasks of a job AI can do.",
    "The plan scores no person. It knows roles, not people.",
    "The published sources of AI's reach disagree. A result under one source holds for that source only.",
    "This is a scenario, not a forecast. It follows from its assumptions, and many of them are judgements.",
    "The best plan is the cheapest under these assumptions. The plan does not compute whether it is right, "
    "fair or lawful.",
    "Positions may end because compute takes over their work (substitution) or to free money for other uses "
    "(funding). An announced cut may be either: the motive is not known here.",
    "Plans that cost nearly the same can treat single roles very differently. The ranges over near-optimal "
    "plans show by how much.",
    "Work is counted in hours. Knowledge outside task lists and unnoticed losses of quality are not counted.",
    "Effects on people after they leave, and on other firms, are not included.",
)
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
        "operating-models", "Two operating models", (*prose(result, "operating_models"), *_tables(result))
    )


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


def caveats(result: Result) -> Section:
    """What neither the page nor the firm's figures can say."""
    own = text(result, "caveats")
    further = headed("About this firm's figures", Bullets(tuple(own))) if own else []
    return Section("not-said", "What this does not say", (Bullets(NOT_SAID), *further))
