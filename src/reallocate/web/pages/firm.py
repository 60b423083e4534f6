"""My firm: cut now, or let people quit?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import reallocate
from reallocate.api.spelling import in_python
from reallocate.kernel.blocks import Grid
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.number import cell, in_cents, rounded
from reallocate.web.draw import HATCHED_PEOPLE, Bar, Series, Slice, bar, bars, both, lines, scale
from reallocate.web.link import Call, Field, read_link
from reallocate.web.page import NOT_FOUND, WRONG_INPUT, Page, field_faults, filled
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

_DOOR = "/firm"
_FIELDS: Mapping[str, Field] = {"industry": str, "people": float, "cut": float, "date": str, PAY: float}
CALLED = {"industries": "industry", "headcount": "people", "exits": "cut", "exits_date": "date"}
"""Options of the face that the form calls otherwise."""
EXAMPLE: Mapping[str, Any] = {"industry": "insurance carriers", "people": 20_000, "cut": 10}
"""What the shipped example answers."""
_BECOMES = {
    "positions_refilled": ("refilled", "fc", "kc", ""),
    "would_have_quit": ("offset by fewer quits", "bp", "kp", HATCHED_PEOPLE),
    "positions_saved": ("saved", "fp", "kp", ""),
}
"""What becomes of the exits -> words, look of its slice and of its words, and pattern."""
_WHOLE = 100
"""[%]"""
_FEW = 0.005
"""Share of the exits below which a slice is not drawn, and which is none in words."""
_SAME, _LEAST = 1e-6, 0.5
"""Plans that differ by less cost the same [USD million]; the least extra cost per exit that is told [USD]."""
_QUARTERS = (
    "period", "saved_cut", "saved_wait", "positions_cut", "positions_wait", "positions_baseline",
)  # fmt: skip
_TABLES = ("cut_or_wait", "quarters", "beliefs")
_TOML = "scenario.toml"
"""File of the firm's scenario."""


def example() -> Page:
    """The page as it opens: a shipped answer, and the form to ask for one's own."""
    return _answered(reallocate.shipped("cut"), request(EXAMPLE), EXAMPLE, is_example=True)


def cut_answer(form: tuple[tuple[str, str], ...]) -> Page:
    """The page of a firm and a cut.

    form : names and values as they were filled in
    """
    own, typed = own_typed(dict(form))
    believed, given = believed_typed(typed)
    firm = firm_of(given.get("industry", ""))
    try:
        fields, figures = _read(given, own, firm)
        asked = {**fields, "industry": fields.get("industry", ""), "people": fields.get("people", 0)}
        call = request(asked, believed, figures)
        result: Any = call.result()
    except ReallocateError as error:
        status = NOT_FOUND if isinstance(error, reallocate.UnknownName) else WRONG_INPUT
        problems = [in_python(str(one)) for one in error.problems]
        figures_asked = own_fields(own, firm)
        return filled(
            "firm.html.jinja", _DOOR, status, fields=given, problems=problems, industries=industries(),
            own=figures_asked, faults=field_faults(error, {**CALLED, **own_labels(figures_asked)}),
            kept=[f"{BELIEVE}{name}" for name in believed],
        )  # fmt: skip
    return _answered(result, call, fields, believed, own)


def _read(
    given: Mapping[str, str], own: Mapping[str, str], firm: Any
) -> tuple[dict[str, Any], dict[str, float]]:
    """The fields of the form and the assumptions that own figures set; every problem at once."""
    problems: list[Problem] = []
    fields, figures = dict[str, Any](), dict[str, float]()
    try:
        fields = cut_fields(given, _FIELDS)
    except ReallocateError as error:
        problems += error.problems
    try:
        figures = own_set(own, firm)
    except ReallocateError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return fields, figures


def cut_fields(given: Mapping[str, str], known: Mapping[str, Field]) -> dict[str, Any]:
    """The fields of a form with a cut in per cent, every problem at once and in that unit.

    given : as filled in
    known : names that are known, with the type of each
    """
    fields, problems = read_link(given, known)
    typed, cut = given.get("cut", "").strip(), fields.get("cut")
    if cut is not None and not 0 < cut < _WHOLE:
        what = f"{cut:g}%: a cut is more than 0% and less than 100% of all positions"
        problems.append(Problem(what, "cut", "Write it in per cent, such as 10."))
    elif cut is not None and cut < 1 and not typed.endswith("%"):
        percent = f"{100 * cut:g}"
        what = f"{typed} here is {cut:g}% of all positions; {percent}% may be meant"
        remedy = f"Write {percent} for {percent}%, or {cut:g}% with the sign."
        problems.append(Problem(what, "cut", remedy))
    if problems:
        raise InputError(problems)
    return fields


