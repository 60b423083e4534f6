"""The page in its cases: sources, grouped roles, comparisons that are impossible, tables that are missing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.report.outline import IN_ORDER, visible

from reallocate.plan.charts import CHARTS
from reallocate.report.page import LARGEST, page
from reallocate.report.reading import Reading
from reallocate.report.sections.headline import cards


def with_sources(made_up: Any, positions: dict[str, float]) -> Any:
    sources = made_up.table("sources").set_index("source").reindex(list(positions)).reset_index()
    sources["positions"] = list(positions.values())
    return replace(made_up, tables={**made_up.tables, "sources": sources})


NAN = float("nan")


@pytest.mark.parametrize(
    ("positions", "said"),
    [
        (
            {"people": -6_900.0, "gpt4": -10_516.0, "people-direct": -4_120.0, "gpt4-direct": -12_000.0},
            "Single figures are by the source “Rated by GPT-4” (−10,516 FTE); of the other 3 sources of reach, "
            "1 gives fewer positions (as far as −12,000 FTE) and 2 give more (as far as −4,120 FTE).",
        ),
        (
            {"people": -6_900.0, "gpt4": -10_516.0, "claude-usage": -10_516.2},
            "of the other 2 sources of reach, none gives fewer positions, "
            "1 gives more (as far as −6,900 FTE) and 1 as many.",
        ),
        (
            {"people": NAN, "gpt4": -10_516.0, "gpt4-direct": -12_000.0},
            "(−10,516 FTE); the one other source of reach that was asked gives fewer positions (−12,000 FTE).",
        ),
        (
            {"gpt4": -10_516.0},
            "Single figures are by the source “Rated by GPT-4”, the only one that was asked for;",
        ),
    ],
)  # fmt: skip
def test_the_first_part_says_where_its_source_stands(
    made_up: Any, units: Any, positions: dict[str, float], said: str
) -> None:
    text = page(with_sources(made_up, positions), units)
    first = visible(text.split('<section id="headline"')[1].split("</section>")[0])
    assert said in first


def test_one_source_of_reach_has_no_range_and_none_is_named(made_up: Any, units: Any) -> None:
    one = with_sources(made_up, {"gpt4": -10_516.0})
    groups = made_up.table("groups")
    groups = groups.assign(sources_low=groups["delta"], sources_high=groups["delta"])
    one = replace(one, tables={**one.tables, "groups": groups})
    text = page(one, units)
    assert "over 1 source" not in visible(text) and "over sources" not in section(text, "headline").lower()
    assert "Over sources" not in section(text, "people") and 'id="chart-range_over_sources"' not in text
    assert [(card.range, card.over) for card in cards(Reading(one, units)).cards] == [("", "")] * 5
    assert "other sources" not in section(text, "headline").replace("other sources of reach give other", "")


def test_without_layoffs_no_law_asks_for_notice_and_no_calendar_is_shown(made_up: Any, units: Any) -> None:
    idle = made_up.table("calendar").assign(layoffs=NAN).head(1)
    text = page(replace(made_up, tables={**made_up.tables, "calendar": idle}), units)
    assert "Calendar" not in section(text, "council") and "Notice asked" not in section(text, "council")


def test_a_line_that_is_empty_is_neither_drawn_nor_explained(made_up: Any) -> None:
    """One source of reach: no thin line. Alternatives that exceed the baseline: no thick one."""
    groups = made_up.table("groups")
    chart = CHARTS["who_is_affected"]

    def read(**changed: Any) -> tuple[str, str]:
        frame = chart.frame(lambda name: groups.assign(**changed))
        return chart.how_to_read(frame), json.dumps(chart.spec(frame))

    both, drawn = read()
    assert "thick dark line" in both and "thin line" in both and both in drawn
    thin, drawn = read(delta_low=NAN, delta_high=NAN)
    assert "thick" not in thin and "thin line" in thin and "delta_low" not in drawn
    thick, drawn = read(sources_low=groups["delta"], sources_high=groups["delta"])
    assert "thin" not in thick and "thick dark line" in thick and "sources_low" not in drawn
    plain, _ = read(delta_low=NAN, delta_high=NAN, sources_low=NAN, sources_high=NAN)
    assert plain == "Each bar is the change of a role's positions at the end of the plan against the baseline."


def section(text: str, name: str) -> str:
    return visible(text.split(f'<section id="{name}"')[1].split("</section>")[0])


def test_grouped_roles_are_said_once(html: str) -> None:
    said = "Ranges are computed on 14 roles instead of 15: 2 small ones are taken together."
    assert section(html, "people").count(said) == 1
    assert visible(html).count(said) == 1


def test_a_role_in_a_group_names_it_and_has_no_range_of_its_own(html: str) -> None:
    people = html.split('<section id="people"')[1].split("</section>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", people, flags=re.DOTALL)
    role = next(row for row in rows if row.startswith("Technical writers<") and "Other specialist" in row)
    assert "<td>—</td>" in role
    group = next(row for row in rows if row.startswith("Other specialist roles (2 roles)<") and " to " in row)
    assert re.search(r"<td>−[\d,]+ to −?[\d,]+</td>", group)


def test_layoffs_over_equally_good_plans_are_hidden_where_nobody_computed_them(
    made_up: Any, units: Any
) -> None:
    groups = made_up.table("groups").assign(layoffs_low=NAN, layoffs_high=NAN)
    text = page(replace(made_up, tables={**made_up.tables, "groups": groups}), units)
    assert 'id="chart-near_optimal_roles"' not in text and "lays anybody off" not in text


def test_an_impossible_comparison_stands_with_its_reason(made_up: Any, units: Any, html: str) -> None:
    reason = "no plan is possible: the cash of a year is too small"
    assert reason in section(html, "money")
    grid = made_up.table("grid").assign(note="")
    last = (grid["speed"] == "slow") & (grid["exits_share"] == 0.2)
    figures = ["positions", "layoffs", "saving", "one_off", "break_even_month", "work_dropped"]
    grid.loc[last, figures] = NAN
    grid.loc[last, "note"] = reason
    sources = made_up.table("sources").assign(note="")
    gone = sources["source"] == "people-direct"
    sources.loc[gone, ["positions", "layoffs", "saving", "compute", "automated_share"]] = NAN
    sources.loc[gone, "note"] = reason
    text = page(replace(made_up, tables={**made_up.tables, "grid": grid, "sources": sources}), units)
    flips = section(text, "flips")
    assert f"20%, slow: {reason}" in flips and f"Rated by people, strict: {reason}" in flips
    assert "over 7 sources of reach" in section(text, "headline")
    data = json.loads(re.search(r'class="dial".*?json">(.*?)</script>', text, flags=re.DOTALL).group(1))
    assert data["cells"][0][20] == ["no plan"] * 6


@pytest.mark.parametrize(
    "name",
    [
        "headline",
        "headcount",
        "roles",
        "groups",
        "modes",
        "cash",
        "profit_and_loss",
        "flips",
        "grid",
        "sources",
        "history",
    ],
)
def test_a_missing_table_is_said_and_nothing_breaks(made_up: Any, units: Any, name: str) -> None:
    text = visible(page(made_up.without(name), units))
    assert text.count("not available") + text.count("not drawn") > 0
    assert [words for words in IN_ORDER if words in text] == IN_ORDER


def test_a_study_of_nothing_still_gives_a_page(made_up: Any, units: Any) -> None:
    bare = replace(made_up, tables={}, meta={}, sentences={}, status="")
    text = page(bare, units)
    assert text.count('class="absent"') > 10 and "<table" in text
    empty = replace(made_up, tables={name: table.head(0) for name, table in made_up.tables.items()})
    assert 'class="absent"' in page(empty, units)


def test_a_missing_column_is_named(made_up: Any, units: Any) -> None:
    roles = made_up.table("roles").drop(columns=["sources_low", "voluntary"], errors="ignore")
    text = visible(page(replace(made_up, tables={**made_up.tables, "roles": roles}), units))
    assert "Not available: over sources." in text


def test_a_table_of_many_rows_says_what_it_leaves_to_the_workbook(made_up: Any, units: Any) -> None:
    roles = made_up.table("roles")
    many = pd.concat([roles.assign(role=f"{copy}", title=roles["title"] + f" {copy}") for copy in range(40)])
    text = page(replace(made_up, tables={**made_up.tables, "roles": many}), units)
    assert "The first 400 of 600 rows; the workbook holds all of them." in visible(text)
    assert len(text.encode("utf-8")) < LARGEST


def test_the_same_study_gives_the_same_page(made_up: Any, units: Any, html: str) -> None:
    assert page(made_up, units) == html
