"""Who is most exposed, by country: docs/most-exposed.md, from a record.

`python -m scripts.pages.most_exposed [CODE ...]` measures the countries and writes the record.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from scripts.pages.parts import tight
from scripts.pages.record import record_text

from reallocate.claims.rows.most_at_risk import CLAIMS, national_row
from reallocate.data.bundle import shipped_world
from reallocate.data.country import countries, country
from reallocate.kernel.arrays import interval
from reallocate.kernel.errors import DataError, InputError

RECORD = Path(__file__).with_name("most_exposed.toml")
LETTERS = {"3a": "middle managers", "3b": "coordinators", "3c": "basic analysts"}


def parts() -> dict[str, str]:
    """The places of the three groups by country, and what a country's own figures are."""
    found = tomllib.loads(RECORD.read_text(encoding="utf-8"))
    return {"answer": _answer(found), "places": _places(found), "grades": _grades(found)}


def _answer(found: Mapping[str, Any]) -> str:
    """How far the countries agree with the United States."""
    sentences = []
    for row, group in LETTERS.items():
        home = found["US"][row][0]
        others = sorted(one[row][0] for code, one in found.items() if code != "US")
        sentences.append(
            f"{group.capitalize()} stand at percentile {home:.0f} of jobs in the United States and at "
            f"{others[0]:.0f} to {others[-1]:.0f} elsewhere."
        )
    return " ".join(sentences)


def _places(found: Mapping[str, Any]) -> str:
    heads = ("", "jobs, millions", "occupations", *(f"{row} {group}" for row, group in LETTERS.items()))
    rows = []
    for code, one in found.items():
        places = ["{:.0f} ({:.0f}–{:.0f})".format(*one[row]) for row in LETTERS]
        rows.append([country(code).name, f"{one['jobs']:.1f}", f"{one['occupations']}", *places])
    return tight(heads, rows)


def _grades(found: Mapping[str, Any]) -> str:
    heads = ("", "occupations and people", "work content and reach")
    return tight(
        heads, [[country(code).name, one["people_from"], one["content_from"]] for code, one in found.items()]
    )


def record(code: str) -> dict[str, Any] | None:
    """The places of the three groups in one country; none where no tables of it ship."""
    try:
        world = shipped_world(code)
    except (DataError, InputError, FileNotFoundError):
        return None
    row, home = national_row(world), country(code)
    found: dict[str, Any] = {
        "jobs": float(row.jobs.sum()) / 1e6,
        "occupations": int((row.jobs > 0).sum()),
        "people_from": home.sources.get("occupations", "BLS, OEWS May 2025, grade A"),
        "content_from": home.sources.get("content", "O*NET 30.1, eight sources of reach, grade A"),
    }
    for claim in CLAIMS:
        middle, low, high = interval(np.asarray(claim.places(row)))
        found[claim.row] = [middle, low, high]
    return found


def main() -> None:
    """Measure the countries and write the record."""
    every = sorted(countries(), key=lambda code: (code not in ("US", "GB"), code != "US", code))
    named = sys.argv[1:] or every
    kept = tomllib.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}
    made = {**kept, **{code: record(code) for code in named}}
    found = {code: made[code] for code in every if made.get(code) is not None}
    RECORD.write_text(record_text(found), encoding="utf-8")


if __name__ == "__main__":
    main()
