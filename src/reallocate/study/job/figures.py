"""How a job's figures stand in sentences and cells: reach with its range, pay, people of 100."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.measure.number import band, cell, rounded, say
from reallocate.scenario.job import COUNTRY

Row = Mapping[Any, Any]


def usd(amount: float) -> str:
    """Money to three significant figures, such as 58,400 USD."""
    return f"{cell(rounded(amount), 'persons')} USD"


def reach(row: Row | pd.Series, name: str) -> str:
    """A share of hours with its range over the sources: 41% (30–52%).

    row : with the median, lowest and highest
    name : of the share
    """
    middle, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return band(middle, low, high, "share")


def change(row: Row, name: str) -> str:
    """A share of hours before and after a move, the latter with its range: 72% → 31% (14–52%)."""
    return f"{cell(float(row[f'{name}_now']), 'share')} → {reach(row, name)}"


def target(row: Row) -> str:
    """The title of a move's target, with a mark where the survey counts it together with others."""
    return f"{row['title']}{' †' if row['counted_with'] else ''}"


def of_hundred(row: Row) -> str:
    """Of 100 people who left the occupation, how many went there, with an 80% interval."""
    middle, low, high = (in_hundred(float(row[name]) / 100) for name in ("of_100_leavers", "low", "high"))
    return f"{middle} ({low}–{high})"


def odds_of(row: Row) -> str:
    """Of 100 who try for a year, how many would be hired, as a band of fives: 20–60."""
    low, high = (5 * round(20 * float(row[f"odds_{end}"])) for end in ("low", "high"))
    return f"{low}–{max(high, low + 20)}"


def pay(row: Row, which: str) -> str:
    """Pay after a move to three significant figures, or at least that [USD/year].

    which : later or entry
    """
    return cell(rounded(float(row[f"{which}_pay"])), "persons") + _or_more(row, which)


def against(row: Row, which: str) -> str:
    """Pay after a move against one's own: +12%, −5%; at least that where it is only known to be high."""
    name = "pay_change" if which == "later" else "entry_change"
    whole = round(100 * float(row[name]))
    return (f"{whole:+d}%".replace("-", "−") if whole else "0%") + _or_more(row, which)


def _or_more(row: Row, which: str) -> str:
    """Of pay that is only known to be high."""
    return " or more" if which == "later" and not row["pay_known"] else ""


def by_year(row: Row, name: str) -> str:
    """A figure of the history to four significant figures, with the range of its sampling error.

    name : employment or wage_mean
    """
    stem = "wage" if name == "wage_mean" else name
    value, low, high = (rounded(row[one], 4) for one in (name, f"{stem}_low", f"{stem}_high"))
    text = cell(value, "persons")
    return text if low != low else band(value, low, high, "persons")


def in_place(title: str) -> str:
    """A place as it stands in a sentence."""
    return f"the {title}" if title == COUNTRY else title


def in_hundred(share: float) -> str:
    """A share as people of 100: 12, 5.7, under 0.1."""
    of_all = 100 * share
    if of_all < 0.1:
        return "under 0.1"
    return f"{of_all:.0f}" if of_all >= 9.95 else f"{of_all:.1f}"


def people(count: float) -> str:
    """About how many people the survey saw; whoever was seen at all is at least one.

    count : [people] recovered from weights, not whole
    """
    whole = max(1, round(count)) if count > 0 else 0
    return "about 1 person" if whole == 1 else f"about {say(whole, 'people')}"


def years_of(years: int) -> str:
    """How long is looked ahead."""
    return "1 year" if years == 1 else f"{years} years"
