"""A plan in sentences by part of its page, with what a reader must know before believing them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.firm.alternatives.assumptions import MovedInputs, replace_first
from reallocate.firm.alternatives.model import JOBS
from reallocate.firm.alternatives.tipping_points import TippingPoint
from reallocate.firm.beliefs import page as beliefs
from reallocate.firm.council import page as council
from reallocate.firm.cut.text import cut_sentences, foreign_quits
from reallocate.firm.finance import page as finance
from reallocate.firm.model.words import money
from reallocate.firm.outlooks.page import outlook_sentences
from reallocate.firm.own_plan import page as own_plan
from reallocate.firm.own_plan.model import PricedOwnPlan
from reallocate.firm.plan.groups import grouping_sentences
from reallocate.firm.plan.operating import BILLION_IN_MILLIONS, BY_EMPLOYEE, OWN_MIX, PEOPLES_SHARE
from reallocate.firm.plan.response import product_sentences, response_sentences
from reallocate.firm.plan.roles import contractor_sentences
from reallocate.firm.plan.solved import WORK_LED, Cases, Ranges, SolvedPlan
from reallocate.firm.plan.systems import systems_sentences
from reallocate.firm.report.questions import FirstAnswer, WholePlan
from reallocate.firm.report.sentences import (
    closed_sentence,
    coordination_sentence,
    headline,
    quits_and_ramp_sentences,
    why_layoffs,
)
from reallocate.kernel.table import Tables
from reallocate.kernel.text import Said
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.work.time_saved import augmented_cost, automated_cost

_HANDS_ON = "hands-on"
_SURPRISING = 0.10
"""Share of hands-on hours automated that calls for a word; over all US jobs both people's and
GPT-4's labels make less than 4% of them automatable."""
_DESK_GROUPS = ("11", "13", "15", "23", "41", "43")
"""Major groups of jobs at a desk: managers, business, computers, law, sales, office."""
_NAMED = 3
_ALIKE = 5e-5
"""[share/month] Quits that differ by less are the same."""


def _caveats(solved: SolvedPlan, tables: Tables) -> list[str]:
    """Notes on how the firm was put together, and on figures that are easily misread.

    tables : made of them
    """
    lines = [note.sentence for note in solved.problem.notes]
    return [
        *lines, *foreign_quits(solved.problem), *_quits_by_role(solved),
        *_hands_on(solved, tables["kinds"], tables["activities"]),
    ]  # fmt: skip


def _quits_by_role(solved: SolvedPlan) -> list[str]:
    """How far quits differ between roles with people in them; nothing where they are alike."""
    inputs, roles = solved.plan.inputs, solved.problem.setting.firm.roles
    monthly = pd.Series(1 - (1 - inputs.quits) ** (1 / MONTHS_A_QUARTER), index=inputs.roles)
    monthly = monthly[inputs.headcount > 0].sort_values()
    low, high = (float(monthly.iloc[end]) for end in (0, -1))
    if high - low < _ALIKE:
        return []
    least, most = (str(roles["title"].get(monthly.index[end])) for end in (0, -1))
    mean = inputs.options.parameters["quits_per_month"]
    return [
        f"Quits differ by role: {low:.2%} a month in {least}, {high:.2%} in {most}, {mean:.2%} on average. "
        "The differences are those of exits and transfers by occupation (BLS Employment Projections 2024–34)."
    ]


def _hands_on(solved: SolvedPlan, kinds: pd.DataFrame, activities: pd.DataFrame) -> list[str]:
    """Hands-on work of an office is mostly watching screens and papers: said where much is automated."""
    row = kinds.set_index("kind").loc[_HANDS_ON]
    share = row["automated"] / row["hours"] if row["hours"] > 0 else 0.0
    if share <= _SURPRISING:
        return []
    most = activities[activities["kind"] == _HANDS_ON].nlargest(_NAMED, "automated")
    named = "; ".join(str(title) for title in most["title"])
    return [
        f"{share:.0%} of the work called hands-on is automated. Each of the 37 "
        "activities is assigned "
        f"to one kind of work, the same in all jobs. {_at_desks(solved):.0%} of these automated hours are "
        "in management, business, "
        "computer, legal, sales and office roles. There the activity means watching systems, accounts and "
        f"papers rather than machines and materials. Most of it: {named}."
    ]


