"""A firm's roles as the plan takes them: who may direct AI (P6), and AI in use today (P3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.country import begins, country
from reallocate.firm.model.options import Options
from reallocate.firm.model.people_costs import ramp_up_pay
from reallocate.firm.model.reach import Reach, reached
from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.kernel.units import MILLION, THOUSAND
from reallocate.work.firm import OF_COLUMN, Firm, Moves

SENIOR_ZONE = 4
NOTICE, SEVERANCE = "statutory_notice", "statutory_severance"
"""Columns of a role table: what the law asks of an exit [days], [USD/exit]."""


def may_direct(
    firm: Firm, order: npt.NDArray[np.int64], levels: tuple[str, ...], least: float
) -> npt.NDArray[np.bool_]:
    """Whether people of each role may direct AI; (role).

    firm : roles and content
    order : (role) the order in which roles are taken
    levels : of the role table whose people may; without any it is roles of job zone 4 and above that direct
        others for so many of their hours
    least : [share of hours] by the narrow direction index
    A role is judged by its own work alone: neither the other roles nor how a table is cut into rows count.
    """
    table = firm.roles.iloc[order]
    if levels:
        named = {level.casefold() for level in levels}
        return table["level"].astype(str).str.casefold().isin(named).to_numpy(bool)
    direction = firm.direction[order]
    senior = table["job_zone"].to_numpy(float) >= SENIOR_ZONE
    return (direction > 0) & (direction >= least) & senior


_MOST_REACHES = 32
"""Kept of a firm: its reach by every source, under a few assumptions on its work."""


@dataclass(frozen=True, eq=False)
class PlannedRoles:
    """Roles in the order of their codes and, last, positions that direct AI.

    order : (own role) place in the firm's role table
    roles, families, family, occupation, manages, places : as in `Inputs`
    zone : (role) [job zone, 1–5]; 0 for positions that direct AI
    headcount, open_positions, contractors, protected : (role) [FTE]
    statutory_notice, statutory_severance : (role) [days], [USD/exit] by law; none where no law decides
    annual_cost : (role) [USD/FTE/year]
    leaving : (role) [share of the people in its occupations/year] who leave them
    family_cost : (family of own roles) [USD/FTE/year]
    content : (own role, activity) [share of hours]
    kind, activity_family : (activity) kind of work, family of activities
    coordination : (activity) whether it is coordinating work
    move_table : (pair) the feasible moves, with cost [USD million/FTE]
    moves, activities : that all this was worked out from
    """

    order: Integers
    roles: pd.Index
    families: pd.Index
    family: pd.Index
    occupation: pd.Index
    manages: Flags
    places: Mapping[str, pd.Index]
    zone: Array
    headcount: Array
    open_positions: Array
    contractors: Array
    protected: Array
    statutory_notice: Array | None
    statutory_severance: Array | None
    annual_cost: Array
    leaving: Array
    family_cost: pd.Series
    content: Array
    kind: npt.NDArray[np.object_]
    activity_family: pd.Series
    coordination: Flags
    move_table: pd.DataFrame
    moves: Moves
    activities: pd.DataFrame
    _reaches: dict[tuple[object, ...], Reach] = field(default_factory=dict)

    def reach(self, firm: Firm, own_work: Array, options: Options) -> Reach:
        """What AI reaches of the firm's work: the same for plans with the same work.

        firm : with these roles; content and reach
        own_work : (own role) [thousand hours/quarter] at the start
        options : parameters, reach_source
        """
        p = options.parameters
        smallest = p["smallest_system"] * p["hours_per_fte"] / 4 / THOUSAND
        key = (own_work.tobytes(), options.reach_source, smallest, p["system_cost"] > 0)
        found = self._reaches.get(key)
        if found is None:
            while len(self._reaches) >= _MOST_REACHES:
                self._reaches.pop(next(iter(self._reaches)), None)
            found = reached(firm, self.order, own_work, self.activities, options, smallest)
            self._reaches[key] = found
        return found


_KEPT: WeakKeyDictionary[Firm, PlannedRoles] = WeakKeyDictionary()


def planned_roles(firm: Firm, moves: Moves, activities: pd.DataFrame, directing: str) -> PlannedRoles:
    """A firm's roles for its plans, kept as long as the firm.

    firm : roles and content
    moves : feasible moves between the firm's roles
    activities : (activity) kind of work, augmentation family, coordination set
    directing : what positions that direct AI are called
    """
    kept = _KEPT.get(firm)
    if kept is None or kept.moves is not moves or kept.activities is not activities:
        kept = _KEPT[firm] = _planned_roles(firm, moves, activities, directing)
    return kept


def _planned_roles(firm: Firm, moves: Moves, activities: pd.DataFrame, directing: str) -> PlannedRoles:
    order = np.argsort(firm.roles.index.to_numpy().astype(str), kind="stable")
    table = firm.roles.iloc[order]
    known = activities.loc[firm.content.columns]
    home = country(firm.country)
    computing = begins(pd.Index(table["occupation"]), home.computing)
    roles = pd.Index([*table.index.astype(str), directing], name="role")
    family = [*table["family"].astype(str), directing]
    nearest = _as_if_directing(table, computing, "loaded_cost")
    annual = np.append(table["loaded_cost"].to_numpy(float), nearest)
    return PlannedRoles(
        order=order,
        roles=roles,
        families=pd.Index(sorted(set(family)), name="family"),
        family=pd.Index(family),
        occupation=pd.Index([*table["occupation"].astype(str), directing]),
        manages=np.append(begins(pd.Index(table["occupation"]), home.managers), False),
        places={one: pd.Index([*table[one].astype(str), ""]) for one in OF_COLUMN if one in table},
        zone=np.append(table["job_zone"].to_numpy(float), 0.0),
        headcount=np.append(table["headcount"].to_numpy(float), 0.0),
        open_positions=np.append(table["open_positions"].to_numpy(float), 0.0),
        contractors=_where_given(table, "contractors"),
        protected=_where_given(table, "protected"),
        statutory_notice=_by_law(table, computing, NOTICE),
        statutory_severance=_by_law(table, computing, SEVERANCE),
        annual_cost=annual,
        leaving=np.append(table["leaving"].to_numpy(float), _as_if_directing(table, computing, "leaving")),
        family_cost=_family_cost(table),
        content=firm.content.to_numpy()[order],
        kind=known["kind"].to_numpy(),
        activity_family=known["family"],
        coordination=known["coordination"].to_numpy(bool),
        move_table=_move_table(moves, roles, annual),
        moves=moves,
        activities=activities,
    )


def _where_given(table: pd.DataFrame, name: str) -> Array:
    """(role) [FTE] A column of the role table, none where it has none, and none who direct AI."""
    return np.append(table[name].to_numpy(float) if name in table else np.zeros(len(table)), 0.0)


def _by_law(table: pd.DataFrame, computing: Flags, name: str) -> Array | None:
    """(role) What the law asks of an exit, of positions that direct AI as of people nearest to them."""
    if name not in table:
        return None
    return np.append(table[name].to_numpy(float), _as_if_directing(table, computing, name))


def _as_if_directing(roles: pd.DataFrame, computing: Flags, column: str) -> float:
    """A figure of positions that direct AI, which nobody holds yet: that of the people nearest to them.

    roles : (role) with headcount, job_zone and the column
    computing : (role) whether its people build software
    column : loaded_cost [USD/FTE/year] or leaving [share of people/year]
    The headcount-weighted mean over the firm's computer occupations; where there are
    none, over roles of job zone 4 and above; else over all.
    """
    for chosen in (computing, roles["job_zone"] >= SENIOR_ZONE, roles["headcount"] >= 0):
        part = roles[chosen & (roles["headcount"] > 0)]
        if len(part):
            return float(np.average(part[column], weights=part["headcount"]))
    return float(roles[column].mean())


def _family_cost(table: pd.DataFrame) -> pd.Series:
    """(family) [USD/FTE/year] mean loaded cost; that of all people where a family has none."""
    pay = (table["loaded_cost"] * table["headcount"]).groupby(table["family"]).sum()
    people = table.groupby("family")["headcount"].sum()
    return (pay / people.where(people > 0)).fillna(pay.sum() / people.sum())


def _move_table(moves: Moves, roles: pd.Index, annual: Array) -> pd.DataFrame:
    """(pair) The moves between these roles, in their order, with what each costs.

    annual : (role) [USD/FTE/year]
    """
    table = moves.table
    table = table[table["origin"].isin(roles) & table["target"].isin(roles)]
    table = table.sort_values(["origin", "target"], ignore_index=True)
    pay = pd.Series(annual, index=roles)
    ramp_up: Array = table["ramp_up_weeks"].to_numpy(float) / 52 * pay.reindex(table["target"]).to_numpy()
    learning = table["training_weeks"] / 52 * pay.reindex(table["origin"]).to_numpy() + ramp_up_pay(ramp_up)
    return table.assign(cost=(table["training_cost"] + learning) / MILLION)


_MOST = 0.95
"""[share of the ceiling] of what can be installed in the end: more of it is never in use today."""
_STEPS, _SETTLED = 50, 1e-15
"""Of Newton's method: at most so many, until the share changes by less."""


