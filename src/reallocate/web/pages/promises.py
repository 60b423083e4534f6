"""My firm: what a plan has to keep and what is believed of the firm, as sentences with blanks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import reallocate
from reallocate.api.country import HOME, country_money
from reallocate.api.cut import changed_options, changes
from reallocate.api.names import NUMBER, known_names, meant, split_names
from reallocate.api.requests import PROMISES, PlanRequest
from reallocate.kernel.errors import InputError, Problem, ReallocateError, nearest
from reallocate.kernel.money import Money, shown_money, shows
from reallocate.kernel.options import Blank, Option, Request, options
from reallocate.web.link import Field, from_link
from reallocate.web.page import Page, filled
from reallocate.web.pages.own_figures import (
    BELIEVE,
    PAY,
    believed_typed,
    firm_of,
    own_fields,
    own_set,
    own_typed,
)
from reallocate.web.pages.prices import price_heading
from reallocate.web.pages.promise_faults import FIVE, NOBODY, listed, promise_faults

_NARROW = 12
"""Characters of a blank that has no example and says no size."""
_KEYBOARDS = {"number": "decimal", "whole": "numeric"}
"""Kinds of values for which a phone shows digits."""


def form_options(request: type[Request]) -> list[tuple[Option, Blank]]:
    """The options of a request that a form asks for."""
    return [(one, one.blank) for one in options(request) if one.blank is not None]


def form_fields(request: type[Request]) -> Mapping[str, Field]:
    """(field) what its text is read as."""
    return {one.name: float if one.kind in _KEYBOARDS else str for one, _ in form_options(request)}


def sentences(asked: Sequence[tuple[Option, Blank]], brief: bool = False) -> list[dict[str, Any]]:
    """Sentences with their blanks, and what stands beside each.

    asked : options with their blanks, as from `form_options`
    brief : an example alone stands beside a sentence
    """
    found: list[dict[str, Any]] = []
    for one, blank in asked:
        if not (blank.goes_on and found):
            example = f"for example, {blank.example}" if blank.example else ""
            help = example if brief and example else blank.help or _in_a_form(one.help)
            found.append({"id": f"{one.name}-help", "help": help, "price": "", "blanks": []})
        found[-1]["blanks"].append(
            {
                "name": one.name, "before": shown_money().words(blank.before), "after": blank.after,
                "label": blank.label,
                "choices": blank.choices, "longest": blank.longest, "list": "",
                "size": blank.size or (len(blank.example) + 2 if blank.example else _NARROW),
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
PROMISED = [one for one, _ in form_options(PlanRequest) if one.panel == PROMISES]
"""Every promise."""
_CUT = ("exits", "exits_date", "exits_from", "after", "size")
"""What a decided cut is."""
_BY, _PLACE, _SHARE = "by_", "place_", "share_"
"""How fields begin: a dimension to plan by, a place that something is promised to, and how much of it."""
_PLACED = ("protect", "keep_at_least")
"""Promises that are made to a department, site or country by a sentence of their own."""
_LAW = "jurisdiction"
_CODED = re.compile(r"\d\d-\d{4}.*|.*:.*")
_HEADING, _LEAD = (
    "What do you promise? An empty line promises nothing.",
    "The first answer shows what each promise costs.",
)
_UNPRICED = "Priced after the first answer"
_MORE = (
    "moves before layoffs · people at a role’s own work · people to a manager · notice by the law of a state"
)
_PACE = "cash a year, cash for AI, hires a quarter, start, length, speed, what AI can do"
_COUNTS = {3: "Three", 4: "Four", 5: "Five", 6: "Six"}
_MADE = (
    "Five promises open, none made.",
    "One promise made.",
    *(
        f"{count} promises made."
        for count in (
            "Two",
            "Three",
            "Four",
            "Five",
            "Six",
            "Seven",
            "Eight",
            "Nine",
            "Ten or more",
        )
    ),
)
"""How many promises are made, in words."""
_PLURALS = {"department": "departments", "site": "sites", "country": "countries"}
_SECONDS = {True: 15, False: 10}
"""(whether there is a file) [s] that a first answer takes on a machine with two cores."""
_BLANKS, _MOST_BLANKS = 2, 12
"""Sentences about places that are offered at first, and at most."""
State = Mapping[str, Any]
_Typed = Mapping[str, str]


@shows(lambda state: money_of_state(state))
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
    names, firm, is_industry = _names(state), firm_words(state), state["maker"] == "from_industry"
    faults, others = promise_faults(error, state, shown, figures) if error else ({}, [])
    prices = state.get("prices") or {}
    heading, lead = price_heading(prices) if prices and not error else (_HEADING, _LEAD)
    problems = [*problems, *others]
    page = filled(
        "promises.html.jinja", _DOOR, status, firm=firm, heading=heading, lead=lead,
        five=_five(state, shown, prices, names), problems=problems, typed=shown,
        folds=_folds(shown, faults, _country_of(state)),
        own=state.get("own", ""), reach=state.get("reach", ""), figures=figures, faults=faults,
        names=sorted(names, key=str.casefold),
        own_words=_own_words(figures), carried=state.get("carried", ""), made=_made(shown), counts=_MADE,
        is_named_here=is_industry,
        name=str(state["given"].get("title", "")) if is_industry else "",
        dimensions=_dimensions(state, shown), places=_places(state), blanks=_blanks(shown),
        place_words=listed(_place_words(state)),
        is_placed=any(name.startswith((_BY, _PLACE, _SHARE)) and text for name, text in shown.items()),
        believed=len(believed), is_answered=bool(prices or state.get("answered")),
        has_file=state["maker"] == "from_roster", seconds=_SECONDS[state["maker"] == "from_roster"],
        beliefs=[
            {"name": f"{BELIEVE}{name}", "words": f"{words[:1].upper()}{words[1:]}", "on": name in believed}
            for name, words in changes().items()
        ],
    )  # fmt: skip
    return Page(page.html, page.status, firm=dict(state))


def _five(
    state: State, shown: _Typed, prices: Mapping[str, Any], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The five promises, each with an example, or with its price where that is known."""
    every = {one.name: (one, blank) for one, blank in form_options(PlanRequest)}
    lines = sentences([every[name] for name in FIVE], brief=True)
    positions = round(float(state.get("positions") or 0))
    for name, line in zip(FIVE, lines, strict=True):
        if name == "keep_at_least" and positions:
            line["help"] = f"for example, 90% or {round(0.95 * positions):,}"
            line["blanks"][0]["after"] = f" of today’s {positions:,} positions."
        if name == "protect" and names:
            line["help"] = _names_words(state)
            line["blanks"][0]["list"] = "names"
        price = prices.get("each", {}).get(name)
        known = price is not None and price["typed"] == shown.get(name, "")
        line["price"] = price["words"] if known else _UNPRICED
        line["help"] = price["why"] if known and price["why"] else line["help"]
    return lines


