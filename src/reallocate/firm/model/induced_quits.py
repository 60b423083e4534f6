"""P7: people who quit because others were laid off, and what replacing them costs; charged by `solve.py`."""

from __future__ import annotations

import numpy as np

from reallocate.firm.model.inputs import Inputs
from reallocate.kernel.arrays import Array

SOME = 1e-6
"""[FTE] Layoffs below which there are none."""


def induced_quits_cost(inputs: Inputs, period: int) -> Array:
    """Cost of replacing people who quit because others were laid off; (period) [USD million].

    inputs : labels and coefficients
    period : of the first layoffs
    induced share · headcount at the start · mean cost of a hire, once.
    Source: Trevor, Nyberg 2008, Academy of Management Journal 51:259, DOI 10.5465/amj.2008.31767250.
    """
    mean = float(inputs.headcount @ inputs.hire_cost / inputs.headcount.sum())
    cost = np.zeros(len(inputs.periods))
    share = inputs.options.parameters["induced_quits"]
    cost[period] = share * inputs.headcount.sum() * mean * inputs.pay_path[period]
    return cost


def induced_quits(inputs: Inputs, layoffs: Array) -> Array:
    """Cost of replacing people who quit, from the quarter of the first layoffs; (period) [USD million].

    inputs : labels and coefficients
    layoffs : (role, period) [FTE]
    """
    quarters = np.flatnonzero(layoffs.sum(axis=0) > SOME)
    return induced_quits_cost(inputs, int(quarters[0])) if len(quarters) else np.zeros(len(inputs.periods))


def least_induced_quits(inputs: Inputs) -> float:
    """The least that induced quits can cost, whenever the first layoffs come; present value [USD million].

    Forced exits come in their quarters at the latest.
    """
    exits = inputs.options.exits
    latest = len(inputs.periods) - 1
    if exits is not None and inputs.exits_are_forced:
        latest = min(latest, exits.quarter + (0 if exits.pro_rata else exits.quarters - 1))
    return min(float(induced_quits_cost(inputs, first) @ inputs.discount) for first in range(latest + 1))
