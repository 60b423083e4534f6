"""The plain pages for any host or none: cut or wait by industry, jobs, the economy, answers, the ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from importlib import resources
from pathlib import Path

import pandas as pd

import reallocate
from reallocate.api.sweep import names_of_industries
from reallocate.kernel.blocks import Grid, Head, Prose, Section
from reallocate.kernel.disk import replace_folder
from reallocate.kernel.executor import SERIAL, Where, Workers
from reallocate.kernel.manifest import LIST, list_of
from reallocate.kernel.marker import must_be_free
from reallocate.kernel.number import cell
from reallocate.web.blocks import ready
from reallocate.web.page import Page, filled
from reallocate.web.pages import answers, economy, estimates, firm, job, jobs, sources, start
from reallocate.web.pages.search import STOP, question_pages
from reallocate.web.static_page import SCRIPTS, static_page

_INDEX, _COMPARE, _SITE = "index.js", "compare.js", "site"
"""The files that the search and two jobs side by side read; the kind of folder that its marker says."""
_HEAD = re.compile(r'<h1[^>]* data-expected="([^"]*)"')
_LEARN = re.compile(r'<section class="way" id="learn".*?"what">(.*?)</p>.*?(<dl>.*?</dl>)', re.DOTALL)
"""Of the page of a job: what is expected of it, and what it takes to learn it."""
_OTHER_NAMES = 60
"""Other names of a job that the search knows, the shortest first."""
_FULL_FORM = re.compile(r"\s*\((.*)\)$")
"""Of a short form, as in `ceo (chief executive officer)`."""
_STYLES = ("/static/system.css", "/static/site.css")
_LOOKS = ("tokens.css", "plot.css")
"""Styles that saved reports share."""
"""Type scale, spacing and colours, the same in saved reports."""
_LEDGER, _INDUSTRIES, _ECONOMY = "/forecasts", "/firm", "/economy"
_ON_SITE = {"/#predictions": _LEDGER}
"""Live page -> the page of the site that has more of it."""
_STRIPS = "strips"
"""Folder of the runs along each slider."""
_SCRIPTS = ("take.js", "economy_chart.js", "economy.js", "copy.js", "find.js", "site_links.js")
_Say = Callable[[str], None]


@dataclass(frozen=True)
class Place:
    """A page of the site.

    address : of the live page that it is
    kind, name, others : what it is and is called, for the search; without a name it is not found there
    people : who work in it; the search shows the largest first
    """

    address: str
    kind: str = ""
    name: str = ""
    others: tuple[str, ...] = ()
    people: float = 0.0

    @property
    def file(self) -> str:
        """Within the folder: below an address, a host shows the page at the live page's own path."""
        return f"{self.address.strip('/')}/index.html".lstrip("/")


def build(
    folder: Path, industries: int = 0, occupations: int = 0, where: Where = SERIAL, say: _Say | None = None,
    every_step: bool = True,
) -> dict[str, int]:
    """Write the site into a folder, whole or not at all; bytes by file.

    industries, occupations : only so many, the largest first; 0 is all of them
    every_step : whether the economy is run at each step of each slider; else at the positions that ship
    Raises `InputError` where the folder holds something else.
    """
    tell = say or (lambda _: None)
    must_be_free(folder, _SITE, "plain pages")
    places = [*_fixed_places(), *_industry_places(industries), *_job_places(occupations)]
    files = {place.address: place.file for place in places}
    written = dict(_assets(places))
    with Workers(where) as workers:
        tasks = [(place, files) for place in places]
        for done, (at, html) in enumerate(workers.finished(_rendered, tasks), start=1):
            written[places[at].file] = html
            tell(f"Pages: {done} of {len(places)}")
        inputs = [(short, every_step) for short in economy.KEYS]
        for done, (at, script) in enumerate(workers.finished(economy.strip_script, inputs), start=1):
            written[f"{_STRIPS}/{inputs[at][0]}.js"] = script
            tell(f"Strips: {done} of {len(inputs)}")
    written[_COMPARE] = _compared(places, written)
    marked = {**written, LIST: list_of(_SITE, written)}
    replace_folder(folder, marked, partial(must_be_free, folder, _SITE, "plain pages"), private=False)
    return {name: len(content) for name, content in written.items()}


def _compared(places: list[Place], written: Mapping[str, bytes]) -> bytes:
    """What two jobs side by side show, from the pages of the jobs."""
    jobs = {}
    for place in places:
        page = written[place.file].decode()
        head, learn = _HEAD.search(page), _LEARN.search(page)
        if place.kind == "job" and head and learn:
            says, facts = learn.groups()
            expected, says = unescape(head[1]), unescape(says)
            jobs[place.file] = {"title": place.name, "expected": expected, "says": says, "facts": facts}
    text = json.dumps(jobs, ensure_ascii=False, separators=(",", ":"))
    return f"window.REALLOCATE_JOBS={text};\n".encode()


