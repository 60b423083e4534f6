"""The plan under several outlooks, as tables: what each first year costs where, and what knowing is worth."""

from __future__ import annotations

from reallocate.output.table import Column, Rows, of_unit, table
from reallocate.plan.outlook_figures import (
    information_figures,
    outlook_figures,
    regret_figures,
    reversal_figures,
    strategy_figures,
)
from reallocate.problem.firm.columns import EXTRA_COST, NOTE, SOLVED_AGAIN
from reallocate.problem.firm.solved_cases import SolvedCases

STRATEGY, OUTLOOK = Column("strategy"), Column("outlook")


@table(
    "outlooks", "Outlooks",
    OUTLOOK, Column("weight", unit="share"), Column("says", "What is different"),
    of_unit("FTE", positions="Positions", layoffs="Layoffs"),
    of_unit("USD million", saved="Saved", extra_as_made="Extra cost, original plan",
            extra_joint="Extra cost, joint plan", extra_least_regret="Extra cost, least regret"),
    source=f"{SOLVED_AGAIN} Weights and what differs: the scenario, or the outlooks that ship.",
)  # fmt: skip
def outlooks(solved: SolvedCases) -> Rows:
    """What differs in each outlook, its own best plan, and what other first years cost more in it."""
    return [] if solved.uncertain is None else outlook_figures(solved.uncertain)


@table(
    "strategies", "First years side by side",
    STRATEGY, Column("caution", unit="share"),
    of_unit("USD million", expected_saving="Expected saving", extra_cost="Extra cost",
            worst_saving="Saving, worst outlooks", largest_regret="Largest regret"),
    Column("worst_outlook", "Outlook of largest regret"),
    of_unit("FTE", hires="Hires", layoffs="Layoffs", moved="People who change role"),
    Column("with_ai", "Work with AI, year-end", "hours/quarter"),
    Column("gpus_ordered", "GPUs ordered", "GPUs"),
    of_unit("FTE", positions_low="Positions, low", positions_high="Positions, high"), NOTE,
    source=f"{SOLVED_AGAIN} One plan for all outlooks; the rest adapts.",
)  # fmt: skip
def strategies(solved: SolvedCases) -> Rows:
    """First years side by side: what each saves, costs and regrets."""
    uncertain = solved.uncertain
    return [] if uncertain is None else [strategy_figures(uncertain, one) for one in uncertain.strategies]


@table(
    "regret", "Regret by outlook",
    STRATEGY, OUTLOOK, EXTRA_COST, source=f"{SOLVED_AGAIN} Against perfect knowledge of the outlook.",
)  # fmt: skip
def regret(solved: SolvedCases) -> Rows:
    """What each first year costs more in each outlook than the best plan for it."""
    return [] if solved.uncertain is None else regret_figures(solved.uncertain)


@table(
    "information", "Value of information",
    Column("question"), Column("amount", unit="USD million"), NOTE,
    source=f"{SOLVED_AGAIN} Differences of expected cost.",
)  # fmt: skip
def information(solved: SolvedCases) -> Rows:
    """What knowing the outlook, planning for all, and beginning now are worth."""
    return [] if solved.uncertain is None else information_figures(solved.uncertain)


@table(
    "reversal", "Another outlook than planned",
    OUTLOOK, Column("statistic"),
    of_unit("USD million", as_made="Original first year", known="Outlook known", extra_cost="Extra cost"),
    source=f"{SOLVED_AGAIN} The plan's first year against perfect knowledge, by kind of cost.",
)  # fmt: skip
def reversal(solved: SolvedCases) -> Rows:
    """What the plan's first year costs where another outlook comes, by kind of cost."""
    return [] if solved.uncertain is None else reversal_figures(solved.uncertain)


OUTLOOK_TABLES = (outlooks, strategies, regret, information, reversal)
