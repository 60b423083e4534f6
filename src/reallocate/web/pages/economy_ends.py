"""Economy: the figures at worst and at the end, of one run or of many, and under other sets of accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

import reallocate
from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.number import cell

HEADLINE = "C"
"""The closure of the page: pay clears."""
_CLOSURES = {"C": "Pay clears (C)", "B": "Income on its path (B)", "A": "Money held (A)"}


@dataclass(frozen=True)
class _EndFigure:
    """A figure against no further AI.

    label, unit : as the reader sees it
    digits : decimals of the figure
    signed : whether it is a change, written with its sign
    """

    label: str
    unit: str
    digits: int
    signed: bool = True

    def written(self, value: float, bare: bool = False) -> str:
        """The figure in words; a zero has no sign.

        bare : without the unit, where it stands beside
        """
        words = cell(round(value, self.digits), "%", signed=self.signed, digits=self.digits, exact=True)
        return words if bare else f"{words}{'%' if self.unit == '%' else f' {self.unit}'}"

    def between(self, low: float, high: float) -> str:
        """Two ends of a range, with the unit once where it is a word."""
        return f"{self.written(low, bare=self.unit != '%')} to {self.written(high)}"


FIGURES: Mapping[str, _EndFigure] = {
    "employed": _EndFigure("People in work", "%", 2),
    "jobs": _EndFigure("Jobs, filled or open", "%", 1),
    "hours_saved": _EndFigure("Hours of work that AI saves", "%", 1, signed=False),
    "real_pay": _EndFigure("Real pay", "%", 1),
    "prices": _EndFigure("Prices for households", "%", 1),
    "labour_share": _EndFigure("Labour's share of income", "points", 1),
    "unemployment_peak": _EndFigure("Unemployment at its peak", "points", 2),
    "unemployment_end": _EndFigure("Unemployment at the end", "points", 2),
}
"""Measures of runs at their end; one run of a page has all but people in work."""
_ROWS: Mapping[str, tuple[_EndFigure, str]] = {
    "jobs": (_EndFigure("Jobs, filled or open, in {year}", "%", 1), ""),
    "jobs_worst": (_EndFigure("Jobs at worst", "%", 1), "jobs_worst_year"),
    "unemployment_peak": (_EndFigure("Unemployment at worst", "points", 2), "unemployment_peak_year"),
    "hours_saved": (_EndFigure("Hours of work that AI saves in {year}", "%", 1, signed=False), ""),
    "real_pay": (_EndFigure("Real pay in {year}", "%", 1), ""),
    "prices": (_EndFigure("Prices in {year}", "%", 1), ""),
    "labour_share_lowest": (_EndFigure("Pay's share of income, lowest", "points", 1), ""),
}
"""Rows of the page's table -> the figure, and the measure that says in which year."""
_LOWEST = {"jobs_worst": "jobs", "labour_share_lowest": "labour_share"}
"""Rows that are the lowest point of a series of the draws."""


def shipped_outcomes() -> dict[str, dict[str, float]]:
    """The draws as shipped at the end, by measure: a closure's median, and its `_low` and `_high`."""
    rows = reallocate.Market.outcomes().drop(columns="unit").set_index("measure")
    return {
        str(name): {str(column): float(value) for column, value in row.items()}
        for name, row in rows.to_dict("index").items()
    }


def medians() -> dict[str, float]:
    """Each of `FIGURES` as shipped, the median of the draws."""
    rows = shipped_outcomes()
    return {name: rows[name][HEADLINE] for name in FIGURES}


def _labels(year: float) -> tuple[str, dict[str, str]]:
    """What heads the table of figures, and its rows."""
    labels = {name: about.label.format(year=int(year)) for name, (about, _) in _ROWS.items()}
    return f"At worst and in {int(year)}, against no further AI", labels


def run_grid(own: Mapping[str, float], shipped: Mapping[str, float]) -> Grid:
    """The reader's run beside the run as shipped; a page's script moves the first.

    own, shipped : figures of each run, by measure
    """
    head, labels = _labels(shipped["year"])
    rows = []
    for name, (about, year) in _ROWS.items():
        cells = [_of_run(about, each[name], each.get(year, 0.0)) for each in (own, shipped)]
        live = Markup('<span data-live="{}">{}</span>').format(name, cells[0])
        rows.append((labels[name], live, cells[1]))
    heads = (Head(head), Head("Your run", number=True), Head("Run as shipped", number=True))
    return Grid(head, heads, tuple(rows))


def _of_run(about: _EndFigure, value: float, year: float) -> Markup:
    small = Markup(" <small>{}</small>").format(int(year)) if year else ""
    return Markup("{}{}").format(about.written(value), small)


def draws_grid(band: Mapping[str, pd.DataFrame], year: float) -> Grid:
    """The same figures over the draws as shipped: the median, and where eight of ten lie.

    band : of the draws, by series
    year : the end [year]
    """
    head, labels = _labels(year)
    outcomes = shipped_outcomes()
    people = FIGURES["employed"]
    middle, low, high = (outcomes["employed"][f"{HEADLINE}{end}"] for end in ("", "_low", "_high"))
    rows = [
        (f"{people.label} in {int(year)}", _of_run(people, middle, 0.0), people.between(low, high))
    ]
    for name, (about, _) in _ROWS.items():
        when = 0.0
        if name in _LOWEST:
            series = band[_LOWEST[name]]
            lowest = series.iloc[int(series["p50"].argmin())]
            middle, low, high = (float(lowest[one]) for one in ("p50", "p10", "p90"))
            when = float(lowest["year"]) if name == "jobs_worst" else 0.0
        else:
            middle, low, high = (outcomes[name][f"{HEADLINE}{end}"] for end in ("", "_low", "_high"))
        rows.append((labels[name], _of_run(about, middle, when), about.between(low, high)))
    heads = (Head(head), Head("Median of many runs", number=True), Head("8 of 10 runs", number=True))
    return Grid(head, heads, tuple(rows))


def closures_grid(moved: Mapping[str, pd.DataFrame] | None) -> Grid:
    """The figures at the end under each closure: the median of the draws as shipped, or the reader's run.

    moved : the reader's run by closure; none where nothing was moved
    """
    heads = (Head("At the end"), *(Head(words, number=True) for words in _CLOSURES.values()))
    if moved is None:
        rows = shipped_outcomes()
        found = {closure: {name: rows[name][closure] for name in FIGURES} for closure in _CLOSURES}
    else:
        found = {closure: reallocate.Market.ends(moved[closure]) for closure in _CLOSURES}
    cells = tuple(
        (escape(about.label), *(about.written(found[closure][name]) for closure in _CLOSURES))
        for name, about in FIGURES.items()
        if name in found[HEADLINE]
    )
    note = "As shipped: the median of many runs with other assumptions."
    if moved is not None:
        note = "One run each, with your assumptions."
    return Grid("The same run under each set of accounts", heads, cells, note=note)
