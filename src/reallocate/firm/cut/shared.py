"""A cut for sharing: the exact answer, rounded, with groups of fewer than ten people together."""

from __future__ import annotations

from dataclasses import replace

from reallocate.data.bundle import shipped_world
from reallocate.firm.cut.sheet_tables import GROUPS
from reallocate.firm.request.saved import ROLE_TABLE, SCENARIO
from reallocate.firm.request.shared import shared_facts, shared_tables
from reallocate.render.result import Result
from reallocate.roster.disclosure import groups_together, shown

_TODAY = "today"


def without_small_groups(cut: Result) -> Result:
    """An exact cut whose groups of fewer than ten people stand together; every other figure is as it is."""
    if GROUPS not in cut.tables:
        return cut
    table = groups_together(cut.tables[GROUPS], "group", _TODAY)
    return replace(cut, tables={**cut.tables, GROUPS: table}, memory=None)


def shared_cut(cut: Result) -> Result:
    """The copy for sharing of an exact cut, with its sheets where what turns it was solved."""
    world = shipped_world(str(cut.facts[SCENARIO].get("country")))
    grouped = without_small_groups(cut)
    people = float(grouped.in_dollars(GROUPS)[_TODAY].sum())
    kept = [one for one in cut.kind.tables if one.name != ROLE_TABLE]
    facts = shared_facts(cut, world, people)
    facts["haste_bounds"] = [shown(end, "USD/exit") for end in cut.facts["haste_bounds"]]
    text = {part: lines for part, lines in cut.text.items() if part != "notes"}
    return replace(
        grouped, facts=facts, tables=shared_tables(kept, grouped.tables), text=text, inputs={}, memory=None
    )
