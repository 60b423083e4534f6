"""Claims about what follows a plan: what one more megawatt is worth."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import context_of

from reallocate.claims.basis.claim import Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_basis import Level, in_force, megawatt
from reallocate.claims.rows import energy_binds
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

NOW = Parameters.default()


@pytest.mark.long
def test_the_verdict_on_energy_turns_and_turns_back(small_firm: ClaimContext) -> None:
    claim = energy_binds.CLAIM
    before, beyond = (claim.measure(small_firm, one) for one in (NOW, NOW.replace(gpu_power=0.5)))
    assert (before.verdict, beyond.verdict) == (Verdict.MIXED, Verdict.NOT_SUPPORTED)
    assert (before.middle, beyond.middle) == (0.5, 0.0)
    assert claim.measure(small_firm, NOW).verdict is before.verdict


@pytest.mark.long
def test_a_megawatt_is_worth_more_the_fewer_there_are(world: World, tmp_path: Path) -> None:
    worths = []
    for number, megawatts in enumerate((0.3, 0.6, 20.0)):
        context = context_of(world, tmp_path / str(number), megawatts=megawatts)
        found = megawatt(context, in_force(context, NOW), Level())
        assert found.power == megawatts
        worths.append(found.worth)
    assert worths[0] > worths[1] > worths[2] == 0.0
