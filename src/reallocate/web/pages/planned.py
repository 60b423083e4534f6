"""A plan as a page: its answer, its sections, downloads, call and command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import reallocate
from reallocate.api.actuals import headcount_form
from reallocate.api.country import code_of, country_sources
from reallocate.api.out import installed
from reallocate.api.prices import ALL, promise_prices
from reallocate.api.reach import REACH_SOURCES
from reallocate.kernel.blocks import Beside, Grid, Named, Prose, Section
from reallocate.kernel.disk import replace_file
from reallocate.kernel.money import shows
from reallocate.web.blocks import ready
from reallocate.web.files import archive
from reallocate.web.link import Call
from reallocate.web.page import MADE, Page, filled, fragment
from reallocate.web.pages.own_figures import BELIEVE, PAY
from reallocate.web.pages.own_figures import OWN as OWN_FIGURE

DOOR = "/firm"
_OPEN = ("cut-or-wait", "people", "money", "rests-on")
"""Sections that stand open, in their order; the headline stands above them."""
_PAIR = ("money", "rests-on")
"""Of them the last two, side by side where both are there."""
_NEAR, _LIMITS, _OUTLOOKS = "near", "limits", "outlooks"
_FOLDS = {
    _NEAR: "Plans that cost nearly as much",
    "every-role": "Every role",
    "promises": "Promises and their price",
    _OUTLOOKS: "Other futures",
    _LIMITS: "What would change the plan",
    "finance": "Money for finance",
    "council": "Work for those who stay",
    "history": "Where people can go",
}
"""Folds, in their order; the last of the page, to compare and follow up, is made of forms."""
_ALTERNATIVES = (
    "alternative", "extra_cost", "extra_share", "positions", "layoffs", "moved", "hires", "first_year_cash",
    "power",
)  # fmt: skip
_OWN = {
    "extra_cost": "cost", "positions": "positions", "layoffs": "layoffs", "hires": "hires", "moved": "moves",
}  # fmt: skip
"""Figure of an alternative -> the same of an own plan."""
_LISTED = "Each alternative goes as far as it can in one direction"
"""Caption of the list that stands side by side here."""
_GROUPED = (
    "Each plan goes as far as it can in one direction; equal plans share a column. Small roles are grouped, "
    "so these plans differ a little from the one above. Bold: differs from the plan of least cost."
)
_TOML, _DECISIONS, HEADCOUNTS = "scenario.toml", "decisions.csv", "headcounts.csv"
"""Files that the page makes: the scenario, decisions by role, and a form for real headcounts."""
_INSTALLS = {"plan.pdf": "pdf", "slides.pptx": "slides"}
"""Files that need more than is installed by default -> the extra that brings it."""
State = Mapping[str, Any]


@dataclass(frozen=True)
class _Parallel(Named):
    """Plans side by side.

    heads : one a plan, after the figure's name; plans that are the same share one
    rows : name and unit of a figure, then its text in each plan and whether it differs from the first
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]
    note: str


def saved(folder: str, number: int, title: str) -> Page:
    """A plan that the queue finished.

    number, title : of it in the queue
    """
    result: Any = reallocate.open(folder)
    page = _plan_page(result, title, f"/jobs/{number}/files", number=number)
    return Page(page.html, page.status, given_files(result))


def completed(folder: str, number: int, state: State) -> Page:
    """The first answer of a browser with every further part, which the queue has computed meanwhile.

    number : of it in the queue
    """
    result: Any = reallocate.open(folder)
    page = _plan_page(result, state["title"], f"/jobs/{number}/files", state=state, number=number)
    return Page(page.html, page.status, given_files(result), dict(state))


@shows(attrgetter("money"))
def answered(result: Any, state: State, tables: Mapping[str, str] | None = None) -> Page:
    """The page of a first answer, with what is known of the firm for the next step."""
    page = _plan_page(result, state["title"], f"{DOOR}/plan/files", state=state)
    return Page(page.html, page.status, {**given_files(result), **(tables or {})}, dict(state))


def made(folder: str, name: str) -> Page:
    """A PDF or slides of a saved plan."""
    result: Any = reallocate.open(folder)
    return Page("", content=result.pdf() if MADE[name] == "pdf" else result.slides())


def copy(folder: str) -> Page:
    """The copy for sharing of a saved plan, as an archive."""
    with TemporaryDirectory() as place:
        made = reallocate.share(folder).save(Path(place) / "copy")
        return Page("", content=archive(made, "copy"))


