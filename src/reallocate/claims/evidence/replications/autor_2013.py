"""Autor, Dorn, Hanson 2013: imports from China, jobs and pay in US commuting zones."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.commuting_zones import (
    FILES,
    SHARES,
    WORKFILE,
    Estimate,
    estimates,
    of_imports,
    read_zones,
)
from reallocate.claims.evidence.target import Found, Obtained

_PUBLISHED = ("factory_jobs", "other_jobs", "unemployed", "outside", "pay")
SHIPPED = "area_estimates.csv"
"""Our own estimates; `scripts/pages/area_estimates.py` makes them."""


def replicate(context: EvidenceContext) -> Found:
    """The figures of the paper.

    context : its work file and industries' shares do not ship
    """
    root = _folder_with(context, WORKFILE, SHARES)
    if root is None:
        return {}
    computed = {one.estimate: one for one in of_imports(read_zones(root))}
    return {name: _obtained(computed[name]) for name in _PUBLISHED}


def _folder_with(context: EvidenceContext, *names: str) -> Path | None:
    """The folder of source files; none where a file is not at hand."""
    return None if any(context.file(name) is None for name in names) else context.sources


def _obtained(one: Estimate) -> Obtained:
    says = f"{one.areas} commuting zones, two periods, instrument {one.instrument}"
    errors = {"standard error by state": one.se_clustered, "exposure-robust": one.se_exposure_robust}
    return Obtained(one.value, says, other_figures=errors)


def estimated(context: EvidenceContext) -> pd.DataFrame:
    """Our own estimates as they ship, with those computed from the files at hand beside them.

    context : the files, where they are at hand
    Returns the columns of `Estimate`, grade, and computed [as value], not a number without the files.
    """
    shipped, computed = shipped_estimates(), _computed(context)
    values = {name: one.value for name, one in computed.items()}
    return shipped.assign(computed=shipped["estimate"].map(values).astype(float))


def shipped_estimates() -> pd.DataFrame:
    """Our own estimates as they ship: the columns of `Estimate`, and grade."""
    with files("reallocate.claims.evidence").joinpath(SHIPPED).open("rb") as file:
        rows = pd.read_csv(file)
    return rows.assign(instrument=rows["instrument"].fillna(""))


def _computed(context: EvidenceContext) -> dict[str, Estimate]:
    """Every estimate by name; none where a file is not at hand."""
    root = _folder_with(context, *FILES)
    if root is None:
        return {}
    return context.once("commuting zones", lambda: {one.estimate: one for one in estimates(read_zones(root))})
