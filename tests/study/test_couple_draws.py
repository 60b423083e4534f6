"""Draws of a round trip: what is held, what a draw tells the market, and how plans that fail are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.economy.nation import CODES, assumed
from tests.study.test_couple_rounds import CHANGE, QUARTERS, again, met

from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.parameters import Parameters
from reallocate.loop import draws as couple_draws
from reallocate.loop import draws as couple_interval
from reallocate.loop import rounds as couple_rounds
from reallocate.loop.draws import (
    NAMES,
    SAMPLED,
    draw_frame,
    draws_over,
    interval_frame,
    run_draws,
    sample_values,
    shock_of_draw,
    sources_of,
)
from reallocate.loop.rounds import Replan
from reallocate.loop.text import interval


@dataclass(frozen=True)
class Options:
    parameters: Parameters
    reach_source: str


@dataclass(frozen=True)
class Firm:
    """As much of a setting as a draw changes."""

    options: Options


def plan_of(factor: float) -> Replan:
    return again(
        pd.DataFrame({"occupation": CODES, "baseline": 100.0, "plan": 100.0 * (1.0 + factor * CHANGE)})
    )


def test_what_somebody_named_is_held_and_a_source_taken_alone() -> None:
    free = draws_over(Parameters({"demand_growth": 0.02}), Parameters({"capture_augmented": 0.8}))
    assert set(SAMPLED) - set(free) == {"demand_growth", "capture_augmented"}
    assert not [name for name in SAMPLED if name.startswith("industry_adoption")]
    plan: Any = type("Plan", (), {"facts": {"scenario": {"reach": "gpt4"}}})
    world: Any = type("World", (), {"sources": ("a", "b")})
    assert sources_of(plan, ("people",), world) == ("people",)
    assert sources_of(plan, (), world) == ("gpt4",)
    plan.facts["scenario"]["reach"] = "all"
    assert sources_of(plan, (), world) == ("a", "b")


def test_draws_depend_on_the_seed_alone_and_more_of_them_begin_alike() -> None:
    names = draws_over(Parameters(), Parameters())
    three, four = (sample_values(names, ("a", "b"), count, 3) for count in (3, 4))
    pd.testing.assert_frame_equal(three, four.head(3))
    assert list(three["source"]) == ["a", "b", "a"]
    assert not np.allclose(sample_values(names, ("a",), 3, 4)["capture_augmented"], three["capture_augmented"])
    for name in names:
        about = Parameters().about(name)
        assert three[name].between(about.low, about.high).all(), name
    assert list(sample_values((), ("a", "b"), 3, 0)["source"]) == ["a", "b", "a"]


def test_a_draw_tells_the_saved_plan_plus_what_its_own_changes() -> None:
    one, first = met(), plan_of(0.8)
    same = shock_of_draw(one, first, first)
    np.testing.assert_allclose(same.change, one.shock.change)
    np.testing.assert_allclose(same.path, one.shock.path)
    assert same.compute == pytest.approx(one.shock.compute)
    slow = replace(plan_of(1.0), path=np.linspace(0.0, 1.0, QUARTERS + 1) ** 2, compute=0.03)
    other = shock_of_draw(one, first, slow)
    np.testing.assert_allclose(other.change, np.maximum(1.2 * CHANGE, -1.0))
    assert (other.path[1:-1] < one.shock.path[1:-1]).all() and other.compute == pytest.approx(0.03)
    assert shock_of_draw(one, first, plan_of(6.0)).change.min() == -1.0


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Four draws: the deeper the more is captured, the second impossible, the third without an end."""
    turns = iter([0.5, 1.5] * 20)

    def plan(setting: Any, back: object, people: pd.Series) -> Replan:
        capture = setting.options.parameters["capture_augmented"]
        if setting.options.reach_source == "impossible":
            raise InfeasiblePlan("no plan")
        if setting.options.reach_source == "endless":
            return plan_of(next(turns))
        return plan_of(capture)

    for module in (couple_draws, couple_rounds):
        monkeypatch.setattr(module, "replan", plan)
    monkeypatch.setattr(couple_draws, "assumed", lambda *_, **__: assumed())
    loss = pd.DataFrame({"group": ["all"], "lost_years": [1.5]})
    monkeypatch.setattr(couple_interval, "displaced", lambda *_: None)
    monkeypatch.setattr(couple_interval, "by_group", lambda *_: loss)
    one: Any = met()
    values = pd.DataFrame({"capture_augmented": [0.5, 0.6, 0.7, 0.9], "source": ["a", "impossible", "endless", "a"]})
    firm: Any = Firm(Options(Parameters(), "a"))
    world: Any = None
    short = replace(one, request=replace(one.request, years=2))
    made = run_draws(values, short, firm, plan_of(0.6), world, lambda _: None)
    return draw_frame(values, made, None, pd.Series(dtype=object))  # type: ignore[arg-type]


def test_draws_without_a_plan_are_counted_and_the_interval_is_of_the_others(drawn: pd.DataFrame) -> None:
    assert drawn["possible"].tolist() == [True, False, True, True]
    assert drawn["settled"].tolist() == [True, False, False, True]
    assert drawn.loc[1, list(NAMES)].isna().all() and drawn.drop(index=1)[list(NAMES)].notna().all(
        axis=None
    )
    assert drawn.loc[3, "jobs_ended"] > drawn.loc[0, "jobs_ended"] > 0, "more captured, more jobs ended"
    lines = " ".join(interval({"draws_made": drawn}, {"draws": 4, "sampled": ["capture_augmented"], "fixed": []}))
    assert "In 1 of them no plan is possible" in lines and "In 1 of 3 the rounds do not converge" in lines
    table = interval_frame(dict.fromkeys(NAMES, 7.0), drawn).set_index("outcome")
    seen = drawn.loc[drawn["possible"], "jobs_ended"].astype(float)
    assert table.at["jobs_ended", "p50"] == pytest.approx(seen.median())
    assert (table["p10"] <= table["p50"]).all() and (table["p50"] <= table["p90"]).all()
    assert (table["one_run"] == 7.0).all() and table.at["lost_years", "p90"] == 1.5
    none = interval_frame(dict.fromkeys(NAMES, 7.0), drawn.assign(possible=False))
    assert none[["p10", "p50", "p90"]].isna().all(axis=None)


def test_without_draws_it_says_that_there_is_no_interval() -> None:
    assert "without an interval" in interval({}, {"draws": 0})[0]
