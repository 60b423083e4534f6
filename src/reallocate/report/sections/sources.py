"""What it rests on: assumptions, how to repeat it, and the reader's words."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import NOT_AVAILABLE, say, sentence
from reallocate.output.blocks import Block, Bullets, Facts, Grid, Head, Heading, Prose, Section
from reallocate.report.glossary import GLOSSARY, GRADES, SOURCES_OF_REACH
from reallocate.report.reading import Reading
from reallocate.report.tables import grid


def assumptions(reading: Reading) -> Section:
    """The part on assumptions of the page."""
    said = reading.sentences("assumptions")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    first = _replace_first(reading)
    if first and not said:
        blocks += [Heading("Replace these five first with figures of your own"), Bullets(first)]
    columns = ("name", "parameter", "value", "Range", "grade", "own", "source", "vintage", "moves")
    table = reading.table("assumptions")
    rows = None
    if reading.has("assumptions", "name", "own"):
        rows = table.assign(name=table["name"].astype(str).str.replace("_", " "))
        rows = rows.sort_values("own", ascending=False, kind="stable")
    blocks.append(
        grid(
            reading,
            "assumptions",
            [column for column in columns if column != "parameter" or column in table.columns],
            caption="Every assumption; your own figures first",
            fold="All assumptions, with unit, range, grade, source and vintage",
            ranges={"Range": ("low", "high")},
            rows=rows,
        )
    )
    grades = tuple((grade.word, grade.means) for grade in GRADES)
    blocks.append(Grid("Grades of evidence", (Head("Grade"), Head("Means")), grades))
    return Section("assumptions", "Assumptions", tuple(blocks))


def _replace_first(reading: Reading) -> tuple[str, ...]:
    if not reading.has("flips", "input", "now", "unit", "grade"):
        return ()
    table = reading.table("flips")
    return tuple(_wanted(row) for _, row in table[table["grade"] != "own"].head(5).iterrows())


def _wanted(row: pd.Series) -> str:
    taken = f"{sentence(row['input'])}: taken as {say(row['now'], str(row['unit']))}, grade {row['grade']}"
    flips_at = say(row.get("flips_at"), str(row["unit"]))
    return taken if flips_at == NOT_AVAILABLE else f"{taken}; the answer flips at {flips_at}"


def repeat(reading: Reading) -> Section:
    """The part on how to repeat it of the page."""
    hashes = reading.fact("hashes", {})
    pairs = [
        ("Scenario", str(reading.fact("name", NOT_AVAILABLE))),
        ("Version", f"reallocate {reading.fact('version', NOT_AVAILABLE)}"),
        ("Seed", str(reading.fact("seed", NOT_AVAILABLE))),
        *((f"Hash of the {what}", str(value)) for what, value in dict(hashes).items()),
        ("Present cost of the plan", say(reading.fact("objective", None), "USD million")),
        ("Command", str(reading.fact("command", NOT_AVAILABLE))),
    ]
    blocks: list[Block] = [Prose(tuple(reading.sentences("repeat"))), Facts(tuple(pairs))]
    return Section("repeat", "How to repeat it", tuple(block for block in blocks if block != Prose(())))


def words(reading: Reading, parts: tuple[str, ...]) -> Section:
    """The page's end: every word of the reader once, and the sources of reach.

    parts : parts of the page whose sentences have their own place; the rest is said here
    """
    further = reading.other_sentences(parts)
    heads = (Head("Source of reach"), Head("Name in a scenario"), Head("What it measures"))
    rows = tuple((source.words, code, source.measures) for code, source in SOURCES_OF_REACH.items())
    blocks: list[Block] = [Heading("Further remarks"), Prose(tuple(further))] if further else []
    blocks += [
        Facts(tuple((term.word, term.means) for term in GLOSSARY)),
        Grid("The sources of reach", heads, rows),
    ]
    return Section("words", "Words used here", tuple(blocks))
