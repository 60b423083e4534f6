"""Row 12a: a leaner labour market, as openings and tech jobs are forecast for a month to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from reallocate.claims.basis.claim import (
    AFTER_THE_RESULT,
    AttainableRange,
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
from reallocate.kernel.units import MILLION, PERCENT
from reallocate.market.forecast.lines import what_could_tell
from reallocate.market.forecast.methods import LEVELS
from reallocate.market.forecast.monthly import (
    OURS,
    TECH,
    TO_COME,
    Target,
    a_year_ahead,
    figures_since,
    in_month_to_come,
    yearly_targets,
)
from reallocate.market.forecast.rolling import interval_coverage_at

_OPENINGS, _SYSTEMS = "openings", TECH[0]
"""Open positions, and jobs in computer systems design, by far the largest of the three tech industries."""
MADE = "2026-11-30"
"""Day on which the forecast was made; the page of the ledger of that day holds it."""
_KNOWN = {_OPENINGS: "2025-10", _SYSTEMS: "2026-07"}
"""Last month that was at hand on that day; later figures change the outcome and never the forecast."""
_DIGITS = 2
"""Of a change in per cent."""
_SCORED = "September 2027"
"""When BLS will have published both figures of July 2027, jobs in August and open positions in September."""


class _LeanerMarket(Claim):
    """Whether fewer positions are open, and fewer tech jobs there, in a month to come."""

    id = "leaner-market"
    row = "12a"
    statement = "The labour market becomes leaner and more exclusive: leaner"
    reading = (
        "open positions of all industries, and jobs in computer systems design (NAICS 5415), both in July "
        f"2027, against the last figures known on {MADE}, when the forecast was made: "
        f"`forecasts/labour-market-{MADE}.json`. A forecast says what comes, and not whether AI brings it"
    )
    unit = "% of open positions in October 2025"
    rule = Rule(
        "the 90th percentiles of both forecasts lie below the last figures by more than the series move in a "
        "month",
        "not even the 10th percentile of either lies so far below",
        Verdict.CANNOT_BE_TOLD,
        (),
        Change(
            "the same for open positions a year after the last figure, in October 2026, and for jobs in "
            "2030. It was set after its result was seen (2026-11-27)",
            "October 2026 was past when the row was made: its figure is published and does not ship. July "
            "2027 is to come, and one month for both can be scored at once",
            AFTER_THE_RESULT,
            MADE,
        ),
        f"once BLS has published both figures, in {_SCORED}, they decide instead of the forecast. Supported "
        "where both lie so far below the last figures, not supported where neither does, mixed where one "
        "does. The forecast is then scored by CRPS against no change, and by whether each figure lies "
        "between its 10th and 90th percentile",
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
        return float(_change(_to_come(context, parameters)[_OPENINGS])[1])

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """Both forecasts against the last figures, or both figures once they are published.

        context : the world
        parameters : how a dollar of compute is spent, for the accounts that weigh occupations
        """
        targets, noise = _to_come(context, parameters), _noise(context)
        openings, jobs = targets[_OPENINGS], targets[_SYSTEMS]
        low, middle, high = _change(openings)
        few, some, many = _change(jobs)
        came, coverage = _came(context, targets), interval_coverage_at(context.world, _KNOWN[_OPENINGS])
        finding = (
            f"Forecast on {MADE} for {openings.month}: open positions change by {middle:+.0f}% ({low:+.0f} "
            f"to {high:+.0f}%), and jobs in computer systems design by {some:+.1f}% ({few:+.0f} to "
            f"{many:+.0f}%). The last figures known were {openings.last / MILLION:.2f} million open "
            f"positions in {openings.origin} and {jobs.last / MILLION:.2f} million jobs in {jobs.origin}. "
            f"{_outcome(came, targets)}"
        )
        rests_on = (
            f"Fewer counts below {_mark(openings, noise) / MILLION:.2f} million open positions and "
            f"{_mark(jobs, noise) / MILLION:.2f} million jobs: in a month the two move by "
            f"{noise[_OPENINGS]:.1f} and {noise[_SYSTEMS]:.1f}%. So far ahead open positions are forecast by "
            f"no change; the 80% interval of such forecasts held {coverage:.0%} of the figures since 2022. "
            "Openings go up and down with the market, whatever AI does. What would tell: open positions from "
            f"{openings.origin} on, which are published and do not ship, and jobs as they come out. "
            f"{what_could_tell()}"
        )
        verdict = _scored(came, noise) or _judged(targets, noise)
        first = _judged(_as_first_written(context, parameters), noise, (_OPENINGS, _SYSTEMS))
        return Measured(middle, low, high, verdict, finding, first_verdict=first, rests_on=rests_on)

    def ruled_out(self, context: ClaimContext, measured: Measured) -> AttainableRange | None:
        """What the forecast, which is fixed, leaves open until both figures are published.

        context, measured : as there
        """
        if measured.verdict is not Verdict.CANNOT_BE_TOLD:
            return None
        why = (
            f"No verdict but '{measured.verdict}' is possible before both figures are published, in "
            f"{_SCORED}: the forecast of {MADE} is fixed, and its intervals reach both sides of the marks."
        )
        other = (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED)
        return AttainableRange(measured.low, measured.high, self.unit, other, why=why)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """A year after the last figure of openings and jobs in 2030, as before; hires instead of open
        positions.

        context, parameters : as `measure`
        """
        noise, before = _noise(context), _as_first_written(context, parameters)
        each = {name: _change(one) for name, one in before.items()}
        ends = {name: f"({low:+.0f} to {high:+.0f}%)" for name, (low, _, high) in each.items()}
        openings, jobs, hires = (before[name] for name in (_OPENINGS, _SYSTEMS, "hires"))
        earlier = (
            f"open positions change by {each[_OPENINGS][1]:+.0f}% by {openings.month} {ends[_OPENINGS]}, a "
            f"month that is past, and jobs by {each[_SYSTEMS][1]:+.1f}% by {jobs.month} {ends[_SYSTEMS]}"
        )
        words = (
            f"the rate of hires changes by {each['hires'][1]:+.0f}% by {hires.month} {ends['hires']}, from "
            f"{hires.last:.1%} in {hires.origin}"
        )
        with_hires = {"hires": hires, _SYSTEMS: _to_come(context, parameters)[_SYSTEMS]}
        return (
            Reading("as the row was read first", earlier, _judged(before, noise, (_OPENINGS, _SYSTEMS))),
            Reading("hires instead of open positions", words, _judged(with_hires, noise)),
        )


def _mark(target: Target, noise: Mapping[str, float]) -> float:
    """The figure from which on fewer counts [persons]."""
    return target.last * (1.0 - noise[target.series] / PERCENT)


def _came(context: ClaimContext, targets: Mapping[str, Target]) -> dict[str, float]:
    """Changes that have come out, of those that were forecast [%]."""
    known = figures_since(context.world).set_index(["series", "month"])["value"]
    found = {name: (one, known.get((one.series, one.month))) for name, one in targets.items()}
    return {
        name: PERCENT * (float(value) / one.last - 1.0)
        for name, (one, value) in found.items()
        if value is not None
    }


def _outcome(came: Mapping[str, float], targets: Mapping[str, Target]) -> str:
    """What came, or when the forecast will be scored, in a sentence."""
    if len(came) < len(targets):
        return f"It will be scored in {_SCORED}, when BLS has published both."
    return (
        f"What came: open positions {came[_OPENINGS]:+.0f}%, jobs {came[_SYSTEMS]:+.1f}%. The verdict "
        "goes by these."
    )


def _scored(came: Mapping[str, float], noise: Mapping[str, float]) -> Verdict | None:
    """The verdict by what came; none before both figures are published."""
    if len(came) < len(_KNOWN):
        return None
    fewer = [change < -noise[name] for name, change in came.items()]
    return Verdict.of(all(fewer), not any(fewer), Verdict.MIXED)


def _judged(
    targets: Mapping[str, Target], noise: Mapping[str, float], names: Iterable[str] = ()
) -> Verdict:
    """The verdict by forecasts.

    names : of the targets that count; all where none are given
    """
    ends = {name: _change(targets[name]) for name in names or targets}
    fewer = [high < -noise[name] for name, (_, _, high) in ends.items()]
    possible = [low < -noise[name] for name, (low, _, _) in ends.items()]
    return Verdict.of(all(fewer), not any(possible), Verdict.CANNOT_BE_TOLD)


def _change(target: Target) -> tuple[float, float, float]:
    """10th, 50th and 90th percentile against the last figure [%]."""
    at = np.interp((LOW, MIDDLE, HIGH), LEVELS, target.quantiles)
    low, middle, high = np.round(PERCENT * (at / target.last - 1.0), _DIGITS) + 0.0
    return float(low), float(middle), float(high)


@once
def _to_come(context: ClaimContext, parameters: Parameters) -> dict[str, Target]:
    """Our forecasts for the month to come, from what was known on the day that they were made."""
    accounts = accounts_of(context, parameters)
    jobs = yearly_targets(context.world, accounts, _KNOWN[_SYSTEMS])
    every = (*in_month_to_come(context.world, _KNOWN[_OPENINGS]), *jobs)
    found = {one.series: one for one in every if one.forecaster == OURS and one.month == TO_COME}
    return {name: found[name] for name in _KNOWN}


@once
def _as_first_written(context: ClaimContext, parameters: Parameters) -> dict[str, Target]:
    """Our forecasts a year after the last figure of open positions and hires, and of jobs in 2030."""
    world = context.world
    every = (*a_year_ahead(world), *yearly_targets(world, accounts_of(context, parameters)))
    return {one.series: one for one in every if one.forecaster == OURS and one.month != TO_COME}


@once
def _noise(context: ClaimContext) -> dict[str, float]:
    """How far each series moves in a month [%]."""
    series = figures_since(context.world).groupby("series")
    return {
        str(name): PERCENT * noise_of_a_month(rows.set_index("month")["value"]) for name, rows in series
    }


CLAIM = _LeanerMarket()
