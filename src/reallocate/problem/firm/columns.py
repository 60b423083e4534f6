"""Columns that several tables of a plan have, and where their figures come from."""

from __future__ import annotations

from dataclasses import replace

from reallocate.output.table import BY_ROW, Column, of_unit
from reallocate.work.exposure import SOURCE_WORDS


def ranged(*columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Ranges beside the figures of the first answer, there once their part is solved."""
    return tuple(replace(one, optional=True) for several in columns for one in several)


SOLVED = "Solved by this plan from the sheet Assumptions and the firm's roles."
SOLVED_AGAIN = "The plan solved again for each row; see the sheet Assumptions for what stays the same."
SOURCE_RANGES = "Ranges: near-optimal plans, and the sources of reach"

CASE, PERIOD, UNIT = Column("case"), Column("period", "Quarter"), Column("unit")
NOTE = Column("note", absent=" ")
SENTENCE = Column("sentence", "In words")
SOURCE = Column("source", words=SOURCE_WORDS)
ROLE, KIND_OF_WORK = Column("role", "Role, code"), Column("kind", "Kind of work")
TITLE = Column("title", "Role")
FAMILY = (Column("family", "Role family, code"), Column("title", "Role family"))
TO = (Column("target", "To, code"), Column("target_title", "To"))

MODES = {
    "human": "done by people",
    "augmented": "people with AI",
    "automated": "automated, reviewed by people",
    "dropped": "left undone",
}
"""How work is done -> words."""

POSITIONS = Column("positions", "Positions", "FTE", signed=True)
LAYOFFS = Column("layoffs", unit="FTE")
SAVING = Column("saving", "Run-rate saving", "USD million/year")
CASH_FIGURES = (
    SAVING,
    Column("one_off", "One-off cost", "USD million"),
    Column("break_even_month", "Break-even month", "months"),
)
WORK_DROPPED = Column("work_dropped", "Undone, last quarter", "share of work")
PRESENT_VALUE = Column("present_value", "Cost, present value", "USD million")
EXTRA_COST = Column("extra_cost", "Extra cost", "USD million")
EXTRA_SHARE = Column("extra_share", "Extra cost, share", "share")
RANGE = of_unit(BY_ROW, low="Low", high="High")
NEAR_OPTIMAL = of_unit("FTE", signed=True, delta_low="Near-optimal, low", delta_high="Near-optimal, high")
NEAR_OPTIMAL_LAYOFFS = of_unit("FTE", layoffs_low="Fewest layoffs", layoffs_high="Most layoffs")
OVER_SOURCES = of_unit(
    "FTE", signed=True, sources_low="Lowest over sources", sources_high="Highest over sources"
)
WALK = (
    *of_unit("FTE", headcount="Today", baseline_end="Baseline at the end", plan_end="Plan at the end"),
    Column("delta", "Change", "FTE", signed=True),
)
FLOWS = of_unit(
    "FTE", layoffs="Layoffs", quits="Quits", moves_out="Moved out", moves_in="Moved in", hires="Hires"
)
ROUTES = of_unit(
    "FTE", begin="At the start", open_filled="Open positions filled", other_hires="Other hires",
    moves_in="Moved in", quits="Quits", voluntary="Voluntary exits", moves_out="Moved out", layoffs="Layoffs",
    end="At the end",
)  # fmt: skip
ROLES_AS_READ = (
    Column("code", "Occupation code"), Column("title"), Column("basis"), Column("headcount", unit="FTE"),
    Column("open_positions", unit="positions"), Column("loaded_cost", unit="USD/FTE/year"),
    Column("contractors", unit="FTE", optional=True),
    Column("protected", unit="FTE", optional=True, about="whom a promise to their place keeps from layoffs"),
    Column("own_pay", unit="share of headcount", optional=True),
    Column("department", optional=True), Column("location", optional=True), Column("country", optional=True),
    Column("level", optional=True),
)  # fmt: skip
AS_READ = "As read from the scenario's role table or made from its roster."
"""The firm's own role table, which a result keeps so that it can be computed again."""
