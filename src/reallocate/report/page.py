"""The report as one page: a single file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

from reallocate.measure.number import NOT_AT_HAND
from reallocate.report.live_page import live_page
from reallocate.report.reading import Reading, Study, Units
from reallocate.report.sections import sections

LARGEST = 2_000_000
"""Bytes that a page may have at most."""


def page(study: Study, units: Units) -> str:
    """The whole report as HTML: charts live, still and as tables; no address is ever asked.

    study : what is reported
    units : (table, column) -> unit
    """
    reading = Reading(study, units)
    return live_page(
        str(reading.fact("title") or reading.fact("name", "A plan")),
        reading.fact("version", NOT_AT_HAND),
        sections(reading),
    )
