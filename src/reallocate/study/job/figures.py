"""How a job's figures stand in a sentence: money, bands, people of 100, places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.study.job.request import COUNTRY

Row = Mapping[Any, Any]


def usd(amount: float) -> str:
    """Money to three digits [USD].

    amount : [USD]
    """
    if abs(amount) < 1_000:
        return f"{amount:,.0f} USD"
    digits = 2 - (len(str(int(abs(amount)))) - 1)
    return f"{round(amount, digits):,.0f} USD"


def band(row: Row | pd.Series, name: str) -> str:
    """A share with its band over the sources: 41% (30–52).

    row : with the middle, lowest and highest
    name : of the share
    """
    middle, low, high = (100 * float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return f"{middle:.0f}% ({low:.0f}–{high:.0f})"


def in_place(title: str) -> str:
    """A place as it stands in a sentence.

    title : of the area or the nation
    """
    return f"the {title}" if title == COUNTRY else title


def in_hundred(share: float) -> str:
    """A share as people of 100: 12, 5.7, under 0.1.

    share : [0–1]
    """
    of_hundred = 100 * share
    if of_hundred < 0.1:
        return "under 0.1"
    return f"{of_hundred:.0f}" if of_hundred >= 9.95 else f"{of_hundred:.1f}"


def people(count: float) -> str:
    """How many people the survey saw; whoever was seen at all is at least one.

    count : [people] recovered from weights, not whole
    """
    whole = max(1, round(count)) if count > 0 else 0
    return "1 person" if whole == 1 else f"{whole:,} people"


def years_of(years: int) -> str:
    """How long is looked ahead.

    years : looked at
    """
    return "1 year" if years == 1 else f"{years} years"
