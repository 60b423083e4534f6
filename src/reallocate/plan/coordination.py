"""Coordinating work follows headcount: how much managing, and how many managers, people need (P2)."""

from __future__ import annotations

from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Term, add_rows, by
from reallocate.plan.model import Model
from reallocate.plan.variables import Variables


def coordination_follows_people(m: Model, v: Variables, i: Inputs) -> None:
    """P2: size of coordinating work = η·N_t/N₀ + (1 − η)·g(t), in every family of roles.

    Size is the ratio to the start. η = 1 keeps coordinating hours per head as they were, and so the span of
    control, people for each manager. η = 0 keeps coordinating hours in step with the work g, so that managers
    per headcount rise as people leave. N counts people from outside too. A span that was promised is held by
    `promise_rules.managers_are_enough`.
    Source: η is `coordination_elasticity` in `work/parameters.toml`.
    """
    eta = i.options.parameters["coordination_elasticity"]
    size = [Term(eta / i.coordinated, v.total), Term(by("period", i.growth) * (1 - eta))]
    if v.contractors is not None:
        size.append(Term(eta / i.coordinated, v.contractors))
    add_rows(m, "coordination_follows_people", (i.families, i.periods), [Term(1, v.coordination)], "=", size)
