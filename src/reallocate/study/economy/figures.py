"""How the figures of the extended market stand in its sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reallocate.measure import number

MILLION = 1e6


def when(year: float) -> str:
    """A moment in a sentence: the year, and early or late in it.

    year : with its part
    """
    part = ("early", "spring of", "autumn of", "late")[min(int(year % 1.0 * 4.0 + 1e-9), 3)]
    return f"{part} {int(year + 1e-9)}"


def millions(people: float) -> str:
    """People in millions, without their sign.

    people : [persons]
    """
    return f"{abs(people) / MILLION:.1f} million"


def signed_millions(people: float) -> str:
    """People in millions, with their sign.

    people : [persons]
    """
    return f"{number.signed(people / MILLION, 1)} million"


def billions(amount: float) -> str:
    """A change of money in words: how much, and higher or lower.

    amount : [USD billion]
    """
    return f"USD {abs(amount):,.0f} billion {'higher' if amount >= 0 else 'lower'}"


def percent(share: float) -> str:
    """A change in percent, with its sign.

    share : [share]
    """
    return f"{number.signed(100.0 * share, 1)}%"


def less(share: float) -> str:
    """A change in percent, as less or more.

    share : [share]
    """
    return f"{abs(100.0 * share):.1f}% {'less' if share < 0 else 'more'}"


def signed(share: float, digits: int = 1) -> str:
    """A number with its sign.

    share : in any unit
    digits : decimals
    """
    return number.signed(share, digits)


def row_of(table: pd.DataFrame, place: int) -> dict[str, Any]:
    """One row of a table by column.

    table : any
    place : of the row
    """
    return {str(key): value for key, value in table.iloc[place].items()}
