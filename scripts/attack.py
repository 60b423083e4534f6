"""How much more than by guessing an attacker learns of one person from two outputs of nearly equal rosters.

Each trial makes two rosters, of which one of two statements is true, and every fourth a new key. The attacker
has everything that outputs show of both rosters, and all that the file says of the people whom the statements
concern. He looks how the cells of these people moved in each table, and whether they did, and weighs the
tables by a logistic regression that is fitted to nine tenths of the trials and judged by the rest. He answers
once where the first statement is true and once where the second is, so that outputs which say nothing give
one right answer of two, and no chance. The advantage is the share of right answers above one half. Plans,
pages and workbooks are computed from these tables, so they say no more. One attack adds the figures of
`compare`, run on the plans of both rosters.

Nobody without the key can gain more than half of the share of trials in which the outputs differ at all
between the two statements, whatever else he has: not even with the whole file and both candidates. That limit
is printed beside.
"""

from __future__ import annotations

import argparse
import datetime
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scripts.synthetic_roster import roster as made_up

import reallocate
from reallocate.data.bundle import load_world
from reallocate.problem.firm.people_groups import attributes, group_counts
from reallocate.roster.matching import certainty
from reallocate.roster.privacy import MULTIPLE
from reallocate.roster.record import record
from reallocate.roster.roster import Roster, read_roster, roles_of
from reallocate.roster.staffing import planned_elsewhere, staffing
from reallocate.work.dimensions import OTHER, plain

TRIALS, PEOPLE, TITLES, MOST = 200, 1_000, 12, 0.05
"""Trials; rows; commonest titles that are kept; the advantage accepted."""
SEED, FEW, TEAM, TEN, SEVERAL, RIDGE, MULTIPLIER, EACH_KEY, FOLDS = 11, 4, 8, 10, 3, 1.0, 1.4, 4, 10
ALL, NEAR, CHANGED, TOUCHED, MANY = "all tables", "near", "changed", "touched", "all touched"
"""Features: in how many tables the cells moved and in which direction, how the roles of a person's major
group did, whether a cell moved whatever the direction, and in how many tables."""
DAY = datetime.date(2026, 7, 1)
LABS, SITE = ("Laboratory A", "Laboratory B"), "Hartford"
DEPARTMENTS = [f"Department {letter}" for letter in "ABCDEF"]
SITES = {SITE: 0.4, "Columbus": 0.3, "Omaha": 0.2, "Bern": 0.1}
SPLITS = ((), ("department",), ("location",), ("department", "location"))
ONE_PLAN = SPLITS[-1:]
PAY_TIMES = (0.7, 1.4)
YEAR_OF_PAY = 100_000.0
Tables = dict[str, dict[Any, float]]
Changes = dict[tuple[str, str], float]
Pair = tuple[Roster, Roster]


@dataclass(frozen=True)
class Trial:
    """Two statements of which one is true, and what the attacker sees.

    seen : (statement) the two rosters of which there are outputs
    whom : (statement) rows of the people of whom it tells, by whom the two rosters differ
    """

    seen: tuple[Pair, Pair]
    whom: tuple[pd.DataFrame, pd.DataFrame]


def roster_of(people: int, folder: Path, few: int = FEW, alike: bool = False) -> Roster:
    """A made-up roster with departments, sites and two small departments.

    few : people in each of these
    alike : whether all of one have one title and site
    """
    world, draws = load_world(), np.random.default_rng(SEED)
    table = made_up(world, people * 2, SEED)
    kept = table["Job Title"].value_counts().index[:TITLES]
    table = table[table["Job Title"].isin(kept)].head(people).reset_index(drop=True)
    table["Department"] = draws.choice(DEPARTMENTS, len(table))
    table["Location"] = draws.choice(list(SITES), len(table), p=list(SITES.values()))
    table["Country"] = np.where(table["Location"].eq("Bern"), "Switzerland", "United States")
    table["Birth year"] = draws.integers(1962, 2004, len(table))
    filled = table[table["Status"].eq("Filled")].loc[lambda rows: draws.permutation(rows.index)]
    members = [filled.index[place * few : (place + 1) * few] for place in range(len(LABS))]
    if alike:
        groups = filled.groupby(["Job Title", "Location"]).groups.values()
        members = [group[:few] for group in sorted(groups, key=len)[-len(LABS) :]]
    for name, rows in zip(LABS, members, strict=True):
        table.loc[rows, "Department"] = name
    path = folder / "people.csv"
    table.to_csv(path, index=False)
    return read_roster(path, world)


