"""The series that are forecast, and the ledger's targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_YEAR, PERCENT
from reallocate.market.forecast.methods import drift_path, error_of_drift, is_inside, shrunk_drift
from reallocate.market.forecast.revisions import revision_error, with_revisions
from reallocate.market.forecast.rules import (
    AUTOREGRESSION,
    CHALLENGERS,
    DIFFERENCES,
    FARTHEST,
    NO_CHANGE,
    UNBRAKED,
    History,
    Panel,
    histories,
    no_change,
)
from reallocate.market.forecast.tech import DECADE, staffing
from reallocate.market.state.accounts import Accounts
from reallocate.work.world import World

NATIONAL = ("unemployment", "openings", "quits", "hires")
"""In the order in which they are told."""
_UNTIL = {"unemployment": 12, "openings": 12, "quits": 6, "hires": 3}
"""Months ahead up to which the autoregression is used; from then on nothing changes."""


TO_COME = "2027-07"
"""Month to come that row 12a of the claims is scored by."""
FURTHER = "openings"
"""The monthly series of that row."""
_LATEST = "9999-12"
"""As the last month that may be known: all that ships."""


def monthly_panel(world: World, name: str) -> Panel:
    """A national series with what is known beside it.

    name : of `NATIONAL`
    Unemployment comes with claims per job and jobs, of the same month, from 1980. Openings and quits come
    out a month later, so the three of the month after are known with them. Hires stand alone. A single
    month that was not surveyed lies between its neighbours.
    Source: BLS CPS, CES and JOLTS; ETA, initial claims.
    """
    wide = _wide(world)
    beside = pd.DataFrame(
        {
            "unemployment": PERCENT * wide["unemployment"].interpolate(limit=1, limit_area="inside"),
            "claims": PERCENT * np.log(wide["initial_claims"] / wide["employment"]),
            "jobs": PERCENT * np.log(wide["employment"]),
        }
    )
    if name == "unemployment":
        return _panel(beside, _shares, _UNTIL[name])
    if name == "hires":
        return _panel((PERCENT * wide[["hires"]]).dropna(), _shares, _UNTIL[name], DIFFERENCES)
    market = world.table("market_series").set_index("month")
    own = PERCENT * (np.log(market["openings"]) if name == "openings" else market["quits"])
    later = beside.shift(-1).reindex(own.index)
    level = _counts if name == "openings" else _shares
    return _panel(pd.concat([own.rename(name), later], axis=1), level, _UNTIL[name])


def _monthly_jobs(world: World, name: str, known: str = _LATEST) -> tuple[tuple[str, ...], Array]:
    """Months and the logarithm of jobs of a series: an industry, or employment.

    known : last month that may be looked at
    """
    rows = _wide(world).loc[:known, name].dropna()
    return tuple(str(month) for month in rows.index), np.log(rows.to_numpy(dtype=float))


def _wide(world: World) -> pd.DataFrame:
    rows = world.table("national_months")
    wide = rows.pivot(index="month", columns="series", values="value")
    return wide[wide.index >= "1980-01"]


def _panel(
    frame: pd.DataFrame, level: Callable[[Array], Array], until: int, method: str = AUTOREGRESSION
) -> Panel:
    whole = frame.dropna()
    months = tuple(str(month) for month in whole.index)
    return Panel(months, whole.to_numpy(dtype=float), level, method, until)


def _shares(values: Array) -> Array:
    return np.maximum(values, 0.0) / PERCENT


def _counts(values: Array) -> Array:
    found: Array = np.exp(values / PERCENT)
    return found


_AHEAD_YEARS = (1, 2, 3)
_LONGEST = "5415"
"""The technology industry with a monthly series since 2009; the others begin in 2020."""
_FIRST_ORIGIN = 48
"""Months of it before the first origin, so that errors are known."""


def rolling_years(world: World, rates: dict[str, float], names: Sequence[str]) -> pd.DataFrame:
    """Errors of jobs in technology years ahead; one row an industry and years ahead.

    rates : growth that BLS projects today, by industry [log/year]; earlier projections are not at hand
    Returns series, ahead [years], origins, rmse, rmse_no_change, rmse_own_growth [log], coverage
    [share; of the longest series].
    """
    rows = []
    for name in names:
        _, logs = _monthly_jobs(world, name)
        for years in _AHEAD_YEARS:
            ahead, inside, errors = MONTHS_A_YEAR * years, [], []
            for origin in range(24, len(logs) - ahead):
                central = drift_path(logs, origin, rates[name], ahead)
                own = logs[origin] + 2.0 * shrunk_drift(logs, origin, 0.0) * years
                came = logs[origin + ahead]
                errors.append((came - central, came - logs[origin], came - own))
                known = error_of_drift([logs], [origin], [rates[name]])
                if name == _LONGEST and origin >= _FIRST_ORIGIN and known is not None:
                    inside.append(is_inside(known.quantiles(central, years), float(np.exp(came))))
            ours, still, own_growth = np.sqrt(np.mean(np.square(errors), axis=0))
            rows.append(
                {
                    "series": name, "ahead": years, "origins": len(errors), "rmse": ours,
                    "rmse_no_change": still, "rmse_own_growth": own_growth,
                    "coverage": float(np.mean(inside)) if inside else np.nan,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


OURS, BLS, CROWD = "ours", "bls", "crowd"
LEADS, CHALLENGER, RIVAL = "leads", "challenger", "rival"
"""Whose forecast is the project's; who may take its place by the rule of succession; who never does."""
TECH = ("5415", "518", "519")
_JOBS = "employment"
_LAST_YEAR, _FAR_YEAR = 2030, 2035
_CROWD_CHANGES = {2027: 0.01, 2030: -0.005, 2035: -0.04}
"""Employment against 2025 [share]. Source: Metaculus, Labor Automation Forecasting Hub, median forecasts,
page read on 2026-11-27. It names no year of comparison; 2025, the year before it began, is a reading."""
_CROWD_BASE = 2025


