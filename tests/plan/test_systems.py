"""Systems that cost something: what is put up is the best of every choice, and what is asked after keeps it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.plan.firms import PINNED, Role, make_options, setting_with, solved
from tests.plan.plain_firm import Firm
from tests.plan.plain_programme import Plain
from tests.plan.plans import random_roles

from reallocate.firm.alternatives.limits import limits_of, shadow_price
from reallocate.firm.alternatives.model import NearOptimal
from reallocate.firm.model.labelled import Term
from reallocate.firm.model.options import Options
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.system_costs import hours_to_cover
from reallocate.firm.model.totals import statistics_table
from reallocate.kernel.parameters import Parameters

CLERKS = Role("43-9061", 90.0, 60_000.0, 2.0, (0.7, 0.0, 0.0, 0.3), (0.8, 0.0, 0.0, 0.6), (0.6, 0.0, 0.0, 0.3))
AGENTS = Role("41-3021", 12.0, 90_000.0, 2.0, (0.4, 0.0, 0.0, 0.6), (0.7, 0.0, 0.0, 0.5), (0.5, 0.0, 0.0, 0.2))
TYPISTS = replace(CLERKS, code="43-9022", headcount=30.0, pay=45_000.0, content=(0.9, 0.0, 0.0, 0.1))
FIRMS = {"two roles": (CLERKS, AGENTS), "three roles, two share systems": (CLERKS, AGENTS, TYPISTS)}
NUMBERS = {"adoption_midpoint": 2.0, "adoption_width": 0.7, "smallest_system": 0.0, "system_upkeep": 0.3}
COSTS = (0.0, 20_000.0, 90_000.0, 400_000.0)


def options(quarters: int, cost: float, **given: float) -> Options:
    return make_options(
        quarters, layoffs=False, redeployment=False, rent=False, own=False, system_cost=cost, **NUMBERS, **given
    )


@cache
def programme(firm: str, quarters: int, cost: float) -> Solved:
    return solved(options(quarters, cost), FIRMS[firm], ())


def written_plainly(firm: str, quarters: int, cost: float) -> Plain:
    """The same firm's programme, written from the statement alone."""
    numbers = Parameters({**PINNED, **NUMBERS, "system_cost": cost})
    return Plain(Firm(FIRMS[firm], (), numbers, quarters, redeployment=False, rent=False, own=False), None)


@pytest.mark.parametrize("quarters", [2, 3])
@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("firm", FIRMS)
def test_the_plan_is_the_best_of_every_choice_of_systems(firm: str, cost: float, quarters: int) -> None:
    found = programme(firm, quarters, cost).outcome
    plain = written_plainly(firm, quarters, cost)
    least, value = plain.lp.least()
    assert found.objective == pytest.approx(least, rel=1e-8)
    assert found.gap <= 1e-9
    if cost:
        assert found.systems.sum() == pytest.approx(sum(value("built", *system) for system in plain.systems))


def test_the_costs_tell_choices_apart() -> None:
    built = [programme("two roles", 3, cost).outcome.systems.sum() for cost in COSTS[1:]]
    assert built[0] > built[1] > 0
    assert built[2] == 0


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
    inputs = programme("two roles", 3, COSTS[2]).program.inputs
    families = inputs.cells.systems["family"].to_numpy()
    choice = (families == families[0]).astype(float)
    found = solve(inputs, systems=choice).outcome
    plain = written_plainly("two roles", 3, COSTS[2])
    for family, activity in plain.systems:
        plain.lp.equal([(1.0, plain.lp.at("built", family, activity))], float(family == families[0]))
    assert 0 < choice.sum() < len(choice) and found.systems.tolist() == choice.tolist()
    assert found.objective == pytest.approx(plain.lp.least()[0], rel=1e-8)


def test_the_cost_of_systems_is_part_of_the_sum() -> None:
    found = programme("three roles, two share systems", 3, COSTS[1]).outcome
    table = statistics_table(found)
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
    asked = options(3, COSTS[1], quits_per_month=0.011)
    setting = setting_with(asked, FIRMS["three roles, two share systems"], ())
    now = solve(setting.inputs(asked), choose=False)
    base = setting.baseline()
    limit = next(one for one in limits_of(asked) if "reachable work" in one.name)
    worth = shadow_price(setting, asked, limit, base, now)
    for by, change in ((1.0, worth.up), (-1.0, worth.down)):
        again = solve(setting.inputs(limit.shifted(asked, by), base), choose=False).outcome
        assert change == pytest.approx(again.objective - now.outcome.objective, abs=1e-7)
    assert worth.decides
