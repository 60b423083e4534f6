"""What a cut takes for granted, in words: what one has to believe, how likely that is, what it costs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from reallocate.output.table import Tables
from reallocate.plan.explain import amount, money
from reallocate.plan.implied import ANY_TIME, AT_ONCE, FOR_GPUS, NEAR, PRO_RATA, Judged, is_near
from reallocate.plan.implied_edge import Step
from reallocate.scenario.firm.schema import Announced, Scenario
from reallocate.study.plan.implied.tables import BEST, beliefs_of, says, unit_of
from reallocate.study.plan.problem.beliefs import Implied

MOST_SEPARATING = 3
SEPARATES = 0.15
"""Distance of the middles, as a share of the range, from which a belief is said to tell draws apart."""


def implied_sentences(
    found: Implied | None, scenario: Scenario, tables: Tables
) -> dict[str, list[str]]:
    """What one has to believe for a cut to be the best plan.

    found : what was found out; none where no cut was asked about
    scenario : as written
    tables : made of it
    """
    if found is None:
        return {}
    table = tables["implied"].set_index("reading")
    lines = [
        _to_believe(found, AT_ONCE, "at once"),
        _to_believe(found, ANY_TIME, "at some time of the plan, and with hiring allowed after them,"),
        _how_likely(found, table),
    ]
    if FOR_GPUS in table.index:
        lines.append(_for_gpus(table))
    lines += [_as_assumed(found, table), *_separating(found, tables["implied_edge"])]
    if scenario.announced is not None and scenario.announced.exits:
        lines.append(_announced(scenario.announced, found))
    return {"implied": [line for line in lines if line]}


def _to_believe(found: Implied, reading: str, when: str) -> str:
    cut = f"{found.cut.count:,.0f} compulsory exits {when}"
    now = found.now.share(reading)
    if is_near(now):
        best = "the best plan" if now <= BEST else f"nearly the best plan: they cost {_percent(now)} more"
        return f"For {cut} nothing else has to be believed than is assumed here: they are {best}."
    steps = found.steps[reading]
    if steps and is_near(steps[-1].share):
        one = "one has to believe, all of it together:" if len(steps) > 1 else "it is enough to believe this:"
        return (
            f"For {cut} to be nearly the best plan (at most {_percent(NEAR)} dearer) {one} "
            f"{_listed(found, steps)}. As assumed they cost {_percent(now)} more."
        )
    least = steps[-1].share if steps else now
    if np.isnan(now):
        return f"No plan has {cut} and keeps the other promises and limits."
    return (
        f"No belief within its range makes {cut} nearly the best plan: as assumed they cost {_percent(now)} "
        f"more, and with each where it favours them, one after the other, still {_percent(least)} more. "
        f"{_nearest(found, reading)}"
    ).strip()


def _listed(found: Implied, steps: Sequence[Step]) -> str:
    now = {span.name: span.now for span in found.spans}
    options = found.cut.setting.options
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


def _nearest(found: Implied, reading: str) -> str:
    """The draw in which the cut costs least extra."""
    known = [one for one in found.draws if np.isfinite(one.share(reading))]
    if not known:
        return ""
    least = min(known, key=lambda one: one.share(reading))
    return (
        f"Of {len(found.draws)} draws of all beliefs the nearest costs {_percent(least.share(reading))} more "
        f"({_draw(found, least)})."
    )


def _draw(found: Implied, one: Judged) -> str:
    """Where a draw differs most from what is assumed, in shares of the ranges."""
    held = beliefs_of(one)
    away = sorted(
        found.spans,
        key=lambda span: -abs(float(held[span.name]) - span.now) / max(span.high - span.low, 1e-12),
    )
    return "; ".join(
        f"{says(span.name)}: {amount(float(held[span.name]), unit_of(span.name))}"
        for span in away[:MOST_SEPARATING]
    )


def _how_likely(found: Implied, table: pd.DataFrame) -> str:
    items = []
    for reading in (AT_ONCE, PRO_RATA, ANY_TIME):
        row = table.loc[reading].to_dict()
        items.append(
            f"{reading} in {row['near']:.0f} ({_interval(row)}), the best itself in {row['best']:.0f}"
        )
    return (
        f"Over {len(found.draws)} draws of all beliefs from their ranges {found.cut.count:,.0f} exits are "
        f"nearly the best plan: {'; '.join(items)}. The intervals are 10% to 90%."
    )


def _interval(row: Mapping[Hashable, Any]) -> str:
    share, low, high = (float(row[name]) for name in ("share_near", "low", "high"))
    return f"{share:.0%}, {low:.0%} to {high:.0%}"


def _for_gpus(table: pd.DataFrame) -> str:
    row = table.loc[FOR_GPUS].to_dict()
    return (
        "Read as funding, where GPUs for products at a drawn value compete with people for cash that is "
        f"short, they are so in {row['near']:.0f} ({_interval(row)}); the least they cost more is "
        f"{_percent(float(row['least_extra_share']))}."
    )


def _as_assumed(found: Implied, table: pd.DataFrame) -> str:
    extra = {reading: float(table["extra_cost"][reading]) for reading in (AT_ONCE, PRO_RATA, ANY_TIME)}
    said = [
        f"{money(cost)} {reading} (USD {cost * 1e6 / found.cut.count:,.0f} an exit)"
        for reading, cost in extra.items()
        if np.isfinite(cost)
    ]
    return (
        f"As assumed they cost more than the free plan, in present value: {'; '.join(said)}." if said else ""
    )


def _separating(found: Implied, edge: pd.DataFrame) -> list[str]:
    """Which beliefs tell the draws that favour the cut from all draws."""
    lines = []
    for reading in (AT_ONCE, ANY_TIME):
        part = edge[(edge["reading"] == reading) & edge["median_near"].notna()]
        if part.empty:
            continue
        apart = (part["median_near"] - part["median"]) / (part["high"] - part["low"]).where(lambda x: x > 0)
        part = part.assign(apart=apart.abs()).sort_values("apart", ascending=False, kind="stable")
        told = [
            f"{row['belief']} ({amount(row['median_near'], row['unit'])} in their middle, "
            f"{amount(row['median'], row['unit'])} in all)"
            for row in part[part["apart"] >= SEPARATES].head(MOST_SEPARATING).to_dict("records")
        ]
        if told:
            lines.append(
                f"What tells the draws with nearly best exits {reading} from all: {'; '.join(told)}."
            )
        else:
            lines.append(f"No belief by itself tells the draws with nearly best exits {reading} from all.")
    return lines


def _announced(said: Announced, found: Implied) -> str:
    same = abs((said.exits or 0.0) - found.cut.count) < 1
    share = found.cut.count / found.cut.setting.firm.headcount
    asked = "these" if same else f"not these {found.cut.count:,.0f} but {said.exits:,.0f}"
    return (
        f"Announced on {said.date} were {asked} exits (a cut of {share:.0%} of the people is judged here), "
        f"for the reason “{said.reason}”. That a plan as reckoned here would not choose them says nothing of "
        "reasons that are not in it."
    )


def _percent(share: float) -> str:
    return f"{share:.2%}" if share < 0.1 else f"{share:.0%}"
