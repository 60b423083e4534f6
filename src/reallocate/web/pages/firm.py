"""My firm: cut now, or let people quit?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from markupsafe import Markup, escape

import reallocate
from reallocate.api.country import HOME, code_of, country_sources, in_its_money
from reallocate.api.country_names import planned_countries
from reallocate.api.spelling import in_python
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.money import shown_money
from reallocate.kernel.today import next_quarter, today
from reallocate.kernel.units import MONTHS_A_QUARTER, QUARTERS_A_YEAR
from reallocate.web.link import Call, Field, read_link
from reallocate.web.page import NOT_FOUND, WRONG_INPUT, Page, field_faults, filled
from reallocate.web.pages import cut_charts
from reallocate.web.pages.cut_charts import dollar_signs, dollars
from reallocate.web.pages.own_figures import (
    BELIEVE,
    OWN,
    PAY,
    believed_typed,
    firm_of,
    own_fields,
    own_labels,
    own_set,
    own_typed,
)

_DOOR = "/firm"
COUNTRY = "country"
"""Field of the country whose firm is asked for; the usual one where it is empty."""
FIELDS: Mapping[str, Field] = {
    COUNTRY: str,
    "industry": str,
    "people": float,
    "cut": float,
    "unit": str,
    "date": str,
    "after": str,
    "size": str,
    "quarters": float,
    PAY: float,
}
CALLED = {
    "industries": "industry",
    "headcount": "people",
    "exits": "cut",
    "exits_date": "date",
    "after": "after",
    "size": "size",
    "quarters": "quarters",
}
"""Options of the face that the form calls otherwise."""
_LABELS = {
    COUNTRY: "Country", "industry": "Industry", "people": "People who work there", "cut": "Cut",
    "date": "From", "after": "The cut positions", "size": "The smaller size",
    "quarters": "Length of the plan", PAY: "Average cost of a position",
}  # fmt: skip
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "unit": {"%": "% of them", "people": "people"},
    "after": {"closed": "stay closed for good", "refilled": "are refilled"},
    "size": {"firm": "the firm as a whole", "occupations": "each occupation"},
}
"""Field -> value and words of each choice, the usual one first."""
_PAUSE, _CLOSED = "rehire_pause", "closed"
"""The own figure that says after how many quarters positions are refilled; what it means nothing for."""
PEOPLE, CUT = 20_000, "10"
"""People of a firm and its cut [%], for which every industry's answer ships."""
EXAMPLE: Mapping[str, Any] = {"industry": "insurance carriers", "people": PEOPLE, "cut": int(CUT)}
"""What the shipped example answers."""
_WHOLE = "whole"
"""Field of the form with which what turns the answer is solved too."""
_ALL, _HALF, _MOST_PEOPLE = 100, 50, 2_000_000
"""[%], [%], and more people than work for any employer in the United States."""
_QUARTERS, _LONGEST = 12, 40
"""Of a plan, usually and at most."""
_QUARTER = re.compile(r"(\d{4})(?: ?[Qq]([1-4])|-(0[1-9]|1[0-2]))")
_TABLES = ("cut_or_wait", "cut_steps", "haste", "quarters", "turns")
_TOML = "scenario.toml"
"""File of the firm's scenario."""
_BELIEFS = 3
"""Changes that the page offers."""
_DEARER = re.compile(r"[^\s\d]+ ?[\d,]+ a person (?:dearer|cheaper)")
"""The figure of the headline."""


def example() -> Page:
    """The page as it opens: a shipped answer, and the form to ask for one's own."""
    return _answered(reallocate.shipped("cut"), request(EXAMPLE), EXAMPLE, is_example=True)


def of_industry(code: str) -> Page:
    """The page of an industry: a firm of the size and with the cut that the tables hold.

    code : of the industry
    """
    return cut_answer((("industry", code), ("people", str(PEOPLE)), ("cut", CUT)))


def cut_answer(form: tuple[tuple[str, str], ...]) -> Page:
    """The page of a firm and a cut.

    form : names and values as they were filled in; `_WHOLE` among them asks for what turns it too
    """
    with in_its_money(dict(form).get(COUNTRY)):
        return _cut_answer(form)


