"""Moves between roles of a firm, and what a move asks: skills to gain, study and experience; a user's own table of moves."""

from __future__ import annotations

from ast import literal_eval
from pathlib import Path
from typing import cast
from unittest.mock import Mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden_pages import Goldens, whole_tables

from reallocate.data.bundle import load_tables
from reallocate.data.occupations import programme_table
from reallocate.jobs.own_moves import read_own_moves
from reallocate.jobs.page import job_study
from reallocate.kernel.errors import DataError, InputError
from reallocate.kernel.parameters import Parameters
from reallocate.moves.distance import _SHOWN_FROM, Requirements, skill_gaps
from reallocate.moves.firm_moves import (
    _MOST_ORIGINS,
    _MOST_TARGETS,
    _USUAL,
    SEEN,
    aims,
    firm_moves,
    move_context,
)
from reallocate.moves.observed import in_frame
from reallocate.moves.ways import Person, WaysContext, moves_of, ways_context
from reallocate.work.firm import MOVE_COLUMNS
from reallocate.work.world import World

PAIRS = ["origin", "target"]
ELEMENTS = pd.Index(["2.A.1.a", "2.A.1.b", "2.C.1.a"])


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


def test_moves_are_feasible_and_lead_nobody_to_the_top_or_into_a_remainder(
    everyone: pd.DataFrame, everywhere: pd.DataFrame, world: World
) -> None:
    assert (everywhere["origin"] != everywhere["target"]).all()
    assert not everywhere.duplicated(PAIRS).any() and everywhere["basis"].ne("").all()
    known = move_context(world)
    origin, target = (known.occupations.get_indexer(pd.Index(everywhere[end])) for end in PAIRS)
    aimed = aims(known.ways, np.arange(len(known.occupations)))
    assert aimed.open_to[origin, target].all()
    assert (aimed.study[origin, target] <= 0.5).all()
    pay = everyone["loaded_cost"]
    assert (pay[everywhere["target"]].to_numpy() >= 0.8 * pay[everywhere["origin"]].to_numpy()).all()
    assert everywhere.groupby("origin").size().max() == _MOST_TARGETS
    assert everywhere.groupby("target").size().max() == _MOST_ORIGINS
    said = everywhere["basis"].str.contains("of those who left")
    moved = known.ways.moved
    usual = (moved.seen[origin, target] >= SEEN) & (moved.share[origin, target] >= _USUAL)
    assert (said == usual).all() and said.any()
    never = set(world.occupations.index[world.occupations["title"].str.contains("All Other")]) | {"11-1011"}
    assert not set(everywhere["target"]) & never and set(everywhere["origin"]) & never


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


def test_moves_of_small_firms_are_those_that_are_kept(world: World, golden: Goldens) -> None:
    """Nobody moves for a fifth less, to the top, into a remainder or to a group; from a group to its occupations; within an occupation to
    another place without training, at 1.5 weeks."""
    apart = firm(world, ["15-1251", "15-1252", "15-1253"]).assign(loaded_cost=[100_000.0, 125_000.0, 99_000.0])
    three = firm(world, ["13-2011", "15-1252", "15-1253"]).assign(loaded_cost=150_000.0)
    group = three.iloc[[1]].assign(occupation="15-0000", family="15-0000").rename(index={"15-1252": "15-0000"})
    two, top = firm(world, ["15-1252", "43-4051"]), firm(world, ["11-1021", "11-1011", "11-9199"]).assign(loaded_cost=100_000.0)
    twice = top.rename(index=lambda code: f"{code} again")
    small = top.loc[["11-9199"]].assign(occupation="11-0000").rename(index={"11-9199": "small roles"})
    firms = {
        "pay apart": apart, "a group": pd.concat([three, group]), "two places": pd.concat([two, two.iloc[[0]].rename(index={"15-1252": "15-1252@austin"})]),
        "the top": pd.concat([top, twice, small]), "one role": firm(world, ["15-1252"]),
    }  # fmt: skip
    golden("moves/small_firms", whole_tables({name: firm_moves(world, roles).table for name, roles in firms.items()}))


def test_what_is_lacking_by_hand() -> None:
    """One target that needs levels 4, 2 and 3 with published importance 5, 3 and 4."""
    rated = pd.DataFrame({"occupation": "x", "element": ELEMENTS, "importance": [5.0, 3.0, 4.0]})
    titles, domains = ["Reading", "Listening", "Law"], ["skill", "skill", "knowledge"]
    elements = pd.DataFrame({"element": ELEMENTS, "title": titles, "domain": domains})
    tables = {"skills": rated.iloc[:2], "knowledge": rated.iloc[2:], "elements": elements}
    level, importance = np.array([[4.0, 2.0, 3.0]]), np.array([[1.0, 0.5, 0.75]])
    needs = Requirements(pd.Index(["x"]), ELEMENTS, level, importance, np.ones((1, 1)), np.ones(1))
    world = cast(World, Mock(tables=tables, table=tables.get))
    found = skill_gaps(world, needs, np.array([3.0, 2.0, 1.0]), "x")
    # Importance 1, .5 and .75: all that is needed is 4 + 1 + 2.25.
    assert found["title"].tolist() == ["Law", "Reading"]
    assert found["lacking"].tolist() == pytest.approx([0.75 * 2 / 7.25, 1.0 / 7.25])
    assert found[["level_now", "level_needed"]].to_numpy().tolist() == [[1.0, 3.0], [3.0, 4.0]]
    assert skill_gaps(world, needs, np.array([4.0 - _SHOWN_FROM / 2, 2.0, 3.0]), "x").empty
    assert len(skill_gaps(world, needs, np.array([4.0 - _SHOWN_FROM, 2.0, 3.0]), "x")) == 1


