"""Tables of the outcomes with their checks, of postings and of managers."""

from __future__ import annotations

from typing import Any

from reallocate.claims.estimates.findings import Estimates
from reallocate.claims.estimates.outside import LATER_MANAGERS
from reallocate.claims.estimates.regression import least_detectable
from reallocate.claims.estimates.sectors import BOOM, BY_MID_2023, SINCE, SPRING_TO_AUTUMN
from reallocate.kernel.table import Column, Range, of_unit, table

_UNIT = Column("unit", "Unit")


@table(
    "outcomes",
    "What exposure did to each outcome after November 2022",
    Column("outcome", "Outcome"),
    _UNIT,
    Column("level", "Level", "% a month", digits=2, about="of the flow, mean of December 2022 to March 2024"),
    Column(
        "estimate",
        "Estimate",
        signed=True,
        about="median over nine measures of exposure",
    ),
    Column("error", "Standard error"),
    Column("low", "Least", signed=True, about="over the measures"),
    Column("high", "Largest", signed=True),
    Column("detectable", "MDE", about="smallest effect that shows in four of five cases"),
    Column(
        "significant", "Significant", "of 9 measures", digits=0, about="at 5%, flows by reassigned exposures"
    ),
    Column(
        "p_of_all", "p, all measures", "probability", digits=2, about="one test for all measures together"
    ),
    Column("trend", "Pre-trend", signed=True, about="a year, July 2021 to November 2022"),
    Column("trend_error", "Pre-trend, error"),
    Column("trend_detectable", "Pre-trend, MDE"),
    Column("trend_significant", "Pre-trend, significant", "of 9 measures", digits=0),
    Column(
        "placebo",
        "Placebo",
        signed=True,
        about="flows: the year to November 2022 on "
        "2019; jobs and pay: 2017 to 2019; postings: spring to autumn 2022",
    ),
    Column("placebo_error", "Placebo, error"),
    Column("placebo_detectable", "Placebo, MDE"),
    Column("placebo_significant", "Placebo, significant", "of 9 measures", digits=0),
    Column(
        "standing",
        "Checks",
        about="passes; difference: growth before is subtracted; marked: it was so before, and feeds nothing; "
        "not checked: no months for it, and feeds nothing",
    ),
    Column(
        "later",
        "Months after",
        signed=True,
        about="April 2024 to January 2026, kept apart as a check; stated, not computed",
    ),
    Column("later_error", "Months after, error"),
    Column("later_significant", "Months after, significant", "of 9 measures", digits=0),
    source="CPS transitions 2019-01 to 2024-03; BLS OEWS 2017 to 2025; Indeed Hiring Lab; BLS Displaced "
    "Worker Supplement; eight sources of reach and use of Claude by worker, June 2026.",
)
def outcomes(found: Estimates) -> list[dict[str, Any]]:
    """One row an outcome."""
    rows = []
    for name, one in found.outcomes.items():
        later, later_error, later_significant = found.later(name)
        (low, high), trend, placebo = one.ends, one.trend, one.placebo
        rows.append(
            {
                "outcome": one.words,
                "unit": one.unit,
                "level": one.level,
                "estimate": one.value,
                "error": one.error,
                "low": low,
                "high": high,
                "detectable": one.detectable,
                "significant": one.significant,
                "p_of_all": one.p_of_all,
                "trend": trend.value,
                "trend_detectable": trend.detectable,
                "placebo_detectable": placebo.detectable,
                "trend_error": trend.error,
                "trend_significant": trend.significant,
                "placebo": placebo.value,
                "placebo_error": placebo.error,
                "placebo_significant": placebo.significant,
                "standing": one.standing.value,
                "later": later,
                "later_error": later_error,
                "later_significant": later_significant,
            }
        )
    return rows


