"""What a works council asks of a plan: tables, sentences and their place on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from reallocate.data.country import HOME
from reallocate.firm.alternatives.model import Alternative, Alternatives, first_year_cash, moved
from reallocate.firm.council.model import group_sentences
from reallocate.firm.model.plan import Outcome, delivered_each
from reallocate.firm.model.relief import CAPTURES
from reallocate.firm.model.words import money
from reallocate.firm.plan.calendar import (
    CALENDAR,
    EXITS,
    LEAST_NOTICE,
    READING,
    SHOWN,
    Laid,
    calendar_sentences,
    countries_of,
    elsewhere,
)
from reallocate.firm.plan.groups import (
    jobs_by_family,
    jobs_by_quarter,
    training_by_target,
    workload_by_family,
)
from reallocate.firm.plan.parts import any_positive, bullets, text_of
from reallocate.firm.plan.people import ways_out
from reallocate.firm.plan.roles import (
    CASE,
    EXTRA_COST,
    EXTRA_SHARE,
    FAMILY,
    PERIOD,
    ROLE,
    ROUTES,
    SENTENCE,
    SOLVED,
    SOLVED_AGAIN,
    TO,
)
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.kernel.blocks import Block, Prose
from reallocate.kernel.table import Column, Range, Rows, Tables, of_unit, table
from reallocate.kernel.text import Text
from reallocate.render.result import Result

TEXT = Text()
"""What a works council asks of a plan."""


def _last_quarter(load: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    last: pd.DataFrame = load[load["period"] == load["period"].max()]
    return last


routes = table(
    "routes", "Jobs by route and quarter",
    CASE, FAMILY, PERIOD, ROUTES, source=f"{SOLVED} Roles by major group.",
)(jobs_by_quarter)  # fmt: skip


families = table(
    "families", "Jobs by route",
    FAMILY,
    of_unit("positions", open_positions="Open at the start", open_cancelled="Open, cancelled",
            open_deferred="Open, deferred a year"),
    ROUTES, Column("baseline_end", "Baseline at the end", "FTE"),
    source=f"{SOLVED} Roles by major group.",
)(jobs_by_family)  # fmt: skip


workload = table(
    "workload", "Workload of those who stay",
    FAMILY, PERIOD, Column("positions", unit="FTE"),
    of_unit("share of hours", intensity_baseline="Load, baseline", intensity="Load",
            intensity_if_less="Load, low capture"),
    of_unit("hours/quarter", delivered_baseline="Work delivered, baseline", has="Hours per position",
            delivered="Work delivered", review="Review", redo="Rework", directing="Directing AI",
            spare="Freed but unused"),
    source=f"{SOLVED} Roles by major group.",
    section="council/workload", rows=_last_quarter,
    show=("title", "positions", "intensity_baseline", "intensity", "intensity_if_less", "delivered_baseline",
          "delivered", "review", "redo", "directing", "spare"),
    caption="Hours a quarter and position, in the last quarter",
    note="Load: hours of work as a share of the hours of the positions. Low capture: the load if only the "
    "lowest plausible share of freed hours becomes usable. Work delivered: work by people alone, by people "
    "with AI, and by AI. Hours that AI frees beyond those that the plan counts on are slack, quality or "
    "growth.",
)(workload_by_family)  # fmt: skip


training = table(
    "training", "Training",
    TO, Column("people", unit="people"),
    of_unit("weeks", weeks_each="Weeks each", person_weeks="Weeks in all"),
    of_unit("USD million", courses="Courses", cost="Cost in all"),
    source=f"{SOLVED} Moves as on the sheet Moves between roles.",
)(training_by_target)  # fmt: skip


ways = table(
    "ways", "Ways out",
    ROLE, Column("title", "From"), TO, Column("option", "Option"), Column("label", "What holds of it"),
    Column("in_firm", "Also in this firm"),
    of_unit("share of movers", share_of_movers="Share of movers", share_low="Share, low",
            share_high="Share, high"),
    Column("people_seen", "People observed", "people"),
    of_unit("USD/year", pay_now="Median pay now", median_pay="Median pay there", entry_pay="Pay on entry"),
    Column("asks", "Requirements"),
    source="National figures, no plan is involved: the moves of `reallocate job`.",
    section="history", merged=True,
    show=("title", "option", "target_title", "in_firm", Range("Share of movers", "share_low", "share_high"),
          "people_seen", "pay_now", "median_pay", "entry_pay", "asks"),
    caption="From the roles that lose most positions: moves sideways, then after study",
    note="Share of movers: share of the people who changed occupation in a household survey and made this "
    "move (80% interval). It is not a chance of getting the job. Pay is national: medians, and between the "
    "25th percentile and the median on entry. More on an occupation: reallocate job.",
)(ways_out)  # fmt: skip


_MODELLED = (
    "Only notice periods of US law are modelled: the WARN Act (60 days) and New Jersey's law (90 days). A "
    "consultation with a works council or union, as European laws require, is not modelled."
)


def _country_sentences(solved: SolvedPlan) -> list[str]:
    """The countries whose notice law is not applied, with the layoffs there; nothing where none is known."""
    places, away = countries_of(solved.problem, solved.plan), elsewhere(solved.problem, solved.plan)
    people, gone = solved.plan.inputs.headcount, solved.plan.layoffs.sum(axis=1)
    return [
        f"{country}: {people[here].sum():,.0f} positions at the start, {gone[here].sum():,.0f} layoffs in "
        "the plan. Its rules on notice and consultation are not known here: ask a lawyer there. The plan "
        "pays everybody the same days of notice."
        for country in sorted({str(one) for one in places[away]})
        for here in [away & np.asarray(places == country)]
    ]


def _calendar_sentences(table: pd.DataFrame) -> list[str]:
    """The first quarter in which a law of the United States asks for notice, for each law."""
    lines = []
    planned = table[table["step"] == EXITS]
    if planned.empty:
        return [f"Nobody is laid off in this plan, so no notice is due. {_MODELLED}"]
    for law, rows in planned.groupby("law", sort=False):
        days, least = rows["notice_days"].iloc[0], rows["threshold"].iloc[0]
        reached = rows[rows["layoffs"] >= rows["threshold"]]
        rule = f"{law}: {days:.0f} days of notice; it applies from {least:.0f} layoffs"
        if reached.empty:
            lines.append(f"{rule}; no quarter has more than {rows['layoffs'].max():,.0f}.")
            continue
        one = reached.iloc[0]
        lines.append(
            f"{rule}. First reached in {one['period']} with {one['layoffs']:,.0f} layoffs. Notice is due by "
            f"{one['tell_for_first_day']} for layoffs on the first day of that quarter and by "
            f"{one['tell_for_last_day']} for layoffs on its last day."
        )
    return [*lines, _MODELLED]


@table(
    "refused", "Rejected alternatives",
    Column("alternative", "Direction"), EXTRA_COST, EXTRA_SHARE,
    Column("kept", "Positions kept", "FTE", signed=True), Column("layoffs_spared", "Layoffs avoided", "FTE"),
    SENTENCE,
    source=SOLVED_AGAIN,
    note="Extra cost in present value, computed on grouped roles.",
)  # fmt: skip
def refused(found: Alternatives) -> Rows:
    """Near-optimal plans that were not chosen: what each would have cost and kept; on grouped roles."""
    first, *others = found.plans
    best = first.plan
    assert best is not None
    return [_refused(one, best, abs(best.objective)) for one in others]


def _refused(one: Alternative, best: Outcome, least: float) -> dict[str, object]:
    name = one.name[:1].upper() + one.name[1:]
    if one.plan is None:
        return {"alternative": one.name, "sentence": f"{name}: no such plan is possible: {one.reason}."}
    plan = one.plan
    more = float(plan.positions[-1] - best.positions[-1])
    spared = float(best.layoffs.sum() - plan.layoffs.sum())
    changes = _changes(plan, best)
    if not changes and one.extra < LEAST_NOTICE:
        sentence = f"{name}: the chosen plan already does this."
    else:
        costs = f"costs {money(one.extra)} more in present value ({one.extra / least:.2%})"
        sentence = f"{name}: {costs}; {', '.join(changes) if changes else 'no change for people'}."
    return {
        "alternative": one.name,
        "extra_cost": one.extra,
        "extra_share": one.extra / least,
        "kept": more,
        "layoffs_spared": spared,
        "sentence": sentence,
    }


def _changes(plan: Outcome, best: Outcome) -> list[str]:
    """What is different in another plan, in words; nothing where less than one position moves."""
    figures = (
        ("layoffs", plan.layoffs.sum() - best.layoffs.sum()),
        ("positions at the end", plan.positions[-1] - best.positions[-1]),
        ("people who change role", moved(plan) - moved(best)),
        ("hires", plan.hires.sum() - best.hires.sum()),
    )
    changes = [
        f"{abs(change):,.0f} {'more' if change > 0 else 'fewer'} {what}"
        for what, change in figures
        if abs(change) >= 1
    ]
    cash = first_year_cash(plan) - first_year_cash(best)
    if abs(cash) >= 1:
        changes.append(f"{money(abs(cash))} {'more' if cash > 0 else 'less'} cash in the first year")
    return changes


_LEAST_PERSON = 0.5
"""Fewer people than half a position are none [FTE]."""
_GROUPS_ABSENT = (
    "Effects by age, length of service and part-time are not available: they need a roster with ages, hire "
    "dates or working time."
)


@TEXT.sentence("council", "council")
def routes_and_workload(solved: SolvedPlan, tables: Tables) -> list[str]:
    """Routes, workload, training and groups of people.

    tables : with families, workload, training and people_groups
    """
    return [
        _routes(tables["families"]),
        *_workload(solved, tables["workload"]),
        *_training(tables["training"]),
        *(group_sentences(tables["people_groups"]) or [_GROUPS_ABSENT]),
    ]


@TEXT.sentence("consultation")
def consultation(solved: SolvedPlan, tables: Tables) -> list[str]:
    """When notice is due, and where its law is not known."""
    rows, problem = tables[CALENDAR], solved.problem
    if problem.exit_start is not None:
        told = calendar_sentences(Laid(problem, solved.plan), rows)
    else:
        told = _calendar_sentences(rows) if problem.world.country == HOME else []
    return [*told, *_country_sentences(solved)]


@TEXT.sentence("refused")
def not_chosen(solved: SolvedPlan, tables: Tables) -> list[str]:
    """What each rejected alternative would have cost."""
    return list(tables["refused"]["sentence"])


def _routes(families: pd.DataFrame) -> str:
    """The whole firm's walk in one sentence; the figures add up."""
    one = families.sum(numeric_only=True)
    return (
        f"The plan starts with {one['begin']:,.0f} positions. {one['quits']:,.0f} people quit, "
        f"{one['voluntary']:,.0f} take an offer to leave and {one['layoffs']:,.0f} are laid off. "
        f"{_openings(one)}, and "
        f"{one['other_hires']:,.0f} more people are hired. {one['end']:,.0f} positions are left at the end. "
        f"{one['moves_in']:,.0f} people change role, which does not change the total."
    )