def shown(roster: Roster, splits: tuple[tuple[str, ...], ...]) -> Tables:
    """Every figure that outputs show of a roster, by table and cell.

    splits : columns by which the plans keep roles apart, one entry a plan
    """
    told = record(roster, [])
    names = ("rows", "people", "contractors", "open_positions")
    tables: Tables = {name: {"": told[name] or 0.0} for name in names}
    tables["reporting"] = {name: size or 0.0 for name, size in (told["reporting"] or {}).items()}
    tables["certainty"] = {one["occupation"]: one["people"] for one in told["certainty"]}
    tables["currency"] = {one["currency"]: one["people"] or 0.0 for one in told["currencies"]}
    tables["title"] = {one["title"]: one["count"] or 0.0 for one in told["titles"]}
    for one in told["dimensions"]:
        tables[one["dimension"]] = {group["group"]: group["people"] for group in one["people"]}
    counted = roster.shown
    for by in splits:
        roles = staffing(counted.people, counted.occupations, roster.titles, MULTIPLIER, by)
        cell = list(roles[["occupation", *by]].itertuples(index=False, name=None))
        for column in ("headcount", "open_positions", "loaded_cost", "own_pay"):
            tables[f"{column} {by}"] = dict(zip(cell, roles[column].fillna(0.0), strict=True))
        # Shown beside a promise to the place alone, and nothing can be promised to a place that is gone.
        apart = planned_elsewhere(counted.people, counted.occupations, by).dropna()
        for (column, place), size in apart.items():
            tables.setdefault(f"elsewhere {column} {by}", {})[place] = size
    groups = group_counts(roster, _loss(roster), DAY)
    size = groups["size"].str.replace(r"\D", "", regex=True).astype(float)
    for about, at in groups.groupby("about").groups.items():
        tables[f"size {about}"] = dict(zip(groups.loc[at, "band"], size[at], strict=True))
        shares = groups.loc[at, "share_losing"]
        tables[f"losing {about}"] = dict(zip(groups.loc[at, "band"], shares, strict=True))
    return tables


def _loss(roster: Roster) -> pd.Series:
    """(occupation) A loss of positions as a plan could have it: every other occupation loses."""
    codes = sorted({*roster.occupations} - {""})
    return pd.Series({code: 0.2 * (place % 2) for place, code in enumerate(codes)} | {"": 0.1})


def cells(roster: Roster, person: pd.Series, tables: Tables) -> Iterator[tuple[str, Any]]:
    """In which cell of each table somebody is counted, as far as it is shown; else among others."""
    alone = person.to_frame().T
    code = roster.occupations.get(person.name, "")
    kind = certainty(alone, pd.Series([code], index=alone.index), roster.matches).iloc[0]
    typed = pd.DataFrame({name: [person[name]] for name in person.index}, index=alone.index)
    bands = {about: group.iloc[0] for about, group in attributes(roster, typed, DAY).items()}
    for name, table in tables.items():
        about, _, by = name.partition(" ")
        wanted: list[Any]
        if about == "elsewhere":
            wanted = [plain(str(person[by.partition(" ")[0]]))]
        elif by.startswith("("):
            columns = [one for one in ("department", "location") if one in by]
            values = [person[one] for one in columns]
            count = len(values)
            at = [(*values[:place], *[OTHER] * (count - place)) for place in range(count, -1, -1)]
            near = min({key[0] for key in table}, key=lambda one: _unlike(one, code), default="")
            wanted = [(one, *rest) for one in (code, near) for rest in at]
        elif about in ("size", "losing"):
            wanted = [bands.get(by)]
        else:
            wanted = [{"certainty": kind}.get(name, person.get(name)), OTHER]
        if (found := next((key for key in wanted if key in table), None)) is not None:
            yield name, found


def _unlike(one: str, code: str) -> tuple[int, str]:
    return -sum(a == b for a, b in zip(one[:7], code, strict=False)), one


