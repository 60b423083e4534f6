"""The market's forecasts of months that it has not seen, beside a forecast of no change."""

from __future__ import annotations

from reallocate.economy.hindcast import MARKET, MARKET_TOLD, WINDOWS
from reallocate.evidence.ground import Ground
from reallocate.evidence.scorecard import Found, Obtained
from reallocate.study.calibration import NO_CHANGE, hindcasts

PERCENT = 100.0
ALIKE = 1.0
CAUSES = {
    "unemployment": "the cycle known at the start fades slowly, so that a recovery is told late",
    "openings": "openings rose beside unemployment as they had not before 2015, and no law here says why",
    "hires": "too few openings were told, and so too few hires",
    "quits": "quits follow openings, of which too few were told",
}
"""Why the market lost where it lost; docs/market-fit.md says more."""


def replicate(ground: Ground) -> Found:
    """Every series in both windows; half a minute, since the market is fitted anew to 2001 to 2014.

    ground : the world
    """
    ground.say("The market fitted to 2001 to 2014 (half a minute or more)")
    table = hindcasts(ground.world.tables, NO_CHANGE, ground.say)["hindcast"]
    errors = table.pivot_table(index=["window", "series"], columns="forecast", values="error")
    means = table.pivot_table(index=["window", "series"], columns="forecast", values="mean_error")
    found: Found = {}
    for (window, series), row in errors.iterrows():
        assert window in {one.name for one in WINDOWS}
        name = f"{series}_{str(window)[:4]}"
        own, still, told = (float(row[one]) * PERCENT for one in (MARKET, "no change", MARKET_TOLD))
        ratio = own / still
        says = f"{own:.2f} points beside {still:.2f}; told what output did, {told:.2f}"
        if ratio > ALIKE:
            mean = PERCENT * float(means.loc[(window, series), MARKET])
            says += f"; on average {mean:+.2f} points off. Missed since {CAUSES[str(series)]}"
        found[name] = Obtained(ratio, says, beside={"market": own, "no change": still, "told output": told})
    return found
