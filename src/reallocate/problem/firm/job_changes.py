"""The job changes that a survey saw out of the roles that lose most."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Rows
from reallocate.problem.firm.role_groups import coded_roles
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.transition.entry import entry_requirements
from reallocate.transition.local_pay import local_pay
from reallocate.transition.observed import observed_moves

LOSING, COMMON, FEWER = 10, 3, 1.0
"""Roles whose moves are shown, moves of each, and the positions that such a role loses at least [FTE]."""


def observed_changes(solved: SolvedCases) -> pd.DataFrame | Rows:
    """The three most common moves out of each of the ten roles that lose most positions.

    Shares are of those seen to change occupation, with their 80% interval; pay is the nation's. Roles that
    are several small ones together are left out: they are no occupation; so are those that nobody was
    seen to leave.
    """
    world, roles = solved.problem.world, coded_roles(solved)
    parameters = solved.problem.setting.options.parameters
    seen, pay = observed_moves(world, parameters["survey_weight_per_person"]), local_pay(world)
    single = roles[roles["occupation"].isin(seen.occupations) & (roles["delta"] <= -FEWER)]
    shrinking = single.sort_values(["delta", "role"], kind="stable").head(LOSING)
    moves = [
        seen.out_of(str(row["occupation"]))
        .head(COMMON)
        .assign(
            role=str(row["role"]), title=str(row["title"]), pay_now=pay.table["p50"][str(row["occupation"])]
        )
        for _, row in shrinking.iterrows()
    ]
    if not (moves := [one for one in moves if len(one)]):
        return []
    table = pd.concat(moves, ignore_index=True).drop(columns="counted_with")
    table = table.rename(columns={"occupation": "target"})
    there = set(solved.problem.setting.firm.roles["occupation"].astype(str))
    return table.assign(
        target_title=table["target"].map(world.occupations["title"]),
        in_firm=table["target"].isin(there).map({True: "yes", False: ""}),
        median_pay=table["target"].map(pay.table["p50"]),
        entry_pay=table["target"].map(pay.table["p25"]),
        asks=table["target"].map(entry_requirements(world)["asks"]),
    )
