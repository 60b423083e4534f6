"""What an attacker learns of one person from one copy for sharing, if he knows everything else.

He has the copy of a cut with both sheets, the program, the scenario, and every row of the file but what one
person is paid. He makes the copy for each pay that somebody of that role may have, keeps those whose copy is
the same, and guesses from what is left whether the person is paid more or less than the role's median, and in
which quarter of the role's pay. For who leaves, he is shown one who is laid off and one who stays, and says
who of them is of the group that loses more. The gain is the share of right answers above that without a copy.

A person's pay is solved at both ends of what the role is paid; between them every figure lies on a line. So
do figures when the pay of all is raised or lowered by some percent, which makes many firms of one. A figure
is rounded only then, as the copy rounds it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scripts.synthetic_roster import roster as made_up

import reallocate
from reallocate.data.bundle import load_world
from reallocate.firm.report.shared import shared_copy
from reallocate.render.result import Result

PEOPLE, TARGETS, FIRMS, SEED, BAR = 700, 10, 60, 11, 5.0
INDUSTRY, EXITS, SCALE = "insurance carriers", "10%", 0.02
QUANTILES = np.linspace(0.05, 0.95, 12)
"""Pay that somebody may have, by its place in the pay of the role."""
PAY, TITLE, STATUS = "Base Salary", "Job Title", "Status"
SPREAD, FEW = 0.25, 8
"""Above and below the pay of a role of fewer people [share]."""
_Numbers = dict[str, pd.DataFrame]


def solved(table: pd.DataFrame, folder: Path) -> Result:
    """The exact cut of a file."""
    path = folder / "people.csv"
    table.to_csv(path, index=False)
    firm = reallocate.Scenario.from_roster(path, industry=INDUSTRY, by=["department"], without_faulty=True)
    return reallocate.cut(firm, exits=EXITS, progress=False)


def numbers(result: Result) -> _Numbers:
    """(table) the exact figures."""
    found = {name: result.in_dollars(name) for name in result.tables if name != "role_table"}
    return {**found, "idle": pd.DataFrame({"idle": [result.facts["turning_idle"] or np.nan]})}


def between(first: _Numbers, second: _Numbers, share: float) -> _Numbers:
    """Figures on the line between two results."""
    made = {}
    for name, frame in first.items():
        floats = list(frame.select_dtypes("float"))
        step = second[name][floats].to_numpy() - frame[floats].to_numpy()
        made[name] = frame.assign(
            **dict(zip(floats, (frame[floats].to_numpy() + share * step).T, strict=True))
        )
    return made


def seen(exact: Result, figures: _Numbers) -> str:
    """Everything that a copy shows, sheets included, where the exact result has these figures."""
    result = replace(
        exact, tables={**exact.tables, **{n: f for n, f in figures.items() if n in exact.tables}}
    )
    copy = shared_copy(result)
    idle = round(float(figures["idle"]["idle"].iloc[0]), 2)
    return repr([(name, one.to_csv()) for name, one in copy.tables.items()] + [copy.inputs, idle])


def pays_of(table: pd.DataFrame, row: Any) -> np.ndarray:
    """What somebody of a person's role may be paid, as far as the other rows say."""
    others = table.loc[table[TITLE].eq(table.loc[row, TITLE]) & (table.index != row), PAY].dropna()
    if len(others) >= FEW:
        return np.quantile(others, QUANTILES)
    middle = float(others.median()) if len(others) else float(table.loc[row, PAY])
    return middle * np.linspace(1 - SPREAD, 1 + SPREAD, len(QUANTILES))


def right_about_pay(
    exact: Result,
    base: _Numbers,
    raised: _Numbers,
    ends: tuple[_Numbers, _Numbers],
    shares: np.ndarray,
    draws: np.random.Generator,
    firms: int,
) -> tuple[float, float]:
    """Share of right answers about the median and about quarters.

    base, raised : figures of the firm, and where everybody is paid more
    ends : where the person is paid least and most
    shares : places of the pays between the two ends
    """
    count = len(shares)
    half, quarter = np.arange(count) * 2 // count, np.arange(count) * 4 // count
    right: list[tuple[float, float]] = []
    for lift in draws.uniform(-3.0, 3.0, firms):
        moved = between(base, raised, lift)
        copies = []
        for share in shares:
            person = between(*ends, share)
            made = {
                name: one.assign(
                    **{c: one[c] + moved[name][c] - base[name][c] for c in one.select_dtypes("float")}
                )
                for name, one in person.items()
            }
            copies.append(seen(exact, made))
        same = np.array([[one == other for other in copies] for one in copies])
        for band in (half, quarter):
            # The best guess is the band of most of the pays that give this copy.
            counts = np.array(
                [[(same[k] & (band == b)).sum() for b in range(band.max() + 1)] for k in range(count)]
            )
            best = counts.max(axis=1) / same.sum(axis=1)
            right.append(float(best.mean()))
    return float(np.mean(right[0::2])), float(np.mean(right[1::2]))


def right_about_leaving(exact: Result) -> float:
    """Share of pairs, one who is laid off and one who stays, in which the copy's group names the first."""
    copy = shared_copy(exact).in_dollars("cut_groups").query("today > 0")
    gone, all_of = copy["laid_off"].to_numpy(), copy["today"].to_numpy()
    stay, share = all_of - gone, gone / all_of
    more = np.sign(share[:, None] - share[None, :])
    weights = np.outer(gone, stay)
    return float((weights * (0.5 + 0.5 * more)).sum() / weights.sum())


def attack(people: int, targets: int, firms: int, seed: int) -> Mapping[str, float]:
    """(question) gain over guessing without the copy [points]."""
    draws = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        table = made_up(load_world(), people, seed)
        table[PAY] = pd.to_numeric(table[PAY], errors="coerce")
        exact = solved(table, folder)
        base = numbers(exact)
        raised = numbers(solved(table.assign(**{PAY: table[PAY] * (1 + SCALE)}), folder))
        paid = table.index[table[PAY].notna() & table[STATUS].eq("Filled")]
        right = []
        for row in draws.choice(paid, targets, replace=False):
            pays = pays_of(table, row)
            ends = []
            for pay in (pays[0], pays[-1]):
                table_of = table.copy()
                table_of.loc[row, PAY] = pay
                ends.append(numbers(solved(table_of, folder)))
            shares = (pays - pays[0]) / max(pays[-1] - pays[0], 1.0)
            right.append(right_about_pay(exact, base, raised, (ends[0], ends[1]), shares, draws, firms))
            print(table.loc[row, TITLE], *(f"{one:.3f}" for one in right[-1]), flush=True)
    half, quarter = np.mean(right, axis=0)
    return {
        "whether pay is above the role's median": 100 * (half - 0.5),
        "in which quarter of the role's pay": 100 * (quarter - 0.25),
        "who of two is laid off": 100 * (right_about_leaving(exact) - 0.5),
    }


def main() -> int:
    """Print each gain; 1 where one is beyond the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in {"people": PEOPLE, "targets": TARGETS, "firms": FIRMS, "seed": SEED}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    asked = parser.parse_args()
    found = attack(asked.people, asked.targets, asked.firms, asked.seed)
    print(
        f"{asked.people} rows, {asked.targets} persons: gain over chance from one copy [points; bar {BAR:g}]"
    )
    for question, gain in found.items():
        print(f"{question}: {gain:+.1f}")
    return int(max(found.values()) > BAR)


if __name__ == "__main__":
    raise SystemExit(main())
