"""My job: the outlook of one job, three ways from it with the same five facts, and what cannot be known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from reallocate.api.country import code_of, country_sources, in_its_money
from reallocate.api.job import office
from reallocate.api.spelling import in_python
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import cell, rounded, sentence
from reallocate.kernel.table import Column
from reallocate.web.draw import both, dots
from reallocate.web.link import LONGEST, Call, Field, from_link, read_link
from reallocate.web.page import Page, field_faults, filled, refused
from reallocate.web.pages.job_charts import Outlook, outlook

_DOOR = "/job"
_FIELDS: Mapping[str, Field] = {
    "country": str, "area": str, "age": float, "pay": float, "education": str,
}  # fmt: skip
"""What a link may say of the person, beside the job."""
_FROM, _WITH, _STUDENT = "from", "with", "study"
VIEWS: Mapping[str, Field] = {_FROM: str, _WITH: str}
"""What a link may say of the page: for somebody who might learn the job, and beside another job."""
_KNOWN = ("direct", "bridged")
"""Status of a year whose figure was published."""
CODE = re.compile(r"\d\d-\d{4}")
"""An occupation's code."""
_CHOSEN_BY_LINK = ("job", _WITH, "--area", "--education")
"""Where a problem is whose nearest names are links that set one of them."""
_OPTION = re.compile(
    r" \(--\w+(?:, --\w+)*\)|; --\w+ says (?:yours|otherwise)(?=\.)"
    r"|(?<=\.) (?:Write a code|For the others:)[^.]*\."
)
"""What the text says of options and commands, for which the page has fields and links."""
_LEARN, _STAY, _SIDEWAYS, _STUDY = "learn", "stay", "sideways", "study"
_WAYS = {_STAY: "Stay, and change how you work", _SIDEWAYS: "Move sideways", _STUDY: "Study"}
_WAYS_OF_STUDENT = {
    _LEARN: "Study for it", _SIDEWAYS: "From it, move sideways", _STUDY: "From it, study more",
}  # fmt: skip
_TABLES = (
    "options",
    "five_facts",
    "every_move",
    "reached",
    "industries",
    "sources",
    "kinds",
    "activities",
    "history",
    "pay",
    "flows",
    "gaps",
    "assumptions",
)
"""Tables that the page offers as CSV."""
_REPORT = "report.html"


def card(name: str, query: tuple[tuple[str, str], ...]) -> Page:
    """The page of one job; the same form again, with what was filled in, where there is no answer.

    name : a title or an occupation's code
    query : further names and values of the link
    """
    with in_its_money(dict(query).get("country")):
        return _card(name, query)


def _card(name: str, query: tuple[tuple[str, str], ...]) -> Page:
    """The same, where amounts are in the money of the country."""
    try:
        given, options, asked = _result_of_link(name, query)
        is_student = _seen_from(given)
        call, result = _likeliest(Call("job", (name,), options), asked)
        other = _compared_with(given, options) if _WITH in given else None
    except ReallocateError as error:
        return _refused_question(error, name, dict(query))
    if other is not None:
        return _compared(name, str(given[_WITH]), options, result, other)
    return _answered(asked, result, call, name, is_student)


def file(name: str, query: tuple[tuple[str, str], ...], wanted: str) -> Page:
    """A file of the page of one job: few are taken, so each is made when it is asked for.

    name, query : as for `card`
    wanted : `report.html`, or the CSV of a table; for any other name there is no file
    """
    tables = {f"{table}.csv": table for table in _TABLES}
    if wanted != _REPORT and wanted not in tables:
        return Page("")
    with in_its_money(dict(query).get("country")):
        try:
            _, options, asked = _result_of_link(name, query)
            _, result = _likeliest(Call("job", (name,), options), asked)
        except ReallocateError as error:
            return _refused_question(error, name, dict(query))
        made = result.page() if wanted == _REPORT else result.table(tables[wanted]).to_csv(index=False)
        return Page("", tables={wanted: made})


def _result_of_link(
    name: str, query: tuple[tuple[str, str], ...]
) -> tuple[Mapping[str, Any], Mapping[str, Any], Any]:
    """What a link gives, those of it that are of the question, and the result."""
    from_link({"job": name}, {"job": str})
    given, problems = read_link(dict(query), {**_FIELDS, **VIEWS})
    options = {field: value for field, value in given.items() if field in _FIELDS}
    return given, options, _all_or_problems(Call("job", (name,), options), problems)