def movements(base: Roster, trial: Trial, first: Tables, second: Tables) -> dict[str, float]:
    """(table) By how much more the cells of the first statement's people moved than the other's."""
    tables = first | second
    score = dict.fromkeys([*tables, *(f"{TOUCHED} {name}" for name in tables), MANY], 0.0)
    roles = [name for name in first if name.startswith("headcount")]
    common = {name: _common_shift(first[name], second[name]) for name in roles}
    for sign, rows in ((1.0, trial.whom[0]), (-1.0, trial.whom[1])):
        for _, person in rows.iterrows():
            found = dict(cells(base, person, first)) | dict(cells(base, person, second))
            for name, cell in found.items():
                before, after = (np.nan_to_num(one.get(name, {}).get(cell, 0.0)) for one in (first, second))
                move = after - before - common.get(name, 0.0)
                touched = abs(move) > (2 * MULTIPLE if name in common else 0.0)
                score[name] += sign * move / max(abs(before), abs(after), 1e-9)
                score[f"{TOUCHED} {name}"] += sign * touched
                # Open positions are spread by headcount, and would count what that tells twice.
                score[MANY] += sign * touched * (not name.startswith("open"))
            for name in roles:
                code = base.occupations.get(person.name, "")
                moved, changed = _around(code, first[name], second[name], common[name])
                score[f"{NEAR} {name}"] = score.get(f"{NEAR} {name}", 0.0) + sign * moved
                score[f"{CHANGED} {name}"] = score.get(f"{CHANGED} {name}", 0.0) + sign * changed
    moves = [move for name, move in score.items() if not name.startswith((TOUCHED, MANY))]
    return score | {ALL: float(np.sign(moves).sum())}


def _common_shift(first: dict[Any, float], second: dict[Any, float]) -> float:
    """By how much all roles moved together, so that they add up."""
    moves = [second[cell] - first[cell] for cell in first if cell in second]
    return float(np.median(moves)) if moves else 0.0


def _around(
    code: str, first: dict[Any, float], second: dict[Any, float], common: float
) -> tuple[float, float]:
    """By how much all roles of an occupation's major group moved together, and how many of them did."""
    there = [cell for cell in {*first, *second} if cell[0][:2] == code[:2]]
    moves = [second.get(cell, 0.0) - first.get(cell, 0.0) - common for cell in there]
    return float(sum(moves)), float(sum(abs(move) > 2 * MULTIPLE for move in moves))


def pay_movements(base: Roster, trial: Trial, first: Tables, second: Tables) -> dict[str, float]:
    """(table) By how much the mean pay of the person's cells moved [share]."""
    found = dict(cells(base, trial.whom[0].iloc[0], first)) | dict(cells(base, trial.whom[0].iloc[0], second))
    return {
        name: second[name].get(found.get(name), 0.0) / (first[name].get(found.get(name)) or np.inf)
        - (found.get(name) in first[name])
        for name in first
        if name.startswith(("loaded", "own"))
    }


def with_rows(roster: Roster, rows: pd.DataFrame, codes: pd.Series) -> Roster:
    """The roster with other rows, whose occupations are known."""
    people = replace(roster.people, rows=rows.sort_index())
    return replace(roster, people=people, occupations=codes.reindex(rows.sort_index().index))


def without(base: Roster, rows: pd.DataFrame) -> Roster:
    """The roster without some rows."""
    return with_rows(base, base.people.rows.drop(index=rows.index), base.occupations)


def _seed(draws: np.random.Generator) -> int:
    return int(draws.integers(1 << 31))


def one_exit(base: Roster, draws: np.random.Generator) -> Trial:
    """One of two people leaves, of different departments and occupations."""
    rows = base.people.rows[base.filled & base.occupations.ne("")]
    first = rows.sample(1, random_state=_seed(draws))
    others = rows[rows["department"].ne(first["department"].iloc[0])]
    others = others[base.occupations[others.index].ne(base.occupations[first.index[0]])]
    second = others.sample(1, random_state=_seed(draws))
    return Trial(((base, without(base, first)), (base, without(base, second))), (first, second))


def exit_of_few(base: Roster, draws: np.random.Generator) -> Trial:
    """One of two people leaves, each of one of the small departments."""
    rows = base.people.rows
    two = [rows[rows["department"].eq(name)].sample(1, random_state=_seed(draws)) for name in LABS]
    return Trial(((base, without(base, two[0])), (base, without(base, two[1]))), (two[0], two[1]))


def closure(base: Roster, draws: np.random.Generator) -> Trial:
    """One of two small departments is closed."""
    parts = [base.people.rows[base.people.rows["department"].eq(name)] for name in LABS]
    return Trial(((base, without(base, parts[0])), (base, without(base, parts[1]))), (parts[0], parts[1]))


