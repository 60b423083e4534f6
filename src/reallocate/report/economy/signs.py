"""Changes as they stand in the extended market's tables: with their sign, to a tenth."""

from __future__ import annotations

from reallocate.measure import number


def signed(value: float, unit: str = "") -> str:
    """A change with its sign.

    value : [unit]
    unit : words after the number
    """
    return f"{number.signed(value, 1)}{unit}"
