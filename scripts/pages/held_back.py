"""Months held back: forecasts as if the program had landed earlier, scored once by what came.

`python -m scripts.pages.held_back` cuts the shipped series at five months, forecasts four series from each by
the program's own rules, by ETS and by Theta, and keeps the scores in docs/reference/held-back.json. It takes
a minute and wants the dependency group `test`. Cuts, series and methods were written down before any score.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
from scripts.pages.parts import REFERENCE, passages, read_json, rounded, tight, write

from reallocate.data.bundle import load_world
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.forecast.ledger_tables import Since, forecasts, scored
from reallocate.market.forecast.methods import LEVELS
from reallocate.market.forecast.monthly import (
    NATIONAL,
    RIVAL,
    Target,
    figures_since,
    monthly_panel,
    monthly_targets,
    vintage_of,
)
from reallocate.market.forecast.rules import BRAKED, FARTHEST, GUARDED, NO_CHANGE
from reallocate.market.forecast.skill import MONTHLY, RULE_WORDS
from reallocate.market.forecast.started import before
from reallocate.work.world import World

KEPT = REFERENCE / "held-back.json"
CUTS = ("2021-12", "2022-06", "2022-12", "2023-06", "2023-12")
"""Last months that are known; of openings and quits the month before, since they come out a month later."""
ETS, THETA = "ets", "theta"
METHODS = (NO_CHANGE, BRAKED, GUARDED, ETS, THETA)
WORDS = {**RULE_WORDS, ETS: "ETS, damped trend", THETA: "Theta"}
YEARS = 20
"""Of the series, which ETS and Theta are fitted to at most."""
DIGITS = 4
HEADS = (
    "figure", "method", "figures that came", "CRPS, published", "CRPS, rebased", "absolute error", "in 80%",
    "in 80%, rebased",
)  # fmt: skip


def main() -> None:
    """Forecast from every cut, score, and keep the scores."""
    rows = scores(load_world())
    kept = {"cuts": CUTS, "scores": json.loads(summary(rows).to_json(orient="records"))}
    write(KEPT, json.dumps(rounded(kept, DIGITS), indent=1) + "\n")


def scores(world: World, cuts: tuple[str, ...] = CUTS) -> pd.DataFrame:
    """Every forecast whose figure came, scored as published and rebased; rows of `scored`, with the cut.

    Hires ship in two vintages: forecasts see the earlier, and are rebased by the later. Of the other series
    one vintage ships, so both scores are the same.
    """
    newest = figures_since(world)
    published = figures_since(with_earlier_hires(world)).set_index(["series", "month"])["value"]
    first = published.combine_first(newest.set_index(["series", "month"])["value"]).reset_index()
    parts = []
    for cut in cuts:
        known = as_of(world, cut)
        made = forecasts([*monthly_targets(known), *library_targets(known)])
        rows = scored(Since(cut, made, first, [first, newest]))
        parts.append(rows.assign(cut=cut))
    return pd.concat(parts, ignore_index=True)


def with_earlier_hires(world: World) -> World:
    """The world with hires in the vintage of `market_series` where it has them."""
    months = world.table("national_months")
    earlier = world.table("market_series").set_index("month")["hires"].dropna()
    of_hires = months["series"].eq("hires")
    values = months["value"].where(~of_hires, months["month"].map(earlier).fillna(months["value"]))
    return replace(world, tables={**world.tables, "national_months": months.assign(value=values)})


def as_of(world: World, cut: str) -> World:
    """The world with nothing in its series after a month, hires in their earlier vintage."""
    whole = with_earlier_hires(world)
    after = str(pd.Period(cut, "M") + 1)
    return replace(whole, tables=before(whole.tables, after))


def library_targets(world: World) -> Iterator[Target]:
    """The national series by ETS and Theta, 1 to 24 months after their last month."""
    for name in NATIONAL:
        panel = monthly_panel(world, name)
        values = panel.values[-YEARS * MONTHS_A_YEAR :, 0]
        levels = panel.level(panel.values[:, 0])
        about = (panel.months[-1], float(levels[-1]), vintage_of(panel.months, levels))
        for method, quantiles in ((ETS, _ets(values)), (THETA, _theta(values))):
            for ahead in range(1, FARTHEST + 1):
                month = str(pd.Period(panel.months[-1], "M") + ahead)
                found = panel.level(quantiles[ahead - 1])
                yield Target(name, month, method, RIVAL, *about, found)


def _ets(values: Array) -> Array:
    """Exponential smoothing with a damped additive trend; (month ahead, level).

    Source: Hyndman, Koehler, Ord, Snyder 2008, Forecasting with Exponential Smoothing, chapter 2.
    """
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    series = pd.Series(values)
    fitted = ETSModel(series, error="add", trend="add", damped_trend=True).fit(disp=False)
    made = fitted.get_prediction(start=len(series), end=len(series) + FARTHEST - 1)
    spread = np.sqrt(np.asarray(made.forecast_variance, dtype=float))
    return _normal(np.asarray(made.predicted_mean, dtype=float), spread)


def _theta(values: Array) -> Array:
    """The Theta method; (month ahead, level).

    Source: Assimakopoulos, Nikolopoulos 2000, International Journal of Forecasting 16:521, DOI
    10.1016/S0169-2070(00)00066-2.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    fitted = ThetaModel(values, period=1, deseasonalize=False).fit()
    middle = np.asarray(fitted.forecast(FARTHEST), dtype=float)
    ends = np.asarray(fitted.prediction_intervals(FARTHEST, alpha=0.2), dtype=float)
    return _normal(middle, (ends[:, 1] - ends[:, 0]) / (2.0 * NormalDist().inv_cdf(0.9)))


