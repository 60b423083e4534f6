"""Sources: every source file, and every assumption with its range and grade."""

from __future__ import annotations

import pandas as pd

import reallocate
from reallocate.measure.number import cell
from reallocate.output.blocks import Grid, Head
from reallocate.web.page import Page, filled

DOOR = "/sources"
GRADES = {
    "A": "a filing or primary source", "B": "named press, or a primary source at second hand",
    "C": "secondary", "X": "computed from graded figures",
    "J": "a judgement of this project, with a wide range",
}  # fmt: skip


def page() -> Page:
    """Data and assumptions."""
    world = reallocate.World.load()
    origins, assumed = world.origins, world.parameters
    counts = assumed["grade"].value_counts()
    return filled(
        "sources.html.jinja", DOOR,
        tables={"sources.csv": origins.to_csv(index=False), "assumptions.csv": assumed.to_csv(index=False)},
        sources=_sources(origins), assumptions=_assumptions(assumed), count=len(assumed),
        grades=[(grade, words, int(counts.get(grade, 0))) for grade, words in GRADES.items()],
        python="import reallocate as ra\n\nworld = ra.World.load()\nworld.origins, world.parameters",
        command="reallocate data", link="/sources",
    )  # fmt: skip


def _sources(table: pd.DataFrame) -> Grid:
    """One row a source, with its licence and date."""
    each = table.drop_duplicates(["title", "vintage"])
    heads = (Head("Source"), Head("Citation"), Head("Licence"), Head("As of"))
    rows = each[["title", "citation", "licence", "vintage"]].itertuples(index=False)
    return Grid("Sources", heads, tuple(tuple(map(str, row)) for row in rows))


def _assumptions(table: pd.DataFrame) -> Grid:
    heads = (
        Head("Assumption"), Head("Name"), Head("Value", number=True), Head("Range", number=True),
        Head("Unit"), Head("Grade"), Head("Source"),
    )  # fmt: skip
    rows = []
    for row in table.to_dict("records"):
        value, low, high = (cell(row[name]) for name in ("value", "low", "high"))
        words = (str(row[name]) for name in ("unit", "grade", "source"))
        rows.append((str(row["says"]), str(row["name"]), value, f"{low} to {high}", *words))
    return Grid("Assumptions", heads, tuple(rows))
