"""What a works council asks of a plan: jobs by route, the workload of those who stay, training."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.output.table import Column, of_unit, table
from reallocate.plan.inputs import DIRECTING_ROLE, THOUSAND
from reallocate.plan.load import load_of
from reallocate.plan.openings import openings
from reallocate.plan.outcome import Outcome
from reallocate.plan.role_tables import DIRECTING_TITLE
from reallocate.problem.firm.columns import CASE, FAMILY, PERIOD, ROLE, ROUTES, SOLVED, TO
from reallocate.problem.firm.role_groups import coded_roles
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.transition.entry import entry_requirements
from reallocate.transition.local_pay import local_pay
from reallocate.transition.observed import observed_moves

Array = npt.NDArray[np.float64]

MILLION = 1e6
SUMMED = ("open_filled", "other_hires", "moves_in", "quits", "voluntary", "moves_out", "layoffs")
LOSING, COMMON, FEWER = 10, 3, 1.0
"""Roles whose moves are shown, moves of each, and the positions that such a role loses at least [FTE]."""
FEWEST = 1e-6
"""A family with fewer positions than this has no workload per position [FTE]."""


@table(
    "routes", "Jobs by route and quarter",
    CASE, FAMILY, PERIOD, ROUTES, source=f"{SOLVED} Roles by major group.",
)  # fmt: skip
def routes(solved: SolvedCases) -> pd.DataFrame:
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
            "moves_in": one.moves_in,
            "quits": one.quits,
            "voluntary": one.voluntary,
            "moves_out": one.moves_out,
            "layoffs": one.layoffs,
            "end": one.headcount,
        }
        tables.append(_by_family(solved, one, walk).assign(case=case))
    return pd.concat(tables, ignore_index=True)


@table(
    "families", "Jobs by route",
    FAMILY,
    of_unit("positions", open_positions="Open at the start", open_cancelled="Open, cancelled",
            open_deferred="Open, deferred a year"),
    ROUTES, Column("baseline_end", "Baseline at the end", "FTE"),
    source=f"{SOLVED} Roles by major group.",
)  # fmt: skip
def families(solved: SolvedCases) -> pd.DataFrame:
    """Jobs by route and role family over the whole plan, with what becomes of open positions [FTE]."""
    by_quarter = routes(solved)
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
    table = plan[list(SUMMED)].sum()
    table.insert(0, "begin", plan["begin"].first())
    table = table.assign(end=plan["end"].last(), baseline_end=cases["end"].last()["baseline"])
    table.insert(0, "title", plan["title"].first())
    table.insert(1, "open_positions", open_jobs["open_positions"])
    table.insert(2, "open_cancelled", open_jobs["open_cancelled"])
    table.insert(3, "open_deferred", open_jobs["open_deferred"])
    return table.reset_index()


@table(
    "workload", "Workload of those who stay",
    FAMILY, PERIOD, Column("positions", unit="FTE"),
    of_unit("share of hours", intensity_baseline="Load, baseline", intensity="Load",
            intensity_if_less="Load, low capture"),
    of_unit("hours/quarter", delivered_baseline="Work delivered, baseline", has="Hours per position",
            delivered="Work delivered", review="Review", redo="Rework", directing="Directing AI",
            spare="Freed but unused"),
    source=f"{SOLVED} Roles by major group.",
)  # fmt: skip
def workload(solved: SolvedCases) -> pd.DataFrame:
    """Workload of those who stay, by role family and quarter: hours per position, plan beside baseline.

    intensity = hours asked of people ÷ hours their positions have; `intensity_if_less` the same if only
    the low end of `capture` comes true while positions are as planned: asked + (χ − χ_low)·freed. All
    others are hours a quarter and position. A family without positions in a quarter is left out.
    """
    capture = solved.plan.inputs.options.parameters.about("capture")
    lost = max(capture.value - capture.low, 0.0) / (1 - capture.value) if capture.value < 1 else 0.0
    sums = {}
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        hours = {name: values * THOUSAND for name, values in vars(load_of(one)).items()}
        people = {**hours, "people": one.headcount}
        sums[case] = _by_family(solved, one, people)
    plan, base = sums["plan"], sums["baseline"]
    staffed, usual = (one["people"].where(one["people"] > FEWEST) for one in (plan, base))
    parts_of = {
        name: plan[name] / staffed for name in ("delivered", "review", "redo", "directing", "spare")
    }
    table = plan[["family", "title", "period"]].assign(
        positions=plan["people"],
        intensity_baseline=base["required"] / base["available"].where(usual.notna()),
        intensity=plan["required"] / plan["available"].where(staffed.notna()),
        intensity_if_less=(plan["required"] + lost * plan["spare"])
        / plan["available"].where(staffed.notna()),
        delivered_baseline=base["delivered"] / usual,
        has=plan["available"] / staffed,
        **parts_of,
    )
    return table[staffed.notna()].reset_index(drop=True)


def _by_family(solved: SolvedCases, outcome: Outcome, figures: dict[str, Array]) -> pd.DataFrame:
    """Figures by role added up over role families; the family of directing positions comes last."""
    i, titles, periods = outcome.inputs, solved.family_titles, solved.problem.scenario.periods
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


@table(
    "training", "Training",
    TO, Column("people", unit="people"),
    of_unit("weeks", weeks_each="Weeks each", person_weeks="Weeks in all"),
    of_unit("USD million", courses="Courses", cost="Cost in all"),
    source=f"{SOLVED} Moves as on the sheet Moves between roles.",
)  # fmt: skip
def training(solved: SolvedCases) -> pd.DataFrame:
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
    table.insert(1, "weeks_each", table["person_weeks"] / table["people"])
    names = solved.problem.setting.firm.roles["title"].reindex(table.index).fillna(DIRECTING_TITLE)
    table.insert(0, "target_title", names)
    return table.sort_values("people", ascending=False, kind="stable").reset_index()


@table(
    "ways", "Observed job changes",
    ROLE, Column("title", "From"), TO, Column("in_firm", "Also in this firm"),
    of_unit("share of movers", share_of_movers="Share of movers", share_low="Share, low",
            share_high="Share, high"),
    Column("people_seen", "People observed", "people"),
    of_unit("USD/year", pay_now="Median pay now", median_pay="Median pay there", entry_pay="Pay on entry"),
    Column("asks", "Requirements"),
    source="National figures, no plan is involved: moves that the household survey saw, counted in people.",
)  # fmt: skip
def ways(solved: SolvedCases) -> pd.DataFrame:
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
        return pd.DataFrame(columns=ways.names)
    table = pd.concat(moves, ignore_index=True).rename(columns={"occupation": "target"})
    there = set(solved.problem.setting.firm.roles["occupation"].astype(str))
    return table.assign(
        target_title=table["target"].map(world.occupations["title"]),
        in_firm=table["target"].isin(there).map({True: "yes", False: ""}),
        median_pay=table["target"].map(pay.table["p50"]),
        entry_pay=table["target"].map(pay.table["p25"]),
        asks=table["target"].map(entry_requirements(world)["asks"]),
    )[ways.names]
