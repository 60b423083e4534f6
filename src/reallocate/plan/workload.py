"""Workload: hours of work there are, that people must work and that they have (P1, P2, P6).

Relief from AI is in `relief.py`, the hours of a solved plan in `plan_hours.py`.
"""

from __future__ import annotations

from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Sum, Term, by, end_of_period, select, times
from reallocate.plan.relief import relief
from reallocate.plan.variables import Figures, Variables
from reallocate.plan.work_demand import added_work


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