def request(
    fields: Mapping[str, Any], believed: Sequence[str] = (), figures: Mapping[str, float] | None = None
) -> Call:
    """The call that answers the form.

    fields : industry, people, cut [%], date and pay a head, the last three where they are given
    believed : names of beliefs that replace what is assumed
    figures : assumptions that the firm's own figures set
    """
    options: dict[str, Any] = {"exits": f"{fields.get('cut', 10):g}%"}
    if fields.get("date"):
        options["exits_date"] = fields["date"]
    if PAY in fields:
        options[PAY] = fields[PAY]
    firm = {"industry": fields["industry"], "headcount": fields["people"]}
    changed: dict[str, Any] = {"set": dict(figures)} if figures else {}
    if believed:
        # Start, which shows this page's example, needs no solver.
        from reallocate.api.cut import belief_options

        changed = belief_options(reallocate.Scenario.from_industry(**firm), believed, figures)
    return Call("cut", options={**options, **changed}, firm=firm)


def _answered(
    result: Any,
    call: Call,
    fields: Mapping[str, Any],
    believed: Sequence[str] = (),
    own: Mapping[str, str] | None = None,
    is_example: bool = False,
) -> Page:
    figures = result.table("cut_or_wait").set_index("figure")
    cut, per_exit = figures["cut"], float(figures["extra"]["extra_cost_per_exit"])
    text = {part: [in_python(line) for line in lines] for part, lines in result.explain().items()}
    first, *further = text["cut_or_wait"]
    laid_off = float(figures["wait"]["layoffs"])
    sections = {one.name: one for one in result.kind.page(result)}
    files = {f"{name}.csv": result.table(name).to_csv(index=False) for name in _TABLES}
    files[_TOML] = reallocate.Scenario.of(result).text
    return filled(
        "firm.html.jinja", _DOOR, tables=files | {"report.html": result.page()}, fields=_as_typed(fields),
        own=own_fields(own or {}, firm_of(str(fields["industry"]))),
        problems=(), faults={}, kept=(), industries=industries(), is_example=is_example, title=result.title,
        per_exit=dollars(per_exit), over=over_beliefs(result), dearer=per_exit >= 0,
        is_same=abs(per_exit) < _LEAST,
        lays_off=cell(laid_off, "persons") if laid_off >= 1 else "",
        when=f"in {fields['date']}" if fields.get("date") else "now", first=first,
        share=f"{fields.get('cut', 10):g}%",
        further=further, text=text, exits=_exits(result), cash=_cash(result, figures["extra"]),
        threshold=_threshold(float(cut["worth_threshold"])),
        beliefs=_beliefs(result, float(figures["extra"]["cost"])),
        switches=_switches(result, believed), believed=len(believed), positions=_positions(result),
        figures=next(one for one in sections["headline"].blocks if isinstance(one, Grid)),
        python=call.python(), command=str(result.facts["command"]), toml=_TOML,
    )  # fmt: skip


