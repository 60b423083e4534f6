"""A simulated market as one object for machines: lists over steps, objects by occupation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.economy.result import END, RATES
from reallocate.measure.quantiles import QUANTILES
from reallocate.result.plain import plain, records

FACTS = (
    "title", "version", "mode", "engine", "runs", "seed", "steps", "step_weeks", "occupations",
    "labour_force", "hashes", "command",
)  # fmt: skip
UNITS = {
    "unemployment_rate": "% of the labour force at the start, after each step",
    "vacancy_rate": "% of all positions, open or filled, after each step",
    "long_term_unemployment_rate": "% of the labour force at the start, after each step",
    "employment": "persons, after the last step",
    "unemployment": "persons, after the last step",
    "vacancies": "open positions, after the last step",
    "labour_force": "persons at the start",
    "steps": "steps",
    "step_weeks": "weeks",
}


def as_object(
    meta: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], said: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The study as plain lists, dictionaries, numbers and text.

    meta, tables, said : of the study
    With one run a rate is a list over steps and an occupation has a number; with several each is an object
    of quantiles over runs: p10, p50 and p90.
    """
    path, people = tables["path"], tables["occupations"]
    several = int(meta["runs"]) > 1
    found: dict[str, Any] = {name: _over(path, name, several) for name in RATES}
    for name in END:
        values = _over(people, name, several)
        codes = people["occupation"].tolist()
        found[name] = (
            dict(zip(codes, values, strict=True))
            if not several
            else {code: {end: values[end][at] for end in QUANTILES} for at, code in enumerate(codes)}
        )
    without = {name: path[f"{name}_without"].tolist() for name in RATES if f"{name}_without" in path}
    return {
        "status": "run",
        **{name: plain(meta[name]) for name in FACTS},
        **found,
        "without_shock": without or None,
        "by_occupation": records(people),
        "laws": records(tables["laws"]),
        "left_out": records(tables["left_out"]),
        "people": records(tables["people"]) if "people" in tables else None,
        "notes": {part: list(lines) for part, lines in said.items()},
        "units": UNITS,
        "scenario": meta["scenario"],
    }


def _over(table: pd.DataFrame, name: str, several: bool) -> Any:
    """A column; of several runs its quantiles, which are one where nothing is drawn."""
    values = [plain(value) for value in table[name].tolist()]
    if not several:
        return values
    ends = {"p10": f"{name}_low", "p50": name, "p90": f"{name}_high"}
    return {end: [plain(value) for value in table.get(column, table[name])] for end, column in ends.items()}
