"""Moves between roles: what is feasible, what it takes, and that labels and order decide nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reallocate.study.scenario import load_scenario
from reallocate.study.setting import prepare
from reallocate.transition.moves import MOST_ORIGINS, MOST_TARGETS, firm_moves
from reallocate.transition.observed import group_weights, observed_mobility
from reallocate.transition.training import (
    BROAD,
    LICENSED,
    OTHER,
    RELATED,
    SAME,
    ramp_up_weeks,
    training_weeks,
)
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

PAIRS = ["origin", "target"]


def firm(world: World, codes: list[str]) -> pd.DataFrame:
    """Roles of these occupations at the nation's pay; ids are codes."""
    known = world.occupations.loc[codes]
    return pd.DataFrame(
        {
            "occupation": codes,
            "family": known["minor_group"],
            "job_zone": known["job_zone"],
            "headcount": 100.0,
            "loaded_cost": known["wage_mean"] * 1.4,
        }
    ).rename_axis("role")


@pytest.fixture(scope="module")
def everyone(world: World) -> pd.DataFrame:
    """A firm with every occupation."""
    return firm(world, list(world.occupations.index))


@pytest.fixture(scope="module")
def everywhere(world: World, everyone: pd.DataFrame) -> pd.DataFrame:
    return firm_moves(world, everyone).table


def test_moves_are_feasible(everyone: pd.DataFrame, everywhere: pd.DataFrame, world: World) -> None:
    assert (everywhere["origin"] != everywhere["target"]).all()
    assert not everywhere.duplicated(PAIRS).any() and everywhere["basis"].ne("").all()
    origin, target = (everyone.loc[everywhere[end]].reset_index() for end in PAIRS)
    assert (target["job_zone"] <= origin["job_zone"] + 1).all()
    assert (target["loaded_cost"] >= 0.8 * origin["loaded_cost"]).all()
    broad = world.occupations["broad_group"]
    licensed = target["family"].isin(LICENSED)
    assert (broad[origin["occupation"]].to_numpy() == broad[target["occupation"]].to_numpy())[licensed].all()
    assert everywhere.groupby("origin").size().max() == MOST_TARGETS
    assert everywhere.groupby("target").size().max() == MOST_ORIGINS


def test_what_it_takes_is_in_range(everywhere: pd.DataFrame) -> None:
    assert everywhere["training_weeks"].between(0, 60).all()
    assert (everywhere["training_cost"] == 800 * everywhere["training_weeks"]).all()
    assert everywhere["ramp_up_weeks"].between(1, 13).all()
    unlike = ~everywhere["basis"].str.contains("related|same broad")
    # Half of a new hire's half a year, for whoever knows the firm.
    assert everywhere.loc[unlike, "ramp_up_weeks"].eq(13.0).all() and unlike.any()


@settings(max_examples=15)
@given(data=st.data())
def test_labels_and_order_decide_nothing(data: st.DataObject, world: World) -> None:
    pool = sorted(world.occupations.index[world.occupations.index.str[:2].isin(["13", "15", "43"])])
    codes = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=20, unique=True))
    roles = firm(world, codes)
    moves = firm_moves(world, roles).table
    assert list(moves.columns) == [
        "origin",
        "target",
        "training_weeks",
        "training_cost",
        "ramp_up_weeks",
        "basis",
    ]
    pd.testing.assert_frame_equal(firm_moves(world, roles.iloc[::-1]).table, moves)
    # Ids that keep the order of the codes, so that even ties fall the same way.
    names = {code: f"role {place:03d}" for place, code in enumerate(sorted(codes))}
    renamed = firm_moves(world, roles.rename(index=names)).table
    pd.testing.assert_frame_equal(renamed, moves.assign(**{end: moves[end].map(names) for end in PAIRS}))


