"""One job as one page: a single file without scripts that needs nothing else and reads on a phone."""

from __future__ import annotations

from reallocate.measure.number import sentence
from reallocate.report.html import page
from reallocate.report.job.sections import job_sections
from reallocate.study.job.run import JobStudy

LARGEST = 300_000
"""Bytes that a page may have at most."""


def job_page(study: JobStudy) -> str:
    """The card as HTML; no address is ever asked, nothing runs."""
    return page(
        sentence(study.meta["title"]),
        study.meta["version"],
        job_sections(study),
        lead=study.explain()["headline"],
        about="one job, its hours and its ways out",
    )
