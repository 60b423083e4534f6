"""A simulated market in sentences: unemployment, who gains, who loses, and what cannot be said."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.economy.result import (
    MarketResult,
    long_term_rate,
    middle,
    turning,
    unemployment_rate,
    vacancy_rate,
)

Array = npt.NDArray[np.float64]

NAMED = 3
TURNS = 0.02
"""Area of a Beveridge loop, as a share of the rectangle around it, below which it is not said to turn."""
SEEN = 0.005
"""Percentage points that are told from none."""
WEEKS, MONTHS = 52.0, 12.0


def headline(result: MarketResult) -> list[str]:
    """What became of unemployment.

    result : of the run
    """
    rate = middle(unemployment_rate(result.flows))
    open_, long_ = middle(vacancy_rate(result.flows)), middle(long_term_rate(result.flows))
    end = f"After {_span(result, result.steps)}"
    middles = " (in the middle of the runs)" if result.runs > 1 else ""
    said = [
        f"{end}, {rate[-1]:.2f}% of the labour force have no job{middles}, {long_[-1]:.2f}% for a long time, "
        f"and {open_[-1]:.2f}% of all positions are open."
    ]
    return [shock_said(result), *said] if result.without is not None else said


def shock_said(result: MarketResult) -> str:
    """By how much the shock raises unemployment, at most and at the end.

    result : of a run with a shock
    """
    assert result.without is not None
    with_it, without = (unemployment_rate(one) for one in (result.flows, result.without))
    rise = middle(with_it - without)
    peak = int(np.argmax(rise))
    if rise[peak] < SEEN:
        return "The shock raises unemployment at no time."
    told = (
        f"The shock raises unemployment by at most {rise[peak]:.2f} percentage points, to "
        f"{middle(with_it)[peak]:.2f}% instead of {middle(without)[peak]:.2f}%, {_span(result, peak + 1)} "
        f"after the start"
    )
    left = rise[-1]
    if peak == result.steps - 1:
        return f"{told}, when the run ends: how far it would rise is not seen."
    if abs(left) < SEEN:
        return f"{told}; at the end nothing of it is left."
    return f"{told}; at the end it is {abs(left):.2f} points {'above' if left > 0 else 'below'}."


def beveridge(result: MarketResult) -> list[str]:
    """How the Beveridge curve turns, over the shock or over the last full cycle.

    result : of the run
    """
    window, named = loop(result)
    if window is None:
        return []
    u, v = middle(unemployment_rate(result.flows))[window], middle(vacancy_rate(result.flows))[window]
    area = turning(u, v)
    if abs(area) < TURNS:
        return [f"Over {named} the Beveridge curve does not turn: it goes back the way it came."]
    way = "counter-clockwise" if area > 0 else "clockwise"
    told = f"Over {named} the Beveridge curve turns {way}"
    why = (
        ": for the same openings, more people are without a job on the way back than on the way out."
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
    """Who gains and who loses.

    result : of the run
    """
    change = occupation_change(result)
    against = "without the shock" if result.without is not None else "at the start"
    order = np.argsort(change)
    up, down = float(change[change > 0].sum()), float(-change[change < 0].sum())
    if max(up, down) < 1e-9 * result.market.employment.sum():
        return [f"No occupation has other employment than {against}."]

    def named(places: Array) -> str:
        return "; ".join(
            f"{result.market.titles[place]} ({_signed(change[place])} people, "
            f"{100 * change[place] / before[place]:+.0f}%)".replace("-", "−")
            for place in places
        )

    before = employment_before(result)
    said = [
        f"At the end, occupations that gain have {up:,.0f} people more than {against}, those that lose have "
        f"{down:,.0f} fewer."
    ]
    gain = [place for place in order[::-1][:NAMED] if change[place] > 0]
    lose = [place for place in order[:NAMED] if change[place] < 0]
    said += [f"Most is gained in: {named(np.array(gain))}."] if gain else []
    said += [f"Most is lost in: {named(np.array(lose))}."] if lose else []
    return said


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
        "separations_a_month": 100.0 * lost * (WEEKS / MONTHS) / result.step_weeks,
        "occupation_moves_a_year": 100.0 * moved * WEEKS / result.step_weeks,
    }


def not_said(result: MarketResult, survey: tuple[float, float, float]) -> list[str]:
    """What such a run cannot say.

    result : of a run by the published laws
    survey : lowest, average and highest share of the employed who leave their jobs [%/month]
    """
    rates, (low, average, high) = flow_rates(result), survey
    said = [
        "The published laws know no moves from job to job and nobody outside the labour force: "
        f"{rates['separations_a_month']:.2f}% of the employed are separated a month, where the survey of "
        f"employers (BLS JOLTS, 2001 to 2019) counts {low:.1f} to {high:.1f}% who leave for any reason, "
        f"{average:.1f}% on average; and {rates['occupation_moves_a_year']:.1f}% change occupation a year, "
        "where published estimates are 6 to 19%.",
        "Pay does not move, and nobody leaves for another place.",
    ]
    if result.without is not None:
        said.insert(
            0,
            "The shock moves demand between occupations (law E8) and never changes its sum, by construction. "
            "So this says who gains, who loses and how long the way takes, and nothing about how many jobs "
            "there are.",
        )
    return said


def _span(result: MarketResult, steps: int) -> str:
    years = steps * result.step_weeks / WEEKS
    return f"{steps} {'step' if steps == 1 else 'steps'} ({years:.1f} years)"


def _signed(number: float) -> str:
    return f"{number:+,.0f}"
