"""The odds of a move: what they are made of, what can be aimed at, and the mean they are set by."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.errors import DataError
from reallocate.transition.attempts import followed, numbers, own_attempts, usual_attempts
from reallocate.transition.ground import Ground, ground
from reallocate.transition.odds import half_lift, hiring, yearly
from reallocate.transition.requirements import schooled
from reallocate.transition.worker import Worker
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


def test_the_mean_over_movers_is_what_was_set(known: Ground) -> None:
    p = Parameters.default()
    hired = hiring(known, p)
    tried = usual_attempts(known)
    odds = yearly(hired.speed[tried.target] * tried.fit, tried.lift, hired.half)
    weight = known.jobs[tried.origin] * known.moved.weighed[tried.origin, tried.target]
    assert (weight * odds).sum() / weight.sum() == pytest.approx(p["switch_success"], abs=1e-6)
    with pytest.raises(DataError, match="half lift"):
        half_lift(known, hired.speed, 0.999)


def test_odds_rise_with_openings_and_with_how_usual_the_move_is(known: Ground) -> None:
    hired = hiring(known, Parameters.default())
    lifts, speeds = np.linspace(0.1, 30, 40), np.linspace(0.01, 0.4, 40)
    assert (np.diff(yearly(np.full(40, 0.2), lifts, hired.half)) > 0).all()
    assert (np.diff(yearly(speeds, np.full(40, 2.0), hired.half)) > 0).all()
    assert yearly(np.array([0.0]), np.array([9.0]), hired.half)[0] == 0
    assert ((hired.speed > 0.05) & (hired.speed < 0.9)).all()
    slow = hiring(known, Parameters({"switch_success": 0.2}))
    assert slow.half > hired.half


def test_who_brings_more_lacks_less_and_has_better_odds(known: Ground) -> None:
    p = Parameters.default()
    hired = hiring(known, p)
    plain = own_attempts(known, Worker(CLERK))
    before = numbers(plain, hired, np.full(len(plain.target), 45_000.0), p)
    every = [str(element) for element in known.needs.elements]
    for skills in (every[:3], every[10:30], every):
        tried = own_attempts(known, Worker(CLERK, skills=tuple(skills)))
        after = numbers(tried, hired, np.full(len(tried.target), 45_000.0), p)
        assert (after["weeks"] <= before["weeks"] + 1e-12).all()
        assert (after["prepare_cost"] <= before["prepare_cost"] + 1e-9).all()
    assert after["weeks"].max() == pytest.approx(0.0)
    degree = own_attempts(known, Worker(CLERK, education=12))
    assert (degree.fit >= plain.fit - 1e-12).all() and degree.fit.min() == pytest.approx(1.0)


def test_a_worker_like_others_has_the_moves_of_others(known: Ground) -> None:
    place = known.occupations.get_loc(DEVELOPER)
    usual = usual_attempts(known)
    usual = usual.only(usual.origin == place)
    own = own_attempts(known, Worker(DEVELOPER))
    for name in ("target", "fit", "lift", "lacking"):
        np.testing.assert_allclose(getattr(own, name), getattr(usual, name), err_msg=name)
    assert followed(usual, 0.0).target.size == usual.target.size
    assert followed(usual, 1e9).target.size == (usual.lacking == 0).sum()


def test_more_schooling_is_never_less_often_enough(known: Ground) -> None:
    levels = np.eye(known.needs.education.shape[1])
    enough = schooled(known.needs, levels)
    assert (np.diff(enough, axis=0) >= -1e-12).all()
    np.testing.assert_allclose(enough[-1], 1.0)


def test_importance_lies_between_none_and_all(known: Ground) -> None:
    assert known.needs.importance.min() == 0.0 and known.needs.importance.max() <= 1.0
    assert (known.needs.importance.sum(axis=1) > 1).all()
