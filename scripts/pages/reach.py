"""What the ninth source of reach moves in the four answers: docs/reach.md, from a record.

`python -m scripts.pages.reach` runs them and writes the record, some three minutes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from scripts.pages.parts import tight

import reallocate as ra
from reallocate.work.reach_names import USAGE_2026

RECORD = Path(__file__).with_name("reach.json")
PEOPLE = "people"
STAFF, SHARE, DRAWS, YEARS = 20_000, "10%", 16, 10
FIRMS = {"a software publisher": "513200", "an insurer": "524100"}
MILLION = 1e6


def parts() -> dict[str, str]:
    """The hours that each source reaches, and the answers under it."""
    found = json.loads(RECORD.read_text(encoding="utf-8"))
    return {"hours": _hours(found), "answers": _answers(found)}


def _hours(found: Mapping[str, Any]) -> str:
    rows = [
        (name, f"{one['automatable']:.1%}", f"{one['augmentable']:.1%}")
        for name, one in found["hours"].items()
    ]
    return tight(("source", "AI could do", "AI could help in"), rows)


def _answers(found: Mapping[str, Any]) -> str:
    heads = ("answer", "figure", "as published", "by this source")
    return tight(heads, [tuple(row) for row in found["answers"]])


def _of_all_hours() -> dict[str, dict[str, float]]:
    found = {}
    for name in (*ra.World.load().sources, USAGE_2026):
        total = ra.jobs(source=name, top=1).table("total").iloc[0]
        found[name] = {one: float(total[one]) for one in ("automatable", "augmentable")}
    return found


def _jobs_row() -> list[str]:
    """Jobs in ten years: all sources in turn, and this one alone, with the same draws."""
    words = []
    for name in ("all", USAGE_2026):
        table = ra.simulate(draws=DRAWS, years=YEARS, reach=name, progress=False).table("jobs")
        words.append(_last_change(table))
    return ["How many jobs will AI cost?", f"jobs in {YEARS} years, {DRAWS} draws", *words]


def _last_change(jobs: pd.DataFrame) -> str:
    """Jobs that are wanted at the end against no further AI [%], with the range of eight draws of ten."""
    last = jobs[jobs["part"].eq("net")].iloc[-1]
    middle, low, high = (
        f"{last[name]:+.2f}".replace("-", "−") for name in ("share", "share_low", "share_high")
    )
    return f"{middle}% ({low} to {high})"


def _cut_rows() -> list[list[str]]:
    rows = []
    for name, industry in FIRMS.items():
        firm = ra.Scenario.from_industry(industry, headcount=STAFF)
        each = [
            ra.cut(firm, exits=SHARE, reach=source, quick=True, progress=False)
            .table("cut_steps")
            .set_index("step")
            for source in (PEOPLE, USAGE_2026)
        ]
        for step, words in (
            ("ai", "AI saves"),
            ("size", "the smaller size gives back"),
            ("haste", "haste costs"),
        ):
            amounts = [f"{abs(one.loc[step, 'cost']):,.0f}" for one in each]
            rows.append([f"Is a 10% cut the blueprint? At {name}", f"{words} [USD million]", *amounts])
    return rows


def main() -> None:
    """Run the answers and keep them."""
    found = {"hours": _of_all_hours(), "answers": [_jobs_row(), *_cut_rows()]}
    RECORD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
