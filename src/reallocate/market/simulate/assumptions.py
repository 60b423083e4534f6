"""Every parameter of a market's run, and the gate: with AI off, beside the years observed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.blocks import Block, grid
from reallocate.kernel.number import say, sentence
from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.table import BY_ROW, Column, Range, Tables, of_unit, table
from reallocate.market.flow.engine import survey_series
from reallocate.market.nation import fit as pass_marks
from reallocate.market.nation.economy import fitted, observed_months
from reallocate.market.nation.fit import Fit
from reallocate.market.nation.observed import demand_scale
from reallocate.market.nation.rest import follow, occupation_mobility
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.runs import EconomyContext
from reallocate.work.own_reach import measured_sentence

_GRADES = {
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
    Column("grade", "Grade", words=_GRADES),
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
    """Every parameter, and whether the draws go over its range."""
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
        **_measured(request),
    }


def _measured(request: EconomyRun) -> dict[str, Any]:
    """What a measurement of reach beside the sources says of all jobs, and what it holds, as a digest."""
    world = request.world
    if world is None or world.measured is None:
        return {}
    people = world.occupations["employment"].fillna(0.0)
    name = world.measured.name
    cells = world.automatable[name], world.augmentable[name]
    held = sha256(b"".join(np.ascontiguousarray(one.to_numpy()).tobytes() for one in cells)).hexdigest()
    said = [measured_sentence(world, people, "all hours"), *world.measured.said]
    return {"measured": said, "measured_sha256": held}


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


_HOLDS = {True: "holds", False: "does not hold"}


@table(
    "gate", "Checks against observed years",
    Column("check", "Check, AI off"),
    of_unit(BY_ROW, digits=2, value="Modelled", low="From", high="To"),
    Column("unit", "Unit"),
    Column("holds", "Verdict", words=_HOLDS),
    source="The market with AI off, beside BLS JOLTS and CPS over the years it was fitted to.",
    section="gate", rows=lambda rows, facts: rows.assign(check=rows["check"].map(sentence)),
    show=("check", "value", "low", "high", "holds"),
)  # fmt: skip
def gate(context: EconomyContext) -> pd.DataFrame:
    """Every check of the gate, AI off."""
    context.say("Comparing the market with the years it was fitted to")
    values = fitted()
    nation = replace(context.nation, normal=values.normal)
    seen = observed_months(context.world.tables)
    scale = demand_scale(values.amplitude, seen.cycle)
    flows, _ = follow(nation.market, nation.normal, [values.rates], scale)
    model = survey_series(flows)[:, :, 0]
    free = np.full(len(values.array), np.nan)
    fit = Fit(values.array, free, values.error, model, seen.values, seen.months)
    rows = [
        (check.name, check.found, check.low, check.high, check.unit, check.holds)
        for check in pass_marks.gate(fit, float(occupation_mobility(flows)[0]))
    ]
    return pd.DataFrame(rows, columns=gate.names)
