"""How much more than by guessing an attacker learns of one person from two outputs of nearly equal rosters.

Each trial publishes a roster twice, before and after a change that is one of two, and an attacker who sees
everything published, and knows both candidates, says which. The advantage is the share of right guesses
above one half. A plan is computed from what is published here, so it says no more.

`differences` subtracts the tables; `repeats` knows the whole file but the change, and runs the program on
both candidates: it shows what a draw protects that anybody can repeat.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scripts.synthetic_roster import roster as made_up

from reallocate.data.bundle import load_world
from reallocate.roster.roster import Roster, read_roster
from reallocate.roster.staffing import staffing
from reallocate.work.dimensions import OTHER

TRIALS, PEOPLE, TITLES, MOST = 200, 1_000, 6, 0.05
"""Trials of each attack, rows of which the commonest titles are kept, and the advantage that is accepted."""
SEED, REPEATED, FEW, LABS = 11, 20, 4, ("Laboratory A", "Laboratory B")
BY = ("department", "location")
PAY_TIMES = (0.7, 1.4)
Tables = dict[str, pd.Series]


def published(roster: Roster) -> Tables:
    """Every table that outputs of a roster show, by name; (cell) figure."""
    tables = dict(roster.groups())
    tables["titles"] = roster.title_counts().dropna()
    for by in ((), ("department",), ("location",), BY):
        roles = staffing(roster.people, roster.occupations, roster.titles, 1.4, by)
        key = pd.MultiIndex.from_frame(roles[["occupation", *by]])
        tables[f"roles {by}"] = roles["headcount"].set_axis(key)
        tables[f"pay {by}"] = roles["loaded_cost"].set_axis(key)
    return tables


def changed(roster: Roster, rows: pd.DataFrame) -> Roster:
    """The roster with other rows, drawn anew as a file with them would be."""
    digest = hashlib.sha256(rows.to_csv().encode()).hexdigest()
    return replace(
        roster,
        people=replace(roster.people, rows=rows, digest=digest),
        occupations=roster.occupations.reindex(rows.index),
    )


@dataclass(frozen=True)
class Trial:
    """Two changes that may be made to a roster, before the attacker sees what is published.

    before : the roster as first published
    after : the two that may follow
    rows : of the people who tell the two apart
    """

    before: Roster
    after: tuple[Roster, Roster]
    rows: tuple[pd.DataFrame, pd.DataFrame]


def roster_of(people: int) -> Roster:
    """A made-up roster with departments, sites and two departments of four."""
    world, draws = load_world(), np.random.default_rng(SEED)
    table = made_up(world, people, SEED)
    kept = table["Job Title"].value_counts().index[:TITLES]
    table = table[table["Job Title"].isin(kept)].reset_index(drop=True)
    names = [f"Department {letter}" for letter in "ABCDEF"]
    table["Department"] = draws.choice(names, len(table))
    sites = ["Hartford", "Columbus", "Omaha", "Austin"]
    table["Location"] = draws.choice(sites, len(table), p=[0.4, 0.3, 0.2, 0.1])
    common = table.index[table["Job Title"].map(table["Job Title"].value_counts()).gt(20)]
    for place, name in enumerate(LABS):
        table.loc[common[place * FEW : (place + 1) * FEW], "Department"] = name
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        table.to_csv(path, index=False)
        return read_roster(path, world)


def leaves(base: Roster, draws: np.random.Generator) -> Trial:
    """One of two people leaves, whose departments and occupations differ."""
    rows = base.people.rows[base.filled & base.occupations.ne("")]
    first = rows.sample(1, random_state=draws.integers(1 << 31))
    others = rows[rows["department"].ne(first["department"].iloc[0])]
    others = others[base.occupations[others.index].ne(base.occupations[first.index[0]])]
    second = others.sample(1, random_state=draws.integers(1 << 31))
    after = [changed(base, base.people.rows.drop(index=one.index)) for one in (first, second)]
    return Trial(base, (after[0], after[1]), (first, second))


def four_leave(base: Roster, draws: np.random.Generator) -> Trial:
    """One of two departments of four is closed; somebody elsewhere is missing, so that trials differ."""
    rows = base.people.rows
    gone = draws.choice(rows.index[~rows["department"].isin(LABS)])
    base = changed(base, rows.drop(index=gone))
    rows = base.people.rows
    parts = [rows[rows["department"].eq(name)] for name in LABS]
    after = [changed(base, rows.drop(index=part.index)) for part in parts]
    return Trial(base, (after[0], after[1]), (parts[0], parts[1]))


def department(base: Roster, draws: np.random.Generator) -> Trial:
    """One person comes into one of two departments; counted backwards, one leaves one of two."""
    rows = base.people.rows
    person = rows[base.filled].sample(1, random_state=draws.integers(1 << 31))
    names = draws.choice(sorted(set(rows["department"]) - set(LABS)), 2, replace=False)
    moved = [person.assign(department=name) for name in names]
    without = changed(base, rows.drop(index=person.index))
    after = [changed(base, pd.concat([without.people.rows, one]).sort_index()) for one in moved]
    after = [replace(one, occupations=base.occupations.reindex(one.people.rows.index)) for one in after]
    return Trial(without, (after[0], after[1]), (moved[0], moved[1]))


def pay(base: Roster, draws: np.random.Generator) -> Trial:
    """One person comes whose pay is low or high."""
    rows = base.people.rows
    paid = rows[base.filled & rows["base"].gt(0) & base.occupations.ne("")]
    person = paid.sample(1, random_state=draws.integers(1 << 31))
    two = [person.assign(base=person["base"] * times) for times in PAY_TIMES]
    without = changed(base, rows.drop(index=person.index))
    after = [changed(base, pd.concat([without.people.rows, one]).sort_index()) for one in two]
    after = [replace(one, occupations=base.occupations.reindex(one.people.rows.index)) for one in after]
    return Trial(without, (after[0], after[1]), (two[0], two[1]))


def _cells(base: Roster, rows: pd.DataFrame, tables: Tables) -> Iterator[tuple[str, object]]:
    """In which cell of each table some people are, as far as it is published; else among others."""
    for row, person in rows.iterrows():
        code = base.occupations[row]
        for name, table in tables.items():
            if name in person.index or name == "titles":
                value = person["title" if name == "titles" else name]
                yield name, value if value in table.index else OTHER
                continue
            columns = [one for one in BY if one in name]
            values = [person[one] for one in columns]
            keys = [(code, *values), (code, *values[:-1], OTHER), (code, *[OTHER] * len(values))]
            if (found := next((key for key in keys if key in table.index), None)) is not None:
                yield name, found


def differences(
    base: Roster, trial: Trial, before: Tables, after: Tables, is_pay: bool, sign: float
) -> float:
    """How far the tables speak for the first of two changes.

    sign : 1 where people come, −1 where they leave
    """
    score = 0.0
    if is_pay:
        heads = after["roles ()"]
        for name, cell in _cells(base, trial.rows[0], after):
            if not name.startswith("pay") or cell not in before[name].index:
                continue
            size = after[name.replace("pay", "roles")][cell]
            mean = after[name][cell] * size - before[name][cell] * (size - 1)
            middle = 1.4 * float(trial.rows[0]["base"].iloc[0]) * np.mean(PAY_TIMES) / PAY_TIMES[0]
            score += np.nan_to_num(np.sign(middle - mean))
        return score if len(heads) else 0.0
    for direction, rows in ((1.0, trial.rows[0]), (-1.0, trial.rows[1])):
        for name, cell in _cells(base, rows, before):
            if not name.startswith("pay"):
                score += direction * sign * (after[name].get(cell, 0.0) - before[name].get(cell, 0.0))
    return score


def advantage(
    make: Callable[[Roster, np.random.Generator], Trial], base: Roster, sign: float
) -> tuple[float, float]:
    """What both attackers gain over guessing in all trials [share]."""
    draws, right, repeated = np.random.default_rng(SEED), 0.0, 0.0
    for number in range(TRIALS):
        trial = make(base, draws)
        truth = int(draws.integers(2))
        before, seen = published(trial.before), published(trial.after[truth])
        score = differences(base, trial, before, seen, make is pay, sign)
        guess = 0 if score > 0 else 1 if score < 0 else int(draws.integers(2))
        right += guess == truth
        # The program run on what happened gives what is published; on the other change it may give the same.
        if number < REPEATED:
            repeated += 0.5 if _alike(published(trial.after[1 - truth]), seen) else 1.0
    return right / TRIALS - 0.5, repeated / REPEATED - 0.5


def _alike(one: Tables, other: Tables) -> bool:
    return all(one[name].equals(other[name]) for name in one)


ATTACKS = {
    "who of two people left": (leaves, -1.0),
    "which of two departments of four was closed": (four_leave, -1.0),
    "which of two departments somebody joined": (department, 1.0),
    "whether somebody's pay is low or high": (pay, 1.0),
}


def main() -> int:
    """Print each attack's advantage; 1 where differences gain more than is accepted."""
    asked = [int(one) for one in sys.argv[1:]]
    worst = 0.0
    base = roster_of(PEOPLE)
    print(f"{TRIALS} trials, {len(base.people.rows)} rows; advantage over guessing [points]")
    for number, (words, (make, sign)) in enumerate(ATTACKS.items()):
        if asked and number not in asked:
            continue
        by_difference, by_repeating = advantage(make, base, sign)
        gains = f"{100 * by_difference:.1f} by differences, {100 * by_repeating:.1f} by repeating the draws"
        print(f"{words}: {gains}", flush=True)
        worst = max(worst, by_difference)
    return int(worst > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
