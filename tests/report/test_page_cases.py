"""The page in its cases: sources, grouped roles, comparisons that are impossible, tables without rows."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest
from tests.report.conftest import Changed
from tests.report.outline import IN_ORDER, section, visible

from reallocate.firm.report.result import PLAN
from reallocate.render.page import LARGEST
from reallocate.render.result import Result

NAN = float("nan")


def with_sources(changed: Changed, made_up: Result, positions: dict[str, float], **tables: Any) -> Result:
    sources = made_up.table("sources").set_index("source").reindex(list(positions)).reset_index()
    return changed({"sources": sources.assign(positions=list(positions.values()), note=""), **tables})


@pytest.mark.parametrize(
    ("positions", "words"),
    [
        (
            {"people": -6_900.0, "gpt4": -10_516.0, "people-direct": -4_120.0, "gpt4-direct": -12_000.0},
            "Single figures use one source of AI's reach, “Rated by GPT-4” (−10,516 FTE). Of the other 3 "
            "published sources, 1 gives fewer positions (down to −12,000 FTE) and 2 give more (up to −4,120 FTE).",
        ),
        (
            {"people": -6_900.0, "gpt4": -10_516.0, "claude-usage": -10_516.2},
            "Of the other 2 published sources, none gives fewer positions, "
            "1 gives more (up to −6,900 FTE) and 1 as many.",
        ),
        (
            {"people": NAN, "gpt4": -10_516.0, "gpt4-direct": -12_000.0},
            "(−10,516 FTE). The one other source requested gives fewer positions (−12,000 FTE).",
        ),
        ({"gpt4": -10_516.0}, "Single figures use one source of AI's reach, “Rated by GPT-4”, the only one requested."),
    ],
)  # fmt: skip
def test_the_first_part_says_where_its_source_stands(
    made_up: Result, changed: Changed, positions: dict[str, float], words: str
) -> None:
    assert words in section(with_sources(changed, made_up, positions).page(), "not-said")


def test_one_source_of_reach_has_no_range_and_none_is_named(made_up: Result, changed: Changed) -> None:
    groups = made_up.table("groups")
    groups = groups.assign(sources_low=groups["delta"], sources_high=groups["delta"])
    text = with_sources(changed, made_up, {"gpt4": -10_516.0}, groups=groups).page()
    headline = section(text, "headline")
    assert "over 1 source" not in visible(text) and "over sources" not in headline.lower()
    assert "Over sources" not in section(text, "people") and 'id="chart-range_over_sources"' not in text
    assert 'class="range"' not in text.partition('<section id="people"')[0]
    assert "Only one estimate of what AI can do was requested" in headline


def test_without_layoffs_no_calendar_is_shown(made_up: Result, changed: Changed) -> None:
    text = changed({"calendar": made_up.table("calendar").assign(layoffs=NAN)}).page()
    assert "Calendar" not in section(text, "council")


def test_a_line_that_is_empty_is_neither_drawn_nor_explained(made_up: Result) -> None:
    """One source of reach: no thin line. Alternatives that exceed the baseline: no thick one."""
    groups = made_up.table("groups")
    chart = PLAN.chart("who_is_affected")

    def read(**columns: Any) -> tuple[str, str]:
        frame = chart.figures({"groups": groups.assign(**columns)})
        return chart.how_to_read(frame), json.dumps(chart.spec(frame))

    both, drawn = read()
    assert "thick dark line" in both and "thin line" in both and both in drawn
    thin, drawn = read(delta_low=NAN, delta_high=NAN)
    assert "thick" not in thin and "thin line" in thin and "delta_low" not in drawn
    thick, drawn = read(sources_low=groups["delta"], sources_high=groups["delta"])
    assert "thin" not in thick and "thick dark line" in thick and "sources_low" not in drawn


def test_grouped_roles_are_explained_once(html: str) -> None:
    words = "Ranges are computed on 5 roles instead of 6: 2 small ones are taken together."
    assert section(html, "people").count(words) == 1 and visible(html).count(words) == 1


def test_a_role_in_a_group_names_it_and_has_no_range_of_its_own(html: str) -> None:
    people = html.split('<section id="people"')[1].split("</section>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", people, flags=re.DOTALL)
    role = next(row for row in rows if row.startswith("Technical writers<") and "Other specialist" in row)
    assert "<td>—</td>" in role
    group = next(row for row in rows if row.startswith("Other specialist roles (2 roles)<") and " to " in row)
    assert re.search(r"<td>−[\d,]+ to −?[\d,]+</td>", group)


def test_layoffs_over_near_optimal_plans_are_hidden_where_nobody_computed_them(
    made_up: Result, changed: Changed
) -> None:
    groups = made_up.table("groups").assign(layoffs_low=NAN, layoffs_high=NAN)
    assert 'id="chart-near_optimal_roles"' not in changed({"groups": groups}).page()


def test_an_impossible_comparison_stands_with_its_reason(made_up: Result, changed: Changed, html: str) -> None:
    reason = "no plan is possible: the cash of a year is too small"
    assert reason in section(html, "reasons")
    grid = made_up.table("grid").assign(note="")
    last = (grid["speed"] == "slow") & (grid["exits_share"] == 0.2)
    figures = ["positions", "layoffs", "saving", "one_off", "break_even_month", "work_dropped"]
    grid.loc[last, figures] = NAN
    grid.loc[last, "note"] = reason
    sources = made_up.table("sources").assign(note="")
    gone = sources["source"] == "people-direct"
    sources.loc[gone, ["positions", "layoffs", "saving", "compute", "automated_share"]] = NAN
    sources.loc[gone, "note"] = reason
    text = changed({"grid": grid, "sources": sources}).page()
    tipping = section(text, "tipping-points")
    assert f"20%, slow: {reason}" in tipping and f"Rated by people, strict: {reason}" in section(text, "not-said")
    assert "over 3 estimates" in section(text, "headline")
    data = json.loads(re.search(r'class="dial".*?json">(.*?)</script>', text, flags=re.DOTALL).group(1))
    assert data["cells"][0][4] == ["no plan"] * 6


def test_a_plan_without_rows_still_gives_a_page(changed: Changed) -> None:
    text = changed({one.name: pd.DataFrame() for one in PLAN.tables if not one.optional}, text={}).page()
    assert text.count('class="absent"') > 10
    assert [words for words in IN_ORDER if words in visible(text)] == IN_ORDER


def test_what_a_cut_implies_is_there_where_it_was_requested(changed: Changed, html: str) -> None:
    name = "Assumptions under which the cut is best"
    assert name not in visible(html)
    asked = {one.name: pd.DataFrame() for one in PLAN.tables if one.name.startswith("implied")}
    choices = pd.DataFrame({"belief": ["reach"], "choice": ["gpt4-direct (as assumed)"]})
    text = changed({**asked, "implied": pd.DataFrame({"reading": ["at once"]}), "implied_choices": choices}).page()
    assert name in visible(text) and "Rated by GPT-4, strict (as assumed)" in section(text, "implied")


def test_a_table_of_many_rows_says_what_it_leaves_to_the_workbook(made_up: Result, changed: Changed) -> None:
    roles = made_up.table("roles")
    many = pd.concat([roles.assign(role=f"{copy}", title=roles["title"] + f" {copy}") for copy in range(100)])
    text = changed({"roles": many}).page()
    assert "The first 400 of 600 rows; the workbook holds all of them." in visible(text)
    assert len(text.encode("utf-8")) < LARGEST


def test_an_end_of_a_range_without_a_plan_is_said_and_not_drawn(made_up: Result, changed: Changed) -> None:
    turns = made_up.table("tipping_points")
    ends = {"positions_at_low": [NAN, -9_800.0], "layoffs_at_low": [NAN, 800.0]}
    reason = "At 3 quarters no plan is possible within the limits."
    table = turns.assign(**ends, sentence=[reason, "Quits."])
    result = changed({"tipping_points": table})
    page = result.page()
    part = visible(section(page, "tipping-points"))
    assert "no plan to 0" in part and f"Speed of adoption: {reason}" in part and "nan" not in part
    spec = PLAN.chart("tipping_points").spec(PLAN.chart("tipping_points").figures(result.tables))
    assert json.dumps(spec, allow_nan=False)
    rules = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert [row["input"] for row in rules] == ["quits"]
    nowhere = table.assign(positions_at_high=[NAN, -10_900.0], layoffs_at_high=[NAN, 0.0])
    assert len(PLAN.chart("tipping_points").figures({"tipping_points": nowhere})) == 1
