"""A planner's own plan, read for a firm and priced: faults first, then its cost beside the best plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.errors import InfeasiblePlan, InputError, Problem, nearest
from reallocate.measure.arrays import Array, Flags
from reallocate.plan.cases import Setting
from reallocate.plan.inputs import DIRECTING_ROLE, Inputs, make_inputs
from reallocate.plan.outcome import Outcome
from reallocate.plan.own_plan import OwnPlan, Stated, solve_own_plan, stated
from reallocate.plan.role_tables import DIRECTING_TITLE
from reallocate.scenario.firm.own_plan import RoleNames, decisions_of
from reallocate.scenario.firm.schema import Scenario

NOBODY = 1e-6
"""[FTE] By which people who leave may exceed those there are: rounding of a file."""


def decisions_for(scenario: Scenario, setting: Setting) -> pd.DataFrame | None:
    """The decisions of the scenario's own plan, by role and quarter; none where it names no file.

    setting : the firm, its moves and options
    Raises `InputError` with every row that cannot be read or carried out.
    """
    path = scenario.given_path
    if path is None:
        return None
    names = RoleNames.of(setting.firm.roles, {DIRECTING_ROLE: DIRECTING_TITLE})
    rows = decisions_of(path, names, scenario.periods)
    inputs = make_inputs(setting.firm, setting.moves, setting.activities, setting.options)
    if problems := list(_unknown_moves(rows, inputs, setting.firm.roles["title"], path)):
        raise InputError(problems)
    if problems := list(_too_many_leave(rows, inputs, scenario.periods, path)):
        raise InputError(problems)
    return rows


def price_own_plan(setting: Setting, rows: pd.DataFrame, base: Outcome) -> OwnPlan:
    """The own plan, completed and priced.

    rows : as from `decisions_for`
    base : the baseline
    Raises `InputError` where its decisions cannot be carried out together.
    """
    try:
        return solve_own_plan(setting, rows, base)
    except InfeasiblePlan:
        what = "the decisions cannot be carried out together: more people leave a role than it has"
        remedy = "Check exits, moves and headcounts of each role against its people at the start."
        raise InputError(Problem(what, "--given", remedy)) from None


def _unknown_moves(rows: pd.DataFrame, i: Inputs, titles: pd.Series, path: Path) -> Iterator[Problem]:
    """Moves between roles that the plan knows no training and cost for."""
    pairs = set(zip(i.move_table["origin"], i.move_table["target"], strict=True))
    directs = dict(zip(i.roles, i.may_direct_after_move, strict=True))
    for _, row in rows[rows["moves"].gt(0)].iterrows():
        origin, target = str(row["role"]), str(row["to"])
        if (origin, target) in pairs or (target == DIRECTING_ROLE and directs[origin]):
            continue
        possible = sorted(end for start, end in pairs if start == origin)
        possible += [DIRECTING_ROLE] if directs[origin] else []
        named = [f"{code} {titles.get(code, DIRECTING_TITLE)}" for code in possible]
        yield Problem(
            f"no move from {origin} to {target} is known",
            f"{path.name} row {row['row']}",
            "Write one of them, or hires and exits." if named else "Write hires and exits instead.",
            "Training and its cost are not known for it.",
            nearest=nearest(f"{target} {titles.get(target, '')}", named) or tuple(named[:4]),
        )


def _too_many_leave(rows: pd.DataFrame, i: Inputs, periods: tuple[str, ...], path: Path) -> Iterator[Problem]:
    """Quarters in which more people leave a role than it can have, as far as that is decided."""
    own = stated(i, rows)
    paused = _paused(own, i)
    come = _most_come(own, i, paused)
    family = pd.factorize(i.occupation)[0]
    share = i.options.parameters["quits_replaced_in_pause"]
    leaving, roles = _leaving(own, i), list(map(str, i.roles))
    most = i.headcount.astype(float)
    for period, quarter in enumerate(periods):
        stayed = most * (1 - i.quits)
        for place in np.flatnonzero(leaving[:, period] > stayed + NOBODY):
            here = rows[rows["role"].eq(roles[place]) & rows["period"].eq(period)]
            yield Problem(
                f"{leaving[place, period]:,.6g} people leave {roles[place]} in {quarter}, and it has "
                f"at most {stayed[place]:,.6g} after quits",
                f"{path.name} row{'s' * (len(here) > 1)} {', '.join(map(str, here['row']))}",
                "Write fewer exits, offers and moves, or hires before.",
            )
        quits = np.bincount(family, _of_many(most, i.quits))[family]
        replaced = np.where(paused[:, period], share * quits, 0.0)
        most = np.maximum(stayed - leaving[:, period], 0.0) + come[:, period] + replaced
        most = np.where(np.isnan(own.headcount[:, period]), most, own.headcount[:, period])


def _of_many(people: Array, share: Array) -> Array:
    """A share of people, of whom there may be any number: none of them where the share is 0."""
    result: Array = np.where(share > 0, people, 0.0) * share
    return result


def _leaving(own: Stated, i: Inputs) -> Array:
    """People who leave each role by decision; (role, period) [FTE]."""
    out = np.nan_to_num(own.exits) + np.nan_to_num(own.offers) + np.nan_to_num(own.to_directing)
    np.add.at(out, i.origins, np.nan_to_num(own.moves))
    return out


def _paused(own: Stated, i: Inputs) -> Flags:
    """Quarters of the pause after exits that are decided; (role, period)."""
    pause = round(i.options.parameters["rehire_pause"])
    paused = np.zeros(own.exits.shape, dtype=bool)
    for place, period in zip(*np.nonzero(np.nan_to_num(own.exits) > NOBODY), strict=True):
        paused[i.occupation == i.occupation[place], period : period + pause] = True
    return paused


def _most_come(own: Stated, i: Inputs, paused: Flags) -> Array:
    """The most people who can come into each role; (role, period) [FTE], no limit where that is left open.

    paused : (role, period) where what is left open may only replace quits, which are not counted here
    """
    come = np.where(np.isnan(own.hires), np.where(paused, 0.0, np.inf), own.hires)
    within = np.asarray(i.occupation[i.origins] == i.occupation[i.targets])[:, None]
    open_moves = np.where(paused[i.targets] & ~within, 0.0, np.inf)
    np.add.at(come, i.targets, np.where(np.isnan(own.moves), open_moves, own.moves))
    come[-1] = np.inf
    return come
