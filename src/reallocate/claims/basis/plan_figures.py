"""A plan and its baseline in the figures that claims ask for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.plan.inputs import ALL_KINDS, DIRECTING_ROLE
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_hours import delivered_each
from reallocate.plan.role_tables import positions_by_kind
from reallocate.work.activities import DIRECTING
from reallocate.work.compounding import QUARTERS, yearly_growth

SPECIALISTS = ("specialist", DIRECTING)
SMALL_ROLE = 0.01
"""Of headcount, below which a role is not named as the one that gains most."""


@dataclass(frozen=True)
class Figures:
    """What claims ask of a plan and its baseline, under one set of assumptions.

    freed : payroll of the baseline less the plan's, over the plan [USD million]
    exits : severance, notice and quits that layoffs induce, over the plan [USD million]
    saved : all cash of the baseline less the plan's, over the plan [USD million]
    work_each : work delivered per position at the end, coordination left out; plan ÷ baseline [ratio]
    all_work_each : the same with coordination counted [ratio]
    best_role, best_role_gain : the role that needs the fewest of its positions, and the same ratio for it
    positions, base_positions : at the end [FTE]
    headcount_growth : of the plan [share/year]
    payroll, compute : of the plan's last year, capital expenditure counted as compute [USD million/year]
    base_payroll : of the baseline's last year [USD million/year]
    specialists_now, specialists : work of specialists and of directing AI, at the start and at the end of
        the plan [share of positions]
    """

    freed: float
    exits: float
    saved: float
    work_each: float
    all_work_each: float
    best_role: str
    best_role_gain: float
    positions: float
    base_positions: float
    headcount_growth: float
    payroll: float
    compute: float
    base_payroll: float
    specialists_now: float
    specialists: float


def figures(plan: Outcome, base: Outcome) -> Figures:
    """A plan and its baseline in the figures that claims ask for.

    plan, base : solved for the same firm
    """
    cash, before = (one.cash for one in (plan, base))
    i = plan.inputs
    # The first quarter's work is that of the start, so growth runs from one quarter's work to another's.
    years = max(len(i.periods) - 1, 1) / QUARTERS
    last, base_last = cash.iloc[-QUARTERS:], before.iloc[-QUARTERS:]
    role, gain = _most_gained(plan, base)
    at = [ALL_KINDS.index(kind) for kind in SPECIALISTS]
    hours = (i.work_by_kind + i.coordination_by_kind).sum(axis=0)
    kinds = positions_by_kind(plan).sum(axis=0)
    return Figures(
        freed=float((before["payroll"] - cash["payroll"]).sum()),
        exits=float((cash["exits"] - before["exits"]).sum()),
        saved=float((before["total"] - cash["total"]).sum()),
        work_each=delivered_each(plan) / delivered_each(base),
        all_work_each=delivered_each(plan, True) / delivered_each(base, True),
        best_role=role,
        best_role_gain=gain,
        positions=float(plan.positions[-1]),
        base_positions=float(base.positions[-1]),
        headcount_growth=yearly_growth(float(plan.positions[-1] / i.headcount.sum()), years),
        payroll=float(last["payroll"].sum() * QUARTERS / len(last)),
        compute=float((last["compute"] + last["capex"]).sum() * QUARTERS / len(last)),
        base_payroll=float(base_last["payroll"].sum() * QUARTERS / len(base_last)),
        specialists_now=float(hours[at].sum() / hours.sum()),
        specialists=float(kinds[at].sum() / kinds.sum()),
    )


def _most_gained(plan: Outcome, base: Outcome) -> tuple[str, float]:
    """The role of which the fewest positions are needed for its own work, and baseline ÷ plan [ratio].

    Positions at the role's own work: where its people also direct AI, that is not counted.
    """
    i = plan.inputs
    own = plan.headcount[:, -1] - plan.directing[:, -1] / i.hours
    large = (i.headcount >= SMALL_ROLE * i.headcount.sum()) & (i.roles != DIRECTING_ROLE) & (own > 0)
    gains = np.where(large, base.headcount[:, -1] / np.where(own > 0, own, 1.0), 0.0)
    place = int(gains.argmax())
    return str(i.roles[place]), float(gains[place])