def _fixed_places() -> Iterator[Place]:
    """Pages that are there whatever is left out."""
    yield Place("/")
    yield Place(_INDUSTRIES, "page", "Cut or wait, by industry")
    yield Place("/job", "page", "All jobs")
    yield Place(_ECONOMY, "page", "Economy: jobs, pay and unemployment", ("sliders", "assumptions"))
    yield Place("/answers", "page", "The popular story, checked")
    yield Place("/sources", "page", "Sources and assumptions")
    yield Place("/estimates", "page", "What public data say", ("estimates", "young people"))
    yield Place(_LEDGER, "page", "Forecasts and who leads", ("predictions", "ledger"))
    for row in answers.verdicts(answers.recorded()):
        yield Place(f"/answers/{row['id']}", "answer", row["statement"])


def _industry_places(most: int) -> list[Place]:
    """A page for each industry of four digits, the largest first where only some are wanted."""
    rows = _swept_industries(most)
    columns, names = rows[["industry", "title", "naics", "employment"]], names_of_industries()
    return [
        Place(
            f"{_INDUSTRIES}/{code}", "industry", title, (naics, *names.get(code, ())), people
        )
        for code, title, naics, people in columns.itertuples(index=False)
    ]  # fmt: skip


def _swept_industries(most: int) -> pd.DataFrame:
    """The industries of the site: of four digits, and groups that are not divided so far."""
    table = reallocate.World.load().table("industries")
    table = table[table["employment"] > 0]
    four = table[table["level"].eq(4)]
    three = table[table["level"].eq(3) & ~table["naics"].isin(set(four["naics"].astype(str).str[:3]))]
    rows = pd.concat([four, three]).sort_values("employment", ascending=False)
    return rows.head(most) if most else rows


def _job_places(most: int) -> list[Place]:
    """A page for each occupation and each major group."""
    world, (_, table, _) = reallocate.World.load(), jobs.national_jobs()
    names = world.table("titles").groupby("occupation")["title"].apply(list).to_dict()
    rows = table.head(most) if most else table
    groups = sorted(set(rows["group"]))
    return [
        *(Place(f"/job/group/{code}") for code in groups),
        *(
            Place(f"/job/{code}", "job", title, _short(names.get(code, [])), people)
            for code, title, people in rows[["occupation", "title", "employment"]].itertuples(index=False)
        ),
    ]


def _short(names: list[str]) -> tuple[str, ...]:
    """The shortest names; a short form and its full form are two of them."""
    parts = {part for name in names for part in (_FULL_FORM.sub("", name), *_FULL_FORM.findall(name))}
    return tuple(sorted(sorted(parts, key=lambda name: (len(name), name))[:_OTHER_NAMES]))


def _rendered(place: Place, files: Mapping[str, str]) -> bytes:
    """A page of the site as a file.

    files : of every page by the address of the live one
    """
    root = "../" * place.file.count("/")

    def address(live: str) -> str | None:
        path, hash_mark, part = live.partition("#")
        if path in (*_STYLES, *SCRIPTS, *(f"/charts/{name}" for name in _LOOKS)):
            return f"{root}static/{path.rpartition('/')[2]}"
        return f"{root}{files[path]}{hash_mark}{part}" if path in files else None

    html = static_page(_live(place).html, address)
    head = (
        f'<link rel="stylesheet" href="{root}static/site.css">\n'
        f'<script src="{root}static/find.js" defer></script>\n'
        f'<script src="{root}static/site_links.js" defer></script>\n'
    )
    search = (
        '</header>\n<div class="page find-row" role="search"><label class="field" for="find"><span>Find your '
        f'job or industry</span></label><input class="input" id="find" type="search" data-root="{root}" '
        'autocomplete="off" placeholder="A title, such as payroll clerk, or insurance">'
        '<ul class="plain" id="found" hidden></ul></div>'
    )
    current = ' aria-current="page"' if place.address == _LEDGER else ""
    menu = f'<a href="{root}{files[_LEDGER]}"{current}>Forecasts</a>\n</nav>'
    html = html.replace("</nav>", menu, 1)
    if place.kind == "industry":  # the live page's title names no firm, for the history of the browser
        html = html.replace("<title>", f"<title>{escape(place.name)}: ", 1)
    return html.replace("</head>", f"{head}</head>", 1).replace("</header>", search, 1).encode()


