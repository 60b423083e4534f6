"""What a scenario says of AI in use today: hours by industry, tokens where all that staff use are known."""

from __future__ import annotations

import pytest

from reallocate.plan.compute_rules import tokens_needed
from reallocate.plan.labelled import evaluate
from reallocate.plan.outcome import Outcome
from reallocate.plan.relief import freed_hours
from reallocate.problem.firm.prepare import prepare
from reallocate.scenario.firm.read import load_scenario
from reallocate.scenario.firm.schema import Compute, Scenario
from reallocate.work.world import World

QUARTER = 8760 / 4 / 24 / 30


@pytest.fixture(scope="module")
def base(world: World) -> Outcome:
    """The worked example's baseline."""
    return prepare(world, load_scenario("hyperscaler-2026")).setting.baseline()


def test_the_baselines_first_quarter_takes_the_tokens_observed(base: Outcome) -> None:
    """An identity: tokens of an hour are set by them, so that this is no evidence for anything."""
    i = base.inputs
    tokens = evaluate((i.periods,), tokens_needed(base.figures, i))[0] * 1e9
    assert tokens == pytest.approx(60e12 * QUARTER, rel=0.02)


def test_hours_saved_are_near_what_was_measured_and_are_not_set_by_it(base: Outcome) -> None:
    """Measured in information services: 2.6% of hours (Bick, Blandin, Deming 2025)."""
    i = base.inputs
    saved = evaluate((i.periods,), freed_hours(base.figures, i))[0] / base.workload[:, 0].sum()
    assert saved == pytest.approx(0.026, abs=0.01)


def test_hours_assisted_follow_the_sector_and_tokens_what_was_observed(world: World) -> None:
    def parameters(industry: str, **more: object) -> dict[str, float]:
        scenario = Scenario(name="x", industries=(industry,), headcount=2_000.0, **more)  # type: ignore[arg-type]
        return dict(prepare(world, scenario).setting.options.parameters)

    bank, software = parameters("522000"), parameters("software publishers")
    assert (bank["assisted_today"], software["assisted_today"]) == (0.054, 0.14)
    assert bank["tokens_per_augmented_hour"] == software["tokens_per_augmented_hour"] == 1.2
    observed = parameters("522000", compute=Compute(tokens_in_30_days=1e11))
    # 2,000 people work 450 hours a quarter each, 5.4% of them with AI: 48,600 hours.
    by_hand = 1e11 * QUARTER / 48_600 / 1e6
    assert observed["tokens_per_augmented_hour"] == pytest.approx(by_hand)
    own = parameters("522000", compute=Compute(tokens_in_30_days=1e11), parameters={"tokens_per_automated_hour": 3.0})
    assert own["tokens_per_automated_hour"] == 3.0
    assert own["tokens_per_augmented_hour"] == pytest.approx(by_hand)
