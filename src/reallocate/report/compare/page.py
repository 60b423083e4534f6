"""A comparison as one page: a single file without scripts that needs nothing else."""

from __future__ import annotations

from reallocate.measure.number import NOT_AVAILABLE, sentence
from reallocate.output.blocks import Block, Bullets, Facts, Grid, Prose, Section
from reallocate.output.glossary import GLOSSARY
from reallocate.report.compare.grids import cards, change_grid, input_grid, limit_grid, result_grid, why_grid
from reallocate.report.html import page
from reallocate.study.compare.run import Comparison

OPEN_ROWS = 15
"""Rows of a table that stands open; a longer one opens on demand."""

WORDS = (
    "Scenario",
    "Baseline",
    "Position",
    "FTE",
    "Open position",
    "Layoff",
    "Quit",
    "Redeployment",
    "Run-rate saving",
    "One-off cost",
    "Break-even month",
    "Value of one more",
    "The limit that decides",
    "Near-optimal plans",
    "Source of reach",
)


def comparison_page(found: Comparison) -> str:
    """The comparison as HTML; no address is ever asked, nothing runs.

    found : what is reported
    """
    return page(sentence(found.meta["title"]), found.meta["version"], comparison_sections(found))


def comparison_sections(found: Comparison) -> list[Section]:
    """Every part of the page, in its fixed order.

    found : what is reported
    """
    said = found.explain()
    return [
        Section(
            "headline",
            "In short",
            (Prose(tuple(said["headline"][:1]), "lead"), cards(found), Prose(tuple(said["headline"][1:]))),
        ),
        Section("inputs", "What differs in the input", (Prose(tuple(said["inputs"])), *_inputs(found))),
        Section("results", "What differs in the result", (result_grid(found),)),
        Section("why", "What the difference comes from", (Prose(tuple(said["why"])), *_why(found))),
        Section("roles", "Who is affected", (Prose(tuple(said["results"][:1])), *_roles(found))),
        Section("limits", "Limits", (Prose(tuple(said["results"][1:])), *_limits(found))),
        Section("reading", "How to read it", (Bullets(found.notes),) if found.notes else ()),
        Section("repeat", "How to repeat it", tuple(_repeat(found))),
        Section("words", "Words used here", (Facts(tuple(_words())),)),
    ]


def _inputs(found: Comparison) -> list[Block]:
    grids = (
        input_grid(found, ("input",), "Inputs that may move the plan"),
        input_grid(found, ("follows",), "Assumptions that follow from them", "Assumptions that follow"),
        input_grid(found, ("aside",), "Inputs that move no plan", "Inputs that move no plan"),
        input_grid(found, ("made",), "Data and program", "Data and program"),
    )
    return [grid for grid in grids if grid.rows]


def _why(found: Comparison) -> list[Block]:
    grid = why_grid(found)
    return [grid] if grid.rows else []


def _roles(found: Comparison) -> list[Block]:
    kinds = change_grid(found, "kinds", "Positions at the end by kind of work")
    if found.table("roles").empty:
        return [kinds]
    first = change_grid(found, "roles", "Roles that change most", OPEN_ROWS)
    every = change_grid(found, "roles", "Every role that changes", fold="Every role that changes")
    return [first, every, kinds] if len(every.rows) > OPEN_ROWS else [first, kinds]


def _limits(found: Comparison) -> list[Block]:
    grid: Grid = limit_grid(found)
    return [grid] if grid.rows else []


def _repeat(found: Comparison) -> list[Block]:
    def facts(letter: str) -> tuple[tuple[str, str], ...]:
        about = found.meta[letter.lower()]
        return (
            (f"{letter} is", f"{about['title']} ({about['named']})"),
            (f"{letter} was made by", f"reallocate {about['version']}"),
            (f"{letter} by the command", str(about["command"])),
            (f"{letter} has the hash", str(about["hashes"].get("scenario", NOT_AVAILABLE))),
        )

    command = (("This page by the command", str(found.meta["command"] or NOT_AVAILABLE)),)
    return [Facts((*facts("A"), *facts("B"), *command))]


def _words() -> list[tuple[str, str]]:
    return [(term.word, term.means) for term in GLOSSARY if term.word in WORDS]
