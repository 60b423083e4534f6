"""Small graphs of moves, and the same decision problem written once more in plain Python, without arrays."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd
import xarray as xr

from reallocate.transition.route_graph import MoveGraph
from reallocate.work.exchange import MarketPath

State = tuple[str | int, ...]
Action = tuple[str, ...]
STAY: Action = ("stay",)
NAMES = ("11-1021", "13-1111", "15-1252", "43-6014")
# Weeks in each of the three ranges, and at their edges.
WEEKS = (0.0, 4.0, 26.0, 51.5, 52.0, 52.5, 78.0, 104.0)


@dataclass
class Case:
    """A problem: pays, moves as (origin, target) → (odds, weeks, prepare cost, search cost), and market by year."""

    entry: dict[str, float]
    later: dict[str, float]
    moves: dict[tuple[str, str], tuple[float, float, float, float]]
    horizon: int
    rate: float
    pay: dict[str, list[float]] = field(default_factory=dict)
    finding: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in (self.pay, self.finding):
            for name in self.entry:
                path.setdefault(name, [1.0] * self.horizon)

    @property
    def graph(self) -> MoveGraph:
        labels = pd.Index(list(self.entry))
        columns = ["origin", "target", "odds", "weeks", "prepare_cost", "search_cost"]
        rows = [(*ends, *numbers) for ends, numbers in self.moves.items()]
        kinds = dict.fromkeys(columns[:2], str) | dict.fromkeys(columns[2:], float)
        return MoveGraph(
            labels,
            pd.Series(self.entry, dtype=float),
            pd.Series(self.later, dtype=float),
            pd.DataFrame(rows, columns=columns).astype(kinds),
        )

    @property
    def market(self) -> MarketPath:
        axes = {"occupation": list(self.pay), "year": range(self.horizon)}
        pay, finding = (
            xr.DataArray(np.array(list(path.values()), float), dims=tuple(axes), coords=axes)
            for path in (self.pay, {name: self.finding[name] for name in self.pay})
        )
        return MarketPath(pay, finding)


def random_case(
    seed: int, occupations: int = 3, horizon: int = 3, density: float = 0.7, moving: bool = True
) -> Case:
    """Every number drawn; pay may fall with time in a job, a move may lead to less pay, odds may be 0 or 1."""
    random = np.random.default_rng(seed)
    names = NAMES[:occupations]
    entry = {name: float(random.uniform(20e3, 120e3)) for name in names}
    later = {name: float(entry[name] * random.uniform(0.8, 1.6)) for name in names}
    moves = {}
    for ends in itertools.permutations(names, 2):
        if random.random() < density:
            odds = float(random.choice([0.0, 1.0, random.uniform(0.05, 0.95)], p=[0.05, 0.1, 0.85]))
            search = float(random.uniform(0, 4e3))
            moves[ends] = (odds, float(random.choice(WEEKS)), search + float(random.uniform(0, 1e4)), search)
    path = {name: list(random.uniform(0.7, 1.3, horizon)) for name in names} if moving else {}
    finding = {name: list(random.uniform(0.0, 2.0, horizon)) for name in names} if moving else {}
    return Case(entry, later, moves, horizon, float(random.uniform(0, 0.1)), path, finding)


@dataclass
class Plain:
    """The problem state by state: what may be done, what it gives and where it leads."""

    case: Case

    def pay(self, job: str, tenure: int, year: int) -> float:
        entry, later = self.case.entry[job], self.case.later[job]
        return (entry + (later - entry) * tenure / 3) * self.case.pay[job][year]

    def odds(self, origin: str, target: str, year: int) -> float:
        return 1 - (1 - self.case.moves[origin, target][0]) ** self.case.finding[target][year]

    def actions(self, state: State) -> list[Action]:
        """Staying first, then targets by code, then trying again."""
        kind, job = str(state[0]), str(state[1])
        if kind == "half":
            return [("search",)]
        if int(state[-1]) < 2:
            return [STAY]
        going = [STAY, *(("go", target) for origin, target in sorted(self.case.moves) if origin == job)]
        return [*going, ("again",)] if kind == "ready" else going

    def outcome(self, state: State, action: Action, year: int) -> tuple[float, list[tuple[float, State]]]:
        """What a year in a state gives, and the chances of the next."""
        kind, job, tenure = str(state[0]), str(state[1]), int(state[-1])
        older, pay = min(tenure + 1, 3), self.pay(job, tenure, year)
        if action == STAY:
            return pay, [(1.0, ("work", job, older))]
        target = action[1] if action[0] == "go" else str(state[2])
        _, weeks, prepare, search = self.case.moves[job, target]
        odds = self.odds(job, target, year)
        if action[0] == "go":
            pay -= prepare
            if weeks > 52:
                return pay, [(1.0, ("half", job, target, older))]
            odds *= 1 - weeks / 52
        else:
            pay -= search
            if kind == "half":
                odds *= 2 - weeks / 52
        return pay, [(odds, ("work", target, 0)), (1 - odds, ("ready", job, target, older))]

    def act(self, state: State, action: Action, year: int) -> float:
        """What an action is worth if the best is done afterwards."""
        gives, chances = self.outcome(state, action, year)
        return gives + sum(chance * self.best(next_state, year + 1) for chance, next_state in chances) / (
            1 + self.case.rate
        )

    def best(self, state: State, year: int) -> float:
        if not hasattr(self, "_best"):
            self._best = cache(self._best_now)
        return self._best(state, year)

    def _best_now(self, state: State, year: int) -> float:
        if year == self.case.horizon:
            return 0.0
        return max(self.act(state, action, year) for action in self.actions(state))

    def best_action(self, state: State, year: int) -> Action:
        """The first of the best actions; trying again only where it beats all others."""
        return max(self.actions(state), key=lambda action: self.act(state, action, year))

    def arrivals(self, origin: str, target: str) -> list[float]:
        """The chance of arriving in each year if one starts now and never gives up."""
        state, chance, arrived = ("work", origin, 3), 1.0, [0.0]
        for year in range(self.case.horizon - 1):
            action = (
                ("go", target) if state[0] == "work" else ("search",) if state[0] == "half" else ("again",)
            )
            hired = sum(
                p for p, after in self.outcome(state, action, year)[1] if after[:2] == ("work", target)
            )
            arrived.append(chance * hired)
            chance *= 1 - hired
            state = self.outcome(state, action, year)[1][-1][1]
        return arrived

    def alone(self, origin: str, target: str) -> float:
        """What going there, trying every year and staying there for good is worth over staying put."""
        _, _, prepare, search = self.case.moves[origin, target]
        beta, arrived = 1 / (1 + self.case.rate), self.arrivals(origin, target)
        total = -prepare
        for arrival, chance in enumerate(arrived):
            for year in range(arrival if arrival else self.case.horizon, self.case.horizon):
                there = self.pay(target, min(year - arrival, 3), year)
                total += chance * beta**year * (there - self.pay(origin, 3, year))
        for year in range(1, self.case.horizon - 1):
            total -= beta**year * search * (1 - sum(arrived[: year + 1]))
        return total

    def next_arrivals(self, job: str, entered: list[float]) -> dict[str, list[float]]:
        """The chance of arriving at each next job in each year, doing the best after entering this one."""
        arrived = {
            target: [0.0] * self.case.horizon for origin, target in sorted(self.case.moves) if origin == job
        }
        for start, chance in enumerate(entered):
            now: dict[State, float] = {("work", job, 0): chance}
            for year in range(start, self.case.horizon - 1):
                after: dict[State, float] = {}
                for state, here in now.items():
                    for part, after_it in self.outcome(state, self.best_action(state, year), year)[1]:
                        if after_it[0] == "work" and after_it[1] != job:
                            arrived[str(after_it[1])][year + 1] += here * part
                        else:
                            after[after_it] = after.get(after_it, 0.0) + here * part
                now = after
        return arrived

    def policies(self, start: State) -> Iterator[dict[tuple[State, int], Action]]:
        """Every deterministic Markov policy over the states that can be reached; in the last year one stays."""
        reached: list[set[State]] = [{start}]
        for year in range(self.case.horizon - 1):
            reached.append(
                {
                    after
                    for state in reached[-1]
                    for action in self.actions(state)
                    for _, after in self.outcome(state, action, year)[1]
                }
            )
        where = [
            (state, year) for year, states in enumerate(reached[:-1]) for state in sorted(states, key=str)
        ]
        for chosen in itertools.product(*(self.actions(state) for state, _ in where)):
            yield dict(zip(where, chosen, strict=True))

    def worth(self, start: State, policy: dict[tuple[State, int], Action]) -> float:
        """Expected discounted earnings less costs under a policy, summed forward over years."""
        now, total = {start: 1.0}, 0.0
        for year in range(self.case.horizon):
            after: dict[State, float] = {}
            for state, chance in now.items():
                last = ("search",) if state[0] == "half" else STAY
                gives, chances = self.outcome(state, policy.get((state, year), last), year)
                total += chance * gives / (1 + self.case.rate) ** year
                for part, after_it in chances:
                    after[after_it] = after.get(after_it, 0.0) + chance * part
            now = after
        return total
