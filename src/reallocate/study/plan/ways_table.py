"""Where people of the roles that shrink most were seen to go: the most common moves out of each."""

from __future__ import annotations

import pandas as pd

from reallocate.study.plan.problem.solved_cases import Parts
from reallocate.transition.entry import entry_requirements
from reallocate.transition.local_pay import local_pay
from reallocate.transition.observed import observed_moves
from reallocate.work.world import World

ROLES = 10
COMMON = 3
FEWER = 1.0
COLUMNS = (
    "role", "title", "target", "target_title", "in_firm", "share_of_movers", "share_low", "share_high",
    "people_seen", "pay_now", "median_pay", "entry_pay", "asks",
)  # fmt: skip


def ways_table(parts: Parts, world: World, roles: pd.DataFrame) -> pd.DataFrame:
    """The three most common moves out of each of the ten roles that lose most positions.

    parts : every plan of the study
    world : with the survey's moves
    roles : (row) role, title, occupation, delta [FTE]
    Returns role, title, target, target_title, in_firm (whether the firm has such a role), share_of_movers,
    share_low, share_high [share of those seen to change occupation, 80% interval], people_seen [people],
    pay_now, median_pay, entry_pay [USD/year, the nation's], asks (degree, licence, experience). Roles that
    are several small ones together are left out: they are no occupation; so are those that nobody was
    seen to leave.
    """
    parameters = parts.prepared.setting.options.parameters
    seen, pay = observed_moves(world, parameters["survey_weight_per_person"]), local_pay(world)
    single = roles[roles["occupation"].isin(seen.occupations) & (roles["delta"] <= -FEWER)]
    shrinking = single.sort_values(["delta", "role"], kind="stable").head(ROLES)
    found = [
        seen.out_of(str(row["occupation"]))
        .head(COMMON)
        .assign(
            role=str(row["role"]), title=str(row["title"]), pay_now=pay.table["p50"][str(row["occupation"])]
        )
        for _, row in shrinking.iterrows()
    ]
    if not (found := [one for one in found if len(one)]):
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(found, ignore_index=True).rename(columns={"occupation": "target"})
    there = set(parts.prepared.setting.firm.roles["occupation"].astype(str))
    return table.assign(
        target_title=table["target"].map(world.occupations["title"]),
        in_firm=table["target"].isin(there).map({True: "yes", False: ""}),
        median_pay=table["target"].map(pay.table["p50"]),
        entry_pay=table["target"].map(pay.table["p25"]),
        asks=table["target"].map(entry_requirements(world)["asks"]),
    )[list(COLUMNS)]
