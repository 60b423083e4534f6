"""The nation's market as it ships: what was run beforehand is what a run gives, and answers that question alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import reallocate as ra
from reallocate.api import rerun
from reallocate.data.bundle import load_world
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import Closure
from reallocate.market.published.files import market_scenario
from reallocate.market.simulate import beforehand
from reallocate.market.simulate.beforehand import (
    path_at_hand,
    shipped_answer,
    shipped_closures,
    study_at_hand,
)
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.strip import central_market, central_run
from reallocate.render.shipped import BEFOREHAND

OTHERS = (
    {"years": 9},
    {"draws": 16},
    {"seed": 1},
    {"sources": ("gpt4",)},
    {"capability": "fast"},
    {"closure": Closure.MONEY_HELD},
    {"parameters": Parameters({"capture_augmented": 0.8})},
)


def test_what_ships_is_what_a_run_gives() -> None:
    path = path_at_hand(EconomyRun())
    assert path is not None
    made = central_run(central_market(load_world()), market_scenario(None))
    pd.testing.assert_frame_equal(path, made, rtol=1e-9, atol=1e-9)
    study = study_at_hand(EconomyRun(title="Ours"), "reallocate simulate nation --title Ours")
    assert study is not None and study.facts[BEFOREHAND] and study.facts["title"] == "Ours"
    assert study.facts["command"].endswith("--title Ours")
    assert "made beforehand" in study.explain()["sources"][-1]
    assert (shipped_answer().draws, shipped_answer().laws) == (256, 1024)
    change = study.table("closures").set_index("measure").loc["jobs"]
    assert change["C"] == shipped_answer().jobs == shipped_closures().set_index("measure").loc["jobs", "C"]


@pytest.mark.parametrize("other", OTHERS, ids=lambda one: next(iter(one)))
def test_any_other_question_is_run(other: dict[str, object]) -> None:
    asked = replace(EconomyRun(), **other)  # type: ignore[arg-type]
    assert study_at_hand(asked) is None and path_at_hand(asked) is None


def test_where_a_figure_changed_nothing_is_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beforehand, "basis", lambda: "of other figures")
    assert study_at_hand(EconomyRun()) is None and path_at_hand(EconomyRun()) is None


def test_figures_kept_to_nine_digits_are_compared_to_nine() -> None:
    before = {"a": 1000.00001, "b": [2e-8, "x"], "c": 5}
    assert not list(rerun.differences(before, {"a": 1000.000012, "b": [0.0, "x"], "c": 5}, same=rerun.nearly))
    now = {"a": 1000.0001, "b": [2e-5, "y"], "c": 5}
    assert [at for at, *_ in rerun.differences(before, now, same=rerun.nearly)] == ["a", "b[0]", "b[1]"]


@pytest.mark.long
def test_the_whole_study_runs_again_to_the_same(tmp_path: Path) -> None:
    ra.simulate(out=tmp_path / "nation", progress=False)
    again = ra.rerun(tmp_path / "nation", progress=False)
    assert again.status == "same" and again.digits == 9
