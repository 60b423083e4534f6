"""GPUs that the firm owns, for its own work or for its products: they arrive late and last for their life."""

from __future__ import annotations

from reallocate.plan.inputs import MILLION, Inputs
from reallocate.plan.labelled import Quantity, Sum, Term, lag
from reallocate.plan.present_value import QUARTERS


def arrivals(ordered: Quantity, i: Inputs) -> Sum:
    """GPUs that come into use less those that go out of it (P11, P13); (period) [GPUs].

    ordered : (…, period) [GPUs]
    ordered[t − lead time] − ordered[t − lead time − life]
    """
    delay, life = i.prices.lead_time, int(i.prices.life)
    return [Term(1, lag(ordered, delay)), Term(-1, lag(ordered, delay + life))]


def announced(i: Inputs) -> float:
    """GPUs for products that the announced spending buys [GPUs/quarter].

    Raises `AssertionError` where none are wanted.
    """
    wanted = i.options.products
    assert wanted is not None
    return wanted.capex_per_year * MILLION / i.prices.capex / QUARTERS
