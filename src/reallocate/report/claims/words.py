"""A claim of the ledger in sentences: what drives it, what would turn it, its interval with unit."""

from __future__ import annotations

from reallocate.claims.drivers import Driver, Turn
from reallocate.claims.ledger import Entry
from reallocate.report.figures import with_minus


def number(value: float) -> str:
    """A figure to three digits, with a minus and separators.

    value : [any unit]
    """
    if abs(value) >= 1000:
        return with_minus(f"{value:,.0f}")
    return with_minus(f"{value:.3g}") if value else "0"


def assumption(name: str) -> str:
    """The name of an assumption as it stands in a sentence.

    name : of the parameter
    """
    return name.replace("_", " ")


def interval_said(entry: Entry) -> str:
    """Finding with interval and unit.

    entry : of the ledger
    """
    found, unit = entry.measured, entry.claim.unit
    middle, low, high = (number(value) for value in (found.middle, found.low, found.high))
    if unit.startswith("%"):
        return f"{middle}% ({low} to {high}%){unit[1:]}"
    return f"{middle} ({low} to {high}) {unit}"


def turns_said(entry: Entry) -> str:
    """What would turn the verdict, in words.

    entry : of the ledger
    """
    if entry.turns:
        said = "; ".join(_turn(entry, turn) for turn in entry.turns)
        return f"It would turn with {said}."
    if entry.drivers:
        return "No single assumption, within its plausible range, turns it."
    return "It is a measurement: no assumption of this project enters."


def _turn(entry: Entry, turn: Turn) -> str:
    driver = next((one for one in entry.drivers if one.parameter == turn.parameter), None)
    side = "beyond"
    if driver is not None:
        nearer_high = abs(turn.value - driver.high) < abs(turn.value - driver.low)
        side = "above" if nearer_high else "below"
    return f"{assumption(turn.parameter)} {side} {number(turn.value)} {turn.unit}: {turn.verdict.value}"


def drivers_said(entry: Entry) -> str:
    """Which assumption moves the claim most, in a sentence; empty where none does.

    entry : of the ledger
    """
    moving = [one for one in entry.drivers if one.swing > 0]
    if not moving:
        return ""
    first, *others = moving
    name = assumption(first.parameter)
    said = (
        f"{name[:1].upper()}{name[1:]} moves it most: as it goes {_range(first)} {first.unit}, the result "
        f"goes {_result(first, entry.claim.unit)}"
    )
    if others:
        then = [
            f"{assumption(one.parameter)} ({_range(one)}: {_result(one, entry.claim.unit)})"
            for one in others[:2]
        ]
        said += f"; then {', '.join(then)}"
    return f"{said}. {turns_said(entry)}"


def _range(driver: Driver) -> str:
    return f"from {number(driver.low)} to {number(driver.high)}"


def _result(driver: Driver, unit: str) -> str:
    sign = "%" if unit.startswith("%") else ""
    return f"from {number(driver.at_low)}{sign} to {number(driver.at_high)}{sign}"
