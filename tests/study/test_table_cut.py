"""A role table that says the same in more rows makes the same firm, the same moves and the same plan."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.firm.model.grouping import group_small
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.solve import solve
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.parameters import Parameters
from reallocate.work.hours import direction_index
from reallocate.work.world import World

SCENARIO = """name = "cut"
roles = "roles.csv"
quarters = 4
group_below = {below}
[adoption]
speed = "fast"
[parameters]
quits_per_month = 0.002
hire_cost = 36000.0
severance_share = 0.45
"""
STAFF = {
    "43-4051": 1_200,
    "43-9041": 300,
    "13-1031": 500,
    "13-2053": 120,
    "11-3031": 60,
    "15-1252": 200,
    "13-1082": 50,
}
HEAD = "code,headcount,location"


def made(world: World, folder: Path, lines: list[str], below: float = 0.0) -> Outcome:
    folder.mkdir()
    (folder / "roles.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO.format(below=below), encoding="utf-8")
    return solve(prepare(world, load_scenario(str(folder / "scenario.toml"))).setting.inputs()).outcome


def by_occupation(plan: Outcome) -> pd.Series:
    found = pd.Series(plan.headcount[:, -1], index=plan.inputs.occupation).groupby(level=0).sum()
    return found[found > 1e-6]


@pytest.mark.parametrize("below", [0.0, 0.05])
def test_clerks_at_ten_places_a_job_that_nobody_has_and_another_order(
    world: World, tmp_path: Path, below: float
) -> None:
    usual = [f"{code},{people}," for code, people in STAFF.items()]
    places = [f"43-4051,{120},place {number}" for number in range(10)]
    tables = {
        "usual": usual,
        "places": [*places, *usual[1:]],
        "nobody": [*usual, "11-1011,0,"],
        "order": usual[::-1],
    }
    plans = {name: made(world, tmp_path / name, lines, below) for name, lines in tables.items()}
    first = plans.pop("usual")
    assert first.with_ai.sum() > 1
    assert first.moves.sum() > 0.1 or below, "a move decides something"
    for name, plan in plans.items():
        assert plan.objective == pytest.approx(first.objective, rel=1e-6), name
        pd.testing.assert_series_equal(
            by_occupation(plan), by_occupation(first), rtol=1e-6, atol=1e-5, obj=name
        )


def test_small_rows_of_a_large_occupation_stay_with_it(world: World) -> None:
    def rows(*given: tuple[str, str, float]) -> pd.DataFrame:
        roles = pd.DataFrame(given, columns=["role", "occupation", "headcount"]).set_index("role")
        return roles.assign(
            title="t", family=roles["occupation"].str[:2] + "-0000", open_positions=0.0, loaded_cost=1e5, own_pay=1.0,
            location=["x", "y", "z", "w", "v", "u"][: len(roles)], level="", job_zone=4.0,
        )  # fmt: skip

    clerks = [(f"43-4051@{place}", "43-4051", 15.0) for place in "abc"]
    roles, members = group_small(rows(("15-1252", "15-1252", 55.0), *clerks), world, 0.2)
    assert dict(roles["headcount"]) == {"15-1252": 55.0, "43-4051@several": 45.0}
    assert roles.loc["43-4051@several", "occupation"] == "43-4051"
    assert members.set_index("role").loc["43-4051@several", "weight"] == pytest.approx(1.0)
    small = [("43-9041", "43-9041", 5.0), ("43-9061", "43-9061", 0.0)]
    alone, _ = group_small(rows(("15-1252", "15-1252", 95.0), *small), world, 0.2)
    assert list(alone.index) == ["15-1252", "43-9041", "43-9061"], "nobody makes no group"


def test_a_fifth_of_the_nation_s_jobs_direct_enough_to_direct_systems(world: World) -> None:
    about = Parameters.default().about("directing_role_from")
    index = direction_index(world.content).sel(width="narrow").to_numpy()
    people = world.occupations["employment"].to_numpy(float)
    shares = [
        float(people[index >= least].sum() / people.sum()) for least in (about.high, about.value, about.low)
    ]
    np.testing.assert_allclose(shares, [0.1, 0.2, 0.3], atol=0.015)
