"""The exits that are set beside attrition where a scenario decides none: those announced, or a tenth."""

from __future__ import annotations

from math import ceil, floor

from reallocate.errors import InputError, Problem
from reallocate.scenario.firm.schema import Exits, Scenario

DEFAULT_SHARE = 0.10
"""[share of headcount]"""
DECIMALS = 6
"""Of positions; what is smaller is what adding up roles leaves."""


def default_exits(scenario: Scenario) -> float | str:
    """The exits that were announced [FTE], or a tenth of all positions, as a user writes them."""
    announced = scenario.announced
    return announced.exits if announced is not None and announced.exits else f"{DEFAULT_SHARE:.0%}"


def exits_by_default(scenario: Scenario, headcount: float) -> float:
    """The same as a number [FTE].

    headcount : [FTE] at the start
    """
    exits = default_exits(scenario)
    return _to_whole(DEFAULT_SHARE * headcount) if isinstance(exits, str) else exits


def _to_whole(positions: float) -> float:
    """The nearest whole number of positions, so that the cut that is told is the cut that is priced."""
    return float(floor(round(positions, DECIMALS) + 0.5))


def whole_exits(exits: Exits, headcount: float) -> float:
    """How many leave in a cut that is decided [FTE]; a share is a whole number of positions.

    headcount : [FTE] at the start
    Raises `InputError` where it is less than one person: the firm is too small for a statement on this cut.
    """
    count = exits.positions(headcount)
    if count >= 1:
        return count if exits.share is None else _to_whole(count)
    share = count / headcount if headcount else 0.0
    what = f"a cut of {100 * share:.3g}% of {headcount:,.4g} positions is {count:.2g}, less than one person"
    least = f", or plan {ceil(1 / share - 1e-9):,} positions or more" if share else ""
    why = "Nothing can be said of a part of a person: the firm is too small for this cut."
    raise InputError(Problem(what, "--exits", f"Cut more{least}.", why))


def not_requested(scenario: Scenario) -> str:
    """The sentence that says which cut is compared where none was requested."""
    announced = scenario.announced
    if announced is not None and announced.exits:
        return f"The cut compared here was announced on {announced.date}."
    return "No cut was requested. For comparison, a tenth of all positions is cut."
