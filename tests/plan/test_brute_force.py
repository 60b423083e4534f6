"""A tiny firm's best plan beside every plan on a grid, costed by plain arithmetic that shares no code."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pytest
from tests.plan.firms import CLERKS, PINNED, Role, make_options, plan

from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome

PEOPLE, PAY, REACHED, PERIODS = 100.0, 180_000.0, 0.9, 3
FIRM = Role(CLERKS.code, PEOPLE, PAY, 2.0, (1.0, 0.0, 0.0, 0.0), (REACHED, 0.0, 0.0, 0.0), (REACHED, 0.0, 0.0, 0.0))
HOURS = 0.45
"""A position's thousand hours a quarter."""
STEPS = 4


@dataclass(frozen=True)
class Choice:
    """Hours with AI and automated, and people doing the work and directing, by quarter."""

    with_ai: tuple[float, ...]
    automated: tuple[float, ...]
    people: tuple[float, ...]
    directing: tuple[float, ...]


@dataclass
class Arithmetic:
    """The costs of a choice for `FIRM`, from the numbers alone."""

    own: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        p = self.p = {**PINNED, **self.own}
        installed = [
            p["adoption_ceiling"] / (1 + math.exp(-(t - p["adoption_midpoint"]) / p["adoption_width"]))
            for t in range(1, 41)
        ]
        # The steepest step of the whole curve, of which a short plan sees only the beginning.
        steps = [late - early for early, late in itertools.pairwise([0.0, *installed])]
        self.rollout = installed[:PERIODS]
        self.work = PEOPLE * HOURS
        self.most = [self.work * REACHED * share for share in self.rollout]
        self.pace = self.work * REACHED * max(steps)
        self.stay = (1 - p["quits_per_month"]) ** 3
        # Half of the automatable hours need no tooling, so half of its difficulty counts.
        start = math.log(p["good_deliverable"] / (p["capability_ceiling"] - p["good_deliverable"]))
        growth = p["capability_slope"] * 365.25 / 4 / p["doubling_days"]
        self.good = [
            p["capability_ceiling"] / (1 + math.exp(-(start + growth * t - p["tooling_difficulty"] / 2)))
            for t in range(PERIODS)
        ]

    def needed(self, with_ai: float, automated: float, t: int) -> float:
        """People for the work that is left."""
        p = self.p
        freed = p["saving_analysis"] * (with_ai - automated) + self.good[t] * automated
        return (self.work - p["capture"] * freed + p["review_hours"] * automated) / HOURS

    def flows(self, choice: Choice, t: int) -> tuple[float, float, float]:
        """Hires, layoffs, and hires of people who direct, in a quarter."""
        before = self.stay * (choice.people[t - 1] if t else PEOPLE)
        directing = self.stay * (choice.directing[t - 1] if t else 0.0)
        change = choice.people[t] - before
        return max(change, 0.0), max(-change, 0.0), choice.directing[t] - directing

    def is_possible(self, choice: Choice) -> bool:
        """Whether the choice keeps every rule."""
        laid_off, small = False, 1e-9
        for t in range(PERIODS):
            rise = choice.with_ai[t] - (choice.with_ai[t - 1] if t else 0.0)
            hires, layoffs, directing = self.flows(choice, t)
            laid_off = laid_off or layoffs > small
            kept = (
                rise <= self.pace + small
                and choice.with_ai[t] <= self.most[t] + small
                and choice.people[t] >= self.needed(choice.with_ai[t], choice.automated[t], t) - small
                and choice.directing[t] * HOURS >= self.p["directing_hours"] * choice.automated[t] - small
                and directing >= -small
                and not (laid_off and hires > small)
            )
            if not kept:
                return False
        return True

    def cost(self, choice: Choice) -> float:
        """Net present cost [USD million]."""
        p, pay = self.p, PAY / 1e6
        total, running, laid_off = 0.0, 0.0, False
        for t in range(PERIODS):
            hires, layoffs, directing = self.flows(choice, t)
            augmented = choice.with_ai[t] - choice.automated[t]
            tokens = augmented * p["tokens_per_augmented_hour"] + choice.automated[t] * p["tokens_per_automated_hour"]
            running = (choice.people[t] + choice.directing[t]) * pay / 4 + tokens * p["api_price"] / p["api_share"] / 1000
            rise = max(choice.with_ai[t] - (choice.with_ai[t - 1] if t else 0.0), 0.0)
            haste = max(rise - self.pace / 2, 0.0)
            change = p["change_cost"] * pay / HOURS * (rise - haste + p["change_cost_steepness"] * haste)
            hiring = (hires + directing) * (p["hire_cost"] / 1e6 + p["ramp_up_months"] / 24 * pay)
            leaving = layoffs * pay * (p["severance_share"] + p["notice_days"] / 365.25)
            if layoffs > 1e-6 and not laid_off:
                laid_off = True
                leaving += p["induced_quits"] * PEOPLE * (p["hire_cost"] / 1e6 + p["ramp_up_months"] / 24 * pay)
            total += (running + change + hiring + leaving) / 1.08 ** ((t + 0.5) / 4)
        years = sum(1.08**-year for year in range(1, 5))
        return total + running * 4 * years / 1.08 ** (PERIODS / 4)

    def grid(self) -> Iterator[Choice]:
        """Every plan on the grid: hours with AI, of these automated, and whether people are laid off or leave."""
        shares = [step / STEPS for step in range(STEPS + 1)]
        pairs = [(total, part) for total in shares for part in shares if part <= total]
        for chosen in itertools.product(pairs, repeat=PERIODS):
            with_ai = tuple(total * most for (total, _), most in zip(chosen, self.most, strict=True))
            automated = tuple(part * most for (_, part), most in zip(chosen, self.most, strict=True))
            for lays_off in (False, True):
                yield Choice(with_ai, automated, *self._people(with_ai, automated, lays_off))

    def neighbours(self, choice: Choice, by: float) -> Iterator[Choice]:
        """Plans whose hours with AI and automated differ by so many thousand hours, or not, in each quarter."""
        steps = (-by, 0.0, by)
        for moved in itertools.product(steps, repeat=2 * PERIODS):
            with_ai = tuple(max(hours + step, 0.0) for hours, step in zip(choice.with_ai, moved, strict=False))
            automated = tuple(
                min(max(hours + step, 0.0), total)
                for hours, step, total in zip(choice.automated, moved[PERIODS:], with_ai, strict=True)
            )
            for lays_off in (False, True):
                yield Choice(with_ai, automated, *self._people(with_ai, automated, lays_off))

    def _people(
        self, with_ai: Sequence[float], automated: Sequence[float], lays_off: bool
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        people, directing = [PEOPLE], [0.0]
        for t in range(PERIODS):
            needed = self.needed(with_ai[t], automated[t], t)
            people.append(needed if lays_off else max(needed, self.stay * people[-1]))
            directing.append(max(self.p["directing_hours"] * automated[t] / HOURS, self.stay * directing[-1]))
        return tuple(people[1:]), tuple(directing[1:])


def chosen_by(found: Outcome) -> Choice:
    """What the programme decided, in the terms of the arithmetic."""
    return Choice(
        tuple(found.with_ai.sum(axis=0)),
        tuple(found.automated.sum(axis=0)),
        tuple(found.headcount[0]),
        tuple(found.headcount[1]),
    )


def options(own: dict[str, float]) -> Options:
    return make_options(PERIODS, rent=False, own=False, redeployment=False, **own)


GROWS = {"demand_growth": 0.0, "real_pay_growth": 0.0}
FAST = {**GROWS, "adoption_midpoint": 2.0, "adoption_width": 0.7}
CASES = {
    "people quit": FAST,
    "nobody quits, layoffs pay": {**FAST, "quits_per_month": 0.0, "induced_quits": 0.005},
    "nobody quits, layoffs drive out too many": {**FAST, "quits_per_month": 0.0, "induced_quits": 0.9},
    "tokens are dear": {**FAST, "api_price": 12.0},
}


@cache
def best(name: str) -> Outcome:
    return plan(options(CASES[name]), [FIRM], ())


@pytest.mark.parametrize("name", CASES)
def test_the_plan_is_as_good_as_any_on_a_grid(name: str) -> None:
    arithmetic = Arithmetic(CASES[name])
    found = best(name)
    least = found.objective
    assert arithmetic.is_possible(chosen_by(found))
    assert arithmetic.cost(chosen_by(found)) == pytest.approx(least, rel=1e-9)
    grid = [arithmetic.cost(choice) for choice in arithmetic.grid() if arithmetic.is_possible(choice)]
    assert len(grid) > 1000
    assert least <= min(grid) + 1e-9
    assert min(grid) < least * 1.0025
    # The grid tells plans apart: its best is not its usual one.
    assert np.median(grid) > 1.01 * min(grid)


@pytest.mark.parametrize("by", [0.5, 0.01])
@pytest.mark.parametrize("name", CASES)
def test_no_plan_close_by_is_better(name: str, by: float) -> None:
    arithmetic = Arithmetic(CASES[name])
    found = best(name)
    near = [
        arithmetic.cost(choice)
        for choice in arithmetic.neighbours(chosen_by(found), by)
        if arithmetic.is_possible(choice)
    ]
    assert len(near) > 20
    assert found.objective <= min(near) + 1e-9
    assert min(near) < found.objective * 1.01


def test_the_cases_differ() -> None:
    layoffs = {name: float(best(name).layoffs.sum()) for name in CASES}
    with_ai = {name: float(best(name).with_ai.sum()) for name in CASES}
    assert layoffs["people quit"] == 0
    assert with_ai["people quit"] > 1
    assert best("people quit").automated.sum() > 1
    assert layoffs["nobody quits, layoffs pay"] > 1
    assert layoffs["nobody quits, layoffs drive out too many"] == 0
    assert with_ai["tokens are dear"] < 0.1
