"""The price elasticity of demand: how much more is bought of what becomes cheaper."""

from __future__ import annotations

from reallocate.measure.arrays import Array


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
