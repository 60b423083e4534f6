"""What returns in the nation's market after a reversal, over a few draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, nation
from reallocate.claims.basis.economy_ensemble import with_and_without
from reallocate.claims.basis.plan_context import MOST_DRAWS
from reallocate.claims.basis.sampling import free
from reallocate.economy.assumptions import DRAWN, assumed_draws
from reallocate.economy.batches import select_runs
from reallocate.economy.reversal import PEOPLE, REVERSAL, WORK, counted_at, missing, returned
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.work.parameters import Parameters


@dataclass(frozen=True)
class MarketReturned:
    """What returns in the nation eight quarters after a reversal: middle, 10% and 90% of the draws.

    work : of the jobs that AI's work would have ended by then [share]
    people : of the people who would be missing from work; none where no draw has any [share]
    missed : draws in which some would be missing [share]
    of_gone : of the jobs that it had ended when it came, the middle [share]
    further : draws in which more has ended than then [share]
    """

    work: tuple[float, float, float]
    people: tuple[float, float, float] | None
    missed: float
    of_gone: float
    further: float


@once
def market_returned(context: ClaimContext, parameters: Parameters) -> MarketReturned:
    """The nation with a reversal and without, the same draws side by side.

    context : what claims are computed on, how many draws
    """
    count, quarter = min(context.draws, MOST_DRAWS), parameters["reversal_quarter"]
    quarters = counted_at(quarter)[1]
    accounts, rates = accounts_of(context, parameters), nation(context).rates
    drawn = (context.world, parameters, accounts, rates, quarters, count, free(parameters, DRAWN))
    runs = [
        run
        for capability in (REVERSAL, "trend")
        for run in assumed_draws(*drawn, capability=capability, seed=context.seed)[0]
    ]
    context.say(f"the economy with a reversal, {count} draws")
    extended, without = with_and_without(context, parameters, runs, quarters)
    turned, unbroken = (
        missing(select_runs(extended, places), select_runs(without, places), accounts)
        for places in (range(count), range(count, 2 * count))
    )
    return figures_of_market(returned(turned, unbroken, quarter))


def figures_of_market(figures: Mapping[str, Mapping[str, Array]]) -> MarketReturned:
    """The figures of the draws, where people are missing and where none are.

    figures : as from `reversal.returned`; not a number where nobody would be missing
    """
    work, people = (figures[name]["share_of_unbroken"] for name in (WORK, PEOPLE))
    missed = np.isfinite(people)
    gone = figures[WORK]["share_back"]
    middle = interval(people[missed]) if missed.any() else None
    further = float((gone < 0.0).mean())
    return MarketReturned(interval(work), middle, float(missed.mean()), float(np.median(gone)), further)