@pytest.fixture(scope="module")
def ways(world: World) -> WaysContext:
    return ways_context(world)


def move(ways: WaysContext, origin: str, target: str, person: Person | None = None) -> pd.Series:
    return moves_of(ways, origin, person).set_index("occupation").loc[target]


def test_the_shipped_table_is_the_list() -> None:
    shipped = load_tables()["programmes"]
    frame = pd.Index(load_tables()["occupations"]["occupation"])
    made = programme_table(frame)
    assert len(shipped) == len(made) and not shipped.duplicated(["occupation", "origin"]).any()
    assert shipped["source"].str.len().gt(8).all() and shipped["years"].between(0, 12).all()
    assert set(load_tables()["licences"]["occupation"]) <= set(shipped["occupation"]), (
        "a licence has a programme"
    )
    with pytest.raises(DataError, match="registered_nurse names 29-1141"):
        programme_table(frame.drop(["29-1141"]))


def test_schooling_and_experience_that_are_lacking_are_asked_and_what_is_held_is_not(ways: WaysContext, golden: Goldens) -> None:
    """A licensed practical nurse becomes a registered one; from teaching assistant (13 years of school) to primary school, where a
    bachelor's is a must; what is held; and where BLS asks 5 years of managers, whether the trade they come from counts."""

    def lacking(asked: str) -> str:
        moved, _, held = asked.partition(" with ")
        person = Person(**{name: literal_eval(value) for name, value in (one.split("=") for one in held.split())}) if held else None
        row = move(ways, *moved.split(" to "), person)
        return f"{row['years']:g} years, {row['tuition']:g} USD, {row['experience']:g} of experience"

    golden.answers("moves/asked", lacking)
    assert (np.diag(ways.listed.years)[ways.listed.asks == ""] == 0).all()


def write(folder: Path, rows: str) -> Path:
    file = folder / "moves.csv"
    file.write_text("origin,target,share,leaving,people\n" + rows, encoding="utf-8")
    return file


def test_own_shares_stand_in_place_of_the_surveys_and_the_card_says_whose_they_are(
    world: World, tmp_path: Path
) -> None:
    file = write(tmp_path, "43-4051,41-3021,0.3,0.2,400\n43-4051,41-2031,0.7,0.2,400\n")
    own = ways_context(world, own_moves=read_own_moves(file, world))
    usual = ways_context(world)
    place = own.facts.place("43-4051")
    assert own.moved.leaving[place] == 0.2 and own.moved.seen[place].sum() == pytest.approx(400)
    row = moves_of(own, "43-4051").set_index("occupation").loc["41-3021"]
    assert row["share"] == pytest.approx(0.3) and row["seen"] == pytest.approx(120)
    assert row["low"] < 0.3 < row["high"] and row["high"] - row["low"] < 0.07 and row["option"] == "sideways"
    other = own.facts.place("29-1141")
    assert (own.moved.share[other] == usual.moved.share[other]).all()
    file = write(tmp_path, "43-4051,41-3021,1.0,0.2,400\n")
    study = job_study(world, "43-4051", moves=file)
    assert study.facts["request"]["moves"] and study.table("every_move")["occupation"].tolist() == ["41-3021"]
    assert any("your table of moves" in line for line in study.explain()["ways"])


def test_codes_of_2010_become_those_of_today_and_count_by_people(world: World, tmp_path: Path) -> None:
    """Human resources specialists were 13-1071 then and now; web developers 15-1134 became two."""
    file = write(tmp_path, "13-1071,15-1134,0.5,0.1,100\n")
    table = read_own_moves(file, world).table
    assert set(table["target"]) == {"15-1254", "15-1255"} and table["share"].sum() == pytest.approx(0.5)
    columns = ["origin", "target", "share", "leaving", "people"]
    rows = pd.DataFrame([("a1", "b", 0.1, 0.2, 100.0), ("a2", "b", 0.4, 0.1, 300.0)], columns=columns)
    became = {"a1": ("a",), "a2": ("a",), "b": ("b",)}
    (row,) = in_frame(rows, became, pd.Series({"a": 1.0, "b": 1.0})).to_dict("records")
    assert row["share"] == pytest.approx((10 + 120) / 400) and row["leaving"] == pytest.approx(0.125)


def test_what_is_wrong_is_said_with_its_place(world: World, tmp_path: Path, golden: Goldens) -> None:
    told = []
    for rows in (
        "43-4051,99-0000,0.5,0.2,400\n", "43-4051,41-2031,1.5,0.2,400\n", "43-4051,41-2031,many,0.2,400\n",
        "43-4051,41-2031,0.8,0.2,400\n43-4051,41-3021,0.8,0.2,400\n", "43-4051,43-4051,0.8,0.2,400\n",
    ):  # fmt: skip
        with pytest.raises(InputError) as caught:
            job_study(world, "43-4051", moves=write(tmp_path, rows))
        told += [f"{rows!r}", *(f"  {one}" for one in caught.value.problems)]
    (tmp_path / "other.csv").write_text("origin,target\n43-4051,41-2031\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_own_moves(tmp_path / "other.csv", world)
    golden("moves/refused", "\n".join([*told, *map(str, caught.value.problems)]))
