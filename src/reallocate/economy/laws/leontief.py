"""Leontief's rounds of suppliers: what all industries make for final demand, directly and indirectly."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array


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
