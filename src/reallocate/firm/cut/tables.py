"""The tables and charts of a cut taken apart: steps, parts of haste, figures, quarters, what turns it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.cut.model import Compared, Step, Steps, noncash_cost
from reallocate.firm.cut.turns import CHANGES, PAY, PAY_ENDS, Changed, SolvedCut
from reallocate.firm.model.break_even import without_noise
from reallocate.firm.model.plan import Outcome, undone_share
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import SMALL, amount
from reallocate.firm.plan.calendar import CALENDAR, COLUMNS, READING, SHOWN, Laid, calendar_rows
from reallocate.firm.plan.money import RESULTS, saving
from reallocate.firm.plan.roles import PERIOD, SOLVED_AGAIN, UNIT, role_table
from reallocate.firm.plan.solved import FREE, FREEZE, SolvedPlan
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.arrays import Array
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Curve, Line, Lines, Parts, Walk
from reallocate.kernel.number import priced, rounded, say, with_sign
from reallocate.kernel.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.kernel.units import MILLION, MONTHS_A_YEAR, QUARTERS_A_YEAR, THOUSAND

NAME, HEADLINE = "cut_or_wait", "headline"
"""The table of the plans side by side, and part of the text; the section in which both stand."""
_SOLVED = "Solved on every role of the firm."
DIGITS_PER_EXIT = 3
"""Of a cost per exit in a sentence."""

_STEPS = {
    "ai": "AI, with the size left free",
    "size": "Size: staying at the smaller size by quits",
    "haste": "Haste: laying off instead",
    "together": "The cut, against doing nothing",
}
"""From doing nothing to the cut -> words."""
_HASTE = {
    "severance": "severance",
    "notice": "notice, paid without work",
    "hiring": "hiring and training again",
    "induced_quits": "more quits after layoffs",
    "undone": "work undone until quits make room",
    "pay": "pay saved until then",
    "others": "AI and all else",
}
"""What makes up haste -> words."""

_steps = table(
    "cut_steps", "From doing nothing to the cut", Column("step", words=_STEPS),
    of_unit("USD million", signed=True, cost="Cost", cash="Of it cash", undone="Work undone, net",
            ai_last="Cost, AI last"),
    source=f"{_SOLVED} Present value, years after the plan included; minus saves. AI last: size and haste of "
    "a firm without further AI, then what AI is worth to it. AI can only save and size can only cost, by the "
    "way they are asked; haste could have come out either way.",
    section=HEADLINE, after="cut_steps_chart", fold="The steps as a table",
)  # fmt: skip


@_steps
def steps(solved: SolvedCut) -> Rows:
    """What AI, size and haste cost, and together."""
    return _step_rows(solved.compared)


@_steps
def _steps_of_plan(solved: SolvedPlan) -> Rows:
    """The steps of the cut that a plan compares; without rows where it has none."""
    both = compared(solved)
    return [] if both is None else _step_rows(both)


def _step_rows(both: Compared) -> Rows:
    last = {} if both.steps_ai_last is None else _named(both.steps_ai_last)
    return [
        {
            "step": name, "cost": one.cost, "cash": one.cash, "undone": one.undone,
            "ai_last": last[name].cost if last else np.nan,
        }
        for name, one in _named(both.steps).items()
    ]  # fmt: skip


def _named(found: Steps) -> dict[str, Step]:
    return {name: getattr(found, name) for name in _STEPS}


_haste = table(
    "haste", "What laying off costs more than stopping refills", Column("part", words=_HASTE),
    Column("per_exit", "For each exit", "USD/exit", signed=True, digits=0),
    Column("cost", "In all", "USD million", signed=True),
    source=f"{_SOLVED} Present value. All but the work undone is cash. Notice counts as pay without work.",
    section="haste", fold="The parts as a table",
)  # fmt: skip


@_haste
def haste(solved: SolvedCut) -> Rows:
    """What makes up haste: what one more layoff costs, and what it saves until quits make room."""
    return _haste_rows(solved.compared)


@_haste
def _haste_of_plan(solved: SolvedPlan) -> Rows:
    """The same of the cut that a plan compares; without rows where it has none."""
    both = compared(solved)
    return [] if both is None else _haste_rows(both)


def _haste_rows(both: Compared) -> Rows:
    per_exit = MILLION / both.exits.count
    return [
        {"part": name, "per_exit": per_exit * both.haste_by_kind[name], "cost": both.haste_by_kind[name]}
        for name in _HASTE
    ]


_FIGURES = {
    "exits": "positions closed",
    "size": "positions the cut leaves",
    "cost": "cost, present value",
    "cash": "of it cash",
    "work_undone": "of it work undone, less work added",
    "haste_per_exit": "cost of haste for each exit",
    "haste_cash_per_exit": "of it cash",
    "quarters_to_size": "reached by quits alone in",
    "worth_threshold": "worth of undone work below which the size pays",
    "undone_most": "work undone, worst quarter",
    **RESULTS,
    "hires": "hires",
    "quits": "quits and offers taken",
}
"""Figures of the four plans -> their words."""
_SHOWN = (
    "cost", "cash", "work_undone", "quarters_to_size", "undone_most", "one_off", "break_even_month",
    "positions", "layoffs", "hires", "quits",
)  # fmt: skip
"""Figures on the page and in a terminal; the workbook holds all of them."""
_PLANS = ("nothing", "free", "freeze", "cut")
"""The four plans."""


def _as_read(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    """The figures that a page and a terminal show, as they are read."""
    return rows[rows["figure"].isin(_SHOWN)]


_figures = table(
    NAME, "The four plans side by side", Column("figure", words=_FIGURES), UNIT,
    of_unit(BY_ROW, nothing="Nothing", free="AI, no cut", freeze="Stop refilling", cut="Lay off now"),
    Column("haste", "Haste", BY_ROW, signed=True),
    source=f"{SOLVED_AGAIN} Nothing: no further AI, nobody laid off. AI, no cut: the cheapest plan.",
    section=HEADLINE, fold="The four plans, every figure", show=("figure", *_PLANS, "haste"), rows=_as_read,
    note="Stop refilling: nobody is laid off, and quits are not refilled until the firm is as small as the "
    "cut leaves it. Work undone includes errors that nobody notices. The workbook holds every figure.",
)  # fmt: skip


@_figures
def cut_or_wait_figures(solved: SolvedCut) -> Rows:
    """The four plans in figures."""
    return _rows(solved.compared)


@_figures
def _figures_of_plan(solved: SolvedPlan) -> Rows:
    """The cut that a plan takes apart; without rows where it has none."""
    both = compared(solved)
    return [] if both is None else _rows(both)


cut_figures_of_plan = replace(_figures_of_plan, place=replace(_figures_of_plan.place, section="", after=""))
cut_steps_of_plan = replace(_steps_of_plan, place=replace(_steps_of_plan.place, section="", after=""))
haste_of_plan = replace(_haste_of_plan, place=replace(_haste_of_plan.place, section="", after=""))


def _rows(both: Compared) -> Rows:
    plans = {"nothing": both.base, "free": both.free, "freeze": both.freeze, "cut": both.cut}
    figures = {name: totals(one) for name, one in plans.items()}
    savings = {name: saving(one, both.base) for name, one in plans.items() if name != "nothing"}
    step, per_exit = both.steps.haste, MILLION / both.exits.count

    def row(figure: str, unit: str, values: Mapping[str, float]) -> dict[str, object]:
        """A figure of each plan, and what laying off adds to stopping refills."""
        return {"figure": figure, "unit": unit, **values, "haste": values["cut"] - values["freeze"]}

    def of(figure: str, unit: str, **values: float) -> dict[str, object]:
        return {"figure": figure, "unit": unit, **dict.fromkeys((*_PLANS, "haste"), np.nan), **values}

    undone = {name: noncash_cost(one) for name, one in plans.items()}
    threshold = dict(zip(("freeze", "cut"), both.thresholds, strict=True))
    cash = {name: one.cash for name, one in savings.items()}
    return [
        of("exits", "FTE", cut=both.exits.count),
        of("size", "FTE", cut=both.size),
        row("cost", "USD million", {name: one.objective for name, one in plans.items()}),
        row("cash", "USD million", {name: one.objective - undone[name] for name, one in plans.items()}),
        row("work_undone", "USD million", undone),
        of("haste_per_exit", "USD/exit", haste=per_exit * step.cost),
        of("haste_cash_per_exit", "USD/exit", haste=per_exit * step.cash),
        of("quarters_to_size", "quarters", freeze=both.quarters_to_size),
        of("worth_threshold", "USD per USD of cost", **threshold),
        row("undone_most", "share", {name: float(undone_share(one).max()) for name, one in plans.items()}),
        row("one_off", "USD million", _of_all(savings, "one_off")),
        row("saving", "USD million a year", _of_all(savings, "saving")),
        row("break_even_month", "months", _of_all(cash, "break_even_month")),
        row("largest_outlay", "USD million", _of_all(cash, "largest_outlay")),
        row("net_present_value", "USD million", _of_all(cash, "net_present_value")),
        *(
            row(name, "FTE", {plan: getattr(one, name) for plan, one in figures.items()})
            for name in ("positions", "layoffs", "hires")
        ),
        row("quits", "FTE", {plan: one.quits + one.voluntary for plan, one in figures.items()}),
    ]


def _of_all(each: Mapping[str, object], name: str) -> dict[str, float]:
    """A figure against the baseline, which has none itself."""
    return {"nothing": float("nan"), **{plan: getattr(one, name) for plan, one in each.items()}}


@table(
    "quarters", "The four plans by quarter", PERIOD, Column("end", "End of quarter", "year"),
    of_unit("USD million", cash_nothing="Cash, nothing", cash_free="Cash, no cut",
            cash_freeze="Cash, stop refilling", cash_cut="Cash, lay off now"),
    of_unit("USD million", signed=True, saved_free="Saved, no cut",
            saved_freeze="Saved, stop refilling", saved_cut="Saved, lay off now"),
    of_unit("FTE", positions_nothing="Positions, nothing", positions_free="Positions, no cut",
            positions_freeze="Positions, stop refilling", positions_cut="Positions, lay off now"),
    source=f"{_SOLVED} Cash cost of the quarter, before discounting. Saved: cash cost of doing nothing "
    "less that of the plan, added up since the start. Undone work is no cash.",
    section="quarters", fold="Every quarter",
    show=("period", "positions_cut", "positions_freeze", "positions_free", "positions_nothing", "saved_cut",
          "saved_freeze"),
)  # fmt: skip
def _quarters(solved: SolvedCut) -> pd.DataFrame:
    """Cash and positions of the four plans by quarter."""
    both, scenario = solved.compared, solved.problem.scenario
    plans = {"nothing": both.base, "free": both.free, "freeze": both.freeze, "cut": both.cut}
    return pd.DataFrame(
        {
            **quarters_of(scenario),
            **{f"cash_{name}": plan.cash["total"].to_numpy(float) for name, plan in plans.items()},
            **{f"saved_{name}": _saved(plan, both.base) for name, plan in plans.items() if name != "nothing"},
            **{f"positions_{name}": plan.positions for name, plan in plans.items()},
        }
    )


def quarters_of(scenario: Scenario) -> dict[str, Sequence[str] | Array]:
    """Name and end [year] of each quarter of a plan."""
    start = int(scenario.start[:4]) + (int(scenario.start[5:]) - 1) / MONTHS_A_YEAR
    ends = start + (np.arange(scenario.quarters) + 1) / QUARTERS_A_YEAR
    return {"period": scenario.periods, "end": ends}


def _saved(plan: Outcome, base: Outcome) -> Array:
    """Cash saved since the start against doing nothing; (period) [USD million]."""
    usual = _spent(base)
    return without_noise(usual - _spent(plan), usual)


def _spent(plan: Outcome) -> Array:
    """Cash since the start, by quarter [USD million]."""
    return plan.cash["total"].to_numpy(float).cumsum()


_EFFECTS = {
    "turns": "laying off is the cheaper way",
    "stays": "stopping refills is the cheaper way",
    "impossible": "no plan is possible",
}
"""What a change does to the sign of haste -> words."""


@table(
    "turns", "What turns it",
    Column("change", "With", words={one.name: one.words for one in (*CHANGES, *PAY_ENDS)}),
    Column("figures", "That is"), Column("haste_per_exit", "Haste", "USD/exit", signed=True, digits=0),
    Column("haste_moved", "Against as assumed", "USD/exit", signed=True, digits=0),
    Column("size", "Size", "USD million", signed=True),
    Column("size_moved", "Against as assumed", "USD million", signed=True),
    Column("effect", "Then", words=_EFFECTS),
    source="Every plan solved again with each change, all else as assumed; where the firm has many roles, on "
    "small ones grouped, and the change is added to the figures of every role.",
    section="turns", fold="Every change", show=("change", "figures", "haste_per_exit", "size", "effect"),
    rows=lambda rows, facts: rows.assign(
        haste_per_exit=rows["haste_per_exit"].map(lambda one: rounded(one, DIGITS_PER_EXIT)).astype(float)
    ),
)  # fmt: skip
def turns(solved: SolvedCut) -> Rows:
    """What haste and size are under each change."""
    both, p = solved.compared, solved.compared.cut.inputs.options.parameters
    return [
        {
            "change": one.change.name,
            "figures": "; ".join(
                f"{name} {amount(value, _PAY_UNIT if name == PAY else p.about(name).unit)}"
                for name, value in one.figures.items()
                if not (name == "severance_per_exit" and value == 0)
            ),
            "haste_per_exit": one.haste,
            "haste_moved": one.haste - both.haste_per_exit,
            "size": one.size,
            "size_moved": one.size - both.steps.size.cost,
            "effect": _effect(one),
        }
        for one in solved.turns
    ]


_PAY_UNIT = "USD/FTE/year"


def _effect(one: Changed) -> str:
    if np.isnan(one.haste):
        return "impossible"
    return "turns" if one.haste <= 0 else "stays"


@table(
    CALENDAR, "Calendar of the cut", COLUMNS, optional=True, section="quarters", show=SHOWN, note=READING,
    source="Solved on every role of the firm. Days and thresholds: the law named in each row.",
)  # fmt: skip
def _calendar(solved: SolvedCut) -> Rows | None:
    """Consultation, notice and exits of the cut; none where no law says when exits may begin."""
    laid = Laid(solved.problem, solved.compared.cut)
    return None if solved.problem.exit_start is None else calendar_rows(laid)


TABLES = (cut_or_wait_figures, steps, haste, _quarters, _calendar, turns, role_table)


def _saved_by(rows: pd.DataFrame) -> pd.DataFrame:
    """The walk of what is saved against doing nothing: from nothing over AI, size and haste to the cut."""
    first = pd.DataFrame([{"step": "Nothing: no further AI, no cut", "saved": 0.0}])
    walk = rows.assign(saved=-rows["cost"], step=rows["step"].map(_STEPS).fillna(rows["step"]))
    return pd.concat([first, walk[["step", "saved"]]], ignore_index=True)


def _waterfall_finding(rows: pd.DataFrame) -> str:
    """AI saves so much; size gives back so much, laying off so much."""
    if len(rows) < 2:
        return ""
    ai, size, quick = (float(value) for value in rows["saved"].iloc[1:4])
    gives = "" if quick <= 0 else "saves "
    saved, size_back, laying_off = (_dollars(one) for one in (ai, -size, abs(quick)))
    return f"AI saves {saved}; size gives back {size_back}, laying off {gives}{laying_off}"


def _dollars(million: float) -> str:
    """An amount as titles of charts write it: $74 m."""
    return with_sign(say(million, "USD million"))


def _waterfall(declared: Any) -> Chart:
    return Chart(
        name="cut_steps_chart",
        title="Saved against doing nothing [USD million, present value]",
        reading=(
            "From doing nothing to the cut. AI: the cheapest plan without the cut. Size: the firm held at "
            "the smaller size, reached by quits. Haste: laying off instead."
        ),
        tables=(declared,),
        columns=(Column("step"), Column("saved", "Saved", "USD million", signed=True)),
        kind=Walk("step", "saved"),
        rows=_saved_by,
        finding=_waterfall_finding,
        section=HEADLINE,
    )


def _haste_finding(rows: pd.DataFrame) -> str:
    """How much of haste one more person paid off and one more hired come to."""
    each = rows.set_index("part")["thousand"]
    first = float(each.reindex([_HASTE[name] for name in _PAID_TWICE]).sum())
    if abs(float(each.sum()) - first) <= _NEARLY_ALL * abs(first):
        return "Severance, notice and rehiring make nearly all of it"
    return f"Severance, notice and rehiring come to {priced(first, ',.3g')} thousand a person"


_PAID_TWICE = ("severance", "notice", "hiring", "induced_quits")
"""Parts of haste that one more person paid off and one more hired cost."""
_NEARLY_ALL = 0.1
"""[share of them]"""


def _haste_chart(declared: Any) -> Chart:
    return Chart(
        name="haste_parts",
        title="What laying off costs more than stopping refills, for each person laid off [USD thousand]",
        reading=(
            "A layoff wastes a vacancy that a quit would give soon: one more person is paid off and one more "
            "is hired. Pay that is saved until then and work that is left undone nearly cancel."
        ),
        tables=(declared,),
        columns=(Column("part"), Column("thousand", "For each exit", "USD thousand", signed=True, digits=1)),
        kind=Parts("part", "thousand", quiet=(_HASTE["undone"],), written="${}k"),
        rows=lambda rows: rows.assign(
            part=rows["part"].map(_HASTE).fillna(rows["part"]), thousand=rows["per_exit"] / THOUSAND
        ),
        finding=_haste_finding,
        section="haste",
    )


def _idle_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Haste by idle hours, as assumed first."""
    idle = {one.name: one.idle for one in CHANGES if one.idle == one.idle}
    some = rows[rows["change"].isin(idle)]
    if some.empty:
        return pd.DataFrame(columns=["idle", "haste_per_exit"])
    assumed = float((some["haste_per_exit"] - some["haste_moved"]).iloc[0])
    points = [(0.0, assumed), *zip(some["change"].map(idle), some["haste_per_exit"], strict=True)]
    return pd.DataFrame(points, columns=["idle", "haste_per_exit"]).dropna()


