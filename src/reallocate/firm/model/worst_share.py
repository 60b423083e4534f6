"""The mean of the worst share of outlooks: conditional value at risk, CVaR.

`joint.py` writes the same into a programme for several outlooks, as η + Σ_s π_s·u_s/α to be minimised.
"""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array


def conditional_value_at_risk(costs: Array, weights: Array, tail: float) -> float:
    """Conditional value at risk (CVaR): mean cost over the worst share of the outlooks [USD million].

    costs : c, (outlook) [USD million]
    weights : π, (outlook) adding up to 1
    tail : α, [share] of the weight that counts as the worst
    CVaR_α = Σ_s ρ_s·c_s = min_η η + Σ_s π_s·max(c_s − η, 0)/α, ρ as from `worst_weights`
    Source: Rockafellar, Uryasev 2000, Journal of Risk 2:21, DOI 10.21314/JOR.2000.038.
    """
    return float(worst_weights(costs, weights, tail) @ costs)


def worst_weights(costs: Array, weights: Array, tail: float) -> Array:
    """How much each outlook counts in the mean of the worst, adding up to 1.

    costs : (outlook) [USD million]
    weights : (outlook) adding up to 1
    tail : α, [share] of the weight that counts as the worst
    ρ_s = min(π_s, what is left of α)/α, from the dearest outlook on
    """
    order = np.argsort(-costs, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(weights[order])[:-1]])
    result = np.zeros(len(costs))
    result[order] = np.clip(tail - before, 0.0, np.minimum(weights[order], tail)) / tail
    return result
