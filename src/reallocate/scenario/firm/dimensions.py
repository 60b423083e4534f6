"""By which of department, site and country a scenario keeps its roles apart."""

from __future__ import annotations

from collections.abc import Iterator

from reallocate.errors import Problem, nearest
from reallocate.scenario.firm.promises import names_in
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Where
from reallocate.work.dimensions import DIMENSIONS, column_of, columns_named


def dimensions_asked(scenario: Scenario) -> tuple[str, ...]:
    """Columns that roles are kept apart by, in the order in which people are divided.

    Those of the key `by`, and those that a promise names.
    """
    asked = [column_of(name) for name in scenario.by]
    return tuple(dict.fromkeys((*asked, *promised_dimensions(scenario))))


def promised_dimensions(scenario: Scenario) -> tuple[str, ...]:
    """Columns of the dimensions that promises name."""
    return columns_named(names_in(scenario))


def kept_apart(scenario: Scenario) -> tuple[str, ...]:
    """Columns that grouping of small roles keeps apart."""
    return promised_dimensions(scenario) if scenario.group_across else dimensions_asked(scenario)


def dimension_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Names under `by` that are no dimension, and dimensions of a firm that has only an industry's mix.

    where : (place of a key) file and line, or flag
    """
    for name in scenario.by:
        if not column_of(name):
            remedy = f"Write some of {', '.join(DIMENSIONS)}."
            close = nearest(name.casefold(), DIMENSIONS)
            yield Problem(f"roles cannot be kept apart by {name!r}", where(("by",)), remedy, nearest=close)
    if dimensions_asked(scenario) and not (scenario.roles or scenario.roster):
        what = "an industry's mix of roles has no departments, sites or countries"
        place = where(("by",)) if scenario.by else where(("promises",))
        yield Problem(what, place, "Name a roster or a role table that has them, or leave them out.")
