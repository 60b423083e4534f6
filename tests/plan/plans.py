"""Plans of tiny firms that several tests look at: each is solved once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from tests.plan.firms import EVERY_MOVE, ROLES, Role, inputs_of, make_options, with_baseline

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.options import Exits, Options, Products
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import Program
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start

FAST = {"adoption_midpoint": 3.0, "adoption_width": 1.0}

# Every kind of cost occurs: tokens are bought before rent is cheaper, GPUs are owned as far as power
# reaches, people are laid off, hired, moved, and some of the work is left undone.
EVERYTHING = make_options(
    6, dropping=True, exits=Exits(60.0, pro_rata=False), api_price=0.4, api_price_growth=1.0,
    gpu_lead_time=2.0, megawatts=0.003, demand_growth=0.08,
)  # fmt: skip

PLANS: dict[str, Options] = {
    "plain": make_options(8),
    "everything": EVERYTHING,
    "no quits": make_options(8, quits_per_month=0.0, **FAST),
    "tight budget": make_options(4, dropping=True, cash_per_year=75.0),
    "exits pro rata": make_options(6, dropping=True, exits=Exits(60.0)),
    "freeze, then positions cancelled": make_options(5, dropping=True, hiring_freeze_quarters=2, cancel_open=True),
    "half of coordination follows people": make_options(5, coordination_elasticity=0.5, slack_at_start=0.03),
    "offers to leave": make_options(8, quits_per_month=0.0, voluntary=True, **FAST),
    "promises": make_options(
        8, quits_per_month=0.0, voluntary=True, no_layoffs=2, max_exits_per_month=8.0, retrain_before_exit=0.5,
        keep_share=0.85, protect=("15-1252",), minimum_cover=(("43-9061", 300.0),), span_at_most=14.0, **FAST,
    ),
    "systems at a cost": make_options(6, smallest_system=0.0, system_cost=200_000.0, **FAST),
    "review misses some": make_options(6, redo_share=0.8, **FAST),
    "GPUs for products": make_options(
        6, dropping=True, cash_per_year=88.0, products=Products(12.0, 1.0), gpu_lead_time=2.0
    ),
    "people from outside": make_options(6),
    "review is shared": make_options(5, review_by="qualified", **FAST),
    "random firm 1": make_options(
        5, quits_per_month=0.002, directing_hours=0.15, capability="reversal", reversal_quarter=3.0, **FAST
    ),
}


@cache
def inputs(name: str) -> Inputs:
    """The figures of a named plan."""
    options = PLANS[name]
    if name.startswith("random firm"):
        roles = random_roles(int(name.split()[-1]))
        codes = [role.code for role in roles]
        return inputs_of(options, roles, [(a, b) for a in codes for b in codes if a != b])
    if name == "freeze, then positions cancelled":
        cancelled = [replace(role, open_positions=role.headcount / 50) for role in ROLES]
        return with_baseline(inputs_of(options, cancelled, EVERY_MOVE))
    if name == "people from outside":
        return inputs_of(options, [ROLES[0], replace(ROLES[1], contractors=15.0), ROLES[2]])
    return inputs_of(options)


@cache
def solution(name: str) -> Solved:
    """A named plan, still held by the solver."""
    return solve(inputs(name))


def solve_again(program: Program, start: Start | None = None, **weighed: float) -> Solved:
    """Solve with other numbers that are not in the programme but weighed around it."""
    assert set(weighed) <= {"induced_quits", "rehire_pause"}
    options = program.inputs.options
    parameters = options.parameters.replace(**weighed)
    return solve(replace(program.inputs, options=replace(options, parameters=parameters)), start)


def outcome(name: str) -> Outcome:
    """A named plan."""
    return solution(name).outcome


def random_roles(seed: int) -> list[Role]:
    """Four roles with drawn figures, in three families, so that two share their systems."""
    draw = np.random.default_rng(seed)
    codes = ("11-3021", "13-2011", "13-2051", "43-9061")
    return [
        Role(
            code,
            float(draw.integers(20, 400)),
            float(draw.integers(40, 300) * 1000),
            float(draw.integers(2, 6)),
            tuple(draw.dirichlet(np.ones(4)).tolist()),
            tuple(draw.uniform(0, 1, 4).tolist()),
            tuple(draw.uniform(0, 1, 4).tolist()),
        )
        for code in codes
    ]