def _normal(middle: Array, spread: Array) -> Array:
    at = np.array([NormalDist().inv_cdf(level) for level in LEVELS])
    found: Array = middle[:, None] + spread[:, None] * at
    return found


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a series and method over all cuts: scores against those of no change."""
    found = []
    for name in NATIONAL:
        part = rows[rows["series"].eq(name)]
        still = part[part["forecaster"].eq(NO_CHANGE)]
        for method in METHODS:
            own = part[part["forecaster"].eq(method)]
            ratios = {
                one: float(own[one].astype(float).mean() / still[one].astype(float).mean())
                for one in ("crps", "crps_rebased")
            }
            error = float(own["error"].abs().mean() / still["error"].abs().mean())
            held = {one: float(own[one].astype(float).mean()) for one in ("inside", "inside_rebased")}
            found.append(
                {"series": name, "method": method, "figures": len(own), **ratios, "error": error, **held}
            )
    return pd.DataFrame(found)


def part() -> str:
    """What came of months held back, as kept."""
    kept = read_json(KEPT)
    rows = (
        [
            MONTHLY[row["series"]], WORDS[row["method"]], str(row["figures"]),
            *(f"{row[name]:.2f}" for name in ("crps", "crps_rebased", "error")),
            *(f"{row[name]:.0%}" for name in ("inside", "inside_rebased")),
        ]
        for row in kept["scores"]
    )  # fmt: skip
    cuts = f"{', '.join(kept['cuts'][:-1])} and {kept['cuts'][-1]}"
    return passages(
        f"The shipped months were cut at {cuts}, and four series forecast from each for 24 months, as if the "
        "program had landed then; openings and quits are known to the month before, since they come out "
        "later. Scores are against no change: below 1 is better. ETS and Theta are those of statsmodels, "
        "fitted to 20 years at most. Cuts, series and methods were written down before any score. A first "
        "run left out the first month of openings and quits; nothing else was changed after it. The rules "
        "themselves were chosen on months that hold these, so this is a check for harm, "
        "not proof. Hires ship in two vintages: as published is the earlier, rebased the later. Of the "
        "others one vintage ships, and both scores are the same.",
        tight(HEADS, rows),
    )


if __name__ == "__main__":
    main()