@dataclass(frozen=True, eq=False)
class Target:
    """A figure that will be published, as one forecaster sees it.

    series, month : which figure
    forecaster : a rule, `OURS`, or a rival
    role : `LEADS`, `CHALLENGER` or `RIVAL`
    origin, last : the last month that was at hand, and its figure
    vintage : of the series' figures up to that month
    quantiles : (level) of the forecast; of one number where the forecaster gives no distribution
    braked : whether a shock braked the rule; none where it has no brake
    """

    series: str
    month: str
    forecaster: str
    role: str
    origin: str
    last: float
    vintage: str
    quantiles: Array
    braked: bool | None = None


def _month_after(month: str, ahead: int) -> str:
    """The month so many months later, as YYYY-MM."""
    return str(pd.Period(month, "M") + ahead)


_DIGITS = 6
"""Significant figures by which two vintages of a figure are the same."""
_SHORT = 12
"""Digits of a digest that are kept."""


def vintage_of(months: Sequence[str], values: Array) -> str:
    """The vintage of a series: its last month, and a digest of all its figures.

    months, values : (month) of the series [unit of the figure]
    A figure that is revised gives another digest.
    """
    lines = (f"{month},{value:.{_DIGITS}g}" for month, value in zip(months, values, strict=True))
    return f"{months[-1]} {sha256(chr(10).join(lines).encode()).hexdigest()[:_SHORT]}"


def monthly_targets(world: World) -> Iterator[Target]:
    """The national series, 1 to 24 months after the last month at hand of each, by every rule."""
    for name in NATIONAL:
        panel = monthly_panel(world, name)
        made, origin = histories(panel), len(panel.months) - 1
        levels = panel.level(panel.values[:, 0])
        about = (panel.months[-1], float(levels[-1]), vintage_of(panel.months, levels))
        for ahead in range(1, FARTHEST + 1):
            month = _month_after(panel.months[-1], ahead)
            noise = revision_error(name, panel.months[-1], month)
            for rule in (NO_CHANGE, *CHALLENGERS):
                each = made[rule]
                braked = bool(each.brakes[origin]) if rule in CHALLENGERS else None
                role = LEADS if rule == NO_CHANGE else CHALLENGER
                found = with_revisions(each.quantiles(origin, ahead), noise)
                yield Target(name, month, rule, role, *about, found, braked)


def in_month_to_come(world: World, known: str = _LATEST) -> Iterator[Target]:
    """Open positions in `TO_COME` as row 12a forecasts them: by no change, as far ahead as they are known.

    known : last month of them that may be looked at
    """
    made, ahead = of_month_to_come(world, known)
    if ahead > 0:
        yield _of_row(FURTHER, TO_COME, made, ahead)


def a_year_ahead(world: World) -> Iterator[Target]:
    """Open positions and hires a year after their last month, as row 12a was read first: without a brake."""
    for name in (FURTHER, "hires"):
        panel = monthly_panel(world, name)
        month = _month_after(panel.months[-1], MONTHS_A_YEAR)
        yield _of_row(name, month, histories(panel)[UNBRAKED], MONTHS_A_YEAR)


