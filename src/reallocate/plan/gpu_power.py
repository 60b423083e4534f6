"""Power that the firm's GPUs draw: megawatts = GPUs · megawatts per GPU (P12)."""

from __future__ import annotations

from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Quantity, Sum, Term, end_of_period, evaluate, select
from reallocate.plan.variables import Figures, Variables


def power_of(gpus: Quantity, i: Inputs) -> Term:
    """Power of GPUs, as a term of a rule or as figures; (…, period) [MW].

    gpus : (…, period) [GPUs]
    MW = GPUs · MW per GPU, the data centre's overhead included
    Source: SemiAnalysis InferenceX-app 2026-04 (power of a GPU), `gpu_power` in `work/parameters.toml`.
    """
    return Term(i.prices.power, select(gpus))


def power_for_own_work(v: Variables | Figures, i: Inputs) -> Sum:
    """Power of GPUs owned for the firm's own work; (period) [MW]."""
    return [power_of(end_of_period(v.owned), i)]


def power_for_products(v: Variables | Figures, i: Inputs) -> Sum:
    """Power of GPUs for products; (period) [MW]; nothing where none are wanted."""
    return [] if v.products_had is None else [power_of(v.products_had, i)]


def most_power(power: Sum, i: Inputs) -> float:
    """The most power that GPUs draw in any quarter of a solved plan [MW].

    power : (period) [MW] in figures
    """
    return float(evaluate((i.periods,), power).max(initial=0.0))
