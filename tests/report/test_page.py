"""The page: one file, in order, complete, safe."""

from __future__ import annotations

import html as entities
import json
import re
from pathlib import Path

import pytest
from tests.report.conftest import Changed
from tests.report.outline import IN_ORDER, PRINTED, Outline, section, visible

from reallocate.firm.plan.people import DIMENSION_TABLES
from reallocate.firm.report.answer import card
from reallocate.firm.report.result import PLAN
from reallocate.kernel.glossary import INNER_WORDS
from reallocate.render.page import LARGEST, library, script_hash
from reallocate.render.result import Result
from reallocate.render.saving import open_saved

NAN = float("nan")


def test_the_parts_stand_in_their_order(html: str) -> None:
    heads = re.findall(r"<h2 id=\"[\w-]+-title\">(?:<span class=\"number\">(\d+)</span> )?([^<]+)</h2>", html)
    assert [entities.unescape(words) for _, words in heads] == IN_ORDER
    assert [number for number, _ in heads] == [*(str(place) for place in range(1, len(IN_ORDER))), ""]


def test_headings_never_skip_a_level_and_never_stand_over_nothing(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(html).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert not re.findall(r"</h2>\s*(?:</section>|<h2)|</h3>\s*(?:</section>|<h[23])", html)


def test_it_fits_and_holds_the_library_once(html: str) -> None:
    assert len(html.encode("utf-8")) < LARGEST
    copies = html.count(library()), html.count("window.vegaEmbed=") + html.count("window.vegaEmbed =")
    assert copies == (1, 1)


def test_it_asks_nothing_of_the_network(html: str) -> None:
    for _, attributes in Outline(html).tags:
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


@pytest.mark.parametrize("name", [chart.name for chart in PLAN.charts if chart.tables[0] not in DIMENSION_TABLES])
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
        captions = re.findall(r"<caption><span>([^<]+)(<small.*?</small>)?</span></caption>", table)
        assert len(captions) == 1
        caption, shared = captions[0]
        if shared or caption.startswith(("Observed years", "Today, baseline")):  # the unit stands there, or each row names its own
            continue
        heads = re.findall(r"<th scope=\"col\"([^>]*)>(.*?)</th>", table)
        for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, flags=re.DOTALL):
            for (kind, words), text in zip(heads[1:], re.findall(r"<td[^>]*>(.*?)</td>", row), strict=True):
                bare = re.fullmatch(r"[−+]?[\d,.]+( to [−+]?[\d,.]+)?", text)
                unit = 'class="unit"' in words or words in ("Jobs", "People") or kind == ' class="t"'
                assert unit or not bare, f"{caption}: {words}: {text}"


def test_a_code_stands_nowhere_its_words_do(html: str) -> None:
    body = html.split("<script>")[0].partition('<section id="words"')[0]
    assert "Rated by people, strict" in body and "people-direct" not in body


def test_inner_words_never_reach_a_reader(html: str) -> None:
    assert not INNER_WORDS.findall(visible(html))
    assert INNER_WORDS.search("each lens reads a World from a pack, P7 of an LP has a dual, a MILP none")


def test_the_first_part_holds_what_a_reader_takes_away(html: str) -> None:
    first = html.split('<section id="headline"')[1].split("</section>")[0]
    assert first.count("<strong>") == 5
    text = visible(first)
    in_order = (
        "The cheapest plan by the middle of 2027 needs 13% fewer positions than without further AI (5.1–17% over 4 estimates of what AI can do), and 5,412 layoffs.",
        "70,730 positions instead of 81,246 without further AI", "Over 4 published estimates of what AI can do: 67,266 to 77,126.",
        "Layoffs 5,412", "1,830 to 7,260 FTE over 4 estimates", "Feb 2027", "after 7.4 months", "USD 158 m",
        "USD 3.2 bn", "USD 1.2 to 4.4 bn a year over 4 estimates", "above 1.5", "measured: 0.4 to 0.9",
        "Cutting 8,000 positions now instead costs about USD 1,000,000 more per exit than waiting for people to leave, and ends with as many positions.",
        "The plan rests most on", "Cheapest plan under these assumptions: none in this model costs less", "14% of payroll",
    )  # fmt: skip
    assert [words for words in in_order if words not in text] == []
    assert sorted(in_order, key=text.index) == list(in_order)


def test_the_cut_beside_attrition_is_a_sentence_two_charts_and_a_folded_table(html: str) -> None:
    part = html.split('<section id="cut-or-wait"')[1].split("</section>")[0]
    text = visible(part)
    lead = "Cutting 8,000 positions now, pro rata, costs USD 8.0 billion more than letting attrition do it."
    assert text.index(lead) < text.index("79% of the exits are refilled") < text.index("Attrition ends USD 550 m ahead of the cut")
    assert text.index("Attrition ends USD 550 m") < text.index("The cut beside attrition, every figure")
    folded = part.split("<summary>The cut beside attrition, every figure</summary>")[1]
    rows = re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', folded, flags=re.DOTALL)
    cells = {name: re.findall(r"<td[^>]*>([^<]+)</td>", row) for name, row in rows}
    assert cells["cost, present value"] == ["USD 170 bn", "USD 162 bn", "+USD 8.0 bn"]
    assert cells["extra cost per exit"] == ["—", "—", "+USD 1.0 m per exit"]
    assert cells["positions at the end"] == ["71,618 FTE", "71,618 FTE", "0 FTE"]
    assert "exits decided" not in cells, "the workbook holds every figure"


