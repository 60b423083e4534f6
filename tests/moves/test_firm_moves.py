"""Moves between roles: what is feasible, what it takes, and that labels and order decide nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reallocate.kernel.parameters import Parameters
from reallocate.moves.firm_moves import _MOST_ORIGINS, _MOST_TARGETS, _USUAL, firm_moves, move_context
from reallocate.moves.ways import SEEN
from reallocate.work.firm import MOVE_COLUMNS
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
            "location": "",
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
    known = move_context(world)
    origin, target = (known.occupations.get_indexer(pd.Index(everywhere[end])) for end in PAIRS)
    assert known.open_to[origin, target].all()
    assert (known.study[origin, target] <= 0.5).all()
    pay = everyone["loaded_cost"]
    assert (pay[everywhere["target"]].to_numpy() >= 0.8 * pay[everywhere["origin"]].to_numpy()).all()
    assert everywhere.groupby("origin").size().max() == _MOST_TARGETS
    assert everywhere.groupby("target").size().max() == _MOST_ORIGINS
    said = everywhere["basis"].str.contains("of those who left")
    moved = known.ways.moved
    usual = (moved.seen[origin, target] >= SEEN) & (moved.share[origin, target] >= _USUAL)
    assert (said == usual).all() and said.any()


def test_nobody_is_moved_to_the_top_or_into_a_remainder(world: World, everywhere: pd.DataFrame) -> None:
    never = set(world.occupations.index[world.occupations["title"].str.contains("All Other")]) | {"11-1011"}
    assert not set(everywhere["target"]) & never and set(everywhere["origin"]) & never
    small = firm(world, ["11-1021", "11-1011", "11-9199"]).assign(loaded_cost=100_000.0)
    twice = small.rename(index=lambda code: f"{code} again")
    grouped = small.loc[["11-9199"]].assign(occupation="11-0000").rename(index={"11-9199": "small roles"})
    moves = firm_moves(world, pd.concat([small, twice, grouped])).table
    assert set(moves["target"]) == {"11-1021", "11-1021 again"} and "small roles" in set(moves["origin"])


def test_what_it_takes_by_hand(world: World) -> None:
    """Half of what accountants lack of a financial manager's preparation, and what of the work is new."""
    moves = firm_moves(world, firm(world, ["13-2011", "11-3031"])).table.set_index(PAIRS)
    row, known = moves.loc[("13-2011", "11-3031")], move_context(world)
    one, other = (known.occupations.get_loc(code) for code in ("13-2011", "11-3031"))
    need, weight = known.needs.level[other], known.needs.importance[other]
    held = sum(w * min(a, b) for w, a, b in zip(weight, known.needs.level[one], need, strict=True))
    lacking = (1 - held / float(weight @ need)) * known.needs.preparation[other]
    assert row["training_weeks"] == pytest.approx(0.5 * lacking, abs=0.26)
    alike = float(np.sqrt(known.content[one] * known.content[other]).sum())
    assert row["ramp_up_weeks"] == pytest.approx(13 * (1 - alike) + 0.5 * lacking, abs=0.26)
    assert row["basis"].startswith("9.7% of those who left the occupation made this move; O*NET lists")
    # Three quarters taught before, and a year until somebody is at full speed: twice the time for what is new.
    taught = firm_moves(
        world,
        firm(world, ["13-2011", "11-3031"]),
        Parameters({"training_share": 0.75, "ramp_up_months": 12.0}),
    ).table.set_index(PAIRS)
    row = taught.loc[("13-2011", "11-3031")]
    assert row["training_weeks"] == pytest.approx(0.75 * lacking, abs=0.26)
    assert row["ramp_up_weeks"] == pytest.approx(26 * (1 - alike) + 0.25 * lacking, abs=0.26)


@settings(max_examples=5)
@given(data=st.data())
def test_labels_and_order_decide_nothing(data: st.DataObject, world: World) -> None:
    pool = sorted(world.occupations.index[world.occupations.index.str[:2].isin(["13", "15", "43"])])
    codes = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=20, unique=True))
    roles = firm(world, codes)
    moves = firm_moves(world, roles).table
    assert list(moves.columns) == list(MOVE_COLUMNS)
    pd.testing.assert_frame_equal(firm_moves(world, roles.iloc[::-1]).table, moves)
    # Ids that keep the order of the codes, so that even ties fall the same way.
    names = {code: f"role {place:03d}" for place, code in enumerate(sorted(codes))}
    renamed = firm_moves(world, roles.rename(index=names)).table
    pd.testing.assert_frame_equal(renamed, moves.assign(**{end: moves[end].map(names) for end in PAIRS}))


def test_moves_of_small_firms_by_hand(world: World) -> None:
    roles = firm(world, ["15-1251", "15-1252", "15-1253"])
    roles["loaded_cost"] = [100_000.0, 125_000.0, 99_000.0]
    moves = firm_moves(world, roles).table
    found = set(zip(moves["origin"], moves["target"], strict=True))
    assert ("15-1252", "15-1251") in found and ("15-1252", "15-1253") not in found
    assert {("15-1251", "15-1252"), ("15-1253", "15-1252")} <= found
    roles = firm(world, ["13-2011", "15-1252", "15-1253"]).assign(loaded_cost=150_000.0)
    other = (
        roles.iloc[[1]].assign(occupation="15-0000", family="15-0000").rename(index={"15-1252": "15-0000"})
    )
    moves = firm_moves(world, pd.concat([roles, other])).table
    assert "15-0000" not in set(moves["target"])
    from_group = moves[moves["origin"] == "15-0000"]
    assert set(from_group["target"]) == {"15-1252", "15-1253"}
    assert from_group["basis"].str.startswith("same major group").all()
    roles = firm(world, ["15-1252", "43-4051"])
    away = roles.iloc[[0]].rename(index={"15-1252": "15-1252@austin"})
    moves = firm_moves(world, pd.concat([roles, away])).table.set_index(PAIRS)
    row = moves.loc[("15-1252", "15-1252@austin")]
    assert row["training_weeks"] == 0 and row["training_cost"] == 0 and row["ramp_up_weeks"] == 1.5
    assert row["basis"].startswith("same occupation")
    assert firm_moves(world, firm(world, ["15-1252"])).table.empty


def test_what_is_assumed_about_moves_are_parameters(
    world: World, everyone: pd.DataFrame, everywhere: pd.DataFrame
) -> None:
    known, own = (
        move_context(world),
        {"training_share": 1.0, "move_training_cost": 1_000.0, "move_least_pay": 1.0},
    )
    taught = firm_moves(world, everyone, Parameters(own)).table
    assert (taught["training_cost"] == 1_000 * taught["training_weeks"]).all()
    assert taught["ramp_up_weeks"].between(1, 13).all(), "nothing is left to learn but the new work itself"
    origin, target = (known.occupations.get_indexer(pd.Index(everywhere[end])) for end in PAIRS)
    courses = 52 * known.study[origin, target]
    assert (everywhere["training_weeks"] >= courses).all() and courses.max() > 0
    pay = everyone["loaded_cost"]
    for least, table in ((1.0, taught), (0.8, everywhere)):
        ratio = pay[table["target"]].to_numpy() / pay[table["origin"]].to_numpy()
        assert least <= ratio.min() < least + 0.01
