"""Writes a made-up roster of any size: nobody's, drawn from an industry's pattern with a seed.

Occupations and pay are those of the industry (BLS OEWS May 2025, the nation); titles are official ones and
common ones that name one occupation; who reports to whom, places, ages of service and levels are drawn.
It holds no names. Tests and the measure of the import make it anew, so none is kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.data.industry_names import find_industries
from reallocate.data.staffing import staffing_pattern
from reallocate.data.titles.match import TitleMatcher
from reallocate.data.titles.words import title_key
from reallocate.work.world import World

SEED, PEOPLE, INDUSTRY = 2026, 5_000, "524100"
SPAN, REACH = 8, (0.6, 1.0)
OPEN_SHARE, CONTRACTOR_SHARE, PART_TIME_SHARE, COMMON_TITLE_SHARE = 0.02, 0.04, 0.08, 0.3
TITLES_EACH = 3
PAY_SPREAD = 0.15
FIRST_DAY, LAST_DAY = np.datetime64("2000-01-03"), np.datetime64("2026-06-30")
LOCATIONS = {"Hartford": 0.45, "Columbus": 0.25, "Omaha": 0.15, "Austin": 0.1, "Remote": 0.045, "Bern": 0.005}
DEPARTMENTS = {
    "11": "Corporate centre",
    "13": "Claims and finance",
    "15": "Technology",
    "29": "Health services",
    "41": "Sales",
    "43": "Service",
}
ELSEWHERE = "Other services"


def roster(world: World, people: int = PEOPLE, seed: int = SEED, industry: str = INDUSTRY) -> pd.DataFrame:
    """A roster, one row a person or position, as a personnel system would export it.

    world : staffing patterns, pay and titles
    people : rows
    seed : of every draw
    industry : NAICS code or words
    """
    draws = np.random.default_rng(seed)
    pattern = staffing_pattern(world, find_industries([industry], world.table("industries"))).occupations
    share = pattern["share"].to_numpy(dtype=float)
    code = draws.choice(pattern.index.to_numpy(dtype=str), size=people, p=share / share.sum())
    # Managers first: who reports to whom is a tree over places in this order.
    code = code[np.argsort(~np.char.startswith(code, "11"), kind="stable")]
    status = draws.choice(
        ["Open", "Contractor", "Filled"],
        size=people,
        p=[OPEN_SHARE, CONTRACTOR_SHARE, 1 - OPEN_SHARE - CONTRACTOR_SHARE],
    )
    status[: people // SPAN + 1] = "Filled"
    ids = np.char.add("E", draws.permutation(900_000 + people)[:people].astype(str))
    above = ((np.arange(people) - 1) * draws.uniform(*REACH, people)).astype(int) // SPAN
    wage = pattern["wage_mean"].reindex(code).to_numpy(dtype=float)
    base = np.round(wage * draws.lognormal(-(PAY_SPREAD**2) / 2, PAY_SPREAD, people), -2)
    part = draws.random(people) < PART_TIME_SHARE
    days = (LAST_DAY - FIRST_DAY).astype(int)
    hired = FIRST_DAY + draws.integers(0, days, people)
    opened, paid = status == "Open", status == "Filled"
    rows = pd.DataFrame(
        {
            "Employee ID": ids,
            "Job Title": _titles(world, code, draws),
            "Department": [DEPARTMENTS.get(one[:2], ELSEWHERE) for one in code],
            "Manager ID": np.where(np.arange(people) == 0, "", ids[np.maximum(above, 0)]),
            "Location": draws.choice(list(LOCATIONS), size=people, p=list(LOCATIONS.values())),
            "FTE": np.where(part, draws.choice(["0.5", "0.6", "0.8"], size=people), "1"),
            "Base Salary": np.where(paid, base.astype(int).astype(str), ""),
            "Hire Date": np.where(opened, "", hired.astype(str)),
            "Job Level": np.char.add("L", draws.integers(1, 8, people).astype(str)),
            "Status": status,
        }
    )
    return rows.iloc[draws.permutation(people)].reset_index(drop=True)


def _titles(world: World, code: np.ndarray, draws: np.random.Generator) -> np.ndarray:
    """Official titles, and for some of the people a common one that names no other occupation."""
    listed = TitleMatcher(world).known
    official = {str(one): str(title) for one, title in world.occupations["title"].items()}
    common: dict[str, list[str]] = {}
    table = world.table("titles")
    for title, occupation in zip(table["title"].tolist(), table["occupation"].tolist(), strict=True):
        known = common.setdefault(occupation, [])
        place = listed.place.get(title_key(title)) if len(known) < TITLES_EACH else None
        if place is not None and [listed.codes[one] for one in listed.occupations(place)[0]] == [occupation]:
            known.append(title)
    chosen = draws.random(len(code))
    which = draws.integers(0, TITLES_EACH, len(code))
    return np.array(
        [
            common[one][place % len(common[one])]
            if chance < COMMON_TITLE_SHARE and common.get(one)
            else official[one]
            for one, chance, place in zip(code.tolist(), chosen, which, strict=True)
        ]
    )


def main() -> None:
    """Write the roster as CSV."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--industry", default=INDUSTRY)
    asked = parser.parse_args()
    roster(load_world(), asked.people, asked.seed, asked.industry).to_csv(asked.file, index=False)


if __name__ == "__main__":
    main()