def test_a_board_reads_the_open_parts_and_the_rest_opens_on_demand(html: str) -> None:
    folded = re.findall(r'<section id="[\w-]+" class="folded".*?<h2[^>]*>(?:<span.*?</span> )?([^<]+)</h2>', html, flags=re.DOTALL)
    assert [entities.unescape(words) for words in folded] == IN_ORDER[PRINTED:]
    last = re.search(r'<p class="unprinted">([^<]+)</p>\s*</main>', html)
    assert last and all(words in entities.unescape(last.group(1)) for words in IN_ORDER[PRINTED:])
    assert "workbook" in last.group(1)


@pytest.mark.parametrize(
    ("chart", "finding"),
    [
        ("cut_exits", "79% of the exits are refilled and 21% are offset by fewer quits; no position is saved"),
        ("payback", "The plan"),
        ("who_is_affected", "most positions lost (−"),
        ("positions_by_capture", "At 30% captured, near the mean of the evidence, 70,100 positions are needed; at 60% 67,500"),
        ("range_over_sources", "Under 4 sources of AI's reach positions change by −"),
    ],
)
def test_the_title_of_a_chart_is_its_finding_and_what_is_drawn_stands_below(
    html: str, chart: str, finding: str
) -> None:
    caption = html.split(f'<figure id="chart-{chart}">')[1].split("</figcaption>")[0]
    title, _, below = caption.split("<figcaption>")[1].partition("<span>")
    assert finding in entities.unescape(title) and not title.rstrip().endswith("]")
    assert entities.unescape(below).startswith(PLAN.chart(chart).title)


def test_promises_stand_with_their_price(html: str) -> None:
    part = section(html, "promises")
    for words in ("No layoffs in the first 4 quarters", "binding", "+41", "−38", "No layoffs: costs USD 95 million more."):
        assert words in part


@pytest.mark.parametrize(
    ("figures", "value", "between"),
    [
        ((NAN, NAN, NAN), "not within the plan", "not within the plan"),
        ((15.8, 12.0, NAN), "Oct 2027", "12 months to not within the plan"),
        ((0.0, 0.0, 4.0), "from the start", "0 to 4 months"),
    ],
)
def test_a_plan_that_never_breaks_even_has_words_not_a_number(
    made_up: Result, changed: Changed, figures: tuple[float, float, float], value: str, between: str
) -> None:
    table = made_up.table("headline")
    table.loc[table["figure"] == "break-even month", ["plan", "low", "high"]] = figures
    blocks = [block for block in card(changed({"headline": table})) if block.kind == "cards"]
    one = next(one for one in blocks[0].cards if one.label == "Break-even month")
    assert (one.value, one.range) == (value, between)


def test_a_sentence_stands_in_its_place_and_one_without_a_place_is_not_lost(html: str) -> None:
    assert "Under 6 of 8 sources the difference stays within sampling error." in section(html, "history")
    assert "A sentence under a heading that the page does not know, of −0.5 and 0.0." in section(html, "words")
    assert "Power does not limit the plan." not in section(html, "limits"), "its row says so already"


def test_the_dial_holds_the_cells_of_the_grid(made_up: Result, html: str) -> None:
    found = re.search(r'<div class="dial".*?<script type="application/json">(.*?)</script>', html, flags=re.DOTALL)
    data = json.loads(found.group(1))
    assert data["positions"] == ["0%", "5%", "10%", "15%", "20%"] and len(data["cells"]) == 3
    row = made_up.table("grid").query("speed == 'fast' and exits_share == 0.1").iloc[0]
    assert data["cells"][2][2][:2] == [f"−{abs(row['positions']):,.0f} FTE", "7,800 FTE"]


def test_a_missing_cell_of_the_dial_is_no_plan(made_up: Result, changed: Changed) -> None:
    grid = made_up.table("grid").query("not (speed == 'slow' and exits_share > 0.1)")
    text = changed({"grid": grid}).page()
    data = json.loads(re.search(r'class="dial".*?json">(.*?)</script>', text, flags=re.DOTALL).group(1))
    assert data["cells"][0][4] == ["no plan"] * 6 and data["cells"][1][4] != ["no plan"] * 6


def test_what_comes_from_outside_is_escaped(made_up: Result, changed: Changed) -> None:
    evil = "<script>alert(1)</script>&\"'"
    tables = {name: made_up.table(name).assign(title=evil) for name in ("roles", "groups")}
    tables["assumptions"] = made_up.table("assumptions").assign(source=evil)
    plan = changed(tables, text={"headline": [evil], "else": [evil]}, title=evil, command=evil)
    for text, scripts in ((plan.page(), 2), (plan._repr_html_(), 0)):
        assert "<script>alert" not in text and "</script>&" not in text
        assert len(re.findall(r"<script>", text)) == scripts
        assert entities.escape("<script>alert(1)</script>") in text


def test_the_same_plan_gives_the_same_page_also_when_it_was_saved(
    changed: Changed, html: str, tmp_path: Path
) -> None:
    plan = changed()
    assert plan.page() == html
    again = Result.opened(PLAN, open_saved(plan.save(tmp_path / "plan")))
    assert again.page() == html and again.workbook() == plan.workbook()
