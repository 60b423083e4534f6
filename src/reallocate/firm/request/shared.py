"""What a copy for sharing keeps of an exact result: figures rounded, and nothing that names a file or person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.data.national import country_facts
from reallocate.firm.request.firm import named_industries
from reallocate.firm.request.saved import SCENARIO, checked_scenario
from reallocate.kernel.table import BY_ROW, Table
from reallocate.render.result import FOR_SHARING, MONEY, Result
from reallocate.roster.disclosure import shown
from reallocate.work.world import World

_FACTS = (
    MONEY, "version", "seed", "unproven", "headline_source", "filled_share", "start", "periods",
    "industry_text", "turning_idle", "exits_quarter", "requested", "largest_outlay_quarter",
)  # fmt: skip
_COMMAND = "reallocate share RESULT"
"""Of every copy: a folder's name may say what nobody else should know."""


def shared_facts(result: Result, world: World, people: float) -> dict[str, Any]:
    """The facts of a copy: when, where and by what it was made, never of which file.

    people : [FTE] of the firm
    """
    scenario, facts = result.facts[SCENARIO], result.facts
    given = checked_scenario(scenario, result.title)
    slug = re.sub(r"[^a-z0-9]+", "-", Path(str(scenario["roster"])).stem.casefold()).strip("-")[:60]
    names = ", ".join(name for _, name in named_industries(world, given)) if given.industries else "The firm"
    own = given.title or ("" if given.name == slug else result.title)
    hashes = {name: one for name, one in facts["hashes"].items() if name in ("bundle", "libraries")}
    return {
        **{name: facts[name] for name in _FACTS if name in facts},
        **country_facts(given.country),
        "name": "firm",
        "title": own or f"{names} with {people:,.0f} FTE",
        "privacy": FOR_SHARING,
        "command": _COMMAND,
        "hashes": hashes,
        SCENARIO: {name: scenario[name] for name in ("country", "exits") if name in scenario},
    }


def shared_tables(
    declared: Iterable[Table[Any]], tables: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Tables with money to three figures and people whole.

    declared : those that a copy keeps
    tables : of the exact result, groups of people already together
    """
    return {one.name: _rounded(one, tables[one.name]) for one in declared if one.name in tables}


def _rounded(declared: Table[Any], frame: pd.DataFrame) -> pd.DataFrame:
    """A table whose numbers are rounded, each in its unit."""
    made = frame.copy()
    for column in declared.columns_of(frame):
        if not pd.api.types.is_float_dtype(frame[column.name]):
            continue
        by_row = column.unit in ("", BY_ROW) and "unit" in frame
        units = frame["unit"].astype(str) if by_row else [column.unit] * len(frame)
        made[column.name] = [
            shown(float(value), unit) for value, unit in zip(frame[column.name], units, strict=True)
        ]
    return made
