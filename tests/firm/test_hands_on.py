"""Why hands-on work of an office is called automatable: which tasks it is, from the labels themselves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.packs import gpts_are_gpts, onet
from reallocate.firm.report.text import _DESK_GROUPS
from reallocate.work.hours import task_hours
from reallocate.work.reach import _AUTOMATED, _EXPOSED
from reallocate.work.world import World

INSURER = "524100"
MOSTLY = 2 / 3


@pytest.fixture(scope="module")
def tasks(source_data: Path, world: World) -> pd.DataFrame:
    """Hands-on hours of each labelled task and intermediate activity, in the nation and at an insurer."""
    known = onet.tidy(source_data / "open" / "onet-30.1")
    labels = gpts_are_gpts.tidy(source_data / "open" / "gpts-are-gpts")["labels"]
    keys = ["onet_code", "task_id"]
    detail = known["task_activities"].assign(
        activity=known["task_activities"]["detailed"].str.split(".").str[:5].str.join("."),
        intermediate=known["task_activities"]["detailed"].str.split(".").str[:6].str.join("."),
    )
    split = detail.groupby([*keys, "activity", "intermediate"]).size().rename("count").reset_index()
    split["within"] = split["count"] / split.groupby([*keys, "activity"])["count"].transform("sum")
    hours = task_hours(known["tasks"], known["task_activities"])
    table = hours.merge(labels, on=keys).merge(split, on=[*keys, "activity"])
    table["several"] = table.groupby(keys)["activity"].transform("nunique") > 1
    table = table[table["activity"].map(world.activities["kind"]) == "hands-on"]
    staff = world.table("staffing").query(f"industry == '{INSURER}'").set_index("occupation")["employment"]
    for place, employed in (("nation", world.occupations["employment"]), ("insurer", staff)):
        people = table["occupation"].map(employed).fillna(0.0)
        table[place] = table["hours"] * table["within"] * people
    alone = table["gpt4_automation"].isin(_AUTOMATED)
    for name in ("people", "gpt4"):
        table[f"by_{name}"] = alone & table[f"{name}_exposure"].isin(_EXPOSED)
    return table.assign(desk=table["occupation"].str[:2].isin(_DESK_GROUPS))


def share(table: pd.DataFrame, place: str, of: str) -> float:
    return float((table[place] * table[of]).sum() / table[place].sum())


def test_an_insurer_s_hands_on_work_is_done_at_desks(tasks: pd.DataFrame) -> None:
    assert share(tasks, "nation", "by_gpt4") == pytest.approx(0.039, abs=5e-4)
    assert share(tasks, "insurer", "by_gpt4") == pytest.approx(0.327, abs=5e-4)
    assert share(tasks, "insurer", "by_people") == pytest.approx(0.222, abs=5e-4)
    assert share(tasks[~tasks["desk"]], "insurer", "by_gpt4") < 0.05
    reached = tasks[tasks["by_gpt4"]]
    assert share(reached, "insurer", "desk") > 0.95
    assert share(reached, "insurer", "several") < 0.2, "it is not made by splitting tasks over activities"
    # What a finer partition of kinds would move out of hands-on.
    hours = tasks["nation"].groupby(tasks["intermediate"]).sum()
    at_desk = tasks["nation"].where(tasks["desk"], 0.0).groupby(tasks["intermediate"]).sum() / hours[hours > 0]
    moved = tasks["intermediate"].map(at_desk > MOSTLY)
    assert sorted(at_desk[at_desk > MOSTLY].index) == [
        "4.A.1.a.2.I03", "4.A.1.a.2.I08", "4.A.1.a.2.I10", "4.A.1.a.2.I11", "4.A.1.b.1.I02", "4.A.1.b.2.I08",
        "4.A.3.a.3.I01",
    ]  # fmt: skip
    left = tasks[~moved]
    assert left["nation"].sum() / tasks["nation"].sum() == pytest.approx(0.947, abs=1e-3)
    assert left["insurer"].sum() / tasks["insurer"].sum() == pytest.approx(0.493, abs=1e-3)
    assert share(left, "insurer", "by_gpt4") == pytest.approx(0.080, abs=1e-3)
    assert share(left, "insurer", "by_people") == pytest.approx(0.057, abs=1e-3)
    assert share(left, "nation", "by_gpt4") == pytest.approx(0.015, abs=1e-3)