def _one_of(base: Roster, draws: np.random.Generator, paid: bool = False) -> pd.DataFrame:
    """A row of somebody who works there."""
    rows = base.people.rows
    known = base.filled & base.occupations.ne("") & ~rows["department"].isin(LABS)
    return rows[known & (rows["base"].gt(0) | (not paid))].sample(1, random_state=_seed(draws))


def department(base: Roster, draws: np.random.Generator) -> Trial:
    """One person comes into one of two departments."""
    person = _one_of(base, draws)
    two = [person.assign(department=name) for name in draws.choice(DEPARTMENTS, 2, replace=False)]
    before = without(base, person)
    after = [with_rows(base, pd.concat([before.people.rows, one]), base.occupations) for one in two]
    return Trial(((before, after[0]), (before, after[1])), (two[0], two[1]))


def pay(base: Roster, draws: np.random.Generator) -> Trial:
    """One person comes whose pay is low or high."""
    person = _one_of(base, draws, paid=True)
    two = [person.assign(base=person["base"] * times) for times in PAY_TIMES]
    before = without(base, person)
    after = [with_rows(base, pd.concat([before.people.rows, one]), base.occupations) for one in two]
    return Trial(((before, after[0]), (before, after[1])), (two[0], two[1]))


def overlap(base: Roster, draws: np.random.Generator) -> Trial:
    """Two filters whose difference is three people of a site, one of whom is of one of two departments."""
    rows = base.people.rows
    site = with_rows(base, rows[rows["location"].eq(SITE)], base.occupations)
    person = _one_of(site, draws)
    rest = site.people.rows.drop(index=person.index).sample(SEVERAL - 1, random_state=_seed(draws))
    small = without(site, pd.concat([person, rest]))
    two = [person.assign(department=name) for name in draws.choice(DEPARTMENTS, 2, replace=False)]
    large = [with_rows(base, pd.concat([small.people.rows, rest, one]), base.occupations) for one in two]
    return Trial(((small, large[0]), (small, large[1])), (two[0], two[1]))


@dataclass(frozen=True)
class Attack:
    """What is asked, of which roster.

    make : makes a trial
    splits : columns by which the plans keep roles apart, one entry a plan
    few, alike : as for `roster_of`
    compared : whether the attacker has the comparison of the two plans too
    """

    make: Callable[[Roster, np.random.Generator], Trial]
    splits: tuple[tuple[str, ...], ...] = ONE_PLAN
    few: int = FEW
    alike: bool = False
    compared: bool = False


ATTACKS = {
    "which of two people left": Attack(one_exit),
    "which of two departments somebody joined": Attack(department),
    "whether somebody's pay is low or high": Attack(pay),
    "which department, by two overlapping filters": Attack(overlap),
    "which of two departments of four was closed": Attack(closure),
    "which of two people left, four plans by other columns": Attack(one_exit, SPLITS),
    "which of two departments somebody joined, four plans": Attack(department, SPLITS),
    "whether somebody's pay is low or high, four plans": Attack(pay, SPLITS),
    "which of two departments of four was closed, four plans": Attack(closure, SPLITS),
    "which of two departments of four was closed, each of one title and site": Attack(closure, alike=True),
    "which of two departments of eight was closed": Attack(closure, few=TEAM),
    "which of two people left, each of a department of eight": Attack(exit_of_few, few=TEAM),
    "which of two people left, each of a department of ten": Attack(exit_of_few, few=TEN),
    "which of two people left, by compare": Attack(one_exit, compared=True),
    "which of two departments of four was closed, by compare": Attack(closure, compared=True),
}


