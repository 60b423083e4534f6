"""Systems that cost something, and the whole plan, against a linear programme written plainly."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.firm.firms import (
    CLERKS,
    EVERY_MOVE,
    FAMILY,
    PINNED,
    ROLES,
    Role,
    inputs_of,
    make_options,
    random_roles,
    setting_with,
    solved,
)
from tests.firm.plain_firm import Firm
from tests.firm.plain_programme import Plain, least_cost
from tests.golden_pages import Goldens

from reallocate.firm.alternatives.limits import limits_of, shadow_price
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
from reallocate.firm.model.system_costs import hours_to_cover
from reallocate.firm.plan.systems import systems_by_activity, systems_sentences
from reallocate.kernel.parameters import Parameters

ONE = (Role(CLERKS.code, 100.0, 180_000.0, 2.0, (1.0, 0.0, 0.0, 0.0), (0.9, 0.0, 0.0, 0.0), (0.9, 0.0, 0.0, 0.0)),)
OUTSIDE = tuple(replace(role, contractors=share * role.headcount) for role, share in zip(ROLES, (0.0, 0.1, 0.0), strict=True))
UNLIKE = tuple(replace(role, leaving=rate) for role, rate in zip(ROLES, (0.16, 0.06, 0.09), strict=True))
ROLES_OF = {"three": ROLES, "one": ONE, "from outside": OUTSIDE, "unlike": UNLIKE, "a family": FAMILY, "drawn": tuple(random_roles(1))}
CASES: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("least_cost.toml").read_text(encoding="utf-8"))


def both(name: str) -> tuple[Outcome, float, str]:
    case, asked = CASES[name], CASES[name]["asked"]
    roles, quarters = ROLES_OF[case["roles"]], case["quarters"]
    own = {"smallest_system": 0.0, **case["assumed"]}
    moves = EVERY_MOVE if asked.get("redeployment", True) else ()
    if name.startswith("review shared"):
        moves = tuple((one.code, two.code) for one in roles for two in roles if one != two)
    else:
        moves = tuple(pair for pair in moves if set(pair) <= {role.code for role in roles})
    found = solved(make_options(quarters, **asked, **own), roles, moves).outcome
    firm = Firm(
        roles=roles,
        moves=moves,
        p=Parameters({**PINNED, **own}),
        quarters=quarters,
        layoffs=True,
        redeployment=asked.get("redeployment", True),
        rent=asked.get("rent", True),
        own=asked.get("own", True),
        voluntary=asked.get("voluntary", False),
        dropping=asked.get("dropping", False),
        megawatts=asked.get("megawatts"),
        exits=asked["exits"]["count"] if "exits" in asked else 0.0,
        shared_review=asked.get("review_by") == "qualified",
    )
    return found, least_cost(firm), case["used"]


@pytest.mark.parametrize("name", CASES)
def test_the_least_cost_is_that_of_the_plain_programme(name: str) -> None:
    found, least, used = both(name)
    assert getattr(found, used).sum() > 0.05, "the case says nothing"
    assert found.objective == pytest.approx(least, rel=1e-6)


FEW_CLERKS = Role("43-9061", 90.0, 60_000.0, 2.0, (0.7, 0.0, 0.0, 0.3), (0.8, 0.0, 0.0, 0.6), (0.6, 0.0, 0.0, 0.3))
AGENTS = Role("41-3021", 12.0, 90_000.0, 2.0, (0.4, 0.0, 0.0, 0.6), (0.7, 0.0, 0.0, 0.5), (0.5, 0.0, 0.0, 0.2))
TYPISTS = replace(FEW_CLERKS, code="43-9022", headcount=30.0, pay=45_000.0, content=(0.9, 0.0, 0.0, 0.1))
NUMBERS = {"adoption_midpoint": 2.0, "adoption_width": 0.7, "smallest_system": 0.0, "system_upkeep": 0.3}


def options(quarters: int, cost: float, **given: float) -> Options:
    return make_options(
        quarters, layoffs=False, redeployment=False, rent=False, own=False, system_cost=cost, **NUMBERS, **given
    )


def test_systems_that_are_decided_are_put_up(golden: Goldens) -> None:
    roles = (FEW_CLERKS, AGENTS)
    inputs = inputs_of(options(3, 90_000.0), roles, ())
    families = inputs.cells.systems["family"].to_numpy()
    choice = (families == families[0]).astype(float)
    found = solve(inputs, systems=choice).outcome
    numbers = Parameters({**PINNED, **NUMBERS, "system_cost": 90_000.0})
    plain = Plain(Firm(roles, (), numbers, 3, redeployment=False, rent=False, own=False), None)
    for family, activity in plain.systems:
        plain.lp.equal([(1.0, plain.lp.at("built", family, activity))], float(family == families[0]))
    assert 0 < choice.sum() < len(choice) and found.systems.tolist() == choice.tolist()
    assert found.objective == pytest.approx(plain.lp.least()[0], rel=1e-8)
    nothing = replace(found, systems=np.zeros_like(choice), gap=0.0)
    told = [found, replace(found, systems=np.ones_like(choice), gap=0.0002), nothing]
    golden("firm/systems", "\n".join([*(line for one in told for line in systems_sentences(one)), systems_by_activity(found).to_csv()]))


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


@pytest.mark.parametrize("name", [
    "tokens_per_augmented_hour", "tokens_per_automated_hour", "software_per_augmented_hour",
    "software_per_automated_hour", "directing_hours", "review_hours", "system_cost",
])  # fmt: skip
def test_what_is_dearer_takes_more_hours_to_cover(name: str) -> None:
    """No system covers its cost with fewer hours, and some need more; twice the cost of a system twice as many."""
    usual = make_options(8, smallest_system=0.0, system_cost=300_000.0)
    dearer = make_options(8, smallest_system=0.0, **{"system_cost": 300_000.0, name: 2.0 * usual.parameters[name]})
    least, more = (hours_to_cover(inputs_of(each, random_roles(1), ())) for each in (usual, dearer))
    change = more / least
    assert np.nanmin(change) >= 1 - 1e-12 and np.nanmax(change) > 1.001
    assert name != "system_cost" or change == pytest.approx(2.0, nan_ok=True)


def test_one_more_is_confirmed_by_choosing_systems_anew() -> None:
    asked = options(3, 20_000.0, quits_per_month=0.011)
    setting = setting_with(asked, (FEW_CLERKS, AGENTS, TYPISTS), ())
    now = solve(setting.inputs(asked), choose=False)
    base = setting.baseline()
    limit = next(one for one in limits_of(asked) if "reachable work" in one.name)
    worth = shadow_price(setting, asked, limit, base, now)
    for by, change in ((1.0, worth.up), (-1.0, worth.down)):
        again = solve(setting.inputs(limit.shifted(asked, by), base), choose=False).outcome
        assert change == pytest.approx(again.objective - now.outcome.objective, abs=1e-7)
    assert worth.decides
