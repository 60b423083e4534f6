"""What a cut assumes: tables, sentences and their place on the page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.beliefs.asked import (
    BEST,
    Implied,
    beliefs_of,
    choice_figures,
    edge_figures,
    extra_figures,
    judged_figures,
    says,
    step_figures,
    summary,
    unit_of,
)
from reallocate.firm.beliefs.model import ANY_TIME, AT_ONCE, FOR_GPUS, NEAR, PRO_RATA, Judged, Step, is_near
from reallocate.firm.model.words import amount, money
from reallocate.firm.plan.parts import source_words
from reallocate.firm.plan.roles import EXTRA_COST, RANGE, SOLVED_AGAIN, UNIT
from reallocate.firm.request.keys import Announced, Scenario
from reallocate.kernel.number import priced
from reallocate.kernel.table import BY_ROW, Column, Rows, Tables, of_unit, table
from reallocate.kernel.text import BULLETS, Text

_BELIEF, _READING = Column("belief", "Assumption"), Column("reading", "Cut")
_EXTRA = "share of the least cost"
_CUT_EXTRA = of_unit(_EXTRA, at_once="Extra cost, cut now", any_time="Extra cost, any time")


TEXT = Text()
"""What a cut assumes; a plan says it only where it was asked for a cut."""


def _in_words(choices: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    parts = [str(name).partition(" (as assumed)") for name in choices["choice"]]
    return choices.assign(choice=[source_words(code) + assumed + rest for code, assumed, rest in parts])


@table(
    "implied", "Assumptions behind the cut",
    _READING,
    of_unit("draws", draws="Draws", best="Optimal in", near_0_25="Within 0.25% in", near="Near-optimal in",
            near_1="Within 1% in", near_2="Within 2% in"),
    of_unit("share", share_near="Near-optimal share", low="10th percentile", high="90th percentile"),
    Column("extra_share", "Extra cost, share", _EXTRA), EXTRA_COST,
    Column("least_extra_share", "Extra cost, nearest draw", _EXTRA),
    source=f"{SOLVED_AGAIN} The cut and the plan without the cut under drawn assumptions.", optional=True,
    section="assumptions/implied",
    show=("reading", "draws", "best", "near", "share_near", "low", "high", "near_1", "near_2", "extra_cost",
          "extra_share", "least_extra_share"),
    caption="How often the cut is the best plan, over draws of all assumptions from their ranges",
    note="Nearly the best: at most 0.5% dearer than the plan without the cut. Computed on roles grouped "
    "further. At any time: without the pause in hiring after exits, the least that exits cost.",
)  # fmt: skip
def _implied(one: Implied | None) -> Rows | None:
    """How often the cut is the best plan or nearly so, over draws of the assumptions."""
    return None if one is None else [summary(one.draws, one.now, reading) for reading in one.readings]


@table(
    "implied_together", "Assumptions moved together",
    _READING, Column("step"), _BELIEF, UNIT, of_unit(BY_ROW, now="Assumed here", value="Value"),
    Column("choice"),
    Column("extra_share", "Extra cost, share", _EXTRA),
    source=SOLVED_AGAIN, optional=True,
    section="assumptions/together",
    show=("reading", "step", "belief", "now", "value", "choice", "extra_share"),
    caption="Assumptions moved one after the other to where they favour the cut",
    note="The most influential come first; the list ends where the cut is nearly the best plan. The order is "
    "one of several: other assumptions further apart may do the same.",
)  # fmt: skip
def _implied_together(one: Implied | None) -> Rows | None:
    """Assumptions moved one after the other until the cut is near-optimal."""
    return None if one is None else step_figures(one)


@table(
    "implied_edge", "One assumption at a time",
    _BELIEF, _READING, UNIT, Column("now", "Assumed here", BY_ROW), RANGE,
    of_unit(_EXTRA, extra_at_low="Extra cost at lowest", extra_at_high="Extra cost at highest"),
    of_unit(BY_ROW, flips_at="Near-optimal from", median="Median, all draws",
            median_near="Median, favourable draws"),
    Column("grade"),
    source=f"{SOLVED_AGAIN} Ranges: the sheet Assumptions.", optional=True,
    section="assumptions/one",
    show=("belief", "reading", "now", "low", "high", "extra_at_low", "extra_at_high", "flips_at", "median",
          "median_near", "grade"),
    caption="Extra cost of the cut at both ends of each range, all else as assumed",
    fold="Every assumption by itself",
)  # fmt: skip
def _implied_edge(one: Implied | None) -> Rows | None:
    """What each assumption alone does to the extra cost of the cut."""
    return None if one is None else edge_figures(one)


@table(
    "implied_choices", "Choices behind the cut",
    _BELIEF, Column("choice"), _CUT_EXTRA, Column("layoffs", unit="FTE"),
    source=SOLVED_AGAIN, optional=True,
    section="assumptions/one", rows=_in_words, fold="Sources and scenarios",
    caption="Extra cost under each source of reach and each scenario of capability",
)  # fmt: skip
def _implied_choices(one: Implied | None) -> Rows | None:
    """The extra cost of the cut under each choice, all else as assumed."""
    return None if one is None else choice_figures(one)


@table(
    "implied_grid", "Quits and demand",
    Column("quits_per_month", "Quits", "share/month"),
    Column("demand_growth", "Growth of work", "share/year"),
    _CUT_EXTRA, Column("layoffs", unit="FTE"),
    source=SOLVED_AGAIN, optional=True,
    section="assumptions/one", caption="Extra cost of the cut by quits and growth of demand together",
    note="Layoffs: of the plan without the cut, over its whole length.",
)  # fmt: skip
def _implied_grid(one: Implied | None) -> Rows | None:
    """The extra cost of the cut where quits and growth of demand move together."""
    if one is None:
        return None
    return [{**extra_figures(each), **dict(each.beliefs.values)} for each in one.grid]


@table(
    "implied_draws", "Every draw of assumptions",
    source="Drawn from the ranges on the sheet Assumptions.", optional=True, others=Column(""),
)  # fmt: skip
def _implied_draws(one: Implied | None) -> Rows | None:
    """Each draw of the assumptions, and the extra cost of the cut in it."""
    return None if one is None else [judged_figures(each) for each in one.draws]


IMPLIED_TABLES = (_implied, _implied_together, _implied_edge, _implied_choices, _implied_grid, _implied_draws)


_MOST_SEPARATING = 3
_SEPARATES = 0.15
"""Distance of the medians, as a share of the range, from which an assumption sets draws apart."""


@TEXT.sentence("implied", "assumptions/implied", BULLETS)
def at_once(implied: Implied, _: Scenario, __: Tables) -> str:
    """Under which assumptions a cut at once is the best plan."""
    return _needed(implied, AT_ONCE, "at once")


@TEXT.sentence("implied", "assumptions/implied", BULLETS)
def assumed(implied: Implied, scenario: Scenario, tables: Tables) -> list[str]:
    """Under which assumptions a cut at some time is, and how likely they are.

    tables : with those of the cut
    """
    table = tables["implied"].set_index("reading")
    lines = [
        _needed(implied, ANY_TIME, "at some time of the plan, and with hiring allowed after them,"),
        _how_likely(implied, table),
    ]
    if FOR_GPUS in table.index:
        lines.append(_for_gpus(table))
    lines += [_as_assumed(implied, table), *_separating(implied, tables["implied_edge"])]
    if scenario.announced is not None and scenario.announced.exits:
        lines.append(_announced(scenario.announced, implied))
    return [line for line in lines if line]


def _needed(implied: Implied, reading: str, when: str) -> str:
    cut = f"{implied.cut.count:,.0f} layoffs {when}"
    now = implied.now.share(reading)
    if is_near(now):
        best = "the best plan" if now <= BEST else f"near-optimal: they cost {_percent(now)} more"
        return f"Under the assumptions here {cut} are {best}."
    steps = implied.steps[reading]
    if steps and is_near(steps[-1].share):
        these = "under all of these assumptions together" if len(steps) > 1 else "under this assumption"
        return (
            f"{cut} are near-optimal (at most {_percent(NEAR)} dearer) {these}: {_listed(implied, steps)}. "
            f"Under the assumptions here they cost {_percent(now)} more."
        )
    least = steps[-1].share if steps else now
    if np.isnan(now):
        return f"No plan has {cut} and keeps the other promises and limits."
    return (
        f"No assumption within its range makes {cut} near-optimal. They cost {_percent(now)} more under the "
        f"assumptions here, and {_percent(least)} more with every assumption moved in their favour. "
        f"{_nearest(implied, reading)}"
    ).strip()


def _listed(implied: Implied, steps: Sequence[Step]) -> str:
    now = {span.name: span.now for span in implied.spans}
    options = implied.cut.setting.options
    assumed = {"reach_source": options.reach_source, "capability": options.capability}
    items = []
    for step in steps:
        if isinstance(step.value, str):
            items.append(f"{says(step.name)}: “{step.value}” instead of “{assumed[step.name]}”")
            continue
        unit = unit_of(step.name)
        before = amount(now[step.name], "share" if unit.startswith("share") else "").strip()
        items.append(f"{says(step.name)}: {amount(step.value, unit)} instead of {before}")
    if len(items) == 1:
        return items[0]
    return "; ".join(f"({number}) {part}" for number, part in enumerate(items, start=1))


def _nearest(implied: Implied, reading: str) -> str:
    """The draw in which the cut costs least extra."""
    known = [one for one in implied.draws if np.isfinite(one.share(reading))]
    if not known:
        return ""
    least = min(known, key=lambda one: one.share(reading))
    more = _percent(least.share(reading))
    return (
        f"The nearest of {len(implied.draws)} draws of all assumptions costs {more} more "
        f"({_draw_words(implied, least)})."
    )


def _draw_words(implied: Implied, one: Judged) -> str:
    """Where a draw differs most from what is assumed, in shares of the ranges."""
    values = beliefs_of(one)
    away = sorted(
        implied.spans,
        key=lambda span: -abs(float(values[span.name]) - span.now) / max(span.high - span.low, 1e-12),
    )
    return "; ".join(
        f"{says(span.name)}: {amount(float(values[span.name]), unit_of(span.name))}"
        for span in away[:_MOST_SEPARATING]
    )


def _how_likely(implied: Implied, table: pd.DataFrame) -> str:
    items = []
    for reading in (AT_ONCE, PRO_RATA, ANY_TIME):
        row = table.loc[reading].to_dict()
        items.append(f"{row['near']:.0f} ({_interval(row)}) {reading}, {row['best']:.0f} of them optimal")
    return (
        f"Of {len(implied.draws)} draws of all assumptions, {implied.cut.count:,.0f} exits are near-optimal "
        f"in: {'; '.join(items)}. Brackets: share of draws and its 80% interval."
    )


def _interval(row: Mapping[Hashable, Any]) -> str:
    share, low, high = (float(row[name]) for name in ("share_near", "low", "high"))
    return f"{share:.0%}, {low:.0%} to {high:.0%}"


def _for_gpus(table: pd.DataFrame) -> str:
    row = table.loc[FOR_GPUS].to_dict()
    return (
        "Where GPUs for products at a drawn value compete with people for scarce cash, the exits are "
        f"near-optimal in {row['near']:.0f} ({_interval(row)}). They cost at least "
        f"{_percent(float(row['least_extra_share']))} more."
    )


def _as_assumed(implied: Implied, table: pd.DataFrame) -> str:
    extra = {reading: float(table["extra_cost"][reading]) for reading in (AT_ONCE, PRO_RATA, ANY_TIME)}
    costs = [
        f"{money(cost)} {reading} ({priced(cost * 1e6 / implied.cut.count)} an exit)"
        for reading, cost in extra.items()
        if np.isfinite(cost)
    ]
    return (
        "Under the assumptions here they cost more than the plan without the cut, in present value: "
        f"{'; '.join(costs)}."
        if costs
        else ""
    )


def _separating(implied: Implied, edge: pd.DataFrame) -> list[str]:
    """Which assumptions set the draws that favour the cut apart."""
    lines = []
    for reading in (AT_ONCE, ANY_TIME):
        part = edge[(edge["reading"] == reading) & edge["median_near"].notna()]
        if part.empty:
            continue
        apart = (part["median_near"] - part["median"]) / (part["high"] - part["low"]).where(lambda x: x > 0)
        part = part.assign(apart=apart.abs()).sort_values("apart", ascending=False, kind="stable")
        named = [
            f"{row['belief']} (median {amount(row['median_near'], row['unit'])}, over all draws "
            f"{amount(row['median'], row['unit'])})"
            for row in part[part["apart"] >= _SEPARATES].head(_MOST_SEPARATING).to_dict("records")
        ]
        start = f"Exits {reading}: the draws in which they are near-optimal"
        if named:
            lines.append(f"{start} differ most from all draws in: {'; '.join(named)}.")
        else:
            lines.append(f"{start} differ from all draws in no single assumption.")
    return lines


def _announced(announced: Announced, implied: Implied) -> str:
    same = abs((announced.exits or 0.0) - implied.cut.count) < 1
    share = implied.cut.count / implied.cut.setting.firm.headcount
    exits = "these exits" if same else f"{announced.exits:,.0f} exits, not these {implied.cut.count:,.0f},"
    return (
        f"The firm announced {exits} on {announced.date} for the reason “{announced.reason}”. The cut judged "
        f"here is {share:.0%} of the people. The plan does not judge reasons outside of its costs."
    )


def _percent(share: float) -> str:
    return f"{share:.2%}" if share < 0.1 else f"{share:.0%}"
