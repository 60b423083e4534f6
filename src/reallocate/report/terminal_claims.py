"""The ledger of claims on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from reallocate.claims.ledger import NOT_COMPUTABLE, Entry, counted


def print_ledger(entries: Iterable[Entry], console: Console) -> None:
    """Every claim in plain sentences, then the count of verdicts, and what cannot be computed.

    entries : of the ledger
    console : to print to
    """
    shown = tuple(entries)
    for one in shown:
        claim, found = one.claim, one.measured
        console.print(f"[bold]{claim.row}. {claim.statement}[/bold]: {found.verdict.value}")
        console.print(f"  {found.says}")
        console.print(f"  Read as: {claim.reading}")
        if one.turns:
            said = "; ".join(
                f"{turn.parameter} beyond {turn.value:.3g} {turn.unit}: {turn.verdict.value}"
                for turn in one.turns
            )
            console.print(f"  It would turn with {said}.")
        elif one.drivers:
            console.print("  No single assumption, within its plausible range, turns it.")
        else:
            console.print("  It is a measurement: no assumption of this project enters.")
        for other in one.readings:
            console.print(f"  Read instead as {other.reading}: {other.finding} ({other.verdict.value}).")
    verdicts = ", ".join(f"{count} {verdict.value}" for verdict, count in counted(shown).items() if count)
    console.print(f"{len(shown)} claims: {verdicts}.")
    for what, why in NOT_COMPUTABLE:
        console.print(f"Not computable: {what}: {why}.")
