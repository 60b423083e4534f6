"""What a move asks: skills to gain, study and experience; and a finer table of moves of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.occupations import programme_table
from reallocate.jobs.page import job_study
from reallocate.jobs.question import _read_own_moves
from reallocate.kernel.errors import DataError, InputError
from reallocate.moves.distance import _SHOWN_FROM, Requirements, skill_gaps
from reallocate.moves.firm_moves import move_context
from reallocate.moves.observed import in_frame
from reallocate.moves.odds import Worker
from reallocate.moves.ways import Person, WaysContext, moves_of, ways_context
from reallocate.work.world import World

ELEMENTS = pd.Index(["2.A.1.a", "2.A.1.b", "2.C.1.a"])


class Tables:
    """What of a World is asked for here."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.tables = tables

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def three_elements() -> tuple[World, Requirements]:
    """One target that needs levels 4, 2 and 3 with published importance 5, 3 and 4."""
    rated = pd.DataFrame({"occupation": "x", "element": ELEMENTS, "importance": [5.0, 3.0, 4.0]})
    titles, domains = ["Reading", "Listening", "Law"], ["skill", "skill", "knowledge"]
    elements = pd.DataFrame({"element": ELEMENTS, "title": titles, "domain": domains})
    tables = {"skills": rated.iloc[:2], "knowledge": rated.iloc[2:], "elements": elements}
    level, importance = np.array([[4.0, 2.0, 3.0]]), np.array([[1.0, 0.5, 0.75]])
    needs = Requirements(pd.Index(["x"]), ELEMENTS, level, importance, np.ones((1, 1)), np.ones(1))
    return cast(World, Tables(tables)), needs


def test_what_is_lacking_by_hand() -> None:
    world, needs = three_elements()
    found = skill_gaps(world, needs, np.array([3.0, 2.0, 1.0]), "x")
    # Importance 1, .5 and .75: all that is needed is 4 + 1 + 2.25.
    assert found["title"].tolist() == ["Law", "Reading"]
    assert found["lacking"].tolist() == pytest.approx([0.75 * 2 / 7.25, 1.0 / 7.25])
    assert found[["level_now", "level_needed"]].to_numpy().tolist() == [[1.0, 3.0], [3.0, 4.0]]
    assert skill_gaps(world, needs, np.array([4.0 - _SHOWN_FROM / 2, 2.0, 3.0]), "x").empty
    assert len(skill_gaps(world, needs, np.array([4.0 - _SHOWN_FROM, 2.0, 3.0]), "x")) == 1


def test_gaps_are_what_coverage_lacks_and_a_skill_that_is_held_is_no_gap(world: World) -> None:
    needs = move_context(world).needs
    plain = skill_gaps(world, needs, Worker("43-4051").levels(needs), "11-3031")
    first = plain.iloc[0]
    held = skill_gaps(
        world, needs, Worker("43-4051", skills=(str(first["element"]),)).levels(needs), "11-3031"
    )
    assert held["element"].tolist() == plain["element"].tolist()[1:]
    assert 0 < plain["lacking"].sum() < 1 and plain["lacking"].is_monotonic_decreasing
    own = Worker("43-4051").levels(needs)
    for target in ("11-3031", "15-1252", "29-1141"):
        place = int(np.asarray(needs.occupations.get_loc(target)))
        small = np.clip(needs.level[place] - own, 0.0, None)
        small = float(needs.importance[place] @ np.where(small < _SHOWN_FROM, small, 0.0))
        whole = float(needs.importance[place] @ needs.level[place])
        lacking = float(skill_gaps(world, needs, own, target)["lacking"].sum()) + small / whole
        held = float(needs.importance[place] @ np.minimum(own, needs.level[place]))
        assert lacking == pytest.approx(1.0 - held / whole)


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


