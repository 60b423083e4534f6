"""One job as one page: a single file without scripts that needs nothing else and reads on a phone."""

from __future__ import annotations

from reallocate.measure.number import sentence
from reallocate.report.job.sections import job_sections
from reallocate.report.template import rendered, static
from reallocate.study.job.run import JobStudy

LARGEST = 300_000
"""Bytes that a page may have at most."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def job_page(study: JobStudy) -> str:
    """The card as HTML; no address is ever asked, nothing runs.

    study : what is reported
    """
    return rendered(
        "job.html.jinja",
        title=sentence(study.meta["title"]),
        lead=study.explain()["headline"],
        version=study.meta["version"],
        policy=POLICY,
        style=static("page.css") + static("job.css"),
        sections=job_sections(study),
    )
