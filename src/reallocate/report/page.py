"""The report as one page: a single file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

from reallocate.measure.number import NOT_AVAILABLE
from reallocate.report import html
from reallocate.report.reading import Reading, Study, Units
from reallocate.report.sections import sections


def page(study: Study, units: Units) -> str:
    """The whole report as HTML: charts live, still and as tables; no address is ever asked.

    study : what is reported
    units : (table, column) -> unit
    """
    reading = Reading(study, units)
    return html.page(
        str(reading.fact("title") or reading.fact("name", "A plan")),
        reading.fact("version", NOT_AVAILABLE),
        sections(reading),
    )