def _cut_answer(form: tuple[tuple[str, str], ...]) -> Page:
    """The same, where amounts are in the money of the country."""
    filled_in = dict(form)
    quick = filled_in.pop(_WHOLE, "") == ""
    own, typed = own_typed(filled_in)
    believed, given = believed_typed(typed)
    firm = firm_of(given.get("industry", ""), given.get(COUNTRY, ""))
    try:
        fields, figures = read_form(given, own, firm)
        asked = {**fields, "industry": fields.get("industry", ""), "people": fields.get("people", 0)}
        call = request(asked, believed, figures, quick)
        result: Any = call.result()
    except ReallocateError as error:
        return _refused(error, given, own, believed)
    return _answered(result, call, fields, believed, own)


def _refused(
    error: ReallocateError, given: Mapping[str, str], own: Mapping[str, str], believed: Sequence[str]
) -> Page:
    """The form with what is wrong in each field; the last answer is put below by who has it."""
    figures = own_fields(own, firm_of(given.get("industry", ""), given.get(COUNTRY, "")))
    labels = own_labels(figures)
    found = field_faults(error, {**CALLED, **labels})
    known = {**_LABELS, **{name: label for label, name in labels.items()}}
    faults = {name: words for name, words in found.items() if name in known}
    others = [in_python(str(one)) for one in error.problems if _is_elsewhere(one, found, known)]
    if others and isinstance(error, reallocate.PlanError) and not faults:
        faults, others = {"cut": " ".join(others)}, []
    status = NOT_FOUND if isinstance(error, reallocate.UnknownName) else WRONG_INPUT
    return filled(
        "firm.html.jinja", _DOOR, status, fields=given, own=figures, faults=faults, problems=others,
        needed=[(name, known[name]) for name in faults], pause=_pause(own),
        industries=industries(given.get(COUNTRY, "")),
        pause_name=f"{OWN}{_PAUSE}", kept=[f"{BELIEVE}{name}" for name in believed], is_answer=False,
    )  # fmt: skip


