"""A planner's own plan beside the best one: tables, sentences and their place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.cut.model import noncash_cost, undone_worth
from reallocate.firm.model.broken import Breach, requests
from reallocate.firm.model.plan import PROVEN, undone_hours, undone_share
from reallocate.firm.model.words import SMALL, money
from reallocate.firm.own_plan.model import (
    FIGURES,
    PricedOwnPlan,
    decision_rows,
    own_plan_rows,
    quarter_rows,
    role_rows,
    titles_of,
)
from reallocate.firm.plan.parts import picked
from reallocate.firm.plan.roles import ROLE, SOLVED, SOLVED_AGAIN, TITLE, UNIT
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.request.prepare import PlanProblem
from reallocate.kernel.blocks import Block, Prose
from reallocate.kernel.table import BY_ROW, Column, of_unit, table
from reallocate.kernel.text import LEAD, Text
from reallocate.render.result import Result

_LEAST_HOURS = 1e-3
"""[thousand hours] Less undone work over a plan is the solver's tolerance."""
_QUARTER = Column("quarter", "Quarter")
_DECIDED = of_unit("FTE", hires="Hires", exits="Exits (layoffs)", offers="Offers to leave taken")
_MOVES = (Column("moves", "Moves", "FTE"), Column("to", "Moves to, code"))
_NAMED = {"promise": "promise or limit", "assumption": "assumption about people"}


_MOST_ROLES = 20
TEXT = Text()
"""What is said of an own plan, its cost first."""


