"""Groups of a roster's people in the roles that lose most: what is counted, and what is never told."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.problem.firm.people_groups import group_counts, loss_by_occupation
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.roster.options import ReadOptions
from reallocate.roster.roster import Given, Roster, read_roster
from reallocate.study.plan.council.people_groups import group_sentences
from reallocate.work.world import World

DAY = datetime.date(2026, 7, 1)
# Customer service loses more than the firm, developers less.
LOSS = pd.Series({"": 0.10, "43-4051": 0.20, "15-1252": 0.05, "43-0000": 0.2, "15-0000": 0.05})


def people(old: int, young: int, few: int = 0) -> list[tuple[str, str, int, str]]:
    """The old serve customers, the young develop; a few are 30 to 39."""
    return [
        *[("43-4051", "Customer Service Representative", 1966, "2001-01-01")] * old,
        *[("15-1252", "Software Developer", 2001, "2025-09-01")] * young,
        *[("15-1252", "Software Developer", 1991, "2020-01-01")] * few,
    ]


def roster(tmp_path: Path, world: World, rows: list[tuple[str, str, int, str]]) -> Roster:
    table = pd.DataFrame(rows, columns=["SOC code", "Job Title", "Birth year", "Hire Date"])
    table.insert(0, "Employee ID", [f"E{number}" for number in range(len(table))])
    table["FTE"] = ["0.5" if number % 4 == 0 else "1" for number in range(len(table))]
    file = tmp_path / "people.csv"
    table.to_csv(file, index=False)
    return read_roster(file, world, None, Given(reading=ReadOptions(date=DAY)))


def test_shares_are_those_of_the_people_to_five_percent(tmp_path: Path, world: World) -> None:
    table = group_counts(roster(tmp_path, world, people(2400, 1600)), LOSS, DAY)
    age = table[table["about"] == "age"].set_index("band")
    assert set(age.index) == {"60 and over", "under 30"}
    assert age["share_losing"].isna().all(), "a group of which nobody is in one part tells where all are"
    time = table[table["about"] == "working time"].set_index("band")["share_losing"]
    assert time["part time"] == pytest.approx(0.6, abs=0.05) and time["full time"] == pytest.approx(
        0.6, abs=0.05
    )
    shares = table["share_losing"].dropna() / 0.05
    np.testing.assert_allclose(shares, shares.round())


def test_who_served_long_is_told_apart(tmp_path: Path, world: World) -> None:
    rows = people(900, 600) + [("15-1252", "Software Developer", 1966, "2001-01-01")] * 300
    table = group_counts(roster(tmp_path, world, rows), LOSS, DAY).set_index(["about", "band"])
    assert table.loc[("length of service", "20 years and more"), "share_losing"] == pytest.approx(
        0.75, abs=0.05
    )
    size = float(table.loc[("age", "60 and over"), "size"].removeprefix("about ").replace(",", ""))
    assert 1_200 / 2.3 < size <= 1_800, "within a factor of √5, and a part is no larger than all"


def test_small_groups_have_no_share_and_smaller_ones_no_row(tmp_path: Path, world: World) -> None:
    few = group_counts(roster(tmp_path, world, people(300, 200, few=24)), LOSS, DAY)
    assert "30 to 39" not in set(few["band"]), "24 people are no group"
    rows = people(300, 200) + [("43-4051", "Customer Service Representative", 1981, "2010-01-01")] * 50
    table = group_counts(roster(tmp_path, world, rows), LOSS, DAY)
    age = table[table["about"] == "age"].set_index("band")
    assert 25 <= float(age.loc["40 to 49", "size"].removeprefix("about ")) <= 2.3 * 50
    assert np.isnan(age.loc["40 to 49", "share_losing"])


def test_no_count_of_people_leaves(tmp_path: Path, world: World) -> None:
    """One person more or less moves no cell by less than a step, since no cell holds people."""
    tables = [group_counts(roster(tmp_path, world, people(300 + more, 200)), LOSS, DAY) for more in (0, 1)]
    for table in tables:
        assert list(table.columns) == ["about", "band", "size", "share_losing"]
        sizes = table["size"].str.removeprefix("about ").astype(float)
        assert (sizes.between(25, 800) & (sizes % 5 == 0)).all(), "a part is no larger than all"


def test_sentences_name_the_two_ends_and_nothing_without_shares(tmp_path: Path, world: World) -> None:
    table = group_counts(roster(tmp_path, world, people(2400, 1600)), LOSS, DAY)
    said = group_sentences(table)
    assert len(said) == 1 and said[0].startswith("By working time: about ")
    assert group_sentences(table.assign(share_losing=np.nan)) == []


def test_losses_are_those_of_the_plan(solved: SolvedCases) -> None:
    loss, plan = loss_by_occupation(solved.plan), solved.plan
    i = plan.inputs
    at = list(i.occupation).index("43-4051")
    assert loss["43-4051"] == pytest.approx(1 - plan.headcount[at, -1] / i.headcount[at])
    assert loss[""] == pytest.approx(1 - plan.headcount[:-1, -1].sum() / i.headcount.sum())
    assert loss["43-0000"] == pytest.approx(
        1 - plan.headcount[i.family == "43-0000", -1].sum() / i.headcount[i.family == "43-0000"].sum()
    )
