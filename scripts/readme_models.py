"""The table of the two operating models for the README's first screen: four rows, one measure each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from study_figures import Figures

from reallocate.measure.number import cell, is_number, say

OBSERVED = " (observed)"
LEADING = ("managing", "coordinating", "routine analysis")


@dataclass(frozen=True)
class Line:
    """A row of the story: the measure of the past and the measure of the plan."""

    row: str
    past: str
    past_unit: str
    past_words: str
    planned: str
    planned_unit: str
    planned_words: str


HEADCOUNT = "headcount"
SHARE_OF_SPEND = "employees' share of pay and capital expenditure"
SHARE_OF_COST = "people's share of running cost of the firm's own work"
REVENUE = "revenue per employee"
WORK = "work delivered per employee, without coordination"

LINES = (
    Line("Growth driver", HEADCOUNT, "people", HEADCOUNT, HEADCOUNT, "positions", HEADCOUNT),
    Line("Core asset", SHARE_OF_SPEND, "share", SHARE_OF_SPEND, SHARE_OF_COST, "share", SHARE_OF_COST),
    Line("Operational goal", REVENUE, "USD/person/year", REVENUE, WORK, "hours a quarter", WORK_IN_WORDS),
)


def operating_models(figures: Figures) -> str:
    """The four rows: first and last observed year, today, baseline and plan, each number with its unit."""
    planned = list(figures.table("operating_models").columns[-3:])
    heads = ["", "measure", "first observed year", "last", *(_dated(name) for name in planned)]
    rows = [_row(figures, line, planned) for line in LINES] + [_profile(figures, planned)]
    note = (
        "*Observed years: the company's public figures. Today, baseline and plan: the worked example. Two "
        "rows change their measure, because the second is not published for past years.*"
    )
    return "\n".join(_line(cells) for cells in (heads, ["---"] * len(heads), *rows)) + f"\n\n{note}"


def observed(figures: Figures, measure: str) -> list[tuple[str, float]]:
    """The observed years of a measure, with its value."""
    found = figures.measure(measure)
    return [
        (name.removesuffix(OBSERVED), float(value))
        for name, value in found.items()
        if name.endswith(OBSERVED) and is_number(value)
    ]


def _row(figures: Figures, line: Line, planned: list[str]) -> list[str]:
    years = observed(figures, line.past)
    past = [f"{say(value, line.past_unit)} ({year})" for year, value in (years[0], years[-1])]
    found = figures.measure(line.planned)
    same = line.past == line.planned
    words = line.past_words if same else f"past: {line.past_words}; from today on: {line.planned_words}"
    cells = [_told(found, name, line.planned_unit) for name in planned]
    return [f"**{line.row}**", words, *past, *cells]


def _profile(figures: Figures, planned: list[str]) -> list[str]:
    parts = [figures.measure(kind) for kind in LEADING]
    directing = figures.measure("directing AI")
    words = f"{', '.join(LEADING[:-1])} and {LEADING[-1]}: share of positions (directing AI in brackets)"
    cells = [
        f"{cell(sum(float(part[name]) for part in parts), 'share')} ({cell(directing[name], 'share')})"
        for name in planned
    ]
    return ["**Talent profile**", words, "not published", "not published", *cells]


def _told(found: Mapping[str, Any], name: str, unit: str) -> str:
    # Shares near the whole keep a decimal, or a plan that changes them would look as if it did not.
    value = float(found[name])
    return f"{value:.1%}" if unit == "share" and 0.9 < value < 1 else say(value, unit)


def _dated(name: str) -> str:
    words, _, year = name.rpartition(" ")
    return f"{words}, {year}" if words else name


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
