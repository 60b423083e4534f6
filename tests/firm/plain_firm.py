"""A tiny firm in the terms of the model's statement, and a linear programme to be filled in, for `plain_programme`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from tests.firm.firms import ACTIVITIES, Role, known_activities

Sum = list[tuple[float, int]]
DIRECTING = "directing"


@dataclass
class Columns:
    """A linear programme put together column by column."""

    names: dict[Hashable, int] = field(default_factory=dict)
    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)

    def at(self, *name: Hashable) -> int:
        """The column of a name, made when it is first asked for."""
        if name not in self.names:
            self.names[name] = len(self.cost)
            for part, usual in ((self.cost, 0.0), (self.upper, math.inf), (self.whole, 0)):
                part.append(usual)  # type: ignore[arg-type]
        return self.names[name]

    def most(self, terms: Sum, limit: float = 0.0) -> None:
        """terms ≤ limit."""
        self.rows.append((terms, -math.inf, limit))

    def equal(self, terms: Sum, limit: float = 0.0) -> None:
        """terms = limit."""
        self.rows.append((terms, limit, limit))

    def least(self) -> tuple[float, Callable[..., float]]:
        """The least cost, and the value of each column by name."""
        row = [number for number, (terms, _, _) in enumerate(self.rows) for _ in terms]
        entries = [entry for terms, _, _ in self.rows for entry in terms]
        factor, column = zip(*entries, strict=True)
        matrix = csr_array((factor, (row, column)), shape=(len(self.rows), len(self.cost)))
        low, high = ([one[place] for one in self.rows] for place in (1, 2))
        found = milp(
            np.array(self.cost),
            integrality=np.array(self.whole),
            bounds=Bounds(0.0, np.array(self.upper)),
            constraints=LinearConstraint(matrix, low, high),
            options={"mip_rel_gap": 1e-9},
        )
        assert found.status in (0, 2), found.message
        if found.status == 2:
            return math.inf, lambda *name: 0.0
        return float(found.fun), lambda *name: float(found.x[self.names[name]])


@dataclass
class Firm:
    """What a tiny firm is and what is asked of it, in the terms of the statement."""

    roles: Sequence[Role]
    moves: Sequence[tuple[str, str]]
    p: Mapping[str, float]
    quarters: int
    layoffs: bool = False
    redeployment: bool = True
    rent: bool = True
    own: bool = True
    voluntary: bool = False
    dropping: bool = False
    megawatts: float | None = None
    exits: float = 0.0
    shared_review: bool = False
    move_terms: tuple[float, float, float] = (4.0, 3_000.0, 10.0)
    """Weeks of training, cost of it, weeks of ramp-up of every move."""

    def __post_init__(self) -> None:
        p, periods = self.p, range(self.quarters)
        self.hours = p["hours_per_fte"] / 4e3
        self.has = self.hours * (1 - p["slack_kept"])
        self.growth = [(1 + p["demand_growth"]) ** (t / 4) for t in periods]
        self.pay_path = [(1 + p["real_pay_growth"]) ** (t // 4) for t in periods]
        rate = p["discount_rate"]
        self.now = [(1 + rate) ** (-(t + 0.5) / 4) for t in periods]
        self.end = (1 + rate) ** (-self.quarters / 4)
        self.years = (1 - (1 + rate) ** -p["terminal_years"]) / rate
        self.runs = [*self.now[:-1], self.now[-1] + 4 * self.end * self.years]
        self.pay = {role.code: role.pay / 1e6 for role in self.roles} | {DIRECTING: self._nearest("pay") / 1e6}
        leaving = {role.code: role.leaving for role in self.roles} | {DIRECTING: self._nearest("leaving")}
        people = sum(role.headcount for role in self.roles)
        usual = sum(role.leaving * role.headcount for role in self.roles) / people
        unlike = {code: 1 + p["quits_by_occupation"] * (rate / usual - 1) for code, rate in leaving.items()}
        self.stay = {code: (1 - p["quits_per_month"] * ratio) ** 3 for code, ratio in unlike.items()}
        self.families = list(dict.fromkeys(self.family(role) for role in self.roles))
        trial = known_activities()["family"]
        self.saving = {activity: p[f"saving_{trial[activity]}"] for activity in ACTIVITIES}
        self.in_use = self._in_use()
        steps = [self.installed(t) for t in range(40)]
        self.pace = max(late - early for early, late in itertools.pairwise([self.in_use, *steps]))

    def _in_use(self) -> float:
        """Share of reachable hours with AI today, found by trying: as many are assisted as the survey says."""
        if self.p["assisted_today"] == 0:
            self.in_use = 0.0
            return 0.0
        worked = sum(self.worked(role) for role in self.roles)
        low, high = 0.0, 0.95 * self.p["adoption_ceiling"]
        for _ in range(100):
            self.in_use = (low + high) / 2
            every = sum(sum(self.reached(role, activity)) for role in self.roles for activity in ACTIVITIES)
            low, high = (self.in_use, high) if self.in_use * every < self.p["assisted_today"] * worked else (low, self.in_use)
        return high

    def installed(self, t: int) -> float:
        """Share of reachable hours with a system at the end of a quarter; use of today before the first."""
        if self.in_use == 0:
            score = (t + 1 - self.p["adoption_midpoint"]) / self.p["adoption_width"]
            return self.p["adoption_ceiling"] / (1 + math.exp(-score))
        before = self.p["adoption_ceiling"] / self.in_use - 1
        return self.p["adoption_ceiling"] / (1 + before * math.exp(-(t + 1) / self.p["adoption_width"]))

    def family(self, role: Role) -> str:
        return role.family or role.code[:2] + "-0000"

    def _nearest(self, figure: str) -> float:
        """The mean of those who work in computer occupations, else of job zone 4, else of all."""
        for chosen in (lambda r: r.code[:2] == "15", lambda r: r.zone >= 4, lambda r: True):
            some = [role for role in self.roles if chosen(role) and role.headcount > 0]
            if some:
                return sum(getattr(r, figure) * r.headcount for r in some) / sum(r.headcount for r in some)
        raise AssertionError

    def worked(self, role: Role) -> float:
        """Thousand hours a quarter that people work at the start, with the AI of today."""
        return (role.headcount * (1 - self.p["slack_at_start"]) + role.contractors) * self.hours

    def work(self, role: Role, activity: str) -> float:
        """Thousand hours a quarter at the start that people alone would need."""
        saved = sum(
            self.p["capture_augmented"] * self.saving[one] * share * reach
            for one, share, reach in zip(ACTIVITIES, role.content, role.augmentable, strict=True)
        )
        return self.worked(role) / (1 - self.in_use * saved) * role.content[ACTIVITIES.index(activity)]

    def reached(self, role: Role, activity: str) -> tuple[float, float]:
        """Thousand hours that can be automated, and that can only be augmented."""
        place, hours = ACTIVITIES.index(activity), self.work(role, activity)
        both = min(role.augmentable[place], role.automatable[place])
        return hours * both, hours * (role.augmentable[place] - both)

    def members(self, family: str) -> list[Role]:
        return [role for role in self.roles if self.family(role) == family]

    def good(self, family: str, activity: str, t: int) -> float:
        """Chance that an automated hour's result is good, of the family's work in the activity."""
        p, place = self.p, ACTIVITIES.index(activity)
        weights = [(role, self.reached(role, activity)[0]) for role in self.members(family)]
        total = sum(hours for _, hours in weights)
        hard = long = 0.0
        for role, hours in weights:
            if hours > 0:
                # Both labellers of tiny firms say that a model alone does half of what can be automated.
                alone = min(0.5 * role.automatable[place] * self.work(role, activity) / hours, 1.0)
                hard += hours / total * p["tooling_difficulty"] * (1 - alone)
                long += hours / total * min(max(p["long_project_share_by_zone"] * (role.zone - 2), 0.0), 1.0)
        up = p["capability_slope"] * t * 365.25 / 4 / p["doubling_days"] - hard
        ceiling = p["capability_ceiling"]

        def chance(anchor: float) -> float:
            return ceiling / (1 + math.exp(-(math.log(anchor / (ceiling - anchor)) + up)))

        return (1 - long) * chance(p["good_deliverable"]) + long * chance(p["good_project"])
