"""The finding and verdict of a row of the argument, from the shipped record of claims."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from reallocate.kernel.number import with_minus

LEDGER = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "claims" / "record.json"


def finding(row: str) -> str:
    """What comes out in a sentence, of a row with parts that of the first; nothing where it has not run.

    row : its number, such as 6
    """
    findings = [claim["finding"] for claim in _ledger() if re.sub(r"\D", "", claim["row"]) == row]
    return with_minus(first_sentence(findings[0])) if findings else ""


def part(row: str) -> str:
    """What one part of a row is about, its verdict, and what comes out in a sentence.

    row : such as 12b
    """
    claim = next(claim for claim in _ledger() if claim["row"] == row)
    about = _about(claim["statement"])
    said = with_minus(first_sentence(claim["finding"]))
    return f"{about[:1].upper()}{about[1:]}: {_verdict(claim)}. {said}"


def places() -> str:
    """Row 3: the percentiles that decide the verdicts on three groups of jobs, and the thresholds."""
    rows = [claim for claim in _ledger() if claim["id"].startswith("most-at-risk")]
    each = ", ".join(f"{_about(row['statement'])} {row['result']:.0f}" for row in rows)
    high, low = rows[0]["threshold_supported"], rows[0]["threshold_not_supported"]
    return (
        f"Percentile of US jobs by automatable hours ({high:.0f} supports, {low:.0f} does not, inside the "
        f"firm too): {each}."
    )


def first_sentence(text: str) -> str:
    """The sentence of a finding that can stand alone.

    text : of the finding
    """
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text.strip())[0]


def verdicts(number: str) -> str:
    """The verdict of a row with its reason, or those of its parts, each with what it is about.

    number : of the row, such as 3
    """
    claims = [claim for claim in _ledger() if re.sub(r"\D", "", claim["row"]) == number]
    if len(claims) == 1:
        return _verdict(claims[0])
    return "; ".join(f"{_about(claim['statement'])}: {_verdict(claim)}" for claim in claims)


def _verdict(claim: dict[str, Any]) -> str:
    reason = claim["verdict_reason"]
    return f"**{claim['verdict']}**" + (f": {reason}" if reason else "")


def _about(statement: str) -> str:
    """What a part is about: what stands behind the colon of its statement, or all of it."""
    _, colon, after = statement.partition(": ")
    about = after if colon else statement
    return about[:1].lower() + about[1:]


@cache
def _ledger() -> list[dict[str, Any]]:
    if not LEDGER.is_file():
        return []
    rows: list[dict[str, Any]] = json.loads(LEDGER.read_text(encoding="utf-8"))["claims"]
    return rows
