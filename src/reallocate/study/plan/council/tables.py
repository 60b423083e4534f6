"""What a works council asks of a plan: jobs by route, the workload of those who stay, training."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.plan.inputs import DIRECTING_ROLE, THOUSAND
from reallocate.plan.load import load_of
from reallocate.plan.openings import openings
from reallocate.plan.outcome import Outcome
from reallocate.plan.role_tables import DIRECTING_TITLE
from reallocate.study.plan.problem.solved_cases import Parts

Array = npt.NDArray[np.float64]

MILLION = 1e6
ROUTES = ("open_filled", "other_hires", "moves_in", "quits", "voluntary", "moves_out", "layoffs")
FEWEST = 1e-6
"""A family with fewer positions than this has no workload per position [FTE]."""


def route_table(parts: Parts, titles: pd.Series) -> pd.DataFrame:
    """Jobs by route, role family and quarter, of baseline and plan [FTE].

    parts : every plan of the study
    titles : (major group) official titles
    begin + open_filled + other_hires + moves_in − quits − voluntary − moves_out − layoffs = end
    """
    tables = []
    for case, one in (("baseline", parts.base), ("plan", parts.plan)):
        filled = openings(one, parts.base).filled
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
        tables.append(_by_family(one, titles, parts.prepared.scenario.periods, walk).assign(case=case))
    table = pd.concat(tables, ignore_index=True)
    return table[["case", "family", "title", "period", *(c for c in table.columns if c in walk)]]


def family_table(parts: Parts, routes: pd.DataFrame) -> pd.DataFrame:
    """Jobs by route and role family over the whole plan, with what becomes of open positions [FTE].

    parts : every plan of the study
    routes : as from `route_table`
    """
    i = parts.plan.inputs
    found = openings(parts.plan, parts.base)
    of_family = pd.DataFrame(
        {
            "open_positions": i.open_positions,
            "open_cancelled": found.cancelled,
            "open_deferred": found.deferred,
        }
    )
    open_jobs = of_family.groupby(i.family.to_numpy()).sum()
    cases = routes.groupby(["case", "family"], sort=False)
    plan = routes[routes["case"] == "plan"].groupby("family", sort=False)
    table = plan[list(ROUTES)].sum()
    table.insert(0, "begin", plan["begin"].first())
    table = table.assign(end=plan["end"].last(), baseline_end=cases["end"].last()["baseline"])
    table.insert(0, "title", plan["title"].first())
    table.insert(1, "open_positions", open_jobs["open_positions"])
    table.insert(2, "open_cancelled", open_jobs["open_cancelled"])
    table.insert(3, "open_deferred", open_jobs["open_deferred"])
    return table.reset_index()


def load_table(parts: Parts, titles: pd.Series) -> pd.DataFrame:
    """Workload of those who stay, by role family and quarter: hours per position, plan beside baseline.

    parts : every plan of the study
    titles : (major group) official titles
    intensity = hours asked of people ÷ hours their positions have; `intensity_if_less` the same if only
    the low end of `capture` comes true while positions are as planned: asked + (χ − χ_low)·freed. All
    others are hours a quarter and position. A family without positions in a quarter is left out.
    """
    capture = parts.plan.inputs.options.parameters.about("capture")
    lost = max(capture.value - capture.low, 0.0) / (1 - capture.value) if capture.value < 1 else 0.0
    sums = {}
    for case, one in (("baseline", parts.base), ("plan", parts.plan)):
        hours = {name: values * THOUSAND for name, values in vars(load_of(one)).items()}
        people = {**hours, "people": one.headcount}
        sums[case] = _by_family(one, titles, parts.prepared.scenario.periods, people)
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


def _by_family(
    outcome: Outcome, titles: pd.Series, periods: tuple[str, ...], figures: dict[str, Array]
) -> pd.DataFrame:
    """Figures by role added up over role families; the family of directing positions comes last."""
    i = outcome.inputs
    place = i.families.get_indexer(i.family)
    rows = len(i.families)
    columns = {}
    for name, values in figures.items():
        summed = np.zeros((rows, len(i.periods)))
        np.add.at(summed, place, values)
        columns[name] = summed.ravel()
    names = [DIRECTING_TITLE if f == DIRECTING_ROLE else str(titles.get(f, f)) for f in i.families]
    table = pd.DataFrame(
        {
            "family": np.repeat(i.families.to_numpy(), len(i.periods)),
            "title": np.repeat(names, len(i.periods)),
            "period": list(periods) * rows,
            **columns,
        }
    )
    return table


def training_table(parts: Parts) -> pd.DataFrame:
    """Who is trained for what: people, weeks and cost by the role they move into, over the plan.

    parts : every plan of the study
    cost holds the courses, the pay of people while they train, and what is lost until they are
    productive; its sum is the plan's statistic “training and moving”.
    """
    plan, i = parts.plan, parts.plan.inputs
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
    names = parts.prepared.setting.firm.roles["title"].reindex(table.index).fillna(DIRECTING_TITLE)
    table.insert(0, "target_title", names)
    return table.sort_values("people", ascending=False, kind="stable").reset_index()