def given_files(result: Any) -> dict[str, str]:
    """The scenario of a plan, its decisions in the columns of an own plan, and a form for what happens."""
    return {
        _TOML: reallocate.Scenario.of(result).text,
        HEADCOUNTS: headcount_form(result).to_csv(index=False),
        _DECISIONS: result.in_dollars("decisions").to_csv(index=False),
    }


def _sections_of(result: Any) -> tuple[list[Section], list[Section]]:
    """The sections that stand open, and the folds, each in their order."""
    opened = {one.name: one for one in result.kind.page(result) if not one.folded}
    folded = {one.name: one for one in result.kind.page(result) if one.folded}
    if "promises" in opened:
        count, others = (len(result.tables.get(name, ())) for name in ("promises", "refused"))
        together = _together(result)
        line = f"{count or 'none'} in force{together}; what {others} others would cost"
        folded["promises"] = replace(opened["promises"], folded=True, inside=line)
    if result.is_whole:
        folded[_NEAR] = _near_optimal(result, folded[_NEAR])
        folded[_LIMITS] = _with_rests(opened["rests-on"], folded[_LIMITS])
        opened["people"] = _without_notes(opened["people"])
    if not result.has(_OUTLOOKS):
        folded.pop(_OUTLOOKS, None)
    shown = [ready(opened[name]) for name in _OPEN if name in opened and name not in _PAIR]
    if set(_PAIR) <= set(opened):
        shown += [ready(_half(opened[name]), "half") for name in _PAIR]
    else:
        shown += [ready(opened[name]) for name in _PAIR if name in opened]
    folds = [
        replace(ready(folded[name]), name=name, title=title)
        for name, title in _FOLDS.items()
        if name in folded
    ]
    return shown, folds


def _together(result: Any) -> str:
    """What all promises of a whole plan cost together, in a few words."""
    words = str(promise_prices(result).get(ALL, {}).get("price", "")) if result.is_whole else ""
    return f", which {words[:1].lower()}{words[1:].replace('sts', 'st', 1)} together" if words else ""


def _half(section: Section) -> Section:
    """A section for half of the page: its columns under each other, without what folds hold."""
    return replace(section, blocks=[one for one in _flat(section) if not isinstance(one, Grid | Prose)])


def _flat(section: Section) -> list[Any]:
    """The blocks of a section, columns under each other."""
    blocks: list[Any] = []
    for one in section.blocks:
        blocks += [*one.left, *one.right] if isinstance(one, Beside) else [one]
    return blocks


def _with_rests(rests: Section, limits: Section) -> Section:
    """The fold on what would change the plan, with what is said of the input that it rests on most."""
    told = [one for one in _flat(rests) if isinstance(one, Prose)]
    return replace(limits, blocks=[*told, *limits.blocks])


def _without_notes(section: Section) -> Section:
    """A section without what is said of a report's appendix, whose parts are folds of this page."""
    return replace(section, blocks=[one for one in section.blocks if getattr(one, "tone", "") != "note"])


def _plan_page(result: Any, title: str, files: str, state: State | None = None, number: int = 0) -> Page:
    """A plan: the answer, its sections, downloads, call and command."""
    state = state or {}
    whole = result.is_whole
    call = plan_call(state, quick=not whole)
    shown, folds = _sections_of(result)
    answer = next(one for one in result.kind.page(result) if one.name == "headline")
    return filled(
        "plan.html.jinja", DOOR, title=title, files=files, is_whole=whole, number=number,
        head=_head(result), foot=" ".join(_foot(result, answer)), sections=shown, folds=folds,
        is_here=bool(state),
        firm=state.get("words", ""),
        python=call.python() if call else 'import reallocate as ra\n\nresult = ra.open("plan")',
        command=str(result.facts["command"]), opened=call is None, own=state.get("own", ""),
        reach=state.get("reach", ""), sources=REACH_SOURCES,
        cut_form=_cut_form(state), is_roster=state.get("maker") == "from_roster",
        privacy=result.privacy, is_private=result.is_exact,
        sheets=f"{DOOR}/plan/sheet" if state else f"/jobs/{number}/sheet",
        kept=state.get("files", ()), toml=_TOML, decisions=_DECISIONS,
        headcounts=HEADCOUNTS, origins=country_sources(code_of(result.facts)), **downloads(),
    )  # fmt: skip


def downloads() -> dict[str, Any]:
    """Files that can be made here, and for the others what to install."""
    made = [name for name, tool in MADE.items() if tool in installed()]
    missing = {name: f'pip install "reallocate[{_INSTALLS[name]}]"' for name in MADE if name not in made}
    return {"made": made, "missing": missing}


