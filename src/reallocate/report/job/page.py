"""One job as one page: a single file without scripts that needs nothing else and reads on a phone."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from reallocate.report.figures import sentence
from reallocate.report.job.sections import job_sections
from reallocate.study.job import JobStudy

LARGEST = 300_000
"""Bytes that a page may have at most."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def job_page(study: JobStudy) -> str:
    """The card as HTML; no address is ever asked, nothing runs.

    study : what is reported
    """
    return (
        _environment()
        .get_template("job.html.jinja")
        .render(
            title=sentence(study.meta["title"]),
            lead=study.explain()["headline"],
            version=study.meta["version"],
            seed=study.meta["seed"],
            policy=POLICY,
            style=_static("page.css") + _static("job.css"),
            sections=job_sections(study),
        )
    )


def write_job_page(study: JobStudy, path: Path) -> Path:
    """Write the page, whole or not at all.

    study : what is reported
    path : the file to write
    """
    text = job_page(study)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
    return path


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reallocate.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _static(name: str) -> str:
    return resources.files("reallocate.report").joinpath("static", name).read_text(encoding="utf-8")
