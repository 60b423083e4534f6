"""Writes studies/insurer/roles.csv: a made-up carrier's role table, drawn from the industry's pattern.

Nobody's roster: the mix and the pay are those of NAICS 5241 (BLS OEWS May 2025), which holds life, health,
property and title insurers together. A seed moves each occupation's share and each role's pay a little and
splits occupations over units, so that the table looks like a firm's own and is the same on every machine.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.data.industries import find_industries
from reallocate.data.staffing import staffing_pattern
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

TARGET = Path(__file__).resolve().parent.parent / "studies" / "insurer" / "roles.csv"
SEED, HEADCOUNT, FEWEST = 2026, 5000, 5
SHARE_SPREAD, PAY_SPREAD, EVENNESS = 0.15, 0.04, 8.0
OPEN_SHARE = 0.03
"""Of the positions in claims, service and technology, where carriers hire all the time."""
DOLLARS = 100

CLAIMS, SERVICE, UNDERWRITING, HEALTH = "Claims", "Service", "Underwriting", "Health services"
RISK, SALES, TECHNOLOGY, CENTRE = (
    "Actuarial and risk",
    "Sales and marketing",
    "Technology",
    "Corporate centre",
)
BY_GROUP = {
    "11": (CENTRE, CLAIMS, SERVICE, UNDERWRITING, TECHNOLOGY, SALES),
    "13": (CENTRE,),
    "15": (TECHNOLOGY,),
    "21": (HEALTH,),
    "29": (HEALTH,),
    "31": (HEALTH,),
    "41": (SALES,),
    "43": (SERVICE, CENTRE),
}
BY_CODE = {
    "11-2021": (SALES,), "11-2022": (SALES,), "11-3021": (TECHNOLOGY,), "11-3031": (CENTRE, RISK),
    "11-3121": (CENTRE,), "11-9111": (HEALTH,), "13-1031": (CLAIMS,), "13-1032": (CLAIMS,),
    "13-1111": (CENTRE, TECHNOLOGY, CLAIMS), "13-1161": (SALES,), "13-2053": (UNDERWRITING,),
    "13-2054": (RISK,), "13-2051": (RISK, CENTRE), "15-2011": (RISK,), "15-2031": (RISK,),
    "15-2051": (RISK, TECHNOLOGY), "23-2093": (UNDERWRITING,), "29-1141": (HEALTH, CLAIMS),
    "43-1011": (SERVICE, CLAIMS, UNDERWRITING), "43-4051": (SERVICE, CLAIMS),
    "43-9041": (CLAIMS, UNDERWRITING), "43-9061": (SERVICE, CLAIMS, CENTRE), "43-4131": (UNDERWRITING,),
}  # fmt: skip
HIRING = (CLAIMS, SERVICE, TECHNOLOGY)


def roles(world: World, headcount: int = HEADCOUNT, seed: int = SEED) -> pd.DataFrame:
    """The role table: code, title, headcount, fte, open_positions, loaded_cost.

    world : with the staffing pattern
    headcount : [FTE]
    seed : of the draws
    The first unit named for an occupation has most of its people.
    share[u, o] ∝ share of o in the industry × lognormal × Dirichlet share of unit u;
    loaded_cost = industry's wage × loaded multiplier × lognormal. Roles of fewer than five are left out
    before rounding, so that no row stands for a handful of people.
    Source: BLS, Occupational Employment and Wage Statistics, May 2025.
    """
    pattern = staffing_pattern(world, find_industries(("524100",), world.table("industries"))).occupations
    random = np.random.default_rng(seed)
    multiplier = Parameters.default()["loaded_multiplier"]
    rows = []
    for code, about in pattern.sort_index().iterrows():
        units = BY_CODE.get(str(code), BY_GROUP.get(str(code)[:2], (CENTRE,)))
        people = headcount * about["share"] * random.lognormal(0.0, SHARE_SPREAD)
        split = random.dirichlet(EVENNESS * np.arange(len(units), 0, -1)) if len(units) > 1 else np.ones(1)
        for unit, part in zip(units, split, strict=True):
            pay = about["wage_mean"] * multiplier * random.lognormal(0.0, PAY_SPREAD)
            rows.append((str(code), unit, about["title"], people * part, round(pay / DOLLARS) * DOLLARS))
    table = pd.DataFrame(rows, columns=["code", "unit", "occupation", "headcount", "loaded_cost"])
    table = table[table["headcount"] >= FEWEST].reset_index(drop=True)
    table["headcount"] = whole(table["headcount"].to_numpy() * headcount / table["headcount"].sum())
    open_jobs = (table["headcount"] * OPEN_SHARE).round().where(table["unit"].isin(HIRING), 0)
    return table.assign(
        title=table["unit"] + ": " + table["occupation"], fte=1, open_positions=open_jobs.astype(int)
    )


def whole(people: np.ndarray) -> np.ndarray:
    """Whole positions that add up to the same, by largest remainder."""
    down = np.floor(people).astype(int)
    short = round(people.sum()) - down.sum()
    down[np.argsort(-(people - down), kind="stable")[:short]] += 1
    return down


def text(table: pd.DataFrame) -> str:
    """The role table as it is read by `reallocate plan`, unit by unit, the largest roles first."""
    out = io.StringIO()
    columns = ["code", "title", "headcount", "fte", "open_positions", "loaded_cost"]
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(columns)
    ordered = table.sort_values(["unit", "headcount", "code"], ascending=[True, False, True])
    rows.writerows(ordered[columns].itertuples(index=False))
    return out.getvalue()


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    TARGET.write_text(text(roles(load_world())), encoding="utf-8", newline="\n")
