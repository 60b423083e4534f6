"""A plan in sentences by part of its page, with what a reader must know before believing them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from reallocate.firm.alternatives.assumptions import replace_first
from reallocate.firm.alternatives.model import JOBS
from reallocate.firm.beliefs.page import implied_sentences
from reallocate.firm.council.page import council_sentences
from reallocate.firm.cut.tables import cut_sentences
from reallocate.firm.cut.text import foreign_quits
from reallocate.firm.finance.page import finance_sentences
from reallocate.firm.model.words import money
from reallocate.firm.outlooks.page import outlook_sentences
from reallocate.firm.own_plan.page import own_plan_sentences
from reallocate.firm.plan.groups import grouping_sentences
from reallocate.firm.plan.operating import BILLION_IN_MILLIONS, BY_EMPLOYEE, OWN_MIX, PEOPLES_SHARE
from reallocate.firm.plan.response import product_sentences, response_sentences
from reallocate.firm.plan.roles import contractor_sentences
from reallocate.firm.plan.solved import WORK_LED, SolvedCases
from reallocate.firm.plan.systems import systems_sentences
from reallocate.firm.report.sentences import (
    closed_sentence,
    coordination_sentence,
    headline,
    quits_and_ramp_sentences,
    why_layoffs,
)
from reallocate.kernel.errors import NotComputed
from reallocate.kernel.table import Tables
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.work.time_saved import augmented_cost, automated_cost

HANDS_ON = "hands-on"
SURPRISING = 0.10
"""Share of hands-on hours automated that calls for a word; over all US jobs both people's and
GPT-4's labels make less than 4% of them automatable."""
DESK_GROUPS = ("11", "13", "15", "23", "41", "43")
"""Major groups of jobs at a desk: managers, business, computers, law, sales, office."""
NAMED = 3
ALIKE = 5e-5
"""[share/month] Quits that differ by less are the same."""


def caveats(solved: SolvedCases, tables: Tables) -> list[str]:
    """Notes on how the firm was put together, and on figures that are easily misread.

    tables : made of them
    """
    lines = [note.sentence for note in solved.problem.notes]
    return [
        *lines, *foreign_quits(solved.problem), *_quits_by_role(solved),
        *_hands_on(solved, tables["kinds"], tables["activities"]),
    ]  # fmt: skip


def _quits_by_role(solved: SolvedCases) -> list[str]:
    """How far quits differ between roles with people in them; nothing where they are alike."""
    inputs, roles = solved.plan.inputs, solved.problem.setting.firm.roles
    monthly = pd.Series(1 - (1 - inputs.quits) ** (1 / MONTHS_A_QUARTER), index=inputs.roles)
    monthly = monthly[inputs.headcount > 0].sort_values()
    low, high = (float(monthly.iloc[end]) for end in (0, -1))
    if high - low < ALIKE:
        return []
    least, most = (str(roles["title"].get(monthly.index[end])) for end in (0, -1))
    mean = inputs.options.parameters["quits_per_month"]
    return [
        f"Quits differ by role: {low:.2%} a month in {least}, {high:.2%} in {most}, {mean:.2%} on average. "
        "The differences are those of exits and transfers by occupation (BLS Employment Projections 2024–34)."
    ]


def _hands_on(solved: SolvedCases, kinds: pd.DataFrame, activities: pd.DataFrame) -> list[str]:
    """Hands-on work of an office is mostly watching screens and papers: said where much is automated."""
    row = kinds.set_index("kind").loc[HANDS_ON]
    share = row["automated"] / row["hours"] if row["hours"] > 0 else 0.0
    if share <= SURPRISING:
        return []
    most = activities[activities["kind"] == HANDS_ON].nlargest(NAMED, "automated")
    named = "; ".join(str(title) for title in most["title"])
    return [
        f"{share:.0%} of the work called hands-on is automated. Each of the 37 "
        "activities is assigned "
        f"to one kind of work, the same in all jobs. {_at_desks(solved):.0%} of these automated hours are "
        "in management, business, "
        "computer, legal, sales and office roles. There the activity means watching systems, accounts and "
        f"papers rather than machines and materials. Most of it: {named}."
    ]


def _at_desks(solved: SolvedCases) -> float:
    """The share of automated hands-on hours that comes from roles at a desk."""
    cells = solved.plan.inputs.cells
    roles = solved.problem.setting.firm.roles["occupation"].reindex(solved.plan.inputs.roles)
    at_desk = roles.fillna("").astype(str).str[:2].isin(DESK_GROUPS).to_numpy()
    hours = solved.plan.automated[cells.entry_cell, -1] * cells.entry_share
    hours = hours * (cells.entry_kind == HANDS_ON).to_numpy()
    total = float(np.sum(hours))
    return float(hours[at_desk[cells.entry_role]].sum() / total) if total > 0 else 0.0


def text(solved: SolvedCases, tables: Tables) -> dict[str, list[str]]:
    """Sentences by part of the page; what needs a part that is not solved yet is left out.

    tables : made of the solved cases
    """
    made: dict[str, list[str]] = {}
    for sentences in SENTENCES:
        try:
            made |= sentences(solved, tables)
        except NotComputed:
            continue
    return made


