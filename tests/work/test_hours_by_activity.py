"""W1: core tasks count twice, split tasks split equally, variants average, rows sum to 1."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.kernel.errors import DataError
from reallocate.work.hours import activity_of, occupation_content, task_hours, task_weights

TASKS = pd.DataFrame(
    {
        "onet_code": ["11-1111.00", "11-1111.00", "11-1111.01", "22-2222.00"],
        "task_id": [1, 2, 3, 4],
        "type": ["core", "supplemental", "", "core"],
    }
)
LINKS = pd.DataFrame(
    [
        ("11-1111.00", 1, "4.A.1.a.1.I01.D01"),
        ("11-1111.00", 1, "4.A.1.a.1.I02.D09"),
        ("11-1111.00", 1, "4.A.4.b.4.I01.D01"),
        ("11-1111.00", 2, "4.A.4.b.4.I01.D01"),
        ("11-1111.01", 3, "4.A.3.a.1.I01.D01"),
        ("22-2222.00", 4, "4.A.3.a.1.I01.D01"),
    ],
    columns=["onet_code", "task_id", "detailed"],
)


def test_a_core_task_counts_twice() -> None:
    assert task_weights(TASKS).tolist() == [2.0, 1.0, 1.0, 2.0]


def test_the_activity_of_a_detailed_activity() -> None:
    assert activity_of(pd.Series(["4.A.2.a.4.I09.D03"])).tolist() == ["4.A.2.a.4"]


def test_content_by_hand() -> None:
    content = occupation_content(task_hours(TASKS, LINKS)).set_index(["occupation", "activity"])["share"]
    # Variant .00: the core task gives 2·(2/3, 1/3), the other 1; of 3. Variant .01 counts as much.
    assert content["11-1111", "4.A.1.a.1"] == pytest.approx(4 / 9 / 2)
    assert content["11-1111", "4.A.4.b.4"] == pytest.approx(5 / 9 / 2)
    assert content["11-1111", "4.A.3.a.1"] == pytest.approx(1 / 2)
    assert content["22-2222", "4.A.3.a.1"] == 1.0


@given(st.permutations(range(len(LINKS))), st.permutations(range(len(TASKS))))
def test_the_order_of_rows_is_irrelevant(links: list[int], tasks: list[int]) -> None:
    one = occupation_content(task_hours(TASKS, LINKS))
    other = occupation_content(task_hours(TASKS.iloc[tasks], LINKS.iloc[links]))
    pd.testing.assert_frame_equal(one, other)


def test_a_task_without_an_activity_is_an_error_that_names_the_occupation() -> None:
    with pytest.raises(DataError, match=r"22-2222\.00.*1 tasks have no detailed"):
        task_hours(TASKS, LINKS.iloc[:-1])


def test_content_of_onet(onet: dict[str, pd.DataFrame]) -> None:
    hours = task_hours(onet["tasks"], onet["task_activities"])
    content = occupation_content(hours)
    assert content["occupation"].nunique() == 798
    assert content["activity"].nunique() == 37
    totals = content.groupby("occupation")["share"].sum()
    assert (totals - 1.0).abs().max() < 1e-12