_IDLE_CHART = Chart(
    name="idle",
    title="What laying off costs more, by idle hours today [USD/exit]",
    reading="Above zero stopping refills is the cheaper way, below zero laying off is.",
    tables=(turns,),
    section="turns",
    columns=(
        Column("idle", "Idle hours today", "share"),
        Column("haste_per_exit", "Haste", "USD/exit", digits=0),
    ),
    kind=Curve("idle", "haste_per_exit", zero=True),
    rows=_idle_rows,
)
_CASH = Chart(
    name="cash",
    title="Cash saved so far, against doing nothing [USD million]",
    reading=(
        "Above zero a plan has spent less cash than doing nothing, below zero more. Cash counts no undone "
        "work: an empty position saves pay while its work is left undone."
    ),
    tables=(_quarters,),
    section="quarters",
    columns=("end", "period", "saved_cut", "saved_freeze", "saved_free"),
    kind=Lines(
        "end",
        (
            Line("saved_freeze", "stop refilling"),
            Line("saved_cut", "lay off now"),
            Line("saved_free", "AI, no cut", broken=True),
        ),
        level=0.0,
    ),
)
_POSITIONS = Chart(
    name="positions",
    title="Positions at the end of each quarter [FTE]",
    reading="Where the lines of laying off and of stopping refills meet, both firms are of one size.",
    tables=(_quarters,),
    section="quarters",
    columns=("end", "period", "positions_cut", "positions_freeze", "positions_free", "positions_nothing"),
    kind=Lines(
        "end",
        (
            Line("positions_freeze", "stop refilling"),
            Line("positions_cut", "lay off now"),
            Line("positions_free", "AI, no cut", broken=True),
            Line("positions_nothing", "nothing", broken=True),
        ),
    ),
)
CHARTS = (_waterfall(steps), _haste_chart(haste), _POSITIONS, _CASH, _IDLE_CHART)
CHARTS_OF_PLAN = tuple(
    replace(one, section="") for one in (_waterfall(cut_steps_of_plan), _haste_chart(haste_of_plan))
)


