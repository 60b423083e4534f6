"""What a lost job costs a person: months without work, other work, tenure, match and sureness lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, Problem
from reallocate.kernel.units import MONTHS_A_YEAR, PERCENT
from reallocate.market.flow.engine import Path, run_flow
from reallocate.market.laws.job_loss import PRIME, AfterLoss, looking_again, match_pay, pay_when_hired
from reallocate.market.laws.separations import separation_in_a_month
from reallocate.market.laws.tenure import Tenure, tenure_pay
from reallocate.market.nation.rest import NormalSlack, steady_state, tightness
from reallocate.market.state.market import (
    STEP_WEEKS,
    STEPS_PER_MONTH,
    Market,
    Rates,
    in_a_month,
    ratio,
    unemployment_rate,
)
from reallocate.work.compute import discount_factor

_LEAST_DEMAND, _MOST_DEMAND = 0.8, 1.2
"""Between these a level of demand is looked for [ratio to normal]."""
_SIDE_BY_SIDE = 16
"""Levels that are tried at once; a second round tries as many between the two nearest."""
_ALL_LOOK = AfterLoss()
"""All look until they find a job or retire, and new jobs pay as old ones do but for tenure."""
SURVEY_MONTHS = 36
"""A survey of the displaced asks about jobs lost in the three years before."""


_CALM, _SLACK = 0.05, 0.09
"""Unemployment in the two published cases, below 6% and above 8% [share of the labour force]."""
YEARS_COUNTED = 20.0
"""Years over which lost pay is counted, as published."""


@dataclass(frozen=True, eq=False)
class Slack:
    """A labour market as somebody sees it who loses a job in its first month.

    finding : (month, occupation) who find a job in a month, of those who look [probability]
    pay : (occupation) of the jobs they find, beside the pay of the occupation lost [ratio]
    unemployment : at the start [share of the labour force]
    above_normal : (month) unemployment above normal [percentage points]; none where nothing is given
    """

    finding: Array
    pay: Array
    unemployment: float
    above_normal: Array | None = None

    @property
    def above(self) -> Array:
        """(month) unemployment above normal [percentage points]."""
        return np.zeros(len(self.finding)) if self.above_normal is None else self.above_normal


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
    steps = round(years * MONTHS_A_YEAR) * STEPS_PER_MONTH
    time = np.arange(steps) / (MONTHS_A_YEAR * STEPS_PER_MONTH)
    scale = level + (1.0 - level) * np.minimum(1.0, time / max(recovery, 1e-9))
    path = Path(np.stack([at_rest.wanted, at_rest.wanted]), np.zeros((steps, 1)), scale[:, None])
    flows = run_flow(market, at_rest.state, path, [rates], STEP_WEEKS, True, at_rest.entering)
    start = at_rest.state.people[:3, :, 0]
    monthly = np.concatenate([start[None], flows.paths[STEPS_PER_MONTH - 1 :: STEPS_PER_MONTH, :, :, 0]])[:-1]
    result = [finding(market, rates, month) for month in monthly]
    chances = in_a_month(np.array([step for step, _ in result]))
    rates_seen = unemployment_rate(*monthly[:, :2].sum(axis=2).T)
    above = PERCENT * (rates_seen - normal.unemployment)
    return Slack(chances, result[0][1], float(rates_seen[0]), above)


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
    after: AfterLoss = _ALL_LOOK,
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
    after : pay of jobs begun in slack, the match, and who stops looking
    (V − U)/w, V of somebody whose job was not lost then, who may lose it later, U of somebody without: in
    each month pay by tenure and match, a job lost with δ·ρ(τ) or found with the market's chance, search given
    up and taken up again, retirement with x for both. After a job is lost, pay is that of the occupations
    where people find work, at the slack in which the new job begins. Benefits are not pay. Quits are left
    out: they change jobs for no less.
    Source: measure of Davis, von Wachter 2011, Brookings Papers 2011(2):1, DOI 10.1353/eca.2011.0016.
    """
    months, start = len(slack.finding), round(before * MONTHS_A_YEAR)
    length = np.arange(start + months) / MONTHS_A_YEAR
    pay, settled = tenure_pay(length, tenure)[:, None], match_pay(after)
    there = 1.0 - _exits(market, rates, months, leaving)
    lose = separation_in_a_month(rates.separation, length, tenure)[:, None]
    beta = discount_factor(discount, 1.0 / MONTHS_A_YEAR)
    hired, back = pay_when_hired(slack.above, after), looking_again(slack.finding, after)
    # P, a month's worth and who is still there, multiplied up over the months: what a job found in month m
    # brings by month j, counted in m, is P_j/P_m of it.
    ahead = beta * there
    product = np.cumprod(np.concatenate([np.ones((1, market.size)), ahead]), axis=0)
    keeps = np.cumprod(np.concatenate([[1.0], 1.0 - lose[: months - 1, 0]]))
    ends = keeps * lose[:months, 0]
    paid = keeps * pay[:months, 0]
    # From the last month back: the worth of the job kept, of looking for one and of having stopped.
    kept, looking, idle = (np.zeros(market.size) for _ in range(3))
    again = np.zeros((months + 1, market.size))
    for month in range(months - 1, -1, -1):
        age, find, then = start + month, slack.finding[month], month + 1
        earned = paid[: months - then] @ product[then:months]
        lost_again = ends[: months - then] @ again[then + 1 :]
        new_job = ratio(hired[month] * earned + lost_again, product[then])
        stop = np.minimum(after.leave, 1.0 - find) if after.outside else np.zeros_like(find)
        kept = settled * pay[age] + ahead[month] * (
            (1.0 - lose[age]) * kept + lose[age] * slack.pay * looking
        )
        looking, idle = (
            ahead[month] * (find * new_job + stop * idle + (1.0 - find - stop) * looking),
            ahead[month] * (back[month] * looking + (1.0 - back[month]) * idle),
        )
        again[month] = product[month] * looking
    lost: Array = (kept - slack.pay * looking) / (settled * pay[start, 0] * MONTHS_A_YEAR)
    return lost


