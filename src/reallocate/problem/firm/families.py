"""Figures by role family and quarter, and who is trained for what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import DIRECTING_ROLE, MILLION, THOUSAND
from reallocate.plan.labelled import evaluate
from reallocate.plan.open_positions import openings
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_hours import load_of
from reallocate.plan.relief import CAPTURES, captured_hours
from reallocate.plan.role_tables import DIRECTING_TITLE
from reallocate.problem.firm.solved_cases import SolvedCases

WALK = ("moves_in", "quits", "voluntary", "moves_out", "layoffs")
FEWEST = 1e-6
"""A family with fewer positions than this has no workload per position [FTE]."""


def by_family(solved: SolvedCases, outcome: Outcome, figures: dict[str, Array]) -> pd.DataFrame:
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


def jobs_by_quarter(solved: SolvedCases) -> pd.DataFrame:
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
            **{name: getattr(one, name) for name in WALK},
            "end": one.headcount,
        }
        tables.append(by_family(solved, one, walk).assign(case=case))
    return pd.concat(tables, ignore_index=True)


def jobs_by_family(solved: SolvedCases) -> pd.DataFrame:
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
    table = plan[["open_filled", "other_hires", *WALK]].sum().join(plan[["title", "begin"]].first())
    return table.join(open_jobs).assign(**ends).reset_index()


def workload_by_family(solved: SolvedCases) -> pd.DataFrame:
    """Workload of those who stay, by role family and quarter: hours per position, plan beside baseline.

    intensity = hours asked of people ÷ hours their positions have; `intensity_if_less` the same if only
    the low ends of both shares captured come true while positions are as planned: asked + captured − captured then. All
    others are hours a quarter and position. A family without positions in a quarter is left out.
    """
    sums = {}
    for case, one in (("baseline", solved.base), ("plan", solved.plan)):
        hours = {name: values * THOUSAND for name, values in vars(load_of(one)).items()}
        people = {**hours, "people": one.headcount, "lost": _lost_at_the_low_end(one) * THOUSAND}
        sums[case] = by_family(solved, one, people)
    plan, base = sums["plan"], sums["baseline"]
    staffed, usual = (one["people"].where(one["people"] > FEWEST) for one in (plan, base))
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
    """Hours fewer that become capacity at the low ends of both shares captured; (role, period) [thousand hours]."""
    i = outcome.inputs
    p = i.options.parameters
    low = p.replace(**{name: min(p[name], p.about(name).low) for name in CAPTURES})
    less = replace(i, options=replace(i.options, parameters=low))
    now, then = (evaluate((i.roles, i.periods), captured_hours(outcome.figures, one)) for one in (i, less))
    return now - then


def training_by_target(solved: SolvedCases) -> pd.DataFrame:
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
