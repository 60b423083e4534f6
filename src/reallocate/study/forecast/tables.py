"""The tables of a forecast of the tech workforce: employment, how open its market is, and its industries."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.economy.tech_workforce.paths import LEVELS, OPENINGS
from reallocate.measure.quantiles import INTERVAL
from reallocate.output.table import BY_ROW, Column, of_unit, table
from reallocate.problem.nation.forecast import ForecastRun
from reallocate.work.compounding import yearly_growth

ALL = "all"
UNITS = {"entry_share": "share of openings", "within_reach": "openings per person", "pay_spread": "ratio"}
MEASURES = {
    "entry_share": "entry-level openings",
    "within_reach": "openings within reach per displaced worker",
    "pay_spread": "pay, 90th to 10th percentile",
}
EFFECT, PERSONS, YEARLY = "ratio to no further AI", "persons", "share/year"
LOW, MEDIAN, HIGH = "10th percentile", "Median", "90th percentile"
WITHOUT = "Without further AI"
NAICS, YEAR = Column("industry", "NAICS"), Column("year", "May of", "year")


@table("employment", "Jobs in May", NAICS, YEAR,
       of_unit(PERSONS, low=LOW, middle=MEDIAN, high=HIGH, without=WITHOUT),
       of_unit(EFFECT, digits=3, effect_low="Effect, 10th percentile", effect="Effect of adoption",
               effect_high="Effect, 90th percentile"),
       source="BLS OEWS May 2025 (levels), BLS Employment Projections 2024-34 (trend).")  # fmt: skip
def employment(context: ForecastRun) -> pd.DataFrame:
    """Employment by industry and year, and of all together."""
    people, paths = context.people, context.paths
    moved = paths.grown[:, :, None] * paths.effect
    rows = []
    for code in (*people.naics, ALL):
        inside = [place for place, one in enumerate(people.naics) if code in (one, ALL)]
        level, still = float(people.jobs[inside].sum()), paths.grown[inside].sum(axis=0)
        effect = moved[inside].sum(axis=0) / still[:, None]
        rows.append({"industry": code, "year": LEVELS, **dict.fromkeys((*INTERVAL, "without"), level)})
        for at, year in enumerate(paths.years):
            # Every run meets every path of growth: few draws of both together would leave the median to luck.
            over = np.einsum("kr,ks->rs", moved[inside, at], paths.strayed[inside, at])
            ends = {name: float(np.quantile(over, share)) for name, share in INTERVAL.items()}
            ratios = {
                f"effect_{name}".removesuffix("_middle"): float(np.quantile(effect[at], share))
                for name, share in INTERVAL.items()
            }
            rows.append({"industry": code, "year": year, **ends, "without": float(still[at]), **ratios})
    frame = pd.DataFrame(rows)
    counted = [*INTERVAL, "without"]
    frame[counted] = frame[counted].round(0)
    return frame.fillna(dict.fromkeys(("effect_low", "effect", "effect_high"), 1.0))


@table("exclusive", "How open the market is", Column("measure", "Measure", words=MEASURES),
       Column("unit", "Unit"), YEAR,
       of_unit(BY_ROW, low=LOW, middle=MEDIAN, high=HIGH, without=WITHOUT))  # fmt: skip
def exclusive(context: ForecastRun) -> pd.DataFrame:
    """Each measure by year."""
    paths = context.paths
    rows = []
    for place, name in enumerate(OPENINGS):
        for at, year in enumerate(paths.years):
            values, still = paths.exclusive[place, at], paths.without[place, at]
            ends = {end: float(np.quantile(values, share)) for end, share in INTERVAL.items()}
            without = float(np.quantile(still, INTERVAL["middle"]))
            rows.append({"measure": name, "unit": UNITS[name], "year": year, **ends, "without": without})
    return pd.DataFrame(rows)


@table("mapping", "The industries and their trend", NAICS, Column("title", "Industry"),
       Column("accounts", "Industry of the accounts"), Column("with", "With"),
       Column("jobs", "Jobs, May 2025", PERSONS), Column("trend", "Trend", YEARLY, digits=1),
       Column("past", "Past growth, nationally", YEARLY, digits=1, about="of its occupations, 2017 to 2025"),
       Column("strays", "Std. deviation", YEARLY, digits=1, about="of the same growth"))  # fmt: skip
def mapping(context: ForecastRun) -> pd.DataFrame:
    """Which industry of the accounts stands for each, and how each would grow."""
    people = context.people
    decade = people.grown(10.0).sum(axis=1) / people.jobs.sum(axis=1)
    return pd.DataFrame(
        {
            "industry": people.naics,
            "title": people.titles,
            "accounts": [str(context.accounts.industries[place]) for place in people.accounts],
            "with": people.others,
            "jobs": people.jobs.sum(axis=1).round(0),
            "trend": yearly_growth(decade, 10),
            "past": np.exp(people.past) - 1.0,
            "strays": people.deviations.std(axis=0),
        }
    )


TABLES = (employment, exclusive, mapping)
