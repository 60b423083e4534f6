"""The report as one page: a single file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from reallocate.report.embed import as_json, library, script_hash
from reallocate.report.figures import NOT_AT_HAND
from reallocate.report.reading import Reading, Study, Units
from reallocate.report.sections import sections

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
    scripts = (library(), _static("page.js"))
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            title=str(reading.fact("title") or reading.fact("name", "A plan")),
            version=reading.fact("version", NOT_AT_HAND),
            date=reading.fact("date", NOT_AT_HAND),
            policy=POLICY.format(scripts=" ".join(script_hash(script) for script in scripts)),
            style=_static("page.css"),
            scripts=scripts,
            sections=sections(reading),
        )
    )


def write_page(study: Study, path: Path, units: Units) -> Path:
    """Write the report, whole or not at all.

    study : what is reported
    path : the file to write
    units : (table, column) -> unit
    """
    text = page(study, units)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    partial.replace(path)
    return path


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reallocate.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["for_script"] = as_json
    return environment


@cache
def _static(name: str) -> str:
    return resources.files("reallocate.report").joinpath("static", name).read_text(encoding="utf-8")
