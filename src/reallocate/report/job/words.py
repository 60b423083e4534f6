"""How a job's figures are written: bands, pay that is only known to be high, moves that were seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.measure.number import ABSENT, cell, is_number
from reallocate.study.job.figures import in_hundred

Row = Mapping[Any, Any]


def band(row: Row, name: str) -> str:
    """A share with its band over the sources: 41% (30–52).

    row : with middle, lowest and highest
    name : of the share
    """
    middle, low, high = (100 * float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return f"{middle:.0f}% ({low:.0f}–{high:.0f})"


def change(before: Row, after: Row, name: str) -> str:
    """A share before and after, the latter with its band: 72 → 31% (14–52).

    before, after : with middle, lowest and highest
    name : of the share
    """
    return f"{100 * float(before[name]):.0f} → {band(after, name)}"


def target(row: Row) -> str:
    """The title of a move's target, with a mark where the survey counts it together with others.

    row : of the moves
    """
    return f"{row['title']}{' †' if row['counted_with'] else ''}"


def seen(row: Row) -> tuple[str, str]:
    """Of 100 who changed occupation, how many went there, with an interval; how many were seen to.

    row : of the moves
    """
    middle, low, high = (
        in_hundred(float(row[name])) for name in ("share_of_movers", "share_low", "share_high")
    )
    return f"{middle} ({low}–{high})", f"{float(row['people_seen']):,.0f}"


def against(row: Row, which: str) -> str:
    """How far pay is from one's own: +12%, −5%; at least that where pay is only known to be high.

    row : of the moves
    which : median or entry
    """
    percent_of_own = round(100 * float(row[f"{which}_change"]))
    text = "0%" if percent_of_own == 0 else f"{percent_of_own:+d}%".replace("-", "−")
    return text if bool(row[f"{which}_known"]) else f"{text} or more"


def pay(row: Row, which: str) -> str:
    """Pay to three digits, or at least that [USD/year].

    row : of the moves
    which : median or entry
    """
    text = rounded(float(row[f"{which}_pay"]))
    return text if bool(row[f"{which}_known"]) else f"{text} or more"


def rounded(amount: float, kept: int = 3) -> str:
    """A large number to a few digits, in a column whose heading holds the unit.

    amount : [USD] or [people]; nothing is written where it is missing
    kept : digits
    """
    if not is_number(amount):
        return ABSENT
    digits = min(kept - len(str(int(abs(amount)))), 0)
    return cell(round(amount, digits), "persons")


def figure(row: Row, name: str) -> str:
    """A figure to four digits with the range of its sampling error, where that is known.

    row : of the history
    name : employment or wage_mean
    """
    stem = "wage" if name == "wage_mean" else name
    if not is_number(row[name]):
        return ABSENT
    value, low, high = (rounded(float(row[one]), 4) for one in (name, f"{stem}_low", f"{stem}_high"))
    return value if not is_number(row[f"{stem}_low"]) else f"{value} ({low} to {high})"


def percent(share: float) -> str:
    """A share without a band.

    share : [share]
    """
    return "under 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"
