"""Where people of the roles that shrink most can go outside of the firm: usual moves, and the best."""

from __future__ import annotations

import pandas as pd

from reallocate.study.plan.solved import Parts
from reallocate.transition.ground import ground
from reallocate.transition.local_pay import local_pay
from reallocate.transition.ways import Outlook, outlook, ways_out
from reallocate.transition.worker import Worker
from reallocate.work.world import World

YEARS = 10
ROLES = 10
BEST = 2
FEWER = 1.0
COLUMNS = (
    "role", "title", "target", "target_title", "in_firm", "share_of_movers", "odds_if_try", "pay_now",
    "entry_pay", "training_weeks", "gain",
)  # fmt: skip


def ways_table(parts: Parts, world: World, roles: pd.DataFrame) -> pd.DataFrame:
    """The most usual move out of each of the ten roles that lose most positions, and the two best.

    parts : every plan of the study
    world : with all that moves rest on
    roles : (row) role, title, occupation, delta [FTE]
    Returns role, title, target, target_title, in_firm (whether the firm has such a role),
    share_of_movers [share of those who leave the occupation], odds_if_try [probability/year], pay_now,
    entry_pay [USD/year, the nation's], training_weeks [weeks], gain [USD in ten years]. Roles that are
    several small ones together are left out: they are no occupation.
    """
    known = ground(world, parts.prepared.setting.options.parameters)
    single = roles[roles["occupation"].isin(known.occupations) & (roles["delta"] <= -FEWER)]
    shrinking = single.sort_values(["delta", "role"], kind="stable").head(ROLES)
    if shrinking.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    seen = outlook(known, local_pay(world), YEARS, parts.prepared.setting.options.parameters, draws=0)
    there = set(parts.prepared.setting.firm.roles["occupation"].astype(str))
    found = [
        _ways_of(seen, str(row["occupation"])).assign(role=str(row["role"]), title=str(row["title"]))
        for _, row in shrinking.iterrows()
    ]
    table = pd.concat(found, ignore_index=True)
    return table.assign(
        target_title=table["target"].map(world.occupations["title"]),
        in_firm=table["target"].isin(there).map({True: "yes", False: ""}),
    )[list(COLUMNS)]


def _ways_of(seen: Outlook, occupation: str) -> pd.DataFrame:
    pay = float(seen.pay.table["p50"][occupation])
    moves = ways_out(seen, Worker(occupation), pay).moves
    by_share = moves.sort_values(["share_of_movers", "occupation"], ascending=[False, True])
    usual = by_share[by_share["share_of_movers"] > 0].head(1)
    best = moves[(moves["gain_over_waiting"] > 0) & ~moves["occupation"].isin(usual["occupation"])].head(BEST)
    chosen = pd.concat([usual, best])
    return chosen.rename(columns={"occupation": "target"}).assign(pay_now=pay)