def _openings(one: pd.Series) -> str:
    """How many open positions are filled, how many of them late, and how many are cancelled."""
    opened, filled = one["open_positions"], one["open_filled"]
    if one["open_cancelled"] >= _LEAST_PERSON:
        return (
            f"{filled:,.0f} of {opened:,.0f} open positions are filled and {one['open_cancelled']:,.0f} are "
            "cancelled"
        )
    # Rounding of a solver leaves fewer than one position unfilled.
    every = f"All {opened:,.0f}" if opened - filled <= 1 else f"{filled:,.0f} of {opened:,.0f}"
    deferred = one["open_deferred"]
    late = f", {deferred:,.0f} of them after the first year" if deferred >= _LEAST_PERSON else ""
    return f"{every} open positions are filled{late}"


def _workload(solved: SolvedPlan, load: pd.DataFrame) -> list[str]:
    """Work that passes through a position, what checking and directing take, and what if less is captured."""
    last = load[load["period"] == load["period"].iloc[-1]]
    positions = last["positions"]
    each = (last[["review", "redo", "directing", "spare"]].mul(positions, axis=0)).sum() / positions.sum()
    usual = last["delivered_baseline"].notna()
    weights = positions[usual]
    before = float(last["delivered_baseline"][usual] @ weights)
    more = float(last["delivered"][usual] @ weights) / before - 1
    every = delivered_each(solved.plan) / delivered_each(solved.base) - 1
    over_all = ""
    if f"{every:+.0%}" != f"{more:+.0%}":
        over_all = f", and {every:+.0%} over all positions, new ones that direct AI included"
    p = solved.plan.inputs.options.parameters
    lows = [p.about(name).low for name in CAPTURES]
    worst = load.iloc[int(load["intensity_if_less"].to_numpy().argmax())]
    hours = last["has"].iloc[0]
    return [
        f"In the last quarter work delivered per position is {more:+.0%} against the baseline in the role "
        f"families of today, weighted as in the plan{over_all}. Of a position's {hours:,.0f} hours a "
        f"quarter, {each['review']:,.0f} go into "
        f"checking automated work, {each['redo']:,.0f} into rework and {each['directing']:,.0f} into "
        f"directing AI. "
        f"AI frees a further {each['spare']:,.0f} hours, which the plan does not count on.",
        "The plan never loads people with more hours than their positions have. This assumes that "
        f"{p['capture_augmented']:.0%} of the hours freed beside AI and {p['capture_automated']:.0%} of "
        f"those freed by automation become usable capacity. With {lows[0]:.0%} and {lows[1]:.0%}, the "
        f"heaviest load is {worst['intensity_if_less']:.0%} of available hours ({worst['title']}, "
        f"{worst['period']}).",
    ]


