"""Row 3d: exposure foretells decline, held against the years before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.estimated import estimates_of
from reallocate.claims.basis.gates import power
from reallocate.claims.estimates.findings import JOBS_CHANGE
from reallocate.claims.estimates.regression import SIGNIFICANT, weighted_spread
from reallocate.kernel.arrays import HIGH, LOW, interval
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.lines import what_could_tell
from reallocate.work.history import history_tables
from reallocate.work.panel import signed
from reallocate.work.reach import enough_agree

_NO_POWER = "the effect in the model is too small to be seen in past data"
_TENTHS = float(ndtri(HIGH) - ndtri(LOW))
"""Width of a 10–90% interval [standard errors]."""


class _ExposureForetells(Claim):
    """Whether growth fell with exposure more after 2022 than it did before any such AI."""

    id = "exposure-foretells-decline"
    row = "3d"
    statement = "The most exposed jobs are those that decline"
    reading = (
        "whether jobs grow less the more AI could do of them: the rank correlation of exposure with "
        "employment growth (−1 to 1: below 0 where the exposed grow less) from 2022 to 2025, less the same "
        "from 2017 to 2019, before such AI. What was so before the AI cannot be its doing, so the "
        "difference must be below 0"
    )
    unit = "difference of rank correlations"
    rule = Rule(
        "negative, and its interval excludes 0, under at least 5 of 8 sources",
        "its interval contains or exceeds 0 under at least 5",
        Verdict.MIXED,
        (0.0,),
        Change(
            "the same, whatever effect the test could have shown",
            "no decline proves nothing where the decline that the model expects would not have shown",
            AFTER_THE_RESULT,
            "2026-11-26",
        ),
        "cannot be told where the smallest effect that shows in four of five cases (2.8 standard errors) is "
        "larger than the model's own",
    )
    drivers = ()
    sources = (
        "BLS OEWS 2017 to 2025, bridged to one frame (A)", "eight sources of exposure (A)",
        "`reallocate estimates` (E)",
    )  # fmt: skip

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The middle of the sources.

        context : the world
        parameters : not needed: this is a measurement
        """
        return float(_table(context)["difference"].median())

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The difference under every source, with what chance leaves open.

        context : the world
        parameters : in force, for the effect that the model expects
        """
        table = _table(context)
        middle, low, high = interval(table["difference"].to_numpy())
        figures = dict(zip(table["source"], table["difference"], strict=True))
        first, here = Verdict(str(table["verdict"].iloc[0])), power(context, parameters)
        figures["smallest effect that shows in four of five cases"] = here.detectable
        figures["effect that the model itself expects, middle of the sources"] = here.own
        figures |= {f"{name}: effect that the model itself expects": one for name, one in here.each.items()}
        seen = _against_own(table, here.each)
        finding = (
            f"By the model's own jobs, exposure would move the rank correlation by {signed(here.own)} in "
            f"three years ({signed(here.least)} to {signed(here.most)} over the sources). Over "
            f"{here.occupations} occupations only {here.detectable:.2f} or more shows in four of five cases. "
            f"Seen is a difference of {signed(middle)}. {_outside(seen)} {table['sentence'].iloc[0]} "
            f"{_by_jobs(context)}"
        )
        verdict, reason = (first, "") if here.is_enough else (Verdict.CANNOT_BE_TOLD, _reason(seen))
        return Measured(
            middle, low, high, verdict, finding, figures, reason, first, rests_on=what_could_tell()
        )

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """By jobs instead of occupations; and if nothing else had moved these jobs.

        context, parameters : as `measure`
        """
        table = _table(context)
        seen = _against_own(table, power(context, parameters).each)
        values = table["difference_weighted"]
        negative, median = int((values < 0).sum()), values.median()
        finding = f"{median:+.2f} in the median, negative under {negative} of {len(values)} sources"
        verdict = Verdict.MIXED if enough_agree((values < 0).to_numpy(bool)) else Verdict.NOT_SUPPORTED
        each = "; ".join(
            f"{one.source} {signed(one.value)} ({signed(one.low)} to {signed(one.high)}) against "
            f"{signed(one.own)}{'' if one.is_outside else ', inside'}"
            for one in seen
        )
        return (
            Reading("an occupation counts as often as it has jobs", finding, verdict),
            Reading(
                "if nothing has moved these jobs since 2022 that did not from 2017 to 2019, seen (10–90%) "
                "against the model's own effect",
                each,
                Verdict(str(table["verdict"].iloc[0])),
            ),
        )


@dataclass(frozen=True)
class _Seen:
    """What was seen under one source, beside the model's own effect [difference of rank correlations]."""

    source: str
    value: float
    low: float
    high: float
    own: float

    @property
    def is_outside(self) -> bool:
        """Whether the model's own effect lies outside the 10–90% interval of what was seen."""
        return not self.low <= self.own <= self.high

    @property
    def errors_away(self) -> float:
        """What was seen less the model's own effect [standard errors]."""
        return (self.value - self.own) * _TENTHS / (self.high - self.low)


