"""Writes the summaries of all jobs that ship, of which nothing but the occupation was said; some minutes.

`--check` says whether they are those of the figures in force.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import reallocate
from reallocate.data.bundle import shipped_world
from reallocate.jobs.beforehand import FILE, JobCard, basis, packed

PATH = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "jobs" / "shipped" / FILE


def main() -> None:
    """Write the cards, or end with 1 where they are not those in force."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    made = packed(basis(), map(card, shipped_world().occupations.index.astype(str)))
    if check:
        sys.exit(0 if PATH.is_file() and PATH.read_bytes() == made else 1)
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_bytes(made)
    print(f"{PATH.name}: {len(made):,} bytes")


def card(code: str) -> JobCard:
    """The summary of a job as it is computed."""
    found = reallocate.job(code)
    return JobCard(code, found.title, found.card())


if __name__ == "__main__":
    main()