def _is_elsewhere(problem: Problem, found: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Whether no field of the page is at fault."""
    (name,) = field_faults(InputError(problem), {**CALLED, **{words: at for at, words in known.items()}})
    return name not in known or name not in found


def read_form(
    given: Mapping[str, str], own: Mapping[str, str], firm: Any
) -> tuple[dict[str, Any], dict[str, float]]:
    """The fields of the form and the assumptions that own figures set; every problem at once."""
    problems: list[Problem] = []
    fields, figures = dict[str, Any](), dict[str, float]()
    try:
        fields = cut_fields(given, FIELDS, required=("industry", "people", "cut"))
    except ReallocateError as error:
        problems += error.problems
    problems += _pause_faults(given, own)
    is_refilled = given.get("after", _CLOSED) != _CLOSED
    usual = {one["name"]: one["assumed"] for one in own_fields({}, firm)}.get(f"{OWN}{_PAUSE}")
    taken = {
        name: text
        for name, text in own.items()
        if name != _PAUSE or (is_refilled and text.strip() != usual and not problems)
    }
    try:
        figures = own_set(taken, firm)
    except ReallocateError as error:
        problems += error.problems
    if problems:
        kind = reallocate.UnknownName if firm is None and len(problems) == 1 else InputError
        raise kind(problems)
    return fields, figures


def cut_fields(
    given: Mapping[str, str], known: Mapping[str, Field], required: Sequence[str] = ()
) -> dict[str, Any]:
    """The fields of a form with a cut in per cent or people, every problem at once and in that unit.

    given : as filled in
    known : names that are known, with the type of each
    required : names that must be filled in
    """
    fields, problems = read_link(given, known)
    wrong = {one.where for one in problems}
    remedies = _remedies(fields, given)
    problems = [_in_its_unit(one, given, remedies) for one in problems]
    for name in required:
        if name not in fields and name not in wrong:
            problems.append(Problem("This is still empty", name, remedies[name]))
    for name, choices in _CHOICES.items():
        if name in fields and fields[name] not in choices:
            what = f"“{fields[name]}” is no choice here"
            words = " or ".join(f"“{one}”" for one in choices.values())
            problems.append(Problem(what, "cut" if name == "unit" else name, f"Choose {words}."))
            wrong.add("cut")
    checks = (_people_fault, _industry_fault, _quarters_fault, _date_fault, _pay_fault)
    problems += [fault for check in checks for fault in check(fields, remedies)]
    if "cut" in fields and "cut" not in wrong:
        problems += _cut_faults(fields, given["cut"].strip())
    if problems:
        raise InputError(problems)
    return fields


def _in_its_unit(problem: Problem, given: Mapping[str, str], remedies: Mapping[str, str]) -> Problem:
    """A number that cannot be read, with what to write in the unit of its field."""
    is_number = problem.what.endswith("is no number") and problem.where in remedies
    text = given.get(problem.where, "")
    return Problem(f"“{text}” is no number", problem.where, remedies[problem.where]) if is_number else problem


def _remedies(fields: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """(field) what can be written there."""
    return {
        "industry": "Choose an industry from the list, such as Insurance Carriers.",
        "people": f"Write 1 to {_MOST_PEOPLE:,} people, such as 20,000.",
        "cut": _share_remedy(fields.get("people")),
        "quarters": f"Write 1 to {_LONGEST} quarters.",
        PAY: f"Write {shown_money().code} a year, such as 120,000.",
    }


def _share_remedy(people: float | None, least: int = 1) -> str:
    """What a cut in per cent can be, and in people where their number is known."""
    if people is None or people < 2:
        return f"Write {least} to {_HALF}."
    most = f"{int(people // 2):,}"
    return f"Write {least} to {_HALF}, or choose “people” and write a number up to {most}."


def _people_fault(fields: Mapping[str, Any], remedies: Mapping[str, str]) -> list[Problem]:
    people = fields.get("people")
    if people is None or 1 <= people <= _MOST_PEOPLE:
        return []
    how = "more than any employer has" if people > 1 else "too few"
    return [Problem(f"{_number(people)} people are {how}", "people", remedies["people"])]


def _industry_fault(fields: Mapping[str, Any], remedies: Mapping[str, str]) -> list[Problem]:
    # Start, which shows an example of this form, needs no solver.
    from reallocate.api.own_figures import assumed_figures

    name = fields.get("industry", "")
    if not name:
        return []
    try:
        firm = {**firm_arguments(fields), "headcount": 1_000}
        assumed_figures(reallocate.Scenario.from_industry(**firm))
    except ReallocateError as error:
        if error.problems[0].where == COUNTRY:
            return list(error.problems[:1])
        near = " or ".join(error.problems[0].nearest[:3])
        remedy = f"{remedies['industry']} Nearest: {near}." if near else remedies["industry"]
        return [Problem(f"“{name}” is no industry here", "industry", remedy)]
    return []


def _quarters_fault(fields: Mapping[str, Any], remedies: Mapping[str, str]) -> list[Problem]:
    quarters = fields.get("quarters")
    if quarters is None or (1 <= quarters <= _LONGEST and quarters == int(quarters)):
        return []
    what = f"A plan of {_number(quarters)} quarters cannot be made"
    return [Problem(what, "quarters", remedies["quarters"])]


def _pay_fault(fields: Mapping[str, Any], remedies: Mapping[str, str]) -> list[Problem]:
    pay = fields.get(PAY)
    if pay is None or pay > 0:
        return []
    return [Problem(f"A position cannot cost {_number(pay)} {shown_money().code} a year", PAY, remedies[PAY])]


def _first_quarter() -> int:
    """The quarter in which a plan of today begins, counted from the year 0."""
    year, month = next_quarter(today()).split("-")
    return QUARTERS_A_YEAR * int(year) + int(month) // MONTHS_A_QUARTER


def _quarter_words(number: int) -> str:
    return f"{number // 4} Q{number % 4 + 1}"


def _length(fields: Mapping[str, Any]) -> int:
    """Of the plan [quarters]; the usual one where it cannot be read."""
    quarters = fields.get("quarters", _QUARTERS)
    return int(quarters) if 1 <= quarters <= _LONGEST else _QUARTERS


def _dated(fields: Mapping[str, Any]) -> int | None:
    """The quarter of the cut, counted from the first of the plan; none where it cannot be read."""
    found = _QUARTER.fullmatch(str(fields.get("date", "")).strip())
    if found is None:
        return 0 if not fields.get("date") else None
    quarter = int(found[2]) - 1 if found[2] else (int(found[3]) - 1) // 3
    return 4 * int(found[1]) + quarter - _first_quarter()


def _date_fault(fields: Mapping[str, Any], _: Mapping[str, str]) -> list[Problem]:
    length, at = _length(fields), _dated(fields)
    if at is not None and 0 <= at < length:
        return []
    first = _quarter_words(_first_quarter())
    ends = f"{first} to {_quarter_words(_first_quarter() + length - 1)}"
    what = f"“{fields['date']}” is no quarter of the plan"
    return [Problem(what, "date", f"Write a quarter from {ends}, such as {first}, or leave it empty.")]


def _pause_faults(given: Mapping[str, str], own: Mapping[str, str]) -> list[Problem]:
    """Why positions cannot be refilled after so many quarters; nothing where they stay closed."""
    if given.get("after", _CLOSED) != "refilled":
        return []
    fields, _ = read_link({name: given.get(name, "") for name in ("date", "quarters")}, FIELDS)
    length, at, text = _length(fields), _dated(fields), own.get(_PAUSE, "").strip()
    if at is None or not 0 <= at < length:
        return []
    most, field = length - 1 - at, f"{OWN}{_PAUSE}"
    if most < 1:
        what = f"Positions cut in {_quarter_words(_first_quarter() + at)} are not refilled within the plan"
        if at == 0:
            return [Problem(what, "quarters", f"Write 2 to {_LONGEST} quarters.")]
        return [Problem(what, "date", "Write an earlier quarter, or a longer plan.")]
    if text.isdecimal() and 1 <= int(text) <= most:
        return []
    what = f"“{text}” quarters cannot be waited for" if text else "This is still empty"
    return [Problem(what, field, f"Write 1 to {most} quarters: the plan has {length}.")]


def _cut_faults(fields: Mapping[str, Any], typed: str) -> list[Problem]:
    """Why a cut cannot be of that size, in the unit that was chosen."""
    cut, people = fields["cut"], fields.get("people")
    if people is not None and not 1 <= people <= _MOST_PEOPLE:
        people = None
    if fields.get("unit", "%") == "people":
        return _cut_of_people(cut, people, typed)
    remedy = _share_remedy(people)
    if not 0 < cut < _ALL:
        told = {cut > _ALL: "more than everybody", cut == _ALL: "everybody", cut == 0: "nobody"}
        return [Problem(f"{_number(cut)}% is {told.get(True, 'less than nobody')}", "cut", remedy)]
    if people is not None and people * cut < _ALL:
        least = max(1, ceil(_ALL / people))
        what = f"{_number(cut)}% of {_number(people)} people is less than one person"
        return [Problem(what, "cut", _share_remedy(people, min(least, _HALF)))]
    if cut < 1 and not typed.endswith("%"):
        percent = f"{_ALL * cut:g}"
        of = f"{_number(people * cut / _ALL)} people" if people else "less than one in a hundred"
        remedy = f"Write {percent} for {percent}%, or {cut:g}% with the sign."
        return [Problem(f"{cut:g}% is {of}", "cut", remedy)]
    return []


def _cut_of_people(cut: float, people: float | None, typed: str) -> list[Problem]:
    half = f"{int(people // 2):,}" if people and people >= 2 else ""
    remedy = f"Write 1 to {half or 'half of all'}, or choose “% of them” and write a number up to {_HALF}."
    if typed.endswith("%"):
        of = f"{round(cut * people / _ALL):,}" if people else "a number of people"
        what = f"{_number(cut)}% is a share, and the unit is “people”"
        return [Problem(what, "cut", f"Choose “% of them”, or write {of}.")]
    if cut < 1:
        return [Problem(f"{_number(cut)} people are nobody to lay off", "cut", remedy)]
    if people is not None and cut >= people:
        how = "everybody" if cut == people else "more than everybody"
        return [Problem(f"{_number(cut)} people are {how}", "cut", remedy)]
    if cut != int(cut):
        remedy = f"Write {int(cut):,} or {int(cut) + 1:,}."
        return [Problem(f"{_number(cut)} people is no whole number", "cut", remedy)]
    return []


def _number(value: float) -> str:
    """A number as a reader writes it: 20,000, −5 or 2.5."""
    return f"{value:,.6g}".replace("-", "−") if abs(value) < 1 or value != int(value) else (
        f"{value:,.0f}".replace("-", "−")
    )


def cut_words(fields: Mapping[str, Any]) -> str:
    """A cut as the form has it: 10%, or 2,000 people."""
    is_share = fields.get("unit", "%") == "%"
    return f"{fields['cut']:g}%" if is_share else f"{_number(fields['cut'])} people"


def how_cut(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Options of a cut as the form has it: how much, when, how it is meant, and over how long."""
    date = {"exits_date": fields["date"]} if fields.get("date") else {}
    meant = {
        name: fields[name]
        for name in ("after", "size")
        if (fields.get(name) or next(iter(_CHOICES[name]))) != next(iter(_CHOICES[name]))
    }
    exits = f"{fields['cut']:g}%" if fields.get("unit", "%") == "%" else fields["cut"]
    length = int(fields.get("quarters") or _QUARTERS)
    return {"exits": exits, **date, **meant, **({} if length == _QUARTERS else {"quarters": length})}


def firm_arguments(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `Scenario.from_industry` as the form has them."""
    abroad = {COUNTRY: fields[COUNTRY]} if fields.get(COUNTRY, HOME) not in ("", HOME) else {}
    return {"industry": fields.get("industry", ""), "headcount": fields.get("people", 0), **abroad}


def request(
    fields: Mapping[str, Any],
    believed: Sequence[str] = (),
    figures: Mapping[str, float] | None = None,
    quick: bool = False,
) -> Call:
    """The call that answers the form.

    fields : industry, people and cut; date, what becomes of the positions, size, length and pay where given
    believed : names of changes that replace what is assumed
    figures : assumptions that the firm's own figures set
    quick : without what turns the answer
    """
    options = how_cut({"cut": 10, **fields})
    if PAY in fields:
        options[PAY] = fields[PAY]
    firm = firm_arguments(fields)
    changed: dict[str, Any] = {"set": dict(figures)} if figures else {}
    if believed:
        # Start, which shows this page's example, needs no solver.
        from reallocate.api.cut import changed_options

        changed = changed_options(reallocate.Scenario.from_industry(**firm), believed, figures)
    return Call("cut", options={**options, **changed, **({"quick": True} if quick else {})}, firm=firm)


def _answered(
    result: Any,
    call: Call,
    fields: Mapping[str, Any],
    believed: Sequence[str] = (),
    own: Mapping[str, str] | None = None,
    is_example: bool = False,
) -> Page:
    told = {
        name: dollar_signs([in_python(line) for line in lines])
        for part in result.text.values()
        for name, lines in part.items()
    }
    files = {f"{name}.csv": result.table(name).to_csv(index=False) for name in _TABLES}
    files[_TOML] = reallocate.Scenario.of(result).text
    own = own or {}
    return filled(
        "firm.html.jinja", _DOOR, tables=files | {"report.html": result.page()}, fields=_as_typed(fields),
        own=own_fields(own, firm_of(str(fields["industry"]), code_of(result.facts))), pause=_pause(own),
        pause_name=f"{OWN}{_PAUSE}", problems=(), faults={}, needed=(), kept=(),
        industries=industries(code_of(result.facts)),
        is_answer=True, is_example=is_example, about=_about(result, fields), cut=cut_words(fields),
        cut_now=_cut_now(result), answer=_headline(" ".join(told["answer"])),
        lead=[*told["of_it_cash"], *told["whether"]], told=told,
        steps=cut_charts.steps(result), haste=cut_charts.haste(result),
        positions=cut_charts.positions(result), cash=cut_charts.cash(result),
        changed=len(believed), assumed=[f"{BELIEVE}{name}" for name in believed],
        origins=country_sources(code_of(result.facts)),
        **_what_turns_it(result, believed), python=call.python(), command=str(result.facts["command"]),
        toml=_TOML,
    )  # fmt: skip


def _about(result: Any, fields: Mapping[str, Any]) -> str:
    """Which firm, over how long: Insurance Carriers, 20,000 people, three years from 2026 Q3."""
    periods = result.facts["periods"]
    who = f"{result.title.partition(' with ')[0]}, {_number(fields['people'])} people"
    return f"{who}, {len(periods)} quarters from {periods[0]}"


def _cut_now(result: Any) -> str:
    """How many positions are cut, and when."""
    facts, rows = result.facts, result.in_dollars("cut_or_wait").set_index("figure")
    when = facts["periods"][facts["exits_quarter"]]
    return f"{rows['cut']['exits']:,.0f} of {result.facts['scenario']['headcount']:,.0f} positions, in {when}"


def _headline(text: str) -> Markup:
    """The answer with its figure marked."""
    found = _DEARER.search(text)
    if found is None:
        return escape(text)
    before, figure, after = text[: found.start()], found[0], text[found.end() :]
    return escape(before) + Markup('<b class="compute">%s</b>') % figure + escape(after)


def _pause(own: Mapping[str, str]) -> str:
    """After how many quarters positions are refilled, as it stands in the form."""
    if _PAUSE in own:
        return own[_PAUSE]
    usual = own_fields({}, None)
    return next(one["assumed"] for one in usual if one["name"] == f"{OWN}{_PAUSE}")


def _as_typed(fields: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, as the form shows it again."""
    return {name: value if isinstance(value, str) else f"{value:,}" for name, value in fields.items()}


def _what_turns_it(result: Any, believed: Sequence[str]) -> dict[str, Any]:
    """The changes that were solved, as a scale and switches; or that they are not solved yet."""
    if result.in_dollars("turns").empty:
        return {"is_whole": False, "switches": ()}
    return {"is_whole": True, "idle": cut_charts.idle(result), "switches": _switches(result, believed)}


def _switches(result: Any, believed: Sequence[str]) -> list[dict[str, Any]]:
    """What changes haste most, one change of a kind, and what is assumed already, each as a switch."""
    grid, table = result.grid("turns", "change"), result.in_dollars("turns")
    words = dict(zip(table["change"], (row[0] for row in grid.rows), strict=True))
    rows = table[~table["change"].str.fullmatch(r"idle_\d+")]
    order = rows.loc[rows["haste_moved"].abs().sort_values(ascending=False, kind="stable").index]
    first = order[~order["change"].str.rpartition("_")[2].duplicated()].head(_BELIEFS)["change"]
    shown = [name for name in table["change"] if name in set(believed) | set(first)]
    haste = table.set_index("change")["haste_per_exit"]
    return [
        {
            "name": f"{BELIEVE}{name}", "words": words[name], "on": name in believed,
            "effect": "is assumed here" if name in believed else _a_person(float(haste[name])),
        }
        for name in shown
    ]  # fmt: skip


def _a_person(haste: float) -> str:
    """What laying off costs more or less for each person."""
    if haste != haste:
        return "no plan is possible"
    return f"{dollars(haste)} a person {'dearer' if haste >= 0 else 'cheaper'}"


def industries(country: str = "") -> list[str]:
    """Titles of industries, for the field to complete.

    country : code or name; the home country where it is empty or none
    """
    code = country if country in planned_countries() else HOME
    table = reallocate.World.load(country=code).table("industries")
    return sorted(set(table.loc[table["employment"] > 0, "title"]))
