"""What a plan must keep about quality and systems: who checks, errors, cost of a system (P5, P6, P15)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.labelled import Sum, Term, add_rows, by, of_roles, select
from reallocate.firm.model.lever import Decisions, Excess, Lever
from reallocate.firm.model.variables import Figures, Variables, up_edges
from reallocate.kernel.arrays import Array
from reallocate.lp.model import Model
from reallocate.lp.named_axes import Named


def review_is_done(m: Model, v: Variables, i: Inputs) -> None:
    """P6: Σ review[r,t] ≥ ρ·Σ automated[r,t] over r of a family with zone ≥ z, for every family and z.

    Qualified are roles of the same family whose job zone is not below that of the work, so the sets of
    them lie within one another, and these rows hold exactly where all the work can be shared out. No rows
    where review stays with the role whose work it is.
    """
    if v.review is None:
        return
    pools = _review_pools(i)
    index = pd.RangeIndex(len(pools), name="pool")
    member = np.array([(i.family == family) & (i.zone >= zone) for family, zone in pools])
    pool, role = np.nonzero(member)
    checks = Term(1, select(v.review, role=by("pair", role)), {"pool": by("pair", pool)})
    work = of_roles(i, i.options.parameters["review_hours"], v.automated)
    pool, entry = np.nonzero(member[:, work.at["role"].values])
    at = {"entry": by("pair", entry)}
    assert isinstance(work.coef, Named) and isinstance(work.variable, Named)
    required = Term(work.coef.isel(at), work.variable.isel(at), {"pool": by("pair", pool)})
    add_rows(m, "review_is_done", (index, i.periods), [checks], ">=", [required])


def _review_pools(i: Inputs) -> list[tuple[str, float]]:
    """Every family of roles and job zone in it, from which on people may check the work.

    i : roles
    """
    result = {(str(family), float(zone)) for family, zone in zip(i.family, i.zone, strict=True) if zone > 0}
    return sorted(result)


def _unfixed(plan: Decisions, name: str, most: float) -> Excess:
    i = plan.inputs
    bad = pd.DataFrame(unfixed_share(i) * plan.automated).groupby(i.cells.table["trial"].to_numpy()).sum()
    work = i.activity_hours.reindex(bad.index).to_numpy(float)[:, None] * i.growth
    share = (bad.to_numpy(float) / work).max(axis=0, initial=0.0)
    return Excess(100 * (share - most), "percentage points of the work")


UNFIXED = Lever(
    part="limits", field="unfixed_share_at_most", section="quality",
    text="at most {percent:.4g}% of the work bad and unnoticed", limit="work that is bad and stays unnoticed",
    unit="tenths of a percentage point", one=0.001, ends=(0.0, 1000.0),
    excess=_unfixed,
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


def system_activation(m: Model, v: Variables, i: Inputs) -> None:
    """P5: hours with AI of a system ≤ those of today + D_max·z, z ∈ {0, 1}; no rows where they cost nothing.

    A system is put up in the first quarter or not at all: z pays its cost once, and upkeep in every quarter.
    The use of today needs none. Where own work may grow, a system can serve as much of it as there may be.
    Source: Svanberg et al. 2024 (form): a system pays only where the work it serves is large enough.
    """
    if v.systems is None:
        return
    served = [Term(1, v.with_ai, {"system": by("cell", i.cells.reach.system)})]
    most = up_edges(i.options.parameters["work_elasticity"])[-1]
    put_up = [
        Term(by(("system", "period"), most_hours(i) * most), v.systems),
        Term(by(("system", "period"), _of_systems(i, i.used_hours))),
    ]
    add_rows(m, "system_activation", (i.cells.reach.systems.index, i.periods), served, "<=", put_up)


def most_hours(i: Inputs) -> Array:
    """The most hours with AI that a system can add to those of today; (system, period) [thousand hours].

    i : cells, rollout, growth, pace
    D_max = min(Σ_cells x·D·rollout, X·(r₀ + pace·(t + 1))) − r₀·Σ_cells x·D, where coordinating work grows
    with the other work: a system is made for no more of it.
    """
    installed = i.in_use + i.pace * (np.arange(len(i.periods)) + 1)
    fastest = i.cells.system_hours[:, None] * installed
    most = np.minimum(_of_systems(i, i.reached_hours), fastest) - _of_systems(i, i.used_hours)
    result: Array = np.maximum(most, 0.0)
    return result


def _of_systems(i: Inputs, hours: Array) -> Array:
    """Hours of cells added up by the system that serves them; (system, period) [thousand hours]."""
    result = np.zeros((len(i.cells.system_hours), len(i.periods)))
    np.add.at(result, i.cells.reach.system, hours)
    return result
