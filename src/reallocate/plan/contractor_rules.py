"""People from outside at a rate, who can be ended without severance (P7)."""

from __future__ import annotations

import numpy as np

from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Sum, Term, add_rows, by, lag
from reallocate.plan.model import Model
from reallocate.plan.variables import Figures, Variables


def contractors_only_end(m: Model, v: Variables, i: Inputs) -> None:
    """P7: contractors[r,t] ≤ contractors[r,t−1], of whom there are no more than at the start.

    Their ending costs nothing, so it comes before a layoff in the same role, which costs severance, notice
    and further quits; no rows where there are none.
    """
    if v.contractors is None:
        return
    start = by(("role", "period"), np.outer(i.contractors, np.arange(len(i.periods)) == 0))
    before = [Term(1, lag(v.contractors)), Term(start)]
    add_rows(m, "contractors_only_end", (i.roles, i.periods), [Term(1, v.contractors)], "<=", before)


def contractor_cost(v: Variables | Figures, i: Inputs) -> Sum:
    """Rate · loaded cost of the role · contractors; (period) [USD million].

    v, i : contractors, pay and rate
    """
    if v.contractors is None:
        return []
    pay = by("role", i.options.parameters["contractor_rate"] * i.loaded_cost) * by("period", i.pay_path)
    return [Term(pay, v.contractors)]