def test_a_job_that_pays_much_less_is_no_move(world: World) -> None:
    roles = firm(world, ["15-1251", "15-1252", "15-1253"])
    roles["loaded_cost"] = [100_000.0, 125_000.0, 99_000.0]
    moves = firm_moves(world, roles).table
    found = set(zip(moves["origin"], moves["target"], strict=True))
    assert ("15-1252", "15-1251") in found and ("15-1252", "15-1253") not in found
    assert {("15-1251", "15-1252"), ("15-1253", "15-1252")} <= found
    assert moves["basis"].str.contains("same broad group").all()


def test_small_roles_taken_together_only_give(world: World) -> None:
    roles = firm(world, ["13-2011", "15-1252", "15-1253"]).assign(loaded_cost=150_000.0)
    other = (
        roles.iloc[[1]].assign(occupation="15-0000", family="15-0000").rename(index={"15-1252": "15-0000"})
    )
    moves = firm_moves(world, pd.concat([roles, other])).table
    assert "15-0000" not in set(moves["target"])
    from_group = moves[moves["origin"] == "15-0000"]
    assert set(from_group["target"]) == {"15-1252", "15-1253"}
    assert from_group["basis"].str.startswith("same major group").all()


def test_the_same_occupation_elsewhere_needs_no_training(world: World) -> None:
    roles = firm(world, ["15-1252", "43-4051"])
    away = roles.iloc[[0]].rename(index={"15-1252": "15-1252@austin"})
    moves = firm_moves(world, pd.concat([roles, away])).table.set_index(PAIRS)
    row = moves.loc[("15-1252", "15-1252@austin")]
    assert row["training_weeks"] == 0 and row["training_cost"] == 0 and row["ramp_up_weeks"] == 1.5
    assert row["basis"].startswith("same occupation")


def test_a_firm_of_one_role_has_no_moves(world: World) -> None:
    table = firm_moves(world, firm(world, ["15-1252"])).table
    assert table.empty and "basis" in table.columns


def test_two_zones_up_is_no_move(world: World) -> None:
    roles = firm(world, ["15-1252", "15-1253"])
    roles.loc["15-1253", "job_zone"] = 2.9
    moves = firm_moves(world, roles).table
    assert not ((moves["origin"] == "15-1253") & (moves["target"] == "15-1252")).any()
    assert len(moves) == (roles.loc["15-1253", "loaded_cost"] >= 0.8 * roles.loc["15-1252", "loaded_cost"])


def test_ramp_up_follows_its_parameters(world: World) -> None:
    roles = firm(world, ["15-1252", "13-2011", "11-3021"])
    usual = firm_moves(world, roles).table
    for own in ({"ramp_up_months": 12.0}, {"move_ramp_up_share": 1.0}):
        longer = firm_moves(world, roles, Parameters(own)).table
        assert (longer["ramp_up_weeks"] - 2 * usual["ramp_up_weeks"]).abs().max() <= 0.5
        assert longer["ramp_up_weeks"].sum() > usual["ramp_up_weeks"].sum() > 0


def test_what_is_assumed_about_moves_are_parameters(
    world: World, everyone: pd.DataFrame, everywhere: pd.DataFrame
) -> None:
    def with_own(**own: float) -> pd.DataFrame:
        return firm_moves(world, everyone, Parameters(own)).table

    assert (
        with_own(move_training_cost=1_000.0)["training_cost"] == 1_000 * everywhere["training_weeks"]
    ).all()
    taught = with_own(move_taught_share=0.3)
    assert (taught["training_weeks"] >= everywhere["training_weeks"]).all()
    assert taught["training_weeks"].sum() > 1.1 * everywhere["training_weeks"].sum()
    pay = everyone["loaded_cost"]
    for least, table in ((1.0, with_own(move_least_pay=1.0)), (0.8, everywhere)):
        ratio = pay[table["target"]].to_numpy() / pay[table["origin"]].to_numpy()
        assert least <= ratio.min() < least + 0.01
    seen = [
        table["basis"].str.contains("observed").sum()
        for table in (with_own(move_least_share=0.005), everywhere)
    ]
    assert 0 < seen[0] < seen[1]


