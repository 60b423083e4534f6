"""What a cut assumes, as tables: how often it is the best plan, and which assumptions make it so."""

from __future__ import annotations

from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.problem.firm.columns import EXTRA_COST, RANGE, SOLVED_AGAIN, UNIT
from reallocate.problem.firm.implied_figures import (
    choice_figures,
    draw_figures,
    edge_figures,
    extra_figures,
    step_figures,
    summary,
)
from reallocate.problem.firm.solved_cases import SolvedCases

BELIEF, READING = Column("belief", "Assumption"), Column("reading", "Cut")
EXTRA = "share of the least cost"
CUT_EXTRA = of_unit(EXTRA, at_once="Extra cost, cut now", any_time="Extra cost, any time")


@table(
    "implied", "Assumptions behind the cut",
    READING,
    of_unit("draws", draws="Draws", best="Optimal in", near_0_25="Within 0.25% in", near="Near-optimal in",
            near_1="Within 1% in", near_2="Within 2% in"),
    of_unit("share", share_near="Near-optimal share", low="10th percentile", high="90th percentile"),
    Column("extra_share", "Extra cost, share", EXTRA), EXTRA_COST,
    Column("least_extra_share", "Extra cost, nearest draw", EXTRA),
    source=f"{SOLVED_AGAIN} The cut and the plan without the cut under drawn assumptions.", optional=True,
)  # fmt: skip
def implied(solved: SolvedCases) -> Rows | None:
    """How often the cut is the best plan or nearly so, over draws of the assumptions."""
    one = solved.implied
    return None if one is None else [summary(one.draws, one.now, reading) for reading in one.readings]


@table(
    "implied_together", "Assumptions moved together",
    READING, Column("step"), BELIEF, UNIT, of_unit(BY_ROW, now="Assumed here", value="Value"),
    Column("choice"),
    Column("extra_share", "Extra cost, share", EXTRA),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def implied_together(solved: SolvedCases) -> Rows | None:
    """Assumptions moved one after the other until the cut is near-optimal."""
    return None if solved.implied is None else step_figures(solved.implied)


@table(
    "implied_edge", "One assumption at a time",
    BELIEF, READING, UNIT, Column("now", "Assumed here", BY_ROW), RANGE,
    of_unit(EXTRA, extra_at_low="Extra cost at lowest", extra_at_high="Extra cost at highest"),
    of_unit(BY_ROW, flips_at="Near-optimal from", median="Median, all draws",
            median_near="Median, favourable draws"),
    Column("grade"),
    source=f"{SOLVED_AGAIN} Ranges: the sheet Assumptions.", optional=True,
)  # fmt: skip
def implied_edge(solved: SolvedCases) -> Rows | None:
    """What each assumption alone does to the extra cost of the cut."""
    return None if solved.implied is None else edge_figures(solved.implied)


@table(
    "implied_choices", "Choices behind the cut",
    BELIEF, Column("choice"), CUT_EXTRA, Column("layoffs", unit="FTE"),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def implied_choices(solved: SolvedCases) -> Rows | None:
    """The extra cost of the cut under each choice, all else as assumed."""
    return None if solved.implied is None else choice_figures(solved.implied)


@table(
    "implied_grid", "Quits and demand",
    Column("quits_per_month", "Quits", "share/month"),
    Column("demand_growth", "Growth of work", "share/year"),
    CUT_EXTRA, Column("layoffs", unit="FTE"),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def implied_grid(solved: SolvedCases) -> Rows | None:
    """The extra cost of the cut where quits and growth of demand move together."""
    if solved.implied is None:
        return None
    return [{**extra_figures(one), **dict(one.beliefs.values)} for one in solved.implied.grid]


@table(
    "implied_draws", "Every draw of assumptions",
    source="Drawn from the ranges on the sheet Assumptions.", optional=True, others=Column(""),
)  # fmt: skip
def implied_draws(solved: SolvedCases) -> Rows | None:
    """Each draw of the assumptions, and the extra cost of the cut in it."""
    return None if solved.implied is None else [draw_figures(one) for one in solved.implied.draws]


IMPLIED_TABLES = (implied, implied_together, implied_edge, implied_choices, implied_grid, implied_draws)
