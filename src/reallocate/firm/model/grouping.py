"""Roles too small to be planned alone, and outlooks too many for one programme, taken in groups."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.firm.model.firm import NOTICE, SEVERANCE
from reallocate.firm.model.joint import FirstStage, Joint, first_stage, worst_weights
from reallocate.firm.model.programme import Program
from reallocate.firm.model.start import Start
from reallocate.kernel.arrays import Array
from reallocate.work.firm import UNRECOGNISED, UNRECOGNISED_TITLE, marks_of
from reallocate.work.world import ReachBySource, World, by_source, reach_of

SEVERAL = "several"
_MEANS = ("loaded_cost", "job_zone", "leaving", NOTICE, SEVERANCE)
"""Columns of a role table that a group has the mean of, by headcount."""
_SUMS = ("headcount", "open_positions", "contractors", "protected", "sure")
"""Columns that a group has the sum of."""
_GROUP = "-0000"
_PLACES = f"@{SEVERAL}"
"""After an occupation's code: its small rows together."""
_CODE = 7
"""Characters of an occupation's code."""


def group_small(
    rows: pd.DataFrame,
    world: World,
    below: float,
    alone: Collection[str] = (),
    marks: pd.Series | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The roles of a firm with small ones joined, and which occupations each is made of.

    rows : (role) title, occupation, family, headcount, open_positions, loaded_cost, location,
        level, job_zone, own_pay [share of headcount] and further texts
    world : for the groups' titles
    below : roles with less than this share of all headcount are small: those of one occupation are joined,
        and with others of their major group where all of the occupation is small
    alone : roles and occupations that stay by themselves, however small
    marks : (role) of department, site or country, as `marks_of` gives them: rows that differ are not joined
    Whether an occupation is small is judged by its people, in however many rows they stand; what would be
    joined with nobody stays as it is.
    Returns the roles, sorted by id, and (member) role, occupation, weight, where the weights of a
    role's members sum to 1: by headcount, or equal where nobody works in them.
    """
    role = _joined_to(rows, below, alone, marks_of(rows, ()) if marks is None else marks)
    headcount, weight = rows["headcount"].to_numpy(float), np.empty(len(rows))
    for places in rows.groupby(role, sort=False).indices.values():
        weight[places] = _shares(headcount[places])
    members = pd.DataFrame(
        {"role": role.to_numpy(), "occupation": rows["occupation"].to_numpy(), "weight": weight}
    )
    members = members.groupby(["role", "occupation"])[["weight"]].sum().reset_index()
    joined = role != pd.Series(rows.index, index=rows.index)
    titles = world.table("groups").set_index("code")["title"]
    named = world.occupations["title"]
    small = {name: column.to_numpy() for name, column in rows[joined].items()}
    others = {}
    for place, members_of in rows[joined].groupby(role[joined], sort=False).indices.items():
        role_id = str(place)
        code = role_id[:_CODE]
        title = str(named.get(code, UNRECOGNISED_TITLE))
        if code.endswith(_GROUP):
            title = f"Other {titles.get(code, code)}"
        others[role_id] = _other(code, title, {str(name): one[members_of] for name, one in small.items()})
    together = pd.DataFrame.from_dict(others, orient="index", columns=list(rows.columns))
    roles = pd.concat([rows[~joined], together.astype(rows.dtypes)] if others else [rows]).sort_index()
    roles.index = pd.Index(roles.index.astype(str), name="role")
    return roles, members


def _joined_to(rows: pd.DataFrame, below: float, alone: Collection[str], marks: pd.Series) -> pd.Series:
    """The role that each row is planned in: itself, its occupation's small rows, or its major group's."""
    people, occupation = rows["headcount"], rows["occupation"]
    least = below * people.sum()
    named = rows.index.isin(list(alone)) | occupation.isin(list(alone))
    small = (people < least) & ~named
    own = pd.Series(rows.index, index=rows.index)
    job = occupation + marks
    several = small & (small.groupby(job).transform("sum") > 1)
    role = own.where(~several, occupation + _PLACES + marks)
    scarce = small & (people.groupby(job).transform("sum") < least)
    major = occupation.str[:2] + _GROUP + marks
    kinds = occupation[scarce & (people > 0)].groupby(major).nunique()
    return role.where(~(scarce & (major.map(kinds).fillna(0) > 1)), major)


def is_group(role: str) -> bool:
    """Whether a role is several small ones taken together."""
    return role[2:_CODE] == _GROUP or role[_CODE:].startswith(_PLACES)


def grouped_role(role: str, occupation: str, grouped: Collection[str], marks: str = "") -> str:
    """The role of a grouped firm that a role is planned in; empty where there is none.

    role, occupation : of the firm before
    marks : what ids of the grouped firm say of the role's dimensions
    A role that has its group's name is only a part of it.
    """
    if role in grouped and role[2:_CODE] != _GROUP:
        return role
    places = (f"{occupation}{_PLACES}{marks}", f"{occupation[:2]}{_GROUP}{marks}")
    return next((place for place in places if place in grouped), "")


def role_work(members: pd.DataFrame, world: World) -> tuple[pd.DataFrame, ReachBySource, ReachBySource]:
    """The work in each role and AI's reach over it, from the occupations that it is made of.

    members : (member) role, occupation, weight, as from `group_small`
    world : content and reach of occupations
    content[r, a] = Σ_o w[r, o]·content[o, a];
    reach[s, r, a] = Σ_o w[r, o]·content[o, a]·reach[s, o, a] / content[r, a], 0 where there are no hours.
    People who are not recognised do what the nation's people do on average, and AI reaches none of it.
    Returns content, augmentable, automatable.
    """
    roles = pd.Index(sorted(set(members["role"])), name="role")
    occupations, activities = world.content.axes
    weights = np.zeros((len(roles), len(occupations)))
    known = members[members["occupation"].ne(UNRECOGNISED)]
    weights[
        roles.get_indexer(pd.Index(known["role"])), occupations.get_indexer(pd.Index(known["occupation"]))
    ] = known["weight"]
    hours = world.content.to_numpy()
    content = weights @ hours
    people = world.occupations["employment"].fillna(0.0).to_numpy(float)
    content[~weights.any(axis=1)] = people @ hours / people.sum()
    reaches = []
    for reach in (world.augmentable, world.automatable):
        reached = by_source(reach) * hours
        summed = np.einsum("ro,soa->sra", weights, reached, optimize=True)
        share = np.divide(summed, content, out=np.zeros_like(summed), where=content > 0)
        reaches.append(reach_of(np.clip(share, 0.0, 1.0), reach, roles, activities))
    return pd.DataFrame(content, roles, activities, copy=False), reaches[0], reaches[1]


def _pay_weighted(rows: Mapping[str, Array], share: Array) -> float:
    """The share of the group's payroll that rests on own pay; own_pay of a role is of people alike in pay."""
    pay = share * rows["loaded_cost"]
    return float((pay * rows["own_pay"]).sum() / pay.sum()) if pay.sum() > 0 else 0.0


def _shares(headcount: Array) -> Array:
    total = headcount.sum()
    return headcount / total if total > 0 else np.full(len(headcount), 1 / len(headcount))


def _other(code: str, title: str, rows: Mapping[str, npt.NDArray[Any]]) -> list[object]:
    """One role in place of several small ones of an occupation or of a major group; (column of `rows`).

    rows : (column) their values
    """
    share = _shares(rows["headcount"])
    record: dict[str, object] = {
        "title": title,
        "occupation": code,
        "family": rows["family"][0],
        **{name: float(np.nansum(rows[name])) for name in _SUMS if name in rows},
        **{name: float(np.nansum(share * rows[name])) for name in _MEANS if name in rows},
        "own_pay": _pay_weighted(rows, share),
    }
    # A text that the roles do not share says so.
    return [
        record[name] if name in record else values[0] if pd.unique(values).size == 1 else SEVERAL
        for name, values in rows.items()
    ]


_Item = TypeVar("_Item")
_Found = TypeVar("_Found")

_LARGEST = 100_000
"""Rows of the outlooks' programmes together up to which they are one programme."""

_FEWEST_TOGETHER = 4
"""Outlooks in a group. Measured on 100 roles over 12 quarters: a group takes ten seconds of processor, and
what knowing is worth within it is most of what it is worth within all."""


def are_many(programs: Sequence[Program]) -> bool:
    """Whether the outlooks' programmes are more than one holds.

    programs : (outlook)
    """
    return sum(program.model.ncons for program in programs) > _LARGEST


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
    count = math.ceil(len(programs) / _FEWEST_TOGETHER)
    if 2 < count < len(programs):
        count += count % 2  # two cores share an even number evenly
    groups = [order[first::count] for first in range(count)]
    joints = [
        Joint(
            [programs[place] for place in group],
            share[group],
            best[group],
            alone[group],
            quarters,
            tail,
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


def at_once(do: Callable[[_Item], _Found], items: Sequence[_Item]) -> list[_Found]:
    """Something done with each of several programmes, one a core at a time; in their order.

    do : what; the solver lets go of the interpreter while it runs
    items : that share nothing
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(do, items))


def bisect(start: float, end: float, like_end: Callable[[float], bool], halvings: int) -> tuple[float, float]:
    """Two neighbouring values, one with the answer of the start and one with that of the end.

    start, end : values with different answers
    like_end : whether the answer at a value is that of the end
    halvings : how often the span between them is halved
    """
    for _ in range(halvings):
        middle = (start + end) / 2
        start, end = (start, middle) if like_end(middle) else (middle, end)
    return start, end
