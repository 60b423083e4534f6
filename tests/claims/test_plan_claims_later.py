"""Claims about what follows a plan: what a reversal brings back, and what one more megawatt is worth."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import ground_of

from reallocate.claims.claim import Verdict
from reallocate.claims.ground import ClaimGround
from reallocate.claims.plan_ground import in_force, source_of
from reallocate.claims.rows import energy_binds, permanent
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

NOW = Parameters.default()


def test_nothing_comes_back_without_a_reversal(small_firm: ClaimGround) -> None:
    here = in_force(small_firm, NOW)
    found = permanent.after_a_turn(small_firm, here, source_of(small_firm), "", ())
    assert found.cut > 0
    assert found.back == pytest.approx(0.0, abs=1e-3)


def test_the_verdict_on_permanence_turns_and_turns_back(small_firm: ClaimGround) -> None:
    claim = permanent.CLAIM
    before, beyond = (claim.measure(small_firm, one) for one in (NOW, NOW.replace(capture=0.3)))
    assert (before.verdict, beyond.verdict) == (Verdict.MIXED, Verdict.SUPPORTED)
    assert beyond.middle < before.middle
    assert claim.measure(small_firm, NOW).verdict is before.verdict


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(0.1, Verdict.SUPPORTED), (0.2, Verdict.MIXED), (0.6, Verdict.MIXED), (0.7, Verdict.NOT_SUPPORTED)],
)
def test_permanence_is_judged_by_the_rule(share: float, verdict: Verdict) -> None:
    assert permanent.judged(share) is verdict


def test_jobs_back_are_counted_against_both() -> None:
    found = permanent.Returned(cut=100.0, after=80.0, unbroken=160.0)
    assert found.back == pytest.approx(0.5)
    assert found.back_of_gone == pytest.approx(0.2)
    assert permanent.Returned(100.0, 130.0, 160.0).back_of_gone == 0.0


def test_the_verdict_on_energy_turns_and_turns_back(small_firm: ClaimGround) -> None:
    claim = energy_binds.CLAIM
    before, beyond = (claim.measure(small_firm, one) for one in (NOW, NOW.replace(gpu_power=0.5)))
    assert (before.verdict, beyond.verdict) == (Verdict.MIXED, Verdict.NOT_SUPPORTED)
    assert (before.middle, beyond.middle) == (0.5, 0.0)
    assert claim.measure(small_firm, NOW).verdict is before.verdict


def test_a_megawatt_is_worth_more_the_fewer_there_are(world: World, tmp_path: Path) -> None:
    worths = []
    for number, megawatts in enumerate((0.3, 0.6, 20.0)):
        ground = ground_of(world, tmp_path / str(number), megawatts=megawatts)
        found = energy_binds.megawatt(ground, in_force(ground, NOW), energy_binds.Level())
        assert found.power == megawatts
        worths.append(found.worth)
    assert worths[0] > worths[1] > worths[2] == 0.0
