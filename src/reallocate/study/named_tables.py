"""Tables of a result, asked for by name."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.errors import UnknownName, nearest


def table_named(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    """A copy of one table.

    tables : by name
    name : of the table; raises `UnknownName` where there is none
    """
    if name not in tables:
        close = ", ".join(nearest(name, tables) or sorted(tables))
        raise UnknownName(f"there is no table {name!r}; nearest: {close}")
    return tables[name].copy()