class Comparisons:
    """Plans of one quarter by department and site and what `compare` shows of two; each solved once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plans = dict[str, reallocate.Result]()
        self._changes = dict[tuple[str, str], Changes]()

    def movements(self, trial: Trial, first: Roster, second: Roster) -> dict[str, float]:
        """By how much more the figures of the first statement's people changed than the other's.

        A change of the whole firm is weighed by how much more the first statement's people are paid.
        """
        texts = (self._roles(first), self._roles(second))
        if texts not in self._changes:
            compared = reallocate.compare(*map(self._plan, texts), workers=1, progress=False)
            tables = {name: compared.table(name) for name in ("results", "roles", "kinds")}
            names = {"results": "figure", "roles": "role", "kinds": "kind"}
            self._changes[texts] = {
                (name, str(row)): float(np.nan_to_num(change))
                for name, table in tables.items()
                for row, change in zip(table[names[name]], table["change"], strict=True)
            }
        changes = self._changes[texts]
        paid = [rows["base"].fillna(0.0).sum() / YEAR_OF_PAY for rows in trial.whom]
        score = {
            f"compared {row}": (paid[0] - paid[1]) * change
            for (name, row), change in changes.items()
            if name != "roles"
        }
        roles = {row: change for (name, row), change in changes.items() if name == "roles"}
        for sign, rows in zip((1.0, -1.0), trial.whom, strict=True):
            for row, person in rows.iterrows():
                for feature, change in _of_person(first.occupations.get(row, ""), person, roles):
                    score[feature] = score.get(feature, 0.0) + sign * change
        return score

    def _roles(self, roster: Roster) -> str:
        """The role table of a roster, as its plan keeps it; faults of the made-up tree are no matter."""
        sound = replace(roster, people=replace(roster.people, faults=()))
        roles = roles_of(sound, MULTIPLIER, ONE_PLAN[0]).roles.drop(columns="row")
        return roles.rename(columns={"occupation": "code"}).to_csv(index=False)

    def _plan(self, text: str) -> reallocate.Result:
        if text not in self._plans:
            file = self._folder / "roles.csv"
            file.write_text(text, encoding="utf-8")
            firm = reallocate.Scenario.from_roles(file, industry="insurance carriers")
            self._plans[text] = reallocate.plan(firm, quarters=1, quick=True, workers=1, progress=False)
        return self._plans[text]


def _of_person(code: str, person: pd.Series, roles: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Changes of the roles that somebody may be counted in: of the occupation, the cell, and the nearest."""
    near = min({role[:7] for role in roles}, key=lambda one: _unlike(one, code), default="")
    for role, change in roles.items():
        if role[:7] == near:
            yield "compared occupation", change
            if plain(str(person["department"])) in role or plain(str(person["location"])) in role:
                yield "compared cell", change
        if role[:2] == code[:2]:
            yield "compared group", change




def advantage(name: str, base: Roster, trials: int, seed: int) -> tuple[float, float, float]:
    """What the attacker gains over guessing [share], its standard error, and what nobody can exceed.

    name : of the attack
    trials : each is answered twice, once for each statement that may be true
    seed : of the trials and keys
    """
    attack = ATTACKS[name]
    moves = pay_movements if attack.make is pay else movements
    draws = np.random.default_rng(seed)
    features, differ = [], []
    with tempfile.TemporaryDirectory() as folder:
        comparisons = Comparisons(Path(folder))
        for number in range(trials):
            if number % EACH_KEY == 0:
                base = with_key(base, draws)
                of_base = shown(base, attack.splits)
            trial = attack.make(base, draws)
            before = trial.seen[0][0]
            first = of_base if before is base else shown(before, attack.splits)
            both = [shown(after, attack.splits) for _, after in trial.seen]
            seen = [moves(base, trial, first, second) for second in both]
            if attack.compared:
                seen = [
                    one | comparisons.movements(trial, *rosters)
                    for one, rosters in zip(seen, trial.seen, strict=True)
                ]
            features += seen
            differ.append(str(both[0]) != str(both[1]))
    right = _judged(pd.DataFrame(features).fillna(0.0).to_numpy(), draws)
    # Trials of one key are alike, so the error is that of the keys' means.
    of_key = pd.Series(right).groupby(np.arange(trials) // EACH_KEY).mean()
    error = of_key.std() / np.sqrt(len(of_key))
    return float(right.mean()) - 0.5, float(error), float(np.mean(differ)) / 2


def with_key(base: Roster, draws: np.random.Generator) -> Roster:
    """The roster on a machine with another key."""
    return replace(base, people=replace(base.people, key=draws.bytes(32)))


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
    """Print each attack's advantage; 1 where one of a single person gains more than is accepted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", type=int, nargs="*")
    asked = parser.parse_args()
    print(f"{asked.people} rows; advantage over guessing in {asked.trials} trials [points]")
    worst = 0.0
    for number, (name, attack) in enumerate(ATTACKS.items()):
        if asked.only is not None and number not in asked.only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            base = roster_of(asked.people, Path(folder), attack.few, attack.alike)
        gain, error, limit = advantage(name, base, asked.trials, asked.seed)
        print(
            f"{name}: {100 * gain:+.1f}, standard error {100 * error:.1f}; at most {100 * limit:.1f}",
            flush=True,
        )
        worst = max(worst, gain)
    return int(worst > MOST)


if __name__ == "__main__":
    raise SystemExit(main())
