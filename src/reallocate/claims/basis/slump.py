"""The ensemble of the nation's market where AI comes in a slump: the same draws from high unemployment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import assumed_by, economy_of, nation
from reallocate.claims.basis.economy_ensemble import QUARTERS, ensemble
from reallocate.economy.batches import simulate_without_ai
from reallocate.economy.laws.after_a_loss import PRIME, SLACK, AfterLoss
from reallocate.economy.laws.pay_by_tenure import Tenure
from reallocate.economy.laws.unemployment_duration import survivor_function
from reallocate.economy.lost_pay import YEARS_COUNTED, demand_level, lost_pay, slack_at
from reallocate.measure.arrays import Array
from reallocate.problem.nation.ensemble import EconomyEnsemble, run_checked
from reallocate.work.parameters import Parameters


@once
def ensemble_in_a_slump(context: ClaimContext, parameters: Parameters) -> EconomyEnsemble:
    """The ensemble's draws from a slump, each beside itself without further AI in the same slump.

    parameters : slack_recovery_years, in which demand is normal again, in a straight line
    What AI does and how fast it spreads are as in calm times; pay answers to slack from the slump's level.
    """
    drawn, level = ensemble(context, parameters), _demand(context, parameters)
    quarters = np.arange(QUARTERS + 1) / 4.0
    healed = np.minimum(1.0, quarters / parameters["slack_recovery_years"])
    demand = tuple(float(one) for one in level + (1.0 - level) * healed)
    economy = replace(economy_of(context, parameters), demand=demand)
    extended = run_checked(economy, list(drawn.runs), QUARTERS, context.say)
    without = simulate_without_ai(economy, drawn.runs, QUARTERS, context.say)
    return EconomyEnsemble(drawn.plain, drawn.runs, drawn.sample, extended, without)


@once
def loss_in_a_slump(context: ClaimContext, parameters: Parameters) -> tuple[Array, Array]:
    """What one person of 25 to 54 loses whose job ends on the slump's first day; (occupation) [years of pay],
    and months without work; (occupation) [months].

    parameters : of tenure, of what follows a loss, slack_recovery_years
    """
    here, rates = nation(context).national, assumed_by(context, parameters, QUARTERS).flow_rates
    level, recovery = _demand(context, parameters), parameters["slack_recovery_years"]
    slack = slack_at(here.market, here.normal, rates, level, recovery, YEARS_COUNTED)
    after = AfterLoss.of(parameters, slack.unemployment, PRIME)
    before, discount = parameters["tenure_before"], parameters["worker_discount_rate"]
    lost = lost_pay(here.market, rates, slack, Tenure.of(parameters), before, discount, after=after)
    return lost, survivor_function(slack.finding).sum(axis=0)


@once
def _demand(context: ClaimContext, parameters: Parameters) -> float:
    """Demand that leaves as many without work as slumps did [ratio to normal]."""
    here, rates = nation(context).national, assumed_by(context, parameters, QUARTERS).flow_rates
    return demand_level(here.market, here.normal, rates, SLACK)
