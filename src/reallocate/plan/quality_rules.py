"""What every plan must keep about the quality of automated work (P15)."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Sum, Term, add_rows, by, of_roles, select
from reallocate.plan.levers import Lever
from reallocate.plan.model import Model
from reallocate.plan.variables import Figures, Variables

UNFIXED = Lever(
    part="limits", field="unfixed_share_at_most", section="quality",
    text="at most {percent:.4g}% of the work bad and unnoticed", limit="work that is bad and stays unnoticed",
    unit="tenths of a percentage point", one=0.001, ends=(0.0, 1000.0),
)  # fmt: skip


def unfixed_share(i: Inputs) -> Array:
    """Share of an automated hour's output that is bad and stays unnoticed; (cell, period).

    i : parameters, cells
    (1 − d)·(1 − w): d the share of bad output that review finds, w the chance that a result is good
    """
    return (1 - i.options.parameters["redo_share"]) * (1 - i.cells.good)


def cost_of_unfixed_errors(v: Variables | Figures, i: Inputs) -> Sum:
    """P15: multiple · pay of the hour · (1 − d)·(1 − w)·automated; (period) [USD million].

    v, i : the automated hours, pay and parameters
    """
    each = of_roles(i, unfixed_share(i) * i.options.parameters["unfixed_error_cost"], v.automated)
    pay = by("entry", (i.loaded_cost / i.hours)[each.at["role"].values]) * by("period", i.pay_path)
    return [Term(each.coef * pay, each.variable, each.at)]


def unfixed_errors_are_few(m: Model, v: Variables, i: Inputs) -> None:
    """P15: Σ (1 − d)·(1 − w)·automated ≤ share · hours of work, in each family of activities and quarter.

    Families are those of the trials of work with AI (code, writing, support, analysis, other). No rows
    where no share was given, or nothing can be automated.
    """
    most, targets = i.options.limits.unfixed_share_at_most, i.cells.targets
    if most is None or len(targets) == 0:
        return
    table = i.cells.reach.cells.iloc[targets]
    families = pd.Index(sorted(table["trial"].unique()), name="activities")
    weight = by(("target", "period"), unfixed_share(i)[targets])
    bad = Term(
        weight, select(v.automated), {"activities": by("target", families.get_indexer(table["trial"]))}
    )
    hours = by("activities", i.activity_hours.reindex(families)) * by("period", most * i.growth)
    add_rows(m, "unfixed_errors_are_few", (families, i.periods), [bad], "<=", [Term(hours)])