def _training(training: pd.DataFrame) -> list[str]:
    if training.empty:
        return ["Nobody changes role."]
    people, weeks = training["people"].sum(), training["person_weeks"].sum()
    taught = training.loc[training["person_weeks"] > 0, "people"].sum()
    if taught < _LEAST_PERSON:
        how = "all to work of the same kind, without training"
    else:
        who = "all" if people - taught < _LEAST_PERSON else f"{taught:,.0f} of them"
        how = f"{who} after training, {weeks / taught:,.1f} weeks on average"
    return [
        f"{people:,.0f} people change role, {how}. This costs {money(training['cost'].sum())}: "
        "courses, pay during training and lost output until they are productive."
    ]


_GROUPS = "Groups by age, service or part-time in the roles hit hardest"
_OPENINGS = ("open_cancelled", "open_deferred")


@TEXT.block("council")
def jobs_by_route(result: Result) -> Block:
    """Jobs by route; columns on open positions only where some are cancelled or deferred."""
    families = result.in_dollars("families")
    return result.grid(
        "families", "title", "begin", "open_filled", "other_hires", "moves_in", "quits", "voluntary",
        "moves_out", "layoffs", "end", "baseline_end", *(name for name in _OPENINGS if families[name].any()),
        caption="Jobs by route and role family, over the plan",
        note="At the start + open positions filled + other hires + moved in − quits − voluntary exits − "
        "moved out − layoffs = at the end. The workbook has every quarter.",
    )  # fmt: skip


