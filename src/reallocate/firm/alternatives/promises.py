"""Promises and their price: those in force, further ones, and why a plan is impossible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.firm.alternatives.limits import ShadowPrice
from reallocate.firm.alternatives.model import Alternatives, figures_of
from reallocate.firm.alternatives.prices import PromisePrices, price_words
from reallocate.firm.model.lever import Lever
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import SMALL, most_dropped
from reallocate.firm.plan.roles import (
    CASE,
    CASH_FIGURES,
    EXTRA_COST,
    EXTRA_SHARE,
    LAYOFFS,
    NOTE,
    POSITIONS,
    PRESENT_VALUE,
    SAVING,
    SOLVED_AGAIN,
    SOURCE,
    UNIT,
    WORK_DROPPED,
)
from reallocate.firm.plan.solved import Cases, SolvedPlan, against, impossible_notes
from reallocate.kernel.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.kernel.text import Text
from reallocate.kernel.units import MILLION

_KEPT, _BINDING = "kept at no cost", "binding"


@dataclass(frozen=True)
class PricedLimits:
    """What one more and one less of each limit are worth.

    options : of the scenario, whose promises and limits are in force
    """

    options: Options
    prices: Sequence[ShadowPrice]


@dataclass(frozen=True)
class InForce:
    """The promises and limits that a plan keeps.

    prices : what each promise costs; none where nothing is promised
    notice : days that are promised, and the key that promises them; none where none are
    """

    limits: PricedLimits
    prices: PromisePrices | None = None
    notice: tuple[float, str] | None = None


@table(
    "promises", "Promises and limits in force",
    Column("promise", "Promise or limit"), Column("key", "In the scenario"),
    UNIT, Column("level", "Level", BY_ROW), Column("price", optional=True),
    Column("binding", "One more or less", absent="no number"),
    of_unit("USD million", signed=True, digits=2, up="One more", down="One less"),
    source=SOLVED_AGAIN,
    show=("promise", "level", "price", "up", "down"),
    note="Price: what the promise adds to the cheapest plan that promises nothing, in present value. One "
    "more, one less: of a unit; the plan is solved again. A minus is a saving.",
)  # fmt: skip
def promises(found: InForce) -> Rows:
    """Every request of the scenario that limits the plan, with its price, and that of one more or less."""
    priced = {price.limit.name: price for price in found.limits.prices}
    rows = [
        _row(lever, name, value, priced.get(lever.limit.format(name=name)) if lever.limit else None)
        for lever in LEVERS
        if lever.text
        for name, value in lever.requests(found.limits.options)
    ]
    if found.notice is not None:
        days, key = found.notice
        rows.append({"promise": f"{days:g} days of notice", "key": key, "unit": "days", "level": days})
    keys = [str(row["key"]).rpartition("] ")[2] for row in rows]
    return [
        {**row, "price": _price(found.prices, key, keys.count(key))}
        for row, key in zip(rows, keys, strict=True)
    ]


def _price(prices: PromisePrices | None, key: str, rows: int) -> str:
    """What a promise costs, in words; of several of one kind what they cost together.

    rows : that have the key
    """
    if prices is None or key not in prices.each:
        return "a limit, not a promise"
    return f"{price_words(prices.extra(key))}{', together' if rows > 1 else ''}"


def _row(lever: Lever, name: str, value: object, price: ShadowPrice | None) -> dict[str, object]:
    words = lever.in_words(name, value)
    row: dict[str, object] = {"promise": words[:1].upper() + words[1:], "key": lever.where, "unit": ""}
    if price is None:
        return row
    return row | {
        "unit": price.limit.unit,
        "level": price.limit.level,
        "binding": _BINDING if price.decides else _KEPT,
        "up": price.up,
        "down": price.down,
    }


TEXT = Text()
"""What promises cost."""
_OWN = "your plan"
_PRO_RATA, _CHOSEN = "pro rata", "plan"
_LITTLE = 5e-4
"""Shares of work that would be written as 0.0% are left out."""


def _about(plan: Outcome, free: Outcome) -> str:
    """What must be known of a case: who is hired back, or what is left undone."""
    exits = plan.inputs.options.exits
    if exits is None:
        return ""
    if exits.by_quits:
        return f"{most_dropped(plan):.1%} of the work left undone in the worst quarter; nobody is laid off"
    back = float(plan.hires.sum() - free.hires.sum())
    notes = [f"{back:,.0f} more hires than in the plan without the cut"] if back >= SMALL else []
    if plan.unproven:
        notes.append(f"the best plan found, within {100 * plan.unproven:.2g}% of a bound on the least cost")
    if most_dropped(plan) > most_dropped(free) + _LITTLE:
        notes.append(f"{most_dropped(plan):.1%} of the work left undone in the worst quarter")
    return "; ".join(notes)


def _roles_of_exits(plan: Outcome) -> str:
    """Where people who are laid off come from; `pro rata` or `plan`."""
    exits = plan.inputs.options.exits
    if exits is None or exits.by_quits:
        return ""
    return _PRO_RATA if exits.pro_rata else _CHOSEN


@dataclass(frozen=True, eq=False)
class ComparedCases:
    """A plan and every case beside it, an own plan first where one is given."""

    solved: SolvedPlan
    cases: Cases
    own: Outcome | None = None


def _case_rows(compared: ComparedCases) -> Rows:
    """An own plan, the plan without the cut, forced exits and what was announced, against one baseline."""
    solved, cases = compared.solved, compared.cases
    rows: list[dict[str, object]] = []
    own = {} if compared.own is None else {_OWN: compared.own}
    for name, plan in {**own, **cases.plans}.items():
        figures, cash = totals(plan), solved.saving_of(plan).cash
        rows.append(
            {
                "case": name,
                **against(plan, solved.base),
                "work_dropped": figures.work_dropped,
                "quits": figures.quits,
                "hires": figures.hires,
                "largest_outlay": cash.largest_outlay,
                "net_present_value": cash.net_present_value,
                "present_value": figures.present_value,
                "extra_cost": plan.objective - solved.free.objective,
                "exits_from": _roles_of_exits(plan),
                "note": _about(plan, solved.free),
            }
        )
    rows += [{"case": name, "note": why} for name, why in impossible_notes(cases.impossible).items()]
    announced = solved.problem.scenario.announced
    if announced is not None:
        gone = -((announced.exits or 0.0) + (announced.open_positions_closed or 0.0))
        rows.append(
            {
                "case": f"as announced on {announced.date} (exits and closed open positions)",
                "positions": gone,
                "layoffs": announced.exits,
                "note": "as the firm announced; its saving is not computed",
            }
        )
    return rows


@dataclass(frozen=True, eq=False)
class Sources:
    """A plan under each source of reach.

    others : (reach source) plan, under each but the plan's own
    history : growth of jobs by exposure to AI, by each source, before and after the AI
    """

    solved: SolvedPlan
    others: Cases
    history: Mapping[str, pd.DataFrame]


def _source_rows(found: Sources) -> Rows:
    """One row a source of reach: what the plan would be if that source were right."""
    solved = found.solved
    plans = {**found.others.plans, solved.problem.setting.options.reach_source: solved.plan}
    without = impossible_notes(found.others.impossible)
    rows: list[dict[str, object]] = []
    for name in solved.problem.setting.firm.augmentable:
        if name in plans:
            figures, gained = totals(plans[name]), solved.saving_of(plans[name])
            rows.append(
                {
                    "source": name,
                    "positions": gained.positions,
                    "layoffs": figures.layoffs,
                    "saving": gained.saving,
                    "compute": figures.compute + figures.capex,
                    "automated_share": figures.automated,
                    "note": "",
                }
            )
        elif name in without:
            rows.append({"source": name, "note": without[name]})
    return rows


@dataclass(frozen=True, eq=False)
class CutsAndSpeeds:
    """Plans at other cuts and speeds of adoption.

    plans : (speed) (share of exits, plan)
    base : baseline of the plan
    impossible : (speed and share, as "medium 20%") why there is no such plan
    """

    plans: Mapping[str, Sequence[tuple[float, Outcome]]]
    base: Outcome
    impossible: Mapping[str, str]


def _grid_rows(grid: CutsAndSpeeds) -> Rows:
    """Plans for exits of 0 to 20% at three speeds of adoption."""
    rows: list[dict[str, object]] = [
        {
            "exits_share": share,
            "speed": speed,
            **against(plan, grid.base),
            "work_dropped": totals(plan).work_dropped,
            "note": f"{most_dropped(plan):.1%} of the work left undone in the worst quarter",
        }
        for speed, plans in grid.plans.items()
        for share, plan in plans
    ]
    for point, why in impossible_notes(grid.impossible).items():
        speed, share = point.rsplit(" ", 1)
        rows.append({"exits_share": float(share.rstrip("%")) / 100, "speed": speed, "note": why})
    return sorted(rows, key=lambda row: (row["exits_share"], row["speed"]))


cases = table(
    "cases", "Cases side by side",
    CASE, POSITIONS, LAYOFFS, of_unit("FTE", quits="Quits", hires="Hires"), CASH_FIGURES, WORK_DROPPED,
    Column("largest_outlay", "Largest outlay", "USD million"),
    Column("net_present_value", "Net present value", "USD million", signed=True), PRESENT_VALUE,
    Column("extra_cost", "Beyond no cut", "USD million", signed=True),
    Column("exits_from", "Exits from"), NOTE,
    source=SOLVED_AGAIN,
)(_case_rows)  # fmt: skip


sources = table(
    "sources", "Sources of reach",
    SOURCE, POSITIONS, LAYOFFS, SAVING, Column("compute", "Compute cash", "USD million"),
    Column("automated_share", "Work automated", "share of hours"), NOTE,
    source=SOLVED_AGAIN,
)(_source_rows)  # fmt: skip


grid = table(
    "grid", "Exits and adoption",
    Column("exits_share", "Cut imposed", "share"), Column("speed", "Speed of adoption"),
    POSITIONS, LAYOFFS, CASH_FIGURES, WORK_DROPPED, NOTE,
    source=SOLVED_AGAIN,
)(_grid_rows)  # fmt: skip


@dataclass(frozen=True, eq=False)
class PricedAlternatives:
    """Plans that cost little more than the plan.

    cost : of the plan [USD million]
    """

    found: Alternatives
    cost: float


@table(
    "alternatives", "Near-optimal alternatives",
    Column("alternative", "Direction"), EXTRA_COST,
    of_unit("FTE", positions="Positions", layoffs="Layoffs", moved="People who change role", hires="Hires"),
    Column("first_year_cash", "Cash, first year", "USD million"),
    Column("power", "Power of own GPUs", "MW"), NOTE, EXTRA_SHARE,
    source=f"{SOLVED_AGAIN} Each goes as far as it can in one direction within the extra cost allowed.",
)  # fmt: skip
def alternatives(priced: PricedAlternatives) -> pd.DataFrame:
    """The best plan and those that go furthest in one direction, within the share of cost allowed."""
    rows = pd.DataFrame(figures_of(priced.found.plans))
    return rows.assign(extra_share=rows["extra_cost"] / priced.cost)


@table(
    "frontier", "Cost of jobs kept",
    EXTRA_COST, Column("positions", unit="FTE"), EXTRA_SHARE,
    Column("cost_per_job", "Cost per further job", "USD/position"),
    source=SOLVED_AGAIN,
)  # fmt: skip
def frontier(priced: PricedAlternatives) -> pd.DataFrame:
    """The most jobs kept at the end for each extra cost, and what one more job costs on the way."""
    rows = pd.DataFrame(priced.found.frontier, columns=["extra_cost", "positions"])
    jobs = rows["positions"].diff()
    price = rows["extra_cost"].diff() / jobs.where(jobs > 0)
    return rows.assign(extra_share=rows["extra_cost"] / priced.cost, cost_per_job=price * MILLION)
