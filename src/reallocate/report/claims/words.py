"""A claim of the ledger in sentences: its interval with unit, rule, what drives it, what would turn it."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.claims.basis.claim import Change, Verdict
from reallocate.claims.basis.drivers import SHOWN, Driver, Turn
from reallocate.claims.basis.reach import Reach
from reallocate.claims.computed import Entry
from reallocate.measure.number import with_minus
from reallocate.work.parameters import Parameters

PERCENT = 100.0
SHARE = "share"


def number(value: float) -> str:
    """A figure to three digits, with a minus and separators.

    value : [any unit]
    """
    if abs(value) >= 1000:
        return with_minus(f"{value:,.0f}")
    return with_minus(f"{value:.3g}") if value else "0"


def valued(value: float, unit: str) -> str:
    """A figure with its unit as a sentence says it: a share in percent, and what it is of.

    value, unit : such as 0.3 and share of freed hours
    """
    rest, percent = _percent(unit)
    return f"{number(PERCENT * value)}%{rest}" if percent else f"{number(value)} {rest}"


def _percent(unit: str) -> tuple[str, bool]:
    """What stands behind the percent sign of a share, or the unit without its remark; and which."""
    unit = (
        unit.split(",")[0]
        .replace("/automated hour", " per automated hour")
        .replace("/hour", " per hour")
        .replace("/GPU", " per GPU")
    )
    if unit != SHARE and not unit.startswith((f"{SHARE} ", f"{SHARE}/")):
        return unit, False
    rest = unit.removeprefix(SHARE)
    return (f" a {rest[1:]}" if rest.startswith("/") else rest), True


def spanned(low: float, high: float, unit: str) -> str:
    """Two figures with one unit: from … to ….

    low, high, unit : as of `valued`
    """
    rest, percent = _percent(unit)
    if percent:
        return f"from {number(PERCENT * low)} to {number(PERCENT * high)}%{rest}"
    if unit.startswith("%"):
        return f"from {number(low)} to {number(high)}{unit}"
    return f"from {number(low)} to {number(high)} {rest}"


def assumption(name: str) -> str:
    """What an assumption is, in words, with the name that `--set` takes.

    name : of the parameter
    """
    return f"{Parameters.default().about(name).says.split(';')[0]} ({name})"


def interval_said(middle: float, low: float, high: float, unit: str) -> str:
    """A finding with its interval and unit.

    middle, low, high, unit : of the claim
    """
    rest, percent = _percent(unit)
    if percent:
        middle, low, high = (PERCENT * value for value in (middle, low, high))
    elif unit.startswith("%"):
        rest, percent = unit[1:], True
    ends = f"({number(low)} to {number(high)}{'%' if percent else ''})"
    return f"{number(middle)}% {ends}{rest}" if percent else f"{number(middle)} {ends} {unit}"


def found_said(entry: Entry) -> str:
    """The finding of a claim with its interval and unit.

    entry : of the ledger
    """
    found = entry.measured
    return interval_said(found.middle, found.low, found.high, entry.claim.unit)


def moved_said(drivers: Sequence[Driver], unit: str) -> str:
    """Which assumptions move a claim most, in a sentence; empty where none does.

    drivers : of the claim, those that move it most first
    unit : of the claim
    """
    moving = [one for one in drivers if one.swing > 0][:SHOWN]
    if not moving:
        return ""
    parts = [
        f"{assumption(one.parameter)}, {spanned(one.low, one.high, one.unit)}: the finding goes from "
        f"{ends_said(one, unit)}"
        for one in moving
    ]
    return f"What moves it most: {'; then '.join(parts)}."


def ends_said(one: Driver, unit: str) -> str:
    """The finding with an assumption at the low and at the high end of its range.

    one : the assumption
    unit : of the claim
    """
    return spanned(one.at_low, one.at_high, _short(unit)).removeprefix("from ")


def _short(unit: str) -> str:
    """A claim's unit without what it is of, where the sentence has said it."""
    return SHARE if _percent(unit)[1] else "%" if unit.startswith("%") else unit


def rule_said(supported: str, not_supported: str, otherwise: str, instead: str) -> str:
    """The rule of a claim in a sentence or two.

    supported, not_supported, otherwise, instead : of the rule
    """
    said = f"Supported where {supported}; not supported where {not_supported}; else {otherwise}."
    return f"{said} {instead[:1].upper()}{instead[1:]}." if instead else said


def first_rule_said(change: Change | None, first: Verdict | None) -> str:
    """The rule as first written with its verdict, and why it was changed; empty where it was not.

    change, first : of the rule, and the verdict by the rule as first written
    """
    if change is None:
        return ""
    verdict = f" By it the verdict is {first.value}." if first is not None else ""
    changed = f"It was {change.when} ({change.date}): {change.why}."
    return f"The rule as first written: {change.before}.{verdict} {changed}"


def cannot_said(reach: Sequence[Reach]) -> str:
    """Which verdicts a rule cannot give, in sentences; empty where it can give both.

    reach : of the claim
    """
    parts = []
    for one in reach:
        if not one.cannot:
            continue
        verdicts = " nor ".join(f"'{verdict.value}'" for verdict in one.cannot)
        span = spanned(one.low, one.high, one.unit)
        if one.held:
            names = assumption(one.held[0]) if len(one.held) == 1 else ", ".join(one.held)
            parts.append(
                f"With {names} at the default, this rule cannot say {verdicts}: the other assumptions take "
                f"the figure {span}."
            )
        else:
            parts.append(
                f"This rule cannot say {verdicts} here: with all assumptions at the ends of their plausible "
                f"ranges, the figure goes {span}."
            )
    return " ".join(parts)


def turned_said(turns: Sequence[Turn], drivers: Sequence[Driver], declared: bool) -> str:
    """What would turn a verdict, in words.

    turns, drivers : of the claim
    declared : whether any assumption enters it
    """
    if not declared:
        return "The finding is a measurement: no assumption of this project enters it."
    if not turns:
        return "No single assumption, within its plausible range, turns the verdict."
    ranges = {one.parameter: one for one in drivers}
    parts, named = [], ""
    for one in turns:
        name = "it" if one.parameter == named else assumption(one.parameter)
        parts.append(f"{one.verdict.value} with {name} {_where(one, ranges[one.parameter])}")
        named = one.parameter
    return f"The verdict would be {'; '.join(parts)}."


def turned_at(turns: Sequence[Turn], driver: Driver) -> str:
    """Where one assumption turns a verdict, without its name; empty where it does not.

    turns : of the claim
    driver : the assumption
    """
    mine = [one for one in turns if one.parameter == driver.parameter]
    return "; ".join(
        f"{one.verdict.value} {'if ' if one.above is None else ''}{_where(one, driver)}" for one in mine
    )


def _where(turn: Turn, driver: Driver) -> str:
    at = valued(turn.value, turn.unit)
    if turn.above is None:
        rest, _ = _percent(driver.unit)
        span = spanned(driver.low, driver.high, driver.unit).removesuffix(rest).strip()
        return f"known to be {at}, as assumed, instead of anything {span}"
    end = driver.high if turn.above else driver.low
    if turn.value == end:
        return f"at the {'upper' if turn.above else 'lower'} end of its range, {at}"
    return f"at {at} or {'above' if turn.above else 'below'}"


def turns_said(entry: Entry) -> str:
    """What would turn the verdict of a claim, in words.

    entry : of the ledger
    """
    return turned_said(entry.turns, entry.drivers, bool(entry.claim.drivers))
