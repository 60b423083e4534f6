"""How a job's figures stand in sentences and cells: reach with its range, pay, people of 100."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.measure.number import band, cell, rounded, say
from reallocate.scenario.job import COUNTRY
from reallocate.transition.ways import REACHED, SAFER

Row = Mapping[Any, Any]

DEGREES = {
    11.0: "no high school diploma",
    12.0: "a high school diploma",
    13.0: "some college or a certificate",
    14.0: "an associate's degree",
    16.0: "a bachelor's degree",
    18.0: "a master's degree",
    20.0: "a doctoral or professional degree",
}
"""Years of school in words."""


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
    """Of 100 people who left the occupation, how many went there, with an 80% interval.

    Where nobody was seen to go, the share is that of similar moves: it has no digits and no interval.
    """
    if not row["seen"]:
        count = float(row["of_100_leavers"])
        return f"about {count:.0f} (none seen)" if count >= 1 else "fewer than 1 (none seen)"
    middle, low, high = (in_hundred(float(row[name]) / 100) for name in ("of_100_leavers", "low", "high"))
    return f"{middle} ({low}–{high})"


def degree(years: float) -> str:
    """The highest level that so many years of school reach, in words."""
    return DEGREES[max((one for one in DEGREES if one <= years), default=min(DEGREES))]


def further(row: Row) -> str:
    """How much further AI reaches into a move's job than into one's own; "" where it does not."""
    hours = hours_further(row)
    return f"AI reaches further there: {hours}" if hours else ""


def hours_further(row: Row) -> str:
    """The hours of both, where AI reaches further into a move's job; "" where it does not."""
    there, now = (float(row[name]) for name in ("automatable", "automatable_now"))
    if there < REACHED or there - now <= SAFER:
        return ""
    return f"{100 * there:.0f} of 100 hours against {100 * now:.0f}"


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


def went(row: Row, between: str = "; ") -> str:
    """Of 100 who left, how many went there, and how many people the survey saw do so.

    between : what stands between the two
    """
    return f"{of_hundred(row)}{between}{people(row['seen'])}" if row["seen"] else of_hundred(row)


def years_of(years: int) -> str:
    """How long is looked ahead."""
    return "1 year" if years == 1 else f"{years} years"
