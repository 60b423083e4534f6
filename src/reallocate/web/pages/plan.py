"""My firm: a plan, from three ways in over its promises to the first answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import reallocate
from reallocate.disk.replace import replace_file
from reallocate.errors import InfeasiblePlan, InputError, Problem, ReallocateError
from reallocate.face.own_plan import own_plan_table
from reallocate.face.promises import PromiseFlag, promise_flags
from reallocate.face.spelling import in_python
from reallocate.web.link import Field, from_link
from reallocate.web.page import NOT_FOUND, WRONG_INPUT, Page, filled, with_problems
from reallocate.web.pages.firm import industries
from reallocate.web.pages.own_figures import PAY, firm_of, own_fields, own_set, own_typed
from reallocate.web.pages.planned import DOOR, answered
from reallocate.web.pages.roster import is_mended, placed

PLANS, DRAFT, OWN = "/firm/plan", "draft", "own.csv"
"""Address of the plan; in the folder of a step, its first answer and an own plan."""
EXAMPLE = "hyperscaler-2026"
"""A scenario that ships."""
INDUSTRY: Mapping[str, Field] = {"industry": str, "people": float, "cut": float, "date": str, PAY: float}
OPTIONS: Mapping[str, Field] = {
    "exits": str, "exits_date": str, "budget": float, "ai_budget": float, "adoption": str,
    "capability": str, "start": str, "quarters": int, "hiring_freeze": int, "max_hires": float,
    PAY: float,
}  # fmt: skip
"""Arguments of `plan` that the page has, besides promises."""
SENTENCES = {
    "no_layoffs_before": ("No layoffs in quarters that begin before", "", "2027-07"),
    "keep_at_least": ("Keep at least", "of the positions", "90% or 43-4051=500"),
    "max_exits_per_month": ("At most", "people leave in a month, laid off or by themselves", "50"),
    "protect": ("No layoffs among", "", "43-4051, 11-0000"),
    "retrain_before_exit": ("For each person laid off from a role,", "have moved out of it before", "0.5"),
    "minimum_cover": ("Always at least", "people at a role's own work", "43-4051=400"),
    "span_at_most": ("At most", "people to a manager", "8"),
    "notice_days": ("Between notice and exit lie", "days of pay", "60"),
    "jurisdiction": ("Notice is given as the law of", "asks", "US-NJ"),
}
"""Promise -> the sentence around its blank, and an example."""
KINDS: Mapping[str, Field] = {"number": float, "text": str, "names": str, "amounts": str}
State = Mapping[str, Any]
Form = Sequence[tuple[str, str]]


def ways_in(
    finished: Sequence[tuple[int, str]] = (),
    is_local: bool = True,
    problems: Sequence[str] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Page:
    """The beginning: an industry, a file, or a saved folder.

    finished : number and title of plans of this server
    is_local : whether a folder of this computer may be named
    typed : what was filled in
    """
    return filled(
        "ways.html.jinja", DOOR, status, finished=finished, is_local=is_local, problems=problems,
        typed=typed or {}, industries=industries(), example=EXAMPLE,
    )  # fmt: skip


def from_industry(form: Form) -> Page:
    """The promises of a firm that is named by its industry and people.

    form : industry and people; cut, date and own figures where cut or wait was asked before
    """
    own, typed = own_typed(dict(form))
    try:
        fields = from_link(typed, INDUSTRY)
        given = {"industry": fields.get("industry", ""), "headcount": fields.get("people", 0)}
        firm = reallocate.Scenario.from_industry(**given)
    except ReallocateError as error:
        return ways_in(problems=_problems(error), typed=typed, status=_status(error))
    options: dict[str, Any] = {}
    if "cut" in fields:
        options["exits"] = f"{fields['cut']:g}%"
    if fields.get("date"):
        options["exits_date"] = fields["date"]
    if PAY in fields:
        options[PAY] = fields[PAY]
    state = {
        "maker": "from_industry", "given": given, "options": options, "roles": firm.role_names,
        "figures": own,
    }  # fmt: skip
    return promises({**state, "title": firm.title or f"{given['industry']}, {given['headcount']:,} FTE"})


def from_folder(name: str, draft: str) -> Page:
    """A saved plan, or the promises of a scenario.

    name : folder of either, file of a scenario, or one that ships
    draft : folder in which a saved plan is kept for its downloads
    """
    place = Path(name.strip()).expanduser()
    try:
        if not name.strip():
            raise InputError(Problem("no folder is named", "folder", f"Write its path, or {EXAMPLE}."))
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
        return ways_in(problems=_problems(error), typed={"folder": name}, status=_status(error))
    state = {"maker": "read", "given": given, "options": {}, "roles": firm.role_names}
    return promises({**state, "title": firm.title or firm.name})


def promises(
    state: State, problems: Sequence[str] = (), typed: Mapping[str, str] | None = None, status: int = 200
) -> Page:
    """The promises and limits of a firm, as sentences with blanks.

    state : the firm as far as it is known
    typed : what was filled in; else what was chosen before
    """
    written = {name: _written(value) for name, value in state["options"].items()}
    page = filled(
        "promises.html.jinja", DOOR, status, firm=_firm_words(state), promises=_sentences(),
        problems=problems, typed=typed if typed is not None else written, own=state.get("own", ""),
        roles=sorted(state.get("roles", {}).items()),
        figures=own_fields(state.get("figures", {}), _assumed(state)),
    )  # fmt: skip
    return Page(page.html, page.status, firm=dict(state))


def draft(state: State, folder: str, form: Form) -> Page:
    """The first answer, saved for downloads and for the queue.

    folder : of the step, in which a roster lies and the answer is saved
    form : options and promises as they were filled in
    """
    own, typed = own_typed(dict(form))
    state = {**state, "figures": own}
    if typed.pop("without_own", ""):
        state = {**state, "own": ""}
    try:
        return _planned({**state, "options": _options(typed, own, state)}, Path(folder))
    except ReallocateError as error:
        conflict = ["These promises and limits cannot all be kept. Give one up, or loosen it."]
        lead = conflict if isinstance(error, InfeasiblePlan) else []
        return promises(state, [*lead, *_problems(error)], typed, WRONG_INPUT)


@with_problems(PLANS)
def own_table(folder: str, file: str) -> Page:
    """Read an own plan and keep its cells as a plain table; which firm it fits is told by `with_own`.

    file : as it was sent, in the folder of the step
    """
    place = Path(folder)
    table = own_plan_table(place / file)
    replace_file(place / OWN, table.to_csv(index=False).encode("utf-8"))
    return Page("")


@with_problems(PLANS)
def with_own(state: State, folder: str) -> Page:
    """The first answer with an own plan beside it."""
    return _planned({**state, "own": OWN}, Path(folder))


def _planned(state: State, place: Path) -> Page:
    """Plan, save, and show."""
    own: dict[str, Any] = {"given": str(place / OWN)} if state.get("own") else {}
    firm = getattr(reallocate.Scenario, state["maker"])(**_placed(state, place))
    result = reallocate.plan(firm, **state["options"], **own, quick=True, progress=False)
    result.save(place / DRAFT)
    is_roster = state["maker"] == "from_roster"
    title = Path(state["given"]["file"]).stem if is_roster else result.title
    kept = [name for name in (state["given"].get("review"), OWN if own else "") if name]
    kept += [state["given"]["file"]] if is_roster and is_mended(state["given"]["file"]) else []
    return answered(result, {**state, "title": title, "files": kept, "words": _firm_words(state)})


def _options(typed: Mapping[str, str], own: Mapping[str, str], state: State) -> dict[str, Any]:
    """Arguments of `plan` from the form; every problem at once.

    own : figures as typed, by the assumption that each replaces
    state : a promise may name a role of its by code or title
    """
    roles, problems = state.get("roles", {}), list[Problem]()
    codes = {title.casefold(): code for code, title in roles.items()}
    kinds = {flag.name: flag.kind for flag in promise_flags()}
    options, figures = dict[str, Any](), dict[str, float]()
    try:
        options = from_link(typed, {**OPTIONS, **{name: KINDS[kind] for name, kind in kinds.items()}})
    except ReallocateError as error:
        problems += error.problems
    try:
        figures = own_set(own, _assumed(state))
    except ReallocateError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    for name, kind in kinds.items():
        if name in options and kind in ("names", "amounts"):
            options[name] = [_by_code(one.strip(), codes) for one in _parts(str(options[name]), codes)]
    return {**options, **({"set": figures} if figures else {})}


def _assumed(state: State) -> Any:
    """The firm whose figures are assumed where it states none of its own; none where nothing is known."""
    given = state["given"]
    if state["maker"] == "read":
        return reallocate.Scenario.read(**given) if given else None
    return firm_of(str(given.get("industry", "")))


def _parts(text: str, codes: Mapping[str, str]) -> list[str]:
    """What stands between commas; a title of a role may have commas itself."""
    if text.strip().rpartition("=")[0].strip().casefold() in codes or text.strip().casefold() in codes:
        return [text]
    return [one for one in text.split(",") if one.strip()]


def _by_code(text: str, codes: Mapping[str, str]) -> str:
    """A role by its code where its title was written, with the amount that follows it."""
    name, sign, amount = text.partition("=")
    return f"{codes.get(name.strip().casefold(), name.strip())}{sign}{amount.strip()}"


def _placed(state: State, folder: Path) -> dict[str, Any]:
    return placed(state["given"], folder) if state["maker"] == "from_roster" else dict(state["given"])


def _sentences() -> list[dict[str, str]]:
    return [_sentence(flag) for flag in promise_flags()]


def _sentence(flag: PromiseFlag) -> dict[str, str]:
    before, after, example = SENTENCES[flag.name]
    words = flag.help.replace("repeatable, such as", "several with commas between, such as")
    return {"name": flag.name, "before": before, "after": after, "example": example, "help": words}


def _written(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _firm_words(state: State) -> str:
    given = state["given"]
    if state["maker"] == "from_industry":
        return f"{str(given['industry']).strip().capitalize()}, {given['headcount']:,} people"
    if state["maker"] == "from_roster":
        return str(given["file"])
    return str(state.get("title", ""))


def _problems(error: ReallocateError) -> list[str]:
    return [in_python(str(one)) for one in error.problems]


def _status(error: ReallocateError) -> int:
    return NOT_FOUND if isinstance(error, reallocate.UnknownName) else WRONG_INPUT
