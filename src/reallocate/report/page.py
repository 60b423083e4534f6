"""The report as one page: a single file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

from pathlib import Path

from reallocate.report.embed import library, script_hash
from reallocate.report.figures import NOT_AT_HAND
from reallocate.report.reading import Reading, Study, Units
from reallocate.report.sections import sections
from reallocate.report.template import rendered, static, write_whole

LARGEST = 2_000_000
"""Bytes that a page may have at most."""

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def page(study: Study, units: Units) -> str:
    """The whole report as HTML: charts live, still and as tables; no address is ever asked.

    study : what is reported
    units : (table, column) -> unit
    """
    reading = Reading(study, units)
    scripts = (library(), static("page.js"))
    return rendered(
        "page.html.jinja",
        title=str(reading.fact("title") or reading.fact("name", "A plan")),
        version=reading.fact("version", NOT_AT_HAND),
        date=reading.fact("date", NOT_AT_HAND),
        policy=POLICY.format(scripts=" ".join(script_hash(script) for script in scripts)),
        style=static("page.css"),
        scripts=scripts,
        sections=sections(reading),
    )


def write_page(study: Study, path: Path, units: Units) -> Path:
    """Write the report, whole or not at all.

    study : what is reported
    path : the file to write
    units : (table, column) -> unit
    """
    return write_whole(page(study, units), path)
