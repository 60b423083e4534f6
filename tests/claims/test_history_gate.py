"""A law that fails on past decades decides nothing, and one that passes does."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from reallocate.claims.basis.claim import AFTER_THE_RESULT
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.history_gate import FAILS, history_gate
from reallocate.claims.basis.verdicts import Verdict
from reallocate.claims.ledger import claims
from reallocate.claims.own import ClaimFile, OwnClaim
from reallocate.claims.rows.net_jobs import CLAIM as NET_JOBS
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

NOW = Parameters.default()
PASSES = Parameters({"economy_hours_renewed": 1.0, "economy_renewal_lag": 0.0})
"""Every hour saved comes back at once, so that jobs hardly answer to output per job."""


@pytest.fixture(scope="module")
def context(world: World) -> ClaimContext:
    return ClaimContext(world, draws=2)


def test_the_law_of_held_money_fails_on_past_decades(context: ClaimContext) -> None:
    found = history_gate(context, NOW)
    assert found.without_new_tasks == pytest.approx(-0.10, abs=0.005)
    assert found.without_new_tasks < found.jobs < found.low < 0 < found.high
    assert found.slope < -0.5 and found.inside < 0.5
    assert not found.passes and found.reason == FAILS
    assert found.judged(Verdict.SUPPORTED) is found.judged(Verdict.NOT_SUPPORTED) is Verdict.CANNOT_BE_TOLD


def test_a_law_that_agrees_with_past_decades_decides(context: ClaimContext) -> None:
    found = history_gate(context, PASSES)
    assert found.passes and found.reason == "" and abs(found.slope) < 0.1 and found.inside == 1.0
    assert all(found.judged(one) is one for one in Verdict)


def test_slope_and_band_must_both_hold(context: ClaimContext) -> None:
    passing = history_gate(context, PASSES)
    for broken in ({"slope": -0.31}, {"slope": 0.11}, {"inside": 0.89}):
        assert not replace(passing, **broken).passes


def test_the_band_is_that_of_the_record(context: ClaimContext, world: World) -> None:
    table = world.table("output_series")
    level = table["in_work"].mean()
    calm = table.assign(in_work=level + 0.1 * (table["in_work"] - level))
    other = replace(world, tables=MappingProxyType({**world.tables, "output_series": calm}))
    here, there = (history_gate(one, NOW) for one in (context, ClaimContext(other)))
    np.testing.assert_allclose([there.low, there.high], [0.1 * here.low, 0.1 * here.high], rtol=0.1)
    assert there.slope == here.slope


def test_row_10_cannot_be_told_while_its_law_fails(context: ClaimContext) -> None:
    found = NET_JOBS.measure(context, NOW)
    assert (found.verdict, found.reason, found.first_verdict) == (Verdict.CANNOT_BE_TOLD, FAILS, Verdict.SUPPORTED)
    assert "fails on past decades" in found.finding and f"{history_gate(context, NOW).jobs:+.1%}" in found.finding
    assert not {one.verdict for one in NET_JOBS.readings(context, NOW)} - {Verdict.CANNOT_BE_TOLD}
    # With compute this cheap, new tasks make up for every job that ends.
    past = NET_JOBS.measure(context, PASSES.replace(tokens_per_automated_hour=0.2, api_price=0.3, api_share=0.6))
    assert past.verdict is past.first_verdict is Verdict.NOT_SUPPORTED and past.reason == ""


@pytest.mark.parametrize("row", ["7", "10", "12"])
def test_rules_that_rest_on_the_law_say_that_they_were_changed(row: str) -> None:
    (claim,) = claims([row])
    assert claim.rule.change is not None and claim.rule.change.when == AFTER_THE_RESULT
    assert "fail on past decades" in claim.rule.instead


def test_a_claim_of_ones_own_on_jobs_is_gated_as_well(context: ClaimContext) -> None:
    own = OwnClaim(
        ClaimFile(statement="s", measure="net_jobs", comparison="at most", supported=0.0, not_supported=1.0),
        "s",
    )
    found = own.measure(context, NOW)
    assert (found.verdict, found.reason, found.first_verdict) == (Verdict.CANNOT_BE_TOLD, FAILS, Verdict.SUPPORTED)
