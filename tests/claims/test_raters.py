"""Families of raters vote, and sources that agree count as few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reallocate.claims.basis.claim import (
    FAMILIES,
    Verdict,
    by_families,
    by_sources,
    family_values,
    independent_sources,
)
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.ledger import claims
from reallocate.claims.rows.most_at_risk import nation_row
from reallocate.kernel.parameters import Parameters
from reallocate.work.reach import SOURCES
from reallocate.work.world import World

NOW = Parameters.default()


def test_raters_of_one_family_and_sources_that_agree_count_as_one() -> None:
    members = [name for names in FAMILIES.values() for name in names]
    assert sorted(members) == sorted(SOURCES)
    assert family_values(np.arange(8.0), SOURCES) == {"people": 2.0, "language models": 2.5, "usage": 6.5}
    # Five of eight sources agree, all but one of them language models and people who read their rubric.
    values = np.array([80.0, 80.0, 80.0, 80.0, 60.0, 80.0, 60.0, 60.0])

    assert by_sources(values, 75.0, 50.0) is Verdict.SUPPORTED
    assert by_families(values, SOURCES, 75.0, 50.0) is Verdict.MIXED
    assert by_families(values - 40, SOURCES, 75.0, 50.0) is Verdict.NOT_SUPPORTED
    assert by_families(values + 20, SOURCES, 75.0, 50.0) is Verdict.SUPPORTED
    random = np.random.default_rng(1).standard_normal((4, 20_000))
    assert independent_sources(np.repeat(random[:1], 8, axis=0)) == pytest.approx(1.0)
    assert independent_sources(random) == pytest.approx(4.0, abs=0.05)
    assert independent_sources(np.vstack([random, np.ones(20_000)])) == pytest.approx(4.0, abs=0.05)
    assert independent_sources(np.ones((3, 5))) == 0.0


def test_eight_sources_count_as_about_two(world: World) -> None:
    assert independent_sources(nation_row(ClaimContext(world)).automatable) == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    ("nation", "firm", "verdict"),
    [
        (90.0, 90.0, Verdict.SUPPORTED),
        (90.0, 60.0, Verdict.MIXED),
        (30.0, 60.0, Verdict.MIXED),
        (90.0, 30.0, Verdict.MIXED),
        (30.0, 30.0, Verdict.NOT_SUPPORTED),
    ],
)
def test_a_verdict_needs_the_nation_and_the_firm(
    small_firm: ClaimContext, monkeypatch: pytest.MonkeyPatch, nation: float, firm: float, verdict: Verdict
) -> None:
    (row,) = claims(["3b"])
    places = {"": np.full(8, nation), "firm": np.full(8, firm)}
    monkeypatch.setattr(row, "_places", lambda _, among="": places[among], raising=False)
    found = row.measure(small_firm, NOW)
    assert found.verdict is verdict
    assert found.first_verdict is (Verdict.SUPPORTED if nation > 75 else Verdict.NOT_SUPPORTED)
    assert f"inside one firm ({firm:.0f} to {firm:.0f})" in found.finding


def test_the_number_of_independent_sources_follows_the_world(small_firm: ClaimContext, world: World) -> None:
    (row,) = claims(["3b"])
    name = "sources count as so many independent ones (participation ratio)"
    same = world.automatable.copy(data=np.repeat(world.automatable.to_numpy()[:1], 8, axis=0))
    reach = world.augmentable.copy(data=np.repeat(world.augmentable.to_numpy()[:1], 8, axis=0))
    other = replace(
        small_firm.fresh(), world=replace(world, automatable=same, augmentable=reach), _permanent={}
    )
    assert row.measure(other, NOW).figures[name] == pytest.approx(1.0)
    assert row.measure(small_firm, NOW).figures[name] == pytest.approx(2.0, abs=0.1)
