"""The tables of a round trip written for people: jobs, what comes back, the plan's answer, the interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.measure.number import ABSENT, NOTHING, cell, heading_unit, say, sentence, span
from reallocate.output.blocks import Card, Cards, Grid, Head
from reallocate.report.headings import label as heading
from reallocate.report.tables import write
from reallocate.study.couple.interval import CHANGES, OUTCOMES
from reallocate.study.couple.run import CoupledStudy
from reallocate.study.couple.tables import COUPLE_UNITS

MOST_ROWS = 400
DRAWS = "in eight of ten draws"


@dataclass(frozen=True)
class Told:
    """One column of a table as it is written.

    column : its name in the table
    label : its heading
    unit : of its numbers; empty for words
    signed : a plus is written where the number is a change
    """

    column: str
    label: str
    unit: str = ""
    signed: bool = False


def told(frame: pd.DataFrame, caption: str, columns: Sequence[Told], note: str = "", fold: str = "") -> Grid:
    """A table of some columns; those that it does not have are left out.

    frame : the rows
    caption : what it holds
    columns : what is shown, in this order
    note : what must be known to read it
    fold : words on the handle where the table opens on demand
    """
    shown = [one for one in columns if one.column in frame]
    heads, texts = [], []
    for one in shown:
        cells, number = write(frame[one.column].head(MOST_ROWS), one.unit, one.signed)
        heads.append(Head(one.label, heading_unit(one.unit) if number else "", number))
        texts.append(cells)
    left = len(frame) - MOST_ROWS
    notes = [note] if note else []
    if left > 0:
        notes.append(f"The first {MOST_ROWS}; {left} more are in the folder's tables and in --json.")
    return Grid(caption, tuple(heads), tuple(zip(*texts, strict=True)), " ".join(notes), fold)


def cards(study: CoupledStudy) -> Cards:
    """The figures that a reader takes away."""
    jobs = study.table("jobs").set_index("part")["plan_end"]
    path = study.table("path").iloc[-1]
    last = study.table("rounds").iloc[-1]
    loss = study.table("ledger").query("group == 'all'").iloc[0]
    end = f"at unchanged output, after {study.meta['plan_quarters'] / 4:g} years"
    idle = say(float(path["unemployed"] - path["unemployed_without"]), "persons", signed=True)
    beside = (
        f"after {study.meta['years']} years, against the same market without adopters; without work "
        f"{idle.removesuffix(' persons')}"
    )
    back = "on average over the plan; this comes back to the firm"
    out = f"at present value; {loss['months']:.1f} months without work"
    fewer = path["employed"] - path["employed_without"]
    return Cards(
        (
            _card(study, "jobs_ended", "Jobs that adopters end", -float(jobs["ended"]), end),
            _card(study, "employed", "People in work", fewer, beside),
            _card(study, "pay", "Real pay in the industry's occupations", last["pay"] - 1.0, back),
            _card(study, "hiring", "Time to fill an opening there", last["hiring"] - 1.0, back),
            _card(study, "lost_years", "What somebody laid off loses", loss["lost_years"], out),
        )
    )


def _card(study: CoupledStudy, name: str, label: str, value: float, against: str) -> Card:
    unit, signed = OUTCOMES[name][1], name in CHANGES
    text = say(float(value), unit, signed).removesuffix(" persons")
    if not study.meta["draws"]:
        return Card(label, text, against)
    row = study.table("interval").set_index("outcome").loc[name]
    among = span(row["p10"], row["p90"], unit, signed).removesuffix(" persons")
    return Card(label, text, against, among, DRAWS)


def back_grid(study: CoupledStudy) -> Grid:
    """What comes back, by occupation."""
    table = study.table("occupations")
    ratios = {name: table[name] - 1.0 for name in ("pay", "hiring", "quits")}
    columns = (
        Told("title", "Occupation"),
        Told("people", "People in the industries", "persons"),
        Told("change", "Positions for a unit of work", "share", True),
        Told("jobs_ended", "Jobs ended", "persons"),
        Told("employment", "People in work, whole country", "persons", True),
        Told("pay", "Real pay", "share", True),
        Told("hiring", "Time to fill an opening", "share", True),
        Told("quits", "Chance to find another job", "share", True),
    )
    rows = table.assign(**ratios)
    rows = rows[rows["people"] > 0]
    note = (
        "Jobs ended are at unchanged output, at the end of the plan; people in work at the end of the run, "
        "against the same market without adopters; the last three on average over the plan."
    )
    return told(rows, "Occupations, those that lose most jobs first", columns, note, "Every occupation")


def round_grid(study: CoupledStudy) -> Grid:
    """Each round: what came back, what the plan was then, how far the shock changed."""
    table = study.table("rounds")
    rows = table.assign(
        when=["before anything comes back", *(f"round {number}" for number in table["round"].iloc[1:])],
        residual=[_residual(value) for value in table["residual"]],
        **{name: (table[name] - 1.0).where(table["round"] > 0) for name in ("pay", "hiring", "quits")},
    )
    columns = (
        Told("when", "Round"),
        Told("pay", "Real pay", "share", True),
        Told("hiring", "Time to fill an opening", "share", True),
        Told("quits", "Chance of another job", "share", True),
        Told("positions", "Positions at the end", "FTE"),
        Told("layoffs", "Laid off", "FTE"),
        Told("hires", "Hired", "FTE"),
        Told("present_value", "Cost, present value", "USD million"),
        Told("residual", "Change of the shock, of itself"),
    )
    note = (
        "Of the firm with its small roles grouped, so that its positions differ a little from the plan's. "
        "What comes back is averaged over the industry's people and the quarters of the plan."
    )
    return told(rows, "Round by round: what the plan is told, and what it is then", columns, note)


def _residual(value: float) -> str:
    if value != value:
        return ABSENT
    return f"{100.0 * value:.2g}%" if value > NOTHING else "nothing"


def response_grid(study: CoupledStudy) -> Grid:
    """The plan at larger answers of the market."""
    table = study.table("response")
    rows = table.assign(
        comes_back=[sentence(words) for words in table["comes_back"]],
        moved=table["positions"] - table["positions"].iloc[0],
    )
    columns = (
        Told("comes_back", "If this came back"),
        Told("positions", "Positions at the end", "FTE"),
        Told("moved", "Against nothing coming back", "FTE", True),
        Told("layoffs", "Laid off", "FTE"),
        Told("hires", "Hired", "FTE"),
    )
    note = "These are no forecasts: they show that the plan does answer, and how much it would take."
    return told(rows, "What the plan would do if far more came back", columns, note)


def money_grid(study: CoupledStudy) -> Grid:
    """Incomes and spending at the end."""
    table = study.table("money")
    rows = table.assign(
        money=[sentence(words) for words in table["money"]],
        **{name: table[name] / 1e3 for name in ("with", "without", "change")},
    )
    columns = (
        Told("money", "In the last year"),
        Told("with", "With adopters", "USD bn/year"),
        Told("without", "Without", "USD bn/year"),
        Told("change", "Difference", "USD bn/year", True),
    )
    return told(rows, "Incomes and spending of the whole country", columns, fold="Where the money goes")


def reversal_grid(study: CoupledStudy) -> Grid:
    """Jobs missing at a reversal, and two years later."""
    table = study.table("reversal")
    first = str(table.columns[0])
    words = {
        "at_reversal": ("Missing when capability falls back", "persons"),
        "after": ("Missing eight quarters later", "persons"),
        "back": ("Back", "persons"),
        "share_back": ("Back", "share"),
        "unbroken": ("Missing by then without a reversal", "persons"),
        "share_of_unbroken": ("Of these there", "share"),
    }
    rows = table.assign(**{first: [sentence(text) for text in table[first]]})
    columns = [Told(first, "What is counted")]
    for name in table.columns[1:]:
        label, unit = words.get(name, (heading(name), COUPLE_UNITS.get(("reversal", name), "")))
        columns.append(Told(name, label, unit))
    return told(rows, "What is back two years after AI's capability fell back", columns)


def interval_grid(study: CoupledStudy) -> Grid:
    """The one run beside the draws."""
    rows = []
    for row in study.table("interval").to_dict("records"):
        unit, signed = str(row["unit"]), str(row["outcome"]) in CHANGES
        figures = (cell(row[end], unit, signed) for end in ("one_run", "p10", "p50", "p90"))
        rows.append((sentence(row["says"]), "" if unit == "share" else unit, *figures))
    heads = (
        Head("What is told"),
        Head("Unit"),
        Head("The one run", number=True),
        Head("One draw in ten below", number=True),
        Head("Middle of the draws", number=True),
        Head("One draw in ten above", number=True),
    )
    note = "All but positions and the loss are against the same market without adopters."
    return Grid("The one run and what the draws leave open", heads, tuple(rows), note)
