"""The roles on which ranges and tipping points are computed, figures by role family, and open positions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.firm.model.grouping import grouped_role
from reallocate.firm.model.inputs import DIRECTING_ROLE, DIRECTING_TITLE
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.plan import Outcome, load_of
from reallocate.firm.model.relief import CAPTURES, captured_hours
from reallocate.firm.plan.roles import role_changes
from reallocate.firm.plan.solved import RangedPlan, Ranges, SolvedPlan, Spread
from reallocate.firm.request.faults import marks_promised
from reallocate.firm.request.prepare import PlanProblem
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR, THOUSAND

SUMMED = (
    "headcount", "baseline_end", "plan_end", "delta", "layoffs", "quits", "moves_out", "moves_in", "hires",
)  # fmt: skip
"""Columns of the role table that add up over roles."""
_RANGED = {"delta": "roles", "layoffs": "role_layoffs"}
"""A figure, and where its range over near-optimal plans stands."""


def _group_of(problem: PlanProblem, ranges: Ranges, roles: pd.DataFrame) -> pd.Series:
    """The grouped role that each role belongs to; itself where it stays single, empty where none is known.

    roles : (row) role, occupation
    """
    every = set(ranges.roles)
    marks = marks_promised(problem.scenario, problem.setting.firm.roles)
    holders = [
        grouped_role(str(role), str(occupation), every, str(marks.get(role, "")))
        for role, occupation in zip(roles["role"], roles["occupation"], strict=True)
    ]
    return pd.Series(holders, index=roles.index, dtype=object).rename("group")


def _with_ranges(ranges: Ranges, roles: pd.DataFrame) -> pd.DataFrame:
    """Roles or groups with the range of their figures over near-optimal plans, as far as it is known.

    roles : (row) role, baseline_end, delta, layoffs [FTE]; ranges are looked up by role
    Ranges come from grouped roles: they are widened where the plan's own figure lies just outside.
    """
    table = roles.copy()
    for figure, name_of_ranges in _RANGED.items():
        known: dict[str, tuple[float, float]] = getattr(ranges, name_of_ranges)
        shift = table["baseline_end"] if figure == "delta" else 0.0
        for place, name in enumerate(("low", "high")):
            ends = [known[role][place] if role in known else np.nan for role in table["role"]]
            table[f"{figure}_{name}"] = np.array(ends, dtype=float) - shift
        hold_the_plan(table, figure)
    return table


def hold_the_plan(table: pd.DataFrame, figure: str) -> None:
    """Widen a range where the plan's own figure lies just outside.

    table : with the columns figure, figure_low, figure_high; changed in place
    figure : a column
    """
    known = table[f"{figure}_low"].notna()
    table.loc[known, f"{figure}_low"] = table.loc[known, [f"{figure}_low", figure]].min(axis=1)
    table.loc[known, f"{figure}_high"] = table.loc[known, [f"{figure}_high", figure]].max(axis=1)


def grouped(solved: SolvedPlan, spread: Spread, roles: pd.DataFrame) -> pd.DataFrame:
    """One row a grouped role: its roles' figures added up, with the range over near-optimal plans.

    roles : (row) as `role_changes` gives it
    """
    group = _group_of(solved.problem, spread.ranges, roles)
    own = group.where(group != "", roles["role"])
    table = roles.groupby(own.rename("role"))[list(SUMMED)].sum()
    table.insert(0, "title", _titles(roles.assign(group=own), solved.family_titles))
    table.insert(1, "kind", _kinds(roles.assign(group=own)))
    table.insert(2, "roles", own.value_counts().reindex(table.index).astype("int64"))
    low, high = _over_sources(solved, spread, roles["role"], own)
    table = table.assign(sources_low=low, sources_high=high)
    table = _with_ranges(spread.ranges, table.reset_index())
    order = table["delta"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def named_groups(roles: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Roles with the title of the group that each was planned in; empty where it stays single.

    roles : (row) role, group
    groups : as from `grouped`
    """
    several = groups[groups["roles"] > 1]
    titles = dict(zip(several["role"], several["title"], strict=True))
    return roles.assign(group=[titles.get(code, "") for code in roles["group"]])


def grouping_sentences(roles: pd.DataFrame, groups: pd.DataFrame) -> list[str]:
    """What is computed on grouped roles, and how many there are; nothing where none are grouped.

    roles : (row) group (its title), headcount [FTE]
    groups : as from `grouped`
    """
    joined = roles[roles["group"] != ""]
    if joined.empty:
        return []
    largest, count = joined["headcount"].max() / roles["headcount"].sum(), joined["group"].nunique()
    return [
        "Near-optimal ranges, tipping points, and other cuts and speeds are computed on "
        f"{len(groups)} roles instead of {len(roles)}. {len(joined)} small roles, each at most {largest:.1%} "
        f"of headcount, are merged into {count} major group{'s' if count > 1 else ''} of occupations."
    ]


