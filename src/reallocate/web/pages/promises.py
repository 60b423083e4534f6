"""My firm: what a plan has to keep and what is believed of the firm, as sentences with blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import reallocate
from reallocate.api.cut import changed_options, changes
from reallocate.api.requests import PROMISES, PlanRequest
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.options import Blank, Option, Request, options
from reallocate.web.link import Field, from_link
from reallocate.web.page import Page, field_faults, filled
from reallocate.web.pages.own_figures import (
    BELIEVE,
    PAY,
    believed_typed,
    firm_of,
    own_fields,
    own_labels,
    own_set,
    own_typed,
)

_NARROW = 12
"""Characters of a blank that has no hint and says no size."""
_KEYBOARDS = {"number": "decimal", "whole": "numeric"}
"""Kinds of values for which a phone shows digits."""


def form_options(request: type[Request]) -> list[tuple[Option, Blank]]:
    """The options of a request that a form asks for."""
    return [(one, one.blank) for one in options(request) if one.blank is not None]


def form_fields(request: type[Request]) -> Mapping[str, Field]:
    """(field) what its text is read as."""
    return {one.name: float if one.kind in _KEYBOARDS else str for one, _ in form_options(request)}


def sentences(request: type[Request], panels: Sequence[str | None] | None = None) -> list[dict[str, Any]]:
    """Sentences with their blanks, and what stands beside each.

    panels : headings in the help of a command whose options are taken; all where none are named
    """
    found: list[dict[str, Any]] = []
    for one, blank in form_options(request):
        if panels is not None and one.panel not in panels:
            continue
        if not (blank.goes_on and found):
            found.append({"id": f"{one.name}-help", "help": blank.help or _in_a_form(one.help), "blanks": []})
        found[-1]["blanks"].append(
            {
                "name": one.name, "before": blank.before, "after": blank.after, "label": blank.label,
                "hint": blank.hint, "choices": blank.choices, "longest": blank.longest,
                "size": blank.size or (len(blank.hint) + 2 if blank.hint else _NARROW),
                "keyboard": _KEYBOARDS.get(one.kind, ""),
            }
        )  # fmt: skip
    return found


def _in_a_form(help: str) -> str:
    """What an option is, where several values stand in one blank."""
    return help.replace("repeatable, such as", "several with commas between, such as")


_DOOR = "/firm"
_FIELDS: Mapping[str, Field] = {**form_fields(PlanRequest), PAY: float}
"""Arguments of `plan` that the page has."""
_BY_ROLE = [one for one, _ in form_options(PlanRequest) if one.kind == "several"]
"""Those that name roles."""
_OTHERS = [one.panel for one, _ in form_options(PlanRequest) if one.panel != PROMISES]
"""Headings, in the help of the command, of what is no promise."""
_BY, _PLACE, _SHARE = "by_", "place_", "share_"
"""How fields begin: a dimension to plan by, a place that something is promised to, and how much of it."""
_PLACED = ("protect", "keep_at_least")
"""Promises that are made to a department, site or country by a sentence of their own."""
_BLANKS, _MOST_BLANKS = 2, 12
"""Sentences about places that are offered at first, and at most."""
State = Mapping[str, Any]
_Typed = Mapping[str, str]


def promises(
    state: State,
    problems: Sequence[str] = (),
    typed: _Typed | None = None,
    status: int = 200,
    error: ReallocateError | None = None,
) -> Page:
    """The promises and limits of a firm, as sentences with blanks.

    state : the firm as far as it is known
    typed : what was filled in; else what was chosen before
    error : what is wrong with it, to stand beside the fields
    """
    before = state.get("typed") or {name: _written(value) for name, value in state["options"].items()}
    shown = typed if typed is not None else before
    believed = state.get("believed", ())
    figures = own_fields(state.get("figures", {}), assumed(state))
    page = filled(
        "promises.html.jinja", _DOOR, status, firm=firm_words(state),
        promises=sentences(PlanRequest, [PROMISES]),
        others=sentences(PlanRequest, _OTHERS), problems=problems, typed=shown, own=state.get("own", ""),
        roles=sorted(state.get("roles", {}).items()),
        figures=figures, faults=field_faults(error, own_labels(figures)) if error else {},
        carried=state.get("carried", ""),
        dimensions=_dimensions(state, shown), places=_places(state), blanks=_blanks(shown),
        believed=len(believed),
        beliefs=[
            {"name": f"{BELIEVE}{name}", "words": f"{words[:1].upper()}{words[1:]}", "on": name in believed}
            for name, words in changes().items()
        ],
    )  # fmt: skip
    return Page(page.html, page.status, firm=dict(state))


def plan_arguments(state: State, form: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The firm with what was filled in, but for the arguments of `plan` that follow from it.

    form : options, promises, own figures and changes
    """
    own, typed = own_typed(dict(form))
    believed, typed = believed_typed(typed)
    return {**state, "figures": own, "believed": believed, "typed": typed}


