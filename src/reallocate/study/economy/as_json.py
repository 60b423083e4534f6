"""The extended market as one object for machines: lists over months, objects by occupation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.economy.lost_jobs.areas import IN_AREA_UNITS
from reallocate.measure.quantiles import QUANTILES, SUFFIXES
from reallocate.result.plain import plain, records
from reallocate.study.economy.lost_jobs import LOST_BY_AGE, LOST_BY_AREA, LOST_UNITS

FACTS = (
    "title", "version", "mode", "engine", "years", "draws", "capability", "sources", "seed", "occupations",
    "laws", "policy", "own", "fitted", "hashes", "command",
)  # fmt: skip
SUFFIX_OF = dict(zip(QUANTILES, SUFFIXES, strict=True))
"""Names of quantiles over draws, and the ends of columns that hold them."""
RATES = {
    "unemployment_rate": "unemployment",
    "vacancy_rate": "openings",
    "long_term_unemployment_rate": "long_term",
    "hire_rate": "hires",
    "quit_rate": "quits",
    "occupation_change_rate": "occupation_changes",
}
PEOPLE = {"employment": "employment", "unemployment": "unemployed", "vacancies": "vacancies"}
LOST = {LOST_BY_AGE: LOST_UNITS, LOST_BY_AREA: {**LOST_UNITS, **IN_AREA_UNITS}}
UNITS = {
    "unemployment_rate": "% of the labour force of the month, at its end",
    "vacancy_rate": "% of all positions, open or filled, at the end of the month",
    "long_term_unemployment_rate": "% of the labour force of the month, 27 weeks or more, at its end",
    "hire_rate": "% of employment, in the month",
    "quit_rate": "% of employment, in the month",
    "occupation_change_rate": "% of employment a year",
    "employment": "persons, after the last month",
    "unemployment": "persons, after the last month",
    "vacancies": "open positions, after the last month",
    "labour_force": "persons at the start",
    "months": "months since the start, one value of each rate a month",
    "difference": "percentage points; each draw against itself without further AI",
    "jobs": "share: % of all jobs at the start; jobs: persons; negative: share of draws below 0",
    "by_occupation": "persons; change: share of employment without further AI; pay: ratio to the start, real",
    "industries": "jobs: persons; change: share of jobs without further AI; adopted: % of its work",
    "money": "USD billion/year; prices: ratio to the start; change: against no further AI, prices: share",
    "pay": "USD/year, real; ratio p90/p10; Gini coefficient between occupations",
    "surface": "net: jobs wanted, change as a share of jobs at the start",
    "swings": "net_low, net_high: as surface, with the parameter at low and at high",
    "fifths": "persons; change: share; pay: ratio to the start, real",
    "ages": "persons; change: share",
    "divide": "people: persons; employed, displaced: share of them; pay: USD/year",
    **{table: "; ".join(f"{name}: {unit}" for name, unit in units.items()) for table, units in LOST.items()},
    "policy": "each row has its unit",
    "reversal": "persons missing; share_back: share of at_reversal; share_of_unbroken: share of unbroken "
    "that is there; further: share of draws in which more are missing than at the reversal",
    "draws_made": "net: share of jobs at the start; unemployment: % of the labour force",
}
LISTS = {
    "jobs": "jobs", "by_occupation": "occupations", "industries": "industries", "money": "money",
    "pay": "pay", "fifths": "fifths", "ages": "ages", "divide": "divide",
    LOST_BY_AGE: LOST_BY_AGE, LOST_BY_AREA: LOST_BY_AREA, "surface": "surface",
    "swings": "swings", "policy": "policy", "reversal": "reversal", "gate": "gate", "draws_made": "drawn",
    "assumptions": "assumptions",
}  # fmt: skip
"""Key of the object, and the table whose rows it holds."""


def as_object(
    meta: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], said: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The study as plain lists, dictionaries, numbers and text.

    meta, tables, said : of the study
    Each rate is an object of quantiles over draws, p10, p50 and p90, each a list over months; each
    occupation likewise an object of three numbers. A part that was not asked for is null.
    """
    path, people = tables["path"], tables["occupations"]
    codes = people["occupation"].tolist()
    found: dict[str, Any] = {name: _quantiles(path, column) for name, column in RATES.items()}
    for name, column in PEOPLE.items():
        ends = _quantiles(people, column)
        found[name] = {code: {end: ends[end][at] for end in SUFFIX_OF} for at, code in enumerate(codes)}
    start = people["employment_start"].sum() + people["unemployed_start"].sum()
    return {
        "status": "run",
        **{name: plain(meta[name]) for name in FACTS},
        "labour_force": float(start),
        "months": path["month"].tolist(),
        **found,
        "without_ai": {name: path[f"{column}_without"].tolist() for name, column in RATES.items()},
        "difference": {name: _quantiles(path, f"{column}_change") for name, column in RATES.items()},
        **{key: records(tables[table]) if table in tables else None for key, table in LISTS.items()},
        "notes": {part: list(lines) for part, lines in said.items()},
        "units": UNITS,
    }


def _quantiles(table: pd.DataFrame, column: str) -> dict[str, list[Any]]:
    """A column's quantiles over draws."""
    return {name: [plain(value) for value in table[f"{column}{end}"]] for name, end in SUFFIX_OF.items()}
