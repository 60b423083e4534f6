"""Row 12a: a leaner labour market, as openings and tech jobs are forecast."""

from __future__ import annotations

import numpy as np

from reallocate.claims.basis.claim import (
    SET_AFTER,
    Change,
    Claim,
    Measured,
    Reading,
    Rule,
    Verdict,
    noise_of_a_month,
)
from reallocate.claims.basis.context import ClaimContext, accounts_of, once
from reallocate.kernel.arrays import HIGH, LOW, MIDDLE
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.methods import LEVELS
from reallocate.market.forecast.monthly import (
    OURS,
    TECH,
    Target,
    figures_since,
    monthly_targets,
    yearly_targets,
)

_OPENINGS, _SYSTEMS = "openings", TECH[0]
"""Open positions, and jobs in computer systems design, by far the largest of the three tech industries."""


class _LeanerMarket(Claim):
    """Whether fewer positions are open, and fewer tech jobs there, than now."""

    id = "leaner-market"
    row = "12a"
    statement = "The labour market becomes leaner and more exclusive: leaner"
    reading = (
        "open positions of all industries in a year, and jobs in computer systems design (NAICS 5415) in "
        "2030, as `reallocate forecast labour-market` has them, against the last figure of each. A forecast "
        "says what comes, and not whether AI brings it. Open positions that ship end a year before this "
        "version was made, so that their forecast is of figures not seen, and not of the future"
    )
    unit = "% of open positions now"
    rule = Rule(
        "the 90th percentiles of both lie below the last figures by more than the series move in a month",
        "not even the 10th percentile of either lies so far below",
        Verdict.CANNOT_BE_TOLD,
        (),
        Change(
            "",
            "the row judged the model alone before. How much counts comes from the series themselves: how "
            "far they move from one month to the next",
            SET_AFTER,
            "2026-11-27",
        ),
    )
    drivers = ()
    sources = (
        "BLS JOLTS, open positions to October 2025 (A); BLS CES, jobs in NAICS 5415 to July 2026 (A)",
        "the forecast's own rule, with the errors that it had made by then (X)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The change of open positions, in the median.

        context : the world
        parameters : not needed: no assumption enters the forecast
        """
        return float(_change(_farthest(context, parameters)[_OPENINGS])[1])

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """Both forecasts against the last figures.

        context : the world
        parameters : how a dollar of compute is spent, for the accounts that weigh occupations
        """
        targets, noise = _farthest(context, parameters), _noise(context)
        openings, jobs = targets[_OPENINGS], targets[_SYSTEMS]
        low, middle, high = _change(openings)
        few, some, many = _change(jobs)
        finding = (
            f"Jobs in computer systems design change by {some:+.1f}% by {jobs.month} ({few:+.0f} to "
            f"{many:+.0f}%), and open positions by {middle:+.0f}% by {openings.month} ({low:+.0f} to "
            f"{high:+.0f}%){_past(openings, jobs)}. There were {openings.last / 1e6:.1f} million open "
            f"positions in {openings.origin}. In a month the two move by {noise[_OPENINGS]:.1f} and "
            f"{noise[_SYSTEMS]:.1f}%. With errors as large as such forecasts have "
            f"made, the median of open positions must fall by {noise[_OPENINGS] + high - middle:.0f}% for "
            f"'supported', and rise by {middle - low - noise[_OPENINGS]:.0f}% for 'not supported'. "
            "Openings go up and down with the market, whatever AI does. What would tell: open positions from "
            f"{openings.origin} on, which are published and do not ship, and jobs as they come out."
        )
        verdict = _judged(targets, noise)
        return Measured(middle, low, high, verdict, finding)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Hires instead of open positions.

        context, parameters : as `measure`
        """
        targets, noise = _farthest(context, parameters), _noise(context)
        hires = targets["hires"]
        low, middle, high = _change(hires)
        words = (
            f"the rate of hires changes by {middle:+.0f}% by {hires.month} ({low:+.0f} to {high:+.0f}%), "
            f"from {hires.last:.1%} in {hires.origin}"
        )
        verdict = _judged({"hires": hires, _SYSTEMS: targets[_SYSTEMS]}, noise)
        return (Reading("hires instead of open positions", words, verdict),)


def _past(openings: Target, jobs: Target) -> str:
    """That the month of open positions is no future, where their figures end well before those of jobs."""
    if openings.origin >= jobs.origin:
        return ""
    return f", a month that is past: figures at hand end in {openings.origin}"


def _judged(targets: dict[str, Target], noise: dict[str, float]) -> Verdict:
    ends = {name: _change(one) for name, one in targets.items() if name in (_OPENINGS, "hires", _SYSTEMS)}
    fewer = [high < -noise[name] for name, (_, _, high) in ends.items()]
    possible = [low < -noise[name] for name, (low, _, _) in ends.items()]
    return Verdict.of(all(fewer), not any(possible), Verdict.CANNOT_BE_TOLD)


def _change(target: Target) -> tuple[float, float, float]:
    """10th, 50th and 90th percentile against the last figure [%]."""
    at = np.interp((LOW, MIDDLE, HIGH), LEVELS, target.quantiles)
    low, middle, high = 100.0 * (at / target.last - 1.0)
    return float(low), float(middle), float(high)


@once
def _farthest(context: ClaimContext, parameters: Parameters) -> dict[str, Target]:
    """Our farthest forecast of each series."""
    world = context.world
    every = (*monthly_targets(world), *yearly_targets(world, accounts_of(context, parameters)))
    return {one.series: one for one in every if one.forecaster == OURS}


@once
def _noise(context: ClaimContext) -> dict[str, float]:
    """How far each series moves in a month [%]."""
    series = figures_since(context.world).groupby("series")
    return {
        str(name): 100.0 * noise_of_a_month(rows.set_index("month")["value"]) for name, rows in series
    }


CLAIM = _LeanerMarket()
