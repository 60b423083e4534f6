"""The survey's moves: counts recovered from weights, and who is counted together."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.kernel.parameters import Parameters
from reallocate.moves.facts import no_targets
from reallocate.moves.survey import YEARS, SurveyCounts, survey_counts
from reallocate.work.world import World

ALONE = "43-4051"
"""Customer service representatives: one code of the survey's own."""


@pytest.fixture(scope="module")
def seen(world: World) -> SurveyCounts:
    return survey_counts(world, Parameters.default()["survey_weight_per_person"])


def test_the_survey_saw_as_many_as_its_weights_give_in_eight_years(world: World, seen: SurveyCounts) -> None:
    """34,858 effective movers at 2,300 a person, those between groups that it does not tell apart left out."""
    groups = world.table("mobility_groups").set_index("group")
    moves = world.table("mobility")
    apart = moves["source"].map(groups["survey_group"]) != moves["target"].map(groups["survey_group"])
    weights = moves["share"] * moves["source"].map(groups["survey_weight"])
    assert seen.moves.sum() == pytest.approx(34_858, rel=0.01)
    assert seen.moves.sum() == pytest.approx(weights[apart].sum() / 2300)
    by_hand = weights[apart & moves["source"].eq("43-4050")].sum() / 2300
    place = seen.occupations.get_loc(ALONE)
    assert float(seen.belongs[place] @ seen.movers) == pytest.approx(by_hand)
    assert seen.person_years.sum() * 2300 / 147.1e6 == pytest.approx(YEARS, rel=0.01)
    np.testing.assert_allclose(survey_counts(world, 4600.0).moves, seen.moves / 2)


def test_who_is_counted_together_and_who_is_no_target(seen: SurveyCounts, world: World) -> None:
    """Lawyers and judges are one code of the survey; nobody moves within a unit."""
    assert (np.diag(seen.moves) == 0).all() and not np.diag(seen.allowed).any()
    assert "23-1023" in seen.counted_with("23-1011") and seen.counted_with(ALONE) == ()
    assert "11-9199" in seen.counted_with("13-1082")
    np.testing.assert_allclose(seen.belongs.sum(axis=1), 1.0)
    for table in (seen.people, seen.newcomers):
        assert set(np.round(table.sum(axis=1), 9)) <= {0.0, 1.0}
    never = set(world.occupations.index[no_targets(world.occupations)])
    assert {"11-1011", "11-9199", "15-1299"} <= never and len(never) == 71
