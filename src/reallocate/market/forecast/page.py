"""The forecast of the tech workforce: tables, sentences, page and card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import INTERVAL
from reallocate.kernel.blocks import Block, Heading, Prose, Section
from reallocate.kernel.number import cell, say, span
from reallocate.kernel.table import BY_ROW, Column, of_unit, table
from reallocate.kernel.text import BULLETS, NOTE, Text
from reallocate.kernel.units import MILLION
from reallocate.market.forecast.tech import LEVELS_YEAR, OPENINGS, ForecastRun
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat
from reallocate.render.result import Kind, Result
from reallocate.work.compute import yearly_growth

_ALL = "all"
_UNITS = {"entry_share": "share of openings", "within_reach": "openings per person", "pay_spread": "ratio"}
MEASURES = {
    "entry_share": "entry-level openings",
    "within_reach": "openings within reach per displaced worker",
    "pay_spread": "pay, 90th to 10th percentile",
}
_EFFECT, PERSONS, _YEARLY = "ratio to no further AI", "persons", "share/year"
LOW, MEDIAN, HIGH = "10th percentile", "Median", "90th percentile"
WITHOUT = "Without further AI"
NAICS, YEAR = Column("industry", "NAICS"), Column("year", "May of", "year")


@table("employment", "Jobs in May", NAICS, YEAR,
       of_unit(PERSONS, low=LOW, middle=MEDIAN, high=HIGH, without=WITHOUT),
       of_unit(_EFFECT, digits=3, effect_low="Effect, 10th percentile", effect="Effect of adoption",
               effect_high="Effect, 90th percentile"),
       source="BLS OEWS May 2025 (levels), BLS Employment Projections 2024-34 (trend).")  # fmt: skip
def employment(context: ForecastRun) -> pd.DataFrame:
    """Employment by industry and year, and of all together."""
    people, paths = context.people, context.paths
    moved = paths.grown[:, :, None] * paths.effect
    rows = []
    for code in (*people.naics, _ALL):
        inside = [place for place, one in enumerate(people.naics) if code in (one, _ALL)]
        level, still = float(people.jobs[inside].sum()), paths.grown[inside].sum(axis=0)
        effect = moved[inside].sum(axis=0) / still[:, None]
        rows.append({"industry": code, "year": LEVELS_YEAR, **dict.fromkeys((*INTERVAL, "without"), level)})
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
       of_unit(BY_ROW, low=LOW, middle=MEDIAN, high=HIGH, without=WITHOUT),
       section="exclusive", merged=True,
       show=("measure", "year", "low", "middle", "high", "without"))  # fmt: skip
def _exclusive(context: ForecastRun) -> pd.DataFrame:
    """Each measure by year."""
    paths = context.paths
    rows = []
    for place, name in enumerate(OPENINGS):
        for at, year in enumerate(paths.years):
            values, still = paths.exclusive[place, at], paths.without[place, at]
            ends = {end: float(np.quantile(values, share)) for end, share in INTERVAL.items()}
            without = float(np.quantile(still, INTERVAL["middle"]))
            rows.append({"measure": name, "unit": _UNITS[name], "year": year, **ends, "without": without})
    return pd.DataFrame(rows)


@table("mapping", "The industries and their trend", NAICS, Column("title", "Industry"),
       Column("accounts", "Industry of the accounts"), Column("with", "With"),
       Column("jobs", "Jobs, May 2025", PERSONS), Column("trend", "Trend", _YEARLY, digits=1),
       Column("past", "Past growth, nationally", _YEARLY, digits=1, about="of its occupations, 2017 to 2025"),
       Column("strays", "Std. deviation", _YEARLY, digits=1, about="of the same growth"),
       section="made", show=("industry", "title", "accounts", "jobs", "trend", "past", "strays"))  # fmt: skip
def _mapping(context: ForecastRun) -> pd.DataFrame:
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


FORECAST_TABLES = (employment, _exclusive, _mapping)


_Row = Mapping[Any, Any]
TEXT = Text()
"""The sentences of a forecast and its blocks; each is told `ForecastFigures`."""


@dataclass(frozen=True, eq=False)
class ForecastFigures:
    """The figures that sentences name.

    start, end : employment of all industries in the year of the levels, and in the last year
    openings : (measure, year)
    first, last : of the years that are forecast
    mapping : (row) an industry
    """

    start: _Row
    end: _Row
    openings: Mapping[tuple[str, int], _Row]
    first: int
    last: int
    mapping: pd.DataFrame

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame]) -> ForecastFigures:
        """The figures of a forecast's tables."""
        rows = tables["employment"]
        jobs = {row["year"]: row for row in rows[rows["industry"] == _ALL].to_dict("records")}
        years = sorted(year for year in jobs if year > LEVELS_YEAR)
        openings = {(row["measure"], row["year"]): row for row in tables["exclusive"].to_dict("records")}
        start, end = jobs[LEVELS_YEAR], jobs[years[-1]]
        return cls(start, end, openings, years[0], years[-1], tables["mapping"])


