"""The tables of the two operating models for the README's first screen: four rows, one measure each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from study_figures import Figures

from reallocate.kernel.number import cell, is_number, say

OBSERVED = " (observed)"
LEADING = ("managing", "coordinating", "routine analysis")


@dataclass(frozen=True)
class Line:
    """A row of the story: the measure of the past and the measure of the plan."""

    row: str
    past: str
    past_unit: str
    planned: str
    planned_unit: str


HEADCOUNT = "headcount"
SHARE_OF_SPEND = "pay as a share of pay plus capital expenditure"
SHARE_OF_COST = "people's share of running cost of the firm's own work"
REVENUE = "revenue per employee"
WORK = "hours of work delivered per employee (hours of coordination not counted)"

LINES = (
    Line("Growth driver", HEADCOUNT, "people", HEADCOUNT, "positions"),
    Line("Core asset", SHARE_OF_SPEND, "share", SHARE_OF_COST, "share"),
    Line("Operational goal", REVENUE, "USD/person/year", WORK, "hours a quarter"),
)


def operating_models(figures: Figures) -> str:
    """The observed years, then today, baseline and plan: each table with its own measures."""
    planned = list(figures.table("operating_models").columns[-3:])
    observed_rows = [_observed_row(figures, line) for line in LINES]
    planned_rows = [_planned_row(figures, line, planned) for line in LINES] + [_profile(figures, planned)]
    work = figures.measure(WORK)
    base, plan = (float(work[name]) for name in planned[1:])
    note = (
        f"*{plan:,.0f} against {base:,.0f} hours is {plan / base:.2f} times the work per employee, with "
        "every assumption at its middle value. Claim 4 below is the median over draws of the assumptions "
        "and over all sources of AI's reach, so it differs.*"
    )
    return "\n\n".join(
        [
            "What the company has published:",
            _table(["", "measure", "earliest year", "latest year"], observed_rows),
            "The worked example. Core asset and operational goal are measured differently here, because the "
            "company does not publish these measures for past years:",
            _table(["", "measure", *(_dated(name) for name in planned)], planned_rows),
            note,
        ]
    )


def _table(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join(_line(cells) for cells in (heads, ["---"] * len(heads), *rows))


def observed(figures: Figures, measure: str) -> list[tuple[str, float]]:
    """The observed years of a measure, with its value."""
    found = figures.measure(measure)
    return [
        (name.removesuffix(OBSERVED), float(value))
        for name, value in found.items()
        if name.endswith(OBSERVED) and is_number(value)
    ]


def _observed_row(figures: Figures, line: Line) -> list[str]:
    years = observed(figures, line.past)
    cells = [f"{say(value, line.past_unit)} ({year})" for year, value in (years[0], years[-1])]
    return [f"**{line.row}**", line.past, *cells]


def _planned_row(figures: Figures, line: Line, planned: list[str]) -> list[str]:
    found = figures.measure(line.planned)
    return [f"**{line.row}**", line.planned, *(_cell(found, name, line.planned_unit) for name in planned)]


def _profile(figures: Figures, planned: list[str]) -> list[str]:
    parts = [figures.measure(kind) for kind in LEADING]
    directing = figures.measure("directing AI")
    words = f"share of positions in {', '.join(LEADING[:-1])} and {LEADING[-1]} (directing AI in brackets)"
    cells = [
        f"{cell(sum(float(part[name]) for part in parts), 'share')} ({cell(directing[name], 'share')})"
        for name in planned
    ]
    return ["**Talent profile**", words, *cells]


def _cell(found: Mapping[str, Any], name: str, unit: str) -> str:
    # Shares near the whole keep a decimal, or a plan that changes them would look as if it did not.
    value = float(found[name])
    return f"{value:.1%}" if unit == "share" and 0.9 < value < 1 else say(value, unit)


def _dated(name: str) -> str:
    words, _, year = name.rpartition(" ")
    return f"{words}, {year}" if words else name


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
