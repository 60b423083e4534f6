"""My firm: what happened beside what was planned, and the cheapest way on from there."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import reallocate
from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.number import cell
from reallocate.web.draw import Bar, bars, both
from reallocate.web.page import Page, filled
from reallocate.web.pages.planned import HEADCOUNTS, downloads, given_files, plan_call
from reallocate.web.sessions import DRAFT, PLANNED

_DOOR, _PLANS = "/firm", "/firm/plan"
_TABLE = "actuals.csv"
"""Planned and real headcounts, as a download."""
_BY_QUARTER = "actuals-by-quarter.csv"
"""The same by quarter, as a download."""
_PEOPLE = ("joined", "left", "moved")
_DRAWN, _LEAST = 8, 0.5
"""Roles that are drawn at most, and the difference from which one is drawn [FTE]."""
_QUICK = "--quick"


def page(state: Mapping[str, Any], folder: str, file: str) -> Page:
    """A quarter's real headcounts beside the plan, and what the plan from there says.

    state : of the plan that lies in the folder
    folder : of the step; the plan from there is saved in it for downloads and for the queue
    file : the headcounts as a plain table, in the folder
    """
    place = Path(folder)
    before: Any = reallocate.open(place / PLANNED)
    found = reallocate.actuals(before, place / file, progress=False)
    found.plan.save(place / DRAFT)
    words = [word for word in shlex.split(str(before.facts["command"])) if word != _QUICK]
    table = _table(found)
    made = filled(
        "actuals.html.jinja", _DOOR, title=state["title"], firm=state.get("words", "") or state["title"],
        quarter=found.quarter, end=before.facts["periods"][-1], lines=found.lines, table=table,
        quarters=_quarters(found), picture=_picture(found), files=f"{_PLANS}/files", csv=_TABLE,
        by_quarter=_BY_QUARTER, kept=file, python=_python(state, file), **downloads(),
        command=shlex.join([*words, "--actuals", file]),
    )  # fmt: skip
    tables = {
        **given_files(found.plan), _TABLE: found.table.to_csv(index=False),
        _BY_QUARTER: found.quarters.to_csv(index=False),
    }  # fmt: skip
    # What was sent may have the name of the form that the plan offered, and is taken from the folder.
    tables.pop(HEADCOUNTS)
    return Page(made.html, made.status, tables, {**state, "files": [*state.get("files", ()), file]})


def _python(state: Mapping[str, Any], file: str) -> str:
    """The same in Python."""
    call = plan_call(state, quick=True)
    if call is None:
        return f'import reallocate as ra\n\nresult = ra.actuals("plan", "{file}")'
    return f'{call.python().replace("result = ", "plan = ")}\nresult = ra.actuals(plan, "{file}")'


def _table(found: Any) -> Grid:
    """Each role that was sent: planned, happened, and both plans at the end; the largest difference first."""
    heads = (
        Head("Role"), Head("Planned", "FTE", number=True), Head("Happened", "FTE", number=True),
        Head("Difference", "FTE", number=True), Head("Planned for the end", "FTE", number=True),
        Head("Now for the end", "FTE", number=True),
    )  # fmt: skip
    rows = tuple(
        (
            f"{row.title}, {row.role}", _written(row.planned), _written(row.happened),
            _written(row.difference, signed=True), _written(row.planned_end), _written(row.now_end),
        )
        for row in found.table.itertuples()
    )  # fmt: skip
    return Grid(f"Planned and real headcount at the end of {found.quarter}", heads, rows)


def _quarters(found: Any) -> Grid | None:
    """Plan against what happened by quarter, and both plans; nothing where one quarter happened."""
    rows = found.quarters
    if rows["happened"].notna().sum() < 2:
        return None
    shown = [name for name in _PEOPLE if rows[name].notna().any()]
    heads = (
        Head("Quarter"), Head("Planned", "FTE", number=True), Head("Happened", "FTE", number=True),
        Head("Difference", "FTE", number=True), *(Head(name.capitalize(), number=True) for name in shown),
        Head("Whole plan", "FTE", number=True), Head("Plan from there", "FTE", number=True),
    )  # fmt: skip
    cells = tuple(
        (
            row["quarter"], _written(row["planned"]), _written(row["happened"]),
            _written(row["difference"], signed=True), *(cell(row[name], "persons") for name in shown),
            _written(row["planned_whole"]), _written(row["now_whole"]),
        )
        for row in rows.to_dict("records")
    )  # fmt: skip
    note = "Planned and happened: roles that the table states. Whole plan: all roles."
    return Grid("Plan against what happened, by quarter", heads, cells, note=note)


def _written(amount: float, signed: bool = False) -> str:
    return cell(amount, "positions", signed=signed, digits=1)


def _picture(found: Any) -> Any:
    """The largest differences as bars; nothing where all is as planned."""
    table = found.table.dropna(subset=["planned"])
    most = table[table["difference"].abs() >= _LEAST].head(_DRAWN)
    rows = [
        Bar(
            str(row.title), abs(row.difference),
            f"{_written(abs(row.difference))} {'more' if row.difference > 0 else 'fewer'}",
            "fcm" if row.difference > 0 else "fpm",
        )
        for row in most.itertuples()
    ]  # fmt: skip
    spoken = "; ".join(f"{one.label}: {one.words}" for one in rows)
    return both("main", f"{spoken}.", bars(rows)) if rows else ""
