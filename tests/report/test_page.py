"""The page of a plan: one file, in order, complete, safe; what it says in each of its cases, and results say with other figures."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Mapping
from functools import cache

import pandas as pd
import pytest
from tests.golden_pages import Goldens, figures_text, page_text
from tests.market.kept_nation import kept_nation
from tests.report import synthetic
from tests.report.conftest import Changed, brief_lines, plan_of, rounded
from tests.report.drawn import Outline
from tests.report.synthetic import trip
from tests.report.test_pages import card as printed_card

from reallocate.firm.report.answer import card
from reallocate.firm.report.page import _inside
from reallocate.firm.report.result import PLAN
from reallocate.loop.text import TEXT as TRIP_TEXT
from reallocate.market.simulate.text import TEXT as NATION_TEXT
from reallocate.render.page import _LARGEST, _script_hash
from reallocate.render.result import Result
from reallocate.render.terminal import summary_text

NAN = float("nan")
ON_PAGE = {
    "cut_steps_chart", "headcount_walk", "who_is_affected", "payback", "tipping_points", "which_work_moves",
    "history_fifths", "range_over_sources",
}  # fmt: skip
"""Charts of a whole plan's page; the others are in Python."""


def test_headings_never_skip_a_level_and_never_stand_over_nothing(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(html).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert not re.findall(r"</h2>\s*(?:</section>|<h2)|</h3>\s*(?:</section>|<h[23])", html)


def test_its_policy_names_exactly_its_scripts(html: str) -> None:
    policy = next(
        a["content"] for tag, a in Outline(html).tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None and "default-src 'none'" in policy
    assert "unsafe-eval" not in policy and "'unsafe-inline'" not in policy.split("style-src")[0]
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert len(scripts) == 1
    assert policy.split("script-src ")[1].split(";")[0].split() == [_script_hash(script) for script in scripts]


def test_each_chart_is_there_drawn_and_as_a_table_under_its_finding(html: str) -> None:
    assert set(re.findall(r'<figure id="chart-(\w+)">', html)) == ON_PAGE
    for chart in PLAN.charts:
        if chart.name not in ON_PAGE:
            continue
        (body,) = re.findall(rf'<figure id="chart-{chart.name}">(.*?)</figure>', html, flags=re.DOTALL)
        assert len(re.findall(r'<svg class="plot (?:wide|narrow) (?:main|half)"[^>]* aria-label="[^"]{40,}"', body)) == 2
        assert "<figcaption>" in body and "<table" in body and "<details>" in body
    assert html.count('<pattern id="hatch-cut"') == html.count('<pattern id="hatch-people"') == 1


def test_a_fold_says_what_it_holds(changed: Changed, made_up: Result) -> None:
    more = "30 more positions can be kept."
    kept = changed(text={**synthetic.TEXT, "alternatives": {"kept_for_little": [more]}})  # type: ignore[dict-item]
    assert _inside(kept, "near") == more
    assert _inside(made_up, "near") == "plans beside this one"


def test_every_table_has_a_caption_and_every_number_a_unit(html: str) -> None:
    tables = re.findall(r"<table[^>]*>(.*?)</table>", html.split("<script>")[0], flags=re.DOTALL)
    assert len(tables) > 20
    for table in tables:
        ((caption, shared),) = re.findall(
            r"<caption><span>([^<]+)(<small.*?</small>)?</span></caption>", table
        )
        # The unit stands there, or each row names its own.
        if shared or caption.startswith(("Today, baseline", "Lay off now", "Cash paid")):
            continue
        heads = re.findall(r"<th scope=\"col\"([^>]*)>(.*?)</th>", table)
        for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, flags=re.DOTALL):
            for (kind, words), text in zip(heads[1:], re.findall(r"<td[^>]*>(.*?)</td>", row), strict=True):
                bare = re.fullmatch(r"[−+]?[\d,.]+( to [−+]?[\d,.]+)?", text)
                unit = 'class="unit"' in words or words in ("Jobs", "People") or kind == ' class="t"'
                assert unit or not bare, f"{caption}: {words}: {text}"


def test_what_comes_from_outside_is_escaped(made_up: Result, changed: Changed) -> None:
    evil = "<script>alert(1)</script>&\"'"
    tables = {name: made_up.table(name).assign(title=evil) for name in ("roles", "groups")}
    tables["assumptions"] = made_up.table("assumptions").assign(source=evil)
    plan = changed(tables, text={"headline": [evil], "else": [evil]}, title=evil, command=evil)
    for text, scripts in ((plan.page(), 1), (plan._repr_html_(), 0)):
        assert "<script>alert" not in text and "</script>&" not in text
        assert len(re.findall(r"<script>", text)) == scripts
        assert entities.escape("<script>alert(1)</script>") in text


def test_a_table_of_many_rows_says_what_it_leaves_to_the_workbook(made_up: Result, changed: Changed) -> None:
    roles = made_up.table("roles")
    many = pd.concat([roles.assign(role=f"{copy}", title=roles["title"] + f" {copy}") for copy in range(100)])
    text = changed({"roles": many}).page()
    assert "The first 60 of 600 rows; the workbook holds all of them." in page_text(text)
    assert len(text.encode("utf-8")) < _LARGEST


Tables = Mapping[str, pd.DataFrame]
IMPOSSIBLE = "no plan is possible: the cash of a year is too small"


def sources(**positions: float) -> Callable[[Result], Tables]:
    """Other positions by source of AI's reach."""

    def made(plan: Result) -> Tables:
        names = [name.replace("_", "-") for name in positions]
        rows = plan.table("sources").set_index("source").reindex(names).reset_index()
        return {"sources": rows.assign(positions=list(positions.values()), note="")}

    return made


def assigned(name: str, **columns: object) -> Callable[[Result], Tables]:
    return lambda plan: {name: plan.table(name).assign(**columns)}


def one_source(plan: Result) -> Tables:
    groups = plan.table("groups")
    alike = groups.assign(sources_low=groups["delta"], sources_high=groups["delta"])
    return {**sources(gpt4=-10_516.0)(plan), "groups": alike}


def impossible(plan: Result) -> Tables:
    """A cell of the grid and a source without a plan."""
    grid, reach = plan.table("grid").assign(note=""), plan.table("sources").assign(note="")
    last, gone = (grid["speed"] == "slow") & (grid["exits_share"] == 0.2), reach["source"] == "people-direct"
    grid.loc[last, ["positions", "layoffs", "saving", "one_off", "break_even_month", "work_dropped"]] = NAN
    reach.loc[gone, ["positions", "layoffs", "saving", "compute", "automated_share"]] = NAN
    grid.loc[last, "note"] = reach.loc[gone, "note"] = IMPOSSIBLE
    return {"grid": grid, "sources": reach}


def implied(plan: Result) -> Tables:
    asked = {one.name: pd.DataFrame() for one in PLAN.tables if one.name.startswith("implied")}
    choices = pd.DataFrame({"belief": ["reach"], "choice": ["gpt4-direct (as assumed)"]})
    return {**asked, "implied": pd.DataFrame({"reading": ["at once"]}), "implied_choices": choices}


def break_even(*figures: float) -> Callable[[Result], Tables]:
    def made(plan: Result) -> Tables:
        table = plan.table("headline")
        table.loc[table["figure"] == "break-even month", ["plan", "low", "high"]] = figures
        return {"headline": table}

    return made


def each_of(*makers: Callable[[Result], Tables]) -> Callable[[Result], Tables]:
    """Several changes at once, of different tables."""
    return lambda plan: {name: table for make in makers for name, table in make(plan).items()}


CASES: dict[str, Callable[[Result], Tables]] = {
    "sources_on_both_sides_and_break_even_from_the_start": each_of(
        sources(people=-6_900.0, gpt4=-10_516.0, people_direct=-4_120.0, gpt4_direct=-12_000.0), break_even(0.0, 0.0, 4.0)),
    "sources_with_as_many_and_break_even_without_an_end": each_of(
        sources(people=-6_900.0, gpt4=-10_516.0, claude_usage=-10_516.2), break_even(15.8, 12.0, NAN)),
    "one_other_source_and_implied": each_of(sources(people=NAN, gpt4=-10_516.0, gpt4_direct=-12_000.0), implied),
    "one_source": one_source,
    "impossible": impossible,
    "no_layoffs_break_even_or_binding_limit_and_a_range_without_a_plan": each_of(
        assigned("calendar", layoffs=NAN), assigned("groups", layoffs_low=NAN, layoffs_high=NAN), break_even(NAN, NAN, NAN),
        assigned("limits", decides=False),
        assigned(
            "tipping_points", positions_at_low=[NAN, -9_800.0], layoffs_at_low=[NAN, 800.0],
            sentence=["At 3 quarters no plan is possible within the limits.", "Quits."])),
    "nothing": lambda plan: {one.name: pd.DataFrame() for one in PLAN.tables if not one.optional},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_page_and_card_of_a_case_differ_as_kept(
    made_up: Result, changed: Changed, html: str, case: str, golden: Goldens
) -> None:
    plan = changed(CASES[case](made_up), text={} if case == "nothing" else None)
    before = "" if case == "nothing" else f"{page_text(html)}{summary_text(made_up.title, card(made_up))}"
    golden.change(
        f"report/plan/{case}", before, f"{page_text(plan.page())}{summary_text(plan.title, card(plan))}"
    )


Change = Callable[[pd.DataFrame], pd.DataFrame]
TIMES = ["year", "years", "end"]
"""Columns of numbers that name a row."""


def scaled(table: pd.DataFrame, *factors: float) -> pd.DataFrame:
    """Every figure times the factor of its row, factors over and over again."""
    each = pd.Series(factors * len(table))[: len(table)].set_axis(table.index)
    figures = table.select_dtypes("float").columns.drop(TIMES, errors="ignore")
    return table.assign(**{name: each * table[name] for name in figures})


def with_a_row_more(table: pd.DataFrame) -> pd.DataFrame:
    """Above the only row another one of the same kind, whose figures are next to nothing."""
    if len(table) != 1:
        return table
    named = {name: f"Not {table[name][0]}" for name in table.select_dtypes("str").columns[:1]}
    return pd.concat([scaled(table, 0.004).assign(**named), table], ignore_index=True)


CHANGES: dict[str, Change] = {
    "mirrored": lambda table: scaled(table, -1.0), "of next to nothing": lambda table: scaled(table, 1e-4),
    "on both sides": lambda table: scaled(table, 1.0, -0.35), "with a row more": with_a_row_more,
    "in reverse": lambda table: table.iloc[::-1].reset_index(drop=True),
}  # fmt: skip


nation, round_trip = cache(kept_nation), cache(trip)


def as_it_was(table: pd.DataFrame) -> pd.DataFrame:
    return table


def with_change(name: str, change: Change) -> Result:
    if name == "plan":
        changed = {key: change(table) for key, table in synthetic.tables().items()}
        return plan_of(changed, synthetic.FACTS, synthetic.TEXT)
    result, text = (nation(), NATION_TEXT) if name == "nation" else (round_trip(), TRIP_TEXT)
    tables = {key: change(table) for key, table in result.tables.items()}
    return Result(result.kind, result.facts, tables, text.said(tables, result.facts))


@cache
def told(name: str, change: Change) -> list[str]:
    """Charts, sentences, the card and what those who decide read, but for the tables."""
    result = with_change(name, change)
    lines = figures_text(result).splitlines()[len(result.tables) :]
    lines += brief_lines(result) if result.kind.brief else []
    return [*map(rounded, lines), *printed_card(result).splitlines()]


EACH = [(name, change) for name in ("plan", "nation", "round trip") for change in CHANGES]


@pytest.mark.parametrize(("name", "change"), [one for one in EACH if one != ("nation", "with a row more")])
def test_with_other_figures_it_says_what_is_kept(name: str, change: str, golden: Goldens) -> None:
    changed = [line for line in told(name, CHANGES[change]) if line not in told(name, as_it_was)]
    golden(f"report/other_figures/{name}_{change}".replace(" ", "_"), "\n".join(changed))