def _live(place: Place) -> Page:
    """The live page of a place; an industry's cut and the ledger are pages of the site alone."""
    at = place.address
    kind, _, name = at.strip("/").rpartition("/")
    if kind == "firm":
        return firm.of_industry(name)
    pages: dict[str, Callable[[str], Page]] = {
        "job": lambda code: job.card(code, ()), "job/group": jobs.group, "answers": answers.answer,
    }  # fmt: skip
    if kind in pages:
        return pages[kind](name)
    whole: dict[str, Callable[[], Page]] = {
        "/": start.page, "/job": jobs.overview, "/answers": answers.overview,
        _INDUSTRIES: _industries_page, _LEDGER: _ledger_page, "/sources": sources.page,
        "/estimates": estimates.page, _ECONOMY: lambda: economy.page(strips=f"../{_STRIPS}/"),
    }  # fmt: skip
    return whole[at]()


def _industries_page() -> Page:
    """Every industry by its title, with people and a link to its cut."""
    rows = _swept_industries(0).sort_values("title")
    return filled(
        "site_list.html.jinja", _INDUSTRIES, title="Cut now or wait, by industry",
        lead=[
            f"For each industry: a firm of {firm.PEOPLE:,} people that cuts {firm.CUT}%, beside letting "
            "people leave.",
            "Your own firm differs from its industry's mean: reallocate on your computer takes its figures.",
        ],
        listed=_industry_grid(rows), addresses=[f"{_INDUSTRIES}/{code}" for code in rows["industry"]],
        sections=(), sources="Sources: BLS OEWS May 2025.",
        python=f'import reallocate as ra\nresult = ra.sweep(headcount={firm.PEOPLE:_}, cut="{firm.CUT}%")',
        command=f"reallocate sweep --headcount {firm.PEOPLE} --cut {firm.CUT}%",
    )  # fmt: skip


def _industry_grid(rows: pd.DataFrame) -> Grid:
    heads = (Head("Industry"), Head("Code"), Head("Employed", "persons", number=True))
    cells = [
        (str(title), str(naics), cell(float(people), "persons"))
        for title, naics, people in zip(rows["title"], rows["naics"], rows["employment"], strict=True)
    ]
    return Grid("Industries", heads, tuple(cells))


def _ledger_page() -> Page:
    """The newest page of the ledger, skill by era first, and its score."""
    made, score = reallocate.shipped("ledger"), reallocate.shipped("ledger-score")
    skill, _, *others = made.kind.page(made)
    parts = [*score.kind.page(score)[:1], *others]
    lead = made.explain()["headline"]
    first = Section("now", "What is forecast", (Prose(lead),))
    return filled(
        "site_list.html.jinja", _LEDGER, title="Forecasts with a date on them",
        lead=[f"Made on {made.facts['date']}, kept, and scored as the figures come out."], listed=None,
        addresses=(), sections=[ready(one) for one in (skill, first, *parts)],
        sources="Sources: BLS, ETA; Metaculus.",
        python=f'import reallocate as ra\nresult = ra.forecast("labour-market", date="{made.facts["date"]}")',
        command=f"reallocate forecast labour-market --date {made.facts['date']}",
    )  # fmt: skip


def _assets(places: list[Place]) -> Iterator[tuple[str, bytes]]:
    """Styles, scripts and the index of titles, the largest jobs and industries first."""
    web, report = resources.files("reallocate.web"), resources.files("reallocate.render")
    for name in (*_STYLES, *(f"/static/{script}" for script in _SCRIPTS)):
        yield f"static/{name.rpartition('/')[2]}", web.joinpath(name.strip("/")).read_bytes()
    for name in _LOOKS:
        yield f"static/{name}", report.joinpath("static", name).read_bytes()
    named = sorted((place for place in places if place.name), key=lambda place: -place.people)
    rows = [[place.file, place.kind, place.name, list(place.others)] for place in named]
    index = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    questions = {"stop": sorted(STOP), "pages": _question_pages(places)}
    asked = json.dumps(questions, ensure_ascii=False, separators=(",", ":"))
    yield _INDEX, f"window.REALLOCATE_INDEX={index};\nwindow.REALLOCATE_QUESTIONS={asked};\n".encode()


def _question_pages(places: list[Place]) -> list[tuple[str, str, str, float]]:
    """Pages of the site that answer plain questions: file, name, what people ask, how much a fit counts."""
    files, found = {place.address: place.file for place in places}, []
    for address, name, _, words, weight in question_pages():
        path, *rest = re.split(r"(?=[?#])", _ON_SITE.get(address, address), maxsplit=1)
        if path in files:
            found.append((f"{files[path]}{''.join(rest)}", name, words, weight))
    return found
