"""The hindcast of the economy as a result: every start beside no change and a VAR, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reallocate.data.bundle import load_world, read_manifest
from reallocate.kernel.blocks import Block, Bullets, Prose, Section
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Line, Lines
from reallocate.kernel.executor import Say
from reallocate.kernel.number import listed
from reallocate.kernel.table import Column, Tables, computed, of_unit, table
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Text
from reallocate.market.forecast.rules import PANDEMIC
from reallocate.market.forecast.started import MARKET, NO_CHANGE, TOLD, VAR
from reallocate.market.forecast.started_page import (
    JOB_FINDING,
    LABELS,
    MEASURE,
    POINTS,
    SOURCE,
    parts_at,
)
from reallocate.market.forecast.starts import (
    AHEAD,
    AVERAGED,
    SHOWN,
    every_start,
    mean_absolute,
    root_mean_square,
)
from reallocate.market.nation.slumps import NO_SLUMP, Slumps, slumps
from reallocate.market.state.market import SERIES
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result

_TEN_YEARS, _NEAR = 24, 0.02
"""[months] from which paths are compared over the long run; [share] within which errors count as equal."""
_ERRORS = of_unit(
    POINTS, digits=2, market=LABELS[MARKET], told=LABELS[TOLD], no_change=LABELS[NO_CHANGE], var=LABELS[VAR]
)


@dataclass(frozen=True, eq=False)
class Hindcast:
    """Every start.

    rows : as from `every_start`
    known : slumps of the whole record
    """

    rows: pd.DataFrame
    known: Slumps

    @property
    def shown(self) -> pd.DataFrame:
        """The starts that are told one by one."""
        return self.rows[self.rows["start"].isin(SHOWN)]

    @property
    def averaged(self) -> pd.DataFrame:
        """The starts that are averaged over."""
        return self.rows[self.rows["start"].isin(AVERAGED)]


@table(
    "by_start", "Error to 60 months, root mean square", Column("start", "Start"), MEASURE,
    Column("figures", "Months", digits=0), _ERRORS, source=SOURCE, section="by_start", merged=True,
)  # fmt: skip
def by_start(context: Hindcast) -> pd.DataFrame:
    """One row a start and measure."""
    return root_mean_square(context.shown)


@table(
    "on_average", f"Mean absolute error, {len(AVERAGED)} starts", MEASURE,
    Column("ahead", "Months ahead", digits=0), Column("starts", "Starts", digits=0), _ERRORS,
    source=f"{SOURCE} Starts from {AVERAGED[0]} to {AVERAGED[-1]}, half a year apart; most are shared.",
    section="on_average", merged=True, most=100,
)  # fmt: skip
def on_average(context: Hindcast) -> pd.DataFrame:
    """One row a measure and months ahead."""
    return mean_absolute(context.averaged)


@table(
    "parted", "When unemployment is off by a point", Column("start", "Start"),
    Column("market_parts", "Market, first in"), Column("told_parts", "Told output, first in"),
    section="by_start", after="by_start",
)  # fmt: skip
def parted(context: Hindcast) -> pd.DataFrame:
    """One row a start: the first month in which each line is a point or more from what came."""
    rows = context.shown
    found = []
    for start, part in rows[rows["measure"].eq("unemployment")].groupby("start", sort=False):
        at = part.set_index("month")
        months = {f"{name}_parts": parts_at(at, name) for name in (MARKET, TOLD)}
        found.append({"start": start, **months})
    return pd.DataFrame(found)


@table(
    "paths", f"Paths by start and month, {NO_SLUMP}", Column("start", "Start"), Column("month", "Month"),
    Column("ahead", "Months ahead", digits=0), MEASURE,
    *of_unit("%", digits=2, market=LABELS[MARKET], told=LABELS[TOLD], no_change=LABELS[NO_CHANGE],
             var=LABELS[VAR], came="What came"),
    source=SOURCE,
)  # fmt: skip
def paths(context: Hindcast) -> pd.DataFrame:
    """One row a start that is told, month and measure."""
    return context.shown


_TABLES = (by_start, on_average, parted, paths)
STARTS_CHART = Chart(
    name="starts",
    title=f"Unemployment from six starts, {NO_SLUMP} [%]",
    reading="Each panel begins in its month. Told output, the market knows slumps; else it does not.",
    tables=(paths,),
    columns=("start", "month", "market", "told", "came"),
    kind=Lines(
        "month",
        (Line("came", "what came"), Line("told", "told output"), Line("market", "told nothing")),
        panels=("start",),
    ),
    rows=lambda rows: rows[rows["measure"].eq("unemployment")],
    section="by_start",
)
TEXT = Text()
"""The sentences of the hindcast; each is told its tables and facts."""
_Facts = Mapping[str, Any]


@TEXT.sentence("headline", "headline", LEAD)
def cycle_or_response(tables: Tables, facts: _Facts) -> str:
    """What the market misses: the cycle, or the response to it."""
    rows = _of(tables, "unemployment").loc[_TEN_YEARS:]
    share = float((rows[TOLD] / rows[MARKET]).mean())
    return (
        f"Told output, the market's error in unemployment two to five years ahead is {share:.0%} of that "
        "told nothing: what it lacks is the cycle, not the response."
    )


@TEXT.sentence("headline", "headline", BULLETS)
def against_no_change(tables: Tables, facts: _Facts) -> list[str]:
    """How the market told nothing compares with no change, by series."""
    lines = []
    for name in SERIES:
        rows = _of(tables, name)
        ratio = rows[MARKET] / rows[NO_CHANGE]
        each = listed([f"{ratio[ahead]:.2f} at {ahead}" for ahead in AHEAD])
        lines.append(f"{name.capitalize()}: told nothing, error against no change {each} months.")
    worse = [name for name in SERIES if (_of(tables, name)[MARKET] > _of(tables, name)[NO_CHANGE]).all()]
    if worse:
        lines.append(
            f"{listed([one.capitalize() for one in worse])} should not be told as a level: no change is "
            "nearer at every horizon."
        )
    return lines


@TEXT.sentence("slumps", "slumps", BULLETS)
def base_rate(tables: Tables, facts: _Facts) -> list[str]:
    """How often slumps come."""
    return [f"No path foresees a slump. Each is to be read as: {NO_SLUMP}.", str(facts["slumps"])]


@TEXT.sentence("method", "method", NOTE)
def method(tables: Tables, facts: _Facts) -> list[str]:
    """How starts are made, and how few they are."""
    return [
        "Each start has its own fit to the months before it, and to none after 2019. Nothing is dated after "
        "the start but occupations, moves and exits, which are today's, and series as revised since.",
        f"{len(AVERAGED)} starts half a year apart hold about three separate spans of five years.",
        "The VAR is of logarithms, so that it stays above 0, and learns from every month before the start "
        f"but the pandemic's, {PANDEMIC[0]} to {PANDEMIC[1]}.",
        JOB_FINDING,
    ]


def _of(tables: Tables, name: str) -> pd.DataFrame:
    rows = tables["on_average"]
    return rows[rows["measure"].eq(name)].set_index("ahead")


_SECTIONS = {
    "headline": "In short",
    "by_start": "Six starts",
    "on_average": f"{len(AVERAGED)} starts on average",
    "slumps": "How often slumps come",
    "method": "How it is made",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [*sections(result, TEXT, _SECTIONS), how_to_repeat(result.facts, request="Starts")]


def _card(result: Result) -> Sequence[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"], LEAD), result.grid("by_start", merged=True, most=100),
        result.grid("on_average", merged=True, most=100), result.grid("parted"), Bullets(text["slumps"]),
        Prose(text["method"], NOTE),
    ]  # fmt: skip


HINDCAST = Kind(
    "hindcast", "the hindcast of the economy", "reallocate hindcast --out", _TABLES, (STARTS_CHART,), _page,
    _card, about="the labour market from past months", text=(TEXT,),
)  # fmt: skip


def hindcast_study(say: Say | None = None, command: str = "") -> Result:
    """The economy started from past months; takes minutes.

    say : told which start is under way
    """
    world = load_world()
    return hindcast_result(Hindcast(every_start(world, say), slumps(world.tables)), command)


def hindcast_result(made: Hindcast, command: str = "") -> Result:
    """Every start as a result."""
    tables = computed(_TABLES, made)
    request = {"shown": SHOWN, "averaged": AVERAGED}
    facts = {
        "title": f"The labour market from past months, {NO_SLUMP}", "slumps": made.known.sentence,
        **provenance(request, read_manifest(), ("numpy", "scipy", "numba"), command),
    }  # fmt: skip
    return Result(HINDCAST, facts, tables, TEXT.said(tables, facts))
