"""The plan under several outlooks, in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Tables
from reallocate.plan.inputs import MILLION
from reallocate.plan.plan_sentences import money
from reallocate.plan.uncertain import AS_PLANNED, JOINT, LEAST_REGRET, Uncertain

WORTH_SAYING = 0.5
"""[USD million]"""


def outlook_sentences(uncertain: Uncertain | None, tables: Tables) -> list[str]:
    """Knowing, waiting, regret, caution and the cost of being wrong, in words.

    uncertain : the strategies; none where there is one outlook
    tables : made of them
    """
    if uncertain is None:
        return []
    every = tables["strategies"].set_index("strategy")
    lines = [*_information(tables["information"]), *_regret(every)]
    lines += _caution(uncertain, tables["strategies"])
    lines += [*_wrong(tables["reversal"], tables["outlooks"]), *_groups(uncertain)]
    weights = ", ".join(f"{outlook.name} {outlook.weight:.0%}" for outlook in uncertain.outlooks)
    return [*lines, f"The weights are a judgement: {weights}. Regret does not depend on them."]


def _information(table: pd.DataFrame) -> list[str]:
    amounts = table["amount"].to_numpy(float)
    if len(amounts) < 4 or not np.isfinite(amounts[0]):
        return []
    knowing, mean, _, waiting = amounts
    lines = [
        f"Knowing the outlook at the start would save {_amount(knowing)} on average. No forecast can be "
        "worth more."
    ]
    if np.isfinite(mean):
        lines.append(
            f"A first year planned for the average of all outlooks costs {_amount(mean)} more, "
            "on average over the outlooks, than a first year that allows for each of them."
        )
    if np.isfinite(waiting):
        lines.append(
            f"Waiting means no AI systems, orders or exits until the outlook is known. It costs "
            f"{_amount(waiting)} more than starting now and adapting."
            f"{' Putting AI off does not pay.' if waiting > WORTH_SAYING else ''}"
        )
    return lines


def _amount(million: float) -> str:
    return "next to nothing" if abs(million) < WORTH_SAYING else money(million)


def _regret(every: pd.DataFrame) -> list[str]:
    if not {AS_PLANNED, LEAST_REGRET} <= set(every.index):
        return []
    made, least = every.loc[AS_PLANNED].to_dict(), every.loc[LEAST_REGRET].to_dict()
    if not np.isfinite(made["largest_regret"]):
        return [f"The first year of the original plan {made['note']}."]
    hours = (least["with_ai"] / MILLION, made["with_ai"] / MILLION)
    return [
        "Regret is what a first year costs more than the best one for the outlook that comes. The original "
        f"plan's largest regret is {_amount(made['largest_regret'])}, in “{made['worst_outlook']}”. Another "
        f"first year keeps regret to at most {_amount(least['largest_regret'])} in every outlook. It "
        f"hires {least['hires']:,.0f} people instead of "
        f"{made['hires']:,.0f}. At its end {hours[0]:,.2f} million hours a quarter are worked with AI, "
        f"instead of {hours[1]:,.2f}."
    ]


def _caution(uncertain: Uncertain, table: pd.DataFrame) -> list[str]:
    joint = table[table["strategy"] == JOINT]
    if len(joint) < 2:
        return []
    free, careful = joint.iloc[0], joint.iloc[-1]
    better = careful["worst_saving"] - free["worst_saving"]
    if better < WORTH_SAYING:
        return [f"Giving the worst {uncertain.tail:.0%} of outlooks more weight changes next to nothing."]
    return [
        f"A cautious first year counts the average cost of all outlooks by {1 - careful['caution']:.0%} "
        "and "
        f"that of the worst {uncertain.tail:.0%} of outlooks by {careful['caution']:.0%}. It saves "
        f"{money(better)} "
        f"more in the worst outlooks and costs {_amount(careful['extra_cost'])} more on average."
    ]


def _wrong(table: pd.DataFrame, outlooks: pd.DataFrame) -> list[str]:
    """What the plan's first year costs where another outlook comes, and by which kind of cost."""
    lines = []
    for name in outlooks["outlook"]:
        part = table[table["outlook"] == name].sort_values("extra_cost", ascending=False)
        total = part["extra_cost"].sum()
        if len(part) == 0 or total < WORTH_SAYING:
            continue
        first = part.iloc[0]
        lines.append(
            f"In “{name}” the original first year costs {money(total)} more than with the outlook known. The "
            f"largest item is {first['statistic']} ({money(first['extra_cost'])})."
        )
    return lines


def _groups(uncertain: Uncertain) -> list[str]:
    """How far from the best a first year made in groups may be."""
    gaps = [one.gap for one in uncertain.strategies if one.gap > 0]
    if not gaps:
        return []
    share = max(gaps) / uncertain.expected(uncertain.least)
    return [
        f"The first year for {len(uncertain.outlooks)} outlooks is planned in groups and averaged. The "
        f"best possible one costs at most {_amount(max(gaps))} less, {share:.2%} of the least cost. Least "
        "regret and waiting are left out."
    ]
