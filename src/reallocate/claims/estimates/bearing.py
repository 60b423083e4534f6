"""From estimates to parameters: what the data leave open, the grade that follows, when effects would show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from reallocate.claims.estimates.findings import PAY_CHANGE, Estimates
from reallocate.claims.estimates.flows import HORIZON, POST_MONTHS, FlowBound, above_least_exposed, medians
from reallocate.claims.estimates.hires import five_years_of_hires, most_not_hired
from reallocate.claims.estimates.jobs_and_pay import (
    HOURS_SAVED,
    PRIORS,
    Posterior,
    mixture,
    net_capture,
    shows_when,
    weighted_capture,
)
from reallocate.claims.estimates.outside import LATER
from reallocate.claims.estimates.regression import ONE_SIDED_95, Estimate, least_detectable
from reallocate.claims.estimates.sectors import EXPOSED_YEARS
from reallocate.claims.estimates.young import HIGHEST
from reallocate.kernel.arrays import interval
from reallocate.kernel.grade import Grade
from reallocate.kernel.number import significant
from reallocate.kernel.parameters import Parameter, Parameters
from reallocate.kernel.units import MONTHS_A_YEAR

BROUGHT_BACK = (0.0, 0.5)
"""Shares of the positions that cheaper work may bring back."""
_TOP_FIFTH, _SHARE_OF_PAY = 1.4, 0.25
"""How far the most exposed fifth lies above the mean [standard deviations], and its share of all pay."""
_YEARS = 3.0
_CENTURY = 2100.0
_LAST_OPEN = 2024.25
"""The end of the open months [year]."""
BEGINNERS = "beginners_gap"


class Status(StrEnum):
    """What the data make of a judged range."""

    EXCLUDED = "excluded"
    UNTOUCHED = "untouched"
    ESTIMATED = "estimated here"


@dataclass(frozen=True)
class Tested:
    """A parameter beside what the data leave open.

    name : of the parameter
    judged : its declared range [its unit]
    ends : 10%, 50% and 90% of the estimate [its unit]; not numbers where only words can be said
    says : table, window, errors and MDE
    """

    name: str
    judged: tuple[float, float]
    ends: tuple[float, float, float]
    says: str

    @property
    def status(self) -> Status:
        """By `status_of`."""
        return status_of(self.judged, (self.ends[0], self.ends[2]))

    @property
    def words(self) -> str:
        """The status with the interval, for the page of parameters."""
        low, middle, high = (significant(one, 2) for one in self.ends)
        grade = f"{Grade.ESTIMATED.value}, " if self.status is Status.ESTIMATED else ""
        numbers = f", {middle} ({low} to {high})" if np.isfinite(self.ends).all() else ""
        numbers = f", {low} to {high}" if np.isnan(self.ends[1]) and np.isfinite(self.ends[0]) else numbers
        return f"{grade}{self.status.value}{numbers}: {self.says}"


def status_of(judged: tuple[float, float], found: tuple[float, float]) -> Status:
    """What an interval makes of a judged range.

    judged : low and high of the range
    found : 10% and 90% of the estimate, in the same unit; not numbers where there is none
    Estimated here, grade E, only where the interval is narrower than the range; excluded where both have
    nothing in common; else untouched.
    """
    if np.isnan(found).any():
        return Status.UNTOUCHED
    if found[0] > judged[1] or found[1] < judged[0]:
        return Status.EXCLUDED
    is_narrower = found[1] - found[0] < judged[1] - judged[0]
    return Status.ESTIMATED if is_narrower else Status.UNTOUCHED


def tested(found: Estimates) -> dict[str, Tested]:
    """Every parameter that the data were asked about, by name."""
    p, nan = Parameters.default(), float("nan")
    capture = interval_of(found.net_capture)
    errors = [one.error for one in found.net_capture.values()]
    net = (
        f"net capture, jobs of {len(found.panel.minor)} occupations (OEWS 2022 to 2025 less 2017 to 2019), "
        f"nine measures, s.e. {min(errors):.2f} to {max(errors):.2f}, MDE "
        f"{least_detectable(float(np.median(errors))):.1f}"
    )
    made = [Tested(name, _range(p.about(name)), capture, net) for name in PRIORS]
    timing = (
        "timing only. While use grew, postings of exposed sectors against others moved by "
        f"{found.postings.later:+.1f} log points, from the year to {EXPOSED_YEARS[0][1]} to the year to "
        f"{EXPOSED_YEARS[1][1]}"
    )
    names = ("adoption_ceiling", "industry_adoption_ceiling", "industry_adoption_imitation")
    made += [Tested(name, _range(p.about(name)), (nan, nan, nan), timing) for name in names if name in p]
    fall = -float(np.expm1(found.published[HIGHEST].value / 100.0))
    beginners = (
        "published fall of the young, most against least exposed fifth (US household survey, to 2026-06, "
        "no error published). Registers of Norway and Sweden leave 0 open"
    )
    if BEGINNERS in p:
        made.append(Tested(BEGINNERS, _range(p.about(BEGINNERS)), (0.0, nan, fall), beginners))
    return {one.name: one for one in made}


def _range(about: Parameter) -> tuple[float, float]:
    return about.low, about.high


def interval_of(estimates: Mapping[str, Estimate]) -> tuple[float, float, float]:
    """10%, 50% and 90% of the mixture of all measures."""
    middle, low, high = interval(mixture(estimates))
    return low, middle, high


@dataclass(frozen=True)
class CaptureLaw:
    """A judged law of capture before and after it met the data, where cheaper work brings some back."""

    name: str
    brought_back: float
    law: Posterior


def capture_laws(found: Estimates) -> list[CaptureLaw]:
    """Both laws of capture under each share that cheaper work brings back."""
    return [
        CaptureLaw(name, share, weighted_capture(name, found.net_capture, share))
        for name in PRIORS
        for share in BROUGHT_BACK
    ]


@dataclass(frozen=True)
class Bound:
    """What the data leave open for one quantity.

    low, high : least and largest of the medians over measures, by window; or 10% and 90%
    bound_low, bound_high : the same of the 95% bound; most : its largest
    """

    what: str
    unit: str
    low: float
    high: float
    bound_low: float = float("nan")
    bound_high: float = float("nan")
    most: float = float("nan")
    says: str = ""


def bounds(found: Estimates) -> list[Bound]:
    """Bounds on layoffs, net capture and pay."""
    within = interval_of(net_capture(found.panel, within=True))
    capture = interval_of(found.net_capture)
    pay, highest, of_all = found.feeding(PAY_CHANGE), _pay_bounds(found), pay_bounds_a_year(found)
    mixed = "mixture of nine measures, 10–90%"
    a_share = f"if the most exposed fifth, {_TOP_FIFTH:g} s.d. up, holds {_SHARE_OF_PAY:.0%} of pay"
    return [
        _of_layoffs(found.layoffs, "people displaced in five years", "% of workers"),
        _of_layoffs(
            found.layoffs, f"layoffs of {POST_MONTHS} months", "share of freed hours",
            POST_MONTHS / HORIZON / (100.0 * HOURS_SAVED),
        ),
        _of_hires(found),
        Bound("net capture of freed hours", "ratio", capture[0], capture[2], says=mixed),
        Bound("net capture within major groups", "ratio", within[0], within[2], says=mixed),
        Bound(
            "pay in three years", "log points per s.d.", *pay.ends, float(np.median(highest)), max(highest),
            max(highest), "range and 95% bound over measures",
        ),
        Bound(
            "pay a year", "% of all pay", float("nan"), float("nan"), float(np.median(of_all)), max(of_all),
            max(of_all), a_share,
        ),
    ]  # fmt: skip


def _pay_bounds(found: Estimates) -> list[float]:
    """95% bounds on pay in three years, by measure [log points per standard deviation]."""
    return [one.value + ONE_SIDED_95 * one.error for one in found.feeding(PAY_CHANGE).estimates.values()]


def pay_bounds_a_year(found: Estimates) -> list[float]:
    """95% bounds on what pay of the most exposed fifth gains, by measure [% of all pay a year]."""
    return [each * _TOP_FIFTH / _YEARS * _SHARE_OF_PAY for each in _pay_bounds(found)]


def _of_layoffs(each: list[FlowBound], what: str, unit: str, scale: float = 1.0) -> Bound:
    """Bounds on layoffs.

    scale : from % of workers in five years to the unit
    """
    middles, uppers = ([scale * one for one in medians(each, name)] for name in ("five_years", "upper"))
    most = scale * max(one.upper for one in each)
    says = "by window, medians of nine measures; the most exposed against the least exposed quarter"
    return Bound(what, unit, min(middles), max(middles), min(uppers), max(uppers), most, says)


def _of_hires(found: Estimates) -> Bound:
    low, high = five_years_of_hires(found)
    says = "by window, medians of nine measures; fell as much before AI, and no row counts it"
    what = "people not hired from outside in five years"
    return Bound(what, "% of workers", low, high, most=most_not_hired(found), says=says)


@dataclass(frozen=True)
class Power:
    """When an effect of some size would show in four of five cases.

    what, size : the effect
    needs : hours that AI must save, or months of data, by then [as `unit` says]
    year : when that is; not a number where not in this century
    assumes : what the date rests on
    """

    what: str
    size: str
    needs: float
    unit: str
    year: float
    assumes: str


_CAPTURES, _DOUBLINGS = (0.25, 0.6), (1.0, 2.0)
_SIZES = (0.25, 1.0, 2.0, 5.0)
"""People displaced in five years [% of workers]."""


def power(found: Estimates) -> list[Power]:
    """When an effect would show: by jobs of occupations, and by separations of major groups."""
    errors = [one.error for one in found.net_capture.values()]
    rows = []
    for size in _CAPTURES:
        for words, error in (("best", min(errors)), ("median", float(np.median(errors)))):
            for doubling in _DOUBLINGS:
                hours, year = shows_when(error, size, doubling)
                assumes = f"{words} measure; hours saved double every {doubling:g} years"
                assumes = assumes.replace("every 1 years", "every year")
                rows.append(
                    Power("net capture, by jobs of occupations", f"{size:g}", 100.0 * hours,
                          "% of all hours", year, assumes)
                )  # fmt: skip
    later = found.outside[LATER].figures
    for size in _SIZES:
        months, year = separations_show(found, size)
        assumes = f"as many months before as after, and the spread of the {later['months']:.0f} later months"
        rows.append(
            Power("people displaced in five years, by separations", f"{size:g}%", months, "months", year,
                  assumes)
        )  # fmt: skip
    return rows


def separations_show(found: Estimates, displaced: float) -> tuple[float, float]:
    """Months until layoffs of some size show in separations by major group, and the year.

    displaced : people in five years [% of workers]
    s.e.² = σ²·(1/months before + 1/months after), with as many before as after: months = σ²·2·(2.8/effect)²,
    σ from the later months; effect = displaced/60/lift, lift of the mean worker above the least exposed
    quarter. Not a number where the year lies beyond this century.
    Source: Bloom 1995, Evaluation Review 19:547, DOI 10.1177/0193841X9501900504.
    """
    later = found.outside[LATER].figures
    lift = float(np.median([above_least_exposed(found.exposure, one) for one in found.exposure.measures]))
    effect = displaced / HORIZON / lift
    variance = later["into_unemployment_error"] ** 2 / (1.0 / later["months_before"] + 1.0 / later["months"])
    months = 2.0 * variance * (least_detectable(1.0) / effect) ** 2
    year = _LAST_OPEN + months / MONTHS_A_YEAR
    return months, year if year < _CENTURY else float("nan")
