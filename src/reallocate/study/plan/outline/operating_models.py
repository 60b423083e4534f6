"""The two operating models beside each other, and what the page does not say."""

from __future__ import annotations

from reallocate.measure.number import ABSENT, cell, heading_unit, sentence
from reallocate.output.blocks import Block, Bullets, Grid, Head, Prose, Section
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, prose, text

NOT_SAID = (
    "Exposure is not a probability of losing a job. It is a judgement of how far the tasks of a job lie "
    "within reach of AI.",
    "The plan scores no person and cannot: it knows roles, not people.",
    "The sources of reach disagree. A result under one source only is a result of that source.",
    "This is a scenario, not a forecast. It follows from its assumptions, and many of them are judgements.",
    "The best plan is the cheapest under these assumptions. The plan does not compute whether it is right, "
    "fair or lawful.",
    "Substitution counts positions that end because compute takes over their work; funding counts those that "
    "end to free money. An announced cut may be either: the page cannot know motives.",
    "Plans that cost nearly the same can treat single roles very differently. The ranges over near-optimal "
    "plans show by how much.",
    "Work is counted in hours. Knowledge that no task list names, and quality lost unseen, are not counted.",
    "The plan leaves out what happens to people after they leave, and to other firms.",
)
NOTHING_FILLED = f"{ABSENT} = not available: neither the scenario nor the plan has the figure."
BY_HOURS = (
    "Kinds of work are shares of hours. Directing AI includes hours that people of other roles lend to it; "
    "positions that direct AI do nothing else."
)
NAMED = ("row", "measure", "unit")


def operating_models(result: Result) -> Section:
    """The four rows of the story, dated: observed, baseline and plan."""
    return Section(
        "operating-models", "Two operating models", (*prose(result, "operating_models"), _table(result))
    )


def _table(result: Result) -> Block:
    """Its measures carry the unit of their row, so that the years stand side by side without it."""
    caption = "Four rows, dated: observed, baseline and plan"
    if not result.has("operating_models"):
        return Prose((f"{caption}: none.",), "absent")
    table = result.table("operating_models")
    dated = [str(column) for column in table if column not in NAMED]
    heads = (Head("Row"), Head("Measure"), *(Head(sentence(column), "", True) for column in dated))
    rows = []
    for _, row in table.iterrows():
        unit = str(row["unit"])
        measure = str(row["measure"]) + (f" [{heading_unit(unit)}]" if unit and unit != "nan" else "")
        rows.append((str(row["row"]), measure, *(cell(row[column], unit) for column in dated)))
    notes = [BY_HOURS] if table["measure"].eq("directing AI").any() else []
    notes += [NOTHING_FILLED] if any(ABSENT in row for row in rows) else []
    return Grid(caption, heads, tuple(rows), " ".join(notes), merged=True)


def caveats(result: Result) -> Section:
    """What neither the page nor the firm's figures can say."""
    own = text(result, "caveats")
    further = headed("About this firm's figures", Bullets(tuple(own))) if own else []
    return Section("not-said", "What this does not say", (Bullets(NOT_SAID), *further))