@table(
    "measures",
    "Each outcome under each measure of exposure",
    Column("outcome", "Outcome"),
    Column("measure", "Measure"),
    Column("window", "Months before"),
    _UNIT,
    Column("estimate", "Estimate", signed=True),
    Column("error", "Standard error"),
    Column(
        "p",
        "p, reassigned",
        "probability",
        digits=3,
        about="share of 1,999 reassignments with as large an estimate",
    ),
    Column("detectable", "MDE"),
    source="As the table of outcomes.",
    section="outcomes",
    fold="Every outcome under every measure and window",
    show=("outcome", "measure", "window", "unit", "estimate", "error", "p", "detectable"),
)
def measures(found: Estimates) -> list[dict[str, Any]]:
    """One row an outcome, measure and window."""
    rows = []
    for name, one in found.outcomes.items():
        flow = found.flows.get(name)
        each = flow.after if flow else {("", measure): single for measure, single in one.estimates.items()}
        rows += [
            {
                "outcome": one.words,
                "measure": measure,
                "window": window,
                "unit": one.unit,
                "estimate": single.value,
                "error": single.error,
                "p": single.p,
                "detectable": least_detectable(single.error),
            }
            for (window, measure), single in each.items()
        ]
    return rows


_SPANS = {
    SPRING_TO_AUTUMN: "September to November 2022 on March to May 2022, before such AI",
    BY_MID_2023: "April to June 2023 on September to November 2022",
    SINCE: "October 2023 to September 2024 on the year to November 2022",
    BOOM: "the year to November 2022 on February 2020",
}


@table(
    "postings",
    "Postings by sector on exposure",
    Column("span", "Change"),
    *of_unit("log points per s.d.", signed=True, digits=1, estimate="Estimate"),
    *of_unit("log points per s.d.", digits=1, error="Standard error"),
    *of_unit("log points per s.d.", signed=True, digits=1, low="Least", high="Largest"),
    Column("significant", "Significant", "of 9 measures", digits=0),
    source="Indeed Hiring Lab, 46 sectors.",
    section="outcomes",
    fold="Postings: when they fell",
    show=("span", "estimate", "error", Range("Over measures", "low", "high"), "significant"),
)
def postings(found: Estimates) -> list[dict[str, Any]]:
    """One row a span."""
    rows = []
    for span, words in _SPANS.items():
        each = list(found.postings.changes[span].values())
        values = sorted(one.value for one in each)
        errors = sorted(one.error for one in each)
        rows.append(
            {
                "span": words,
                "estimate": values[len(values) // 2],
                "error": errors[len(errors) // 2],
                "low": values[0],
                "high": values[-1],
                "significant": sum(one.is_significant for one in each),
            }
        )
    return rows


@table(
    "managers",
    "Separations of those who direct",
    Column("what", "What"),
    _UNIT,
    Column("estimate", "Estimate", digits=3),
    Column("error", "Standard error", digits=3),
    Column("detectable", "MDE", digits=3),
    Column("p", "p, reassigned", "probability", digits=2, absent="–"),
    source="CPS transitions; O*NET 30.1 tasks.",
    section="managers",
)
def managers(found: Estimates) -> list[dict[str, Any]]:
    """Managers against others by span, groups by directing, and the change after November 2022."""
    later = found.outside[LATER_MANAGERS].estimate("ratio")
    ratios = {**found.directing.ratio, "2024-04 to 2026-01 (stated)": later}
    rows = [(f"managers over all others, {span}", "ratio", one) for span, one in ratios.items()]
    rows += [
        (f"log of separations on directing, {how}", "natural log per s.d.", one)
        for how, one in found.directing.across.items()
    ]
    rows += [
        (
            f"change of separations with directing after 2022-11, {width} definition",
            "points a month per s.d.",
            one,
        )
        for width, one in found.directing.change.items()
    ]
    return [
        {
            "what": what,
            "unit": unit,
            "estimate": one.value,
            "error": one.error,
            "detectable": least_detectable(one.error),
            "p": one.p,
        }
        for what, unit, one in rows
    ]
