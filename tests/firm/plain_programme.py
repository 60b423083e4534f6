"""The plan of a tiny firm as a linear programme of its own: columns, rows and costs from numbers alone.

Written from the statement of the model (P1–P9, P11, P12, P14, P15 and the objective), with nothing of
`reallocate.firm`. Each role's review is assigned to people by name instead of by nested pools, compute routes and
modes are columns, and scipy's HiGHS solves it. Left out: the pause after layoffs, promises (P10), GPUs for products
(P13), limits on cash and on unfixed errors, forced exits pro rata, and firms with a smallest system.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

from tests.firm.firms import ACTIVITIES, MANAGING, TELLING, Role
from tests.firm.plain_firm import DIRECTING, Columns, Firm, Sum

UP = (
    *(1 - 0.01 * step for step in range(31)), 0.68, 0.65, 0.62, 0.58, 0.54, 0.5, 0.45, 0.4, 0.35, 0.3, 0.2, 0.1,
)
DOWN = (1.0, 1.01, 1.02, 1.04, 1.07, 1.1, 1.2, 1.4, 2.0, 5.0, math.inf)
DROPPED = ((0.05, "drop_price"), (0.10, "drop_price_steep"), (0.85, "drop_price_last"))
QUARTER_HOURS = 8760 / 4


class Plain:
    """The programme of a firm; `layoffs_from` is the first quarter in which anybody may be laid off."""

    def __init__(self, firm: Firm, layoffs_from: int | None) -> None:
        self.firm, self.lp, self.from_ = firm, Columns(), layoffs_from
        self.codes = [role.code for role in firm.roles]
        self.systems = [
            (family, activity)
            for family in firm.families
            for activity in ACTIVITIES
            if sum(sum(firm.reached(role, activity)) for role in firm.members(family)) > 1e-6
        ]
        for t in range(firm.quarters):
            self._people(t)
            self._size(t)
            self._added(t)
            for family, activity in self.systems:
                self._reach(family, activity, t)
            for family in firm.families:
                self._pace(family, t)
            self._hours(t)
            self._compute(t)
        self._over_time()

    def rise(self, systems: Iterable[tuple[str, str]], t: int) -> tuple[Sum, float]:
        """Hours with AI less those of the quarter before, and those of today, which are there before the first."""
        every = [(*system, part) for system in systems for part in ("either", "other")]
        now = [(1.0, self.lp.at("ai", *one, t)) for one in every]
        if t:
            return now + [(-1.0, self.lp.at("ai", *one, t - 1)) for one in every], 0.0
        reach = sum(sum(self.firm.reached(r, a)) for f, a in systems for r in self.firm.members(f))
        return now, self.firm.in_use * reach

    def pairs(self, code: str, end: int, t: int) -> Sum:
        return [(1.0, self.lp.at("move", *pair, t)) for pair in self.firm.moves if pair[end] == code]

    def _people(self, t: int) -> None:
        lp, firm, p = self.lp, self.firm, self.firm.p
        path, now = firm.pay_path[t], firm.now[t]
        may_direct = [role.code for role in firm.roles if role.zone >= 4 and firm.redeployment]
        learning = p["hire_cost"] / 1e6, 0.5 * p["ramp_up_months"] / 12
        for code in [*self.codes, DIRECTING]:
            role = next((role for role in firm.roles if role.code == code), None)
            pay, start = firm.pay[code], role.headcount if role else 0.0
            n, hired, gone, offer = (lp.at(what, code, t) for what in ("n", "hired", "laid off", "offer"))
            lp.cost[n] = path * pay / 4 * firm.runs[t]
            lp.cost[hired] = path * now * (learning[0] + learning[1] * pay)
            lp.cost[gone] = path * now * pay * (p["severance_share"] + p["notice_days"] / 365.25)
            lp.cost[offer] = path * now * pay * p["voluntary_pay"]
            open_ = self.from_ is not None and t >= self.from_ and role is not None
            lp.upper[gone] = math.inf if open_ else 0.0
            lp.upper[offer] = math.inf if firm.voluntary else 0.0
            to_direct = [(1.0, lp.at("to directing", code, t))] if code in may_direct else []
            away = [*self.pairs(code, 0, t), *to_direct]
            out = [(1.0, gone), (1.0, offer), *away]
            come = [(1.0, hired), *self.pairs(code, 1, t)]
            if role is None:
                come += [(1.0, lp.at("to directing", one, t)) for one in may_direct]
            before = [(1.0, lp.at("n", code, t - 1))] if t else []
            stay = [(-firm.stay[code] * factor, column) for factor, column in before]
            began = 0.0 if t else firm.stay[code] * start
            lp.equal([(1.0, n), *stay, *((-a, b) for a, b in come), *out], began)
            lp.most([*out, *stay], began)
            lp.most(
                [*away, *((-p["moves_per_quarter"] * a, b) for a, b in before)],
                0.0 if t else p["moves_per_quarter"] * start,
            )
            for _, column in to_direct:
                ramp_up = p["move_ramp_up_share"] * learning[1] * firm.pay[DIRECTING]
                lp.cost[column] = path * now * (p["directing_training_weeks"] / 52 * pay + ramp_up)
            if role is not None and role.contractors:
                outside = lp.at("outside", code, t)
                lp.cost[outside] = path * p["contractor_rate"] * pay / 4 * firm.runs[t]
                lp.most(
                    [(1.0, outside), *([(-1.0, lp.at("outside", code, t - 1))] if t else [])],
                    0.0 if t else role.contractors,
                )
        weeks, course, ramp = firm.move_terms
        for one, other in firm.moves:
            learn = weeks / 52 * firm.pay[one] + course / 1e6 + 0.5 * ramp / 52 * firm.pay[other]
            lp.cost[lp.at("move", one, other, t)] = path * now * learn

    def outside(self, code: str, t: int) -> Sum:
        return [
            (1.0, self.lp.at("outside", role.code, t))
            for role in self.firm.roles
            if role.code == code and role.contractors
        ]

    def _size(self, t: int) -> None:
        """Coordinating work follows people by η, else the work."""
        lp, firm, eta = self.lp, self.firm, self.firm.p["coordination_elasticity"]
        people = [
            term for code in self.codes for term in [(1.0, lp.at("n", code, t)), *self.outside(code, t)]
        ]
        start = sum(role.headcount + role.contractors for role in firm.roles)
        follows = [(-eta / start * a, b) for a, b in [*people, (1.0, lp.at("n", DIRECTING, t))]]
        lp.equal([(1.0, lp.at("size", t)), *follows], (1 - eta) * firm.growth[t])

    def _added(self, t: int) -> None:
        """Own work of each family comes and goes in bands, each worth less than the one before."""
        lp, firm, response = self.lp, self.firm, self.firm.p["work_elasticity"]
        self.added: dict[str, Sum] = {family: [] for family in firm.families}
        if response <= 0:
            return
        for family in firm.families:
            cost = self.marginal_cost(family, t)
            for name, sign, ends in (("more", 1.0, UP), ("less", -1.0, DOWN)):
                for one, other in itertools.pairwise(ends):
                    band = lp.at(name, family, one, t)
                    amounts = [min(end**-response, 3.0) for end in (one, other)]
                    lp.upper[band] = abs(amounts[1] - amounts[0]) if name == "more" or firm.dropping else 0.0
                    lp.cost[band] = -sign * cost * min(math.sqrt(one * other), 5.0)
                    self.added[family].append((sign, band))

    def marginal_cost(self, family: str, t: int) -> float:
        """What a family's own work costs at the margin without further AI, in present value [USD million]."""
        firm, p = self.firm, self.firm.p

        def position(role: Role) -> float:
            hire = p["hire_cost"] / 1e6 + 0.5 * p["ramp_up_months"] / 12 * role.pay / 1e6
            paid = [hire * firm.pay_path[q] * firm.now[q] for q in range(firm.quarters)] + [0.0]
            return role.pay / 4e6 * firm.pay_path[t] * firm.runs[t] + paid[t] - firm.stay[role.code] * paid[t + 1]

        def with_ai(role: Role, some: Iterable[str]) -> tuple[float, float]:
            """Hours with AI today in some activities, and what they spare people."""
            hours = {a: firm.in_use * sum(firm.reached(role, a)) for a in some if (firm.family(role), a) in self.systems}
            return sum(hours.values()), sum(p["capture_augmented"] * firm.saving[a] * h for a, h in hours.items())

        each = p["tokens_per_second"] * p["utilisation"] * 3600 / 1e6
        token = min(p["api_price"] * (1 + p["api_price_growth"]) ** (t / 4), p["rent_price"] * (1 + p["rent_price_growth"]) ** (t / 4) / each)
        if firm.own and t >= round(p["gpu_lead_time"]):
            kept = p["gpu_power"] / 1e3 * p["power_price"] + p["gpu_capex"] * p["gpu_upkeep"] / 8760
            token = min(token, (self.capital_charge() * 1e6 / QUARTER_HOURS + kept) / each)
        hour = (p["tokens_per_augmented_hour"] * token + p["software_per_augmented_hour"]) / 1e3 * firm.runs[t]
        eta = p["coordination_elasticity"] / sum(role.headcount + role.contractors for role in firm.roles)
        told = {role.code: with_ai(role, [TELLING]) for role in firm.roles}
        done = {role.code: firm.work(role, TELLING) - told[role.code][1] for role in firm.roles}
        brought = sum(done[r.code] * position(r) / firm.has + told[r.code][0] * hour for r in firm.roles)
        brought /= 1 - eta * sum(done.values()) / firm.has
        total = 0.0
        for role in firm.members(family):
            others = [a for a in ACTIVITIES if a != TELLING]
            used, spared = with_ai(role, others)
            people = sum(firm.work(role, a) for a in others) - spared
            total += people * (position(role) + eta * brought) / firm.has + used * hour
        return total * firm.growth[t]

    def _reach(self, family: str, activity: str, t: int) -> None:
        lp, firm, p = self.lp, self.firm, self.firm.p
        reached = [firm.reached(role, activity) for role in firm.members(family)]
        whole = tuple(sum(part) for part in zip(*reached, strict=True))
        columns = [lp.at("ai", family, activity, part, t) for part in ("either", "other")]
        for column, hours in zip(columns, whole, strict=True):
            if activity == TELLING and p["coordination_elasticity"] > 0:
                lp.most([(1.0, column), (-hours * firm.installed(t), lp.at("size", t))])
            else:
                most = hours * firm.installed(t) * firm.growth[t]
                lp.most([(1.0, column), *((-most * a, b) for a, b in self.added[family])], most)
        lp.most([(1.0, lp.at("auto", family, activity, t)), (-1.0, columns[0])])
        rise, today = self.rise([(family, activity)], t)
        grown = [] if activity == TELLING else self.added[family]
        lp.most([*rise, *((-sum(whole) * firm.pace * a, b) for a, b in grown)], sum(whole) * firm.pace + today)
        if p["system_cost"]:
            built = lp.at("built", family, activity)
            lp.whole[built], lp.upper[built] = 1, 1.0
            each = p["system_cost"] / 1e6
            lp.cost[built] = each * (firm.now[0] + p["system_upkeep"] / 4 * sum(firm.runs))
            today = firm.in_use * firm.growth[t]
            made_for = min(firm.installed(t) * firm.growth[t], firm.in_use + firm.pace * (t + 1)) - today
            most = sum(whole) * max(made_for, 0.0) * (3.0 if p["work_elasticity"] > 0 else 1.0)
            lp.most([*((1.0, column) for column in columns), (-most, built)], sum(whole) * today)

    def _pace(self, family: str, t: int) -> None:
        lp, firm, p = self.lp, self.firm, self.firm.p
        systems = [system for system in self.systems if system[0] == family]
        members = firm.members(family)
        pay = sum(r.pay * r.headcount for r in members) / sum(r.headcount for r in members) / 1e6
        calm, hasty = lp.at("calm", family, t), lp.at("hasty", family, t)
        rise, today = self.rise(systems, t)
        lp.most([*rise, (-1.0, calm), (-1.0, hasty)], today)
        lp.most(
            [(1.0, calm)], firm.pace / 2 * sum(sum(firm.reached(r, a)) for _, a in systems for r in members)
        )
        cost = p["change_cost"] * pay / firm.hours * firm.pay_path[t] * firm.now[t]
        lp.cost[calm], lp.cost[hasty] = cost, cost * p["change_cost_steepness"]

    def shares(self, role: Role) -> list[tuple[str, str, tuple[float, float]]]:
        """Of each system of the role's family, the role's shares of both parts."""
        firm, found = self.firm, []
        for family, activity in self.systems:
            if family == firm.family(role):
                every = [firm.reached(one, activity) for one in firm.members(family)]
                whole = [sum(part) for part in zip(*every, strict=True)]
                own = firm.reached(role, activity)
                found.append(
                    (family, activity, tuple(a / b if b else 0.0 for a, b in zip(own, whole, strict=True)))
                )
        return found  # type: ignore[return-value]

    def worth(self, role: Role) -> float:
        """What an hour of a role's work costs, with the coordination that its people bring [USD million/thousand]."""
        firm, eta = self.firm, self.firm.p["coordination_elasticity"]
        hourly = {one.code: firm.pay[one.code] / 4 / firm.has for one in firm.roles}
        told = {one.code: firm.work(one, TELLING) for one in firm.roles}
        every = sum(firm.work(one, activity) for one in firm.roles for activity in ACTIVITIES)
        people = sum(one.headcount + one.contractors for one in firm.roles)
        brought = eta * sum(told[code] * hourly[code] for code in told) / people / firm.has
        return hourly[role.code] + brought / (1 - eta * sum(told.values()) / every)

    def _hours(self, t: int) -> None:
        """P1, P6, P9, P15: people's hours by role, what is left undone, who reviews and directs, who may move."""
        lp, firm, p = self.lp, self.firm, self.firm.p
        directs: Sum = [(-1.0, lp.at("directs", DIRECTING, t))]
        lp.most([(1.0, lp.at("directs", DIRECTING, t)), (-firm.has, lp.at("n", DIRECTING, t))])
        for role in firm.roles:
            fixed = sum(firm.work(role, a) for a in ACTIVITIES if a != TELLING) * firm.growth[t]
            told = firm.work(role, TELLING)
            dropped = [(1.0, lp.at("dropped", role.code, name, t)) for _, name in DROPPED]
            for (width, name), (_, column) in zip(DROPPED, dropped, strict=True):
                lp.upper[column] = width * (fixed + told * firm.growth[t]) if firm.dropping else 0.0
                lp.cost[column] = p[name] * self.worth(role) * firm.pay_path[t] * firm.runs[t]
            with_ai, relief = self._relief(role, t)
            added = [(fixed * factor, column) for factor, column in self.added[firm.family(role)]]
            lp.most([*dropped, *with_ai, (-told, lp.at("size", t)), *((-a, b) for a, b in added)], fixed)
            direct = lp.at("directs", role.code, t)
            directs.append((-1.0, direct))
            if role.zone >= 4 and role.content[ACTIVITIES.index(MANAGING)] >= p["directing_role_from"]:
                lp.most([(1.0, direct), (-firm.has * p["directing_by_existing"], lp.at("n", role.code, t))])
            else:
                lp.upper[direct] = 0.0
            less = [(-factor, column) for factor, column in [*dropped, *relief]]
            have = [
                (-firm.has, lp.at("n", role.code, t)),
                *((-firm.has * a, b) for a, b in self.outside(role.code, t)),
            ]
            lp.most([(told, lp.at("size", t)), *less, *added, (1.0, direct), *have], -fixed)
            if firm.moves:
                moved, before = (
                    lp.at("moved", role.code, t),
                    [(-firm.stay[role.code], lp.at("moved", role.code, t - 1))] if t else [],
                )
                lp.equal([(1.0, moved), *before, *((-a, b) for a, b in self.pairs(role.code, 0, t))])
                freed_today = sum(firm.work(role, a) for a in ACTIVITIES) - firm.worked(role)
                asked = fixed + (told - freed_today) * firm.growth[t]
                new = 1 - firm.in_use / firm.installed(t)
                lately = [*((-new * factor, column) for factor, column in relief), *((-a, b) for a, b in dropped)]
                lp.most([(firm.has, moved), *lately], max(firm.has * role.headcount - asked, 0.0))
        auto = [(p["directing_hours"], lp.at("auto", *system, t)) for system in self.systems]
        lp.most([*auto, *directs])

    def _relief(self, role: Role, t: int) -> tuple[Sum, Sum]:
        """A role's hours with AI, and what they take off its people, review by its people taken away."""
        lp, firm, p = self.lp, self.firm, self.firm.p
        with_ai: Sum = []
        relief: Sum = []
        checked: Sum = []
        for family, activity, (both, rest) in self.shares(role):
            columns = [
                (both, lp.at("ai", family, activity, "either", t)),
                (rest, lp.at("ai", family, activity, "other", t)),
            ]
            with_ai += columns
            auto, good = lp.at("auto", family, activity, t), firm.good(family, activity, t) if both else 0.0
            saved = firm.saving[activity]
            relief += [(p["capture_augmented"] * saved * share, column) for share, column in columns]
            freed = p["capture_automated"] * (1 - p["redo_share"] * (1 - good))
            relief.append(((freed - p["capture_augmented"] * saved) * both, auto))
            checked.append((p["review_hours"] * both, auto))
            unseen = (1 - p["redo_share"]) * (1 - good) * both * p["unfixed_error_cost"]
            lp.cost[auto] += unseen * firm.pay[role.code] / 4 / firm.has * firm.pay_path[t] * firm.runs[t]
        if not firm.shared_review:
            return with_ai, [*relief, *((-a, b) for a, b in checked)]
        able = [one for one in firm.roles if firm.family(one) == firm.family(role)]
        given = [(-1.0, lp.at("checks", role.code, one.code, t)) for one in able if one.zone >= role.zone]
        lp.most([*checked, *given])
        done = [(-1.0, lp.at("checks", one.code, role.code, t)) for one in able if role.zone >= one.zone]
        return with_ai, [*relief, *done]

    def _compute(self, t: int) -> None:
        """P11, P12: tokens by API, rent and own GPUs, which come late, wear out and take power."""
        lp, firm, p = self.lp, self.firm, self.firm.p
        each = p["tokens_per_second"] * p["utilisation"] * 3600 / 1e9 * QUARTER_HOURS
        augmented, automated = p["tokens_per_augmented_hour"], p["tokens_per_automated_hour"]
        tokens = [(augmented, column) for _, column in self._ai(t)]
        tokens += [(automated - augmented, lp.at("auto", *system, t)) for system in self.systems]
        beside, alone = p["software_per_augmented_hour"], p["software_per_automated_hour"]
        for _, column in self._ai(t):
            lp.cost[column] += beside / 1e3 * firm.runs[t]
        for system in self.systems:
            lp.cost[lp.at("auto", *system, t)] += (alone - beside) / 1e3 * firm.runs[t]
        api, rented, own, ordered = (lp.at(name, t) for name in ("api", "rented", "own", "ordered"))
        lp.most([*tokens, (-1.0, api), (-each, rented), (-each, own)])
        lp.cost[api] = p["api_price"] * (1 + p["api_price_growth"]) ** (t / 4) / 1e3 * firm.runs[t]
        rent = p["rent_price"] * (1 + p["rent_price_growth"]) ** (t / 4)
        lp.cost[rented] = rent * QUARTER_HOURS / 1e6 * firm.runs[t]
        kept = p["gpu_power"] / 1e3 * p["power_price"] * QUARTER_HOURS + p["gpu_capex"] * p["gpu_upkeep"] / 4
        lp.cost[own] += kept / 1e6 * firm.runs[t]
        late, life = round(p["gpu_lead_time"]), max(round(4 * p["gpu_life"]), 1)
        begun = [(-1.0, lp.at("own", t - 1))] if t else []
        come = [(-1.0, lp.at("ordered", t - late))] if t >= late else []
        gone = [(1.0, lp.at("ordered", t - late - life))] if t >= late + life else []
        lp.equal([(1.0, own), *begun, *come, *gone])
        lp.upper[ordered] = math.inf if firm.own and t + late < firm.quarters else 0.0
        lp.upper[rented] = math.inf if firm.rent else 0.0
        charge = self.capital_charge()
        later = [u for u in range(t + late, t + late + life) if u >= firm.quarters]
        left = charge * sum((1 + p["discount_rate"]) ** (-(u + 0.5) / 4) for u in later)
        lp.cost[ordered] += p["gpu_capex"] / 1e6 * firm.now[t] - left
        if t == firm.quarters - 1:
            lp.cost[own] += firm.end * 4 * firm.years * charge
        if firm.megawatts is not None:
            lp.upper[own] = firm.megawatts / (p["gpu_power"] / 1e3)

    def capital_charge(self) -> float:
        """What the capital of a GPU costs in a quarter of use, so that all of them repay its price [USD million]."""
        p = self.firm.p
        late, life = round(p["gpu_lead_time"]), max(round(4 * p["gpu_life"]), 1)
        return p["gpu_capex"] / 1e6 / sum((1 + p["discount_rate"]) ** (-u / 4) for u in range(late, late + life))

    def _ai(self, t: int) -> Sum:
        parts = ("either", "other")
        return [(1.0, self.lp.at("ai", *system, part, t)) for system in self.systems for part in parts]

    def _over_time(self) -> None:
        """P8, and a cut whose positions stay closed, in roles that the plan chooses."""
        lp, firm = self.lp, self.firm
        for role in firm.roles:
            taken = [(1.0, lp.at("offer", role.code, t)) for t in range(firm.quarters)]
            lp.most(taken, firm.p["voluntary_take_up"] * role.headcount)
        if firm.exits:
            lp.most([(-1.0, lp.at("laid off", role.code, 0)) for role in firm.roles], -firm.exits)
            left = sum(role.headcount for role in firm.roles) - firm.exits
            for t in range(firm.quarters):
                lp.most([(1.0, lp.at("n", code, t)) for code in (*self.codes, DIRECTING)], left)


def least_cost(firm: Firm) -> float:
    """The least net present cost [USD million]: without layoffs, or with the first of them in the best quarter.

    The first layoffs bring further quits once, whose replacement is paid for in their quarter.
    """
    people = sum(role.headcount for role in firm.roles)
    learning = 0.5 * firm.p["ramp_up_months"] / 12
    hire = sum(r.headcount * (firm.p["hire_cost"] + learning * r.pay) for r in firm.roles) / people / 1e6
    induced = firm.p["induced_quits"] * people * hire

    def beginning(quarter: int) -> float:
        return Plain(firm, quarter).lp.least()[0] + induced * firm.pay_path[quarter] * firm.now[quarter]

    if firm.exits:
        return beginning(0)
    none = Plain(firm, None).lp.least()[0]
    return min([none, *(beginning(quarter) for quarter in range(firm.quarters))]) if firm.layoffs else none
