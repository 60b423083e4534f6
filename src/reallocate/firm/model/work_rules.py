"""What every plan must keep about work: it is done, within reach, at a pace, by somebody (P1–P4, P6)."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.firm.model.ai_hour import todays_use_is_given
from reallocate.firm.model.demand import added_by_cell, added_work
from reallocate.firm.model.inputs import DROP_WIDTHS, Inputs
from reallocate.firm.model.labelled import (
    Sum,
    Term,
    add_rows,
    by,
    end_of_period,
    lag,
    of_roles,
    select,
    times,
)
from reallocate.firm.model.lever import PERCENT, Lever
from reallocate.firm.model.relief import relief
from reallocate.firm.model.variables import PACES, Figures, Variables
from reallocate.lp.model import Model
from reallocate.lp.named_axes import Named


def workload(v: Variables | Figures, i: Inputs) -> Sum:
    """Work there is before any is dropped (P1, P2); (role, period) [thousand hours/quarter].

    D[r,t] = D₀[r]·g(t)·(1 + Σ up − Σ down) + c₀[r]·size of coordinating work
    """
    size = select(v.coordination, family=by("role", i.families.get_indexer(i.family)))
    return [
        Term(by("role", i.work) * by("period", i.growth)),
        Term(by("role", i.coordination), size),
        *added_work(v, i),
    ]


def required_hours(v: Variables | Figures, i: Inputs) -> Sum:
    """Hours that people must work (P6); (role, period) [thousand hours].

    D − drop − relief + directing
    """
    return [*workload(v, i), Term(-1, v.dropped), *times(-1, relief(v, i)), Term(1, v.directing)]


def available_hours(v: Variables | Figures, i: Inputs) -> Sum:
    """Hours that people have, those from outside included (P6); (role, period) [thousand hours].

    φ·(n·(1 − slack) + contractors)
    """
    own = Term(i.hours, end_of_period(v.headcount))
    return [own] if v.contractors is None else [own, Term(i.hours, v.contractors)]


AI = Lever(part="levers", field="ai", section="levers", text="no AI systems are installed")


DROPPING = Lever(part="levers", field="dropping", section="levers", text="all work is done")


CEILING = Lever(
    part="parameters", field="adoption_ceiling", section="parameters", always=True,
    limit="limit on the share of reachable work with an AI system at the end",
    unit="percentage points", one=0.01,
    ends=PERCENT,
)  # fmt: skip


LENT = Lever(
    part="limits", field="directing_lent", always=True,
    limit="outside help in directing AI, at no charge (none assumed)",
    unit="FTE", ends=(-math.inf, math.inf),
)  # fmt: skip


def work_is_done_or_dropped(m: Model, v: Variables, i: Inputs) -> None:
    """P1: Σ_m y[r,t] + drop[r,t] = D[r,t]; hours left to people alone cannot be negative.

    Work that nobody and nothing does is dropped at a price that rises by band.
    """
    left = [*workload(v, i), Term(-1, v.dropped), of_roles(i, -1, v.with_ai)]
    add_rows(m, "work_is_done_or_dropped", (i.roles, i.periods), left, ">=")
    width = by("role", i.work + i.coordination) * by("period", i.growth) * by("band", DROP_WIDTHS)
    add_rows(m, "bands_of_dropped_work", v.dropped.axes, [Term(1, v.dropped)], "<=", [Term(width)])


def reach_limits_modes(m: Model, v: Variables, i: Inputs) -> None:
    """P3: automated ≤ x_A·rollout·D and automated + augmented ≤ x_ζ·rollout·D.

    Where the work grows by itself the limit is a bound of the variable; where it follows
    headcount it is a rule. A cell's automatable part holds what x_A and x_ζ both reach.
    Without further AI automated + augmented = r₀·x_ζ·D, or at most that (`todays_use_is_given`), and nothing
    is automated.
    """
    if len(i.cells.targets):
        either = [Term(1, select(v.with_ai, cell=by("target", i.cells.targets)))]
        add_rows(m, "reach_of_automation", v.automated.axes, [Term(1, v.automated)], "<=", either)
    if len(i.goods):
        _reach_in_own_work(m, v, i)
    reach, further = i.cells.reach, i.options.levers.ai
    part = np.flatnonzero(reach.coordination)
    if not i.follows_headcount or not len(part) or not (further or i.in_use > 0):
        return
    with_ai = select(v.with_ai, cell=by("part", part))
    installed = i.rollout if further else np.full(len(i.periods), i.in_use)
    hours = by("part", i.cells.hours[part]) * by("period", installed)
    family = i.families.get_indexer(reach.families)[reach.family[part]]
    size = select(v.coordination, family=by("part", family))
    axes = (pd.Index(part, name="part"), i.periods)
    sign = "=" if todays_use_is_given(i) else "<="
    add_rows(m, "reach_in_coordination", axes, [Term(1, with_ai)], sign, [Term(hours, size)])


def _reach_in_own_work(m: Model, v: Variables, i: Inputs) -> None:
    """Reach of own work that responds: x·rollout·D₀·g·(1 + Σ up − Σ down), r₀ without further AI."""
    own = np.flatnonzero(~i.cells.reach.coordination)
    further = i.options.levers.ai
    hours = (i.reached_hours if further else i.used_hours)[own]
    part = pd.Index(own, name="part")
    with_ai = [Term(1, select(v.with_ai, cell=by("part", own)))]
    most = [
        Term(by(("part", "period"), hours)), *added_by_cell(v, i, own, hours, "part", np.arange(len(own))),
    ]  # fmt: skip
    sign = "=" if todays_use_is_given(i) else "<="
    add_rows(m, "reach_in_own_work", (part, i.periods), with_ai, sign, most)


def adoption_takes_time(m: Model, v: Variables, i: Inputs) -> None:
    """P4: hours with AI rise at most by the steepest step of the whole S-curve, at a convex cost.

    per system: Δ with_ai ≤ pace·X·(1 + Σ up − Σ down of own work);
    per family: Σ_a Δ with_ai ≤ Σ_s pace[f,s,t], the hasty part dearer
    Use begins at that of today, r₀·x·D₀, which costs no change.
    """
    cells, reach = i.cells, i.cells.reach
    if not len(cells.system_hours) or not i.options.levers.ai:
        return
    axes = (reach.systems.index, i.periods)
    own = np.flatnonzero(~reach.coordination)
    added = np.outer(cells.hours[own], np.full(len(i.periods), i.pace))
    fastest = [
        Term(by("system", cells.system_hours * i.pace)),
        *added_by_cell(v, i, own, added, "system", reach.system[own]),
    ]
    at = {"system": by("cell", reach.system)}
    add_rows(m, "fastest_change", axes, _rise(v, i, at), "<=", fastest)
    axes, at = (reach.families, i.periods), {"served": by("cell", reach.family)}
    add_rows(m, "pace_of_change", axes, _rise(v, i, at), "<=", [Term(1, v.pace)])
    hours = cells.family_hours
    measured = [Term(1, select(v.pace, speed=PACES.index("measured")))]
    add_rows(m, "measured_pace", axes, measured, "<=", [Term(by("served", hours) * (i.pace / 2))])


def _rise(v: Variables, i: Inputs, at: Mapping[str, Named]) -> Sum:
    """Hours with AI less those of the quarter before; before the first, those of today."""
    today = i.cells.hours * i.in_use
    first = by("cell", today) * by("period", np.asarray(i.periods) == 0)
    began = [Term(-first, at=at)] if i.in_use > 0 else []
    return [Term(1, v.with_ai, at), Term(-1, lag(v.with_ai), at), *began]


def people_have_hours(m: Model, v: Variables, i: Inputs) -> None:
    """P6: hours people must work ≤ hours they have.

    D − drop − χ_u·σ·augmented − χ_a·(1 − d·(1 − w))·automated + ρ·automated + directing
    ≤ φ·(n·(1 − slack) + contractors): review stays with the role whose work it is, or goes to those
    who are qualified for it.
    """
    p = i.options.parameters
    axes = (i.roles, i.periods)
    add_rows(m, "people_have_hours", axes, required_hours(v, i), "<=", available_hours(v, i))
    if not len(i.cells.system_hours):
        return
    demand = Term(p["directing_hours"], v.automated)
    lent = Term(-i.options.limits.directing_lent * i.hours)
    add_rows(m, "directing_is_done", (i.periods,), [Term(1, v.directing)], ">=", [demand, lent])
    limited = np.flatnonzero(i.directs[:-1])
    if len(limited):
        own = [Term(1, select(v.directing, role=limited))]
        now = end_of_period(v.headcount).isel(role=limited)
        share = [Term(i.hours * p["directing_by_existing"], now)]
        add_rows(m, "directing_by_existing_roles", (i.roles[limited], i.periods), own, "<=", share)


def coordination_follows_people(m: Model, v: Variables, i: Inputs) -> None:
    """P2: size of coordinating work = η·N_t/N₀ + (1 − η)·g(t), in every family of roles.

    Size is the ratio to the start. η = 1 keeps coordinating hours per head as they were, and so the span of
    control, people for each manager. η = 0 keeps coordinating hours in step with the work g, so that managers
    per headcount rise as people leave. N counts people from outside too. A span that was promised is held by
    `promise_rules.managers_are_enough`.
    Source: η is `coordination_elasticity` in `kernel/parameters.toml`.
    """
    eta = i.options.parameters["coordination_elasticity"]
    size = [Term(eta / i.coordinated, v.total), Term(by("period", i.growth) * (1 - eta))]
    if v.contractors is not None:
        size.append(Term(eta / i.coordinated, v.contractors))
    add_rows(m, "coordination_follows_people", (i.families, i.periods), [Term(1, v.coordination)], "=", size)
