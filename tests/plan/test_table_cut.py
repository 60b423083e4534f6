"""A plan is of people and work: in how many rows a table says the same changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.plan.firms import (
    CLERKS,
    DEVELOPERS,
    EVERY_MOVE,
    MANAGERS,
    ROLES,
    Role,
    known_activities,
    make_firm,
    make_moves,
    make_options,
)
from tests.plan.plans import FAST

from reallocate.firm.model.inputs import make_inputs
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import totals
from reallocate.work.firm import Firm, Moves

PLACES = 10
IDLE = Role("11-1011", 0.0, 400_000.0, 5.0, (0.0, 1.0, 0.0, 0.0), (0.0, 0.9, 0.0, 0.0), (0.0, 0.5, 0.0, 0.0))
"""Chief executives of whom there are none; they would direct others most."""

ONE_FAMILY = tuple(replace(role, family="15-0000", contractors=0.05 * role.headcount) for role in ROLES)
FIRMS: dict[str, tuple[tuple[Role, ...], Options]] = {
    "layoffs, hires and moves": (
        ROLES,
        make_options(6, dropping=True, exits=Exits(60.0, pro_rata=False), demand_growth=0.08, **FAST),
    ),
    "layoffs, a pause, then hires": (
        ROLES,
        make_options(
            6, redeployment=False, capability="plateau", plateau_quarter=0.0, quits_per_month=0.0, induced_quits=0.0,
            demand_growth=0.15, hire_cost=500.0, ramp_up_months=0.0, severance_share=0.002, notice_days=0.0,
            directing_hours=0.0, change_cost=0.0, review_hours=0.1, capture_augmented=0.9, capture_automated=0.9, adoption_midpoint=0.0,
            adoption_width=0.3, rehire_pause=3.0,
        ),
    ),
    "systems at a cost, review shared, people from outside": (
        ONE_FAMILY,
        make_options(4, smallest_system=0.0, system_cost=150_000.0, review_by="qualified", **FAST),
    ),
}  # fmt: skip


def cut(firm: Firm, code: str = CLERKS.code, parts: int = PLACES) -> Firm:
    """One role in several rows, of unlike size."""
    weights = np.arange(1.0, parts + 1) / np.arange(1.0, parts + 1).sum()
    names = [f"{code}@{place}" for place in range(parts)]
    split = firm.roles.loc[[code] * parts].set_axis(pd.Index(names, name="role"))
    for column in ("headcount", "open_positions", "contractors"):
        split[column] = split[column].to_numpy(float) * weights
    roles = pd.concat([firm.roles.drop(index=code), split])
    origin = [code if name in names else name for name in roles.index]
    return taken(firm, roles, origin)


def taken(firm: Firm, roles: pd.DataFrame, origin: list[str]) -> Firm:
    labels = roles.index.to_numpy()

    def of(array: Any) -> Any:
        return array.sel(role=origin).assign_coords(role=labels)

    return Firm(roles, of(firm.content), of(firm.augmentable), of(firm.automatable), 0.0)


def shuffled(firm: Firm) -> Firm:
    order = np.random.default_rng(5).permutation(len(firm.roles))
    roles = firm.roles.iloc[order]
    return taken(firm, roles, list(roles.index))


CUTS: dict[str, Callable[[tuple[Role, ...]], Firm]] = {
    "as it is": lambda roles: make_firm(roles),
    "clerks at ten places": lambda roles: cut(make_firm(roles)),
    "developers at three": lambda roles: cut(make_firm(roles), DEVELOPERS.code, 3),
    "a role without people": lambda roles: make_firm((*roles, IDLE)),
    "in another order": lambda roles: shuffled(make_firm(roles)),
}


@cache
def planned(name: str, how: str) -> Outcome:
    roles, options = FIRMS[name]
    firm = CUTS[how](roles)
    table = firm.roles["occupation"]
    pairs = [
        (str(origin), str(target))
        for one, other in EVERY_MOVE
        for origin in table.index[table == one]
        for target in table.index[table == other]
    ]
    moves: Moves = make_moves(*pairs)
    return solve(make_inputs(firm, moves, known_activities(), options)).outcome


def positions(plan: Outcome) -> pd.Series:
    """At the end of each quarter, by occupation; who is nowhere is left out."""
    found = pd.DataFrame(plan.headcount, index=plan.inputs.occupation).groupby(level=0).sum().stack()
    return found[found > 1e-6]


@pytest.mark.parametrize("how", [how for how in CUTS if how != "as it is"])
@pytest.mark.parametrize("name", FIRMS)
def test_how_a_table_is_cut_changes_nothing(name: str, how: str) -> None:
    usual, other = planned(name, "as it is"), planned(name, how)
    assert other.objective == pytest.approx(usual.objective, rel=1e-6)
    pd.testing.assert_series_equal(positions(other), positions(usual), rtol=1e-6, atol=1e-5)
    one, two = vars(totals(usual)), vars(totals(other))
    for figure, value in one.items():
        assert two[figure] == pytest.approx(value, rel=1e-6, abs=1e-5), figure


def test_the_firms_say_something() -> None:
    first, second, third = (planned(name, "as it is") for name in FIRMS)
    assert first.layoffs.sum() > 59 and first.hires.sum() > 1 and first.moves.sum() > 1
    assert (
        second.layoffs[:, 0].sum() > 100 and second.hires[:, 3:].sum() > 50 and second.hires[:, :3].sum() == 0
    )
    assert 0 < third.systems.sum() < len(third.systems)
    assert third.inputs.directs.sum() == 2 and MANAGERS.code in third.inputs.roles[third.inputs.directs]
    inputs = planned("layoffs, hires and moves", "a role without people").inputs
    assert list(inputs.roles[inputs.directs]) == ["11-1011", MANAGERS.code, "ai-directing"]
