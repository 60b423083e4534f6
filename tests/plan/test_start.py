"""Where a first solve starts decides how long it takes, never what comes out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.firms import SEED, synthetic_firm

from reallocate.data.bundle import load_world
from reallocate.firm.model.inputs import Inputs, make_inputs
from reallocate.firm.model.options import Exits, Levers, Limits, Options, Promises
from reallocate.firm.model.plan import DECIDED, Outcome, costs_by_period
from reallocate.firm.model.solve import baseline, fixed_weights, solve
from reallocate.firm.model.start import NearVertex
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.parameters import Parameters
from reallocate.moves.firm_moves import firm_moves

FIRMS, IN_EVERY_RUN = 40, 6
EXTREMES = (
    {},
    {"quits_per_month": 0.0},
    {"slack_at_start": 0.1, "quits_per_month": 0.004},
    {"demand_growth": -0.05},
    {"adoption_midpoint": 4.0, "capture_augmented": 0.9, "capture_automated": 0.9},
)


def random_firm(seed: int) -> Inputs:
    """A firm of real occupations, with limits and promises that bind and one of the extremes above."""
    random = np.random.default_rng([SEED, seed])
    world = load_world()
    firm = synthetic_firm(world, int(random.integers(4, 15)), seed=seed)
    quarters = int(random.integers(4, 9))
    parameters = Parameters(EXTREMES[seed % len(EXTREMES)])
    moves = firm_moves(world, firm.roles, parameters)
    plain = Options(parameters, quarters)

    def inputs(options: Options) -> Inputs:
        return make_inputs(firm, moves, world.activities, options)

    free = solve(inputs(plain)).outcome
    before = baseline(inputs(plain))
    cash = costs_by_period(free).to_numpy().sum() / quarters * 4
    gone = 1 - free.positions[-1] / firm.headcount
    limits, promises, exits = Limits(), Promises(), None
    if seed % 2:
        limits = replace(limits, cash_per_year=float(cash * random.uniform(0.995, 1.05)))
    if seed % 3 == 1:
        promises = replace(promises, keep_share=float(1 - gone * random.uniform(0.3, 0.9)))
    if seed % 3 == 2:
        promises = replace(promises, protect=(str(firm.roles.index[0]),), no_layoffs=2)
    if seed % 4 == 1:
        exits = Exits(float(firm.headcount * random.uniform(0.02, 0.12)), pro_rata=bool(random.integers(2)))
        promises = Promises()
    freeze = int(random.integers(0, 3)) if seed % 5 == 2 else 0
    levers = Levers(hiring_freeze_quarters=freeze, voluntary=seed % 7 == 3)
    asked = replace(plain, limits=limits, promises=promises, exits=exits, levers=levers)
    return replace(inputs(asked), baseline_headcount=before.headcount, baseline_hires=before.hires)


def solved(inputs: Inputs) -> Outcome | None:
    try:
        return solve(inputs).outcome
    except InfeasiblePlan:
        return None


# Two plans of this firm cost the same to the last digits: which is taken hangs on the last bit of a price.
TIED = pytest.mark.xfail(reason="the second choice does not settle every tie", strict=False)


def marks(seed: int) -> list[pytest.MarkDecorator]:
    return [*[pytest.mark.long] * (seed >= IN_EVERY_RUN), *[TIED] * (seed == 1)]


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=marks(seed)) for seed in range(FIRMS)])
def test_start_and_interior_point_find_the_same_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = random_firm(seed)
    near = solved(inputs)
    monkeypatch.setattr(NearVertex, "find", lambda self: False)
    far = solved(inputs)
    assert (near is None) == (far is None)
    if near is None or far is None:
        return
    assert near.objective == pytest.approx(far.objective, rel=1e-9)
    for name in (*DECIDED, "headcount", "automated", "owned"):
        np.testing.assert_allclose(getattr(near, name), getattr(far, name), rtol=0, atol=1e-6, err_msg=name)


def test_most_first_solves_do_start_near(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[bool] = []
    find = NearVertex.find

    def noted(self: NearVertex) -> bool:
        found.append(find(self))
        return found[-1]

    monkeypatch.setattr(NearVertex, "find", noted)
    for seed in (0, 2, 5):
        solved(random_firm(seed))
    assert np.mean(found) > 0.9


def test_a_weight_does_not_depend_on_what_else_there_is() -> None:
    assert fixed_weights(["a", "b"])[1] == fixed_weights(["b"])[0]
    weights = fixed_weights(range(1000))
    assert len(set(weights)) == 1000
    assert (weights >= 1).all() and (weights < 2).all()
