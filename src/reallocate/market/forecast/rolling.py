"""How good each rule was on past months: scores by era against no change, intervals, and a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.market.forecast.methods import crps, is_inside
from reallocate.market.forecast.monthly import NATIONAL, monthly_panel, of_month_to_come
from reallocate.market.forecast.rules import (
    BRAKED,
    GUARDED,
    LEARN,
    NO_CHANGE,
    UNBRAKED,
    History,
    Panel,
    has_interval,
    histories,
)
from reallocate.work.world import World

AHEAD = (1, 3, 6, 12, 18, 24)
"""Months ahead that are scored."""
ERAS = {"2008–12": ("2008-01", "2012-12"), "2013–19": ("2013-01", "2019-12"),
        "2020–21": ("2020-01", "2021-12"), "since 2022": ("2022-01", "9999-12")}  # fmt: skip
"""Eras by the month forecast, each with its first and last."""
SHOCK_ERA = "2020–21"
"""A forecast whose months touch this era belongs to it."""
FEWEST = 12
"""Forecasts without which an era says nothing."""
RULES = (UNBRAKED, BRAKED, GUARDED)
_LEAST_CORRECTION = 0.05


def era_of(origin: str, target: str) -> str | None:
    """The era that a forecast belongs to; none before 2008.

    origin, target : months, as YYYY-MM
    """
    first, last = ERAS[SHOCK_ERA]
    if origin <= last and target >= first:
        return SHOCK_ERA
    return next((era for era, (start, end) in ERAS.items() if start <= target <= end), None)


def scores(panel: Panel, made: Mapping[str, History], ahead: int) -> pd.DataFrame:
    """One row an origin and rule: rule, era, crps, error, inside, and the mean absolute monthly change.

    made : forecasts by rule
    ahead : months
    """
    actual = panel.level(panel.values[:, 0])
    rows: list[tuple[object, ...]] = []
    for origin in range(LEARN, len(panel.months) - ahead):
        era = era_of(panel.months[origin], panel.months[origin + ahead])
        if era is None or not has_interval(panel, origin, ahead):
            continue
        came, scale = float(actual[origin + ahead]), float(np.abs(np.diff(actual[: origin + 1])).mean())
        for rule, each in made.items():
            found = each.quantiles(origin, ahead)
            error = abs(came - each.central(origin, ahead))
            rows.append((rule, origin, era, crps(found, came), error, is_inside(found, came), scale))
    return pd.DataFrame(rows, columns=["rule", "origin", "era", "crps", "error", "inside", "scale"])


def rolling_months(world: World) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Skill of every rule on past months by era, and tests outside 2020–21.

    Returns skill (rule, series, ahead, era, forecasts, spans, crps_ratio and mae_ratio [of no change],
    mase, coverage [share of figures in the 80% interval], and that of no change), and tests (rule, series,
    ahead, forecasts, statistic).
    Every origin uses earlier months alone, as revised since. spans: so many forecasts fit into the era one
    after the other. Cells with fewer than `FEWEST` are left out.
    """
    skill: list[dict[str, object]] = []
    tests: list[dict[str, object]] = []
    for name in NATIONAL:
        panel = monthly_panel(world, name)
        made = histories(panel)
        for ahead in AHEAD:
            rows = scores(panel, made, ahead)
            still = rows[rows["rule"].eq(NO_CHANGE)].set_index("origin")
            for rule in RULES:
                own = rows[rows["rule"].eq(rule)].set_index("origin")
                key = {"rule": rule, "series": name, "ahead": ahead}
                skill += [{**key, **row} for row in _by_era(own, still, ahead)]
                calm = own["era"].ne(SHOCK_ERA)
                difference = (own["crps"] - still["crps"])[calm].to_numpy(dtype=float)
                statistic = diebold_mariano(difference, ahead)
                if np.isfinite(statistic):
                    tests.append({**key, "forecasts": int(calm.sum()), "statistic": statistic})
    order = {rule: place for place, rule in enumerate(RULES)}
    by_rule = [
        pd.DataFrame(rows).sort_values(
            "rule", key=lambda one: one.map(order), kind="stable", ignore_index=True
        )
        for rows in (skill, tests)
    ]
    return by_rule[0], by_rule[1]


def _by_era(own: pd.DataFrame, still: pd.DataFrame, ahead: int) -> Iterator[dict[str, object]]:
    """Scores of one rule's forecasts so many months ahead, by era."""
    for era in ERAS:
        mine, base = (rows[rows["era"].eq(era)] for rows in (own, still))
        if len(mine) < FEWEST:
            continue
        yield {
            "era": era, "forecasts": len(mine), "spans": (len(mine) - 1) // ahead + 1,
            "crps_ratio": mine["crps"].mean() / base["crps"].mean(),
            "mae_ratio": mine["error"].mean() / base["error"].mean(),
            "mase": mine["error"].mean() / mine["scale"].mean(),
            "mase_no_change": base["error"].mean() / base["scale"].mean(),
            "coverage": mine["inside"].mean(), "coverage_no_change": base["inside"].mean(),
        }  # fmt: skip


def diebold_mariano(difference: Array, ahead: int) -> float:
    """Statistic of equal scores; below −2 the first forecast is better.

    difference : (forecast) scores of one forecast less those of another
    ahead : months, so that errors of h − 1 neighbours overlap
    t = c·d̄/√(Ω/n), Ω = γ₀ + 2·Σ_{k<h} (1 − k/h)·γ_k, c² = (n + 1 − 2h + h(h − 1)/n)/n; no number where
    the scores do not differ.
    Source: Diebold, Mariano 1995, Journal of Business & Economic Statistics 13:253, DOI
    10.1080/07350015.1995.10524599; Newey, West 1987, Econometrica 55:703 (weights); Harvey, Leybourne,
    Newbold 1997, International Journal of Forecasting 13:281, DOI 10.1016/S0169-2070(96)00719-4 (c).
    """
    count = len(difference)
    if count < FEWEST:
        return float("nan")
    mean = float(difference.mean())
    off = difference - mean
    lags = range(1, min(ahead, count - 1))
    variance = float(off @ off + 2.0 * sum((1.0 - k / ahead) * (off[k:] @ off[:-k]) for k in lags)) / count
    if variance <= 0.0:
        return float("nan")
    correction = (count + 1 - 2 * ahead + ahead * (ahead - 1) / count) / count
    return mean / float(np.sqrt(variance / count)) * float(np.sqrt(max(correction, _LEAST_CORRECTION)))


def by_rule_and_era(skill: pd.DataFrame) -> pd.DataFrame:
    """Geometric mean of CRPS against no change by rule and era, over series and months ahead.

    skill : as of `rolling_months`
    """
    logs = skill.assign(log=np.log(skill["crps_ratio"]))
    wide = logs.pivot_table(index="rule", columns="era", values="log", aggfunc="mean")
    return wide.reindex(index=list(RULES), columns=list(ERAS)).apply(np.exp)


def interval_coverage_at(world: World, known: str) -> float:
    """Share of open positions in the 80% interval of no change since 2022, as far ahead as `TO_COME`.

    known : last month of them that may be looked at
    """
    made, ahead = of_month_to_come(world, known)
    rows = scores(made.panel, {NO_CHANGE: made}, ahead)
    return float(rows.loc[rows["era"] == [*ERAS][-1], "inside"].mean())
