"""The plan's charts: what they draw, that they can be drawn, and what they say when they cannot."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from tests.report.conftest import Changed

from reallocate.firm.plan.people import DIMENSION_TABLES
from reallocate.firm.report.result import PLAN
from reallocate.kernel.errors import DataError
from reallocate.render.result import Result

CHARTS = {chart.name: chart for chart in PLAN.charts}
IN_EVERY_PLAN = [name for name, chart in CHARTS.items() if chart.tables[0] not in DIMENSION_TABLES]


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_a_chart_says_what_it_is_and_names_units(made_up: Result, name: str) -> None:
    chart = CHARTS[name]
    frame = chart.figures(made_up.tables)
    title, below = chart.headed(frame)
    assert re.search(r"\[.+\]$", chart.title) and len(chart.spoken(frame)) > 40
    assert (below or title) == chart.title and (not below or not title.endswith("]"))
    marks, height = chart.drawing(frame)(780.0)
    assert marks.count("<text") > 2 and height > 50.0
    numbers = frame.select_dtypes("number").columns
    assert set(frame.columns) <= set(chart.described)
    assert all(chart.described[column].unit for column in numbers)


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_a_chart_without_figures_says_so(changed: Changed, name: str) -> None:
    needed = CHARTS[name].tables[0].name
    plan = changed({needed: pd.DataFrame()})
    with pytest.raises(DataError, match="not drawn"):
        plan.chart(name)
    assert plan.picture(name).kind == "prose"


def test_the_walk_adds_up(made_up: Result) -> None:
    walk = CHARTS["headcount_walk"].figures(made_up.tables).set_index("step")
    for case in ("baseline", "plan"):
        assert np.isclose(walk[case].drop("End").sum(), walk.loc["End", case])
    assert walk.loc["Layoffs", "plan"] < 0 == walk.loc["Layoffs", "baseline"]
    assert (walk["change"] == walk["plan"] - walk["baseline"]).all()


def test_no_role_is_dropped_from_who_is_affected(made_up: Result) -> None:
    roles = made_up.table("groups")
    many = pd.concat([roles.assign(role=roles["role"] + str(copy)) for copy in range(5)], ignore_index=True)
    frame = CHARTS["who_is_affected"].figures({"groups": many})
    assert np.isclose(frame["delta"].sum(), many["delta"].sum())
    assert (
        frame["title"].is_unique and frame["title"].iloc[-1] == f"All {len(many) - 6} other roles"
    )


def test_growth_is_a_rate_a_year(made_up: Result) -> None:
    frame = CHARTS["history_fifths"].figures(made_up.tables)
    given = made_up.table("history").sort_values(["source", "fifth"], ignore_index=True)
    assert np.allclose((1 + frame["before"]) ** 2, 1 + given["growth_2017_2019"])
    assert np.allclose((1 + frame["after"]) ** 3, 1 + given["growth_2022_2025"])


