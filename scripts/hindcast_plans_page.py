"""Writes the part of docs/hindcast-plans.md that repeats the hindcast of plans; scripts/docs.py calls it.

Inputs and plans are kept in forecasts/hindcast-plans; scripts/hindcast_plans.py computes the plans.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.work.world import World

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "forecasts" / "hindcast-plans"
INPUTS, RESULTS = KEPT / "inputs.toml", KEPT / "results.json"
PAGE = ROOT / "docs" / "hindcast-plans.md"
START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
WITHOUT_AI, WITH_AI = ("attrition", "cut"), ("best_plan", "cut_with_ai")
"""Forecasts from a run of `reallocate cut` without and with AI: the plan without the cut, and the one with it."""
MONTHS = 3


def inputs() -> dict[str, Any]:
    """The frozen inputs."""
    return tomllib.loads(INPUTS.read_text("utf-8"))


def results() -> dict[str, Any]:
    """The plans as they were computed."""
    kept: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    return kept


def first_month(day: str) -> str:
    """The first month of the quarter of a day, such as 2022-10.

    day : as 2022-11-09
    """
    on = date.fromisoformat(day)
    return f"{on.year}-{on.month - (on.month - 1) % MONTHS:02d}"


def quarter(day: str, start: str) -> int:
    """How many quarters of a plan have ended at the quarter end nearest to a day.

    day, start : days; the plan begins with the quarter of the second
    """
    on, begin = date.fromisoformat(day), date.fromisoformat(first_month(start) + "-01")
    since = MONTHS * 4 * (on.year - begin.year) + on.month - begin.month
    ended = since // MONTHS
    first, last = _end(begin, ended), _end(begin, ended + 1)
    return ended if on - first < last - on else ended + 1


def _end(begin: date, quarters: int) -> date:
    months = begin.month - 1 + MONTHS * quarters
    return date(begin.year + months // 12, months % 12 + 1, 1)
