"""My firm: cut now, or let people quit?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reallocate
from reallocate.errors import ReallocateError
from reallocate.face.spelling import in_python
from reallocate.measure.number import cell, rounded
from reallocate.web.draw import HATCHED_PEOPLE, Series, Slice, bar, both, lines, scale
from reallocate.web.link import Call, Field, from_link
from reallocate.web.page import NOT_FOUND, WRONG_INPUT, Page, filled

DOOR = "/firm"
FIELDS: Mapping[str, Field] = {"industry": str, "people": float, "cut": float, "date": str}
EXAMPLE: Mapping[str, Any] = {"industry": "insurance carriers", "people": 20_000, "cut": 10}
"""What the shipped example answers."""
FEW = 0.005
"""Share of the exits below which a slice is not drawn."""
TABLES = ("cut_or_wait", "quarters", "beliefs")


def example() -> Page:
    """The page as it opens: a shipped answer, and the form to ask for one's own."""
    return _answered(reallocate.shipped("cut"), request(EXAMPLE), EXAMPLE, is_example=True)


def asked(form: tuple[tuple[str, str], ...]) -> Page:
    """The page of a firm and a cut.

    form : names and values as they were filled in
    """
    given = dict(form)
    try:
        fields = from_link(given, FIELDS)
        call = request({**fields, "industry": fields.get("industry", ""), "people": fields.get("people", 0)})
        result: Any = call.result()
    except ReallocateError as error:
        status = NOT_FOUND if isinstance(error, reallocate.UnknownName) else WRONG_INPUT
        problems = [in_python(str(one)) for one in error.problems]
        return filled("firm.html.jinja", DOOR, status, fields=given, problems=problems, industries=_industries())
    return _answered(result, call, fields)


def request(fields: Mapping[str, Any]) -> Call:
    """The call that answers the form.

    fields : industry, people, cut [%] and date, the last two where they are given
    """
    options = {"exits": f"{fields.get('cut', 10):g}%"}
    if fields.get("date"):
        options["exits_date"] = fields["date"]
    return Call("cut", options=options, firm={"industry": fields["industry"], "headcount": fields["people"]})


def _answered(result: Any, call: Call, fields: Mapping[str, Any], is_example: bool = False) -> Page:
    figures = result.table("cut_or_wait").set_index("figure")
    cut, extra = figures["cut"], figures["extra"]
    text = {part: [in_python(line) for line in lines] for part, lines in result.explain().items()}
    first, *further = text["cut_or_wait"]
    sections = {one.name: one for one in result.kind.page(result)}
    return filled(
        "firm.html.jinja", DOOR, tables={f"{name}.csv": result.table(name).to_csv(index=False) for name in TABLES} | {"report.html": result.page()},
        fields=_as_typed(fields), problems=(), industries=_industries(), is_example=is_example, title=result.title,
        per_exit=dollars(extra["extra_cost_per_exit"]), dearer=extra["extra_cost_per_exit"] >= 0,
        share=f"{fields.get('cut', 10):g}%", first=first, further=further, text=text, exits=_exits(cut, result),
        cash=_cash(result, float(extra["extra_cost_per_exit"])), threshold=_threshold(float(cut["worth_threshold"])), beliefs=_beliefs(result),
        figures=sections["headline"].blocks[1 + len(text["requested"])], quarters=result.grid("quarters", *_QUARTERS),
        python=call.python(), command=str(result.facts["command"]),
    )  # fmt: skip