def _names_words(state: State) -> str:
    """What may stand in the blank of those who are not laid off."""
    roles = len(state.get("roles", {}))
    own = listed([f"{roles} roles", *_place_words(state)])
    return f"type and choose from your own {own}; several with commas"


def _place_words(state: State) -> list[str]:
    """How many departments, sites and countries the file has."""
    found = ((name, len(groups)) for name, groups in state.get("places", {}).items() if groups)
    return [f"{count} {name if count == 1 else _PLURALS[name]}" for name, count in found]


def _made(shown: _Typed) -> int:
    """How many promises are made, those to a department, site or country included."""
    plain = sum(bool(shown.get(one.name, "").strip()) for one in PROMISED)
    placed = {
        (name, number)
        for name in _PLACED
        for number in range(_MOST_BLANKS)
        if any(shown.get(f"{start}{name}_{number}", "").strip() for start in (_PLACE, _SHARE))
    }
    return plain + len(placed)


def _folds(shown: _Typed, faults: Mapping[str, str], country: str) -> list[dict[str, Any]]:
    """The options that are folded: sentences, what is inside, whether one is filled in or at fault.

    country : code; laws to choose among are the home country's
    """
    every = [one for one in form_options(PlanRequest) if country == HOME or one[0].name != _LAW]
    promised = [one for one in every if one[0].panel == PROMISES and one[0].name not in FIVE]
    cut = [one for one in every if one[0].name in _CUT]
    pace = [one for one in every if one[0].panel != PROMISES and one[0].name not in _CUT]
    return [
        {
            "title": title, "inside": inside, "lines": sentences(asked),
            "is_open": any(shown.get(one.name) or faults.get(one.name) for one, _ in asked),
        }
        for asked, title, inside in (
            (promised, f"{_COUNTS.get(len(promised), len(promised))} more promises", _MORE),
            (cut, "A cut that is already decided", "how many, from when, which roles, for good or refilled"),
            (pace, "Money and pace", _PACE),
        )
    ]  # fmt: skip


