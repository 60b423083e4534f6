"""What a scenario says of AI in use today: hours by industry, tokens where all that staff use are known."""

from __future__ import annotations

import pytest

from reallocate.firm.model.compute_rules import tokens_needed
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.relief import freed_hours
from reallocate.firm.request.faults import contradictions
from reallocate.firm.request.keys import Adoption, Compute, Scenario
from reallocate.firm.request.prepare import parameters_of, prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.errors import InputError
from reallocate.work.world import World

QUARTER = 8760 / 4 / 24 / 30


@pytest.fixture(scope="module")
def base(world: World) -> Outcome:
    """The worked example's baseline."""
    scenario = load_scenario("hyperscaler-2026")
    assert scenario.compute.tokens_in_30_days == 60e12 and "assisted_today" not in scenario.parameters
    return prepare(world, scenario).setting.baseline()


def test_the_first_quarter_takes_the_tokens_observed_and_hours_saved_near_those_measured(
    base: Outcome
) -> None:
    """An identity: tokens of an hour are set by them, so that this is no evidence for anything."""
    i = base.inputs
    tokens = evaluate((i.periods,), tokens_needed(base.figures, i))[0] * 1e9
    assert tokens == pytest.approx(60e12 * QUARTER, rel=0.02)
    # Measured in information services: 2.6% of hours (Bick, Blandin, Deming 2025).
    i = base.inputs
    saved = evaluate((i.periods,), freed_hours(base.figures, i))[0] / base.workload[:, 0].sum()
    assert saved == pytest.approx(0.026, abs=0.01)


def test_tokens_of_an_hour_follow_from_those_observed(world: World) -> None:
    def parameters(**own: float) -> dict[str, float]:
        scenario = Scenario(
            name="x", industries=("522000",), headcount=2_000.0, parameters=own, compute=Compute(tokens_in_30_days=1e11)
        )
        return dict(prepare(world, scenario).setting.options.parameters)

    # 2,000 people work 450 hours a quarter each, 5.4% of them with AI: 48,600 hours.
    by_hand = 1e11 * QUARTER / 48_600 / 1e6
    assert parameters(assisted_today=0.054)["tokens_per_augmented_hour"] == pytest.approx(by_hand)
    own = parameters(assisted_today=0.054, tokens_per_automated_hour=3.0)
    assert own["tokens_per_automated_hour"] == 3.0
    assert own["tokens_per_augmented_hour"] == pytest.approx(by_hand)
    assert parameters()["tokens_per_augmented_hour"] == pytest.approx(by_hand)
    with pytest.raises(InputError, match="assisted_today"):
        parameters(assisted_today=0.0)


def test_speed_is_the_width_where_adoption_begins_at_todays_use(world: World) -> None:
    for speed, half, width in (("slow", 10.0, 4.0), ("fast", 4.0, 1.0)):
        scenario = Scenario(name="x", industries=("522000",), headcount=2_000.0, adoption=Adoption(speed=speed))
        used = parameters_of(world, scenario)
        assert (used["adoption_width"], used["adoption_midpoint"]) == (width, 6.0)
        without = parameters_of(world, scenario.model_copy(update={"parameters": {"assisted_today": 0.0}}))
        assert (without["adoption_width"], without["adoption_midpoint"]) == (2.0, half)


@pytest.mark.parametrize(("code", "quits", "assisted"), [
    ("524100", 0.0147, 0.054), ("519200", 0.011, 0.14), ("722500", 0.0463, 0.023), ("11--12", 0.0232, 0.054),
])  # fmt: skip
def test_quits_and_use_of_today_are_those_of_the_sector(world: World, code: str, quits: float, assisted: float) -> None:
    scenario = Scenario(name="x", industries=(code,), headcount=2_000.0)
    p = parameters_of(world, scenario)
    assert (p["quits_per_month"], p["assisted_today"]) == (quits, assisted)
    own = parameters_of(world, scenario.model_copy(update={"parameters": {"quits_per_month": 0.02}}))
    assert own["quits_per_month"] == 0.02


@pytest.mark.parametrize("name", ["freed_hour_value", "api_share", "adoption_midpoint"])
def test_what_does_nothing_in_a_plan_is_refused_with_what_to_write(name: str) -> None:
    given = Scenario(name="x", industries=("522000",), headcount=2_000.0, parameters={name: 0.5})
    (problem,) = contradictions(given, lambda place: ".".join(map(str, place)))
    assert "does nothing" in problem.what and problem.remedy.startswith("Write ")
    if name == "adoption_midpoint":
        begun = given.model_copy(update={"parameters": {name: 5.0, "assisted_today": 0.0}})
        assert contradictions(begun, lambda place: "") == []
