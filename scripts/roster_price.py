"""How far figures of a roster are off for the sake of privacy: roles, pay, payroll and total, over keys."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scripts.synthetic_roster import roster as made_up

from reallocate.data.bundle import load_world
from reallocate.roster.roster import Roster, read_roster
from reallocate.roster.staffing import divided, own_cost, staffing
from reallocate.work.dimensions import OTHER, plain

SEED, MULTIPLIER, KEYS = 11, 1.4, 30
SITE = ("location",)
KINDS = ("twelve departments", "two of four", "sixty departments", "teams of twelve")
DEPARTMENTS, MANY, FEW, TEAM, EVENNESS = 12, 60, 4, (8, 17), 1.5


def firm(people: int, kind: str, folder: Path) -> Roster:
    """A made-up insurer.

    kind : of `KINDS`; sizes of sixty departments are drawn, teams are of one occupation but for a few
    """
    world, draws = load_world(), np.random.default_rng(SEED)
    table = made_up(world, people, SEED)
    if kind == "sixty departments":
        shares = draws.dirichlet(np.full(MANY, EVENNESS))
        table["Department"] = draws.choice([f"Department {one}" for one in range(MANY)], people, p=shares)
    elif kind == "teams of twelve":
        table = table.sort_values("Job Title", kind="stable").reset_index(drop=True)
        sizes = draws.integers(*TEAM, people)
        table["Department"] = [f"Team {team}" for team in np.repeat(np.arange(people), sizes)[:people]]
    else:
        names = [f"Department {one}" for one in range(DEPARTMENTS)]
        table["Department"] = draws.choice(names, people)
        if kind == "two of four":
            rows = draws.permutation(people)
            table.loc[rows[:FEW], "Department"] = "Laboratory A"
            table.loc[rows[FEW : 2 * FEW], "Department"] = "Laboratory B"
    path = folder / "people.csv"
    table.to_csv(path, index=False)
    return read_roster(path, world)


def off(base: Roster, key: str) -> dict[str, float]:
    """How far figures under a key are off [share], and how many roles and people with donors there are."""
    shown = replace(base, people=replace(base.people, key=key.encode())).shown
    rows, filled = base.people.rows, base.filled
    roles = staffing(shown.people, shown.occupations, base.titles, MULTIPLIER).set_index("occupation")
    home = divided(shown.people, shown.occupations, ())[0]
    role = base.occupations.map(lambda code: home.get(code, code))
    heads = rows["fte"].where(filled & base.occupations.ne(""), 0.0).groupby(role).sum()
    true, cost = heads.reindex(roles.index), own_cost(rows, MULTIPLIER)
    paid_heads = rows["fte"].where(cost.notna(), 0.0).groupby(role).sum()
    mean = (cost.groupby(role).sum() / paid_heads).reindex(roles.index)
    each, paid = (roles["headcount"] - true).abs(), roles["loaded_cost"].fillna(mean)
    by_site = staffing(shown.people, shown.occupations, base.titles, MULTIPLIER, SITE)
    own = by_site.loc[by_site[SITE[0]].ne(OTHER), "headcount"].sum() / by_site["headcount"].sum()
    moved = rows["department"].map(plain).ne(shown.people.rows["department"].map(plain))
    return {
        "roles": len(roles),
        "headcount, median": (each / true).median(),
        "headcount, worst": (each / true).max(),
        "headcount, by people": (each.sum() + heads.drop(roles.index).sum()) / heads.sum(),
        "pay, median": (paid / mean - 1).abs().median(),
        "pay, worst": (paid / mean - 1).abs().max(),
        "payroll": abs((roles["headcount"] * paid).sum() / (true * mean).sum() - 1),
        "total": abs(roles["headcount"].sum() - heads.sum()),
        "by site": own,
        "donors": moved[filled].mean(),
    }


def main() -> None:
    """Print medians over keys, and the largest of what is called worst, payroll or total."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[300, 1_000, 3_000])
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=KINDS)
    parser.add_argument("--keys", type=int, default=KEYS)
    asked = parser.parse_args()
    for people in asked.people:
        for kind in asked.kinds:
            with tempfile.TemporaryDirectory() as folder:
                base = firm(people, kind, Path(folder))
            found = pd.DataFrame([off(base, f"price {number}") for number in range(asked.keys)])
            middle, most = found.median().to_dict(), found.max().to_dict()
            words = [f"{name} {half:.3f} ({most[name]:.3f})" for name, half in middle.items()]
            print(f"{people} people, {kind}: {', '.join(words)}", flush=True)


if __name__ == "__main__":
    main()
