"""My firm: a plan, from three ways in over its promises to the first answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import reallocate
from reallocate.api.country import in_its_money
from reallocate.api.own_plan import own_plan_table
from reallocate.api.prices import ALL, NONE, promise_prices
from reallocate.api.reach import plain_reach
from reallocate.api.spelling import in_python
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InfeasiblePlan, InputError, Problem, ReallocateError
from reallocate.web.files import OWN, REACH
from reallocate.web.page import NOT_FOUND, WRONG_INPUT, Page, field_faults, filled
from reallocate.web.pages.firm import (
    CALLED,
    COUNTRY,
    FIELDS,
    cut_fields,
    cut_words,
    firm_arguments,
    how_cut,
    industries,
)
from reallocate.web.pages.own_figures import PAY, believed_typed, own_typed
from reallocate.web.pages.planned import DOOR, answered, own_files
from reallocate.web.pages.prices import price_of
from reallocate.web.pages.promises import PROMISED, firm_words, options_of, plan_arguments, promises
from reallocate.web.pages.roster import placed
from reallocate.web.pages.roster_view import is_mended
from reallocate.web.sessions import DRAFT

_PLANS = "/firm/plan"
"""Address of the plan."""
_EXAMPLE, _SHIPPED = "hyperscaler-2026", re.compile(r"[\w-]+")
"""A scenario that ships, and what the name of one may be."""
State = Mapping[str, Any]
_Form = Sequence[tuple[str, str]]


def ways_in(
    finished: Sequence[tuple[int, str]] = (),
    folders: Sequence[str] = (),
    problems: Sequence[str] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
    faults: Mapping[str, str] | None = None,
) -> Page:
    """The beginning: an industry, a file, or a saved folder.

    finished : number and title of plans of this server
    folders : in which saved plans and scenarios may lie; none where other computers are let in
    typed : what was filled in
    faults : (field) what is wrong with it
    """
    return filled(
        "ways.html.jinja", DOOR, status, finished=finished, folders=folders, problems=problems,
        typed=typed or {}, faults=faults or {}, industries=industries((typed or {}).get(COUNTRY, "")),
        example=_EXAMPLE,
    )  # fmt: skip


def from_industry(form: _Form, folders: Sequence[str] = ()) -> Page:
    """The promises of a firm that is named by its industry and people.

    folders : as for `ways_in`
    form : industry and people; cut, date and own figures where cut or wait was asked before
    """
    with in_its_money(dict(form).get(COUNTRY)):
        return _from_industry(form, folders)


def _from_industry(form: _Form, folders: Sequence[str]) -> Page:
    own, typed = own_typed(dict(form))
    believed, typed = believed_typed(typed)
    try:
        fields = cut_fields(typed, FIELDS)
        given = firm_arguments(fields)
        firm = reallocate.Scenario.from_industry(**given)
        options: dict[str, Any] = {name: fields[name] for name in (PAY,) if name in fields}
        if "cut" in fields:
            options |= how_cut(fields)
        title = firm.title or f"{given['industry']}, {given['headcount']:,} FTE"
        return promises(
            {
                "maker": "from_industry", "given": given, "options": options, "roles": firm.role_names,
                "figures": own, "believed": believed, "carried": _carried(fields, own, believed),
                "title": title,
            }
        )  # fmt: skip
    except ReallocateError as error:
        faults = field_faults(error, CALLED)
        return ways_in(
            folders=folders, problems=_problems(error), typed=typed, status=_status(error), faults=faults
        )


def _carried(fields: Mapping[str, Any], own: Mapping[str, str], believed: Sequence[str]) -> str:
    """What comes along from cut or wait, in words; nothing where none was asked before."""
    if "cut" not in fields:
        return ""
    figures = sum(bool(text.strip()) for text in own.values()) + (PAY in fields)
    counts = ((figures, "own figure"), (len(believed), "other assumption"))
    when = f" in {fields['date']}" if fields.get("date") else ""
    parts = [f"the cut of {cut_words(fields)}{when}"]
    parts += [f"{count} {words}{'' if count == 1 else 's'}" for count, words in counts if count]
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def from_folder(name: str, draft: str, folders: Sequence[str]) -> Page:
    """A saved plan, or the promises of a scenario.

    name : folder of either, file of a scenario, or one that ships
    draft : folder in which a saved plan is kept for its downloads
    folders : that the first two must lie in
    """
    try:
        place = _allowed(name.strip(), folders)
        if place.is_dir() and not (place / "scenario.toml").is_file():
            result: Any = reallocate.open(place)
            if result.kind.name != "plan":
                remedy = "Name a folder that `reallocate plan … --out` wrote."
                raise InputError(Problem("the folder holds no plan", place.name, remedy))
            result.save(draft)
            return answered(result, {"maker": "read", "given": {}, "options": {}, "title": result.title})
        given = {"scenario": str(place if place.exists() else name.strip())}
        firm = reallocate.Scenario.read(**given)
    except ReallocateError as error:
        faults = {"folder": " ".join(field_faults(error).values())}
        return ways_in(
            folders=folders, problems=_problems(error), typed={"folder": name}, status=_status(error),
            faults=faults,
        )  # fmt: skip
    state = {"maker": "read", "given": given, "options": {}, "roles": firm.role_names}
    return promises({**state, "title": firm.title or firm.name})


def _allowed(name: str, folders: Sequence[str]) -> Path:
    """The place that is named, without links on the way; a scenario that ships needs none."""
    if not name:
        raise InputError(Problem("no folder is named", "folder", f"Write its path, or {_EXAMPLE}."))
    try:
        if _SHIPPED.fullmatch(name) and not Path(name).exists():
            return Path(name)
        place = Path(name).expanduser().resolve()
    except (OSError, RuntimeError, ValueError):
        what = "this is no path of a folder"
        raise InputError(Problem(what, "folder", f"Write one, or {_EXAMPLE}.")) from None
    if not any(place.is_relative_to(one) for one in folders):
        remedy = f"Name one in {' or '.join(folders)}; `reallocate serve --folder DIR` adds others."
        why = "The pages open nothing else of this computer, so that who has their address reads no more."
        raise InputError(Problem("this folder is in none that the pages may open", "folder", remedy, why))
    return place


def draft(state: State, folder: str, form: _Form) -> Page:
    """The first answer, saved for downloads and for the queue.

    folder : of the step, in which a roster lies and the answer is saved
    form : options and promises as they were filled in
    """
    state = plan_arguments(state, form)
    for name in ("own", "reach"):
        if state["typed"].pop(f"without_{name}", ""):
            state = {**state, name: ""}
    try:
        state = {**state, "options": options_of(state)}
        return _planned(state, Path(folder))
    except ReallocateError as error:
        conflict = ["These promises and limits cannot all be kept. Give one up, or loosen it."]
        lead = conflict if isinstance(error, InfeasiblePlan) else []
        return promises(state, lead, status=WRONG_INPUT, error=error)


def priced(state: State, folder: str) -> Page:
    """The promises of a first answer, each with its price alone and all together.

    folder : of the answer, or of the whole plan that was made of it, which has the prices
    """
    typed = state.get("typed", {})
    result: Any = reallocate.open(folder)
    priced, ruled = promise_prices(result), result.facts.get("cut_ruled_out", {})
    each = {
        one.name: price_of(
            one.name, typed.get(one.name, ""), priced[one.name], priced[NONE],
            f"a cut of {ruled['count']:,.0f} now" if one.name in ruled.get("promises", ()) else "",
        )
        for one in PROMISED
        if one.name in priced
    }  # fmt: skip
    quarters = int(result.in_dollars("headcount")["period"].nunique())
    cost, extra = (float(priced[key][of]) if priced else 0.0 for key, of in ((NONE, "cost"), (ALL, "extra")))
    prices = {"each": each, "all": extra, "cost": cost, "quarters": quarters}
    return promises({**state, "prices": prices, "answered": True})


def cells(folder: str, file: str, name: str) -> Page:
    """Read a table and keep its cells as a plain one; which firm it fits is told where it is used.

    file : as it was sent, in the folder of the step
    name : of the plain table, in the same folder
    """
    place = Path(folder)
    text = plain_reach(place / file) if name == REACH else own_plan_table(place / file).to_csv(index=False)
    replace_file(place / name, text.encode("utf-8"))
    return Page("")


def with_own(state: State, folder: str) -> Page:
    """The first answer with an own plan beside it."""
    return _planned({**state, "own": OWN}, Path(folder))


def with_reach(state: State, folder: str, gaps: str) -> Page:
    """The first answer by an own measurement of AI's reach.

    gaps : source that fills what it lacks; "" where that is refused
    """
    return _planned({**state, "reach": REACH, "reach_gaps": gaps}, Path(folder))


def _planned(state: State, place: Path) -> Page:
    """Plan, save, and show."""
    own: dict[str, Any] = dict(own_files(state))
    own |= {name: str(place / file) for name, file in own.items() if name != "reach_gaps"}
    firm = getattr(reallocate.Scenario, state["maker"])(**_placed(state, place))
    result = reallocate.plan(firm, **state["options"], **own, quick=True, progress=False)
    result.save(place / DRAFT)
    is_roster = state["maker"] == "from_roster"
    kept = [name for name in (state["given"].get("review"), state.get("own"), state.get("reach")) if name]
    kept += [state["given"]["file"]] if is_roster and is_mended(state["given"]["file"]) else []
    return answered(result, {**state, "title": result.title, "files": kept, "words": firm_words(state)})


def _placed(state: State, folder: Path) -> dict[str, Any]:
    if state["maker"] != "from_roster":
        return dict(state["given"])
    return {**placed(state["given"], folder), **state["reading"]}


def _problems(error: ReallocateError) -> list[str]:
    return [in_python(str(one)) for one in error.problems]


def _status(error: ReallocateError) -> int:
    return NOT_FOUND if isinstance(error, reallocate.UnknownName) else WRONG_INPUT
