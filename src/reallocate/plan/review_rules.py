"""Who checks automated work: the role whose work it is, or any that is qualified for it (P6)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Term, add_rows, by, of_roles, select
from reallocate.plan.model import Model
from reallocate.plan.named_axes import Named
from reallocate.plan.variables import Variables


def review_is_done(m: Model, v: Variables, i: Inputs) -> None:
    """P6: Σ review[r,t] ≥ ρ·Σ automated[r,t] over r of a family with zone ≥ z, for every family and z.

    Qualified are roles of the same family whose job zone is not below that of the work, so the sets of
    them lie within one another, and these rows hold exactly where all the work can be shared out. No rows
    where review stays with the role whose work it is.
    """
    if v.review is None:
        return
    pools = review_pools(i)
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


def review_pools(i: Inputs) -> list[tuple[str, float]]:
    """Every family of roles and job zone in it, from which on people may check the work.

    i : roles
    """
    result = {(str(family), float(zone)) for family, zone in zip(i.family, i.zone, strict=True) if zone > 0}
    return sorted(result)
