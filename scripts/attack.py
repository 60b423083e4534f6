"""What an attacker learns of people from copies to hand on, and what an honest reader loses by them.

A copy is a function of the keyed roles of `CopiedFirm` and of what its owner wrote: `--complete` saves whole
copies of neighbouring rosters and compares every byte of them with that. So each trial makes these roles
anew for two rosters of which one of two statements is true, under a new key. The attacker has both copies,
before and after, and all that the file says of the people whom the statements concern. He sees how their
cells moved, whether they did, and which roles of their major group did. A logistic regression weighs it; it
is fitted to nine tenths of the trials and judged by the rest. The gain is the share of right answers above
one half. "At most" is half of the share of trials in which the copies of both statements differ at all:
nobody without the key gains more, not even with the whole file of before.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scripts.attack_complete import differing_copies
from scripts.attack_loss import losses
from scripts.synthetic_roster import roster as made_up

from reallocate.data.bundle import load_world
from reallocate.firm.request.copied import copied_firm, usual_figures
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import scenario_from_flags
from reallocate.roster.copied_roles import Usual
from reallocate.roster.roster import Roster, read_roster
from reallocate.roster.staff import AMOUNTS, WHOLE, staff_amounts, staff_counts
from reallocate.work.firm import OTHER, plain

TRIALS, PEOPLE, SEED, COMPLETE = 1_000, 1_000, 11, 24
ONE_EXIT, OF_EIGHT = 0.05, 0.08
"""The gain that is accepted on one person, and on a group of eight."""
EIGHT, THREE, RIDGE, FOLDS = 8, 3, 1.0, 10
COMMON = 10.0
"""[FTE] A move beyond that of all roles together, from which a cell is said to have moved."""
MULTIPLIER, INDUSTRY, NOTHING = 1.4, "insurance carriers", 1e-6
LABS, SITE = ("Laboratory A", "Laboratory B"), "Hartford"
DEPARTMENTS = [f"Department {letter}" for letter in "ABCDEF"]
SITES = {SITE: 0.4, "Columbus": 0.3, "Omaha": 0.2, "Bern": 0.1}
BY = ("department", "location")
ONE, SEVERAL = ("department",), ("", "department", "location")
PAY_TIMES = (0.7, 1.4)
Cells = dict[tuple[str, str], dict[str, float]]


@dataclass(frozen=True, eq=False)
class Attacked:
    """A made-up firm.

    rows : (row) people who are planned
    amounts : (row) what each adds to the counts
    counts : of everybody
    """

    roster: Roster
    usual: Usual
    scenario: Scenario
    rows: pd.DataFrame
    amounts: pd.DataFrame
    counts: pd.DataFrame

    @cached_property
    def codes(self) -> dict[Any, str]:
        """(row) Occupation."""
        return dict(self.roster.occupations)

    @cached_property
    def sums(self) -> dict[tuple[str, str, str], np.ndarray]:
        """(dimension, place, occupation) counts of everybody."""
        keys = self.counts[["dimension", "place", "occupation"]].itertuples(index=False, name=None)
        return dict(zip(keys, self.counts[list(AMOUNTS)].to_numpy(), strict=True))

    def changed(self, gone: pd.DataFrame | None = None, come: pd.DataFrame | None = None) -> pd.DataFrame:
        """The counts without some rows and with others, which may be changed ones."""
        sums = dict(self.sums)
        for sign, rows in ((-1.0, gone), (1.0, come)):
            if rows is None or rows.empty:
                continue
            known = self.rows.loc[rows.index].equals(rows)
            amounts = self.amounts.loc[rows.index] if known else self._amounts(rows)
            for one in amounts.itertuples(index=False):
                added = sign * np.array([getattr(one, name) for name in AMOUNTS])
                for dimension in (WHOLE, *BY):
                    cell = dimension, getattr(one, dimension) if dimension else "", one.occupation
                    sums[cell] = sums.get(cell, np.zeros(len(AMOUNTS))) + added
        kept = {cell: amounts for cell, amounts in sums.items() if (np.abs(amounts) > NOTHING).any()}
        table = pd.DataFrame(list(kept), columns=["dimension", "place", "occupation"])
        return table.assign(**dict(zip(AMOUNTS, np.array([*kept.values()]).T, strict=True)))

    def _amounts(self, rows: pd.DataFrame) -> pd.DataFrame:
        """What some rows add to the counts, which are not as in the file."""
        some = replace(
            self.roster, people=replace(self.roster.people, rows=rows),
            occupations=self.roster.occupations.loc[rows.index],
        )  # fmt: skip
        return staff_amounts(some, MULTIPLIER, BY, self.usual.cost)


def attacked(people: int, folder: Path, seed: int = SEED) -> Attacked:
    """A made-up insurer with departments, sites, countries, and two departments of eight."""
    world, draws = load_world(), np.random.default_rng(seed)
    table = made_up(world, people, seed)
    table["Department"] = draws.choice(DEPARTMENTS, len(table))
    table["Location"] = draws.choice(list(SITES), len(table), p=list(SITES.values()))
    table["Country"] = np.where(table["Location"].eq("Bern"), "Switzerland", "United States")
    filled = draws.permutation(table.index[table["Status"].eq("Filled")])
    for place, name in enumerate(LABS):
        table.loc[filled[place * EIGHT : (place + 1) * EIGHT], "Department"] = name
    path = folder / "people.csv"
    table.to_csv(path, index=False)
    flags: dict[str, Any] = {"roster": str(path), "by": ("department", "site")}
    scenario = scenario_from_flags((INDUSTRY,), **flags)
    usual = usual_figures(world, scenario)
    roster = read_roster(path, world, usual.people).without_faulty()
    rows = roster.people.rows[roster.filled & roster.occupations.ne("")]
    how = (roster, MULTIPLIER, BY, usual.cost)
    return Attacked(roster, usual, scenario, rows, staff_amounts(*how), staff_counts(*how))


@dataclass(frozen=True)
class Copy:
    """A copy as an attacker reads it.

    cells : (title, place) figures
    content : all of it
    """

    cells: Cells
    content: bytes


def copies(base: Attacked, counts: pd.DataFrame, key: bytes, splits: tuple[str, ...]) -> list[Copy]:
    """The copies of a roster under a key, one for each dimension that roles are kept apart by."""
    found = []
    for column in splits:
        by = {"": "none", "location": "site"}.get(column, column)
        firm = copied_firm(base.scenario, base.usual, counts, key, by)
        place = firm.roles[column] if column else [""] * len(firm.roles)
        table = firm.roles[["headcount", "loaded_cost", "open_positions"]].fillna(0.0).to_dict("records")
        names = zip(firm.roles["title"], place, strict=True)
        found.append(Copy(dict(zip(names, table, strict=True)), firm.content))
    return found


@dataclass(frozen=True)
class Trial:
    """Two statements of which one is true.

    before : counts of the first roster
    after : (statement) counts of the second
    whom : (statement) rows of the people of whom it tells
    """

    before: pd.DataFrame
    after: tuple[pd.DataFrame, pd.DataFrame]
    whom: tuple[pd.DataFrame, pd.DataFrame]


def _seed(draws: np.random.Generator) -> int:
    return int(draws.integers(1 << 31))


def _left(base: Attacked, groups: list[pd.DataFrame]) -> Trial:
    """One of two groups of people leaves."""
    first, second = groups
    return Trial(base.counts, (base.changed(first), base.changed(second)), (first, second))


def one_exit(base: Attacked, draws: np.random.Generator) -> Trial:
    """One of two people leaves, of different departments and occupations."""
    rows = base.rows
    first = rows.sample(1, random_state=_seed(draws))
    others = rows[rows["department"].ne(first["department"].iloc[0])]
    codes = base.roster.occupations
    others = others[codes.loc[others.index].ne(codes[first.index[0]])]
    return _left(base, [first, others.sample(1, random_state=_seed(draws))])


def eight_anywhere(base: Attacked, draws: np.random.Generator) -> Trial:
    """One of two groups of eight leaves, drawn from the whole firm."""
    both = base.rows.sample(2 * EIGHT, random_state=_seed(draws))
    return _left(base, [both.iloc[:EIGHT], both.iloc[EIGHT:]])


def eight_of_a_job(base: Attacked, draws: np.random.Generator) -> Trial:
    """One of two groups of eight leaves, each of one occupation."""
    return _left(base, _of_two_jobs(base, draws, lambda rows: rows.sample(EIGHT, random_state=_seed(draws))))


def eight_best_paid(base: Attacked, draws: np.random.Generator) -> Trial:
    """One of two groups of eight leaves, the best paid of an occupation."""
    return _left(base, _of_two_jobs(base, draws, lambda rows: rows.nlargest(EIGHT, "base")))


def _of_two_jobs(
    base: Attacked, draws: np.random.Generator, take: Callable[[pd.DataFrame], pd.DataFrame]
) -> list[pd.DataFrame]:
    rows = base.rows
    codes = base.roster.occupations[rows.index]
    sizes = codes.value_counts()
    two = draws.choice(sizes.index[sizes >= EIGHT].to_numpy(dtype=str), 2, replace=False)
    return [take(rows[codes.eq(code)]) for code in two]


def closure(base: Attacked, draws: np.random.Generator) -> Trial:
    """One of two departments of eight is closed."""
    rows = base.rows
    return _left(base, [rows[rows["department"].eq(name)] for name in LABS])


def joined(base: Attacked, draws: np.random.Generator) -> Trial:
    """One person comes into one of two departments."""
    person = base.rows.sample(1, random_state=_seed(draws))
    two = [person.assign(department=name) for name in draws.choice(DEPARTMENTS, 2, replace=False)]
    after = [base.changed(person, one) for one in two]
    return Trial(base.changed(person), (after[0], after[1]), (two[0], two[1]))


def paid(base: Attacked, draws: np.random.Generator) -> Trial:
    """One person comes whose pay is low or high."""
    rows = base.rows
    person = rows[rows["base"].gt(0)].sample(1, random_state=_seed(draws))
    two = [person.assign(base=person["base"] * times) for times in PAY_TIMES]
    after = [base.changed(person, one) for one in two]
    return Trial(base.changed(person), (after[0], after[1]), (two[0], two[1]))


def overlap(base: Attacked, draws: np.random.Generator) -> Trial:
    """Two filters whose difference is three people, one of whom is of one of two departments."""
    three = base.rows.sample(THREE, random_state=_seed(draws))
    person, rest = three.iloc[:1], three.iloc[1:]
    two = [person.assign(department=name) for name in draws.choice(DEPARTMENTS, 2, replace=False)]
    after = [base.changed(three, pd.concat([rest, one])) for one in two]
    return Trial(base.changed(three), (after[0], after[1]), (two[0], two[1]))


@dataclass(frozen=True)
class Attack:
    """What is asked.

    make : makes a trial
    bar : the gain that is accepted
    splits : dimensions of the copies that the attacker has, "" for none
    whether : the question is whether the first group left at all
    """

    make: Callable[[Attacked, np.random.Generator], Trial]
    bar: float | None = ONE_EXIT
    splits: tuple[str, ...] = ONE
    whether: bool = False


ATTACKS = {
    "which of two people left": Attack(one_exit),
    "whether one person left": Attack(one_exit, whether=True),
    "which of two departments somebody joined": Attack(joined),
    "whether somebody's pay is low or high": Attack(paid),
    "which department, by two overlapping filters": Attack(overlap),
    "which of two groups of eight left, drawn from all": Attack(eight_anywhere, OF_EIGHT),
    "which of two groups of eight left, each of one occupation": Attack(eight_of_a_job, OF_EIGHT),
    "which of two groups of eight left, the best paid of an occupation": Attack(eight_best_paid, OF_EIGHT),
    "which of two departments of eight was closed": Attack(closure, OF_EIGHT),
    "whether a group of eight of one occupation left": Attack(eight_of_a_job, OF_EIGHT, whether=True),
    "which of two people left, by three copies": Attack(one_exit, ONE_EXIT, SEVERAL),
    "which of two groups of eight left, by three copies": Attack(eight_of_a_job, None, SEVERAL),
}


def cell_of(base: Attacked, row: Any, person: pd.Series, column: str, copy: Copy) -> tuple[str, str] | None:
    """The cell in which somebody is counted, as far as the attacker can tell."""
    for title in map(base.usual.title, base.usual.roles[base.codes[row]]):
        if there := [cell for cell in copy.cells if cell[0] == title]:
            wanted = plain(str(person[column])) if column else ""
            own = [cell for cell in there if plain(cell[1]) == wanted]
            own += [cell for cell in there if cell[1] == OTHER]
            return (own or [max(there, key=lambda cell: copy.cells[cell]["headcount"])])[0]
    return None


def seen(
    base: Attacked, trial: Trial, first: list[Copy], second: list[Copy], splits: tuple[str, ...]
) -> dict[str, float]:
    """By how much more the cells of the first statement's people moved than the other's."""
    score: dict[str, float] = {}

    def add(name: str, amount: float) -> None:
        score[name] = score.get(name, 0.0) + amount

    for column, one, two in zip(splits, first, second, strict=True):
        common = _common_shift(one, two)
        for sign, rows in zip((1.0, -1.0), trial.whom, strict=True):
            for row, person in rows.iterrows():
                places = {cell_of(base, row, person, column, each) for each in (one, two)} - {None}
                for place in places:
                    before, after = (each.cells.get(place, {}) for each in (one, two))
                    move = after.get("headcount", 0.0) - before.get("headcount", 0.0) - common
                    add(f"{column} moved", sign * move)
                    add(f"{column} touched", sign * (abs(move) > COMMON))
                    add(f"{column} new", sign * (bool(before) - bool(after)))
                    if before and after:
                        mean, now = before["loaded_cost"], after["loaded_cost"]
                        above = float(person["base"] or 0.0) * MULTIPLIER - mean
                        change = now / mean - 1.0 if mean else 0.0
                        add(f"{column} pay", -sign * np.sign(above) * change)
                        add(f"{column} pay touched", sign * (change != 0.0))
                near = _near(base, base.codes[row], one, two, common)
                add(f"{column} near", sign * near[0])
                add(f"{column} near touched", sign * near[1])
    return score


def _common_shift(one: Copy, two: Copy) -> float:
    """By how much all roles moved together, so that they add up."""
    moves = [
        two.cells[cell]["headcount"] - one.cells[cell]["headcount"] for cell in one.cells if cell in two.cells
    ]
    return float(np.median(moves)) if moves else 0.0


def _near(base: Attacked, code: str, one: Copy, two: Copy, common: float) -> tuple[float, float]:
    """By how much all roles of an occupation's major group moved together, and how many of them did."""
    titles = {base.usual.title(role) for other in base.usual.members[base.usual.roles[code][1]]
              for role in base.usual.roles[other][:2]}  # fmt: skip
    moves = [
        two.cells.get(cell, {}).get("headcount", 0.0) - one.cells.get(cell, {}).get("headcount", 0.0) - common
        for cell in {*one.cells, *two.cells}
        if cell[0] in titles
    ]
    return float(sum(moves)), float(sum(abs(move) > COMMON for move in moves))


