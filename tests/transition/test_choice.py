"""Where movers go: the law, its fit to the survey, and what it is worth held out."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reallocate.transition.choice import FEATURES, Pairs, chances, coefficients, fit, pairs
from reallocate.transition.distance import distances
from reallocate.transition.survey import Survey, group_pairs, survey
from reallocate.work.parameters import Parameters
from reallocate.work.world import World


@pytest.fixture(scope="module")
def known(world: World) -> Pairs:
    return pairs(world, distances(world))


@pytest.fixture(scope="module")
def seen(world: World, known: Pairs) -> Survey:
    return survey(world, known.labels)


@pytest.fixture(scope="module")
def groups(seen: Survey, known: Pairs) -> Pairs:
    return group_pairs(seen, known)


@pytest.fixture(scope="module")
def told(root: Path) -> dict[str, Any]:
    """scripts/moves_foretold.py, which compares ways to say where movers go."""
    return runpy.run_path(str(root / "scripts" / "moves_foretold.py"))


def small(rng: np.random.Generator, features: int = 2) -> Pairs:
    labels = pd.Index(list("abcde"))
    return Pairs(labels, rng.normal(size=(features, 5, 5)), rng.uniform(1, 9, 5))


def test_without_weights_people_go_by_openings() -> None:
    one = small(np.random.default_rng(0))
    allowed = ~np.eye(5, dtype=bool)
    found = chances(one, np.zeros(2), allowed)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert (np.diag(found) == 0).all()
    np.testing.assert_allclose(found[0, 1] / found[0, 2], one.openings[1] / one.openings[2])


def test_the_fit_finds_the_weights_that_made_the_moves() -> None:
    one = small(np.random.default_rng(1))
    allowed = ~np.eye(5, dtype=bool)
    made = np.array([0.7, -1.2])
    found = fit(one, chances(one, made, allowed), np.full(5, 100.0), allowed)
    np.testing.assert_allclose(found, made, atol=1e-4)


def test_what_the_survey_does_not_tell_apart_is_no_move(seen: Survey) -> None:
    """Lawyers and judges are one code of the survey; so are executives and legislators."""
    for one, other in (("23-1011", "23-1020"), ("11-1010", "11-1030")):
        place = seen.groups.get_loc(one), seen.groups.get_loc(other)
        assert not seen.allowed[place] and seen.moves[place] == 0
    moved = seen.movers > 0
    assert moved.sum() == 495
    np.testing.assert_allclose(seen.moves[moved].sum(axis=1), 1.0)
    assert (seen.leaving[moved] < 0.9).all()


def test_openings_of_groups_are_those_of_their_occupations(groups: Pairs, known: Pairs, seen: Survey) -> None:
    left = seen.members.sum(axis=1) > 0
    reached = seen.members.sum(axis=0) > 0
    assert groups.openings[left].sum() == pytest.approx(known.openings[reached].sum(), rel=1e-9)
    assert (groups.openings > 0).all()


def test_the_parameters_are_the_fit(groups: Pairs, seen: Survey) -> None:
    rows = np.flatnonzero(seen.movers > 0)
    part = replace(groups, features=groups.features[:, rows])
    found = fit(part, seen.moves[rows], seen.movers[rows], seen.allowed[rows])
    declared = Parameters.default()
    np.testing.assert_allclose(found, coefficients(declared), atol=0.006)
    for name, value in zip(FEATURES, found, strict=True):
        about = declared.about(f"move_by_{name}")
        assert about.low <= value <= about.high, name


@pytest.mark.long
def test_distance_foretells_moves_better_than_what_is_simpler(
    groups: Pairs, seen: Survey, told: dict[str, Any]
) -> None:
    """The table in docs/transition.md; every group is held out once, and folds are by code alone."""
    found = told["compare"](seen, groups).set_index("answer")
    assert list(found.index) == list(told["ANSWERS"])
    order = ["at random", "openings alone", "openings, related occupations", "openings, all three distances"]
    assert found.loc[order, "log_likelihood"].is_monotonic_increasing
    assert found.loc[order[1:], "rank_correlation"].is_monotonic_increasing
    expected = {order[0]: -6.288, order[1]: -5.558, order[3]: -5.275}
    for answer, value in expected.items():
        assert found.loc[answer, "log_likelihood"] == pytest.approx(value, abs=0.002), answer
    sizes = pd.Series([told["fold_of"](str(label)) for label in seen.groups]).value_counts()
    assert len(sizes) == told["FOLDS"] and sizes.min() > 80
