"""The page: one file, in order, complete, safe, and never stumbling over what is missing."""

from __future__ import annotations

import html as entities
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reallocate.plan.charts import CHARTS
from reallocate.report.embed import library, script_hash
from reallocate.report.glossary import INNER_WORDS
from reallocate.report.page import LARGEST, page, write_page
from reallocate.report.sections import ORDER

IN_ORDER = [
    "In short",
    "Two operating models",
    "What this does not say",
    "Headcount walk",
    "Who is affected",
    "Which work moves",
    "Money",
    "Limits, and the value of one more",
    "What would change it",
    "Assumptions",
    "How to repeat it",
    "Words used here",
]


class Outline(HTMLParser):
    """Tags, attributes and visible text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._silent = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


def visible(text: str) -> str:
    return " ".join(" ".join(Outline(text).text).split())


def test_the_parts_stand_in_their_order(html: str) -> None:
    heads = re.findall(r"<h2 id=\"[\w-]+-title\">(?:<span class=\"number\">(\d+)</span> )?([^<]+)</h2>", html)
    assert [entities.unescape(words) for _, words in heads] == IN_ORDER
    assert [number for number, _ in heads] == [*(str(place) for place in range(1, 12)), ""]
    assert len(ORDER) == 11


def test_headings_never_skip_a_level(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(html).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_no_heading_stands_over_nothing(made_up: Any, units: Any) -> None:
    for study in (made_up, made_up.without(*made_up.tables)):
        empty = re.findall(r"</h2>\s*(?:</section>|<h2)|</h3>\s*(?:</section>|<h[23])", page(study, units))
        assert not empty


def test_it_fits_and_holds_the_library_once(html: str) -> None:
    assert len(html.encode("utf-8")) < LARGEST
    copies = html.count(library()), html.count("window.vegaEmbed=") + html.count("window.vegaEmbed =")
    assert copies == (1, 1)


def test_it_asks_nothing_of_the_network(html: str) -> None:
    outline = Outline(html)
    for _, attributes in outline.tags:
        for name in ("src", "href", "xlink:href", "action", "data", "poster", "srcset"):
            value = attributes.get(name)
            assert value is None or value.startswith("#") or value == "data:,"
    styles = "".join(re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL))
    assert "url(" not in styles and "@import" not in styles


def test_its_policy_names_exactly_its_scripts(html: str) -> None:
    policy = next(
        a["content"] for tag, a in Outline(html).tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None and "default-src 'none'" in policy
    assert "unsafe-eval" not in policy and "'unsafe-inline'" not in policy.split("style-src")[0]
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert len(scripts) == 2
    assert policy.split("script-src ")[1].split(";")[0].split() == [script_hash(script) for script in scripts]


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_there_live_still_and_as_a_table(html: str, name: str) -> None:
    figure = re.search(rf'<figure id="chart-{name}">(.*?)</figure>', html, flags=re.DOTALL)
    assert figure
    body = figure.group(1)
    assert re.search(r'<svg role="img" aria-label="[^"]{40,}"', body)
    assert "<figcaption>" in body and "<table" in body and "<details>" in body
    spec = json.loads(
        re.search(r'<script type="application/json">(.*?)</script>', body, flags=re.DOTALL).group(1)
    )
    assert spec["width"] == "container" and spec["description"]


def test_ids_are_unique(html: str) -> None:
    ids = [value for _, attributes in Outline(html).tags if (value := attributes.get("id"))]
    assert len(ids) == len(set(ids))
    links = [a["href"] for tag, a in Outline(html).tags if tag == "a"]
    assert {link.removeprefix("#") for link in links if link} <= set(ids)


def test_every_table_has_a_caption_and_every_number_a_unit(html: str) -> None:
    tables = re.findall(r"<table[^>]*>(.*?)</table>", html.split("<script>")[0], flags=re.DOTALL)
    assert len(tables) > 20
    for table in tables:
        captions = re.findall(r"<caption><span>([^<]+)</span></caption>", table)
        assert len(captions) == 1
        if "four rows of the story" in captions[0]:  # each row names its own unit
            continue
        heads = re.findall(r"<th scope=\"col\"([^>]*)>(.*?)</th>", table)
        for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, flags=re.DOTALL):
            for (kind, words), text in zip(heads[1:], re.findall(r"<td[^>]*>(.*?)</td>", row), strict=True):
                bare = re.fullmatch(r"[−+]?[\d,.]+( to [−+]?[\d,.]+)?", text)
                unit = 'class="unit"' in words or words == "Jobs" or kind == ' class="t"'
                assert unit or not bare, f"{captions[0]}: {words}: {text}"


def test_inner_words_never_reach_a_reader(html: str) -> None:
    found = INNER_WORDS.findall(visible(html))
    assert not found
    assert INNER_WORDS.search("each lens reads a World from a pack, P7 of an LP has a dual, a MILP none")


def test_the_first_part_holds_what_a_reader_takes_away(html: str) -> None:
    first = html.split('<section id="headline"')[1].split("</section>")[0]
    assert first.count("<strong>") == 5
    said = visible(first)
    for words in (
        "−10,516 FTE",
        "layoffs 5,412 FTE",
        "−13,980 to −4,120 FTE over 8 sources of reach",
        "USD 3.2 bn a year",
        "USD 1.2 to 4.4 bn a year over 8 sources of reach",
        "7.4 months",
        "Best plan found and proven best",
        "2026-11-24",
        "14% of the result",
    ):
        assert words in said


def test_the_history_sentence_stands_with_who_is_affected(html: str) -> None:
    people = html.split('<section id="people"')[1].split("</section>")[0]
    assert "the difference stays within sampling error under 6 of 8 sources" in people


def test_a_sentence_without_a_place_is_not_lost(html: str) -> None:
    assert "A sentence under a heading that the page does not know." in visible(html)


def test_the_dial_holds_the_cells_of_the_grid(made_up: Any, html: str) -> None:
    held = re.search(
        r'<div class="dial".*?<script type="application/json">(.*?)</script>', html, flags=re.DOTALL
    )
    data = json.loads(held.group(1))
    assert data["positions"][:2] == ["0%", "1%"] and len(data["positions"]) == 21 and len(data["cells"]) == 3
    row = made_up.table("grid").query("speed == 'fast' and exits_share == 0.1").iloc[0]
    assert data["cells"][2][10][0] == f"−{abs(row['positions']):,.0f} FTE"
    assert data["cells"][2][10][1] == "7,800 FTE"


def test_a_missing_cell_of_the_dial_is_no_plan(made_up: Any, units: Any) -> None:
    grid = made_up.table("grid").query("not (speed == 'slow' and exits_share > 0.1)")
    text = page(replace(made_up, tables={**made_up.tables, "grid": grid}), units)
    data = json.loads(re.search(r'class="dial".*?json">(.*?)</script>', text, flags=re.DOTALL).group(1))
    assert data["cells"][0][20] == ["no plan"] * 6 and data["cells"][1][20] != ["no plan"] * 6


def test_what_comes_from_outside_is_escaped(made_up: Any, units: Any) -> None:
    evil = "<script>alert(1)</script>&\"'"
    roles = made_up.table("groups").assign(title=evil)
    assumptions = made_up.table("assumptions").assign(source=evil)
    study = replace(
        made_up,
        tables={**made_up.tables, "roles": roles, "groups": roles, "assumptions": assumptions},
        meta={**made_up.meta, "title": evil, "command": evil},
        sentences={"headline": [evil], "else": [evil]},
    )
    text = page(study, units)
    assert "<script>alert" not in text and "</script>&" not in text
    assert len(re.findall(r"<script>", text)) == 2
    assert entities.escape("<script>alert(1)</script>") in text


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


def section(text: str, name: str) -> str:
    return visible(text.split(f'<section id="{name}"')[1].split("</section>")[0])


def test_grouped_roles_are_said_wherever_their_figures_stand(html: str) -> None:
    said = "Ranges are computed on 14 roles instead of 15: 2 small ones are taken together."
    assert section(html, "people").count(said) == 1
    assert section(html, "flips").count(said) == 2, "beside the inputs and beside the dial"
    assert said not in section(html, "words")


def test_a_role_in_a_group_names_it_and_has_no_range_of_its_own(html: str) -> None:
    people = html.split('<section id="people"')[1].split("</section>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", people, flags=re.DOTALL)
    role = next(row for row in rows if row.startswith("Technical writers<") and "Other specialist" in row)
    assert "<td>—</td>" in role
    group = next(row for row in rows if row.startswith("Other specialist roles (2 roles)<") and " to " in row)
    assert re.search(r"<td>−[\d,]+ to −?[\d,]+</td>", group)


def test_layoffs_over_equally_good_plans_are_hidden_where_nobody_computed_them(made_up: Any, units: Any) -> None:
    groups = made_up.table("groups").assign(layoffs_low=NAN, layoffs_high=NAN)
    text = page(replace(made_up, tables={**made_up.tables, "groups": groups}), units)
    assert 'id="chart-near_optimal_roles"' not in text and "lays anybody off" not in text


def test_an_impossible_comparison_stands_with_its_reason(made_up: Any, units: Any, html: str) -> None:
    reason = "no plan is possible: the cash of a year is too small"
    assert reason in section(html, "money")
    grid = made_up.table("grid").assign(note="")
    last = (grid["speed"] == "slow") & (grid["exits_share"] == 0.2)
    figures = ["positions", "layoffs", "saving", "one_off", "payback", "work_dropped"]
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
    assert text.count("not at hand") + text.count("not drawn") > 0
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
    assert "Not at hand: over sources." in text


def test_a_table_of_many_rows_says_what_it_leaves_to_the_workbook(made_up: Any, units: Any) -> None:
    roles = made_up.table("roles")
    many = pd.concat([roles.assign(role=f"{copy}", title=roles["title"] + f" {copy}") for copy in range(40)])
    text = page(replace(made_up, tables={**made_up.tables, "roles": many}), units)
    assert "The first 400 of 600 rows; the workbook holds all of them." in visible(text)
    assert len(text.encode("utf-8")) < LARGEST


def test_the_same_study_gives_the_same_page(made_up: Any, units: Any, html: str, tmp_path: Path) -> None:
    written = write_page(made_up, tmp_path / "report.html", units)
    assert written.read_text(encoding="utf-8") == html
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
