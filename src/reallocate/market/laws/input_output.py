"""Laws of demand through suppliers: the response to prices, Leontief's output, a build-out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.state.accounts import Accounts


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