@table(
    "cut_paths", "Cash and positions, cut and freeze", PERIOD,
    Column("end", "Since the start", "years", digits=2),
    of_unit("USD million", signed=True, saved_cut="Saved, lay off now",
            saved_freeze="Saved, stop refilling"),
    of_unit("FTE", positions_cut="Positions, lay off now", positions_freeze="Positions, stop refilling"),
    source=f"{SOLVED_AGAIN} Cash cost of doing nothing less that of the plan, added up since the start.",
    optional=True,
)  # fmt: skip
def cut_paths(solved: SolvedPlan) -> pd.DataFrame | None:
    """Cash and positions by quarter of the cut and of the freeze; none where there is no cut."""
    both, scenario = compared(solved), solved.problem.scenario
    if both is None:
        return None
    pair = {"cut": both.cut, "freeze": both.freeze}
    return pd.DataFrame(
        {
            "period": scenario.periods,
            "end": (np.arange(scenario.quarters) + 1) / QUARTERS_A_YEAR,
            **{f"saved_{name}": _saved(one, both.base) for name, one in pair.items()},
            **{f"positions_{name}": one.positions for name, one in pair.items()},
        }
    )


def compared(solved: SolvedPlan) -> Compared | None:
    """The cut that a plan takes apart; none where it has none.

    The cut is the plan itself where exits were decided, or else the first case with exits.
    """
    forced = solved.problem.setting.options.exits is not None
    cut = solved.plan if forced else next(iter(_cuts(solved.cases.plans.values())), None)
    freeze = solved.cases.plans.get(FREEZE)
    decided = cut.inputs.options.exits if cut is not None else None
    if cut is None or freeze is None or decided is None or decided.count < SMALL:
        return None
    if forced and FREE not in solved.cases.plans:
        return None
    return Compared(freeze, cut, solved.base, solved.free)


def _cuts(plans: Iterable[Outcome]) -> list[Outcome]:
    each = [(plan, plan.inputs.options.exits) for plan in plans]
    return [plan for plan, exits in each if exits is not None and not exits.by_quits]
