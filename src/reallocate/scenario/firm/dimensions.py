"""By which of department, site and country a scenario keeps its roles apart."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reallocate.errors import Problem, nearest
from reallocate.scenario.firm.promises import names_in
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import Where
from reallocate.work.dimensions import (
    DIMENSIONS,
    column_of,
    columns_named,
    marks_of,
    named_dimension,
    plain,
)


def dimensions_of(scenario: Scenario) -> tuple[str, ...]:
    """Columns that roles are kept apart by, in the order in which people are divided.

    Those of the key `by`, and those that a promise names.
    """
    asked = [column_of(name) for name in scenario.by]
    return tuple(dict.fromkeys((*asked, *promised_dimensions(scenario))))


def promised_dimensions(scenario: Scenario) -> tuple[str, ...]:
    """Columns of the dimensions that promises name."""
    return columns_named(names_in(scenario))


def kept_apart(scenario: Scenario, rows: pd.DataFrame) -> pd.Series:
    """Marks of the departments, sites and countries that grouping of small roles keeps apart; (role).

    rows : (role) department, location, country
    """
    if scenario.group_across:
        return marks_promised(scenario, rows)
    return marks_of(rows, dimensions_of(scenario))


def marks_promised(scenario: Scenario, rows: pd.DataFrame) -> pd.Series:
    """Marks of the departments, sites and countries that a promise names, and of no others; (role).

    rows : (role) department, location, country
    """
    named = [place for name in names_in(scenario) if (place := named_dimension(name))]
    columns = promised_dimensions(scenario)
    kept = {column: {plain(value) for of, value in named if of == column} for column in columns}
    only = {column: rows[column].where(rows[column].map(plain).isin(kept[column]), "") for column in columns}
    return marks_of(rows.assign(**only), columns)


def dimension_problems(scenario: Scenario, where: Where) -> Iterator[Problem]:
    """Names under `by` that are no dimension, and dimensions of a firm that has only an industry's mix.

    where : (place of a key) file and line, or flag
    """
    for name in scenario.by:
        if not column_of(name):
            remedy = f"Write some of {', '.join(DIMENSIONS)}."
            close = nearest(name.casefold(), DIMENSIONS)
            yield Problem(f"roles cannot be kept apart by {name!r}", where(("by",)), remedy, nearest=close)
    if dimensions_of(scenario) and not (scenario.roles or scenario.roster):
        what = "an industry's mix of roles has no departments, sites or countries"
        place = where(("by",)) if scenario.by else where(("promises",))
        yield Problem(what, place, "Name a roster or a role table that has them, or leave them out.")
