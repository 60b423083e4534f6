"""Sources: every source file, and every assumption with its range and grade."""

from __future__ import annotations

from urllib.parse import quote

import pandas as pd

import reallocate
from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.glossary import GRADES
from reallocate.kernel.number import cell
from reallocate.web.link import from_link
from reallocate.web.page import Page, filled

_DOOR = "/sources"
_OWN = "own"
"""A grade of figures of the reader, of which none ships."""


def page(query: tuple[tuple[str, str], ...] = ()) -> Page:
    """Data and assumptions.

    query : words to find among the assumptions
    """
    given = from_link(dict(query), {"find": str})
    words = str(given.get("find", ""))
    world = reallocate.World.load()
    origins, assumed = world.origins, world.parameters
    counts = assumed["grade"].value_counts()
    found = assumed[_says(assumed, words)]
    return filled(
        "sources.html.jinja", _DOOR,
        tables={"sources.csv": origins.to_csv(index=False), "assumptions.csv": assumed.to_csv(index=False)},
        sources=_sources(origins), assumptions=_assumptions(found), count=len(assumed), words=words,
        grades=[(one, GRADES[one].rstrip("."), int(counts.get(one, 0))) for one in GRADES if one != _OWN],
        python="import reallocate as ra\n\nworld = ra.World.load()\nworld.origins, world.parameters",
        command="reallocate data", link=f"{_DOOR}?find={quote(words)}" if words else _DOOR,
    )  # fmt: skip


def _says(assumed: pd.DataFrame, words: str) -> pd.Series:
    """Which assumptions have all of the words in their name, meaning or source."""
    text = (assumed["name"] + " " + assumed["says"] + " " + assumed["source"]).str.casefold()
    fits = pd.Series(True, index=assumed.index)
    for word in words.casefold().split():
        fits &= text.str.contains(word, regex=False)
    return fits


def _sources(table: pd.DataFrame) -> Grid:
    """One row a source, with its licence and date."""
    each = table.drop_duplicates(["title", "vintage"])
    heads = (Head("Source"), Head("Citation"), Head("Licence"), Head("As of"))
    rows = each[["title", "citation", "licence", "vintage"]].itertuples(index=False)
    return Grid("Sources", heads, tuple(tuple(map(str, row)) for row in rows))


def _assumptions(table: pd.DataFrame) -> Grid:
    """One row an assumption: what it is, its value with the plausible range, and where it comes from."""
    heads = (Head("Assumption"), Head("Value (range)"), Head("Grade"), Head("Name for --set"), Head("Source"))
    rows = []
    for row in table.to_dict("records"):
        value, low, high = (cell(row[name]) for name in ("value", "low", "high"))
        amount = f"{value} ({low} to {high}) {row['unit']}"
        rows.append((str(row["says"]), amount, str(row["grade"]), str(row["name"]), str(row["source"])))
    return Grid("Assumptions", heads, tuple(rows))
