"""What returns in the nation's market after a reversal, over a few draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.claims.basis.context import ClaimContext, decided_by
from reallocate.claims.basis.economy_context import accounts_of, nation
from reallocate.claims.basis.sampling import free
from reallocate.economy.assumptions import DRAWN, assumed_draws
from reallocate.economy.batches import select_runs, simulate_in_batches, simulate_without_ai
from reallocate.economy.reversal import PEOPLE, REVERSAL, WORK, counted_at, missing, returned
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.measure.quantiles import interval
from reallocate.work.parameters import Parameters

MOST_DRAWS = 16
"""Each of eight sources of reach twice."""


@dataclass(frozen=True)
class MarketReturned:
    """What returns in the nation eight quarters after a reversal: middle, 10% and 90% of the draws.

    work : of the jobs that AI's work would have ended by then [share]
    people : of the people who would be missing from work [share]
    of_gone : of the jobs that it had ended when it came, the middle [share]
    further : draws in which more has ended than then [share]
    """

    work: tuple[float, float, float]
    people: tuple[float, float, float]
    of_gone: float
    further: float


def market_returned(context: ClaimContext, parameters: Parameters) -> MarketReturned:
    """The nation with a reversal and without, the same draws side by side; made once.

    context : what claims are computed on, how many draws
    """
    key = ("market returned", decided_by(parameters))
    found: MarketReturned = context.once(key, lambda: _returned(context, parameters))
    return found


def _returned(context: ClaimContext, parameters: Parameters) -> MarketReturned:
    count = min(context.draws, MOST_DRAWS)
    quarter = parameters["reversal_quarter"]
    quarters = counted_at(quarter)[1]
    turned, unbroken = (
        _runs(context, parameters, quarters, count, capability) for capability in (REVERSAL, "trend")
    )
    national, accounts = nation(context).national, accounts_of(context, parameters)
    context.say(f"the economy with a reversal, {count} draws")
    given = (national.economy(accounts), [*turned, *unbroken], quarters)
    extended, still = simulate_in_batches(*given), simulate_without_ai(*given)
    parts = [
        missing(select_runs(extended, where), select_runs(still, where), accounts)
        for where in (range(count), range(count, 2 * count))
    ]
    found = returned(parts[0], parts[1], quarter)
    gone = found[WORK]["share_back"]
    return MarketReturned(
        interval(found[WORK]["share_of_unbroken"]),
        interval(found[PEOPLE]["share_of_unbroken"]),
        float(np.median(gone)),
        float((gone < 0.0).mean()),
    )


def _runs(
    context: ClaimContext, parameters: Parameters, quarters: int, count: int, capability: str
) -> list[RunAssumptions]:
    """What the draws assume; the same draws for every capability."""
    runs, _ = assumed_draws(
        context.world,
        parameters,
        accounts_of(context, parameters),
        nation(context).fitted.rates,
        quarters,
        count,
        free(parameters, DRAWN),
        capability=capability,
        seed=context.seed,
    )
    return runs