def plan_call(state: State, quick: bool) -> Call | None:
    """The call that makes a plan; none where it was opened from a folder."""
    if not state.get("given"):
        return None
    options = {**state["options"], **own_files(state), **({"quick": True} if quick else {})}
    firm = {**state["given"], **state.get("reading", {})}
    return Call("plan", options=options, firm=firm, maker=state["maker"])


def own_files(state: State) -> dict[str, str]:
    """The arguments of a plan that name files of the step: an own plan, an own measurement of AI's reach."""
    found = {"given": state.get("own", ""), "reach": state.get("reach", "")}
    if found["reach"]:
        found["reach_gaps"] = state.get("reach_gaps", "")
    return {name: text for name, text in found.items() if text}


def _cut_form(state: State) -> dict[str, str]:
    """What cut or wait is asked, to see what turns the cut of an industry's firm."""
    if state.get("maker") != "from_industry":
        return {}
    given, options = state["given"], state["options"]
    exits = str(options.get("exits", "10%"))
    form = {
        "industry": given["industry"], "people": given["headcount"], "date": options.get("exits_date", ""),
        "after": options.get("after", ""), "size": options.get("size", ""),
        PAY: options.get(PAY, ""),
        **{f"{OWN_FIGURE}{name}": text for name, text in state.get("figures", {}).items()},
        **{f"{BELIEVE}{name}": "yes" for name in state.get("believed", ())},
    }  # fmt: skip
    cut = {"cut": exits.removesuffix("%")} if exits.endswith("%") else {}
    return {name: str(value) for name, value in {**form, **cut}.items() if value}


def write_first(result: Any, place: Path, files: str) -> None:
    """Write the sections of a first answer, shown until the whole plan is there.

    place : file of the sections
    files : address of its downloads
    """
    shown, folds = _sections_of(result)
    sections = (_head(result), *shown)
    page = fragment("first.html.jinja", sections=sections, folds=folds, files=files)
    replace_file(place, page.encode("utf-8"))


def _head(result: Any) -> Section:
    """The answer, without how a script computes the rest and which titles are unsure: other pages do."""
    head = ready(next(one for one in result.kind.page(result) if one.name == "headline"))
    titles = tuple(result.facts.get("title_notes", ()))
    foot = _foot(result, head)
    elsewhere = ((result.status.text,), foot)
    blocks = [one for one in head.blocks if getattr(one, "sentences", ()) not in elsewhere]
    if titles:
        # The first says how many people are planned and left out, the rest which titles are unsure.
        short = {titles: Prose(titles[:1], "note")}
        blocks = [short.get(tuple(getattr(one, "sentences", ())), one) for one in blocks]
    return replace(head, blocks=blocks)


def _foot(result: Any, head: Section) -> tuple[str, ...]:
    """How it was computed and whose pay it uses, where that is no doubt: it stands at the foot."""
    is_proven = result.is_whole and not result.facts["unproven"]
    lines = [getattr(one, "sentences", ()) for one in head.blocks] if is_proven else []
    return next((tuple(one) for one in lines if one and one[0].startswith(result.status.text)), ())


def _near_optimal(result: Any, near: Section) -> Section:
    """The plans that cost little more, side by side, with the own plan where there is one."""
    grid = result.grid("alternatives", *_ALTERNATIVES)
    if not isinstance(grid, Grid):
        return near
    plans: dict[tuple[str, ...], list[str]] = {}
    for name, *cells in grid.rows:
        plans.setdefault(tuple(cells), []).append(name)
    heads = [", ".join(names) for names in plans.values()]
    columns = list(plans)
    if own := _own_figures(result):
        heads.append("your plan")
        columns.append(tuple(own.get(name, "—") for name in _ALTERNATIVES[1:]))
    rows = tuple(
        (
            f"{head.label}{f' [{head.unit}]' if head.unit else ''}",
            tuple((column[place], column[place] not in (columns[0][place], "—")) for column in columns),
        )
        for place, head in enumerate(grid.heads[1:])
    )
    beside: Any = _Parallel(grid.caption, tuple(heads), rows, _GROUPED)
    listed = [getattr(one, "caption", "") == _LISTED for one in near.blocks]
    blocks: list[Any] = [beside if is_list else one for is_list, one in zip(listed, near.blocks, strict=True)]
    return replace(near, blocks=blocks)


def _own_figures(result: Any) -> dict[str, str]:
    """Figures of an own plan as they stand in its table; none where there is none."""
    if not result.has("own_plan"):
        return {}
    grid = result.grid("own_plan", "figure", "own", "extra")
    figures = list(result.in_dollars("own_plan")["figure"])
    cells = dict(zip(figures, grid.rows, strict=True))
    return {
        name: cells[figure][2 if name == "extra_cost" else 1]
        for name, figure in _OWN.items()
        if figure in cells
    }
