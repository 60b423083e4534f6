"""Groups of a roster's people in the roles that lose most: exact, and none of fewer than five."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest

from reallocate.firm.council.model import group_counts, group_sentences, loss_by_occupation
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.roster import Given, read_roster
from reallocate.roster.staff import staff_groups
from reallocate.work.world import World

DAY = datetime.date(2026, 7, 1)
# Customer service loses more than the firm, developers less.
LOSS = pd.Series({"": 0.10, "43-4051": 0.20, "15-1252": 0.05, "43-0000": 0.2, "15-0000": 0.05})


def counted(tmp_path: Path, world: World, old: int, young: int, few: int = 0) -> pd.DataFrame:
    """The old serve customers, the young develop; a few are 30 to 39."""
    rows = [
        *[("43-4051", "Customer Service Representative", 1966, "2001-01-01")] * old,
        *[("15-1252", "Software Developer", 2001, "2025-09-01")] * young,
        *[("15-1252", "Software Developer", 1991, "2020-01-01")] * few,
    ]
    table = pd.DataFrame(rows, columns=["SOC code", "Job Title", "Birth year", "Hire Date"])
    table.insert(0, "Employee ID", [f"E{number}" for number in range(len(table))])
    table["FTE"] = ["0.5" if number % 4 == 0 else "1" for number in range(len(table))]
    file = tmp_path / "people.csv"
    table.to_csv(file, index=False)
    roster = read_roster(file, world, None, Given(reading=ReadOptions(date=DAY)))
    return group_counts(staff_groups(roster, (), DAY), LOSS)


def test_sizes_and_shares_are_those_of_the_people(tmp_path: Path, world: World) -> None:
    table = counted(tmp_path, world, 240, 160).set_index(["about", "band"])
    assert table.loc[("age", "60 and over"), ["size", "share_losing"]].tolist() == [240, 1.0]
    assert table.loc[("age", "under 30"), ["size", "share_losing"]].tolist() == [160, 0.0]
    assert table.loc[("working time", "part time"), ["size", "share_losing"]].tolist() == [100, 0.6]
    assert table.loc[("length of service", "20 years and more"), "size"] == 240


def test_a_group_of_fewer_than_five_is_left_out(tmp_path: Path, world: World) -> None:
    bands = counted(tmp_path, world, 40, 30, few=4)["band"].tolist()
    assert "30 to 39" not in bands and "5 to 10 years" not in bands
    assert "30 to 39" in counted(tmp_path, world, 40, 30, few=5)["band"].tolist()


def test_the_sentences_say_who_is_hit_most_and_least(tmp_path: Path, world: World) -> None:
    table = counted(tmp_path, world, 240, 160)
    said = " ".join(group_sentences(table))
    assert "By age: 100% of those “60 and over” work in the roles hit hardest, 0% of those “under 30”" in said
    assert "Who leaves is not in a plan." in said
    assert group_sentences(table[table["band"].eq("under 30")]) == [], "one group alone says nothing"


def test_losses_are_those_of_the_plan(solved: SolvedPlan) -> None:
    loss, plan = loss_by_occupation(solved.plan), solved.plan
    i = plan.inputs
    at = list(i.occupation).index("43-4051")
    assert loss["43-4051"] == pytest.approx(1 - plan.headcount[at, -1] / i.headcount[at])
    assert loss[""] == pytest.approx(1 - plan.headcount[:-1, -1].sum() / i.headcount.sum())
    assert loss["43-0000"] == pytest.approx(
        1 - plan.headcount[i.family == "43-0000", -1].sum() / i.headcount[i.family == "43-0000"].sum()
    )