@TEXT.sentence("headline", "headline", BULLETS)
def employed(figures: ForecastFigures) -> str:
    """Employment, with further AI and without."""
    start, end = figures.start, figures.end
    return (
        f"Five technology industries employed {_million(start['middle'])} million in May {LEVELS_YEAR}. The "
        f"median forecast for May {end['year']} is {_million(end['middle'])} million (10th–90th percentile "
        f"{_million(end['low'])}–{_million(end['high'])}), and {_million(end['without'])} million without "
        "further AI."
    )


@TEXT.sentence("headline", "headline", BULLETS)
def moved_by_adoption(figures: ForecastFigures) -> str:
    """How much of employment further adoption moves."""
    end = figures.end
    width = (end["effect_high"] - end["effect_low"]) * end["without"] / (end["high"] - end["low"])
    effect, low, high = (end[name] - 1.0 for name in ("effect", "effect_low", "effect_high"))
    return (
        f"Further adoption changes employment by {say(effect, 'share', signed=True)} "
        f"({span(low, high, 'share', signed=True)}). This interval is {width:.0%} as wide as that of "
        "employment; the rest is deviation of growth from its trend."
    )


@TEXT.sentence("headline", "headline", BULLETS)
def entry_level(figures: ForecastFigures) -> str:
    """Openings that require no experience."""
    entry = figures.openings["entry_share", figures.last]
    middle, low, high, without = (_percent(entry[name]) for name in ("middle", "low", "high", "without"))
    return (
        f"{middle} of open positions require no experience in a related occupation ({low} to {high}); "
        f"{without} without further AI."
    )


@TEXT.sentence("headline", "headline", BULLETS)
def within_reach(figures: ForecastFigures) -> str:
    """Openings within reach of those who lose their job."""
    now, then = (figures.openings["within_reach", year] for year in (figures.first, figures.last))
    if any(pd.isna(value) for value in (then["middle"], then["without"], now["middle"])):
        return "In some draws AI ends no further job there, so openings within reach are not counted."
    return (
        f"Each displaced worker has {_two(then['middle'])} openings within reach in {figures.last} "
        f"({_two(then['low'])} to {_two(then['high'])}), {_two(then['without'])} in a market without further "
        f"AI, and {_two(now['middle'])} in {figures.first}."
    )


@TEXT.sentence("headline", "headline", BULLETS)
def spread_of_pay(figures: ForecastFigures) -> str:
    """Pay at the top against pay at the bottom."""
    pay = figures.openings["pay_spread", figures.last]
    return (
        f"Pay at the 90th percentile is {_two(pay['middle'])} times pay at the 10th ({_two(pay['low'])} to "
        f"{_two(pay['high'])}), {_two(pay['without'])} times without further AI."
    )


@TEXT.sentence("made", "made", BULLETS)
def method(figures: ForecastFigures) -> list[str]:
    """Trend, effect, and the industry of the accounts that stands for each."""
    lines = [
        "Trend: the staff of each industry in May 2025, with every occupation growing as BLS projects it for "
        "2024 to 2034. Deviations vary as yearly growth of the same occupations did from 2017 to 2025.",
        "Effect: jobs that the industry demands under adoption, prices, spending, computing and new tasks, "
        "over draws of the assumptions and eight sources of reach, against the same market without further "
        "AI. It starts in March 2026, when use of AI was surveyed.",
    ]
    for row in figures.mapping.to_dict("records"):
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


