"""A job's card and page: every part is there, nothing is asked of the network, and no word of the workshop."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console

from reallocate.jobs.page import LARGEST, card, job_study
from reallocate.jobs.page import page as outline
from reallocate.jobs.tables import (
    against,
    change,
    degree,
    further,
    odds_of,
    of_hundred,
    pay_figures,
    target,
    went,
)
from reallocate.kernel.glossary import GLOSSARY, INNER_WORDS, JOB_TERMS
from reallocate.render.result import Result
from reallocate.render.terminal import summary
from reallocate.work.world import World

PARTS = [
    "sheet",
    "ways",
    "who",
    "hours",
    "history",
    "pay",
    "skills",
    "direction",
    "not_said",
    "assumptions",
    "words",
]
# "Forecast" and the like belong to no card; a chance of losing the job is only ever denied.
FORBIDDEN = re.compile(
    r"(probability|risk|odds|chance) (of|that)[^.]*(lay|losing|lost|replaced)", re.IGNORECASE
)
DENIED = re.compile(r"(not the chance|not a probability|does not say whether)[^.]*\.")


@pytest.fixture(scope="module")
def study(world: World) -> Result:
    return job_study(world, "43-4051")


@pytest.fixture(scope="module")
def several(world: World) -> Result:
    return job_study(world, "project manager", area="Ohio")


@pytest.fixture(scope="module")
def html(study: Result) -> str:
    return study.page()


def words_of(html: str) -> str:
    """What a reader sees."""
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def text(study: Result, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, highlight=False).print(summary(study.title, card(study)))
    return out.getvalue()


def test_every_part_is_on_the_page_in_order(html: str) -> None:
    assert re.findall(r'<section id="([\w-]+)"', html) == PARTS
    for name in PARTS:
        assert f'href="#{name}"' in html
        body = html.split(f'<section id="{name}"')[1].split("</section>")[0]
        assert re.search(r"<(p|table|dl|ul)\b", body), f"a heading over nothing: {name}"


def test_the_page_asks_nothing_of_the_network_and_runs_nothing(html: str) -> None:
    assert "<script" not in html and not re.search(r"https?://|//[a-z]+\.|@import|url\(", html)
    assert "default-src &#39;none&#39;" in html and '<meta name="viewport"' in html
    assert len(html.encode("utf-8")) <= LARGEST


def test_the_same_study_gives_the_same_bytes(world: World, html: str) -> None:
    assert job_study(world, "43-4051").page() == html


def test_every_cell_of_a_stacked_table_has_its_label(html: str) -> None:
    for table in re.findall(r"<table class=\"stack.*?</table>", html, flags=re.DOTALL):
        cells = re.findall(r"<td[^>]*>", table)
        assert cells and all(re.search(r'data-label="[^"]+"', cell) for cell in cells)


def test_every_number_column_has_a_unit(study: Result, several: Result) -> None:
    from reallocate.kernel.blocks import Grid

    bare = {"Exposure quintile", "Value", "Range"}
    for one in (study, several):
        grids = [block for part in outline(one) for block in part.blocks if isinstance(block, Grid)]
        assert len(grids) > 10
        for grid in grids:
            assert not [
                head.label for head in grid.heads if head.number and not head.unit and head.label not in bare
            ]
            assert all(len(row) == len(grid.heads) for row in grid.rows)


@pytest.mark.parametrize("name", ["study", "several"])
def test_no_word_of_the_workshop_and_no_chance_of_losing_a_job(
    name: str, request: pytest.FixtureRequest
) -> None:
    one: Result = request.getfixturevalue(name)
    for said in (words_of(one.page()), " ".join(text(one).split())):
        assert not INNER_WORDS.search(said)
        assert not FORBIDDEN.search(DENIED.sub("", said))
        assert "nan" not in re.findall(r"\bnan\b", said) and "None" not in said
        assert "not the chance" in said


def test_disagreement_is_shown(html: str, study: Result) -> None:
    seen = words_of(html)
    for name in ("Rated by people", "Rated by GPT-4", "Use of Copilot", "Use of Claude"):
        assert name in seen
    total = study.table("hours_total").iloc[0]
    low, high = (f"{100 * total[f'automatable{end}']:.0f}" for end in ("_low", "_high"))
    assert f"({low}–{high}%)" in seen and f"({low}–{high}%)" in text(study)


def test_the_card_fits_eighty_columns_and_a_few_screens(study: Result, several: Result) -> None:
    for one, most in ((study, 112), (several, 122)):
        lines = text(one).splitlines()
        assert max(len(line.rstrip()) for line in lines) <= 80
        assert len(lines) <= most
    assert len(text(study, 110).splitlines()) <= 92


def test_the_card_and_the_sheet_show_five_things_of_each_move(study: Result, html: str) -> None:
    now = study.table("moves")
    now = now[now["section"] == "now"]
    sheet = words_of(html.split('<section id="sheet"')[1].split("</section>")[0])
    for said in (" ".join(text(study, 110).split()), sheet):
        for row in now.to_dict("records"):
            assert row["occupation"] in said or row["title"] in said
        first = now.iloc[0]
        assert f"{first['of_100_leavers']:.1f} ({first['low']:.1f}–{first['high']:.1f})" in said
        assert f"about {first['seen']:.0f} people" in said and f"{first['later_pay']:,.0f}"[:4] in said
        assert "What to do this month" in said and "What it asks" in said.replace("what it asks", "What it asks")


def test_where_nobody_was_seen_to_go_it_says_so(world: World) -> None:
    actuary = job_study(world, "Actuaries")
    for said in (text(actuary), words_of(actuary.page())):
        told = " ".join(said.split())
        assert "saw nobody leave this occupation" in told and "nan" not in told


def test_no_move_is_called_the_best_to_go_for(study: Result, several: Result) -> None:
    for one in (study, several):
        for said in (words_of(one.page()), text(one)):
            assert not re.search(r"\bBest is|[Bb]est to go|Chief Executives", said)
        assert "Nobody can say which move is best for you" in words_of(one.page())


def test_what_a_user_wrote_is_escaped(world: World, tmp_path: Path) -> None:
    file = tmp_path / "tasks.txt"
    file.write_text("<script>alert(1)</script> prepare budget reports for managers\n", encoding="utf-8")
    page = job_study(world, "43-4051", tasks=file).page()
    assert "<script" not in page and "&lt;script&gt;" in page


def test_words_stand_once_and_in_one_sentence() -> None:
    words = [*GLOSSARY, *JOB_TERMS]
    assert len(set(words)) == len(words)
    for means in JOB_TERMS.values():
        assert means.endswith(".") and means.count(". ") == 0 and not INNER_WORDS.search(means)


def test_how_figures_are_written() -> None:
    row = {
        "title": "Cashiers", "counted_with": "", "of_100_leavers": 12.3, "low": 0.04, "high": 20.0,
        "later_pay": 239_200.0, "pay_known": False, "pay_change": 0.251, "entry_pay": 58_830.0,
        "entry_change": -0.114, "seen": 5.0, "odds_low": 0.24, "odds_high": 0.58,
    }  # fmt: skip
    assert of_hundred(row) == "12 (under 0.1–20)"
    assert of_hundred({**row, "of_100_leavers": 5.7}).startswith("5.7")
    assert of_hundred({**row, "of_100_leavers": 0.6, "seen": 0.0}) == "fewer than 1 (none seen)"
    assert went({**row, "of_100_leavers": 1.7, "seen": 0.0}) == "about 2 (none seen)"
    assert went(row) == "12 (under 0.1–20); about 5 people"
    assert target(row) == "Cashiers" and target({**row, "counted_with": "41-2012"}) == "Cashiers †"
    assert pay_figures(row, "later") == "239,000 or more" and pay_figures(row, "entry") == "58,800"
    assert against(row, "later") == "+25% or more" and against(row, "entry") == "−11%"
    assert against({**row, "entry_change": -0.004}, "entry") == "0%"
    assert odds_of(row) == "25–60" and odds_of({**row, "odds_high": 0.3}) == "25–45"
    band = {"automatable_now": 0.25, "automatable": 0.5, "automatable_low": 0.1, "automatable_high": 0.9}
    assert change(band, "automatable") == "25% → 50% (10–90%)"
    assert further(band) == "AI reaches further there: 50 of 100 hours against 25"
    assert not further({**band, "automatable": 0.29}) and not further({**band, "automatable_now": 0.0, "automatable": 0.19})
    assert degree(12.0) == "a high school diploma" and degree(17.0) == "a bachelor's degree"


CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom", "--virtual-time-budget=20000", "--enable-logging=stderr")  # fmt: skip
MEASURE = "<script>for (const d of document.querySelectorAll('details')) d.open = true;"
MEASURE += "parent.postMessage(document.documentElement.scrollWidth, '*');</script>"
# A window is never as narrow as a phone, a frame is.
FRAME = """<script>addEventListener("message", e => { document.title = "wide " + e.data; });</script>
<iframe src="page.html" style="width:%dpx;height:900px;border:0"></iframe>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so the page is not opened")
@pytest.mark.parametrize("width", [380, 1200])
def test_nothing_overflows_and_nothing_complains(several: Result, tmp_path: Path, width: int) -> None:
    file = tmp_path / "page.html"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    file.write_text(
        policy.sub("", several.page()).replace("</body>", MEASURE + "</body>"), encoding="utf-8"
    )
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME % width, encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1400,900"]
    done = subprocess.run([*command, frame.as_uri()], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert not re.findall(r"CONSOLE[^\n]*", done.stderr)
    found = re.search(r"<title>wide (\d+)</title>", done.stdout)
    assert found and int(found[1]) <= width


A4 = (673, 1009)
"""Width and height of what A4 holds within the page's margins [pixels at 96 to the inch]."""
SHEET = """<script>document.body.style.width = "673px";
const sheet = document.getElementById("sheet").getBoundingClientRect();
document.title = "high " + Math.round(sheet.bottom);</script>"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so the page is not opened")
@pytest.mark.parametrize("code", ["43-4051", "47-2061", "53-3033"])
def test_the_first_section_prints_on_one_sheet(world: World, tmp_path: Path, code: str) -> None:
    """The rules for print are put in force on the screen; the longest cards are among those looked at."""
    file = tmp_path / "page.html"
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    printed = policy.sub("", job_study(world, code).page()).replace("@media print {", "@media all {")
    file.write_text(printed.replace("</body>", SHEET + "</body>"), encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={A4[0]},2000"]
    done = subprocess.run([*command, file.as_uri()], capture_output=True, text=True, timeout=120)
    found = re.search(r"<title>high (\d+)</title>", done.stdout)
    assert found and int(found[1]) <= A4[1]
