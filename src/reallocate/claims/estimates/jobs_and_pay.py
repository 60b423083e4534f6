"""Jobs and mean pay of occupations on exposure, and what they leave open for the capture of freed hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv, ndtri

from reallocate.claims.estimates.exposure import Exposure, in_own_proportion
from reallocate.claims.estimates.regression import Estimate, least_detectable, slope, standardised
from reallocate.kernel.arrays import INTERVAL, Array
from reallocate.work.panel import AFTER, BEFORE, comparable
from reallocate.work.world import World

HOURS_SAVED = 0.014
"""Hours that AI saved in November 2024 [share of all hours]. Source: Bick, Blandin, Deming."""
SAVED_IN = 2024 + 10.5 / 12.0
"""When that was [year]."""
_MOST_SAVED = 0.10
"""Hours saved in one occupation at most [share of its hours]."""
_CLIPPED = (0.02, 0.98)
"""Quantiles at which growth is cut: a code that changes its meaning is not growth."""
_LONGER = (AFTER[1] - AFTER[0]) / (BEFORE[1] - BEFORE[0])
"""Length of the window after, in windows before."""
JOBS, PAY = "jobs", "pay"
_POINTS = 2_000
"""Points of a law's quantiles."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Occupations that can be compared over the years, with what they are regressed on.

    values : (what) (occupation, year) jobs [persons] and mean pay [USD/year]
    scores : (occupation, measure)
    minor : (occupation) number of the minor group
    families : (occupation, major group) dummies but for the first
    """

    values: Mapping[str, pd.DataFrame]
    scores: pd.DataFrame
    minor: np.ndarray
    families: Array

    @property
    def weights(self) -> Array:
        """Jobs at the start of the window after."""
        return self.values[JOBS][AFTER[0]].to_numpy(float)

    def growth(self, what: str, window: tuple[int, int]) -> Array:
        """log y over a window; (occupation) [natural logarithm]."""
        table = self.values[what]
        grown: Array = np.log((table[window[1]] / table[window[0]]).to_numpy(float))
        return grown

    def placebo(self, what: str) -> Array:
        """Growth before, as long as the window after."""
        return _LONGER * self.growth(what, BEFORE)

    def difference(self, what: str) -> Array:
        """log y(2022→2025) − 1.5·log y(2017→2019); (occupation)."""
        return self.growth(what, AFTER) - self.placebo(what)

    def exposed(self, measure: str) -> Array:
        """A measure in standard deviations over workers; (occupation)."""
        return standardised(self.scores[measure].to_numpy(float), self.weights)

    def hours_saved(self, measure: str) -> Array:
        """Hours that AI saves; (occupation) [share of hours].

        s[o] = 1.4%·exposure[o]/mean exposure, at most 10%
        """
        raw = in_own_proportion(measure, self.scores[measure].to_numpy(float))
        return np.minimum(HOURS_SAVED * raw / np.average(raw, weights=self.weights), _MOST_SAVED)


def panel_of(world: World, exposure: Exposure) -> Panel:
    """The occupations of the history that were published in every year of both windows.

    world : with the table history
    """
    history = world.table("history")
    jobs = comparable(history).employment
    pay = history.pivot(index="occupation", columns="year", values="wage_mean").loc[jobs.index]
    major = world.occupations["major_group"].reindex(jobs.index)
    minor = world.occupations["minor_group"].reindex(jobs.index)
    families = pd.get_dummies(major).to_numpy(float)[:, 1:]
    return Panel({JOBS: jobs, PAY: pay}, exposure.scores.loc[jobs.index], pd.factorize(minor)[0], families)


def gradient(
    panel: Panel, outcome: Array, regressor: Array, by_jobs: bool = True, within: bool = False
) -> Estimate:
    """How growth moves with exposure.

    outcome : (occupation) growth [natural logarithm]; not a number where a year is missing
    regressor : (occupation) exposure [standard deviations], or hours saved [share]
    by_jobs : whether an occupation counts as often as it has jobs
    within : whether major groups have levels of their own
    log y(2022→2025) − 1.5·log y(2017→2019) = a + β·z[o] + e, errors by minor group, growth cut at its 2nd and
    98th percentile
    Source: Cameron, Miller 2015, Journal of Human Resources 50:317, DOI 10.3368/jhr.50.2.317 (errors).
    """
    known = np.isfinite(outcome)
    weights = panel.weights[known] if by_jobs else np.ones(int(known.sum()))
    cut = np.clip(outcome[known], *np.quantile(outcome[known], _CLIPPED))
    families = panel.families[known].T if within else ()
    return slope(cut, regressor[known], weights, panel.minor[known], *families)


def gradients(
    panel: Panel, outcome: Array, by_jobs: bool = True, within: bool = False
) -> dict[str, Estimate]:
    """The gradient under every measure [log points per standard deviation].

    outcome, by_jobs, within : as in `gradient`
    """
    return {
        measure: _hundredfold(gradient(panel, outcome, panel.exposed(measure), by_jobs, within))
        for measure in map(str, panel.scores)
    }


def net_capture(panel: Panel, within: bool = False) -> dict[str, Estimate]:
    """Positions that end for each position's worth of hours that AI saves, under every measure [share].

    within : whether major groups have levels of their own
    −β of growth on hours saved: κ·(1 − η), capture less what cheaper work brings back
    """
    found = {}
    for measure in map(str, panel.scores):
        one = gradient(panel, panel.difference(JOBS), panel.hours_saved(measure), within=within)
        found[measure] = Estimate(-one.value, one.error)
    return found


def _hundredfold(one: Estimate) -> Estimate:
    return Estimate(100.0 * one.value, 100.0 * one.error)


def mixture(estimates: Mapping[str, Estimate]) -> Array:
    """Quantiles of all measures, each equally likely; (point) in order.

    estimates : (measure)
    Σ_m N(b_m, s.e._m)/M
    """
    steps = ndtri(_chances())
    return np.sort(np.concatenate([one.value + one.error * steps for one in estimates.values()]))


@dataclass(frozen=True)
class Posterior:
    """Ends and middle of a law before and after it met the data [share].

    before, after : 10%, 50% and 90%
    """

    before: tuple[float, float, float]
    after: tuple[float, float, float]


PRIORS: Mapping[str, Callable[[Array], Array]] = {
    "capture_augmented": lambda chance: np.asarray(betaincinv(0.9, 2.1, chance)),
    "capture_automated": lambda chance: 0.3 + 0.7 * chance,
}
"""Parameter -> the value below which its judged law has a chance: Beta(0.9, 2.1), and even from 0.3 to 1."""


def weighted_capture(name: str, estimates: Mapping[str, Estimate], brought_back: float) -> Posterior:
    """A judged law of capture, each draw weighted by how well it fits the jobs of occupations.

    name : of the parameter, one of `PRIORS`
    estimates : (measure) net capture
    brought_back : η, the share of the positions that cheaper work brings back
    weight of a draw κ: Σ_m N(κ·(1 − η); −β_m, s.e._m), the measures equally likely
    Source: Rubin 1988, Bayesian Statistics 3:395 (sampling by importance).
    """
    draws = PRIORS[name](_chances())
    net = draws * (1.0 - brought_back)
    fits = [np.exp(-0.5 * ((net - one.value) / one.error) ** 2) / one.error for one in estimates.values()]
    weights = np.sum(fits, axis=0)
    share = (np.cumsum(weights) - weights / 2.0) / weights.sum()
    ends = tuple(INTERVAL.values())
    low, middle, high = (float(draws[np.searchsorted(share, end)]) for end in sorted(ends))
    first, second, third = (float(each) for each in np.quantile(draws, sorted(ends)))
    return Posterior((first, second, third), (low, middle, high))


def _chances() -> Array:
    return (np.arange(_POINTS) + 0.5) / _POINTS


def shows_when(error: float, capture: float, doubling: float) -> tuple[float, float]:
    """Hours that AI must save until a net capture shows in four of five cases, and when that is.

    error : of the net capture at the hours saved today
    capture : the net capture that should show [share]
    doubling : of the hours saved [years]
    The error falls as 1/hours saved: hours = 1.4%·2.8·s.e./capture [share of hours]; year = November 2024 +
    doubling·log2(hours/1.4%)
    Source: Bick, Blandin, Deming 2024, NBER 32966 (hours saved).
    """
    grown = max(1.0, least_detectable(error) / capture)
    return HOURS_SAVED * grown, SAVED_IN + doubling * float(np.log2(grown))
