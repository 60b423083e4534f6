"""The roles of a copy to hand on: who stands where, at what cost, and what one person moves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.copied_roles import Usual, copied_roles
from reallocate.roster.protection import FEWEST, MULTIPLE
from reallocate.roster.staff import AMOUNTS
from reallocate.work.firm import OTHER

SMALL = small_world()
CODES = ("15-1252", "15-2051", "13-2053", "13-1031", "43-4051", "11-3031")
COST = pd.Series(dict(zip(SMALL.occupations.index, np.linspace(60_000, 200_000, len(SMALL.occupations)), strict=True)))
USUAL = Usual(
    SMALL.occupations[["title", "major_group"]], COST,
    SMALL.occupations["employment"].astype(float).fillna(0.0), pd.Series({"15-0000": "Computer Occupations"}),
)  # fmt: skip
PEOPLE = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from("xyz")), min_size=150, max_size=900)


def counts(people: list[tuple[str, str]], times_pay: float = 1.0, opened: float = 0.0) -> pd.DataFrame:
    """Counts of people by occupation and department, each paid so many times the industry's pay."""
    table = pd.DataFrame(people, columns=["occupation", "place"])
    table["cost"] = table["occupation"].map(COST) * times_pay
    table = table.assign(fte=1.0, paid_fte=1.0, open_positions=opened / len(table))
    found = []
    for dimension in ("", "department"):
        place = table["place"] if dimension else pd.Series("", index=table.index, name="place")
        sums = table.groupby([place, "occupation"])[list(AMOUNTS)].sum().reset_index()
        found.append(sums.assign(dimension=dimension))
    return pd.concat(found, ignore_index=True)


def key(number: int) -> bytes:
    return f"key {number}".encode()


@given(PEOPLE, st.binary(min_size=4, max_size=4), st.sampled_from(["", "department"]))
@settings(max_examples=60, deadline=None)
def test_no_group_of_fewer_than_25_is_shown_and_none_is_told_twice(
    people: list[tuple[str, str]], secret: bytes, column: str
) -> None:
    made = copied_roles(counts(people), USUAL, secret, column, "people.csv")
    assert (made["headcount"] >= FEWEST).all() and (made["headcount"] % MULTIPLE == 0).all()
    assert not made.duplicated(["occupation", "title", "department"]).any()
    assert made["basis"].eq("copy").all() and made["location"].eq("").all()
    if column:
        sizes = pd.Series([place for _, place in people]).value_counts()
        named = set(made["department"]) - {OTHER}
        assert all(sizes[place] >= FEWEST for place in named)


def test_small_occupations_stand_with_their_major_group_and_then_with_all() -> None:
    people = [("15-1252", "x")] * 400 + [("13-2053", "x")] * 20 + [("13-1031", "x")] * 15 + [("11-3031", "x")] * 150
    seen: dict[str, int] = {}
    for number in range(200):
        made = copied_roles(counts(people), USUAL, key(number), "", "people.csv")
        for title in made["title"]:
            seen[title] = seen.get(title, 0) + 1
    assert seen["Software Developers"] == seen["Financial Managers"] == 200, "400 and 150 always stand alone"
    assert "Insurance Underwriters" not in seen, "20 are never shown"
    assert 5 < seen["Other 13-0000"] < 40, "35 of a major group are, for one key in twelve"


@pytest.mark.long
def test_sizes_pay_and_places_are_right_in_the_mean() -> None:
    people = [("15-1252", "x")] * 400 + [("43-4051", "x")] * 180 + [("43-4051", "y")] * 220
    made = [copied_roles(counts(people, 1.5), USUAL, key(number), "department", "f") for number in range(500)]
    found = pd.concat(made).groupby(["occupation", "department"])[["headcount", "loaded_cost"]].mean()
    wanted = {("15-1252", "x"): 400, ("43-4051", "x"): 180, ("43-4051", "y"): 220}
    for cell, size in wanted.items():
        assert found.loc[cell, "headcount"] == pytest.approx(size, abs=5)
        assert found.loc[cell, "loaded_cost"] == pytest.approx(1.5 * COST[cell[0]], rel=0.02)


def test_a_small_place_is_other_and_its_people_are_counted_there() -> None:
    people = [("15-1252", "x")] * 500 + [("15-1252", "y")] * 20 + [("15-1252", "z")] * 160
    shown = pd.concat(copied_roles(counts(people), USUAL, key(number), "department", "f") for number in range(60))
    assert set(shown["department"]) == {"x", "z"}, "twenty are left out: they are too few for a group of their own"
    people = [*people, *[("15-1252", f"team {number}") for number in range(12) for _ in range(20)]]
    shown = pd.concat(copied_roles(counts(people), USUAL, key(number), "department", "f") for number in range(60))
    assert set(shown["department"]) == {"x", "z", OTHER}


def test_pay_beyond_four_times_the_industrys_and_pay_of_few_say_nothing() -> None:
    people = [("15-1252", "x")] * 400
    few = counts(people).assign(paid_fte=20.0)
    assert copied_roles(few, USUAL, key(1), "", "f")["loaded_cost"].isna().all()
    assert copied_roles(few, USUAL, key(1), "", "f")["own_pay"].eq(0.0).all()


@pytest.mark.long
def test_open_positions_stand_where_the_people_are_and_few_are_not_said() -> None:
    people = [("15-1252", "x")] * 400 + [("43-4051", "x")] * 200
    none = copied_roles(counts(people, opened=20), USUAL, key(1), "", "f")
    assert none["open_positions"].eq(0).all()
    many = [copied_roles(counts(people, opened=300), USUAL, key(number), "", "f") for number in range(300)]
    assert np.mean([one["open_positions"].sum() for one in many]) == pytest.approx(300, abs=8)
    silent = counts(people).assign(open_positions=np.nan)
    assert copied_roles(silent, USUAL, key(1), "", "f")["open_positions"].isna().all()


def test_a_firm_of_a_few_is_refused() -> None:
    with pytest.raises(InputError, match="too small for a copy"):
        copied_roles(counts([("15-1252", "x")] * 20), USUAL, key(1), "", "people.csv")


@pytest.mark.long
def test_a_person_less_shows_in_few_of_all_cases() -> None:
    """The roles of a copy before and after one of 600 people left: the same but in a few of a hundred cases."""
    draws = np.random.default_rng(3)
    people = [(CODES[code], "xyz"[place]) for code, place in zip(draws.integers(0, 6, 600), draws.integers(0, 3, 600), strict=True)]
    differ = 0
    for number in range(300):
        left = int(draws.integers(600))
        before, after = (
            copied_roles(counts(one), USUAL, key(number), "department", "f")
            for one in (people, people[:left] + people[left + 1 :])
        )
        differ += not before.equals(after)
    assert differ / 300 < 0.05