def options_of(state: State) -> dict[str, Any]:
    """Arguments of `plan` from what was filled in; every problem at once.

    state : as from `plan_arguments`; a promise may name a role of its by code or title
    """
    typed, problems = state["typed"], list[Problem]()
    fields = {name: text for name, text in typed.items() if not name.startswith((_BY, _PLACE, _SHARE))}
    options, believed = dict[str, Any](), dict[str, Any]()
    try:
        options = from_link(fields, _FIELDS)
    except ReallocateError as error:
        problems += error.problems
    try:
        firm = assumed(state)
        believed = changed_options(firm, state["believed"], own_set(state["figures"], firm))
    except ReallocateError as error:
        problems += error.problems
    to_places = _to_places(typed, problems)
    if problems:
        raise InputError(problems)
    codes = {title.casefold(): code for code, title in state.get("roles", {}).items()}
    for name in (one.name for one in _BY_ROLE):
        if name in options:
            options[name] = [_by_code(one.strip(), codes) for one in _parts(str(options[name]), codes)]
        if name in to_places:
            options[name] = [*options.get(name, ()), *to_places[name]]
    if by := [name for name in state.get("places", {}) if typed.get(f"{_BY}{name}")]:
        options["by"] = by
    return {**options, **believed}


def assumed(state: State) -> Any:
    """The firm whose figures are assumed where it states none of its own; none where nothing is known."""
    given = state["given"]
    if state["maker"] == "read":
        return reallocate.Scenario.read(**given) if given else None
    return firm_of(str(given.get("industry", "")))


def firm_words(state: State) -> str:
    """The firm in a few words."""
    given = state["given"]
    if state["maker"] == "from_industry":
        return f"{str(given['industry']).strip().capitalize()}, {given['headcount']:,} people"
    if state["maker"] == "from_roster":
        return str(state["title"])
    return str(state.get("title", ""))


def _to_places(typed: _Typed, problems: list[Problem]) -> dict[str, list[str]]:
    """What is promised to departments, sites and countries, as `plan` takes it; adds what is incomplete.

    typed : `place_protect_0` and the like with a place such as site=Hamburg, `share_keep_at_least_0` with 90%
    """
    found: dict[str, list[str]] = {}
    for number in range(_MOST_BLANKS):
        if place := typed.get(f"{_PLACE}protect_{number}", "").strip():
            found.setdefault("protect", []).append(place)
        place, share = (typed.get(f"{start}keep_at_least_{number}", "").strip() for start in (_PLACE, _SHARE))
        if place and share:
            found.setdefault("keep_at_least", []).append(f"{place}:{share}")
        elif place:
            what = f"how much of {place} is kept is left blank"
            problems.append(Problem(what, "Promises by place", "Write a share such as 90%, or a number."))
        elif share:
            what = f"{share} is to be kept, but no place is chosen"
            problems.append(Problem(what, "Promises by place", "Choose a department, site or country."))
    return found


def _blanks(typed: _Typed) -> dict[str, list[dict[str, str]]]:
    """The sentences about places, with what was chosen in each: one more than are filled in."""
    rows: dict[str, list[dict[str, str]]] = {}
    for name in _PLACED:
        filled_in = [
            {
                "place": typed.get(f"{_PLACE}{name}_{number}", ""),
                "share": typed.get(f"{_SHARE}{name}_{number}", ""),
            }
            for number in range(_MOST_BLANKS)
        ]
        kept = [one for one in filled_in if any(one.values())]
        empty = max(_BLANKS - len(kept), 1 if len(kept) < _MOST_BLANKS else 0)
        rows[name] = [*kept, *({"place": "", "share": ""} for _ in range(empty))]
    return rows


def _dimensions(state: State, typed: _Typed) -> list[dict[str, Any]]:
    """Dimensions that the file has, each with how many groups it has and whether it was ticked."""
    return [
        {
            "name": f"{_BY}{name}", "words": name, "groups": len(groups),
            "examples": ", ".join(list(groups)[:3]), "on": bool(typed.get(f"{_BY}{name}")),
        }
        for name, groups in state.get("places", {}).items()
    ]  # fmt: skip


def _places(state: State) -> list[dict[str, Any]]:
    """Departments, sites and countries that something may be promised to, by dimension."""
    return [
        {
            "dimension": name.capitalize(),
            "groups": [
                {"value": f"{name}={group}", "words": f"{group} ({people:,.0f} people)"}
                for group, people in groups.items()
            ],
        }
        for name, groups in state.get("places", {}).items()
        if groups
    ]


def _parts(text: str, codes: Mapping[str, str]) -> list[str]:
    """What stands between commas; a title of a role may have commas itself."""
    if text.strip().rpartition("=")[0].strip().casefold() in codes or text.strip().casefold() in codes:
        return [text]
    return [one for one in text.split(",") if one.strip()]


def _by_code(text: str, codes: Mapping[str, str]) -> str:
    """A role by its code where its title was written, with the amount that follows it."""
    name, sign, amount = text.partition("=")
    return f"{codes.get(name.strip().casefold(), name.strip())}{sign}{amount.strip()}"


def _written(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