def _own_words(figures: Sequence[Mapping[str, str]]) -> str:
    """The first own figures with what is assumed."""
    return " · ".join(f"{one['label'][:1].lower()}{one['label'][1:]} {one['assumed']}" for one in figures[:3])


def plan_arguments(state: State, form: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The firm with what was filled in, but for the arguments of `plan` that follow from it.

    form : options, promises, own figures and changes
    """
    own, typed = own_typed(dict(form))
    believed, typed = believed_typed(typed)
    given, title = dict(state["given"]), typed.pop("title", "").strip()
    if state["maker"] == "from_industry":
        given = {name: value for name, value in given.items() if name != "title"}
        given |= {"title": title} if title else {}
    return {**state, "given": given, "figures": own, "believed": believed, "typed": typed}


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
    names = {name.casefold(): code for name, code in _names(state).items()}
    for name in (one.name for one in _BY_ROLE):
        if name in options:
            parts = split_names(str(options[name]), names)
            problems += _unknown_names(name, parts, names, state)
            options[name] = [meant(one.strip(), names) for one in parts]
            if name == "keep_at_least":
                options[name] = [
                    one.replace(",", "") if NUMBER.fullmatch(one) else one for one in options[name]
                ]
        if name in to_places:
            options[name] = [*options.get(name, ()), *to_places[name]]
    if problems:
        raise InputError(problems)
    if by := [name for name in state.get("places", {}) if typed.get(f"{_BY}{name}")]:
        options["by"] = by
    return {**options, **believed}


def _names(state: State) -> dict[str, str]:
    """(name) what a promise calls it: the firm's roles, departments, sites and countries."""
    return known_names(state.get("roles", {}), state.get("places", {}))


def _unknown_names(name: str, parts: Sequence[str], names: Mapping[str, str], state: State) -> list[Problem]:
    """Names in a blank that are nobody's, with the nearest of the firm."""
    problems = []
    known = _names(state)
    for part in parts if known else ():
        who, sign, _ = part.partition("=")
        text = who.strip()
        is_plain = bool(re.search(r"[^\W\d_]", text)) and text.casefold() not in names
        if not is_plain or _CODED.fullmatch(text) or (sign and text.casefold() in state.get("places", {})):
            continue
        if name != "protect" and not sign:
            continue
        near = nearest(text, known) or tuple(list(known)[:3])
        what = f"{NOBODY} “{text[:60]}”"
        problems.append(
            Problem(
                what,
                f"--{name.replace('_', '-')}",
                f"Near {'are' if len(near) > 1 else 'is'} {', '.join(near)}. Choose one from the list.",
            )
        )
    return problems


def assumed(state: State) -> Any:
    """The firm whose figures are assumed where it states none of its own; none where nothing is known."""
    given = state["given"]
    if state["maker"] == "read":
        return reallocate.Scenario.read(**given) if given else None
    return firm_of(str(given.get("industry", "")), str(given.get("country", "")))


def money_of_state(state: State) -> Money:
    """The money of the firm that is planned."""
    return country_money(_country_of(state))


def _country_of(state: State) -> str:
    """The country of the firm that is planned, by code or name."""
    own = assumed(state) if state["maker"] == "read" else None
    return str(own.country if own is not None else state["given"].get("country") or HOME)


def firm_words(state: State) -> str:
    """The firm by its name, or in a few words."""
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


def _written(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
