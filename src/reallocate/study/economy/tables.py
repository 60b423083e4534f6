"""The tables of the extended market: rates by month, jobs ended and made, who gains and loses, pay, money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.ages import exposure_fifths
from reallocate.economy.engines.flow import TOTALS
from reallocate.economy.extended import MONEY, Extended
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market
from reallocate.economy.observed import STEPS_PER_MONTH
from reallocate.study.economy.reversal import REVERSAL_UNITS

Array = npt.NDArray[np.float64]

ENDS = {"_low": 0.1, "": 0.5, "_high": 0.9}
"""One draw in ten is lower, the middle, one in ten is higher."""
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
    **{("path", f"{name}{end}"): unit for name, unit in RATES.items() for end in (*ENDS, "_without")},
    **{("path", f"{name}_change{end}"): unit for name, unit in RATES.items() for end in ENDS},
    **{("jobs", f"share{end}"): "% of all jobs at the start" for end in ENDS},
    **{("jobs", f"jobs{end}"): "persons" for end in ENDS},
    ("jobs", "negative"): "share of draws",
    **{("occupations", f"{name}{end}"): "persons" for name in PEOPLE for end in ENDS},
    ("occupations", "employment_start"): "persons",
    ("occupations", "unemployed_start"): "persons",
    ("occupations", "without"): "persons",
    **{("occupations", f"change{end}"): "share" for end in ENDS},
    ("occupations", "unemployment"): "share of the occupation's labour force",
    ("occupations", "exposure"): "share of hours",
    ("occupations", "pay"): "ratio to the start",
    **{("industries", name): "persons" for name in ("jobs_start", "without")},
    **{("industries", f"jobs{end}"): "persons" for end in ENDS},
    **{("industries", f"change{end}"): "share" for end in ENDS},
    ("industries", "adopted_start"): "% of an industry's work",
    **{("industries", f"adopted{end}"): "% of an industry's work" for end in ENDS},
    **{("money", f"{name}{end}"): "USD billion/year" for name in MONEY for end in ("", "_change")},
    ("money", "prices"): "ratio to the start",
    ("money", "prices_change"): "share",
    **{("pay", f"p{at}"): "USD/year" for at in PERCENTILES},
    ("surface", "net"): "share of jobs at the start",
    ("swings", "net_low"): "share of jobs at the start",
    ("swings", "net_high"): "share of jobs at the start",
    **{("fifths", name): "persons" for name in ("employment_start", "employment", "without")},
    **{("fifths", f"change{end}"): "share" for end in ENDS},
    ("fifths", "pay"): "ratio to the start",
    ("fifths", "unemployment"): "share of the labour force",
    **{("ages", name): "persons" for name in ("employment", "without")},
    ("ages", "change"): "share",
    **{("policy", name): "% of the labour force" for name in ("with", "without")},
    **REVERSAL_UNITS,
}
"""(table, column) -> unit."""


def path_table(extended: Extended, without: Extended, start: float) -> pd.DataFrame:
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
        table |= {f"{name}{end}": over(values, share) for end, share in ENDS.items()}
        table[f"{name}_without"] = over(rest, 0.5)
        table |= {f"{name}_change{end}": over(values - rest, share) for end, share in ENDS.items()}
    months = len(next(iter(table.values())))
    year = start + (np.arange(months) + 1.0) / 12.0
    return pd.DataFrame({"month": np.arange(1, months + 1), "year": year, **table})


def _rates(extended: Extended) -> dict[str, Array]:
    """Rates by month and run [%]."""
    total = {name: extended.totals[:, place] for place, name in enumerate(TOTALS)}
    last = slice(STEPS_PER_MONTH - 1, None, STEPS_PER_MONTH)
    employed = total["employed"][last]
    force = employed + total["unemployed"][last]
    return {
        "unemployment": 100.0 * total["unemployed"][last] / force,
        "long_term": 100.0 * total["long_term_unemployed"][last] / force,
        "openings": 100.0 * total["vacancies"][last] / (total["vacancies"][last] + employed),
        "hires": 100.0 * _month(total["hires"]) / employed,
        "quits": 100.0 * _month(total["quits"]) / employed,
        "occupation_changes": 1200.0 * _month(total["occupation_switches"]) / employed,
    }


def jobs_table(extended: Extended, without: Extended, accounts: Accounts, start: float) -> pd.DataFrame:
    """Jobs ended and made by the end of every year, over draws, against the market without AI.

    extended : runs with adoption
    without : the same runs without it, under the same policy
    accounts : for all jobs at the start
    start : when the first quarter begins [year]
    Returns year, part (ended, renewed, built, cheaper, spent, net), share with _low and _high [% of jobs at
    the start], jobs with _low and _high [persons], negative [share of draws in which it is below 0].
    """
    whole = float(accounts.jobs.sum())
    rows = []
    for quarter in range(4, len(extended.wanted), 4):
        parts = (extended.parts[quarter] - without.parts[quarter]).sum(axis=1)
        for name, values in (*zip(PARTS, parts, strict=True), ("net", net_jobs(extended, without)[quarter])):
            row: dict[str, object] = {"year": start + quarter / 4.0, "part": name}
            for end, share in ENDS.items():
                at = float(over(values, share))
                row |= {f"share{end}": 100.0 * at, f"jobs{end}": at * whole}
            rows.append({**row, "negative": float((values < 0).mean())})
    return pd.DataFrame(rows)


def net_jobs(extended: Extended, without: Extended) -> Array:
    """The effect of AI: jobs wanted against the same years without further AI; (quarter, run) [share of all
    jobs at the start].

    extended : runs with adoption
    without : the same runs without it
    """
    found: Array = (extended.parts - without.parts).sum(axis=1).sum(axis=1)
    return found


def occupation_table(extended: Extended, without: Extended, market: Market, exposure: Array) -> pd.DataFrame:
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
    for end, share in ENDS.items():
        columns |= {f"{name}{end}": over(people[place], share) for place, name in enumerate(PEOPLE)}
        columns[f"change{end}"] = over(change, share)
    return pd.DataFrame(
        columns
        | {
            "without": over(rest, 0.5),
            "unemployment": over(people[1] / (people[0] + people[1]), 0.5),
            "pay": over(real_pay(extended, -1), 0.5),
            "exposure": exposure,
            "fifth": exposure_fifths(exposure, extended.people[0, 0].mean(axis=1)) + 1,
        }
    )


def with_ends(drawn: pd.DataFrame, extended: Extended, without: Extended) -> pd.DataFrame:
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


def real_pay(extended: Extended, quarter: int) -> Array:
    """What pay buys; (occupation, run) [ratio to the start].

    extended : runs
    quarter : which
    """
    level: Array = extended.pay_level[quarter] / extended.prices[quarter]
    found: Array = extended.wages[quarter] * level
    return found


def fifth_table(extended: Extended, without: Extended, fifth: npt.NDArray[np.int64]) -> pd.DataFrame:
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
        pay = (real_pay(extended, -1)[inside] * people[0]).sum(axis=0) / employed
        row: dict[str, object] = {
            "fifth": place,
            "employment_start": float(extended.people[0, 0, inside].mean(axis=1).sum()),
            "employment": float(over(employed, 0.5)),
            "without": float(over(rest, 0.5)),
            "pay": float(over(pay, 0.5)),
            "unemployment": float(over(idle / (idle + employed), 0.5)),
        }
        rows.append(
            row | {f"change{end}": float(over(employed / rest - 1.0, at)) for end, at in ENDS.items()}
        )
    return pd.DataFrame(rows)


def _month(per_step: Array) -> Array:
    found: Array = per_step.reshape(-1, STEPS_PER_MONTH, per_step.shape[1]).sum(axis=1)
    return found


def over(values: Array, share: float) -> Array:
    """A quantile over runs, the last axis.

    values : (…, run)
    share : of the runs that lie below
    """
    found: Array = np.quantile(values, share, axis=-1)
    return found
