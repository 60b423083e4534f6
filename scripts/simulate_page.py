"""Writes the figures of docs/simulate.md on the nation's market from the run a reader gets; half a minute."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from reallocate.kernel.number import signed
from reallocate.market.nation.demand import PART_LABELS
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.result import economy_study
from reallocate.render.result import Result

PAGE = Path(__file__).resolve().parent.parent / "docs" / "simulate.md"
MARKS = "<!-- {name}, made from a run; changes made here are lost. -->", "<!-- End of {name}. -->"


def main() -> None:
    """Rewrite the figures, or end with 1 where they are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the page is stale")
    check = parser.parse_args().check
    text = PAGE.read_text(encoding="utf-8")
    new = with_outcome(text, economy_study(EconomyRun()))
    if not check:
        PAGE.write_text(new, encoding="utf-8")
    sys.exit(1 if check and new != text else 0)


def with_outcome(text: str, study: Result) -> str:
    """The page with the figures of a run between its marks.

    text : of the page
    study : the run of `reallocate simulate`
    """
    start, end = (mark.format(name="The run") for mark in MARKS)
    body = f"{start}\n\n{outcome(study)}\n\n{end}"
    pattern = f"{re.escape(start)}.*{re.escape(end)}"
    if not re.search(pattern, text, flags=re.DOTALL):
        raise SystemExit(f"{PAGE.name} has no place for the run")
    return re.sub(pattern, lambda _: body, text, flags=re.DOTALL)


def outcome(study: Result) -> str:
    """What the run says, and its jobs part by part.

    study : the run
    """
    text = study.explain()
    jobs = study.table("jobs")
    last = jobs[jobs["year"] == jobs["year"].max()].set_index("part")
    lines = ["| jobs at the end | million | % of all jobs | 10th–90th percentile |", "|---|---|---|---|"]
    for name, words in PART_LABELS.items():
        row = last.loc[name]
        low, median, high = (signed(row[column], 1) for column in ("share_low", "share", "share_high"))
        lines.append(f"| {words} | {signed(row['jobs'] / 1e6, 1)} | {median} | {low} to {high} |")
    parts = [
        *text["headline"][:3],
        "\n".join(lines),
        *text["decides"][:1],
        *text["occupations"][:2],
        text["gate"][0],
    ]
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
