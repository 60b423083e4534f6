"""The forecast of the tech workforce in sentences: for the terminal, the page and the saved file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reallocate.study.forecast.paths import LEVELS

PERCENT, MILLION = 100.0, 1e6
ALL = "all"

Row = Mapping[str, Any]


def sentences(saved: Mapping[str, Any]) -> dict[str, list[str]]:
    """What the forecast says, what stands behind it, and what it does not say.

    saved : as `Forecast.as_json`
    """
    jobs = {(row["industry"], row["year"]): row for row in saved["employment"]}
    measures = {(row["measure"], row["year"]): row for row in saved["exclusive"]}
    mapping = saved["mapping"]
    first, last = (end(year for _, year in measures) for end in (min, max))
    start, end = jobs[ALL, LEVELS], jobs[ALL, last]
    entry, pay = measures["entry_share", last], measures["pay_spread", last]
    past, trend = (PERCENT * _mean(mapping, name) for name in ("past", "trend"))
    narrow = (end["effect_high"] - end["effect_low"]) * end["without"] / (end["high"] - end["low"])
    return {
        "headline": [
            f"Five industries that make technology employed {start['middle'] / MILLION:.2f} million in May "
            f"{LEVELS}. In May {last} it will be {end['middle'] / MILLION:.2f} million "
            f"({end['low'] / MILLION:.2f} to {end['high'] / MILLION:.2f}); without further AI "
            f"{end['without'] / MILLION:.2f} million.",
            f"Further adoption changes it by {PERCENT * (end['effect'] - 1):+.1f}% "
            f"({PERCENT * (end['effect_low'] - 1):+.1f} to {PERCENT * (end['effect_high'] - 1):+.1f}%); "
            f"this interval is {narrow:.0%} as wide as that of employment, the rest is how growth strays "
            "from its trend.",
            f"Of open positions {_percent(entry, 'middle')} ask for no experience in a related occupation "
            f"({_percent(entry, 'low')} to {_percent(entry, 'high')}), {_percent(entry, 'without')} without "
            "further AI.",
            _reach(measures, first, last),
            f"Pay at the ninetieth percentile is {pay['middle']:.2f} times that at the tenth "
            f"({pay['low']:.2f} to {pay['high']:.2f}), {pay['without']:.2f} times without further AI.",
        ],
        "made": _made(mapping),
        "not_said": [
            "BLS's projections, on which the trend stands, reckon with AI in some occupations already; what "
            "adoption does may be counted twice there.",
            f"The trend is {trend:.1f}% a year: each occupation grows as BLS projects it for the whole "
            "nation. How fast these industries themselves grew is not available in the figures that ship, so "
            "the trend is not held against it.",
            f"The same occupations, in all industries of the nation, grew by {past:.1f}% a year from 2017 to "
            f"{LEVELS}. {_repeated(start, end, past, last)}",
            "An error of the trend that lasts is not in the interval, nor a fall of these industries alone.",
            "Pay is the mean of an occupation in its industry; its spread within occupations is not in the "
            "ratio.",
            "Reach of a displaced person counts all openings of the nation; where they are and what they pay "
            "is not in it.",
        ],
    }


def _repeated(start: Row, end: Row, past: float, last: int) -> str:
    """Where the past growth of the occupations would lead, beside the interval.

    start, end : of all industries
    past : growth of their occupations [%/year]
    last : year of the end
    """
    there = start["middle"] * (1.0 + past / PERCENT) ** (last - LEVELS)
    inside = end["low"] <= there <= end["high"]
    return (
        f"Growth of {past:.1f}% a year here would make {there / MILLION:.2f} million jobs by May {last}, "
        f"{'inside' if inside else 'outside'} the 80% interval of this forecast."
    )


def _made(mapping: Sequence[Row]) -> list[str]:
    lines = [
        "Trend: the staff of each industry in May 2025, each occupation growing as BLS projects it for "
        "2024 to 2034; deviations vary as yearly growth of the same occupations did from 2017 to 2025.",
        "Effect: jobs that the industry wants under adoption, prices, spending, computing and new tasks, "
        "over draws of what is not known and eight sources of reach, against the same market without further "
        "AI; none before March 2026, when use of AI was asked.",
    ]
    for row in mapping:
        also = f", with {row['with']} (it lends output and adoption, not staff)" if row["with"] else ""
        lines.append(
            f"NAICS {row['industry']} ({row['title']}) stands in industry {row['accounts']} of the "
            f"accounts{also}."
        )
    return [
        *lines,
        "The accounts were drawn up in NAICS 2012 and 2017: there, publishers and broadcasters on the "
        "internet (today in 513 and 516) lay with data processing in 514, so that their output and prices "
        "follow the wrong neighbours; 518 and 519 cannot be told apart but by their staff.",
    ]


def _reach(measures: Mapping[tuple[str, int], Row], first: int, last: int) -> str:
    then, now = measures["within_reach", last], measures["within_reach", first]
    if then["middle"] is None or then["without"] is None or now["middle"] is None:
        return "In some draws AI ends no further job there, so that openings within reach are not counted."
    return (
        f"For each person whose job there is ended, {then['middle']:.2f} openings lie within reach in {last} "
        f"({then['low']:.2f} to {then['high']:.2f}), {then['without']:.2f} in a market without further AI, "
        f"{now['middle']:.2f} in {first}."
    )


def _percent(row: Row, name: str) -> str:
    return f"{PERCENT * row[name]:.1f}%"


def _mean(mapping: Sequence[Row], name: str) -> float:
    """Over the industries, by their jobs."""
    return float(sum(row[name] * row["jobs"] for row in mapping) / sum(row["jobs"] for row in mapping))
