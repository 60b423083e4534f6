"""Feenstra, Inklaar, Timmer 2015: jobs, pay and labour's share as output per job rose, over countries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.claims.estimates.regression import clustered
from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.the_nation import assumed_by, nation
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.gate import history_test
from reallocate.market.nation.jobs_law import DISPLACING

_FILE = "validation-only/penn-world-table-10.01/oecd.csv"
_SPAN = 10
"""[years]"""
_STARTS = tuple(range(1959, 2010, _SPAN))
_LATER = tuple(range(1969, 2010, _SPAN))
_NAMES = ("jobs", "pay", "labour_share")
_CAUSE = (
    "since owners keep a tenth of each saving here for good, which holds pay back by as much more than the "
    "record does"
)


def replicate(context: EvidenceContext) -> Found:
    """Slopes over countries, and those of the headline closure beside them.

    context : with the file at hand; without it the model's own slopes alone come back
    """
    found = {
        f"{name}_modelled": Obtained(value, "where pay clears, at the values in force", _CAUSE)
        for name, value in _modelled(context).items()
    }
    file = context.file(_FILE)
    if file is None:
        return found
    table = pd.read_csv(file)
    spans, later = _spans(table, _STARTS), _spans(table, _LATER)
    for name in _NAMES:
        slope, error = _slope(spans, name)
        since, error_since = _slope(later, name)
        says = (
            f"{len(spans)} decades of {spans['isocode'].nunique()} countries, standard error {error:.2f} by "
            f"country; since {_LATER[0]} {since:+.2f} (standard error {error_since:.2f})"
        )
        found[name] = Obtained(
            slope, says, other_figures={f"since {_LATER[0]}": since, "standard error": error}
        )
    return found


def _spans(table: pd.DataFrame, starts: Sequence[int]) -> pd.DataFrame:
    """Changes over each span; (span) isocode, output, jobs, pay, hours [log change], labour_share [points].

    Spans without hours are left out, as from the published count of 122.
    """
    per_job = table["rgdpna"] / table["emp"]
    levels = {
        "output": np.log(per_job),
        "jobs": np.log(table["emp"] / table["pop"]),
        "pay": np.log(table["labsh"] * per_job),
        "labour_share": 100.0 * table["labsh"],
        "hours": np.log(table["avh"]),
    }
    each = {}
    for name, level in levels.items():
        wide = table.assign(level=level).pivot(index="year", columns="isocode", values="level")
        each[name] = (wide.shift(-_SPAN) - wide).loc[list(starts)].stack()
    return pd.DataFrame(each).dropna().reset_index()


def _slope(spans: pd.DataFrame, name: str) -> tuple[float, float]:
    """Slope on output per job, and its standard error, countries taken to be independent of each other."""
    x = np.column_stack([np.ones(len(spans)), spans["output"].to_numpy(dtype=float)])
    y = spans[name].to_numpy(dtype=float)
    inverse = np.linalg.inv(x.T @ x)
    fitted = inverse @ x.T @ y
    spread = clustered(inverse, x * (y - x @ fitted)[:, None], spans["isocode"])
    return float(fitted[1]), float(np.sqrt(spread[1, 1]))


def _modelled(context: EvidenceContext) -> dict[str, float]:
    here = nation(context)
    run, record = assumed_by(context, context.parameters, 1), context.world.table("output_series")
    test = history_test(record, here.accounts, run, Closure.PAY_CLEARS, context.parameters[DISPLACING])
    return {"jobs": test.slope, "pay": test.pay, "labour_share": test.labour_share / test.rise}
