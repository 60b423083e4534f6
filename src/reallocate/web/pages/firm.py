"""My firm: cut now, or let people quit?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import reallocate
from reallocate.api.spelling import in_python
from reallocate.kernel.blocks import Grid
from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.kernel.number import cell, rounded
from reallocate.web.draw import Bar, Series, bars, both, lines
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
FIELDS: Mapping[str, Field] = {
    "industry": str,
    "people": float,
    "cut": float,
    "date": str,
    "after": str,
    "size": str,
    PAY: float,
}
CALLED = {
    "industries": "industry",
    "headcount": "people",
    "exits": "cut",
    "exits_date": "date",
    "after": "after",
    "size": "size",
}
"""Options of the face that the form calls otherwise."""
_USUAL = (("after", "closed"), ("size", "firm"))
"""How a cut is meant where the form says nothing."""
EXAMPLE: Mapping[str, Any] = {"industry": "insurance carriers", "people": 20_000, "cut": 10}
"""What the shipped example answers."""
WHOLE = "whole"
"""Field of the form with which what turns the answer is solved too."""
_ALL = 100
"""[%]"""
_QUARTERS = (
    "period", "positions_cut", "positions_freeze", "positions_free", "positions_nothing", "saved_cut",
    "saved_freeze",
)  # fmt: skip
_TABLES = ("cut_or_wait", "cut_steps", "haste", "quarters", "turns")
_NOTHING = 1e-6
"""[USD million]"""
_TOML = "scenario.toml"
"""File of the firm's scenario."""


def example() -> Page:
    """The page as it opens: a shipped answer, and the form to ask for one's own."""
    return _answered(reallocate.shipped("cut"), request(EXAMPLE), EXAMPLE, is_example=True)


def cut_answer(form: tuple[tuple[str, str], ...]) -> Page:
    """The page of a firm and a cut.

    form : names and values as they were filled in; `WHOLE` among them asks for what turns it too
    """
    filled_in = dict(form)
    quick = filled_in.pop(WHOLE, "") == ""
    own, typed = own_typed(filled_in)
    believed, given = believed_typed(typed)
    firm = firm_of(given.get("industry", ""))
    try:
        fields, figures = read_form(given, own, firm)
        asked = {**fields, "industry": fields.get("industry", ""), "people": fields.get("people", 0)}
        call = request(asked, believed, figures, quick)
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


def read_form(
    given: Mapping[str, str], own: Mapping[str, str], firm: Any
) -> tuple[dict[str, Any], dict[str, float]]:
    """The fields of the form and the assumptions that own figures set; every problem at once."""
    problems: list[Problem] = []
    fields, figures = dict[str, Any](), dict[str, float]()
    try:
        fields = cut_fields(given, FIELDS)
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
    if cut is not None and not 0 < cut < _ALL:
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


