"""What the extended market rests on: the gate and the assumptions as tables."""

from __future__ import annotations

import re

from reallocate.measure.number import sentence, with_minus
from reallocate.output.blocks import Grid, Head
from reallocate.report.reading import Study
from reallocate.study.economy.run import EconomyStudy

GRADES = {
    "A": "A, primary source, read",
    "B": "B, press or second hand",
    "C": "C, secondary",
    "X": "X, computed from graded figures",
    "J": "J, a judgement",
    "OWN": "your own",
}


def gate_grid(study: EconomyStudy) -> Grid:
    """Every check of the gate."""
    rows = []
    for row in study.table("gate").to_dict("records"):
        share = str(row["unit"]).startswith("share")
        texts = [
            f"{100 * row[name]:.2f}%" if share else f"{row[name]:.2f}" for name in ("found", "low", "high")
        ]
        rows.append((sentence(str(row["check"])), *texts, "holds" if row["holds"] else "does not hold"))
    heads = (
        Head("Check, AI off"),
        Head("Found", number=True),
        Head("From", number=True),
        Head("To", number=True),
        Head("Verdict"),
    )
    return Grid("Does the market look like the nation's?", heads, tuple(rows))


def assumption_grid(study: Study, drawn: bool) -> Grid:
    """Assumptions with range and grade.

    study : of a market, with a table of them
    drawn : those that the draws go over; else the others
    """
    every = study.table("assumptions")
    words = {str(name): str(says) for name, says in zip(every["name"], every["says"], strict=True)}
    names = re.compile("|".join(rf"\b{name}\b" for name in words if "_" in name))
    table = every[every["drawn"] == drawn]
    heads = (
        Head("What is assumed"),
        Head("In force", number=True),
        Head("Range", number=True),
        Head("Unit"),
        Head("Grade"),
        Head("Source"),
    )
    rows = tuple(
        (
            sentence(str(row["says"])),
            with_minus(f"{row['value']:g}"),
            with_minus(f"{row['low']:g} to {row['high']:g}"),
            str(row["unit"]),
            GRADES.get(str(row["grade"]).upper(), str(row["grade"])),
            with_minus(names.sub(lambda found: f"“{words[found[0]]}”", f"{row['source']}; {row['vintage']}")),
        )
        for row in table.to_dict("records")
    )
    if drawn:
        return Grid("What is drawn", heads, rows, fold="What is drawn, over which range, on what grounds")
    return Grid(
        "Every other assumption", heads, rows, "Some are read by other verbs only.", "Every other assumption"
    )