def gain(attack: Attack, base: Attacked, trials: int, seed: int) -> tuple[float, float, float]:
    """What the attacker gains over guessing [share], its standard error, and what nobody can exceed."""
    draws = np.random.default_rng(seed)
    features, differ, moved = [], [], []
    for _ in range(trials):
        key, trial = draws.bytes(32), attack.make(base, draws)
        first = copies(base, trial.before, key, attack.splits)
        both = [copies(base, after, key, attack.splits) for after in trial.after]
        features += [seen(base, trial, first, after, attack.splits) for after in both]
        contents = [[copy.content for copy in each] for each in (first, *both)]
        differ.append(contents[1] != contents[2])
        moved.append(contents[0] != contents[1])
    if attack.whether:
        # Copies of one roster are the same, so that any difference says yes.
        share = float(np.mean(moved))
        return share / 2, float(np.sqrt(share * (1 - share) / trials)) / 2, share / 2
    right = _judged(pd.DataFrame(features).fillna(0.0).to_numpy(), draws)
    return float(right.mean()) - 0.5, float(right.std() / np.sqrt(trials)), float(np.mean(differ)) / 2


def _judged(features: np.ndarray, draws: np.random.Generator) -> np.ndarray:
    """(trial) Share of right answers of two, half where nothing moved; each tenth is judged by the others.

    features : (trial and statement, table) two rows a trial; the first statement is true in the first
    """
    truth = np.arange(len(features)) % 2
    fold = np.repeat(draws.permutation(len(features) // 2) % FOLDS, 2)
    right = np.zeros(len(features))
    for number in range(FOLDS):
        judged = fold == number
        taught = features[~judged]
        scale = np.maximum(taught.std(axis=0), 1e-9)
        sign = 1.0 - 2.0 * truth[~judged]

        def loss(weights: np.ndarray, taught: np.ndarray = taught / scale, sign: np.ndarray = sign) -> float:
            return float(np.logaddexp(0, -sign * (taught @ weights)).sum() + RIDGE * weights @ weights)

        weights = minimize(loss, np.zeros(features.shape[1])).x
        score = np.round(features[judged] / scale @ weights, 9)
        right[judged] = np.where(score == 0, 0.5, (score < 0) == truth[judged])
    return np.asarray(right.reshape(-1, 2).mean(axis=1))


def main() -> int:
    """Print each attack's gain, what a reader loses, and how copies compare; 1 beyond a bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--complete", type=int, default=COMPLETE)
    parser.add_argument("--only", type=int, nargs="*")
    asked = parser.parse_args()
    print(f"{asked.people} rows, {asked.trials} trials, seed {asked.seed}: gain over guessing [points]")
    beyond = False
    with tempfile.TemporaryDirectory() as folder:
        base = attacked(asked.people, Path(folder))
        for number, (name, attack) in enumerate(ATTACKS.items()):
            if asked.only is not None and number not in asked.only:
                continue
            found, error, most = gain(attack, base, asked.trials, asked.seed + number)
            bar = "no bar" if attack.bar is None else f"bar {100 * attack.bar:.0f}"
            words = f"{100 * found:+.1f} (standard error {100 * error:.1f}), at most {100 * most:.1f}; {bar}"
            print(f"{name}: {words}", flush=True)
            beyond |= attack.bar is not None and found > attack.bar
        for line in losses(base.roster, base.usual, base.counts):
            print(line, flush=True)
        if asked.complete:
            words, wrong = differing_copies(base, asked.complete, asked.seed)
            print(words, flush=True)
            beyond |= wrong > 0
    return int(beyond)


if __name__ == "__main__":
    raise SystemExit(main())
