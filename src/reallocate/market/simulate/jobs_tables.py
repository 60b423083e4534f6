"""Tables of what decides the number of jobs: the law's numbers, the worst, one assumption at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import by_quantile
from reallocate.kernel.table import BY_ROW, Column, Range, of_unit, table, with_quantiles
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.assumptions import BRIEF
from reallocate.market.simulate.jobs_drawn import (
    SUPPLY,
    JobsReading,
    clears,
    hardest_law,
    law_readings,
    share_fewer,
    with_supply,
)
from reallocate.market.simulate.money import DRAWS
from reallocate.market.simulate.runs import EconomyContext

NET = Column("net", "Jobs wanted", "share of jobs at the start", signed=True, about="Against no further AI.")
_JOBS_RANGE = with_quantiles(Column("jobs", "Jobs wanted", "% of jobs", signed=True, digits=2))


@table(
    "jobs_law", "Jobs under other numbers of the law",
    Column("reading", "Reading"),
    Column("words", "Jobs"),
    _JOBS_RANGE,
    Column("fewer", "Draws with fewer", "share of draws", digits=0),
    Column("gap", "Missing at first", "jobs missing for each displaced", digits=2),
    with_quantiles(Column("half_life", "Half-life", "years", digits=1)),
    source="Every draw of AI under 1,024 of the law of missing jobs; at the end, against no further AI.",
    optional=True,
    section="jobs/decides",
    show=("words", "jobs", Range(DRAWS, "jobs_low", "jobs_high"), "fewer", "gap", "half_life"),
    caption="Jobs under other numbers of the law, one at a time",
)  # fmt: skip
def jobs_law_readings(context: EconomyContext) -> pd.DataFrame | None:
    """Jobs as drawn, where labour supply answers to pay, and under other numbers of the law."""
    if (drawn := context.jobs) is None or not clears(context.request):
        return None
    series = context.world.table("output_series")
    pay = context.outcomes[context.request.closure]["real_pay"]
    readings = [
        JobsReading("as_drawn", "as drawn", drawn.at_end, drawn.law),
        JobsReading(
            "supply", f"if real pay 1% higher brings {SUPPLY:g}% more people to work",
            with_supply(drawn.at_end[: len(pay)], pay), drawn.law,
        ),
        *law_readings(drawn, series, context.request),
    ]  # fmt: skip
    rows = [
        {"reading": one.name, "words": one.words, "fewer": share_fewer(one.change)}
        | {name: float(value) for name, value in by_quantile("jobs", one.change.ravel()).items()}
        | {"gap": float(np.median(one.law.gap))}
        | {name: float(value) for name, value in by_quantile("half_life", one.law.half_life).items()}
        for one in readings
    ]
    return pd.DataFrame(rows)


@table(
    "jobs_worst", "The worst that the ranges allow",
    Column("case", "AI"),
    Column("ended", "Jobs ended", "% of jobs", digits=1, about="Net of new tasks."),
    _JOBS_RANGE,
    Column("jobs_worst", "Law also bad", "% of jobs", signed=True, digits=1,
           about="Most jobs missing at first for each that ends, and slowest to return, within the ranges."),
    source="Searched: each number about AI by turns at the end of its range at which most jobs end.",
    optional=True,
    section="jobs/decides",
    show=("case", "ended", "jobs", Range(DRAWS, "jobs_low", "jobs_high"), "jobs_worst"),
    caption="Jobs if all of AI's numbers lie at their bad ends together",
    note="No source says how likely that is.",
)  # fmt: skip
def jobs_worst(context: EconomyContext) -> pd.DataFrame | None:
    """Jobs ended and missing where each number about AI is at its bad end."""
    if context.worst is None or context.jobs is None:
        return None
    return context.worst.table(context.jobs.law, hardest_law(context.request.parameters))


@table(
    "swings", "What the number of jobs depends on",
    Column("parameter", "Parameter"),
    Column("says", "Assumption"),
    Column("label", "In short"),
    of_unit(BY_ROW, low="Lowest", high="Highest"),
    Column("unit", "Unit"),
    (replace(NET, name=f"net_{end}", label=f"Jobs at {end}est") for end in ("low", "high")),
    Column("swing", "Difference", NET.unit),
    source="One assumption at either end of its range, all others as in force; pay as at the start.",
    optional=True,
)  # fmt: skip
def swings(context: EconomyContext) -> pd.DataFrame | None:
    """Jobs wanted with one assumption at either end of its range."""
    drawn = [name for name in context.request.drawn if name in BRIEF]
    return context.corners.swings(drawn) if context.adopted else None


@table(
    "surface", "Jobs over buyers, firms, owners",
    Column("elasticity", "Elasticity of demand", "% more sold for a price 1% lower"),
    Column("pass_through", "Reaches prices", "share of what firms save"),
    Column("spent_of_profits", "Spent of profits", "share"),
    NET,
    source="Each combination, all else as in force; the middle source of reach; pay as at the start.",
    optional=True,
)  # fmt: skip
def surface(context: EconomyContext) -> pd.DataFrame | None:
    """Jobs wanted over price elasticity, pass-through and spending of profits, where money is held: the last
    two decide nothing under another closure."""
    held = context.request.closure is Closure.MONEY_HELD and context.request.laws.demand
    return context.corners.surface() if context.adopted and held else None