def _of_row(name: str, month: str, made: History, ahead: int) -> Target:
    """A forecast from the last month of a series."""
    months, levels = made.panel.months, made.panel.level(made.panel.values[:, 0])
    found = made.quantiles(len(months) - 1, ahead)
    last, vintage = float(levels[-1]), vintage_of(months, levels)
    return Target(name, month, OURS, LEADS, months[-1], last, vintage, found)


def of_month_to_come(world: World, known: str) -> tuple[History, int]:
    """Forecasts of open positions by no change from every month up to one, and months to `TO_COME`.

    known : last month of them that may be looked at
    """
    whole = monthly_panel(world, FURTHER)
    count = sum(month <= known for month in whole.months)
    panel = replace(whole, months=whole.months[:count], values=whole.values[:count])
    ahead = (pd.Period(TO_COME, "M") - pd.Period(panel.months[-1], "M")).n
    return no_change(panel, max(ahead, 1)), ahead


def yearly_targets(world: World, accounts: Accounts, known: str = _LATEST) -> Iterator[Target]:
    """Jobs in three technology industries and in the nation, each year in the month of the last figure.

    accounts : of the nation, for the industries' staff
    known : last month that may be looked at
    """
    rates = projected_rates(world, accounts)
    tech = {name: _monthly_jobs(world, name, known) for name in TECH}
    pool = [logs for _, logs in tech.values()]
    of_tech = [rates[name] for name in TECH]
    for name, (months, logs) in tech.items():
        yield from _yearly(name, months, logs, rates[name], (pool, of_tech), (_LAST_YEAR,))
    months, logs = _monthly_jobs(world, _JOBS, known)
    yield from _yearly(_JOBS, months, logs, rates[_JOBS], ([logs], [rates[_JOBS]]), (_LAST_YEAR, _FAR_YEAR))


def projected_rates(world: World, accounts: Accounts) -> dict[str, float]:
    """Growth a year that BLS projects for 2024 to 2034, by series [log/year].

    Of an industry: that of its occupations, each as projected for the nation.
    """
    projected = world.table("projections")
    total = projected[["employment_2024", "employment_2034"]].sum()
    people = staffing(world.tables, world.occupations.index, accounts)
    decade = np.log(people.grown(DECADE).sum(axis=1) / people.jobs.sum(axis=1)) / DECADE
    by_code = dict(zip(people.naics, decade.tolist(), strict=True))
    nation = float(np.log(total["employment_2034"] / total["employment_2024"]) / DECADE)
    return {_JOBS: nation, **{name: by_code[name] for name in TECH}}


def _yearly(
    name: str,
    months: tuple[str, ...],
    logs: Array,
    rate: float,
    pool: tuple[list[Array], list[float]],
    until: tuple[int, ...],
) -> Iterator[Target]:
    """A series each year until one, and in the years named after it."""
    series, rates = pool
    origins = [len(one) - 1 for one in series]
    errors = {
        OURS: error_of_drift(series, origins, rates), NO_CHANGE: error_of_drift(series, origins, rates, 0)
    }  # fmt: skip
    start, last = months[-1], float(logs[-1])
    about = (start, float(np.exp(last)), vintage_of(months, np.exp(logs)))
    origin = len(logs) - 1
    for year in [*range(int(start[:4]) + 1, until[0] + 1), *until[1:]]:
        ahead = year - int(start[:4])
        month = f"{year}{start[4:]}"
        middles = {OURS: drift_path(logs, origin, rate, 12 * ahead), NO_CHANGE: last}
        for forecaster, middle in middles.items():
            error = errors[forecaster]
            assert error is not None
            found = error.quantiles(middle, ahead)
            role = LEADS if forecaster == OURS else RIVAL
            yield Target(name, month, forecaster, role, *about, found)
        bls = np.array([np.exp(last + rate * ahead)])
        yield Target(name, month, BLS, RIVAL, *about, bls)
        if name == _JOBS and year in _CROWD_CHANGES:
            base = float(np.exp(logs[[one.startswith(str(_CROWD_BASE)) for one in months]]).mean())
            crowd = np.array([base * (1.0 + _CROWD_CHANGES[year])])
            yield Target(name, month, CROWD, RIVAL, *about, crowd)


def figures_since(world: World) -> pd.DataFrame:
    """Every figure of the targets' series at hand: series, month, value."""
    parts = []
    for name in NATIONAL:
        panel = monthly_panel(world, name)
        values = panel.level(panel.values[:, 0])
        parts.append(pd.DataFrame({"series": name, "month": panel.months, "value": values}))
    for name in (*TECH, _JOBS):
        months, logs = _monthly_jobs(world, name)
        parts.append(pd.DataFrame({"series": name, "month": months, "value": np.exp(logs)}))
    return pd.concat(parts, ignore_index=True)
