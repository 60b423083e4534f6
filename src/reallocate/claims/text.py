"""Claims in sentences: interval with unit, rule, main drivers, tipping points."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.claims.ledger import NOT_COMPUTABLE
from reallocate.claims.tables import ABOVE, FIXED, LIST
from reallocate.kernel.number import (
    PERCENT,
    SHARES,
    cell,
    is_money,
    say,
    say_band,
    sentence,
    span,
    with_minus,
)
from reallocate.kernel.table import Tables
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Said, Text

Row = Mapping[Any, Any]

IN_WORDS = "claim: "
"""Begins the part of the text that says one claim in words, before its id."""
_FIGURES = 3
"""Significant figures of a finding, a range and a tipping point."""
_SOURCES = "Sources"
_MEASUREMENT = "The finding follows from published data: no assumption of this project is drawn for it."
_NO_TIPPING_POINT = "No single number changes the verdict within its plausible range; another reading may."
_CODE = re.compile(r"['‘]?\b(not supported|supported|mixed|cannot be told)\b['’]?", re.IGNORECASE)
"""Code of a verdict within a sentence; "by definition" also has its plain sense there."""


TEXT = Text()


@TEXT.sentence("headline", "headline", LEAD)
def headline(tables: Tables) -> str:
    """How many claims there are."""
    count = len(tables["claims"])
    return f"{count} claims computed; each shows its rule." if count > 1 else "The claim shows its rule."


@TEXT.sentence("headline", "headline", NOTE)
def not_false(tables: Tables) -> str:
    """What the verdict of most claims does not mean; nothing where no claim has it."""
    if not tables["claims"]["verdict"].eq("not supported").any():
        return ""
    words = VERDICT_WORDS["not supported"]
    return f"“{words}” is not “false”: a true effect may be too small or too new to see."


@TEXT.sentence("brackets")
def brackets(tables: Tables) -> str:
    """What stands in brackets."""
    return (
        "Brackets: 10th–90th percentile over draws of the assumptions and sources; for a share of draws, its "
        "sampling error. Each draw takes a value for every assumption from its plausible range. The sources "
        "are published ratings of the tasks that AI can do."
    )


@TEXT.sentence("not_computable", "not_computable", BULLETS)
def not_computable(tables: Tables) -> list[str]:
    """Statements that cannot be computed, and why."""
    return [f"{sentence(what)}: {why}." for what, why in NOT_COMPUTABLE.items()]


def text(tables: Tables) -> Said:
    """Sentences by part: the count of verdicts, what cannot be computed, and each claim under its id."""
    claims = tables["claims"].to_dict("records")
    return {**TEXT.said(tables), **{f"{IN_WORDS}{row['id']}": _lines(row, tables) for row in claims}}


def _lines(row: Row, tables: Tables) -> list[str]:
    """One claim, as a terminal shows it."""
    drivers = of_claim(tables, "drivers", row)
    facts = [f"{label}: {words}" for label, words in explained(row, tables).items() if label != _SOURCES]
    others = [
        f"Alternative reading, {one['reading']}: {worded(one['finding'])} ({VERDICT_WORDS[one['verdict']]})."
        for one in of_claim(tables, "readings", row)
    ]
    moved = _moved_by(drivers, str(row["unit"]))
    lines = [worded(str(row["finding"])), *facts, *([f"Main drivers: {moved}"] if moved else []), *others]
    return [with_minus(line) for line in lines]


def explained(row: Row, tables: Tables) -> dict[str, str]:
    """A claim in sentences by label: interval, definition, rule, tipping points, sources.

    row : of the table claims
    """
    drivers, turns = of_claim(tables, "drivers", row), of_claim(tables, "tipping_points", row)
    facts = {
        "In figures": f"{interval(row)}.",
        "What it rests on": worded(with_minus(row["rests_on"])),
        "Definition": f"{sentence(row['reading'])}.",
        "Rule": _rule(row),
        "Impossible verdicts": _impossible(of_claim(tables, "attainable", row), tables["drivers"]),
        "Change to the rule": _rule_change(row),
        "Tipping points": _tipping(turns, drivers, measurement=not row["assumptions"]),
        _SOURCES: f"{row['sources']}.",
    }
    return {label: words for label, words in facts.items() if words}


def of_claim(tables: Tables, name: str, row: Row) -> list[Row]:
    """Rows of a table that belong to a claim.

    row : of the table claims
    """
    table = tables[name]
    return list(table[table["claim"] == row["id"]].to_dict("records"))


def verdict(row: Row) -> str:
    """A verdict in words with its reason, where it has one."""
    words = VERDICT_WORDS[row["verdict"]]
    return f"{words}: {row['verdict_reason']}" if row["verdict_reason"] else words


def worded(text: str) -> str:
    """A sentence in which verdicts stand in words instead of by their codes."""
    return _CODE.sub(lambda found: f"“{VERDICT_WORDS[found[1].lower()]}”", text)


def interval(row: Row) -> str:
    """The finding of a claim with its interval and unit."""
    return say_band(row["result"], row["low"], row["high"], str(row["unit"]), _FIGURES)


def _rule(row: Row) -> str:
    """The rule of a claim in a few sentences."""
    words = (
        f"Supported where {row['supported_where']}. Not supported where {row['not_supported_where']}. "
        f"Otherwise: {_quoted(row['otherwise'])}."
    )
    return worded(f"{words} {sentence(_quoted(row['instead']))}." if row["instead"] else words)


def _quoted(text: str) -> str:
    """A rule with its first verdict in words, also where that is its definition."""
    code = "by definition"
    return text.replace(code, f"“{VERDICT_WORDS[code]}”", 1) if text.startswith(code) else text


def _rule_change(row: Row) -> str:
    """The rule as first written with its verdict, and the reason for the change; empty without one."""
    if not row["change_when"]:
        return ""
    if not row["first_rule"]:
        return f"The rule was {row['change_when']} ({row['change_date']}): {row['change_reason']}."
    first = row["verdict_by_first_rule"]
    return (
        f"First rule: {worded(row['first_rule'])}."
        f"{f' Its verdict is “{VERDICT_WORDS[first]}”.' if first else ''} It was "
        f"{row['change_when']} ({row['change_date']}): {row['change_reason']}."
    )


def _impossible(ranges: Sequence[Row], drivers: pd.DataFrame) -> str:
    """Which verdicts a rule cannot give; empty where it can give both.

    ranges : rows of the table attainable
    drivers : the table drivers, which holds the words of the assumptions
    """
    sentences = []
    words = dict(zip(drivers["parameter"], drivers["assumption"], strict=True))
    for one in ranges:
        verdicts = " nor ".join(
            f"“{VERDICT_WORDS[name]}”" for name in one["impossible"].split(LIST) if name
        )
        figures = span(one["low"], one["high"], _bare_unit(one["unit"]), figures=_FIGURES)
        fixed = [f"{words[name]} ({name})" if name in words else name for name in one["fixed"].split(LIST)]
        if why := one.get("why"):
            sentences.append(worded(str(why)))
        elif one["impossible"]:
            sentences.append(
                f"With {', '.join(fixed)} at the default, this rule cannot give {verdicts}: the other "
                f"assumptions take the figure from {figures}."
                if one["fixed"]
                else f"This rule cannot give {verdicts} here: the figure goes from {figures} with all "
                "assumptions at the ends of their plausible ranges."
            )
    return " ".join(sentences)


def _moved_by(drivers: Sequence[Row], unit: str) -> str:
    """Which assumptions move a claim most; empty where none does.

    drivers : rows of the table drivers
    """
    parts = [
        f"{assumption(one)}, {plausible(one)}: the finding goes from {ends(one, unit)}"
        for one in drivers
        if moves(one)
    ]
    return f"{'; then '.join(parts)}." if parts else ""


def moves(driver: Row) -> bool:
    """Whether the finding differs between the ends of an assumption's range."""
    return bool(driver["result_low"] != driver["result_high"])


