"""Promises and limits that a plan keeps, each with what one unit more and one unit less would cost."""

from __future__ import annotations

from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.plan.levers import Lever
from reallocate.plan.limits import ShadowPrice
from reallocate.plan.program import LEVERS
from reallocate.problem.firm.columns import SOLVED_AGAIN, UNIT
from reallocate.problem.firm.solved_cases import SolvedCases

KEPT, BINDING = "kept at no cost", "binding"


@table(
    "promises", "Promises and limits in force",
    Column("promise", "Promise or limit"), Column("key", "In the scenario"),
    UNIT, Column("level", "Level", BY_ROW), Column("binding", "Price", absent="not priced"),
    of_unit("USD million", signed=True, digits=2, up="One more", down="One less"),
    source=SOLVED_AGAIN,
)  # fmt: skip
def promises(solved: SolvedCases) -> Rows:
    """Every request of the scenario that limits the plan, with its price where it has a number to move."""
    priced = {price.limit.name: price for price in solved.shadow_prices}
    return [
        _row(lever, name, value, priced.get(lever.limit.format(name=name)) if lever.limit else None)
        for lever in LEVERS
        if lever.text
        for name, value in lever.requests(solved.problem.setting.options)
    ]


def _row(lever: Lever, name: str, value: object, price: ShadowPrice | None) -> dict[str, object]:
    words = lever.in_words(name, value)
    row: dict[str, object] = {"promise": words[:1].upper() + words[1:], "key": lever.where, "unit": ""}
    if price is None:
        return row
    return row | {
        "unit": price.limit.unit,
        "level": price.limit.level,
        "binding": BINDING if price.decides else KEPT,
        "up": price.up,
        "down": price.down,
    }
