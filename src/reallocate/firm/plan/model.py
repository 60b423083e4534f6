"""Readings of a solved plan: routes of compute, GPUs for products, substitution and scale, open positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.gpu_stock import capital_charge, gpu_cost, in_use, value_at_end
from reallocate.firm.model.grouping import bisect
from reallocate.firm.model.inputs import CASH, MILLION, Inputs, announced
from reallocate.firm.model.options import Options, Products
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.relief import CAPTURES
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.table import Rows
from reallocate.work.compute import HOURS_PER_QUARTER, QUARTERS, owner_cost, owner_cost_per_hour, token_prices

LONGEST = 40
"""Lives that are tried [quarters]."""


@dataclass(frozen=True)
class OwnCost:
    """What a GPU of one's own costs for each quarter in use, as a price of the other route today.

    accounts : [USD/GPU/quarter] capital in equal parts, power and upkeep; no interest
    some : [USD/GPU/quarter] below it the plan owns none; above it some are ordered, perhaps late
    at_once : [USD/GPU/quarter] above it every GPU is ordered as early as it can be of use; near it a
        GPU that is out of use before the plan ends may still wait, so that its successor lasts longer
    """

    accounts: float
    some: float
    at_once: float


def own_cost(i: Inputs, path: Array) -> OwnCost:
    """What owning costs a quarter, as accounts reckon it and as the plan does.

    path : (period) [ratio] price of the other route against today
    accounts as `compute.owner_cost`; some = the lowest `break_even` over all quarters of
    ordering, at_once the highest of these and of `waiting`; not a number where no GPU would arrive.
    Other limits, such as cash and power, are taken not to bind, and needs not to shrink.
    """
    prices = i.prices
    orders = range(max(len(i.periods) - prices.lead_time, 0))
    each = [break_even(i, order, path) for order in orders]
    waits = [waiting(i, order, path) for order in orders[:-1]]
    return OwnCost(
        accounts=owner_cost(prices),
        some=min(each, default=np.nan),
        at_once=max([*each, *waits], default=np.nan),
    )


def break_even(i: Inputs, order: int, path: Array) -> float:
    """The price today, for a GPU and quarter of the other route, at which owning costs the plan as much.

    order : quarter in which the GPU is ordered, so that it arrives within the plan
    path : (period) [ratio] price of the other route against today
    Returns [USD/GPU/quarter].
    price·{Σ_u δ_u·path_u + δ_T·A·4·path_T} =
        δ_t·K + Σ_u δ_u·running − δ_T·V + δ_T·A·4·(running + k)
    over quarters u in use; K capital, k its charge, V value at the end T, A annuity; what is out of use
    before the end has neither value nor anything after the plan.
    """
    used = in_use(i, order)
    own, other = gpu_cost(i, order), float(i.discount[used] @ path[used])
    if used.start + i.prices.life >= len(i.periods):
        after = i.weight_after
        own += after * (i.prices.running / MILLION + capital_charge(i))
        own -= i.end_discount * float(value_at_end(i)[order])
        other += after * float(path[-1])
    return MILLION * own / other


def waiting(i: Inputs, order: int, path: Array) -> float:
    """The price today at which ordering a GPU a quarter later costs the plan as much as ordering it now.

    order : quarter in which it is ordered; one later it still arrives within the plan
    path : (period) [ratio] price of the other route against today
    Returns [USD/GPU/quarter]; 0 where the GPU is out of use before the end, so that it only shifts.
    price·path_u = k + running, u the quarter of arrival and k the capital charge
    """
    prices = i.prices
    start = order + prices.lead_time
    if start + prices.life < len(i.periods):
        return 0.0
    return float((MILLION * capital_charge(i) + prices.running) / path[start])


def shortest_life(i: Inputs, at_once: bool) -> float:
    """The shortest life, in whole quarters, at which GPUs are cheaper owned than rented.

    at_once : as early as they can be of use; otherwise at any time
    Returns [quarters]; not a number where none up to ten years is.
    """
    path = i.prices.rent / i.prices.rent[0]
    for life in range(1, LONGEST + 1):
        cost = own_cost(replace(i, prices=replace(i.prices, life=float(life))), path)
        if (cost.at_once if at_once else cost.some) <= i.prices.rent[0]:
            return float(life)
    return float("nan")


YEAR = 4
CASH_SHARES = (1.0, 0.95, 0.9, 0.8, 0.7)
"""Of the cash that people, compute and the announced GPUs take in the dearest year of the plan."""


@dataclass(frozen=True, eq=False)
class ProductPlan:
    """A plan that shares its cash with GPUs for products.

    share : [share of the cash that everything takes]
    cash : [USD million/year] at most
    plan : decisions; none where it is impossible, and then `reason` says why
    """

    share: float
    cash: float
    plan: Outcome | None
    reason: str = ""


def product_plans(
    setting: Setting, options: Options, wanted: Products, shares: Sequence[float] = CASH_SHARES
) -> list[ProductPlan]:
    """Plans for ever less cash, GPUs for products among their costs.

    options : of its own plan, without a budget; work may be dropped at its price
    wanted : GPUs for products
    shares : of the cash that everything takes
    """
    levers = replace(options.levers, dropping=True)
    unlimited = replace(options.limits, cash_per_year=None)
    requested = replace(options, products=wanted, levers=levers, limits=unlimited)
    freely = solve(setting.inputs(requested), choose=False)
    most = max(cash_by_year(freely.outcome))
    plans = []
    for share in shares:
        limited = replace(requested, limits=replace(requested.limits, cash_per_year=share * most))
        try:
            plan = solve(setting.inputs(limited), freely.start.without_vertex, choose=False).outcome
        except InfeasiblePlan as no:
            plans.append(ProductPlan(share, share * most, None, str(no)))
        else:
            plans.append(ProductPlan(share, share * most, plan.without_start))
    return plans


def cash_by_year(outcome: Outcome) -> list[float]:
    """All cash costs of each year, a part of a year counted as if it went on [USD million/year]."""
    cash = costs_by_period(outcome)[list(CASH)].sum(axis=1).to_numpy(float)
    return [float(cash[start : start + YEAR].mean() * YEAR) for start in range(0, len(cash), YEAR)]


def bought_share(outcome: Outcome) -> float:
    """GPUs ordered for products over the plan, as a share of what was announced.

    outcome : a solved plan with GPUs for products
    """
    i = outcome.inputs
    return float(outcome.products.sum() / (announced(i) * len(i.periods)))


def value_that_competes(i: Inputs, one_less: float) -> float:
    """Value of a GPU-hour above which GPUs for products would take cash from the firm's own work [USD].

    one_less : [USD million] what the plan costs more with USD 1 million a year less
    owner's cost · (1 + λ/δ): λ the present cost of a dollar less, δ the mean discount
    """
    years = len(i.periods) / YEAR
    dearer = one_less / years / float(np.mean(i.discount))
    return owner_cost_per_hour(i.options.parameters) * (1 + dearer)


UTILISATIONS = (0.05, 0.1, 0.2, 0.3, 0.5)
TOKENS, USED = "token price above which", "utilisation above which"
OWN_USED = "utilisation of own GPUs above which"
LIFE_SWITCH = "server life above which owning is cheaper than renting"
TOKEN_PRICE, PEAK = "USD/million tokens", "share of peak"
SWITCH_COLUMNS = ("switch", "unit", "now", "as_accounts", "some", "at_once")
OWN, RENT, API = "own", "rent", "API"


def token_route(plan: Outcome) -> str:
    """The route that most tokens come by in the last quarter: own, rent, API or none."""
    shares = token_shares(plan)
    return max(shares, key=lambda name: shares[name]) if sum(shares.values()) else "none"


def token_shares(plan: Outcome, period: int = -1) -> dict[str, float]:
    """Where tokens come from in one quarter, by route [share].

    period : which quarter
    """
    per_gpu = plan.inputs.prices.tokens_per_gpu / 1e3
    tokens = {
        OWN: float(plan.owned[period]) * per_gpu,
        RENT: float(plan.rented[period]) * per_gpu,
        API: float(plan.api[period]),
    }
    total = sum(tokens.values())
    return {name: amount / total if total > 0 else 0.0 for name, amount in tokens.items()}


def switch_points(i: Inputs) -> pd.DataFrame:
    """The prices, utilisation and life at which the choice between own, rent and API turns.

    In closed form; as_accounts: capital in equal parts, without interest; some: from here the plan owns
    or rents any at all; at_once: from here as early as it can. Own and rented GPUs stand idle alike, so
    what they are used cancels between them; the row on utilisation against rent holds the rented ones
    at the utilisation assumed here.
    """
    p, prices = i.options.parameters, i.prices
    rent, api = float(prices.rent[0]), float(prices.api[0])
    tokens, used = prices.tokens_per_gpu, p["utilisation"]
    by_rent, by_api = own_cost(i, prices.rent / rent), own_cost(i, prices.api / api)
    beyond = rent - prices.running
    life = prices.capex / beyond / QUARTERS if beyond > 0 else np.nan
    ends = (by_rent.accounts, by_rent.some, by_rent.at_once)
    api_ends = (by_api.accounts, by_api.some, by_api.at_once)
    rows = [
        ("rent above which owning is cheaper", "USD/GPU-hour", rent, ends, 1 / HOURS_PER_QUARTER),
        (f"{TOKENS} owning is cheaper than the API", TOKEN_PRICE, api * tokens, api_ends, 1 / tokens),
        (f"{TOKENS} renting is cheaper than the API", TOKEN_PRICE, api * tokens, (rent,) * 3, 1 / tokens),
        (f"{USED} owning is cheaper than the API", PEAK, api * tokens, api_ends, used / (api * tokens)),
        (f"{USED} renting is cheaper than the API", PEAK, api * tokens, (rent,) * 3, used / (api * tokens)),
        (f"{OWN_USED} they are cheaper than rented ones", PEAK, rent, ends, used / rent),
    ]
    lives = (shortest_life(i, at_once) / QUARTERS for at_once in (False, True))
    written = [
        (what, unit, *(price * factor for price in (now, *turns))) for what, unit, now, turns, factor in rows
    ]
    last = (LIFE_SWITCH, "years", p["gpu_life"], life, *lives)
    return pd.DataFrame([*written, last], columns=SWITCH_COLUMNS)


def cost_by_route(i: Inputs) -> Rows:
    """Cost of a million tokens by route and utilisation, software left out [USD/million tokens].

    own_accounts without interest, own_plan as the plan reckons a GPU ordered in the first quarter
    """
    now = i.options.parameters["utilisation"]
    late = len(i.periods) <= i.prices.lead_time
    planned = np.nan if late else break_even(i, 0, np.ones(len(i.periods)))
    rows = []
    for used in sorted({*UTILISATIONS, now}):
        tokens = i.prices.tokens_per_gpu * used / now
        by_accounts = token_prices(i.prices, owner_cost(i.prices), tokens)
        each = {OWN: planned / tokens, RENT: by_accounts["rent"], API: by_accounts["api"]}
        known = {name: cost for name, cost in each.items() if not np.isnan(cost)}
        rows.append(
            {
                "utilisation": used,
                "own_accounts": by_accounts["own"],
                "own_plan": each[OWN],
                "rent": each[RENT],
                "api": each[API],
                "cheapest": min(known, key=lambda name: known[name]),
            }
        )
    return rows


GIVEN = 0.0
"""Elasticity at which the work is given."""
LARGEST = 4.0
"""Elasticity up to which the break-even is looked for: above all that is measured for products."""
HALVINGS = 7
SHARES_CAPTURED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)
"""Shares of freed hours captured, of both modes alike, at which the curves are solved."""


@dataclass(frozen=True)
class ScaleEffect:
    """A plan's positions at its end, told apart [FTE].

    baseline, given, plan : without further AI, with the work given, and with work that answers to its cost
    break_even : ε* [elasticity] at which positions end as in the baseline; not a number if none up to 4
    low, now, high : elasticity in force, and the range of what is measured
    """

    baseline: float
    given: float
    plan: float
    break_even: float
    low: float
    now: float
    high: float

    @property
    def substitution(self) -> float:
        """Change in positions that AI makes where the work is given [FTE]."""
        return self.given - self.baseline

    @property
    def scale(self) -> float:
        """Positions that come back because cheaper work is wanted more [FTE]."""
        return self.plan - self.given


def scale_effect(setting: Setting) -> ScaleEffect:
    """Substitution and scale effect of the plan, and the elasticity at which they are even.

    setting : of the plan that is free to choose; small roles may be grouped
    P(ε*) = P_base, found by halving; with one ratio r of marginal costs, ε* = ln(P_base/P₀) ÷ ln(1/r)
    Source: Hicks 1932, The Theory of Wages, ch. 6; Hamermesh 1993, Labor Demand, ch. 2.
    """
    about = setting.options.parameters.about("work_elasticity")
    baseline = float(setting.baseline().positions[-1])
    near = _plan(setting, None)
    plan = float(near.outcome.positions[-1])

    def even(elasticity: float) -> bool:
        nonlocal near
        near = _plan(setting, near.start, work_elasticity=elasticity)
        return float(near.outcome.positions[-1]) >= baseline

    given = positions_at(setting, work_elasticity=GIVEN)
    if given >= baseline:
        break_even = GIVEN
    elif not even(LARGEST):
        break_even = float("nan")
    else:
        break_even = float(np.mean(bisect(GIVEN, LARGEST, even, HALVINGS)))
    return ScaleEffect(baseline, given, plan, break_even, about.low, about.value, about.high)


def positions_at(setting: Setting, **parameters: float) -> float:
    """Positions at the end of the best plan where some assumptions are others [FTE].

    parameters : (name) [its own unit]
    """
    return float(_plan(setting, None, **parameters).outcome.positions[-1])


def _plan(setting: Setting, start: Start | None, **parameters: float) -> Solved:
    options = replace(setting.options, parameters=setting.options.parameters.replace(**parameters))
    return solve(setting.inputs(options), start, choose=False)


def capture_curves(
    setting: Setting, elasticities: Sequence[float], captures: Sequence[float] = SHARES_CAPTURED
) -> list[tuple[float, float, float]]:
    """Positions at the end by capture and elasticity.

    setting : of the plan that is free to choose; small roles may be grouped
    elasticities : ε of the curves
    captures : χ [share of freed hours], of hours with AI and of automated hours alike
    Returns (ε, χ, positions [FTE]).
    """
    found, start = [], None
    for elasticity in elasticities:
        for capture in captures:
            both = dict.fromkeys(CAPTURES, capture)
            plan = _plan(setting, start, work_elasticity=elasticity, **both)
            start = plan.start.without_vertex
            found.append((elasticity, capture, float(plan.outcome.positions[-1])))
    return found


@dataclass(frozen=True)
class Openings:
    """Open positions at the start, by what becomes of them.

    filled : (role, period) [positions] the first hires of a role fill its open positions
    cancelled : (role) [positions] that the plan must not fill; none unless they are to be cancelled
    deferred : (role) [positions] that the baseline fills within the first year and the plan does not
    """

    filled: Array
    cancelled: Array
    deferred: Array


def openings(plan: Outcome, base: Outcome) -> Openings:
    """What becomes of the positions that are open at the start.

    plan, base : the plan and its baseline
    cancelled = clip(first year's hires of the baseline − of the plan, 0, open), where that is asked for;
    deferred = max(min(first year's hires of the baseline, open) − min(those of the plan, open), 0) otherwise
    """
    opened = plan.inputs.open_positions
    year = slice(0, QUARTERS)
    hired, usual = plan.hires[:, year].sum(axis=1), base.hires[:, year].sum(axis=1)
    none = np.zeros_like(opened)
    cancelled, deferred = none, none
    if plan.inputs.options.levers.cancel_open:
        cancelled = np.clip(usual - hired, 0.0, opened)
    else:
        deferred = np.maximum(np.minimum(usual, opened) - np.minimum(hired, opened), 0.0)
    to_fill = (opened - cancelled)[:, None]
    filled = np.diff(np.minimum(plan.hires.cumsum(axis=1), to_fill), axis=1, prepend=0.0)
    return Openings(filled, cancelled, deferred)
