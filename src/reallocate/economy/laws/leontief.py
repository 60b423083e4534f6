"""The Leontief inverse: what all industries make, directly and through suppliers, for a dollar of demand."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array


def leontief_inverse(inputs: Array) -> Array:
    """Output that a dollar of final demand needs, all rounds of suppliers counted [USD/USD].

    inputs : A, (supplier, industry) inputs in a dollar of output [USD/USD]
    (I − A)⁻¹ = I + A + A² + …; with the transpose of A it passes costs on into prices
    Source: Leontief 1936, Review of Economics and Statistics 18:105, DOI 10.2307/1927837; Miller, Blair
    2009, Input-Output Analysis, ch. 2.
    """
    return np.linalg.inv(np.eye(len(inputs)) - inputs).astype(np.float64)
