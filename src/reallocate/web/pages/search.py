"""Search: the page that answers a plain question, and jobs, industries, claims, data that hold the words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

import reallocate
from reallocate.kernel.errors import ReallocateError
from reallocate.kernel.number import cell
from reallocate.web.link import from_link
from reallocate.web.page import DOORS, Page, filled, refused
from reallocate.web.pages.answers import four_questions, recorded, verdicts

_MOST, _BEST = 12, 4
"""Of each kind that are listed, and of the best of all kinds."""
_PLACES = (
    *DOORS, ("/firm/plan", "Plan a firm"), ("/firm/compare", "Compare two plans"),
    ("/estimates", "What public data say"), ("/#predictions", "Our predictions"),
    ("/#safe", "Everything stays on this computer"), ("/jobs", "Queue of plans"),
)  # fmt: skip
_WORDS = {
    "/job": "job career learn study course train instead switch change occupation student worker safe "
    "ways out",
    "/firm": "cheaper lay off layoff layoffs laying wait waiting cut percent tenth severance stop hiring "
    "freeze refill quits sheet works council board firm company employer boss staff dismiss redundancy "
    "quit layoff breaks even bank insurer save pays",
    "/firm/plan": "plan firm company upload personnel file roster people staff promises hr spreadsheet "
    "roles automate automated first compute buy budget retrain retraining hire hires hiring freeze letting "
    "go quarters cheapest insurer",
    "/firm/compare": "compare two plans plan difference first second cheaper dearer differ budget",
    "/economy": "economy country nation national whole everyone unemployment pay wages income share "
    "assumptions sliders growth change move scenario faster better benefits longer policy",
    "/answers": "answers story claims true false checked blueprint",
    "/sources": "sources figures numbers data come from grade licence where trust",
    "/estimates": "studies estimates public research papers evidence pay wages hires layoffs young",
    "/#predictions": "forecast forecasts predictions predict score good accurate future next month spring "
    "quarter unemployment openings hires 2027 2030",
    "/#safe": "private privacy data sent stored secret confidential upload anywhere safe computer network",
    "/jobs": "queue running waiting",
    "jobs": "how many jobs will ai destroy create cost lose lost jobless mass layoffs employment decline",
    "leaner": "leaner lean tech technology industry smaller headcount shrink grow employment sector "
    "tech jobs 2030",
    "exclusive": "exclusive young people youth graduates graduate beginners beginner entry level junior "
    "harder hardest hit find a job unemployed experience excluded",
    "blueprint": "blueprint cut tenth 10 percent layoffs copy follow model cheaper wait quits",
    "payroll-funds-compute": "payroll pay pays salaries gpus chips compute fund money layoffs data centers",
    "coordinators-per-person": "one model replaces dozens coordinators coordination",
    "most-at-risk-middle-managers": "middle managers management manager risk replace replaced",
    "most-at-risk-coordinators": "coordinators coordination risk",
    "most-at-risk-basic-analysts": "analysts analysis basic routine risk",
    "exposure-foretells-decline": "exposed exposure decline predict",
    "force-multipliers": "small teams team more done productivity output force multiplier",
    "operating-model-turns": "ai-first legacy firm replaces old operating model",
    "industry-standard": "peers other companies competitors follow imitate copy standard",
    "divide-widens": "divide inequality displaced lose lost job loses pay gap cost of job loss",
    "directing-protects": "direct directing others supervise lead orchestrators doers safer keep",
    "permanent": "permanent temporary come back return reverse rehire",
    "more-jobs-destroyed": "destroy create jobs",
    "energy-binds": "energy power electricity megawatt data centers grid",
    "growth-driver": "compute grows faster than people chips employee",
}
"""What people ask for when they mean a page, a question or a claim."""
_SIGNS = re.compile(r"[^\W_]+")
STOP = frozenset(
    _SIGNS.findall(
        "a about ai am an and any anybody anyone are artificial as at be been but by can could did do "
        "does doing for from get gets getting had happen happens has have he her his how i if in "
        "intelligence into is it its me much my need of on one or our out replace replaced replaces "
        "should so some than that the their them then there these they this to us was we were what when "
        "where which who whom why will with would year years you your"
    )
)
_PLAIN = 3
"""Words up to which a search is for names; a longer one is a question."""
_PEOPLE = "2,000"
"""Of a firm of an industry that is found, until its reader says how many."""
_Hit = tuple[str, str, str]
"""Address, or "" where there is none; words, and what else is known."""


def page(query: tuple[tuple[str, str], ...] = ()) -> Page:
    """What was found, best first and by kind; or the field alone.

    query : `q`, the words
    """
    try:
        words = str(from_link(dict(query), {"q": str}).get("q", "")).strip()
    except ReallocateError as error:
        return refused(error, "/search")
    best = _best(words) if words else []
    groups = [one for one in _results(words) if one["hits"]] if words else []
    return filled(
        "find.html.jinja", "/search", words=words, groups=groups, best=best, job=f"/job?title={quote(words)}",
        people=_PEOPLE, is_question=len(words.split()) > _PLAIN,
    )  # fmt: skip


def _content(words: str) -> list[str]:
    """The words of a question that carry it; all of them where none does."""
    every = [word for word in _SIGNS.findall(words.casefold()) if len(word) < 40]
    return [word for word in every if word not in STOP] or every


def _best(words: str) -> list[_Hit]:
    """Pages, questions, claims and jobs that answer a question, those that fit best first."""
    wanted = _content(words)
    if not wanted:
        return []
    asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(wanted))
    rows = _index().execute(
        "SELECT address, shown, about, bm25(found, 0, 0, 0, 6, 3, 0) * weight AS fit FROM found "
        "WHERE found MATCH ? ORDER BY fit LIMIT ?",
        (asked, 2 * _BEST),
    )
    found = {address: (address, shown, about) for address, shown, about, _ in rows}
    best = [*found.values()][:_BEST]
    return [*best[:1], *_named_assumptions(wanted[0]), *best[1:]] if len(wanted) == 1 else best


def _named_assumptions(word: str) -> list[_Hit]:
    """The assumptions that name a word, where there are any."""
    rows = reallocate.World.load().parameters
    said = (rows["name"] + " " + rows["says"]).str.casefold()
    count = int(said.str.contains(rf"\b{re.escape(word)}").sum())
    place = f"/sources?find={quote(word)}#assumptions"
    return [(place, f"Assumptions that name “{word}”", f"{count}")] if count else []


@cache
def _index() -> sqlite3.Connection:
    """Everything that a question may be about, by the stems of its words."""
    index = sqlite3.connect(":memory:", check_same_thread=False)
    index.execute(
        "CREATE VIRTUAL TABLE found USING fts5(address UNINDEXED, shown UNINDEXED, about UNINDEXED, title, "
        "words, weight UNINDEXED, tokenize='porter unicode61')"
    )
    index.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)", _entries())
    return index


def question_pages() -> Iterator[tuple[str, str, str, str, float]]:
    """Pages, questions, claims: address, name, what else is known, what people ask, how much a fit counts."""
    for address, name in _PLACES:
        if address != "/":
            yield address, name, "", _WORDS[address], 1.0
    for one in four_questions():
        yield f"/answers?question={one.name}", one.asks, one.short, _WORDS[one.name], 1.2
    for row in verdicts(recorded()):
        yield f"/answers/{row['id']}", row["statement"], row["words"], _WORDS.get(row["id"], ""), 0.9


def _entries() -> Iterator[tuple[str, str, str, str, str, float]]:
    """Address, its words, what else is known, the same to search, further words, how much a fit counts."""
    for address, shown, about, words, weight in question_pages():
        yield address, shown, about, shown, words, weight
    world = reallocate.World.load()
    names = world.table("titles").groupby("occupation")["title"].apply(" ".join).to_dict()
    for address, title, about in _jobs(lambda _: True):
        yield address, title, about, title, "", 0.9
        yield address, title, about, "", names.get(address.rpartition("/")[2], ""), 0.5


def _results(words: str) -> list[dict[str, Any]]:
    says = _says(words)
    world = reallocate.World.load()
    return [
        _group("Jobs", _jobs(says), "/job"),
        _group("Industries", _industries(world, says), "/firm/plan", is_industry=True),
        _group("Answers", _answers(says), "/answers"),
        _group("Assumptions", _assumptions(world, says, words), f"/sources?find={quote(words)}#assumptions"),
        _group("Data", _data(world, says), "/sources"),
        _group("Pages", [(address, name, "") for address, name in _PLACES if says(name)], "/"),
    ]


def _says(words: str) -> Callable[[str], bool]:
    """Whether a text holds every word."""
    wanted = words.casefold().split()
    return lambda text: all(word in text.casefold() for word in wanted)


def _group(name: str, hits: Iterable[_Hit], every: str, is_industry: bool = False) -> dict[str, Any]:
    found = list(hits)
    return {
        "name": name, "hits": found[:_MOST], "count": len(found), "every": every, "is_industry": is_industry,
    }  # fmt: skip


def _jobs(says: Callable[[str], bool]) -> list[_Hit]:
    """Occupations, those of most people first."""
    table = reallocate.jobs(nation=True, top=0).table("occupations")
    table = table[table["title"].map(says) & (table["employment"] > 0)]
    rows = table.sort_values("employment", ascending=False)[
        ["occupation", "title", "employment", "automatable"]
    ]
    return [
        (
            f"/job/{code}",
            str(title),
            f"{cell(people, 'people')} people; AI could do {cell(reach, 'share')} alone",
        )
        for code, title, people, reach in rows.itertuples(index=False)
    ]


def _industries(world: Any, says: Callable[[str], bool]) -> list[_Hit]:
    table = world.table("industries")
    table = table[(table["employment"] > 0) & table["title"].map(says)].drop_duplicates("title")
    rows = table.sort_values("employment", ascending=False)[["title", "employment"]]
    return [
        ("", str(title), f"{cell(people, 'people')} people") for title, people in rows.itertuples(index=False)
    ]


def _answers(says: Callable[[str], bool]) -> list[_Hit]:
    """Questions and claims that hold the words."""
    asked = [
        (f"/answers?question={one.name}", one.asks, one.short)
        for one in four_questions()
        if says(f"{one.asks} {one.short} {one.says}")
    ]
    claims = [
        (f"/answers/{row['id']}", row["statement"], row["words"])
        for row in verdicts(recorded())
        if says(f"{row['statement']} {row['finding']}")
    ]
    return [*asked, *claims]


def _assumptions(world: Any, says: Callable[[str], bool], words: str) -> list[_Hit]:
    rows = world.parameters.to_dict("records")
    place = f"/sources?find={quote(words)}#assumptions"
    return [
        (place, str(row["says"]), f"{cell(row['value'])} {row['unit']}, grade {row['grade']}")
        for row in rows
        if says(f"{row['name']} {row['says']} {row['source']}")
    ]


def _data(world: Any, says: Callable[[str], bool]) -> list[_Hit]:
    rows = world.origins.drop_duplicates(["title", "vintage"]).to_dict("records")
    return [
        ("/sources", str(row["title"]), f"{row['vintage']}, {row['licence']}")
        for row in rows
        if says(f"{row['title']} {row['citation']}")
    ]