def assumption(driver: Row) -> str:
    """An assumption in words, with the name that `--set` takes."""
    return f"{driver['assumption']} ({driver['parameter']})"


def plausible(driver: Row) -> str:
    """The plausible range of an assumption: 30 to 90% of freed hours."""
    return span(driver["low"], driver["high"], _bare_unit(driver["unit"]), figures=_FIGURES)


def ends(driver: Row, unit: str) -> str:
    """The finding with an assumption at the low and at the high end of its range."""
    low, high = driver["result_low"], driver["result_high"]
    if is_money(unit):
        return f"{say(low, unit, figures=_FIGURES)} to {say(high, unit, figures=_FIGURES)}"
    short = "share" if SHARES.match(unit) else "%" if PERCENT.match(unit) else unit
    sign = "%" if short == "%" else ""
    return f"{cell(low, short, figures=_FIGURES)}{sign} to {say(high, short, figures=_FIGURES)}"


def _tipping(turns: Sequence[Row], drivers: Sequence[Row], measurement: bool) -> str:
    """What would change a verdict.

    turns, drivers : rows of the tables tipping_points and drivers
    measurement : whether no assumption enters the claim
    """
    if measurement:
        return _MEASUREMENT
    if not turns:
        return _NO_TIPPING_POINT
    ranges = {one["parameter"]: one for one in drivers}
    parts, last = [], ""
    for one in turns:
        driver = ranges[one["parameter"]]
        name = "it" if one["parameter"] == last else assumption(driver)
        parts.append(f"“{VERDICT_WORDS[one['verdict']]}” with {name} {_place(one, driver)}")
        last = one["parameter"]
    return f"The verdict would be {'; '.join(parts)}."


def tipping_of(turns: Sequence[Row], driver: Row) -> str:
    """Where one assumption changes a verdict, without its name; empty where it does not."""
    return "; ".join(
        f"“{VERDICT_WORDS[one['verdict']]}” {'if ' if one['direction'] == FIXED else ''}{_place(one, driver)}"
        for one in turns
        if one["parameter"] == driver["parameter"]
    )


def _place(turn: Row, driver: Row) -> str:
    value = say(turn["value"], _bare_unit(turn["unit"]), figures=_FIGURES)
    if turn["direction"] == FIXED:
        unit = "share" if SHARES.match(driver["unit"]) else _bare_unit(driver["unit"])
        return (
            f"fixed at {value}, the default, instead of drawn from "
            f"{span(driver['low'], driver['high'], unit, figures=_FIGURES)}"
        )
    above = turn["direction"] == ABOVE
    if turn["value"] == driver["high" if above else "low"]:
        return f"at the {'upper' if above else 'lower'} end of its range, {value}"
    return f"at {value} or {'above' if above else 'below'}"


def _bare_unit(unit: str) -> str:
    """A unit without the remark behind its comma or semicolon."""
    return unit.split(",")[0].split(";")[0]
