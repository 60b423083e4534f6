"""The market's forecasts of months that it has not seen, beside a forecast of no change."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.kernel.units import PERCENT
from reallocate.market.calibration.model import MARKET, MARKET_WITH_OUTPUT, NO_CHANGE, WINDOWS, hindcasts
from reallocate.market.state.market import SERIES

_STILL = "no change"
_CAUSES = {
    "unemployment": "the cycle known at the start fades slowly, so that a recovery is told late",
    "openings": "openings rose beside unemployment as they had not before 2015, and no law here says why",
    "hires": "too few openings were told, and so too few hires",
    "quits": "quits follow openings, of which too few were told",
}
"""Why the market lost where it lost; docs/reference/market-fit.md says more."""


def replicate(context: EvidenceContext) -> Found:
    """Every series in both windows; half a minute, since the market is fitted anew to 2001 to 2014.

    context : the world
    """
    context.say("The market fitted to 2001 to 2014 (half a minute or more)")
    table = hindcasts(context.world, NO_CHANGE, context.say)["hindcast"]
    found: Found = {}
    for window in WINDOWS:
        for series in SERIES:
            rows = table[(table["window"] == window.name) & (table["series"] == series)]
            found[f"{series}_{window.name[:4]}"] = _beside(rows.set_index("forecast"), series)
    return found


def _beside(rows: pd.DataFrame, series: str) -> Obtained:
    """One series in one window; (forecast) error, mean_error [share]."""
    errors = PERCENT * rows["error"].astype(float)
    own, still, told = (float(errors[name]) for name in (MARKET, _STILL, MARKET_WITH_OUTPUT))
    says = f"an error of {own:.2f} points beside {still:.2f} of no change; told what output did, {told:.2f}"
    mean = PERCENT * float(rows["mean_error"].astype(float)[MARKET])
    says += f"; on average {mean:+.2f} points off"
    other_figures = {MARKET: own, _STILL: still, MARKET_WITH_OUTPUT: told}
    return Obtained(own / still, says, f"since {_CAUSES[series]}", other_figures=other_figures)
