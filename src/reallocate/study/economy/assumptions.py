"""Every parameter of a market's run, as a table and as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from reallocate.measure.number import say, sentence
from reallocate.output.blocks import Block
from reallocate.output.grid import grid
from reallocate.output.table import BY_ROW, Column, Range, Tables, of_unit, table
from reallocate.problem.nation.context import EconomyContext
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.parameters import parameter_table

GRADES = {
    "A": "A, primary source, read",
    "B": "B, press or second hand",
    "C": "C, secondary",
    "X": "X, computed from graded figures",
    "J": "J, a judgement",
    "own": "your own",
}
ASSUMPTIONS = (
    Column("name", "Name in a scenario"),
    *of_unit(BY_ROW, value="In force", low="Low", high="High"),
    Column("unit", "Unit"),
    Column("grade", "Grade", words=GRADES),
    Column("vintage", "Vintage"),
    Column("source", "Source"),
    Column("says", "Assumption"),
    Column("own", "Your own"),
    Column("drawn", "Drawn"),
)
"""Columns of a table of assumptions, of the nation's market and of a round trip."""


@table("assumptions", "Assumptions", ASSUMPTIONS, source="Each row names its own source, vintage and grade.")
def assumptions(context: EconomyContext) -> pd.DataFrame:
    """Every parameter, and whether the draws go over its range."""
    return assumption_frame(context.request)


def assumption_frame(request: EconomyRun) -> pd.DataFrame:
    """Every parameter, and whether the draws go over its range.

    request : of the market
    """
    frame = parameter_table(request.parameters)
    return frame.assign(drawn=frame["name"].isin(request.drawn))


def written_request(request: EconomyRun) -> dict[str, Any]:
    """What was requested of the market, as a result's facts hold it."""
    named = request.parameters
    return {
        "years": request.years,
        "capability": request.capability,
        "laws": dict(vars(request.laws)),
        "closure": request.closure.value,
        "policy": dict(vars(request.policy)),
        "own": {name: named[name] for name in named if named.about(name).is_own},
        "seed": request.seed,
    }


def whole_request(request: EconomyRun, sources: Sequence[str]) -> dict[str, Any]:
    """What was requested of the market, with its draws.

    sources : of reach that ship
    """
    return written_request(request) | {"draws": request.draws, "sources": list(request.sources or sources)}


def assumption_grids(tables: Tables) -> list[Block]:
    """The assumptions of a run as they are read: those that are drawn, where there are, then all others.

    tables : of a result
    """
    rows = tables["assumptions"].copy()
    words = {str(name): str(says) for name, says in zip(rows["name"], rows["says"], strict=True)}
    names = re.compile("|".join(rf"\b{name}\b" for name in words if "_" in name))
    source = rows["source"] + "; " + rows["vintage"]
    rows["source"] = [names.sub(lambda match: f"“{words[match[0]]}”", text) for text in source]
    rows["says"] = rows["says"].map(sentence)
    columns = ("says", "value", Range("Range", "low", "high"), "grade", "source")
    drawn, others = rows[rows["drawn"]], rows[~rows["drawn"]]
    blocks: list[Block] = []
    if len(drawn):
        fold = "Assumptions that are drawn, with range, grade and source"
        blocks.append(
            grid(tables, assumptions, *columns, rows=drawn, caption="Assumptions that are drawn", fold=fold)
        )
    caption, note = "Every other assumption", "Some are read by other commands only."
    return [
        *blocks, grid(tables, assumptions, *columns, rows=others, caption=caption, note=note, fold=caption)
    ]  # fmt: skip


def own_assumptions(tables: Tables) -> list[str]:
    """The assumptions that the scenario sets, each in a sentence.

    tables : of a result
    """
    rows = tables["assumptions"]
    rows = rows[rows["own"]]
    each = zip(rows["says"], rows["value"], rows["unit"], strict=True)
    return [f"Set by the scenario: “{says}”, {say(value, unit)}." for says, value, unit in each]
