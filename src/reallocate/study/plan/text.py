"""What the page of a study says in words, by its parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.explain import (
    closed_sentence,
    coordination_sentence,
    headline,
    money,
    quits_and_ramp_sentences,
    why_layoffs,
)
from reallocate.plan.outcome import Outcome
from reallocate.plan.role_tables import contractor_sentences
from reallocate.plan.system_tables import systems_sentences
from reallocate.study.plan.alternative_tables import alternative_sentences
from reallocate.study.plan.caveats import caveats
from reallocate.study.plan.council.text import council_sentences
from reallocate.study.plan.cut_tables import cut_sentences
from reallocate.study.plan.doubt_tables import replace_first
from reallocate.study.plan.finance.text import finance_sentences
from reallocate.study.plan.implied.text import implied_sentences
from reallocate.study.plan.outlook_text import outlook_sentences
from reallocate.study.plan.problem.role_groups import grouping_sentences
from reallocate.study.plan.problem.solved_cases import Parts
from reallocate.study.plan.product_tables import product_sentences
from reallocate.study.plan.story_tables import BILLION_IN_MILLIONS, OWN_MIX
from reallocate.work.finished_hour import augmented_cost, automated_cost

WORK_LED = "free plan, coordination follows the work"


def sentences(parts: Parts, tables: dict[str, pd.DataFrame]) -> dict[str, list[str]]:
    """Sentences by part of the page.

    parts : the plans
    tables : made of them
    """
    told = parts.saving_of(parts.plan)
    return {
        "cut_or_wait": cut_sentences(parts),
        "headline": headline(parts.plan, parts.base, told, parts.prepared.scenario.periods),
        "operating_models": _models(tables["operating_models"]),
        "headcount": [*why_layoffs(parts.plan, parts.base), *contractor_sentences(parts.plan)],
        "people": _people(parts, tables["roles"]),
        "work": _work(parts),
        "money": [*_money(parts, tables), *product_sentences(parts, tables["limits"])],
        "limits": list(tables["limits"].query("decides")["sentence"]),
        "alternatives": alternative_sentences(parts, tables["alternatives"], tables["frontier"]),
        "outlooks": outlook_sentences(parts.uncertain, tables),
        **implied_sentences(parts.implied, parts.prepared.scenario, tables),
        "flips": _flips(parts, tables["flips"]),
        **council_sentences(parts, tables),
        **finance_sentences(parts, tables),
        "grouping": grouping_sentences(tables["roles"], tables["groups"]),
        "assumptions": _assumptions(parts),
        "caveats": caveats(parts, tables),
        "repeat": [],
    }


def _models(table: pd.DataFrame) -> list[str]:
    plan, base = table.columns[-1], table.columns[-2]

    def at(measure: str, column: str) -> float:
        return float(table.loc[table["measure"] == measure, column].iloc[0])

    work = "work delivered per employee, coordination left out"
    share = "people's share of running cost of the firm's own work"
    return [
        f"From baseline to plan, work delivered per employee goes from {at(work, base):,.0f} to "
        f"{at(work, plan):,.0f} hours a quarter ({at(work, plan) / at(work, base) - 1:+.0%}), "
        "and people's share of "
        f"the running cost of the firm's own work from {at(share, base):.1%} to {at(share, plan):.1%}. "
        "Compute that the firm buys for its products is not part of this."
    ]


def _people(parts: Parts, roles: pd.DataFrame) -> list[str]:
    falling = roles[roles["delta"] < 0].head(3)
    named = "; ".join(f"{row['title']} ({row['delta']:+,.0f})" for _, row in falling.iterrows())
    lines = [f"Most positions fewer than in the baseline: {named}."] if named else []
    without = parts.cases.get(WORK_LED)
    if without is not None:
        lines.append(coordination_sentence(parts.free, without, parts.base))
    low, high = parts.ranges.positions
    fewest = parts.ranges.fewest_layoffs
    lines.append(
        "Among plans that cost at most 0.5% more than the best, positions at the end lie between "
        f"{low:,.0f} and {high:,.0f}, and compulsory exits "
        + (f"can be as few as {fewest:,.0f}." if fewest >= 1 else "are not needed.")
    )
    return lines


def _work(parts: Parts) -> list[str]:
    figures = parts.plan_totals
    i, p = parts.plan.inputs, parts.prepared.setting.options.parameters
    firm, cells = parts.prepared.setting.firm, i.cells
    hour = firm.payroll / firm.headcount / p["hours_per_fte"]
    good = float(np.average(cells.good[:, -1], weights=cells.table["hours"])) if len(cells.table) else 0.0
    tokens = p["api_price"] / p["api_share"]
    with_ai = augmented_cost(hour, p["saving_other"], p["tokens_per_augmented_hour"] * tokens)
    by_system = automated_cost(hour, good, p["review_cost_share"], p["tokens_per_automated_hour"] * tokens)
    return [
        f"An hour at average pay costs USD {hour:,.0f} done by people, {with_ai:,.0f} by people with "
        f"AI at the smallest saving assumed, and {by_system:,.0f} by a system with review and redoing "
        "at the quality of the last quarter: review and failures decide, not the price of tokens.",
        f"In the last quarter {figures.automated:.0%} of the work is automated under people's review and "
        f"{figures.augmented:.0%} is done by people working with AI. Reach says what could be "
        "done, not who goes.",
        *systems_sentences(parts.plan),
    ]


def _money(parts: Parts, tables: dict[str, pd.DataFrame]) -> list[str]:
    figures = parts.plan_totals
    lines = [
        f"Compute for the firm's own work costs {money(figures.compute + figures.capex)} over "
        "the plan; payroll "
        f"{money(figures.payroll)}."
    ]
    lines += [closed_sentence(plan) for plan in parts.cases.values() if _is_closed(plan)]
    funding = tables["funding"]
    settings = funding[funding["setting"] != OWN_MIX] if len(funding) else funding
    if not settings.empty:
        freed = [money(settings["freed_bn"].agg(end) * BILLION_IN_MILLIONS) for end in ("min", "max")]
        lines.append(
            f"{settings['jobs'].iloc[0]:,.0f} exits free {' to '.join(dict.fromkeys(freed))} a year, "
            "depending on the pay that is counted: "
            f"{settings['share_of_capex_low'].min():.1%} to "
            f"{settings['share_of_capex_high'].max():.1%} of the year's capital expenditure."
        )
    return lines


def _is_closed(plan: Outcome) -> bool:
    exits = plan.inputs.options.exits
    return exits is not None and exits.closed


def _flips(parts: Parts, table: pd.DataFrame) -> list[str]:
    lines = [*table["sentence"], *quits_and_ramp_sentences(parts.flips)]
    if parts.plan.inputs.options.exits is not None:
        lines.append("All of this is asked of the free plan, without the exits that were decided beforehand.")
    return lines


def _assumptions(parts: Parts) -> list[str]:
    p = parts.prepared.setting.options.parameters
    first = replace_first(parts)
    named = "; ".join(f"{p.about(name).says} ({p.about(name).grade.value})" for name in first)
    return [f"The {COUNTED.get(len(first), len(first))} to replace by your own figures first: {named}."]


COUNTED = {2: "two", 3: "three", 4: "four", 5: "five"}
