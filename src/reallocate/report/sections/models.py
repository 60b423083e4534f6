"""The table of the two operating models, and what the page does not say."""

from __future__ import annotations

from reallocate.measure.number import ABSENT, cell, heading_unit
from reallocate.output.blocks import Block, Bullets, Grid, Head, Heading, Prose, Section
from reallocate.report.reading import Reading
from reallocate.report.tables import absent

NOT_SAID = (
    "Exposure is not a probability of losing a job. It says how far the tasks of a job lie within reach "
    "of AI, by somebody's judgement.",
    "No named person is scored, and none can be: the plan knows roles, not people.",
    "The sources of reach disagree. What holds under one of them only is a result of that source.",
    "This is a scenario, not a forecast. It says what follows if the assumptions hold, and many of them "
    "are judgements.",
    "The best plan is the cheapest under these assumptions. Whether it is right, fair or lawful is not "
    "computed.",
    "Positions that end because compute takes over their work (substitution) are told apart from positions "
    "that end to free money (funding). A cut that was announced may be either; the page cannot know motives.",
    "Plans that cost nearly the same can treat single roles very differently; ranges over equally good plans "
    "show how much.",
    "Work is counted in hours. What a person knows that no task list names, and what quality is lost unseen, "
    "is not in it.",
    "What happens to people after they leave, and to other firms, is outside this plan.",
)


NOTHING_FILLED = (
    f"{ABSENT} not available: nothing is filled in where neither the scenario nor the plan has the figure."
)
BY_HOURS = (
    "Kinds of work are shares of hours; directing AI includes hours that people of other roles lend to it, "
    "positions that direct AI are those that do nothing else."
)


def operating_models(reading: Reading) -> Section:
    """The part on the two operating models of the page."""
    said = reading.sentences("operating_models")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks.append(_table(reading))
    return Section("operating-models", "Two operating models", tuple(blocks))


def _table(reading: Reading) -> Block:
    if not reading.has("operating_models", "row", "measure", "unit"):
        return absent("operating_models")
    table = reading.table("operating_models")
    dated = [str(column) for column in table.columns if column not in ("row", "measure", "unit")]
    heads = (
        Head("Row"),
        Head("Measure"),
        *(Head(column[:1].upper() + column[1:], "", True) for column in dated),
    )
    rows = []
    for _, row in table.iterrows():
        unit = str(row["unit"])
        measure = (
            f"{row['measure']} [{heading_unit(unit)}]" if unit and unit != "nan" else str(row["measure"])
        )
        rows.append((str(row["row"]), measure, *(cell(row[column], unit) for column in dated)))
    gaps = any(ABSENT in row for row in rows)
    notes = [BY_HOURS] if table["measure"].eq("directing AI").any() else []
    if gaps:
        notes.append(NOTHING_FILLED)
    note = " ".join(notes)
    caption = "The four rows of the story, dated: observed, baseline and plan"
    return Grid(caption, heads, tuple(rows), note, merged=True)


def not_said(reading: Reading) -> Section:
    """The part on what is not said of the page."""
    blocks: list[Block] = [Bullets(NOT_SAID)]
    about_the_firm = reading.sentences("caveats")
    if about_the_firm:
        blocks += [Heading("About this firm's figures"), Bullets(tuple(about_the_firm))]
    return Section("not-said", "What this does not say", tuple(blocks))
