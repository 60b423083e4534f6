"""The moves that a firm can offer between its roles: feasible ones, with time and cost."""

from __future__ import annotations

import pandas as pd

from reallocate.transition.observed import observed_mobility
from reallocate.transition.training import (
    BROAD,
    LICENSED,
    OTHER,
    RELATED,
    SAME,
    ramp_up_weeks,
    training_weeks,
)
from reallocate.work.moves import MOVE_COLUMNS, Moves
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

MOST_TARGETS = 5
MOST_ORIGINS = 12
HIGHER_ZONE = 1.0
PRIMARY = ("Primary-Short", "Primary-Long")
GROUPED = "-0000"
WEEKS_PER_MONTH = 52 / 12
KEPT_DIGITS = 6
ORDER = {SAME: 0, BROAD: 1}


def firm_moves(world: World, roles: pd.DataFrame, parameters: Parameters | None = None) -> Moves:
    """The feasible moves between a firm's roles (P9).

    world : with the tables mobility, mobility_groups, mobility_bridge and related
    roles : (role) occupation, job_zone [1–5], loaded_cost [USD/FTE/year]
    parameters : ramp_up_months and those that begin with move_; the declared ones where none are given
    A move counts where people were seen to make it, more often than the floor and than the target's
    size alone explains; where O*NET relates the occupations (its primary tiers); or within one broad
    group. Left out: targets more than one job zone up, or that cost less than the floor on pay; jobs
    that need a licence, from outside their broad group; and targets that are several small roles taken
    together, whose people move within their major group only. An origin keeps its 5 best targets: same
    occupation, same broad group, then by observed share, then by O*NET's order; of a target's origins
    the 12 best remain.
    Source: mobility as in `observed_mobility`; O*NET 30.1 Related Occupations, Job Zones.
    """
    p = parameters or Parameters.default()
    pairs = _candidates(roles, world.occupations, p["move_least_pay"])
    pairs = _with_evidence(world, pairs, p["move_least_share"])
    pairs = _best(pairs[pairs["basis"].ne("")])
    closeness = pairs["closeness"]
    weeks = training_weeks(pairs["origin_zone"], pairs["target_zone"], closeness, p["move_taught_share"])
    unlike = p["move_ramp_up_share"] * p["ramp_up_months"] * WEEKS_PER_MONTH
    table = pairs.assign(
        training_weeks=weeks,
        training_cost=weeks * p["move_training_cost"],
        ramp_up_weeks=ramp_up_weeks(closeness, unlike),
    )
    return Moves(table.sort_values(["origin", "target"], ignore_index=True)[list(MOVE_COLUMNS)])


def _candidates(roles: pd.DataFrame, occupations: pd.DataFrame, least_pay: float) -> pd.DataFrame:
    """Every pair of roles that zone, pay, licence and grouping allow."""
    columns = ["occupation", "job_zone", "loaded_cost"]
    side = roles[columns].rename(columns={"job_zone": "zone", "loaded_cost": "cost"})
    side.index = pd.Index(roles.index.astype(str), name="role")
    side = side.sort_index().reset_index()
    origin, target = side.add_prefix("origin_"), side.add_prefix("target_")
    pairs = origin.merge(target, how="cross").rename(
        columns={"origin_role": "origin", "target_role": "target"}
    )
    grouped = pairs["origin_occupation"].str.endswith(GROUPED)
    same_major = pairs["origin_occupation"].str[:2] == pairs["target_occupation"].str[:2]
    same = pairs["origin_occupation"] == pairs["target_occupation"]
    broad = [pairs[f"{end}_occupation"].map(occupations["broad_group"]) for end in ("origin", "target")]
    licensed = pairs["target_occupation"].map(occupations["minor_group"]).isin(LICENSED)
    same_broad = broad[0] == broad[1]
    allowed = (
        pairs["origin"].ne(pairs["target"])
        & ~pairs["target_occupation"].str.endswith(GROUPED)
        & (~grouped | same_major)
        & (~licensed | same | same_broad)
        & (pairs["target_zone"] <= pairs["origin_zone"] + HIGHER_ZONE)
        & (pairs["target_cost"] >= least_pay * pairs["origin_cost"])
    )
    kinds = pairs.assign(grouped=grouped, same=same, same_broad=same_broad & ~same)
    return kinds[allowed].reset_index(drop=True)


def _with_evidence(world: World, pairs: pd.DataFrame, least_share: float) -> pd.DataFrame:
    """The pairs with what speaks for each: closeness, observed share, O*NET's order, and words."""
    ends = pd.MultiIndex.from_frame(pairs[["origin_occupation", "target_occupation"]])
    mobility = observed_mobility(world, ends.levels[0].union(ends.levels[1]))
    share, expected = (
        table.stack().reindex(ends).to_numpy(float) for table in (mobility.share, mobility.expected)
    )
    listed = world.table("related")
    related = listed[listed["tier"].isin(PRIMARY)].set_index(["occupation", "related"])["index"]
    found = pairs.assign(share=share, order=related.reindex(ends).to_numpy(float))
    found["share"] = found["share"].round(KEPT_DIGITS)
    same, same_broad = pairs["same"], pairs["same_broad"]
    usual = (found["share"] >= least_share) & (share > expected)
    is_related = found["order"].notna()
    closeness = pd.Series(OTHER, index=pairs.index)
    closeness = closeness.mask(is_related, RELATED).mask(same_broad, BROAD).mask(same, SAME)
    said = pd.Series("", index=pairs.index, dtype=str)
    yearly = [f"observed: {100 * share:.1f}% a year" for share in found["share"]]
    for holds, words in (
        (same, "same occupation"),
        (same_broad, "same broad group"),
        (pairs["grouped"], "same major group"),
        (usual, pd.Series(yearly, index=pairs.index, dtype=str)),
        (is_related, "related occupation (O*NET)"),
    ):
        said = said.mask(holds, said + "; " + words)
    return found.assign(closeness=closeness, basis=said.str.removeprefix("; "))


def _best(pairs: pd.DataFrame) -> pd.DataFrame:
    """At most five targets an origin and twelve origins a target, the best of each."""
    ranked = pairs.assign(
        first=pairs["closeness"].map(ORDER).fillna(len(ORDER)),
        share=pairs["share"].fillna(0.0),
        order=pairs["order"].fillna(float("inf")),
    )
    by = ["first", "share", "order"]
    ascending = [True, False, True, True]
    ranked = ranked.sort_values([*by, "target"], ascending=ascending, kind="stable")
    ranked = ranked.groupby("origin", sort=False).head(MOST_TARGETS)
    ranked = ranked.sort_values([*by, "origin"], ascending=ascending, kind="stable")
    return ranked.groupby("target", sort=False).head(MOST_ORIGINS)