@TEXT.sentence("not_said", "not_said", BULLETS)
def limits(figures: ForecastFigures) -> list[str]:
    """What the forecast does not cover."""
    mapping, jobs = figures.mapping, figures.mapping["jobs"]
    past, trend = (float((mapping[name] * jobs).sum() / jobs.sum()) for name in ("past", "trend"))
    return [
        "BLS's projections, which give the trend, already count on AI in some occupations; the effect of "
        "adoption may be counted twice there.",
        f"The trend is {_percent(trend)} a year: each occupation grows as BLS projects it for the whole "
        "nation. How fast these industries themselves grew is not available in the shipped data, so the "
        "trend is not compared with it.",
        f"The same occupations, in all industries of the nation, grew by {_percent(past)} a year from 2017 "
        f"to {LEVELS_YEAR}. {_repeated(figures.start, figures.end, past)}",
        "The interval covers neither a lasting error of the trend nor a decline of these industries alone.",
        "Pay is the mean of an occupation in its industry; the ratio leaves out its spread within "
        "occupations.",
        "Openings within reach count all openings of the nation, wherever they are and whatever they pay.",
    ]


def _repeated(start: _Row, end: _Row, past: float) -> str:
    """Where the past growth of the occupations would lead, compared with the interval.

    start, end : of all industries
    past : growth of their occupations [share/year]
    """
    there = start["middle"] * (1.0 + past) ** (end["year"] - LEVELS_YEAR)
    inside = end["low"] <= there <= end["high"]
    return (
        f"Growth of {_percent(past)} a year here would make {_million(there)} million jobs by May "
        f"{end['year']}, {'inside' if inside else 'outside'} the 80% interval of this forecast."
    )


def _million(persons: float) -> str:
    return _two(persons / MILLION)


_two = partial(cell, digits=2, exact=True)
_percent = partial(cell, unit="share", digits=1, exact=True)


_SECTIONS = {
    "headline": "In short",
    "employment": "Employment",
    "exclusive": "How open the market is",
    "made": "Method",
    "not_said": "Limits of this forecast",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    facts = result.facts
    repeat = how_to_repeat(
        facts,
        ("Date, draws, seed", f"{facts['date']}, {facts['draws']}, {facts['seed']}"),
        ("Assumptions", str(facts["hashes"]["parameters"])),
        request="Request",
    )
    return [*sections(result, TEXT, _SECTIONS), repeat]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        _employment(result),
        Heading(_SECTIONS["made"]),
        Prose(text["made"], NOTE),
        Heading(_SECTIONS["not_said"]),
        Prose(text["not_said"], NOTE),
    ]


def _employment(result: Result) -> Block:
    """All industries together in each year, and each in the last."""
    rows = result.tables["employment"]
    titles = result.tables["mapping"].set_index("industry")["title"].to_dict()
    shown = rows[(rows["industry"] == _ALL) | (rows["year"] == rows["year"].max())]
    title = Column("title", "Industry", words={_ALL: "all five"} | titles)
    columns = (title, "industry", "year", "low", "middle", "high", "without")
    return result.grid("employment", *columns, rows=shown.assign(title=shown["industry"]))


@TEXT.block("employment")
def effects(result: Result) -> Block:
    """Every industry and year, with the effect of adoption as a change."""
    rows = result.tables["employment"]
    ends = {
        "effect_low": "Effect, 10th percentile",
        "effect": "Effect, median",
        "effect_high": "Effect, 90th percentile",
    }
    moved = rows["effect_low"] != rows["effect_high"]
    changes = {name: (rows[name] - 1.0).where(moved) for name in ends}
    columns: list[str | Column] = ["industry", "year", "low", "middle", "high", "without"]
    columns += [
        Column(name, label, "share", signed=True, digits=2, absent="none yet") for name, label in ends.items()
    ]
    return result.grid("employment", *columns, rows=rows.assign(**changes), merged=True)


FORECAST = Kind(
    "forecast", "a forecast", "reallocate forecast --date DAY --out", FORECAST_TABLES, (), _page, _card,
    about="a dated forecast of the tech workforce", text=(TEXT,),
)  # fmt: skip
