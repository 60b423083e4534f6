"""What a plan under several outlooks comes to, in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Tables
from reallocate.plan.explain import money
from reallocate.plan.uncertain import AS_PLANNED, JOINT, LEAST_REGRET, Uncertain

MILLION = 1e6
WORTH_SAYING = 0.5
"""[USD million]"""


def outlook_sentences(found: Uncertain | None, tables: Tables) -> list[str]:
    """Knowing, waiting, regret, caution and the cost of being wrong, in words.

    found : the strategies; none where they were not worked out
    tables : made of them
    """
    if found is None:
        return []
    every = tables["strategies"].set_index("strategy")
    lines = [*_information(tables["information"]), *_regret(every), *_caution(found, tables["strategies"])]
    lines += [*_wrong(tables["reversal"], tables["outlooks"]), *_groups(found)]
    weights = ", ".join(f"{outlook.name} {outlook.weight:.0%}" for outlook in found.outlooks)
    return [*lines, f"Weights are a judgement: {weights}. Regret does not depend on them."]


def _information(table: pd.DataFrame) -> list[str]:
    amounts = table["amount"].to_numpy(float)
    if len(amounts) < 4 or not np.isfinite(amounts[0]):
        return []
    knowing, mean, _, waiting = amounts
    lines = [
        f"To know at the start which outlook comes would be worth {_amount(knowing)} in expectation; no "
        "forecast is worth more."
    ]
    if np.isfinite(mean):
        lines.append(f"A first year made for their mean costs {_amount(mean)} more than one made for all.")
    if np.isfinite(waiting):
        lines.append(
            f"To put up nothing, order nothing and let nobody go until it is known costs {_amount(waiting)} "
            f"more than to begin now and adapt{': waiting does not pay' if waiting > WORTH_SAYING else ''}."
        )
    return lines


def _amount(million: float) -> str:
    return "next to nothing" if abs(million) < WORTH_SAYING else money(million)


def _regret(every: pd.DataFrame) -> list[str]:
    if not {AS_PLANNED, LEAST_REGRET} <= set(every.index):
        return []
    made, least = every.loc[AS_PLANNED].to_dict(), every.loc[LEAST_REGRET].to_dict()
    if not np.isfinite(made["largest_regret"]):
        return [f"The first year of the plan as made {made['note']}."]
    hours = (least["with_ai"] / MILLION, made["with_ai"] / MILLION)
    return [
        f"The plan as made regrets at most {_amount(made['largest_regret'])}, in “{made['worst_outlook']}”; "
        f"the first year of least regret at most {_amount(least['largest_regret'])}: it hires "
        f"{least['hires']:,.0f} people instead of {made['hires']:,.0f}, and at its end {hours[0]:,.2f} "
        f"instead of {hours[1]:,.2f} million hours a quarter are worked with AI."
    ]


def _caution(found: Uncertain, table: pd.DataFrame) -> list[str]:
    joint = table[table["strategy"] == JOINT]
    if len(joint) < 2:
        return []
    free, careful = joint.iloc[0], joint.iloc[-1]
    better = careful["worst_saving"] - free["worst_saving"]
    if better < WORTH_SAYING:
        return [f"Leaning to the worst {found.tail:.0%} of outlooks changes next to nothing."]
    return [
        f"Leaning to the worst {found.tail:.0%} of outlooks (caution {careful['caution']:g}) saves "
        f"{money(better)} more there and costs {_amount(careful['extra_cost'])} in expectation."
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
            f"If “{name}” comes, the plan's first year costs {money(total)} more than had one known, most of "
            f"it as {first['statistic']} ({money(first['extra_cost'])})."
        )
    return lines


def _groups(found: Uncertain) -> list[str]:
    """How far from the best a first year made in groups may be."""
    gaps = [one.gap for one in found.strategies if one.gap > 0]
    if not gaps:
        return []
    share = max(gaps) / found.expected(found.least)
    return [
        f"For {len(found.outlooks)} outlooks the first year is made in groups of them and then averaged: "
        f"none could be better by more than {_amount(max(gaps))}, {share:.2%} of the least cost. Least "
        "regret and waiting are left out."
    ]