def how_cut(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Options of a cut as the form has it: how much, when, and how it is meant."""
    date = {"exits_date": fields["date"]} if fields.get("date") else {}
    meant = {name: fields[name] for name, usual in _USUAL if (fields.get(name) or usual) != usual}
    return {"exits": f"{fields['cut']:g}%", **date, **meant}


def request(
    fields: Mapping[str, Any],
    believed: Sequence[str] = (),
    figures: Mapping[str, float] | None = None,
    quick: bool = False,
) -> Call:
    """The call that answers the form.

    fields : industry, people and cut [%]; date, what becomes of the positions, size and pay where given
    believed : names of changes that replace what is assumed
    figures : assumptions that the firm's own figures set
    quick : without what turns the answer
    """
    options = how_cut({"cut": 10, **fields})
    if PAY in fields:
        options[PAY] = fields[PAY]
    firm = {"industry": fields["industry"], "headcount": fields["people"]}
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
    text = {part: [in_python(line) for line in lines] for part, lines in result.explain().items()}
    told = {name: [in_python(line) for line in lines] for name, lines in result.text["cut_or_wait"].items()}
    sections = {one.name: one for one in result.kind.page(result)}
    files = {f"{name}.csv": result.table(name).to_csv(index=False) for name in _TABLES}
    files[_TOML] = reallocate.Scenario.of(result).text
    return filled(
        "firm.html.jinja", _DOOR, tables=files | {"report.html": result.page()}, fields=_as_typed(fields),
        own=own_fields(own or {}, firm_of(str(fields["industry"]))),
        problems=(), faults={}, kept=(), industries=industries(), is_example=is_example, title=result.title,
        answer=dollar_signs(told["answer"]), lead=dollar_signs([*told["of_it_cash"], *told["whether"]]),
        told={name: dollar_signs(lines) for name, lines in told.items()},
        text={part: dollar_signs(lines) for part, lines in text.items()},
        steps=_steps(result), haste=_haste(result), positions=_positions(result), cash=_cash(result),
        last=_ai_last(result), believed=len(believed), assumed=[f"{BELIEVE}{name}" for name in believed],
        **_what_turns_it(result, believed),
        figures=next(
            one for one in sections["headline"].blocks if isinstance(one, Grid) and one.caption == _PLANS
        ),
        python=call.python(), command=str(result.facts["command"]), toml=_TOML,
    )  # fmt: skip


_PLANS = "The four plans side by side"


def dollar_signs(lines: Sequence[str]) -> list[str]:
    """Sentences with the sign of the currency, as a page for the United States has it."""
    return [line.replace("USD ", "$") for line in lines]


def _as_typed(fields: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, as the form shows it again."""
    return {name: value if isinstance(value, str) else f"{value:,}" for name, value in fields.items()}


def step_bars(result: Any) -> tuple[str, list[Bar]]:
    """From doing nothing over AI, size and haste to the cut: what they come to, and as bars."""
    chart = result.kind.chart("cut_steps_chart")
    rows = chart.figures(result.tables)
    drawn, looks = list[Bar](), ("fc", "fp", "fcm", "fg")
    for row, look in zip(rows.iloc[1:].itertuples(), looks, strict=True):
        begin = drawn[-1].value if 0 < len(drawn) < len(looks) - 1 else 0.0
        drawn.append(Bar(str(row.step), begin + float(row.saved), _million(float(row.saved)), look, begin))
    return dollar_signs([chart.headed(rows)[0]])[0], drawn


def _steps(result: Any) -> dict[str, Any]:
    """The walk from doing nothing to the cut."""
    finding, drawn = step_bars(result)
    spoken = "; ".join(f"{one.label}: {one.words}" for one in drawn)
    return {
        "finding": finding,
        "picture": both("main", f"{spoken}.", bars(drawn)),
        "table": result.grid("cut_steps", "step", "cost", "cash", "undone"),
    }


def _ai_last(result: Any) -> Any:
    """The steps in both orders; none where they were not solved without further AI."""
    if result.table("cut_steps")["ai_last"].isna().all():
        return None
    return result.grid("cut_steps", "step", "cost", "ai_last")


def _haste(result: Any) -> dict[str, Any]:
    """What haste is made of."""
    table, grid = result.table("haste"), result.grid("haste", "part", "per_exit")
    parts = dict(zip(table["part"], table["per_exit"], strict=True))
    rows = [
        Bar(row[0][:1].upper() + row[0][1:], value, _thousand(value), "fp" if name == "undone" else "fcm")
        for row, (name, value) in zip(grid.rows, parts.items(), strict=True)
    ]
    spoken = "; ".join(f"{one.label}: {one.words}" for one in rows)
    chart = result.kind.chart("haste_parts")
    (finding,) = dollar_signs([chart.headed(chart.figures(result.tables))[0]])
    return {"finding": finding, "picture": both("main", f"{spoken}.", bars(rows)), "table": grid}


def _positions(result: Any) -> dict[str, Any]:
    """Positions by quarter of the four plans."""
    table, periods = result.table("quarters"), result.facts["periods"]
    drawn = [
        Series(table["positions_nothing"].to_list(), "lg", "fg", "Nothing", ""),
        Series(table["positions_cut"].to_list(), "lc", "dotc", "Lay off now", "kc f"),
        Series(table["positions_freeze"].to_list(), "lp", "dotp", "Stop refilling", "kp f"),
    ]
    takes = result.table("cut_or_wait").set_index("figure")["freeze"]["quarters_to_size"]
    end = cell(float(table["positions_freeze"].iloc[-1]), "positions")
    finding, meets = f"By quits alone the firm has {end} positions at the end", None
    if takes == takes:
        first = _first_closed(result)
        finding = f"Quits alone get there in {int(takes)} quarter{'s' * (int(takes) != 1)}"
        place = min(first + int(takes) - 1, len(periods) - 1)
        meets = place, f"by quits in {periods[place]}"
    shown = (0, len(periods) // 2, len(periods) - 1)
    draw = lines(
        periods, drawn, lambda value: cell(value, "positions"), shown_labels=shown, meets=meets,
    )  # fmt: skip
    ends = ", ".join(f"{one.words.lower()} {cell(one.values[-1], 'positions')}" for one in drawn)
    return {
        "finding": finding,
        "picture": both("main", f"Positions in {periods[-1]}: {ends}.", draw),
        "table": result.grid("quarters", *_QUARTERS),
    }


def _first_closed(result: Any) -> int:
    """The quarter of the cut, counted from 0."""
    return int(result.facts["exits_quarter"])


def _cash(result: Any) -> dict[str, Any]:
    """Cash saved so far by laying off and by stopping refills, against doing nothing."""
    table, periods = result.table("quarters"), result.facts["periods"]
    cut, freeze = table["saved_cut"].to_list(), table["saved_freeze"].to_list()
    present = float(result.table("cut_or_wait").set_index("figure")["haste"]["cash"])
    ahead = "waiting" if present > 0 else "laying off"
    finding = f"In cash too, waiting ends {_plain(present)} ahead" if present > 0 else ""
    finding = finding or f"In cash {ahead} ends {_plain(present)} ahead"
    drawn = [
        Series(cut, "lc", "dotc", "Lay off now", "kc f"),
        Series(freeze, "lp", "dotp", "Stop refilling", "kp f"),
    ]  # fmt: skip
    shown = (0, len(periods) // 2, len(periods) - 1)
    draw = lines(periods, drawn, _million, shown_labels=shown, from_zero=True)
    spoken = (
        f"Cash saved so far by {periods[-1]}: laying off {_million(cut[-1])}, stopping refills "
        f"{_million(freeze[-1])}."
    )
    return {
        "finding": finding, "picture": both("main", spoken, draw),
        "table": result.grid("quarters", "period", "saved_cut", "saved_freeze"),
    }  # fmt: skip


def _what_turns_it(result: Any, believed: Sequence[str]) -> dict[str, Any]:
    """The changes that were solved, as a chart, a table and switches; or that they are not solved yet."""
    if result.table("turns").empty:
        return {"is_whole": False, "switches": ()}
    grid = result.grid("turns", "change", "figures", "haste_per_exit", "size", "effect")
    return {"is_whole": True, "idle": _idle(result), "turns": grid, "switches": _switches(result, believed)}


def _idle(result: Any) -> dict[str, Any]:
    """What laying off costs more, by idle hours today."""
    table = result.table("turns")
    some = table[table["change"].str.fullmatch(r"idle_\d+")].dropna(subset=["haste_per_exit"])
    assumed = float(result.table("cut_or_wait").set_index("figure")["haste"]["haste_per_exit"])
    labels = ["as assumed", *(f"{name.removeprefix('idle_')}%" for name in some["change"])]
    values = [assumed, *map(float, some["haste_per_exit"])]
    turn = result.facts["turning_idle"]
    finding = f"Up to {labels[-1]} idle hours waiting is the cheaper way"
    if turn is not None:
        finding = f"Beyond {cell(float(turn), 'share', digits=0)} idle hours layoffs pay" if turn > 0 else ""
    finding = finding or "Layoffs pay as assumed"
    line = Series(values, "lc", "dotc", "Haste", "kc f")
    draw = lines(labels, [line], _thousand, shown_labels=tuple(range(len(labels))), from_zero=True)
    spoken = "; ".join(f"{label}: {_thousand(value)}" for label, value in zip(labels, values, strict=True))
    return {"finding": finding, "picture": both("main", f"{spoken}.", draw)}


def _switches(result: Any, believed: Sequence[str]) -> list[dict[str, Any]]:
    """Each change as a switch, with what it makes of haste beside what is assumed here."""
    grid, table = result.grid("turns", "change", "figures", "haste_per_exit"), result.table("turns")
    rows = [
        {
            "name": f"{BELIEVE}{name}", "words": row[0], "on": name in believed, "figures": row[1],
            "effect": "is assumed here" if name in believed else _a_person(float(haste)),
        }
        for name, row, haste in zip(table["change"], grid.rows, table["haste_per_exit"], strict=True)
    ]  # fmt: skip
    return sorted(rows, key=lambda one: not one["on"])


def _a_person(haste: float) -> str:
    """What laying off costs more or less for each person."""
    if haste != haste:
        return "no plan is possible"
    return f"{dollars(haste)} a person {'dearer' if haste >= 0 else 'cheaper'}"


def dollars(amount: float) -> str:
    """Dollars to three figures, without a sign: $119,000."""
    return f"${cell(abs(float(str(rounded(amount, 3)))), 'persons')}"


def _plain(amount: float) -> str:
    """USD million without a sign, as it stands in a finding."""
    return (
        f"${abs(amount) / 1000:,.1f} billion" if abs(amount) >= _BILLION else f"${abs(amount):,.0f} million"
    )


_BILLION = 1000


def _million(amount: float) -> str:
    """USD million as it stands in a chart."""
    return "0" if abs(amount) < _NOTHING else f"{'−' if amount < 0 else '+'}${abs(amount):,.3g} m"


def _thousand(amount: float) -> str:
    """USD thousand as it stands in a chart."""
    size = abs(amount) / 1000
    return "0" if size < _TINY else f"{'−' if amount < 0 else '+'}${size:,.3g}k"


_TINY = 0.05


def industries() -> list[str]:
    """Titles of industries, for the field to complete."""
    table = reallocate.World.load().table("industries")
    return sorted(set(table.loc[table["employment"] > 0, "title"]))
