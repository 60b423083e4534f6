"""Bick, Blandin, Deming 2025: hours that AI assists and saves today."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.use_today import UseToday, industries, median, use_today
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.kernel.units import PERCENT

_INFORMATION = "51"
"""How codes of industries of information begin."""
_CAUSE = (
    "since use today is spread over sectors as firms that use AI (Census BTOS), and over their "
    "work as its reach: in information both are largest. Hours that AI assists there come to twice the "
    "published 14%"
)


def replicate(context: EvidenceContext) -> Found:
    """Hours assisted, which sets use, and hours saved, which does not.

    context : the world, the parameters in force
    """
    every = use_today(context)
    each = {name: _of(one, np.ones(len(one.jobs), dtype=bool)) for name, one in every.items()}
    inside = np.array([str(code).startswith(_INFORMATION) for code in industries(context)])
    information = {name: _of(one, inside) for name, one in every.items()}
    found = {}
    for name, values, place, cause in (
        ("assisted", each, 0, ""),
        ("hours_saved", each, 1, ""),
        ("hours_saved_information", information, 1, _CAUSE),
    ):
        by_source = {source: figures[place] for source, figures in values.items()}
        middle, says = median(by_source)
        found[name] = Obtained(middle, says, cause, other_figures=by_source)
    return found


def _of(one: UseToday, industry: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Hours assisted and hours saved [% of hours]."""
    jobs = float(one.jobs[industry].sum())
    return PERCENT * float(one.assisted[industry].sum()) / jobs, PERCENT * float(
        one.freed[industry].sum()
    ) / jobs
