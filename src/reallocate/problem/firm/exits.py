"""The exits that are set beside attrition where a scenario decides none: those announced, or a tenth."""

from __future__ import annotations

from reallocate.scenario.firm.schema import Scenario

DEFAULT_SHARE = 0.10
"""[share of headcount]"""


def default_exits(scenario: Scenario) -> float | str:
    """The exits that were announced [FTE], or a tenth of all positions, as a user writes them."""
    announced = scenario.announced
    return announced.exits if announced is not None and announced.exits else f"{DEFAULT_SHARE:.0%}"


def exits_by_default(scenario: Scenario, headcount: float) -> float:
    """The same as a number [FTE].

    headcount : [FTE] at the start
    """
    exits = default_exits(scenario)
    return float(round(DEFAULT_SHARE * headcount)) if isinstance(exits, str) else exits


def not_requested(scenario: Scenario) -> str:
    """The sentence that says which cut is compared where none was requested."""
    announced = scenario.announced
    if announced is not None and announced.exits:
        return f"The cut compared here was announced on {announced.date}."
    return "No cut was requested. For comparison, a tenth of all positions is cut."
