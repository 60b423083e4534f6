"""Where movers go: the law, its fit to the survey, and what it is worth held out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scripts.pages import moves_evidence as evidence

from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import distances
from reallocate.moves.facts import occupation_facts
from reallocate.moves.survey import (
    FEATURES,
    Pairs,
    SurveyCounts,
    chances,
    coefficients,
    fit,
    pairs,
    survey_counts,
    unit_pairs,
    utility,
)
from reallocate.moves.ways import ways_context
from reallocate.work.world import World


@pytest.fixture(scope="module")
def known(world: World) -> Pairs:
    return pairs(occupation_facts(world), distances(world))


@pytest.fixture(scope="module")
def seen(world: World) -> SurveyCounts:
    return survey_counts(world, Parameters.default()["survey_weight_per_person"])


def small(rng: np.random.Generator, features: int = 2) -> Pairs:
    labels = pd.Index(list("abcde"))
    return Pairs(labels, rng.normal(size=(features, 5, 5)), rng.uniform(1, 9, 5))


def test_without_weights_people_go_by_openings_and_the_fit_finds_the_weights() -> None:
    one = small(np.random.default_rng(0))
    found = chances(utility(one.features, np.zeros(2)), one.openings, ~np.eye(5, dtype=bool))
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert (np.diag(found) == 0).all()
    np.testing.assert_allclose(found[0, 1] / found[0, 2], one.openings[1] / one.openings[2])
    one = small(np.random.default_rng(1))
    allowed = ~np.eye(5, dtype=bool)
    made = np.array([0.7, -1.2])
    moves = 100 * chances(utility(one.features, made), one.openings, allowed)
    np.testing.assert_allclose(fit(one, moves, allowed), made, atol=1e-4)


def test_features_of_one_pair_by_hand(world: World, known: Pairs) -> None:
    """From registered nurses (bachelor's) to lawyers (doctoral): another field, 4 years up, better paid."""
    facts = occupation_facts(world)
    one, other = facts.place("29-1141"), facts.place("23-1011")
    row = dict(zip(FEATURES, known.features[:, one, other], strict=True))
    assert (row["schooling_up"], row["schooling_down"], row["bound_field"]) == (4.0, 0.0, 1.0)
    assert row["pay_up"] == pytest.approx(np.log(facts.pay[other, 2] / facts.pay[one, 2])) and row["pay_down"] == 0
    assert row["same_minor_group"] == row["same_major_group"] == 0
    assert (known.features[FEATURES.index("bound_field")].diagonal() == 0).all()


def test_the_parameters_are_the_fit(known: Pairs, seen: SurveyCounts) -> None:
    units = unit_pairs(seen, known)
    moves = np.where(seen.allowed, seen.moves, 0.0)
    rows = np.flatnonzero((moves.sum(axis=1) > 0) & (seen.people.sum(axis=1) > 0))
    part = replace(units, features=units.features[:, rows])
    found = fit(part, moves[rows], seen.allowed[rows])
    declared = Parameters.default()
    np.testing.assert_allclose(found, coefficients(declared), atol=0.002)
    for name, value in zip(FEATURES, found, strict=True):
        about = declared.about(f"move_by_{name}")
        assert about.low <= value <= about.high, name


@pytest.mark.long
def test_moves_that_were_held_out_are_foretold_better_than_before(world: World) -> None:
    """Held to 2: cells at −4.97 nats a mover or better; origins at −5.14."""
    data = evidence.seen(world)
    found = evidence.held_out_origins(data).set_index("answer")["log_likelihood"]
    assert list(found.index) == list(evidence.ANSWERS) and found.is_monotonic_increasing
    assert found[evidence.ALL] == pytest.approx(-5.140, abs=0.002)
    cells = evidence.held_out_cells(data, Parameters.default()["move_prior"])
    assert cells["now"] >= -4.97 and cells["now"] > cells["before"] + 0.08


@pytest.mark.long
def test_moves_between_major_groups_after_2022_are_foretold(
    world: World, source_data: Path
) -> None:
    """Held to 2: matched CPS of 2022 to 2024 at −2.72 nats a mover or better."""
    found = evidence.against_cps(world, ways_context(world), source_data / "open")
    assert found["openings alone"] < -2.85 < -2.72 <= found["the model"] < found["ceiling, own shares"]
    assert found["correlation of destinations"] > 0.85
