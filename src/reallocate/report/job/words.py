"""How a job's figures are written: bands, pay that is only known to be high, shares that are estimates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.report.figures import ABSENT, cell, is_number
from reallocate.study.job.figures import chance

FILLED, NOT_SEEN, UNKNOWN = "filled", "not seen", "not known"
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


def movers(row: Row) -> str:
    """The share of those who leave who go there: 1.3%, ~0.4% where estimated, not seen, not known.

    row : of the moves
    """
    status = str(row["share_status"])
    if status in (NOT_SEEN, UNKNOWN):
        return status
    share = float(row["share_of_movers"])
    text = "under 0.1%" if share < 0.0005 else f"{share:.1%}"
    return f"~{text}" if status == FILLED else text


def odds(row: Row) -> str:
    """Odds in a year of trying.

    row : of the moves
    """
    return chance(float(row["odds_if_try"]))


def pay(row: Row, which: str) -> str:
    """Pay to three digits, or at least that [USD/year].

    row : of the moves
    which : entry or later
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


def gain(row: Row) -> tuple[str, str]:
    """What a way is worth over never moving, and its range over views [USD].

    row : of the moves
    """
    low, high = float(row["gain_low"]), float(row["gain_high"])
    spread = "" if low != low else f"{rounded(low)} to {rounded(high)}"
    return rounded(float(row["gain"])), spread


def training(row: Row) -> str:
    """Weeks of training.

    row : of the moves
    """
    weeks = float(row["training_weeks"])
    if weeks < 0.5:
        return "none"
    return "1 week" if round(weeks) == 1 else f"{weeks:.0f} weeks"


def arrival(row: Row) -> str:
    """When a step of a route is reached, and how likely that is within the years looked at.

    row : of the routes
    """
    years = float(row["year"])
    when = "1 year" if round(years) == 1 else f"{years:.0f} years"
    return f"{when}, {chance(float(row['probability']))}"


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
