"""Which figures of a plan get a near-optimal range; how one is found is in `near_optimal.py`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.plan.cases import Setting, solve_case
from reallocate.plan.inputs import ALL_KINDS
from reallocate.plan.labelled import Term, by, select, times
from reallocate.plan.near_optimal import NearOptimal
from reallocate.plan.plan_hours import kind_shares
from reallocate.plan.relief import relief_in_kind
from reallocate.plan.solve import SOME

Ends = tuple[float, float]

ROLES_WITH_LAYOFFS = 8


@dataclass(frozen=True)
class Ranges:
    """How far figures can move among near-optimal plans.

    positions : [FTE] at the end
    fewest_layoffs : [FTE] over the plan
    roles : (role of the grouped firm) [FTE] at the end
    role_layoffs : (role of the grouped firm) [FTE] over the plan, for the roles with most layoffs where the
        plan chooses them
    kinds : (kind) [thousand hours people work at the end]
    activities : (activity) [thousand hours automated in the last quarter]
    """

    positions: Ends
    fewest_layoffs: float
    roles: dict[str, Ends]
    role_layoffs: dict[str, Ends]
    kinds: dict[str, Ends]
    activities: dict[str, Ends]


def plan_ranges(setting: Setting) -> Ranges:
    """How far a plan's figures move among near-optimal plans.

    setting : the firm, small roles grouped
    """
    solved, _ = solve_case(setting, setting.options)
    v, i = solved.program.variables, solved.program.inputs
    near = NearOptimal(solved)
    last = select(v.headcount, date=-1)
    each = {
        str(role): near.range_of([Term(1, last.isel(role=place))], most_from_best=True)
        for place, role in enumerate(i.roles)
    }
    return Ranges(
        positions=near.range_of([Term(1, last)]),
        fewest_layoffs=_fewest_layoffs(near),
        roles=each,
        role_layoffs=_layoffs_by_role(near),
        kinds={kind: kind_range(near, kind) for kind in ALL_KINDS[:-1]},
        activities=_activity_ranges(near),
    )


def _fewest_layoffs(near: NearOptimal) -> float:
    """How few layoffs suffice; not how many there could be, which are people hired back at once."""
    solved = near.solved
    exits, made = solved.program.inputs.options.exits, float(solved.outcome.layoffs.sum())
    if made < SOME or (exits is not None and exits.pro_rata):
        return made
    return near.least_of([Term(1, solved.program.variables.layoffs)])


def _layoffs_by_role(near: NearOptimal) -> dict[str, Ends]:
    """The roles with most layoffs; none where exits are pro rata, since nothing is left to choose."""
    v, i, found = near.solved.program.variables, near.solved.program.inputs, near.solved.outcome
    exits = i.options.exits
    if exits is not None and exits.pro_rata:
        return {}
    gone = found.layoffs.sum(axis=1)
    most = [int(place) for place in np.argsort(-gone, kind="stable")[:ROLES_WITH_LAYOFFS] if gone[place] >= 1]
    return {str(i.roles[place]): near.range_of([Term(1, select(v.layoffs, role=place))]) for place in most}


def kind_range(near: NearOptimal, kind: str) -> Ends:
    """How far the hours that AI adds to a kind of work, mostly below 0, move in the last quarter.

    kind : of work
    [thousand hours]; who checks work of others does it in the kinds that fill the own time in the best plan
    """
    v, i = near.solved.program.variables, near.solved.program.inputs
    share = kind_shares(near.solved.outcome)[:, ALL_KINDS.index(kind)]

    last = by("period", (i.periods == i.periods[-1]).astype(float))
    return near.range_of(times(-last, relief_in_kind(v, i, kind, share)))


def _activity_ranges(near: NearOptimal) -> dict[str, Ends]:
    v, i = near.solved.program.variables, near.solved.program.inputs
    ranges = {}
    for activity in sorted(set(i.cells.entry_activity)):
        share = i.cells.share_of((i.cells.entry_activity == activity).to_numpy())[i.cells.targets]
        place = np.flatnonzero(share)
        hours = [Term(by("target", share[place]), select(v.automated, target=place, period=-1))]
        ranges[str(activity)] = near.range_of(hours) if len(place) else (0.0, 0.0)
    return ranges
