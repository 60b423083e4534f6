"""E2: people who lose their jobs in a step."""

from __future__ import annotations

from reallocate.economy.kernels.compiled import compiled


@compiled
def separations(employed: float, gap: float, random_rate: float, adjustment: float) -> float:
    """People separated from an occupation in a step [persons].

    employed : at the start of the step [persons]
    gap : jobs above what is demanded [persons]
    random_rate : δ_u, who would be separated anyway [share of the employed/step]
    adjustment : γ_u, of a surplus, closed in a step by separations [share/step]
    δ_u·e + (1 − δ_u)·min(e, γ_u·max(0, Δ))
    Off (γ_u = 0), employment falls short of demand more slowly and unemployment is lower after a shock.
    Source: del Rio-Chanona et al. 2021, section 2, DOI 10.1098/rsif.2020.0898.
    """
    directed = min(employed, adjustment * max(0.0, gap))
    return random_rate * employed + (1.0 - random_rate) * directed
