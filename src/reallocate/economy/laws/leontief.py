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
