"""A finer table of moves of the user's own: codes of SOC 2010, shares, and all that can be wrong with it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.jobs.page import job_study
from reallocate.jobs.question import read_own_moves
from reallocate.kernel.errors import InputError
from reallocate.moves.observed import in_frame
from reallocate.moves.ways import moves_of, ways_context
from reallocate.work.world import World

HEAD = "origin,target,share,leaving,people\n"


def write(folder: Path, rows: str) -> Path:
    file = folder / "moves.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    return file


def test_own_shares_stand_in_place_of_the_surveys(world: World, tmp_path: Path) -> None:
    file = write(tmp_path, "43-4051,41-3021,0.3,0.2,400\n43-4051,41-2031,0.7,0.2,400\n")
    own = ways_context(world, own_moves=read_own_moves(file, world))
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
    table = read_own_moves(file, world).table
    assert set(table["target"]) == {"15-1254", "15-1255"} and table["share"].sum() == pytest.approx(0.5)
    rows = pd.DataFrame(
        {
            "origin": ["a1", "a2"], "target": ["b", "b"], "share": [0.1, 0.4], "leaving": [0.2, 0.1],
            "people": [100.0, 300.0],
        }
    )  # fmt: skip
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


def test_a_column_that_is_missing_is_named(world: World, tmp_path: Path) -> None:
    file = tmp_path / "moves.csv"
    file.write_text("origin,target\n43-4051,41-2031\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column share, leaving, people"):
        read_own_moves(file, world)


def test_the_card_says_whose_moves_they_are(world: World, tmp_path: Path) -> None:
    file = write(tmp_path, "43-4051,41-3021,1.0,0.2,400\n")
    study = job_study(world, "43-4051", moves=file)
    assert study.facts["request"]["moves"] and study.table("every_move")["occupation"].tolist() == ["41-3021"]
    assert any("your table of moves" in line for line in study.explain()["ways"])
