"""Who loses and who gains through AI: the displaced, and those who work with it, in the same unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.claims.basis.economy_ensemble import QUARTERS, ensemble, one_without_ai
from reallocate.claims.basis.verdicts import Verdict
from reallocate.economy.engines.flow_cell import SEPARATIONS
from reallocate.economy.laws.after_a_loss import PRIME, AfterLoss
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.laws.pay_by_tenure import Tenure
from reallocate.economy.laws.unemployment_duration import survivor_function
from reallocate.economy.lost_jobs.loss import slack_seen
from reallocate.economy.lost_pay import lost_pay
from reallocate.economy.market.time_steps import STEPS_PER_QUARTER
from reallocate.economy.shared_gains import shared_gains
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.problem.nation.ensemble import EconomyEnsemble
from reallocate.work.parameters import Parameters
from reallocate.work.reuse import Reuse

FIVE_YEARS = 20
"""Quarters."""
YEARS = FIVE_YEARS / 4
FIRST_FIVE_YEARS = (0, FIVE_YEARS)
"""Quarters after the first, up to the second."""
APART = 2.0
"""What counts as a divide [% of all pay a year]."""


@dataclass(frozen=True, eq=False)
class TwoHalves:
    """Who loses and who gains through AI in some years, by run.

    displaced : people who lose a job beyond those who do without AI [% of the labour force]
    years_lost : pay that one of them loses, present value [years of the pay before]
    months : without work, expected [months]
    gained : pay that work with AI gains, averaged over all work by pay [% of pay]
    anyway : people who lose a job without AI [% of the labour force a year]
    years : that the halves are spread over
    """

    displaced: Array
    years_lost: Array
    months: Array
    gained: Array
    anyway: Array
    years: float = YEARS

    @property
    def lost(self) -> Array:
        """Pay that the displaced lose; (run) [% of all pay a year]."""
        return self.displaced * self.years_lost / self.years

    @property
    def apart(self) -> Array:
        """How far the pay of both moves apart; (run) [% of all pay a year]."""
        return self.lost + self.gained


@once
def halves_of_draws(
    context: ClaimContext,
    parameters: Parameters,
    closure: Closure = HEADLINE,
    kept: float = -1.0,
    span: tuple[int, int] = FIRST_FIVE_YEARS,
    shared: float = -1.0,
) -> TwoHalves:
    """Both halves by draw of the ensemble.

    closure : of the accounts
    kept : of a saving, that employers keep [share]; as drawn where it is below 0
    span : the years, after the first of these quarters up to the second
    shared : of what employers keep, that reaches pay; economy_rent_shared where it is below 0 [ratio]
    """
    made = ensemble(context, parameters, closure)
    return two_halves(context, parameters, made, kept, span, shared=shared)


def two_halves(
    context: ClaimContext,
    parameters: Parameters,
    made: EconomyEnsemble,
    kept: float = -1.0,
    span: tuple[int, int] = FIRST_FIVE_YEARS,
    loss: tuple[Array, Array] | None = None,
    shared: float = -1.0,
) -> TwoHalves:
    """Both halves by run.

    made : the runs, beside themselves without further AI
    kept, span : as for `halves_of_draws`; the gain is that of the last quarter
    loss : as from `one_loss`, which stands in for it where none is given
    shared : as for `halves_of_draws`
    """
    market, (first, last) = nation(context).national.market, span
    steps, years = slice(first * STEPS_PER_QUARTER, last * STEPS_PER_QUARTER), (last - first) / 4
    force = made.without.people[0, :2].sum(axis=(0, 1))
    lose, anyway = (each.totals[steps, SEPARATIONS].sum(axis=0) for each in (made.extended, made.without))
    weight = np.maximum(-made.extended.parts[last, 0], 0.0) * market.wage[:, None]
    weight = weight + np.finfo(float).tiny
    lost, without = (one @ weight / weight.sum(axis=0) for one in loss or one_loss(context, parameters))
    pay = market.employment * market.wage
    accounts = accounts_of(context, parameters)
    elasticity = parameters["economy_rent_shared"] if shared < 0.0 else shared
    gains = shared_gains(accounts, made.runs, made.extended.adopted[last], last, elasticity)
    shares = np.array([run.adjustment.saving_kept if kept < 0.0 else kept for run in made.runs])
    return TwoHalves(
        100.0 * (lose - anyway) / force,
        lost,
        without,
        100.0 * shares * (gains @ pay) / pay.sum(),
        100.0 * anyway / force / years,
        years,
    )


def one_loss(context: ClaimContext, parameters: Parameters) -> tuple[Array, Array]:
    """What one person of 25 to 54 loses in the market without AI; (occupation) [years of pay], and months
    without work; (occupation) [months]. Made once for all assumptions that act with AI alone."""
    market, rates = nation(context).national.market, assumed_by(context, parameters, QUARTERS).flow_rates
    key, without = one_without_ai(context, parameters)

    def loss(read: Mapping[str, float]) -> tuple[Array, Array]:
        slack = slack_seen(market, rates, without.people[:, :3, :, 0], 0)
        after = AfterLoss.of(read, slack.unemployment, PRIME)
        before, discount = read["tenure_before"], read["worker_discount_rate"]
        lost = lost_pay(market, rates, slack, Tenure.of(read), before, discount, after=after)
        return lost, survivor_function(slack.finding).sum(axis=0)

    return _losses(context).of(key, parameters, loss)


@once
def _losses(context: ClaimContext) -> Reuse:
    """What one person loses, by market without AI."""
    return Reuse()


def judged(low: float, high: float, mark: float = APART) -> Verdict:
    """The verdict by the thresholds alone.

    low, high : ends of the interval [% of all pay a year]
    mark : what counts as a divide [% of all pay a year]
    """
    return Verdict.of(low > mark, high < mark)


def span_of(values: Array) -> str:
    """Middle and ends with their signs, in words.

    values : (draw) [% of pay]
    """
    middle, low, high = interval(values)
    return f"{middle:+.2f}% ({low:+.2f} to {high:+.2f}%)"
