"""What closes the accounts: identity of jobs and pay, prices, suppliers, build-out, new tasks, diffusion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.state.accounts import Accounts


class Closure(StrEnum):
    """How money, pay and jobs come together again once hours are saved."""

    MONEY_HELD = "A"
    INCOME_ON_PATH = "B"
    PAY_CLEARS = "C"

    @property
    def words(self) -> str:
        """What is assumed, in words that follow "if"."""
        return WORDS[self]


WORDS = {
    Closure.MONEY_HELD: "spending and real pay are held",
    Closure.INCOME_ON_PATH: "money income stays on its path and money pay does not give way",
    Closure.PAY_CLEARS: "pay clears",
}
HEADLINE = Closure.PAY_CLEARS
"""Fixed before its result was known; the others are readings."""


CLOSE = 1e-9
"""How far both sides of the identity may be apart [log points]."""


class WorkDone(Protocol):
    """What is done with AI in several runs, as `money_held.Uses`."""

    @property
    def adopted(self) -> Array:
        """(run, industry) work done by adopters [share]."""

    @property
    def saved(self) -> Array:
        """(run, occupation) hours that an adopter saves [share]."""

    @property
    def renewed(self) -> Array:
        """(run) of the hours saved, that come back as new tasks [share]."""


def labour_and_pay(a: Accounts, use: WorkDone, wages: Array, worked: Array) -> tuple[Array, Array]:
    """Work wanted at the pay of the base year [USD million/year], and its mean pay [ratio]; (run).

    wages : (run, occupation) pay [ratio to the base year]
    worked : (run, industry) the same work as if no hours were saved, at the pay of the base year
        [USD million/year]
    A new task counts as the hour whose place it takes. An industry without staff pays as in the base year.
    """
    with_ai = (1.0 - use.renewed)[:, None] * use.adopted * worked
    each = np.matmul(worked[:, None, :], a.pay_share)[:, 0]
    each = each - np.matmul(with_ai[:, None, :], a.pay_share)[:, 0] * use.saved
    without_staff = (worked * ~a.is_staffed).sum(axis=1)
    labour = each.sum(axis=1) + without_staff
    return labour, ((each * wages).sum(axis=1) + without_staff) / labour


def labour_identity(labour: Array, income: Array, share: Array, pay: Array) -> Array:
    """By how much the identity misses; (run) [log points].

    labour : jobs weighted by the pay of the base year [ratio to the base year]
    income : in money [ratio to the base year]
    share : labour's, of income [ratio to the base year]
    pay : in money, mean of the work done [ratio to the base year]
    Δln jobs − (Δln money income + Δln labour share − Δln money pay)
    Source: an identity of national accounts: pay times work is labour's share of income.
    """
    missed: Array = np.log(labour) - (np.log(income) + np.log(share) - np.log(pay))
    return missed


def must_hold(missed: Array) -> None:
    """End where the identity does not hold in a run.

    missed : (run) [log points]; raises `InvariantError` beyond `CLOSE`
    """
    worst = float(missed[np.abs(missed).argmax()])
    if not abs(worst) <= CLOSE:
        what = f"jobs differ from money income, labour's share and pay by {worst:.3g} log points"
        raise InvariantError(Problem(what, "demand"))


def price_response(prices: Array, elasticity: float) -> Array:
    """Purchases beside those of the base year, before they are scaled to the money spent [ratio].

    prices : (industry) [ratio to the base year]
    elasticity : ε, of what is bought to its price [ratio]
    p^(−ε): constant elasticity; at ε = 1 the money spent stays the same.
    Off (ε = 0), lower prices bring no more purchases of the cheaper product.
    Source: Bessen 2019, Economic Policy 34:589, DOI 10.1093/epolic/eiaa001 (the elasticity of demand decides
    whether automation ends or brings jobs).
    """
    result: Array = prices**-elasticity
    return result


def leontief_output(inputs: Array, demand: Array) -> Array:
    """Output that final demand needs, all rounds of suppliers counted; (industry, …) [of the demand's unit].

    inputs : A, (supplier, industry) inputs in a dollar of output [USD/USD], or (run, supplier, industry)
    demand : d, (industry, …) or (run, industry, …) [any unit]
    (I − A)⁻¹·d = (I + A + A² + …)·d; with the transpose of A it passes costs on into prices
    Source: Leontief 1936, Review of Economics and Statistics 18:105, DOI 10.2307/1927837; Miller, Blair
    2009, Input-Output Analysis, ch. 2.
    """
    return np.linalg.solve(np.eye(inputs.shape[-1]) - inputs, demand).astype(np.float64)


def output_with_compute(inverse: Array, made: Array, bought: Array, demand: Array) -> Array:
    """`leontief_output` of several runs that differ in one purchase alone, compute; (run, industry).

    inverse : (I − A)⁻¹ without it, (industry, industry)
    made : b, who makes it; (industry) or (run, industry) [share]
    bought : c, by each industry; (industry) or (run, industry) [USD/USD]
    demand : d, (industry) or (run, industry) [any unit]
    (I − A − b·cᵀ)⁻¹·d = x + y·(cᵀ·x)/(1 − cᵀ·y), x = (I − A)⁻¹·d, y = (I − A)⁻¹·b
    Source: Sherman, Morrison 1950, Annals of Mathematical Statistics 21:124, DOI 10.1214/aoms/1177729893.
    """
    without = np.matmul(inverse, demand[..., None])[..., 0]
    through = np.matmul(inverse, made[..., None])[..., 0]
    more = (bought * without).sum(axis=-1) / (1.0 - (bought * through).sum(axis=-1))
    output: Array = without + more[:, None] * through
    return output


@dataclass(frozen=True, eq=False)
class BuildOut:
    """Jobs of a build-out in each of its years; both (occupation) [persons].

    new_money : where the money would not have been spent otherwise
    diverted : where households spend so much less, at home and abroad
    """

    new_money: Array
    diverted: Array


def build_out(a: Accounts, build: Array, spending: float) -> BuildOut:
    """Jobs that spending on building compute makes, all rounds of suppliers counted, while it lasts.

    a : accounts of the base year
    build : (industry) where a dollar goes at home; what is left is imported [share of the dollar]
    spending : beyond that of the base year [USD million/year]
    new money: staffᵀ·(I − A)⁻¹·b·spending; diverted: less the same of the households' basket, imports in it.
    Neither is a forecast: who pays for the build-out is not known, and both are shown. It ends with the
    spending.
    Source: Leontief 1936, Review of Economics and Statistics 18:105, DOI 10.2307/1927837.
    """
    basket = a.household / a.spent_at_home[0]
    output = leontief_output(a.domestic, spending * np.stack([build, basket], axis=1))
    new, less = output.T @ a.staff
    return BuildOut(new, new - less)


def renewed_share(adopted: Array, quarter: int, share: float, lag: int) -> float:
    """Of the hours saved now, that new tasks have taken the place of [share].

    adopted : (quarter) work done by adopters beyond the start, all industries, up to now [share]
    quarter : now
    share : ν, of hours saved that come back in the end [share]
    lag : quarters until they do
    ν·A(t − lag)/A(t)
    Off (ν = 0), every job that comes back comes from lower prices, incomes or the building of compute.
    Source: Acemoglu, Restrepo 2019, Journal of Economic Perspectives 33(2):3, DOI 10.1257/jep.33.2.3
    (reinstatement beside displacement).
    """
    if adopted[quarter] <= 0.0 or quarter < lag:
        return 0.0
    return share * min(1.0, float(adopted[quarter - lag] / adopted[quarter]))


def who_does_new_tasks(employment: Array, augmented: Array) -> Array:
    """Who does new tasks; (occupation) [share], adding up to 1.

    employment : (occupation) [persons]
    augmented : (occupation) hours that people do with AI [share of hours]
    e_o·x_o/Σ e·x: new tasks are taken to come where people work with AI and are not replaced by it.
    """
    weight = employment * augmented
    result: Array = weight / weight.sum()
    return result


@dataclass(frozen=True)
class Diffusion:
    """How adoption spreads in one scenario.

    ceiling : m, adopters in the end [share of an industry's work]
    innovation : p, who adopt without an example [share/year]
    imitation : q, pull of those who have [share/year]
    peers : weight of the own industry's adopters in that pull, beside all industries' [share]
    The state series of firms' use fits ceilings of 0.2, 0.5 and 1 equally well, so that it is a scenario.
    Source: Bass 1969, Management Science 15:215, DOI 10.1287/mnsc.15.5.215.
    """

    ceiling: float = 0.5
    innovation: float = 0.01
    imitation: float = 0.4
    peers: float = 0.5


def adopt(adopters: Array, weights: Array, diffusion: Diffusion, years: float) -> Array:
    """Bass diffusion with peers by industry: adopters after a while; (industry) [share of industry's work].

    adopters : (industry) at its start, at most the ceiling
    weights : (industry) work, to average over industries
    diffusion : the scenario
    years : how long
    dA_k/dt = (p + q·(φ·A_k + (1 − φ)·Ā)/m)·(m − A_k), in steps of a quarter or less
    Off (p = q = 0), adoption stays as it is.
    Source: Bass 1969, DOI 10.1287/mnsc.15.5.215; imitation across groups as in Peterson, Mahajan 1978,
    Research in Marketing 1:201.
    """
    steps = max(1, int(np.ceil(years / 0.25)))
    share = weights / weights.sum()
    now = np.minimum(adopters, diffusion.ceiling)
    if diffusion.ceiling <= 0.0:
        return now
    for _ in range(steps):
        mean = float(share @ now)
        pull = diffusion.peers * now + (1.0 - diffusion.peers) * mean
        speed = diffusion.innovation + diffusion.imitation * pull / diffusion.ceiling
        now = np.minimum(diffusion.ceiling, now + speed * (diffusion.ceiling - now) * (years / steps))
    return now
