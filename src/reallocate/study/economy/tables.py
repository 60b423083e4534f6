"""The tables of the extended market: rates by month, jobs ended and made, who gains and loses, pay, money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.engines.flow import TOTALS
from reallocate.economy.job_effects import job_parts, net_jobs
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market
from reallocate.economy.observed import STEPS_PER_MONTH
from reallocate.economy.ratios import by_month, long_term_rate, openings_rate, unemployment_rate
from reallocate.economy.trajectory import MONEY, Trajectory
from reallocate.measure.quantiles import MIDDLE, SUFFIXES, quantile
from reallocate.study.economy.reversal import REVERSAL_UNITS
from reallocate.work.ranks import quintiles

Array = npt.NDArray[np.float64]

PERCENTILES = (10, 50, 90)
PEOPLE = ("employment", "unemployed", "vacancies")
"""Of the states of people and positions, those that are told by occupation."""

RATES = {
    "unemployment": "% of the labour force",
    "openings": "% of all positions, open or filled",
    "hires": "% of employment a month",
    "quits": "% of employment a month",
    "long_term": "% of the labour force",
    "occupation_changes": "% of employment a year",
}
"""Rates by month and their units."""

ECONOMY_UNITS: Mapping[tuple[str, str], str] = {
    ("path", "year"): "year",
    **{("path", f"{name}{end}"): unit for name, unit in RATES.items() for end in (*SUFFIXES, "_without")},
    **{("path", f"{name}_change{end}"): unit for name, unit in RATES.items() for end in SUFFIXES},
    **{("jobs", f"share{end}"): "% of all jobs at the start" for end in SUFFIXES},
    **{("jobs", f"jobs{end}"): "persons" for end in SUFFIXES},
    ("jobs", "negative"): "share of draws",
    **{("occupations", f"{name}{end}"): "persons" for name in PEOPLE for end in SUFFIXES},
    ("occupations", "employment_start"): "persons",
    ("occupations", "unemployed_start"): "persons",
    ("occupations", "without"): "persons",
    **{("occupations", f"change{end}"): "share" for end in SUFFIXES},
    ("occupations", "unemployment"): "share of the occupation's labour force",
    ("occupations", "exposure"): "share of hours",
    ("occupations", "pay"): "ratio to the start",
    **{("industries", name): "persons" for name in ("jobs_start", "without")},
    **{("industries", f"jobs{end}"): "persons" for end in SUFFIXES},
    **{("industries", f"change{end}"): "share" for end in SUFFIXES},
    ("industries", "adopted_start"): "% of an industry's work",
    **{("industries", f"adopted{end}"): "% of an industry's work" for end in SUFFIXES},
    **{("money", f"{name}{end}"): "USD billion/year" for name in MONEY for end in ("", "_change")},
    ("money", "prices"): "ratio to the start",
    ("money", "prices_change"): "share",
    **{("pay", f"p{at}"): "USD/year" for at in PERCENTILES},
    ("surface", "net"): "share of jobs at the start",
    ("swings", "net_low"): "share of jobs at the start",
    ("swings", "net_high"): "share of jobs at the start",
    **{("fifths", name): "persons" for name in ("employment_start", "employment", "without")},
    **{("fifths", f"change{end}"): "share" for end in SUFFIXES},
    ("fifths", "pay"): "ratio to the start",
    ("fifths", "unemployment"): "share of the labour force",
    **{("ages", name): "persons" for name in ("employment", "without")},
    ("ages", "change"): "share",
    **{("policy", name): "% of the labour force" for name in ("with", "without")},
    **REVERSAL_UNITS,
}
"""(table, column) -> unit."""


def path_table(extended: Trajectory, without: Trajectory, start: float) -> pd.DataFrame:
    """Rates by month, with AI over draws and without it.

    extended : runs with adoption
    without : the same runs without it
    start : when the first month begins [year]
    Returns month, year, each rate with _low and _high [%], _without, and _change, the difference draw by
    draw, with _low and _high [percentage points].
    """
    table: dict[str, Array] = {}
    for name, values in _rates(extended).items():
        rest = _rates(without)[name]
        table |= {f"{name}{end}": quantile(values, share) for end, share in SUFFIXES.items()}
        table[f"{name}_without"] = quantile(rest, MIDDLE)
        table |= {f"{name}_change{end}": quantile(values - rest, share) for end, share in SUFFIXES.items()}
    months = len(next(iter(table.values())))
    year = start + (np.arange(months) + 1.0) / 12.0
    return pd.DataFrame({"month": np.arange(1, months + 1), "year": year, **table})


def _rates(extended: Trajectory) -> dict[str, Array]:
    """Rates by month and run [%]."""
    total = {name: extended.totals[:, place] for place, name in enumerate(TOTALS)}
    last = slice(STEPS_PER_MONTH - 1, None, STEPS_PER_MONTH)
    employed = total["employed"][last]
    unemployed, long_term = total["unemployed"][last], total["long_term_unemployed"][last]
    return {
        "unemployment": 100.0 * unemployment_rate(employed, unemployed),
        "long_term": 100.0 * long_term_rate(employed, unemployed, long_term),
        "openings": 100.0 * openings_rate(employed, total["vacancies"][last]),
        "hires": 100.0 * by_month(total["hires"]) / employed,
        "quits": 100.0 * by_month(total["quits"]) / employed,
        "occupation_changes": 1200.0 * by_month(total["occupation_switches"]) / employed,
    }


def jobs_table(extended: Trajectory, without: Trajectory, accounts: Accounts, start: float) -> pd.DataFrame:
    """Jobs ended and made by the end of every year, over draws, against the market without AI.

    extended : runs with adoption
    without : the same runs without it, under the same policy
    accounts : for all jobs at the start
    start : when the first quarter begins [year]
    Returns year, part (ended, renewed, built, cheaper, spent, net), share with _low and _high [% of jobs at
    the start], jobs with _low and _high [persons], negative [share of draws in which it is below 0].
    """
    whole = float(accounts.jobs.sum())
    parts, net = job_parts(extended, without), net_jobs(extended, without)
    rows = []
    for quarter in range(4, len(extended.wanted), 4):
        for name, values in (*zip(PARTS, parts[quarter], strict=True), ("net", net[quarter])):
            row: dict[str, object] = {"year": start + quarter / 4.0, "part": name}
            for end, share in SUFFIXES.items():
                at = float(quantile(values, share))
                row |= {f"share{end}": 100.0 * at, f"jobs{end}": at * whole}
            rows.append({**row, "negative": float((values < 0).mean())})
    return pd.DataFrame(rows)


def occupation_table(
    extended: Trajectory, without: Trajectory, market: Market, exposure: Array
) -> pd.DataFrame:
    """People and pay by occupation at the end, against the market without AI.

    extended : runs with adoption
    without : the same runs without it
    market : labels and titles
    exposure : (occupation) automatable share of hours before anything happens
    Returns occupation, title, employment_start, unemployed_start, employment, unemployed, vacancies, with
    _low and _high [persons], without [persons], change, with _low and _high [share of those without AI],
    unemployment [share], pay [ratio to the start, real], exposure [share of hours], fifth (5 the most
    exposed fifth of employment).
    """
    people, rest = extended.people[-1], without.people[-1, 0]
    change = people[0] / rest - 1.0
    columns: dict[str, object] = {
        "occupation": market.occupations,
        "title": market.titles,
        "employment_start": extended.people[0, 0].mean(axis=1),
        "unemployed_start": extended.people[0, 1].mean(axis=1),
    }
    for end, share in SUFFIXES.items():
        columns |= {f"{name}{end}": quantile(people[place], share) for place, name in enumerate(PEOPLE)}
        columns[f"change{end}"] = quantile(change, share)
    return pd.DataFrame(
        columns
        | {
            "without": quantile(rest, MIDDLE),
            "unemployment": quantile(unemployment_rate(*people[:2]), MIDDLE),
            "pay": quantile(extended.real_pay(-1), MIDDLE),
            "exposure": exposure,
            "fifth": quintiles(exposure, extended.people[0, 0].mean(axis=1)) + 1,
        }
    )


def with_ends(drawn: pd.DataFrame, extended: Trajectory, without: Trajectory) -> pd.DataFrame:
    """What was drawn, with how each run ended.

    drawn : (draw) each parameter's value and the source of reach
    extended : the runs
    without : the same runs without AI, under the same policy
    Returns it with net [share of jobs at the start] and unemployment [% of the labour force].
    """
    return drawn.assign(
        net=net_jobs(extended, without)[-1],
        unemployment=_rates(extended)["unemployment"][-1],
    )


def fifth_table(extended: Trajectory, without: Trajectory, fifth: npt.NDArray[np.int64]) -> pd.DataFrame:
    """Employment and pay by fifth of exposure, grouped before anything happened.

    extended : runs with adoption
    without : the same runs without it
    fifth : (occupation) 1 to 5, 5 the most exposed fifth of employment
    Returns fifth, employment_start, employment, without [persons], change, with _low and _high [share of
    those without AI], pay [ratio to the start, real], unemployment [share].
    """
    rows = []
    for place in range(1, 6):
        inside = fifth == place
        people = extended.people[-1][:2, inside]
        employed, idle = people.sum(axis=1)
        rest = without.people[-1, 0, inside].sum(axis=0)
        pay = (extended.real_pay(-1)[inside] * people[0]).sum(axis=0) / employed
        row: dict[str, object] = {
            "fifth": place,
            "employment_start": float(extended.people[0, 0, inside].mean(axis=1).sum()),
            "employment": float(quantile(employed, MIDDLE)),
            "without": float(quantile(rest, MIDDLE)),
            "pay": float(quantile(pay, MIDDLE)),
            "unemployment": float(quantile(unemployment_rate(employed, idle), MIDDLE)),
        }
        rows.append(
            row | {f"change{end}": float(quantile(employed / rest - 1.0, at)) for end, at in SUFFIXES.items()}
        )
    return pd.DataFrame(rows)
