"""What the test of exposure against growth could show, beside what the model expects."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from reallocate.claims.basis.claim import Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.gates import detectable, power
from reallocate.claims.rows import exposure_foretells
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

NOW = Parameters.default()
CLAIM = exposure_foretells.CLAIM


@pytest.fixture(scope="module")
def context(world: World) -> ClaimContext:
    return ClaimContext(world)


def test_the_smallest_effect_is_that_of_the_standard_error() -> None:
    assert detectable(685) == pytest.approx((1.2816 + 0.8416) * math.sqrt(2 / 684), rel=1e-3)
    assert detectable(685) == pytest.approx(0.115, abs=0.001)
    assert detectable(4 * 684 + 1) == pytest.approx(detectable(685) / 2)


def test_the_models_own_effect_is_smaller_and_grows_with_adoption(context: ClaimContext) -> None:
    now = power(context, NOW)
    assert now.occupations == 685 and now.least <= now.own <= now.most < 0.0
    assert abs(now.own) < now.detectable and not now.is_enough
    faster = power(context, NOW.replace(industry_adoption_innovation=1.0, industry_adoption_ceiling=1.0))
    assert faster.own < 3 * now.own and faster.is_enough


def test_a_test_without_power_tells_nothing_and_one_with_power_decides(
    context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, now = CLAIM.measure(context, NOW), power(context, NOW)
    assert (found.verdict, found.first_verdict) == (Verdict.CANNOT_BE_TOLD, Verdict.NOT_SUPPORTED)
    assert "too small to be seen" in found.reason and f"only {now.detectable:.2f} or more" in found.finding
    monkeypatch.setattr(exposure_foretells, "power", lambda *_: replace(now, own=-0.2))
    found = CLAIM.measure(context, NOW)
    assert found.verdict is found.first_verdict is Verdict.NOT_SUPPORTED and found.reason == ""
