"""The ways out of the roles that lose most, as a survey and requirements show them."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Rows
from reallocate.problem.firm.role_groups import coded_roles
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.transition.entry import entry_words, requirements_in_words
from reallocate.transition.facts import P50
from reallocate.transition.ways import moves_of, shown, ways_context

LOSING, COMMON, FEWER = 10, 3, 1.0
"""Roles whose moves are shown, moves of each, and the positions that such a role loses at least [FTE]."""


def ways_out(solved: SolvedCases) -> pd.DataFrame | Rows:
    """Up to three moves out of each of the ten roles that lose most positions, those that keep pay first.

    The same moves as for one job: what can be made now, then after study, then what is most usual. Shares are
    of those seen to change occupation, with their 80% interval; pay is the nation's. Roles that are several
    small ones together are left out: they are no occupation.
    """
    world, roles = solved.problem.world, coded_roles(solved)
    context = ways_context(world, solved.problem.setting.options.parameters)
    facts = context.facts
    single = roles[roles["occupation"].isin(facts.occupations) & (roles["delta"] <= -FEWER)]
    shrinking = single.sort_values(["delta", "role"], kind="stable").head(LOSING)
    moves = [
        shown(moves_of(context, str(row["occupation"])))
        .head(COMMON)
        .assign(
            role=str(row["role"]),
            title=str(row["title"]),
            pay_now=facts.pay[facts.place(str(row["occupation"])), P50],
        )
        for _, row in shrinking.iterrows()
    ]
    if not (moves := [one for one in moves if len(one)]):
        return []
    table = pd.concat(moves, ignore_index=True)
    there = set(solved.problem.setting.firm.roles["occupation"].astype(str))
    return pd.DataFrame(
        {
            "role": table["role"],
            "title": table["title"],
            "target": table["occupation"],
            "target_title": table["occupation"].map(world.occupations["title"]),
            "in_firm": table["occupation"].isin(there).map({True: "yes", False: ""}),
            "share_of_movers": table["share"],
            "share_low": table["low"],
            "share_high": table["high"],
            "people_seen": table["seen"],
            "pay_now": table["pay_now"],
            "median_pay": table["median_pay"],
            "entry_pay": table["entry_pay"],
            "asks": requirements_in_words(table, entry_words(world)),
        }
    )
