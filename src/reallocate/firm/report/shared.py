"""A plan for sharing: the exact answer, rounded, by groups of at least ten people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from reallocate.data.bundle import shipped_world
from reallocate.firm.council.page import families
from reallocate.firm.cut.tables import cut_figures_of_plan, cut_paths, cut_steps_of_plan, haste_of_plan
from reallocate.firm.cut.text import IN_A_PLAN
from reallocate.firm.plan.accounts import cash
from reallocate.firm.plan.people import headcount, headline, kinds, places
from reallocate.firm.report.answer import answer_blocks
from reallocate.firm.report.brief import answer_part, cut_part, money_part
from reallocate.firm.report.charts import PAYBACK
from reallocate.firm.report.text import TEXT
from reallocate.firm.request.saved import SCENARIO
from reallocate.firm.request.shared import shared_facts, shared_tables
from reallocate.kernel.blocks import Block, Brief, Grid, Part, Section
from reallocate.render.provenance import how_to_repeat
from reallocate.render.result import Kind, Result
from reallocate.roster.disclosure import groups_together

_TABLES = (
    headline, cut_figures_of_plan, cut_steps_of_plan, haste_of_plan, cut_paths, headcount, families, places,
    kinds, cash,
)  # fmt: skip
_TEXTS = ("cut_or_wait", "headline", "operating_models", "headcount", "work")
_ALL = "all"
_TODAY, _PLACE_TODAY = "begin", "headcount"


def _groups(result: Result) -> list[Block]:
    """Jobs by group of occupations and by place, over the plan."""
    shown = [
        result.grid(
            families.name, "title", "begin", "open_filled", "other_hires", "moves_in", "quits", "voluntary",
            "moves_out", "layoffs", "end", "baseline_end", caption="Jobs by group of occupations",
        )
    ]  # fmt: skip
    if result.has(places.name):
        shown.append(
            result.grid(
                places.name, "dimension", "name", "headcount", "baseline_end", "plan_end", "delta", "layoffs",
                "quits", "hires", caption="Jobs by department, site and country", merged=True,
            )
        )  # fmt: skip
    return [*shown]


def _page(result: Result) -> Sequence[Section]:
    """The answer, cut or wait, money and people."""
    return [
        Section("headline", "The answer", [*answer_blocks(result), result.grid(headline.name)]),
        Section("cut", "Cut or wait?", [result.grid(one.name) for one in _TABLES[1:4] if result.has(one.name)]),
        Section("money", "Cash by quarter", [result.picture(PAYBACK.name), result.grid(cash.name)]),
        Section("people", "Who is affected", [*_groups(result), result.grid(headcount.name)]),
        how_to_repeat(result.facts),
    ]


def _card(result: Result) -> list[Block]:
    return [*answer_blocks(result), result.grid(headline.name), *_groups(result)[:1]]


def _brief(result: Result) -> Brief:
    """Four slides: the answer, cut or wait, money, and people by group."""
    shown = _groups(result)[0]
    who = Part(
        "who", "Who is affected?", "Jobs by group of occupations, over the plan.", families.source,
        grid=shown if isinstance(shown, Grid) else None,
    )  # fmt: skip
    return Brief((answer_part(result), cut_part(result), money_part(result), who), ())


SHARED = Kind(
    "shared_plan", "a plan for sharing", "reallocate share … --out", _TABLES, (PAYBACK,), _page, _card,
    lead=("cut_or_wait", "headline"), brief=_brief, text=(IN_A_PLAN, TEXT),
)  # fmt: skip


def shared_plan(plan: Result) -> Result:
    """The copy for sharing of an exact plan."""
    made = dict(plan.tables)
    made[families.name] = groups_together(made[families.name], "title", _TODAY)
    firm = made[headcount.name].groupby(["case", "period"], sort=False).sum(numeric_only=True).reset_index()
    made[headcount.name] = firm.assign(role=_ALL)[[one for one in headcount.names]]
    if places.name in made:
        apart = made[places.name].groupby("dimension", sort=False)
        made[places.name] = pd.concat(
            [groups_together(of, "name", _PLACE_TODAY).assign(dimension=one) for one, of in apart],
            ignore_index=True,
        )
    world = shipped_world(str(plan.facts[SCENARIO].get("country")))
    facts = shared_facts(plan, world, float(made[families.name][_TODAY].sum()))
    text = {part: lines for part, lines in plan.text.items() if part in _TEXTS}
    return replace(
        plan, kind=SHARED, facts=facts, tables=shared_tables(_TABLES, made), text=text, inputs={}, memory=None
    )
