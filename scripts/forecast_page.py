"""Writes the part of docs/forecast.md that repeats the kept forecasts; scripts/docs.py calls it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reallocate.market.forecast.page import MEASURES
from reallocate.market.forecast.record import read_forecast
from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "forecasts"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
PERCENT = 100.0


def with_outcome(text: str, _: World | None = None) -> str:
    """A page with the newest forecast between its two marks.

    text : of the page
    """
    files = kept()
    newest = files[max(files)]
    lines = read_forecast(KEPT / max(files)).explain()
    body = "\n\n".join(
        [
            f"### Forecast on {newest['date']}",
            *(f"- {line}" for line in lines["headline"]),
            _table(
                ["NAICS", "year", "10th", "median", "90th", "without further AI", "effect of adoption"],
                (_jobs(row) for row in newest["employment"]),
            ),
            _table(
                ["measure", "year", "10th", "median", "90th", "without further AI"],
                (_measure(row) for row in newest["exclusive"]),
            ),
            "### Method",
            *(f"- {line}" for line in lines["made"]),
            _table(
                [
                    "NAICS",
                    "of the accounts",
                    "jobs, May 2025",
                    "trend per year",
                    "its occupations nationally, 2017 to 2025",
                    "deviation",
                ],
                (_mapped(row) for row in newest["mapping"]),
            ),
            "### Limits",
            *(f"- {line}" for line in lines["not_said"]),
            "### Saved forecasts",
            _table(
                ["file", "date", "version", "seed", "draws", "shipped figures", "parameters"],
                (_file(name, one) for name, one in sorted(files.items())),
            ),
        ]
    )
    body = re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", body)
    return re.sub(
        f"{re.escape(START)}.*{re.escape(END)}",
        lambda _: f"{START}\n\n{body}\n\n{END}",
        text,
        flags=re.DOTALL,
    )


def kept() -> dict[str, dict[str, Any]]:
    """Every kept forecast by the name of its file."""
    files = sorted(KEPT.glob("tech-workforce-*.json"))
    return {file.name: json.loads(file.read_text("utf-8")) for file in files}


def _jobs(row: Mapping[str, Any]) -> list[str]:
    people = [f"{row[name]:,.0f}" for name in ("low", "middle", "high", "without")]
    low, middle, high = (PERCENT * (row[name] - 1.0) for name in ("effect_low", "effect", "effect_high"))
    if low == high:
        return [row["industry"], str(row["year"]), *people, "none yet"]
    return [row["industry"], str(row["year"]), *people, f"{middle:+.2f}% ({low:+.2f} to {high:+.2f}%)"]


def _measure(row: Mapping[str, Any]) -> list[str]:
    share = row["unit"].startswith("share")
    figures = [row[name] for name in ("low", "middle", "high", "without")]
    shown = [f"{PERCENT * value:.1f}%" if share else f"{value:.2f}" for value in figures]
    return [MEASURES[row["measure"]], str(row["year"]), *shown]


def _mapped(row: Mapping[str, Any]) -> list[str]:
    rates = [f"{PERCENT * row[name]:.1f}%" for name in ("trend", "past", "strays")]
    return [f"{row['industry']} {row['title']}", row["accounts"], f"{row['jobs']:,.0f}", *rates]


def _file(name: str, one: Mapping[str, Any]) -> list[str]:
    short = [one["hashes"][key].removeprefix("sha256:")[:12] for key in ("bundle", "parameters")]
    link = f"[{name}](../forecasts/{name})"
    return [link, one["date"], one["version"], str(one["seed"]), str(one["draws"]), *short]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