def _exits(market: Market, rates: Rates, months: int, leaving: Array | None) -> Array:
    """Exits from the labour force; (month, occupation) [share/month]."""
    if leaving is not None:
        return leaving[:months]
    return np.broadcast_to(market.exit_rate * rates.leaving / MONTHS_A_YEAR, (months, market.size))


def _reemployed(
    market: Market, rates: Rates, slack: Slack, tenure: Tenure, after: AfterLoss = _ALL_LOOK
) -> float:
    """People with a job when a survey asks, of those who lost one in the three years before [share].

    market : employment, exits
    rates : of flows
    slack : the market, at its start throughout
    tenure : how sure new jobs are
    after : who stops looking
    """
    share = market.employment / market.employment.sum()
    return float(employed_later(market, rates, slack, tenure, after=after)[0] @ share)


def employed_later(
    market: Market,
    rates: Rates,
    slack: Slack,
    tenure: Tenure,
    leaving: Array | None = None,
    after: AfterLoss = _ALL_LOOK,
) -> tuple[Array, Array]:
    """Who has a job, and who is outside the labour force, when a survey asks those who lost one in the three
    years before; (occupation) [share], (occupation) [share].

    market, rates, slack, tenure, after : as `_reemployed`
    leaving : (month, occupation) exits from the labour force [share/month]; the occupation's own where none
        are given
    """
    length = np.arange(SURVEY_MONTHS + 1) / MONTHS_A_YEAR
    lose = separation_in_a_month(rates.separation, length, tenure)[:, None]
    there = 1.0 - _exits(market, rates, SURVEY_MONTHS, leaving)
    find = slack.finding[0]
    back = looking_again(find, after)
    stop = np.minimum(after.leave, 1.0 - find) if after.outside else np.zeros_like(find)
    job = np.zeros((SURVEY_MONTHS + 1, market.size))
    looking, idle = np.ones(market.size), np.zeros(market.size)
    with_job, gone = [], []
    for month in range(SURVEY_MONTHS):
        stays = there[month]
        lost = (job * lose * stays).sum(axis=0)
        job[1:] = (job * (1.0 - lose) * stays)[:-1]
        job[0] = find * stays * looking
        looking, idle = (
            ((1.0 - find - stop) * looking + back * idle) * stays + lost,
            (stop * looking + (1.0 - back) * idle) * stays,
        )
        with_job.append(job.sum(axis=0))
        gone.append(1.0 - with_job[-1] - looking)
    return np.mean(with_job, axis=0), np.mean(gone, axis=0)


