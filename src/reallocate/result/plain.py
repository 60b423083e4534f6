"""Tables and values as JSON holds them: lists of records, missing values as null."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as a list of rows.

    table : to tell
    """
    return [{str(key): plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def plain(value: Any) -> Any:
    """A value that JSON can hold; what is missing is null.

    value : a number, text, or a dictionary of them
    """
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if value is pd.NA:
        return None
    if isinstance(value, float):
        # A minus before a zero is what rounding leaves.
        return value + 0.0 if np.isfinite(value) else None
    return value
