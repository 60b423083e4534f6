"""Displaced people by occupation and age: every split adds up, and few people do not stand apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.kernel.errors import InvariantError
from reallocate.market.nation.lost_jobs import ALL, FEWEST, OTHER, Cells, must_add_up, small_rows
from reallocate.market.simulate.people_text import by_age, by_area, young

LOST = np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0]])
OUT = np.array([[40.0, 60.0], [10.0, 20.0], [1.0, 2.0]])
WAGE = np.array([[50_000.0], [100_000.0], [80_000.0]])


def cells() -> Cells:
    """Three occupations and two ages."""
    return Cells(
        persons={"jobs_ended": OUT, "laid_off": OUT / 2},
        money={"lost": OUT * WAGE * LOST / 1e6},
        means={"lost_years": LOST},
        number=OUT,
        paid=OUT * WAGE,
    )


def test_ages_and_places_by_hand() -> None:
    table = cells().over_ages(pd.Index(["young", "old"])).set_index("group")
    young = OUT[:, 0] * WAGE[:, 0]
    assert table.loc["young", "jobs_ended"] == 51
    assert table.loc["young", "lost_years"] == pytest.approx(float(young @ LOST[:, 0] / young.sum()))
    assert table.loc["young", "pay"] == pytest.approx(float(young.sum() / 51))
    assert table.loc[ALL, "lost"] == pytest.approx(table["lost"].iloc[:2].sum())
    part = np.array([[0.5, 0.2, 0.5], [0.5, 0.8, 0.5]])
    pay = np.array([[1.5, 1.0, 1.0], [0.5, 1.0, 1.0]])
    near = np.array([[4.0, 4.0, 4.0], [2.0, 2.0, 2.0]])
    table = cells().over_occupations(
        part, pd.Index(["dear", "cheap"]), pay, {"months": near}, {"idle": np.array([3.0, 4.0])}
    )
    rows = table.set_index("group")
    first = (OUT * WAGE * LOST).sum(axis=1) / 1e6
    assert rows.loc["dear", "lost"] == pytest.approx(float((part * pay)[0] @ first))
    assert rows.loc["dear", "pay"] > rows.loc["cheap", "pay"]
    assert rows.loc["dear", "months"] == 4 and rows.loc["cheap", "months"] == 2
    assert 2 < rows.loc[ALL, "months"] < 4 and rows.loc[ALL, "idle"] == 7
    must_add_up(table, rows.loc[ALL], ("jobs_ended", "laid_off", "lost", "idle"), "places")


def test_few_people_do_not_stand_apart() -> None:
    table = cells().over_occupations(np.eye(3), pd.Index(["a", "b", "c"]))
    assert list(table["group"]) == ["a", OTHER, ALL], "three people alone would be told by what is missing"
    assert table.loc[1, "jobs_ended"] == pytest.approx(33)
    must_add_up(table, table.iloc[-1], ("jobs_ended", "lost"), "groups")
    enough = pd.DataFrame({"jobs_ended": [40.0, 3.0, -3.0, 0.5], "laid_off": [0.0, 0.0, 0.0, 0.0]})
    assert list(small_rows(enough)) == [False, True, True, True]
    assert not small_rows(enough.iloc[:1]).any() and FEWEST == 5
    nobody = pd.DataFrame({"jobs_ended": [40.0, 6.0, 0.0], "laid_off": [0.0, 0.0, 1e-9]})
    assert list(small_rows(nobody)) == [False, False, True], "where nobody is nothing is told"


@pytest.mark.parametrize("column", ["jobs_ended", "laid_off", "lost"])
def test_a_part_that_is_changed_is_refused(column: str) -> None:
    table = cells().over_ages(pd.Index(["young", "old"]))
    table.loc[0, column] *= 1.001
    with pytest.raises(InvariantError, match=f"ages, {column}"):
        must_add_up(table, table.iloc[-1], ("jobs_ended", "laid_off", "lost"), "ages")


def test_a_missing_part_is_refused() -> None:
    table = cells().over_ages(pd.Index(["young", "old"]))
    table.loc[table["group"] == ALL, "lost"] = np.nan
    with pytest.raises(InvariantError, match="ages, lost"):
        must_add_up(table, pd.Series({"lost": 1.0}), ("lost",), "ages")


def test_sentences_name_what_is_published_and_what_is_assumed() -> None:
    ages = pd.DataFrame(
        {
            "age": ["16–21", "22–25", "26–54", "55+", ALL],
            "lost_years": [0.8, 1.0, 1.4, 1.3, 1.3],
            "with_job": [0.8, 0.8, 0.8, 0.7, 0.78],
            "more_unemployed": [10.0, 10.0, 60.0, 20.0, 100.0],
        }
    )
    said = " ".join(by_age(ages))
    assert "0.80 at 16–21" in said and "55.3%" in said and "70% have at 55+" in said
    share = pd.Series([0.06, 0.07, 0.64, 0.23], index=ages["age"].iloc[:4])
    assert "16 to 25 are 13% of those in work and bear 20%" in young(ages, share)[0]
    states = pd.DataFrame(
        {
            "area": ["1", "2", ALL], "title": ["Ohio", "Iowa", "All states"],
            "jobs_ended": [30.0, 20.0, 50.0], "months": [4.0, 4.0, 4.0], "months_in_area": [3.5, 4.5, 4.1],
        }
    )  # fmt: skip
    told = " ".join(by_area(states))
    assert "an assumption" in told and "Ohio 30; Iowa 20" in told and "4.5 in Iowa" in told
    assert by_age(ages.assign(lost_years=np.nan)) == []
    assert by_area(states.iloc[-1:]) == []
