"""What a simulated labour market gave: rates, people by occupation, lives, and sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array, quantiles
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import MONTHS_A_YEAR
from reallocate.market.flow.engine import Flows
from reallocate.market.laws.tenure import Tenure
from reallocate.market.state.market import WEEKS, Market, openings_rate, ratio
from reallocate.market.whole_people.ledger import COLUMNS, PayTable, ledger
from reallocate.market.whole_people.records import Workers
from reallocate.work.panel import quintiles

END = ("employment", "unemployment", "vacancies")
"""What is told of each occupation, in the order of the state."""


@dataclass(frozen=True, eq=False)
class MarketResult:
    """A labour market through time, for one run or several.

    market : at its start
    flows : what happened
    without : the same without the shock, where there is one
    demand : (before–after, occupation) jobs demanded before and once the shock is over [persons]
    step_weeks : [weeks]
    shock : first step of the shock and its length [steps], where there is one
    cycle_steps : length of the business cycle [steps]; 0 where there is none
    workers : one record a person, of the first run, where the engine keeps them
    """

    market: Market
    flows: Flows
    without: Flows | None
    demand: Array
    step_weeks: float
    shock: tuple[float, float] | None
    cycle_steps: float
    workers: Workers | None = None

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return int(self.flows.totals.shape[0])

    @property
    def runs(self) -> int:
        """How many runs were made."""
        return int(self.flows.totals.shape[2])

    @property
    def years(self) -> Array:
        """When each step has ended, counted from the start; (step) [years of 52 weeks]."""
        return np.arange(1.0, self.steps + 1.0) * (self.step_weeks / 52.0)

    def is_finite(self) -> bool:
        """Whether every figure is a number."""
        return bool(np.isfinite(self.flows.totals).all() and np.isfinite(self.flows.end.people).all())


def unemployment_of_initial_force(flows: Flows) -> Array:
    """People without a job after each step; (step, run) [% of the labour force at the start].

    flows : what happened
    100·Σu/L, L as it was at the start; `ratios.unemployment_rate` takes the labour force of the same step
    """
    return 100.0 * flows.total("unemployed") / flows.labour_force


def _long_term_of_initial_force(flows: Flows) -> Array:
    """People without a job for τ steps or more; (step, run) [% of the labour force at the start].

    flows : what happened
    100·Σ(spells of at least τ steps)/L; the spell of the step of separation counts 0
    """
    return 100.0 * flows.total("long_term_unemployed") / flows.labour_force


def vacancy_rate(flows: Flows) -> Array:
    """Open positions after each step; (step, run) [% of all positions, open or filled].

    flows : what happened
    100·Σv/(Σv + Σe)
    """
    vacant, employed = flows.total("vacancies"), flows.total("employed")
    return 100.0 * openings_rate(employed, vacant)


RATES: Mapping[str, Callable[[Flows], Array]] = {
    "unemployment_rate": unemployment_of_initial_force,
    "vacancy_rate": vacancy_rate,
    "long_term_unemployment_rate": _long_term_of_initial_force,
}


def _eight_of_ten(values: Array) -> str:
    """The range of eight of ten runs in words; nothing where there is one run.

    values : (run) [%]
    """
    if len(values) == 1:
        return ""
    ends = quantiles(values)
    return f" ({ends['p10']:.2f} to {ends['p90']:.2f}%)"


def middle(values: Array) -> Array:
    """The middle of the runs, the last axis.

    values : (…, run) [any unit]
    """
    return np.median(values, axis=-1)


def _turning(unemployment: Array, vacancies: Array) -> float:
    """How a Beveridge curve turns: above 0 counter-clockwise, with unemployment to the right.

    unemployment, vacancies : (step) [%]
    The area the curve encloses, its ends joined, as a share of the rectangle around it:
    ½·Σ(u_t·v_{t+1} − u_{t+1}·v_t)/((max u − min u)·(max v − min v)); 0 where it stands still.
    """
    around = float(np.ptp(unemployment) * np.ptp(vacancies))
    if around <= 0.0:
        return 0.0
    u, v = unemployment - unemployment[0], vacancies - vacancies[0]
    area = 0.5 * float((u * np.roll(v, -1) - np.roll(u, -1) * v).sum())
    return area / around


_PAY = ("pay_before", "pay_after", "pay_loss", "earnings_loss", "pay_change_others")
"""Columns that rest on pay, left out where the pay of an occupation is not known."""
_EVERYBODY = "everybody"
_FIFTHS = ("the least exposed fifth", "second", "third", "fourth", "the most exposed fifth")


def people_table(
    workers: Workers, market: Market, falls_away: Array | None, parameters: Parameters
) -> pd.DataFrame:
    """What became of those who had a job at the start, by fifth of exposure before anything happened.

    workers : records at the end
    market : labels and pay
    falls_away : (occupation) work that falls away [share of hours]; without it all stand together
    parameters : tenure_premium [log points], tenure_years [years]
    Returns group and the columns of `ledger._COLUMNS`; those of pay only where all pay is known. What is done
    with AI is not told by the published laws, so that nobody counts as augmented.
    """
    known = bool(np.isfinite(market.wage).all() and (market.wage > 0).all())
    pay = market.wage if known else np.ones(market.size)
    if falls_away is None or not falls_away.any():
        group, labels = np.zeros(market.size, dtype=np.int64), pd.Index([_EVERYBODY])
    else:
        group, labels = quintiles(falls_away, market.employment), pd.Index(_FIFTHS)
    found = ledger(
        workers,
        group[workers.before["occupation"]],
        labels,
        PayTable(np.array([0.5]), pay[:, None]),
        Tenure(parameters["tenure_premium"], parameters["tenure_years"]),
        np.zeros(market.size, dtype=bool),
    )
    left_out = {"augmented", "untouched"} | (set() if known else set(_PAY))
    kept = [name for name in COLUMNS if name not in left_out]
    return found[kept].rename_axis("group").reset_index()


_NAMED = 3
_LEAST_LEFT = 0.8
"""Share of its people below which an occupation is said not to keep them."""
_TOLERANCE = 1e-9
"""Share of all people that is told from none."""
_TURNS = 0.02
"""Area of a Beveridge loop, as a share of the rectangle around it, below which it is not said to turn."""
_SEEN = 0.005
"""Percentage points that are told from none."""


def headline(result: MarketResult) -> list[str]:
    """What became of unemployment.

    result : of the run
    """
    measures = (unemployment_of_initial_force, _long_term_of_initial_force, vacancy_rate)
    rates = [one(result.flows)[-1] for one in measures]
    none, long_, open_ = (f"{middle(rate):.2f}%{_eight_of_ten(rate)}" for rate in rates)
    lines = [
        f"After {_span(result, result.steps)}, {none} of the labour force have no job, {long_} for a long "
        f"time, and {open_} of all positions are open"
        + (" (in brackets eight of ten runs)." if result.runs > 1 else ".")
    ]
    first = [_shock_text(result)] if result.without is not None else []
    return [*first, *_cycle_text(result), *lines]


def _cycle_text(result: MarketResult) -> list[str]:
    """How far unemployment swings over the last full business cycle.

    result : of the run
    """
    window, _ = loop(result)
    if window is None or not result.cycle_steps:
        return []
    rate = middle(unemployment_of_initial_force(result.flows))[window]
    return [
        f"Over the last business cycle, of {_span(result, len(rate))}, unemployment goes from "
        f"{rate.min():.2f} to {rate.max():.2f}% of the labour force and is {rate.mean():.2f}% on average."
    ]


def _shock_text(result: MarketResult) -> str:
    """By how much the shock raises unemployment, at most and at the end.

    result : of a run with a shock
    """
    assert result.without is not None
    with_it, without = (unemployment_of_initial_force(one) for one in (result.flows, result.without))
    rise = middle(with_it - without)
    peak = int(np.argmax(rise))
    if rise[peak] < _SEEN:
        return "The shock raises unemployment at no time."
    text = (
        f"The shock raises unemployment by at most {rise[peak]:.2f} percentage points, to "
        f"{middle(with_it)[peak]:.2f}% instead of {middle(without)[peak]:.2f}%, {_span(result, peak + 1)} "
        f"after the start"
    )
    left = rise[-1]
    if peak == result.steps - 1:
        return f"{text}, when the run ends: how far it would rise is not seen."
    if abs(left) < _SEEN:
        return f"{text}; at the end nothing of it is left."
    return f"{text}; at the end it is {abs(left):.2f} points {'above' if left > 0 else 'below'}."


def beveridge(result: MarketResult) -> list[str]:
    """How the Beveridge curve turns, over the shock or over the last full cycle.

    result : of the run
    """
    window, named = loop(result)
    if window is None:
        return []
    rates = (unemployment_of_initial_force, vacancy_rate)
    u, v = (middle(one(result.flows))[window] for one in rates)
    area = _turning(u, v)
    if abs(area) < _TURNS:
        return [f"Over {named} the Beveridge curve hardly turns: it goes back nearly the way it came."]
    way = "counter-clockwise" if area > 0 else "clockwise"
    told = f"Over {named} the Beveridge curve turns {way}"
    why = (
        ": for the same openings, more people are without a job while unemployment falls than while it rises."
        if area > 0
        else "."
    )
    return [told + why]


def loop(result: MarketResult) -> tuple[slice | None, str]:
    """The steps over which the Beveridge curve is judged, and what they are called.

    result : of the run
    """
    if result.cycle_steps and result.cycle_steps <= result.steps:
        length = round(result.cycle_steps)
        return slice(result.steps - length, result.steps), "the last business cycle"
    if result.shock is not None and result.shock[0] < result.steps - 1:
        return slice(int(result.shock[0]), result.steps), "the shock"
    return None, ""


def occupations(result: MarketResult) -> list[str]:
    """Who gains and who loses; without a shock, where most and fewest have no job.

    result : of the run
    """
    if result.without is None:
        return _levels(result)
    change, before = occupation_change(result), employment_before(result)
    order = np.argsort(change)
    up, down = float(change[change > 0].sum()), float(-change[change < 0].sum())
    if max(up, down) < _TOLERANCE * result.market.employment.sum():
        return ["No occupation has other employment than without the shock."]

    def told(place: int) -> str:
        share = f", {100 * change[place] / before[place]:+.0f}%" if before[place] > 0 else ""
        return f"{result.market.titles[place]} ({change[place]:+,.0f} people{share})".replace("-", "−")

    gain = [told(place) for place in order[::-1][:_NAMED] if change[place] > 0]
    lose = [told(place) for place in order[:_NAMED] if change[place] < 0]
    lines = [
        f"At the end, occupations that gain have {up:,.0f} people more than without the shock, those that "
        f"lose have {down:,.0f} fewer."
    ]
    lines += [f"Most is gained in: {'; '.join(gain)}."] if gain else []
    return lines + ([f"Most is lost in: {'; '.join(lose)}."] if lose else [])


def _levels(result: MarketResult) -> list[str]:
    """Where most and fewest have no job."""
    people = middle(result.flows.end.people)
    force = people[0] + people[1]
    share = ratio(people[1], force, np.nan)
    order = [place for place in np.argsort(share) if np.isfinite(share[place])]
    fall = 100.0 * (1.0 - people[0].sum() / result.market.employment.sum())

    def told(places: list[int]) -> str:
        return "; ".join(f"{result.market.titles[place]} ({100 * share[place]:.1f}%)" for place in places)

    lines = [
        "No demand moves between occupations, and each finds its own level. In all, "
        f"{abs(fall):.1f}% {'fewer' if fall >= 0 else 'more'} people are employed than at the start, where "
        "as few have no job as lose one in a step."
    ]
    if len(order) > 2 * _NAMED:
        lines.append(f"Most of their people have no job in: {told(order[::-1][:_NAMED])}.")
        lines.append(f"Fewest in: {told(order[:_NAMED])}.")
    return lines


def _hard_to_fill(result: MarketResult) -> list[str]:
    """Occupations that cannot keep their people although as many are wanted.

    result : of the run
    """
    without = result.without if result.without is not None else result.flows
    start, left = result.market.employment, middle(without.end.people[0])
    short = left < _LEAST_LEFT * start
    if not short.any():
        return []
    named = [result.market.titles[place] for place in np.argsort(left / start)[: int(short.sum())]][:_NAMED]
    others = f" and {int(short.sum()) - _NAMED} more" if short.sum() > _NAMED else ""
    return [
        f"{int(short.sum())} {'occupation keeps' if short.sum() == 1 else 'occupations keep'} less than "
        f"{_LEAST_LEFT:.0%} of their people though as many are wanted ({'; '.join(named)}{others}; "
        f"{start[short].sum() / start.sum():.2%} of all people employed at the start): by the moves at hand "
        "fewer enter them than leave, and positions stay open."
    ]


def employment_before(result: MarketResult) -> Array:
    """What employment is held against: without the shock, else at the start; (occupation) [persons].

    result : of the run
    """
    return result.market.employment if result.without is None else middle(result.without.end.people[0])


def occupation_change(result: MarketResult) -> Array:
    """Employment at the end against `employment_before`; (occupation) [persons].

    result : of the run
    """
    if result.without is None:
        return middle(result.flows.end.people[0]) - result.market.employment
    return middle(result.flows.end.people[0] - result.without.end.people[0])


def flow_rates(result: MarketResult) -> dict[str, float]:
    """Separations a month and occupation moves a year at the end of the run [% of the employed].

    result : of the run
    """
    last = slice(max(0, result.steps - max(1, round(result.cycle_steps or 1))), result.steps)
    employed = middle(result.flows.total("employed"))[last].sum()
    lost = middle(result.flows.total("separations"))[last].sum() / employed
    moved = middle(result.flows.total("occupation_switches"))[last].sum() / employed
    return {
        "separations_a_month": 100.0 * lost * (WEEKS / MONTHS_A_YEAR) / result.step_weeks,
        "occupation_moves_a_year": 100.0 * moved * WEEKS / result.step_weeks,
    }


def limitations(result: MarketResult, survey: tuple[float, float, float]) -> list[str]:
    """What such a run cannot say.

    result : of a run by the published laws
    survey : lowest, average and highest share of the employed who leave their jobs [%/month]
    """
    rates, (low, average, high) = flow_rates(result), survey
    lines = [
        "The published laws know no moves from job to job and nobody outside the labour force: "
        f"{rates['separations_a_month']:.2f}% of the employed are separated a month, where the survey of "
        f"employers (BLS JOLTS, 2001 to 2019) counts {low:.1f} to {high:.1f}% who leave for any reason, "
        f"{average:.1f}% on average; and {rates['occupation_moves_a_year']:.1f}% change occupation a year, "
        "where published estimates are 6 to 19%.",
        "Pay does not move, and nobody leaves for another place.",
        *_hard_to_fill(result),
    ]
    if result.without is not None:
        lines.insert(
            0,
            "The shock moves demand between occupations (law E8) and never changes its sum, by construction. "
            "So this says who gains, who loses and how long the way takes, and nothing about how many jobs "
            "there are.",
        )
    return lines


def _span(result: MarketResult, steps: int) -> str:
    years = steps * result.step_weeks / WEEKS
    return f"{steps} {'step' if steps == 1 else 'steps'} ({years:.1f} years)"
