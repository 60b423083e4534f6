"""What each promise of a plan costs, alone and all together, beside a plan that keeps none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reallocate.firm.model.cases import Setting, solve_case
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.roles import LAYOFFS, SOLVED_AGAIN
from reallocate.firm.request.plan_keys import Promises
from reallocate.firm.request.prepare import PlanProblem, parameters_of
from reallocate.firm.request.promises import in_positions, promises_of
from reallocate.kernel.money import shown_money
from reallocate.kernel.table import Column, Rows, of_unit, table

NAME = "promise_prices"
NONE, ALL = "none", "all"
"""Keys of the plan that promises nothing, and of the one that keeps every promise."""
FREE = 0.05
"""[USD million] Less is nothing."""
_NOTICE = "notice_days"


@dataclass(frozen=True)
class PricedPlan:
    """A plan as promises are priced by it.

    cost : in present value [USD million]
    layoffs, positions : [FTE] over the plan, and at its end
    """

    cost: float
    layoffs: float
    positions: float

    @classmethod
    def of(cls, plan: Outcome) -> PricedPlan:
        """The figures of a plan that was solved."""
        figures = totals(plan)
        return cls(figures.present_value, figures.layoffs, figures.positions)


@dataclass(frozen=True)
class PromisePrices:
    """Plans that keep one promise each, beside the cheapest that promises nothing.

    each : (key of the promise)
    together : keeps all
    """

    without: PricedPlan
    each: Mapping[str, PricedPlan]
    together: PricedPlan

    def extra(self, key: str) -> float:
        """What a promise adds to the cheapest plan [USD million]."""
        return self.each[key].cost - self.without.cost


def promise_options(problem: PlanProblem, options: Options) -> dict[str, Options]:
    """(key of a promise) the options that keep it alone; under `NONE` those that keep none.

    options : of the plan that keeps all
    """
    scenario, nothing = problem.scenario, Promises()
    made = {name: value for name, value in scenario.promises if value != getattr(nothing, name)}

    def kept(some: Mapping[str, Any]) -> Options:
        asked = scenario.model_copy(update={"promises": nothing.model_copy(update=dict(some))})
        parameters, fresh = options.parameters, parameters_of(problem.world, asked)
        before, now = parameters.about(_NOTICE), fresh.about(_NOTICE)
        if (before.value, before.is_own) != (now.value, now.is_own):
            # Made anew, not replaced: notice that nobody gives is the law's, person by person.
            same = {name: one for name, one in parameters.items() if name != _NOTICE and one != fresh[name]}
            parameters = fresh.replace(**same)
        return replace(
            options,
            promises=in_positions(promises_of(asked), problem.setting.firm.roles),
            parameters=parameters,
        )

    return {NONE: kept({}), **{name: kept({name: value}) for name, value in made.items()}}


def price_promises(
    setting: Setting, options: Mapping[str, Options], together: PricedPlan, base: Outcome
) -> PromisePrices:
    """What each promise costs.

    options : as from `promise_options`
    together : the plan that keeps all
    base : its baseline
    Keeping all costs no less than keeping one: where all together cost nothing, no other plan is solved.
    """

    def solved(one: Options) -> PricedPlan:
        return PricedPlan.of(solve_case(setting, one, base)[0].outcome)

    without = solved(options[NONE])
    keys = [key for key in options if key != NONE]
    is_same = len(keys) == 1 or together.cost - without.cost < FREE
    return PromisePrices(
        without, {key: together if is_same else solved(options[key]) for key in keys}, together
    )


def price_words(extra: float) -> str:
    """What a promise costs, in words; [USD million]."""
    return "Costs nothing" if extra < FREE else f"Costs about {price(extra)}"


def price(millions: float) -> str:
    """An amount in words, to two figures below ten; [USD million]."""
    size, sign = shown_money().of(millions), shown_money().sign
    if size >= 1000:
        return f"{sign}{size / 1000:.1f} billion"
    return f"{sign}{size:.1f} million" if size < 10 else f"{sign}{size:,.0f} million"


@table(
    NAME, "What each promise costs",
    Column("key", "Promise"), Column("price"),
    of_unit("USD million", extra="Beyond no promise", cost="Cost, present value"), LAYOFFS,
    Column("positions", unit="FTE"),
    source=f"{SOLVED_AGAIN} Each promise alone and all together, beside the cheapest plan that keeps none.",
    optional=True,
)  # fmt: skip
def promise_prices(found: PromisePrices | None) -> Rows | None:
    """Each promise alone, and all together; none where nothing is promised."""
    if found is None:
        return None
    every = {NONE: found.without, **found.each, ALL: found.together}
    return [
        {
            "key": key, "price": "" if key == NONE else price_words(one.cost - found.without.cost),
            "extra": one.cost - found.without.cost, "cost": one.cost,
            "layoffs": one.layoffs, "positions": one.positions,
        }
        for key, one in every.items()
    ]  # fmt: skip
