"""The ledger of claims on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from reallocate.claims.computed import Entry
from reallocate.claims.ledger import NOT_COMPUTABLE, counted
from reallocate.errors import visible
from reallocate.measure.number import with_minus
from reallocate.report.claims.words import (
    cannot_said,
    first_rule_said,
    found_said,
    moved_said,
    rule_said,
    turns_said,
)

BRACKETS = (
    "In brackets: one draw in ten lies below, one above; where the finding is itself a share of draws, "
    "what so few of them leave open. A draw is one set of values for all that is assumed, each within its "
    "plausible range. The sources are published judgements of what AI can do of each task. Names such as "
    "capture are what --set takes."
)


def print_ledger(entries: Iterable[Entry], console: Console, page: Path | None = None) -> None:
    """Every claim in plain sentences, then the count of verdicts, and what cannot be computed.

    entries : of the ledger
    console : to print to
    page : where the page lies, if it was written
    """
    shown = tuple(entries)
    for one in shown:
        claim, found = one.claim, one.measured
        console.print(
            Text.assemble((f"{claim.row}. {claim.statement}", "bold"), f": {found.verdict_with_reason}")
        )
        rule = claim.rule
        lines = [
            found.says,
            f"In figures: {found_said(one)}.",
            f"Read as: {claim.reading}.",
            f"Rule: {rule_said(rule.supported, rule.not_supported, rule.otherwise.value, rule.instead)}",
        ]
        lines += [
            text for text in (cannot_said(one.reach), first_rule_said(rule.change, found.first)) if text
        ]
        lines += [text for text in (moved_said(one.drivers, claim.unit), turns_said(one)) if text]
        lines += [
            f"Read another way, {other.reading}: {other.finding} ({other.verdict.value})."
            for other in one.readings
        ]
        for line in lines:
            console.print(Text(f"  {with_minus(line)}"))
        console.print()
    console.print(Text(BRACKETS))
    verdicts = ", ".join(f"{count} {verdict.value}" for verdict, count in counted(shown).items() if count)
    console.print(Text(f"{len(shown)} claim{'s' if len(shown) != 1 else ''}: {verdicts}."))
    if any(one.claim.row != "own" for one in shown):
        for what, why in NOT_COMPUTABLE:
            console.print(Text(f"Not computable: {what}: {why}."))
    if page is not None:
        console.print(
            Text.assemble("The page, to open in a browser or to print: ", (visible(str(page)), "bold"))
        )
