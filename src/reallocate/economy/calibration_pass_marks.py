"""Pass marks of the fit, the gate: with AI off, the market has to look like the one that was observed."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.economy.calibrate import Fit

MEAN = 0.05
"""A mean may be off by so much of itself."""
CORRELATION = 0.6
"""Least correlation of the monthly paths."""
MOBILITY = (0.06, 0.19)
"""Published range of people who change occupation in a year [share/year]: BLS EP 2024-34 to CPS."""


@dataclass(frozen=True)
class Check:
    """One thing that has to hold.

    found, low, high : the figure and where it has to lie
    unit : of them
    """

    name: str
    found: float
    low: float
    high: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.low <= self.found <= self.high


def gate(fit: Fit, mobility: float) -> tuple[Check, ...]:
    """Everything that has to hold before a scenario may be shown.

    fit : the market beside the series, over the months of the gate
    mobility : people who change occupation in a year [share/year]
    Means within 5% of the observed ones, monthly paths correlated at 0.6 or more and nearer to the
    observed than their mean is (error below the standard deviation), mobility within what is published.
    Fixed before the first fit. How long people are unemployed is not available and is not checked.
    """
    checks = []
    for row in fit.summary().to_dict("records"):
        name, mean = str(row["series"]), float(row["mean_observed"])
        checks += [
            Check(
                f"{name}, mean", float(row["mean_modelled"]), mean * (1 - MEAN), mean * (1 + MEAN), "share"
            ),
            Check(f"{name}, correlation by month", float(row["correlation"]), CORRELATION, 1.0, "ratio"),
            Check(f"{name}, error", float(row["error"]), 0.0, float(row["deviation_observed"]), "share"),
        ]
    checks.append(Check("occupation changes", mobility, *MOBILITY, "share/year"))
    return tuple(checks)
