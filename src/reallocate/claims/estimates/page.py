"""What data say of AI, hires, separations, unemployment and pay: sentences and the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from reallocate.claims.estimates.bearing import interval_of
from reallocate.claims.estimates.bearing_tables import bounds, capture, power, tested
from reallocate.claims.estimates.findings import (
    JOBS_CHANGE,
    POSTINGS,
    Estimates,
    Outcome,
    Standing,
)
from reallocate.claims.estimates.flows import FROM_OUTSIDE, INTO_UNEMPLOYMENT
from reallocate.claims.estimates.outside import PAYROLLS
from reallocate.claims.estimates.sectors import EXPOSED_MONTHS
from reallocate.claims.estimates.tables import managers, measures, outcomes, postings
from reallocate.claims.estimates.young import (
    FAMILIES,
    LOWEST_QUARTER,
    NORWAY,
    NORWAY_HIRES,
    NORWAY_PAY,
    SURVEY,
    SWEDEN_PUBLISHED,
)
from reallocate.claims.estimates.young_tables import YOUNG, pooled, unemployment, young
from reallocate.data.bundle import read_manifest
from reallocate.kernel.blocks import Block, Prose, Section
from reallocate.kernel.number import sentence, to_figures, with_minus
from reallocate.kernel.table import Column, Range, computed
from reallocate.kernel.text import BULLETS, LEAD, Text
from reallocate.render.outline import sections
from reallocate.render.provenance import provenance
from reallocate.render.result import Kind, Result
from reallocate.work.hours import WIDTHS

_TABLES = (
    outcomes, measures, postings, young, pooled, unemployment, managers, bounds, capture, tested, power,
)  # fmt: skip
_LIBRARIES = ("numpy", "pandas", "scipy")
_TEXT = Text()
_SECTIONS = {
    "headline": "In short",
    "asked": "What was asked, and how",
    "outcomes": "Hires, separations, jobs, pay and postings",
    "young": "Young people and unemployment",
    "managers": "People who direct",
    "bearing": "From estimates to parameters",
    "power": "When an effect would show",
    "limits": "What the data cannot show",
}


@_TEXT.sentence("headline", "headline", LEAD)
def separations(found: Estimates) -> str:
    """Separations, and the layoffs that they leave open."""
    one = found.outcomes[INTO_UNEMPLOYMENT]
    most = max(each.upper for each in found.layoffs)
    return (
        f"Separations into unemployment did not rise with exposure to AI: {_points(one)} points a month "
        f"for each standard deviation. At most {most:.1f}% of workers lose a job through AI in five years at "
        "that rate (95% bound)."
    )


@_TEXT.sentence("headline", "headline", BULLETS)
def young_people(found: Estimates) -> str:
    """The fall of the young: where it shows and where not."""
    pay, known = found.outside[PAYROLLS].figures, found.published
    return with_minus(
        f"Employment at 22 to 25 fell by {-pay['fall']:.0f} log points in the most exposed jobs of US "
        f"payrolls, {-pay['beyond']:.0f} of them beyond the older slope. The household survey shows "
        f"{-known[SURVEY].value:.0f}, and {-known[FAMILIES].value:.0f} within families of jobs."
    )


@_TEXT.sentence("headline", "headline", BULLETS)
def young_in_registers(found: Estimates) -> str:
    """Employment, hires and pay of the young in two registers."""
    known, sweden = found.published, found.register[LOWEST_QUARTER]

    def errors(name: str) -> str:
        return f"{known[name].value:+.1f} (s.e. {known[name].error:.1f})"

    return with_minus(
        f"In Norway's register employment of the young changed by {errors(NORWAY)}, hires by "
        f"{errors(NORWAY_HIRES)} and pay by {errors(NORWAY_PAY)} log points. In Sweden's, employment changed "
        f"by {sweden.value:+.1f} (s.e. {sweden.error:.1f}) to 2023-12. Published there is "
        f"{known[SWEDEN_PUBLISHED].value:+.1f}% within employers to the first half of 2025. That span holds "
        "the steps of January 2024 and 2025, when recent entrants had no occupation."
    )


@_TEXT.sentence("headline", "headline", BULLETS)
def postings_in_time(found: Estimates) -> str:
    """When postings in exposed sectors fell."""
    spring, release, middle, last = (float(found.postings.exposed[month]) for month in EXPOSED_MONTHS)
    return with_minus(
        f"Postings in exposed sectors fell against others by {spring - release:.0f} log points from May to "
        f"November 2022, before such AI. They fell by {release - middle:.0f} more to June 2023, and moved by "
        f"{last - middle:+.0f} to August 2026, while use of AI grew."
    )


@_TEXT.sentence("headline", "headline", BULLETS)
def jobs_and_capture(found: Estimates) -> str:
    """Jobs by occupation, and the capture of freed hours."""
    one, (low, middle, high) = found.outcomes[JOBS_CHANGE], interval_of(found.net_capture)
    return with_minus(
        f"Jobs of exposed occupations changed by {_points(one, 1)} log points in three years beyond earlier "
        f"growth; {one.detectable:.1f} would show. The capture of freed hours stays open: {middle:.2f} "
        f"({low:.1f} to {high:.1f}, 10th–90th percentile). No judged range is excluded or narrowed."
    )


@_TEXT.sentence("asked", "asked", BULLETS)
def question(found: Estimates) -> list[str]:
    """What is compared with what."""
    return [
        "Asked: did jobs that AI reaches further lose more people, hire fewer, pay less or post less after "
        "November 2022? In that month the first chat system for everybody came out.",
        f"Compared: {len(found.exposure.workers)} major groups by month, {len(found.panel.minor)} "
        f"occupations by year, {found.postings.sectors} sectors of postings. Exposure is measured in nine "
        "ways. The tables show the median and the range, for each standard deviation over workers.",
        "A pre-trend and a placebo test the months before AI. A row that fails is marked and feeds nothing.",
        "MDE is the smallest effect that would show in four of five cases: 2.8 standard errors.",
    ]


@_TEXT.sentence("outcomes", "outcomes")
def failed(found: Estimates) -> str:
    """Which outcomes fail a check."""
    marked = [one.words for one in found.outcomes.values() if one.standing is Standing.MARKED]
    if not marked:
        return ""
    return f"Marked, since it was so before AI: {'; '.join(marked)}. These feed nothing."


@_TEXT.sentence("outcomes", "outcomes")
def hires_from_outside(found: Estimates) -> str:
    """The outcome that comes nearest to a finding."""
    one = found.outcomes[FROM_OUTSIDE]
    change = one.value / one.level
    return with_minus(
        f"Hires from outside the labour force fell by {-change:.1%} per standard deviation, under "
        f"{one.significant} of {len(one.estimates)} measures. One test for all measures gives p = "
        f"{one.p_of_all:.2f}, and the fall before AI ({one.placebo.value:+.2f}) was about as large."
    )


@_TEXT.sentence("outcomes", "outcomes")
def postings_before(found: Estimates) -> str:
    """Postings by sector."""
    one = found.outcomes[POSTINGS]
    return with_minus(
        f"Postings by sector fell by {-one.value:.1f} log points for each standard deviation. They had "
        f"fallen by {-one.placebo.value:.1f} from spring to autumn 2022, before such AI."
    )


_KINDS = (
    ("points a month", 3, "Monthly flows"), ("log points", 2, "Jobs, pay, postings, displaced people"),
)  # fmt: skip
"""Unit of outcomes, decimals, and what they are called together."""


@_TEXT.block("outcomes")
def by_unit(result: Result) -> list[Block]:
    """Outcomes with their checks: monthly flows, then what is known by year."""
    rows = result.table("outcomes")
    return [
        block
        for unit, digits, words in _KINDS
        for block in _grids(result, rows[rows["unit"].eq(unit)], digits, f"{words} [{unit}]")
    ]


def _grids(result: Result, rows: pd.DataFrame, digits: int, words: str) -> list[Block]:
    """Estimates of one unit, and their checks."""

    def column(name: str, label: str, signed: bool = True) -> Column:
        return Column(name, label, "", signed, digits, absent="–")

    def counted(name: str) -> Column:
        return Column(name, "Significant", "of 9", absent="–")

    estimates = (
        "outcome", column("estimate", "Estimate"), column("error", "s.e.", False), column("low", "Least"),
        column("high", "Largest"), column("detectable", "MDE", False), counted("significant"), "standing",
    )  # fmt: skip
    checks = (
        "outcome", column("trend", "Pre-trend"), column("trend_error", "s.e.", False),
        counted("trend_significant"), column("placebo", "Placebo"), column("placebo_error", "s.e.", False),
        counted("placebo_significant"), column("later", "Months after"), column("later_error", "s.e.", False),
    )  # fmt: skip
    return [
        result.grid("outcomes", *estimates, rows=rows, caption=f"{words} per standard deviation"),
        result.grid("outcomes", *checks, rows=rows, caption=f"{words}: checks"),
    ]


@_TEXT.sentence("managers", "managers")
def managers_keep_jobs(found: Estimates) -> str:
    """Managers' separations against all others', and whether AI changed them."""
    before, after = found.directing.ratio.values()
    change = found.directing.change[WIDTHS[0]]
    return with_minus(
        f"Managers lose jobs {after.value:.2f} times as often as others (s.e. {after.error:.2f}); before AI "
        f"it was {before.value:.2f}. Separations did not change with directing: {change.value:+.3f} points a "
        f"month (s.e. {change.error:.3f})."
    )


@_TEXT.sentence("limits", "limits", BULLETS)
def limits(found: Estimates) -> list[str]:
    """What identifies nothing."""
    return [
        "Every figure is an association. Only a bound, 'not more than', is read as one on AI.",
        "Month effects take out what hits all groups alike. Bounds take the least exposed as not hit.",
        "Interest rates, the end of the boom in offices and software, and remote work moved exposed jobs in "
        "the same months.",
        f"{len(found.exposure.workers)} groups hide moves within a group. Unemployment by last occupation "
        "needs the survey's records.",
        "Months after March 2024 are a check: they are stated, and enter only with a release that names the "
        "day.",
        _blunt_checks(found),
    ]


def _blunt_checks(found: Estimates) -> str:
    """From which size on the checks of the outcomes that pass them show, beside the estimate itself.

    Source: Roth 2022, American Economic Review: Insights 4:305, DOI 10.1257/aeri.20210236.
    """
    each = ". ".join(
        f"{sentence(one.words)}: {one.placebo.detectable:.2f}, {one.trend.detectable:.2f} a year, "
        f"{one.detectable:.2f}"
        for one in found.outcomes.values()
        if one.standing is Standing.FEEDS
    )
    return (
        "A check that passes is no proof: it may be too blunt (Roth 2022, Pretest with Caution). Smallest "
        f"placebo, pre-trend and effect that would show [points a month] follow. {each}."
    )


def _points(one: Outcome, digits: int = 3) -> str:
    return with_minus(f"{one.value:+.{digits}f} (s.e. {one.error:.{digits}f})")


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return sections(result, _TEXT, _SECTIONS)


def _card(result: Result) -> list[Block]:
    """The summary in a terminal."""
    text = result.explain()
    return [
        *by_unit(result),
        result.grid("young", "source", "what", "unit", "estimate", "error", "detectable", "grade"),
        result.grid("bounds", "what", "unit", Range("Estimate", "low", "high"), "most"),
        result.grid("tested", "parameter", Range("Range", "judged_low", "judged_high"),
                    Range("Data, 10–90%", "low", "high"), "status"),
        result.grid("power", "what", "size", "needs", "unit", "year", "assumes"),
        Prose(text["headline"]),
    ]  # fmt: skip


ESTIMATES = Kind(
    "estimates", "estimates", "reallocate estimates --out", _TABLES, (YOUNG,), _page, _card,
    about="what public data say of AI, hires, separations, unemployment and pay", text=(_TEXT,),
)  # fmt: skip


def estimates_result(found: Estimates, sources: bool, command: str = "") -> Result:
    """The estimates as a result.

    sources : whether series that do not ship were at hand
    """
    none: Mapping[str, float] = {}
    facts = {
        "title": "Estimates: what public data say of AI, hires, separations, unemployment and pay",
        "sources": sources,
        **provenance(none, read_manifest(), _LIBRARIES, command or "reallocate estimates"),
    }
    tables = {name: _steady(frame) for name, frame in computed(_TABLES, found).items()}
    return Result(ESTIMATES, facts, tables, _TEXT.said(found))


def _steady(frame: pd.DataFrame) -> pd.DataFrame:
    """Figures to nine digits: linear algebra on another number of threads moves those behind them."""
    numbers = frame.select_dtypes("number").columns
    return frame.assign(**{str(name): frame[name].map(partial(to_figures, figures=9)) for name in numbers})
