"""A person's list of tasks is read whole from any of three kinds of file, and all that is wrong told at once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.jobs.hours import list_hours
from reallocate.kernel.errors import InputError
from reallocate.roster.tasks import _NAMED, _READ, TaskList, read_tasks
from reallocate.work.world import World

TEXT = "Supervise a team of analysts\n\n- Repair broken pumps\n2. Teach mathematics to students\n"
SCHEDULING = "4.A.2.b.5"


def write(folder: Path, text: str, name: str = "tasks.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path, world: World) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_tasks(path, world)
    return [str(problem) for problem in caught.value.problems]


def test_a_text_file_holds_one_task_a_line(tmp_path: Path, world: World) -> None:
    found = read_tasks(write(tmp_path, TEXT, "mine.txt"), world)
    assert found.rows["task"].tolist() == [
        "Supervise a team of analysts", "Repair broken pumps", "Teach mathematics to students"
    ]  # fmt: skip
    assert found.rows["row"].tolist() == [1, 3, 4], "as an editor counts them"
    assert found.rows["share"].tolist() == pytest.approx([1 / 3] * 3)
    assert found.rows["activity"].tolist() == ["4.A.4.b.4", "4.A.3.b.4", "4.A.4.b.3"]
    assert found.content.sum() == pytest.approx(1.0) and len(found.content) == 37
    assert found.way == "text"
    assert "mine.txt: no hours are given, so every task counts alike." in found.said
    assert any("the activities of 3 of 3 tasks are read from their words" in line for line in found.said)
    rows = read_tasks(write(tmp_path, TEXT + "Answer customer emails\n", "mine.txt"), world).rows
    assert (rows["score"] >= rows["runner_up_score"]).all() and (rows["activity"] != rows["runner_up"]).all()
    placed = world.table("accuracy").set_index("source")["placed_right"].to_dict()
    assert rows["right"].tolist() == [placed[sure] for sure in rows["sureness"]]
    assert rows["sureness"].iloc[-1] == "least sure" and rows["how"].eq(_READ).all()


@pytest.mark.parametrize(
    "text",
    [
        f"task,activity\nRota,{SCHEDULING}\n",
        "task,activity\nRota,4.A.2.b.5.I01.D04\n",
        "task,activity\nRota,scheduling work and activities\n",
        "task\nScheduling Work and Activities\n",
    ],
)
def test_an_activity_is_named_by_code_or_title(tmp_path: Path, world: World, text: str) -> None:
    found = read_tasks(write(tmp_path, text), world)
    assert found.content[SCHEDULING] == 1.0 and found.named_share == 1.0 and found.way == "activities"
    row = found.rows.iloc[0]
    assert (row["how"], row["score"], row["runner_up"], row["sureness"]) == (_NAMED, 1.0, "", "")
    assert pd.isna(row["right"]), "no accuracy is claimed for what the person says"


@pytest.mark.parametrize(
    ("column", "amounts"), [("hours", (30, 10)), ("share", (0.75, 0.25)), ("Hours per week", (3, 1))]
)
def test_amounts_weigh(tmp_path: Path, world: World, column: str, amounts: tuple[float, float]) -> None:
    text = f"task;{column};activity\nRota;{amounts[0]};{SCHEDULING}\nDraw;{amounts[1]};4.A.2.b.2\n"
    found = read_tasks(write(tmp_path, text), world)
    assert found.content[[SCHEDULING, "4.A.2.b.2"]].tolist() == pytest.approx([0.75, 0.25])
    assert not any("counts alike" in line for line in found.said)


def test_a_workbook_is_read_as_a_table(tmp_path: Path, world: World) -> None:
    path = tmp_path / "tasks.xlsx"
    table = pd.DataFrame(
        {"Task": ["Repair broken pumps", "Rota"], "Hours": [30, 10.5], "Activity": [None, SCHEDULING]}
    )
    table.to_excel(path, index=False, engine="xlsxwriter")
    found = read_tasks(path, world)
    assert found.rows["share"].tolist() == pytest.approx([30 / 40.5, 10.5 / 40.5])
    assert found.rows["how"].tolist() == [_READ, _NAMED] and found.way == "text"


def test_all_bad_rows_are_told_at_once(tmp_path: Path, world: World) -> None:
    text = (
        "task,hours,activity\nRepair broken pumps,-2,\nEmails,5,\nRota,,Scheduling\n,1,\nTeach students,five,\n"
        "Draw plans,3,4.A.4.b.1\n"
    )
    found = problems(write(tmp_path, text), world)
    assert [line.split(":")[0] for line in found] == [
        "tasks.csv row 2", "tasks.csv row 3", *["tasks.csv row 4"] * 2, "tasks.csv row 5", "tasks.csv row 6",
        "tasks.csv row 7",
    ]  # fmt: skip
    for said in (
        "hours is negative (-2)",
        "'Emails' has only one word that describes work",
        "hours is blank",
        "there is no activity 'Scheduling'. Nearest: 4.A.2.b.5 Scheduling Work and Activities",
        "the row has neither task nor activity",
        "'five' is not a number",
        "there is no activity '4.A.4.b.1'",
    ):
        assert any(said in line for line in found), said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("task,share\nRepair pumps,0.5\nTeach students,0.25\n", "the shares add up to 0.75, not to 1"),
        ("task,share\nRepair pumps,50\nTeach students,50\n", "write 0.25 for 25%"),
        ("task,share\nRepair pumps,50%\n", "is a percentage"),
        ("task,hours\nRepair pumps,0\nTeach students,0\n", "no task takes any time"),
        ("task,hours\nRepair pumps,1\nrepair  PUMPS,2\n", "tasks.csv rows 2, 3: 'Repair pumps' occurs 2 times"),
        ("Repair pumps\nTeach students\n", "there is no column 'task'"),
        ("task,hours,share\nRepair pumps,1,1\n", "a column of hours and a column of shares"),
        ("task,activty\nRepair pumps,x\n", "the header of column B is unknown and resembles activity"),
        ("task,duties\nRepair pumps,x\n", "columns A (task) and B (duties) both mean task"),
        ("task,hours\nRepair pumps, motors,1\n", "the row has 3 cells and the header 2"),
        ("task,hours\n", "a header row and no tasks"),
        ("", "the file is empty"),
        ("task\nxyzzy qwrtp\n", "has no word that describes work"),
    ],
)  # fmt: skip
def test_every_kind_of_bad_file_is_told(tmp_path: Path, world: World, text: str, said: str) -> None:
    assert any(said in line for line in problems(write(tmp_path, text), world))


def test_a_list_of_an_occupations_own_activities_foretells_it_as_its_content_does(
    world: World, tmp_path: Path
) -> None:
    """The whole way: a named list gives what the activity means give, by every source."""
    content = world.content.sel(occupation="43-4051").to_series()
    content = content[content > 0]
    lines = [f"{world.activities.at[code, 'title']},{share:.6f},{code}" for code, share in content.items()]
    listed: TaskList = read_tasks(
        write(tmp_path, "\n".join(["task,share,activity", *_quoted(lines)]) + "\n"), world
    )
    assert listed.content[content.index].to_numpy() == pytest.approx(content.to_numpy(), abs=1e-5)
    direct = list_hours(world, content.rename_axis("activity"))
    pd.testing.assert_frame_equal(
        list_hours(world, listed.content, listed.way).source_totals, direct.source_totals, atol=1e-5
    )


def _quoted(lines: list[str]) -> list[str]:
    cells = [line.rsplit(",", 2) for line in lines]
    return [f'"{title}",{share},{code}' for title, share, code in cells]