def _that_differ(roles: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    return roles[roles["extra"].abs().ge(0.5) | roles["undone"].ge(0.5)].head(_MOST_ROLES)


@table(
    "own_plan", "Your plan beside the best plan",
    Column("figure", words=FIGURES), UNIT,
    of_unit(BY_ROW, own="Your plan", best="Best plan", baseline="Baseline"),
    Column("extra", "Yours less best", BY_ROW, signed=True),
    source=f"{SOLVED_AGAIN} Your decisions are held; what the file leaves open is completed at least cost.",
    optional=True,
)  # fmt: skip
def _own_plan(priced: PricedOwnPlan) -> pd.DataFrame:
    """The own plan beside the cheapest plan without a cut and the baseline."""
    return pd.DataFrame(own_plan_rows(priced))


@table(
    "own_plan_breaks", "What your plan breaks",
    Column("kind", words=_NAMED), Column("text", "Not kept"),
    Column("amount", "By", BY_ROW), UNIT, Column("first", "From"), Column("last", "To"),
    source=SOLVED_AGAIN, optional=True,
    section="near/own", caption="What your plan breaks",
)  # fmt: skip
def _own_plan_breaks(priced: PricedOwnPlan) -> pd.DataFrame:
    """Promises and limits that the own plan breaks, assumptions that it goes beyond, and by how much."""
    kinds = (("promise", priced.own.breaches), ("assumption", priced.own.beyond))
    quarters = priced.solved.periods
    rows = [
        {
            "kind": kind, "text": one.text, "amount": one.amount, "unit": one.unit,
            "first": quarters[one.first], "last": quarters[one.last],
        }
        for kind, found in kinds
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_own_plan_breaks.names)


@table(
    "own_plan_quarters", "Your plan by quarter",
    _QUARTER,
    of_unit("FTE", positions_own="Positions, your plan", positions_best="Positions, best plan",
            positions_baseline="Positions, baseline", hires="Your hires", layoffs="Your layoffs"),
    of_unit("USD million", cash_own="Cash, your plan", cash_best="Cash, best plan",
            cash_baseline="Cash, baseline"),
    Column("undone", "Your undone work", "thousand hours"),
    Column("undone_share", "Undone, share", "share of work"),
    source=SOLVED_AGAIN, optional=True,
    section="near/own", caption="By quarter",
    show=("quarter", "positions_own", "positions_best", "positions_baseline", "hires", "layoffs", "cash_own",
          "cash_best", "undone", "undone_share"),
)  # fmt: skip
def _own_plan_quarters(priced: PricedOwnPlan) -> pd.DataFrame:
    """Positions, cash and undone work by quarter."""
    return pd.DataFrame(quarter_rows(priced))


@table(
    "own_plan_roles", "Your plan by role",
    ROLE, TITLE, of_unit("FTE", start="Today", own_end="Your plan", best_end="Best plan"),
    Column("extra", "Yours less best", "FTE", signed=True),
    Column("undone", "Your undone work", "thousand hours"),
    source=f"{SOLVED_AGAIN} Positions at the end; undone work over the plan.", optional=True,
    section="near/own", caption="Roles that differ most from the best plan", rows=_that_differ,
    show=("title", "start", "own_end", "best_end", "extra", "undone"),
)  # fmt: skip
def _own_plan_roles(priced: PricedOwnPlan) -> pd.DataFrame:
    """Positions at the end by role, those that differ most first, and where work is left undone."""
    return pd.DataFrame(role_rows(priced))


@table(
    "given", "Your plan as given",
    ROLE, _QUARTER, _DECIDED, Column("headcount", "Headcount, end", "FTE"), _MOVES,
    source="As read from the file given. A blank cell decides nothing.", optional=True, sheet=False,
)  # fmt: skip
def given(problem: PlanProblem) -> pd.DataFrame | None:
    """The own plan's rows as they were read, so that a saved plan can be made again; none without one."""
    rows = problem.own
    return None if rows is None else rows.drop(columns=["row", "period"])


decisions = table(
    "decisions", "Decisions by role and quarter",
    ROLE, TITLE, _QUARTER, _DECIDED, _MOVES,
    source=f"{SOLVED} Change it and give it back with --given: 0 means none, a blank is left open.",
)(decision_rows)  # fmt: skip

OWN_PLAN_TABLES = (_own_plan, _own_plan_breaks, _own_plan_quarters, _own_plan_roles)


@TEXT.sentence("own_plan")
def cost(priced: PricedOwnPlan) -> str:
    """What the own plan costs more or less, in cash and in undone work."""
    own, best, base = priced.plans.values()
    extra, against = own.objective - best.objective, own.objective - base.objective
    lost = noncash_cost(own) - noncash_cost(best)
    text = f"Your plan costs {_more(extra, best.objective)} the best plan, in present value"
    text += f", and {_more(against, base.objective)} the baseline."
    if abs(lost) < SMALL:
        return text
    cash = extra - lost
    paid = f"costs {money(cash)} more in cash" if cash >= 0 else f"saves {money(-cash)} in cash"
    undone = f"{money(abs(lost))} {'more' if lost > 0 else 'less'}"
    joint = "and" if (cash >= 0) == (lost > 0) else "but"
    return f"{text} Against the best plan it {paid}, {joint} leaves work worth {undone} undone."


def _more(extra: float, of: float) -> str:
    """A difference in cost with its share, ready for the plan that it is told against."""
    if abs(extra) <= PROVEN * abs(of):
        return "as much as"
    share = f"{abs(extra / of):.1%}" if abs(extra / of) >= 5e-4 else "less than 0.1%"
    return f"{money(abs(extra))} ({share}) {'more' if extra > 0 else 'less'} than"


@TEXT.sentence("own_plan")
def undone(priced: PricedOwnPlan) -> str:
    """How much work is left undone, when most, and what it is worth."""
    solved, plan = priced.solved, priced.own.outcome
    hours = undone_hours(plan)
    if hours.sum() < _LEAST_HOURS:
        return "It leaves no work undone."
    share = undone_share(plan)
    worst = int(np.argmax(share))
    roles = plan.undone.sum(axis=1)
    most = list(titles_of(solved, plan).values())[int(np.argmax(roles))]
    return (
        f"It leaves {hours.sum():,.0f} thousand hours of work undone over the plan, worth "
        f"{money(undone_worth(plan))} in present value, years after the plan included. "
        f"The worst quarter is {solved.periods[worst]}, with {share[worst]:.1%} of all work "
        f"undone. The role with most undone work is {most} ({roles.max() / roles.sum():.0%} of it)."
    )


@TEXT.sentence("own_plan")
def breaks(priced: PricedOwnPlan) -> str:
    """Promises and limits that are broken, each with how much."""
    solved, own = priced.solved, priced.own
    wanted = requests(solved.problem.setting.options)
    if not wanted:
        return "No promise or limit was set that it could break."
    if not own.breaches:
        several = f"all {len(wanted)} promises and limits that were set"
        return f"It keeps {several if len(wanted) > 1 else 'the one promise or limit that was set'}."
    return f"It breaks {_listed(solved, own.breaches, 'promise or limit', 'promises or limits')}"


@TEXT.sentence("own_plan")
def beyond(priced: PricedOwnPlan) -> str:
    """Assumptions about people that the decisions go beyond."""
    found = priced.own.beyond
    if not found:
        return ""
    text = _listed(priced.solved, found, "assumption about people", "assumptions about people")
    return f"It goes beyond {text} Such moves or hires may not succeed."


def _listed(solved: SolvedPlan, found: tuple[Breach, ...], one: str, several: str) -> str:
    quarters = solved.periods
    items = []
    for breach in found:
        first, last = quarters[breach.first], quarters[breach.last]
        when = f"in {first}" if first == last else f"from {first} to {last}"
        items.append(f"“{breach.text}” ({_amount(breach)} {when})")
    count = f"one {one}" if len(found) == 1 else f"{len(found)} {several}"
    return f"{count}: {'; '.join(items)}."


def _amount(breach: Breach) -> str:
    """How much is missing, with its unit."""
    if breach.unit == "USD million":
        return f"{money(breach.amount)} too much"
    value = f"{breach.amount:,.0f}" if breach.amount >= 10 else f"{breach.amount:.2g}"
    return f"{value} {breach.unit}"


@TEXT.sentence("own_plan")
def people(priced: PricedOwnPlan) -> str:
    """Positions, layoffs and hires of both plans."""
    figures = _own_plan(priced).set_index("figure")
    mine, best = figures["own"], figures["best"]
    return (
        f"It ends with {mine['positions']:,.0f} positions; the best plan ends with {best['positions']:,.0f}. "
        f"It lays off {mine['layoffs']:,.0f} people and hires {mine['hires']:,.0f}; the best plan lays off "
        f"{best['layoffs']:,.0f} and hires {best['hires']:,.0f}."
    )


@TEXT.sentence("own_plan")
def completed(priced: PricedOwnPlan) -> str:
    """How much the file decides, and how the rest is completed."""
    own = priced.own
    known = {"hires": own.stated.hires, "exits": own.stated.exits, "moves": own.stated.to_directing}
    known["headcount"] = own.stated.headcount
    size = own.stated.hires.size
    counts = {name: int(np.isfinite(values).sum()) for name, values in known.items()}
    decided = ", ".join(f"{name} in {count:,}" for name, count in counts.items() if count)
    return (
        f"Your file decides {decided} of {size:,} pairs of role and quarter. What it leaves open is "
        "completed at least cost: hires, moves, use of AI and compute. Nobody is laid off unless your file "
        "says so or a headcount in it needs it."
    )


_SHORT = (
    "cost", "cash", "work_undone", "one_off", "positions", "layoffs", "hires", "moves", "hours_undone",
    "worst_undone",
)  # fmt: skip
"""Figures on the first page and in a terminal; the workbook holds all of them."""


def own_plan_first(result: Result) -> Iterator[Block]:
    """The answer about the own plan and its figures; nothing where none was given."""
    lead = picked(result, TEXT, "cost")
    if not lead:
        return
    yield Prose(lead, LEAD)
    table = result.in_dollars("own_plan")
    yield result.grid(
        "own_plan", "figure", "own", "best", "baseline", "extra",
        caption="Your plan beside the best plan",
        note="Best plan: the cheapest plan without a cut. Work left undone includes errors that nobody "
        "notices. The workbook holds every figure.",
        rows=table[table["figure"].isin(_SHORT)],
    )  # fmt: skip
    further = picked(result, TEXT, "undone", "breaks", "beyond", "people", "completed")
    yield from (Prose((line,)) for line in further)
