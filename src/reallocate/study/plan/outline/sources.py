"""What a plan rests on: its assumptions, and how to repeat it."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import NOT_AVAILABLE, say, sentence
from reallocate.output.blocks import Block, Bullets, Facts, Section
from reallocate.output.glossary import grades
from reallocate.output.table import Range
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import headed, prose, source_words, text, without_sources


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
    own = text(result, "caveats")
    blocks += headed("About this firm's figures", Bullets(tuple(own))) if own else []
    return Section("assumptions", "Assumptions", blocks, folded=True)


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
    return Section(
        "repeat", "How to repeat it", (*prose(result, "repeat"), Facts((*_rests_on(result), *pairs))),
        folded=True,
    )  # fmt: skip


def _rests_on(result: Result) -> tuple[tuple[str, str], ...]:
    facts = result.facts
    periods, source = facts["periods"], source_words(str(facts["headline_source"]))
    one = without_sources(result)
    return (
        ("Status", result.status.text),
        ("Length of the plan", f"{periods[0]} to {periods[-1]}, {len(periods)} quarters"),
        ("Industries of the firm", str(facts["industry_text"])),
        ("Source of AI's reach", source if one else f"{source}; also computed under the other sources"),
        ("Own pay figures", f"{say(facts['own_share'], 'share')} of payroll; the rest is public pay data"),
        ("Tasks taken from related jobs", f"{say(facts['filled_share'], 'share')} of headcount"),
    )