def test_schooling_that_is_lacking_takes_years_and_what_is_held_is_not_asked_again(ways: WaysContext) -> None:
    """From teaching assistant (13 years of school by O*NET) to primary school: a bachelor's, which is a must."""
    for origin, target, years, tuition in (
        ("29-2061", "29-1141", 1.5, 6_000),  # a licensed practical nurse becomes a registered one
        ("29-1141", "29-1171", 2.0, 15_000),
        ("33-9032", "53-3032", 0.15, 5_000),
        ("43-4051", "41-2031", 0.0, 0),
    ):
        row = move(ways, origin, target)
        assert (row["years"], row["tuition"]) == pytest.approx((years, tuition))
    facts = ways.facts
    own = facts.usual_schooling[facts.place("25-9045")]
    row = move(ways, "25-9045", "25-2021")
    assert row["years"] == 16 - own and row["tuition"] == pytest.approx(10_000 + 10_000 * (row["years"] - 1))
    schooled = move(ways, "25-9045", "25-2021", Person(education=6))
    assert schooled["years"] == 1.0 and schooled["tuition"] == 10_000
    assert move(ways, "33-9032", "53-3032", Person(fields=("53-3032",)))["years"] == 0
    assert move(ways, "31-1120", "29-2061", Person(fields=("29-1141",)))["years"] == 0
    # BLS asks 5 years of managers of operations; an assistant's do not count, a manager's of the group do.
    assert move(ways, "13-2011", "11-3031")["experience"] == 0
    assert move(ways, "25-2031", "11-9032")["experience"] == 0, "the programme names teaching"
    assert move(ways, "11-1021", "11-3031")["experience"] == 5
    assert move(ways, "15-1252", "11-3021")["experience"] == 0, "computing work leads to its management"
    assert move(ways, "47-2031", "47-1011")["experience"] == 0, "foremen come from the trades they supervise"
    assert move(ways, "53-3032", "47-1011")["experience"] == 5
    assert (np.diag(ways.listed.years)[ways.listed.asks == ""] == 0).all()


HEAD = "origin,target,share,leaving,people\n"


def write(folder: Path, rows: str) -> Path:
    file = folder / "moves.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    return file


def test_own_shares_stand_in_place_of_the_surveys(world: World, tmp_path: Path) -> None:
    file = write(tmp_path, "43-4051,41-3021,0.3,0.2,400\n43-4051,41-2031,0.7,0.2,400\n")
    own = ways_context(world, own_moves=_read_own_moves(file, world))
    usual = ways_context(world)
    place = own.facts.place("43-4051")
    assert own.moved.leaving[place] == 0.2 and own.moved.seen[place].sum() == pytest.approx(400)
    row = moves_of(own, "43-4051").set_index("occupation").loc["41-3021"]
    assert row["share"] == pytest.approx(0.3) and row["seen"] == pytest.approx(120)
    assert row["low"] < 0.3 < row["high"] and row["high"] - row["low"] < 0.07 and row["section"] == "now"
    other = own.facts.place("29-1141")
    assert (own.moved.share[other] == usual.moved.share[other]).all()


def test_codes_of_2010_become_those_of_today_and_count_by_people(world: World, tmp_path: Path) -> None:
    """Human resources specialists were 13-1071 then and now; web developers 15-1134 became two."""
    file = write(tmp_path, "13-1071,15-1134,0.5,0.1,100\n")
    table = _read_own_moves(file, world).table
    assert set(table["target"]) == {"15-1254", "15-1255"} and table["share"].sum() == pytest.approx(0.5)
    columns = ["origin", "target", "share", "leaving", "people"]
    rows = pd.DataFrame([("a1", "b", 0.1, 0.2, 100.0), ("a2", "b", 0.4, 0.1, 300.0)], columns=columns)
    became = {"a1": ("a",), "a2": ("a",), "b": ("b",)}
    (row,) = in_frame(rows, became, pd.Series({"a": 1.0, "b": 1.0})).to_dict("records")
    assert row["share"] == pytest.approx((10 + 120) / 400) and row["leaving"] == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("43-4051,99-0000,0.5,0.2,400\n", "no occupation has the code '99-0000'"),
        ("43-4051,41-2031,1.5,0.2,400\n", "share is 1.5"),
        ("43-4051,41-2031,many,0.2,400\n", "row 2, share"),
        ("43-4051,41-2031,0.8,0.2,400\n43-4051,41-3021,0.8,0.2,400\n", "sum to 1.600"),
        ("43-4051,43-4051,0.8,0.2,400\n", "no row leads from one code to another"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(world: World, tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        job_study(world, "43-4051", moves=write(tmp_path, rows))
    assert said in str(caught.value) and "moves.csv" in str(caught.value)
    (tmp_path / "other.csv").write_text("origin,target\n43-4051,41-2031\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column share, leaving, people"):
        _read_own_moves(tmp_path / "other.csv", world)


def test_the_card_says_whose_moves_they_are(world: World, tmp_path: Path) -> None:
    file = write(tmp_path, "43-4051,41-3021,1.0,0.2,400\n")
    study = job_study(world, "43-4051", moves=file)
    assert study.facts["request"]["moves"] and study.table("every_move")["occupation"].tolist() == ["41-3021"]
    assert any("your table of moves" in line for line in study.explain()["ways"])
