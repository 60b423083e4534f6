"""Nothing of a person is kept or repeated, reporting lines hold, far pay is told, and a mended copy keeps its rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from scripts.synthetic_roster import roster
from tests.roster.tables import SMALL

import reallocate as ra
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.people import People, read_people
from reallocate.roster.reporting import names_not_ids
from reallocate.roster.roster import read_roster
from reallocate.work.world import World

TODAY = dt.date(2026, 7, 1)
SIZE = 60
NAN = float("nan")


@pytest.fixture(scope="module")
def made(world: World) -> pd.DataFrame:
    return roster(world, SIZE)


def clean(made: pd.DataFrame) -> pd.DataFrame:
    table = made.assign(Currency="USD", SOC="")
    table["Name"] = [f"Vorname{row} Nachname{row}" for row in range(SIZE)]
    table["Work Contact"] = [f"person.{row}@firm.example" for row in range(SIZE)]
    return table


def written(table: pd.DataFrame, path: Path) -> Path:
    table.to_csv(path, index=False)
    return path


def read(world: World, path: Path) -> People:
    return read_people(path, world.occupations["title"].to_dict(), {}, ReadOptions(date=TODAY))


def test_ids_names_and_managers_names_are_not_kept_with_their_column_or_without(
    world: World, made: pd.DataFrame, tmp_path: Path
) -> None:
    table = clean(made)
    found = read(world, written(table, tmp_path / "people.csv"))
    assert not found.faults and len(found.rows) == SIZE
    assert [column for column, _ in found.dropped] == ["Name", "Work Contact"]
    kept = found.rows.to_csv()
    own = [*table["Employee ID"], *table["Name"], *table["Work Contact"]]
    assert not [text for text in own if text and text in kept], "ids are rows now, names are gone"
    # In titles and departments names are found without their column.
    table = clean(made).drop(columns="Manager ID")
    table.loc[7, "Job Title"] = f"Assistant to {table['Name'][3]}"
    table.loc[9, "Department"] = f"Sales ({' '.join(reversed(table['Name'][4].split()))})"
    found = read(world, written(table, tmp_path / "people.csv"))
    assert [(fault.row, fault.fault) for fault in found.faults] == [(9, "personal value")]
    assert found.rows["title"][9] == "" and found.rows["department"][11] == "Sales"
    assert any("Cells of department" in note for note in found.notes)
    table = clean(made).drop(columns="Manager ID")
    table["Manager"] = table["Name"].to_numpy()[::-1]
    found = read(world, written(table, tmp_path / "people.csv"))
    assert "manager" not in found.columns and found.rows["manager"].isna().all()
    assert "Manager" in [column for column, _ in found.dropped]
    for rows, are_names in ((1.0, NAN, NAN), True), ((1.0, 2.0, NAN), False):
        assert names_not_ids(pd.Series(["a", "b", "c"]), pd.Series(rows)) is are_names


def test_who_reported_to_a_row_at_fault_has_no_manager_without_it(tmp_path: Path) -> None:
    rows = [
        "id,title,fte,manager id",
        "1,Actuaries,1,",
        "2,Actuaries,7,1",
        "3,Actuaries,1,2",
        "4,Actuaries,1,1",
    ]
    (tmp_path / "a.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    left = read_roster(tmp_path / "a.csv", SMALL).without_faulty().people.rows
    assert left.index.tolist() == [2, 4, 5]
    assert left["manager"].isna().tolist() == [True, True, False] and left["manager"][5] == 2


def test_pay_far_from_that_of_the_title_is_told_and_that_of_a_part_timer_is_not_far(
    tmp_path: Path, world: World
) -> None:
    """Of a twentieth of full time: 4,700 for the own time, or 94,000 as for full time."""
    rows = [f"{number},Actuaries,{90_000 + 1_000 * number},1" for number in range(1, 9)]
    rows += ["9,Actuaries,9500000,1", "10,Actuaries,7900,1", "11,Chief Executives,15000000,1"]
    rows += ["12,Actuaries,4700,0.05", "13,Actuaries,94000,0.05"]
    (tmp_path / "a.csv").write_text("id,title,base,FTE\n" + "\n".join(rows), encoding="utf-8")
    far = [(fault.row, fault.fault, fault.value) for fault in read(world, tmp_path / "a.csv").faults]
    assert far == [(row, "pay ten times off the title's median", "") for row in (10, 11)]


FAULTY = (
    "Report\n\nEmployee ID;Job Title;Base Salary\n1;Registered Nurse;70.000,50\n2;;x\n3;Analyst;80.000,25\n"
)


@pytest.fixture
def faulty(tmp_path: Path) -> ra.Roster:
    (tmp_path / "people.csv").write_text(FAULTY, encoding="utf-8")
    return ra.Roster.read(tmp_path / "people.csv")


@pytest.mark.long
def test_a_mended_copy_keeps_rows_numbers_and_decimal_commas(faulty: ra.Roster, tmp_path: Path) -> None:
    assert [(one["row"], one["column"]) for one in faulty.faults] == [(5, "base"), (5, "title")]
    faulty.mend(tmp_path / "mended.csv", {(5, "title"): "Payroll Clerk", (5, "base"): "50.000,75"})
    text = (tmp_path / "mended.csv").read_text(encoding="utf-8")
    assert text.splitlines()[2:] == [
        "Employee ID;Job Title;Base Salary",
        "1;Registered Nurse;70.000,50",
        "2;Payroll Clerk;50.000,75",
        "3;Analyst;80.000,25",
    ]
    assert (tmp_path / "mended.csv").stat().st_mode & 0o077 == 0
    again = ra.Roster.read(tmp_path / "mended.csv")
    assert again.check().is_clean and again.faults == []


def test_a_row_that_is_left_out_becomes_a_blank_line_and_one_that_is_not_there_is_refused(
    faulty: ra.Roster, tmp_path: Path
) -> None:
    faulty.mend(tmp_path / "mended.csv", {}, [5])
    assert (tmp_path / "mended.csv").read_text(encoding="utf-8").splitlines()[4:] == [
        "",
        "3;Analyst;80.000,25",
    ]
    assert ra.Roster.read(tmp_path / "mended.csv").check().is_clean
    with pytest.raises(ra.InputError) as refused:
        faulty.mend(tmp_path / "wrong.csv", {(9, "title"): "x", (4, "shoe_size"): "44"})
    assert len(refused.value.problems) == 2 and not (tmp_path / "wrong.csv").exists()
