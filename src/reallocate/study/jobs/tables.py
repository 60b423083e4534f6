"""The tables of a place's jobs, and of growth by exposure."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reallocate.output.table import Column, of_unit, table, with_ends
from reallocate.problem.job.place import ExposureHistory, PlaceJobs
from reallocate.work.exposure import SOURCES_OF_REACH
from reallocate.work.panel import AFTER, BEFORE

HOURS, JOBS = "share of hours", "share of jobs"
CORRELATION = "rank correlation"
TITLE, EMPLOYMENT = Column("title", "Occupation"), Column("employment", "Employed", "persons", digits=0)
PAY = Column("wage_mean", "Mean pay", "USD/year", digits=0)
SOURCE = Column("source", "Source", words={code: one.words for code, one in SOURCES_OF_REACH.items()})
WINDOWS = tuple(f"{first}_{last}" for first, last in (BEFORE, AFTER))


REACH = (
    *with_ends(Column("augmentable", unit=HOURS), ", lowest", ", highest"),
    *with_ends(Column("automatable", unit=HOURS), ", lowest", ", highest"),
)
PERCENTILES = (", 10th pct", ", 90th pct")
BASIS = (
    Column("content_filled", "Work filled", JOBS, about="of jobs whose work is that of related occupations"),
    Column("wage_filled", "Pay filled", JOBS, about="of jobs whose pay was not released"),
)


@table("occupations", "Occupations", Column("occupation", "Code"), TITLE, EMPLOYMENT, PAY, REACH, BASIS,
       source="BLS OEWS May 2025; O*NET; sources of reach.")  # fmt: skip
def occupations(jobs: PlaceJobs) -> pd.DataFrame:
    """Occupations that are listed, the largest first."""
    return jobs.shown.reset_index()


@table("total", "All occupations of the place", TITLE, EMPLOYMENT, PAY, REACH, BASIS)
def total(jobs: PlaceJobs) -> pd.DataFrame:
    """The occupations that are not listed together, and all together."""
    rows = [jobs.total] if jobs.rest is None else [jobs.rest, jobs.total]
    return pd.DataFrame(rows)


@table("groups", "By major group", Column("group", "Code"), Column("title", "Group"), EMPLOYMENT, REACH,
       source="BLS OEWS May 2025; O*NET; sources of reach. Means weighted by employment.")  # fmt: skip
def groups(jobs: PlaceJobs) -> pd.DataFrame:
    """The occupations of the place by major group, the largest first."""
    return jobs.groups.reset_index()


@table("ways", "Best way out of each occupation", Column("occupation", "Code"), TITLE,
       Column("to", "To, code"), Column("to_title", "Move to"),
       Column("of_100_leavers", "Of 100 who left", "people of 100"),
       Column("seen", "People seen", "people"), Column("pay_change", "Pay later", "share", signed=True),
       Column("automatable_change", "Automatable", HOURS, signed=True),
       Column("years_of_study", "Study", "years"), Column("tuition", "Tuition", "USD", figures=2),
       Column("asks", "What it asks"), Column("first", "First"),
       source="The moves of `reallocate job`, for people who bring what is usual; national pay.",
       )  # fmt: skip
def ways(jobs: PlaceJobs) -> pd.DataFrame:
    """The best move now or after study of the occupations that are listed."""
    return jobs.ways


PLACE_TABLES = (occupations, total, groups, ways)


def _growth() -> Iterable[Column]:
    for window in WINDOWS:
        words = window.replace("_", "–")
        yield from with_ends(Column(f"growth_{window}", f"Growth {words}", JOBS), *PERCENTILES)
        yield Column(f"median_{window}", f"Median growth {words}", JOBS)


@table("history", "Growth of jobs by exposure quintile", SOURCE, Column("fifth", "Quintile"), _growth(),
       Column("employment_2022", "Employed 2022", "persons"),
       source="BLS OEWS 2017 to 2025; scores of exposure.")  # fmt: skip
def history(past: ExposureHistory) -> pd.DataFrame:
    """Growth by source and quintile of exposure; quintile 5 is the most exposed."""
    return past.quintiles


@table(
    "summary", "Rank correlation of exposure with growth", SOURCE,
    with_ends(Column("rank_correlation_before", "2017–2019", CORRELATION), *PERCENTILES),
    with_ends(Column("rank_correlation_after", "2022–2025", CORRELATION), *PERCENTILES),
    of_unit(CORRELATION, difference="Difference", low="10th percentile", high="90th percentile",
            sampling_low="Survey error, 10th pct", sampling_high="Survey error, 90th pct",
            difference_weighted="Weighted by jobs", difference_own="All comparable occupations"),
    of_unit("share/year", gap_before="Gap 2017–2019", gap_after="Gap 2022–2025",
            gap_change="Change of gap", gap_low="Gap, 10th pct", gap_high="Gap, 90th pct"),
    Column("occupations", "Occupations"), Column("finding", "Finding"),
)  # fmt: skip
def summary(past: ExposureHistory) -> pd.DataFrame:
    """Correlation by source before and after 2022."""
    return past.summary.drop(columns=["sentence", "verdict"])


@table("other_choices", "Difference under other choices", Column("variant", "Choice"),
       Column("occupations", "Occupations"), others=Column("source", unit=CORRELATION))  # fmt: skip
def other_choices(past: ExposureHistory) -> pd.DataFrame:
    """Correlation after less before, by source, under other choices of years and occupations."""
    return past.choices


@table("left_out", "Occupations that cannot be compared", Column("reason", "Reason"),
       Column("occupations", "Occupations"), Column("employment", "Employed", "persons"))  # fmt: skip
def left_out(past: ExposureHistory) -> pd.DataFrame:
    """Occupations left out, by reason."""
    groups = past.left_out.groupby("reason")["employment"]
    return groups.agg(occupations="size", employment="sum").reset_index()


HISTORY_TABLES = (history, summary, other_choices, left_out)
