"""A first year for more outlooks than one programme holds: made in groups, with a bound on the best."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.joint import FirstStage, Joint, first_stage
from reallocate.plan.program import Program
from reallocate.plan.start import Start
from reallocate.plan.worst_share import worst_weights

Item = TypeVar("Item")
Found = TypeVar("Found")

LARGEST = 100_000
"""Rows of the outlooks' programmes together up to which they are one programme."""

GROUP = 4
"""Outlooks in a group. Measured on 100 roles over 12 quarters: a group takes ten seconds of processor, and
what knowing is worth within it is most of what it is worth within all."""


def are_many(programs: Sequence[Program]) -> bool:
    """Whether the outlooks' programmes are more than one holds.

    programs : (outlook)
    """
    return sum(program.model.ncons for program in programs) > LARGEST


def in_groups(
    programs: Sequence[Program],
    weights: Array,
    best: Array,
    alone: Array,
    quarters: int,
    tail: float,
    caution: float,
    starts: Sequence[Start],
) -> tuple[FirstStage, float]:
    """A first year for all outlooks, the mean of the groups' by their weight, and the least that any costs.

    The least is above the work with people alone [USD million].

    programs : (outlook), of the same roles, systems and length
    weights : (outlook) adding up to 1
    best : (outlook) [USD million] least cost of one who knows the outlook
    alone : (outlook) [USD million] cost a_s of the same work with people alone
    quarters : decided before it shows which outlook comes
    tail : [share] of the outlooks' weight that counts as the worst
    caution : [share] λ, 0 for expected cost alone, 1 for the worst share alone
    starts : (outlook) what the plan of one who knows it found
    With ρ the weights of the worst share at the least costs, q_s = (1 − λ)·π_s + λ·ρ_s and groups G:
    (1 − λ)·Σ π_s·(c_s − a_s) + λ·worst(c − a) ≥ Σ q_s·(c_s − a_s)
    ≥ Σ_G min Σ_{s∈G} q_s·c_s − Σ q_s·a_s,
    where a group decides for its own outlooks only. Each has outlooks of every kind, from cheap to dear.
    Source: Sandıkçı, Kong, Schaefer 2013, A hierarchy of bounds for stochastic mixed-integer programs,
    Mathematical Programming 138:253.
    """
    beside = best - alone
    share = (1 - caution) * weights + caution * worst_weights(beside, weights, tail)
    order = np.argsort(-beside, kind="stable")
    count = math.ceil(len(programs) / GROUP)
    if 2 < count < len(programs):
        count += count % 2  # two cores share an even number evenly
    groups = [order[first::count] for first in range(count)]
    joints = [
        Joint(
            [programs[place] for place in group], share[group], best[group], alone[group], quarters, tail,
            [starts[place] for place in group],
        )  # fmt: skip
        for group in groups
    ]
    bound, years, heavy = -float(share @ alone), [], []
    for group, solutions in zip(groups, at_once(lambda joint: joint.expected(0.0), joints), strict=True):
        bound += sum(share[place] * one.objective for place, one in zip(group, solutions, strict=True))
        first_year = first_stage(programs[group[0]], quarters)
        years.append({name: solutions[0].of(one) for name, one in first_year.items()})
        heavy.append(float(share[group].sum()))
    mean = {name: np.average([year[name] for year in years], axis=0, weights=heavy) for name in years[0]}
    return mean, bound


def at_once(do: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """Something done with each of several programmes, one a core at a time; in their order.

    do : what; the solver lets go of the interpreter while it runs
    items : that share nothing
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(do, items))
