"""Moves that were seen: counts recovered from weights, shares with intervals, and who is never a target."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import beta

from reallocate.transition.entry import entry_requirements
from reallocate.transition.observed import ObservedMoves, no_targets, observed_moves
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

ALONE = "43-4051"
"""Customer service representatives: one code of the survey's own."""


@pytest.fixture(scope="module")
def seen(world: World) -> ObservedMoves:
    return observed_moves(world, Parameters.default()["survey_weight_per_person"])


def test_the_survey_saw_as_many_as_its_weights_give(world: World) -> None:
    """34,858 effective movers at 2,300 a person, those between groups that it does not tell apart left out."""
    groups = world.table("mobility_groups").set_index("group")
    moves = world.table("mobility")
    apart = moves["source"].map(groups["survey_group"]) != moves["target"].map(groups["survey_group"])
    weights = moves["share"] * moves["source"].map(groups["survey_weight"])
    assert weights[apart].sum() / 2300 == pytest.approx(34_858, rel=0.01)
    by_hand = weights[apart & moves["source"].eq("43-4050")].sum() / 2300
    assert observed_moves(world, 2300.0).people(ALONE) == pytest.approx(by_hand)


def test_people_shares_and_intervals_by_hand(seen: ObservedMoves) -> None:
    moves, total = seen.out_of(ALONE), seen.people(ALONE)
    row = moves.set_index("occupation").loc["41-2031"]
    assert row["share_of_movers"] == pytest.approx(row["people_seen"] / total)
    ends = beta.ppf([0.1, 0.9], row["people_seen"] + 0.5, total - row["people_seen"] + 0.5)
    assert (row["share_low"], row["share_high"]) == pytest.approx(tuple(ends))
    assert moves["share_low"].is_monotonic_decreasing and 0.6 < moves["share_of_movers"].sum() < 1


def test_fewer_people_behind_the_same_weights_leave_more_open(world: World) -> None:
    most, least = (
        observed_moves(world, weight).out_of(ALONE).set_index("occupation") for weight in (1650.0, 3000.0)
    )
    most = most.loc[least.index]
    assert most["share_of_movers"].to_dict() == pytest.approx(least["share_of_movers"].to_dict())
    assert (least["share_high"] - least["share_low"] > most["share_high"] - most["share_low"]).all()


def test_nobody_is_sent_where_nobody_applies_or_nobody_was_seen(world: World, seen: ObservedMoves) -> None:
    never = set(world.occupations.index[no_targets(world.occupations)])
    assert {"11-1011", "11-9199", "15-1299"} <= never and len(never) == 71
    for code in seen.occupations[::3]:
        moves = seen.out_of(str(code))
        assert not set(moves["occupation"]) & (never | {code})
        assert (moves["people_seen"] >= 2).all() and not moves["occupation"].duplicated().any()


def test_who_is_counted_together_is_said(seen: ObservedMoves) -> None:
    assert seen.counted_with(ALONE) == () and "11-9199" in seen.counted_with("13-1082")
    row = seen.out_of("29-1141").set_index("occupation").loc["25-1071"]
    assert len(row["counted_with"].split()) == 37


def test_a_job_that_nobody_was_seen_to_leave_has_no_moves(seen: ObservedMoves) -> None:
    assert seen.people("15-2011") == 0 and seen.out_of("15-2011").empty
    assert list(seen.out_of("15-2011").columns) == list(seen.out_of(ALONE).columns)


def test_a_degree_a_licence_and_experience_are_named(world: World) -> None:
    asks = entry_requirements(world)["asks"]
    assert asks["29-1171"] == "needs a degree (master's); licensed in most states"
    assert asks["39-5012"] == "needs a certificate; licensed in most states"
    assert asks["47-2111"] == "licensed in most states" and asks["53-2021"].endswith(
        "needs a federal licence"
    )
    assert asks["11-1021"] == "needs a degree (bachelor's); asks 5 years or more of related work"
    assert asks["41-2031"] == ""
    known: pd.Series[float] = entry_requirements(world)["entry_level"]
    assert known.between(1, 10).all() and known["29-1141"] == 6