SENTENCES: tuple[Callable[[SolvedCases, Tables], dict[str, list[str]]], ...] = (
    lambda solved, tables: own_plan_sentences(solved),
    lambda solved, tables: {"cut_or_wait": cut_sentences(solved)},
    lambda solved, tables: {"headline": _headline(solved)},
    lambda solved, tables: {"operating_models": _models(tables["operating_models"])},
    lambda solved, tables: {
        "headcount": [*why_layoffs(solved.plan, solved.base), *contractor_sentences(solved.plan)]
    },
    lambda solved, tables: {"people": _people(solved, tables["roles"])},
    lambda solved, tables: {"work": _work(solved)},
    lambda solved, tables: {
        "money": [*_money(solved, tables), *product_sentences(solved, tables["limits"])]
    },
    lambda solved, tables: response_sentences(solved.response),
    lambda solved, tables: {"limits": list(tables["limits"].query("decides")["sentence"])},
    lambda solved, tables: {
        "alternatives": _alternatives(solved, tables["alternatives"], tables["frontier"])
    },
    lambda solved, tables: {"outlooks": outlook_sentences(solved.uncertain, tables)},
    lambda solved, tables: implied_sentences(solved.implied, solved.problem.scenario, tables),
    lambda solved, tables: {"tipping_points": _tipping_points(solved, tables["tipping_points"])},
    council_sentences,
    finance_sentences,
    lambda solved, tables: {"grouping": grouping_sentences(tables["roles"], tables["groups"])},
    lambda solved, tables: {"assumptions": _assumptions(solved)},
    lambda solved, tables: {"caveats": caveats(solved, tables)},
    lambda solved, tables: {"repeat": []},
)
"""What makes the sentences of each part of the page, in the order of the page."""


def _headline(solved: SolvedCases) -> list[str]:
    saving = solved.saving_of(solved.plan)
    return headline(solved.plan, solved.base, saving, solved.problem.scenario.periods)


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


def _people(solved: SolvedCases, roles: pd.DataFrame) -> list[str]:
    falling = roles[roles["delta"] < 0].head(3)
    named = "; ".join(f"{row['title']} ({row['delta']:+,.0f})" for _, row in falling.iterrows())
    lines = [f"Largest falls against the baseline, in positions: {named}."] if named else []
    without = solved.every_case.get(WORK_LED)
    if without is not None:
        lines.append(coordination_sentence(solved.free, without, solved.base))
    low, high = solved.ranges.positions
    fewest = solved.ranges.fewest_layoffs
    lines.append(
        f"Plans that cost at most 0.5% more than the cheapest end with {low:,.0f} to {high:,.0f} positions. "
        + (f"They need at least {fewest:,.0f} layoffs." if fewest >= 1 else "They need no layoffs.")
    )
    return lines


def _work(solved: SolvedCases) -> list[str]:
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


def _money(solved: SolvedCases, tables: Tables) -> list[str]:
    figures = solved.plan_totals
    lines = [
        f"Over the plan, compute for the firm's own work costs {money(figures.compute + figures.capex)} and "
        f"payroll {money(figures.payroll)}."
    ]
    for plan in solved.every_case.values():
        if (exits := plan.inputs.options.exits) and exits.closed:
            lines.append(closed_sentence(plan))
    funding = tables["funding"]
    settings = funding[funding["setting"] != OWN_MIX]
    if not settings.empty:
        freed = [money(settings["freed_bn"].agg(end) * BILLION_IN_MILLIONS) for end in ("min", "max")]
        lines.append(
            f"{settings['jobs'].iloc[0]:,.0f} exits free {' to '.join(dict.fromkeys(freed))} of pay a year, "
            f"depending on the pay per head. That is {settings['share_of_capex_low'].min():.1%} to "
            f"{settings['share_of_capex_high'].max():.1%} of the year's capital expenditure."
        )
    return lines


def _alternatives(solved: SolvedCases, table: pd.DataFrame, frontier: pd.DataFrame) -> list[str]:
    """How many jobs can be kept for little."""
    best = table.iloc[0]
    lines = []
    jobs = table[table["alternative"] == JOBS].dropna(subset="positions")
    if len(jobs) and jobs["positions"].iloc[0] - best["positions"] >= 1:
        row = jobs.iloc[0]
        lines.append(
            f"{row['positions'] - best['positions']:,.0f} more positions can be kept at the end for "
            f"{solved.within:.1%} more cost in present value ({money(row['extra_cost'])})."
        )
    first = frontier.dropna(subset="cost_per_job").head(1)
    if len(first):
        lines.append(
            f"The first {first['positions'].iloc[0] - best['positions']:,.0f} of them cost USD "
            f"{first['cost_per_job'].iloc[0]:,.0f} each in present value."
        )
    return lines


def _tipping_points(solved: SolvedCases, table: pd.DataFrame) -> list[str]:
    lines = [*table["sentence"], *quits_and_ramp_sentences(solved.tipping_points)]
    if solved.plan.inputs.options.exits is not None:
        lines.append("All of this is for the plan without the imposed cut.")
    return lines


def _assumptions(solved: SolvedCases) -> list[str]:
    p = solved.problem.setting.options.parameters
    first = replace_first(solved)
    if not first:
        return []
    named = "; ".join(f"{p.about(name).says} ({p.about(name).grade.value})" for name in first)
    count = COUNTED.get(len(first), f"these {len(first)}")
    return [f"Replace {count} by your own figures first (grade of evidence in brackets): {named}."]


COUNTED = {1: "this one", 2: "these two", 3: "these three", 4: "these four", 5: "these five"}
