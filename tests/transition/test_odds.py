"""The odds of a move: what they are made of, what can be aimed at, and the mean they are set by."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.errors import DataError
from reallocate.transition.odds import Ground, ground, half_lift, lacking, yearly
from reallocate.transition.requirements import coverage, coverage_between, schooled
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

NURSE, SURGEON, PRACTITIONER, DOCTOR = "29-1141", "29-1243", "29-1171", "29-1215"
DEVELOPER, MANAGER, CLERK, LAWYER = "15-1252", "11-3021", "43-4051", "23-1011"


@pytest.fixture(scope="module")
def known(world: World) -> Ground:
    return ground(world)


def may(known: Ground, origin: str, target: str) -> bool:
    return bool(known.open_to[known.occupations.get_loc(origin), known.occupations.get_loc(target)])


def test_what_can_be_aimed_at(known: Ground, world: World) -> None:
    assert may(known, DEVELOPER, MANAGER), "usual"
    assert may(known, NURSE, PRACTITIONER), "usual, though few have the degree"
    assert not may(known, NURSE, SURGEON) and not may(known, NURSE, DOCTOR), "another schooling"
    assert not may(known, CLERK, LAWYER) and not may(known, CLERK, CLERK)
    remainder = world.occupations["title"].str.contains("All Other").reindex(known.occupations).to_numpy()
    assert not known.open_to[:, remainder].any()
    assert (known.open_to.sum(axis=1) >= 5).mean() > 0.97


def test_the_mean_over_movers_is_what_was_set(known: Ground, world: World) -> None:
    p = Parameters.default()
    fit = schooled(known.needs, known.needs.education)
    speed = known.hired[None, :] * np.where(known.open_to, fit, 0.0)
    jobs = world.occupations["employment"].reindex(known.occupations).fillna(0).to_numpy(float)
    weight = jobs[:, None] * known.moved.weighed * (speed > 0)
    odds = yearly(speed, known.moved.lift, known.half)
    assert (weight * odds).sum() / weight.sum() == pytest.approx(p["switch_success"], abs=1e-3)
    assert known.half > 0
    with pytest.raises(DataError, match="half lift"):
        half_lift(world, known.moved, speed, 0.999)


def test_odds_rise_with_openings_and_with_how_usual_the_move_is(known: Ground) -> None:
    lifts, speeds = np.linspace(0.1, 30, 40), np.linspace(0.01, 0.4, 40)
    assert (np.diff(yearly(np.full(40, 0.2), lifts, known.half)) > 0).all()
    assert (np.diff(yearly(speeds, np.full(40, 2.0), known.half)) > 0).all()
    assert yearly(np.array([0.0]), np.array([9.0]), known.half)[0] == 0
    assert ((known.hired > 0.05) & (known.hired < 0.9)).all()


def test_who_brings_more_lacks_less(known: Ground) -> None:
    p, needs = Parameters.default(), known.needs
    own = needs.level[needs.occupations.get_loc(CLERK)]
    before = lacking(needs, own, p)
    for element in range(0, len(own), 7):
        more = own.copy()
        more[element] = 7.0
        assert (lacking(needs, more, p) <= before + 1e-12).all()
    assert coverage(needs, needs.level.max(axis=0)) == pytest.approx(1.0)
    place = needs.occupations.get_loc(CLERK)
    assert coverage(needs, own)[place] == pytest.approx(1.0)
    every = np.arange(len(needs.occupations))
    pairs = coverage_between(needs, np.full(len(every), place), every)
    np.testing.assert_allclose(pairs, coverage(needs, own))


def test_more_schooling_is_never_less_often_enough(known: Ground) -> None:
    levels = np.eye(known.needs.education.shape[1])
    enough = schooled(known.needs, levels)
    assert (np.diff(enough, axis=0) >= -1e-12).all()
    np.testing.assert_allclose(enough[-1], 1.0)
