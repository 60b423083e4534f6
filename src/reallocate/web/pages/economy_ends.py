"""Economy: the figures at the end of the run, and the same under the other ways to close the accounts."""

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
    """A figure at the end of the run, against no further AI.

    label, unit : as the reader sees it
    digits : decimals of the figure
    name : in a link of the page's script
    """

    label: str
    unit: str
    digits: int
    name: str

    def written(self, value: float, bare: bool = False) -> str:
        """The figure in words; a zero has no sign.

        bare : without the unit, where it stands beside
        """
        words = cell(round(value, self.digits), "%", signed=True, digits=self.digits, exact=True)
        return words if bare else f"{words}{'%' if self.unit == '%' else f' {self.unit}'}"


FIGURES: Mapping[str, _EndFigure] = {
    "jobs": _EndFigure("Jobs, filled and open", "%", 1, "end-jobs"),
    "hours_saved": _EndFigure("Hours saved, output unchanged", "%", 1, "end-hours"),
    "real_pay": _EndFigure("Real pay", "%", 1, "end-pay"),
    "prices": _EndFigure("Prices for households", "%", 1, "end-prices"),
    "labour_share": _EndFigure("Labour's share of income", "points", 1, "end-share"),
    "unemployment_peak": _EndFigure("Unemployment at its peak", "points", 2, "end-peak"),
    "unemployment_end": _EndFigure("Unemployment at the end", "points", 2, "end-unemployment"),
}
"""What the page shows of the measures of a run, in its order."""


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


def _range_of(name: str) -> str:
    """Where eight of ten draws lie as shipped.

    name : of one of `FIGURES`
    """
    row, about = shipped_outcomes()[name], FIGURES[name]
    low, high = (row[f"{HEADLINE}_{one}"] for one in ("low", "high"))
    if about.unit == "%":
        return f"{about.written(low)} to {about.written(high)}"
    return f"{about.written(low, bare=True)} to {about.written(high)}"


def ends_grid(shown: Mapping[str, float], ghost: Mapping[str, float] | None) -> Grid:
    """Every figure at the end: the median with its range, or the reader's run beside the run as shipped.

    shown : the figures, by name
    ghost : of the central run as shipped; none where nothing was moved
    """
    heads = (Head("At the end"), *(Head(words, number=True) for words in _heads(ghost)))
    rows = []
    for name, about in FIGURES.items():
        value = Markup('<b data-live="{}">{}</b>').format(about.name, about.written(shown[name]))
        other = _range_of(name) if ghost is None else about.written(ghost[name])
        rows.append((about.label, value, other))
    return Grid("At the end of the run, against no further AI", heads, tuple(rows))


def _heads(ghost: Mapping[str, float] | None) -> tuple[str, str]:
    return ("Median", "8 of 10 runs") if ghost is None else ("Yours", "Unchanged")


def closures_grid(moved: Mapping[str, pd.DataFrame] | None) -> Grid:
    """The same figures under each closure: the median of the draws as shipped, or the reader's run.

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
    )
    note = "The median of 32 runs with other assumptions."
    if moved is not None:
        note = "One central run each, with your assumptions."
    return Grid("The same run under each way to close the accounts", heads, cells, note=note)
