"""Series that may show AI's effect: their noise from source data, and the model's effect on them.

`python -m scripts.pages.ai_lines SOURCES` writes the two tables that ship, in half a minute. SOURCES holds
us-monthly/us_monthly.csv.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scripts.pages.parts import ROOT, write

from reallocate.data.bundle import load_world
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_YEAR, PERCENT
from reallocate.market.forecast.lines import DRAWS_FILE, FIGURES_FILE, Series, declared_series
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.runs import EconomyContext, current_market
from reallocate.work.world import World

FOLDER = ROOT / "src" / "reallocate" / "market" / "forecast"
ALL_JOBS = "PAYEMS"
SINCE, POSTINGS_UNTIL = "2022-07", "2024-09"
DRAWS, SEED, YEARS = 24, 1, 3
FROM, TO = 2, 10
"""Quarters of the run that end in autumn 2026 and 2028; it starts in spring 2026."""
EMPLOYED, OPEN = 0, 2
"""States of the model."""
LAGS = 12
LEAST_VARIANCE = 0.3
"""Of 24 separate months, that overlapping ones may come to."""
SAMPLING, OF_A_MONTH = 2500.0, 0.30
"""Sampling variance of a number of people in the household survey, for each of them; what a mean of 12
months keeps of a month's, since households stay in it."""
LEAST_EXPOSED, MOST_EXPOSED = 0.5, 0.8


def main() -> None:
    """Write noise and effect of every series, and the draws of those that are entered."""
    (folder,) = sys.argv[1:] or [None]
    if folder is None:
        raise SystemExit("python -m scripts.pages.ai_lines SOURCES: the folder of us-monthly is missing")
    world = load_world()
    monthly = pd.read_csv(Path(folder) / "us-monthly" / "us_monthly.csv")
    wide = monthly.assign(month=monthly["date"].str[:7]).pivot(
        index="month", columns="series", values="value"
    )
    effects = Effects(world)
    figures, draws = [], []
    for key, one in declared_series().items():
        trend, spread, count = noise(one, wide, world)
        drawn = effects.of(one)
        low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9])
        figures.append(
            {
                "key": key, "observations": count, "trend": trend, "spread": spread,
                "effect_low": low, "effect": middle, "effect_high": high,
            }
        )  # fmt: skip
        if one.entered:
            draws += [{"key": key, "draw": at, "effect": value} for at, value in enumerate(drawn)]
    for name, rows in ((FIGURES_FILE, figures), (DRAWS_FILE, draws)):
        write(FOLDER / name, pd.DataFrame(rows).to_csv(index=False, float_format="%.4g", lineterminator="\n"))


def noise(one: Series, monthly: pd.DataFrame, world: World) -> tuple[float, float, int]:
    """Half of the trend over 24 months, the spread about it [log points], and observations behind them."""
    if one.kind == "jobs":
        against = PERCENT * (np.log(monthly[one.source]) - np.log(monthly[ALL_JOBS])).dropna()
        growth = against.diff(MONTHS_A_YEAR).dropna().loc[SINCE:]
        return float(growth.mean()), float(np.sqrt(2.0) * growth.std()), len(growth)
    if one.kind == "employed":
        return employed_noise(one, world)
    rows = world.table("postings")
    wide = rows[rows["place"].eq("US")].pivot(index="month", columns="series", values="value")
    if one.kind == "spread":
        against = PERCENT * (np.log(wide["exposed"]) - np.log(wide["control"]))
        return of_changes(against.loc[SINCE:].dropna().to_numpy(dtype=float))
    sectors = wide.drop(columns=["all", "control", "exposed", "new", "naming AI"])
    against = PERCENT * (np.log(wide[one.source]) - np.log(sectors).mean(axis=1))
    return of_changes(against.loc[SINCE:POSTINGS_UNTIL].dropna().to_numpy(dtype=float))


def of_changes(values: Array) -> tuple[float, float, int]:
    """The same from monthly changes, with Newey-West weights over 12 lags."""
    change = np.diff(values)
    off, count = change - change.mean(), len(change)
    variance = own = float(off @ off) / count
    for lag in range(1, min(LAGS, count // 3) + 1):
        variance += 2.0 * (1.0 - lag / (LAGS + 1)) * float(off[lag:] @ off[:-lag]) / count
    spread = np.sqrt(max(variance, LEAST_VARIANCE * own) * 2 * MONTHS_A_YEAR)
    return float(change.mean() * MONTHS_A_YEAR), float(spread), len(values)


def employed_noise(one: Series, world: World) -> tuple[float, float, int]:
    """The same of a mean of 12 months of the household survey: own growth, and sampling at both ends."""
    history = world.table("history")
    wide = history.pivot(index="year", columns="occupation", values="employment")
    own = wide[[name for name in wide if re.match(one.source, str(name))]].sum(axis=1)
    growth = (PERCENT * (np.log(own) - np.log(wide.sum(axis=1)))).diff().dropna()
    sampling = PERCENT * np.sqrt(SAMPLING * OF_A_MONTH / own.iloc[-1])
    spread = np.sqrt(2.0 * growth.std() ** 2 + 2.0 * sampling**2)
    return float(growth.mean()), float(spread), len(growth)


class Effects:
    """The model's effect of AI over 24 months against the whole market, over draws [log points]."""

    def __init__(self, world: World) -> None:
        run = EconomyRun(years=YEARS, draws=DRAWS, seed=SEED)
        nation, rates = current_market(world)
        context = EconomyContext(run, world, nation, rates, market_accounts(world, run.parameters), print)
        self.occupations = [str(name) for name in nation.market.occupations]
        self.with_ai, self.without = context.extended.people[:], context.without.people[:]
        self.exposure = context.exposure

    def of(self, one: Series) -> Array:
        """(draw) of a series."""
        state = OPEN if one.kind in ("postings", "spread") else EMPLOYED
        if one.kind == "spread":
            high, low = np.quantile(self.exposure, [MOST_EXPOSED, LEAST_EXPOSED])
            return self._change(self.exposure >= high, state) - self._change(self.exposure <= low, state)
        own = np.array([bool(re.match(one.occupations, name)) for name in self.occupations])
        return self._change(own, state) - self._change(np.ones_like(own), state)

    def _change(self, own: Array, state: int) -> Array:
        each = [
            np.log(self.with_ai[at, state, own].sum(axis=0) / self.without[at, state, own].sum(axis=0))
            for at in (FROM, TO)
        ]
        found: Array = PERCENT * (each[1] - each[0])
        return found


if __name__ == "__main__":
    main()