def _at_desks(solved: SolvedPlan) -> float:
    """The share of automated hands-on hours that comes from roles at a desk."""
    cells = solved.plan.inputs.cells
    roles = solved.problem.setting.firm.roles["occupation"].reindex(solved.plan.inputs.roles)
    at_desk = roles.fillna("").astype(str).str[:2].isin(_DESK_GROUPS).to_numpy()
    hours = solved.plan.automated[cells.entry_cell, -1] * cells.entry_share
    hours = hours * (cells.entry_kind == _HANDS_ON).to_numpy()
    total = float(np.sum(hours))
    return float(hours[at_desk[cells.entry_role]].sum() / total) if total > 0 else 0.0


def first_text(first: FirstAnswer, tables: Tables) -> Said:
    """A first answer in sentences by part of the page."""
    one_outlook = not first.setup.problem.scenario.uncertainty.several_outlooks
    return {
        **_opening(first, tables),
        "work": _work(first.solved),
        **({"outlooks": []} if one_outlook else {}),
        "caveats": _caveats(first.solved, tables),
        "repeat": [],
    }


def whole_text(whole: WholePlan, tables: Tables, moved: MovedInputs) -> Said:
    """A whole plan in sentences by part of its page, in the order of the page.

    moved : what inputs do that were moved
    """
    first, solved = whole.first, whole.first.solved
    scenario = solved.problem.scenario
    return {
        **_opening(first, tables),
        "people": _people(solved, whole.cases, whole.ranges, tables["roles"]),
        "work": _work(solved),
        "money": [
            *_money(solved, whole.cases, tables["funding"]),
            *product_sentences(solved, whole.products, tables["limits"]),
        ],
        **response_sentences(whole.response),
        "limits": list(tables["limits"].query("decides")["sentence"]),
        "alternatives": _alternatives(first.setup.within, tables["alternatives"], tables["frontier"]),
        "outlooks": outlook_sentences(whole.outlooks, tables),
        **({} if whole.implied is None else beliefs.TEXT.said(whole.implied, scenario, tables)),
        "tipping_points": _tipping_points(solved, whole.tipping_points, tables["tipping_points"]),
        **council.TEXT.said(solved, tables),
        **finance.TEXT.said(solved, tables),
        "grouping": grouping_sentences(tables["roles"], tables["groups"]),
        "assumptions": _assumptions(moved),
        "caveats": _caveats(solved, tables),
        "repeat": [],
    }


def _opening(first: FirstAnswer, tables: Tables) -> Said:
    """An own plan, the cut beside attrition, and what the plan comes to."""
    solved, own = first.solved, first.own
    return {
        **({} if own is None else own_plan.TEXT.said(PricedOwnPlan(solved, own))),
        "cut_or_wait": cut_sentences(solved),
        "headline": headline(solved.plan, solved.base, solved.saving_of(solved.plan), solved.periods),
        "operating_models": _models(tables["operating_models"]),
        "headcount": [*why_layoffs(solved.plan, solved.base), *contractor_sentences(solved.plan)],
    }


def _models(table: pd.DataFrame) -> list[str]:
    base, plan = table.set_index("measure").iloc[:, -2:].astype(float).to_dict().values()
    more = plan[BY_EMPLOYEE] / base[BY_EMPLOYEE] - 1
    return [
        f"Each employee delivers {base[BY_EMPLOYEE]:,.0f} hours of work a quarter in the baseline (hours of "
        "coordination not counted) "
        f"and {plan[BY_EMPLOYEE]:,.0f} in the plan ({more:+.0%}). People's share of the running "
        f"cost of the firm's own work goes from {base[PEOPLES_SHARE]:.1%} to {plan[PEOPLES_SHARE]:.1%}. "
        "Compute for the firm's products is not included."
    ]


def _people(solved: SolvedPlan, cases: Cases, ranges: Ranges, roles: pd.DataFrame) -> list[str]:
    falling = roles[roles["delta"] < 0].head(3)
    named = "; ".join(f"{row['title']} ({row['delta']:+,.0f})" for _, row in falling.iterrows())
    lines = [f"Largest falls against the baseline, in positions: {named}."] if named else []
    without = cases.plans.get(WORK_LED)
    if without is not None:
        lines.append(coordination_sentence(solved.free, without, solved.base))
    low, high = ranges.positions
    fewest = ranges.fewest_layoffs
    lines.append(
        f"Plans that cost at most 0.5% more than the cheapest end with {low:,.0f} to {high:,.0f} positions. "
        + (f"They need at least {fewest:,.0f} layoffs." if fewest >= 1 else "They need no layoffs.")
    )
    return lines


