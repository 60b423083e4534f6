"""What a plan rests on: its assumptions, and how to repeat it."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import NOT_AVAILABLE, say, sentence
from reallocate.output.blocks import Block, Bullets, Facts, Section
from reallocate.output.glossary import grades
from reallocate.output.table import Range
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, prose


def assumptions(result: Result) -> Section:
    """Every assumption, and the grades of evidence."""
    table = result.table("assumptions")
    rows = table.assign(name=table["name"].astype(str).str.replace("_", " "))
    first: list[str] = []
    if "tipping_points" not in result.waiting:
        tipping = result.table("tipping_points")
        first = [_wanted(row) for _, row in tipping[tipping["grade"] != "own"].head(5).iterrows()]
    heading = "Replace these five first with figures of your own"
    blocks: list[Block] = prose(result, "assumptions") or (headed(heading, Bullets(first)) if first else [])
    blocks += [
        result.grid(
            "assumptions", "name", "parameter", "value", Range("Range", "low", "high"), "grade", "own",
            "source", "vintage", *(("moves",) if "moves" in table else ()),
            caption="Every assumption; your own figures first",
            fold="All assumptions, with unit, range, grade, source and vintage",
            rows=rows.sort_values("own", ascending=False, kind="stable"),
        ),
        grades(),
    ]  # fmt: skip
    return Section("assumptions", "What it rests on", [*_capture(result), *blocks])


def _capture(result: Result) -> list[Block]:
    """Positions by the share of freed time that becomes capacity; nothing where that was not computed."""
    if not result.has("capture"):
        return []
    return headed(
        "Most of the answer is one unknown: how much freed time becomes capacity",
        result.picture("positions_by_capture"),
        result.grid(
            "capture", "response", "capture", "positions", caption="Positions by capture",
            fold="Positions by capture and price response",
        ),
    )  # fmt: skip


def _wanted(row: pd.Series) -> str:
    unit = str(row["unit"])
    now = f"{sentence(row['input'])}: {say(row['now'], unit)} here, grade {row['grade']}"
    turns = say(row["flips_at"], unit)
    return now if turns == NOT_AVAILABLE else f"{now}; layoffs begin or end at {turns}"


def repeat(result: Result) -> Section:
    """How to repeat it."""
    facts = result.facts
    pairs = (
        ("Scenario", str(facts["name"])),
        ("Version", f"reallocate {facts['version']}"),
        ("Seed", str(facts["seed"])),
        *((f"Hash of the {name}", str(value)) for name, value in sorted(facts["hashes"].items())),
        ("Cost of the plan, present value", say(facts["objective"], "USD million")),
        ("Command", str(facts["command"])),
    )
    return Section("repeat", "How to repeat it", (*prose(result, "repeat"), Facts(pairs)))
