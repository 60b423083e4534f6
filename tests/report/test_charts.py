"""The plan's charts: what they draw, that they can be drawn, and what they say when they cannot."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
import vl_convert
from tests.report.conftest import Changed

from reallocate.firm.plan.people import DIMENSION_TABLES
from reallocate.firm.report.charts import WHO_IS_AFFECTED
from reallocate.firm.report.result import PLAN
from reallocate.kernel.blocks import Picture
from reallocate.kernel.errors import DataError, UnknownName
from reallocate.kernel.table import Tables
from reallocate.render.page import _drawn, as_svg, vega_lite
from reallocate.render.result import Result
from reallocate.render.theme import _MEANINGS, _SERIES, colours, themed

CHANNELS_WITH_AXES = ("x", "y")
CHARTS = {chart.name: chart for chart in PLAN.charts}
IN_EVERY_PLAN = [name for name, chart in CHARTS.items() if chart.tables[0] not in DIMENSION_TABLES]


def draw(name: str, tables: Tables) -> dict[str, Any]:
    """The specification without the theme."""
    return CHARTS[name].spec(CHARTS[name].figures(tables))


def encodings(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [layer["encoding"] for layer in spec.get("layer", [spec])]


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_a_chart_is_valid_says_what_it_is_and_names_units(made_up: Result, name: str) -> None:
    spec = draw(name, made_up.tables)
    title = spec["title"]
    drawn = title["subtitle"] if isinstance(title, dict) else title
    assert re.search(r"\[.+\]$", drawn) and len(spec["description"]) > 40
    assert drawn == CHARTS[name].title and (drawn == title or not title["text"].endswith("]"))
    assert json.dumps(spec, allow_nan=False)
    svg = vl_convert.vegalite_to_svg(themed(spec), vl_version=vega_lite())
    assert svg.count("role-mark") > 0
    titles = [
        channel["title"]
        for encoding in encodings(spec)
        for axis, channel in encoding.items()
        if axis in CHANNELS_WITH_AXES and channel.get("type") == "quantitative" and channel.get("title")
    ]
    assert titles and all(re.search(r"\[.+\]$", title) for title in titles)


def test_without_room_for_the_library_a_chart_says_why_it_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", lambda *_, **__: pytest.fail("the process would end"))
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (1_500_000 * 1024, resource.RLIM_INFINITY))
    svg = as_svg({"mark": "point", "description": "a chart"}, "small")
    assert svg.startswith('<svg role="img" aria-label="a chart"') and "Not drawn: the limit on memory" in svg


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_the_same_tables_give_the_same_chart_and_are_left_alone(made_up: Result, name: str) -> None:
    tables = {key: made_up.table(key) for key in made_up.tables}
    before = {key: table.copy() for key, table in tables.items()}
    assert draw(name, tables) == draw(name, tables)
    for key, table in tables.items():
        pd.testing.assert_frame_equal(table, before[key])


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_every_drawn_column_has_a_heading(made_up: Result, name: str) -> None:
    chart = CHARTS[name]
    frame = chart.figures(made_up.tables)
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


def test_an_unknown_chart_is_an_error_with_the_nearest_name(made_up: Result) -> None:
    with pytest.raises(UnknownName, match="headcount_walk"):
        made_up.chart("headcount walk")


def test_the_walk_adds_up(made_up: Result) -> None:
    walk = CHARTS["headcount_walk"].figures(made_up.tables).set_index("step")
    for case in ("baseline", "plan"):
        assert np.isclose(walk[case].drop("End").sum(), walk.loc["End", case])
    assert walk.loc["Layoffs", "plan"] < 0 == walk.loc["Layoffs", "baseline"]
    assert (walk["change"] == walk["plan"] - walk["baseline"]).all()


def test_money_added_up_is_the_sum_of_the_differences(made_up: Result) -> None:
    frame = CHARTS["money"].figures(made_up.tables)
    cash = made_up.table("cash").groupby("case")["total"].sum()
    with_induced_quits = made_up.table("profit_and_loss").groupby("case")["total"].sum()
    assert np.isclose(frame["cumulative"].iloc[-1], cash["plan"] - cash["baseline"])
    assert np.isclose(frame["charged_cumulative"].iloc[-1], with_induced_quits["plan"] - with_induced_quits["baseline"])


def test_a_plan_that_costs_what_its_baseline_costs_has_bars_at_zero(changed: Changed, made_up: Result) -> None:
    """The cheapest plan of a very small firm may change nothing."""
    same = {}
    for name in ("cash", "profit_and_loss"):
        table = made_up.table(name)
        base = table[table["case"] == "baseline"]
        same[name] = pd.concat([base, base.assign(case="plan")], ignore_index=True)
    plan = changed(same)
    drawn_rows = next(iter(plan.chart("money").to_dict()["datasets"].values()))
    assert {row["amount"] for row in drawn_rows} == {0.0}
    assert {row["meaning"] for row in drawn_rows} == {"Payroll"}
    assert 'id="chart-money"' in plan.page()


def test_no_role_is_dropped_from_who_is_affected(made_up: Result) -> None:
    roles = made_up.table("groups")
    many = pd.concat([roles.assign(role=roles["role"] + str(copy)) for copy in range(5)], ignore_index=True)
    frame = CHARTS["who_is_affected"].figures({"groups": many})
    assert np.isclose(frame["delta"].sum(), many["delta"].sum())
    assert (
        frame["title"].is_unique and frame["title"].iloc[-1] == f"All {len(many) - 20} other roles"
    )


def test_work_in_the_last_quarter_is_the_tables(made_up: Result) -> None:
    modes = made_up.table("modes")
    last = modes[(modes["case"] == "plan") & (modes["period"] == modes["period"].max())]
    frame = CHARTS["which_work_moves"].figures(made_up.tables)
    assert np.isclose(
        frame[["human", "augmented", "automated", "dropped"]].to_numpy().sum() * 1e6, last["hours"].sum()
    )


def test_tipping_points_span_from_lowest_to_highest_and_write_values_outward(made_up: Result) -> None:
    spec = draw("tipping_points", made_up.tables)
    values = pd.concat([pd.DataFrame(rows) for rows in spec["datasets"].values()])
    drawn = values[values["meaning"].notna()].set_index(["input", "meaning"])
    low, high = "input at its lowest", "input at its highest"
    assert drawn.loc[("speed of adoption", low), "amount"] == -13_900.0
    to_the_right = {
        name: (bool(drawn.loc[(name, low), "right"]), bool(drawn.loc[(name, high), "right"]))
        for name in ("speed of adoption", "quits")
    }
    assert to_the_right == {"speed of adoption": (False, True), "quits": (True, False)}


def test_a_source_without_a_plan_stands_in_the_table_but_not_in_the_drawing(made_up: Result) -> None:
    sources = made_up.table("sources")
    sources.loc[sources["source"] == "people-direct", ["positions", "layoffs", "saving", "compute"]] = np.nan
    frame = CHARTS["range_over_sources"].figures({"sources": sources})
    assert len(frame) == 4 and "Rated by people, strict" in set(frame["source"])
    drawn = pd.concat(
        [pd.DataFrame(rows) for rows in CHARTS["range_over_sources"].spec(frame)["datasets"].values()]
    )
    assert "Rated by people, strict" not in set(drawn["source"]) and drawn["source"].nunique() == 3


def test_layoffs_of_none_are_not_drawn(made_up: Result, changed: Changed) -> None:
    groups = made_up.table("groups").assign(layoffs=0.0, layoffs_low=0.0, layoffs_high=0.0)
    with pytest.raises(DataError, match="lays"):
        changed({"groups": groups}).chart("near_optimal_roles")


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_colours_stand_for_meanings(made_up: Result, name: str) -> None:
    plain = draw(name, made_up.tables)
    dressed = themed(plain)
    assert "config" not in plain or plain["config"] != dressed["config"]
    for encoding in encodings(dressed):
        scale = encoding.get("color", {}).get("scale")
        if scale and "domain" in scale:
            assert set(scale["domain"]) <= set(_MEANINGS)
            assert scale["range"] == [_MEANINGS[meaning] for meaning in scale["domain"]]


def test_unknown_meanings_take_colours_that_are_free() -> None:
    taken = colours(["plan", "something new", "another"])
    assert len(set(taken)) == 3 and set(taken) <= {*_SERIES, *_MEANINGS.values()}


def test_growth_is_a_rate_a_year(made_up: Result) -> None:
    frame = CHARTS["history_fifths"].figures(made_up.tables)
    given = made_up.table("history").sort_values(["source", "fifth"], ignore_index=True)
    assert np.allclose((1 + frame["before"]) ** 2, 1 + given["growth_2017_2019"])
    assert np.allclose((1 + frame["after"]) ** 3, 1 + given["growth_2022_2025"])


def test_a_chart_is_drawn_again_only_where_its_figures_differ(made_up: Result) -> None:
    chart = CHARTS[WHO_IS_AFFECTED.name]
    frame = chart.figures(made_up.tables)
    first = _drawn(Picture(chart, frame))
    assert _drawn(Picture(chart, frame.copy())) is first
    column = frame.select_dtypes("float").columns[0]
    other = _drawn(Picture(chart, frame.assign(**{column: frame[column] + 1.0})))
    assert other is not first and other.spec != first.spec
    again = _drawn(Picture(chart, frame))
    assert again is not first and (again.svg, again.spec, again.title) == (first.svg, first.spec, first.title)
