"""What a roster may be called by: every column with its headers, and every word of a status."""

from __future__ import annotations

from collections.abc import Iterator

from reallocate.roster.people_columns import COLUMNS
from reallocate.roster.systems import systems
from reallocate.roster.worker_types import CONTRACTOR, FILLED, KINDS, LEFT, OPEN

COUNTS_AS = {FILLED: "employee", CONTRACTOR: "from outside", OPEN: "open position", LEFT: "not used"}
TITLES = (
    "Job titles are read in English, German, French and Spanish. Level, place and terms of employment do not "
    "count."
)


def known_words() -> Iterator[str]:
    """Columns, states and languages that are read, line by line."""
    yield "Columns, and the headers by which each is known, without case and punctuation:"
    for column, heads in COLUMNS.items():
        yield f"  {column}: {', '.join(heads)}"
    yield f"Headers of exports are known too: {', '.join(one.name for one in systems())}."
    yield "Words of a status or worker type, without case, accents and punctuation:"
    for kind in KINDS:
        yield f"  {COUNTS_AS[kind.status]} ({kind.reason}): {', '.join(kind.phrases)}"
    yield TITLES
