"""What one person loses with a job, by occupation and age: months, pay of the next job, worth of it all."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.market.laws.job_loss import OLDER, PRIME, AfterLoss, match_pay, pay_when_hired
from reallocate.market.laws.labour_force import exits_ahead, who_leaves_and_enters
from reallocate.market.laws.policy import Responses
from reallocate.market.laws.tenure import Tenure, tenure_by_age, tenure_pay
from reallocate.market.laws.unemployment_duration import survivor_function
from reallocate.market.nation.cohorts import demanded
from reallocate.market.nation.economy import National
from reallocate.market.nation.effects import ages_of_hires, people_by_age
from reallocate.market.nation.lost_pay import YEARS_COUNTED, Slack, employed_later, finding, lost_pay
from reallocate.market.nation.run import Laws
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.state.ages import Ages
from reallocate.market.state.market import WEEKS_PER_MONTH, Market, Rates, in_a_month, unemployment_rate

_MONTHS, _QUARTER_MONTHS = 12, 3
YEARS_SHOWN = (1, 5, 10)
"""Years after the loss of the job at which pay in a job found is shown [years]."""
_LESS, _STEP = 0.95, 0.01
"""How chances to find work and pay of jobs found are moved, to see what the loss does [ratio]."""
_FAR = 1e-6
"""Of those without work in an occupation: how far the ages may miss them."""


@dataclass(frozen=True, eq=False)
class Loss:
    """What one person who is laid off loses.

    months : (occupation) without work, expected, of somebody who stays in the labour force [months]
    benefit_months : (occupation) of these, on benefits if they are drawn [months]
    found : (occupation) pay of the jobs found beside the occupation's [ratio]
    kept : (years, age) pay of a job found 0 and `YEARS_SHOWN` years ago beside the job lost: tenure, match
        and the slack in which it began [ratio]
    lost : (occupation, age) present value [years of the pay before]
    with_job, gone : (occupation, age) with a job, and outside the labour force, when a survey asks those who
        lost a job in the three years before [share]
    """

    months: Array
    benefit_months: Array
    found: Array
    kept: Array
    lost: Array
    with_job: Array
    gone: Array

    def benefit_years(self, responses: Responses) -> Array:
        """Benefits that one person is paid, at today's level and length; (occupation) [years of pay].

        responses : who draws them, and how much
        ρ·b·months/12
        """
        return responses.recipients * responses.level_now * self.benefit_months / _MONTHS

    @property
    def of_one(self) -> dict[str, Array]:
        """By what is told, each (occupation, age); pay years on is of somebody who keeps the job found."""
        after = [self.found[:, None] * kept for kept in self.kept]
        outcomes = {
            "months": np.broadcast_to(self.months[:, None], self.lost.shape),
            "lost_years": self.lost,
            "pay_found": after[0],
        }
        outcomes |= {f"pay_after_{year}": each for year, each in zip(YEARS_SHOWN, after[1:], strict=True)}
        return outcomes | {"with_job": self.with_job, "out_of_labour_force": self.gone}


def slack_seen(market: Market, rates: Rates, quarters: Array, start: int) -> Slack:
    """The market as somebody sees it who loses a job in one of some quarters.

    market : network of moves, pay
    rates : of flows
    quarters : (quarter, employed–unemployed–vacancies, occupation) [persons]; normal unemployment is that of
        the first, and the market after the last is taken to stay as it is
    start : the quarter in which the job is lost
    """
    seen = [finding(market, rates, people) for people in quarters[start:]]
    at = np.minimum(np.arange(round(YEARS_COUNTED * _MONTHS)) // _QUARTER_MONTHS, len(seen) - 1)
    chances = in_a_month(np.array([step for step, _ in seen]))
    without = unemployment_rate(*quarters[:, :2].sum(axis=2).T)
    above = 100.0 * (without[start:] - without[0])
    return Slack(chances[at], seen[0][1], float(without[start]), above[at])


def loss(market: Market, rates: Rates, p: Parameters, extended: Trajectory, start: int) -> Loss:
    """What a person loses who is laid off in a quarter of a run.

    market : pay, moves, exits
    rates : of flows, with laws that are off set to nothing
    p : parameters of ages, tenure, benefits
    extended : of which the first run counts
    start : quarter of the layoff
    Ages differ in the tenure that is lost, in who stops looking and in how long they stay in the labour
    force; those who look find work alike.
    """
    slack = slack_seen(market, rates, extended.people[:, :3, :, 0], start)
    law, before = Tenure.of(p), tenure_by_age(Ages.of(p), p)
    exits = exits_by_age(market, rates, p, len(slack.finding))
    after = _after(p, slack)
    asked = [
        employed_later(market, rates, slack, law, each, seen) for each, seen in zip(exits, after, strict=True)
    ]
    years = np.array([0.0, *YEARS_SHOWN])[:, None]
    still = survivor_function(slack.finding)
    longest = p["benefit_weeks_now"] / WEEKS_PER_MONTH
    covered = np.clip(longest - np.arange(len(still)), 0.0, 1.0)
    return Loss(
        still.sum(axis=0),
        covered @ still,
        slack.pay,
        _relative_pay_when_hired(slack, after[0]) * tenure_pay(years, law) / tenure_pay(years + before, law),
        _lost(market, rates, p, slack, exits),
        *(np.stack(each, axis=1) for each in zip(*asked, strict=True)),
    )


def slopes(
    market: Market, rates: Rates, p: Parameters, extended: Trajectory, start: int
) -> tuple[Array, Array]:
    """How the loss changes near a market, with chances to find work lower by a twentieth in every month.

    market, rates, p, extended, start : as `loss`
    Returns (occupation, age) for each month more without work [years of pay/month], and (occupation, age)
    for pay of the jobs found [years of pay/ratio].
    """
    slack = slack_seen(market, rates, extended.people[:, :3, :, 0], start)
    exits = exits_by_age(market, rates, p, len(slack.finding))
    longer = replace(slack, finding=_LESS * slack.finding)
    dearer = replace(slack, pay=slack.pay + _STEP)
    lost, slower, better = (_lost(market, rates, p, each, exits) for each in (slack, longer, dearer))
    months = (survivor_function(longer.finding) - survivor_function(slack.finding)).sum(axis=0)
    return (slower - lost) / months[:, None], (better - lost) / _STEP


def exits_by_age(market: Market, rates: Rates, p: Parameters, months: int) -> Array:
    """Exits from the labour force by age now, as in `Ages`; (age, month, occupation) [share/month].

    market : exits by occupation
    rates : of flows
    p : employed_16_to_21, employed_22_to_25, employed_55_and_over
    months : how many
    """
    ages = Ages.of(p)
    leaving = float(market.exit_rate @ market.employment / market.employment.sum())
    weight, _ = who_leaves_and_enters(ages, leaving)
    return exits_ahead(weight, ages.years, market.exit_rate * rates.leaving, months)


def _lost(market: Market, rates: Rates, p: Parameters, slack: Slack, exits: Array) -> Array:
    """Present value of what is lost; (occupation, age) [years of the pay before]."""
    law, discount = Tenure.of(p), p["worker_discount_rate"]
    before = tenure_by_age(Ages.of(p), p)
    each = [
        lost_pay(market, rates, slack, law, float(held), discount, ahead, after)
        for held, ahead, after in zip(before, exits, _after(p, slack), strict=True)
    ]
    return np.stack(each, axis=1)


def _after(p: Parameters, slack: Slack) -> list[AfterLoss]:
    """What follows a loss, by age: the last group as at 55 to 64, all others as at 25 to 54."""
    younger, older = (AfterLoss.of(p, slack.unemployment, age) for age in (PRIME, OLDER))
    return [*[younger] * (len(Ages.of(p).names) - 1), older]


def _relative_pay_when_hired(slack: Slack, law: AfterLoss) -> float:
    """Pay of a job begun now, of no match yet, beside that of the job lost; without tenure [ratio]."""
    return float(pay_when_hired(slack.above[:1], law)[0]) / match_pay(law)


@dataclass(frozen=True, eq=False)
class AgesOfRuns:
    """The ages of people in a run beside another one.

    hires : (occupation, age) of those who are hired in a quarter of the first [share]
    unemployed : (occupation, age) more without work in the first [person-years over the run]
    employed : (occupation, age) more in work at the end of the first [persons]
    """

    hires: Array
    unemployed: Array
    employed: Array


def ages_of_runs(
    nation: National, rates: Rates, p: Parameters, extended: Trajectory, start: int, laws: Laws, exact: bool
) -> AgesOfRuns:
    """Who is hired, and who is more often without work, by age.

    nation : the market and its normal slack
    rates : of flows, with laws that are off set to nothing
    extended : two runs side by side
    start : the quarter for whose hires ages are told
    laws : where nobody leaves the labour force, ages are alike
    exact : whether the runs have these rates throughout, without a policy; then the ages must be those of
        the run, and else they are only its parts
    Raises `InvariantError` where the ages do not add up to the run.
    """
    market, ages = nation.market, Ages.of(p)
    people = []
    for run in (0, 1):
        demand = demanded(market, nation.normal, rates, extended, run)
        people.append(people_by_age(market, demand, ages, not laws.leaving, QUARTERS_A_YEAR))
    hires = ages_of_hires(market, rates, people[0][start, :2], extended.people[start, 2, :, 0])
    idle, employed = [], []
    for run, each in enumerate(people):
        idle.append(_of_the_run(each[1:, 1], extended.people[1:, 1, :, run], exact).sum(axis=0) / 4.0)
        employed.append(_of_the_run(each[-1:, 0], extended.people[-1:, 0, :, run], exact)[0])
    return AgesOfRuns(hires, idle[0] - idle[1], employed[0] - employed[1])


def _of_the_run(seen: Array, whole: Array, exact: bool) -> Array:
    """People by age, brought to those of the run; (quarter, occupation, age) [persons]."""
    together = seen.sum(axis=2)
    if exact and np.abs(together - whole).max() > _FAR * whole.max():
        raise InvariantError(Problem("people do not add up over ages", "worker ledger"))
    ratio = np.divide(whole, together, out=np.zeros_like(whole), where=together > 0)
    result: Array = seen * ratio[..., None]
    return result