def _as_typed(fields: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, as the form shows it again."""
    return {name: value if isinstance(value, str) else f"{value:,}" for name, value in fields.items()}


_QUARTERS = ("period", "saved_cut", "saved_wait", "positions_cut", "positions_wait", "positions_baseline")


def dollars(amount: float) -> str:
    """Dollars to two figures, without a sign: $130,000."""
    return f"${cell(abs(float(str(rounded(amount, 2)))), 'persons')}"


def _exits(cut: Any, result: Any) -> dict[str, Any]:
    """What becomes of the cut positions."""
    every = float(cut["exits"])
    names = {"positions_refilled": "refilled", "would_have_quit": "would have quit anyway", "positions_saved": "saved"}
    looks = {"positions_refilled": ("fc", "kc", ""), "would_have_quit": ("bp", "kp", HATCHED_PEOPLE), "positions_saved": ("fp", "kp", "")}
    shares = {name: max(float(cut[name]), 0.0) / every for name in names}
    whole = sum(shares.values())
    shown = {name: share for name, share in shares.items() if share >= FEW}
    words = {name: cell(round(share, 2), "share") for name, share in shares.items()}
    slices = [Slice(share / whole, words[name], f"{words[name]} {names[name]}", looks[name][0], looks[name][1], looks[name][2]) for name, share in shown.items()]
    spoken = f"Of the exits: {', '.join(f'{words[name]} {label}' for name, label in names.items())}."
    table = result.table("cut_or_wait")
    grid = result.grid("cut_or_wait", "figure", "cut", rows=table[table["figure"].isin([*names, "exits"])])
    finding = f"{words['positions_refilled']} of the exits are refilled; {words['positions_saved']} of the positions are saved"
    return {"finding": finding, "picture": both("main", spoken, bar(slices)), "table": grid}


def _cash(result: Any, extra: float) -> dict[str, Any]:
    """Cash saved so far by the cut and by attrition, against doing neither."""
    table, facts = result.table("quarters"), result.facts
    cut, wait = table["saved_cut"].to_list(), table["saved_wait"].to_list()
    ahead = ["cut" if a > b else "wait" for a, b in zip(cut, wait, strict=True)]
    last = "The cut" if cut[-1] > wait[-1] else "Attrition"
    labels = [str(one) for one in table["period"]]
    switch = next((at for at in range(len(ahead) - 1, -1, -1) if ahead[at] != ahead[-1]), -1) + 1
    finding = f"{last} has saved more cash by {labels[-1]}" if switch else f"{last} is ahead in cash in every quarter"
    if last == "The cut" and extra > 0:
        finding = "In cash alone the cut is ahead: its extra cost is work left undone"
    meet = result.table("cut_or_wait").set_index("figure")["cut"]["same_headcount"]
    meets = None if meet != meet else (int(meet) - 1, f"same headcount from {facts['periods'][int(meet) - 1]}")
    both_lines = [Series(cut, "lc", "dotc", "Cut now", "kc f"), Series(wait, "lp", "dotp", "Wait", "kp f")]
    shown = (0, len(labels) // 2, len(labels) - 1)
    draw = lines(labels, both_lines, _million, shown_labels=shown, from_zero=True, meets=meets)
    spoken = f"Cash saved so far by {labels[-1]}: cut {_million(cut[-1])}, attrition {_million(wait[-1])}."
    grid = result.grid("quarters", *_QUARTERS)
    return {"finding": finding, "picture": both("main", spoken, draw), "table": grid}


def _million(amount: float) -> str:
    """USD million as it stands in a chart."""
    return "0" if abs(amount) < 1e-6 else f"{'−' if amount < 0 else '+'}${abs(amount):,.3g} m"


def _threshold(worth: float) -> dict[str, Any] | None:
    """The worth of undone work at which the cut and attrition cost the same; none where there is none."""
    if not 0 <= worth <= 1:
        return None
    cents = f"{100 * worth:.0f} cents"
    draw = scale(worth, f"{100 * worth:.0f}¢", "the cut pays", "waiting pays", ("worth nothing", "worth what it costs"))
    spoken = f"Below {cents} for each dollar that undone work costs, the cut pays; above, waiting pays."
    return {"cents": cents, "picture": both("main", spoken, draw)}


def _beliefs(result: Any) -> dict[str, Any]:
    grid = result.grid("beliefs", "belief", "extra_cost", "extra_share", "layoffs", "effect")
    return {"table": grid, "text": result.explain()["beliefs"]}


def _industries() -> list[str]:
    """Titles of industries, for the field to complete."""
    table = reallocate.World.load().table("industries")
    return sorted(set(table.loc[table["employment"] > 0, "title"]))
