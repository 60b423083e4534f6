"""How many titles of files with known occupations are accepted, and how many of these are right.

`python -m scripts.title_score FILE …`: each a table of title, people and soc, the codes that are right
joined by `|`; without one nobody can tell, and accepting any is wrong. A file is read as a roster
is, its industry told by its own titles. `--show` lists what was accepted wrongly, `--left` what was not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from reallocate.data.bundle import load_world
from reallocate.roster.file.cells import FILLED
from reallocate.roster.matching import read_titles
from reallocate.work.world import World


def scored(file: Path, world: World) -> tuple[pd.DataFrame, str]:
    """(title) people, what is right, what it was read as, and whether that is right; the industry."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    people = table["people"].astype(int)
    rows = table.loc[table.index.repeat(people), ["title"]].reset_index(drop=True)
    rows = rows.assign(occupation="", department="", status=FILLED)
    _, matches, told = read_titles(rows, world, None, {})
    found = [matches[title] for title in table["title"]]
    read = [one.occupation for one in found]
    right = [bool(code) and code in soc.split("|") for code, soc in zip(read, table["soc"], strict=True)]
    table = table.assign(
        people=people, read=read, chance=[one.probability for one in found],
        accepted=[one.is_accepted for one in found], right=right,
    )  # fmt: skip
    return table, told.naics if told else "not told"


def main() -> None:
    """Print a line for each file and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--show", action="store_true", help="list titles that were accepted wrongly")
    parser.add_argument("--left", action="store_true", help="list titles that were not accepted")
    asked = parser.parse_args()
    world, every = load_world(), []
    for file in asked.files:
        table, industry = scored(file, world)
        every.append(table)
        print(f"{file.name} (industry {industry}): {_summary(table)}")
        for wanted, rows in (
            (asked.show, table[table["accepted"] & ~table["right"]]),
            (asked.left, table[~table["accepted"]]),
        ):
            if wanted and len(rows):
                print(rows.drop(columns=["accepted"]).to_string(index=False))
    print(f"all: {_summary(pd.concat(every))}")


def _summary(table: pd.DataFrame) -> str:
    taken = table[table["accepted"]]
    share = taken["right"].mean() if len(taken) else 1.0
    people = taken["people"].sum() / table["people"].sum()
    return (
        f"{len(taken)} of {len(table)} titles accepted, {int(taken['right'].sum())} right ({share:.1%}); "
        f"{people:.1%} of people accepted"
    )


if __name__ == "__main__":
    main()
