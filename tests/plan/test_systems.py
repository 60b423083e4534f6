"""Systems that cost something: every choice of them against a linear programme written plainly, in scipy."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.plan.firms import PINNED, Role, known_activities, make_firm, make_moves, make_options, solved
from tests.plan.plans import random_roles

from reallocate.firm.alternatives.limits import limits_of, shadow_price
from reallocate.firm.alternatives.model import NearOptimal
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.labelled import Term
from reallocate.firm.model.options import Options
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.system_costs import hours_to_cover
from reallocate.firm.model.totals import statistics_table

PROCESSING, TELLING = 0, 3
"""Places of the two activities that the firms here do; telling colleagues follows headcount."""

CLERKS = Role("43-9061", 90.0, 60_000.0, 2.0, (0.7, 0.0, 0.0, 0.3), (0.8, 0.0, 0.0, 0.6), (0.6, 0.0, 0.0, 0.3))
AGENTS = Role("41-3021", 12.0, 90_000.0, 2.0, (0.4, 0.0, 0.0, 0.6), (0.7, 0.0, 0.0, 0.5), (0.5, 0.0, 0.0, 0.2))
TYPISTS = replace(CLERKS, code="43-9022", headcount=30.0, pay=45_000.0, content=(0.9, 0.0, 0.0, 0.1))
FIRMS = {"two roles": (CLERKS, AGENTS), "three roles, two share systems": (CLERKS, AGENTS, TYPISTS)}
NUMBERS = {"adoption_midpoint": 2.0, "adoption_width": 0.7, "smallest_system": 0.0, "system_upkeep": 0.3}
COSTS = (0.0, 20_000.0, 90_000.0, 400_000.0)


@dataclass
class Plain:
    """Rows of a linear programme, gathered by name of the variable."""

    columns: dict[object, int] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float]] = field(default_factory=list)
    equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    cost: dict[int, float] = field(default_factory=dict)

    def at(self, *name: object) -> int:
        return self.columns.setdefault(name, len(self.columns))

    def most(self, terms: Sequence[tuple[float, int]], right: float, equal: bool = False) -> None:
        row: dict[int, float] = {}
        for factor, column in terms:
            row[column] = row.get(column, 0.0) + factor
        (self.equal if equal else self.rows).append((row, right))

    def least(self, closed: Sequence[int] = ()) -> float:
        """The least cost where some variables are nothing."""
        size = len(self.columns)

        def dense(rows: list[tuple[dict[int, float], float]]) -> tuple[np.ndarray, np.ndarray]:
            matrix = np.zeros((len(rows), size))
            for place, (row, _) in enumerate(rows):
                matrix[place, list(row)] = list(row.values())
            return matrix, np.array([right for _, right in rows])

        price = np.zeros(size)
        price[list(self.cost)] = list(self.cost.values())
        bounds = [(0.0, 0.0 if column in closed else None) for column in range(size)]
        (a, b), (c, d) = dense(self.rows), dense(self.equal)
        found = linprog(price, a, b, c, d, bounds, method="highs")
        assert found.status == 0
        return float(found.fun)


class Written:
    """The plan of a firm with two activities, no layoffs, moves or dropped work, tokens by API only."""

    def __init__(self, roles: Sequence[Role], quarters: int) -> None:
        p, self.quarters, self.lp = {**PINNED, **NUMBERS}, quarters, Plain()
        self.p, self.roles, self.hours = p, roles, p["hours_per_fte"] / 4000
        curve = [p["adoption_ceiling"] / (1 + math.exp(-(t - p["adoption_midpoint"]) / p["adoption_width"])) for t in range(1, 41)]
        self.rollout = curve[:quarters]
        self.step = max(late - early for early, late in itertools.pairwise([0.0, *curve]))
        self.growth = [(1 + p["demand_growth"]) ** (t / 4) for t in range(quarters)]
        odds = math.log(p["good_deliverable"] / (p["capability_ceiling"] - p["good_deliverable"])) - p["tooling_difficulty"] / 2
        up = p["capability_slope"] * 365.25 / 4 / p["doubling_days"]
        self.good = [p["capability_ceiling"] / (1 + math.exp(-(odds + up * t))) for t in range(quarters)]
        rate = p["discount_rate"]
        self.now = [(1 + rate) ** (-(t + 0.5) / 4) for t in range(quarters)]
        after = (1 + rate) ** (-quarters / 4) * (1 - (1 + rate) ** -p["terminal_years"]) / rate * 4
        self.running = [*self.now[:-1], self.now[-1] + after]
        self.systems = sorted({(role.code[:2], activity) for role in roles for activity in (PROCESSING, TELLING)})
        self._people()
        for system in self.systems:
            self._work(*system)
        self._hours()

    def reached(self, family: str, activity: int) -> dict[str, tuple[float, float]]:
        """By role, hours a quarter that could be automated and that could only be augmented."""
        return {
            role.code: (
                role.headcount * self.hours * role.content[activity] * role.automatable[activity],
                role.headcount * self.hours * role.content[activity] * (role.augmentable[activity] - role.automatable[activity]),
            )
            for role in self.roles
            if role.code[:2] == family
        }

    def _people(self) -> None:
        lp, p, stay = self.lp, self.p, (1 - self.p["quits_per_month"]) ** 3
        ratio = sum(role.pay * role.headcount for role in self.roles) / sum(role.headcount for role in self.roles)
        everybody = [(role.code, role.headcount, role.pay) for role in self.roles] + [("directing", 0.0, ratio)]
        for code, start, pay in everybody:
            for t in range(self.quarters):
                n, hired = lp.at("n", code, t), lp.at("hired", code, t)
                before = [(-stay, lp.at("n", code, t - 1))] if t else []
                lp.most([(1.0, n), (-1.0, hired), *before], 0.0 if t else stay * start, equal=True)
                lp.cost[n] = pay / 4e6 * self.running[t]
                lp.cost[hired] = (p["hire_cost"] + 0.5 * p["ramp_up_months"] / 12 * pay) / 1e6 * self.now[t]
        for t in range(self.quarters):
            every = [(1 / sum(role.headcount for role in self.roles), lp.at("n", code, t)) for code, _, _ in everybody]
            lp.most([(-1.0, lp.at("size", t)), *every], 0.0, equal=True)

    def _work(self, family: str, activity: int) -> None:
        """Reach, pace, and what an hour with AI costs."""
        lp, p = self.lp, self.p
        both, rest = (sum(part) for part in zip(*self.reached(family, activity).values(), strict=True))
        members = [role for role in self.roles if role.code[:2] == family]
        change = p["change_cost"] / 1e6 / self.hours * sum(r.pay * r.headcount for r in members) / sum(r.headcount for r in members)
        beside, alone = (
            (p[f"tokens_per_{mode}_hour"] * p["api_price"] + p[f"software_per_{mode}_hour"]) / 1e3
            for mode in ("augmented", "automated")
        )
        for t in range(self.quarters):
            automated, either, other = (lp.at(name, family, activity, t) for name in ("automated", "either", "other"))
            lp.most([(1.0, automated), (-1.0, either)], 0.0)
            for column, hours in ((either, both), (other, rest)):
                if activity == TELLING:
                    lp.most([(1.0, column), (-hours * self.rollout[t], lp.at("size", t))], 0.0)
                else:
                    lp.most([(1.0, column)], hours * self.rollout[t] * self.growth[t])
                lp.cost[column] = beside * self.running[t]
            # No more than if coordinating work, too, had grown by itself.
            made_for = min((both + rest) * self.rollout[t] * self.growth[t], (both + rest) * self.step * (t + 1))
            lp.most([(1.0, either), (1.0, other)], made_for)
            lp.cost[automated] = (alone - beside) * self.running[t]
            lp.most(self._rise(family, activity, t), (both + rest) * self.step)
            if activity == PROCESSING:
                calm, hasty = lp.at("calm", family, t), lp.at("hasty", family, t)
                lp.cost[calm], lp.cost[hasty] = change * self.now[t], change * p["change_cost_steepness"] * self.now[t]
                all_of_it = [*self._rise(family, PROCESSING, t), *self._rise(family, TELLING, t)]
                lp.most([*all_of_it, (-1.0, calm), (-1.0, hasty)], 0.0)
                reach = sum(sum(part) for a in (PROCESSING, TELLING) for part in self.reached(family, a).values())
                lp.most([(1.0, calm)], reach * self.step / 2)

    def _rise(self, family: str, activity: int, t: int) -> list[tuple[float, int]]:
        parts = ("either", "other")
        now = [(1.0, self.lp.at(part, family, activity, t)) for part in parts]
        return now + ([(-1.0, self.lp.at(part, family, activity, t - 1)) for part in parts] if t else [])

    def _hours(self) -> None:
        """What people must do, and direct, within the hours they have."""
        lp, p, chi = self.lp, self.p, self.p["capture_automated"]
        names = known_activities()["family"].reindex([("4.A.2.a.2"), ("4.A.4.a.2")])
        saving = {PROCESSING: p[f"saving_{names.iloc[0]}"], TELLING: p[f"saving_{names.iloc[1]}"]}
        for t in range(self.quarters):
            for role in self.roles:
                terms = [(-self.hours, lp.at("n", role.code, t))]
                terms.append((role.headcount * self.hours * role.content[TELLING], lp.at("size", t)))
                for activity in (PROCESSING, TELLING):
                    reached = self.reached(role.code[:2], activity)
                    whole = [sum(part) for part in zip(*reached.values(), strict=True)]
                    both, rest = (mine / all_ for mine, all_ in zip(reached[role.code], whole, strict=True))
                    at = (role.code[:2], activity, t)
                    terms += [(-chi * saving[activity] * both, lp.at("either", *at)), (-chi * saving[activity] * rest, lp.at("other", *at))]
                    more = chi * (self.good[t] - saving[activity]) - p["review_hours"]
                    terms.append((-more * both, lp.at("automated", *at)))
                lp.most(terms, -role.headcount * self.hours * role.content[PROCESSING] * self.growth[t])
            asked = [(p["directing_hours"], lp.at("automated", *system, t)) for system in self.systems]
            lp.most([*asked, (-self.hours, lp.at("n", "directing", t))], 0.0)

    def least(self, chosen: Sequence[int], cost: float) -> float:
        """The least cost with the chosen systems [USD million]."""
        lp = self.lp
        closed = [
            lp.at(part, *system, t)
            for system, put_up in zip(self.systems, chosen, strict=True)
            for part in ("either", "other")
            for t in range(self.quarters)
            if not put_up
        ]
        each = cost / 1e6 * (self.now[0] + self.p["system_upkeep"] / 4 * sum(self.running))
        return lp.least(closed) + each * sum(chosen)


@cache
def enumerated(firm: str, quarters: int, cost: float) -> list[tuple[float, tuple[int, ...]]]:
    """Every choice of systems with its cost, the cheapest first."""
    written = Written(FIRMS[firm], quarters)
    choices = itertools.product((0, 1), repeat=len(written.systems))
    return sorted((written.least(choice, cost), choice) for choice in choices)


def options(quarters: int, cost: float, **given: float) -> Options:
    return make_options(
        quarters, layoffs=False, redeployment=False, rent=False, own=False, system_cost=cost, **NUMBERS, **given
    )


@cache
def programme(firm: str, quarters: int, cost: float) -> Solved:
    return solved(options(quarters, cost), FIRMS[firm], ())


@pytest.mark.parametrize("quarters", [2, 3])
@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("firm", FIRMS)
def test_the_plan_is_the_best_of_every_choice_of_systems(firm: str, cost: float, quarters: int) -> None:
    found, (least, best) = programme(firm, quarters, cost).outcome, enumerated(firm, quarters, cost)[0]
    assert found.objective == pytest.approx(least, rel=1e-8)
    assert found.gap <= 1e-9
    if cost:
        assert found.systems.tolist() == list(best)


def test_the_costs_tell_choices_apart() -> None:
    built = [sum(enumerated("two roles", 3, cost)[0][1]) for cost in COSTS[1:]]
    assert built[0] > built[1] > 0
    assert built[2] == 0
    first, second = enumerated("two roles", 3, COSTS[2])[:2]
    assert second[0] - first[0] > 1e-4


def test_what_is_asked_after_is_asked_with_the_systems_held() -> None:
    found = solve(programme("two roles", 3, COSTS[2]).program.inputs)
    variables = found.program.variables
    assert variables.systems is not None
    last = variables.headcount.isel(date=-1)
    low, high = NearOptimal(found).range_of([Term(1, last)])
    assert low <= found.outcome.positions[-1] <= high
    found.solver.set_objective(None)
    held = found.solver.minimise()
    assert held.of(variables.systems) == pytest.approx(found.outcome.systems)
    assert held.objective == pytest.approx(found.outcome.objective, rel=1e-9)


def test_systems_that_are_decided_are_put_up() -> None:
    choice = np.array([1.0, 0.0, 0.0, 1.0])
    inputs = programme("two roles", 3, COSTS[2]).program.inputs
    found = solve(inputs, systems=choice).outcome
    least = {which: cost for cost, which in enumerated("two roles", 3, COSTS[2])}[1, 0, 0, 1]
    assert found.objective == pytest.approx(least, rel=1e-8)
    assert found.systems.tolist() == choice.tolist()


def test_the_cost_of_systems_is_part_of_the_sum() -> None:
    table = statistics_table(programme("three roles, two share systems", 3, COSTS[1]).outcome)
    found = programme("three roles, two share systems", 3, COSTS[1]).outcome
    assert table["present_value"].sum() == pytest.approx(found.objective, rel=1e-9)
    each = table[table["statistic"].isin(["systems put up", "upkeep of systems"])].groupby("statistic")["value"].sum()
    assert each["systems put up"] == pytest.approx(COSTS[1] / 1e6 * found.systems.sum())
    assert each["upkeep of systems"] == pytest.approx(0.3 * 3 / 4 * each["systems put up"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_hours_that_cover_the_cost_foretell_what_is_put_up(seed: int) -> None:
    roles = random_roles(seed)
    found = solved(make_options(8, smallest_system=0.0, system_cost=300_000.0), roles, ()).outcome
    least = hours_to_cover(found.inputs)
    hours = found.inputs.cells.systems["hours"].to_numpy(float)
    assert 0 < found.systems.sum() < len(hours)
    # Near the edge the plan knows more: layoffs, hires and what one system leaves for the next.
    clear = ~((hours > 0.6 * least) & (hours < 1.7 * least))
    assert clear.sum() >= 5
    assert ((hours > least) == (found.systems > 0.5))[clear].all()


def test_one_more_is_confirmed_by_choosing_systems_anew() -> None:
    firm = make_firm(FIRMS["three roles, two share systems"])
    asked = options(3, COSTS[1], quits_per_month=0.011)
    setting = Setting(firm, make_moves(), known_activities(), asked)
    now = solve(setting.inputs(asked), choose=False)
    base = setting.baseline()
    limit = next(one for one in limits_of(asked) if "reachable work" in one.name)
    worth = shadow_price(setting, asked, limit, base, now)
    for by, change in ((1.0, worth.up), (-1.0, worth.down)):
        again = solve(setting.inputs(limit.shifted(asked, by), base), choose=False).outcome
        assert change == pytest.approx(again.objective - now.outcome.objective, abs=1e-7)
    assert worth.decides