def _work(solved: SolvedPlan) -> list[str]:
    figures = solved.plan_totals
    i, p = solved.plan.inputs, solved.problem.setting.options.parameters
    firm, cells = solved.problem.setting.firm, i.cells
    hour = firm.payroll / firm.headcount / p["hours_per_fte"]
    good = float(np.average(cells.good[:, -1], weights=cells.table["hours"])) if len(cells.table) else 0.0
    augmented, automated = (
        p[f"tokens_per_{mode}_hour"] * p["api_price"] + p[f"software_per_{mode}_hour"]
        for mode in ("augmented", "automated")
    )
    with_ai = augmented_cost(hour, p["saving_other"], augmented)
    by_system = automated_cost(hour, good, p["review_cost_share"], automated)
    return [
        f"An hour of work at average pay costs USD {hour:,.0f} if people do it alone. With AI it costs USD "
        f"{with_ai:,.0f} if AI saves {p['saving_other']:.0%} of the time. Automated it "
        f"costs USD {by_system:,.0f}, review and rework included, at the quality of the last quarter. "
        "Review and rework decide this cost, not "
        "the price of tokens.",
        f"In the last quarter {figures.automated:.0%} of the work is automated under people's review and "
        f"{figures.augmented:.0%} is done by people working with AI.",
        *systems_sentences(solved.plan),
    ]


def _money(solved: SolvedPlan, cases: Cases, funding: pd.DataFrame) -> list[str]:
    figures = solved.plan_totals
    lines = [
        f"Over the plan, compute for the firm's own work costs {money(figures.compute + figures.capex)} and "
        f"payroll {money(figures.payroll)}."
    ]
    for plan in cases.plans.values():
        if (exits := plan.inputs.options.exits) and exits.closed:
            lines.append(closed_sentence(plan))
    settings = funding[funding["setting"] != OWN_MIX]
    if not settings.empty:
        freed = [money(settings["freed_bn"].agg(end) * BILLION_IN_MILLIONS) for end in ("min", "max")]
        lines.append(
            f"{settings['jobs'].iloc[0]:,.0f} exits free {' to '.join(dict.fromkeys(freed))} of pay a year, "
            f"depending on the pay per head. That is {settings['share_of_capex_low'].min():.1%} to "
            f"{settings['share_of_capex_high'].max():.1%} of the year's capital expenditure."
        )
    return lines


def _alternatives(within: float, table: pd.DataFrame, frontier: pd.DataFrame) -> list[str]:
    """How many jobs can be kept for little.

    within : [share of the least cost] that an alternative may cost more
    """
    best = table.iloc[0]
    lines = []
    jobs = table[table["alternative"] == JOBS].dropna(subset="positions")
    if len(jobs) and jobs["positions"].iloc[0] - best["positions"] >= 1:
        row = jobs.iloc[0]
        lines.append(
            f"{row['positions'] - best['positions']:,.0f} more positions can be kept at the end for "
            f"{within:.1%} more cost in present value ({money(row['extra_cost'])})."
        )
    first = frontier.dropna(subset="cost_per_job").head(1)
    if len(first):
        lines.append(
            f"The first {first['positions'].iloc[0] - best['positions']:,.0f} of them cost USD "
            f"{first['cost_per_job'].iloc[0]:,.0f} each in present value."
        )
    return lines


def _tipping_points(solved: SolvedPlan, points: Sequence[TippingPoint], table: pd.DataFrame) -> list[str]:
    lines = [*table["sentence"], *quits_and_ramp_sentences(points)]
    if solved.plan.inputs.options.exits is not None:
        lines.append("All of this is for the plan without the imposed cut.")
    return lines


def _assumptions(moved: MovedInputs) -> list[str]:
    p, first = moved.parameters, replace_first(moved)
    if not first:
        return []
    named = "; ".join(f"{p.about(name).says} ({p.about(name).grade.value})" for name in first)
    count = _COUNTED.get(len(first), f"these {len(first)}")
    return [f"Replace {count} by your own figures first (grade of evidence in brackets): {named}."]


_COUNTED = {1: "this one", 2: "these two", 3: "these three", 4: "these four", 5: "these five"}
