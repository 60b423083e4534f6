"""Results as they ship: the parts that the rest follows from, numbers to nine digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.kernel.number import to_figures
from reallocate.kernel.text import written
from reallocate.render.provenance import plain, records
from reallocate.render.result import Kind, Result
from reallocate.render.status import Status

BEFOREHAND = "computed_beforehand"
"""The fact of a result that ships: it was not computed when it was asked for."""
FIGURES = 9
"""Significant digits that are kept, so that another machine writes the same file."""


def as_shipped(result: Result) -> dict[str, Any]:
    """The parts of a result that ship, numbers to nine digits; amounts in dollars."""
    parts: dict[str, Any] = _as_kept(
        {
            "facts": plain(dict(result.facts)),
            "text": written(result.text),
            "status": vars(result.status),
            "tables": {name: records(table) for name, table in result.tables.items()},
        }
    )
    return parts


def from_shipped(kind: Kind, parts: Mapping[str, Any]) -> Result:
    """A result of the parts that shipped.

    parts : as from `as_shipped`
    """
    tables = {name: table_from_rows(kind, name, rows) for name, rows in parts["tables"].items()}
    return Result(kind, parts["facts"], tables, parts["text"], Status(**parts["status"]))


def table_from_rows(kind: Kind, name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table from its rows, columns as declared; where numbers are missing a column holds no objects."""
    declared = list(kind.table(name).names)
    there = list(rows[0]) if rows else declared
    order = [one for one in declared if one in there] + [one for one in there if one not in declared]
    frame = pd.DataFrame(rows, columns=order)
    numbers = [one for one in frame if frame[one].map(lambda cell: isinstance(cell, int | float)).any()]
    lacking = [one for one in numbers if frame[one].isna().any()]
    return frame.astype(dict.fromkeys(lacking, float))


def _as_kept(value: Any) -> Any:
    """The same with numbers to `FIGURES` digits, as JSON holds them."""
    if isinstance(value, dict):
        return {key: _as_kept(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_kept(one) for one in value]
    return to_figures(value, FIGURES) if isinstance(value, float) else plain(value)