def _as_typed(fields: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, as the form shows it again."""
    return {name: value if isinstance(value, str) else f"{value:,}" for name, value in fields.items()}


def dollars(amount: float) -> str:
    """Dollars to two figures, without a sign: $130,000."""
    return f"${cell(abs(float(str(rounded(amount, 2)))), 'persons')}"


def over_beliefs(result: Any) -> str:
    """Least and most of the extra cost per exit, as assumed and under each belief, in words."""
    ends = result.to_dict()["extra_cost_per_exit_over_beliefs"]
    return "" if ends is None else " to ".join(dollars(end) for end in ends)


def exit_slices(result: Any) -> tuple[dict[str, str], list[Slice]]:
    """What becomes of the exits, by name in words, and as slices of a bar where it is more than a few."""
    told = result.to_dict()["shares_of_exits"]
    shares = {name: told[name] if abs(told[name]) >= _FEW else 0.0 for name in _BECOMES}
    words = {name: f"{cell(shares[name], 'share', digits=0)} {_BECOMES[name][0]}" for name in _BECOMES}
    slices = [
        Slice(shares[name], words[name].split()[0], words[name], *_BECOMES[name][1:])
        for name in _BECOMES
        if shares[name] >= _FEW
    ]
    return words, slices


def _exits(result: Any) -> dict[str, Any]:
    """What becomes of the cut positions."""
    words, slices = exit_slices(result)
    refilled, _, saved = (one.split()[0] for one in words.values())
    table = result.table("cut_or_wait")
    rows = table[table["figure"].isin(["exits", *_BECOMES])]
    finding = f"{refilled} of the exits are refilled; {saved} of the positions are saved"
    if not slices:
        finding = "The plan without the cut ends as many positions"
    return {
        "finding": finding,
        "picture": both("main", f"Of the exits: {', '.join(words.values())}.", bar(slices)),
        "table": result.grid("cut_or_wait", "figure", "cut", rows=rows),
    }


def _cash(result: Any, extra: Any) -> dict[str, Any]:
    """Cash saved so far by the cut and by attrition, against doing neither."""
    table, periods = result.table("quarters"), result.facts["periods"]
    cut, wait = table["saved_cut"].to_list(), table["saved_wait"].to_list()
    leads = {a > b for a, b in zip(cut, wait, strict=True)}
    last = "The cut" if cut[-1] > wait[-1] else "Attrition"
    finding = f"{last} has saved more cash by {periods[-1]}"
    if len(leads) == 1:
        finding = f"{last} is ahead in cash in every quarter"
    if all(abs(a - b) < _SAME for a, b in zip(cut, wait, strict=True)):
        finding = "Both save the same cash: they are the same plan"
    elif extra["cash"] < 0 < extra["cost"]:
        finding = "The cut saves cash; its extra cost is work left undone"
    meet = result.table("cut_or_wait").set_index("figure")["cut"]["same_headcount"]
    meets = None if meet != meet else (int(meet) - 1, f"same headcount from {periods[int(meet) - 1]}")
    both_lines = [Series(cut, "lc", "dotc", "Cut now", "kc f"), Series(wait, "lp", "dotp", "Wait", "kp f")]
    shown = (0, len(periods) // 2, len(periods) - 1)
    draw = lines(periods, both_lines, _million, shown_labels=shown, from_zero=True, meets=meets)
    spoken = f"Cash saved so far by {periods[-1]}: cut {_million(cut[-1])}, attrition {_million(wait[-1])}."
    return {
        "finding": finding,
        "picture": both("main", spoken, draw),
        "table": result.grid("quarters", *_QUARTERS),
    }


def _positions(result: Any) -> dict[str, Any]:
    """Positions by quarter with the cut, with attrition and in the baseline."""
    table, periods = result.table("quarters"), result.facts["periods"]
    cut, wait, base = (table[f"positions_{name}"].to_list() for name in ("cut", "wait", "baseline"))
    meet = result.table("cut_or_wait").set_index("figure")["cut"]["same_headcount"]
    finding = f"The firm is smaller with the cut until {periods[-1]} at least"
    if meet == meet:
        finding = f"From {periods[int(meet) - 1]} the firm has the same size with the cut and without"
    drawn = [
        Series(base, "lg", "fg", "Neither", ""), Series(cut, "lc", "dotc", "Cut now", "kc f"),
        Series(wait, "lp", "dotp", "Wait", "kp f"),
    ]  # fmt: skip
    shown = (0, len(periods) // 2, len(periods) - 1)
    draw = lines(periods, drawn, lambda value: cell(value, "positions"), shown_labels=shown)
    ends = ", ".join(
        f"{words} {cell(one[-1], 'positions')}"
        for words, one in (("cut", cut), ("attrition", wait), ("neither", base))
    )
    spoken = f"Positions in {periods[-1]}: {ends}."
    return {
        "finding": finding,
        "picture": both("main", spoken, draw),
        "table": result.grid("quarters", *_QUARTERS),
    }


def _beliefs(result: Any, assumed: float) -> dict[str, Any]:
    """What the cut costs more than attrition under each belief, beside what is assumed."""
    table = result.table("beliefs")
    grid = result.grid("beliefs", "belief", "extra_cost", "extra_share", "layoffs", "effect")
    rows = [Bar("As assumed", assumed, _million(assumed), "fc")]
    for written, cost in zip(grid.rows, table["extra_cost"], strict=True):
        words = written[-1] if cost != cost else f"{_million(float(cost))}, {written[-1]}"
        rows.append(Bar(f"With {written[0]}", 0.0 if cost != cost else float(cost), words))
    spoken = "; ".join(f"{one.label}: {one.words}" for one in rows)
    return {"picture": both("main", f"{spoken}.", bars(rows)), "table": grid}


def _switches(result: Any, believed: Sequence[str]) -> list[dict[str, Any]]:
    """Each belief as a switch, with what it makes of the extra cost beside what is assumed here."""
    grid, table = result.grid("beliefs", "belief", "extra_cost", "effect"), result.table("beliefs")
    names, costs = table["belief"], table["extra_cost"]
    rows = [
        {
            "name": f"{BELIEVE}{name}", "words": row[0], "on": name in believed,
            "effect": _effect(row, float(cost), name in believed),
        }
        for name, row, cost in zip(names, grid.rows, costs, strict=True)
    ]  # fmt: skip
    return sorted(rows, key=lambda one: not one["on"])


def _effect(row: Sequence[str], cost: float, is_on: bool) -> str:
    """What a belief makes of the extra cost, in words.

    row : of the table of beliefs, as written
    cost : of the cut beyond attrition under it [USD million]
    """
    if is_on:
        return "is believed here"
    return row[2] if abs(cost) < _SAME else f"{row[2]}: USD {row[1]} million"


def _million(amount: float) -> str:
    """USD million as it stands in a chart."""
    return "0" if abs(amount) < 1e-6 else f"{'−' if amount < 0 else '+'}${abs(amount):,.3g} m"


def _threshold(worth: float) -> dict[str, Any] | None:
    """The worth of undone work at which the cut and attrition cost the same; none where there is none."""
    if not 0 <= worth <= 1:
        return None
    cents = in_cents(worth)
    draw = scale(
        worth, f"{cents}¢", "the cut pays", "waiting pays", ("worth nothing", "worth what it costs")
    )
    spoken = f"Below {cents} cents for each dollar that undone work costs, the cut pays; above, waiting pays."
    return {"cents": f"{cents} cents", "picture": both("main", spoken, draw)}


def industries() -> list[str]:
    """Titles of industries, for the field to complete."""
    table = reallocate.World.load().table("industries")
    return sorted(set(table.loc[table["employment"] > 0, "title"]))