@TEXT.block("council/workload", after="workload")
def groups(result: Result) -> Block:
    """Groups by age, service and part-time; without a roster they are not known."""
    if not result.has("people_groups"):
        return Prose((f"{_GROUPS}: not known (needs a roster).",), "absent")
    return result.grid(
        "people_groups", "about", "band", "size", "share_losing",
        caption=_GROUPS,
        note="Hit hardest: roles that lose a larger share of positions than the firm does. Shares are "
        "rounded to 5%. Groups under fifty people have none. A plan never says who leaves.",
    )  # fmt: skip


@TEXT.block("council/consultation")
def notice(result: Result) -> list[Block]:
    """What must be said by when; the calendar where somebody is laid off."""
    lines = bullets(text_of(result, "consultation"))
    if not any_positive(rows := result.in_dollars(CALENDAR), "layoffs"):
        return lines
    if "day" in rows:
        return [*lines, result.grid(CALENDAR, *SHOWN, caption="Calendar", note=READING)]
    return [
        *lines,
        result.grid(
            CALENDAR, "step", "law", "period", "layoffs", "threshold", "notice_days", "tell_for_first_day",
            "tell_for_last_day", "note",
            caption="Calendar",
            note="A quarter's layoffs count as if on one site and within 30 days, the strictest reading. "
            "The firm's lawyers must say which law applies.",
        ),
    ]  # fmt: skip