def displacement_cost(
    market: Market,
    rates: Rates,
    markets: Mapping[str, Slack],
    parameters: Mapping[str, float],
    people: Mapping[str, Array],
) -> pd.DataFrame:
    """The loss by its parts, each law added to the ones before.

    market, rates : as `lost_pay`
    markets : by name, such as calm and slack
    parameters : of tenure, of what follows a loss, tenure_before, worker_discount_rate
    people : by name, (occupation) who lose their jobs [persons]
    Returns who, market, unemployment [share], part, lost [years of pay: Σ n·w·lost/Σ n·w], and reemployed
    [share] of everybody with all laws on. The loss is that of people of 25 to 54, as the published one is of
    men of at most 50; reemployed is of all ages.
    """
    before, discount = parameters["tenure_before"], parameters["worker_discount_rate"]
    rows = []
    for name, slack in markets.items():
        each = {
            part: lost_pay(market, rates, seen, tenure, before, discount, after=after)
            for part, (seen, tenure, after) in _laws_one_by_one(slack, parameters).items()
        }
        everybody = AfterLoss.of(parameters, slack.unemployment)
        found = _reemployed(market, rates, slack, Tenure.of(parameters), everybody)
        for who, number in people.items():
            weight = number * market.wage
            totals = [float(weight @ lost / weight.sum()) for lost in each.values()]
            parts = [*np.diff(totals, prepend=0.0), totals[-1]]
            rows += [
                (who, name, slack.unemployment, part, lost, found)
                for part, lost in zip([*each, "all"], parts, strict=True)
            ]
    columns = ["who", "market", "unemployment", "part", "lost", "reemployed"]
    return pd.DataFrame(rows, columns=columns)


def _laws_one_by_one(slack: Slack, p: Mapping[str, float]) -> dict[str, tuple[Slack, Tenure, AfterLoss]]:
    """Market and laws of each part of the loss, each part with the ones before."""
    off, tenure, after = Tenure(), Tenure.of(p), AfterLoss.of(p, slack.unemployment, PRIME)
    alike = replace(slack, pay=np.ones_like(slack.pay))
    sure = replace(tenure, premium=0.0)
    stopping = replace(after, hiring_pay=0.0, match=0.0)
    return {
        "months of search": (alike, off, _ALL_LOOK),
        "months without search": (alike, off, stopping),
        "pay where people find work": (slack, off, stopping),
        "new jobs are less sure": (slack, sure, stopping),
        "pay by tenure": (slack, tenure, stopping),
        "the match": (slack, tenure, replace(after, hiring_pay=0.0)),
        "pay of jobs begun in slack": (slack, tenure, after),
    }


def demand_level(market: Market, normal: NormalSlack, rates: Rates, unemployment: float) -> float:
    """The level of demand at which so many are without work once the market is at rest [ratio to normal].

    unemployment : [share of the labour force]
    Raises `DataError` where no demand between four fifths and six fifths of normal gives it.
    """

    low, high = _LEAST_DEMAND, _MOST_DEMAND
    for _ in range(2):
        levels = np.linspace(low, high, _SIDE_BY_SIDE)
        people = steady_state(market, normal, [rates] * _SIDE_BY_SIDE, levels).state.people[:2].sum(axis=1)
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

    parameters : slack_recovery_years
    """
    years = parameters["slack_recovery_years"], YEARS_COUNTED
    return {
        name: slack_at(market, normal, rates, demand_level(market, normal, rates, share), *years)
        for name, share in (("calm", _CALM), ("slack", _SLACK))
    }