def _titles(roles: pd.DataFrame, titles: pd.Series) -> pd.Series:
    first = roles.groupby("group")["title"].first()
    count = roles["group"].value_counts().reindex(first.index)
    words = [
        f"Other {titles.get(str(group), group)} ({number} roles)" if number > 1 else title
        for (group, title), number in zip(first.items(), count, strict=True)
    ]
    return pd.Series(words, index=first.index)


def _kinds(roles: pd.DataFrame) -> pd.Series:
    """The main kind of most of a group's people."""
    people = roles.groupby(["group", "kind"])["headcount"].sum().reset_index()
    return people.loc[people.groupby("group")["headcount"].idxmax()].set_index("group")["kind"]


def _over_sources(
    solved: SolvedPlan, spread: Spread, role: pd.Series, group: pd.Series
) -> tuple[pd.Series, pd.Series]:
    base = solved.base.headcount[:, -1]
    place = solved.plan.inputs.roles.get_indexer(pd.Index(role))
    changes = [
        pd.Series((one.headcount[:, -1] - base)[place]).groupby(group.to_numpy()).sum()
        for one in (solved.plan, *spread.by_source.values())
    ]
    joined = pd.concat(changes, axis=1)
    return joined.min(axis=1), joined.max(axis=1)


def coded_roles(ranged: RangedPlan) -> pd.DataFrame:
    """Roles with the code of the group that each was planned in, which is its own where it stays single.

    The ranges are over near-optimal plans and over sources of reach, where these are solved. Where a role was
    planned as part of a group, the range is the group's and stands in its own table.
    """
    solved, spread = ranged.solved, ranged.spread
    plan, base = solved.plan, solved.base
    table = role_changes(plan, base, solved.problem.setting.firm.roles)
    if spread is not None:
        table.insert(4, "group", _group_of(solved.problem, spread.ranges, table))
        single = _with_ranges(spread.ranges, table)
        for column in ("delta_low", "delta_high", "layoffs_low", "layoffs_high"):
            # A role that has its group's name may be only a part of it.
            alone = table["group"].map(table["group"].value_counts()) == 1
            table[column] = single[column].where(alone & (table["group"] == table["role"]))
        others = [one.headcount[:, -1] - base.headcount[:, -1] for one in (plan, *spread.by_source.values())]
        table["sources_low"], table["sources_high"] = np.min(others, axis=0), np.max(others, axis=0)
    order = table["delta"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


_OTHER_FLOWS = ("moves_in", "quits", "voluntary", "moves_out", "layoffs")
_FEWEST = 1e-6
"""A family with fewer positions than this has no workload per position [FTE]."""


def _by_family(solved: SolvedPlan, outcome: Outcome, figures: dict[str, Array]) -> pd.DataFrame:
    """Figures by role added up over role families; the family of directing positions comes last."""
    i, titles, periods = outcome.inputs, solved.family_titles, solved.periods
    place = i.families.get_indexer(i.family)
    rows = len(i.families)
    columns = {}
    for name, values in figures.items():
        summed = np.zeros((rows, len(i.periods)))
        np.add.at(summed, place, values)
        columns[name] = summed.ravel()
    names = [DIRECTING_TITLE if f == DIRECTING_ROLE else str(titles.get(f, f)) for f in i.families]
    return pd.DataFrame(
        {
            "family": np.repeat(i.families.to_numpy(), len(i.periods)),
            "title": np.repeat(names, len(i.periods)),
            "period": list(periods) * rows,
            **columns,
        }
    )


def jobs_by_quarter(solved: SolvedPlan) -> pd.DataFrame:
    """Jobs by route, role family and quarter, of baseline and plan [FTE].

    begin + open_filled + other_hires + moves_in − quits − voluntary − moves_out − layoffs = end
    """
    tables = []
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        filled = openings(one, solved.base).filled
        walk = {
            "begin": one.begin,
            "open_filled": filled,
            "other_hires": one.hires - filled,
            **{name: getattr(one, name) for name in _OTHER_FLOWS},
            "end": one.headcount,
        }
        tables.append(_by_family(solved, one, walk).assign(case=case))
    return pd.concat(tables, ignore_index=True)


def jobs_by_family(solved: SolvedPlan) -> pd.DataFrame:
    """Jobs by route and role family over the whole plan, with what becomes of open positions [FTE]."""
    by_quarter = jobs_by_quarter(solved)
    i = solved.plan.inputs
    filled = openings(solved.plan, solved.base)
    of_family = pd.DataFrame(
        {
            "open_positions": i.open_positions,
            "open_cancelled": filled.cancelled,
            "open_deferred": filled.deferred,
        }
    )
    open_jobs = of_family.groupby(i.family.to_numpy()).sum()
    cases = by_quarter.groupby(["case", "family"], sort=False)
    plan = by_quarter[by_quarter["case"] == "plan"].groupby("family", sort=False)
    ends = {"end": plan["end"].last(), "baseline_end": cases["end"].last()["baseline"]}
    table = plan[["open_filled", "other_hires", *_OTHER_FLOWS]].sum().join(plan[["title", "begin"]].first())
    return table.join(open_jobs).assign(**ends).reset_index()


def workload_by_family(solved: SolvedPlan) -> pd.DataFrame:
    """Workload of those who stay, by role family and quarter: hours per position, plan beside baseline.

    intensity = hours asked of people ÷ hours their positions have; `intensity_if_less` the same if only
    the low ends of both shares captured come true while positions are as planned: asked + captured −
    captured then. All others are hours a quarter and position. A family without positions in a quarter is
    left out.
    """
    sums = {}
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        hours = {name: values * THOUSAND for name, values in vars(load_of(one)).items()}
        people = {**hours, "people": one.headcount, "lost": _lost_at_the_low_end(one) * THOUSAND}
        sums[case] = _by_family(solved, one, people)
    plan, base = sums["plan"], sums["baseline"]
    staffed, usual = (one["people"].where(one["people"] > _FEWEST) for one in (plan, base))
    parts_of = {name: plan[name] / staffed for name in ("delivered", "review", "redo", "directing", "spare")}
    table = plan[["family", "title", "period"]].assign(
        positions=plan["people"],
        intensity_baseline=base["required"] / base["available"].where(usual.notna()),
        intensity=plan["required"] / plan["available"].where(staffed.notna()),
        intensity_if_less=(plan["required"] + plan["lost"]) / plan["available"].where(staffed.notna()),
        delivered_baseline=base["delivered"] / usual,
        has=plan["available"] / staffed,
        **parts_of,
    )
    return table[staffed.notna()].reset_index(drop=True)


def _lost_at_the_low_end(outcome: Outcome) -> Array:
    """Hours that are no capacity at the low ends of both shares; (role, period) [thousand hours]."""
    i = outcome.inputs
    p = i.options.parameters
    low = p.replace(**{name: min(p[name], p.about(name).low) for name in CAPTURES})
    less = replace(i, options=replace(i.options, parameters=low))
    now, then = (evaluate((i.roles, i.periods), captured_hours(outcome.figures, one)) for one in (i, less))
    return now - then


def training_by_target(solved: SolvedPlan) -> pd.DataFrame:
    """Who is trained for what: people, weeks and cost by the role they move into, over the plan.

    cost holds the courses, the pay of people while they train, and what is lost until they are
    productive; its sum is the plan's statistic “training and moving”.
    """
    plan, i = solved.plan, solved.plan.inputs
    path, moves = i.pay_path, i.move_table
    directing = {"training_weeks": i.options.parameters["directing_training_weeks"], "training_cost": 0.0}
    to_directing = plan.to_directing.sum(axis=1)
    each = pd.DataFrame(
        {
            "target": [*moves["target"], *[DIRECTING_ROLE] * len(i.roles)],
            "people": np.append(plan.moves.sum(axis=1), to_directing),
            "cost": np.append(
                moves["cost"].to_numpy(float) * (plan.moves @ path),
                i.directing_move_cost * (plan.to_directing @ path),
            ),
            **{
                name: np.append(moves[name].to_numpy(float), np.full(len(i.roles), figure))
                for name, figure in directing.items()
            },
        }
    )
    each["person_weeks"] = each["people"] * each["training_weeks"]
    each["courses"] = each["people"] * each["training_cost"] / MILLION
    table = each[each["people"] > 0].groupby("target")[["people", "person_weeks", "courses", "cost"]].sum()
    table["weeks_each"] = table["person_weeks"] / table["people"]
    titles = solved.problem.setting.firm.roles["title"]
    table["target_title"] = titles.reindex(table.index).fillna(DIRECTING_TITLE)
    return table.sort_values("people", ascending=False, kind="stable").reset_index()


@dataclass(frozen=True)
class _Openings:
    """Open positions at the start, by what becomes of them.

    filled : (role, period) [positions] the first hires of a role fill its open positions
    cancelled : (role) [positions] that the plan must not fill; none unless they are to be cancelled
    deferred : (role) [positions] that the baseline fills within the first year and the plan does not
    """

    filled: Array
    cancelled: Array
    deferred: Array


def openings(plan: Outcome, base: Outcome) -> _Openings:
    """What becomes of the positions that are open at the start.

    plan, base : the plan and its baseline
    cancelled = clip(first year's hires of the baseline − of the plan, 0, open), where that is asked for;
    deferred = max(min(first year's hires of the baseline, open) − min(those of the plan, open), 0) otherwise
    """
    opened = plan.inputs.open_positions
    year = slice(0, QUARTERS_A_YEAR)
    hired, usual = plan.hires[:, year].sum(axis=1), base.hires[:, year].sum(axis=1)
    none = np.zeros_like(opened)
    cancelled, deferred = none, none
    if plan.inputs.options.levers.cancel_open:
        cancelled = np.clip(usual - hired, 0.0, opened)
    else:
        deferred = np.maximum(np.minimum(usual, opened) - np.minimum(hired, opened), 0.0)
    to_fill = (opened - cancelled)[:, None]
    filled = np.diff(np.minimum(plan.hires.cumsum(axis=1), to_fill), axis=1, prepend=0.0)
    return _Openings(filled, cancelled, deferred)
