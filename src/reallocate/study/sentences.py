"""What the page of a study says in words, by its parts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.explain import coordination_sentence, headline, money, why_layoffs
from reallocate.study.doubt_tables import replace_first
from reallocate.study.solved import Parts
from reallocate.work.finished_hour import augmented_cost, automated_cost

INFORMATION = "51"


def sentences(parts: Parts, tables: dict[str, pd.DataFrame]) -> dict[str, list[str]]:
    """Sentences by part of the page.

    parts : the plans
    tables : made of them
    """
    told = parts.saving_of(parts.plan)
    return {
        "headline": headline(parts.plan, parts.base, told),
        "operating_models": _models(tables["operating_models"]),
        "headcount": why_layoffs(parts.plan, parts.base),
        "people": _people(parts, tables["roles"]),
        "work": _work(parts),
        "money": _money(parts, tables),
        "limits": list(tables["limits"].query("decides")["sentence"]),
        "flips": list(tables["flips"]["sentence"]),
        "assumptions": _assumptions(parts),
        "caveats": _caveats(parts),
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
    free = parts.cases.get("free plan", parts.free)
    without = parts.cases.get("free plan, coordination follows the work")
    if without is not None:
        lines.append(coordination_sentence(free, without, parts.base))
    low, high = parts.ranges.layoffs
    lines.append(
        f"Among plans that cost at most 0.5% more than the best, compulsory exits lie between {low:,.0f} and "
        f"{high:,.0f}, and positions at the end between {parts.ranges.positions[0]:,.0f} and "
        f"{parts.ranges.positions[1]:,.0f}."
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
    ]


def _money(parts: Parts, tables: dict[str, pd.DataFrame]) -> list[str]:
    figures = parts.plan_totals
    lines = [
        f"Compute for the firm's own work costs {money(figures.compute + figures.capex)} over "
        "the plan; payroll "
        f"{money(figures.payroll)}."
    ]
    funding = tables["funding"]
    if not funding.empty:
        first, last = (
            funding["share_of_capex_low"].iloc[:-1].min(),
            funding["share_of_capex_high"].iloc[:-1].max(),
        )
        lines.append(
            f"{funding['jobs'].iloc[0]:,.0f} exits free {funding['freed_bn'].iloc[:-1].min():.1f} to "
            f"{funding['freed_bn'].iloc[:-1].max():.1f} billion US dollars a year, depending on "
            "the pay that is "
            f"counted: {first:.1%} to {last:.1%} of the year's capital expenditure."
        )
    return lines


def _assumptions(parts: Parts) -> list[str]:
    p = parts.prepared.setting.options.parameters
    named = "; ".join(f"{p.about(name).says} ({p.about(name).grade.value})" for name in replace_first(parts))
    return [f"The five to replace by your own figures first: {named}."]


def _caveats(parts: Parts) -> list[str]:
    lines = [note.sentence for note in parts.prepared.notes]
    p = parts.prepared.setting.options.parameters
    elsewhere = [code for code in parts.prepared.scenario.industries if not code.startswith(INFORMATION)]
    if elsewhere and not p.about("quits_per_month").is_own:
        lines.append(
            f"Quits of {p['quits_per_month']:.1%} a month are those of the US Information sector; over "
            "all industries they were 2.1% a month in July 2024 (BLS JOLTS). Your own rate decides how "
            "much can be done without compulsory exits."
        )
    return lines