def _all_or_problems(call: Call, problems: Sequence[Problem]) -> Any:
    """The result; what is wrong with the link and with the question is told at once."""
    mended = [
        replace(one, remedy="Write years in digits, such as 47.") if one.where == "age" else one
        for one in problems
    ]
    try:
        found = call.result()
    except ReallocateError as error:
        raise (type(error) if not mended else InputError)([*mended, *error.problems]) from error
    if mended:
        raise InputError(mended)
    return found


def _seen_from(given: Mapping[str, Any]) -> bool:
    """Whether the page is for somebody who might learn the job."""
    if given.get(_FROM, _STUDENT) != _STUDENT:
        what = f"the card cannot be seen from {given[_FROM]!r}"
        raise InputError(Problem(what, _FROM, f"Write {_FROM}={_STUDENT}, or leave it out."))
    return _FROM in given


def _likeliest(call: Call, asked: Any) -> tuple[Call, Any]:
    """The likeliest occupation alone, where a title may mean several."""
    codes = asked.in_dollars("occupations")["occupation"]
    if len(codes) == 1:
        return call, asked
    one = replace(call, names=(str(codes.iloc[0]),))
    return one, one.result()


def _compared_with(given: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    """The result of the other job; what is wrong with it stands in its own field."""
    other = Call("job", (str(given[_WITH]),), options)
    try:
        return _likeliest(other, other.result())[1]
    except ReallocateError as error:
        problems = [replace(one, where=_WITH) if one.where == "job" else one for one in error.problems]
        raise type(error)(problems) from error


def _refused_question(error: ReallocateError, name: str, query: Mapping[str, str]) -> Page:
    """What is wrong, the form as it was filled in, and a link for each job that may be meant."""
    given = {field: text for field, text in query.items() if field in {**_FIELDS, **VIEWS} and text.strip()}
    linked = [replace(one, nearest=()) if one.where in _CHOSEN_BY_LINK else one for one in error.problems]
    return refused(
        error, _DOOR, template="job_refused.html.jinja", asked=name[:LONGEST],
        options={field: text for field, text in given.items() if field in _FIELDS},
        problems=[in_python(str(one)) for one in linked], faults=field_faults(error, {"job": "title"}),
        choices=[*_choices(error, name, given)], assumed={}, about="Schooling and age",
        is_student=bool(VIEWS.keys() & given.keys()), other=given.get(_WITH, ""),
    )  # fmt: skip


def _choices(error: ReallocateError, name: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Links that set the job, the place or the education that may be meant, and their words."""
    for problem in error.problems:
        for near in problem.nearest if problem.where in _CHOSEN_BY_LINK else ():
            code, _, title = near.partition(" ")
            if problem.where == "job":
                yield _address(code, given), title
            elif problem.where == _WITH:
                yield _address(name, {**given, _WITH: code}), title
            elif problem.where == "--area":
                yield _address(name, {**given, "area": code}), title
            else:
                yield _address(name, {**given, "education": near}), near


def _address(name: str, given: Mapping[str, Any]) -> str:
    """The page of a job: a code stands in the address, a title in the query."""
    if CODE.fullmatch(name):
        return Call("job", options=given).link(f"{_DOOR}/{name}")
    return Call("job", options={"title": name, **given}).link(_DOOR)


def _link(name: str, given: Mapping[str, Any]) -> str:
    """The address to pass on, as short as it can be read; it never has pay."""
    shared = {field: value for field, value in given.items() if field != "pay"}
    path, query = (f"{_DOOR}/{name}", shared) if CODE.fullmatch(name) else (_DOOR, {"title": name, **shared})
    return f"{path}?{urlencode(query, safe=',')}" if query else path


def _answered(asked: Any, result: Any, call: Call, name: str, is_student: bool) -> Page:
    """The card of one job."""
    text, view = _text(result), {_FROM: _STUDENT} if is_student else {}
    address, mark, query = _address(call.names[0], call.options).partition("?")
    ways, learn = _ways(result), _way(result, _LEARN, _WAYS_OF_STUDENT[_LEARN])
    titles = _WAYS_OF_STUDENT if is_student else _WAYS
    return filled(
        "job.html.jinja", _DOOR, origins=country_sources(code_of(result.facts)),
        title=result.title, asked=result.title if CODE.fullmatch(name) else name, text=text,
        read_as=_words(asked.text["card"]["read_as"]) if asked.facts["read_as"] != "listed" else [],
        ways=[{**(learn if one == _LEARN else ways[one]), "title": titles[one]} for one in titles],
        learn=None if is_student else {**learn, "label": text["card"]["learn_in_short"]},
        is_student=is_student,
        star=any(one["star"] for one in ways.values()),
        place=_place(result), outlook=_outlook(result), sources=_sources(result), others=_others(result),
        options=call.options, faults={}, assumed=_assumed(result.facts["worker"]),
        about=_about(result.facts, is_student),
        occupations=_occupations_meant(asked.in_dollars("occupations")),
        files=f"{address}/files/", query=f"{mark}{query}", file_names=_TABLES, other="",
        link=_link(name, {**call.options, **view}), as_student=_link(name, {**call.options, _FROM: _STUDENT}),
        as_worker=_link(name, call.options), python=call.python(), command=str(result.facts["command"]),
    )  # fmt: skip


def _compared(name: str, other: str, options: Mapping[str, Any], *results: Any) -> Page:
    """Two jobs side by side for somebody who might learn one of them."""
    jobs = list[dict[str, Any]]()
    for asked, result in zip((name, other), results, strict=True):
        text = _text(result)
        jobs.append(
            {
                "title": result.title, "text": text, "outlook": _outlook(result, f"outlook-{len(jobs)}"),
                "way": _way(result, _LEARN, _WAYS_OF_STUDENT[_LEARN]), "place": _place(result),
                "link": _link(asked, {**options, _FROM: _STUDENT}),
                "read_as": _words(result.text["card"]["read_as"]),
            }
        )  # fmt: skip
    changes = [" ".join(result.text["outlook"]["outlook_change"]) for result in results]
    head = f"{office()} expects {' and '.join(filter(None, changes))} by 2034."
    calls = [Call("job", (str(one.facts["worker"]["occupation"]),), options) for one in results]
    second = calls[1].python().splitlines()[-1].replace("result", "other", 1)
    return filled(
        "job_compared.html.jinja", _DOOR, head=head, jobs=jobs,
        origins=country_sources(code_of(results[0].facts)),
        asked=name, other=other,
 options=options, faults={}, assumed={}, about=_about(results[0].facts, True), is_student=True,
        link=_link(name, {**options, _WITH: other}),
        python=f"{calls[0].python()}\n{second}",
        command="\n".join(one.command() for one in calls),
    )  # fmt: skip


def _text(result: Any) -> dict[str, Any]:
    """Sentences by part, without what they say of commands; those of the outlook and the card by name."""
    text: dict[str, Any] = {part: _words(lines) for part, lines in result.explain().items()}
    for part in ("outlook", "card", "not_said"):
        text[part] = {name: _words(lines) for name, lines in result.text[part].items()}
    return text


def _words(lines: Any) -> list[str]:
    return [_OPTION.sub("", line) for line in lines]


def _ways(result: Any) -> dict[str, dict[str, Any]]:
    """The three options: what holds of each, its first move with five facts, and those beside it."""
    return {option: _way(result, option, title) for option, title in _WAYS.items()}


def _way(result: Any, option: str, title: str) -> dict[str, Any]:
    """One option; `moves`: each with its name, star, change of pay, and facts as name, figure and more."""
    facts, options = result.in_dollars("five_facts"), result.in_dollars("options")
    rows = options[options["option"] == option].set_index("rank")
    moves = []
    for rank, five in facts[facts["option"] == option].groupby("rank"):
        change = "" if option in (_LEARN, _STAY) else _change(rows.at[rank, "pay_change"])
        moves.append(
            {
                "name": str(five["title"].iloc[0]), "star": bool(five["star"].iloc[0]), "change": change,
                "facts": five[["fact", "figure", "more"]].to_numpy(object).tolist(),
            }
        )  # fmt: skip
    lines = [] if option == _LEARN else _words(result.explain()[option])
    card_text = result.text["card"]
    short = card_text["learn_in_short"][:1] if option == _LEARN else card_text["stay_in_short"]
    label = _words(short) if option in (_LEARN, _STAY) else lines[:1]
    return {
        "option": option, "title": title, "label": label, "moves": moves, "more": lines[1:],
        "star": any(one["star"] for one in moves),
    }  # fmt: skip


def _change(share: float) -> str:
    return str(cell(float(share), "share", signed=True, digits=0))


def _place(result: Any) -> str:
    request = result.facts["request"]
    return str(request["area"]) if request["area_code"] else "nation"


def _about(facts: Mapping[str, Any], is_student: bool) -> str:
    """What is taken for schooling and age, which lie behind a fold of the form."""
    worker, request = facts["worker"], facts["request"]
    if is_student:
        return f"Schooling: {worker['schooling'] if worker['schooling_given'] else 'a high school diploma'}"
    usual = "" if worker["schooling_given"] else ", the usual"
    age = "not given" if request["age"] is None else f"{request['age']:.0f}"
    return f"Schooling: {worker['schooling']}{usual}. Age: {age}"


def _assumed(worker: Mapping[str, Any]) -> dict[str, str]:
    """What is taken for a person who leaves a field empty, by field."""
    return {"pay": f"about {shown_money().sign}{cell(rounded(shown_money().of(worker['pay'])), 'persons')}"}


def _occupations_meant(codes: Any) -> list[tuple[str, str]]:
    """The occupations that a title may mean, where it may mean several."""
    rows = zip(codes["occupation"], codes["title"], strict=True)
    return [(str(code), str(title)) for code, title in rows] if len(codes) > 1 else []


def _sources(result: Any) -> dict[str, Any]:
    """One dot a source."""
    table = result.in_dollars("sources").sort_values("automatable")
    shares = table["automatable"].to_list()
    middle = float(result.in_dollars("hours_total")["automatable"].iloc[0])
    draw = dots(shares, middle, f"middle {cell(middle, 'share')}", f"{len(shares)} sources")
    each = ", ".join(cell(one, "share") for one in shares)
    spoken = f"Share of hours that AI could do alone, by source: {each}."
    grid = result.grid("sources", "source", "automatable", "augmentable", rows=table)
    said = result.text["card"]
    return {
        "finding": " ".join(said["reach_head"]), "picture": both("half", spoken, draw), "table": grid,
        "below": " ".join(said["kinds_in_short"]),
    }  # fmt: skip


def _outlook(result: Any, key: str = "outlook") -> dict[str, Any]:
    """People who were counted, and who are projected."""
    table, flows = result.in_dollars("history"), result.in_dollars("flows").iloc[0]
    table = table[table["employment"].notna()]
    begin, end = float(flows["employment_2024"]), float(flows["employment_2034"])
    change = _change(end / begin - 1.0)
    people = table["employment"].to_list()
    estimated = [status not in _KNOWN for status in table["status"]]
    is_projected = math.isfinite(end)
    years, last = table["year"].astype(int).to_list(), (2034, end) if is_projected else None
    it = Outlook(years, people, estimated, (2024, begin), last, change)
    words = [cell(rounded(one, 4), "persons") for one in (*people[:1], *people[-1:], begin, end)]
    counted = f"{words[0]} in {it.years[0]} and {words[-3]} in {it.years[-1]}; " if people else ""
    projected = f"projected from {words[-2]} in 2024 to {words[-1]} in 2034" if is_projected else ""
    spoken = f"People in the job: {counted}{projected}".removesuffix("; ") + "."
    dotted = ". Dotted: estimated" if any(estimated) else ""
    when = f"; {it.years[0]}–{it.years[-1]} counted" if people else ""
    when += (", 2024–2034 projected" if people else "; 2024–2034 projected") if is_projected else ""
    columns = ("year", "employment", "wage_mean", "wage_real", "status_words")
    return {
        "key": key, "finding": f"{sentence(result.title)} in {shown_money().nation}",
        "unit": f"People{when}{dotted}", "picture": both("half", spoken, outlook(it)),
        "table": result.grid("history", *columns, rows=table),
    }  # fmt: skip


def _others(result: Any) -> dict[str, Any]:
    """Moves that were seen and do not stand on the card."""
    shown = set(result.in_dollars("options")["occupation"])
    table = result.in_dollars("every_move")
    table = table[~table["occupation"].isin(shown)].head(_MOST_OTHERS)
    columns = (
        "title", "of_100_leavers", Column("later_pay", "Later pay", "USD/year", figures=3),
        Column("pay_change", "Against yours", "share", signed=True), "years_of_study", "automatable",
    )  # fmt: skip
    grid = result.grid("every_move", *columns, rows=table, most=len(table)) if len(table) else None
    return {"short": " ".join(result.text["card"]["usual_in_short"]), "table": grid}


_MOST_OTHERS = 30
"""Other moves in the fold; the file has all."""
