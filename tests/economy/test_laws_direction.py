"""Each law of flows, turned off, changes the market in the direction that its docstring says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from tests.economy.small_fit import NORMAL, TRUE, five_occupations

from reallocate.market.flow.engine import Flows, Path, run_flow
from reallocate.market.nation.fit import rates_of
from reallocate.market.nation.rest import NormalSlack, continue_from, follow, steady_state
from reallocate.market.state.market import STEP_WEEKS, Rates

Array = npt.NDArray[np.float64]

STEPS = 240
ON = rates_of(TRUE, NORMAL.outside)


def calm(*rates: Rates, level: float = 1.0) -> Flows:
    """Ten years of the same demand after ten years of it, one run a set of rates."""
    found, _ = follow(five_occupations(), NORMAL, rates, np.full((STEPS, len(rates)), level))
    return found


def shift(*rates: Rates, steps: int = 72) -> Flows:
    """Three years in which the first occupation loses a quarter of its jobs and the last gains as many."""
    at_rest = steady_state(five_occupations(), NORMAL, rates, np.ones(len(rates)))
    after = at_rest.wanted.copy()
    moved = 0.25 * after[0]
    after[0] -= moved
    after[-1] += moved
    nothing = np.ones((steps, len(rates)))
    path = Path(np.stack([at_rest.wanted, after]), nothing, nothing)
    return run_flow(five_occupations(), at_rest.state, path, rates, STEP_WEEKS, True, at_rest.entering)


def a_step(flows: Flows, name: str) -> Array:
    """The mean of a total over all steps; (run) [persons]."""
    found: Array = flows.total(name).mean(axis=0)
    return found


def unemployment(flows: Flows) -> Array:
    """(step, run) [share of the labour force]."""
    found: Array = flows.total("unemployed") / (flows.total("unemployed") + flows.total("employed"))
    return found


def test_without_moves_on_the_job_nobody_quits_fewer_are_hired_and_openings_wait_longer() -> None:
    found = calm(ON, ON.with_(on_the_job=0.0))
    hires, quits = a_step(found, "hires"), a_step(found, "quits")
    assert hires[1] < 0.8 * hires[0]
    assert quits[0] > 10.0 and quits[1] < 1e-9
    waits = a_step(found, "vacancies") / hires
    assert waits[1] > waits[0]


def test_without_leaving_fewer_jobs_fall_vacant_and_separations_are_lower() -> None:
    found = calm(ON, ON.with_(leaving=0.0))
    assert a_step(found, "exits")[1] == 0.0 < a_step(found, "exits")[0]
    left = sum(a_step(found, name) for name in ("separations", "quits", "exits"))
    assert left[1] < left[0]
    assert a_step(found, "hires")[1] < a_step(found, "hires")[0]


def test_without_entries_the_labour_force_shrinks() -> None:
    nobody_outside = replace(NORMAL, outside=0.0)
    assert isinstance(nobody_outside, NormalSlack)
    scale = np.ones((STEPS, 1))
    with_entries, _ = follow(five_occupations(), NORMAL, [ON], scale)
    without, _ = follow(five_occupations(), nobody_outside, [ON], scale)
    force = [one.end.people[:2].sum() for one in (with_entries, without)]
    assert force[0] == pytest.approx(five_occupations().employment.sum() / (1.0 - NORMAL.unemployment), rel=0.02)
    assert force[1] < 0.7 * force[0]


def test_without_replacement_openings_and_moves_are_fewer_and_unemployment_is_higher() -> None:
    for level in (1.0, 0.9):
        found = calm(ON, ON.with_(replaced=0.0), level=level)
        assert a_step(found, "openings")[1] < 0.9 * a_step(found, "openings")[0]
        assert a_step(found, "quits")[1] < 0.9 * a_step(found, "quits")[0]
        assert unemployment(found)[-1, 1] > unemployment(found)[-1, 0]


def test_without_separations_towards_demand_people_stay_and_unemployment_is_lower_after_a_shock() -> None:
    found = shift(ON, ON.with_(close_surplus=0.0))
    shrinking = found.paths[:, 0, 0]
    assert (shrinking[1:, 1] > shrinking[1:, 0]).all(), "too many stay where too few are wanted"
    assert (unemployment(found)[1:24, 1] < unemployment(found)[1:24, 0]).all()


def test_without_openings_towards_demand_a_growing_occupation_stays_short_and_unemployment_is_higher() -> (
    None
):
    found = shift(ON, ON.with_(close_shortage=0.0))
    growing = found.paths[:, 0, -1]
    assert growing[-1, 1] < growing[-1, 0]
    assert (unemployment(found)[:, 1] > unemployment(found)[:, 0]).all()


def test_people_are_conserved_through_all_of_it() -> None:
    at_rest = steady_state(five_occupations(), NORMAL, [ON], np.ones(1))
    scale = np.linspace(1.0, 0.85, 60)[:, None]
    end = continue_from(five_occupations(), at_rest, at_rest.state, [ON], scale).end
    before, after = (state.people[[0, 1, 3]].sum() for state in (at_rest.state, end))
    assert after == pytest.approx(before, rel=1e-12)