def test_a_scenario_sets_what_is_assumed_about_moves(world: World) -> None:
    scenario = load_scenario("hyperscaler-2026").model_copy(update={"group_below": 0.02})
    dear = scenario.model_copy(update={"parameters": {**scenario.parameters, "move_training_cost": 1_600.0}})
    usual, changed = (prepare(world, one).setting.moves.table for one in (scenario, dear))
    assert usual["training_cost"].sum() > 0
    pd.testing.assert_frame_equal(changed, usual.assign(training_cost=2 * usual["training_cost"]))


def test_training_by_hand() -> None:
    """Zone 3 to 4: 2 weeks for a related occupation and .15·(156 − 78) = 11.7; down costs no more."""
    zones = [pd.Series([3.0, 4.0, 2.0, 3.5]), pd.Series([4.0, 3.0, 2.0, 4.0])]
    closeness = pd.Series([RELATED, OTHER, SAME, BROAD])
    assert training_weeks(*zones, closeness, 0.15).tolist() == [13.5, 4.0, 0.0, 7.0]
    assert ramp_up_weeks(closeness, 26.0).tolist() == [15.5, 26.0, 2.5, 10.5]


@given(st.floats(1, 5), st.floats(1, 5), st.floats(0, 1))
def test_a_higher_zone_never_takes_less_training(origin: float, target: float, more: float) -> None:
    higher = min(target + more, 5.0)
    ends = pd.Series([origin, origin]), pd.Series([target, higher])
    weeks = training_weeks(*ends, pd.Series([OTHER, OTHER]), 0.15)
    assert weeks[0] <= weeks[1]


def test_observed_shares_by_hand(world: World) -> None:
    """Groups A (60 people), B (30) and C (10); occupation 11-1001 is A whole, 11-1002 is B and half of C."""
    tables = {
        "mobility": pd.DataFrame(
            [("A", "A", 0.8), ("A", "B", 0.15), ("A", "C", 0.05), ("B", "B", 0.9), ("B", "A", 0.1)],
            columns=["source", "target", "share"],
        ),
        "mobility_groups": pd.DataFrame({"group": ["A", "B", "C"], "employment": [60.0, 30.0, 10.0]}),
        "mobility_bridge": pd.DataFrame(
            [("A", "11-1001", 1.0), ("B", "11-1002", 1.0), ("C", "11-1002", 0.5), ("C", "12-1003", 0.5)],
            columns=["group", "occupation", "share"],
        ),
    }
    made_up = replace(world, tables=tables)
    weights = group_weights(made_up)
    assert weights.loc["11-1002"].to_dict() == pytest.approx({"A": 0, "B": 30 / 35, "C": 5 / 35})
    assert weights.loc["11-0000"].to_dict() == pytest.approx({"A": 60 / 95, "B": 30 / 95, "C": 5 / 95})
    found = observed_mobility(made_up, pd.Index(["11-1001", "11-1002", "99-9999"]))
    assert found.share.loc["11-1001", "11-1002"] == pytest.approx(0.15 * 30 / 35 + 0.05 * 5 / 35)
    # 20% leave A; 30 of the 40 others are in B and 10 in C.
    assert found.expected.loc["11-1001", "11-1002"] == pytest.approx(0.2 * (0.75 * 30 / 35 + 0.25 * 5 / 35))
    assert found.share.loc["11-1002", "11-1001"] == pytest.approx(0.1 * 30 / 35)
    assert found.share.loc["11-1001", "11-1001"] == 0.0 and "99-9999" not in found.share.index


def test_every_occupation_is_in_the_survey(world: World) -> None:
    weights = group_weights(world)
    assert set(world.occupations.index) <= set(weights.index)
    assert np.allclose(weights.sum(axis=1), 1.0)
