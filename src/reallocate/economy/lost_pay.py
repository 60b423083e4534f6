"""What a lost job costs a person: months without work, other work, tenure lost and sureness lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.economy.engines.flow import Path, run_flow
from reallocate.economy.job_finding import tightness
from reallocate.economy.laws.pay_by_tenure import Tenure, tenure_pay
from reallocate.economy.laws.separation import separation_in_a_month
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import STEP_WEEKS, STEPS_PER_MONTH, in_a_month
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.economy.steady_state import NormalSlack, steady_state
from reallocate.errors import DataError, Problem
from reallocate.measure.arrays import Array
from reallocate.work.discounting import discount_factor

MONTHS = 12
LEAST_DEMAND, MOST_DEMAND = 0.8, 1.2
"""Between these a level of demand is looked for [ratio to normal]."""
SIDE_BY_SIDE = 16
"""Levels that are tried at once; a second round tries as many between the two nearest."""
SURVEY_MONTHS = 36
"""A survey of the displaced asks about jobs lost in the three years before."""


CALM, SLACK = 0.05, 0.09
"""Unemployment in the two published cases, below 6% and above 8% [share of the labour force]."""
YEARS_COUNTED = 20.0
"""Years over which lost pay is counted, as published."""


@dataclass(frozen=True, eq=False)
class Slack:
    """A labour market as somebody sees it who loses a job in its first month.

    finding : (month, occupation) who find a job in a month, of those who look [probability]
    pay : (occupation) of the jobs they find, beside the pay of the occupation lost [ratio]
    unemployment : at the start [share of the labour force]
    """

    finding: Array
    pay: Array
    unemployment: float


def slack_at(
    market: Market, normal: NormalSlack, rates: Rates, level: float, recovery: float, years: float
) -> Slack:
    """The market from a level of demand back to normal.

    market : employment, network, pay
    normal : slack that demand is counted from
    rates : of flows
    level : demand at the start, after ten years of it [ratio to normal]
    recovery : years until demand is normal again, in a straight line [years]
    years : how long it is followed [years]
    """
    at_rest = steady_state(market, normal, [rates], np.array([level]))
    steps = round(years * MONTHS) * STEPS_PER_MONTH
    time = np.arange(steps) / (MONTHS * STEPS_PER_MONTH)
    scale = level + (1.0 - level) * np.minimum(1.0, time / max(recovery, 1e-9))
    path = Path(np.stack([at_rest.wanted, at_rest.wanted]), np.zeros((steps, 1)), scale[:, None])
    flows = run_flow(market, at_rest.state, path, [rates], STEP_WEEKS, True, at_rest.entering)
    people = at_rest.state.people[:2, :, 0].sum(axis=1)
    start = at_rest.state.people[:3, :, 0]
    monthly = np.concatenate([start[None], flows.paths[STEPS_PER_MONTH - 1 :: STEPS_PER_MONTH, :, :, 0]])[:-1]
    result = [finding(market, rates, month) for month in monthly]
    chances = in_a_month(np.array([step for step, _ in result]))
    return Slack(chances, result[0][1], float(unemployment_rate(*people)))


def finding(market: Market, rates: Rates, people: Array) -> tuple[Array, Array]:
    """Chance to find a job in a step, and the pay of what is found beside the occupation lost (E4, E5); each
    (occupation, …) [probability/step], [ratio].

    market : network of moves, pay
    rates : of flows
    people : (employed–unemployed–vacancies, occupation, …) [persons], further axes such as areas
    """
    employed, unemployed, vacant = people
    there = tightness(market.network, rates.searchers(employed, unemployed), vacant)
    wage = market.wage.reshape(-1, *[1] * (people.ndim - 2))
    return rates.effort * there.finding, there.paid(wage) / wage


def lost_pay(
    market: Market,
    rates: Rates,
    slack: Slack,
    tenure: Tenure,
    before: float,
    discount: float,
    leaving: Array | None = None,
) -> Array:
    """Present value of pay that a displaced person loses; (occupation) [years of the pay before].

    market : pay, exits
    rates : of flows
    slack : the market, month by month
    tenure : the law of pay and separation by tenure
    before : tenure with the lost employer [years]
    discount : [share/year]
    leaving : (month, occupation) exits from the labour force [share/month]; the occupation's own where none
        are given
    (V − U)/w, V of somebody whose job was not lost then, who may lose it later, U of somebody without: in
    each month pay by tenure, a job lost with δ·ρ(τ) or found with the market's chance, an exit from the
    labour force with x for both. After a job is lost, pay is that of the occupations where people find work.
    Benefits are not pay. Quits are left out: they change jobs for no less.
    Source: measure of Davis, von Wachter 2011, Brookings Papers 2011(2):1, DOI 10.1353/eca.2011.0016.
    """
    months, start = len(slack.finding), round(before * MONTHS)
    length = np.arange(start + months) / MONTHS
    pay = tenure_pay(length, tenure)[:, None]
    there = 1.0 - _exits(market, rates, months, leaving)
    lose = separation_in_a_month(rates.separation, length, tenure)[:, None]
    beta = discount_factor(discount, 1.0 / MONTHS)
    # From the last month back: the worth of a job by its length, of the job kept, and of having none.
    job = np.zeros((months + 1, market.size))
    kept, without = np.zeros(market.size), np.zeros(market.size)
    for month in range(months - 1, -1, -1):
        now, then = slice(0, month + 1), slice(1, month + 2)
        new_job, age, ahead = job[0].copy(), start + month, beta * there[month]
        kept = pay[age] + ahead * ((1.0 - lose[age]) * kept + lose[age] * slack.pay * without)
        job[now] = pay[now] + ahead * ((1.0 - lose[now]) * job[then] + lose[now] * without)
        find = slack.finding[month]
        without = ahead * (find * new_job + (1.0 - find) * without)
    lost: Array = (kept - slack.pay * without) / (pay[start, 0] * MONTHS)
    return lost


def _exits(market: Market, rates: Rates, months: int, leaving: Array | None) -> Array:
    """Exits from the labour force; (month, occupation) [share/month]."""
    if leaving is not None:
        return leaving[:months]
    return np.broadcast_to(market.exit_rate * rates.leaving / MONTHS, (months, market.size))


def reemployed(market: Market, rates: Rates, slack: Slack, tenure: Tenure) -> float:
    """People with a job when a survey asks, of those who lost one in the three years before [share].

    market : employment, exits
    rates : of flows
    slack : the market, at its start throughout
    tenure : how sure new jobs are
    """
    share = market.employment / market.employment.sum()
    return float(employed_later(market, rates, slack, tenure)[0] @ share)


def employed_later(
    market: Market, rates: Rates, slack: Slack, tenure: Tenure, leaving: Array | None = None
) -> tuple[Array, Array]:
    """Who has a job, and who has left the labour force, when a survey asks those who lost one in the three
    years before; (occupation) [share], (occupation) [share].

    market, rates, slack, tenure : as `reemployed`
    leaving : (month, occupation) exits from the labour force [share/month]; the occupation's own where none
        are given
    """
    length = np.arange(SURVEY_MONTHS + 1) / MONTHS
    lose = separation_in_a_month(rates.separation, length, tenure)[:, None]
    there = 1.0 - _exits(market, rates, SURVEY_MONTHS, leaving)
    job = np.zeros((SURVEY_MONTHS + 1, market.size))
    without, with_job, gone = np.ones(market.size), [], []
    for month in range(SURVEY_MONTHS):
        find = slack.finding[0] * there[month]
        lost = (job * lose * there[month]).sum(axis=0)
        job[1:] = (job * (1.0 - lose) * there[month])[:-1]
        job[0] = find * without
        without = (there[month] - find) * without + lost
        with_job.append(job.sum(axis=0))
        gone.append(1.0 - with_job[-1] - without)
    return np.mean(with_job, axis=0), np.mean(gone, axis=0)


def displacement_cost(
    market: Market,
    rates: Rates,
    markets: Mapping[str, Slack],
    tenure: Tenure,
    before: float,
    discount: float,
    people: Mapping[str, Array],
) -> pd.DataFrame:
    """The loss by its parts, each law added to the ones before.

    market, rates, tenure, before, discount : as `lost_pay`
    markets : by name, such as calm and slack
    people : by name, (occupation) who lose their jobs [persons]
    Returns who, market, unemployment [share], part, lost [years of pay: Σ n·w·lost/Σ n·w], and reemployed
    [share] of everybody with all laws on.
    """
    off, sure = Tenure(), replace(tenure, premium=0.0)
    rows = []
    for name, slack in markets.items():
        same_pay = replace(slack, pay=np.ones_like(slack.pay))
        steps = {
            "months without work": (same_pay, off),
            "pay where people find work": (slack, off),
            "new jobs are less sure": (slack, sure),
            "pay by tenure": (slack, tenure),
        }
        each = {
            part: lost_pay(market, rates, seen, law, before, discount) for part, (seen, law) in steps.items()
        }
        back = reemployed(market, rates, slack, tenure)
        for who, number in people.items():
            weight = number * market.wage
            totals = [float(weight @ lost / weight.sum()) for lost in each.values()]
            parts = [*np.diff(totals, prepend=0.0), totals[-1]]
            rows += [
                (who, name, slack.unemployment, part, lost, back)
                for part, lost in zip([*each, "all"], parts, strict=True)
            ]
    columns = ["who", "market", "unemployment", "part", "lost", "reemployed"]
    return pd.DataFrame(rows, columns=columns)


def demand_level(market: Market, normal: NormalSlack, rates: Rates, unemployment: float) -> float:
    """The level of demand at which so many are without work once the market is at rest [ratio to normal].

    market, normal, rates : of the nation
    unemployment : [share of the labour force]
    Raises `DataError` where no demand between four fifths and six fifths of normal gives it.
    """

    low, high = LEAST_DEMAND, MOST_DEMAND
    for _ in range(2):
        levels = np.linspace(low, high, SIDE_BY_SIDE)
        people = steady_state(market, normal, [rates] * SIDE_BY_SIDE, levels).state.people[:2].sum(axis=1)
        without = unemployment_rate(*people)
        if not without[-1] < unemployment < without[0]:
            raise DataError(
                Problem(f"no demand leaves {unemployment:.1%} of this market without work", "lost jobs")
            )
        after = int(np.argmax(without < unemployment))
        low, high = levels[after - 1], levels[after]
    part = (without[after - 1] - unemployment) / (without[after - 1] - without[after])
    return float(low + part * (high - low))


def calm_and_slack(
    market: Market, normal: NormalSlack, rates: Rates, parameters: Mapping[str, float]
) -> dict[str, Slack]:
    """The markets of the two published cases, by name.

    market, normal, rates : of the nation
    parameters : slack_recovery_years
    """
    years = parameters["slack_recovery_years"], YEARS_COUNTED
    return {
        name: slack_at(market, normal, rates, demand_level(market, normal, rates, share), *years)
        for name, share in (("calm", CALM), ("slack", SLACK))
    }