@dataclass(frozen=True, eq=False)
class _TodaysUse:
    """AI in use at the start of a plan.

    share : r₀ [share of reachable hours] in every role alike
    larger : (role) [ratio] hours that people alone would need for a role's work, to the hours that they work
    """

    share: float
    larger: Array


def todays_use(
    p: Mapping[str, float], worked: Array, role: Integers, hours: Array, saving: Array
) -> _TodaysUse:
    """AI in use at the start, from the share of hours that it assists.

    p : assisted_today [share of hours], adoption_ceiling [share], capture_augmented
    worked : (role) [thousand hours/quarter] that people work
    role : (entry) place of the role
    hours, saving : (entry) [thousand hours/quarter] within reach, and [share] of them that is saved
    r₀·Σ reach = a₀·Σ hours worked, at most 95% of the ceiling;
    work of a role = hours worked ÷ (1 − r₀·Σ χ_u·σ·reach ÷ hours worked): people do it with today's AI.
    Source of a₀: Bick, Blandin, Deming 2025, Federal Reserve Bank of St. Louis (`assisted_today`).
    """
    if len(hours) == 0 or p["assisted_today"] == 0:
        return _TodaysUse(0.0, np.ones_like(worked))
    saved = p["capture_augmented"] * hours * saving
    reach, freed = (
        np.bincount(role, values, minlength=len(worked)).astype(float) for values in (hours, saved)
    )
    freed = np.divide(freed, worked, out=np.zeros_like(freed), where=worked > 0)

    assisted = p["assisted_today"] * float(worked.sum())
    share = _share_in_use(reach, freed, assisted, _MOST * p["adoption_ceiling"])
    return _TodaysUse(share, 1 / (1 - share * freed))


def _share_in_use(reach: Array, freed: Array, assisted: float, most: float) -> float:
    """r₀ with r₀·Σ reach ÷ (1 − r₀·freed) = assisted, at most `most`; by Newton's method from there.

    The left side rises ever faster, so that each step stays above the solution.
    """
    share = most
    for _ in range(_STEPS):
        larger = 1 / (1 - share * freed)
        over = share * float(reach @ larger) - assisted
        step = over / float(reach @ larger**2)
        if over <= 0 or step < _SETTLED:
            break
        share -= step
    return share