def _against_own(table: pd.DataFrame, own: Mapping[str, float]) -> list[_Seen]:
    """Every source: what was seen, and what the model expects.

    own : (source) as of `power`
    """
    columns = (table[name].astype(float) for name in ("difference", "low", "high"))
    return [
        _Seen(source, value, low, high, own[source])
        for source, value, low, high in zip(table["source"].astype(str), *columns, strict=True)
    ]


def _reason(seen: list[_Seen]) -> str:
    """Why nothing can be told, and where the model's own effect is excluded none the less."""
    outside = [one for one in seen if one.is_outside]
    if not outside:
        return _NO_POWER
    above = all(one.errors_away > 0.0 for one in outside)
    growth = "growth was above what exposure foretold" if above else "what was seen differs from it"
    return (
        f"{_NO_POWER}, and {growth}: the model's own effect is excluded under {len(outside)} of {len(seen)} "
        "sources if nothing else moved these jobs"
    )


def _outside(seen: list[_Seen]) -> str:
    """Under how many sources the model's own effect is excluded, in words."""
    away, outside = sorted(one.errors_away for one in seen), sum(one.is_outside for one in seen)
    return (
        f"The model's own effect lies outside the 10–90% interval of what was seen under {outside} of "
        f"{len(seen)} sources ({away[0]:.1f} to {away[-1]:.1f} standard errors away). The years from 2022 "
        "follow the pandemic, and other causes may have moved these jobs. The model's three years begin "
        "today, not in 2022."
    )


def _by_jobs(context: ClaimContext) -> str:
    """The size of the effect on jobs and what the model's capture would give, in words."""
    found = estimates_of(context)
    one, panel = found.feeding(JOBS_CHANGE), found.panel
    spread = [
        _CAPTURE * weighted_spread(panel.hours_saved(name), panel.weights) for name in found.exposure.measures
    ]
    low, high = 100.0 * min(spread), 100.0 * max(spread)
    is_open = one.value - SIGNIFICANT * one.error <= -high
    needed = SIGNIFICANT * float(np.median([each.error for each in found.net_capture.values()]))
    return with_minus(
        f"Counted by jobs, exposed occupations changed by {one.value:+.1f} log points in three years beyond "
        f"earlier growth for each standard deviation of exposure (s.e. {one.error:.1f}); from "
        f"{one.detectable:.1f} it would show. A capture of {_CAPTURE:g} of the hours saved by November 2024 "
        f"would give {low:.1f} to {high:.1f} by measure, and half of that where cheaper work brings half "
        f"back; {'neither is' if is_open else 'that is'} excluded. The verdict would change at a net capture "
        f"of {needed:.1f} by five measures."
    )


_CAPTURE = 0.6
"""A high capture of freed hours, for comparison [share]."""


@once
def _table(context: ClaimContext) -> pd.DataFrame:
    return history_tables(context.world)["history_summary"]


CLAIM = _ExposureForetells()
