"""Row 14: compute grows faster than people."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.basis.claim import SET_AFTER, Change, Claim, Measured, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.data.observed import h100_per_employee
from reallocate.kernel.parameters import Parameters

_TWICE = 2.0
_MOST = 0.75
"""Share of the companies that must agree."""


class _GrowthDriver(Claim):
    """Whether compute grows faster than people at four companies."""

    id = "growth-driver"
    row = "14"
    statement = "Compute grows faster than people"
    reading = (
        "AI chips per employee (in H100 equivalents) of each company on the last day known, over the first; "
        "from the first to the last day on which both chips and people are known. The story calls compute "
        "the growth driver; that it brings the growth is not shown"
    )
    unit = "multiple of the first day, least of the companies"
    rule = Rule(
        "at three quarters of the companies or more it at least doubles even with the 5% estimate of chips "
        "on the last day over the 95% estimate on the first",
        "at no more than a quarter it doubles, even with the 95% estimate over the 5% estimate",
        Verdict.MIXED,
        (_TWICE, _TWICE),
        Change(
            "",
            "the row had no rule. Twice is far above what the estimates leave open, and the growth of people "
            "is below a tenth a year",
            SET_AFTER,
            "2026-11-27",
        ),
    )
    drivers = ()
    sources = (
        "Epoch AI, AI chips by owner, April 2026 (estimates, 5–95%)",
        "headcounts of annual reports and press (A to C)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The least multiple of the companies.

        context : the world
        parameters : not needed: this is a measurement
        """
        return float(_growth(context)["times"].min())

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The multiple of each company, with what the estimates leave open.

        context : the world
        parameters : not needed: this is a measurement
        """
        rows = _growth(context)
        each = "; ".join(
            f"{company} {one.first:.2g} to {one.last:.2g}, {one.times:.1f} times ({one.low:.1f} to "
            f"{one.high:.1f}), with {one.people - 1.0:+.0%} people, {one.begin} to {one.end}"
            for company, one in rows.iterrows()
        )
        sure = int((rows["low"] >= _TWICE).sum())
        least = rows.sort_values("times").iloc[0]
        finding = (
            f"At {sure} of {len(rows)} companies AI chips per employee at least doubled, even at the low end "
            f"of the estimates. H100 equivalents per employee: {each}. Chips that Amazon and Microsoft make "
            "themselves are not counted, and Amazon's employees work mostly in warehouses. Four buyers of "
            "chips are not a sample of firms. What would tell whether compute brings the growth: revenue by "
            "product with the compute used for it, which no company reports."
        )
        figures = {f"{company}: multiple of the first day": one.times for company, one in rows.iterrows()}
        return Measured(least.times, least.low, least.high, _judged(rows), finding, figures)


def _judged(rows: pd.DataFrame) -> Verdict:
    """The verdict on the companies."""
    sure, possible = (rows["low"] >= _TWICE).mean(), (rows["high"] >= _TWICE).mean()
    return Verdict.of(sure >= _MOST, possible <= 1.0 - _MOST)


@once
def _growth(context: ClaimContext) -> pd.DataFrame:
    """From the first to the last day known, by company: H100 equivalents per employee on both days, how often
    the first the last is with its low and high end, people over people, and the days."""
    world = context.world
    table = h100_per_employee(world.table("ai_chips"), world.table("headcounts")).reset_index("date")
    first, last = (table.groupby(level="company").nth(place) for place in (0, -1))
    return pd.DataFrame(
        {
            "first": first["each"],
            "last": last["each"],
            "times": last["each"] / first["each"],
            "low": last["each_low"] / first["each_high"],
            "high": last["each_high"] / first["each_low"],
            "people": last["people"] / first["people"],
            "begin": first["date"].astype(str).str[:7],
            "end": last["date"].astype(str).str[:7],
        }
    )


CLAIM = _GrowthDriver()
