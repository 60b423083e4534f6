"""The works council's part of a plan in sentences."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Tables
from reallocate.plan.plan_hours import delivered_each
from reallocate.plan.plan_sentences import money
from reallocate.plan.relief import CAPTURES
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.study.plan.council.calendar import calendar_sentences, country_sentences
from reallocate.study.plan.council.people_groups import group_sentences

ONE = 0.5
"""Fewer people than half a position are none [FTE]."""
GROUPS_ABSENT = (
    "Effects by age, length of service and part-time are not available: they need a roster with ages, hire "
    "dates or working time."
)
NOT_IN_A_COPY = (
    "Effects by age, length of service and part-time are in the owner's own result. Three more tables of the "
    "same people in this copy would tell who left."
)


def council_sentences(solved: SolvedCases, tables: Tables) -> dict[str, list[str]]:
    """Sentences by part of the page.

    tables : with families, workload, calendar and refused
    """
    absent = NOT_IN_A_COPY if solved.problem.kept.mark else GROUPS_ABSENT
    return {
        "council": [
            _routes(tables["families"]),
            *_workload(solved, tables["workload"]),
            *_training(tables["training"]),
            *(group_sentences(tables["people_groups"]) or [absent]),
        ],
        "consultation": [*calendar_sentences(tables["calendar"]), *country_sentences(solved)],
        "refused": list(tables["refused"]["sentence"]),
    }


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
    if one["open_cancelled"] >= ONE:
        return (
            f"{filled:,.0f} of {opened:,.0f} open positions are filled and {one['open_cancelled']:,.0f} are "
            "cancelled"
        )
    # Rounding of a solver leaves fewer than one position unfilled.
    every = f"All {opened:,.0f}" if opened - filled <= 1 else f"{filled:,.0f} of {opened:,.0f}"
    deferred = one["open_deferred"]
    late = f", {deferred:,.0f} of them after the first year" if deferred >= ONE else ""
    return f"{every} open positions are filled{late}"


def _workload(solved: SolvedCases, load: pd.DataFrame) -> list[str]:
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
    if taught < ONE:
        how = "all to work of the same kind, without training"
    else:
        who = "all" if people - taught < ONE else f"{taught:,.0f} of them"
        how = f"{who} after training, {weeks / taught:,.1f} weeks on average"
    return [
        f"{people:,.0f} people change role, {how}. This costs {money(training['cost'].sum())}: "
        "courses, pay during training and lost output until they are productive."
    ]
