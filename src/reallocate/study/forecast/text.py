"""The forecast of the tech workforce in sentences: for the terminal and the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from reallocate.economy.tech_workforce.paths import LEVELS
from reallocate.measure.number import cell, say, span
from reallocate.study.forecast.tables import ALL

Row = Mapping[Any, Any]
MILLION = 1e6


def text(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[str]]:
    """What the forecast says, its method, and its limits, by part."""
    jobs = {(row["industry"], row["year"]): row for row in tables["employment"].to_dict("records")}
    years = sorted(year for industry, year in jobs if industry == ALL and year > LEVELS)
    start, end = jobs[ALL, LEVELS], jobs[ALL, years[-1]]
    measures = {(row["measure"], row["year"]): row for row in tables["exclusive"].to_dict("records")}
    return {
        "headline": [*_jobs(start, end), *_openness(measures, years[0], years[-1])],
        "made": _method(tables["mapping"]),
        "not_said": _limits(tables["mapping"], start, end),
    }


def _jobs(start: Row, end: Row) -> list[str]:
    """Employment, and how much of it further adoption moves."""
    width = (end["effect_high"] - end["effect_low"]) * end["without"] / (end["high"] - end["low"])
    effect, low, high = (end[name] - 1.0 for name in ("effect", "effect_low", "effect_high"))
    return [
        f"Five technology industries employed {_million(start['middle'])} million in May {LEVELS}. The "
        f"median forecast for May {end['year']} is {_million(end['middle'])} million (10th–90th percentile "
        f"{_million(end['low'])}–{_million(end['high'])}), and {_million(end['without'])} million without "
        "further AI.",
        f"Further adoption changes employment by {say(effect, 'share', signed=True)} "
        f"({span(low, high, 'share', signed=True)}). This interval is {width:.0%} as wide as that of "
        "employment; the rest is deviation of growth from its trend.",
    ]


def _openness(measures: Mapping[tuple[str, int], Row], first: int, last: int) -> list[str]:
    """Entry-level openings, openings within reach, and the spread of pay."""
    entry, pay = measures["entry_share", last], measures["pay_spread", last]
    middle, low, high, without = (_percent(entry[name]) for name in ("middle", "low", "high", "without"))
    return [
        f"{middle} of open positions require no experience in a related occupation ({low} to {high}); "
        f"{without} without further AI.",
        _reach(measures["within_reach", first], measures["within_reach", last], first, last),
        f"Pay at the 90th percentile is {_two(pay['middle'])} times pay at the 10th ({_two(pay['low'])} to "
        f"{_two(pay['high'])}), {_two(pay['without'])} times without further AI.",
    ]


def _reach(now: Row, then: Row, first: int, last: int) -> str:
    if any(pd.isna(value) for value in (then["middle"], then["without"], now["middle"])):
        return "In some draws AI ends no further job there, so openings within reach are not counted."
    return (
        f"Each displaced worker has {_two(then['middle'])} openings within reach in {last} "
        f"({_two(then['low'])} to {_two(then['high'])}), {_two(then['without'])} in a market without further "
        f"AI, and {_two(now['middle'])} in {first}."
    )


def _method(mapping: pd.DataFrame) -> list[str]:
    lines = [
        "Trend: the staff of each industry in May 2025, with every occupation growing as BLS projects it for "
        "2024 to 2034. Deviations vary as yearly growth of the same occupations did from 2017 to 2025.",
        "Effect: jobs that the industry demands under adoption, prices, spending, computing and new tasks, "
        "over draws of the assumptions and eight sources of reach, against the same market without further "
        "AI. It starts in March 2026, when use of AI was surveyed.",
    ]
    for row in mapping.to_dict("records"):
        also = f", with {row['with']} (which lends output and adoption, not staff)" if row["with"] else ""
        lines.append(
            f"NAICS {row['industry']} ({row['title']}) lies in industry {row['accounts']} of the "
            f"accounts{also}."
        )
    return [
        *lines,
        "The accounts follow NAICS 2012 and 2017. There, publishers and broadcasters on the internet (today "
        "in 513 and 516) lie with data processing in 514, so their output and prices follow the wrong "
        "neighbours. 518 and 519 differ by their staff only.",
    ]


def _limits(mapping: pd.DataFrame, start: Row, end: Row) -> list[str]:
    jobs = mapping["jobs"]
    past, trend = (float((mapping[name] * jobs).sum() / jobs.sum()) for name in ("past", "trend"))
    return [
        "BLS's projections, which give the trend, already count on AI in some occupations; the effect of "
        "adoption may be counted twice there.",
        f"The trend is {_percent(trend)} a year: each occupation grows as BLS projects it for the whole "
        "nation. How fast these industries themselves grew is not available in the shipped data, so the "
        "trend is not compared with it.",
        f"The same occupations, in all industries of the nation, grew by {_percent(past)} a year from 2017 "
        f"to {LEVELS}. {_repeated(start, end, past)}",
        "The interval covers neither a lasting error of the trend nor a decline of these industries alone.",
        "Pay is the mean of an occupation in its industry; the ratio leaves out its spread within "
        "occupations.",
        "Openings within reach count all openings of the nation, wherever they are and whatever they pay.",
    ]


def _repeated(start: Row, end: Row, past: float) -> str:
    """Where the past growth of the occupations would lead, compared with the interval.

    start, end : of all industries
    past : growth of their occupations [share/year]
    """
    there = start["middle"] * (1.0 + past) ** (end["year"] - LEVELS)
    inside = end["low"] <= there <= end["high"]
    return (
        f"Growth of {_percent(past)} a year here would make {_million(there)} million jobs by May "
        f"{end['year']}, {'inside' if inside else 'outside'} the 80% interval of this forecast."
    )


def _million(persons: float) -> str:
    return _two(persons / MILLION)


_two = partial(cell, digits=2, exact=True)
_percent = partial(cell, unit="share", digits=1, exact=True)
