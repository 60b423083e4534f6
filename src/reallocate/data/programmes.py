"""What an occupation bound to a field asks of somebody from another: a list compiled for this project."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pandas as pd

from reallocate.errors import DataError, Problem

FILE = "programmes.toml"
COLUMNS = [
    "occupation", "origin", "years", "tuition", "asks", "school", "experience", "experience_from", "grade",
    "source",
]  # fmt: skip


def programme_table(frame: pd.Index) -> pd.DataFrame:
    """Years of study, cost and experience that stand between a line of work and an occupation.

    frame : the occupations of the common frame
    Returns occupation, origin (how the codes begin that one comes from; empty: from anywhere else), years
    [years], tuition [USD in all], asks, school [years of school that are enough; missing where BLS's entry
    education holds], experience [years], experience_from (how codes begin, parted by blanks), grade, source.
    The longest beginning that fits an origin holds.
    Raises `DataError` where a beginning names no occupation, or an occupation stands in two groups.
    """
    text = resources.files("reallocate.data").joinpath(FILE).read_text(encoding="utf-8")
    codes = pd.Index(frame).astype(str)
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    for name, group in tomllib.loads(text).items():
        for start in group["occupations"]:
            found = codes[codes.str.startswith(start)]
            if not len(found):
                problems.append(Problem(f"{name} names {start}, which no occupation begins with", where=FILE))
            if twice := sorted(taken & set(found)):
                problems.append(Problem(f"{name} repeats {', '.join(twice)}", where=FILE))
            taken |= set(found)
            rows += [row for code in found for row in _rows(str(code), group)]
    if problems:
        raise DataError(problems)
    return pd.DataFrame(rows)[COLUMNS].sort_values(["occupation", "origin"], ignore_index=True)


def _rows(code: str, group: dict[str, Any]) -> list[dict[str, Any]]:
    """An occupation's rows: from anywhere, and from where less is left."""
    years, tuition = float(group["years"]), float(group["tuition"])
    shared = {
        "occupation": code,
        "asks": group["asks"],
        "school": group.get("school"),
        "experience": float(group.get("experience", 0.0)),
        "experience_from": " ".join(group.get("experience_from", [])),
        "grade": "J",
        "source": group["source"],
    }
    left = {code[:6]: 0.0} | {start: float(less) for start, less in group.get("from", [])}
    rows = [{**shared, "origin": "", "years": years, "tuition": tuition}]
    for start, less in left.items():
        rows.append(
            {**shared, "origin": start, "years": less, "tuition": tuition * less / max(years, less, 1e-9)}
        )
    return rows
